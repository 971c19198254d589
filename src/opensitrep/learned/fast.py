"""The fast scorer: linear heads over traits of the parse and vectors of lemmas, in whole numbers, without an encoder.

Three rounds: what each word is; with that, which of them belong to the main matter and what each sentence is; pairs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from io import BytesIO
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from opensitrep.errors import ResourceError
from opensitrep.learned.columns import Columns, Numbers, Places, number
from opensitrep.learned.pairs import alike, together
from opensitrep.learned.questions import steps
from opensitrep.learned.scores import Array, Group, Groups, Scores, alone
from opensitrep.learned.tables import Logits, Table, carried, probabilities, read_table
from opensitrep.learned.traits import Traits
from opensitrep.learned.vectors import Vectors
from opensitrep.model import Reading
from opensitrep.text.words import data_bytes

WEIGHTS, CARD = "models/fast.npz", "models/fast.json"
WORDS = ("VERB", "NOUN", "PROPN", "ADJ")  # what may name a happening
NO_END = ("PUNCT", "SPACE", "SYM")  # what is never an argument
ASKED = 0.02  # words less likely to be a happening are not asked of which kind they are
FIRST = ("happens", "fate", "act")
OF_HAPPENINGS = ("kind", "modality")
PASSAGES = ("part", "reality")
PAIRS = ("role", "counts", "same", "source")
BACK = {"role": 0, "source": 0, "counts": 2}  # sentences before its own in which the other end of a pair is looked for
HAPPENING = 2


class Card(msgspec.Struct):
    """What is known of the weights; further fields are for people."""

    digest: str
    classes: dict[str, tuple[str, ...]]
    thresholds: dict[str, float]


@dataclass(frozen=True, slots=True)
class Passages:
    """How sentences follow one another: worth of a class after a class, and of the first one."""

    moves: Logits
    first: Logits


@dataclass(frozen=True, slots=True)
class Told:
    """What the first round says, as numbers that later rounds ask: 0 where nothing is told."""

    kind: Numbers  # of the kind, without its mode
    act: Numbers
    fate: Numbers
    main: int  # the kind that headline and lead tell most of
    shares: NDArray[np.int64]  # (words, kinds): ten-thousandths


@dataclass(frozen=True, slots=True)
class FastScorer:
    """Scores the words of a report from its parse alone."""

    tables: Mapping[str, Table]
    vectors: Vectors
    passages: Mapping[str, Passages]
    lemmas: Mapping[str, Numbers]  # "fate": lemmas of figures, "act": of cues
    thresholds: Mapping[str, float]

    def score(self, reading: Reading) -> Scores:
        """The scores of all heads."""
        columns = Columns(reading)
        traits = Traits(columns)
        own = self.vectors.of_lemmas(columns)
        tokens, every, buckets = self.words(traits, own)
        told = self.told(traits, tokens)
        rows = self.candidates(traits, "kind", tokens["happens"])
        later = np.concatenate([buckets[np.searchsorted(every, rows)], traits.tied(rows, told.kind, told.main)], axis=1)
        tokens["tie"] = self._spread("tie", rows, later, None, columns.size)
        together = {head: self._pairs(head, traits, told, own) for head in PAIRS}
        pairs = {head: partial(alone, ask) for head, ask in together.items()}
        classes = {head: table.classes for head, table in self.tables.items()}
        sentences = self.of_sentences(traits, told)
        return Scores(classes, tokens, sentences, pairs, self.thresholds, together=together)

    def candidates(self, traits: Traits, head: str, happens: Array | None = None) -> Places:
        """The words a head is asked of."""
        columns = traits.columns
        pos, lemma = columns.pos[: columns.size], columns.lemma[: columns.size]
        if head == "happens":
            yes = np.isin(pos, [number(p) for p in WORDS])
        elif head in self.lemmas:
            yes = np.isin(lemma, self.lemmas[head]) | (pos == number("NUM" if head == "fate" else "VERB"))
        else:
            assert happens is not None
            yes = happens[:, HAPPENING] >= ASKED
        return np.flatnonzero(yes)

    def words(self, traits: Traits, own: NDArray[np.int8]) -> tuple[dict[str, Array], Places, Numbers]:
        """The first round: happenings, their kind and modality, figures, cues; the words asked and their traits."""
        out: dict[str, Array] = {}
        rows = {head: self.candidates(traits, head) for head in FIRST}
        every = np.unique(np.concatenate(list(rows.values())))
        buckets = traits.tokens(every)
        vectors = self.vectors.around(traits, own, every)
        for head in FIRST:
            at = np.searchsorted(every, rows[head])
            out[head] = self._spread(head, rows[head], buckets[at], vectors[at], traits.columns.size)
        asked = self.candidates(traits, "kind", out["happens"])
        at = np.searchsorted(every, asked)
        for head in OF_HAPPENINGS:
            out[head] = self._spread(head, asked, buckets[at], vectors[at], traits.columns.size)
        return out, every, buckets

    def _spread(self, head: str, rows: Places, buckets: Numbers, vectors: NDArray[np.int8] | None, size: int) -> Array:
        """Probabilities of the words asked; the others have the first class, or what is likely of any word."""
        table = self.tables[head]
        out = np.tile(probabilities(table.bias), (size, 1))
        if head in FIRST:
            out = np.zeros_like(out)
            out[:, 0] = 1
        out[rows] = probabilities(table.logits(buckets, vectors if len(table.meaning) else None))
        return out

    def told(self, traits: Traits, tokens: Mapping[str, Array]) -> Told:
        """What the first round says, for the later ones."""
        happens = tokens["happens"][:, HAPPENING]
        return tell(
            traits, happens >= self.thresholds["happens"], tokens["kind"], self.tables["kind"].classes,
            *((tokens[h], self.tables[h].classes) for h in ("act", "fate")),
        )  # fmt: skip

    def of_sentences(self, traits: Traits, told: Told) -> dict[str, Array]:
        """Part and reality of each sentence, carried over its neighbours."""
        owner, bag = traits.sentence_words()
        owner2, bag2 = traits.told_in_sentences(told.kind, told.main, told.act, told.fate)
        owner, bag = np.concatenate([owner, owner2]), np.concatenate([bag, bag2])
        wholes, out = traits.sentences(), {}
        for head in PASSAGES:
            table, size = self.tables[head], traits.columns.sentences
            logits = table.logits(wholes) + table.bags(owner, bag, size)
            out[head] = carried(logits, self.passages[head].moves, self.passages[head].first)
        return out

    def _pairs(self, head: str, traits: Traits, told: Told, own: NDArray[np.int8]) -> Groups:
        table, sentence = self.tables[head], traits.columns.sentence

        def ask(groups: Sequence[Group]) -> list[Array]:
            out, asked, ends = [], [], []
            for left, right in groups:
                one, two = np.asarray(left, dtype=np.int64), np.asarray(right, dtype=np.int64)
                shares = np.zeros((len(one), len(two), len(table.classes)), dtype=np.float32)
                shares[:, :, 0] = 1
                apart = sentence[one][:, None] - sentence[two][None, :]
                near = (one[:, None] != two[None, :]) & ((apart >= 0) & (apart <= BACK[head]) if head in BACK else True)
                a, b = np.nonzero(near)
                out.append(shares)
                asked.append((a, b))
                ends.append((one[a], two[b]))
            if any(len(a) for a, _ in asked):
                one, two = (np.concatenate(side) for side in zip(*ends, strict=True))
                found = probabilities(table.logits(pair_traits(head, traits, one, two, told=told, own=own)))
                cut = np.cumsum([len(a) for a, _ in asked])[:-1]
                for shares, at, rows in zip(out, asked, np.split(found, cut), strict=True):
                    shares[at] = rows
            return out

        return ask


def tell(
    traits: Traits, told: NDArray[np.bool_], kind: Array, kinds: tuple[str, ...], *others: tuple[Array, tuple[str, ...]]
) -> Told:
    """What is told, as numbers: kinds where a happening is likely, the likeliest act of cues and fate of figures."""
    columns = traits.columns
    names = np.asarray([number(k.split("/")[0]) for k in kinds], dtype=np.uint32)
    shares = np.round(kind * 10_000).astype(np.int64) * told[:, None]
    numbers = np.append(np.where(told, names[shares.argmax(axis=1)], 0), 0).astype(np.uint32)
    lead = (columns.sentence[:-1] <= 1) | traits.headline[:-1]
    alone, which = np.unique(names, return_inverse=True)
    sums = np.bincount(which, shares[lead].sum(axis=0))
    main = int(alone[int(sums.argmax())]) if sums.any() else 0
    said = []
    for array, classes in others:
        best = array.argmax(axis=1) if len(array) else np.zeros(0, np.int64)
        named = np.asarray([0, *(number(c) for c in classes[1:])], dtype=np.uint32)
        said.append(np.append(named[best], 0).astype(np.uint32))
    return Told(numbers, said[0], said[1], main, np.concatenate([shares, np.zeros((1, shares.shape[1]), np.int64)]))


def pair_traits(
    head: str, traits: Traits, left: Places, right: Places, *, told: Told, own: NDArray[np.int8]
) -> Numbers:
    """Traits of pairs of words for a head."""
    if head != "same":
        return together(traits, left, right, told.kind)
    left, right = np.minimum(left, right), np.maximum(left, right)
    one, two = own[left].astype(np.int64), own[right].astype(np.int64)
    length = np.sqrt((one * one).sum(axis=1) * (two * two).sum(axis=1))
    meaning = np.floor(8 * (one * two).sum(axis=1) / np.maximum(length, 1)).astype(np.int64) + 9
    kinds = (told.shares[left] * told.shares[right]).sum(axis=1) // 10_000
    near, meaning_of = steps(kinds // 300), meaning.astype(np.uint32)
    return alike(traits, left, right, told.kind, near=near, meaning=meaning_of)


@cache
def open_fast() -> FastScorer:
    """The scorer with the weights of the package, checked against their card."""
    raw = data_bytes(WEIGHTS)
    card = msgspec.json.decode(data_bytes(CARD), type=Card)
    if hashlib.sha256(raw).hexdigest() != card.digest:
        raise ResourceError(f"{WEIGHTS} are not the weights of {CARD}")
    with np.load(BytesIO(raw)) as arrays:
        return assemble(dict(arrays), card.classes, card.thresholds)


def assemble(
    arrays: Mapping[str, Any], classes: Mapping[str, tuple[str, ...]], thresholds: Mapping[str, float]
) -> FastScorer:
    """A scorer out of arrays."""
    return FastScorer(
        tables={head: read_table(head, tuple(names), arrays) for head, names in classes.items()},
        vectors=Vectors(arrays["vectors numbers"], arrays["vectors"]),
        passages={h: Passages(arrays[f"{h} moves"], arrays[f"{h} first"]) for h in PASSAGES},
        lemmas={head: arrays[f"{head} lemmas"] for head in ("fate", "act")},
        thresholds=thresholds,
    )
