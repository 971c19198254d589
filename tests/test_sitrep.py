"""What the report chooses: pieces only, sentences by importance, verbs and counts by rule."""

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from opensitrep.derive.book import Book
from opensitrep.derive.names import unit_text
from opensitrep.derive.parties import named_doers, tells_doer
from opensitrep.derive.phrases import counts_text, day_text, days_text, interval_text, range_text, word, zone_text
from opensitrep.derive.pieces import (
    Call,
    Cite,
    Derived,
    Fixed,
    Quote,
    ids_text,
    plain,
    span_text,
    text_ids,
    text_span,
    walk,
)
from opensitrep.derive.rules import RULES, recompute, spell
from opensitrep.derive.wording import wording
from opensitrep.model import About, Account, Act, Bounds, Interval, Precision, Span, State, Status, Verdict
from opensitrep.page.brief import told_on
from opensitrep.page.desk import Desk
from opensitrep.page.sitrep import Sitrep, compose
from opensitrep.page.timeline import NAME, PHONE, ticks
from opensitrep.text.words import data_bytes, load

REPORTS = (
    "Quake kills dozens in Adana\n\n7 February 2023\n\n"
    "An earthquake hit Adana on Monday, killing at least 20 people, governor Selim Kaya said on Twitter.\n\n"
    "The health ministry said aid would arrive in Adana on Wednesday.",
    "Adana toll\n\n7 February 2023\n\n"
    "The earthquake in Adana on Monday killed 35 people, the interior ministry said. "
    "The ministry did not say how many people were missing.",
    "Rescue goes on\n\n7 February 2023\n\n"
    "Governor Selim Kaya said at least 20 people were killed by the earthquake in Adana on Monday.",
)


@pytest.fixture(scope="module")
def account(tell: Callable[..., Account]) -> Account:
    return tell(*REPORTS)


@pytest.fixture(scope="module")
def sitrep(account: Account) -> Sitrep:
    return compose(Book(account))


def leaves(thing: object) -> Iterator[object]:
    if is_dataclass(thing) and not isinstance(thing, type | Quote | Derived | Fixed):
        for field in fields(thing):
            yield from leaves(getattr(thing, field.name))
    elif isinstance(thing, tuple):
        for part in thing:
            yield from leaves(part)
    else:
        yield thing


def test_a_report_is_made_of_pieces_anchors_and_positions_only(sitrep: Sitrep) -> None:
    assert {type(leaf) for leaf in leaves(sitrep)} <= {Quote, Derived, Fixed, str, int, float, bool, type(None)}


def test_strings_of_a_report_are_anchors_styles_and_paths(sitrep: Sitrep) -> None:
    for text in plain(sitrep):
        assert (
            " " not in text
            or text in ("at least", "up to", "open start", "open end", "date line", "url line")
            or text[0] == "M"
        )


def test_every_piece_can_be_spelled_again(account: Account, sitrep: Sitrep) -> None:
    book = Book(account)
    pieces = list(walk(sitrep))
    assert pieces
    for piece in pieces:
        assert isinstance(spell(book, piece), str)
        if isinstance(piece, Derived):
            assert recompute(account, piece.rule, *piece.of) == spell(book, piece)


def test_every_quotation_is_a_span_of_its_report(account: Account, sitrep: Sitrep) -> None:
    texts = {r.document.id: r.document.text for r in account.readings}
    for piece in walk(sitrep):
        if isinstance(piece, Quote):
            assert texts[piece.span.doc][piece.span.start : piece.span.end].strip()


def test_every_key_and_rule_used_exists(sitrep: Sitrep) -> None:
    for piece in walk(sitrep):
        if isinstance(piece, Fixed):
            assert piece.key in wording().text
        elif isinstance(piece, Derived):
            assert piece.rule in RULES


def test_the_brief_has_a_lead_and_at_most_seven_lines_each_with_its_counts(sitrep: Sitrep) -> None:
    [story] = sitrep.stories
    assert story.brief.lead is not None
    assert len(story.brief.sentences) <= 7
    for sentence in (story.brief.lead, *story.brief.sentences):
        assert sentence.counts.rule.endswith("counts")
        assert any(isinstance(i, Cite) for i in sentence.run)


