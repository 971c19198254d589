"""What is disputed: sides in columns with their words and origins, and a matrix of origins by what each answers."""

from __future__ import annotations

from dataclasses import dataclass

from opensitrep.derive.book import OPEN, contested
from opensitrep.derive.disputes import series_behind
from opensitrep.derive.lead import words_of
from opensitrep.derive.pieces import Cite, Derived, Fixed, Item, Link, Run, Sign
from opensitrep.model import Act, Position, Side
from opensitrep.page.desk import Desk

WORDS = 190  # characters of what a side says: about three lines of a column
SAID = 2  # quotations of one origin
MOST = 6  # questions that stand open before the rest folds


@dataclass(frozen=True, slots=True)
class Voice:
    """One origin of a side: who, what it answers, its words."""

    name: Derived
    tags: Run
    answer: Derived | None
    cites: tuple[Cite, ...]
    counts: Derived


@dataclass(frozen=True, slots=True)
class Column:
    """One side: those who say so, who deny it, or who leave it open."""

    head: Fixed
    voices: tuple[Voice, ...]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One origin: its answer, and the reports that repeat it."""

    name: Derived
    tags: Run
    answer: Derived
    reports: tuple[Link, ...]
    words: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its columns and its rows of the matrix."""

    anchor: str
    sign: Sign
    title: Derived
    event: Link
    counts: Derived
    columns: tuple[Column, ...]
    rows: tuple[MatrixRow, ...]
    why: Derived


@dataclass(frozen=True, slots=True)
class Disputed:
    """The questions of a story; `more` fold: further ones, and what one side denies or leaves open alone."""

    questions: tuple[Question, ...]
    more: tuple[Question, ...]


def compose_disputed(desk: Desk) -> Disputed | None:
    """Every printed position, what is answered differently first, each by importance of its event; None without any."""
    found = sorted(desk.positions, key=lambda p: not contested(p))
    first = min(MOST, sum(contested(p) for p in found))
    asked = [question(desk, p) for p in found]
    return Disputed(tuple(asked[:first]), tuple(asked[first:])) if asked else None


def question(desk: Desk, position: Position) -> Question:
    """One position."""
    of = (position.id,)
    return Question(
        desk.position_anchor(position.id),
        desk.position_sign(position),
        Derived("position title", of),
        desk.event_link(position.event),
        Derived("position counts", of),
        columns(desk, position),
        tuple(matrix_row(desk, position, n) for n in range(len(position.sides))),
        Derived("position why", of),
    )


def columns(desk: Desk, position: Position) -> tuple[Column, ...]:
    """Those who say so, who deny it, who leave it open; where nobody does, one column for each side or figure."""
    if all(s.act not in (Act.DENIES, *OPEN) for s in position.sides):
        figures = series_behind(desk.book, position) is not None
        head = Fixed("side figure" if figures else "column apart")
        return tuple(Column(head, (voice(desk, position, n, figures),)) for n in range(len(position.sides)))
    heads: dict[str, list[int]] = {}
    for n, side in enumerate(position.sides):
        heads.setdefault(head_of(side), []).append(n)
    order = ("column asserts", "column denies", "column open")
    return tuple(
        Column(Fixed(head), tuple(voice(desk, position, n, False) for n in heads[head]))
        for head in order
        if head in heads
    )


def head_of(side: Side) -> str:
    """The column of a side."""
    if side.act is Act.DENIES:
        return "column denies"
    return "column open" if side.act in OPEN else "column asserts"


def voice(desk: Desk, position: Position, index: int, figures: bool) -> Voice:
    """One origin of a side with its words."""
    side, of = position.sides[index], (position.id, str(index))
    origin = desk.book.origins[side.origin]
    spans = [s for s in side.evidence if len(s) > 0]
    chosen = {" ".join(desk.book.quote(s).casefold().split()): s for s in reversed(spans)}
    cites = tuple(desk.cite(words_of(desk.book, s) if figures else s, WORDS) for s in sorted(chosen.values()))[:SAID]
    return Voice(
        Derived("origin name", (side.origin,)),
        (*desk.side(origin.side), *desk.standing(side.claims)),
        Derived("position answer", of) if figures else None,
        cites,
        Derived("position side counts", of),
    )


def matrix_row(desk: Desk, position: Position, index: int) -> MatrixRow:
    """One origin across the reports: its answer, who repeats it, the words on demand."""
    side = position.sides[index]
    first = {s.doc: s for s in sorted(side.evidence, reverse=True)}
    docs = sorted(first, key=lambda d: (desk.book.numbers[d], d))
    reports = tuple(Link((desk.number(d),), desk.place(desk.book.clip(first[d], WORDS))) for d in docs)
    tags: tuple[Item, ...] = desk.side(desk.book.origins[side.origin].side)
    return MatrixRow(
        Derived("origin name", (side.origin,)),
        tags,
        Derived("position answer", (position.id, str(index))),
        reports,
        tuple(desk.cite(first[d], WORDS) for d in docs[:SAID]),
    )
