"""Rules that derive text about what is disputed: the question, what each side does, reports and origins behind it."""

from __future__ import annotations

from collections.abc import Sequence

from opensitrep.derive.book import Book
from opensitrep.derive.events import event_name
from opensitrep.derive.phrases import capital, counts_text, text, word
from opensitrep.derive.tolls import series_title, series_value
from opensitrep.derive.voices import origin_name
from opensitrep.model import About, Bounds, Position, Series

RIVALS = ":rivals"


def position_title(book: Book, position: str) -> str:
    """What is asked, of which happening: "Who did it: Kremenchuk, strike, 27 June"."""
    found = book.disputes[position]
    series = series_behind(book, found)
    asked = series_title(book, series.id) if series else text(f"about {found.about.value}")
    return capital(f"{asked}{text('colon')} {event_name(book, found.event)}")


def position_counts(book: Book, position: str) -> str:
    """Reports and origins that take a side."""
    found = book.disputes[position]
    docs = {s.doc for side in found.sides for s in side.evidence}
    return counts_text(len(docs), _origins(book, [c for side in found.sides for c in side.claims]))


def position_sign(book: Book, position: str) -> str:
    """The sign of its verdict."""
    return text(f"sign {book.disputes[position].verdict.value}")


def position_verdict(book: Book, position: str) -> str:
    """Its verdict as a word."""
    return text(book.disputes[position].verdict.value)


def position_why(book: Book, position: str) -> str:
    """The rule that found it."""
    return book.disputes[position].why


def position_act(book: Book, position: str, index: str) -> str:
    """What one side does: says so, denies it, leaves it open."""
    return text(f"side {book.disputes[position].sides[int(index)].act.value}")


def position_lead(book: Book, position: str, index: str) -> str:
    """ "Denied by minister Lai Mohammed", "said by Reuters": before the words of a side in the brief."""
    side = book.disputes[position].sides[int(index)]
    return f"{word('lead', side.act.value)} {origin_name(book, side.origin)}"


def position_answer(book: Book, position: str, index: str) -> str:
    """The answer of one side: its figure, else what it does."""
    found = book.disputes[position]
    series = series_behind(book, found)
    if series:
        side = found.sides[int(index)]
        mine = [n for n, v in enumerate(series.values) if side.origin in v.origins]
        told = [n for n in mine if any(n in pair for pair in series.rivals)] or mine
        if told:
            return ", ".join(series_value(book, series.id, str(n)) for n in told)
    return position_act(book, position, index)


def position_side_counts(book: Book, position: str, index: str) -> str:
    """How many reports carry one side, and origins."""
    side = book.disputes[position].sides[int(index)]
    return counts_text(len({s.doc for s in side.evidence}), _origins(book, side.claims))


def _origins(book: Book, claims: Sequence[str]) -> Bounds:
    """Origins behind some claims; what an outlet leaves open is its own where it claims nothing else there."""
    return book.bounds(claims) if claims else Bounds(1, 1)


def series_behind(book: Book, position: Position) -> Series | None:
    """The series whose rival figures a position is."""
    if position.about is not About.FIGURE or not position.id.endswith(RIVALS):
        return None
    return book.series.get(position.id.removesuffix(RIVALS))
