"""A report cut into windows of whole sentences, each with the headline before it: what the encoder sees at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from opensitrep.learned.wordpiece import WordPiece

WIDTH = 160  # pieces of text in a window; a longer sentence has one of its own
HEAD = 24  # pieces of the headline before it
LONGEST = 500  # positions the encoder knows, less what stands around the text


@dataclass(frozen=True, slots=True)
class Window:
    """Numbers of pieces, and for each token that begins here the position of its first piece."""

    pieces: tuple[int, ...]
    tokens: tuple[int, ...]
    places: tuple[int, ...]


def windows(words: Sequence[str], sentences: Sequence[int], head: Sequence[int], piece: WordPiece) -> list[Window]:
    """Windows of a report. `sentences` numbers the sentence of each word, `head` are the words of the headline."""
    before: list[int] = []
    for i in head:
        before += piece.of(words[i])
    before = before[:HEAD]
    runs: list[list[int]] = []  # tokens of each window
    room = 0
    for sentence in _sentences(sentences):
        for part in _cut(sentence, words, piece):
            size = sum(len(piece.of(words[i])) for i in part)
            if runs and size <= room:
                runs[-1] += part
            else:
                runs.append(list(part))
                room = WIDTH
            room -= size
    return [_window(run, words, before if run[0] else [], piece) for run in runs]


def _sentences(numbers: Sequence[int]) -> list[list[int]]:
    out: list[list[int]] = []
    for i, number in enumerate(numbers):
        if i and numbers[i - 1] == number:
            out[-1].append(i)
        else:
            out.append([i])
    return out


def _cut(sentence: Sequence[int], words: Sequence[str], piece: WordPiece) -> list[list[int]]:
    """The sentence, in parts where it is longer than the encoder can see."""
    out: list[list[int]] = [[]]
    size = 0
    for i in sentence:
        new = len(piece.of(words[i]))
        if size + new > LONGEST - HEAD - 3:
            out.append([])
            size = 0
        out[-1].append(i)
        size += new
    return out


def _window(run: Sequence[int], words: Sequence[str], before: Sequence[int], piece: WordPiece) -> Window:
    pieces = [piece.cls, *before, *([piece.sep] if before else ())]
    places = []
    for i in run:
        places.append(len(pieces))
        pieces += piece.of(words[i])
    return Window((*pieces, piece.sep), tuple(run), tuple(places))
