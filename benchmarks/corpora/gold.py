"""Readings whose passages, happenings, counts, incidents and claims are those of a person.

What a report is labelled with (see `corpora/GUIDELINE.md`) is put over the product's own reading of its text: names,
places, times, figures and statements stay as the product reads them, those that the labels quote are used, and where
it read none at the labelled words, one is made. So what stands right of the bar can be measured without the readers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path

from corpora.clusters import Cluster

from benchmarks.corpora.quoted import Labelled
from corpora import clusters, form
from opensitrep.extract.attribution import find_attributions
from opensitrep.extract.claims import make_claims
from opensitrep.learned import open_scorer
from opensitrep.model import (
    Act,
    Attribution,
    Count,
    Currency,
    Ground,
    Incident,
    Mention,
    Modality,
    Part,
    Passage,
    Placed,
    PlaceRole,
    Reading,
    Reality,
    Span,
    Tie,
)
from opensitrep.pipeline import Extractor, extractors, read_meaning
from opensitrep.read import make_document
from opensitrep.settings import Settings

MEETINGS = ("CONSULT", "AGREE", "PROTEST", "COOPERATE", "ELECTION", "TRIAL", "POLITICS")  # are held, not aimed
OVERLAP = 0.5  # share of the shorter content from which a statement read is the one labelled


@dataclass(frozen=True)
class Gold:
    """A reading made of labels; `ids` leads from a label ("h3", "i1", "c2", "s4") to what was made of it."""

    report: form.Report
    reading: Reading
    ids: dict[str, str]


def before_events(settings: Settings) -> tuple[Extractor, ...]:
    """The extractors up to the statements: what comes after them is labelled."""
    scorer = open_scorer(settings.reader)

    def statements(reading: Reading) -> Reading:
        return find_attributions(reading, scorer.score(reading))

    every = extractors(settings)
    return (*takewhile(lambda stage: getattr(stage, "func", stage) is not read_meaning, every), statements)


def gold(report: form.Report, name: str, stages: Sequence[Extractor]) -> Gold:
    """The reading of one labelled report; of a language that is not read, what the product makes of it."""
    header = {key: value for key, value in report.header.items() if value != "-"}
    document = make_document(
        name=name,
        text=report.text,
        outlet=header.get("outlet"),
        published=header.get("published"),
        language=header.get("language", "en"),
    )
    reading = Reading(document)
    if document.language != "en":
        return Gold(report, stages[0](reading), {})
    for stage in stages:
        reading = stage(reading)
    return _Maker(report, reading).made()


def gold_cluster(folder: Path, stages: Sequence[Extractor]) -> tuple[Cluster, dict[str, Gold]]:
    """A cluster and the gold readings of its reports by number."""
    cluster, _ = clusters.load(folder)
    return cluster, {n: gold(r, f"{cluster.name}/{n}.txt", stages) for n, r in sorted(cluster.reports.items())}


def gold_clusters(split: str) -> list[tuple[Cluster, dict[str, Gold]]]:
    """Every cluster of a part, sorted by name."""
    stages = before_events(Settings(engine="here"))
    folders = sorted(path.parent for path in clusters.FOLDER.glob("*/account.txt"))
    return [gold_cluster(folder, stages) for folder in folders if split_of(folder) == split]


def split_of(folder: Path) -> str:
    """The part that the account of a cluster names, read before anything else of it is."""
    lines = (folder / "account.txt").read_text(encoding="utf-8").split("\n")
    return next((line.removeprefix("# split: ") for line in lines if line.startswith("# split: ")), "")


class _Maker(Labelled):
    """One report on its way."""

    def made(self) -> Gold:
        report = self.report
        for statement in report.statements:
            self.ids[statement.id] = self.statement(statement)
        mentions = tuple(self.mention(h) for h in report.happenings)
        self.ids |= {h.id: m.id for h, m in zip(report.happenings, mentions, strict=True) if h.id}
        incidents = self.incidents(mentions)
        targets = {h.id: self.home[m.id] for h, m in zip(report.happenings, mentions, strict=True) if h.id}
        targets |= {i.id: self.ids[i.id] for i in report.incidents}
        counts = self.counts(targets)
        by_incident: dict[str, list[str]] = {}
        for count in counts:
            by_incident.setdefault(count.incident or "", []).append(count.id)
        reading = replace(
            self.reading,
            actors=tuple(sorted(self.actors.values(), key=lambda a: a.span)),
            toponyms=tuple(sorted(self.toponyms.values(), key=lambda t: t.span)),
            times=tuple(sorted(self.times.values(), key=lambda t: t.span)),
            quantities=tuple(sorted(self.quantities.values(), key=lambda q: q.span)),
            attributions=tuple(sorted(self.voices.values(), key=lambda a: min(a.content))),
            passages=tuple(self.passages()),
            mentions=mentions,
            counts=counts,
            incidents=tuple(replace(i, counts=tuple(by_incident.get(i.id, ()))) for i in incidents),
        )
        return Gold(report, make_claims(reading), self.ids)

    def passages(self) -> Iterable[Passage]:
        for sentence in self.report.sentences:
            if sentence.part:
                yield Passage(self.span(sentence.span), Part(sentence.part), Reality(sentence.reality))

    # ------------------------------------------------ statements

    def statement(self, label: form.Statement) -> str:
        """The statement read at these words with the act that is labelled, else a new one."""
        content = tuple(self.span(s) for s in label.content)
        act = Act(label.act)
        shared = [(_shared(content, a.content), a.id) for a in self.voices.values()]
        share, found = max(shared, default=(0.0, ""))
        if share >= OVERLAP and found not in self.ids.values():
            self.voices[found] = replace(self.voices[found], act=act)
            return found
        source = None if isinstance(label.source, str) else label.source
        name = f"{self.doc}:a:{content[0].start}-{content[0].end}"
        if name in self.voices:
            return name
        self.voices[name] = Attribution(
            id=name,
            content=content,
            cue=(self.span(label.cue),) if label.cue else (),
            source=(self.span(source.span),) if source else (),
            speaker=self.actor(source) if source else None,
            act=act,
        )
        return name

    # ------------------------------------------------ happenings

    def mention(self, label: form.Happening) -> Mention:
        words = label.words
        role = PlaceRole.VENUE if label.kind in MEETINGS else PlaceRole.TARGET
        near = [
            w.span for found in words.values() for w in found if self.sentence(w.span) == self.sentence(label.trigger)
        ]
        ends = [label.trigger, *near]
        trigger = self.span(label.trigger)
        passage = next((s for s in self.report.sentences if s.span.overlaps(label.trigger)), None)
        old = passage is not None and passage.part == "background"
        ties = {i.id: i.relation for i in self.report.incidents}
        if label.incident:
            old = ties[label.incident] == "earlier"
        return Mention(
            id=f"{self.doc}:m:{trigger.start}-{trigger.end}:{label.kind}",
            span=Span(self.doc, min(e.start for e in ends), max(e.end for e in ends)),
            trigger=trigger,
            type=label.kind,
            mode=label.mode,
            modality=Modality("actual" if label.modality == "ongoing" else label.modality),
            currency=Currency.BACKGROUND if old else Currency.CURRENT,
            agents=_once(self.actor(w) for w in words.get("by", ())),
            targets=_once(self.actor(w) for w in words.get("to", ())),
            places=(
                *(Placed(s, role) for s in _once(self.toponym(self.span(w.span)) for w in words.get("place", ()))),
                *(
                    Placed(s, PlaceRole.LAUNCH)
                    for s in _once(self.toponym(self.span(w.span)) for w in words.get("from", ()))
                ),
            ),
            times=_once(self.time(w) for w in words.get("day", ())),
            attribution=self.innermost(trigger),
            reality=Reality(label.reality),
        )

    def sentence(self, span: form.Span) -> str | None:
        return next((s.id for s in self.report.sentences if s.span.overlaps(span)), None)

    # ------------------------------------------------ incidents

    def incidents(self, mentions: Sequence[Mention]) -> list[Incident]:
        """Those declared, then one for every happening that points to none."""
        self.home: dict[str, str] = {}
        told: dict[str, list[Mention]] = {i.id: [] for i in self.report.incidents}
        alone = []
        for label, mention in zip(self.report.happenings, mentions, strict=True):
            if label.incident:
                told[label.incident].append(mention)
            else:
                alone.append(mention)
        made = []
        for declared in self.report.incidents:
            refs = [r.span for r in self.report.references if r.incident == declared.id]
            refs += [n.span for n in self.report.negatives if n.incident == declared.id and not told[declared.id]]
            references = tuple(self.span(r) for r in refs)
            first = told[declared.id][0].trigger if told[declared.id] else min(references, default=None)
            if first is None:  # only a count points to it
                first = self.span(next(c.figure for c in self.report.counts if c.target == declared.id))
            self.ids[declared.id] = f"{self.doc}:i:{first.start}-{first.end}"
            made.append(self.declared(declared, told[declared.id], references))
        known = {i.id: self.ids[i.id] for i in self.report.incidents}
        made = [replace(i, to=known.get(d.other or "")) for i, d in zip(made, self.report.incidents, strict=True)]
        made += [self.single(m) for m in alone]
        self.home = {m: i.id for i in made for m in i.mentions}
        return sorted(made, key=lambda i: i.id)

    def declared(self, label: form.Incident, told: Sequence[Mention], references: tuple[Span, ...]) -> Incident:
        doers = _once(a for m in told for a in m.agents)
        named = _once(s for by in label.by for s in self.named(by, doers))
        day, day_ground = self.day(label, told)
        place, place_ground = self.place(label, told)
        return Incident(
            id=self.ids[label.id],
            type=label.kind,
            mode=label.mode,
            mentions=tuple(m.id for m in told),
            references=references,
            tie=Tie(label.relation),
            day=day,
            day_ground=day_ground,
            place=place,
            place_ground=place_ground,
            doers=named or doers,
            undergoers=_once(t for m in told for t in m.targets),
            modality=_modality(told),
            reality=_reality(told),
            currency=Currency.BACKGROUND if label.relation == "earlier" else Currency.CURRENT,
        )

    def single(self, mention: Mention) -> Incident:
        place = next((p.span for p in mention.places if p.role is not PlaceRole.LAUNCH), None)
        day = next(iter(mention.times), None)
        return Incident(
            id=f"{self.doc}:i:{mention.trigger.start}-{mention.trigger.end}",
            type=mention.type or "",
            mode=mention.mode,
            mentions=(mention.id,),
            day=day,
            day_ground=Ground.STATED if day else Ground.UNKNOWN,
            place=place,
            place_ground=Ground.STATED if place else Ground.UNKNOWN,
            doers=mention.agents,
            undergoers=mention.targets,
            modality=mention.modality,
            reality=mention.reality,
            currency=mention.currency or Currency.CURRENT,
        )

    def named(self, name: str, doers: Sequence[Span]) -> tuple[Span, ...]:
        """Mentions by this name: among the doers, else the first of the text."""
        words = set(name.lower().split())
        found = tuple(d for d in doers if words & set(self.quote(d).lower().split()))
        if found:
            return found
        at = self.report.text.find(name)
        return (self.actor(form.Words(form.Span(at, at + len(name)))),) if at >= 0 else ()

    def day(self, label: form.Incident, told: Sequence[Mention]) -> tuple[Span | None, Ground]:
        """The expression that gives the day: of a happening told of it, else of any that comes to the same day."""
        if label.day is None:
            return None, Ground.UNKNOWN
        values: dict[Span, list[str]] = {}
        for happening in self.report.happenings:
            for words in happening.words.get("day", ()):
                values.setdefault(self.time(words), []).append(words.value or "")
        own = [t for m in told for t in m.times]
        exact = [t for t in own if label.day in values.get(t, ())]
        if found := exact or [t for t in own if any(_meets(label.day, v) for v in values.get(t, ()))]:
            return found[0], Ground.STATED
        if elsewhere := [t for t in sorted(values) if label.day in values[t]]:
            return elsewhere[0], Ground.ELSEWHERE
        return None, Ground.PUBLICATION if label.day_basis == "publication" else Ground.UNKNOWN

    def place(self, label: form.Incident, told: Sequence[Mention]) -> tuple[Span | None, Ground]:
        """The place words of a happening told of it that are like the place labelled, else those words anywhere."""
        if label.place is None:
            return None, Ground.UNKNOWN
        based = {"stated": Ground.STATED, "dateline": Ground.DATELINE}
        wanted = set(label.place.lower().replace(",", "").split())
        own = [p.span for m in told for p in m.places if p.role is not PlaceRole.LAUNCH]
        likely = [s for s in own if wanted & set(self.quote(s).lower().split())]
        if likely:
            return likely[0], based.get(label.place_basis, Ground.ELSEWHERE)
        for name in (label.place, *label.place.split(", ")):
            if (at := self.report.text.find(name)) >= 0:
                ground = Ground.DATELINE if label.place_basis == "dateline" else Ground.ELSEWHERE
                return self.toponym(Span(self.doc, at, at + len(name))), ground
        return (own[0], Ground.STATED) if own else (None, Ground.UNKNOWN)

    # ------------------------------------------------ counts

    def counts(self, targets: dict[str, str]) -> tuple[Count, ...]:
        made = {}
        for label in self.report.counts:
            number = self.quantity(label)
            made[label.id] = Count(
                id=f"{self.doc}:n:{number.start}-{number.end}:{label.fate}",
                number=number,
                fate=label.fate,
                population=self.first(label, "of"),
                incident=targets.get(label.target or ""),
                mention=self.ids.get(label.target or "") if (label.target or "").startswith("h") else None,
                since=self.dated(label, "since"),
                period=self.first(label, "period"),
                as_of=self.dated(label, "as of"),
                attribution=self.ids.get(label.says or "") or self.innermost(number),
                stance=label.stance,
            )
        self.ids |= {label: count.id for label, count in made.items()}
        parts = {c.id: made[c.part_of].id for c in self.report.counts if c.part_of in made}
        return tuple(dict.fromkeys(replace(count, part_of=parts.get(label)) for label, count in made.items()))

    def first(self, label: form.Count, key: str) -> Span | None:
        return next((self.span(w.span) for w in label.words.get(key, ())), None)

    def dated(self, label: form.Count, key: str) -> Span | None:
        return next((self.time(w) for w in label.words.get(key, ())), None)


def _shared(a: Sequence[Span], b: Sequence[Span]) -> float:
    """Share of the shorter content that both hold."""
    both = sum(max(0, min(x.end, y.end) - max(x.start, y.start)) for x in a for y in b)
    return both / min(sum(map(len, a)), sum(map(len, b)))


def _once(spans: Iterable[Span]) -> tuple[Span, ...]:
    return tuple(dict.fromkeys(spans))


def _meets(day: str, other: str) -> bool:
    """Whether two labelled days share one: "2018-10" and "2018-10-07", or ranges that overlap."""
    (a, b), (c, d) = (sorted((v.split("/") * 2)[:2]) for v in (day, other))
    return bool(other) and a[: len(d)] <= d[: len(a)] and c[: len(b)] <= b[: len(c)]


def _modality(told: Sequence[Mention]) -> Modality:
    """The firmest that its mentions have."""
    firm = (Modality.ACTUAL, Modality.PLANNED, Modality.HYPOTHETICAL, Modality.NEGATED)
    return min((m.modality for m in told), key=firm.index, default=Modality.ACTUAL)


def _reality(told: Sequence[Mention]) -> Reality:
    """That of most of its mentions, fact last."""
    kinds = [m.reality for m in told if m.reality is not Reality.FACT]
    return kinds[0] if kinds else Reality.FACT
