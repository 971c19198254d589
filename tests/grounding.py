"""Walks a rendered page and says what on it is neither quoted, nor derived by a named rule, nor furniture."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree
from lxml import html as markup

from opensitrep.derive.book import Book
from opensitrep.derive.pieces import PUNCTUATION, Derived, Fixed, Quote, text_ids, text_span, walk
from opensitrep.derive.rules import RULES, recompute, spell
from opensitrep.derive.wording import wording
from opensitrep.model import Account
from opensitrep.page.sitrep import compose

PROOFS = ("data-q", "data-r", "data-k")
"""Attributes that say where a text comes from: the span it is quoted from, a rule, a fixed string."""
SILENT = {"style", "script"}
"""Elements whose text no reader sees."""


def page_faults(account: Account, page: bytes) -> list[str]:
    """Every text node of the page that does not prove itself."""
    book = Book(account)
    seen = [fault for node, element in text_nodes(page) if (fault := _fault(book, node, element, "data-"))]
    heard = [fault for name, element in labels(page) if (fault := _fault(book, name, element, "data-label-"))]
    return seen + heard


def text_nodes(page: bytes) -> Iterator[tuple[str, etree._Element]]:
    """Every text a reader can see, with the nearest element around it that proves one; all of one element together."""
    found: dict[etree._Element, str] = {}
    for node in markup.document_fromstring(page).xpath("//text()"):
        parent = node.getparent().getparent() if node.is_tail else node.getparent()
        if parent.tag not in SILENT:
            proving = next((e for e in (parent, *parent.iterancestors()) if any(p in e.attrib for p in PROOFS)), parent)
            found[proving] = found.get(proving, "") + str(node)
    yield from ((text, element) for element, text in found.items() if text.strip())


def labels(page: bytes) -> Iterator[tuple[str, etree._Element]]:
    """Every accessible name that no reader sees but a screen reader says."""
    for element in markup.document_fromstring(page).iter():
        for attribute in ("aria-label", "title", "alt", "placeholder"):
            if isinstance(element.tag, str) and element.get(attribute):
                yield element.get(attribute), element


def _fault(book: Book, node: str, element: etree._Element, proof: str) -> str | None:
    text, where = _plain(node), f"<{element.tag}> {node.strip()[:80]!r}"
    if (span := element.get(f"{proof}q")) is not None:
        said = _plain(book.quote(text_span(book.lengthen(span))))
        return None if text == said else f"not the words of its span: {where}"
    if (rule := element.get(f"{proof}r")) is not None:
        got = _plain(RULES[rule](book, *text_ids(book.lengthen(ids_around(element, f"{proof}o")))))
        return None if text == got else f"rule {rule!r} gives {got!r}: {where}"
    if (key := element.get(f"{proof}k")) is not None:
        return None if text == _plain(wording().text[key]) else f"not the fixed string {key!r}: {where}"
    if (rule := column_rule(element)) is not None:
        got = _plain(RULES[rule](book, *text_ids(book.lengthen(ids_around(element, "data-o")))))
        return None if text == got else f"the rule of its column {rule!r} gives {got!r}: {where}"
    signs = "".join(wording().text[key] for key in PUNCTUATION)
    return None if set(text) <= {*signs, " "} else f"no proof: {where}"


def column_rule(element: etree._Element) -> str | None:
    """The rule that the head of its column names for a cell of a table without proof of its own."""
    heads = element.xpath("./ancestor::table[1]/thead/tr/th") if element.tag == "td" else []
    at = len(list(element.itersiblings("td", "th", preceding=True)))
    return heads[at].get("data-c") if at < len(heads) else None


def ids_around(element: etree._Element, proof: str) -> str:
    """The ids of a derived text: its own, else those of the nearest element around it that carries some."""
    own = element.get(proof)
    around = str(next((e.get("data-o") for e in element.iterancestors() if e.get("data-o") is not None), ""))
    return around if own is None else str(own).replace("&", around, 1) if own.startswith("&") else str(own)


def _plain(text: str) -> str:
    return " ".join(text.split())


def piece_faults(account: Account) -> list[str]:
    """Every piece of the situation report that cannot be spelled again from the account alone."""
    book, out = Book(account), []
    for piece in walk(compose(book)):
        if not isinstance(piece, Quote | Derived | Fixed):
            out.append(f"not a piece: {piece!r}")
        elif isinstance(piece, Derived) and spell(book, piece) != recompute(account, piece.rule, *piece.of):
            out.append(f"not the same twice: {piece}")
    return out
