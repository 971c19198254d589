"""Mentions of several reports become events, and a person's decisions are kept."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from opensitrep.errors import SettingsError
from opensitrep.model import (
    Account,
    Act,
    ActorKind,
    Anchor,
    Currency,
    Event,
    Hedge,
    Interval,
    Judgement,
    Located,
    Modality,
    Offset,
    PlaceRole,
    Slot,
    Span,
    Status,
    Tie,
    TimeExpression,
    TimeType,
)
from opensitrep.reconcile.events.fields import Candidate
from opensitrep.reconcile.events.likeness import parted
from opensitrep.reconcile.events.merge import merge_events
from opensitrep.reconcile.events.nearness import closeness
from opensitrep.reconcile.events.settle import in_order, in_place, most_exact, within
from opensitrep.reconcile.events.tellings import tell_all
from opensitrep.reconcile.judgements import read_judgements, write_judgements
from opensitrep.reconcile.origins.trace import find_origins
from opensitrep.run.codec import account_to_json
from opensitrep.run.ledger import Ledger
from tests.story_case import StoryCase, body, country, person, town

NORTHLAND = body("Northland", side="XAA", kind=ActorKind.STATE)
SOUTHLAND = body("Southland", side="XBB", kind=ActorKind.STATE)
MAYOR = person("Tova Linn", side="XBB", role="mayor")
GENERAL = person("Ado Brant", side="XAA", role="spokesperson")
PLACES = (
    country("Southland land", "XB"),
    town("Sarnow", 50.0, 20.0, country="XB"),
    town("Velk", 52.5, 24.0, country="XB"),
)


def war() -> StoryCase:
    return StoryCase(places=PLACES, actors=(NORTHLAND, SOUTHLAND, MAYOR, GENERAL))


def strike(
    case: StoryCase,
    name: str,
    words: str = "Northland shelled Sarnow on Monday",
    *,
    place: str = "Sarnow",
    day: str = "2024-03-04",
    published: str = "2024-03-05",
    modality: Modality = Modality.ACTUAL,
    currency: Currency = Currency.CURRENT,
) -> str:
    """A report with one strike told in its own voice; gives the id of the mention."""
    doc = case.report(name, f"{words}.", day=published)
    return case.tell(
        doc, words, "ASSAULT", "heavy-weapons", modality=modality, currency=currency,
        at=(case.place(doc, place, place),), by=(case.actor(doc, "Northland", "Northland"),),
        on=(case.time(doc, "Monday", day),),
    )  # fmt: skip


def merged(case: StoryCase, *judgements: Judgement) -> Account:
    return case.account(find_origins, partial(merge_events, judgements=judgements))


def together(account: Account, *mentions: str) -> bool:
    events = Ledger(account).event_of_mention
    return len({events[m] for m in mentions}) == 1


def claim(mention: str) -> str:
    return mention.replace(":m:", ":c:")


def only(account: Account) -> Event:
    (event,) = account.events
    return event


# ---------------------------------------------------------------- merging


def test_two_reports_of_one_strike_are_one_event() -> None:
    case = war()
    one, two = strike(case, "1.txt"), strike(case, "2.txt", "Shells from Northland hit Sarnow on Monday")
    event = only(merged(case))
    assert set(event.mentions) == {one, two}
    assert [p.place for p in event.places] == ["Sarnow"]
    assert event.when is not None
    assert (event.when.start, event.when.end) == ("2024-03-04", "2024-03-04")
    assert event.agents == ("Northland",)


def test_strikes_on_two_towns_stay_two() -> None:
    case = war()
    one, two = strike(case, "1.txt"), strike(case, "2.txt", "Northland shelled Velk on Monday", place="Velk")
    assert not together(merged(case), one, two)


def test_strikes_on_two_days_stay_two() -> None:
    case = war()
    one, two = strike(case, "1.txt"), strike(case, "2.txt", day="2024-03-02")
    assert not together(merged(case), one, two)


def test_months_of_two_years_stay_two_though_neither_is_a_day() -> None:
    case = StoryCase(places=PLACES, actors=(NORTHLAND,))
    doc = case.report(
        "1.txt", "Rebels raided Sarnow in May 2009. The town was raided in October 1991. A raid came on Monday."
    )
    told = [
        case.tell(doc, words, "ASSAULT", on=(case.time(doc, when, start, end),))
        for words, when, start, end in (
            ("Rebels raided", "in May 2009", "2009-05-01", "2009-05-31"),
            ("was raided", "in October 1991", "1991-10-01", "1991-10-31"),
        )
    ]  # fmt: skip
    tellings = [t for t in tell_all(Ledger(find_origins(case.account()))) if {m.id for m in t.mentions} & set(told)]
    assert parted(*tellings) == "on another day"
    near = replace(tellings[1], when=Interval("2009-04", "2009-04"))
    assert parted(tellings[0], near) is None


def test_a_plan_for_the_day_of_its_report_is_the_deed_of_that_day() -> None:
    case = war()
    one = strike(case, "1.txt", published="2024-03-04")
    two = strike(case, "2.txt", published="2024-03-04", modality=Modality.PLANNED)
    account = merged(case)
    assert together(account, one, two)
    assert only(account).status is Status.HAPPENED


def test_what_is_dated_years_ago_is_background_though_no_word_says_so() -> None:
    case = war()
    strike(case, "1.txt", day="2019-03-04")
    assert only(merged(case)).currency is Currency.BACKGROUND


def test_a_quake_in_a_country_and_in_its_town_is_one_quake() -> None:
    case = war()
    ids = []
    for name, place in (("1.txt", "Southland land"), ("2.txt", "Sarnow")):
        doc = case.report(name, f"A strong earthquake shook {place} on Monday.")
        at, on = case.place(doc, place, place), case.time(doc, "Monday", "2024-03-04")
        words = f"A strong earthquake shook {place} on Monday"
        ids.append(case.tell(doc, words, "DISASTER", "earthquake", at=(at,), on=(on,)))
    account = merged(case)
    assert together(account, *ids)
    assert [p.place for p in only(account).places] == ["Sarnow"]


def test_the_words_of_a_report_make_a_part_of_its_whole() -> None:
    case = war()
    doc = case.report("1.txt", "Northland attacked Sarnow; a depot in Velk was looted.")
    by = (case.actor(doc, "Northland", "Northland"),)
    whole = case.tell(doc, "Northland attacked Sarnow", "ASSAULT", by=by, at=(case.place(doc, "Sarnow", "Sarnow"),))
    part = case.tell(
        doc, "a depot in Velk was looted", "COERCE", "seize", at=(case.place(doc, "Velk", "Velk"),), part_of=whole
    )
    account = merged(case)
    events = Ledger(account).event_of_mention
    assert Ledger(account).events[events[part]].parent == events[whole]


def test_accusations_by_two_speakers_stay_two() -> None:
    case = StoryCase(actors=(MAYOR, GENERAL))
    ids = []
    for name, actor in (("1.txt", "Tova Linn"), ("2.txt", "Ado Brant")):
        doc = case.report(name, f"{actor} accused the other side of arson.")
        by = (case.actor(doc, actor, actor),)
        ids.append(case.tell(doc, f"{actor} accused the other side of arson", "ACCUSE", by=by))
    assert not together(merged(case), *ids)


def test_current_news_without_a_time_gets_the_day_of_publication_vaguely() -> None:
    case = war()
    doc = case.report("1.txt", "Northland shelled Sarnow.", day="2024-03-05")
    by = (case.actor(doc, "Northland", "Northland"),)
    case.tell(doc, "Northland shelled Sarnow", "ASSAULT", by=by, at=(case.place(doc, "Sarnow", "Sarnow"),))
    when = only(merged(case)).when
    assert when is not None
    assert (when.start, when.end) == ("2024-03-04", "2024-03-05")
    assert (when.precision, when.basis) == ("vague", "publication")


def test_an_office_gives_a_region_as_inferred_only() -> None:
    case = war()
    doc = case.report("1.txt", "Tova Linn said three people were hurt. She is mayor of Sarnow.")
    area = case.place(doc, "Sarnow", "Sarnow")
    said = case.statement(doc, "three people were hurt", "Tova Linn", "Tova Linn")
    case.readings[doc] = replace(
        case.readings[doc], actors=tuple(replace(a, place=area) for a in case.readings[doc].actors)
    )
    case.tell(doc, "three people were hurt", "ASSAULT", said=said, to=(case.span(doc, "three people"),))
    (place,) = only(merged(case)).places
    assert (place.place, place.role, place.inferred) == ("Sarnow", PlaceRole.TARGET, True)


# ---------------------------------------------------------------- status and standing


def seizure(case: StoryCase, name: str, actor: str, *, hedges: tuple[Hedge, ...] = ()) -> str:
    """A report in which somebody says that Northland took a town of Southland."""
    doc = case.report(name, f"Northland took Sarnow from Southland on Monday, {actor} said.")
    words = "Northland took Sarnow from Southland on Monday"
    said = case.statement(doc, words, actor, actor, hedges=hedges)
    by, to = case.actor(doc, "Northland", "Northland"), case.actor(doc, "Southland", "Southland")
    at, on = case.place(doc, "Sarnow", "Sarnow"), case.time(doc, "Monday", "2024-03-04")
    return case.tell(doc, words, "ASSAULT", "seize-territory", said=said, by=(by,), to=(to,), at=(at,), on=(on,))


def test_only_the_winner_says_so_claimed() -> None:
    case = war()
    seizure(case, "1.txt", "Ado Brant")
    account = merged(case)
    assert only(account).status is Status.CLAIMED
    assert [s.interest for s in account.standings] == ["own success"]


def test_the_loser_concedes_and_then_both_sides_say_it() -> None:
    case = war()
    seizure(case, "1.txt", "Tova Linn")
    account = merged(case)
    assert only(account).status is Status.REPORTED
    assert [s.interest for s in account.standings] == ["against interest"]
    seizure(case, "2.txt", "Ado Brant")
    assert only(merged(case)).status is Status.HAPPENED


def test_what_everybody_marks_unverified_is_claimed() -> None:
    case = war()
    seizure(case, "1.txt", "Tova Linn", hedges=(Hedge.UNVERIFIED,))
    assert only(merged(case)).status is Status.CLAIMED


def test_an_outlet_that_repeats_a_claim_does_not_lift_it() -> None:
    case = StoryCase(places=PLACES, actors=(NORTHLAND, GENERAL))
    words = "Northland destroyed seven radar stations around Sarnow with guided rockets"
    for name, ending in (("1.txt", ", Ado Brant said."), ("2.txt", ".")):
        doc = case.report(name, words + ending)
        said = case.statement(doc, words, "Ado Brant", "Ado Brant") if "Brant" in ending else None
        by, at = case.actor(doc, "Northland", "Northland"), case.place(doc, "Sarnow", "Sarnow")
        case.tell(doc, words, "ASSAULT", "destroy", said=said, by=(by,), at=(at,))
    assert only(merged(case)).status is Status.CLAIMED


def test_a_denial_is_no_claim_of_success() -> None:
    case = war()
    doc = case.report("1.txt", "Northland shelled Sarnow, Ado Brant denied.")
    said = case.statement(doc, "Northland shelled Sarnow", "Ado Brant", "Ado Brant", act=Act.DENIES)
    by = (case.actor(doc, "Northland", "Northland"),)
    case.tell(doc, "Northland shelled Sarnow", "ASSAULT", said=said, by=by, at=(case.place(doc, "Sarnow", "Sarnow"),))
    account = merged(case)
    assert only(account).status is Status.DENIED
    assert [s.interest for s in account.standings] == ["neutral"]


def test_losing_ones_own_soldiers_is_against_interest() -> None:
    case = war()
    doc = case.report("1.txt", "Northland killed 12 soldiers of Southland, Tova Linn said.")
    words = "Northland killed 12 soldiers of Southland"
    said = case.statement(doc, words, "Tova Linn", "Tova Linn")
    by, to = case.actor(doc, "Northland", "Northland"), case.actor(doc, "Southland", "Southland")
    figures = ((Slot.KILLED, case.figure(doc, "12 soldiers", 12, 12, "person_killed")),)
    case.tell(doc, words, "ASSAULT", said=said, by=(by,), to=(to,), figures=figures)
    assert [s.interest for s in merged(case).standings] == ["against interest"]


# ---------------------------------------------------------------- decisions


def test_a_person_can_split_what_the_rules_joined() -> None:
    case = war()
    one, two = strike(case, "1.txt"), strike(case, "2.txt")
    assert together(merged(case), one, two)
    decided = Judgement(claim(one), claim(two), "not same", "reader")
    account = merged(case, decided)
    assert not together(account, one, two)
    assert decided in account.judgements


def test_a_person_can_join_what_the_rules_kept_apart_and_the_old_id_stays() -> None:
    case = war()
    one, two = strike(case, "1.txt"), strike(case, "2.txt", "Northland shelled Velk on Monday", place="Velk")
    account = merged(case, Judgement(claim(two), claim(one), "same", "reader"))
    event = only(account)
    assert set(event.mentions) == {one, two}
    assert {event.id, *event.aliases} == {claim(one), claim(two)}


def test_decisions_are_kept_in_a_file_and_the_last_one_on_a_pair_counts(tmp_path: Path) -> None:
    file = tmp_path / "decisions.jsonl"
    one = Judgement("a:c:0-1:X", "b:c:0-1:X", "same", "reader")
    two = Judgement("b:c:0-1:X", "a:c:0-1:X", "not same", "editor")
    write_judgements(file, (one, two))
    assert read_judgements(file) == (two,)
    assert read_judgements(None) == ()


@pytest.mark.parametrize("line", ["no json", '{"left": "a"}', '{"left":"a","right":"b","verdict":"maybe","by":"x"}'])
def test_a_line_that_is_no_decision_stops_the_run(tmp_path: Path, line: str) -> None:
    file = tmp_path / "decisions.jsonl"
    file.write_text(line, encoding="utf-8")
    with pytest.raises(SettingsError):
        read_judgements(file)


def test_a_missing_file_of_decisions_stops_the_run(tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        read_judgements(tmp_path / "none.jsonl")


def test_a_decision_on_claims_of_another_story_changes_nothing() -> None:
    case = war()
    strike(case, "1.txt")
    assert merged(case, Judgement("x:c:0-1:ASSAULT", "y:c:0-1:ASSAULT", "same", "reader")).events == merged(case).events


def test_every_merge_is_an_edge() -> None:
    case = war()
    mentions = [strike(case, f"{n}.txt") for n in range(4)]
    account = merged(case)
    edges = [j for j in account.judgements if j.verdict == "same"]
    assert {j.right for j in edges} | {only(account).id} == {claim(m) for m in mentions}
    assert all(j.by.startswith("rule: ") for j in edges)


def test_the_id_is_that_of_the_earliest_published_claim() -> None:
    case = war()
    strike(case, "1.txt", published="2024-03-06")
    early = strike(case, "2.txt", published="2024-03-04")
    assert only(merged(case)).id == claim(early)


def test_the_order_of_readings_makes_no_difference() -> None:
    case = war()
    for n in range(3):
        strike(case, f"{n}.txt")
        strike(case, f"v{n}.txt", "Northland shelled Velk on Monday", place="Velk")
    account = merged(case)
    backwards = case.account()
    backwards = replace(backwards, readings=backwards.readings[::-1], resolutions=backwards.resolutions[::-1])
    other = merge_events(find_origins(backwards))
    assert account_to_json(replace(other, readings=(), resolutions=())) == account_to_json(
        replace(account, readings=(), resolutions=())
    )


def test_a_mention_without_type_is_a_state_and_no_event() -> None:
    case = war()
    doc = case.report("1.txt", "Sarnow has 9,000 people.")
    made = case.tell(doc, "Sarnow has 9,000 people", "state")
    case.readings[doc] = replace(
        case.readings[doc], mentions=tuple(replace(m, type=None) for m in case.readings[doc].mentions)
    )
    assert made not in Ledger(merged(case)).event_of_mention


def test_every_mention_of_an_event_stands_in_no_other() -> None:
    case = war()
    for n in range(6):
        strike(
            case,
            f"{n}.txt",
            place="Sarnow" if n % 2 else "Velk",
            words=f"Northland shelled {'Sarnow' if n % 2 else 'Velk'} on Monday",
        )
    mentions = [m for e in merged(case).events for m in e.mentions]
    assert len(mentions) == len(set(mentions))
    assert all(isinstance(case.readings[m.partition(":")[0]].mentions[0].span, Span) for m in mentions)


def test_two_towns_beside_each_other_in_two_countries_are_two_places() -> None:
    here, there = town("Alba", 50.0, 10.0, country="XA"), town("Brix", 50.1, 10.0, country="XB")
    assert closeness(here, there) is None
    assert closeness(here, replace(there, country="XA")) == 0.6


@pytest.mark.parametrize(
    ("tie", "day", "kept"),
    [
        (Tie.FOLLOWS, "2024-03-05", True),
        (Tie.FOLLOWS, "2024-03-02", False),
        (Tie.CAUSE, "2024-03-02", True),
        (Tie.CAUSE, "2024-03-06", False),
        (Tie.PART, "2024-03-02", True),
    ],
)
def test_nothing_follows_what_comes_after_it(tie: Tie, day: str, kept: bool) -> None:
    case = war()
    strike(case, "001.txt")
    [whole] = merge_events(find_origins(case.account())).events
    assert whole.when
    assert (whole.when.start or "").startswith("2024-03-04")
    other = replace(whole, id="other", parent=whole.id, tie=tie, when=Interval(day, day))
    assert (in_order(other, whole).parent == whole.id) is kept


@pytest.mark.parametrize(
    ("kind", "place", "kept"), [("ASSAULT", "Velk", False), ("RESCUE", "Velk", True), ("ASSAULT", "Sarnow", True)]
)
def test_what_is_done_elsewhere_is_no_part_of_a_deed_of_its_kind(kind: str, place: str, kept: bool) -> None:
    case = war()
    strike(case, "001.txt")
    account = find_origins(case.account())
    [whole] = merge_events(account).events
    other = replace(
        whole, id="other", type=kind, parent=whole.id, tie=Tie.PART, places=(Located(place, PlaceRole.TARGET),)
    )
    assert (in_place(Ledger(account), other, whole).parent == whole.id) is kept


def test_reports_of_another_deed_add_nothing_to_an_event_that_is_not_the_main_one() -> None:
    case = war()
    for number, words in enumerate(("shelled", "pounded", "raided", "mourned")):
        case.tell(case.report(f"{number:03}.txt", f"Northland {words} Sarnow on Monday."), words, "ASSAULT")
    account = merge_events(find_origins(case.account()))
    event = max(account.events, key=lambda e: len(e.claims))
    whole = replace(event, claims=tuple(c for e in account.events for c in e.claims))
    parts = {
        main: replace(account, events=(whole,), stories=(replace(account.stories[0], main=main),))
        for main in (None, whole.id)
    }
    told = {main: {c.partition(":")[0] for c in Ledger(one).telling_claims(whole.id)} for main, one in parts.items()}
    assert len(told[whole.id]) == 4
    assert len(told[None]) == 3  # shelled, pounded and raided are words for one deed


# ---------------------------------------------------------------- days counted back


def counted(words: str, *, published: str = "2024-03-08") -> Event:
    """The event of one report that counts its days from a raid on Sarnow."""
    case = war()
    doc = case.report("a", words, day=published)
    span = case.span(doc, "Six days after")
    told = TimeExpression(span, TimeType.DURATION, None, Anchor.EVENT, "shift", offset=Offset(6.0, "D"), implies="-6D")
    case.readings[doc] = replace(case.readings[doc], times=(told,))
    case.tell(doc, "raid", "ASSAULT")
    return merge_events(case.account()).events[0]


def test_days_after_a_happening_date_it() -> None:
    event = counted("Six days after the raid on Sarnow its market is shut.")
    assert event.when is not None
    assert (event.when.start, event.when.end) == ("2024-03-02", "2024-03-03")


def test_days_after_something_else_do_not() -> None:
    event = counted("Six days after the vote, officials told of a raid on Sarnow.")
    assert event.when is None or event.when.start != "2024-03-02"


# ---------------------------------------------------------------- the more exact of two


def test_a_day_within_a_month_is_told_for_its_exactness() -> None:
    month, day = Interval("2024-04", "2024-04", precision="month"), Interval("2024-04-11", "2024-04-12")
    assert within(day, month)
    assert not within(month, day)
    assert not within(Interval("2024-05-02", "2024-05-02"), month)
    assert not within(Interval("2024-04-11T06:00", "2024-04-11T12:00"), day)


@pytest.mark.parametrize(("sure", "told"), [(0.4, "Sarnow"), (0.22, "Southland land"), (0.1, "Southland land")])
def test_a_town_is_told_before_its_country_where_it_is_sure_enough(sure: float, told: str) -> None:
    land, sarnow, _ = (Candidate(p, ()) for p in PLACES)
    assert most_exact([(0.7, land), (sure, sarnow)], 0.25)[1].value.name == told


# ---------------------------------------------------------------- who did it


def likely_doer(kind: str, score: float) -> tuple[str, ...]:
    """The doers of the event that one report gives one doer, as likely as that."""
    case = war()
    doc = case.report("a", "The militia raided Sarnow on Monday.")
    actor = body("militia", kind=ActorKind.GROUP)
    case.actors[actor.id] = actor
    made = case.tell(doc, "raided", kind, by=(case.actor(doc, "The militia", actor.id),))
    reading = case.readings[doc]
    case.readings[doc] = replace(
        reading, mentions=tuple(replace(m, agent_scores=(score,)) if m.id == made else m for m in reading.mentions)
    )
    return merge_events(case.account()).events[0].agents


def test_what_nature_mostly_does_needs_a_surer_doer() -> None:
    found = {kind: [likely_doer(kind, n / 10) != () for n in range(11)] for kind in ("ASSAULT", "ACCIDENT")}
    assert any(found["ASSAULT"])
    assert sum(found["ACCIDENT"]) < sum(found["ASSAULT"])
