"""The page: one self-contained HTML file, spelled from a `Sitrep` by the templates.

It holds no script, but for the few lines that filter an index by words where scripts run; nothing needs them.

Templates hold no words: every text node goes out through one function, `piece`, which looks the text up and leaves
its proof on the element: `data-q` (a span) for quotations, `data-r` (a rule) and `data-o` (ids) for derived text,
`data-k` (a key) for fixed strings; what elements inside prove themselves is no part of it. In `data-o` and `data-q`
"@3" is the report at position 3 of the account, "$0" the story at position 0. A derived text without `data-o` is of the
ids of the nearest element around it that has some, for which "&" stands at the head of others. A cell of a table
without proof is derived by the rule of its column (`data-c` of the head). Signs between words prove nothing.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import BinaryIO
from unicodedata import bidirectional

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from opensitrep.derive.book import Book
from opensitrep.derive.pieces import (
    CLOSE,
    OPEN,
    PUNCTUATION,
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
from opensitrep.page.evidence import Segment
from opensitrep.page.sitrep import Sitrep, compose, compose_index, compose_pages

STORIES = "stories"  # folder of their pages beside the index
OPEN_PARTS = 3  # parts and follow-ups of an event that stand open on its card
FEW = 8
"""Texts that stand open on a wide page, and stories that stand open below the index: as many as one scrolls through."""


def write_html(account: Account | Book, stream: BinaryIO) -> None:
    """Write the page of an account, all its stories in one file."""
    book = Book.of(account)
    stream.write(_page(book, compose(book)))


def write_index(account: Account | Book, stream: BinaryIO) -> None:
    """Write the index of the stories of an account, whose pages stand beside it."""
    book = Book.of(account)
    stream.write(_page(book, compose_index(book)))


def story_pages(account: Account | Book) -> Iterator[tuple[str, bytes]]:
    """The page of each story with its name, as the index links to it."""
    book = Book.of(account)
    for slug, one in compose_pages(book):
        yield f"{STORIES}/{slug}.html", _page(book, one, home="../sitrep.html")


def _page(book: Book, made: Sitrep, *, home: str | None = None) -> bytes:
    page = environment().get_template("page.html")
    speller = Speller(book)
    inside = made.stories or not made.index
    links = {row.anchor: f"#{row.anchor}" if inside else f"{STORIES}/{row.slug}.html" for row in made.index}
    script = sheet("filter.js") if made.index else None
    text = page.render(sitrep=made, s=speller, style=stylesheet(), script=script, links=links, home=home)
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
    found.globals["open"] = OPEN_PARTS
    found.globals["digest"] = digest
    return found


def stylesheet() -> Markup:
    """The style sheet, as it stands in the page; its digest is named in the policy."""
    return sheet("style.css")


@cache
def sheet(name: str) -> Markup:
    """A file that stands in the page as it is."""
    return Markup((files("opensitrep") / "page" / "templates" / name).read_text("utf-8"))


def digest(words: str) -> str:
    """A style sheet or script as the policy names it (Content Security Policy, level 3)."""
    return f"sha256-{b64encode(hashlib.sha256(words.encode()).digest()).decode()}"


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
        if not of:
            return Markup("")
        return Markup('data-o="{}"').format(self.ids(ids_text(of)))

    def enter_by(self, piece: Piece) -> Markup:
        """The same with the ids of a piece, where it is derived from some."""
        return self.enter(piece.of if isinstance(piece, Derived) else ())

    def leave(self) -> str:
        """The element entered last ends here."""
        self.about.pop()
        return ""

    def named(self, of: tuple[str, ...], proof: str) -> Markup:
        """The ids of a rule as an attribute, unless the elements around carry the same."""
        around = self.about[-1] if self.about else ()
        if of == around:
            return Markup("")
        if around and of[: len(around)] == around:
            return Markup(' {}="&amp; {}"').format(proof, self.ids(ids_text(of[len(around) :])))
        return Markup(' {}="{}"').format(proof, self.ids(ids_text(of)))

    def text(self, piece: Piece) -> str:
        """The bare text of a piece."""
        return spell(self.book, piece)

    def proof(self, piece: Piece) -> Markup:
        """The attributes that say where a text comes from."""
        return Markup(self._proof(piece))

    def _proof(self, piece: Piece) -> str:
        match piece:
            case Quote(span):
                return f'data-q="{self.ids(span_text(span))}"'
            case Derived(rule, of):
                return f'data-r="{rule}"{self.named(of, "data-o")}'
            case Fixed(key):
                return f'data-k="{escape(key)}"'

    def ids(self, ids: str) -> Markup:
        """Ids as an attribute, those of reports and stories by their position in the account (`Book.lengthen`)."""
        return escape(self.book.shorten(ids))

    def piece(self, piece: Piece, tag: str | None = None, attributes: str = "") -> Markup:
        """A piece as an element; a quotation is a `q` with the language of its report."""
        if isinstance(piece, Fixed) and piece.key in PUNCTUATION and tag is None:
            return escape(self.text(piece))
        extra = f" {attributes}" if attributes else ""
        if isinstance(piece, Quote):
            extra += self.direction(piece)
        name = tag or ("q" if isinstance(piece, Quote) else "span")
        return Markup(f"<{name} {self.proof(piece)}{extra}>{escape(self.text(piece))}</{name}>")

    def direction(self, quote: Quote) -> Markup:
        """The language and direction of a quotation as attributes, where they are not those of the page."""
        language = self.book.document(quote.span.doc).language
        if language and language != "en":
            return Markup(' lang="{}" dir="auto"').format(language)
        return Markup(' dir="auto"' if leftward(self.text(quote)) else "")

    def segment(self, segment: Segment) -> Markup:
        """A part of a line of a text; the line proves it."""
        attributes = f' id="{segment.anchor}"' if segment.anchor else ""
        cited = "cited" in segment.styles
        styles = " ".join(s for s in segment.styles if s != "cited")
        attributes += f' class="{styles}"' if styles else ""
        words = escape(self.text(segment.quote))
        name = "mark" if cited else "em" if attributes else ""
        return Markup(f"<{name}{attributes}>{words}</{name}>") if name else words

    def head(self, key: str, rule: str) -> Markup:
        """The head of a column; where its cells are derived by one rule, they need not name it."""
        column = f' data-c="{rule}"' if rule else ""
        return self.piece(Fixed(key), "th", f'scope="col"{column}')

    def column(self, items: Sequence[Item], rule: str, attributes: str = "") -> Markup:
        """A cell under such a head."""
        piece = Derived(rule, self.about[-1] if self.about else ())
        if list(items) != [piece]:
            return self.cell(tuple(items), "td", attributes)
        return Markup("<td{}>{}</td>").format(Markup(f" {attributes}" if attributes else ""), self.text(piece))

    def cell(self, items: Run, tag: str = "td", attributes: str = "") -> Markup:
        """A run as an element, which proves it itself where it is one piece."""
        if len(items) == 1 and isinstance(items[0], Derived | Fixed):
            return self.piece(items[0], tag, attributes)
        return Markup("<{0}{1}>{2}</{0}>").format(tag, Markup(f" {attributes}" if attributes else ""), self.run(items))

    def label(self, piece: Piece) -> Markup:
        """An accessible name with its proof."""
        match piece:
            case Derived(rule, of):
                proof = Markup('data-label-r="{}"{}').format(rule, self.named(of, "data-label-o"))
            case Fixed(key):
                proof = Markup('data-label-k="{}"').format(key)
            case Quote(span):
                proof = Markup('data-label-q="{}"').format(self.ids(span_text(span)))
        return Markup('aria-label="{}" {}').format(self.text(piece), proof)

    def item(self, item: Item) -> Markup:
        """One item of a run."""
        if isinstance(item, Quote | Derived | Fixed):
            return self.piece(item)
        if isinstance(item, Cite):
            return self.cite(item)
        if isinstance(item, Call):
            return self.call(item.number, item.target)
        if isinstance(item, Sign):
            return self.sign(item)
        if isinstance(item, Tag):
            return self.piece(item.piece, "span", 'class="tag strong"' if item.strong else 'class="tag"')
        return self.group(item)

    def group(self, item: Link | Away | Bold | Quiet) -> Markup:
        """Items that belong together."""
        match item:
            case Link((one,), target) if not isinstance(one, Quote):
                return self.piece(one, "a", f'href="#{target}"')
            case Link(pieces, target):
                return Markup('<a href="#{}">{}</a>').format(target, self.run(pieces))
            case Away(pieces, address):
                link = '<a class="away" href="{}" rel="external noopener noreferrer">{}</a>'
                return Markup(link).format(address, self.run(pieces))
            case Bold((one,)) if not isinstance(one, Quote):
                return self.piece(one, "b")
            case Bold(pieces):
                return Markup("<b>{}</b>").format(self.run(pieces))
            case Quiet(items):
                return self.cell(items, "span", 'class="quiet"')

    def cite(self, cite: Cite) -> Markup:
        """A quotation with its number, raised like a footnote or level."""
        if cite.raised:
            return self.piece(cite.quote) + self.call(cite.number, cite.target)
        return self.piece(cite.quote) + " " + self.piece(cite.number, "a", f'class="ref" href="#{cite.target}"')

    def call(self, number: Derived, target: str) -> Markup:
        """The number of a footnote."""
        return Markup('<a class="fn" href="#{}">{}</a>').format(target, self.piece(number, "sup"))

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
