"""The right answer to every question a case is asked, from the labels; -1 where the labels do not say."""

from __future__ import annotations

from collections import Counter

import numpy as np
from benchmarks.incidents.given import Given
from benchmarks.incidents.when import right_days, written
from numpy.typing import NDArray

from opensitrep.extract.incidents.case import LINKS, TIES, Case
from opensitrep.extract.incidents.days import Days
from opensitrep.extract.incidents.ground import Asked
from opensitrep.extract.incidents.wholes import Draft
from opensitrep.model import Part, Tie

Labels = NDArray[np.int64]


class Key:
    """Labels of one case."""

    def __init__(self, case: Case, given: Given) -> None:
        self.case, self.given = case, given
        self.refers = {case.scene.token(span): i.id for i in given.gold.reading.incidents for span in i.references}
        self.targets = {c.id: c.incident for c in given.gold.reading.counts}

    def home(self, draft: Draft) -> str:
        """The labelled incident of most mentions of a draft."""
        return Counter(self.given.home[t.mention.id] for t in draft.told).most_common(1)[0][0]

    def draft(self, incident: str | None) -> int | None:
        """The draft that holds most mentions of a labelled incident."""
        shared = [
            (sum(self.given.home[t.mention.id] == incident for t in d.told), -n) for n, d in enumerate(self.case.drafts)
        ]
        most = max(shared, default=(0, 0))
        return -most[1] if incident and most[0] else None

    def answers(self, step: str) -> Labels:
        """The answers to a step by its name."""
        return np.array(getattr(self, step)(), dtype=np.int64)

    def mention(self) -> list[int]:
        """Answers to the step of this name."""
        main = self.given.main
        return [int(self.given.home[t.mention.id] == main) for t in self.case.scene.told]

    def same(self) -> list[int]:
        """Answers to the step of this name."""
        home = self.given.home
        return [int(home[a.mention.id] == home[b.mention.id]) for a, b in self.case.pairs]

    def main(self) -> list[int]:
        """Answers to the step of this name."""
        main = self.given.main
        numbers = {t.number for t in self.case.scene.told if self.given.home[t.mention.id] == main}
        if not numbers or not main:
            return [0] * len(self.case.drafts)
        shares = [
            len(own & numbers) / len(own | numbers) for d in self.case.drafts for own in [{t.number for t in d.told}]
        ]
        return [int(n == int(np.argmax(shares))) for n in range(len(shares))]

    def reference(self) -> list[int]:
        """Answers to the step of this name."""
        right = {p.token: self.draft(self.refers.get(p.token)) for p in self.case.phrases}
        return [int(right[self.case.phrases[k].token] == n) for k, n in self.case.refers]

    def count(self) -> list[int]:
        """Answers to the step of this name."""
        right = [self.draft(self.targets.get(c.id)) for c in self.case.counts]
        return [int(right[k] == n) for k, n in self.case.counted]

    def link(self) -> list[int]:
        """Answers to the step of this name."""
        homes = [self.home(d) for d in self.case.drafts]
        return [self._link(homes[i], homes[j]) for i, j in self.case.links]

    def _link(self, left: str, right: str) -> int:
        if left not in self.given.declared:
            return -1
        told = self.given.incidents[left]
        return 1 + LINKS.index(told.tie) if told.to == right and told.tie in LINKS else 0

    def tie(self) -> list[int]:
        """Answers to the step of this name."""
        return [self._tie(self.home(d)) for d in self.case.drafts]

    def _tie(self, home: str) -> int:
        tie = self.given.incidents[home].tie if home in self.given.declared else Tie.MAIN
        return -1 if tie is Tie.MAIN else TIES.index(tie)

    def place(self) -> list[int]:
        """Answers to the step of this name."""
        return self._options(self.case.placed, [self.places(self.home(d)) for d in self.case.drafts])

    def day(self) -> list[int]:
        """Answers to the step of this name."""
        return self._options(self.case.dated, [self.days(self.home(d)) for d in self.case.drafts])

    def _options(self, asked: Asked, right: list[set[str] | None]) -> list[int]:
        return [-1 if (keys := right[n]) is None else int(asked.options[k].key in keys) for n, k in self.case.options]

    def places(self, home: str) -> set[str] | None:
        """Names that are right for the place of an incident; None where the labels do not say."""
        if (label := self.given.declared.get(home)) is not None:
            if not label.place:
                return set()
            found = self.given.incidents[home].place
            wanted = set(label.place.split(",")[0].lower().split())
            exact = {self.case.scene.name(found)} if found else set()
            alike = {
                o.key
                for o in self.case.placed.options
                if wanted & set(self.case.scene.quote(o.spans[0]).lower().split())
            }
            return exact | alike
        incident = self.given.incidents.get(home)
        return {self.case.scene.name(incident.place)} if incident and incident.place else None

    def days(self, home: str) -> set[str] | None:
        """Days that are right for an incident."""
        if (label := self.given.declared.get(home)) is not None:
            wanted = written(label.day) if label.day else None
            if wanted is None:
                return set()
            return {o.key for o in self.case.dated.options if right_days(_days(o.key), wanted)}
        incident = self.given.incidents.get(home)
        days = self.case.scene.days(incident.day) if incident and incident.day else None
        return {o.key for o in self.case.dated.options if _days(o.key) == days} if days else None

    def current(self) -> list[int]:
        """Answers to the step of this name."""
        return [self._current(d) for d in self.case.drafts]

    def _current(self, draft: Draft) -> int:
        home = self.home(draft)
        if home not in self.given.incidents:
            return 0  # a look-alike
        tie = self.given.incidents[home].tie
        if home in self.given.declared and tie is not Tie.OTHER:
            return int(tie is not Tie.EARLIER)
        parts = [t.passage.part for t in draft.told if t.passage]
        return int(not parts or parts.count(Part.BACKGROUND) * 2 < len(parts))


def _days(key: str) -> Days:
    first, _, last = key.partition("-")
    return int(first), int(last)
