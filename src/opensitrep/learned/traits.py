"""Traits of words, sentences and pairs of words, as buckets: what the fast scorer knows of them.

A row is a word (a sentence, a pair), a column a question; bucket 0 is no answer. Training uses the same functions.
"""

from __future__ import annotations

import numpy as np

from opensitrep.learned.columns import Columns, Numbers, Places, mix, number
from opensitrep.learned.questions import Questions, steps

HEADLINE = number("headline")


class Traits:
    """All traits of one report, made when asked for."""

    def __init__(self, columns: Columns) -> None:
        self.columns = c = columns
        size = c.size
        self.chain, self.climbed = c.ways()
        self.headline = c.label == HEADLINE
        self.verb = self._clause()
        _, inverse, times = np.unique(c.first5[:size], return_inverse=True, return_counts=True)
        self.often = np.append(np.minimum(times[inverse], 4), 0).astype(np.uint32) if size else np.zeros(1, np.uint32)
        titled = np.unique(c.first5[:size][self.headline[:size]])
        self.titled = np.isin(c.first5, titled).astype(np.uint32) + 1
        lead = np.unique(c.first5[:size][c.sentence[:size] <= 1])
        self.led = np.isin(c.first5, lead).astype(np.uint32) + 1
        self.at = steps(np.where(c.sentence < 0, 0, c.sentence))
        share = (4 * c.sentence) // max(1, c.sentences)
        self.share = np.maximum(share, 0).astype(np.uint32) + 1
        roots = np.full(c.sentences + 1, size, dtype=np.int64)
        own = np.flatnonzero(c.above[:size] == size)[::-1]
        roots[c.sentence[own]] = own
        self.roots = roots
        self.root = roots[c.sentence]

    def _clause(self) -> Places:
        """The nearest verb at or above each word."""
        c = self.columns
        verbs = (c.pos == number("VERB")) | (
            (c.pos == number("AUX")) & (c.dep != number("aux")) & (c.dep != number("auxpass"))
        )
        out = np.full(c.size + 1, c.size, dtype=np.int64)
        for step in range(self.chain.shape[1] - 1, -1, -1):
            at = self.chain[:, step]
            out = np.where(verbs[at], at, out)
        return out

    def tokens(self, rows: Places) -> Numbers:
        """Traits of words by themselves: (rows, questions)."""
        c = self.columns
        up, top = c.above[rows], c.above[c.above[rows]]
        lemma, dep, pos, tag = c.lemma[rows], c.dep[rows], c.pos[rows], c.tag[rows]
        before, after = c.beside(-1)[rows], c.beside(1)[rows]
        before2, after2 = c.beside(-2)[rows], c.beside(2)[rows]
        verb = self.verb[rows]
        over = self.verb[c.above[verb]]
        ask = Questions()
        ask(
            (lemma,), (lemma, pos), (lemma, dep), (lemma, tag), (tag,), (dep,), (tag, dep), (c.word[rows],),
            (c.last3[rows],), (c.last4[rows], pos), (c.first5[rows],), (c.last3[rows], tag, dep), (c.word[before],),
            (c.word[after],), (c.word[before2],), (c.word[after2],), (lemma, c.word[after]), (c.word[before], lemma),
            (c.word[after], c.word[after2]), (c.word[before2], c.word[before]), (c.tag[before], tag, c.tag[after]),
            (c.pos[before], pos), (pos, c.pos[after]), (c.lemma[up],), (dep, c.lemma[up]), (dep, c.pos[up]),
            (c.dep[up],), (lemma, dep, c.lemma[up]), (c.tag[up], dep), (dep, c.lemma[up], c.dep[up]), (c.lemma[top],),
            (dep, c.dep[up], c.lemma[top]), (dep, c.dep[up], c.dep[top], pos), (c.lemma[verb], self.climbed[rows, 2]),
            (c.tag[verb], pos), (c.lemma[over], c.tag[verb]), (c.lemma[over],), (c.lemma[self.root[rows]],),
            (c.tag[self.root[rows]], self.headline[rows]), (self.headline[rows], pos), (self.headline[rows], tag, dep),
            (self.at[rows], pos), (self.share[rows],), (c.quoted[rows], pos), (self.titled[rows], pos),
            (self.led[rows], self.at[rows]), (self.often[rows], pos), (lemma, self.headline[rows]),
            (c.capital[rows], pos, c.capital[before]), (c.label[rows], tag),
        )  # fmt: skip
        kids = c.kids[rows]
        pobj = c.kids[kids, 0]
        for k in range(kids.shape[1]):
            kid = kids[:, k]
            ask.same("kid", kid < c.size, c.dep[kid], c.lemma[kid])
            ask.same("kid dep", kid < c.size, c.dep[kid])
            ask.same("kid dep tag", kid < c.size, pos, c.dep[kid], c.tag[kid])
            ask.same("kid own", kid < c.size, lemma, c.dep[kid], c.lemma[kid])
            ask.same("grandkid", pobj[:, k] < c.size, c.lemma[kid], c.lemma[pobj[:, k]])
        for name, owner in (("sib", up), ("verb kid", verb), ("over kid", over)):
            others = c.kids[owner]
            for k in range(others.shape[1]):
                kid = others[:, k]
                ask.same(name, (kid < c.size) & (kid != rows), c.dep[kid], c.lemma[kid])
        return ask.table(len(rows))

    def sentence_words(self) -> tuple[Places, Numbers]:
        """Traits of the words of each sentence: number of the sentence, bucket; a sentence is the sum of its words."""
        c = self.columns
        rows = np.arange(c.size)
        after = c.beside(1)[rows]
        ask = Questions(1 << 12)
        ask(
            (c.lemma[rows],), (c.lemma[rows], c.dep[rows]), (c.word[rows], c.word[after]), (c.tag[rows],),
        )  # fmt: skip
        table = ask.table(c.size)
        return np.repeat(c.sentence[: c.size], table.shape[1]), table.reshape(-1)

    def sentences(self) -> Numbers:
        """Traits of sentences as wholes: (sentences, questions)."""
        c = self.columns
        numbers = np.arange(c.sentences)
        first, last = c.first[:-1], c.first[1:] - 1
        root = self.roots[:-1]
        before = np.append(c.sentences, np.arange(c.sentences))[: c.sentences]
        roots = np.append(self.roots[:-1], c.size)
        earlier, later = roots[before], roots[np.minimum(numbers + 1, c.sentences)]
        length, share = steps(last - first), self.share[first]
        label, opens = c.label[first], c.opens[first]
        quoted = c.quoted[root]
        ask = Questions(1 << 13)
        ask(
            (c.lemma[root],), (c.tag[root],), (c.lemma[root], c.tag[root]), (c.last3[root],), (steps(numbers),),
            (steps(c.sentences - numbers),), (share,), (label,), (label, steps(numbers)), (opens, share), (length,),
            (quoted,), (quoted, c.tag[root]), (c.quoted[first],), (c.quoted[last],), (c.word[first],),
            (c.word[first], c.word[np.minimum(first + 1, c.size)]), (c.pos[first], opens), (c.word[last],),
            (c.lemma[earlier],), (c.tag[earlier], c.tag[root]), (c.lemma[later],), (c.tag[later], c.tag[root]),
            (c.label[earlier], label), (c.quoted[earlier], quoted), (steps(np.full(c.sentences, c.sentences)),),
        )  # fmt: skip
        kids = c.kids[root]
        for k in range(kids.shape[1]):
            kid = kids[:, k]
            ask.same("kid", kid < c.size, c.dep[kid], c.lemma[kid])
            ask.same("kid tag", kid < c.size, c.dep[kid], c.tag[kid], c.tag[root])
            ask.same("kid capital", kid < c.size, c.dep[kid], c.capital[kid])
            under = c.kids[kid]
            for n in range(3):
                ask.same("under", under[:, n] < c.size, c.dep[kid], c.dep[under[:, n]], c.lemma[under[:, n]])
        return ask.table(c.sentences)

    def tied(self, rows: Places, told: Numbers, main: int) -> Numbers:
        """Traits of words that tell whether they belong to the main matter of the report."""
        c = self.columns
        kind = (told[rows] == main).astype(np.uint32) + 1
        tag = c.tag[self.verb[rows]]
        ask = Questions(1 << 16)
        ask(
            (kind,), (kind, self.at[rows]), (kind, self.titled[rows]), (kind, self.led[rows], self.titled[rows]),
            (kind, tag), (kind, self.share[rows], self.headline[rows]), (told[rows], kind),
            (np.full(len(rows), main), told[rows]), (kind, self.often[rows]), (self.at[rows], tag),
            (self.at[rows], self.titled[rows]), (kind, c.label[rows]),
        )  # fmt: skip
        return ask.table(len(rows))

    def told_in_sentences(self, told: Numbers, main: int, act: Numbers, fate: Numbers) -> tuple[Places, Numbers]:
        """What the words of sentences tell: number of the sentence, bucket."""
        c = self.columns
        owners, buckets = [], []
        for salt, column in enumerate((told, act, fate)):
            rows = np.flatnonzero(column[: c.size])
            kinds = [mix(salt + (1 << 17), column[rows]), mix(salt + (1 << 18), c.tag[rows], column[rows])]
            if salt == 0:
                main_one = (column[rows] == main).astype(np.uint32)
                kinds += [mix(1 << 19, main_one, self.at[rows]), mix(1 << 20, main_one, c.tag[self.verb[rows]])]
            for found in kinds:
                owners.append(c.sentence[rows])
                buckets.append(found)
        return np.concatenate(owners), np.concatenate(buckets)
