"""Rules that derive text about who holds which town, and about plans and what became of them."""

from __future__ import annotations

from datetime import date

from opensitrep.derive.book import Book
from opensitrep.derive.events import event_kind, event_year, no_day, place_words, sides_text
from opensitrep.derive.names import actor_name, holder_names
from opensitrep.derive.phrases import counts_text, interval_text, text, weekday_text, word
from opensitrep.derive.sure import sure_day, sure_party
from opensitrep.model import Control
from opensitrep.text.intervals import days_of

# ---------------------------------------------------------------- control


def control_on(book: Book, story: str, place: str, day: str) -> list[Control]:
    """What is said of a place on a day; a state is never carried to a day nobody speaks of."""
    wanted = date.fromisoformat(day)
    found = []
    for row in book.controls.get((story, place), ()):
        first, last = days_of(row.when)
        first, last = first or last, last or first
        if first and last and first <= wanted <= last:
            found.append(row)
    return found


def control_text(book: Book, row: Control) -> str:
    """ "RU + RU proxy, conceded", "contested: RU, UA"."""
    names = holder_names(book, *row.holder)
    match row.status:
        case "contested":
            return f"{text('contested')}: {', '.join(holder_names(book, s) for s in row.holder)}"
        case "partly":
            return f"{text('in part')}: {names}"
        case "claimed":
            return f"{text('claimed by')} {names}"
        case "conceded":
            return f"{names}, {text('conceded')}"
        case _:
            return names


def control_cell(book: Book, story: str, place: str, day: str) -> str:
    """What is said of a place on a day."""
    rows = control_on(book, story, place, day)
    return "; ".join(dict.fromkeys(control_text(book, r) for r in rows)) if rows else text("dash")


def control_claims(book: Book, story: str, place: str) -> list[str]:
    """All claims about who holds a place."""
    return list(dict.fromkeys(c for r in book.controls[story, place] for c in r.claims if c in book.claims))


def control_counts(book: Book, story: str, place: str) -> str:
    """Reports and origins that speak of it."""
    claims = control_claims(book, story, place)
    docs = set(book.docs(claims)) | {s.doc for r in book.controls[story, place] for s in r.evidence}
    return counts_text(len(docs), book.bounds(claims))


def control_sides(book: Book, story: str, place: str) -> str:
    """Whether one side or both speak of it."""
    return sides_text(book, control_claims(book, story, place))


def day_name(book: Book, story: str, day: str) -> str:
    """ "Sat 25 June"."""
    return weekday_text(date.fromisoformat(day), book.year(story))


# ---------------------------------------------------------------- calendar


def planned_when(book: Book, event: str) -> str:
    """When it is planned for, where that is sure."""
    row = book.planned[event]
    found = book.events[event]
    if not sure_day(book, found):
        return text(no_day(found))
    return interval_text(book.local(row.when, found.story), event_year(book, found))


def planned_what(book: Book, event: str) -> str:
    """Kind, people and place of a planned event, as far as they are sure."""
    found = book.events[event]
    names = [actor_name(book, a) for a in (*found.agents, *found.targets) if sure_party(book, found, a)][:3]
    parts = [event_kind(book, event), " + ".join(dict.fromkeys(names)), place_words(book, found)]
    return ", ".join(p for p in parts if p)


def planned_outcome(book: Book, event: str) -> str:
    """What became of it."""
    return word("outcome", book.planned[event].outcome)


def planned_counts(book: Book, event: str) -> str:
    """Reports and origins that announce it."""
    claims = book.events[event].claims
    return counts_text(len(book.docs(claims)), book.bounds(claims))
