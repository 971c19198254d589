"""Incidents of several reports become events: barriers, what events are settled on, what stands below what."""

from __future__ import annotations

from dataclasses import replace
from math import exp, log
from typing import Any

import pytest

from opensitrep.model import (
    Account,
    ActorKind,
    Currency,
    Event,
    Ground,
    Incident,
    Interval,
    Modality,
    Part,
    Reading,
    Tie,
)
from opensitrep.reconcile.events import merge_events
from opensitrep.reconcile.events.fields import Body, Candidate, Setting, doers, least, place_features
from opensitrep.reconcile.events.likeness import Likeness, parted, weights
from opensitrep.reconcile.events.settle import when_of
from opensitrep.reconcile.events.tellings import Telling
from opensitrep.reconcile.origins import find_origins
from opensitrep.run.ledger import Ledger
from tests.story_case import StoryCase, body, country, town

POLICE = body("Police", side="XBB")
PLACES = (country("Southland", "XB"), town("Sarnow", 50.0, 20.0, country="XB"), town("Velk", 52.5, 24.0, country="XB"))
TOLD = Telling(
    incident=Incident("one:i:0-5", "ASSAULT", "explosives", ("one:m:0-5:ASSAULT",), day_ground=Ground.STATED),
    doc="one", rank=0, mentions=(), claims=(), modality=Modality.ACTUAL, currency=Currency.CURRENT, place=None,
    when=None, published=Interval("2024-03-05", "2024-03-05"), doers=frozenset(), undergoers=frozenset(),
    doer_camps=frozenset(), victims=frozenset(), words=frozenset(), triggers=frozenset(), figures=frozenset(),
    answers=None, start=0, headline=False, part=Part.NEWS,
)  # fmt: skip

STANDING = ("reports", "leads", "incidents", "main tellings")  # what speaks for a place where no headline names one
GUESSED = replace(TOLD.incident, day_ground=Ground.NEAR)


def of(doc: str, day: str | None = None, **more: object) -> Telling:
    """The same happening as another report tells it."""
    when = Interval(day, day) if day else None
    return replace(TOLD, doc=doc, when=when, **more)  # type: ignore[arg-type]


def as_main(telling: Telling) -> Telling:
    return replace(telling, incident=replace(telling.incident, tie=Tie.MAIN))


def kind(mode: str, **more: object) -> Incident:
    return replace(TOLD.incident, type="DISASTER", mode=mode, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("a", "b", "why"),
    [
        (of("one", place=PLACES[1]), of("two", place=PLACES[2]), "at another place"),
        (of("one", place=PLACES[1]), of("two", place=PLACES[0]), None),
        (as_main(of("one", place=PLACES[1])), as_main(of("two", place=PLACES[2])), None),
        (of("one", "2024-03-03"), of("two", "2024-03-04"), "on another day"),
        (of("one", "2024-03-03"), of("two"), None),
        (of("one", incident=kind("flood")), of("two", incident=kind("fire")), "of another cause"),
        (of("one", victims=frozenset("a")), of("two", victims=frozenset("b")), "to other persons"),
        (of("one", answers=False), of("two", answers=True), "an attack and its answer"),
        (of("one", answers=None), of("two", answers=True), None),
    ],
)
def test_place_day_cause_and_victims_part_for_good(a: Telling, b: Telling, why: str | None) -> None:
    assert parted(a, b) == parted(b, a) == why


def test_another_place_that_no_clause_names_only_speaks_against_one_main_event() -> None:
    here, there = (as_main(of(doc, "2024-03-03", place=PLACES[1])) for doc in ("one", "two"))
    away = replace(there, place=PLACES[2])
    other = replace(away, incident=replace(away.incident, tie=Tie.OTHER))
    likeness = Likeness([here, there, away, other]).of([(0, 2), (0, 3)])
    assert 0 < likeness[0, 2] < 1
    assert likeness[0, 3] < 0


def test_likeness_is_the_sum_of_what_it_names_and_nothing_stays_behind_from_other_pairs() -> None:
    words: dict[str, Any] = {"words": frozenset({"blast", "market"}), "triggers": frozenset({"blast"})}
    figures = frozenset({("killed", 12.0, 12.0)})
    told = [
        as_main(of("one", "2024-03-03", place=PLACES[1], figures=figures, **words)),
        of("two", "2024-03-03", place=PLACES[0], headline=True, words=frozenset({"blast"})),
        of("three", figures=frozenset({("killed", 13.0, 13.0)}), incident=kind("flood", vector=(100, 20)), **words),
        of("three", "2024-03-01", currency=Currency.BACKGROUND, incident=kind("fire", vector=(60, 60)), **words),
        of("four", doers=frozenset("a"), undergoers=frozenset("b"), modality=Modality.PLANNED),
    ]
    pairs = [(i, j) for i in range(len(told)) for j in range(len(told)) if i != j]
    likeness = Likeness(told)
    values = likeness.of(pairs)
    for (i, j), features in zip(pairs, likeness.features(pairs), strict=True):
        parts = parted(told[i], told[j])
        total = weights().bias + sum(weights().weights.get(f, 0.0) * v for f, v in features.items())
        assert values[i, j] == (pytest.approx(1 / (1 + exp(-total)), abs=1e-4) if not parts else values[i, j])
        assert (values[i, j] < 0) == (parts is not None)
        assert values[i, j] == values[j, i] == likeness.of([(i, j)])[i, j]