def test_no_sentence_of_a_report_stands_in_two_lines(account: Account, sitrep: Sitrep) -> None:
    [story] = sitrep.stories
    lines = story.brief.lines
    spans = [i.quote.span for line in lines for i in line.run if isinstance(i, Cite)]
    assert not [(a, b) for n, a in enumerate(spans) for b in spans[:n] if a.meets(b)]


def test_the_title_is_place_happening_and_day(account: Account, sitrep: Sitrep) -> None:
    [story] = sitrep.stories
    [words] = [spell(Book(account), p) for p in walk(story.title)]
    assert re.fullmatch(r"Adana, earthquake, \d February 2023", words)


def test_the_lead_gives_the_latest_toll_with_its_day_and_claimant(account: Account, sitrep: Sitrep) -> None:
    [story] = sitrep.stories
    assert story.brief.lead is not None
    rules = [p.rule for p in walk(story.brief.lead.run) if isinstance(p, Derived)]
    assert {"series toll", "series source"} <= set(rules)


def test_footnotes_are_numbered_in_the_order_of_the_brief(sitrep: Sitrep) -> None:
    [story] = sitrep.stories
    called = [i.number.of[0] for s in story.brief.lines for i in s.run if isinstance(i, Cite | Call)]
    assert list(dict.fromkeys(called)) == [n.number.of[0] for n in story.brief.footnotes]


def test_the_order_of_the_reports_makes_no_difference(tell: Callable[..., Account], sitrep: Sitrep) -> None:
    assert compose(Book(tell(*REPORTS))) == sitrep


@pytest.mark.parametrize(
    ("reports", "lower", "upper", "words"),
    [(4, 1, 1, "4 reports, 1 origin"), (1, 1, 1, "1 report, 1 origin"), (3, 3, 4, "3 reports, 3–4 origins")],
)
def test_counts_name_reports_first_then_origins(reports: int, lower: int, upper: int, words: str) -> None:
    assert counts_text(reports, Bounds(lower, upper)) == words


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (20, 20, "20"),
        (45, 48, "45–48"),
        (24, None, "at least 24"),
        (None, 80, "up to 80"),
        (1400, None, "at least 1,400"),
    ],
)
def test_ranges_keep_their_open_side(low: float | None, high: float | None, words: str) -> None:
    assert range_text(low, high) == words


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2022-06-25", "2022-06-25", "25 June"),
        ("2022-06-24", "2022-06-26", "24–26 June"),
        ("2022-06-30", "2022-07-01", "30 June – 1 July"),
        ("2021-12-31", "2022-01-02", "31 December 2021 – 2 January"),
        ("2022-06-26", None, "from 26 June"),
        (None, "2022-06-25", "until 25 June"),
        ("2022-06", "2022-06", "June 2022"),
        ("2020", "2020", "2020"),
        ("2022-06-25T04:30+03:00", "2022-06-25T05:30+03:00", "25 June, about 05:00"),
        ("2022-06-25T04:00+03:00", "2022-06-25T09:00+03:00", "25 June, 04:00–09:00"),
        ("2022-06-24T22:00+03:00", "2022-06-26T00:00+03:00", "24 June, 22:00 – 25 June, 24:00"),
        (None, None, "date not stated"),
    ],
)
def test_intervals_are_told_as_stated(start: str | None, end: str | None, words: str) -> None:
    assert interval_text(Interval(start, end, zone="+03:00"), "2022") == words


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2022-06-25T06:00+03:00", "2022-06-25T12:00+03:00", "25 June, morning"),
        ("2022-06-25T22:00+03:00", "2022-06-26T06:00+03:00", "25–26 June, night"),
        ("2022-06-25T18:00+03:00", "2022-06-26T00:00+03:00", "25 June, late"),
        ("2022-06-25T06:30+03:00", "2022-06-25T12:30+03:00", "25 June, 06:30–12:30"),  # of another zone: as it is
    ],
)
def test_a_part_of_the_day_is_told_by_its_name(start: str, end: str, words: str) -> None:
    assert interval_text(Interval(start, end, "part of day", zone="+03:00"), "2022") == words


def test_the_parts_of_a_day_that_are_read_have_names() -> None:
    table = tomllib.loads(data_bytes("en/day_parts.toml").decode())["parts"]
    hours = {f"{a % 24:02}:00–{b if b == 24 else b % 24:02}:00" for a, b in table.values()}
    assert hours == set(wording().parts)


