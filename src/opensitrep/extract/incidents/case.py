"""One report on its way to incidents: what each decision is asked, in turn, and what follows from its answer.

The order is the knowledge: the main happening by its mentions; which mentions are one; which incident is the main one;
what definite nouns and figures belong to; ties; place and day; current or not.
Training walks the same steps with answers of trees that have not seen the report.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from opensitrep.extract.incidents.binding import Phrase, asked_of, count_rows, phrases, reference_rows
from opensitrep.extract.incidents.charges import charged, is_old
from opensitrep.extract.incidents.ground import Asked, Option, days_asked, option_pairs, option_rows, places_asked
from opensitrep.extract.incidents.groups import gather
from opensitrep.extract.incidents.judge import Table, Tables, spoken_kinds
from opensitrep.extract.incidents.pairs import candidates, pair_rows
from opensitrep.extract.incidents.scene import Scene, Told
from opensitrep.extract.incidents.singles import Rows, single_rows
from opensitrep.extract.incidents.wholes import Draft, link_pairs, link_rows, whole_rows
from opensitrep.model import LASTING, Count, Label, Reading, Span, Tie

Answers = NDArray[np.float64]
Chosen = tuple[Option, float] | None
LINKS = (Tie.PART, Tie.FOLLOWS, Tie.CAUSE)
TIES = (*LINKS, Tie.EARLIER, Tie.OTHER)
BELOW = 3  # sentences below a heading that tell what it counts
BESIDE = 0.3  # added to the probability of an incident of which a figure stands beside a mention; chosen, not fitted


class Case:
    """Rows to ask and answers to take; `thresholds` say from where an answer is a yes."""

    def __init__(self, reading: Reading, tables: Tables, thresholds: Table) -> None:
        self.scene = Scene(reading)
        self.tables, self.thresholds = tables, thresholds
        self.counts: tuple[Count, ...] = reading.counts
        self.main: list[float] = []
        self.pairs: list[tuple[Told, Told]] = candidates(self.scene)
        self.drafts: list[Draft] = []
        self.chiefs: list[float] = []  # how likely each incident is the main one
        self.chief: int | None = None
        self.phrases: list[Phrase] = []
        self.refers: list[tuple[int, int]] = []  # which incidents each phrase, each count is asked for
        self.counted: list[tuple[int, int]] = []
        self.homes: list[tuple[int | None, float]] = []  # of the counts, with how likely each is
        self.charged: dict[int, int] = {}  # what somebody is charged with, and the incident that tells so
        self.links: list[tuple[int, int]] = []
        self.linked: Answers = np.zeros((0, 4))
        self.bound: Rows = np.zeros((0, 0), dtype=np.float32)  # what is known of incidents before their ties
        self.placed = self.dated = Asked([], [], frozenset())
        self.options: list[tuple[int, int]] = []  # incidents with what they may be answered with
        self.places: list[Chosen] = []
        self.days: list[Chosen] = []
        self.current: list[float] = []

    # ------------------------------------------------ mentions to incidents

    def mention_rows(self) -> Rows:
        """Is this mention one of the main happening?"""
        return single_rows(self.scene, self.tables.kinds)

    def take_mentions(self, answers: Answers) -> None:
        """How likely each mention tells the main happening."""
        self.main = [float(a) for a in answers[:, 1]]

    def same_rows(self) -> Rows:
        """Do these two mentions tell one happening?"""
        return pair_rows(self.scene, self.pairs, self.main, self.tables)

    def take_same(self, answers: Answers) -> None:
        """Mentions to incidents."""
        scores = [float(a) for a in answers[:, 1]]
        groups = gather(self.scene.told, self.pairs, scores, self.tables.together, self.thresholds["same"])
        self.drafts = [Draft(group, [self.main[t.number] for t in group]) for group in groups]

    # ------------------------------------------------ the main one

    def main_rows(self) -> Rows:
        """Is this incident what the report is there for?"""
        return whole_rows(self.scene, self.drafts, self.tables, bound=False)

    def take_main(self, answers: Answers) -> None:
        """The likeliest one, if it is likely at all."""
        self.chiefs = [float(a) for a in answers[:, 1]]
        best = max(range(len(self.chiefs)), key=lambda n: (self.chiefs[n], -n), default=None)
        self.chief = best if best is not None and self.chiefs[best] >= self.thresholds["main"] else None

    # ------------------------------------------------ definite nouns and figures

    def reference_rows(self) -> Rows:
        """Does this definite noun point to this incident?"""
        self.phrases = phrases(self.scene, self.tables.words) if self.drafts else []
        self.refers = asked_of(self.scene, [p.token for p in self.phrases], self.drafts, self.chief)
        return reference_rows(self.scene, self.phrases, self.refers, self.drafts, self.chiefs, self.tables)

    def take_references(self, answers: Answers) -> None:
        """Each to the likeliest incident, if it is likely enough."""
        for phrase, row in zip(self.phrases, self._table(answers, self.refers, len(self.phrases)), strict=True):
            best = int(np.argmax(row))
            if row[best] >= self.thresholds["reference"]:
                self.drafts[best].references.append(phrase.span)

    def count_rows(self) -> Rows:
        """Does this figure count for this incident?"""
        tokens = [self.scene.token(c.number) for c in self.counts]
        self.counted = asked_of(self.scene, tokens, self.drafts, self.chief)
        return count_rows(self.scene, self.counts, self.counted, self.drafts, self.chiefs, self.tables)

    def take_counts(self, answers: Answers) -> None:
        """A part goes with its whole: both are judged by the mean of the two. The happening beside a figure speaks for
        its incident, and what a heading counts is of what the text below it counts."""
        table = self._table(answers, self.counted, len(self.counts))
        home: dict[str | None, int] = {t.mention.id: n for n, d in enumerate(self.drafts) for t in d.told}
        opened = cache(lambda since: [any(t.since == since for t in d.told) for d in self.drafts])
        for n, count in enumerate(self.counts if self.drafts else ()):
            beside = np.arange(len(self.drafts)) == home.get(count.mention, -1)
            table[n] = beside if count.fate == LASTING else table[n] + BESIDE * beside
            table[n] *= opened(self.scene.opened.around(self.scene.token(count.number)))
        for n, told, is_heading in self._sections() if self.drafts else ():
            below = np.isin(np.arange(len(self.drafts)), told)
            best = (table[n] * below).max()
            table[n] *= below * (table[n].max() / best if best else 1.0)
            table[n, told[0]] = max(table[n, told[0]], float(is_heading))
        for n, twin in self._twins() if self.drafts else ():
            table[n] = table[twin]
        at = {c.id: n for n, c in enumerate(self.counts)}
        mixed = [
            (row + table[at[c.part_of]]) / 2 if c.part_of in at else row
            for c, row in zip(self.counts, table, strict=True)
        ]
        self.homes = [(None, 0.0)] * len(self.counts)
        for n, row in enumerate(mixed if self.drafts else ()):
            best = int(np.argmax(row))
            if row[best] >= self.thresholds["count"]:
                self.homes[n] = best, min(1.0, float(row[best]))
                self.drafts[best].counts.append(self.counts[n])

    def _sections(self) -> Iterator[tuple[int, list[int], bool]]:
        """Each figure in or below a heading that counts ("North bank: 26 killed"), with the incidents told there in the
        order of the text, and whether it is in the heading: what such a heading is over is a case of its own."""
        scene = self.scene
        starts = [s for s in range(len(scene.sentences)) if scene.heading(s)]
        at = [scene.sentence(scene.token(c.number)) for c in self.counts]
        heads = {bisect_right(starts, s) for s in at if scene.heading(s)}
        below: dict[int, list[int]] = defaultdict(list)
        for _, sentence, n in sorted((t.token, t.sentence, n) for n, d in enumerate(self.drafts) for t in d.told):
            below[bisect_right(starts, sentence)].append(n)
        for n, sentence in enumerate(at):
            told = below.get(bisect_right(starts, sentence), [])
            if told and bisect_right(starts, sentence) in heads:
                yield n, list(dict.fromkeys(told)), scene.heading(sentence)

    def _twins(self) -> Iterator[tuple[int, int]]:
        """Each figure of a heading with the same one of the text that follows."""
        scene = self.scene
        figures = {q.number: (q.low, q.high) for q in scene.reading.quantities}
        for n, count in enumerate(self.counts):
            if scene.layout(count.number.start) is not Label.SUBHEAD:
                continue
            at = scene.sentence(scene.token(count.number))
            for later in range(n + 1, len(self.counts)):
                other = self.counts[later]
                if scene.sentence(scene.token(other.number)) - at > BELOW:
                    break
                same = other.fate == count.fate and figures[other.number] == figures[count.number]
                if same and scene.layout(other.number.start) is not Label.SUBHEAD:
                    yield n, later
                    break

    def _table(self, answers: Answers, asked: list[tuple[int, int]], lines: int) -> Answers:
        """(lines, incidents): 0 for those that were not asked."""
        table = np.zeros((lines, len(self.drafts)))
        for (line, n), answer in zip(asked, answers[:, 1], strict=True):
            table[line, n] = answer
        return table

    # ------------------------------------------------ ties

    def link_rows(self) -> Rows:
        """Is this incident a part, a consequence or the cause of that one?"""
        self.links = link_pairs(self.drafts, self.chief)
        return link_rows(self.scene, self.drafts, self.links, self.chief, self.tables)

    def take_links(self, answers: Answers) -> None:
        """Kept for the ties."""
        self.linked = answers

    def tie_rows(self) -> Rows:
        """How does this incident stand to the others?"""
        wholes = whole_rows(self.scene, self.drafts, self.tables, bound=True)
        size = len(self.drafts)
        best, to_main = np.zeros((size, 4)), np.full((size, 4), np.nan)
        for (i, j), row in zip(self.links, self.linked, strict=True):
            best[i] = np.maximum(best[i], row)
            if j == self.chief:
                to_main[i] = row
        chief = np.array([[self.chiefs[n]] for n in range(size)]).reshape(size, 1)
        self.bound = np.hstack([wholes, best, to_main, chief]).astype(np.float32)
        return self.bound

    def take_ties(self, answers: Answers) -> None:
        """The likeliest tie, and the likeliest other end of it."""
        linked: dict[int, list[tuple[int, NDArray[np.float64]]]] = defaultdict(list)
        for (i, j), row in zip(self.links, self.linked, strict=True):
            linked[i].append((j, row))
        for n, (draft, row) in enumerate(zip(self.drafts, answers, strict=True)):
            draft.tie = Tie.MAIN if n == self.chief else TIES[int(np.argmax(row))]
            if draft.tie in LINKS:
                kind = 1 + LINKS.index(draft.tie)
                draft.to = max(((odds[kind], -j, j) for j, odds in linked[n]), default=(0.0, 0, None))[2]
            if n != self.chief and all(t.since for t in draft.told):  # "the worst since 2004, when ..."
                draft.tie, draft.to = Tie.EARLIER, None
        self.charged = charged(self.scene, self.drafts, self.chief)
        for n, over in self.charged.items():
            if self.drafts[n].tie not in (Tie.CAUSE, Tie.EARLIER):
                self.drafts[n].tie, self.drafts[n].to = Tie.CAUSE, over

    # ------------------------------------------------ place and day

    def place_rows(self) -> Rows:
        """Did this incident happen here?"""
        self.placed = places_asked(self.scene)
        return self._rows(self.placed)

    def take_places(self, answers: Answers) -> None:
        """The likeliest place of each; words that are deeds take only a place that is said of them."""
        said = [{key for t in d.told for key in self.placed.own[t.number]} for d in self.drafts]
        spoken = [d.kind[0] in spoken_kinds() for d in self.drafts]
        barred = {(n, k) for n, k in self.options if spoken[n] and self.placed.options[k].key not in said[n]}
        self.places = self._chosen(self.placed, answers, "place", barred)

    def day_rows(self) -> Rows:
        """Did this incident happen on these days?"""
        self.dated = days_asked(self.scene)
        return self._rows(self.dated)

    def take_days(self, answers: Answers) -> None:
        """The likeliest days of each; what came before another one (what somebody is charged with) has none of its, but
        what hangs on its own words."""
        self.days = self._chosen(self.dated, answers, "day", set())
        main = self.days[self.chief] if self.chief is not None else None
        barred = set()
        for n, k in self.options:
            draft, key = self.drafts[n], self.dated.options[k].key
            over = self.days[self.charged[n]] if n in self.charged else main if draft.tie is Tie.EARLIER else None
            own = self.held(n) if n in self.charged and over is not None else set()
            if over is not None and over[0].key == key and own.isdisjoint(self.dated.options[k].spans):
                barred.add((n, k))
        self.days = self._chosen(self.dated, answers, "day", barred)

    def held(self, n: int) -> set[Span]:
        """Times that hang on the words of an incident: of it, and not of what charges somebody with it."""
        tree = self.scene.tree
        times = ((t.token, span) for t in self.drafts[n].told for span in t.mention.times)
        return {span for token, span in times if token in tree.ancestors(self.scene.token(span))}

    def _rows(self, asked: Asked) -> Rows:
        self.options = option_pairs(self.scene, asked, self.drafts, self.chief)
        return option_rows(self.scene, asked, self.options, self.drafts, self.chief, self.tables)

    def _chosen(self, asked: Asked, answers: Answers, name: str, barred: set[tuple[int, int]]) -> list[Chosen]:
        """The likeliest option of each incident above the threshold, with its probability."""
        best: dict[int, tuple[float, int]] = {}
        for (n, k), answer in zip(self.options, answers[:, 1], strict=True):
            if (n, k) not in barred and answer >= self.thresholds[name]:
                best[n] = max(best.get(n, (0.0, 0)), (float(answer), -k))
        return [(asked.options[-best[n][1]], best[n][0]) if n in best else None for n in range(len(self.drafts))]

    # ------------------------------------------------ current or background

    def current_rows(self) -> Rows:
        """Does this incident belong to the days of the report?"""
        ties = np.array([[TIES.index(d.tie) if d.tie in TIES else -1] for d in self.drafts], dtype=np.float32)
        return np.hstack([self.bound, ties.reshape(len(self.drafts), 1)])

    def take_current(self, answers: Answers) -> None:
        """A probability of each; what somebody is tried for is older."""
        tried = {n for n, over in self.charged.items() if is_old(self.drafts, over)}
        self.current = [0.0 if n in tried else float(a) for n, a in enumerate(answers[:, 1])]


@dataclass(frozen=True, slots=True)
class Step:
    """One decision: its name among the trees, the rows it is asked and what takes its answers."""

    name: str
    rows: Callable[[Case], Rows]
    take: Callable[[Case, Answers], None]


STEPS = (
    Step("mention", Case.mention_rows, Case.take_mentions),
    Step("same", Case.same_rows, Case.take_same),
    Step("main", Case.main_rows, Case.take_main),
    Step("reference", Case.reference_rows, Case.take_references),
    Step("count", Case.count_rows, Case.take_counts),
    Step("link", Case.link_rows, Case.take_links),
    Step("tie", Case.tie_rows, Case.take_ties),
    Step("place", Case.place_rows, Case.take_places),
    Step("day", Case.day_rows, Case.take_days),
    Step("current", Case.current_rows, Case.take_current),
)
