"""Counts become dated series, denials positions: what supersedes, what rivals, what is a part, what is no count."""

from __future__ import annotations

from dataclasses import replace

import pytest

from opensitrep.model import About, Account, Act, Currency, Part, Passage, Series, Slot, State, Verdict
from opensitrep.reconcile.events import merge_events
from opensitrep.reconcile.facts import find_positions, find_series, list_facts
from opensitrep.reconcile.facts.homes import Homes
from opensitrep.reconcile.facts.populations import population_of
from opensitrep.reconcile.facts.said import QUOTED
from opensitrep.reconcile.origins import find_origins
from opensitrep.run.ledger import Ledger
from tests.story_case import StoryCase, body, country, person, town

POLICE = body("Police", side="XBB")
HOSPITAL = body("City Hospital", side="XBB")
ARMY, REBELS = body("Army", side="XAA"), body("Free Front", side="XBB-REB")
WITNESS = person("Anna Kerr")
CHIEF = person("Ado Brant", side="XBB", role="spokesperson")
PLACES = (country("Southland", "XB"), town("Sarnow", 50.0, 20.0, country="XB"))


def blast() -> StoryCase:
    return StoryCase(places=PLACES, actors=(POLICE, HOSPITAL, ARMY, REBELS, CHIEF, WITNESS))


def tell(
    case: StoryCase, name: str, toll: str, by: str | None = None, *, day: str = "2024-03-05", stance: str = "asserts"
) -> str:
    """A report of one blast with one toll, said by a body; gives its document."""
    words = f"A blast in Sarnow on Monday killed {toll} people"
    if name == "2.txt":  # the same words would be one communiqué
        words = f"On Monday {toll} people lost their lives when a bomb went off at the market of Sarnow"
    doc = case.report(name, f"{words}, {by} said." if by else f"{words}.", day=day)
    said = case.statement(doc, words, by, by) if by else None
    told = case.tell(
        doc, words, "ASSAULT", "explosives", said=said, at=(case.place(doc, "Sarnow", "Sarnow"),),
        on=(case.time(doc, "Monday", "2024-03-04"),),
    )  # fmt: skip
    case.count(doc, toll, "killed", told, said=said, stance=stance, population="people")
    return doc


def asked(case: StoryCase) -> Account:
    return case.account(find_origins, merge_events, find_series, find_positions, list_facts)


def only(case: StoryCase) -> Series:
    (series,) = asked(case).series
    return series


def latest(series: Series) -> list[float | None]:
    return [series.values[n].low for n in series.latest]


def test_a_later_figure_of_a_claimant_takes_the_place_of_its_earlier_one() -> None:
    case = blast()
    tell(case, "1.txt", "9", "Police")
    tell(case, "2.txt", "12", "Police", day="2024-03-06")
    series = only(case)
    assert (latest(series), series.verdict) == ([12], Verdict.SERIES)
    assert [(v.low, v.state, v.by) for v in series.values] == [(9, State.SUPERSEDED, 1), (12, State.STANDS, None)]


def test_two_bodies_at_one_time_are_rivals_and_a_position() -> None:
    case = blast()
    tell(case, "1.txt", "9", "Police")
    tell(case, "2.txt", "12", "City Hospital")
    account = asked(case)
    (series,) = account.series
    assert series.verdict is Verdict.CONTRADICTED
    assert series.rivals == ((0, 1),)
    (position,) = account.positions
    assert position.about is About.FIGURE
    assert len(position.sides) == 2


def test_the_same_figure_of_two_origins_is_agreed_and_of_one_is_not() -> None:
    two, one = blast(), blast()
    for case, other in ((two, "City Hospital"), (one, "Police")):
        tell(case, "1.txt", "12", "Police")
        tell(case, "2.txt", "12", other)
    assert (only(two).verdict, only(one).verdict) == (Verdict.AGREED, Verdict.SINGLE)


def test_a_looser_figure_of_the_same_time_contradicts_nothing() -> None:
    case = blast()
    tell(case, "1.txt", "at least 9", "Police")
    tell(case, "2.txt", "12", "City Hospital")
    assert only(case).verdict is Verdict.COMPATIBLE