def test_days_of_another_year_carry_it() -> None:
    assert day_text(date(2021, 5, 3), "2022") == "3 May 2021"
    assert days_text(date(2021, 5, 3), date(2021, 5, 4), "2022") == "3–4 May 2021"
    assert (zone_text("+03:00"), zone_text("-04:30"), zone_text(None)) == ("UTC+3", "UTC−4:30", "UTC")


def test_ids_and_spans_survive_an_attribute() -> None:
    assert text_ids(ids_text(("a b", "c:1-2", "ü/x", ""))) == ("a b", "c:1-2", "ü/x", "")
    assert text_span(span_text(Span("ab12", 3, 9))) == Span("ab12", 3, 9)


def test_every_value_of_the_closed_lists_has_its_word() -> None:
    words = wording()
    tables = (("precision", Precision), ("status", Status), ("sign", Verdict), ("about", About), ("state", State))
    for table, values in (*tables, ("side", Act), ("legend", Verdict)):
        assert {f"{table} {v.value}" for v in values} <= set(words.text)
    shapes = {k.shape for k in words.kinds.values()}
    assert {f"shape {s}" for s in shapes} <= set(words.text)


def test_every_kind_of_deed_of_the_codebook_has_a_word_and_a_shape() -> None:
    kinds = wording().kinds
    for table in load("codes/plover.toml", dict[str, dict[str, object]]).values():
        assert set(table) <= set(kinds)


def test_a_value_nobody_has_a_word_for_is_shown_as_it_is() -> None:
    assert word("outcome", "adjourned") == "adjourned"
    assert word("outcome", "open") == "open"


def test_every_unit_has_a_word_on_the_page() -> None:
    units = load("en/units.toml", dict)
    kinds = ("nouns", "people", "fates", "subject_fates", "verb_units")
    assert [u for kind in kinds for u in units[kind] if not unit_text(u, 2)] == []
    assert unit_text("UAH", 2) == "UAH"


def test_every_fixed_string_is_used() -> None:
    folder = Path(__file__).parents[1] / "src" / "opensitrep"
    files = [
        f for room in ("derive", "page", "forms") for end in ("*.py", "*.html") for f in (folder / room).rglob(end)
    ]
    source = "".join(f.read_text("utf-8") for f in files)
    lists = ("status ", "origin ", "interest ", "outcome ", "precision ", "sign ", "nav ", "state ", "side ", "about ")
    more = ("lead ", "match ", "map worldview ", "legend ", "column ")
    built = (*lists, *more, "shape ", "they ", "MEDIA", "NEUTRAL", "WEST", *(v.value for v in Verdict))
    for key in wording().text:
        assert key.startswith(built) or f'"{key}"' in source or f"'{key}'" in source, key


def test_the_toll_of_a_disaster_comes_first_with_its_question(tell: Callable[..., Account]) -> None:
    told = tell(
        "Dam fails\n\n7 February 2023\n\nThe mayor of Adana asked the government for help on Tuesday. "
        "A flood in Adana on Monday killed 31 people, the interior ministry said.",
        "Flood\n\n7 February 2023\n\nThe flood in Adana on Monday killed 31 people, officials said.",
    )
    [story] = compose(Book(told)).stories
    words = [spell(Book(told), p) for p in walk((story.brief.lead, story.brief.sentences[:1]))]
    assert any("Adana" in w for w in words)
    assert any("31" in w for w in words)


def test_a_line_quotes_at_most_three_times(sitrep: Sitrep) -> None:
    for sentence in sitrep.stories[0].brief.sentences:
        assert len([i for i in sentence.run if isinstance(i, Cite)]) <= 3


def test_every_event_stands_on_the_page_once(account: Account, sitrep: Sitrep) -> None:
    [story] = sitrep.stories
    cards = [c.anchor for c in story.cards]
    inside = [e.anchor for c in story.cards for g in c.groups for e in g.events]
    folded = [e.anchor for e in (*story.folded.background, *story.folded.reactions, *story.folded.unsettled)]
    anchors = [*cards, *inside, *folded]
    assert len(anchors) == len(set(anchors)) == len(account.events)


def test_what_has_no_card_has_a_reason(sitrep: Sitrep) -> None:
    assert all(e.note is not None for e in sitrep.stories[0].folded.unsettled)


