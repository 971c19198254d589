"""What of an event is printed: only what its own sentence or two reports bear out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from opensitrep.derive.book import Book
from opensitrep.derive.events import (
    event_counts,
    event_day,
    event_kind,
    event_notes,
    event_status,
    event_title,
    event_unsettled,
    event_verdict,
    event_when,
    own_hours,
    place_words,
    telling_series,
)
from opensitrep.derive.lead import outgrown
from opensitrep.derive.names import place_note
from opensitrep.derive.phrases import interval_text
from opensitrep.derive.pieces import Cite, Derived
from opensitrep.derive.rules import spell
from opensitrep.derive.scenes import told_place
from opensitrep.derive.sure import (
    kind_word,
    one_deed,
    printed,
    set_elsewhere,
    sure_day,
    sure_place,
    told_by,
    told_here,
    told_twice,
    unfit,
)
from opensitrep.derive.telling import heads, main_event, reads_alone, telling, told_in
from opensitrep.derive.tolls import claimants
from opensitrep.derive.voices import claim_speaker
from opensitrep.model import (
    Account,
    Event,
    Interval,
    Located,
    Place,
    PlaceRole,
    Precision,
    Reading,
    Settled,
    Span,
    Status,
    Verdict,
)
from opensitrep.page.brief import compose_brief, dated
from opensitrep.page.cards import when_rows
from opensitrep.page.desk import Desk
from opensitrep.page.state import compose_calendar

FERRY = (
    "Ferry sinks off Lorvik\n\n8 May 2019\n\n"
    "A ferry with 60 people on board sank off Lorvik on Tuesday night, killing nine of them, the coast guard said. "
    "Harbour master Nils Bratt said the ferry sank within minutes. It had left late.",
    "Lorvik mourns\n\n9 May 2019\n\n"
    "Eleven people died when a ferry sank off Lorvik on Tuesday night, police said on Thursday. "
    "After the ferry sank, a school in the town was closed. Flags flew at half-mast.",
)


@pytest.fixture(scope="module")
def book(tell: Callable[..., Account]) -> Book:
    return Book(tell(*FERRY))


@pytest.fixture(scope="module")
def ferry(book: Book) -> Event:
    event = main_event(book, book.account.stories[0].id)
    assert event is not None
    return event


@pytest.mark.parametrize(("when", "carded"), [(" on 13 May", True), ("", False)])
def test_what_has_no_day_stands_among_what_is_not_settled(
    tell: Callable[..., Account], when: str, carded: bool
) -> None:
    sank = "A ferry with 60 people on board sank off Lorvik on 7 May, killing nine of them, the coast guard said."
    later = f"Police arrested the captain of the ferry{when}, the ministry said. Flags flew at half-mast."
    book = Book(tell(FERRY[0], f"Captain of Lorvik ferry\n\n14 May 2019\n\n{sank} {later}"))
    story, main = book.account.stories[0], main_event(book, book.account.stories[0].id)
    event = next(e for e in book.events_of(story.id) if "arrested" in "".join(book.told_words(e)) and e != main)
    sure = {**book.events, event.id: replace(event, shown=True, score=0.9, parent=None)}
    other = Book(replace(book.account, events=tuple(sure.values())))
    assert (event.id in {e.id for e in printed(other, story.id)}) is carded
    if not carded:
        assert event_unsettled(other, event.id).startswith("no report gives its day for sure")


def test_a_kind_is_printed_only_where_the_sentence_says_it(book: Book, ferry: Event) -> None:
    assert kind_word(book, replace(ferry, type="ACCIDENT", mode="sea")) == "ship accident"
    assert kind_word(book, replace(ferry, type="AID", mode="humanitarian")) == ""
    assert kind_word(book, replace(ferry, type="ACCIDENT", mode="rail")) == "accident"  # no train in its words


def test_a_happening_is_called_by_the_noun_that_names_it(tell: Callable[..., Account]) -> None:
    text = (
        "Orun buries its dead\n\n6 May 2021\n\nThe first funerals were held in Brno on Wednesday, mayor Jon Rusk said."
    )
    book = Book(tell(text))
    [event] = [e for e in book.account.events if any(book.quote(m.trigger) == "funerals" for m in told_here(book, e))]
    assert kind_word(book, replace(event, type="OTHER", mode="other")) == "funerals"


def test_a_day_is_printed_only_where_the_sentence_or_a_sure_reading_gives_it(book: Book, ferry: Event) -> None:
    assert sure_day(book, ferry)
    for when in (Interval("2019-05-08", "2019-05-08"), Interval("2019-05-01", "2019-05-31")):
        assert not sure_day(book, replace(ferry, when=when))
    assert not sure_day(book, replace(ferry, when=Interval("2019-05-07", "2019-05-07", basis="publication")))
    assert event_title(book, ferry.id).endswith("8 May")
    assert ":" not in event_title(book, ferry.id), "no hour in a title"


def test_a_place_is_printed_that_the_sentence_names_or_the_whole_lends_or_that_is_surer(
    tell: Callable[..., Account],
) -> None:
    told = tell("Fire in Brno\n\n4 May 2021\n\nA fire destroyed a warehouse in Brno on Monday, killing two men.")
    [brno] = [p for p in told.places if p.name == "Brno"]
    other = replace(brno, id="gn:1", name="Ostrava", lat=49.8, lon=18.3)
    book = Book(replace(told, places=(*told.places, other), resolutions=told.resolutions))
    event = next(e for e in told.events if e.places)

    def sure(place: Place, score: float, *, lent: bool = False) -> bool:
        why = (Settled("places", "stated", (), score),)
        return sure_place(
            book, replace(event, places=(Located(place.id, PlaceRole.TARGET, inferred=lent),), why=why), place
        )

    assert [sure(brno, 0.4), sure(brno, 0.55)] == [False, True]
    assert [sure(other, 0.55), sure(other, 0.75)] == [False, True]
    assert [sure(other, 0.4, lent=True), sure(other, 0.55, lent=True)] == [False, True]


def test_a_place_in_no_gazetteer_is_called_neither_a_country_nor_a_point(book: Book) -> None:
    bay = Place("unlisted:orun-bay@XX", "Orun Bay", "river", None, None, None, precision=Precision.COUNTRY)
    mill = Place("site:old-mill", "Old Mill", "plant", None, None, None, precision=Precision.SITE)
    other = Book(replace(book.account, places=(*book.account.places, bay, mill)))
    assert {place_note(other, bay.id), place_note(other, mill.id)} == {"no point drawn"}


def test_a_site_that_is_named_by_its_town_names_it_once(tell: Callable[..., Account]) -> None:
    told = tell("Fire near Brno\n\n4 May 2021\n\nA fire destroyed a warehouse outside Brno on Monday, killing two men.")
    [town] = [p for p in told.places if p.name == "Brno"]
    site = replace(town, id=f"area:outside@{town.id}", name="outside Brno")
    event = next(e for e in told.events if e.places)
    event = replace(event, places=(replace(event.places[0], place=site.id, inferred=False),), why=())
    book = Book(replace(told, places=(*told.places, site), events=(event,)))
    assert place_words(book, event) == "outside Brno"


def test_a_figure_has_only_the_claimant_its_own_sentence_names(book: Book, ferry: Event) -> None:
    told = {v.low: claimants(book, v) for s in book.series_of(ferry.id) if s.fate == "killed" for v in s.values}
    assert all("Nils Bratt" not in " ".join(names) for names in told.values())
    assert told


def test_who_tells_it_is_named_in_the_sentence_or_by_two_reports(book: Book, ferry: Event) -> None:
    for claims in told_by(book, ferry):
        assert len(book.docs(claims)) > 1 or any(
            (span := telling(book, ferry)) and span.covers(book.told_at(c)) for c in claims
        ), claim_speaker(book, claims[0])


def test_what_others_may_tell_in_other_words_is_counted_at_least(tell: Callable[..., Account], book: Book) -> None:
    story = book.account.stories[0]
    for event in book.events_of(story.id):
        docs = book.docs(book.telling_claims(event.id))
        some = len(docs) < len(story.documents)
        counts = event_counts(book, event.id)
        assert counts == "1 report found" if some and len(docs) == 1 else counts.endswith("or more origins") == some


def test_what_somebody_denies_is_agreed_by_nobody(tell: Callable[..., Account]) -> None:
    first = "Prisoners freed near Brno\n\n4 May 2021\n\nThe rebels freed ten prisoners near Brno on Monday, {} said."
    denial = " Minister Ana Kovel denied that the prisoners were freed for a ransom."
    told = [first.format("mayor Jon Rusk"), first.format("the Red Cross") + denial]
    book = Book(tell(*told))
    event = main_event(book, book.account.stories[0].id)
    assert event is not None
    assert event_verdict(book, event.id) is Verdict.CONTRADICTED
    assert event_verdict(book, event.id) is not Verdict.AGREED


def test_one_report_corroborates_nothing(tell: Callable[..., Account]) -> None:
    two = Book(
        tell(
            "Fire in Velmar\n\n4 June 2020\n\nA fire destroyed the market of Velmar on Wednesday, mayor Ana Toth said. "
            "A fire destroyed the market of Velmar on Wednesday, the interior ministry of Hungary said."
        )
    )
    for event in two.account.events:
        assert two.event_bounds(event.id).lower <= 1


def test_a_line_is_one_whole_sentence_about_its_event(book: Book) -> None:
    story = book.account.stories[0].id
    for event in printed(book, story):
        span = telling(book, event)
        assert span is not None
        if event != main_event(book, story):
            assert reads_alone(book, span)
            assert heads(book, event, span) >= (len(book.docs(book.telling_claims(event.id))) < 2)
    told = {telling(book, e) for e in printed(book, story)}
    for line in compose_brief(Desk(book, story, "")).sentences:
        assert all(piece.quote.span in told for piece in line.run if isinstance(piece, Cite))


@pytest.mark.parametrize(
    ("words", "alone"),
    [
        ("A ferry with 60 people on board sank off Lorvik on Tuesday night, killing nine of them", True),
        ("After the ferry sank, a school in the town was closed", True),
        ("Flags flew at half-mast", False),  # too short to say where or for whom
        ("Ferry sinks off Lorvik", False),  # a headline is no sentence
    ],
)
def test_a_sentence_that_stands_alone_is_whole_and_long_enough(book: Book, words: str, alone: bool) -> None:
    [report] = [r.document for r in book.account.readings if words in r.document.text]
    start = report.text.index(words)
    end = start + len(words) if not words.endswith("them") else report.text.index(" said. Harbour") + 5
    assert reads_alone(book, Span(report.id, start, end)) is alone


def test_what_after_opens_is_told_by_the_way(book: Book, ferry: Event) -> None:
    words = "After the ferry sank, a school in the town was closed"
    [report] = [r.document for r in book.account.readings if words in r.document.text]
    start = report.text.index(words)
    assert heads(book, ferry, Span(report.id, start, start + len(words))) < 1


@pytest.mark.parametrize("before", ["LORVIK (Coast Wire) — ", "- ", "(CW) "])
def test_a_sentence_is_printed_without_its_dateline(tell: Callable[..., Account], before: str) -> None:
    words = "A ferry with 60 people on board sank off Lorvik on Tuesday night, killing nine of them"
    book = Book(tell(f"Lorvik mourns\n\n8 May 2019\n\n{before}{words}, police said."))
    told = [book.quote(s) for e in book.account.events if (s := telling(book, e))]
    assert any(t.startswith(words) for t in told)


def test_the_morning_of_a_place_is_no_other_hours_in_the_zone_of_its_story(book: Book) -> None:
    other = Book(book.account)
    other.zones = {other.account.stories[0].id: "+05:00"}
    dawn = Interval("2019-05-08T04:00+02:00", "2019-05-08T08:00+02:00", "part of day", zone="+02:00")
    assert other.local(dawn, other.account.stories[0].id) == dawn
    assert interval_text(dawn, "2019") == "8 May, dawn"


def test_what_two_reports_tell_has_a_card_only_by_a_sentence_that_it_begins(book: Book, ferry: Event) -> None:
    words = "After the ferry sank, a school in the town was closed"
    [report] = [r.document for r in book.account.readings if words in r.document.text]
    start = report.text.index(words)
    other = Book(book.account)
    assert len(other.docs(other.telling_claims(ferry.id))) > 1
    assert unfit(other, ferry) is None
    other.tellings[ferry.id] = Span(report.id, start, start + len(words))
    assert unfit(other, ferry) == "unsettled no sentence"


@pytest.mark.parametrize(
    ("words", "begins"),
    [
        ("On Tuesday night, in front of the old harbour of Lorvik, a ferry with 60 people sank", 1),
        ("Hours behind the last train and after the ferry sank, a school in the town was closed", 0),
        ("The owner of the line, whose largest ferry sank, lives in Lorvik", 0),
    ],
)
def test_opening_words_that_tell_nothing_begin_with_the_clause_behind_them(
    tell: Callable[..., Account], words: str, begins: int
) -> None:
    book = Book(tell(f"Lorvik\n\n8 May 2019\n\n{words}, police said. Divers searched for the ferry that sank."))
    [reading] = book.account.readings
    start = reading.document.text.index(words)
    span = Span(reading.document.id, start, start + len(words))
    [sank] = [m for m in book.mentions_in(span) if book.quote(m.trigger) == "sank"]
    event = book.events[book.event_of_mention[sank.id]]
    assert max(heads(book, event, span), 0) == begins


def test_one_deed_of_one_doer_in_one_town_on_one_day_has_one_card(book: Book, ferry: Event) -> None:
    assert ferry.when is not None
    bare = replace(ferry, agents=("coast guard",), places=(Located("gn:1", PlaceRole.VENUE),))
    town = Place("gn:1", "Lorvik", "town", 60.0, 5.0, "NO", precision=Precision.TOWN)
    again, elsewhere = replace(bare, id="a"), replace(bare, id="b", places=(Located("gn:2", PlaceRole.VENUE),))
    later, other = (
        replace(bare, id="c", when=Interval("2019-05-09", "2019-05-09")),
        replace(bare, id="d", agents=("x",)),
    )
    events = (bare, again, elsewhere, later, other)
    made = Book(replace(book.account, events=events, places=(town, replace(town, id="gn:2"))))
    assert [one_deed(made, e, bare) for e in events[1:]] == [True, False, False, False]


def test_one_sentence_in_two_wordings_has_one_card(tell: Callable[..., Account]) -> None:
    words = "Divers looked for the captain of the sunken {} under the old pier of Lorvik harbour until midnight."
    told = tell(
        f"Lorvik\n\n8 May 2019\n\nA ferry sank off Lorvik on Tuesday, police said. {words.format('ferry')}",
        f"Lorvik\n\n8 May 2019\n\nA ferry sank off Lorvik on Tuesday, police said. {words.format('vessel')}",
    )
    book = Book(told)
    at = [Span(r.document.id, i, r.document.text.index("midnight") + 8) for r in told.readings for i in [_divers(r)]]
    first, second = told.events[0], replace(told.events[0], id="again", type="AID")
    book.tellings.update({first.id: at[0], second.id: at[1]})
    assert told_twice(book, first, second)
    book.tellings[second.id] = Span(at[1].doc, at[1].start - 55, at[1].start)
    assert not told_twice(book, first, second)


def _divers(reading: Reading) -> int:
    return reading.document.text.index("Divers")


def test_what_is_told_not_to_have_happened_is_denied_only_by_somebody(book: Book, ferry: Event) -> None:
    undone = replace(ferry, status=Status.DENIED)
    other = Book(replace(book.account, events=tuple(undone if e is ferry else e for e in book.account.events)))
    assert event_status(other, ferry.id) == "told not to have happened"


def test_hours_are_printed_where_a_clause_of_the_event_gives_them(tell: Callable[..., Account]) -> None:
    told = tell("Fire in Brno\n\n4 May 2021\n\nA warehouse in Brno burned down at 5:10 a.m. on Monday, police said.")
    [event] = [e for e in told.events if e.when and "T" in (e.when.start or "")]
    book = Book(told)
    assert own_hours(book, event)
    assert "05:10" in event_when(book, event.id)
    bare = replace(told, readings=tuple(_untimed(r) for r in told.readings))
    assert not own_hours(Book(bare), event)
    assert "05:10" not in event_when(Book(bare), event.id)


def _untimed(reading: Reading) -> Reading:
    return replace(reading, mentions=tuple(replace(m, times=()) for m in reading.mentions))


def test_one_deed_is_told_by_the_doer_of_its_sentence_too(tell: Callable[..., Account]) -> None:
    words = "Mill stormed\n\n{} May 2021\n\nThe army of Hungary stormed {} mill in Brno on Monday, killing two men."
    told = tell(words.format(4, "a"), words.format(5, "the"))
    [stormed] = [e for e in told.events if len({m.partition(":")[0] for m in e.mentions}) > 1]
    split = [
        replace(stormed, id=doc, agents=(), mentions=tuple(m for m in stormed.mentions if m.startswith(doc)))
        for doc in (r.document.id for r in told.readings)
    ]
    book = Book(replace(told, events=tuple(split)))
    assert one_deed(book, *split)
    nobody = Book(replace(told, events=tuple(split), readings=tuple(_undone(r) for r in told.readings)))
    assert not one_deed(nobody, *split)


def _undone(reading: Reading) -> Reading:
    return replace(reading, mentions=tuple(replace(m, agents=()) for m in reading.mentions))


def test_a_second_telling_of_the_main_event_has_no_card(book: Book, ferry: Event) -> None:
    again = replace(ferry, id=f"{ferry.id}x", parent=ferry.id)
    other = Book(replace(book.account, events=(*book.account.events, again)))
    other.tellings[again.id] = telling(book, ferry)
    assert unfit(other, again) in ("unsettled told again", "unsettled no sentence")
    assert again not in printed(other, ferry.story)


def test_what_names_other_towns_stands_under_no_card(tell: Callable[..., Account]) -> None:
    told = Book(
        tell(
            "Missiles strike Poltava\n\n5 March 2023\n\n"
            "Four missiles struck Poltava on Saturday, the air force said.\n\n"
            "The army withdrew its troops from Lysychansk on Saturday, the general staff said."
        )
    )
    at = {told.places[p.place].name: e for e in told.account.events for p in e.places}
    strike = at["Poltava"]
    for event in told.account.events:
        span = telling(told, event)
        if span and "Lysychansk" in told.quote(span):
            assert set_elsewhere(told, event, strike)
    assert not set_elsewhere(told, strike, strike)


def test_of_what_nothing_is_sure_its_own_words_are_printed(book: Book, ferry: Event) -> None:
    bare = replace(ferry, type="AID", mode=None, places=(), when=None)
    other = Book(replace(book.account, events=tuple(bare if e is ferry else e for e in book.account.events)))
    assert event_title(other, ferry.id) == "Lorvik, “sank off Lorvik on Tuesday”, reported 8 May"
    assert event_kind(other, ferry.id) == "“sank off Lorvik on Tuesday”"
    assert event_when(other, ferry.id) == "reported 8 May"


def test_what_its_sentence_names_as_its_place_is_printed_though_no_place_is_sure(tell: Callable[..., Account]) -> None:
    told = tell("Fire in Brno\n\n4 May 2021\n\nA fire destroyed a warehouse in Brno on Monday, killing two men.")
    event = next(e for e in told.events if e.places)
    unsure = replace(event, why=(Settled("places", "stated", (), 0.1),))
    assert place_words(Book(replace(told, events=(unsure,))), unsure) == "Brno"


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("Five men were put over the border at Amdalla on Monday, police said.", "Amdalla"),
        (
            "Petrol bombs were thrown at the police station of Exarka on Monday, police said.",
            "police station of Exarka",
        ),
        ("Two men were shot near the Lolo cemetery on Monday.", "near the Lolo cemetery"),
        ("Two guards were shot dead at a checkpoint on Monday.", "checkpoint"),
        ("Two guards were shot on account of Amdalla, on Monday.", ""),
        ("Two guards were shot in front of Congress on Monday.", ""),
        ("Two guards were shot dead in March, police said.", ""),
        ("Two guards were shot dead on Monday, police said in Amdalla.", ""),
    ],
)
def test_what_stands_behind_a_preposition_of_place_is_printed_as_the_place(
    tell: Callable[..., Account], words: str, place: str
) -> None:
    told = tell(f"Five reported\n\n4 May 2021\n\n{words}")
    event = main_event(book := Book(told), told.stories[0].id)
    assert event is not None
    bare = replace(event, places=())
    found = told_place(Book(replace(told, events=(bare,), readings=tuple(_unplaced(r) for r in told.readings))), bare)
    assert (book.quote(found) if found else "") == place


def _unplaced(reading: Reading) -> Reading:
    return replace(reading, mentions=tuple(replace(m, places=()) for m in reading.mentions))


def test_a_place_that_the_sentence_does_not_name_yields_to_one_that_it_names(tell: Callable[..., Account]) -> None:
    told = tell(
        "Fire in Brno\n\n4 May 2021\n\nSpecialists shot a bomb apart in Agda station on Monday, killing two men."
    )
    event = main_event(book := Book(told), told.stories[0].id)
    assert event is not None
    [brno] = [p for p in told.places if p.name == "Brno"]
    lent = replace(event, places=(Located(brno.id, PlaceRole.TARGET, inferred=True),), why=())
    silent = tuple(_unplaced(r) for r in told.readings)
    other = Book(replace(told, events=tuple(lent if e is event else e for e in told.events), readings=silent))
    assert sure_place(other, lent, brno)
    assert place_words(other, lent) == "Agda station"
    assert book.quote(telling(other, lent) or Span("", 0, 0)).startswith("Specialists")


def test_of_several_days_that_of_the_verb_is_printed(tell: Callable[..., Account]) -> None:
    told = tell("Brno\n\n8 May 2021\n\nThe mine, due to shut on 3 May, was closed in Brno on 6 May, police said.")
    book, [reading] = Book(told), told.readings
    event = next(e for e in told.events for i in e.mentions if book.quote(book.mentions[i].trigger) == "closed")
    [closed] = [m for m in reading.mentions if m.id in event.mentions and book.quote(m.trigger) == "closed"]
    times = tuple(replace(t, attached=closed.trigger) if book.quote(t.span) == "6 May" else t for t in reading.times)
    both = replace(closed, times=tuple(t.span for t in times if book.quote(t.span).endswith(" May")))
    reading = replace(reading, times=times, mentions=(both,))
    for day, sure in (("2021-05-03", False), ("2021-05-06", True)):
        dated = replace(event, mentions=(both.id,), when=Interval(day, day))
        other = Book(replace(told, events=(dated,), readings=(reading,)))
        assert sure_day(other, dated) == sure
        silent = replace(reading, mentions=(replace(both, times=()),))
        assert sure_day(Book(replace(told, events=(dated,), readings=(silent,))), dated) == sure


def test_the_hour_of_an_entry_is_no_part_of_its_sentence(tell: Callable[..., Account]) -> None:
    told = tell("Live: Brno\n\n4 May 2021\n\n10:15 Soldiers fired into a crowd in Brno, police say.")
    event = next(e for e in told.events if e.type == "ASSAULT")
    span = telling(book := Book(told), event)
    assert span is not None
    assert book.quote(span).startswith("Soldiers")


def test_what_nobody_dates_lies_between_the_main_event_and_the_report(tell: Callable[..., Account]) -> None:
    told = tell(
        "Ferry sinks off Lorvik\n\n8 May 2019\n\nA ferry sank off Lorvik on Tuesday, killing nine of its passengers. "
        "Fishermen pulled eleven of the passengers out of the water, the coast guard said."
    )
    book, story = Book(told), told.stories[0].id
    main = main_event(book, story)
    assert main is not None
    rescue = next(e for e in told.events if e is not main and e.type == "RESCUE")
    bare = replace(rescue, when=None, status=Status.HAPPENED)

    def bounded(event: Event) -> tuple[str, str]:
        other = Book(replace(told, events=tuple(event if e is rescue else e for e in told.events)))
        return event_day(other, event.id), event_notes(other, event.id)

    assert bounded(bare) == ("7–8 May", "between the main event and its report")
    assert bounded(replace(bare, status=Status.PLANNED)) == ("date not stated", "")
    assert event_day(book, main.id) == "7 May", "the main event bounds others, not itself"


def test_a_card_without_a_sure_day_says_when_it_was_reported_and_its_words_for_the_time(
    book: Book, ferry: Event
) -> None:
    bare = replace(ferry, when=None)
    other = Book(replace(book.account, events=tuple(bare if e is ferry else e for e in book.account.events)))
    [row] = when_rows(Desk(other, ferry.story, ""), bare)
    reported, said = row.run
    assert isinstance(reported, Derived)
    assert isinstance(said, Cite)
    assert (spell(other, reported), other.quote(said.quote.span)) == ("reported 8 May", "Tuesday night")


def test_what_was_called_off_is_called_so_and_not_dated_before_its_report(tell: Callable[..., Account]) -> None:
    told = tell(
        "Brno\n\n5 May 2021\n\nA march of miners in Brno that was set for Monday has been called off, police said."
    )
    event = next(e for e in told.events if e.status is Status.DENIED)
    book = Book(told)
    assert "told not to have happened" in event_title(book, event.id)
    past, day = (replace(event, when=Interval(d, d)) for d in ("2021-05-03", "2021-05-05"))
    assert [sure_day(Book(replace(told, events=(e,))), e) for e in (past, day)] == [False, False]


def test_what_opens_a_number_of_weeks_after_tells_it_by_the_way(tell: Callable[..., Account]) -> None:
    words = "Three weeks after the ferry sank off Lorvik, the coast guard searched the bay for its captain"
    told = tell(f"Lorvik\n\n8 May 2019\n\n{words}.\n\nThe ferry sank off Lorvik on 17 April.")
    book, doc = Book(told), told.readings[0].document
    at = doc.text.index(words)
    span = Span(doc.id, at, at + len(words))
    sank = next(e for e in told.events for m in told_in(book, e, span) if book.quote(m.trigger) == "sank")
    assert heads(book, sank, span) < 1


def test_the_main_event_is_called_as_another_report_calls_it(book: Book, ferry: Event) -> None:
    span = telling(book, ferry)
    assert span is not None
    silent = tuple(
        replace(r, mentions=tuple(m for m in r.mentions if not span.covers(m.trigger))) for r in book.account.readings
    )
    other = Book(replace(book.account, readings=silent))
    other.tellings[ferry.id] = span
    assert not told_here(other, ferry)
    assert kind_word(other, ferry) == "ship accident"


def test_what_is_very_surely_worth_a_card_has_one_without_a_sentence_of_its_own(book: Book) -> None:
    story = book.account.stories[0].id
    for score, carded in ((0.84, False), (0.9, True)):
        events = tuple(replace(e, score=score, shown=True) for e in book.account.events)
        other = Book(replace(book.account, events=events))
        lone = [e for e in other.account.events if unfit(other, e) == "unsettled no sentence"]
        assert lone
        assert any(e in printed(other, story) for e in lone) is carded


def test_a_plan_is_printed_where_a_clause_surely_plans_it(tell: Callable[..., Account]) -> None:
    told = tell(
        "Talks\n\n4 May 2021\n\nMinister Jan Dvorak met the union in Brno on Monday. "
        "The minister and the union will meet again in Prague on Friday, the ministry said."
    )
    [row] = told.calendar
    for score, clear, printed_too in ((0.9, 0.9, True), (0.3, 0.9, False), (0.9, 0.5, False)):
        events = tuple(replace(e, score=score) if e.id == row.event else e for e in told.events)
        [reading] = told.readings
        marked = replace(reading, mentions=tuple(replace(m, score=clear) for m in reading.mentions))
        book = Book(replace(told, events=events, readings=(marked,)))
        rows = compose_calendar(Desk(book, told.stories[0].id, ""))
        assert bool(rows) is printed_too


def test_a_line_whose_sentence_has_no_date_says_its_day(tell: Callable[..., Account]) -> None:
    for words, remark in (("on Monday", ["3 May"]), ("on 3 May 2021", [])):
        told = tell(f"Fire in Brno\n\n4 May 2021\n\nA fire destroyed a large warehouse in Brno {words}, police said.")
        book, story = Book(told), told.stories[0].id
        [event] = [e for e in told.events if e.id == told.stories[0].main]
        assert [spell(book, p) for p in dated(Desk(book, story, ""), event)] == remark
        lead = compose_brief(Desk(book, story, "")).lead
        assert lead is not None
        assert lead.remark == (), "a sure day stands in the title"


def test_a_figure_that_was_replaced_is_followed_by_the_one_in_its_place(tell: Callable[..., Account]) -> None:
    told = tell(
        "Ferry sinks off Lorvik\n\n8 May 2019\n\nNine people died when a ferry sank off Lorvik on Tuesday night.",
        "Lorvik mourns\n\n9 May 2019\n\nEleven people died when a ferry sank off Lorvik on Tuesday night.",
    )
    for words, older in (("Nine people", ["killed"]), ("Eleven people", [])):
        book = Book(told)
        event = main_event(book, told.stories[0].id)
        [text] = [r.document for r in told.readings if words in r.document.text]
        assert event is not None
        book.tellings[event.id] = Span(text.id, text.text.index(words), len(text.text) - 1)
        assert [s.fate for s in outgrown(book, event)] == older


def test_how_many_were_affected_leads_nothing_that_one_report_of_three_says(tell: Callable[..., Account]) -> None:
    told = tell(*FERRY, FERRY[0].replace("8 May", "10 May").replace("Ferry sinks", "Boat sinks"))
    event = main_event(Book(told), told.stories[0].id)
    assert event is not None
    [killed] = [s for s in told.series if s.fate == "killed" and s.event == event.id and s.population is None]
    assert len(Book(told).tellers(event.id)) == 3
    for spread in (1, 2):
        docs = [r.document.id for r in told.readings][:spread]
        value = replace(killed.values[killed.latest[0]], evidence=tuple(Span(d, 0, 5) for d in docs))
        series = replace(killed, fate="affected", values=(value,), latest=(0,), rivals=())
        assert bool(telling_series(Book(replace(told, series=(series,))), event.id)) is (spread > 1)


def test_a_sentence_tells_one_card_only(book: Book, ferry: Event) -> None:
    spans = [telling(book, e) for e in printed(book, ferry.story)]
    assert len(spans) == len(set(spans))


@pytest.mark.parametrize(
    ("words", "alone"),
    [
        ("Rescuers searched the bay off Lorvik for two hours on Tuesday night.", True),
        ("A number of people are dead and sadly we can say no more of it now.", False),
        ("Police in Lorvik have searched the house of the captain today, they said.", False),
        ("A US ship searched the bay off Lorvik for two hours on Tuesday night.", True),
        ('The captain of the ferry left the court on Friday and said "we can say no more today".', True),
        ("Police searched the house of the captain in Lorvik that night, they said.", False),
        ("The same man was led out of the courtroom in Lorvik on Friday.", False),
        ("The captain of the ferry leaves the courtroom in Lorvik, Norway, May 10, 2019.", False),
        ("The captain of the ferry left the courtroom in Lorvik on May 10, 2019.", True),
    ],
)
def test_words_of_a_speaker_or_of_one_day_do_not_stand_alone(
    tell: Callable[..., Account], words: str, alone: bool
) -> None:
    account = tell(f"Lorvik\n\n8 May 2019\n\nA ferry sank off Lorvik on Tuesday. {words}")
    book, text = Book(account), account.readings[0].document.text
    at = text.index(words)
    assert reads_alone(book, Span(account.readings[0].document.id, at, at + len(words))) == alone


def test_a_first_attack_is_not_one_with_firearms(tell: Callable[..., Account]) -> None:
    told = tell("Attack on Brno\n\n4 May 2021\n\nBandits attacked a warehouse in Brno on Monday for the first time.")
    event = next(e for e in told.events if e.type == "ASSAULT")
    assert kind_word(Book(told), replace(event, mode="firearms")) == "attack"
