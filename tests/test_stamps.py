"""The day a page was fetched is no day of its figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from opensitrep.model import Account, Interval, Resolution
from opensitrep.reconcile.facts import find_series
from opensitrep.reconcile.facts.stamps import misdated
from opensitrep.run.ledger import Ledger

FERRY = "Ferry sinks\n\n{}\n\nA ferry sank off Lorvik on Tuesday night, killing {} people, police said."


@pytest.mark.parametrize(("tuesday", "amiss"), [("2019-07-02", True), ("2019-05-14", False), ("2019-07-03", False)])
def test_a_weekday_of_weeks_before_shows_that_a_page_was_dated_later(
    tell: Callable[..., Account], tuesday: str, amiss: bool
) -> None:
    told = tell(*(FERRY.format(f"{n} May 2019", n) for n in (8, 9, 10)))
    late = next(r.document.id for r in told.readings if "10 May" in r.document.text)

    def read_as_of_july(found: Resolution) -> Resolution:
        if found.subject == late and found.field == "published":
            return replace(found, value=Interval("2019-07-05", "2019-07-05"))
        is_time = not isinstance(found.subject, str) and found.subject.doc == late and found.field == "time"
        return replace(found, value=Interval(tuesday, tuesday)) if is_time else found

    fetched = replace(told, resolutions=tuple(map(read_as_of_july, told.resolutions)), series=())
    assert misdated(Ledger(fetched)) == ({late} if amiss else set())
    days = {v.low: v.as_of for s in find_series(fetched).series for v in s.values}
    assert days[9.0] == "2019-05-09"
    assert days[10.0] == (None if amiss else "2019-07-05")
