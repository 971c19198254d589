"""Labels every line of a report: headline, subhead, paragraph, caption, credit, byline, date, address, furniture.

Cleaning is labelling: nothing is cut. Signals are those of shallow text features (Kohlschütter et al. 2010: length,
punctuation, position) and the words site operators print around an article. A line is parted only between sentences,
where a notice stands at the head or end of a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from opensitrep.extract.layout.galleries import captioned
from opensitrep.extract.layout.lines import CLOSED, WORD, Line, make_line, pieces
from opensitrep.extract.layout.words import folded, phrases
from opensitrep.model import Document, Label, Mark, Reading, Span
from opensitrep.text.days import STAMP, date_line, dates_beside_names
from opensitrep.text.fold import fold
from opensitrep.text.words import Lists
from opensitrep.world.names import agency

WORDS = Lists("layout")
ADDRESS = re.compile(r"\W{0,3}(?:https?://|www\.)\S+\W{0,2}")
BRACKETED = re.compile(r"[(\[]([^()\[\]]{2,80})[)\]]\W{0,2}$")
TRAILING = re.compile(r"(?:^|[.!?\"]\s+)((?:[\w.'-]+\s+){0,5}[\w.'-]+\s*/\s*[\w .-]{2,40})$")
SENTENCE = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z])")
QUOTED = re.compile(r"\"[^\"]*\"")
PAGE_NUMBER = re.compile(r"\W*(?:page\s+)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\W*")
CONTACT = r"\W*(?:(?:{})\b[.:]?\s*)?(?:\S+@\S+\.\w+|\+?\(?\d[\d ()./-]{{6,}}\d)\W*"
CAPITALISED = re.compile(r"^[A-Z][\w.'’-]*$")

LONG = 12  # words from which a line with a full stop is taken for prose; shorter ones can be slogans
HEADING = 25  # words a headline or link to another article has at most (the longest of 90 pages has 24)
SPOKEN = 0.2  # share of paragraphs in which a news report says "we" or "you" outside quotations; columns: above 0.5
PLEA = 100  # words an appeal to the reader has at most in one line (appeals of 20 pages end at 80)
CAPTION = 90  # words a caption has at most
MASTHEAD = 5  # words of the name of a paper above the date and the headline
FURNISHED = (None, Label.BOILERPLATE)  # labels a line of a menu can have
STAMPS = 3  # lines of nothing but a time of day that make a page a live page


@cache
def _contact() -> re.Pattern[str]:
    return re.compile(CONTACT.format("|".join(WORDS.ordered("contact"))), re.IGNORECASE)


def label_layout(reading: Reading) -> Reading:
    """Add one block mark for every non-empty line, and `LIVE` over the body of a live page."""
    document = reading.document
    lines = list(_lines(document))
    for number, line in enumerate(lines):
        line.label = line.label or _alone(line, document.text, first=number == 0)
        if not line.label and number and not document.body and PAGE_NUMBER.fullmatch(line.said):
            line.label = Label.BOILERPLATE
    _find_dated(lines)
    if document.body:
        _use_body(lines, document)
    else:
        _leading_menu(lines)
        _find_zones(lines)
    _find_headline(lines, document)
    _name_rest(lines)
    marks = [_marked(line, document.id) for line in lines]
    return replace(reading, marks=(*reading.marks, *marks, *_live(lines, document)))


def _marked(line: Line, doc: str) -> Mark:
    """The mark of a line; that of an address carries it as its reading."""
    label = line.label or Label.PARAGRAPH
    return Mark(label, Span(doc, line.start, line.end), line.text if label is Label.URL_LINE else None)


# ---------------------------------------------------------------- lines


def _lines(document: Document) -> Iterator[Line]:
    for piece in captioned(list(pieces(document)), document.text):
        if piece.label is None and not piece.heading:
            yield from _cut(piece, document.text)
        else:
            yield piece


def _cut(line: Line, text: str) -> Iterator[Line]:
    """The line, or what is left of it and the notices at its head and end."""
    if not (phrases(WORDS["notices"]).search(line.said) or phrases(WORDS["invitations"]).search(line.said)):
        yield line
        return
    parts = _sentences(line, text)
    about = [_about_page(p) for p in parts]
    if all(about) or not any(about):
        yield line
        return
    first, last = about.index(None), len(about) - about[::-1].index(None)
    if first:
        yield make_line(text, line.start, parts[first - 1].end)
    yield make_line(text, parts[first].start, parts[last - 1].end)
    if last < len(parts):
        yield make_line(text, parts[last].start, line.end)


def _sentences(line: Line, text: str) -> list[Line]:
    """The sentences of a line, roughly: cut where a capital follows an end mark."""
    starts = [0, *(m.end() for m in SENTENCE.finditer(line.text))]
    ends = [len(line.text[:e].rstrip()) for e in (*starts[1:], len(line.text))]
    return [make_line(text, line.start + s, line.start + e) for s, e in zip(starts, ends, strict=True) if s < e]


def _about_page(line: Line) -> Label | None:
    """Notice or furniture, if the sentence is about the page and not a quotation or a piece of news."""
    plain = _unquoted(line)
    if line.words > 40:
        return None
    if phrases(WORDS["notices"]).search(plain):
        return Label.NOTICE
    return Label.BOILERPLATE if phrases(WORDS["invitations"]).search(plain) else None


def _unquoted(line: Line) -> str:
    return QUOTED.sub(" ", line.said)


# ---------------------------------------------------------------- what a line says by itself


def _alone(line: Line, text: str, *, first: bool) -> Label | None:
    """The label a line has whatever stands around it, or None."""
    if ADDRESS.fullmatch(line.text):
        return Label.URL_LINE
    if date_line(line.text) or (not first and STAMP.fullmatch(line.text)):
        return Label.DATE_LINE
    if not line.words or _contact().fullmatch(line.text) or _is_furniture(line, first=first):
        return Label.BOILERPLATE
    return _picture(line) or (Label.BYLINE if _is_byline(line) else _told(line, text))


def _is_furniture(line: Line, *, first: bool) -> bool:
    """Whether its words are those of a menu, a form, an appeal or a legal note."""
    if line.said.strip(" .!:»>›|-*#") in folded(WORDS["lines"]):
        return True
    if line.words <= 8 and line.said.endswith("!") and phrases(WORDS["appeals"], head=True).match(line.said):
        return True
    plain = _unquoted(line)
    to_reader = not WORDS["reader"].isdisjoint(WORD.findall(plain))
    if phrases(WORDS["starts"], head=True).match(line.said):
        return line.words <= HEADING or to_reader
    short = line.words <= LONG and not first  # a headline can be about a privacy policy
    return bool(phrases(WORDS["contains"]).search(plain)) and (short or (to_reader and line.words <= PLEA))


def _told(line: Line, text: str) -> Label | None:
    """Notice or furniture, if every sentence of the line is."""
    if line.words > PLEA:
        return None
    about = [_about_page(p) for p in _sentences(line, text)]
    if not all(about):
        return None
    return Label.NOTICE if Label.NOTICE in about else Label.BOILERPLATE


def _picture(line: Line) -> Label | None:
    """Caption or credit: who made the picture stands in brackets or after a stroke at the end."""
    if line.words > CAPTION:
        return None
    short = line.words <= LONG and not line.said.endswith((".", "!", "?"))
    if short and (phrases(WORDS["credits"], head=True).match(line.said) or _names_maker(line.text)):
        return Label.CREDIT
    bracketed = BRACKETED.search(line.text)
    if bracketed and _names_maker(bracketed.group(1), bracketed=True):
        return Label.CAPTION if bracketed.start() > 3 else Label.CREDIT
    trailing = TRAILING.search(line.text)
    if trailing and trailing.start(1) > 0 and _names_maker(trailing.group(1)):
        return Label.CAPTION
    return Label.CAPTION if line.words <= 40 and phrases(WORDS["pictures"]).search(_unquoted(line)) else None


def _names_maker(text: str, *, bracketed: bool = False) -> bool:
    """Whether the words name who made a picture: "Name/AGENCY", "AGENCY/Name", "Photo: Name"; in brackets "AGENCY"."""
    if phrases(WORDS["credits"], head=True).match(fold(text)):
        return True
    parts = [p.strip(" .") for p in re.split(r"[/|,]|\bvia\b", text) if p.strip(" .")]
    known = any(agency(p) or fold(p) in folded(WORDS["picture agencies"]) for p in parts)
    if len(parts) < 2:
        return bracketed and known and (parts[0].isupper() or fold(parts[0]).endswith(WORDS.ordered("picture endings")))
    named = all(CAPITALISED.match(w) or w.isupper() or w in WORDS["in names"] for p in parts for w in p.split())
    initials = bracketed and "/" in text and len(parts[-1]) > 1 and parts[-1].isupper()
    return named and (known or initials)


def _is_byline(line: Line) -> bool:
    """ "By First Last", "Reporting by ...; editing by ...", or an agency by itself."""
    if agency(line.text):
        return True
    found = phrases(WORDS["bylines"], head=True).match(line.said)
    if not found or line.words > 25:
        return False
    rest = re.split(r"[\s;,]+", line.text[found.end() :].strip(" :.()"))
    named = all(w[0].isupper() or fold(w) in WORDS["between writers"] for w in rest if w)
    return named and (line.words <= 10 or ";" in line.said)


# ---------------------------------------------------------------- what the lines around it say


def _find_dated(lines: Sequence[Line]) -> None:
    """Before the first prose and after the last, a line of a date beside names is a date line, with a writer a byline.

    The first line is one only above another heading: it may be a title with a date. A short name above a date line and
    a heading is that of the paper.
    """
    prose = [n for n, line in enumerate(lines) if line.label is None and line.words >= LONG and line.closed]
    prose = [n for n in prose if not dates_beside_names(lines[n].text)]
    first, last = (prose[0], prose[-1]) if prose else (len(lines), -1)
    for number, line in enumerate(lines):
        if line.label is None and not first <= number <= last and dates_beside_names(line.text):
            if phrases(WORDS["bylines"], head=True).match(line.said):
                line.label = Label.BYLINE
            elif number or _is_heading_ahead(lines, 1, first):
                line.label = Label.DATE_LINE
    top = lines[0] if len(lines) > 1 and lines[1].label is Label.DATE_LINE and not lines[0].label else None
    odd = (w for w in (top.text.split() if top else ()) if not CAPITALISED.match(w) and w not in WORDS["in names"])
    if top and top.words <= MASTHEAD and not any(odd) and not top.closed and _is_heading_ahead(lines, 2, first):
        top.label = Label.BOILERPLATE


def _is_heading_ahead(lines: Sequence[Line], start: int, end: int) -> bool:
    """Whether a line that can be the headline stands before the first prose."""
    return any(
        line.heading
        or (line.label is None and 2 < line.words <= HEADING and not line.said.endswith((".", ":", ",", ";")))
        for line in lines[start:end]
    )


def _use_body(lines: Sequence[Line], document: Document) -> None:
    """Of a web page, what lies outside the article is furniture unless it is the title or names date or writer."""
    ranges, at = document.body, 0
    keeps = (Label.DATE_LINE, Label.BYLINE, Label.CREDIT, Label.CAPTION, Label.URL_LINE, Label.NOTICE)
    fields = ranges[-1][0] if any(g.where == "front matter" for g in document.given) else 0  # none of its words
    title = _same(document.title)
    titles = (title, title.rpartition(" - ")[0], title.rpartition(" | ")[0])
    seen = False
    for line in lines:
        while at < len(ranges) and ranges[at][1] <= line.start:
            at += 1
        inside = at < len(ranges) and ranges[at][0] < line.end
        is_title = bool(title) and not seen and _same(line.text) in titles
        seen = seen or is_title
        if is_title:
            line.label = Label.HEADLINE
        elif not inside and (line.label not in keeps or line.end <= fields):
            line.label = Label.BOILERPLATE


def _same(text: str | None) -> str:
    return " ".join(fold(text).split()).rstrip(" .") if text else ""


def _find_zones(lines: Sequence[Line]) -> None:
    """Furniture goes on after an invitation, an appeal or a form until prose comes again.

    Prose that speaks to the reader is an appeal only in a report that does not do so itself.
    """
    inside, told, spoken = False, 0, 0
    for number, line in enumerate(lines):
        if line.label is Label.BOILERPLATE:
            inside = told > 0
        if line.label is not None:
            continue
        prose = line.words >= LONG and line.closed
        to_reader = not WORDS["reader"].isdisjoint(WORD.findall(_unquoted(line)))
        if inside and prose and not (to_reader and spoken <= told * SPOKEN and _goes_on(lines, number)):
            inside = False
        if inside and (line.words <= HEADING or to_reader) and not _is_heading(lines, number):
            line.label = Label.BOILERPLATE
        elif prose:
            told, spoken = told + 1, spoken + to_reader


def _is_heading(lines: Sequence[Line], number: int) -> bool:
    """Whether a line may be a subhead: short, without an end, and prose that does not speak to the reader follows."""
    line = lines[number]
    after = next((later for later in lines[number + 1 : number + 8] if later.label is not Label.BOILERPLATE), None)
    return line.words < HEADING and not line.closed and _is_prose_ahead(after)


def _is_prose_ahead(line: Line | None) -> bool:
    """Whether a line is prose that does not speak to the reader: a short line before it may be a subhead."""
    if line is None or line.label is not None or line.words < LONG:
        return False
    return line.closed and WORDS["reader"].isdisjoint(WORD.findall(line.said))


def _goes_on(lines: Sequence[Line], number: int) -> bool:
    """Whether other furniture stands among the next lines: an appeal is told in several paragraphs."""
    return sum(later.label is Label.BOILERPLATE for later in lines[number + 1 : number + 7]) > 1


def _leading_menu(lines: Sequence[Line]) -> None:
    """A run of three or more lines of one to three words at the top is a menu."""
    run = 0
    while run < len(lines) and lines[run].words <= 3 and not lines[run].closed and lines[run].label in FURNISHED:
        run += 1
    if run >= 3:
        for line in lines[:run]:
            line.label = line.label or Label.BOILERPLATE


def _find_headline(lines: Sequence[Line], document: Document) -> None:
    """The line that is the title the form gives, else the first line of the text that is no sentence."""
    if any(line.label is Label.HEADLINE for line in lines):
        return
    open_lines = [line for line in lines if line.label is None]
    title = _same(document.title)
    named = next((line for line in open_lines[:8] if title and _same(line.text) == title), None)
    first = named or (open_lines[0] if open_lines else None)
    if first is not None and (named or (first.words <= HEADING + 5 and not first.said.endswith((".", ":", ",", ";")))):
        first.label = Label.HEADLINE


def _name_rest(lines: Sequence[Line]) -> None:
    """Short lines without an end between paragraphs are subheads; the rest are paragraphs."""
    for number, line in enumerate(lines):
        if line.label is not None:
            continue
        follows = number + 1 < len(lines) and lines[number + 1].label is None and lines[number + 1].words > line.words
        heading = line.words <= LONG and not CLOSED.search(line.said.rstrip("\"')")) and follows
        marked = line.heading or line.said.startswith("#")
        line.label = Label.SUBHEAD if heading or marked else Label.PARAGRAPH


def _live(lines: Sequence[Line], document: Document) -> Iterator[Mark]:
    """One mark from the first to the last paragraph of a live page."""
    body = [line for line in lines if line.label is Label.PARAGRAPH]
    heads = [line.said for line in lines if line.label in (Label.NOTICE, Label.HEADLINE, Label.URL_LINE)]
    told = " ".join([fold(document.url or ""), fold(document.title or ""), *heads])
    stamps = sum(line.label is Label.DATE_LINE and bool(STAMP.fullmatch(line.text)) for line in lines)
    if body and (stamps >= STAMPS or phrases(WORDS["live"]).search(told)):
        yield Mark(Label.LIVE, Span(document.id, body[0].start, body[-1].end))
