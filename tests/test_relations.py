"""Between the values of one fact: each rule by an example, and what holds for all of them."""

from __future__ import annotations

import random
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opensitrep.model import Interval, Slot, Span, Value, Verdict
from opensitrep.reconcile.facts.answers import slot_table
from opensitrep.reconcile.facts.relations import Question, Said, holds, lies_in, relate
from opensitrep.reconcile.facts.verdicts import hull, verdict
from tests.scene import PLACES

TABLE = slot_table()
ATLAS = {p.id: p for p in PLACES}
CASES = tomllib.loads((Path(__file__).parent / "cases" / "relations.toml").read_text("utf-8"))["case"]


def question(slot: str) -> Question:
    return TABLE.question(Slot(slot), ATLAS)


def said(row: dict[str, Any], n: int = 0) -> Said:
    when = Interval(row["start"], row["end"], precision="instant") if "start" in row else None
    value = Value(
        claims=(f"c{n}",),
        evidence=(Span(row["doc"], n, n + 1),),
        origins=(row["origin"],),
        low=row.get("low"),
        high=row.get("high"),
        interval=when,
        places=tuple(row.get("places", ())),
        code=row.get("code"),
        text=row.get("text"),
        as_of=row.get("as_of"),
    )
    area = (row["area"],) if "area" in row else ()
    window = Interval(row["from"], row["to"]) if "from" in row else None
    return Said(
        value,
        "rocket",
        window,
        area,
        group=row.get("group"),
        launch=(row["launch"],) if "launch" in row else (),
        since=row.get("as_of"),
        whole=row.get("whole", False),
        documents=frozenset({row["doc"]}),
        mentions=frozenset({f"m{n}"}),
    )


@pytest.mark.parametrize("case", CASES, ids=[c["says"] for c in CASES])
def test_the_rule_of_the_case_holds_in_both_directions(case: dict[str, Any]) -> None:
    left, right, ask = said(case["left"], 1), said(case["right"], 2), question(case["slot"])
    assert relate(left, right, ask) == relate(right, left, ask)
    assert relate(left, right, ask).kind == case["kind"]
    assert verdict([left, right], ask).kind == verdict([right, left], ask).kind == Verdict(case["verdict"])


def test_a_part_larger_than_its_whole_contradicts_it() -> None:
    night = said({"low": 48, "high": 48, "origin": "a", "doc": "a", "from": "2030-03-02", "to": "2030-03-02"}, 1)
    day = said({"low": 45, "high": 45, "origin": "b", "doc": "b", "from": "2030-03-01", "to": "2030-03-02"}, 2)
    finding = verdict([night, day], question("munitions_fired"))
    assert finding.kind is Verdict.CONTRADICTED
    assert "part" in finding.why


def test_one_origin_in_two_reports_agrees_and_says_so() -> None:
    both = said({"low": 20, "high": 20, "origin": "a", "doc": "a"})
    twice = Said(both.value, documents=frozenset({"a", "b"}), mentions=frozenset({"x", "y"}))
    finding = verdict([twice], question("munitions_fired"))
    assert (finding.kind, finding.why) == (Verdict.AGREED, "2 reports say the same, from one origin")
    assert verdict([both], question("munitions_fired")).kind is Verdict.SINGLE


def test_what_is_superseded_is_kept_but_does_not_stand() -> None:
    first = said({"low": 40, "high": 40, "origin": "a", "doc": "a", "as_of": "2030-03-02"}, 1)
    later = said({"low": 52, "high": 52, "origin": "b", "doc": "b", "as_of": "2030-03-03"}, 2)
    finding = verdict([first, later], question("killed"))
    assert finding.standing == (1,)
    assert "superseded" in finding.why


def test_a_region_the_gazetteer_cannot_place_is_neither_inside_nor_outside() -> None:
    assert lies_in("lorn", "aa-north", ATLAS) is True
    assert lies_in("tarn", "aa-north", ATLAS) is False
    assert lies_in("lorn", "nowhere", ATLAS) is None


numbers = st.integers(0, 500)
ranges = st.builds(
    lambda a, b, openness: {"low": None if openness == 1 else min(a, b), "high": None if openness == 2 else max(a, b)},
    numbers,
    numbers,
    st.integers(0, 4),
)


@st.composite
def values(draw: st.DrawFn) -> list[Said]:
    rows = draw(st.lists(ranges, min_size=1, max_size=30))
    days = ("2030-03-02", "2030-03-03")
    more = [
        {
            "origin": draw(st.sampled_from("abc")),
            "doc": draw(st.sampled_from("xyz")),
            "as_of": draw(st.sampled_from(days)),
        }
        for _ in rows
    ]
    return [said({**row, **extra}, n) for n, (row, extra) in enumerate(zip(rows, more, strict=True))]


@given(values())
def test_the_hull_holds_every_value_or_lies_closer_inside_it(some: list[Said]) -> None:
    whole = hull([s.value for s in some], question("killed"))
    assert all(holds(whole, s.value) or holds(s.value, whole) or _touches(whole, s.value) for s in some)
    close = [s.value for s in some if not any(holds(s.value, o.value) and s.value != o.value for o in some)]
    assert all(holds(whole, v) for v in close)


def _touches(a: Value, b: Value) -> bool:
    """A looser value that holds one of the closest reaches into the hull."""
    low, high = max(a.low or 0, b.low or 0), min(a.high or 10**9, b.high or 10**9)
    return low <= high


@given(values(), st.randoms(use_true_random=False))
def test_the_verdict_does_not_depend_on_the_order(some: list[Said], chance: random.Random) -> None:
    few = some[:12]
    mixed = list(few)
    chance.shuffle(mixed)
    ask = question("killed")
    assert verdict(few, ask).kind == verdict(mixed, ask).kind
    assert verdict(few, ask).why == verdict(mixed, ask).why


@given(values())
def test_every_relation_points_at_two_different_values(some: list[Said]) -> None:
    relations = verdict(some, question("killed")).relations
    assert all(0 <= r.left < r.right < len(some) for r in relations)
    assert len(relations) <= max(12 * len(some), len(some) ** 2 // 2)
