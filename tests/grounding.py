"""Walks a rendered page and says what on it is neither quoted, nor derived by a named rule, nor furniture."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree
from lxml import html as markup

from opensitrep.derive.book import Book
from opensitrep.derive.pieces import Derived, Fixed, Quote, text_ids, text_span, walk
from opensitrep.derive.rules import RULES, recompute, spell
from opensitrep.derive.wording import wording
from opensitrep.model import Account
from opensitrep.page.sitrep import compose

SILENT = {"style", "script"}
"""Elements whose text no reader sees."""


def page_faults(account: Account, page: bytes) -> list[str]:
    """Every text node of the page that does not prove itself."""
    book = Book(account)
    seen = [fault for node, element in text_nodes(page) if (fault := _fault(book, node, element, "data-"))]
    heard = [fault for name, element in labels(page) if (fault := _fault(book, name, element, "data-label-"))]
    return seen + heard


def text_nodes(page: bytes) -> Iterator[tuple[str, etree._Element]]:
    """Every text a reader can see, with the element it stands in (a tail stands in the parent)."""
    for element in markup.document_fromstring(page).iter():
        if not isinstance(element.tag, str) or element.tag in SILENT:
            continue
        if element.text and element.text.strip():
            yield element.text, element
        parent = element.getparent()
        if element.tail and element.tail.strip() and parent is not None:
            yield element.tail, parent


def labels(page: bytes) -> Iterator[tuple[str, etree._Element]]:
    """Every accessible name that no reader sees but a screen reader says."""
    for element in markup.document_fromstring(page).iter():
        for attribute in ("aria-label", "title", "alt"):
            if isinstance(element.tag, str) and element.get(attribute):
                yield element.get(attribute), element


def _fault(book: Book, node: str, element: etree._Element, proof: str) -> str | None:
    text, where = _plain(node), f"<{element.tag}> {node.strip()[:80]!r}"
    if (span := element.get(f"{proof}span")) is not None:
        said = _plain(book.quote(text_span(book.lengthen(span))))
        return None if text == said else f"not the words of its span: {where}"
    if (rule := element.get(f"{proof}rule")) is not None:
        got = _plain(RULES[rule](book, *text_ids(book.lengthen(ids_around(element, f"{proof}of")))))
        return None if text == got else f"rule {rule!r} gives {got!r}: {where}"
    if (key := element.get(f"{proof}key")) is not None:
        return None if text == _plain(wording().text[key]) else f"not the fixed string {key!r}: {where}"
    return f"no proof: {where}"


def ids_around(element: etree._Element, proof: str) -> str:
    """The ids of a derived text: its own, else those of the nearest element around it that carries some."""
    own = element.get(proof)
    if own is not None:
        return str(own)
    return str(next((e.get("data-of") for e in element.iterancestors() if e.get("data-of") is not None), ""))


def _plain(text: str) -> str:
    return " ".join(text.split())


def piece_faults(account: Account) -> list[str]:
    """Every piece of the situation report that cannot be spelled again from the account alone."""
    book, out = Book(account), []
    for piece in walk(compose(account)):
        if not isinstance(piece, Quote | Derived | Fixed):
            out.append(f"not a piece: {piece!r}")
        elif isinstance(piece, Derived) and spell(book, piece) != recompute(account, piece.rule, *piece.of):
            out.append(f"not the same twice: {piece}")
    return out
