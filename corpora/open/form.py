"""The one form of all open sets: a text, what is marked in it, and which layers are marked in full.

Every place is a half-open run of characters of `Text.text`. A file is JSON Lines: a `Header`, then one `Text` a line.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

from corpora.form import KINDS, LISTS

UNREAL = "unreal"  # planned, hypothetical or negated: the set does not say which
NONE, OPEN = "-", "?"  # kinds beside those of lists.toml: none of ours; the table does not decide
LAYERS = ("happenings", "roles", "statements", "mentions", "chains", "modality")
ROLES = ("by", "to", "place", "from", "day", "with")
SHARES = (("train", 80), ("dev", 90), ("test", 100))  # upper ends of the hundredths that go to each split

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Role:
    """Words that play a part in a happening; `role` is one of `ROLES`."""

    role: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Happening:
    """A trigger as the set marks it (`type`), and what our table makes of it.

    `kind` is one of lists.toml, `-` (none of ours, `reason` says why where it looks like one) or `?` (undecided:
    neither an example nor a counter-example). `modality` is one of lists.toml, `unreal`, or None: the set is silent.
    """

    start: int
    end: int
    type: str | None = None
    kind: str = OPEN
    mode: str | None = None
    reason: str | None = None
    modality: str | None = None
    factuality: float | None = None
    roles: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """Who says what; an empty `source` or `cue` is not in the text. `speaker` is a chain where only that is known."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    act: str
    via: tuple[Span, ...] = ()
    to: tuple[Span, ...] = ()
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A named or described thing: its type in words of the set, and the chain of those that mean the same."""

    start: int
    end: int
    type: str | None
    chain: str | None


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or document; `complete` names the layers (`LAYERS`) in which what is not marked is not there."""

    set: str
    id: str
    document: str
    split: str
    text: str
    tokens: tuple[Span, ...]
    happenings: tuple[Happening, ...] = ()
    statements: tuple[Statement, ...] = ()
    mentions: tuple[Mention, ...] = ()
    complete: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Header:
    """The first line of a file: whose labels and text these are, and the digest of every file they were read from."""

    set: str
    name: str
    licence: str
    text_licence: str
    source: str
    digests: dict[str, str]
    tables: dict[str, str]


def split_of(document: str) -> str:
    """The split of a document where the set has none: by the digest of its name, 80 / 10 / 10."""
    number = int(hashlib.sha256(document.encode()).hexdigest()[:8], 16) % 100
    return next(split for split, end in SHARES if number < end)


def faults(text: Text) -> list[str]:
    """What is wrong with a text; empty if nothing is."""
    found: list[str] = []
    for name, start, end in places(text):
        if not 0 <= start < end <= len(text.text):
            found.append(f"{name} {start}-{end} lies outside the text")
        elif text.text[start:end] != text.text[start:end].strip():
            found.append(f"{name} {start}-{end} begins or ends with a blank: {text.text[start:end]!r}")
    for h in text.happenings:
        if h.kind not in (NONE, OPEN) and (h.kind not in KINDS or (h.mode and h.mode not in KINDS[h.kind])):
            found.append(f"kind {h.kind}/{h.mode} does not stand in lists.toml")
        if h.modality not in (None, UNREAL, *LISTS["modality"]):
            found.append(f"modality {h.modality} does not stand in lists.toml")
        if h.reason not in (None, *LISTS["negative"]):
            found.append(f"reason {h.reason} does not stand in lists.toml")
    found += [f"act {s.act} does not stand in lists.toml" for s in text.statements if s.act not in LISTS["act"]]
    found += [f"layer {layer} is unknown" for layer in text.complete if layer not in LAYERS]
    if text.split not in LISTS["split"]:
        found.append(f"split {text.split} does not stand in lists.toml")
    return found


def places(text: Text) -> Iterator[tuple[str, int, int]]:
    """Every marked run of a text with the name of its layer."""
    for start, end in text.tokens:
        yield "token", start, end
    for h in text.happenings:
        yield "happening", h.start, h.end
        for role in h.roles:
            yield role.role, role.start, role.end
    for s in text.statements:
        for name, spans in (("source", s.source), ("cue", s.cue), ("content", s.content), ("via", s.via), ("to", s.to)):
            for start, end in spans:
                yield name, start, end
    for m in text.mentions:
        yield "mention", m.start, m.end


def write(path: Path, header: Header, texts: Iterable[Text]) -> int:
    """Write a file; the number of texts."""
    count = 0
    with path.open("w", encoding="utf-8") as out:
        out.write(json.dumps({"header": asdict(header)}, ensure_ascii=False) + "\n")
        for count, text in enumerate(texts, 1):  # noqa: B007
            out.write(json.dumps(asdict(text), ensure_ascii=False) + "\n")
    return count


def read(path: Path) -> Iterator[Text]:
    """The texts of a file that `write` made."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                record = json.loads(line)
                if "header" not in record:
                    yield _text(record)
            except (ValueError, KeyError, TypeError) as error:
                raise ValueError(f"{path}:{number}: not a text of this form: {error}") from error


def header(path: Path) -> Header:
    """The header of a file that `write` made."""
    with path.open(encoding="utf-8") as lines:
        return Header(**json.loads(next(lines))["header"])


def _spans(value: Iterable[Any]) -> tuple[Span, ...]:
    return tuple(cast(Span, tuple(span)) for span in value)


def _text(record: dict[str, Any]) -> Text:
    happenings = tuple(
        Happening(**{**h, "roles": tuple(Role(**role) for role in h["roles"])}) for h in record["happenings"]
    )
    statements = tuple(
        Statement(**{**s, **{name: _spans(s[name]) for name in ("source", "cue", "content", "via", "to")}})
        for s in record["statements"]
    )
    return Text(
        **{
            **record,
            "tokens": _spans(record["tokens"]),
            "happenings": happenings,
            "statements": statements,
            "mentions": tuple(Mention(**m) for m in record["mentions"]),
            "complete": tuple(record["complete"]),
        }
    )
