"""The tree of a page: what of it is shown, where its headline stands, what stands beside the article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache

import lxml.html
from lxml.etree import ElementDefaultClassLookup, HTMLParser, LxmlError, XPath, iterwalk
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
INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
SPACE = re.compile(r"[ \t\r\n\f\v\u00a0]+")
UNSEEN = re.compile(r"[\u00ad\u200b\u2060\ufeff]|(?<=[a-z])[\u200c\u200d](?=[a-z])", re.IGNORECASE)
"""Hyphens and joints that no reader sees: soft hyphens, widths of nothing; joiners are letters in other scripts."""
CONTROLS = bytes((*range(9), *range(14, 32)))
BLANKED = bytes.maketrans(b"\x0b\x0c", b"  ")
NO_LETTERS = ("\ufffe".encode(), "\uffff".encode())
ODD = re.compile(r"[\u0080-\u009f\u00ad\u200b-\u200d\u2060\ufeff]")
WESTERN = {n: bytes([n]).decode("cp1252") for n in range(0x80, 0xA0) if n not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}
"""What browsers show for the control characters of ISO 8859-1."""
MARKED = XPath(
    "//*[@hidden or @aria-hidden or @style[contains(., 'isplay') or contains(., 'isibility') or contains(., 'ISPLAY')"
    " or contains(., 'ISIBILITY')]]"
)
NAMED = XPath("//*[@class or @id]")
APART = XPath("//*[@class or @id or self::aside or self::nav]")
UNSCRIPTED = re.compile(r"<noscript\b.{0,4000}?</noscript\s*>", re.IGNORECASE | re.DOTALL)
AT_RULE, BRACE = re.compile(r"@[\w-]+[^{};]*\{"), re.compile(r"[{}]")
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
        data = UNSCRIPTED.sub(_closed, markup).encode("utf-8", "replace").translate(BLANKED, CONTROLS)
        for sign in NO_LETTERS:
            data = data.replace(sign, b"")
        return lxml.html.document_fromstring(data, parser=parser)
    except (LxmlError, ValueError):
        return None


def _closed(match: re.Match[str]) -> str:
    """What stands for browsers without scripts, if it closes what it opens; else it would hold the rest of the page."""
    said = match[0].lower()
    return match[0] if said.count("<div") == said.count("</div") else ""


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
    hidden = {e for e in MARKED(page) if _is_hidden(e, e.tag)} | hidden_by_sheet(page)
    line = Line()
    lines, links = [line], 0
    walk = iterwalk(page, events=("start", "end"))
    for event, element in walk:
        tag, starts = element.tag, event == "start"
        if tag in BLOCK:
            block = element if starts and tag != "br" else element.getparent()
            if line.parts:
                line = Line(block=block)
                lines.append(line)
            else:
                line.block = block
        if tag == "a" and len(element.get("href") or "#") > 1:
            links += 1 if starts else -1
        if starts and (tag in HIDDEN or element in hidden):
            walk.skip_subtree()
        elif text := element.text if starts else element.tail:
            line.parts.append(text)
            if links:
                line.linked += len("".join(text.split()))
    for line in lines:
        line.text = shown("".join(line.parts)) if line.parts else ""
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
    ids, classes = ({n[1:] for n in names if n[0] == sign} for sign in "#.")
    found = [e for e in NAMED(page) if e.get("id") in ids or not classes.isdisjoint((e.get("class") or "").split())]
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
    """A sheet without its rules in braces behind an "@"."""
    out, at = [], 0
    while rule := AT_RULE.search(sheet, at):
        out.append(sheet[at : rule.start()])
        depth, at = 1, len(sheet)
        for brace in BRACE.finditer(sheet, rule.end()):
            depth += 1 if brace.group() == "{" else -1
            if not depth:
                at = brace.end()
                break
    return "".join((*out, sheet[at:]))


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
    for element in APART(page):
        named = element.tag in ("aside", "nav") or _is_apart(f"{element.get('class') or ''} {element.get('id') or ''}")
        if not named or element in around or element is heading or element.tag in ("html", "body"):
            continue
        if element.getparent() in found or len(element.text_content()) < limit:
            found.add(element)
    return frozenset(found)


def is_inside(element: HtmlElement, areas: frozenset[HtmlElement]) -> bool:
    """Whether an element is, or lies in, one of the areas."""
    return element in areas or any(a in areas for a in element.iterancestors())
