"""The day a page was published: all that speaks for one, the best first.

In this order: what the form states (meta, JSON-LD of the article, microdata); what is shown at the headline; the
address; then guesses, where nothing of these is there: the page's own data, or the one day that stands by itself at the
article, not in a card, a footer or a list. An address beats a statement that is later than it: nothing stands at an
address before it is published. The year of a copyright and a month without a day are no day. The day of a change is
none either: it is kept as such (`changed`), since nothing is published after it; nor is one after a page was archived.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta

from lxml.etree import XPath
from lxml.html import HtmlElement

from opensitrep.model import Given, Rank
from opensitrep.read.html.graph import Node, articles, text_of
from opensitrep.read.html.instants import read_instant
from opensitrep.read.html.shown import Shown, alone, days_shown, kind_of, label, listed
from opensitrep.read.html.tree import beside, is_inside
from opensitrep.text.days import day_of_address, iso
from opensitrep.text.words import Lists
from opensitrep.text.written import day_first

WORDS = Lists("pages", "codes")
EARLIEST, LATEST = "1995-01-01", "2035-12-31"  # days of the web; a fixed end, so that no clock enters
UNIVERSAL = re.compile(r"(?:Z|\+00:?00)$")
CANDIDATES = XPath(
    "//*[@itemprop or @pubdate or contains(@class, 'ublish') or contains(@class, 'entry-date')"
    " or contains(@class, 'pubdate')][not(self::meta)]"
)
IN_ADDRESS = re.compile(r"[/_~-]([0-3]\d)[-_.]([01]\d)[-_.](20\d\d)(?!\d)")
LINE = 170  # characters of an element for the day that are read
DEEPEST = 12  # levels of a page's own data that are looked into
LARGEST = 5_000_000  # characters of such data
FIELD, CHANGED = "published", "changed"
CHANGE = "the day of a change"


def days_given(
    page: HtmlElement,
    found: list[Node],
    heading: HtmlElement | None,
    *,
    url: str | None,
    language: str | None,
    seen: str | None = None,
) -> tuple[Given, ...]:
    """All evidence for the day of publication, the best first, then for the day of a change; empty where there is none.

    `seen` is the day on which the page was archived.
    """
    first = day_first(language, url)
    areas = beside(page, heading)
    shown = list(days_shown(page, heading, areas, language, first))
    lists = listed(shown)
    single = [s for s in shown if s.is_told or s.kind not in lists]  # not the days of a list
    near = [s for s in single if s.is_near]
    told_of = list(_of_microdata(page, areas, language, first, near))
    held = [g for g in told_of if isinstance(g, Given)]
    stated = [*_of_meta(page), *_of_graph(found), *held]
    near.sort(key=lambda s: (not s.is_told, s.distance < 0, not s.marked, abs(s.distance)))
    address = day_of_address(url) or _day_first_address(url, first)
    at = [_given(address, "the address", Rank.ADDRESS)] if address and EARLIEST <= address <= LATEST else []
    if at:  # what stands at the headline without a word beside it can be a day of the story
        near = [s for s in near if s.is_told or s.day[:10] == address]
    told = [_given(s.day, "a day shown at the headline", Rank.TEXT) for s in near]
    marked = [*(s for s in told_of if isinstance(s, Shown)), *single]
    changes = [*_changes(page, found), *(Given(CHANGED, s.day, CHANGE) for s in single if s.words == "changed")]
    ends = [LATEST, *([_after(seen)] if seen else [])]
    last = min([*ends, *([_after(max(g.value[:10] for g in changes))] if changes else [])])
    sure = [g for g in (*_settled(stated, told, at), *told, *at) if EARLIEST <= g.value[:10] <= min(ends)]
    guesses = [*_of_state(page), *(_given(s.day, "a day shown on the page", Rank.GUESSED) for s in
               ((s for s in marked if s.marked) if sure else alone(page, marked)))]  # fmt: skip
    kept = (*sure, *(g for g in guesses if EARLIEST <= g.value[:10] <= last))
    return tuple(dict.fromkeys((*kept, *changes)))


def _after(day: str) -> str:
    """The day behind one: a clock in another zone is ahead of it by a day at most."""
    return (date.fromisoformat(day) + timedelta(1)).isoformat()


def _settled(stated: list[Given], told: list[Given], at: list[Given]) -> list[Given]:
    """What is stated, the one in front that the page shows or its address holds, where they are two.

    A statement in universal time can be a day off from the outlet's; an address that is older was there first.
    """
    if not stated or (at and at[0].value < stated[0].value[:10]):
        return [*at, *stated] if stated else []
    days, local = {g.value[:10] for g in stated}, [g for g in (*told, *at) if not UNIVERSAL.search(g.value)]
    shown = next((g for g in local if g.value[:10] in days), None)
    if shown and len(days) > 1:
        return sorted(stated, key=lambda g: g.value[:10] != shown.value[:10])
    near = next((g for g in local if _apart(g.value, stated[0].value) == 1), None)
    if near and not shown and UNIVERSAL.search(stated[0].value):
        return [near, *stated]
    return stated


def _apart(one: str, other: str) -> int:
    return abs((date.fromisoformat(one[:10]) - date.fromisoformat(other[:10])).days)


def _given(day: str, where: str, rank: Rank = Rank.STATED) -> Given:
    return Given(FIELD, day, where, rank)


def _day_first_address(url: str | None, first: bool | None) -> str | None:
    """The day of an address that has it before the month (".../29-10-2021-fire")."""
    match = IN_ADDRESS.search(url.partition("?")[0]) if url else None
    if not match or (not first and int(match[1]) <= 12):
        return None
    return iso(int(match[3]), int(match[2]), int(match[1]))


# ---------------------------------------------------------------- stated in the form


def _of_graph(found: list[Node]) -> Iterator[Given]:
    for key in ("datePublished", "dateCreated", "uploadDate"):
        for node in articles(found):
            if day := read_instant(text_of(node, key)):
                yield _given(day, f"JSON-LD {key}")


def _of_meta(page: HtmlElement) -> Iterator[Given]:
    by_name: dict[str, str] = {}
    for meta in page.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower().strip()
        if name in WORDS["published"] and (day := read_instant(meta.get("content"))):
            by_name.setdefault(name, day)
    for name in WORDS.ordered("published"):
        if name in by_name:
            yield _given(by_name[name], f"meta {name}")


def _changes(page: HtmlElement, found: list[Node]) -> Iterator[Given]:
    for node in articles(found):
        if day := read_instant(text_of(node, "dateModified")):
            yield Given(CHANGED, day, CHANGE)
    for meta in page.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("http-equiv") or "").lower()
        if name in WORDS["modified"] and (day := read_instant(meta.get("content"))):
            yield Given(CHANGED, day, CHANGE)


def _of_microdata(
    page: HtmlElement, areas: frozenset[HtmlElement], language: str | None, first: bool | None, near: list[Shown]
) -> Iterator[Given | Shown]:
    """Days of elements that say they hold it; a class alone says so of a card of another story as well, so that only
    one of a day at the headline states it, and others are days that are shown."""
    days = {s.day[:10] for s in near}
    for element in CANDIDATES(page):
        prop = (element.get("itemprop") or "").lower().split()
        classes = (element.get("class") or "").lower().split()
        pubdate = element.get("pubdate") is not None
        if "datepublished" in prop or pubdate or not WORDS["shown days"].isdisjoint(classes):
            if is_inside(element, areas) or ("updated" in classes and "published" not in classes and not prop):
                continue
            shown = " ".join(element.text_content().split())[:LINE]
            for value in (element.get("datetime"), element.get("content"), element.get("title"), shown):
                if day := read_instant(value, language, first=first):
                    if prop or pubdate:
                        yield _given(day, "microdata datePublished")
                    elif day[:10] in days or label(_words_before(element)) == "issued":
                        yield _given(day, "an element for the day")
                    else:
                        yield Shown(day, 0, "", marked=True, kind=kind_of(element), element=element)
                    break


def _words_before(element: HtmlElement) -> str:
    before, around = element.getprevious(), element.getparent()
    return (before.tail if before is not None else around.text if around is not None else None) or ""


# ---------------------------------------------------------------- guesses


def _of_state(page: HtmlElement) -> Iterator[Given]:
    """Days in the data a page carries for its scripts, in order."""
    for script in page.iter("script"):
        if (script.get("type") or "").lower() == "application/json" and script.text and len(script.text) < LARGEST:
            try:
                data = json.loads(script.text, strict=False)
            except (ValueError, RecursionError):
                continue
            if day := _first_day(data, 0):
                yield _given(day, "data of the page", Rank.GUESSED)


def _first_day(data: object, depth: int) -> str | None:
    if depth > DEEPEST:
        return None
    if isinstance(data, dict):
        for key, value in data.items():
            if isinstance(value, str) and key.lower() in WORDS["state"] and (day := read_instant(value)):
                return day
    inner = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    return next(
        (day for value in inner if isinstance(value, dict | list) and (day := _first_day(value, depth + 1))), None
    )
