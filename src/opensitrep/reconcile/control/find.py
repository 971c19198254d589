"""Who is said to hold which place on which day: statements with dates, never filled areas.

`held`: both sides say so, or outlets in their own voice. `conceded`: the losing side says so. `claimed`: only the
gaining side says so. `contested`: entered, fought over, being left, or held by two sides at once. `partly`: a share.
No state is carried to a day nobody speaks of. Vocabulary after daily front-line assessments: assessed, claimed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from opensitrep.model import Account, Control, Interval
from opensitrep.reconcile.camps import camp
from opensitrep.reconcile.control.holders import Hold, Holders
from opensitrep.run.ledger import Ledger
from opensitrep.text import intervals

Decision = tuple[tuple[str, ...], str, Sequence[Hold]]
"""Holder sides, status, and the statements used."""

SPREAD = 4  # days; a state told of a longer stretch is one row of its own, not one row a day


def find_control(account: Account) -> Account:
    """Add a row for each place and run of days with the same holder and status."""
    by_place: dict[str, list[Hold]] = defaultdict(list)
    for hold in Holders(Ledger(account)).find():
        by_place[hold.place].append(hold)
    story = account.stories[0].id if account.stories else ""
    rows = [row for place, holds in sorted(by_place.items()) for row in _of_place(place, story, holds)]
    return replace(account, control=tuple(rows))


def _of_place(place: str, story: str, holds: Sequence[Hold]) -> list[Control]:
    by_day: dict[date, list[Hold]] = defaultdict(list)
    rows = []
    for hold in holds:
        days = days_of(hold)
        for day in days:
            by_day[day].append(hold)
        if not days and (decided := decide([hold])):
            rows.append(_row(place, story, hold.when, decided))
    for first, last, told in _runs(by_day):
        decided = decide(told)
        if decided:
            zone = next((h.when.zone for h in told if h.when.zone), None)
            when = Interval(first.isoformat(), last.isoformat(), zone=zone)
            rows.append(_row(place, story, when, decided))
    return sorted(rows, key=lambda r: (r.when.start or "", r.when.end or "", r.status, r.claims))


def _runs(by_day: dict[date, list[Hold]]) -> list[tuple[date, date, list[Hold]]]:
    """Days that follow each other and say the same: one camp has it, or the same sides contest or share it."""
    runs: list[tuple[date, date, list[Hold]]] = []
    for day, told in sorted(by_day.items()):
        if runs and (day - runs[-1][1]).days == 1 and _answer(runs[-1][2]) == _answer(told) is not None:
            first, _, before = runs.pop()
            runs.append((first, day, [*before, *told]))
        else:
            runs.append((day, day, told))
    return runs


def _answer(told: Sequence[Hold]) -> tuple[str, frozenset[str]] | None:
    """Who has it, roughly: the status without who admits it, and the camps."""
    decided = decide(told)
    if decided is None:
        return None
    holder, status, _ = decided
    return status if status in ("contested", "partly") else "held", frozenset(camp(s) for s in holder)


def days_of(hold: Hold) -> tuple[date, ...]:
    """The civil days a statement speaks of; of a taking the last one. Empty for long or open stretches."""
    first, last = intervals.days(hold.when)
    if hold.kind == "takes" and last:
        return (last,)
    if first is None or last is None or (last - first).days >= SPREAD:
        return ()
    return tuple(date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1))


def _row(place: str, story: str, when: Interval, decided: Decision) -> Control:
    holder, status, used = decided
    claims = tuple(sorted({c for h in used for c in h.claims}))
    evidence = tuple(sorted({e for h in used for e in h.evidence}))
    return Control(place, story, holder, status, when, claims, evidence)


def decide(told: Sequence[Hold]) -> Decision | None:
    """Holder sides, status and the statements behind them for one place on one day; None where no side is named."""
    whole = [h for h in told if h.kind in ("holds", "takes") and h.sides]
    part = [h for h in told if h.kind == "part" and h.sides]
    camps = sorted({camp(s) for h in whole for s in h.sides})
    sides = tuple(sorted({s for h in told for s in h.sides}))
    if not sides:
        return None
    if part and not whole:
        return tuple(sorted({s for h in part for s in h.sides})), "partly", [h for h in told if h in part]
    if len(camps) != 1:
        return sides, "contested", told
    gainer = camps[0]
    voices = {v for h in whole for v in h.voices}
    others = voices - {gainer, ""}
    disputed = [h for h in told if h.kind in ("contests", "part") or (h.kind == "leaves" and _left_by(h, gainer))]
    if disputed and not others:
        return sides, "contested", told
    holder = tuple(sorted({s for h in whole for s in h.sides}))
    used = [h for h in told if h in whole or (h.kind == "leaves" and not _left_by(h, gainer))]
    if others:
        return holder, "held" if gainer in voices else "conceded", used
    return holder, "held" if "" in voices else "claimed", used


def _left_by(hold: Hold, gainer: str) -> bool:
    return any(camp(s) == gainer for s in hold.sides)
