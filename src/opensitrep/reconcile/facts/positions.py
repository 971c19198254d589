"""What is disputed: a question about an event that sides answer differently, with what each does and says.

A position begins with a statement that denies or doubts; `disputes` finds what it stands against. Neighbours in a
report that tell different things of one matter are a position too, and so are rival figures of a series. What exactly
is denied (that it happened, who did it, why, a figure) is told by the words.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from opensitrep.model import About, Account, Act, Modality, Position, Series, Side, Slot, Verdict
from opensitrep.reconcile.facts.disputes import Disputes, weights
from opensitrep.reconcile.facts.said import AGAINST, SUBJECTS, TOLD, Said, listed, said_all, told_by
from opensitrep.run.ledger import Ledger
from opensitrep.text.stems import count_words

CLOSE = 0.5  # share of the surest answer's probability from which another one is a side
PRINTED = 0.5  # probability of a denial from which its position is printed
PRINTED_CLEAR = 0.4  # the same of one that is told in so many words
DIFFERENT = 0.2  # likelihood from which neighbours that deny nothing are kept as sides
# odds, as among few statements, from which a position is printed for its answer, or for what differs: over clusters
# held out .59 of what is printed is right and .32 of gold is printed; from .35 and .4 .55 and .35, from .6 .60 and .28
SHOWN_ANSWERED, SHOWN_DIFFERENT = 0.45, 0.5
SUBJECT = 3  # what a subject weighs beside single words where it is asked what a dispute is about
ONCE = (About.DOER, About.CAUSE, About.MEANT, About.TERMS, About.HOLDER)  # asked once of an event: 266 of 272 of the
# gold of train and dev; of a figure there are several, and what is told of it may be anything
SIDES = 8  # sides of one position that are kept, the surest first


def find_positions(account: Account) -> Account:
    """Add the positions of a story, the printed before the others, the surest first."""
    ledger = Ledger(account)
    found = [*_disputed(ledger), *(p for s in account.series if (p := _figures(ledger, s)))]
    return replace(account, positions=tuple(sorted(found, key=lambda p: (not p.shown, -p.score, p.id))))


def _disputed(ledger: Ledger) -> list[Position]:
    """Positions that begin with a denial or a doubt; denials that say the same are one."""
    said = said_all(ledger)
    disputes = Disputes(said, ledger)
    opposed = disputes.opposed()
    answers = disputes.answers(opposed)
    sure = {n: weights().denial(disputes.denial_features(n, mine)) for n, mine in answers.items()}
    home = {n: n for n in sure}
    for n, m in disputes.near():
        one, other = said[n], said[m]
        if m in sure and (one.event == other.event or one.own) and disputes.alike(one, other):
            home[_root(home, m)] = _root(home, n)
    answered: dict[int, int] = {}  # denials that one statement answers best are one
    for n, mine in answers.items():
        best = max(mine, key=lambda m: (mine[m], -m), default=None)
        if best is None or mine[best] < weights().answer.threshold:
            continue
        taken_up = said[n].act is Act.WITHHOLDS or said[n].denied in said[best].words
        if disputes.told_again(n, best) or (taken_up and disputes.beside(n, best)):
            home[_root(home, n)] = _root(home, best if best in sure else answered.setdefault(best, n))
    groups: dict[int, list[int]] = defaultdict(list)
    for n, score in sure.items():
        if score >= weights().denial.threshold or said[n].own:
            groups[_root(home, n)].append(n)
    found = [p for _, group in sorted(groups.items()) if (p := _position(ledger, disputes, group, sure, answers))]
    found += _different(ledger, disputes, opposed)
    return [as_one(ledger, same) for same in _asked(found)]


def _asked(found: Sequence[Position]) -> list[list[Position]]:
    """Positions by the question: asked once of an event, or printed with some of the same words."""
    home = {n: n for n in range(len(found))}
    first: dict[object, int] = {}
    for n, p in enumerate(found):
        keys: list[object] = [(p.event, p.about)] if p.about in ONCE else []
        keys += [e for s in p.sides for e in s.evidence if p.shown]
        for key in keys:
            home[_root(home, n)] = _root(home, first.setdefault(key, n))
    groups: dict[int, list[Position]] = defaultdict(list)
    for n, p in enumerate(found):
        groups[_root(home, n)].append(p)
    return list(groups.values())


def _different(ledger: Ledger, disputes: Disputes, opposed: Mapping[tuple[int, int], float]) -> Iterator[Position]:
    """Positions of neighbours that tell different things of one matter, though neither denies anything."""
    said = disputes.said
    pairs = {pair: s for pair, s in opposed.items() if not said[pair[0]].against and s >= DIFFERENT}
    home = {n: n for pair in pairs for n in pair}
    for n, m in pairs:
        home[_root(home, m)] = _root(home, n)
    groups: dict[int, list[int]] = defaultdict(list)
    for n in sorted(home):
        groups[_root(home, n)].append(n)
    for _, group in sorted(groups.items()):
        score = max(s for (n, _), s in pairs.items() if n in group)
        sides: dict[tuple[str, Act], list[int]] = defaultdict(list)
        for n in group:
            sides[said[n].origin, said[n].act].append(n)
        shown = disputes.odds(score) >= SHOWN_DIFFERENT
        if made := _made(ledger, disputes, group, dict(list(sides.items())[:SIDES]), score=score, shown=shown):
            yield made


def as_one(ledger: Ledger, same: Sequence[Position]) -> Position:
    """Positions on one question as one: what is printed of them, where any of it is."""
    shown = [p for p in same if p.shown] or same
    if len(shown) == 1:
        return shown[0]
    sides: dict[tuple[str, Act], list[Side]] = defaultdict(list)
    for side in (s for p in sorted(shown, key=lambda p: (-p.score, p.id)) for s in p.sides):
        sides[side.origin, side.act].append(side)
    rows = tuple(
        Side(
            origin,
            act,
            tuple(dict.fromkeys(c for s in told for c in s.claims)),
            tuple(dict.fromkeys(e for s in told for e in s.evidence)),
        )
        for (origin, act), told in list(sides.items())[:SIDES]
    )
    verdict, why = _verdict(ledger, rows)
    best = max(shown, key=lambda p: (p.score, p.id))
    return replace(best, sides=rows, verdict=verdict, why=why)


def _root(home: dict[int, int], n: int) -> int:
    while home[n] != n:
        n = home[n]
    return n


def _position(
    ledger: Ledger,
    disputes: Disputes,
    denials: Sequence[int],
    sure: Mapping[int, float],
    answers: Mapping[int, Mapping[int, float]],
) -> Position | None:
    """The position of some denials and what answers them; None where no event is known."""
    said = disputes.said
    told = _answers(disputes, denials, answers, printed=True)
    shown = any(_plain(said[n], sure[n], answered=bool(told)) for n in denials)
    shown |= any(disputes.odds(answers[n].get(m, 0.0)) >= SHOWN_ANSWERED for n in denials for m in told)
    if not shown:
        told = _answers(disputes, denials, answers, printed=False)
    sides: dict[tuple[str, Act], list[int]] = defaultdict(list)  # denials and answers, the surest first
    voice: dict[str, str] = {}  # of one name in one dispute: one side
    for n in sorted(denials, key=lambda n: (-sure[n], n)):
        sides[voice.setdefault(ledger.origins[said[n].origin].name, said[n].origin), said[n].act].append(n)
    room = max(0, SIDES - len(sides))
    for m in sorted(told, key=lambda m: (-told[m], m))[:room]:
        sides[voice.setdefault(ledger.origins[said[m].origin].name, said[m].origin), said[m].act].append(m)
    return _made(ledger, disputes, denials, sides, score=max(sure[n] for n in denials), shown=shown)


def _made(
    ledger: Ledger,
    disputes: Disputes,
    core: Sequence[int],
    sides: Mapping[tuple[str, Act], Sequence[int]],
    *,
    score: float,
    shown: bool,
) -> Position | None:
    """A position with its sides; None where no event is known."""
    said = disputes.said
    events = Counter(said[n].event for n in core if said[n].event)
    main = next((s.main for s in ledger.account.stories if said[core[0]].doc in s.documents), None)
    event = min(events, key=lambda e: (-events[e], not ledger.events[e].shown, e), default=main)
    if event is None or event not in ledger.events:
        return None
    rows = tuple(_side(said, origin, act, members) for (origin, act), members in sides.items())
    verdict, why = _verdict(ledger, rows)
    first = min((said[n] for n in core), key=lambda s: s.attribution.id)
    return Position(
        id=f"{event}:{first.attribution.id}",
        story=ledger.events[event].story,
        event=event,
        about=_about(ledger, event, [said[n] for n in core], [said[n] for group in sides.values() for n in group]),
        sides=rows,
        verdict=verdict,
        why=why,
        score=score,
        shown=shown,
    )


def _answers(
    disputes: Disputes, denials: Sequence[int], answers: Mapping[int, Mapping[int, float]], *, printed: bool
) -> dict[int, float]:
    """What answers some denials, with its probability; of what is printed only what speaks of the same thing."""
    told: dict[int, float] = {}
    for n in denials:
        mine = {m: s for m, s in answers[n].items() if m not in denials and (not printed or disputes.same(n, m, s))}
        least = max(0.0 if printed else weights().answer.threshold, CLOSE * max(mine.values(), default=0.0))
        for m, score in mine.items():
            if score >= least:
                told[m] = max(score, told.get(m, 0.0))
    return told


def _plain(said: Said, sure: float, *, answered: bool) -> bool:
    """Whether a denial is one that people look for, rather than a "no" that stands among the words: left open in so
    many words, by its cue, or about what is asked of happenings; and whether it tells what it is about."""
    if not (said.telling or (said.own and answered)):
        return False
    if said.own:
        return not said.personal
    if said.attribution.parent or sure < (PRINTED_CLEAR if said.clear else PRINTED):
        return False
    return said.by_cue or (said.asked and not said.personal)


def _verdict(ledger: Ledger, sides: Sequence[Side]) -> tuple[Verdict, str]:
    """What the sides do to one another."""
    acts = {s.act for s in sides}
    if not acts & AGAINST:
        return _apart(ledger, sides)
    if acts - AGAINST:
        return _answered(ledger, sides)
    if acts == {Act.WITHHOLDS}:
        return Verdict.SINGLE, "left open; nobody says so"
    if len(sides) < 2 or ledger.bounds(c for s in sides for c in s.claims).lower < 2:
        return Verdict.SINGLE, "one origin; nobody answers it"
    return Verdict.COMPATIBLE, "nobody says what these deny or leave open"


def _answered(ledger: Ledger, sides: Sequence[Side]) -> tuple[Verdict, str]:
    """What denials and what answers them do to one another."""
    if any(s.act is Act.DENIES for s in sides):
        return Verdict.CONTRADICTED, "one side denies what another one says"
    if ledger.bounds(c for s in sides if s.act not in AGAINST for c in s.claims).lower < 2:
        return Verdict.SINGLE, "one origin says so; others leave it open"
    return Verdict.COMPATIBLE, "a side leaves open what others say"


def _apart(ledger: Ledger, sides: Sequence[Side]) -> tuple[Verdict, str]:
    """What sides do to one another that deny nothing."""
    if ledger.bounds(c for s in sides for c in s.claims).lower < 2:
        return Verdict.SINGLE, "two statements that differ, perhaps of one origin"
    return Verdict.CONTRADICTED, "each says something else of it"


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
    if ledger.events[event].type not in listed("held"):
        votes[About.HOLDER] = 0
    for name, about in SUBJECTS.items():
        votes[about] += SUBJECT * any(name in s.signs for s in against)
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
