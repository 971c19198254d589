"""Evidence in one report for the day it was written: date lines, datelines, dates at its head, weekdays by tense.

"On Saturday" with a verb in the past means the Saturday on or before the day of writing, since reports name the days of
the running week; a planned Thursday lies after it (tense tells the side, as in Mani and Wilson 2000). The wire and the
name the page gives itself are noticed on the way. Nothing is decided here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from opensitrep import days, resources
from opensitrep.fold import fold
from opensitrep.model import Label, Mark, Reading, Span
from opensitrep.tree import Tree

HEAD = 3  # paragraphs in which a dateline or a full date can tell the day of writing
NAME = re.compile(r"\b(?:The\s)?[A-Z][\w’'-]+(?:\s(?:of\s)?[A-Z][\w’'-]+){1,3}")
PLACE = r"[A-Z][\w.’'-]*(?:[ ,/-]{1,2}(?:[A-Z(][\w.’')-]*|de|of|al|el)){0,6}"
SIGNED = re.compile(r"[.!?”\"]\s*[(\[–—-]\s*([\w .'-]{2,40})[)\]]?\s*$")
PAST, PRESENT = ("VBD",), ("VBZ", "VBP")
FINITE = (*PAST, *PRESENT, "MD")


@dataclass(frozen=True, slots=True)
class _Tenses:
    """`data/dateline.toml`."""

    coming: frozenset[str]
    other: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Named:
    """A row of `data/agencies.tsv` or `data/outlets.tsv`."""

    name: str
    other: str = ""


@dataclass(frozen=True, slots=True)
class Clues:
    """The words of this room: tense words, and agencies by folded spelling."""

    coming: frozenset[str]
    other: frozenset[str]
    agencies: dict[str, str]
    outlets: frozenset[str]


@cache
def load_clues() -> Clues:
    """The words of `data/dateline.toml`, `agencies.tsv` and `outlets.tsv`. Raises `ResourceError`."""
    tenses = resources.load("dateline.toml", _Tenses)
    return Clues(tenses.coming, tenses.other, _spellings("agencies.tsv"), frozenset(_spellings("outlets.tsv").values()))


def _spellings(table: str) -> dict[str, str]:
    rows = resources.rows(table, _Named)
    return {fold(spelling): row.name for row in rows for spelling in (row.name, *filter(None, row.other.split("|")))}


@cache
def _dateline() -> re.Pattern[str]:
    month = "|".join(sorted(days.names().months, key=len, reverse=True))
    date = rf"(?i:(?P<month>{month})\.?\s+(?P<day>\d{{1,2}})(?:,\s*(?P<year>\d{{4}}))?)"
    return re.compile(
        rf"(?P<place>{PLACE})?,?\s*(?:{date})?\s*(?:[(\[](?P<agency>[^()\[\]]{{2,40}})[)\]])?\s*(?P<dash>--|[-–—:])\s*(?=\S)"
    )


def find_datelines(reading: Reading, clues: Clues | None = None) -> Reading:
    """Add `DATELINE` marks with their `WIRE` and `DATE`; before the syntax, which leaves datelines out."""
    known = clues or load_clues()
    heads = _paragraphs(reading)[:HEAD]
    return _with(reading, [m for span in heads for m in _datelines(reading.document.text, span, known)])


def find_dates(reading: Reading, clues: Clues | None = None) -> Reading:
    """Add `WIRE`, `OUTLET` and `DATE` marks; the reading of a `DATE` is explained at the label."""
    known = clues or load_clues()
    text, paragraphs = reading.document.text, _paragraphs(reading)
    found = [*_stated(reading), *_wires(reading, known), *_self_names(reading, known)]
    for number, span in enumerate(paragraphs[:HEAD]):
        for start, end, day in days.full_dates(text[span.start : span.end]):
            found.append(Mark(Label.DATE, _inside(span, start, end), day, 0.6 if number else 0.7))
    if reading.syntax is not None:
        found += _weekdays(Tree(reading), paragraphs, known)
    return _with(reading, found)


def _paragraphs(reading: Reading) -> list[Span]:
    return [m.span for m in reading.marks if m.label is Label.PARAGRAPH]


def _with(reading: Reading, found: list[Mark]) -> Reading:
    """The reading with more marks, in the order of the text."""
    return replace(
        reading, marks=(*reading.marks, *sorted(set(found), key=lambda m: (m.span, m.label, m.reading or "")))
    )


def _inside(span: Span, start: int, end: int) -> Span:
    """Characters of a block, counted from its start."""
    return Span(span.doc, span.start + start, span.start + end)


def _stated(reading: Reading) -> Iterator[Mark]:
    """Days of date lines, addresses and bylines."""
    text = reading.document.text
    for mark in reading.marks:
        piece = text[mark.span.start : mark.span.end]
        if mark.label is Label.DATE_LINE and (found := days.date_line(piece)):
            yield Mark(Label.DATE, _inside(mark.span, found[0], found[1]), found[2], 1.0)
        elif mark.label is Label.URL_LINE and (address := days.day_of_address(piece)):
            yield Mark(Label.DATE, mark.span, address, 0.9)
        elif mark.label is Label.BYLINE:
            for start, end, day in days.full_dates(piece):
                yield Mark(Label.DATE, _inside(mark.span, start, end), day, 0.9)


def _datelines(text: str, span: Span, clues: Clues) -> Iterator[Mark]:
    """ "KYIV, June 25 (Agency) -" at the head of a paragraph: a date, an agency or capitals say it is one."""
    match = _dateline().match(text[span.start : span.end])
    if not match:
        return
    agency = clues.agencies.get(fold(match["agency"] or ""))
    capitals = bool(match["place"]) and match["place"].split(",")[0].isupper() and len(match["place"]) > 3
    if not (agency or match["month"] or (capitals and match["dash"] != ":")):
        return
    yield Mark(Label.DATELINE, _inside(span, 0, len(match.group().rstrip())))
    if agency:
        yield Mark(Label.WIRE, _inside(span, *match.span("agency")), agency)
    if match["month"]:
        month, day = days.names().months[match["month"].lower()], int(match["day"])
        year = int(match["year"]) if match["year"] else None
        if whole := days.iso(year or 2000, month, day):  # 2000 has a 29 February
            value = whole if year else f"XXXX{whole[4:]}"
            where = _inside(span, match.start("month"), match.end("year" if year else "day"))
            yield Mark(Label.DATE, where, value, 0.95)


def _wires(reading: Reading, clues: Clues) -> Iterator[Mark]:
    """An agency alone on a byline, or after the last words of the last paragraph."""
    text = reading.document.text
    last = max((m.span for m in reading.marks if m.label is Label.PARAGRAPH), default=None)
    for mark in reading.marks:
        piece = text[mark.span.start : mark.span.end]
        if mark.label is Label.BYLINE:
            said = re.sub(r"^(?:by|from)\s+", "", fold(piece.strip(" .-–—()")))
            if said in clues.agencies:
                yield Mark(Label.WIRE, mark.span, clues.agencies[said], 1.0)
        elif mark.span == last and (match := SIGNED.search(piece)) and fold(match.group(1).strip()) in clues.agencies:
            yield Mark(
                Label.WIRE, _inside(mark.span, *match.span(1)), clues.agencies[fold(match.group(1).strip())], 0.9
            )


def _self_names(reading: Reading, clues: Clues) -> Iterator[Mark]:
    """A name that stands in two or more lines of the furniture and nowhere in the article is the page's own."""
    text = reading.document.text
    furniture = [m.span for m in reading.marks if m.label in (Label.BOILERPLATE, Label.NOTICE)]
    where: dict[str, Span] = {}
    lines: Counter[str] = Counter()
    for span in furniture:
        names: dict[str, Span] = {}
        for match in NAME.finditer(text, span.start, span.end):
            start = match.start() + max(match.group().find(" The ") + 1, 0)  # "Support The Example" names The Example
            names.setdefault(text[start : match.end()], Span(span.doc, start, match.end()))
        lines.update(names.keys())
        for name, found in names.items():
            where.setdefault(name, found)
    body = " ".join(text[m.span.start : m.span.end] for m in reading.marks if m.label is Label.PARAGRAPH)
    likely = [(n, name) for name, n in lines.items() if (n > 1 or name in clues.outlets) and name not in body]
    for _, name in sorted(likely, key=lambda x: (-x[0], x[1]))[:1]:
        yield Mark(Label.OUTLET, where[name], name, 0.8)


