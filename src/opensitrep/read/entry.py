"""What one row of JSON or of a table says of its report, by the table of fields."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html import unescape

from opensitrep.model import Given
from opensitrep.read.fields import ADDRESS, Fields, Row, Shape, Table, has, joined, offered, plain, table, word
from opensitrep.read.html import strip_tags
from opensitrep.read.rows import Placed, unwrapped
from opensitrep.read.source import Found, Known, Source, digest, make_document, problem
from opensitrep.read.titles import titled

TAG = re.compile(r"</?(?:p|br|div|h[1-6]|a|b|i|em|strong|ul|li|span|figure|blockquote)\b[^>]*>", re.IGNORECASE)
SIGN = re.compile(r"&(?:#x?[0-9a-fA-F]{2,6}|[a-zA-Z]{2,8});")
SHOWN = 12  # names of fields that a message lists


@dataclass(frozen=True)
class Entry:
    """A row under plain names with all that is needed to read it; `notices` are filled on the way."""

    source: Source
    name: str
    row: Row
    around: tuple[Row, ...]
    shape: Shape | None
    fields: Table
    notices: list[str] = field(default_factory=list)

    @property
    def names(self) -> Fields:
        """The names of fields of its shape."""
        return self.fields.of(self.shape)

    def offered(self, part: str) -> Iterator[tuple[str, object]]:
        """Every field that holds a part, the likeliest first."""
        return offered(self.row, self.around, self.names.names(part))

    def first(self, part: str) -> tuple[str | None, str | None]:
        """The first line of a part, and the field it stands in."""
        found = ((w, path) for path, value in self.offered(part) if (w := word(value, self.fields.values.names)))
        return next(found, (None, None))

    def note(self, about: str, value: str | None, origin: str | None, lost: tuple[str, ...] = ()) -> None:
        """Keep where something was taken from."""
        self.source.note(self.name, about, value, origin or "none", lost)


def make_entry(source: Source, name: str, placed: Placed) -> Entry:
    """The entry of a row that is an object; its shape is told by the fields it has."""
    fields = table(source.settings.fields)
    row = unwrapped(placed.row, fields)
    shape = placed.shape or next((s for s in fields.shape if _is(s, row)), None)
    return Entry(source, name, row, placed.around, shape, fields)


def report(source: Source, name: str, placed: Placed) -> Iterator[Found]:
    """The report of a row, and what was noticed about it; or why there is none."""
    if not isinstance(placed.row, dict):
        yield problem(name, "no JSON object; left out")
        return
    entry = make_entry(source, name, placed)
    if any(str(entry.row.get(plain(d.field))) in d.values for d in entry.fields.drop):
        return
    known = known_of(entry)
    text = _words(entry, known)
    if text.strip() in entry.fields.values.removed:
        yield problem(name, f"removed by the service ({text.strip()}); left out")
    elif not text.strip():
        silent = entry.shape is not None and entry.shape.inline
        yield problem(
            name, "a message without words; left out" if silent else f"no text in the entry; left out{_hint(entry)}"
        )
    else:
        yield from (problem(name, notice) for notice in entry.notices)
        document = make_document(
            name=name,
            text=titled(text, known.title),
            url=known.url,
            outlet=known.outlet,
            title=known.title,
            published=known.published,
            language=known.language,
            raw=_digest(placed.row),
        )
        yield replace(document, given=known.given)


def known_of(entry: Entry) -> Known:
    """What a row says of its report."""
    outlet = _outlet(entry)
    title, origin = entry.first("title")
    title = without_outlet(title and " ".join(without_tags(title, least=1).split()), outlet)
    entry.note("title", title, origin)
    language, _ = entry.first("language")
    forwarded, _ = entry.first("forwarded")
    if forwarded:
        entry.notices.append(f"says it is forwarded from {forwarded!r}")
    published, given = _day(entry)
    return Known(
        url=_url(entry),
        outlet=outlet,
        title=title,
        published=published,
        language=entry.fields.languages.get(language.lower(), language) if language else None,
        given=given,
    )


def _is(shape: Shape, row: Row) -> bool:
    return not shape.rows and bool(shape.has) and all(has(row, name) for name in shape.has)


def _words(entry: Entry, known: Known) -> str:
    """The text of a report: its words, else its summary, else its title, which is said."""
    text, origin, whole = _text(entry)
    values = entry.fields.values
    if not text.strip():
        text, origin = known.title or "", "title"
        entry.notices.extend(["only a title; no text in the entry"] if text else [])
    elif not whole:
        entry.notices.append(f"only a summary ({origin}); no text in the entry")
    shorter = values.cuts.sub("…", text)
    if shorter != text:
        text = shorter
        entry.notices.append("its text is cut by the service it comes from")
    entry.note("form", entry.shape.name if entry.shape else "of no known tool", "the table of fields")
    entry.note("text", f"{len(text)} characters", origin)
    return text


def _text(entry: Entry) -> tuple[str, str, bool]:
    """The text of a row, the field it stands in, and whether it is more than a summary."""
    values, inline = entry.fields.values, bool(entry.shape and entry.shape.inline)
    for part in ("text", "teaser"):
        for path in entry.names.names(part):
            found = joined(entry.row, entry.around, path, values, inline=inline, clean=without_tags)
            if found.strip() and found.strip().lower() not in values.nothing:
                return found, path, part == "text"
    return "", "", True


def _url(entry: Entry) -> str | None:
    for path, value in entry.offered("url"):
        found = word(value, ("id", "url", "href", *entry.fields.values.names)) or ""
        if ADDRESS.fullmatch(found):
            entry.note("address", found, path)
            return found
    return None


def _outlet(entry: Entry) -> str | None:
    """The first name of an outlet that is no address; other names that stand there are lost, and said."""
    names: list[tuple[str, str]] = []
    for path, value in entry.offered("outlet"):
        found = word(value, ("title", *entry.fields.values.names))
        if found and not ADDRESS.match(found):
            names.append((found, path))
    if not names:
        return None
    outlet, origin = names[0]
    entry.note("outlet", outlet, origin, tuple(f"{path}: {n} (lower rank)" for n, path in names[1:] if n != outlet))
    return outlet


def _day(entry: Entry) -> tuple[str | None, tuple[Given, ...]]:
    """The day of publication a row states; else that of a change or of being seen, said; by what it is settled."""
    lost: list[str] = []
    taken: tuple[str, str, str, str | None] | None = None
    for part in ("published", "changed", "seen"):
        for path, value in entry.offered(part):
            shown = (value if isinstance(value, str) else json.dumps(value, default=str))[:60]
            if taken:
                lost.append(f"{path}: {shown} (lower rank)")
                continue
            try:
                stamp, why = entry.source.order.read(value)
            except ValueError as error:
                reason = "" if str(error) == "not understood" else f": {error}"
                entry.notices.append(f"its day {shown!r} ({path}) is not understood{reason}")
                lost.append(f"{path}: {shown} (not understood{reason})")
                continue
            taken = (stamp, path, part, why) if stamp else None
    if taken is None:
        entry.note("day", None, None, tuple(lost))
        return None, ()
    stamp, path, part, why = taken
    if part != "published":
        entry.notices.append(f"its day is the one on which it was {part} ({path}); no day of publication is stated")
    origin = f"{path}, {why}" if why else path
    entry.note("day", stamp, origin, tuple(lost))
    return stamp, (Given("published", stamp, origin),) if why else ()


def without_tags(text: str, least: int = 2) -> str:
    """A text that is a piece of a page as its visible words; of others only what stands for a sign ("&amp;")."""
    if len(TAG.findall(text[:5000])) >= least:
        return strip_tags(text)
    return unescape(text) if SIGN.search(text) else text


def without_outlet(title: str | None, outlet: str | None) -> str | None:
    """A title without the name of its outlet at the end, as aggregators add it."""
    if title and outlet:
        for sign in (" - ", " | ", " – ", " — "):
            if title.lower().endswith(f"{sign}{outlet}".lower()) and len(title) > len(sign) + len(outlet):
                return title[: -len(sign) - len(outlet)].rstrip()
    return title


def _hint(entry: Entry) -> str:
    """Which fields a row has, and which known form is nearest to it."""
    row = entry.row
    if not row:
        return "; it has no fields"
    shares = [(sum(has(row, n) for n in s.has) / len(s.has), s) for s in entry.fields.shape if s.has]
    share, near = max(shares, key=lambda pair: pair[0])
    nearest = f"; the nearest known form is {near.name} ({', '.join(near.has)})" if share else ""
    return f"; it has the fields {', '.join(list(row)[:SHOWN])}{', ...' if len(row) > SHOWN else ''}{nearest}"


def _digest(row: Row) -> str:
    return digest(json.dumps(row, sort_keys=True, default=str).encode("utf-8", "surrogatepass"))
