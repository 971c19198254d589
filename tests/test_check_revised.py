"""Figures of drafts that a report itself tells as those of before."""

from __future__ import annotations

import json

import pytest

import opensitrep
from opensitrep import Settings
from opensitrep.model import ALARMS, Aspect, Ruling
from opensitrep.pipeline import checker

HERE = Settings(engine="here")
REPORTS = {
    "01": (
        "Fjord Courier",
        "2024-03-04",
        "Tunnel roof comes down at Haugvik\n\n"
        "HAUGVIK, Norway - Part of the roof of the Haugvik tunnel came down on Sunday and buried a bus; "
        "nine people were hurt, the road authority said.",
    ),
    "02": (
        "Northern Ledger",
        "2024-03-06",
        "Inquiry into Haugvik tunnel\n\n"
        "The road authority now puts the cost of the repair at 31 million kroner, against 18 million on Monday, "
        "and has closed the old road as well.",
    ),
}


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> opensitrep.Account:
    folder = tmp_path_factory.mktemp("reports")
    for name, (outlet, day, text) in REPORTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        (folder / f"{name}.json").write_text(json.dumps({"outlet": outlet, "date": day}), encoding="utf-8")
    return opensitrep.build([folder], settings=HERE)


def ask(account: opensitrep.Account, text: str) -> list[tuple[Ruling, Aspect]]:
    return [(f.ruling, f.aspect) for s in checker(account, HERE)(text).sentences for f in s.findings]


@pytest.mark.parametrize(
    "text",
    [
        "The repair of the tunnel costs 18 million kroner, the road authority says.",
        "The road authority puts the cost of the repair at 18 million kroner.",
    ],
)
def test_a_figure_that_a_report_tells_as_one_of_before_is_superseded(account: opensitrep.Account, text: str) -> None:
    assert (Ruling.SUPERSEDED, Aspect.FIGURE) in ask(account, text)


@pytest.mark.parametrize(
    "text",
    [
        "The road authority puts the cost of the repair at 31 million kroner, against 18 million on Monday.",
        "At first the road authority had put the cost of the repair at 18 million kroner.",
        "The road authority puts the cost of the repair at 31 million kroner.",
    ],
)
def test_a_figure_that_the_draft_tells_so_too_is_left_in_peace(account: opensitrep.Account, text: str) -> None:
    assert not [ruling for ruling, _ in ask(account, text) if ruling in ALARMS]
