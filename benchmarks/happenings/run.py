"""Happenings, passages and counts in labelled reports: `python -m benchmarks happenings [--test] [--errors]`.

The whole product reads the reports of a part of corpora/ (dev; with `--test` the pinned part: once, at a release, its
errors unread) and is asked: which words tell a happening, of which kind and reality, by whom, where and when; what each
sentence is; what each figure counts. An argument is right when it shares a character with the labelled words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from benchmarks.corpora.reports import Read, load
from corpora import form
from opensitrep.extract.incidents.binding import LABELLED
from opensitrep.model import Mention, PlaceRole, Span

TOLD = {name: "actual" if name == "ongoing" else name for name in form.LISTS["modality"]}
Pairs = list[tuple[str, str]]


def f1(right: float, said: float, asked: float) -> float:
    """Harmonic mean of precision and recall."""
    return 2 * right / (said + asked) if said + asked else 0.0


def macro(pairs: Pairs) -> float:
    """Mean F1 over the classes that are asked for."""
    said, asked = Counter(a for a, _ in pairs), Counter(b for _, b in pairs if b != "nothing")
    right = Counter(a for a, b in pairs if a == b)
    return sum(f1(right[c], said[c], asked[c]) for c in asked) / len(asked) if asked else 0.0


def meets(spans: Iterable[Span], words: Iterable[form.Words]) -> bool:
    """Whether one of some spans shares a character with labelled words, or with what they stand for."""
    wanted = [s for w in words for s in (w.span, w.stands_for) if s is not None]
    return any(a.start < b.end and b.start < a.end for a in spans for b in wanted)


class Tally:
    """Right, said and asked of every question."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.pairs: dict[str, Pairs] = {"reality, found": [], "reality": [], "passages": [], "fate": []}
        self.misses: list[str] = []

    def report(self, one: Read) -> None:
        """Add what is read in one report."""
        self._happenings(one)
        self._passages(one)
        self._counts(one)

    def _happenings(self, one: Read) -> None:
        report = one.report
        told = [m for m in one.reading.mentions if m.type]
        self.counts["said"] += len(told)
        self.counts["asked"] += len(report.happenings)
        taken: set[str] = set()
        for h in report.happenings:
            found = next((m for m in told if m.id not in taken and _shares(h.trigger, m.trigger)), None)
            if found is None:
                self.pairs["reality"].append(("nothing", TOLD[h.modality]))
                self.misses.append(f"{report.header['id']} missed {h.kind} {report.quote(h.trigger)!r}")
                continue
            taken.add(found.id)
            self._one(report, h, found)
        for m in told:
            if m.id not in taken:
                self.pairs["reality"].append((m.modality.value, "nothing"))
                words = one.reading.document.text[m.trigger.start : m.trigger.end]
                self.misses.append(f"{report.header['id']} none {m.type} {words!r}")

    def _one(self, report: form.Report, h: form.Happening, m: Mention) -> None:
        self.counts["found"] += 1
        self.counts["kind"] += m.type == h.kind
        self.counts["mode"] += (m.type, m.mode or "") == (h.kind, h.mode or "")
        if m.type != h.kind:
            self.misses.append(f"{report.header['id']} kind {m.type} for {h.kind} {report.quote(h.trigger)!r}")
        self.pairs["reality"].append((m.modality.value, TOLD[h.modality]))
        self.pairs["reality, found"].append((m.modality.value, TOLD[h.modality]))
        places = [p.span for p in m.places if p.role is not PlaceRole.LAUNCH]
        for name, spans, words in (
            ("doer", m.agents[:1], h.words.get("by", ())),
            ("place", places, h.words.get("place", ())),
            ("day", m.times, h.words.get("day", ())),
        ):
            self.counts[f"{name} asked"] += bool(words)
            self.counts[f"{name} said"] += bool(spans)
            self.counts[f"{name} right"] += meets(spans, words)
            if words and not meets(spans, words):
                self.misses.append(
                    f"{report.header['id']} {name} of {report.quote(h.trigger)!r}: "
                    f"{[report.quote(w.span) for w in words]}, told {[report.text[s.start : s.end] for s in spans]}"
                )

    def _passages(self, one: Read) -> None:
        for s in one.report.sentences:
            if s.part is None:
                continue
            middle = (s.span.start + s.span.end) // 2
            found = next((p for p in one.reading.passages if p.span.start <= middle < p.span.end), None)
            self.pairs["passages"].append((found.part.value if found else "nothing", s.part))

    def _counts(self, one: Read) -> None:
        report = one.report
        by_figure = {c.number: c for c in one.reading.counts}
        mentions = {m.id: m for m in one.reading.mentions}
        incidents = {h.id: h.incident or h.id for h in report.happenings}
        self.counts["counts said"] += len(by_figure)
        for c in report.counts:
            found = next((k for s, k in by_figure.items() if s.start < c.figure.end and c.figure.start < s.end), None)
            self.counts["counts asked"] += 1
            fate = LABELLED.get(found.fate, found.fate) if found else "nothing"
            self.pairs["fate"].append((fate, c.fate))
            if found is None:
                self.misses.append(f"{report.header['id']} figure {report.quote(c.figure)!r} {c.fate} not told")
                continue
            self.counts["counts found"] += 1
            self.counts["fate"] += fate == c.fate
            beside = mentions.get(found.mention or "")
            named = [h for h in report.happenings if beside and _shares(h.trigger, beside.trigger)]
            line, whole = _sentence(report, c.figure), incidents.get(c.target or "", c.target)
            same = [h for h in report.happenings if c.target and c.target in (h.id, h.incident)]
            told = any(_sentence(report, h.trigger) == line for h in same)
            right = any(incidents[h.id] == whole for h in named) if told else beside is None
            self.counts["bound"] += right

    def table(self) -> dict[str, float]:
        """The figures."""
        n, passages = self.counts, self.pairs["passages"]

        def share(right: str, of: str) -> float:
            return n[right] / (n[of] or 1)

        out = {
            "happenings precision": share("found", "said"),
            "happenings recall": share("found", "asked"),
            "happenings F1": f1(n["found"], n["said"], n["asked"]),
            "kind of found": share("kind", "found"),
            "kind and mode of found": share("mode", "found"),
            "F1 with kind": f1(n["kind"], n["said"], n["asked"]),
            "reality macro F1, of found": macro(self.pairs["reality, found"]),
            "reality macro F1": macro(self.pairs["reality"]),
        }
        for name in ("doer", "place", "day"):
            out[f"{name} right of those given"] = share(f"{name} right", f"{name} asked")
            out[f"{name} precision"] = share(f"{name} right", f"{name} said")
        return out | {
            "passages macro F1": macro(passages),
            "passages accuracy": sum(a == b for a, b in passages) / (len(passages) or 1),
            "figures F1": f1(n["counts found"], n["counts said"], n["counts asked"]),
            "fate of found": share("fate", "counts found"),
            "figures bound in the sentence": share("bound", "counts found"),
        }


def _shares(words: form.Span, span: Span) -> bool:
    return words.start < span.end and span.start < words.end


def _sentence(report: form.Report, span: form.Span) -> str | None:
    return next((s.id for s in report.sentences if s.span.overlaps(span)), None)


def measure(parts: Sequence[Read]) -> Tally:
    """The tally of several reports."""
    tally = Tally()
    for one in parts:
        tally.report(one)
    return tally


def table(part: str) -> dict[str, float]:
    """The figures of a part of corpora/."""
    return measure(load(part)).table()


def run(*, test: bool = False, errors: bool = False) -> int:
    """Print the figures."""
    tally = measure(load("test" if test else "dev"))
    for name, value in tally.table().items():
        print(f"{name:32}{value:8.3f}")
    if errors and not test:
        print("\n".join(tally.misses))
    return 0
