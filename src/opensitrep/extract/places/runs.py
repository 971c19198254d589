"""Runs of capitalised words of a report, and what else it says of their words: persons, titles, countries."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from opensitrep.extract.places.lands import codes, country_of, written_in
from opensitrep.extract.places.words import PlaceWords
from opensitrep.model import ActorKind, Reading
from opensitrep.text.spelling import plain
from opensitrep.text.tree import Tree
from opensitrep.text.words import Lists
from opensitrep.world.gazetteer import Gazetteer

WORDS = Lists("places")
HYPHENS = ("-", "‐", "‑", "–")
FUNCTION_WORDS = ("PRON", "DET", "AUX", "CCONJ", "SCONJ")
CAPITAL = re.compile(r"[A-ZÀ-ÞĀ-Ž]")


class Runs:
    """The runs of words of one report that have the form of a name."""

    def __init__(self, reading: Reading, gazetteer: Gazetteer, words: PlaceWords) -> None:
        self.reading = reading
        self.gazetteer = gazetteer
        self.words = words
        self.tree = Tree(reading)
        self.syntax = self.tree.syntax
        self.count = len(self.tree)

    @cached_property
    def people(self) -> dict[str, int]:
        """Words of the names of persons, lower case, with the number of persons' mentions that hold them."""
        out: Counter[str] = Counter()
        for actor in self.reading.actors:
            if actor.kind is ActorKind.PERSON and actor.name and actor.refers is None:
                names = [w for w in actor.name.split() if CAPITAL.match(w)]
                if len(names) > 1 and (actor.role or not self._holds_town(names)):
                    out.update(w.lower() for w in names)
        return dict(out)

    def _holds_town(self, names: list[str]) -> bool:
        """Whether a supposed name of a person holds a town of 50,000 and no given name ("Capturing Lysychansk")."""
        if names[0].lower() in WORDS["given"]:
            return False
        return any(m.entry.population >= 50_000 and m.weight >= 2 for w in names for m in self.gazetteer.find(w)[:1])

    def _holds_place(self, names: list[str]) -> bool:
        """Whether it holds a town, or is as a whole the name of a place of two words ("Tamil Nadu")."""
        if self._holds_town(names):
            return True
        whole = (
            self.gazetteer.find(" ".join(names)) if len(names) > 1 and names[0].lower() not in WORDS["given"] else ()
        )
        return bool(whole) and whole[0].weight >= 2

    @cached_property
    def surnames(self) -> Counter[str]:
        """Last words of runs of two to four words that no gazetteer knows, lower case: mostly surnames."""
        out: Counter[str] = Counter()
        for run in self.runs:
            texts = [self.tree.texts[i] for i in run]
            if self._full_name(run, texts):
                out[texts[-1].lower()] += 1
        return out

    def _full_name(self, run: range, texts: list[str]) -> bool:
        """Whether a run can be given name and surname."""
        if (
            not 2 <= len(texts) <= 4
            or any(t.islower() for t in texts)
            or self.syntax.sentence[run.start] in self.titled
        ):
            return False
        if any(self.syntax.pos[i] != "PROPN" for i in run):
            return False
        first = texts[0].lower().rstrip(".")
        if first in WORDS["directions"] or first in self.gazetteer.adjectives:
            return False
        if self._feature_word(texts[-1].lower()) or self._feature_word(first):
            return False
        if run.start == self.tree.sentence(run.start).start and self._holds_town(texts):
            return False
        return not any(self.gazetteer.find(" ".join(texts[n:])) for n in range(len(texts) - 1))

    def _feature_word(self, word: str) -> bool:
        return word in self.words.feature or word in self.words.stop

    @cached_property
    def taken(self) -> list[tuple[int, int, ActorKind]]:
        """Characters of names of persons, outlets and weapons."""
        out = []
        for actor in self.reading.actors:
            if actor.name and actor.kind in (ActorKind.PERSON, ActorKind.OUTLET, ActorKind.AGENCY, ActorKind.WEAPON):
                names = [w for w in actor.name.split() if CAPITAL.match(w)]
                if actor.kind is ActorKind.PERSON and not actor.role and self._holds_place(names):
                    continue
                at = self.tree.source.find(actor.name, actor.span.start, actor.span.end)
                if at >= 0 and CAPITAL.match(actor.name):
                    out.append((at, at + len(actor.name), actor.kind))
        return sorted(out)

    @cached_property
    def lower(self) -> Counter[str]:
        """Lower-case words of the report."""
        return Counter(self.tree.texts[i] for i in range(self.count) if self.tree.texts[i].islower())

    @cached_property
    def titled(self) -> frozenset[int]:
        """Sentences in title case, where capitals say nothing: most of their longer words are capitalised."""
        out = set()
        for sentence in self.tree.sentences:
            long = [i for i in sentence if len(self.tree.texts[i]) > 3 and self.tree.texts[i].isalpha()]
            if len(long) > 3 and sum(self.tree.texts[i][0].isupper() for i in long) > 0.8 * len(long):
                out.add(self.syntax.sentence[sentence.start])
        return frozenset(out)

    @cached_property
    def countries(self) -> frozenset[str]:
        """Countries of the report, by name, adjective, dateline or great town: only in them spellings are guessed."""
        adjectives, names = self.gazetteer.adjectives, codes()
        out = (self._of_towns & self.gazetteer.respelt) | written_in(self.reading, self.gazetteer)
        for i, text in enumerate(self.tree.texts):
            if not text[:1].isupper():
                continue
            two = f"{text} {self.tree.texts[min(i + 1, self.count - 1)]}"
            if code := adjectives.get(self.tree.lower[i]) or names.get(plain(text)) or names.get(plain(two)):
                out.add(code)
        return frozenset(out)

    @cached_property
    def _of_towns(self) -> set[str]:
        """The countries of great towns that the report names and that share their name with no other."""
        out = set()
        for run in self.runs:
            names = {self.tree.source[self.syntax.start[run.start] : self.syntax.end[run.stop - 1]]}
            names |= {self.tree.texts[i] for i in run if self.tree.lower[i] not in WORDS["given"]}
            names = {n for n in names if plain(n) not in self.people and plain(n) not in self.words.common}
            out |= {code for n in names if not self._stopped(n) and (code := country_of(n, self.gazetteer))}
        return out

    @cached_property
    def runs(self) -> tuple[range, ...]:
        """Token ranges that look like names: capitalised words, with small words inside ("Gulf of Aden")."""
        return tuple(self._find_runs())

    def _find_runs(self) -> Iterable[range]:
        for sentence in self.tree.sentences:
            i = sentence.start
            while i < sentence.stop:
                if not self._capitals[i]:
                    i += 1
                    continue
                last = i
                while (step := self._next(last, sentence.stop)) is not None:
                    last = step
                yield range(i, last + 1)
                i = last + 1

    @cached_property
    def _capitals(self) -> list[bool]:
        """Whether a token has the form of a name: a capital (and is no pronoun or the like), or "al-Qaim"."""
        out = []
        starts = {s.start for s in self.tree.sentences}
        for i, (text, pos) in enumerate(zip(self.tree.texts, self.syntax.pos, strict=True)):
            if CAPITAL.match(text):
                begins = pos == "ADP" and i in starts  # "In Windsor, ..."
                out.append(not (begins or pos in FUNCTION_WORDS) or (text.isupper() and len(text) > 1))
            else:
                out.append(self._article(i))
        return out

    def _article(self, i: int) -> bool:
        """Whether a word in lower case begins a name: "al-Qaim", also where the parser parts it, and "d'Ivoire"."""
        text = self.tree.texts[i]
        article, mark, rest = text.partition("-")
        if article not in WORDS["arabic articles"]:
            return len(text) > 2 and text[1] in ("'", "’") and CAPITAL.match(text[2:]) is not None
        if mark:
            return CAPITAL.match(rest) is not None
        after = self.tree.texts[i + 1 : i + 3]
        joined = i + 2 < self.count and self.syntax.start[i + 2] == self.syntax.end[i] + 1
        return joined and after[0] in HYPHENS and CAPITAL.match(after[1]) is not None

    def _next(self, i: int, stop: int) -> int | None:
        """The next word of the run that token i is in, or None where it ends."""
        k = i + 1
        if k >= stop:
            return None
        gap = self.tree.source[self.syntax.end[i] : self.syntax.start[k]]
        if "\n" in gap:
            return None
        if self.tree.texts[k] in HYPHENS and not gap:  # "Port-au-Prince", "Rostov-on-Don"
            for n in range(k + 1, min(k + 4, stop)):
                if self.syntax.start[n] != self.syntax.end[n - 1]:
                    break
                if self._capitals[n]:
                    return n
        if self._capitals[k] and (self.tree.texts[k] != "I"):
            return k
        if self.tree.texts[k] in WORDS["small"]:
            for width in (1, 2):
                inner = [self.tree.texts[n] for n in range(k, min(k + width, stop))]
                if k + width < stop and self._capitals[k + width] and inner[1:] in ([], ["the"], ["la"], ["-"]):
                    return k + width
        return None

    def _stopped(self, text: str) -> bool:
        return text.lower().rstrip(".") in self.words.stop
