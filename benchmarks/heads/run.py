"""What each head of a scorer gets right on labelled reports: `python -m benchmarks heads`.

Every head is asked by itself: kinds at the happenings that were found, roles, figures, sources and likeness at labelled
words. dev chooses thresholds, so it flatters a little; test is asked once, at a release, errors unread.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import numpy as np
from tqdm import tqdm
from training.reader.data import PARSED, ROLES, ROOT, Tokens, labelled

from benchmarks.floors import Figure, missed
from corpora import form
from opensitrep.learned import Scorer, Scores, open_scorer
from opensitrep.model import Reading
from opensitrep.pipeline import extractors
from opensitrep.read import make_document
from opensitrep.settings import Settings

FLOORS = Path(__file__).with_name("floors.toml")
NAMING = ("VERB", "NOUN", "PROPN", "ADJ")
BACK = 2  # sentences before a figure in which a word may name what it counts
Pair = tuple[str, str]


@dataclass
class Tally:
    """Hits, what was said and what was asked, of one question."""

    right: int = 0
    said: int = 0
    asked: int = 0

    @property
    def f1(self) -> float:
        """Of precision and recall together."""
        return 2 * self.right / max(1, self.said + self.asked)

    @property
    def share(self) -> float:
        """Right of those asked."""
        return self.right / max(1, self.asked)


@dataclass
class Tallies:
    """All questions over several reports."""

    count: dict[str, Tally] = field(default_factory=dict)
    classes: dict[str, list[Pair]] = field(default_factory=dict)  # (said, labelled)

    def add(self, name: str, *, right: int = 0, said: int = 0, asked: int = 0) -> None:
        """Count what was right, said and asked."""
        tally = self.count.setdefault(name, Tally())
        tally.right, tally.said, tally.asked = tally.right + right, tally.said + said, tally.asked + asked

    def pair(self, name: str, said: str, labelled: str) -> None:
        """One answer beside its label."""
        self.classes.setdefault(name, []).append((said, labelled))


@dataclass(frozen=True)
class Asked:
    """A labelled report with the scores of its words."""

    report: form.Report
    reading: Reading
    scores: Scores

    @property
    def tokens(self) -> Tokens:
        """Its tokens, asked by characters."""
        assert self.reading.syntax is not None
        return Tokens(self.reading.syntax)

    def threshold(self, head: str) -> float:
        """From which probability a yes counts."""
        return self.scores.thresholds.get(head, 0.5)

    def sentence(self, i: int, back: int = 0) -> list[int]:
        """Words of the sentence of a word and of some before it, without marks."""
        syntax = self.tokens.syntax
        last = syntax.sentence[i]
        reach = [k for k, n in enumerate(syntax.sentence) if last - back <= n <= last]
        return [k for k in reach if k != i and syntax.pos[k] != "PUNCT"]

    def likeliest(self, head: str, i: int, words: Sequence[int]) -> tuple[int, float] | None:
        """The word that is likeliest the other end of a pair of yes and no, with its probability."""
        if not words:
            return None
        found = self.scores.pairs[head]([i], words)[0, :, 1]
        best = int(np.argmax(found))
        return words[best], float(found[best])


def load(part: str) -> Iterator[tuple[form.Report, Reading]]:
    """The labelled reports of a part with their parse."""
    stages = extractors(Settings(engine="here"))[:PARSED]
    paths = [p for p in labelled(ROOT) if f"\n# split: {part}\n" in p.read_text(encoding="utf-8")]
    for path in tqdm(paths, desc=f"reading {part}", unit="report", disable=None):
        report, faults = form.read(path)
        if faults or not report.labelled or report.header.get("language", "en") != "en":
            continue
        published = report.header.get("published", "-")
        day = None if published == "-" else published
        reading = Reading(make_document(name=path.name, text=report.text, published=day))
        for stage in stages:
            reading = stage(reading)
        yield report, reading


def happenings(one: Asked, out: Tallies) -> None:
    """Which words are happenings; kind, modality and tie of those found."""
    yes = one.scores.tokens["happens"][:, one.scores.classes["happens"].index("happening")]
    told = np.flatnonzero(yes >= one.threshold("happens")).tolist()
    found: dict[int, form.Happening] = {}
    for i in told:
        for h in one.report.happenings:
            if h not in found.values() and i in one.tokens.inside(h.trigger):
                found[i] = h
                break
    out.add("happens", right=len(found), said=len(told), asked=len(one.report.happenings))
    relation = {i.id: i.relation for i in one.report.incidents}
    for i, h in found.items():
        kind = one.scores.best("kind", i)[0]
        out.pair("kind", kind.split("/")[0], h.kind)
        out.pair("kind and mode", kind, f"{h.kind}/{h.mode}" if h.mode else h.kind)
        modality = one.scores.best("modality", i)[0]
        out.pair("modality", modality, h.modality)
        out.pair("reality", *("actual" if m == "ongoing" else m for m in (modality, h.modality)))
        tie = relation.get(h.incident or "", "")
        out.pair("tie", one.scores.best("tie", i)[0], tie if tie in ("main", "earlier") else "beside")


def passages(one: Asked, out: Tallies) -> None:
    """Part and reality of sentences; one that two of ours share counts with the longer share."""
    syntax = one.tokens.syntax
    best: dict[int, tuple[int, form.Sentence]] = {}
    for s in one.report.sentences:
        for number, times in Counter(syntax.sentence[i] for i in one.tokens.inside(s.span)).items():
            if times > best.get(number, (0, s))[0]:
                best[number] = (times, s)
    for number, (_, s) in best.items():
        if s.part:
            for head, label in (("part", s.part), ("reality of passages", s.reality)):
                name = head.split(" ")[0]
                row = one.scores.sentences[name][number]
                out.pair(head, one.scores.classes[name][int(np.argmax(row))], label)


def roles(one: Asked, out: Tallies) -> None:
    """Arguments of labelled happenings: a word inside the labelled ones is right."""
    names = one.scores.classes["role"]
    for h in one.report.happenings:
        at = one.tokens.top(h.trigger)
        if at is None or not (words := one.sentence(at)):
            continue
        shares = one.scores.pairs["role"]([at], words)[0]
        best = shares[:, 1:].argmax(axis=1) + 1
        rows = zip(words, best.tolist(), shares, strict=True)
        said = [(names[k], i) for i, k, row in rows if row[k] >= one.threshold("role")]
        for role in ROLES:
            spans = [set(one.tokens.inside(a.span)) for a in h.words.get(role, ())]
            mine = [i for name, i in said if name == role]
            hit = sum(any(i in span for i in mine) for span in spans)
            wrong = sum(not any(i in span for span in spans) for i in mine)
            for name in ("roles", f"role {role}"):
                out.add(name, right=hit, said=hit + wrong, asked=len(spans))


def figures(one: Asked, out: Tallies) -> None:
    """Fate of labelled figures, and to which word each belongs, if to any in reach."""
    fates = one.scores.classes["fate"]
    for c in one.report.counts:
        at = one.tokens.top(c.figure)
        if at is None:
            continue
        row = one.scores.tokens["fate"][at]
        out.pair("fate", fates[1 + int(np.argmax(row[1:]))] if row[1:].any() else "none", c.fate)
        words = [i for i in one.sentence(at, BACK) if one.tokens.syntax.pos[i] in NAMING]
        right = naming(one, c) & set(words)
        best = one.likeliest("counts", at, words)
        said = best is not None and best[1] >= one.threshold("counts")
        hit = best is not None and said and best[0] in right
        out.add("counts", right=hit, said=said, asked=bool(right))
        out.add("counts or none", right=hit if right else not said, asked=1)


def naming(one: Asked, count: form.Count) -> set[int]:
    """Words that name what a figure counts."""
    report = one.report
    if not count.target:
        return set()
    spans = [h.trigger for h in report.happenings if count.target in (h.id, h.incident)]
    spans += [r.span for r in report.references if r.incident == count.target]
    tops = {i for s in spans if (i := one.tokens.top(s)) is not None}
    return tops | {i for n in report.negatives if n.incident == count.target for i in one.tokens.inside(n.span)}


def likeness(one: Asked, out: Tallies) -> None:
    """Pairs of labelled happenings that are one or two."""
    tops = [(i, h.incident or h.id) for h in one.report.happenings if (i := one.tokens.top(h.trigger)) is not None]
    if len(tops) < 2:
        return
    words = [i for i, _ in tops]
    yes = one.scores.pairs["same"](words, words)[:, :, 1] >= one.threshold("same")
    for a in range(len(tops)):
        for b in range(a + 1, len(tops)):
            label, said = tops[a][1] == tops[b][1], bool(yes[a, b])
            out.add("same", right=label and said, said=said, asked=label)


def statements(one: Asked, out: Tallies) -> None:
    """Cues, their acts, and who says it."""
    acts = one.scores.classes["act"]
    cues = [s for s in one.report.statements if s.cue]
    spans = [set(one.tokens.inside(s.cue)) for s in cues if s.cue]
    told = np.flatnonzero(1 - one.scores.tokens["act"][:, 0] >= one.threshold("act")).tolist()
    places = {frozenset(s) for s in spans}
    out.add(
        "cues", right=sum(any(i in p for i in told) for p in places), asked=len(places),
        said=len(places & {p for p in places if any(i in p for i in told)})
        + sum(not any(i in p for p in places) for i in told),
    )  # fmt: skip
    for s in cues:
        at = one.tokens.top(s.cue) if s.cue else None
        if at is None:
            continue
        row = one.scores.tokens["act"][at]
        out.pair("act", acts[1 + int(np.argmax(row[1:]))] if row[1:].any() else "none", s.act)
        if isinstance(s.source, form.Words) and (words := one.sentence(at)):
            best = one.likeliest("source", at, words)
            out.add(
                "source", right=bool(best) and best is not None and best[0] in one.tokens.inside(s.source.span), asked=1
            )


def macro(pairs: Iterable[Pair]) -> float:
    """Mean F1 over the classes that are labelled."""
    pairs = list(pairs)
    said, asked = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    right = Counter(a for a, b in pairs if a == b)
    return sum(2 * right[c] / (said[c] + asked[c]) for c in asked) / max(1, len(asked))


def figures_of(out: Tallies) -> dict[str, float]:
    """The table: a figure a line."""
    t, pairs = out.count, out.classes
    right = {name: sum(a == b for a, b in rows) / max(1, len(rows)) for name, rows in pairs.items()}
    happens = t["happens"]
    found: dict[str, float] = {
        "happens precision": happens.right / max(1, happens.said),
        "happens recall": happens.share, "happens F1": happens.f1,
        "kind of found": right["kind"], "kind and mode of found": right["kind and mode"],
        "happens F1 with kind": happens.f1 * right["kind"],
        "modality macro F1": macro(pairs["modality"]), "reality macro F1 (ongoing is actual)": macro(pairs["reality"]),
        "tie of found": right["tie"], "tie macro F1": macro(pairs["tie"]),
        "part macro F1": macro(pairs["part"]), "part accuracy": right["part"],
        "reality of passages macro F1": macro(pairs["reality of passages"]),
        "fate accuracy": right["fate"], "counts F1": t["counts"].f1, "counts bound or left": t["counts or none"].share,
        "roles F1": t["roles"].f1,
    }  # fmt: skip
    found |= {f"role {role} F1": t[f"role {role}"].f1 for role in ROLES if t[f"role {role}"].asked}
    found |= {"same F1": t["same"].f1, "cue F1": t["cues"].f1}
    return found | {"act at cues": right["act"], "source accuracy": t["source"].share}


def measure(scorer: Scorer, reports: Iterable[tuple[form.Report, Reading]]) -> dict[str, float]:
    """The figures of a scorer over labelled reports."""
    out = Tallies()
    for report, reading in reports:
        one = Asked(report, reading, scorer.score(reading))
        for ask in (happenings, passages, roles, figures, likeness, statements):
            ask(one, out)
    return figures_of(out)


def run(*, scorer: str, part: str) -> int:
    """Print the figures; 1 where one lies below its floor (floors are for dev)."""
    found = measure(open_scorer(scorer), load(part))
    for name, value in found.items():
        print(f"  {name:40} {value:6.3f}")
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8")).get(scorer, {})
    wrong = missed({name: msgspec.convert(row, Figure) for name, row in floors.items()}, found) if part == "dev" else []
    print("\n".join(f"FLOOR BROKEN  {line}" for line in wrong) or "all floors hold")
    return bool(wrong)