@pytest.mark.parametrize("by", ["Police", "City Hospital", None])
def test_a_later_figure_that_says_less_exactly_the_same_takes_nothing_back(by: str | None) -> None:
    case = blast()
    tell(case, "1.txt", "51", "Police")
    tell(case, "2.txt", "at least 50", by, day="2024-03-06")
    series = only(case)
    exact = next(n for n, v in enumerate(series.values) if v.low == v.high == 51)
    assert exact in series.latest
    assert series.values[exact].state is State.STANDS


@pytest.mark.parametrize(("stance", "state"), [("projects", State.PROJECTED), ("withdraws", State.WITHDRAWN)])
def test_what_is_feared_or_taken_back_is_never_the_latest(stance: str, state: State) -> None:
    case = blast()
    tell(case, "1.txt", "12", "Police")
    tell(case, "2.txt", "50", "City Hospital", day="2024-03-06", stance=stance)
    series = only(case)
    assert latest(series) == [12]
    assert [v.state for v in series.values if v.low == 50] == [state]


def test_a_part_is_a_series_below_its_whole_unless_it_is_larger() -> None:
    small, large = blast(), blast()
    for one, children in ((small, "3"), (large, "30")):
        words = f"A blast in Sarnow killed 12 people, {children} children among them"
        doc = one.report("1.txt", f"{words}.")
        told = one.tell(doc, words, "ASSAULT", at=(one.place(doc, "Sarnow", "Sarnow"),))
        whole = one.count(doc, "12", "killed", told, population="people")
        one.count(doc, children, "killed", told, part_of=whole, population="children")
    parts = [next(s for s in asked(one).series if s.population) for one in (small, large)]
    assert parts[0].part_of is not None
    assert parts[1].part_of is None
    assert not parts[1].shown


def test_a_count_of_no_event_is_listed_and_not_dropped() -> None:
    case = blast()
    tell(case, "1.txt", "12", "Police")
    doc = case.report("2.txt", "The town has 7500 inhabitants.")
    lost = case.count(doc, "7500", "present", "no mention")
    assert asked(case).unplaced == (lost,)


def test_a_much_smaller_later_figure_is_another_series() -> None:
    case = blast()
    tell(case, "1.txt", "40", "Police")
    tell(case, "2.txt", "2", "City Hospital", day="2024-03-07")
    assert sorted(latest(s)[0] or 0 for s in asked(case).series) == [2, 40]


@pytest.mark.parametrize(("by", "last"), [(None, [[90.0], [140.0]]), ("Police", [[90.0]])])
def test_an_own_voice_takes_nothing_back_that_a_body_gave(by: str | None, last: list[list[float]]) -> None:
    case = blast()
    tell(case, "1.txt", "140", "Police")
    tell(case, "2.txt", "90", by, day="2024-03-08")
    assert sorted(latest(s) for s in asked(case).series) == last


def test_figures_that_count_parts_or_something_else_are_no_series_of_each_other() -> None:
    case = blast()
    for name, toll, day in (("1.txt", "40", "05"), ("2.txt", "5", "06"), ("3.txt", "3", "07")):
        tell(case, name, toll, "Police", day=f"2024-03-{day}")
    whole, *parts = sorted(asked(case).series, key=lambda s: -(s.values[0].low or 0))
    assert [[v.low for v in s.values] for s in (whole, *parts)] == [[40], [5], [3]]
    assert {(s.part_of, s.verdict, s.shown) for s in parts} == {(whole.id, Verdict.SINGLE, False)}


def test_what_one_hospital_counts_is_its_own_figure() -> None:
    case = blast()
    tell(case, "1.txt", "40", "Police")
    doc = tell(case, "2.txt", "30", "City Hospital")
    count = replace(case.readings[doc].counts[0], at=case.span(doc, "City Hospital"))
    case.readings[doc] = replace(case.readings[doc], counts=(count,))
    account = asked(case)
    assert {s.population: latest(s) for s in account.series} == {None: [40], "City Hospital": [30]}
    assert [f.answer.low for f in account.facts if f.slot is Slot.KILLED and f.answer] == [40]