def test_a_toll_tells_the_latest_value_first_and_a_replaced_one_folded(tell: Callable[..., Account]) -> None:
    told = tell(
        "Quake\n\n7 February 2023\n\nThe earthquake in Adana on Monday killed 20 people, the interior ministry said.",
        "Toll rises\n\n9 February 2023\n\n"
        "The earthquake in Adana on Monday killed 35 people, the interior ministry said on Thursday.",
    )
    book = Book(told)
    tolls = [t for s in compose(Book(told)).stories for e in s.tolls for t in (*e.tolls, *e.more)]
    for toll in tolls:
        series = next(s for s in told.series if desk_anchor(book, s.id) == toll.anchor)
        days = [series.values[int(r.figure.of[1])].as_of or "" for r in toll.rows]
        assert days == sorted(days, reverse=True)
        assert all(r.state is not None for r in toll.earlier)


def desk_anchor(book: Book, series: str) -> str:
    """The anchor of a figure on the page of an only story."""
    return f"f{book.ordinal('series', series)}"


def test_the_same_words_stand_once_in_a_row_of_a_card(account: Account, sitrep: Sitrep) -> None:
    book = Book(account)
    for card in sitrep.stories[0].cards:
        for row in card.rows:
            if row.label.key in ("who", "whom", "what", "when row"):
                said = [" ".join(book.quote(i.quote.span).casefold().split()) for i in row.run if isinstance(i, Cite)]
                assert len(said) == len(set(said))


def test_a_story_without_a_place_is_named_by_its_headline(tell: Callable[..., Account]) -> None:
    told = tell("Union calls off its strike again\n\nThe union said on Monday that it would call off the strike.\n")
    [story] = compose(Book(told)).stories
    assert isinstance(story.title[0], Quote)
    assert Book(told).quote(story.title[0].span).startswith("Union calls off")


def test_a_few_words_are_shown_with_their_sentence(tell: Callable[..., Account]) -> None:
    told = tell("3 May 2024\n\nPolice came. The agency, which runs the port, refused to pay. Ships left.\n")
    book = Book(told)
    text = told.readings[0].document.text
    start = text.index("refused")
    found = book.sentence(Span(told.readings[0].document.id, start, start + 7), 90)
    assert book.quote(found) == "The agency, which runs the port, refused to pay."


def test_a_lead_whose_words_name_the_doer_does_not_call_it_not_settled(tell: Callable[..., Account]) -> None:
    account = tell(
        "Russian troops took Sievierodonetsk on Saturday, the mayor said.",
        "Ukrainian troops took Sievierodonetsk on Saturday, the army said.",
    )
    book = Book(account)
    told = [(e, m) for e in account.events for i in e.mentions if (m := book.mentions[i]).agents]
    assert told
    for event, mention in told:
        settled = bool(named_doers(book, event))
        assert tells_doer(book, event, mention.span) is (not settled)
        assert not tells_doer(book, event, mention.trigger)


def test_a_figure_that_another_report_may_have_followed_bears_the_day_of_its_report(
    tell: Callable[..., Account],
) -> None:
    told = tell(
        "Flood in Brno\n\n5 May 2021\n\nAt least 14 people died in a flood in Brno on Monday, 3 May, police said.",
        "Brno\n\n9 May 2021\n\nThe river fell on Sunday.",
    )
    book = Book(told)
    event = next(e for e in told.events if e.type == "DISASTER")
    desk = Desk(book, event.story, "")
    assert [spell(book, piece) for piece in told_on(desk, event)] == ["reported 5 May"]
    alone = tell("Flood in Brno\n\n5 May 2021\n\nAt least 14 people died in a flood in Brno on Monday, police said.")
    event = next(e for e in alone.events if e.type == "DISASTER")
    assert told_on(Desk(Book(alone), event.story, ""), event) == ()


@pytest.mark.parametrize("days", range(1, 41))
def test_names_of_days_never_overprint_one_another_or_the_edge(account: Account, days: int) -> None:
    begin = datetime(2023, 2, 1, tzinfo=UTC)
    found = [
        t for t in ticks(Desk(Book(account), account.stories[0].id, ""), begin, begin + timedelta(days)) if t.major
    ]
    for share, named in (
        (NAME, [t.x for t in found if t.text]),
        (PHONE, [t.x for t in found if t.text and not t.spare]),
    ):
        assert named, "some day is named"
        assert all(b - a >= 100 * share - 0.1 for a, b in pairwise([*named, 100.0]))
