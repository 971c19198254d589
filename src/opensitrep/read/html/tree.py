"""The tree of a page: what of it is shown, where its headline stands, what stands beside the article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache

import lxml.html
from lxml.etree import ElementDefaultClassLookup, HTMLParser, LxmlError, iterwalk
from lxml.html import HtmlElement

from opensitrep.text.fold import fold
from opensitrep.text.words import Lists

WORDS = Lists("pages", "codes")
# fmt: off
HIDDEN = frozenset((
    "script", "style", "template", "noscript", "head", "iframe", "svg", "math", "object", "audio", "video", "canvas",
    "select", "option", "datalist",
))
BLOCK = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "button", "caption", "center", "dd", "details",
    "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hr", "html", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))
# fmt: on
APART = ("aside", "nav")
INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
SPACE = re.compile(r"[ \t\r\n\f\v\u00a0]+")
UNSEEN = re.compile(r"[\u00ad\u200b\u2060\ufeff]|(?<=[a-z])[\u200c\u200d](?=[a-z])", re.IGNORECASE)
"""Hyphens and joints that no reader sees: soft hyphens, widths of nothing; joiners are letters in other scripts."""
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
UNWRITABLE = {n: " " if n in (11, 12) else None for n in (*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF)}
ODD = re.compile(r"[\u0080-\u009f\u00ad\u200b-\u200d\u2060\ufeff]")
WESTERN = {n: bytes([n]).decode("cp1252") for n in range(0x80, 0xA0) if n not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}
"""What browsers show for the control characters of ISO 8859-1."""
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
SELECTOR = re.compile(r"[a-z0-9]*([.#][\w-]+)", re.IGNORECASE)
HALF = 0.5  # a style sheet that hides more of the words than this is one that a script takes back
MOST = 0.4  # share of the characters of a page that nothing beside the article has
HEADING = 0.6  # share of the words of the title that a heading has in common with it


def parse(markup: str) -> HtmlElement | None:
    """The tree of a page, or None if there is none; without control characters, which no tree can be written with."""
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    parser.set_element_class_lookup(ElementDefaultClassLookup(element=HtmlElement))  # lxml.html asks Python each time
    try:
        markup = markup.translate(UNWRITABLE) if CONTROLS.search(markup) else markup
        return lxml.html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (LxmlError, ValueError):
        return None


def strip_tags(markup: str) -> str:
    """The visible text of a piece of HTML, as feeds and JSON carry it."""
    page = parse(markup)
    return visible_text(page) if page is not None else ""


@dataclass(slots=True)
class Line:
    """A line that is shown: its words, and how many of its characters, without blanks, are those of a link."""

    parts: list[str] = field(default_factory=list)
    text: str = ""
    linked: int = 0
    block: HtmlElement | None = None  # the block it begins in

    @property
    def nest(self) -> tuple[str, ...]:
        """Tag and class of its block and of the two around it: paragraphs of one article have them in common."""
        chain = [self.block, *self.block.iterancestors()][:3] if self.block is not None else []
        return tuple(f"{e.tag} {e.get('class') or ''}" for e in chain)

    @property
    def is_link(self) -> bool:
        """Whether it is a link and nothing else."""
        return self.linked > 0 and self.linked >= len("".join(self.text.split()))


def visible_text(page: HtmlElement) -> str:
    """Every visible text node in order; runs of white space as one blank, blocks and line breaks on new lines."""
    return "\n".join(line.text for line in visible_lines(page))


def visible_lines(page: HtmlElement) -> list[Line]:
    """The lines of the visible text, none of them empty."""
    hidden = hidden_by_sheet(page)
    lines = [Line()]
    links = 0

    def add(text: str | None) -> None:
        if text:
            lines[-1].parts.append(text)
            lines[-1].linked += len("".join(text.split())) if links else 0

    walk = iterwalk(page, events=("start", "end"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in BLOCK:
            block = element if event == "start" and tag != "br" else element.getparent()
            if lines[-1].parts:
                lines.append(Line(block=block))
            else:
                lines[-1].block = block
        link = tag == "a" and len(element.get("href") or "#") > 1
        if event == "start":
            links += link
            if _is_hidden(element, tag) or element in hidden:
                walk.skip_subtree()
            else:
                add(element.text)
        else:
            links -= link
            add(element.tail)
    for line in lines:
        line.text = shown("".join(line.parts))
    return [line for line in lines if line.text]


def _is_hidden(element: HtmlElement, tag: str) -> bool:
    return (
        tag in HIDDEN
        or element.get("hidden") is not None
        or (element.get("aria-hidden") == "true" and tag not in ("body", "main", "article", "div"))
        or (bool(INVISIBLE.search(element.get("style") or "")) and tag not in ("html", "body"))
    )


def shown(text: str) -> str:
    """A text as a browser shows it on one line."""
    seen = UNSEEN.sub("", text.translate(WESTERN)) if ODD.search(text) else text
    return SPACE.sub(" ", seen).strip()


def is_shown(element: HtmlElement) -> bool:
    """Whether neither an element nor one around it is hidden by tag or attribute."""
    return not any(_is_hidden(e, e.tag) for e in (element, *element.iterancestors()))


def hidden_by_sheet(page: HtmlElement) -> frozenset[HtmlElement]:
    """Elements whose class or id a style sheet of the page hides on every screen.

    Rules with more than one class, and rules of a medium, are left alone; so is a sheet that hides half of the page or
    the headline, which a script shows.
    """
    names = {name for sheet in page.iter("style") for name in _hiding(sheet.text or "")}
    if not names:
        return frozenset()
    found = [
        e
        for e in page.iter("*")
        if (
            (e.get("id") and f"#{e.get('id')}" in names)
            or any(f".{c}" in names for c in (e.get("class") or "").split())
        )
    ]
    kept = [e for e in found if e.tag not in ("html", "body", "main", "article") and not e.findall(".//h1")]
    words = sum(len(e.text_content().split()) for e in kept)
    return frozenset(kept) if words <= HALF * len(page.text_content().split()) else frozenset()


def _hiding(sheet: str) -> Iterator[str]:
    """Classes and ids that a sheet hides, outside of its rules for some media."""
    if not INVISIBLE.search(sheet):
        return
    for selectors, rule in RULE.findall(_without_media(COMMENT.sub("", sheet))):
        if INVISIBLE.search(rule):
            for selector in selectors.split(","):
                if match := SELECTOR.fullmatch(selector.strip()):
                    yield match[1]


def _without_media(sheet: str) -> str:
    out, depth, skipped = [], 0, 0
    for piece in re.split(r"([{}]|@[\w-]+[^{};]*(?=\{))", sheet):
        if piece.startswith("@") and not skipped:
            skipped = depth + 1
        elif piece == "{":
            depth += 1
            if not skipped:
                out.append(piece)
        elif piece == "}":
            if not skipped:
                out.append(piece)
            depth = max(depth - 1, 0)
            if skipped and depth < skipped:
                skipped = 0
        elif not skipped:
            out.append(piece)
    return "".join(out)


# ---------------------------------------------------------------- headline, surroundings


@cache
def _apart_words() -> re.Pattern[str]:
    return re.compile(rf"(?:^|[^a-z])(?:{'|'.join(sorted(WORDS['apart'], key=len, reverse=True))})(?:$|[^a-z])")


@lru_cache(maxsize=4096)
def _is_apart(said: str) -> bool:
    return len(said) > 1 and _apart_words().search(said.lower()) is not None


def headline(page: HtmlElement, title: str | None) -> HtmlElement | None:
    """The heading that is the title, else the first `h1` with words."""
    wanted = set(re.findall(r"\w+", fold(title))) if title else set[str]()
    first = None
    for element in page.iter("h1", "h2", "h3"):
        words = set(re.findall(r"\w+", fold(element.text_content())))
        if not words:
            continue
        if wanted and len(words & wanted) >= HEADING * max(len(words), min(len(wanted), 4)):
            return element
        if first is None and element.tag == "h1":
            first = element
    return first


def beside(page: HtmlElement, heading: HtmlElement | None) -> frozenset[HtmlElement]:
    """The elements that stand beside the article by tag, class or id; what holds the headline is none of them."""
    around = {*heading.iterancestors()} if heading is not None else set[HtmlElement]()
    found = set()
    limit = MOST * len(page.text_content())
    for element in page.iter("*"):
        named = element.tag in APART or _is_apart(f"{element.get('class') or ''} {element.get('id') or ''}")
        if not named or element in around or element is heading or element.tag in ("html", "body"):
            continue
        if len(element.text_content()) < limit:
            found.add(element)
    return frozenset(found)


def is_inside(element: HtmlElement, areas: frozenset[HtmlElement]) -> bool:
    """Whether an element is, or lies in, one of the areas."""
    return element in areas or any(a in areas for a in element.iterancestors())
