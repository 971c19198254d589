"""Evidence in one report for the day it was written: date lines, datelines, dates at its head, weekdays by tense.

"On Saturday" with a verb in the past means the Saturday on or before the day of writing, since reports name the days of
the running week; a planned Thursday lies after it (tense tells the side, as in Mani and Wilson 2000). The wire and the
name the page gives itself are noticed on the way. Nothing is decided here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from opensitrep.model import BLOCKS, Label, Mark, Reading, Span
from opensitrep.text import days
from opensitrep.text.fold import fold
from opensitrep.text.hosts import host_of
from opensitrep.text.tree import Tree, running_text
from opensitrep.text.words import Lists
from opensitrep.world.names import agency, named

WORDS = Lists("dateline")
DATELINE = 0.95  # score of a dateline's day; a date line has more, the end of a report less
UPDATED = 0.96
TITLED = 0.85  # score of a date a headline ends with
ENDING = 0.92  # of one after the last paragraph
HEAD = 3  # paragraphs in which a dateline or a full date can tell the day of writing
ABOVE, BELOW = 400, 150  # characters of a page before and after its article in which a line can be about the article
WRITER = re.compile(r"^(?:by|from)\s+", re.IGNORECASE)
NAME = re.compile(r"\b(?:The\s)?[A-Z][\w’'-]+(?:\s(?:of\s)?[A-Z][\w’'-]+){1,3}")
PLACE = r"[A-Z][\w.’'-]*(?:[ ,/-]{1,2}(?:[A-Z(][\w.’')-]*|de|of|al|el)){0,6}?"  # brackets behind it are the agency
SIGNED = re.compile(r"[.!?”\"]\s*[(\[–—-]\s*([\w .'-]{2,40})[)\]]?\s*$")
PART = re.compile(r"[^,|·•–—()\[\]/]*[^\W\d_][^,|·•–—()\[\]/]*")  # piece of a line between its signs
PAST, PRESENT = ("VBD",), ("VBZ", "VBP")
FINITE = (*PAST, *PRESENT, "MD")


@cache
def _outlets() -> frozenset[str]:
    return frozenset(outlet.name for outlet in named("outlets"))


@cache
def _dateline() -> re.Pattern[str]:
    month = "|".join(sorted(days.names().months, key=len, reverse=True))
    weekday = "|".join(sorted(days.names().weekdays, key=len, reverse=True))
    first = rf"(?P<month>{month})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?"
    second = rf"(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month2>{month})\b\.?"
    date = rf"(?i:(?:(?:{weekday})\b[.,]*\s+)?(?:{first}|{second})(?:,?\s*(?P<year>\d{{4}}))?)"
    agency = r"[(\[](?P<agency>[^()\[\]]{2,40})[)\]]"
    ahead = rf"(?i:(?:{weekday}|{month})\b|\d{{1,2}}\s+(?:{month})\b)"
    return re.compile(
        rf"(?P<place>{PLACE})?[.,]?\s*(?:[-–—]+\s+(?={ahead}))?(?:{date})?[.,]?\s*"
        rf"(?:{agency}|/(?P<wire>[^/\s]{{2,20}})/)?\s*(?P<dash>--|[-–—:]|(?<=/)\.)\s*(?=\S)"
    )


def find_datelines(reading: Reading) -> Reading:
    """Add `DATELINE` marks with their `WIRE` and `DATE`; before the syntax, which leaves datelines out."""
    heads = _paragraphs(reading)[:HEAD]
    return _with(reading, [m for span in heads for m in _datelines(running_text(reading), span)])


def find_dates(reading: Reading) -> Reading:
    """Add `WIRE`, `OUTLET` and `DATE` marks; the reading of a `DATE` is explained at the label."""
    text, paragraphs = running_text(reading), _paragraphs(reading)
    found = [*_stated(reading), *_wires(reading), *(_self_names(reading) or _mastheads(reading))]
    for number, span in enumerate(paragraphs[:HEAD]):
        for start, end, day in days.full_dates(text[span.start : span.end]):
            found.append(Mark(Label.DATE, _inside(span, start, end), day, 0.6 if number else 0.7))
    if reading.syntax is not None:
        found += _weekdays(Tree(reading), paragraphs)
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
    """Days of date lines, addresses, bylines, of lines at the head or end that name one, and of dated titles."""
    text = reading.document.text
    paragraphs = _paragraphs(reading)
    for mark in reading.marks:
        if not _is_beside(reading, mark.span):
            continue
        piece = text[mark.span.start : mark.span.end]
        if mark.label is Label.DATE_LINE:
            for start, end, day, update in _line_dates(piece):
                after = bool(paragraphs) and mark.span > paragraphs[-1]
                yield Mark(
                    Label.DATE, _inside(mark.span, start, end), day, UPDATED if update else ENDING if after else 1.0
                )
        elif mark.label is Label.URL_LINE and (address := days.day_of_address(piece)):
            yield Mark(Label.DATE, mark.span, address, 0.9)
        elif mark.label is Label.BYLINE:
            for start, end, day in days.full_dates(piece):
                yield Mark(Label.DATE, _inside(mark.span, start, end), day, 0.9)
        elif mark.label in (Label.HEADLINE, Label.SUBHEAD):
            for start, end, day, _ in days.dates_beside_names(piece):
                if not piece[end:].strip(" .)]"):
                    yield Mark(Label.DATE, _inside(mark.span, start, end), day, TITLED)
        elif mark.label in (Label.NOTICE, Label.BOILERPLATE) or mark.span in (*paragraphs[:2], *paragraphs[-2:]):
            for start, end, day, update in days.date_of_issue(piece):
                yield Mark(Label.DATE, _inside(mark.span, start, end), day, 0.9 if update else ENDING)


def _line_dates(line: str) -> list[tuple[int, int, str, bool]]:
    """The days of a date line, with whether each is that of an update."""
    if beside := days.dates_beside_names(line):
        return beside
    whole = days.date_line(line)
    return [(*whole, False)] if whole else []


def _datelines(text: str, span: Span) -> Iterator[Mark]:
    """ "KYIV, June 25 (Agency) -" at the head of a paragraph: a date, an agency or capitals say it is one."""
    match = _dateline().match(text[span.start : span.end])
    if not match:
        return
    named = "wire" if match["wire"] else "agency"
    wire = agency(match[named] or "")
    place = match["place"] or ""
    capitals = place.split(",")[0].isupper() and len(place) > 3
    if fold(place.split()[0] if place else "") in WORDS["no places"]:
        return
    which = "2" if match["month2"] else ""
    if not (wire or match[f"month{which}"] or (capitals and match["dash"] != ":")):
        return
    yield Mark(Label.DATELINE, _inside(span, 0, len(match.group().rstrip())))
    if wire:
        yield Mark(Label.WIRE, _inside(span, *match.span(named)), wire)
    if match[f"month{which}"]:
        month, day = days.names().months[match[f"month{which}"].lower()], int(match[f"day{which}"])
        year = int(match["year"]) if match["year"] else None
        if whole := days.iso(year or 2000, month, day):  # 2000 has a 29 February
            value = whole if year else f"XXXX{whole[4:]}"
            spans = [match.span(name) for name in (f"month{which}", f"day{which}", "year") if match[name]]
            where = _inside(span, min(s for s, _ in spans), max(e for _, e in spans))
            yield Mark(Label.DATE, where, value, DATELINE)
    for found in re.finditer(r"[^\W\d_]{6,9}", match.group()):
        if (word := fold(found.group())) in days.names().weekdays:
            yield Mark(Label.DATE, _inside(span, *found.span()), word, DATELINE)


def _wires(reading: Reading) -> Iterator[Mark]:
    """An agency alone on a byline, or after the last words of the last paragraph."""
    text = reading.document.text
    last = max((m.span for m in reading.marks if m.label is Label.PARAGRAPH), default=None)
    for mark in reading.marks:
        piece = text[mark.span.start : mark.span.end]
        if mark.label is Label.BYLINE and _is_beside(reading, mark.span):
            if name := agency(WRITER.sub("", piece.strip(" .-–—()"))):
                yield Mark(Label.WIRE, mark.span, name, 1.0)
        elif mark.span == last and (match := SIGNED.search(piece)) and (name := agency(match.group(1))):
            yield Mark(Label.WIRE, _inside(mark.span, *match.span(1)), name, 0.9)


def _is_beside(reading: Reading, span: Span) -> bool:
    """Whether a line lies in the article or at its ends, where the form tells the article from the page."""
    body = reading.document.body
    return not body or body[0][0] - ABOVE <= span.start <= body[-1][1] + BELOW


def _mastheads(reading: Reading) -> list[Mark]:
    """The name of the paper above a date line at the top, or in a date line or byline: known, or with a word like
    "Courier"."""
    text = reading.document.text
    blocks = sorted((m for m in reading.marks if m.label in BLOCKS), key=lambda m: m.span)
    top = blocks[0] if len(blocks) > 1 and blocks[1].label is Label.DATE_LINE else None
    if top and top.label is Label.BOILERPLATE:
        return [Mark(Label.OUTLET, top.span, text[top.span.start : top.span.end], 0.7)]
    for mark in blocks:
        if mark.label not in (Label.DATE_LINE, Label.BYLINE):
            continue
        for part in PART.finditer(text, mark.span.start, mark.span.end):
            name = part.group().strip(" .")
            start = part.start() + part.group().index(name)
            said = [fold(w) for w in re.findall(r"[^\W\d_]+", name)]
            if said[:1] == ["by"] and len(said) > 1:
                start, name, said = start + 3, name[3:].strip(), said[1:]
            paper = (
                len(said) > 1
                and bool(set(said) & WORDS["papers"])
                and all(w[0].isupper() or w in WORDS["small words of a name"] for w in name.split())
            )
            if name in _outlets() or paper:
                return [Mark(Label.OUTLET, Span(mark.span.doc, start, start + len(name)), name, 0.7)]
    return []


def _self_names(reading: Reading) -> list[Mark]:
    """A name in the furniture and nowhere in the article is the page's own, if it is known, like the host or a paper's.

    Words of a menu stand in two lines of the furniture as often: "Company Profile" is no outlet.
    """
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
    host = host_of(reading.document.url)
    likely = [
        (n, name)
        for name, n in lines.items()
        if (name in _outlets() or (n > 1 and _is_own(name, host))) and name not in body
    ]
    return [Mark(Label.OUTLET, where[name], name, 0.8) for _, name in sorted(likely, key=lambda x: (-x[0], x[1]))[:1]]


def _is_own(name: str, host: str | None) -> bool:
    """Whether a name is like the host of the page; where that is not known, whether it is one that papers have."""
    words = [w for w in re.findall(r"[a-z0-9]+", fold(name)) if w not in WORDS["small words of a name"]]
    if host:
        return "".join(words) in re.sub(r"[^a-z0-9]", "", host)
    return not WORDS["menu words"].intersection(words)


# ---------------------------------------------------------------- weekdays


def _weekdays(tree: Tree, paragraphs: list[Span]) -> Iterator[Mark]:
    """Every weekday of a paragraph with the side of the day of writing it lies on."""
    names = [n for n in days.names().weekdays if n.endswith("day")]
    for number, span in enumerate(paragraphs):
        for i in tree.inside(span):
            word = fold(tree.text(i))
            if word not in names:
                continue
            side = _side(tree, i)
            if side is not None:
                score = {"": 0.8 if number < HEAD else 0.6, "now": 0.4, "earlier": 0.3, "before": 0.5}[side]
                yield Mark(Label.DATE, tree.span(i), f"before {word}" if side == "before" else word, score)


def _side(tree: Tree, i: int) -> str | None:
    """Where a day lies: "" has come, "now" in the present tense, "earlier" in the pluperfect, "before" to come."""
    words = {tree.syntax.lemma[k] for k in tree.children(i)} | {fold(tree.text(k)) for k in range(max(i - 1, 0), i)}
    if words & WORDS["other"]:
        return None
    for k in [i, *tree.ancestors(i)]:
        lemmas = {tree.syntax.lemma[k], *(tree.syntax.lemma[c] for c in tree.children(k, "advmod", "amod", "prep"))}
        tags = {tree.syntax.tag[k], *(tree.syntax.tag[c] for c in tree.children(k, "aux", "auxpass"))}
        verbal = tree.syntax.pos[k] in ("VERB", "AUX")
        if (k != i and tree.syntax.lemma[k] in WORDS["coming"] and not tags & set(PAST)) or (
            k == i and words & WORDS["coming"]
        ):
            return "before"
        if verbal and (tags & set(FINITE) or "to" in {fold(tree.text(c)) for c in tree.children(k, "aux")}):
            had = any(fold(tree.text(c)) == "had" for c in tree.children(k, "aux"))
            return "earlier" if had else _tense(tags, lemmas)
    return "now"


def _tense(tags: set[str], lemmas: set[str]) -> str:
    if tags & set(PAST):
        return ""
    if "MD" in tags or ("VB" in tags and not tags & set(PRESENT)) or lemmas & WORDS["coming"]:
        return "before"
    return "now"
