"""What stands right of the bar, measured on clusters from gold readings: `python -m benchmarks clusters [--read]`.

Each cluster is one story. Its readings hold what persons labelled (`gold`), so that what is missed here is missed by
the far end: which incidents are one event, what an event is settled on, its series, its positions, its cards. With
`--read` the product's own readings are used, and what is missed may be missed by either.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from corpora.clusters import Cluster
from corpora.clusters import Event as Wanted
from corpora.clusters import Series as WantedSeries

from benchmarks.corpora.gold import Gold, gold_clusters
from opensitrep.model import Account, Currency, Event, Interval, Position, Reading, Span, Story
from opensitrep.pipeline import Reconciler, extract, extractors, reconcilers
from opensitrep.run.ledger import Ledger
from opensitrep.settings import Settings
from opensitrep.text import intervals
from opensitrep.text.fold import fold

WIDEST = 3  # days that an event may span and still tell its day


@dataclass
class Tally:
    """Right and asked by figure."""

    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)

    def add(self, name: str, right: float, asked: float = 1) -> None:
        """Some more items of a figure."""
        self.right[name] += right  # type: ignore[assignment]
        self.asked[name] += asked  # type: ignore[assignment]

    def lines(self) -> Iterator[str]:
        """The table."""
        for name in sorted(self.asked):
            yield f"{name:28s} {self.right[name] / max(1e-9, self.asked[name]):5.2f}   of {self.asked[name]:g}"


def run(*, split: str = "dev", as_read: bool = False) -> int:
    """Print the table; with `as_read` of what the product itself reads in the same reports."""
    for line in measure(split, as_read=as_read).lines():
        print(line)
    return 0


def measure(split: str, *, as_read: bool = False) -> Tally:
    """The figures over the clusters of a part."""
    settings = Settings(engine="here")
    steps, readers = reconcilers(settings), extractors(settings) if as_read else ()
    tally = Tally()
    for cluster, golds in gold_clusters(split):
        readings = [extract(readers, g.reading.document) if readers else g.reading for g in golds.values()]
        known = {n: recognised(g, r) for (n, g), r in zip(golds.items(), readings, strict=True)}
        Case(cluster, known, account_of(readings, steps)).score(tally)
    return tally


def account_of(readings: Sequence[Reading], steps: Sequence[Reconciler]) -> Account:
    """The account of one cluster as one story."""
    readings = tuple(readings)
    account = Account(readings, stories=(Story("s", "story", tuple(r.document.id for r in readings)),))
    for step in steps:
        account = step(account)
    return account


def recognised(gold: Gold, reading: Reading) -> Gold:
    """The labels under the ids of what a reading has at the same words; what it lacks keeps an id that nothing has."""
    mine, theirs = gold.reading, reading
    ids: dict[str, str] = {}
    for ours, found in (
        ([(m.id, m.trigger) for m in mine.mentions], [(m.id, m.trigger) for m in theirs.mentions if m.type]),
        ([(c.id, c.number) for c in mine.counts], [(c.id, c.number) for c in theirs.counts]),
        ([(a.id, min(a.content)) for a in mine.attributions], [(a.id, min(a.content)) for a in theirs.attributions]),
    ):
        ids |= {a: b for a, span in ours for b, other in found if span.meets(other) and b not in ids.values()}
    incidents = tuple(replace(i, mentions=tuple(ids.get(m, m) for m in i.mentions)) for i in mine.incidents)
    renamed = replace(
        mine,
        mentions=tuple(replace(m, id=ids.get(m.id, m.id)) for m in mine.mentions),
        counts=tuple(replace(c, id=ids.get(c.id, c.id)) for c in mine.counts),
        attributions=tuple(replace(a, id=ids.get(a.id, a.id)) for a in mine.attributions),
        incidents=incidents,
    )
    return Gold(gold.report, renamed, {label: ids.get(name, name) for label, name in gold.ids.items()})


class Case:
    """One cluster beside its account."""

    def __init__(self, cluster: Cluster, golds: dict[str, Gold], account: Account) -> None:
        self.cluster, self.golds, self.account = cluster, golds, account
        self.ledger = Ledger(account)
        self.events = [e for e in account.events if e.mentions]

    def score(self, tally: Tally) -> None:
        """Add all figures of the case."""
        self.merging(tally)
        self.settled(tally)
        self.leading(tally)
        self.figures(tally)
        self.sides(tally)
        self.control(tally)
        self.cards(tally)

    # ------------------------------------------------ labels and ids

    def id_of(self, label: str) -> str | None:
        """What was made of "02:i3"; None in a report that is not read."""
        number, _, name = label.partition(":")
        return self.golds[number].ids.get(name) if number in self.golds else None

    @cached_property
    def incident_mentions(self) -> dict[str, tuple[str, ...]]:
        """Mentions by incident id."""
        return {i.id: i.mentions for g in self.golds.values() for i in g.reading.incidents}

    @cached_property
    def wanted(self) -> dict[str, frozenset[str]]:
        """Mentions of each gold event that a report tells."""
        out = {}
        for event in self.cluster.events:
            found: set[str] = set()
            for label in event.members:
                name = self.id_of(label)
                if name:
                    found |= set(self.incident_mentions.get(name, (name,)))
            if found:
                out[event.id] = frozenset(found)
        return out

    def gold_of(self, mention: str) -> str:
        """The gold event of a mention; a happening of no incident is one by itself."""
        return self._gold_of.get(mention, mention)

    @cached_property
    def _gold_of(self) -> dict[str, str]:
        out: dict[str, str] = {}
        for g in self.golds.values():
            for incident in g.reading.incidents:
                out |= dict.fromkeys(incident.mentions, incident.id)
        for event, mentions in self.wanted.items():
            out |= dict.fromkeys(mentions, event)
        return out

    def home(self, event: Event) -> str | None:
        """The gold event that most mentions of an event tell; None where they tell nothing labelled."""
        votes = Counter(g for m in event.mentions if (g := self.told(m)))
        return votes.most_common(1)[0][0] if votes else None

    def event_of(self, incident: str) -> str:
        """The gold event of an incident, that of most of its happenings; one that is in none is one by itself."""
        if incident in self._event_of:
            return self._event_of[incident]
        votes = Counter(g for m in self.ledger.incidents[incident].mentions if (g := self.told(m)))
        return votes.most_common(1)[0][0] if votes else incident

    def told(self, mention: str) -> str | None:
        """The gold event that a mention tells, or points to by a word for its harm or a reference."""
        return self._gold_of.get(mention) or self._pointed.get(mention)

    @cached_property
    def _pointed(self) -> dict[str, str]:
        out: dict[str, str] = {}
        mentions = {r.document.id: r.mentions for r in self.account.readings}
        for number, g in self.golds.items():
            labels = [(r.span, r.incident) for r in g.report.references]
            labels += [(n.span, n.incident) for n in g.report.negatives if n.incident]
            for span, incident in labels:
                name = self.id_of(f"{number}:{incident}")
                event = self._event_of.get(name or "", name)
                for mention in mentions[g.reading.document.id] if event else ():
                    if mention.type and mention.trigger.start < span.end and span.start < mention.trigger.end:
                        out[mention.id] = event or ""
        return out

    @cached_property
    def _event_of(self) -> dict[str, str]:
        return {i: e.id for e in self.cluster.events for i in self.ids(e.members)}

    # ------------------------------------------------ merging

    def merging(self, tally: Tally) -> None:
        """B-cubed over all mentions, and pairs of mentions of two reports."""
        predicted = self.ledger.event_of_mention
        every = [m.id for g in self.golds.values() for m in g.reading.mentions]
        by_gold, by_event = defaultdict(set), defaultdict(set)
        for m in every:
            by_gold[self.gold_of(m)].add(m)
            by_event[predicted.get(m, m)].add(m)
        for m in every:
            ours, theirs = by_event[predicted.get(m, m)], by_gold[self.gold_of(m)]
            both = len(ours & theirs)
            tally.add("merging B3 precision", both / len(ours))
            tally.add("merging B3 recall", both / len(theirs))
        ours_pairs, gold_pairs = (set(_across(groups.values())) for groups in (by_event, by_gold))
        tally.add("links precision", len(ours_pairs & gold_pairs), len(ours_pairs))
        tally.add("links recall", len(ours_pairs & gold_pairs), len(gold_pairs))

    # ------------------------------------------------ what events are settled on

    def best(self, wanted: Wanted) -> Event | None:
        """The event with most of the mentions of a gold one, the smaller one of several."""
        mine = self.wanted.get(wanted.id, frozenset())
        scored = [(len(mine & set(e.mentions)), -len(e.mentions), e.id, e) for e in self.events]
        found = max(scored, default=None, key=lambda s: s[:3])
        return found[3] if found and found[0] else None

    def settled(self, tally: Tally) -> None:
        """Kind, day, place and doer of each gold event, the main ones also as a whole."""
        for wanted in self.cluster.events:
            if wanted.id not in self.wanted:
                continue
            name = "main" if wanted.relation == "main" else "other"
            event = self.best(wanted)
            right = self.answers(event, wanted)
            for what, good in right.items():
                if good is not None:
                    tally.add(f"{name} {what}", good)
            if name == "main":
                docs = {m.partition(":")[0] for m in self.wanted[wanted.id]}
                told = {m.partition(":")[0] for m in event.mentions} if event else set()
                covered = 2 * len(docs & told) >= len(docs)
                tally.add("main right", covered and all(v is not False for k, v in right.items() if k != "doer"))

    def leading(self, tally: Tally) -> None:
        """What the account says the story is there for, beside the main events of gold: the best of them counts."""
        wanted = [w for w in self.cluster.events if w.relation == "main" and w.id in self.wanted]
        event = next((e for e in self.events if e.id == self.account.stories[0].main), None)
        answers = [self.answers(event, w) for w in wanted]
        for what in ("kind", "day", "place", "doer"):
            told = [right[what] for right in answers if right[what] is not None]
            if told:
                tally.add(f"story {what}", any(told))
        if answers:
            whole = (all(good is not False for what, good in right.items() if what != "doer") for right in answers)
            tally.add("story right", any(whole))

    def answers(self, event: Event | None, wanted: Wanted) -> dict[str, bool | None]:
        """Whether each field is right; None where gold leaves it open."""
        return {
            "kind": event is not None and event.type == wanted.kind.partition("/")[0],
            "day": None if wanted.day is None else event is not None and _same_day(event.when, wanted.day),
            "place": None if wanted.place is None else event is not None and self.at(event, wanted.place),
            "doer": None if wanted.by is None else event is not None and self.by(event, wanted.by),
        }

    def at(self, event: Event, place: str) -> bool:
        """Whether a place of the event bears a name of the gold one's; of "camp, town" either."""
        parts = {_plain(p) for p in place.split(", ")}
        for located in event.places:
            found = self.ledger.places[located.place]
            names = {_plain(n) for n in (found.name, found.canonical or found.name)}
            if any(p <= n or n <= p for p in parts for n in names if p and n):
                return True
        return False

    def by(self, event: Event, names: str) -> bool:
        """Whether the first doer of the event shares a word with a gold one."""
        wanted = [_plain(n) for n in names.split(", ")]
        found = [self.ledger.actors[a] for a in event.agents[:1]]
        return any(_plain(n) & w for a in found for n in (a.name, *a.names) for w in wanted)

    # ------------------------------------------------ series

    def figures(self, tally: Tally) -> None:
        """Latest value, verdict and wrong values; a gold series is met by the one that has most of its counts."""
        by_count = {c: s for s in self.account.series for v in s.values for c in v.counts}
        met: dict[str, WantedSeries] = {}
        for wanted in self.cluster.series:
            counts = [c for v in wanted.values for label in v.counts if (c := self.id_of(label))]
            if not counts:
                continue
            votes = Counter(by_count[c].id for c in counts if c in by_count)
            found = next((s for s in self.account.series if votes and s.id == votes.most_common(1)[0][0]), None)
            latest = {c for v in wanted.values if "latest" in ",".join(v.states) for c in self.ids(v.counts)}
            told = {c for i in found.latest[:1] for c in found.values[i].counts} if found else set()
            if latest:
                tally.add("series latest", bool(self.ranges(latest) & self.ranges(told)))
                tally.add("series verdict", found is not None and found.verdict.value == wanted.verdict)
            if found:
                met[found.id] = wanted
            tally.add("series found", found is not None)
        for series in self.account.series:
            if series.id in met and series.shown:
                good = {r for v in met[series.id].values for r in self.ranges(self.ids(v.counts))}
                printed = {(series.values[i].low, series.values[i].high) for i in series.latest[:1]}
                tally.add("series wrong (0)", not printed & good)
        every = {c.id for r in self.account.readings for c in r.counts}
        lost = every - set(by_count) - set(self.account.unplaced)
        tally.add("counts dropped (0)", len(lost), len(every))

    def ids(self, labels: Iterable[str]) -> set[str]:
        """What was made of some labels."""
        return {i for label in labels if (i := self.id_of(label))}

    def ranges(self, counts: Iterable[str]) -> set[tuple[float | None, float | None]]:
        """Low and high of some counts."""
        readings = [*(g.reading for g in self.golds.values()), *self.account.readings]
        figures = {q.number: q for r in readings for q in r.quantities}
        known = {c.id: c for r in readings for c in r.counts}
        return {(q.low, q.high) for c in counts if (q := figures.get(known[c].number))}

    # ------------------------------------------------ positions

    def sides(self, tally: Tally) -> None:
        """Positions of gold that a position of ours finds: evidence on two of its sides, in two of ours. One of ours
        with a single side is right where that is a side of one of gold."""
        hit: set[str] = set()
        every = [w for p in self.cluster.positions for s in p.sides for w in self.contents(s.statements)]
        for wanted in self.cluster.positions:
            spans = [self.contents(s.statements) for s in wanted.sides]
            if sum(bool(s) for s in spans) < 2:
                continue
            found = next((p for p in self.account.positions if self.meets(p, spans)), None)
            tally.add("positions found", found is not None)
            if found is not None:
                hit.add(found.id)
                tally.add("positions about right", found.about.value == wanted.about)
        for position in self.account.positions:
            if position.shown:
                alone = len(position.sides) == 1 and any(e.meets(s) for e in position.sides[0].evidence for s in every)
                tally.add("positions precision", position.id in hit or alone)

    def contents(self, statements: Sequence[str]) -> list[Span]:
        """The words of some statements."""
        labelled = {a.id: a for g in self.golds.values() for a in g.reading.attributions}
        return [s for i in self.ids(statements) for s in labelled[i].content]

    @staticmethod
    def meets(position: Position, sides: Sequence[Sequence[Span]]) -> bool:
        """Whether two sides of gold stand in two sides of ours."""
        held = [
            {n for n, one in enumerate(sides) if any(a.meets(b) for a in one for b in s.evidence)}
            for s in position.sides
        ]
        return any(a and b and len(a | b) > 1 for i, a in enumerate(held) for b in held[:i])

    # ------------------------------------------------ control

    def control(self, tally: Tally) -> None:
        """Rows about a town: found by words in common and, as a whole, with the same status; none where none is due."""
        rows = self.account.control
        due = {n: self.words_of(row.plain[3]) for n, row in enumerate(self.cluster.section("control"))}
        status = {n: row.plain[1] for n, row in enumerate(self.cluster.section("control"))}
        met = {n: [r for r in rows if any(e.meets(s) for e in r.evidence for s in spans)] for n, spans in due.items()}
        for n, found in met.items():
            if status[n] == "none":
                tally.add("control where none (0)", bool(found))
            elif due[n]:
                tally.add("control found", bool(found))
                tally.add("control status right", any(r.status == status[n] for r in found))
        for row in rows:
            good = any(row in found and row.status == status[n] for n, found in met.items())
            tally.add("control precision", good)

    def words_of(self, labels: str) -> list[Span]:
        """The words of happenings and statements by their labels."""
        names = self.ids(part for part in labels.replace(",", " ").split() if ":" in part)
        mentions = {m.id: m.span for g in self.golds.values() for m in g.reading.mentions}
        said = {a.id: a.content for g in self.golds.values() for a in g.reading.attributions}
        return [s for name in names for s in ((mentions[name],) if name in mentions else said.get(name, ()))]

    # ------------------------------------------------ cards

    def cards(self, tally: Tally) -> None:
        """What each printed card is worth."""
        good = {e.id for e in self.cluster.events if worth(e)}
        best = {w.id: e.id for w in self.cluster.events if w.id in good and (e := self.best(w))}
        printed = [e for e in self.events if e.shown and e.currency is Currency.CURRENT]
        for card in printed:
            touched = {self.told(m) for m in card.mentions}
            is_best = card.id in best.values()
            tally.add("cards precision", is_best)
            tally.add("cards senseless (0)", not touched & set(self.wanted))
            tally.add("cards duplicate (0)", not is_best and bool(touched & good))
        shown = {e.id for e in printed}
        for wanted in self.cluster.events:
            if wanted.id in good and wanted.id in self.wanted:
                tally.add("cards recall", best.get(wanted.id) in shown)


def worth(event: Wanted) -> bool:
    """Whether a gold event deserves a card: no background, and no reaction to another one."""
    return event.relation != "earlier" and not (event.relation == "follows" and event.kind == "ACCUSE/disapprove")


def _across(groups: Iterable[set[str]]) -> Iterator[tuple[str, str]]:
    for group in groups:
        members = sorted(group)
        for n, a in enumerate(members):
            for b in members[n + 1 :]:
                if a.partition(":")[0] != b.partition(":")[0]:
                    yield a, b


def _plain(name: str) -> frozenset[str]:
    return frozenset(w for w in fold(name).replace("-", " ").split() if w not in ("the", "of", "a", "and", "in"))


def _same_day(when: Interval | None, day: str) -> bool:
    """Whether the days of an event meet those of gold and are not much wider."""
    if when is None:
        return False
    first, _, last = day.partition("/")
    (start, end), (wanted, until) = intervals.days(when), intervals.days(Interval(first, last or first))
    if start is None or end is None or wanted is None or until is None:
        return False
    wide = (end - start).days < max(WIDEST, (until - wanted).days + 1)
    return wide and start <= until and wanted <= end
