"""What lemmas mean by themselves, as small whole vectors out of a table made at training."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from opensitrep.learned.columns import Columns, Places, number
from opensitrep.learned.traits import Traits

Small = NDArray[np.int8]
ENDINGS = (("ies", "y"), ("ied", "y"), ("s", ""), ("es", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"))
SHORTEST = 3  # letters that a form without its ending must have
OBJECTS = ("dobj", "nsubjpass", "pobj")  # dependents whose meaning counts beside that of the word itself
SUBJECTS = ("nsubj", "compound", "amod")


class Vectors:
    """A table of vectors by the number of a lemma; unlisted lemmas have the zero vector."""

    def __init__(self, numbers: NDArray[np.uint32], table: Small) -> None:
        order = np.argsort(numbers, kind="stable")
        self.numbers = numbers[order]
        self.table = np.concatenate([table[order], np.zeros((1, table.shape[1]), np.int8)])

    def of_lemmas(self, columns: Columns) -> Small:
        """The vector of each word of a report and of the missing word behind it."""
        at = np.minimum(np.searchsorted(self.numbers, columns.lemma), len(self.numbers) - 1)
        found: Small = self.table[np.where(self.numbers[at] == columns.lemma, at, len(self.numbers))]
        return found

    def of_word(self, word: str) -> Small:
        """The vector of a word in lower case, in whatever form it stands; zeros where the table has none of it."""
        forms = [word[: -len(e)] + more for e, more in ENDINGS if word.endswith(e) and len(word) - len(e) >= SHORTEST]
        forms += [form[:-1] for form in forms if form[-1:] == form[-2:-1]]
        for form in (*forms, word):
            at = int(np.searchsorted(self.numbers, number(form)))
            if at < len(self.numbers) and self.numbers[at] == number(form):
                break
        else:
            at = len(self.numbers)
        found: Small = self.table[at]
        return found

    def of_words(self, words: Sequence[str]) -> NDArray[np.float64]:
        """The vectors of some words, one a row: whole numbers, so that sums of products are the same everywhere."""
        found = np.zeros((len(words), self.table.shape[1]))
        for n, word in enumerate(words):
            found[n] = self.of_word(word)
        return found

    def around(self, traits: Traits, own: Small, rows: Places) -> Small:
        """Vectors of words, what stands above them, their object and subject, and the verb of their clause."""
        columns = traits.columns
        there = (
            rows, columns.above[rows], _kid(columns, rows, OBJECTS), _kid(columns, rows, SUBJECTS), traits.verb[rows]
        )  # fmt: skip
        return np.concatenate([own[at] for at in there], axis=1)


def _kid(columns: Columns, rows: Places, deps: tuple[str, ...]) -> Places:
    """The first dependent of one of some relations."""
    wanted = np.asarray([number(dep) for dep in deps], dtype=np.uint32)
    out = np.full(len(rows), columns.size, dtype=np.int64)
    for k in range(columns.kids.shape[1] - 1, -1, -1):
        kid = columns.kids[rows, k]
        out = np.where(np.isin(columns.dep[kid], wanted), kid, out)
    return out
