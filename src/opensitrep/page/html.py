"""The page: one self-contained HTML file without scripts, spelled from a `Sitrep` by the templates.

Templates hold no words: every text node goes out through one function, `piece`, which looks the text up and leaves
its proof on the element: `data-span` for quotations, `data-rule` and `data-of` for derived text, `data-key` for fixed
strings. In `data-of` and `data-span` "@3" is the report at position 3 of the account, "$0" the story at position 0; a
derived text without `data-of` is of the ids of the nearest element around it that has some. The web shares the
templates.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import BinaryIO
from unicodedata import bidirectional

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from opensitrep.derive.book import Book
from opensitrep.derive.pieces import (
    Away,
    Bold,
    Call,
    Cite,
    Derived,
    Fixed,
    Item,
    Link,
    Piece,
    Quiet,
    Quote,
    Run,
    Sign,
    Tag,
    ids_text,
    span_text,
)
from opensitrep.derive.rules import spell
from opensitrep.model import Account
from opensitrep.page.sitrep import Sitrep, compose, compose_index, compose_pages

CLOSE = ("comma", "colon", "semicolon", "stop", "close quote", "close bracket")
"""Fixed strings that stand without a space before them."""
OPEN = ("open quote", "open bracket")
"""Fixed strings that stand without a space after them."""


STORIES = "stories"  # folder of their pages beside the index
FEW = 8
"""Texts that stand open on a wide page, and stories that stand open below the index: as many as one scrolls through."""


def write_html(account: Account, stream: BinaryIO) -> None:
    """Write the page of an account, all its stories in one file."""
    stream.write(_page(account, compose(account)))


def write_index(account: Account, stream: BinaryIO) -> None:
    """Write the index of the stories of an account, whose pages stand beside it."""
    stream.write(_page(account, compose_index(account)))


def story_pages(account: Account) -> Iterator[tuple[str, bytes]]:
    """The page of each story with its name, as the index links to it."""
    for slug, one in compose_pages(account):
        yield f"{STORIES}/{slug}.html", _page(account, one, home="../sitrep.html")


def _page(account: Account, made: Sitrep, *, home: str | None = None) -> bytes:
    page = environment().get_template("page.html")
    style = stylesheet()
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    speller = Speller(Book(account))
    inside = made.stories or not made.index
    links = {row.anchor: f"#{row.anchor}" if inside else f"{STORIES}/{row.slug}.html" for row in made.index}
    text = page.render(sitrep=made, s=speller, style=Markup(style), digest=digest, links=links, home=home)
    return text.encode("utf-8")


@cache
def environment() -> Environment:
    """The templates, escaping everything."""
    found = Environment(
        loader=PackageLoader("opensitrep", "page/templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals["fixed"] = Fixed
    found.globals["derived"] = Derived
    found.globals["few"] = FEW
    return found


@cache
def stylesheet() -> str:
    """The style sheet, as it stands in the page; its digest is named in the policy."""
    return (files("opensitrep") / "page" / "templates" / "style.css").read_text("utf-8")


def leftward(text: str) -> bool:
    """Whether some of a text runs from right to left."""
    return not text.isascii() and any(bidirectional(c) in ("R", "AL") for c in text)


class Speller:
    """Spells pieces as HTML; the only way from a piece to a text node."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.about: list[tuple[str, ...]] = []  # ids that the elements around the next one carry

    def enter(self, of: tuple[str, ...]) -> Markup:
        """The ids of the element that opens here: what is derived inside from the same ids need not name them again."""
        self.about.append(of)
        return Markup('data-of="{}"').format(self.ids(ids_text(of)))

    def leave(self) -> str:
        """The element entered last ends here."""
        self.about.pop()
        return ""

    def named(self, of: tuple[str, ...], proof: str) -> Markup:
        """The ids of a rule as an attribute, unless the elements around carry the same."""
        if of == (self.about[-1] if self.about else ()):
            return Markup("")
        return Markup(' {}="{}"').format(proof, self.ids(ids_text(of)))

    def text(self, piece: Piece) -> str:
        """The bare text of a piece."""
        return spell(self.book, piece)

    def proof(self, piece: Piece) -> str:
        """The attributes that say where a text comes from."""
        match piece:
            case Quote(span):
                return f'data-span="{self.ids(span_text(span))}"'
            case Derived(rule, of):
                return f'data-rule="{rule}"{self.named(of, "data-of")}'
            case Fixed(key):
                return f'data-key="{escape(key)}"'

    def ids(self, ids: str) -> Markup:
        """Ids as an attribute, those of reports and stories by their position in the account (`Book.lengthen`)."""
        return escape(self.book.shorten(ids))

    def piece(self, piece: Piece, tag: str | None = None, attributes: str = "") -> Markup:
        """A piece as an element; a quotation is a `q` with the language of its report."""
        extra, found = f" {attributes}" if attributes else "", self.text(piece)
        if isinstance(piece, Quote):
            language = self.book.readings[piece.span.doc].document.language
            foreign = bool(language) and language != "en"
            extra += f' lang="{escape(language)}" dir="auto"' if foreign else ' dir="auto"' if leftward(found) else ""
        name = tag or ("q" if isinstance(piece, Quote) else "span")
        return Markup(f"<{name} {self.proof(piece)}{extra}>{escape(found)}</{name}>")

    def label(self, piece: Piece) -> Markup:
        """An accessible name with its proof."""
        match piece:
            case Derived(rule, of):
                proof = Markup('data-label-rule="{}"{}').format(rule, self.named(of, "data-label-of"))
            case Fixed(key):
                proof = Markup('data-label-key="{}"').format(key)
            case Quote(span):
                proof = Markup('data-label-span="{}"').format(self.ids(span_text(span)))
        return Markup('aria-label="{}" {}').format(self.text(piece), proof)

    def item(self, item: Item) -> Markup:
        """One item of a run."""
        if isinstance(item, Quote | Derived | Fixed):
            return self.piece(item)
        if isinstance(item, Cite):
            return self.cite(item)
        if isinstance(item, Call):
            return Markup('<a class="fn" href="#{}">{}</a>').format(item.target, self.piece(item.number, "sup"))
        if isinstance(item, Sign):
            return self.sign(item)
        if isinstance(item, Tag):
            return self.piece(item.piece, "span", 'class="tag strong"' if item.strong else 'class="tag"')
        return self.group(item)

    def group(self, item: Link | Away | Bold | Quiet) -> Markup:
        """Items that belong together."""
        match item:
            case Link(pieces, target):
                return Markup('<a href="#{}">{}</a>').format(target, self.run(pieces))
            case Away(pieces, address):
                link = '<a class="away" href="{}" rel="external noopener noreferrer">{}</a>'
                return Markup(link).format(address, self.run(pieces))
            case Bold(pieces):
                return Markup("<b>{}</b>").format(self.run(pieces))
            case Quiet(items):
                return Markup('<span class="quiet">{}</span>').format(self.run(items))

    def cite(self, cite: Cite) -> Markup:
        """A quotation with its number, raised like a footnote or level."""
        if cite.raised:
            number = self.piece(cite.number, "sup")
            return Markup('{}<a class="fn" href="#{}">{}</a>').format(self.piece(cite.quote), cite.target, number)
        return self.piece(cite.quote) + " " + self.piece(cite.number, "a", f'class="ref" href="#{cite.target}"')

    def sign(self, sign: Sign) -> Markup:
        """A verdict: sign and word, or sign with the word as its name."""
        if sign.spelled:
            mark = self.piece(sign.sign, "span", f'class="sign {sign.verdict}" aria-hidden="true"')
            return Markup("{} {}").format(mark, self.piece(sign.word))
        name = self.label(sign.word)
        return self.piece(sign.sign, "span", Markup('class="sign {}" role="img" {}').format(sign.verdict, name))

    def run(self, items: Run) -> Markup:
        """Items in a line, with a space between them except around punctuation."""
        out = Markup("")
        glue = True
        for item in items:
            closes = isinstance(item, Call) or (isinstance(item, Fixed) and item.key in CLOSE)
            if not (glue or closes):
                out += " "
            out += self.item(item)
            glue = isinstance(item, Fixed) and item.key in OPEN
        return out
