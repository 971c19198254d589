"""What is disputed: a question about an event that sides answer differently, with what each does and says.

A position begins with a statement that denies or doubts; `disputes` finds what it stands against. Rival figures of a
series are a position too. What exactly is denied (that it happened, who did it, why, a figure) is told by the words.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from opensitrep.model import About, Account, Act, Modality, Position, Series, Side, Slot, Verdict
from opensitrep.reconcile.facts.disputes import AGAINST, TOLD, Disputes, Said, said_all, told_by, weights
from opensitrep.run.ledger import Ledger
from opensitrep.text.stems import count_words

CLOSE = 0.7  # share of the surest answer's probability from which another one is a side
ALIKE = 0.5  # likeness of words from which two denials say the same
PRINTED = 0.5  # probability of a denial by its cue from which its position is printed; by its words alone none is
SIDES = 8  # sides of one position that are kept, the surest first


def find_positions(account: Account) -> Account:
    """Add the positions of a story, the surest first."""
    ledger = Ledger(account)
    found = [*_disputed(ledger), *(p for s in account.series if (p := _figures(ledger, s)))]
    return replace(account, positions=tuple(sorted(found, key=lambda p: (-p.score, p.id))))


def _disputed(ledger: Ledger) -> list[Position]:
    """Positions that begin with a denial or a doubt; denials that say the same are one."""
    said = said_all(ledger)
    disputes = Disputes(said, ledger)
    answers = disputes.answers()
    sure = {n: weights().denial(disputes.denial_features(n, mine)) for n, mine in answers.items()}
    home = {n: n for n in sure}
    for n, m in disputes.pairs():
        if m in sure and said[n].event == said[m].event and disputes.cosine(said[n], said[m]) >= ALIKE:
            home[_root(home, m)] = _root(home, n)
    answered: dict[int, int] = {}  # denials that one statement answers best are one
    for n, mine in answers.items():
        best = max(mine, key=lambda m: (mine[m], -m), default=None)
        if best is not None and mine[best] >= weights().answer.threshold:
            home[_root(home, n)] = _root(home, best if best in sure else answered.setdefault(best, n))
    groups: dict[int, list[int]] = defaultdict(list)
    for n, score in sure.items():
        if score >= weights().denial.threshold:
            groups[_root(home, n)].append(n)
    return [p for _, group in sorted(groups.items()) if (p := _position(ledger, said, group, sure, answers))]


def _root(home: dict[int, int], n: int) -> int:
    while home[n] != n:
        n = home[n]
    return n


def _position(
    ledger: Ledger,
    said: Sequence[Said],
    denials: Sequence[int],
    sure: Mapping[int, float],
    answers: Mapping[int, Mapping[int, float]],
) -> Position | None:
    """The position of some denials and what answers them; None where no event is known."""
    events = Counter(said[n].event for n in denials if said[n].event)
    if not events:
        return None
    event = min(events, key=lambda e: (-events[e], not ledger.events[e].shown, e))
    told: dict[int, float] = {}
    for n in denials:
        least = max(weights().answer.threshold, CLOSE * max(answers[n].values(), default=0.0))
        for m, score in answers[n].items():
            if score >= least and m not in denials:
                told[m] = max(score, told.get(m, 0.0))
    sides: dict[tuple[str, Act], list[int]] = defaultdict(list)  # denials and answers, the surest first
    for n in sorted(denials, key=lambda n: (-sure[n], n)):
        sides[said[n].origin, said[n].act].append(n)
    room = max(0, SIDES - len(sides))
    for m in sorted(told, key=lambda m: (-told[m], m))[:room]:
        sides[said[m].origin, said[m].act].append(m)
    rows = tuple(_side(said, origin, act, members) for (origin, act), members in sides.items())
    verdict, why = _verdict(ledger, rows)
    first = min((said[n] for n in denials), key=lambda s: s.attribution.id)
    score = max(sure[n] for n in denials)
    return Position(
        id=f"{event}:{first.attribution.id}",
        story=ledger.events[event].story,
        event=event,
        about=_about(ledger, event, [said[n] for n in denials], [said[n] for group in sides.values() for n in group]),
        sides=rows,
        verdict=verdict,
        why=why,
        score=score,
        shown=any(sure[n] >= PRINTED and said[n].attribution.act in AGAINST for n in denials),
    )


def _verdict(ledger: Ledger, sides: Sequence[Side]) -> tuple[Verdict, str]:
    """What the sides do to one another."""
    acts = {s.act for s in sides}
    if Act.DENIES in acts and acts - AGAINST:
        return Verdict.CONTRADICTED, "one side denies what another one says"
    if acts - AGAINST:
        return Verdict.COMPATIBLE, "a side leaves open what another one says"
    origins = ledger.bounds(c for s in sides for c in s.claims)
    if origins.lower < 2:
        return Verdict.SINGLE, "one origin; nobody answers it"
    return Verdict.COMPATIBLE, "nobody says what these deny or leave open"


def _side(said: Sequence[Said], origin: str, act: Act, members: Sequence[int]) -> Side:
    claims = tuple(dict.fromkeys(c.id for n in members for c in said[n].claims))
    return Side(origin, act, claims, tuple(s for n in members for s in said[n].attribution.content))


def _about(ledger: Ledger, event: str, against: Sequence[Said], group: Sequence[Said]) -> About:
    """What is denied: the list most of whose words stand in the denials, else a figure, else that it happened; where no
    denial tells of the happening itself, something told of it."""
    if any(
        f.slot is Slot.CONTROLLER for s in against for c in s.claims if (m := ledger.mention_of(c)) for f in m.fillers
    ):
        return About.HOLDER
    words = count_words([ledger.quote(c) for s in against for c in (*s.attribution.content, *s.attribution.cue)])
    more = count_words([ledger.quote(c) for s in group for c in s.attribution.content])
    votes = {a: sum(2 * (w in words) + (w in more) for w in told_by(a.value)) for a in TOLD}
    best = max(votes, key=lambda a: (votes[a], a.value))
    if votes[best] > 1:
        return best
    if any(s.fates for s in against):
        return About.FIGURE
    denied = [m for s in against for c in s.claims if (m := ledger.mention_of(c)) and ledger.event_of_claim(c) == event]
    itself = any(m.modality is Modality.NEGATED for m in denied) or any(
        s.attribution.act in AGAINST and any(m.attribution == s.attribution.id for m in denied) for s in against
    )
    return About.HAPPENED if itself else About.DETAIL


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
