"""Documents made for paper: PDF and Word (extra `forms`), Rich Text; exports of news databases in them are parted."""

from __future__ import annotations

import io
import logging
import zlib
from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import Any
from zipfile import BadZipFile

from opensitrep.read.databases import read_articles
from opensitrep.read.encoding import to_text
from opensitrep.read.extras import missing
from opensitrep.read.lines import Line, paragraphs, without_running_heads
from opensitrep.read.source import Found, Source, digest, make_document, problem

BREAK = "\n\n"
UNTITLED = ("untitled", "microsoft word", ".doc", ".pdf", ".indd", "word document")
LONG = 3000  # pages; more is no report


def read_pdf(source: Source) -> Iterator[Found]:
    """The report of a PDF, its lines joined to paragraphs; where each page begins is kept (`Document.pages`)."""
    if said := missing("pypdf", "PDF"):
        yield problem(source.name, said)
        return
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it mends on the way is of no interest
    try:
        reader = PdfReader(io.BytesIO(source.data))
        if reader.is_encrypted and not reader.decrypt(""):
            yield problem(source.name, "the PDF is locked with a password; left out")
            return
        pages = [_lines(page) for page in reader.pages[:LONG]]
        title = reader.metadata.title if reader.metadata else None
    except DependencyError as error:
        yield problem(source.name, f"the PDF is locked in a way that needs another library: {error}")
        return
    except (PyPdfError, ArithmeticError, LookupError, ValueError, TypeError, AttributeError, RecursionError,
            NotImplementedError, OSError, AssertionError) as error:  # a damaged PDF fails in many ways  # fmt: skip
        yield problem(source.name, f"broken PDF: {type(error).__name__} {error}")
        return
    texts = [BREAK.join(paragraphs(page)) for page in without_running_heads(pages)]
    if not any(t.strip() for t in texts):
        yield problem(
            source.name, f"a PDF without words on its {len(texts)} pages: pictures of pages? Read them with OCR first"
        )
        return
    text = BREAK.join(texts)
    starts = tuple(accumulate((len(t) + len(BREAK) for t in texts[:-1]), initial=0))
    yield from _documents(source, text, _title(title), starts)


def read_word(source: Source) -> Iterator[Found]:
    """The report of a Word document: its paragraphs and tables in their order."""
    if said := missing("docx", "a Word document"):
        yield problem(source.name, said)
        return
    from docx import Document as Open
    from docx.opc.exceptions import OpcError
    from docx.table import Table
    from lxml.etree import LxmlError

    try:
        document = Open(io.BytesIO(source.data))
        blocks: list[str] = []
        for block in document.iter_inner_content():
            if isinstance(block, Table):
                blocks += ["\t".join(cell.text.strip() for cell in row.cells) for row in block.rows]
            else:
                blocks.append(block.text.strip())
        title = document.core_properties.title
    except (OpcError, BadZipFile, LxmlError, zlib.error, LookupError, ValueError, AttributeError, OSError, EOFError,
            NotImplementedError) as error:  # fmt: skip
        yield problem(source.name, f"broken Word document: {type(error).__name__} {error}")
        return
    text = BREAK.join(b for b in blocks if b)
    if not text.strip():
        yield problem(source.name, "a Word document without words; left out")
        return
    yield from _documents(source, text, _title(title), ())


def read_rtf(source: Source) -> Iterator[Found]:
    """The report of a Rich Text file."""
    from striprtf.striprtf import rtf_to_text

    markup, _ = to_text(source.data)
    try:
        text = _plain(rtf_to_text, markup or source.data.decode("latin-1"))
    except (ValueError, LookupError, TypeError) as error:
        yield problem(source.name, f"broken Rich Text: {error}")
        return
    if not text.strip():
        yield problem(source.name, "Rich Text without words; left out")
        return
    yield from _documents(source, text, None, ())


def _plain(reader: Callable[..., str], markup: str) -> str:
    """The text of Rich Text; bytes of another encoding become U+FFFD."""
    return reader(markup, errors="replace")


def _documents(source: Source, text: str, title: str | None, pages: tuple[int, ...]) -> Iterator[Found]:
    """The document, or the articles of a news database in it."""
    parted = list(read_articles(source, text))
    if parted:
        yield from parted
        return
    source.note(source.name, "title", title, "properties of the file")
    source.note(source.name, "day", None, "none: the day on which the file was made is not that of the report")
    yield make_document(
        name=source.name,
        text=text,
        title=title,
        language=None,
        raw=digest(source.data),
        pages=pages if len(pages) > 1 else (),
    )


def _lines(page: Any) -> list[Line]:
    """The lines of a page with their height and the size of their letters."""
    pieces: list[tuple[str, float, float]] = []

    def visit(text: str, outer: list[float], inner: list[float], _font: object, size: float) -> None:
        if text:
            height = inner[5] * (outer[3] or 1) + outer[5]
            pieces.append((text, height, size * abs(inner[3] or 1)))

    page.extract_text(visitor_text=visit)
    lines: list[Line] = []
    words, height, size = "", None, None
    for text, here, large in pieces:
        for number, part in enumerate(text.split("\n")):
            if number:
                lines.append(Line(" ".join(words.split()), height, size))
                words, height, size = "", None, None
            if part.strip() and height is None:
                height, size = here, large
            words += part
    lines.append(Line(" ".join(words.split()), height, size))
    return [line for line in lines if line.words]


def _title(title: object) -> str | None:
    """A title somebody gave; programs put in the name of the file."""
    words = " ".join(str(title or "").split())
    return words if len(words) > 3 and not any(u in words.lower() for u in UNTITLED) else None
