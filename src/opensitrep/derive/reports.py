"""Rules that derive text about reports, their outlets and dates, and about the account as a whole."""

from __future__ import annotations

from opensitrep.derive.book import Book
from opensitrep.derive.phrases import (
    counted,
    interval_text,
    origins_text,
    text,
)
from opensitrep.derive.pieces import text_span
from opensitrep.model import Label, PlaceRole
from opensitrep.text.intervals import known
from opensitrep.world import outlines

FORTNIGHT = 14
HAPPENS = (PlaceRole.TARGET, PlaceRole.VENUE, PlaceRole.SUBJECT)  # roles of the places where something happens

# ---------------------------------------------------------------- one report


def report_number(book: Book, doc: str) -> str:
    """Its short number."""
    return book.numbers[doc]


def report_label(book: Book, doc: str) -> str:
    """Its outlet, else the agency whose text it is, else "outlet not named"."""
    outlet = book.text_of(doc, "outlet") or book.document(doc).outlet
    if outlet:
        return " ".join(outlet.split())
    wire = book.text_of(doc, "wire")
    return f"{wire} {text('wire text')}" if wire else text("outlet not named")


def report_name(book: Book, doc: str) -> str:
    """The file or entry it was read from."""
    return book.document(doc).name


def citation_page(book: Book, doc: str, at: str) -> str:
    """The page of a report on paper on which a cited character stands."""
    return f"{text('page')} {book.document(doc).page(int(at))}"


def report_date(book: Book, doc: str) -> str:
    """The day it was published."""
    when = book.published(doc)
    return interval_text(when, None) if known(when) else text("date not stated")


def report_date_basis(book: Book, doc: str) -> str:
    """How that day is known."""
    when = book.published(doc)
    if when is None or not known(when):
        return text("no date found")
    return text({"stated": "date stated", "guessed": "date guessed"}.get(when.basis, "date inferred"))


def report_remarks(book: Book, doc: str) -> str:
    """What was noticed: machine translation, a live page, a copy, another language."""
    labels = {m.label for m in book.readings[doc].marks}
    found = []
    if Label.TRANSLATED in labels:
        found.append(text("machine translated"))
    if Label.LIVE in labels:
        found.append(text("live page"))
    copied = book.text_of(doc, "copy")
    if copied and copied in book.numbers:
        found.append(f"{text('copy of')} {book.numbers[copied]}")
    language = book.document(doc).language
    if language and language != "en":
        found.append(f"{text('language')} {language}")
    return ", ".join(found) if found else text("nothing noticed")


def report_unread(book: Book, doc: str) -> str:
    """ "not read: in German"."""
    language = book.document(doc).language or ""
    return f"{text('not read')}{text('colon')} {text('language')} {language}"


def report_counts(book: Book, doc: str) -> str:
    """How many claims and statements it holds."""
    reading = book.readings[doc]
    return f"{counted(len(reading.claims), 'claim')}, {counted(len(reading.attributions), 'statement')}"


def repair(book: Book, where: str) -> str:
    """The repaired reading of broken words."""
    span = text_span(where)
    for mark in book.readings[span.doc].marks:
        if mark.span == span and mark.label is Label.REPAIR and mark.reading:
            return mark.reading
    return text("noticed, not repaired")


def line_number(book: Book, where: str) -> str:
    """Which non-empty line of its report a span begins in."""
    span = text_span(where)
    before = book.document(span.doc).text[: span.start + 1]
    return str(sum(1 for line in before.split("\n") if line.strip()))


# ---------------------------------------------------------------- the account


def unread(book: Book) -> int:
    """How many inputs could not be read."""
    known_names = {d.name for d in book.documents}
    return len({p.subject for p in book.account.problems if p.stage == "read" and p.subject not in known_names})


def account_reports(book: Book) -> str:
    """How many reports the account is of."""
    have, lost = len(book.account.readings), unread(book)
    words = counted(have + lost, "report")
    return f"{text('account of')} {have} {text('of')} {words}" if lost else f"{text('account of')} {words}"


def account_stories(book: Book) -> str:
    """How many stories."""
    return counted(len(book.account.stories), "story")


def account_origins(book: Book) -> str:
    """How many origins in all."""
    return origins_text(book.bounds(c.id for r in book.account.readings for c in r.claims))


def made_with(book: Book, key: str) -> str:
    """Version or digest of a part the result depends on."""
    return book.account.made_with[key]


def made_with_name(book: Book, key: str) -> str:
    """The name of that part."""
    return key if key in book.account.made_with else text("not stated")


def problem_field(book: Book, number: str, field: str) -> str:
    """Stage, subject or message of a problem."""
    problem = book.account.problems[int(number)]
    found = {"stage": problem.stage, "subject": problem.subject, "message": problem.message}[field]
    doc = book.readings.get(found)
    return doc.document.name if doc else found


def ordinal(book: Book, number: str) -> str:
    """The number of a footnote or of a row of a list: its position, counted from 1."""
    return str(int(number))


def letter(book: Book, number: str) -> str:
    """The letter of a margin note: its position, counted from 1."""
    n, out = int(number), ""
    while n > 0:
        n, rest = divmod(n - 1, 26)
        out = chr(97 + rest) + out
    return out


def hour(book: Book, number: str) -> str:
    """The hour at a tick of the time line."""
    return f"{int(number):02}"


def kilometres(book: Book, number: str) -> str:
    """The length of the scale bar of a map."""
    return f"{int(number)} {text('km')}"


def country_label(book: Book, code: str) -> str:
    """The name of a country as the outlines give it."""
    return next((s.name for s in outlines.countries() if s.country == code), code)


def shape_kinds(book: Book, shape: str) -> str:
    """The families of kinds a shape stands for."""
    return text(f"shape {shape}")
