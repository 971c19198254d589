"""JSON and JSON Lines: one report an object; the names of fields that news tools use, ninjs among them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from opensitrep.read.html import strip_tags
from opensitrep.read.source import Found, Known, Source, decode, digest, make_document, problem
from opensitrep.read.titles import titled

# The first field that holds a text wins.
TEXT = (
    "text", "body", "content", "maintext", "body_text", "article", "bodies", "description_text", "body_html",
    "description",
)  # fmt: skip
TITLE = ("title", "headline", "headlines", "name")
URL = ("url", "link", "canonical_url", "uri")
OUTLET = ("outlet", "source", "publisher", "source_name", "site_name", "provider")
PUBLISHED = (
    "published", "date", "published_at", "publishedat", "date_publish", "versioncreated", "pubdate", "datetime",
)  # fmt: skip
LANGUAGE = ("language", "lang")
LISTS = ("articles", "items", "documents", "entries", "results", "data")
TAG = re.compile(r"</?(?:p|br|div|h[1-6]|a|b|i|em|strong|ul|li|span)\b[^>]*>", re.IGNORECASE)
DAY = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?")
COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")

Row = dict[str, Any]
BROKEN = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)  # the last for brackets nested without end


def read_json(source: Source) -> Iterator[Found]:
    """Reports from a JSON file: one object, a list of objects, or an object with such a list inside."""
    text, noticed = decode(source)
    if noticed:
        yield noticed
    if text is None:
        return
    try:
        found = msgspec.json.decode(text.lstrip("\ufeff"))
    except BROKEN as error:
        yield problem(source.name, f"broken JSON: {error}")
        return
    if isinstance(found, dict) and _first(found, TEXT) is None:
        found = next((found[k] for k in LISTS if isinstance(found.get(k), list)), found)
    if not isinstance(found, list):
        yield _report(source, source.name, found)
        return
    for number, row in enumerate(found[: source.settings.max_entries], 1):
        yield _report(source, f"{source.name}#{number}", row)
    if len(found) > source.settings.max_entries:
        yield problem(source.name, f"more than {source.settings.max_entries} entries; the rest is left out")


def read_lines(source: Source) -> Iterator[Found]:
    """Reports from JSON Lines; a broken line is a problem and the others are kept."""
    text, noticed = decode(source)
    if noticed:
        yield noticed
    if text is None:
        return
    count = 0
    for number, line in enumerate(text.lstrip("\ufeff").split("\n"), 1):
        if not line.strip():
            continue
        count += 1
        if count > source.settings.max_entries:
            yield problem(source.name, f"more than {source.settings.max_entries} entries; the rest is left out")
            return
        name = f"{source.name}#{number}"
        try:
            row = msgspec.json.decode(line)
        except BROKEN as error:
            yield problem(name, f"broken JSON line: {error}")
            continue
        yield _report(source, name, row)
    if not count:
        yield problem(source.name, "empty file; left out")


def read_known(data: bytes) -> Known | None:
    """What a file beside a text says of it, or None if it is no JSON object."""
    try:
        row = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except BROKEN:
        return None
    return _known(_flat(row)) if isinstance(row, dict) else None


def plain_date(text: str | None) -> str | None:
    """The ISO day or instant at the head of a text ("2022-06-25 10:00" or "20220625"), or None."""
    if not text:
        return None
    if found := DAY.match(text.strip()):
        return found.group().replace(" ", "T")
    if found := COMPACT.fullmatch(text.strip()):
        return "-".join(found.groups())
    return None


def _report(source: Source, name: str, row: object) -> Found:
    if not isinstance(row, dict):
        return problem(name, "no JSON object; left out")
    flat = _flat(row)
    known, text = _known(flat), _first(flat, TEXT) or _first(flat, TITLE)
    if text is None or not text.strip():
        return problem(name, "no text in the entry; left out")
    if len(TAG.findall(text[:5000])) > 1:
        text = strip_tags(text)
    if not text.strip():
        return problem(name, "no text in the entry; left out")
    return make_document(
        name=name,
        text=titled(text, known.title),
        url=known.url,
        outlet=known.outlet,
        title=known.title,
        published=known.published,
        language=known.language,
        raw=digest(msgspec.json.encode(row)),
    )


def _known(row: Row) -> Known:
    return Known(
        url=_first(row, URL),
        outlet=_first(row, OUTLET),
        title=_first(row, TITLE),
        published=plain_date(_first(row, PUBLISHED)),
        language=_first(row, LANGUAGE),
    )


def _flat(row: Row) -> Row:
    return {str(k).lower(): v for k, v in row.items()}


def _first(row: Row, names: tuple[str, ...]) -> str | None:
    for name in names:
        value = row.get(name)
        if isinstance(value, dict):  # {"source": {"name": ...}}
            value = next((value[k] for k in ("name", "title", "text") if isinstance(value.get(k), str)), None)
        elif isinstance(value, list) and value and isinstance(value[0], dict):  # ninjs 2: headlines, bodies
            value = next((value[0][k] for k in ("value", "name") if isinstance(value[0].get(k), str)), None)
        elif isinstance(value, int) and name in PUBLISHED:  # 20220625
            value = str(value)
        if isinstance(value, str) and value.strip():
            return value
    return None