def test_what_is_measured_of_two_incidents() -> None:
    words = [frozenset({"blast", "market"}), frozenset({"blast", "school"}), frozenset[str]()]
    told = [replace(of(f"{n}"), words=w, triggers=w) for n, w in enumerate(words)]
    told[0] = replace(told[0], incident=replace(told[0].incident, vector=(100, 20), score=0.9))
    told[1] = replace(told[1], doc="0", incident=replace(told[1].incident, vector=(60, 60), score=0.4, to=told[0].id))
    first, second = Likeness(told).features([(0, 1), (0, 2)])
    rare, common = (1 + log(4 / 2)) ** 2, (1 + log(4 / 3)) ** 2
    assert first["words"] == first["triggers"] == pytest.approx(common / (rare + common))
    assert first["vectors"] == (100 * 60 + 20 * 60) / 127**2
    assert first["sure"] == 0.4
    assert first["one report, tied"] == first["one report"] == 1.0
    assert second["words"] == second["vectors"] == second["one report, tied"] == 0.0
    assert "one report" not in second


def test_a_night_lies_on_two_days() -> None:
    late = Interval("2024-03-03T22:00+00:00", "2024-03-04T00:00+00:00", precision="part of day")
    early = Interval("2024-03-04T03:00+00:00", "2024-03-04T05:00+00:00", precision="part of day")
    assert parted(replace(of("one"), when=late), replace(of("two"), when=early)) is None


def test_what_reports_told_as_done_did_not_happen_after_them() -> None:
    stamped_late = replace(of("four", "2024-04-30"), published=Interval("2024-04-30", "2024-04-30"))
    told = [as_main(of(doc)) for doc in ("one", "two", "three")] + [as_main(stamped_late)]
    when, _ = when_of(Setting.of(Ledger(Account(()))), Body(told, kind="ASSAULT", is_main=True))
    assert when is not None
    assert when.end == "2024-03-05"  # only bounded by the first report


def test_the_day_most_tell_on_firm_ground_is_the_surest_and_what_few_tell_is_not_printed() -> None:
    told = [of("one", "2024-03-03"), of("two", "2024-03-03"), of("three", "2024-03-04")]
    setting = Setting.of(Ledger(Account(())))
    when, why = when_of(setting, Body(told, kind="ASSAULT", is_main=True))
    assert (when and when.start) == "2024-03-03"
    assert why is not None
    assert why.sure
    assert "2 of 3" in why.why
    far = [replace(t, when=Interval(f"20{n}", f"20{n}"), incident=GUESSED) for n, t in enumerate(told, 10)]
    when, why = when_of(setting, Body(far, kind="ASSAULT"))
    assert when is None
    assert why is not None
    assert not why.sure
    assert why.score < least("when", is_main=False)


def test_publication_bounds_the_main_event_and_dates_no_other() -> None:
    setting = Setting.of(Ledger(Account(())))
    bounded, _ = when_of(setting, Body([of("one")], is_main=True))
    assert bounded == Interval("2024-03-04", "2024-03-05", precision="vague", basis="publication", approx=True)
    assert when_of(setting, Body([of("one")])) == (None, None)


def test_what_followed_a_happening_lies_between_it_and_the_report_that_told_of_it() -> None:
    setting = Setting.of(Ledger(Account(())))
    after = Body([of("one")], tie=Tie.FOLLOWS, whole_day=Interval("2024-03-03", "2024-03-03"))
    when, _ = when_of(setting, after)
    assert when == Interval("2024-03-03", "2024-03-05", precision="vague", basis="publication", approx=True)
    long_after = replace(after, whole_day=Interval("2024-02-01", "2024-02-01"))
    assert when_of(setting, long_after) == (None, None)
    to_come = replace(after, members=[of("one", modality=Modality.PLANNED)])
    assert when_of(setting, to_come) == (None, None)


def test_two_names_of_the_doer_of_one_deed_are_one_where_one_holds_the_other() -> None:
    names = ("trains", "two work trains", "guards of the line", "Lin", "Ada Lin")
    actors = [body(n, kind=ActorKind.PERSON if "Lin" in n else ActorKind.GROUP) for n in names]
    story = StoryCase(actors=tuple(actors))
    told = [of(str(n), doers=frozenset({name})) for n, name in enumerate((*names, "trains", "Ada Lin"))]
    found = doers(Body(told), Ledger(story.account()))
    assert {c.value.name: len(c.told) for c in found} == {"trains": 3, "guards of the line": 1, "Ada Lin": 3}


