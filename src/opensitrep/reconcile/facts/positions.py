"""What is disputed: a question about an event that sides answer differently, with what each does and says.

A position begins with a statement that denies or doubts; `disputes` finds what it stands against. Rival figures of a
series are a position too. What exactly is denied (that it happened, who did it, why, a figure) is told by the words.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from opensitrep.model import About, Account, Act, Position, Series, Side, Slot, Verdict
from opensitrep.reconcile.facts.disputes import Disputes, Said, said_all, weights
from opensitrep.run.ledger import Ledger
from opensitrep.text.stems import count_words
from opensitrep.text.words import Lists

WORDS = Lists("positions")
TOLD = (About.DOER, About.CAUSE, About.MEANT, About.TERMS, About.HOLDER)  # by words of a list
CLOSE = 0.5  # share of the surest side's probability from which another one is a side
PRINTED = 0.3  # probability from which a position is printed
SIDES = 8  # sides of one position that are kept, the surest first


def find_positions(account: Account) -> Account:
    """Add the positions of a story, the surest first."""
    ledger = Ledger(account)
    found = [*_disputed(ledger), *(p for s in account.series if (p := _figures(ledger, s)))]
    return replace(account, positions=tuple(sorted(found, key=lambda p: (-p.score, p.id))))


def _disputed(ledger: Ledger) -> list[Position]:
    """Positions that begin with a denial or a doubt."""
    said = said_all(ledger)
    disputes = Disputes(said)
    scores = {(n, m): disputes(n, m) for n, m in disputes.pairs()}
    linked = {pair: score for pair, score in scores.items() if score >= weights().threshold}
    home = {n: n for n in range(len(said))}
    for n, m in sorted(linked, key=lambda p: (-linked[p], p)):
        if said[m].against and said[n].event == said[m].event:
            home[_root(home, m)] = _root(home, n)
    groups: dict[int, dict[int, float]] = defaultdict(dict)
    for (n, m), score in linked.items():
        group = groups[_root(home, n)]
        group[n] = max(score, group.get(n, 0.0))
        group[m] = max(score, group.get(m, 0.0))
    found: dict[str, Position] = {}
    for _, group in sorted(groups.items()):
        made = _position(ledger, said, group)
        if made and (made.id not in found or made.score > found[made.id].score):  # one denial, answered in two groups
            found[made.id] = made
    return list(found.values())


def _root(home: dict[int, int], n: int) -> int:
    while home[n] != n:
        n = home[n]
    return n


def _position(ledger: Ledger, said: Sequence[Said], group: dict[int, float]) -> Position | None:
    """The position of some statements; None where no event is known or one side alone speaks."""
    against = [said[n] for n in group if said[n].against]
    events = Counter(s.event for s in against if s.event) or Counter(said[n].event for n in group if said[n].event)
    if not events:
        return None
    event = min(events, key=lambda e: (-events[e], e))
    sides: dict[tuple[str, Act], list[int]] = defaultdict(list)
    for n in sorted(group):
        act = said[n].attribution.act
        sides[said[n].origin, act if said[n].against else Act.ASSERTS].append(n)
    sure = {side: max(group[n] for n in members) for side, members in sides.items()}
    least = CLOSE * max(sure.values())
    kept = sorted((s for s in sure if sure[s] >= least), key=lambda s: (-sure[s], s))[:SIDES]
    rows = tuple(_side(said, origin, act, sides[origin, act]) for origin, act in sorted(kept))
    if len({r.origin for r in rows}) < 2:
        return None
    told = any(r.act is Act.ASSERTS for r in rows) and any(r.act is Act.DENIES for r in rows)
    first = min(against, key=lambda s: s.attribution.id)
    return Position(
        id=f"{event}:{first.attribution.id}",
        story=ledger.events[event].story,
        event=event,
        about=_about(ledger, against, [said[n] for n in group]),
        sides=rows,
        verdict=Verdict.CONTRADICTED if told else Verdict.COMPATIBLE,
        why="one side denies what another one says" if told else "a side leaves open what another one says",
        score=max(group.values()),
        shown=told and max(group.values()) >= PRINTED,
    )


def _side(said: Sequence[Said], origin: str, act: Act, members: Sequence[int]) -> Side:
    claims = tuple(dict.fromkeys(c.id for n in members for c in said[n].claims))
    return Side(origin, act, claims, tuple(s for n in members for s in said[n].attribution.content))


def _about(ledger: Ledger, against: Sequence[Said], group: Sequence[Said]) -> About:
    """What is denied: the list most of whose words stand in the denials, else a figure, else that it happened."""
    if any(
        f.slot is Slot.CONTROLLER for s in against for c in s.claims if (m := ledger.mention_of(c)) for f in m.fillers
    ):
        return About.HOLDER
    words = count_words([ledger.quote(c) for s in against for c in (*s.attribution.content, *s.attribution.cue)])
    more = count_words([ledger.quote(c) for s in group for c in s.attribution.content])
    votes = {a: sum(2 * (w in words) + (w in more) for w in _list(a.value)) for a in TOLD}
    best = max(votes, key=lambda a: (votes[a], a.value))
    if votes[best] > 1:
        return best
    return About.FIGURE if any(s.fates for s in against) else About.HAPPENED


def _list(name: str) -> frozenset[str]:
    return frozenset(w for word in WORDS[name] for w in count_words([word]))


def _figures(ledger: Ledger, series: Series) -> Position | None:
    """The rival figures of a series."""
    if not series.rivals:
        return None
    told = sorted({n for pair in series.rivals for n in pair})
    sides: dict[str, list[int]] = defaultdict(list)
    for n in told:
        for origin in series.values[n].origins:
            sides[origin].append(n)
    rows = []
    for origin in sorted(sides):
        values = [series.values[n] for n in sides[origin]]
        mine = set(ledger.origins[origin].claims)
        claims = tuple(c for v in values for c in v.claims if c in mine)
        voices = [ledger.attributions.get(ledger.claims[c].attribution or "") for c in claims]
        evidence = [e for v in values for e in v.evidence if any(c.startswith(e.doc) for c in claims)]
        evidence += [s for said in voices if said for s in said.content]
        rows.append(Side(origin, Act.ASSERTS, claims, tuple(dict.fromkeys(evidence))))
    if len(rows) < 2:
        return None
    return Position(
        id=f"{series.id}:rivals",
        story=series.story,
        event=series.event,
        about=About.FIGURE,
        sides=tuple(rows),
        verdict=Verdict.CONTRADICTED,
        why="figures for one time that cannot both hold",
        score=series.score,
        shown=series.shown,
    )
