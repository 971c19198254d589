"""Plain text and Markdown: the file is the report. A head of fields (front matter) is none of its words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace

from opensitrep.model import Given
from opensitrep.read.source import Found, Source, decode, digest, make_document, problem
from opensitrep.text.fold import fold
from opensitrep.text.words import Lists
from opensitrep.text.written import written_days

WORDS = Lists("pages", "codes")
FRONT = re.compile(
    r"\ufeff?(?P<fence>---|\+\+\+)[ \t]*\r?\n(?P<fields>.{0,20000}?)\r?\n(?:(?P=fence)|\.\.\.)[ \t]*(?:\r?\n|$)",
    re.DOTALL,
)
READER = re.compile(r"\ufeff?(?P<fields>Title: .*?)\r?\n\s*Markdown Content:[ \t]*\r?\n", re.DOTALL)
FIELD = re.compile(r"^([A-Za-z][\w -]{0,30}):[ \t]+(?:\"(.*)\"|'(.*)'|([^\r\n]*?))[ \t]*(?:#.*)?\r?$", re.MULTILINE)
SHOWN = 3  # lines of the text in which its title can stand


def read_text(source: Source) -> Iterator[Found]:
    """One report from a text file, its characters as they are."""
    text, noticed = decode(source)
    if noticed:
        yield noticed
    if text is None:
        return
    if not text.strip("\ufeff \t\r\n"):
        yield problem(source.name, "empty file; left out")
        return
    document = make_document(name=source.name, text=text, language=None, raw=digest(source.data))
    start, given, title = _front(text)
    if not given:
        yield document
        return
    if not text[start:].strip():
        yield problem(source.name, "nothing but a head of fields; left out")
        return
    told = {g.field: g.value for g in reversed(given)}
    yield replace(
        make_document(
            name=source.name,
            text=text,
            url=told.get("url"),
            outlet=told.get("outlet"),
            title=told.get("title"),
            published=told.get("published"),
            language=told.get("language"),
            raw=digest(source.data),
        ),
        body=((*title, (start, len(text)))),
        given=given,
    )


def _front(text: str) -> tuple[int, tuple[Given, ...], tuple[tuple[int, int], ...]]:
    """Where the words begin, what the head of fields says, and where in it the title stands if nowhere else."""
    match = FRONT.match(text) or READER.match(text)
    if not match:
        return 0, (), ()
    fields = match.group("fields")
    try:
        rows = _of_toml(fields) if match.groupdict().get("fence") == "+++" else _of_lines(fields)
    except tomllib.TOMLDecodeError:
        return 0, (), ()
    table = WORDS.table("front")
    given = []
    for name, field in table.items():
        for key, value in rows:
            said = _value(field, value)
            if key == name and said:
                given.append(Given("outlet" if field == "url" and "://" not in said else field, said, "front matter"))
    title = next((g.value for g in given if g.field == "title"), None)
    at = text.find(title, match.start("fields"), match.end()) if title else -1
    shown = [" ".join(fold(line).split()).strip(" #") for line in text[match.end() :].split("\n") if line.strip()][
        :SHOWN
    ]
    alone = title is not None and at >= 0 and " ".join(fold(title).split()) not in shown
    return match.end(), tuple(given), ((at, at + len(title)),) if title and alone else ()


def _of_lines(fields: str) -> list[tuple[str, str]]:
    """The plain fields of YAML, a line each; lists and nested fields are passed over."""
    return [(m[1].lower(), next((v for v in m.groups()[1:] if v), "")) for m in FIELD.finditer(fields)]


def _of_toml(fields: str) -> list[tuple[str, str]]:
    return [(key.lower(), str(value)) for key, value in tomllib.loads(fields).items()]


def _value(field: str, value: str) -> str | None:
    """The value of a field; of a day the ISO day or instant, if it is one."""
    if field != "published":
        return value.strip() or None
    iso = value.strip().replace(" ", "T", 1)
    if re.match(r"\d{4}-\d\d-\d\d(?:T|$)", iso):
        return iso
    return next((day for _, _, day in written_days(value)), None)
