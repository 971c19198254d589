"""Counts become series: what is told of one event with one fate, of one population, over one window, as a dated list.

Every count of the readings stands in a series or is listed as unplaced. A later value supersedes an earlier one of the
same claimant, and that of another one unless the two stand against each other; at one time two claimants are rivals.
What is projected is no count. No value is made of others: each is a figure of a report.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from math import isfinite

from opensitrep.model import Account, Bounds, Count, Currency, Event, Quantity, Series, State, Value, Verdict
from opensitrep.reconcile.camps import camp, hostile_pairs
from opensitrep.reconcile.facts.homes import Homes
from opensitrep.reconcile.facts.populations import is_vague, population_of
from opensitrep.reconcile.facts.stamps import misdated
from opensitrep.reconcile.facts.sureness import Beside
from opensitrep.reconcile.facts.told import Range, Told, aside
from opensitrep.run.ledger import Ledger
from opensitrep.text import intervals
from opensitrep.text.fold import fold
from opensitrep.text.words import Lists

WORDS = Lists("populations")
OWN_VOICE = ("outlet", "wire copy")
LATER = timedelta(days=1)  # from which a value is later than another one, and no rival of it
HOME = 0.65  # how likely a figure is of its incident, below which it is no state of the whole; .5 tells more wrong
KEPT = 0.5  # probability below which a value counts something else, or a part
NEAR = 1.1  # times a figure without an upper end up to which another one is it more exactly
ASIDE = "aside"  # of a key: counts that tell a part of the population, or something else


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """One series: population and window are words in comparison form, "" for everybody and the happening itself."""

    event: str
    fate: str
    population: str
    window: str

    @property
    def is_aside(self) -> bool:
        """Whether it is of a figure that counts a part of the population, or something else."""
        return ASIDE in self.population.split()

    @property
    def group(self) -> str:
        """The population in comparison form."""
        return self.population.partition(ASIDE)[0].strip()

    def aside(self, figure: Quantity) -> Key:
        """Of what counts a part of the population, or something else: each figure by itself."""
        if self.is_aside:
            return self
        ends = "-".join("" if n is None else f"{n:g}" for n in (figure.low, figure.high))
        return replace(self, population=f"{self.group} {ASIDE} {ends}".strip())


def find_series(account: Account) -> Account:
    """Add the series of a story, by event and fate, and the counts that belong to none."""
    ledger = Ledger(account)
    homes = Homes(ledger)
    keys: dict[str, Key] = {}
    for reading in account.readings:
        for count in reading.counts:
            event = homes.event(count)
            if event is not None and ledger.figures.get(count.number) is not None:
                keys[count.id] = _key(ledger, count, event)
    maker = Maker(ledger)
    in_part = {(k.event, k.fate, _range(ledger, n)) for n, k in keys.items() if ledger.counts[n].partial}
    for key, counts in _grouped(ledger, keys):
        partial = [(key.event, key.fate, _range(ledger, c.id)) in in_part for c in counts]
        parts = [c for c, part in zip(counts, partial, strict=True) if part and not all(partial)]
        whole = [c for c, part in zip(counts, partial, strict=True) if not part]
        for count in (*parts, *maker.aside(whole)):
            keys[count.id] = key.aside(ledger.figures[count.number])
    first = {key: maker.series(key, counts) for key, counts in _grouped(ledger, keys)}
    beside = Beside(ledger, first.values())
    scored = [
        (key, [ledger.counts[c] for c in value.counts], score)
        for key, one in first.items()
        for value, score in zip(one.values, beside.scores(one), strict=True)
    ]
    sure = {c.id for key, told, score in scored if score >= KEPT and _at_home(told) and not key.is_aside for c in told}
    beside_sure = homes.beside(ledger.counts.values(), sure)
    for key, told, score in scored:
        if score < KEPT or not (_at_home(told) or any(c.id in beside_sure for c in told)):
            keys |= {c.id: key.aside(ledger.figures[c.number]) for c in told}
    groups = dict(_grouped(ledger, keys))
    made = {key: maker.series(key, counts) for key, counts in groups.items()}
    linked = [_with_whole(s, key, groups[key], keys, made) for key, s in made.items()]
    beside = Beside(ledger, linked)
    linked = [beside.judge(s) for s in linked]
    unplaced = sorted(c.id for r in account.readings for c in r.counts if c.id not in keys)
    return replace(account, series=tuple(linked), unplaced=tuple(unplaced))


def _range(ledger: Ledger, name: str) -> Range:
    figure = ledger.figures[ledger.counts[name].number]
    return figure.low, figure.high


def _at_home(told: Sequence[Count]) -> bool:
    """Whether a report surely tells it of its incident."""
    return max(c.home_score for c in told) >= HOME


def _grouped(ledger: Ledger, keys: Mapping[str, Key]) -> list[tuple[Key, list[Count]]]:
    groups: dict[Key, list[Count]] = defaultdict(list)
    for name, key in keys.items():
        groups[key].append(ledger.counts[name])
    return sorted(groups.items())


def _key(ledger: Ledger, count: Count, event: str) -> Key:
    words = ledger.quote(count.population) if count.population else ""
    home = {code for p in ledger.events[event].places if (code := ledger.places[p.place].country)}
    population = population_of(words, count.fate, part=count.part_of is not None or count.partial, home=home)
    if count.at:
        population = f"{population} {fold(ledger.quote(count.at))}".strip()
    return Key(event, count.fate, population, _window(ledger, count, ledger.events[event]))


def _beside(ledger: Ledger, count: Count) -> str | None:
    """The incident told beside a figure."""
    return ledger.incident_of_mention.get(count.mention or "")


def _window(ledger: Ledger, count: Count, event: Event) -> str:
    """From when it is counted, as a day where it is one, else the words; a stretch that holds the day of the event is
    its time ("17 died in attacks in January 2015") and no window, as is one beside what is told as background."""
    since = ledger.interval_of(count.since) if count.since else None
    if since and since.start:
        return f"since {since.start[:10]}"
    period = ledger.interval_of(count.period) if count.period and not count.since else None
    if period and event.when and intervals.known(event.when) and intervals.contains(period, event.when):
        return ""
    if period and event.currency is Currency.BACKGROUND and _beside(ledger, count) in event.incidents:
        return ""
    span = count.since or count.period
    return fold(ledger.quote(span)) if span else ""


def _with_whole(
    series: Series, key: Key, counts: Sequence[Count], keys: Mapping[str, Key], made: Mapping[Key, Series]
) -> Series:
    """The series with that of its whole; a part that is larger than its whole is none of it, and is not printed."""
    if key.is_aside:
        rest = made.get(replace(key, population=key.group))
        return replace(series, part_of=rest.id if rest else None, shown=False)
    wholes = Counter(keys[c.part_of] for c in counts if c.part_of and c.part_of in keys)
    if not wholes:
        return series
    whole = made[min(wholes, key=lambda w: (-wholes[w], w))]
    if whole.id == series.id:
        return series
    part, all_of_it = _top(series), _top(whole)
    if part is not None and all_of_it is not None and part > all_of_it:
        return replace(series, shown=False, why=f"{series.why}; larger than the whole it is told as part of")
    return replace(series, part_of=whole.id)


def _top(series: Series) -> float | None:
    """The least that its first value says."""
    return series.values[series.latest[0]].low if series.latest else None


# ---------------------------------------------------------------- one series


class Maker:
    """Makes series of the counts of one account."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    def series(self, key: Key, counts: Sequence[Count]) -> Series:
        """The series of some counts, the earliest value first."""
        told = sorted((self._told(c) for c in counts), key=lambda t: (t.as_of or date.min, t.order))
        firm = [t for t in told if t.count.stance == "asserts"]
        kept: dict[Range, list[Told]] = defaultdict(list)
        for one in told:
            kept[one.range].append(one)
        ranges = list(kept)
        states = self._states(ranges, told, firm)
        values = tuple(self._value(kept[r], *states[r]) for r in ranges)
        standing = [n for n, v in enumerate(values) if v.state is State.STANDS]
        latest = tuple(sorted(standing, key=lambda n: self._rank(n, values, kept[ranges[n]])))
        rivals = tuple(
            (a, b)
            for n, a in enumerate(sorted(standing))
            for b in sorted(standing)[n + 1 :]
            if self._rivals(kept[ranges[a]], kept[ranges[b]])
        )
        origins = self.ledger.bounds(values[latest[0]].claims) if latest else Bounds(0, 0)
        verdict, why = _verdict(values, latest, rivals, origins)
        event = self.ledger.events[key.event]
        populations = [self.ledger.quote(p) for c in counts if (p := c.at or c.population)]
        windows = [self.ledger.quote(s) for c in counts if (s := c.since or c.period)]
        return Series(
            id=":".join((key.event, key.fate, key.population, key.window)),
            story=event.story,
            event=key.event,
            fate=key.fate,
            values=values,
            latest=latest,
            verdict=verdict,
            why=why,
            origins=origins,
            population=populations[0] if key.population and populations else key.group or None,
            window=windows[0] if key.window and windows else None,
            rivals=rivals,
        )

    def _told(self, count: Count) -> Told:
        ledger = self.ledger
        claims = tuple(c.id for c in ledger.claims_of.get(count.id, ()))
        origin = next((o for c in claims if (o := ledger.origin_of_claim.get(c))), None)
        named = origin is not None and origin.kind not in OWN_VOICE
        published = ledger.published(count.number.doc)
        said = ledger.interval_of(count.as_of) if count.as_of else None
        day = intervals.days(said)[1] if said else None
        day = day or (intervals.days(published)[0] if published and count.number.doc not in self.misdated else None)
        order = ((published.start or "9") if published else "9", count.number.doc, count.number.start)
        side = origin.side if origin and named else None
        claimant = origin.id if origin and named else ""
        return Told(count, ledger.figures[count.number], claims, claimant, camp(side) if side else None, day, order)

    def _value(self, told: Sequence[Told], state: State, by: int | None) -> Value:
        origins = [o.id for t in told for c in t.claims if (o := self.ledger.origin_of_claim.get(c))]
        days = [t.as_of for t in told if t.as_of]
        return Value(
            claims=tuple(dict.fromkeys(c for t in told for c in t.claims)),
            evidence=tuple(dict.fromkeys(t.figure.span for t in told)),
            origins=tuple(dict.fromkeys(origins)),
            low=told[0].figure.low,
            high=told[0].figure.high,
            unit=told[0].figure.unit,
            as_of=max(days).isoformat() if days else None,
            counts=tuple(t.count.id for t in told),
            state=state,
            by=by,
        )

    def aside(self, counts: Sequence[Count]) -> list[Count]:
        """Counts that are no state of the whole."""
        return aside([self._told(c) for c in counts], self.ledger)

    # ------------------------------------------------ what became of each value

    def _states(
        self, ranges: Sequence[Range], told: Sequence[Told], firm: Sequence[Told]
    ) -> dict[Range, tuple[State, int | None]]:
        """For each value what became of it, and the position of the one in its place."""
        at = {r: n for n, r in enumerate(ranges)}
        last: dict[str, Told] = {}
        for one in firm:  # in order of time; "dozens" after "58" takes nothing back
            if one.claimant not in last or not _looser(one.range, last[one.claimant].range):
                last[one.claimant] = one
        taken_back = {t.range: t for t in told if t.count.stance == "withdraws"}
        out: dict[Range, tuple[State, int | None]] = {}
        for r in ranges:
            mine = [t for t in firm if t.range == r]
            if r in taken_back:
                better = [t for t in firm if t.range != r and t.count.number.doc == taken_back[r].count.number.doc]
                out[r] = (State.CORRECTED, at[better[-1].range]) if better else (State.WITHDRAWN, None)
            elif not mine:
                projected = any(t.count.stance == "projects" for t in told if t.range == r)
                out[r] = (State.PROJECTED, None) if projected else (State.WITHDRAWN, None)
            else:
                later = [last[t.claimant] for t in mine]
                gone = all(t.range != r for t in later)
                out[r] = (State.SUPERSEDED, at[later[-1].range]) if gone else (State.STANDS, None)
        self._supersede(ranges, at, [t for t in last.values() if out[t.range][0] is State.STANDS], out)
        exact = [t for t in firm if not is_vague(t.figure) and out[t.range][0] is State.STANDS]
        for one in firm:
            exacter = next((t for t in reversed(exact) if is_vague(one.figure) and _looser(one.range, t.range)), None)
            if exacter and all(is_vague(t.figure) for t in firm if t.range == one.range):
                out[one.range] = State.SUPERSEDED, at[exacter.range]
        return out

    def _supersede(
        self,
        ranges: Sequence[Range],
        at: Mapping[Range, int],
        last: Sequence[Told],
        out: dict[Range, tuple[State, int | None]],
    ) -> None:
        """What stands for its claimant, but is told by no one at a later day on which others tell another value."""
        newest = {r: max((t for t in last if t.range == r), key=_time, default=None) for r in ranges}
        for r in ranges:
            mine = newest[r]
            if mine is None or out[r][0] is not State.STANDS:
                continue
            over = [
                t
                for t in newest.values()
                if t is not None and t.range != r and self._follows(t, mine) and out[t.range][0] is State.STANDS
            ]
            if over:
                out[r] = State.SUPERSEDED, at[max(over, key=_time).range]

    def _follows(self, later: Told, earlier: Told) -> bool:
        """Whether a value takes the place of another claimant's."""
        if {later.camp, earlier.camp} - {None} and (later.camp or "", earlier.camp or "") in self.hostile:
            return False
        if _looser(later.range, earlier.range):
            return False  # "more than 50" says nothing against 51
        if later.as_of and earlier.as_of and later.as_of - earlier.as_of >= LATER:
            return True
        same_time = later.as_of == earlier.as_of
        if same_time and earlier.claimant == "" and _looser(earlier.range, later.range):
            return True
        return same_time and earlier.claimant == "" and later.claimant != "" and _time(later) >= _time(earlier)

    def _rivals(self, a: Sequence[Told], b: Sequence[Told]) -> bool:
        """Whether two claimants give values of one time that cannot both hold."""
        ones, twos = ({t.claimant for t in told if t.claimant and t.count.stance == "asserts"} for told in (a, b))
        return bool(ones) and bool(twos) and ones != twos and _apart(a[0].range, b[0].range)

    @cached_property
    def misdated(self) -> frozenset[str]:
        """Reports whose day says nothing of their figures."""
        return misdated(self.ledger)

    @cached_property
    def hostile(self) -> frozenset[tuple[str, str]]:
        """Pairs of camps that stand against one another."""
        return hostile_pairs(self.ledger)

    def _rank(
        self, n: int, values: Sequence[Value], told: Iterable[Told]
    ) -> tuple[int, int, int, bool, tuple[str, ...]]:
        """The latest first, then what most origins and reports say, then the exact."""
        value = values[n]
        day = date.fromisoformat(value.as_of).toordinal() if value.as_of else 0
        bounds, reports = self.ledger.bounds(value.claims), len({e.doc for e in value.evidence})
        return -day, -bounds.lower, -reports, value.low != value.high, tuple(sorted(t.count.id for t in told))


