"""One count of a series with all that decides about it; which counts tell a part of the whole, or something else."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from opensitrep.model import Count, Quantity, Span
from opensitrep.run.ledger import Ledger
from opensitrep.text.fold import fold
from opensitrep.text.words import Lists

WORDS = Lists("populations")
FALLEN = 0.4  # share of what was told before below which a figure is no later state of it; .3 to .5 are alike on dev
BESIDE, NEXT = 150, 12  # characters between two figures of one sentence; beside a number that say "others"
USUAL = 3  # counts of one figure that make it the usual one

Range = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class Told:
    """One count of a series with all that decides about it."""

    count: Count
    figure: Quantity
    claims: tuple[str, ...]
    claimant: str  # origin id; "" for an outlet's own voice
    camp: str | None
    as_of: date | None
    order: tuple[str, str, int]  # of publication and place in the text

    @property
    def range(self) -> Range:
        """What is told."""
        return self.figure.low, self.figure.high


def aside(counts: Sequence[Told], ledger: Ledger) -> list[Count]:
    """Counts that are no state of the whole: told when or where much more is told, they count a part of it."""
    told = [t for t in counts if t.count.stance == "asserts"]
    large = _alone(told)
    told = [t for t in told if t not in large]
    most: dict[date, float] = defaultdict(float)
    own: dict[str, float] = defaultdict(float)
    for one in told:
        low, doc = one.range[0] or 0.0, one.count.number.doc
        most[one.as_of or date.min] = max(most[one.as_of or date.min], low)
        own[doc] = max(own[doc], low)
    highest, before = 0.0, {}
    for day in sorted(most):
        before[day] = highest = max(highest, most[day])
    small = [t for t in told if _falls(t, max(before[t.as_of or date.min], own[t.count.number.doc]))]
    small += [t for t in _unclaimed(told) if t not in small]
    return [t.count for t in (*large, *small, *_others(told, ledger))]


def _falls(told: Told, most: float) -> bool:
    """Whether a figure is much smaller than what is told at its time."""
    low, high = told.range
    return (high if high is not None else low or 0.0) < FALLEN * most


def _unclaimed(told: Sequence[Told]) -> list[Told]:
    """Figures that one report tells in its own voice, smaller than one that somebody gave before: a toll falls only by
    somebody who takes it back."""
    times, named = Counter(t.range for t in told), [t for t in told if t.claimant]
    own = [t for t in told if not t.claimant and times[t.range] == 1]
    return [t for t in own if any(_less(t, n) and (n.as_of or date.min) <= (t.as_of or date.min) for n in named)]


def _less(one: Told, other: Told) -> bool:
    """Whether all that a figure may be is less than another one is at least."""
    _, high = one.range
    return high is not None and high < (other.range[0] or 0.0)


def _alone(told: Sequence[Told]) -> list[Told]:
    """Figures told once that are much larger than the one that most counts tell: they count something else."""
    times = Counter(t.range for t in told)
    usual = [r for r, n in times.items() if n >= USUAL]
    if not usual:
        return []
    top = max(high if high is not None else low or 0.0 for low, high in usual)
    return [t for t in told if times[t.range] == 1 and FALLEN * (t.range[0] or 0.0) > top]


def _others(told: Sequence[Told], ledger: Ledger) -> list[Told]:
    """ "Four were badly hurt and 20 others slightly": those told beside others who fared so are a part of all."""
    more = [t for t in told if not WORDS["others"].isdisjoint(_around(t.count.number, ledger))]
    docs = {t.count.number.doc for t in more}
    counts = [c for r in ledger.account.readings if r.document.id in docs for c in r.counts]
    return [t for t in more if any(_before(c, t.count) and _fared(c.fate) == _fared(t.count.fate) for c in counts)]


def _around(number: Span, ledger: Ledger) -> list[str]:
    """The words beside a number."""
    text = ledger.readings[number.doc].document.text
    return fold(text[max(0, number.start - NEXT) : number.end + NEXT]).split()


def _before(one: Count, other: Count) -> bool:
    """Whether a figure stands shortly before another one."""
    return one.number.doc == other.number.doc and 0 <= other.number.start - one.number.end <= BESIDE


def _fared(fate: str) -> str:
    """A fate; people in hospital are hurt."""
    return "injured" if fate == "hospitalized" else fate
