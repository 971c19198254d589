"""What the readers of all sets share."""

import gzip
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpora.open import tables
from corpora.open.form import Happening, Role, Span, Statement, Text
from corpora.open.words import dates

Reader = Callable[[Path, "Left"], Iterator[Text]]
NO_DEED = ("role", "state", "name", "generic")
LEADING = {
    role: re.compile(rf"(?:{words})\s+", re.IGNORECASE)
    for role, words in {
        "by": "by", "to": "to|at|against|on|upon|of|with|for", "place": "in|at|on|to|within|inside|across|throughout",
        "from": "from|of", "day": "on|in|at|during", "with": "with|by|using", "source": "by|from|of",
        "via": "in|on|through|via|by",
    }.items()
}  # fmt: skip
FAULTS = (KeyError, ValueError, TypeError, IndexError, AttributeError)


@dataclass(slots=True)
class Left:
    """What was left out of a set, and why."""

    why: Counter[str] = field(default_factory=Counter)

    def out(self, reason: str, count: int = 1) -> None:
        """Note that something was left out."""
        self.why[reason] += count


def records(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The records of a gzipped JSON Lines file with their line."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                yield number, json.loads(line)
            except ValueError as error:
                raise ValueError(f"{path}:{number}: no JSON: {error}") from error


def each(path: Path, make: Callable[[dict[str, Any]], Iterable[Text]]) -> Iterator[Text]:
    """What `make` makes of every record; an error names file and line."""
    for number, record in records(path):
        try:
            made = list(make(record))
        except FAULTS as error:
            raise ValueError(f"{path}:{number}: {type(error).__name__}: {error}") from error
        yield from made


def key(text: str) -> str:
    """The letters and digits of a text: the same for tokens and for the published text."""
    return re.sub(r"\W", "", text)


def over(tokens: Sequence[Span], start: int, end: int) -> Span:
    """The characters of a run of tokens."""
    if not 0 <= start < end <= len(tokens):
        raise ValueError(f"tokens {start}-{end} of {len(tokens)}")
    return tokens[start][0], tokens[end - 1][1]


def happening(
    name: str, type_of: str, text: str, span: Span, roles: Iterable[tuple[str, Span]] = (), *, unit: str = ""
) -> Happening | None:
    """A happening with our kind and roles; None if the table has no row for its type."""
    trigger = text[slice(*span)]
    kind = tables.kind(name, type_of, trigger, unit)
    if kind is None:
        return None
    label = type_of + (f"/{unit}" if unit else "")
    # a thing, a person or a rule has no doer; a role that holds the trigger itself is none of ours either
    ours = () if kind.reason in NO_DEED else our_roles(name, type_of, text, roles)
    ours = tuple(r for r in ours if r.end <= span[0] or span[1] <= r.start)
    return Happening(*span, label, kind.kind, kind.mode, kind.reason, roles=ours)


def bare(text: str, span: Span, ours: str) -> Span:
    """Words without the preposition that some sets leave before them: our own labels have none."""
    found = LEADING[ours].match(text, *span) if ours in LEADING else None
    return (found.end(), span[1]) if found and found.end() < span[1] else span


def our_roles(name: str, type_of: str | None, text: str, roles: Iterable[tuple[str, Span]]) -> tuple[Role, ...]:
    """The roles that have one of ours; words of time only where they date, words of direction only with `from`."""
    found: list[Role] = []
    for label, span in roles:
        ours = tables.role(name, "happening", type_of, label)
        words = text[slice(*span)]
        if (
            ours is None
            or (ours == "day" and not dates(words))
            or (label == "ARGM-DIR" and not words.lower().startswith("from "))
        ):
            continue
        role = Role(ours, *bare(text, span, ours))
        if role not in found:
            found.append(role)
    return tuple(found)


def statement(
    name: str, type_of: str, text: str, cue: Span, roles: Iterable[tuple[str, Span]], *, unit: str = ""
) -> Statement | None:
    """A statement with its act; None if the type makes none, or if nothing is said in it."""
    act = tables.act(name, type_of, text[slice(*cue)], unit)
    if act is None:
        return None
    parts: dict[str, list[Span]] = {"source": [], "content": [], "via": [], "to": []}
    for label, span in roles:
        ours = tables.role(name, "statement", type_of, label)
        if ours is not None and (run := bare(text, span, ours)) not in parts[ours]:
            parts[ours].append(run)
    if not parts["content"]:
        return None
    source, content, via, to = (tuple(parts[part]) for part in ("source", "content", "via", "to"))
    return Statement(source, (cue,), content, act, via, to)
