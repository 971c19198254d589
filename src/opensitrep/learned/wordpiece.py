"""Words to pieces of a closed vocabulary, the longest first (WordPiece, as in BERT: Devlin et al. 2019)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

UNKNOWN, CLS, SEP = "[UNK]", "[CLS]", "[SEP]"
MOST = 12  # pieces a word is cut to; what is longer is an address
RUNS = re.compile(r"\w+|[^\w\s]")


class WordPiece:
    """The pieces of single words, by number."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self.numbers = {piece: number for number, piece in enumerate(vocabulary)}
        self.cls, self.sep, self.unknown = (self.numbers[p] for p in (CLS, SEP, UNKNOWN))
        self.of = lru_cache(maxsize=50_000)(self._pieces)

    def _pieces(self, word: str) -> tuple[int, ...]:
        """Numbers of the pieces of a word, one at least and `MOST` at most."""
        flat = unicodedata.normalize("NFD", word.lower())
        bare = "".join(c for c in flat if unicodedata.category(c) != "Mn")
        out: list[int] = []
        for run in RUNS.findall(bare)[:MOST]:
            out += self._run(run)
        return tuple(out[:MOST]) or (self.unknown,)

    def _run(self, run: str) -> list[int]:
        out: list[int] = []
        start = 0
        while start < len(run):
            mark = "##" if start else ""
            end = next((e for e in range(len(run), start, -1) if mark + run[start:e] in self.numbers), None)
            if end is None or len(out) >= MOST:
                return [self.unknown]
            out.append(self.numbers[mark + run[start:end]])
            start = end
        return out
