"""Why a report was read as it was: its form, where each of its fields was taken from, what lost and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opensitrep.model import Document, Problem
from opensitrep.read.source import Note

ASKED = {"title": "title", "day": "published", "outlet": "outlet", "address": "url", "language": "language"}
WIDE = 9  # letters before a value
SILENT = "no field states it; perhaps its words do: see `opensitrep read --json`"


def explain(documents: Sequence[Document], problems: Sequence[Problem], notes: Sequence[Note]) -> Iterator[str]:
    """Lines for a person: each report with its fields, then what was left out and why."""
    for document in documents:
        own = [n for n in notes if n.report == document.name]
        whole = [n for n in notes if n.about == "form" and document.name.startswith((n.report, f"{n.report}#"))]
        yield f"=== {document.name}"
        for note in dict.fromkeys(n for n in whole):
            yield _line("form", note.value, note.origin)
        for about, name in ASKED.items():
            yield from _field(about, getattr(document, name), own, document)
        text = next((n for n in own if n.about == "text"), None)
        body = sum(end - start for start, end in document.body)
        article = f", of which {body} are the article" if document.body else ""
        yield _line("text", f"{len(document.text)} characters{article}", text.origin if text else "the words it shows")
        if document.pages:
            yield _line("pages", str(len(document.pages)), "as the file has them")
        yield from (_line("problem", p.message, None) for p in problems if p.subject == document.name)
        yield ""
    names = {d.name for d in documents}
    left = [p for p in problems if p.subject not in names]
    if left:
        yield "=== not read"
        yield from (f"{p.subject}: {p.message}" for p in left)


def _field(about: str, value: str | None, own: Sequence[Note], document: Document) -> Iterator[str]:
    """One field of a report, and what else was offered for it."""
    note = next((n for n in own if n.about == about), None)
    given = [g for g in document.given if g.field == ASKED[about]]  # what a page says, ranked
    bounds = [g for g in document.given if about == "day" and g.field == "changed"]
    if given or bounds:
        yield _line(about, value, f"{given[0].where}, {given[0].rank.value}" if given else SILENT)
        yield from (_line("", f"not taken: {g.value}", f"{g.where}, {g.rank.value}") for g in given[1:])
        yield from (_line("", f"not taken: {g.value}", f"{g.where}: published no later") for g in bounds)
    elif note is not None and (note.value == value or value is None):
        yield _line(about, value, note.origin)
        yield from (_line("", f"not taken: {lost}", None) for lost in note.lost)
    elif about == "language":
        yield _line(about, value, "told from the words, with what the form states where they are few")
    else:
        yield _line(about, value, SILENT if value is None else "as its form, or a file beside it, gives it")


def _line(about: str, value: str | None, origin: str | None) -> str:
    where = f"  ({origin})" if origin else ""
    return f"{about:<{WIDE}}{value if value is not None else '-'}{where}"