def _time(told: Told) -> tuple[date, tuple[str, str, int]]:
    return told.as_of or date.min, told.order


def _ends(value: Range) -> tuple[float, float]:
    low, high = value
    return (0.0 if low is None else low), (float("inf") if high is None else high)


def _apart(a: Range, b: Range) -> bool:
    """Whether no number fits both."""
    (a0, a1), (b0, b1) = _ends(a), _ends(b)
    return max(a0, b0) > min(a1, b1)


def _looser(a: Range, b: Range) -> bool:
    """Whether the first says the same less exactly."""
    (a0, a1), (b0, b1) = _ends(a), _ends(b)
    return a != b and a0 <= b0 and b1 <= a1


def _rounds(loose: Value, exact: Value) -> bool:
    """Whether one value says the same as another less exactly: "about 200" and 204, "more than 50" and 51."""
    (low, high), (least, _) = _ends((loose.low, loose.high)), _ends((exact.low, exact.high))
    return _looser((loose.low, loose.high), (exact.low, exact.high)) and (isfinite(high) or least <= NEAR * low)


def _verdict(
    values: Sequence[Value], latest: Sequence[int], rivals: Sequence[tuple[int, int]], origins: Bounds
) -> tuple[Verdict, str]:
    """What the values say of agreement, never of truth."""
    if rivals:
        return Verdict.CONTRADICTED, "claimants give different figures for one time"
    gone = [v for v in values if v.state in (State.SUPERSEDED, State.CORRECTED)]
    if changed := [v for v in gone if v.by is None or v.state is State.CORRECTED or not _rounds(v, values[v.by])]:
        return Verdict.SERIES, f"later figures took the place of {len(changed)}"
    if gone or len(latest) > 1:
        return Verdict.COMPATIBLE, "the figures can all hold"
    if origins.lower > 1:
        return Verdict.AGREED, f"{origins.lower} independent origins say the same"
    return Verdict.SINGLE, "one origin" if len(values) <= 1 else "one origin; what else is told is no count"
