"""Statements in labelled reports: `python -m benchmarks statements [--test] [--errors]`.

The whole product reads the reports of a part of corpora/ (dev; with `--test` the pinned part: once, at a release,
errors unread) and is asked: which words are the cue of a statement, who speaks, by which act, and what is said. A
speaker is right when he shares a character with the labelled words or with what they stand for; a statement is found
when its speaker is right and its content shares half of all characters that either marks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from benchmarks.corpora.reports import Read, load
from benchmarks.happenings.run import f1, meets
from corpora import form
from opensitrep.model import Act, Attribution, Span

ACTS = {Act.ACCUSES: ("asserts", "opines", "denies"), Act.WITHHOLDS: ("denies", "doubts", "asserts")}  # not labelled
SAME = 0.5  # share of all characters from which two contents are one


def letters(spans: Iterable[Span | form.Span]) -> set[int]:
    """The characters that some spans cover."""
    return {k for s in spans for k in range(s.start, s.end)}


class Tally:
    """Right, said and asked of every question."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.misses: list[str] = []

    def report(self, one: Read) -> None:
        """Add what is read in one report."""
        said, asked = list(one.reading.attributions), list(one.report.statements)
        self._cues(one, [a for a in said if a.cue], [s for s in asked if s.cue])
        self._contents(one, said, asked)

    def _cues(self, one: Read, said: Sequence[Attribution], asked: Sequence[form.Statement]) -> None:
        """Cues, and what is known of the statements whose cue is found."""
        n, name = self.counts, one.report.header["id"]
        n["cues said"] += len({a.cue for a in said})
        cues = {s.cue for s in asked}
        n["cues asked"] += len(cues)
        by_cue = {c: next((a for a in said if any(_meet(w, c) for w in a.cue)), None) for c in cues if c}
        n["cues right"] += sum(a is not None for a in by_cue.values())
        for s in asked:
            a = by_cue[s.cue] if s.cue else None
            if a is None:
                self.misses.append(f"{name} cue missed {one.report.quote(s.cue or s.content[0])!r}")
                continue
            n["acts asked"] += 1
            right = s.act in ACTS.get(a.act, (a.act.value,))
            n["acts right"] += right
            if not right:
                self.misses.append(f"{name} act {a.act} for {s.act} {one.report.quote(s.cue or s.content[0])!r}")
            if isinstance(s.source, form.Words):
                n["speakers asked"] += 1
                n["speakers right"] += _speaks(a, s)
        for a in said:
            if not any(_meet(w, c) for w in a.cue for c in cues if c):
                self.misses.append(f"{name} no cue {one.report.text[a.cue[0].start : a.cue[-1].end]!r}")

    def _contents(self, one: Read, said: Sequence[Attribution], asked: Sequence[form.Statement]) -> None:
        """Contents by characters, and whole statements one to one, the best first."""
        n = self.counts
        told, wanted = letters(c for a in said for c in a.content), letters(c for s in asked for c in s.content)
        n["characters said"] += len(told)
        n["characters asked"] += len(wanted)
        n["characters right"] += len(told & wanted)
        n["said"] += len(said)
        n["asked"] += len(asked)
        ours, theirs = [letters(a.content) for a in said], [letters(s.content) for s in asked]
        pairs = sorted(
            ((len(x & y) / len(x | y), i, j) for i, x in enumerate(ours) for j, y in enumerate(theirs) if x & y),
            key=lambda p: (-p[0], p[1], p[2]),
        )
        taken: set[tuple[str, int]] = set()
        for share, i, j in pairs:
            if share < SAME or ("said", i) in taken or ("asked", j) in taken or not _speaks(said[i], asked[j]):
                continue
            taken |= {("said", i), ("asked", j)}
        n["found"] += sum(kind == "asked" for kind, _ in taken)
        for j, s in enumerate(asked):
            if ("asked", j) not in taken:
                best = max((p for p in pairs if p[2] == j), default=None)
                kind = "nothing" if best is None else "content" if best[0] < SAME else "speaker"
                n[f"not found, wrong {kind}"] += 1
                words = one.report.quote(form.Span(s.content[0].start, s.content[-1].end))
                ours_ = [one.report.text[c.start : c.end] for c in said[best[1]].content] if best else []
                cue = one.report.quote(s.cue) if s.cue else "-"
                self.misses.append(
                    f"{one.report.header['id']} not found, wrong {kind}: {cue!r} {words!r}: told {ours_}"
                )

    def table(self) -> dict[str, float]:
        """The figures."""
        n = self.counts

        def share(a: str, b: str) -> float:
            return n[a] / (n[b] or 1)

        return {
            "cues precision": share("cues right", "cues said"), "cues recall": share("cues right", "cues asked"),
            "cues F1": f1(n["cues right"], n["cues said"], n["cues asked"]),
            "act of found cues": share("acts right", "acts asked"),
            "speaker of found cues": share("speakers right", "speakers asked"),
            "content characters precision": share("characters right", "characters said"),
            "content characters recall": share("characters right", "characters asked"),
            "content characters F1": f1(n["characters right"], n["characters said"], n["characters asked"]),
            "statements precision": share("found", "said"), "statements recall": share("found", "asked"),
            "statements F1": f1(n["found"], n["said"], n["asked"]),
        }  # fmt: skip


def _meet(a: Span, b: form.Span) -> bool:
    return a.start < b.end and b.start < a.end


def _speaks(a: Attribution, s: form.Statement) -> bool:
    """Whether the speaker is the labelled one; of the outlet and the unnamed none is asked."""
    if not isinstance(s.source, form.Words):
        return True
    return meets([*a.source, *([a.speaker] if a.speaker else [])], [s.source])


def measure(parts: Sequence[Read]) -> Tally:
    """The tally of several reports."""
    tally = Tally()
    for one in parts:
        tally.report(one)
    return tally


def run(*, test: bool = False, errors: bool = False) -> int:
    """Print the figures."""
    tally = measure(load("test" if test else "dev"))
    for name, value in tally.table().items():
        print(f"{name:32}{value:8.3f}")
    for name in sorted(k for k in tally.counts if k.startswith("not found")):
        print(f"{name:32}{tally.counts[name]:8}")
    if errors and not test:
        print("\n".join(tally.misses))
    return 0