def test_those_brought_to_hospital_were_hurt_by_what_they_are_helped_in() -> None:
    case = blast()
    doc = case.report("1.txt", "A blast hit Sarnow. Helpers took 12 people to hospital.")
    told = case.tell(doc, "blast", "ASSAULT", "explosives")
    case.count(doc, "12", "injured", case.tell(doc, "took", "RESCUE"), population="people")
    account = case.account(find_origins, merge_events)
    home = {m: e for e in account.events for m in e.mentions}
    rescue = next(e for e in account.events if e.type == "RESCUE")
    below = replace(
        account, events=tuple(replace(e, parent=home[told].id) if e is rescue else e for e in account.events)
    )
    assert {s.event for s in find_series(below).series} == {home[told].id}


def test_those_sent_to_an_accident_are_those_who_help_there() -> None:
    case = blast()
    doc = case.report("1.txt", "A tram crash shook Sarnow. Helpers freed people, and 70 officers attended.")
    told = case.tell(doc, "crash", "ACCIDENT")
    case.tell(doc, "freed", "RESCUE")
    case.count(doc, "70", "deployed", told, population="officers")
    account = case.account(find_origins, merge_events)
    crash, rescue = sorted(account.events, key=lambda e: e.type or "")
    assert {s.event for s in find_series(account).series} == {crash.id}
    below = replace(account, events=(crash, replace(rescue, parent=crash.id)))
    assert {s.event for s in find_series(below).series} == {rescue.id}


@pytest.mark.parametrize(("end", "found"), [(" and hurt 20", True), (". Elsewhere 20 were hurt", False)])
def test_a_figure_is_at_home_beside_one_that_surely_is(end: str, found: bool) -> None:
    case = blast()
    doc = case.report("1.txt", f"On Monday a bomb took 12 people at Sarnow{end}.")
    told = case.tell(doc, "a bomb took", "ASSAULT", "explosives")
    sure, other = (case.count(doc, number, fate, told) for number, fate in (("12", "killed"), ("20", "injured")))
    account = case.account(find_origins, merge_events)
    homes = Homes(Ledger(account))
    assert homes.beside(homes.ledger.counts.values(), {sure}) == ({other} if found else set())


@pytest.mark.parametrize(
    ("first", "then", "verdict"),
    [
        ("at least 50", "51", Verdict.COMPATIBLE),
        ("at least 5", "7", Verdict.SERIES),
        ("50", "51", Verdict.SERIES),
    ],
)
def test_a_rounder_figure_before_an_exact_one_is_no_change(first: str, then: str, verdict: Verdict) -> None:
    case = blast()
    tell(case, "1.txt", first, "Police")
    tell(case, "2.txt", then, "Police", day="2024-03-06")
    assert only(case).verdict is verdict


def test_what_is_only_tried_is_no_fact() -> None:
    case = blast()
    tell(case, "1.txt", "9", "Police", stance="projects")
    tell(case, "2.txt", "3", "Police")
    (fact,) = (f for f in asked(case).facts if f.slot is Slot.KILLED)
    assert [v.low for v in fact.values] == [3]


def test_the_time_of_what_is_background_is_no_window() -> None:
    case = blast()
    words = "17 people were killed in raids in Sarnow in 2015"
    doc = case.report("1.txt", f"{words}.")
    told = case.tell(doc, "raids", "ASSAULT")
    case.count(doc, "17", "killed", told, population="people")
    count = replace(case.readings[doc].counts[0], period=case.time(doc, "2015", "2015-01-01", "2015-12-31"))
    case.readings[doc] = replace(case.readings[doc], counts=(count,))
    account = case.account(find_origins, merge_events)
    for currency, window in ((Currency.CURRENT, "2015"), (Currency.BACKGROUND, None)):
        events = tuple(replace(e, currency=currency) for e in account.events)
        assert [s.window for s in find_series(replace(account, events=events)).series] == [window]


def test_a_part_told_of_the_same_people_stands_beside_the_whole() -> None:
    case = blast()
    tell(case, "1.txt", "12", "Police")
    doc = tell(case, "2.txt", "9", "Police", day="2024-03-06")
    case.readings[doc] = replace(case.readings[doc], counts=(replace(case.readings[doc].counts[0], partial=True),))
    assert sorted(latest(s) for s in asked(case).series) == [[9], [12]]


