"""JSON in all the ways it is written: a value, a list, JSON Lines, several values in a row, `NaN`, a comma too many."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from opensitrep.read.entry import known_of, make_entry, report
from opensitrep.read.fields import table
from opensitrep.read.rows import Placed, find_rows
from opensitrep.read.source import Found, Known, Source, decode, problem
from opensitrep.read.stamps import plain_date

__all__ = ["plain_date", "read_json", "read_known"]

BROKEN = (msgspec.DecodeError, ValueError, RecursionError)  # the last for brackets nested without end
DECODER = json.JSONDecoder(
    strict=False
)  # reads NaN, Infinity, control characters and half surrogates, as Python writes them
SPACE = re.compile(r"[\s,]*")


def read_json(source: Source) -> Iterator[Found]:
    """Reports from JSON or JSON Lines, whatever the file is called; a broken line is a problem, the others are kept."""
    if source.large:
        yield from _stream(source)
        return
    text, noticed = decode(source)
    if noticed:
        yield noticed
    if text is None:
        return
    text = text.lstrip("\ufeff")
    if not text.strip():
        yield problem(source.name, "empty file; left out")
        return
    try:
        values: list[Any] = [value_of(text)]
    except BROKEN as error:
        first = text.lstrip().split("\n", 1)[0]
        if "\n" in text.strip() and (_whole(first) or not _is_open(first)):
            yield from _numbered(source, _lines(source, text.split("\n")))
        else:
            yield from _numbered(source, _values(source, text, error))
        return
    rows, listed = find_rows(values[0], table(source.settings.fields))
    if not listed:
        yield from report(source, source.name, rows[0])
        return
    limit = source.settings.max_entries
    for number, placed in enumerate(rows[:limit], 1):
        yield from report(source, f"{source.name}#{number}", placed)
    if len(rows) > limit:
        yield problem(source.name, f"more than {limit} entries; the rest is left out")


def value_of(text: str) -> Any:
    """A JSON value; with what Python and pandas write beside the standard. Raises one of `BROKEN`."""
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        return DECODER.decode(text)


def read_known(data: bytes, source: Source) -> Known | None:
    """What a file beside a text says of it, or None if it is no JSON object."""
    try:
        row = value_of(data.removeprefix(b"\xef\xbb\xbf").decode("utf-8"))
    except BROKEN:
        return None
    if isinstance(row, list) and len(row) == 1:
        row = row[0]
    return known_of(make_entry(source, source.name, Placed(row))) if isinstance(row, dict) else None


def _whole(line: str) -> bool:
    try:
        value_of(line)
    except BROKEN:
        return False
    return True


def _is_open(line: str) -> bool:
    """Whether a line only opens a value that goes on over the next ones."""
    return line.strip() in ("{", "[", "[{") or line.startswith("[")


def _numbered(source: Source, found: Iterator[tuple[str, Any] | Found]) -> Iterator[Found]:
    """The reports of several values, up to the limit."""
    count, limit = 0, source.settings.max_entries
    for item in found:
        if not isinstance(item, tuple):
            yield item
            continue
        name, value = item
        rows, listed = find_rows(value, table(source.settings.fields))
        for number, placed in enumerate(rows, 1):
            count += 1
            if count > limit:
                yield problem(source.name, f"more than {limit} entries; the rest is left out")
                return
            yield from report(source, f"{name}.{number}" if listed else name, placed)


def _lines(source: Source, lines: Iterator[str] | list[str]) -> Iterator[tuple[str, Any] | Found]:
    """The value of every line, named by its number."""
    for number, line in enumerate(lines, 1):
        bare = line.strip().rstrip(",")
        if not bare or bare in "[]":
            continue
        name = f"{source.name}#{number}"
        try:
            yield name, value_of(bare)
        except BROKEN as error:
            yield problem(name, f"broken JSON line: {error}")


def _values(source: Source, text: str, error: Exception) -> Iterator[tuple[str, Any] | Found]:
    """Values that follow one another, those of lists one by one, up to where the text breaks off."""
    at, number, inside = 0, 0, 0
    while True:
        at = SPACE.match(text, at).end()  # type: ignore[union-attr]
        if at >= len(text):
            break
        if text[at] == "[" and not inside:
            inside, at = inside + 1, at + 1
            continue
        if text[at] == "]" and inside:
            inside, at = inside - 1, at + 1
            continue
        try:
            value, at = DECODER.raw_decode(text, at)
        except (ValueError, RecursionError) as broken:
            said = error if not number else broken
            kept = f"; the {number} before it are kept" if number else ""
            yield problem(source.name, f"broken JSON: {said}{kept}")
            return
        number += 1
        yield f"{source.name}#{number}", value


def _stream(source: Source) -> Iterator[Found]:
    """JSON Lines that are too large to be held, line by line."""
    limit = source.settings.max_bytes
    with source.open() as stream:
        first = stream.readline(limit + 1)
        if len(first) > limit or not _whole(first.decode("utf-8", "replace").lstrip("\ufeff").strip().rstrip(",")):
            yield problem(source.name, f"more than {limit} bytes and not one JSON value a line; left out")
            return

        def lines() -> Iterator[str]:
            yield first.decode("utf-8", "replace").lstrip("\ufeff")
            while line := stream.readline(limit + 1):
                yield line.decode("utf-8", "replace")

        yield from _numbered(source, _lines(source, lines()))
