"""Days in short lines of a page: beside the headline, in lines of their own, beside words like "Published"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from lxml.html import HtmlElement

from opensitrep.read.html.instants import read_instant
from opensitrep.read.html.tree import BLOCK, HIDDEN, is_inside
from opensitrep.text.days import names
from opensitrep.text.fold import fold
from opensitrep.text.words import Lists
from opensitrep.text.written import written_days

WORDS = Lists("pages", "codes")
COPYRIGHT = re.compile(r"©|\(c\)|copyright|all rights reserved", re.IGNORECASE)
YEAR = re.compile(r"(?:19|20)\d\d|\d{1,2}\.\d{1,2}\.\d\d")
PROSAIC = ("p", "li", "blockquote", "dd", "td")  # blocks whose words are sentences where they are long
LINE = 170  # characters of a line that tells a day; longer ones are prose
WORDY, PROSE = 16, 6  # words beside the day; fewer where they end like a sentence
PARAGRAPH = 12  # words of an element, without those of elements in it, that are prose
BRANCH, LINKED = 20, 5  # words of the branch of a page that holds a day and little else; of a link that is a headline
LISTING = 40  # days shown from which a page is a list, where none stands by itself
SHORTEST = 4  # characters of a year
SEVERAL = 3  # days in elements of one kind that are those of a list
MANY = 3  # days in a line that tells when the page was published and changed
HEAD = 40  # characters at the head of a paragraph that can be a day
ENDS = re.compile(r"[.!?](?=\s)")
AT_HEAD = re.compile(r"\s*(?:[-–—:|]|\()")
UNDER, AFTER, BEFORE = 150, 900, 400  # characters of the page from the headline to its day


@dataclass(frozen=True, slots=True)
class Shown:
    """A day shown on the page: how far behind the headline (in front: negative), and what its line says of it."""

    day: str
    distance: int
    words: str  # "issued", "changed" or ""
    marked: bool  # an attribute says that it is a day
    kind: str = ""  # tag and class of what holds it, and of what that stands in
    element: HtmlElement | None = None

    @property
    def is_told(self) -> bool:
        """Whether words say that this is the day, or it stands marked right under the headline."""
        return self.words == "issued" or (self.marked and not self.words and 0 <= self.distance <= UNDER)

    @property
    def is_near(self) -> bool:
        """Whether it stands at the headline or is told by words, and is not that of a change."""
        return self.words != "changed" and (-BEFORE <= self.distance <= AFTER or bool(self.words))


def days_shown(
    page: HtmlElement,
    heading: HtmlElement | None,
    areas: frozenset[HtmlElement],
    language: str | None,
    first: bool | None,
) -> Iterator[Shown]:
    """Days in short lines of the page outside of what stands beside the article."""
    at, start = 0, 0
    seen: set[HtmlElement] = set()
    around = {heading, *heading.iterancestors()} if heading is not None else set[HtmlElement]()
    places: list[tuple[HtmlElement, int, str | None]] = []
    for element in page.iter("*"):
        if heading is not None and element is heading:
            start = at + len(element.text_content())
        own, tail = "" if element.tag in HIDDEN else element.text or "", element.tail or ""
        if element.tag == "time" and element.get("datetime"):
            places.append((element, at, None))
        for text in (own, tail):
            if len(text) < SHORTEST or not YEAR.search(text):
                at += len(text)
                continue
            inside = element if text is own else element.getparent()
            block = _block(inside)
            if block is not None and block not in seen:
                whole = _line(block)
                alone = len(whole) > LINE or block in around
                broken = text is tail and element.tag == "br"
                ahead = whole[:1].isdigit() and whole.startswith(text.strip()[:HEAD])
                if alone and block.tag in PROSAIC and not broken and not ahead:
                    continue
                if not alone:
                    seen.add(block)
                places.append((inside if alone else block, at, " ".join(text.split()) if alone else whole))
            at += len(text)
    for element, where, line in places:
        if is_inside(element, areas) or any(e.tag == "blockquote" for e in (element, *element.iterancestors())):
            continue  # a day in a quotation is that of what is quoted
        days = (
            _timed(element, where - start, language, first)
            if line is None
            else _in_line(line, where - start, _is_dated(element), language, first)
        )
        yield from (replace(day, kind=kind_of(element), element=element) for day in days)


def kind_of(element: HtmlElement) -> str:
    """Tag and class of an element and of the one it stands in."""
    return " < ".join(f"{e.tag} {e.get('class') or ''}" for e in (element, element.getparent()) if e is not None)


def listed(shown: Sequence[Shown]) -> frozenset[str]:
    """The kinds of elements that hold several days: those of a list of stories, of comments or of writers."""
    days: dict[str, set[str]] = {}
    for one in shown:
        if not one.words:
            days.setdefault(one.kind, set()).add(one.day[:10])
    return frozenset(kind for kind, found in days.items() if len(found) >= SEVERAL)


def alone(page: HtmlElement, shown: Sequence[Shown]) -> tuple[Shown, ...]:
    """The days that stand by themselves at the article, if they are one day; those of cards, footers, lists do not.

    Looked at is the branch of the page that holds the day and not the paragraph before it (without one, the paragraph
    behind it): at an article it has little else than the day, links no headline and tells of no change.
    """
    if len(shown) > LISTING:
        return ()
    kinds: dict[str, set[HtmlElement]] = {}
    for one in shown:
        if one.element is not None:
            kinds.setdefault(one.kind, set()).add(one.element)
    order = {element: at for at, element in enumerate(page.iter("*"))}
    prose = [e for e in page.iter("p", "div", "td", "li", "section", "article") if _own_words(e) >= PARAGRAPH]
    found = []
    for one in shown:
        if one.element is None or one.words == "changed" or len(kinds[one.kind]) > 1:
            continue
        around = [one.element, *one.element.iterancestors()]
        others = [e for e in prose if e not in around]
        before = [e for e in others if order[e] < order[one.element]]
        near = before[-1] if before else next(iter(others), None)
        held = {near, *near.iterancestors()} if near is not None else {page}
        branch = next((e for e in around if e.getparent() in held), one.element)
        said = _line(branch)
        links = (e for e in (*around, *branch.iter("a")) if e.tag == "a")
        if (
            len(said.split()) <= BRANCH
            and label(said) != "changed"
            and not any(len(a.text_content().split()) >= LINKED for a in links)
        ):
            found.append(one)
    return tuple(found) if len({s.day[:10] for s in found}) == 1 else ()


def _own_words(element: HtmlElement) -> int:
    return sum(len(text.split()) for text in (element.text, *(inner.tail for inner in element)) if text)


def _line(element: HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


def _block(element: HtmlElement | None) -> HtmlElement | None:
    while element is not None and element.tag not in BLOCK and element.getparent() is not None:
        element = element.getparent()
    return element


def _timed(element: HtmlElement, distance: int, language: str | None, first: bool | None) -> Iterator[Shown]:
    """The day of a `time`, with what the words before it say."""
    line, block = _line(element), _block(element)
    around = _line(block) if block is not None else line
    before = around.partition(line)[0] if line and len(around) <= 2 * LINE else ""
    if day := read_instant(element.get("datetime"), language, first=first):
        yield Shown(day, distance, label(before or line), marked=True)


def _in_line(line: str, distance: int, marked: bool, language: str | None, first: bool | None) -> Iterator[Shown]:
    """The days of a line that tells little else; or the one it begins with."""
    found = list(written_days(line, language, first=first)) if len(line) <= LINE else []
    rest = len(line.split()) - sum(len(line[s:e].split()) for s, e, _ in found)
    issued = _labels()[0].search(fold(line)) is not None
    ended = line.endswith((".", "!", "?")) or any(ENDS.match(line, end) for _, end, _ in found)
    prose = (ended and rest > PROSE) or rest > WORDY
    if len(found) > MANY or (prose and not issued):
        found = []
    before = 0
    for start, end, day in found:
        words = label(line[before:start]) or (
            "issued" if issued and len(found) == 1 and label(line) == "issued" else ""
        )
        owned = COPYRIGHT.search(line[before:start])
        if not owned and (words == "issued" or not prose):
            yield Shown(day, distance, words, marked=marked)
        before = end
    if not found and distance > 0 and (head := next(written_days(line[:HEAD], language, first=first), None)):
        start, end, day = head
        if start == 0 and (
            AT_HEAD.match(line, end) or (line[start].isdigit() and not re.search(r"[^\W\d_]", line[:end]))
        ):
            yield Shown(day, distance, "", marked=False)


@cache
def _labels() -> tuple[re.Pattern[str], re.Pattern[str]]:
    issued, changed = (
        re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(fold(w)) for w in words)})")
        for words in ((*names().issued, *WORDS.ordered("issued")), (*names().changed, *WORDS.ordered("changed")))
    )
    return issued, changed


def label(before: str) -> str:
    """What the words before a day say of it: that of the last one counts."""
    issued, changed = _labels()
    said = fold(before[-60:])
    last = {name: max((m.end() for m in form.finditer(said)), default=0) for name, form in
            (("issued", issued), ("changed", changed))}  # fmt: skip
    best = max(last, key=lambda name: last[name])
    return best if last[best] else ""


def _is_dated(element: HtmlElement) -> bool:
    said = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    return not WORDS["dated"].isdisjoint(re.split(r"[^a-z]+", said))