def test_reports_vote_for_the_main_event_by_how_likely_they_are_there_for_it() -> None:
    story = two_reports("Police arrested two men", "COERCE", "arrest").account()
    for attack, arrest, wanted in ((0.0, 0.9, "COERCE"), (0.3, 0.1, "ASSAULT")):
        readings = [told(r) for r in story.readings]
        sure = {"ASSAULT": attack, "COERCE": arrest}
        scored = [
            replace(r, incidents=tuple(replace(i, main_score=sure[i.type]) for i in r.incidents)) for r in readings
        ]
        account = merge_events(find_origins(replace(story, readings=tuple(scored))))
        assert next(e.type for e in account.events if e.id == account.stories[0].main) == wanted


def case() -> StoryCase:
    return StoryCase(places=PLACES, actors=(POLICE,))


def told(reading: Reading, **ties: Tie) -> Reading:
    """The reading with the first incident as the main one and others tied to it by kind."""
    main, *others = reading.incidents
    tied = [replace(i, tie=ties.get(i.type, Tie.OTHER), to=main.id if i.type in ties else None) for i in others]
    return replace(reading, incidents=(replace(main, tie=Tie.MAIN, to=None), *tied))


def events(story: StoryCase, **ties: Tie) -> dict[str | None, Event]:
    account: Account = story.account()
    account = replace(account, readings=tuple(told(r, **ties) for r in account.readings))
    return {e.type: e for e in merge_events(find_origins(account)).events}


def two_reports(second: str, kind: str, mode: str | None = None) -> StoryCase:
    """Two reports of one blast in Sarnow, each with the same second sentence."""
    story = case()
    for name in ("1.txt", "2.txt"):
        words = "A bomb went off in Sarnow on Monday"
        doc = story.report(name, f"{words}. {second}.")
        at, on = story.place(doc, "Sarnow", "Sarnow"), story.time(doc, "Monday", "2024-03-04")
        story.tell(doc, words, "ASSAULT", "explosives", at=(at,), on=(on,))
        story.tell(doc, second, kind, mode, by=(story.actor(doc, "Police", "Police"),))
    return story


@pytest.mark.parametrize(("tie", "why"), [(Tie.FOLLOWS, "belongs to"), (Tie.PART, "is part of")])
def test_what_stands_below_an_event_has_its_place_or_says_that_it_is_not_sure(tie: Tie, why: str) -> None:
    found = events(two_reports("Police arrested two men", "COERCE", "arrest"), COERCE=tie)
    blast, arrest = found["ASSAULT"], found["COERCE"]
    assert (arrest.parent, arrest.tie, blast.tie) == (blast.id, tie, Tie.MAIN)
    [place] = [w for w in arrest.why if w.field == "places"]
    assert f"that of the event it {why}" in place.why
    assert [(p.place, p.inferred) for p in arrest.places] == ([("Sarnow", True)] if place.sure else [])


def test_a_condemnation_is_folded_and_has_no_place_of_its_own() -> None:
    found = events(two_reports("Police condemned the attack", "ACCUSE", "disapprove"), ACCUSE=Tie.FOLLOWS)
    assert not found["ACCUSE"].shown
    assert found["ACCUSE"].places == ()
    assert found["ASSAULT"].shown


def test_the_story_knows_what_its_reports_are_there_for() -> None:
    story = two_reports("Police arrested two men", "COERCE", "arrest").account()
    account = merge_events(find_origins(replace(story, readings=tuple(told(r) for r in story.readings))))
    (blast,) = (e for e in account.events if e.type == "ASSAULT")
    assert account.stories[0].main == blast.id
    assert 0 < blast.score <= 1


def test_older_things_keep_the_one_time_that_their_clause_names() -> None:
    year = Interval("2009-01-01", "2009-12-31", precision="year")
    old = replace(TOLD, when=year, currency=Currency.BACKGROUND)
    when, why = when_of(Setting.of(Ledger(Account(()))), Body([old], kind="ASSAULT"))
    assert when == year
    assert why is not None
    assert why.sure


def test_the_place_of_the_main_event_is_laid_beside_the_one_that_most_speaks_for() -> None:
    story = two_reports("Police searched houses in Velk", "COERCE")
    docs = [r.document.id for r in story.readings.values()]
    for doc in docs:
        story.place(doc, "Velk", "Velk")
    ledger = Ledger(story.account())
    sarnow, velk = ledger.places["Sarnow"], ledger.places["Velk"]
    told = [of(docs[0], place=sarnow), of(docs[1], place=sarnow), of(docs[1], place=velk, start=9)]
    setting, body = Setting.of(ledger, told), Body(told[:2], is_main=True)
    seen = {p.id: place_features(Candidate(p, ()), body, setting, [sarnow, velk]) for p in (sarnow, velk)}
    beside = {name: {w: f.get(f"beside others, {w}") for w in STANDING} for name, f in seen.items()}
    assert beside["Sarnow"] == dict.fromkeys(STANDING, 1.0)
    assert beside["Velk"] == {"reports": 1.0, "leads": 1.0, "incidents": 0.5, "main tellings": 0.0}
    elsewhere = place_features(Candidate(velk, ()), Body(told), setting, [sarnow, velk])
    assert not [name for name in elsewhere if name.startswith("beside")]
