"""Exports of news databases (LexisNexis, Nexis Uni, Factiva), parted into their articles with title, outlet and day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from opensitrep.read.fields import table
from opensitrep.read.source import Found, Source, decode, digest, make_document, problem
from opensitrep.read.stamps import plain_date
from opensitrep.text.words import Lists

WORDS = Lists("databases")
NUMBER = re.compile(r"^\s*(?:Document\s+)?\d+ of \d+(?: DOCUMENTS?)?\s*$")
ACCESSION = re.compile(r"^Document\s+[A-Za-z]{2,12}\d{8}[a-z0-9]{4,}\s*$")
LENGTH = re.compile(r"^(?:length:\s*)?([\d,.]+)\s+words\s*$", re.IGNORECASE)
FIELD = re.compile(r"^([A-Z][A-Za-z-]+(?: [A-Za-z]+)?):\s*(.*)$")
CODE = re.compile(r"^([A-Z]{2,3})(?:\s{1,6}(.*))?$")
TIME = re.compile(r"^\d\d?:\d\d$")
DAYISH = re.compile(r"\b(?:19|20)\d\d\b")
CLOCK = re.compile(r"\s+(?:[A-Z][a-z]+day)?\s*(?:\d\d?:\d\d\s*(?:[AP]M)?\s*[A-Z]{2,4}.*)?$")
HEAD = 14  # lines above the length in which title, outlet and day stand
PARAGRAPH = "\n\n"


def read_database(source: Source) -> Iterator[Found]:
    """The articles of an export as text."""
    text, noticed = decode(source)
    if noticed:
        yield noticed
    if text is None:
        return
    found = list(read_articles(source, text))
    if not found:
        yield make_document(name=source.name, text=text, language=None, raw=digest(source.data))
    yield from found


def read_articles(source: Source, text: str) -> Iterator[Found]:
    """The articles of an export, each a report; nothing where the text is no export."""
    pieces = _pieces(text.replace("\r\n", "\n").split("\n"))
    articles = [found for piece in pieces if (found := _coded(piece) or _headed(piece))]
    if not articles or (len(articles) == 1 and len(pieces) == 1 and not _told(text, pieces)):
        return
    for number, (title, outlet, day, language, body) in enumerate(articles, 1):
        name = f"{source.name}#{number}"
        published = plain_date(day)
        if day and published is None:
            yield problem(name, f"its day {day[:60]!r} is not understood")
        source.note(name, "form", "article of a news database", "its head")
        source.note(name, "day", published, day or "none")
        yield make_document(
            name=name, text=body, outlet=outlet, title=title, published=published,
            language=table().languages.get((language or "").lower()),
            raw=digest(body.encode("utf-8", "surrogatepass")),
        )  # fmt: skip
    if len(articles) < len(pieces):
        yield problem(
            source.name, f"{len(pieces) - len(articles)} parts of the export hold no article (lists, covers); left out"
        )


Article = tuple[str | None, str | None, str | None, str | None, str]


def _told(text: str, pieces: Sequence[Sequence[str]]) -> bool:
    """Whether a single article is one of an export: by a line that ends or numbers it, or by codes before its lines."""
    lines = text.split("\n")
    return any(_is_end(line) or NUMBER.match(line) for line in lines) or _coded(pieces[0]) is not None


def _is_end(line: str) -> bool:
    return line.strip() in WORDS["ends"] or bool(ACCESSION.match(line.strip()))


def _pieces(lines: Sequence[str]) -> list[list[str]]:
    """The lines of each article: up to a line that ends it, or from one that numbers it."""
    pieces: list[list[str]] = [[]]
    for line in lines:
        if _is_end(line):
            pieces.append([])
        elif NUMBER.match(line):
            if any(x.strip() for x in pieces[-1]):
                pieces.append([])
        else:
            pieces[-1].append(line.rstrip())
    return [p for p in pieces if sum(bool(x.strip()) for x in p) > 2]


def _coded(lines: Sequence[str]) -> Article | None:
    """An article of Factiva with codes of two letters before its lines."""
    codes = WORDS.table("codes")
    parts: dict[str, list[str]] = {}
    here: str | None = None
    for line in lines:
        found = CODE.match(line)
        if found and found[1] in codes:
            here = codes[found[1]]
            parts.setdefault(here, []).append(found[2] or "")
        elif here:
            parts[here].append(line.strip())
    if not {"title", "text", "day"} <= set(parts):
        return None
    single = {n: " ".join(" ".join(parts.get(n, ())).split()) or None for n in ("title", "outlet", "day", "language")}
    return single["title"], single["outlet"], single["day"], single["language"], _joined(parts["text"])


def _headed(lines: Sequence[str]) -> Article | None:
    """An article with title, outlet and day above its length, as LexisNexis and Factiva print it."""
    lines = [line.strip() for line in lines]
    at = next((n for n, line in enumerate(lines[: HEAD * 3]) if LENGTH.match(line)), None)
    if at is None:
        return None
    body_at = next((n for n, line in enumerate(lines) if n > at and line.rstrip(":").lower() in WORDS["body"]), None)
    above = [line for line in lines[:at] if line and not _is_field(line)]
    below = [line for line in lines[at + 1 : at + 8] if line]
    if day := next((d for line in (*above, *below) if (d := _day(line))), None):
        near = above if any(_day(line) for line in above) else below
        row = next(n for n, line in enumerate(near) if _day(line))
    else:
        return None
    if near is below:  # Factiva: title, (by-line), length, day, (hour), outlet, code, language, copyright
        after = [line for line in below[row + 1 :] if not TIME.match(line)]
        outlet = after[0] if after else None
        title = above[0] if above else None
        language = next((line for line in after[1:5] if line.lower() in table().languages), None)
        last = next((n for n, line in enumerate(lines) if n > at and _is_rights(line)), at + 4)
        return title, outlet, day, language, _joined(lines[last + 1 :])
    first = above[0] if row else None
    if row >= 2:  # Nexis Uni: title, outlet, day; LexisNexis Academic: outlet, day, title
        title, outlet = above[0], above[row - 1]
    else:
        outlet = first
        title = next((line for line in above[row + 1 :]), None)
    title = title or _field(lines, "headline")
    start = at if body_at is None else body_at
    while body_at is None and start + 1 < len(lines) and (not lines[start + 1] or _is_field(lines[start + 1])):
        start += 1
    body = [line for line in lines[start + 1 :] if not (_is_tail(line))]
    return title, outlet, day, _field(lines, "language"), _joined(body)


def _day(line: str) -> str | None:
    """The day a line gives, and nothing but it."""
    if not DAYISH.search(line) or len(line) > 60:
        return None
    bare = CLOCK.sub("", line)
    return next((words for words in (line, bare) if plain_date(words)), None)


def _is_field(line: str) -> bool:
    found = FIELD.match(line)
    return bool(found and found[1].lower() in WORDS["fields"])


def _field(lines: Sequence[str], name: str) -> str | None:
    return next((m[2] for line in lines if (m := FIELD.match(line)) and m[1].lower() == name and m[2]), None)


def _is_rights(line: str) -> bool:
    return line.lower().startswith(tuple(WORDS["rights"]))


def _is_tail(line: str) -> bool:
    return _is_field(line) or _is_rights(line)


def _joined(lines: Sequence[str]) -> str:
    """Paragraphs of lines that empty ones part; without any empty line each line is one."""
    if not any(not line.strip() for line in lines[:-1]):
        return PARAGRAPH.join(line.strip() for line in lines if line.strip())
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            paragraphs[-1].append(line.strip())
        elif paragraphs[-1]:
            paragraphs.append([])
    return PARAGRAPH.join(" ".join(p) for p in paragraphs if p)