@pytest.mark.parametrize(("kind", "slot"), [("TRIAL", Slot.REQUESTED), ("ACCIDENT", Slot.COST)])
def test_money_of_a_judgement_is_what_somebody_is_to_pay(kind: str, slot: Slot) -> None:
    case = blast()
    doc = case.report("1.txt", "A court in Sarnow ordered the firm to pay 500 crowns on Monday.")
    case.count(doc, "500", "cost", case.tell(doc, "ordered the firm to pay", kind))
    account = case.account(find_origins, merge_events, find_series)
    shown = replace(account, series=tuple(replace(s, shown=True) for s in account.series))
    assert [f.slot for f in list_facts(shown).facts] == [slot]


def test_what_counts_a_part_or_something_else_is_no_fact_of_the_event() -> None:
    for home, slots in ((1.0, [Slot.KILLED]), (0.64, [])):
        case = blast()
        for name, by in (("1.txt", "Police"), ("2.txt", "City Hospital")):
            doc = tell(case, name, "12", by)
            counts = tuple(replace(c, home_score=home) for c in case.readings[doc].counts)
            case.readings[doc] = replace(case.readings[doc], counts=counts)
        account = asked(case)
        assert [f.slot for f in account.facts if f.slot is Slot.KILLED] == slots
        assert len(account.series) == 1


def test_those_beside_whom_others_are_told_are_no_whole() -> None:
    case = blast()
    doc = tell(case, "1.txt", "9", "Police")
    case.readings[doc] = replace(case.readings[doc], counts=(replace(case.readings[doc].counts[0], partial=True),))
    account = asked(case)
    assert [s.population for s in account.series] == ["people"]
    assert not [f for f in account.facts if f.slot is Slot.KILLED]


def test_a_length_needs_no_weighing() -> None:
    case = blast()
    doc = case.report("1.txt", "The council of Sarnow declared 3 days of mourning on Monday.")
    told = case.tell(doc, "mourning", "OTHER")
    case.count(doc, "3", "lasting", told)
    assert [f.slot for f in asked(case).facts] == [Slot.PLANNED_DURATION]


def test_every_number_of_a_series_is_one_that_a_report_states() -> None:
    case = blast()
    tell(case, "1.txt", "9", "Police")
    tell(case, "2.txt", "12", "City Hospital")
    account = asked(case)
    facts = [f for f in account.facts if f.slot is Slot.KILLED]
    assert all(f.answer in f.values for f in facts)
    assert {(v.low, v.high) for f in facts for v in f.values} == {(9, 9), (12, 12)}


@pytest.mark.parametrize(
    ("denial", "around", "act"),
    [
        ("it shelled the market in Sarnow", "Army denied that {}.", Act.DENIES),
        ("There was no shelling of Sarnow by the army", "{}, Army said.", Act.ASSERTS),
        ("There was no attack on the market in Sarnow by the army", "{}, Army said.", Act.ASSERTS),
    ],
)
def test_a_denial_by_cue_or_words_and_what_it_denies_are_two_sides(denial: str, around: str, act: Act) -> None:
    case = blast()
    words = "the army shelled the market in Sarnow on Monday"
    doc = case.report("1.txt", f"{words}, Free Front said. {around.format(denial)}")
    said = case.statement(doc, words, "Free Front", "Free Front")
    case.tell(doc, words, "ASSAULT", "heavy-weapons", said=said, at=(case.place(doc, "Sarnow", "Sarnow"),))
    case.tell(doc, denial, "ASSAULT", "heavy-weapons", said=case.statement(doc, denial, "Army", "Army", act=act))
    (position,) = asked(case).positions
    assert {s.act for s in position.sides} == {Act.ASSERTS, Act.DENIES}
    assert position.verdict is Verdict.CONTRADICTED
    assert position.shown


@pytest.mark.parametrize(
    ("other", "sides"),
    [("soldiers had fired the shells at the market", 2), ("the rebels had shelled the market in Sarnow", 0)],
)
def test_neighbours_that_tell_different_things_are_sides_though_neither_denies(other: str, sides: int) -> None:
    case = blast()
    words = "rebels shelled the market in Sarnow"
    doc = case.report("1.txt", f"Army said {words}, but Free Front said {other}.")
    for told, who in ((words, "Army"), (other, "Free Front")):
        said = case.statement(doc, told, who, who)
        case.tell(doc, told, "ASSAULT", "heavy-weapons", said=said, at=())
    found = asked(case).positions
    assert [len(p.sides) for p in found] == [sides] * bool(sides)
    assert all(p.verdict is Verdict.CONTRADICTED for p in found)


