"""Incidents of all reports of a story become events; every join is an edge that a person can take back.

Incidents are joined over reports by `grouping`, those first that the story is there for; parts, follow-ups and causes
are then put below the event that their reports tie them to. What an event is settled on stands in `settle`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from opensitrep.model import Account, Event, Judgement, Mention, Standing, Tie
from opensitrep.reconcile.camps import hostile_pairs
from opensitrep.reconcile.events.grouping import doubtful, group
from opensitrep.reconcile.events.likeness import parted
from opensitrep.reconcile.events.settle import kind_of, settle_all
from opensitrep.reconcile.events.standings import standings, state_standings, status_of
from opensitrep.reconcile.events.tellings import Telling, tell_all
from opensitrep.reconcile.events.worth import judge, lead_of
from opensitrep.run.ledger import Ledger

BY_REPORT = "rule: one report tells them as one"
BY_LIKENESS = "rule: alike in kind, place, day and parties"
IN_DOUBT = "rule: nearly alike"
LEAST = 0.25  # worth from which the main event of a story is printed
MOST_DOUBTS = 200  # pairs laid before a person, the most alike first
BELOW = (Tie.PART, Tie.FOLLOWS, Tie.CAUSE)


def merge_events(account: Account, *, judgements: Sequence[Judgement] = ()) -> Account:
    """Add events, standings of all attributed claims, and the judgements behind the joins.

    `judgements` are decisions of persons on pairs of claims, replayed before and above every rule.
    """
    ledger = Ledger(account)
    joining = Joining(ledger, judgements)
    told: dict[str, Standing] = {}
    events = []
    hostile = hostile_pairs(ledger)
    for members in joining.bodies:
        stands = standings(ledger, members, hostile)
        told |= stands
        events.append(_event(ledger, members, stands, joining.former))
    events = _tied(events, joining.bodies)
    main = joining.main
    events = settle_all(ledger, events, joining.bodies, main)
    lead = next((lead_of(e, body) for e, body in zip(events, joining.bodies, strict=True) if e.id == main), None)
    events = [judge(e, body, lead) for e, body in zip(events, joining.bodies, strict=True)]
    events = [replace(e, shown=True) if e.id == main and e.score >= LEAST else e for e in events]
    return replace(
        account,
        stories=tuple(replace(s, main=main) for s in account.stories),
        events=tuple(sorted(events, key=lambda e: e.id)),
        standings=tuple(sorted([*told.values(), *state_standings(ledger, told)], key=lambda s: s.claim)),
        judgements=(*account.judgements, *joining.edges()),
    )


# ---------------------------------------------------------------- groups


class Joining:
    """Which incidents are one, with the decisions of persons that apply here."""

    def __init__(self, ledger: Ledger, judgements: Sequence[Judgement]) -> None:
        self.tellings = tell_all(ledger)
        at = {claim: i for i, t in enumerate(self.tellings) for claim in (*t.claims, t.id)}
        self.decided = [j for j in judgements if j.left in at and j.right in at]
        whole = [j for j in self.decided if at[j.left] != at[j.right]]  # within one incident nothing can be split
        apart = [(at[j.left], at[j.right]) for j in whole if j.verdict == "not same"]
        together = [(at[j.left], at[j.right]) for j in whole if j.verdict == "same"]
        self.groups = group(self.tellings, together=together, apart=apart)
        self.bodies = [[self.tellings[i] for i in members] for members in self.groups.members]
        self.main = anchor([self.tellings[i] for i in self.groups.main]) if self.groups.main else None
        self.former = self._former() if whole else {}

    def _former(self) -> dict[str, tuple[str, ...]]:
        """Ids that events had before the decisions of persons, by the id they have now."""
        before = group(self.tellings).members
        old = {i: anchor([self.tellings[k] for k in members]) for members in before for i in members}
        out = {}
        for members, body in zip(self.groups.members, self.bodies, strict=True):
            new = anchor(body)
            out[new] = tuple(sorted({old[i] for i in members} - {new}))
        return out

    def edges(self) -> list[Judgement]:
        """The decisions, one edge from the anchor of an event to each other claim of it, and what is in doubt."""
        out = []
        for body in self.bodies:
            first = anchor(body)
            for telling in body:
                why = BY_REPORT if telling is body[0] else BY_LIKENESS
                out += [Judgement(first, c, "same", why) for c in telling.claims or (telling.id,) if c != first]
        return [*self.decided, *sorted(out, key=lambda j: (j.left, j.right)), *self._doubts()]

    def _doubts(self) -> list[Judgement]:
        found = sorted(doubtful(self.groups), key=lambda d: (-d[2], d[0], d[1]))[:MOST_DOUBTS]
        pairs = [(self.tellings[i], self.tellings[j], score) for i, j, score in found]
        return [
            Judgement(a.claims[0], b.claims[0], "unsure", f"{IN_DOUBT} ({score:.2f})")
            for a, b, score in pairs
            if a.claims and b.claims and not parted(a, b)
        ]


def anchor(members: Sequence[Telling]) -> str:
    """The claim that names the event: of the earliest published report, then by document and place in the text."""
    first = min(members, key=lambda t: ((t.published.start or "9") if t.published else "9", t.doc, t.start, t.id))
    words = {claim: m.trigger for m in first.mentions for claim in first.claims if _of(claim, m)}
    return min(first.claims, key=lambda c: (words[c].start if c in words else 0, c), default=first.id)


def _of(claim: str, mention: Mention) -> bool:
    return claim == mention.id.replace(":m:", ":c:")


# ---------------------------------------------------------------- one event


def _event(
    ledger: Ledger, members: Sequence[Telling], told: dict[str, Standing], former: dict[str, tuple[str, ...]]
) -> Event:
    currency = Counter(t.currency for t in members)
    kind, why = kind_of(members)
    name = anchor(members)
    return Event(
        id=name,
        story=ledger.account.stories[0].id if ledger.account.stories else "",
        type=kind,
        mode=None,
        status=status_of(ledger, members, told),
        currency=min(currency, key=lambda c: (-currency[c], c)),
        when=None,
        mentions=tuple(m.id for t in members for m in t.mentions),
        claims=tuple(sorted(c for t in members for c in t.claims)),
        aliases=former.get(name, ()),
        incidents=tuple(t.id for t in members),
        why=(why,),
    )


# ---------------------------------------------------------------- what stands below what


def _tied(events: Sequence[Event], bodies: Sequence[Sequence[Telling]]) -> list[Event]:
    """Each event with the one that its reports put it below, and how."""
    home = {i: e.id for e in events for i in e.incidents}
    ties: dict[str, tuple[Tie, str]] = {}
    for event, members in zip(events, bodies, strict=True):
        votes: Counter[tuple[Tie, str]] = Counter()
        for telling in members:
            whole = home.get(telling.incident.to or "", event.id)
            if telling.tie in BELOW and whole != event.id:
                votes[telling.tie, whole] += 1
        against = sum(t.tie in (Tie.MAIN, Tie.EARLIER) for t in members)
        if votes and against <= sum(votes.values()):  # else more reports are there for it, or look back on it
            ties[event.id] = min(votes, key=lambda v: (-votes[v], v))
    _cut_circles(ties)
    out = []
    for event, members in zip(events, bodies, strict=True):
        tie, parent = ties.get(event.id, (_own_tie(members), None))
        out.append(replace(event, parent=parent, tie=tie))
    return out


def _cut_circles(ties: dict[str, tuple[Tie, str]]) -> None:
    """Take out the tie where a circle closes."""
    for name in sorted(ties):
        seen, at = {name}, ties[name][1]
        while at in ties and at not in seen:
            seen.add(at)
            at = ties[at][1]
        if at in seen:
            del ties[name]


def _own_tie(members: Sequence[Telling]) -> Tie:
    """How most reports see an event that stands below none."""
    votes = Counter(t.tie for t in members if t.tie not in BELOW)
    return min(votes, key=lambda t: (-votes[t], t)) if votes else Tie.OTHER
