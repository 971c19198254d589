"""The day a page was published: all that speaks for one, the best first.

In this order: what the form states (meta, JSON-LD of the article, microdata); what is shown at the headline; the
address; then guesses: the page's own data, a day shown elsewhere, the day of a change, and what htmldate (Barbaresi
2020) finds, where that day stands in full on the page and is no part of a sentence, a comment or another story. An
address beats a statement that is later than it: nothing stands at an address before it is published. The year of a
copyright and a month without a day are no day.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime

from htmldate import find_date
from lxml.etree import XPath
from lxml.html import HtmlElement

from opensitrep.model import Given, Rank
from opensitrep.read.html.graph import Node, articles, text_of
from opensitrep.read.html.instants import read_instant
from opensitrep.read.html.shown import Shown, days_shown, listed
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
FIELD = "published"


def days_given(
    page: HtmlElement, found: list[Node], heading: HtmlElement | None, *, url: str | None, language: str | None
) -> tuple[Given, ...]:
    """All evidence for the day of publication, the best first; empty where there is none."""
    first = day_first(language, url)
    areas = beside(page, heading)
    shown = list(days_shown(page, heading, areas, language, first))
    lists = listed(shown)
    single = [s for s in shown if s.is_told or s.kind not in lists]  # not the days of a list
    near = [s for s in single if s.is_near]
    held = list(_of_microdata(page, areas, language, first, near))
    stated = [*_of_meta(page), *_of_graph(found), *(g for g in held if g.rank is Rank.STATED)]
    near.sort(key=lambda s: (not s.is_told, s.distance < 0, not s.marked, abs(s.distance)))
    address = day_of_address(url) or _day_first_address(url, first)
    at = [_given(address, "the address", Rank.ADDRESS)] if address and EARLIEST <= address <= LATEST else []
    if at:  # what stands at the headline without a word beside it can be a day of the story
        near = [s for s in near if s.is_told or s.day[:10] == address]
    told = [_given(s.day, "a day shown at the headline", Rank.TEXT) for s in near]
    elsewhere = {s.day[:10] for s in shown} - {s.day[:10] for s in single}
    guesses = [g for g in held if g.rank is Rank.GUESSED and g.value[:10] not in elsewhere]
    guesses += [*_of_state(page), *(_given(s.day, "a day shown on the page", Rank.GUESSED) for s in single if s.marked)]
    guesses += [
        *_changes(page, found),
        *(_given(s.day, "the day of a change", Rank.GUESSED) for s in single if s.words == "changed"),
    ]
    if not (stated or told or at):
        guesses = [*_searched(page, url, single), *guesses]
    stated = _settled(stated, told, at)
    every = [g for g in (*stated, *told, *at, *guesses) if EARLIEST <= g.value[:10] <= LATEST]
    return tuple(dict.fromkeys(every))


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
            yield _given(day, "the day of a change", Rank.GUESSED)
    for meta in page.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("http-equiv") or "").lower()
        if name in WORDS["modified"] and (day := read_instant(meta.get("content"))):
            yield _given(day, "the day of a change", Rank.GUESSED)


def _of_microdata(
    page: HtmlElement, areas: frozenset[HtmlElement], language: str | None, first: bool | None, near: list[Shown]
) -> Iterator[Given]:
    """Days of elements that say they hold it; a class alone says so of a card of another story as well, so that only
    one of a day at the headline states it."""
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
                    else:
                        yield _given(day, "an element for the day", Rank.STATED if day[:10] in days else Rank.GUESSED)
                    break


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


def _searched(page: HtmlElement, url: str | None, shown: list[Shown]) -> Iterator[Given]:
    """What htmldate finds, if a line of the page outside of prose and other stories tells that day in full."""
    try:
        found = find_date(
            page,
            extensive_search=False,
            original_date=True,
            url=url,
            min_date=EARLIEST,
            max_date=datetime.fromisoformat(LATEST),
        )
    except ValueError:  # of signs that its own cleaning cannot write
        return
    if found and any(s.day[:10] == found for s in shown):
        yield _given(str(found), "a day shown on the page", Rank.GUESSED)