@pytest.mark.parametrize(
    "sentence",
    ["It was not clear whether the army shelled the market.", "No group has claimed responsibility for the shelling."],
)
def test_what_an_outlet_leaves_open_is_a_side(sentence: str) -> None:
    case = blast()
    words = "a brigade took responsibility for the shelling of the market in Sarnow by its army on Monday"
    doc = case.report("1.txt", f"{words}, Free Front said. A shell hit the market in Sarnow. {sentence}")
    said = case.statement(doc, words, "Free Front", "Free Front")
    at = (case.place(doc, "Sarnow", "Sarnow"),)
    case.tell(doc, words, "ASSAULT", "heavy-weapons", said=said, at=at)
    case.tell(doc, "A shell hit the market in Sarnow", "ASSAULT", "heavy-weapons", at=at)
    case._add(doc, passages=(Passage(case.span(doc, sentence), Part.NEWS),))
    (position,) = asked(case).positions
    assert [s.act for s in position.sides] == [Act.WITHHOLDS, Act.ASSERTS]
    assert (position.verdict, position.shown) == (Verdict.SINGLE, True)


def test_of_a_long_sentence_the_words_that_leave_it_open_are_quoted() -> None:
    case = blast()
    told = "Shells, rockets and bombs hit the old market, the town hall and both schools of Sarnow on Monday, " * 2
    sentence = f"{told}the brigade said in a statement that could not be verified."
    doc = case.report("1.txt", sentence)
    case.tell(doc, "Shells", "ASSAULT", "heavy-weapons", at=())
    case._add(doc, passages=(Passage(case.span(doc, sentence), Part.NEWS),))
    (content,) = (s for p in asked(case).positions for side in p.sides for s in side.evidence)
    assert sentence[content.start : content.end].endswith("that could not be verified.")
    assert len(content) <= QUOTED + 1


def test_a_no_among_the_words_of_somebody_who_was_there_is_no_dispute() -> None:
    case = blast()
    words = "I had no idea what the attack was"
    doc = case.report("1.txt", f'"{words}," Anna Kerr said.')
    said = case.statement(doc, words, WITNESS.name, WITNESS.id)
    case.tell(doc, words, "ASSAULT", "heavy-weapons", said=said, at=())
    assert not [p for p in asked(case).positions if p.shown]


def test_a_denial_that_nobody_answers_stands_alone() -> None:
    case = blast()
    denial = "it shelled the market in Sarnow"
    doc = case.report("1.txt", f"Army denied that {denial}.")
    no = case.statement(doc, denial, "Army", "Army", act=Act.DENIES)
    case.tell(doc, denial, "ASSAULT", "heavy-weapons", said=no, at=(case.place(doc, "Sarnow", "Sarnow"),))
    (position,) = asked(case).positions
    assert ([s.act for s in position.sides], position.verdict) == ([Act.DENIES], Verdict.SINGLE)


@pytest.mark.parametrize(
    ("words", "fate", "part", "group"),
    [
        ("people", "killed", False, ""),
        ("civilians", "killed", False, ""),
        ("12 soldiers", "killed", False, "armed"),
        ("children", "killed", True, "children"),
        ("the schoolgirls", "killed", False, "children"),
        ("homes", "destroyed", False, "houses"),
        ("tankers", "destroyed", False, "tanker"),
        ("", "killed", True, "part"),
        ("consumers", "affected", False, ""),
        ("its estimate", "affected", False, ""),
        ("French tourists", "killed", False, "FR foreigners"),
        ("Tunisians", "killed", True, "TN"),
        ("UK consumers", "affected", False, "GB"),
        ("us", "affected", False, "us"),
        ("Turkish citizens", "killed", False, ""),
        ("Turks", "killed", True, "people"),
    ],
)
def test_a_population_is_a_group_that_others_are_told_apart_from(words: str, fate: str, part: bool, group: str) -> None:
    assert population_of(words, fate, part=part, home={"TR"}) == group
