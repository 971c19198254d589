"""A small case of shared/cases/meaning whose account once said all it must stays so; the demands are readable."""

from pathlib import Path

import pytest
from benchmarks.meaning import demands, run
from benchmarks.meaning.score import score

CASES = demands.load()


@pytest.mark.parametrize("case", [c for c in CASES if c.whole], ids=lambda c: c.name)
def test_the_account_says_what_it_must_and_nothing_it_must_not(case: demands.Case, shared: Path) -> None:
    assert [row for row in score(case, run.build(case.name)) if not row.kept] == []


def test_every_case_is_asked(shared: Path) -> None:
    assert [c.name for c in CASES] == sorted(p.name for p in run.CASES.iterdir() if p.is_dir())


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_a_demand_names_only_events_of_its_case(case: demands.Case) -> None:
    named = {row.event for rows in (case.figures, case.never_figures, case.positions) for row in rows}
    assert named <= {None, *(e.key for e in case.events)}
    assert len({e.key for e in case.events}) == len(case.events)


def test_an_empty_account_keeps_no_case() -> None:
    from opensitrep.model import Account

    assert all(any(not row.kept for row in score(case, Account())) for case in CASES)