# ---------------------------------------------------------------- weekdays


def _weekdays(tree: Tree, paragraphs: list[Span], clues: Clues) -> Iterator[Mark]:
    """Every weekday of a paragraph with the side of the day of writing it lies on."""
    names = [n for n in days.names().weekdays if n.endswith("day")]
    for number, span in enumerate(paragraphs):
        for i in tree.inside(span):
            word = fold(tree.text(i))
            if word not in names:
                continue
            side = _side(tree, i, clues)
            if side is not None:
                score = {"": 0.8 if number < HEAD else 0.6, "now": 0.4, "earlier": 0.3, "before": 0.5}[side]
                yield Mark(Label.DATE, tree.span(i), f"before {word}" if side == "before" else word, score)


def _side(tree: Tree, i: int, clues: Clues) -> str | None:
    """Where a day lies: "" has come, "now" in the present tense, "earlier" in the pluperfect, "before" to come."""
    words = {tree.syntax.lemma[k] for k in tree.children(i)} | {fold(tree.text(k)) for k in range(max(i - 1, 0), i)}
    if words & clues.other:
        return None
    for k in [i, *tree.ancestors(i)]:
        lemmas = {tree.syntax.lemma[k], *(tree.syntax.lemma[c] for c in tree.children(k, "advmod", "amod", "prep"))}
        tags = {tree.syntax.tag[k], *(tree.syntax.tag[c] for c in tree.children(k, "aux", "auxpass"))}
        verbal = tree.syntax.pos[k] in ("VERB", "AUX")
        if (k != i and tree.syntax.lemma[k] in clues.coming and not tags & set(PAST)) or (
            k == i and words & clues.coming
        ):
            return "before"
        if verbal and (tags & set(FINITE) or "to" in {fold(tree.text(c)) for c in tree.children(k, "aux")}):
            had = any(fold(tree.text(c)) == "had" for c in tree.children(k, "aux"))
            return "earlier" if had else _tense(tags, lemmas, clues)
    return "now"


def _tense(tags: set[str], lemmas: set[str], clues: Clues) -> str:
    if tags & set(PAST):
        return ""
    if "MD" in tags or ("VB" in tags and not tags & set(PRESENT)) or lemmas & clues.coming:
        return "before"
    return "now"
