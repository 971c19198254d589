"""What a story is there for, decided over all its reports."""

from __future__ import annotations

from dataclasses import replace

from opensitrep.model import Currency, Interval, Tie
from opensitrep.reconcile.events.chief import BODY, Beside, chiefs, main_group, weights
from opensitrep.reconcile.events.likeness import parted
from opensitrep.reconcile.events.tellings import Telling
from tests.test_incidents_joined import TOLD, of

NEAR, FAR = (127, 0), (0, 127)


def telling(doc: str, *, leads: float, vector: tuple[int, ...] = NEAR, kind: str = "ASSAULT") -> Telling:
    incident = replace(TOLD.incident, id=f"{doc}:i:{leads}", type=kind, vector=vector, main_score=leads, tie=Tie.MAIN)
    words = frozenset({"blast", "market"}) if vector == NEAR else frozenset({"vote"})
    return replace(of(doc), incident=incident, words=words, triggers=words)


STORY = [
    telling("one", leads=0.9),
    telling("two", leads=0.9),
    telling("three", leads=0.8),
    telling("three", leads=0.1, vector=FAR, kind="ELECTION"),
]


def test_a_telling_that_no_pair_joins_is_of_the_main_event_where_its_report_is_there_for_it() -> None:
    likely = chiefs(STORY)
    assert min(likely[:3]) > 0.4 > likely[3]
    assert main_group(STORY, [(0, 1), (2,), (3,)], frozenset()) == (0, 1, 2)


def test_what_a_person_split_from_the_main_event_is_not_added_to_it() -> None:
    assert main_group(STORY, [(0, 1), (2,), (3,)], frozenset({frozenset({0, 2})})) == (0, 1)


def test_what_happened_on_another_day_is_not_added_however_likely_it_is() -> None:
    days = ["2024-03-03", "2024-03-03", "2024-03-01"]
    dated = [replace(t, when=Interval(day, day)) for t, day in zip(STORY, days, strict=False)]
    assert parted(dated[0], dated[2])
    assert chiefs(dated)[2] > weights().threshold
    assert main_group(dated, [(0, 1), (2,)], frozenset()) == (0, 1)


def test_a_report_that_tells_the_main_event_adds_no_more_to_it() -> None:
    again = [*STORY, telling("one", leads=0.9)]
    assert main_group(again, [(0, 1), (2,), (3,), (4,)], frozenset()) == (0, 1, 2)


def test_older_things_are_no_main_event() -> None:
    old = [replace(t, currency=Currency.BACKGROUND) for t in STORY[:3]]
    assert main_group([*old, STORY[3]], [(0, 1, 2), (3,)], frozenset()) == (3,)
    assert main_group(old, [(0, 1, 2)], frozenset()) == ()
    assert main_group([], [], frozenset()) == ()


def test_all_are_laid_beside_the_likeliest_few() -> None:
    many = [telling(str(n), leads=n / 100) for n in range(3 * BODY)]
    assert len(Beside(many).body) == BODY
    assert all(many[i].leads >= many[2 * BODY].leads for i in Beside(many).body)


def test_nothing_is_said_of_meaning_where_no_vectors_are() -> None:
    rows = list(Beside([replace(t, incident=replace(t.incident, vector=())) for t in STORY]).rows())
    assert all("meaning" not in row for row in rows)
    assert rows[0]["words"] == 0.9  # what the likeliest other one says
