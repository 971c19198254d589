"""Who is said to hold a town: claims with dates, never more than the words say."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from opensitrep.model import Account, Interval, Modality, PlaceRole, Slot
from opensitrep.reconcile.control.find import find_control
from opensitrep.run.ledger import Ledger
from tests.scene import Scene

CASES = tomllib.loads((Path(__file__).parent / "cases" / "control.toml").read_text("utf-8"))["case"]
SIDES = {"Borland troops": "BBB", "Arland forces": "AAA", "general": "BBB", "mayor": "AAA", "governor": "AAA"}
SEIZED, LEFT = ("ASSAULT", "seize-territory"), ("RETREAT", "withdraw")


def tell(scene: Scene, row: dict[str, Any], doc: str, **more: Any) -> str:
    clause = row["clause"]
    kind = SEIZED if "gains" in row else LEFT if "leaves" in row else ("ASSAULT", None)
    kind = ("ASSAULT", "firearms") if "fights" in row else kind
    agents = [a for a in SIDES if a in clause]
    state = "holds" in row
    return scene.tell(
        clause,
        doc=doc,
        speaker=row.get("by"),
        kind=None if state else kind,
        agents=agents,
        places=[("Lorn", "lorn", PlaceRole.SUBJECT if state else PlaceRole.TARGET)],
        fillers=[(Slot.CONTROLLER, agents[0], None)] if state else (),
        trigger=next((w for w in ("entered", "enter") if w in clause), None),
        modality=Modality.PLANNED if row.get("planned") else Modality.ACTUAL,
        **more,
    )


def controlled(scene: Scene) -> Account:
    return find_control(scene.account())


@pytest.mark.parametrize("case", CASES, ids=[c["says"] for c in CASES])
def test_the_status_follows_from_what_is_said_and_by_whom(case: dict[str, Any]) -> None:
    scene = Scene(sides=SIDES)
    for n, row in enumerate(case["told"]):
        tell(scene, row, f"doc{n}")
    rows = controlled(scene).control
    assert [(r.status, list(r.holder)) for r in rows] == (
        [(case["status"], case["holder"])] if "status" in case else []
    )


def test_a_day_nobody_speaks_of_has_no_row() -> None:
    scene = Scene(sides=SIDES)
    taken = {"clause": "On Monday Borland troops took Lorn", "gains": True}
    held = {"clause": "On Friday Borland troops control Lorn", "holds": True}
    tell(scene, taken, "one", times=[("Monday", Interval("2030-03-04", "2030-03-04"))])
    tell(scene, held, "two", times=[("Friday", Interval("2030-03-08", "2030-03-08"))])
    assert [(r.when.start, r.when.end) for r in controlled(scene).control] == [
        ("2030-03-04", "2030-03-04"),
        ("2030-03-08", "2030-03-08"),
    ]


def test_days_that_follow_each_other_with_the_same_answer_are_one_row() -> None:
    scene = Scene(sides=SIDES)
    for n, day in enumerate(("2030-03-04", "2030-03-05")):
        row = {"clause": "That day Borland troops control Lorn", "holds": True}
        tell(scene, row, f"d{n}", times=[("That day", Interval(day, day))])
    rows = controlled(scene).control
    assert [(r.when.start, r.when.end) for r in rows] == [("2030-03-04", "2030-03-05")]
    assert len(rows[0].claims) == 2


def test_a_withdrawal_one_day_and_a_capture_the_next_are_two_rows() -> None:
    scene = Scene(sides=SIDES)
    left = {"clause": "Arland forces began to leave Lorn on Monday", "leaves": True, "by": "governor"}
    taken = {"clause": "Borland troops took Lorn on Tuesday", "gains": True, "by": "mayor"}
    tell(scene, left, "one", times=[("Monday", Interval("2030-03-04", "2030-03-04"))])
    tell(scene, taken, "two", times=[("Tuesday", Interval("2030-03-05", "2030-03-05"))])
    assert [(r.status, r.when.start) for r in controlled(scene).control] == [
        ("contested", "2030-03-04"),
        ("conceded", "2030-03-05"),
    ]


def test_every_row_has_claims_and_words_and_the_order_of_reports_makes_no_difference() -> None:
    scene = Scene(sides=SIDES)
    for n, row in enumerate(CASES[4]["told"]):
        tell(scene, row, f"d{n}")
    forth, back = controlled(scene), find_control(scene.account(backwards=True))
    assert forth.control == back.control
    ledger = Ledger(forth)
    assert all(r.claims and all(ledger.quote(e).strip() for e in r.evidence) for r in forth.control)


def test_an_account_without_reports_has_no_rows() -> None:
    assert find_control(Account()).control == ()
