"""What is planned, who announced it, and what became of it, as far as the reports tell. No forecasts of our own.

An outcome is told when an actual event of the same type, place and actors falls into the time planned, or when a report
says that it was called off or put off.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from opensitrep.model import Account, Event, Mention, Modality, PlaceRole, Planned, Status
from opensitrep.reconcile.events import closeness
from opensitrep.run.ledger import Ledger
from opensitrep.text import intervals
from opensitrep.text.fold import fold
from opensitrep.text.words import Lists

WORDS = Lists("calendar")
TOOK_PLACE, OPEN, CANCELLED, POSTPONED = "took place", "open", "cancelled", "postponed"
HAPPENS = (PlaceRole.TARGET, PlaceRole.VENUE)
HELD = (Status.HAPPENED, Status.REPORTED, Status.CLAIMED)


def keep_calendar(account: Account) -> Account:
    """Add a row for every planned event, the soonest first, those without a day last."""
    ledger = Ledger(account)
    by_type: dict[str | None, list[Event]] = defaultdict(list)
    for event in account.events:
        by_type[event.type].append(event)
    rows = [_row(ledger, e, by_type[e.type]) for e in account.events if e.status is Status.PLANNED]
    rows += [row for e in account.events if e.status in HELD and (row := _closed(ledger, e))]
    rows.sort(key=lambda r: ((r.when.start if r.when else None) or "9", r.event))
    return replace(account, calendar=tuple(rows))


def _closed(ledger: Ledger, event: Event) -> Planned | None:
    """The row of an event that some reports plan and later ones tell as done."""
    plans = [m for m in event.mentions if ledger.mentions[m].modality is Modality.PLANNED]
    done = [m for m in event.mentions if ledger.mentions[m].modality is Modality.ACTUAL]
    before, after = (sorted({c.id for m in told for c in ledger.claims_of.get(m, ())}) for told in (plans, done))
    if not before or not after or len({c.partition(":")[0] for c in (*before, *after)}) < 2:
        return None
    return Planned(event.id, event.when, _announced(ledger, before), TOOK_PLACE, tuple(after))


def _announced(ledger: Ledger, claims: Iterable[str]) -> tuple[str, ...]:
    """The origins of some claims, outlets only where nobody else is named."""
    named = {o.id: o for c in claims if (o := ledger.origin_of_claim.get(c))}
    return tuple(sorted(i for i, o in named.items() if o.kind != "outlet") or sorted(named))


def _row(ledger: Ledger, plan: Event, others: Sequence[Event]) -> Planned:
    """The plan with its announcers and its outcome; what a report says outright comes before what follows by rule."""
    announced = _announced(ledger, plan.claims)
    for outcome, told in ((CANCELLED, WORDS["cancelled"]), (POSTPONED, WORDS["postponed"])):
        claims = _claims_with(ledger, plan, told)
        if claims:
            return Planned(plan.id, plan.when, announced, outcome, claims)
    for event in others:
        if event.status is Status.DENIED and _same(ledger, plan, event) and _later(ledger, plan, event):
            return Planned(plan.id, plan.when, announced, CANCELLED, event.claims)
        if event.status in HELD and event.when is not None and plan.when is not None and _same(ledger, plan, event):
            return Planned(plan.id, plan.when, announced, TOOK_PLACE, event.claims)
    return Planned(plan.id, plan.when, announced, OPEN)


def _claims_with(ledger: Ledger, plan: Event, told: Iterable[str]) -> tuple[str, ...]:
    """Claims of the plan whose clause holds one of the words."""
    found: list[str] = []
    for mention in (ledger.mentions[m] for m in plan.mentions):
        if any(word in _clause(ledger, mention) for word in told):
            found += [c.id for c in ledger.claims_of.get(mention.id, ())]
    return tuple(sorted(found))


def _clause(ledger: Ledger, mention: Mention) -> str:
    return fold(ledger.quote(mention.span))


def _same(ledger: Ledger, plan: Event, event: Event) -> bool:
    """The same actors (all the plan names, or one of several), a place that fits, a time inside the one planned."""
    if plan.id == event.id or (plan.mode and event.mode and plan.mode != event.mode):
        return False
    mine, theirs = {*plan.agents, *plan.targets}, {*event.agents, *event.targets}
    if not mine & theirs:
        return False
    if plan.when and event.when and not intervals.meets(plan.when, event.when):
        return False
    here = [ledger.places[p.place] for p in plan.places if p.role in HAPPENS]
    there = [ledger.places[p.place] for p in event.places if p.role in HAPPENS]
    return not here or not there or any(closeness(a, b) is not None for a in here for b in there)


def _later(ledger: Ledger, plan: Event, event: Event) -> bool:
    """Told in a report published no earlier than the first that told of the plan."""
    days = [
        min((p.start or "9" for c in e.claims if (p := ledger.published(c.partition(":")[0]))), default="9")
        for e in (plan, event)
    ]
    return days[1] >= days[0]
