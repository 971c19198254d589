"""What is denied or left open, and what answers it: two small learned weighings of what statements tell and share.

Which denial is one side of a dispute is asked first; then which other statement answers it. The weights are those of
data/models/dispute.json, made by training/likeness; its card stands in the same file.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import groupby, pairwise

import msgspec
import numpy as np

from opensitrep.learned import word_vectors
from opensitrep.model import Act, Form
from opensitrep.reconcile.facts.said import AGAINST, DEEP, SUBJECTS, WORD, Said
from opensitrep.reconcile.stories import usual_spread
from opensitrep.reconcile.weighing import Weighing
from opensitrep.run.ledger import Ledger
from opensitrep.text.fold import fold
from opensitrep.text.stems import idle_words, stem
from opensitrep.text.words import data_bytes

RARE = 12  # statements in which a word may stand and still lead from one to another
MOST = 60  # other statements that one is compared with, the nearest by event and report first
NEAR = 400  # characters between two statements of one report that answer each other
ANSWERED = 0.25  # odds of an answer from which it is printed whatever its words
USUAL = 30  # statements of the accounts that teach: among more, an answer is less likely by chance of their number
TOLD_AGAIN = 0.55  # share of what one says that the other says too, from which both speak of the same
ALIKE = 0.5  # likeness of words from which two denials say the same
REPEATED = 0.8  # share of what each of two says that the other says too, from which one repeats the other
FAR = 200  # characters between two statements whose words still join or part them
SENTENCE = re.compile(r"[.!?\n]")
KIN = 0.5  # cosine of the meanings of two words from which one stands for the other
UNSEEN = 0.004  # share of news in which a word stands that data/en/word_spread.tsv does not list


@dataclass(frozen=True, slots=True)
class Models:
    """The file data/models/dispute.json."""

    denial: Weighing
    answer: Weighing


@cache
def weights() -> Models:
    """The weights, read once."""
    return msgspec.json.decode(data_bytes("models/dispute.json"), type=Models)


class Disputes:
    """The statements of one story beside one another."""

    def __init__(self, said: Sequence[Said], ledger: Ledger) -> None:
        self.said, self.ledger = said, ledger
        spread = Counter(w for s in said for w in s.words)
        self.rarity = {w: (1 + math.log((1 + len(said)) / (1 + n))) ** 2 for w, n in spread.items()}
        self.spread = spread
        terms = sorted({w for s in said for w in s.terms})
        self.at = {w: n for n, w in enumerate(terms)}
        found = word_vectors(terms)
        size = np.sqrt((found * found).sum(axis=1))
        self.meaning = found / np.where(size > 0, size, 1.0)[:, None]
        told = Counter(w for s in said for w in s.terms)
        self.weight = np.array(
            [
                math.log(1 / usual_spread().get(stem(w), UNSEEN)) * (1 + math.log((1 + len(said)) / (1 + told[w])))
                for w in terms
            ]
        )
        self.turn = self._turns()
        self.mains = {s.main for s in ledger.account.stories if s.main}

    @cached_property
    def _by_key(self) -> dict[str, list[int]]:
        out: dict[str, list[int]] = defaultdict(list)
        for n, one in enumerate(self.said):
            out[f"event {one.event}"].append(n)
            out[f"report {one.doc}"].append(n)
            for word in one.words:
                if self.spread[word] <= RARE:
                    out[f"word {word}"].append(n)
        return out

    def _turns(self) -> dict[int, int]:
        """Which statement of its report each is, by where it begins."""
        out: dict[int, int] = {}
        for _, mine in groupby(sorted(range(len(self.said)), key=self._at), key=lambda n: self.said[n].doc):
            out |= {n: turn for turn, n in enumerate(mine)}
        return out

    def _at(self, n: int) -> tuple[str, int, int]:
        return self.said[n].doc, self.said[n].start, n

    def held(self, a: Said, b: Said) -> float:
        """The share of what `a` says that `b` says in the same words or in words of that meaning."""
        one, two = [self.at[w] for w in a.terms], [self.at[w] for w in b.terms]
        if not one or not two:
            return 0.0
        alike = np.round(self.meaning[one] @ self.meaning[two].T, 6)
        alike = np.where(np.array(one)[:, None] == np.array(two)[None, :], 1.0, np.where(alike >= KIN, alike, 0.0))
        weight = self.weight[one]
        return round(math.fsum(weight * alike.max(axis=1)) / math.fsum(weight), 4)

    def near(self) -> Iterator[tuple[int, int]]:
        """A statement that denies or doubts, and every other one worth comparing with it."""
        for n, one in enumerate(self.said):
            if not one.against:
                continue
            keys = [f"event {one.event}", f"report {one.doc}", *(f"word {w}" for w in sorted(one.words))]
            votes = Counter(m for key in keys for m in self._by_key.get(key, ()) if m != n)
            near = sorted(votes, key=lambda m: (-votes[m], abs(m - n), m))[:MOST]
            yield from ((n, m) for m in sorted(near))

    def pairs(self) -> Iterator[tuple[int, int]]:
        """A denial or doubt and every other statement worth comparing with it, and neighbours that deny nothing; the
        one that objects first. What one voice says, or two in the same words, is no dispute."""
        against = ((n, m) for n, m in self.near() if self._linked(self.said[n], self.said[m]))
        yield from (pair for pair in (*against, *self._neighbours()) if not self.agree(*pair))

    def _neighbours(self) -> Iterator[tuple[int, int]]:
        """Statements of one report that stand beside one another and deny nothing, the later first."""
        order = sorted(self.turn, key=self._at)
        for m, n in pairwise(order):
            if self.beside(n, m) and not (self.said[n].against or self.said[m].against):
                yield n, m

    def agree(self, n: int, m: int) -> bool:
        """Whether one voice says both, or one tells in the other's words what neither denies."""
        a, b = self.said[n], self.said[m]
        if a.origin == b.origin or self._name(a) == self._name(b):
            return True
        if (a.attribution.act in AGAINST) != (b.attribution.act in AGAINST):
            return False
        if any(x.meets(y) for x in a.attribution.content for y in b.attribution.content):
            return True
        return a.act == b.act and min(self.held(a, b), self.held(b, a)) >= REPEATED

    def _name(self, one: Said) -> str:
        return self.ledger.origins[one.origin].name

    def opposed(self) -> dict[tuple[int, int], float]:
        """How likely two statements are sides of one dispute, as among `USUAL` statements."""
        return {pair: weights().answer(self.answer_features(*pair)) for pair in self.pairs()}

    def odds(self, score: float) -> float:
        """The odds of a likelihood; among many statements of a story less than among few."""
        return score / max(1e-4, 1 - score) / max(1.0, len(self.said) / USUAL)

    def answers(self, opposed: Mapping[tuple[int, int], float]) -> dict[int, dict[int, float]]:
        """How likely each statement answers each denial, by the number of the denial."""
        out: dict[int, dict[int, float]] = {n: {} for n, one in enumerate(self.said) if one.against}
        for (n, m), score in opposed.items():
            if n in out:
                out[n][m] = score
        return out

    def alike(self, a: Said, b: Said) -> bool:
        """Whether two denials say the same."""
        return self.cosine(a, b) >= ALIKE or min(self.held(a, b), self.held(b, a)) >= TOLD_AGAIN

    def same(self, n: int, m: int, score: float) -> bool:
        """Whether an answer of a score speaks of the same thing as a denial: told so by the words, or likely enough
        where something is denied."""
        likely = self.said[n].act is not Act.WITHHOLDS and self.odds(score) >= ANSWERED
        return likely or self.told_again(n, m)

    def told_again(self, n: int, m: int) -> bool:
        """Whether two statements tell of one subject, or most of what one says is said by the other."""
        a, b = self.said[n], self.said[m]
        subject, there = a.signs & SUBJECTS.keys(), self.held(a, b)
        if subject & b.signs:
            return True
        if a.act is Act.WITHHOLDS:
            return not subject and there >= TOLD_AGAIN
        return max(there, self.held(b, a)) >= TOLD_AGAIN

    def beside(self, n: int, m: int) -> bool:
        """Whether two statements of one report stand one behind the other."""
        return self.said[n].doc == self.said[m].doc and abs(self.turn[n] - self.turn[m]) == 1

    def _linked(self, a: Said, b: Said) -> bool:
        """Whether two statements share a word, a subject, a speaker or a paragraph."""
        near = a.doc == b.doc and abs(a.start - b.start) <= NEAR
        alike = a.words & b.words or a.tells & b.tells or a.signs & b.signs & SUBJECTS.keys()
        return near or bool(alike) or a.speaker in b.named or b.speaker in a.named

    def answer_features(self, n: int, m: int) -> dict[str, float]:
        """What speaks for and against two statements being sides of one dispute, by name; what is not named is 0."""
        a, b = self.said[n], self.said[m]
        found = {f"acts {a.attribution.act.value} {b.attribution.act.value}": 1.0, "words": self.cosine(a, b)}
        found |= {f"{side} {name}": 1.0 for side, one in (("here", a), ("there", b)) for name in one.turned}
        found["one turns"] = float(bool(a.turned) != bool(b.turned))
        found["one turns, words"] = found["one turns"] * found["words"]
        found |= {f"both tell of {name}": 1.0 for name in (a.tells & b.tells) | (a.signs & b.signs & SUBJECTS.keys())}
        there, here = self.held(a, b), self.held(b, a)
        found |= {
            "held there": there,
            "held here": here,
            "held": math.sqrt(there * here),
            "held most": max(there, here),
        }
        found["one turns, held"] = found["one turns"] * found["held"]
        found["denied word there"] = float(a.denied in b.words)
        found["takes up"] = float(
            "back" in a.signs and a.doc == b.doc and b.start < a.start and a.start - b.start <= NEAR
        )
        found["answers what stands before"] = float(self.beside(n, m) and b.start <= a.start)
        found["stands before"] = float(self.beside(n, m) and a.start < b.start)
        found["takes up what stands before"] = found["answers what stands before"] * float("back" in a.signs)
        found["here own"], found["there own"] = float(a.own), float(b.own)
        found["rare words"] = min(3.0, sum(self.spread[w] <= RARE for w in a.words & b.words))
        found["same event"] = float(a.event == b.event != "")
        found["same incident"] = float(a.incident == b.incident != "")
        found["same content"] = float(any(x.meets(y) for x in a.attribution.content for y in b.attribution.content))
        found["speaker named"] = float(a.speaker in b.named and a.speaker != "")
        found["answers speaker"] = float(b.speaker in a.named and b.speaker != "")
        found["names shared"] = float(bool(a.named & b.named))
        found["fates shared"] = float(bool(a.fates & b.fates))
        found["one counts"] = float(bool(a.fates) != bool(b.fates))
        if a.doc == b.doc:
            gap = abs(a.start - b.start)
            found["same report"] = 1.0
            found["near"] = float(gap <= NEAR)
            found["near, same event"] = found["near"] * found["same event"]
        found[f"part {b.part.value if b.part else '-'}"] = 1.0
        found["none denies"] = float(not (a.against or b.against))
        for side, one in (("here", a), ("there", b)):
            found[f"{side} {self.ledger.origins[one.origin].kind}"] = 1.0
            found[f"{side} {one.attribution.act.value}"] = 1.0
            found[f"{side} of main"] = float(one.event in self.mains)
        found |= self._between(n, m)
        return {name: value for name, value in found.items() if value}

    def _between(self, n: int, m: int) -> dict[str, float]:
        """Whether two statements of one report stand in one sentence, in one paragraph, and the small words between two
        that stand beside one another."""
        first, last = sorted((n, m), key=self._at)
        a, b = self.said[first], self.said[last]
        if a.doc != b.doc:
            return {}
        end = min(max(s.end for s in a.attribution.content), b.start)
        text = fold(self.ledger.readings[a.doc].document.text[end : b.start])
        found = {"one sentence": float(not SENTENCE.search(text)), "one paragraph": float("\n" not in text)}
        if self.beside(n, m) and len(text) < FAR:
            found |= {f"between: {word}": 1.0 for word in WORD.findall(text) if word in idle_words()}
        return found

    def denial_features(self, n: int, answers: Mapping[int, float]) -> dict[str, float]:
        """What speaks for and against a denial being a side of a dispute, by name; what is not named is 0."""
        one = self.said[n]
        first = min((at for name, at in one.turned.items() if name != "open"), default=DEEP)
        found = {
            f"act {one.attribution.act.value}": 1.0,
            "early": max(0.0, 1 - first / DEEP),
            "best answer": max(answers.values(), default=0.0),
            "names": float(bool(one.named)),
            "speaker known": float(one.speaker != ""),
            "counts": float(bool(one.fates)),
            f"origin {self.ledger.origins[one.origin].kind}": 1.0,
        }
        found |= {f"sign {name}": 1.0 for name in one.signs}
        found |= {f"sign {name}, direct": 1.0 for name in one.signs if one.attribution.form is Form.DIRECT}
        found["own"] = float(one.own)
        found["by its cue"] = float(one.attribution.act in AGAINST)
        found |= {f"turns {name}": 1.0 for name in one.turned} | {f"tells of {name}": 1.0 for name in one.tells}
        return {name: value for name, value in found.items() if value}

    def cosine(self, a: Said, b: Said) -> float:
        """Likeness of the words of two contents, the rare ones most."""
        both = math.fsum(self.rarity[w] for w in a.words & b.words)
        size = math.sqrt(math.fsum(self.rarity[w] for w in a.words) * math.fsum(self.rarity[w] for w in b.words))
        return both / size if both else 0.0
