"""How places, persons, sides and units are called: names over all reports, in the spelling most reports use."""

from __future__ import annotations

import re
from collections import Counter

from opensitrep.derive.book import Book
from opensitrep.derive.phrases import text
from opensitrep.derive.wording import short_codes, wording
from opensitrep.model import Actor, ActorKind, Place, Precision, Span
from opensitrep.text.stems import idle_words
from opensitrep.text.words import Lists

WORDS = Lists("telling")
REGIONS = ("admin1", "admin2")
NEAR = (Precision.POINT, Precision.SITE, Precision.TOWN)
BESIDE = 30  # characters before and behind a name in which its office stands
OVER = re.compile(r"s? of (?:[a-z]{4,} )?[a-z]{4,}(?=[,.;]| for | at | [A-Z])")  # what an office is over


def place_name(book: Book, place: str) -> str:
    """A place in the spelling most reports use; a district or region is called one."""
    found = book.places.get(place)
    name = book.spellings.get(place) or (found.name if found else text("place not stated"))
    if found and found.kind in REGIONS and not any(w in name.casefold() for w in text("words for regions").split("|")):
        return f"{name} {text('region')}"
    return name


def place_note(book: Book, place: str) -> str:
    """How exactly a place is known, and its point."""
    found = book.places[place]
    word = text("place unlisted" if _is_unplaced(found) else f"precision {found.precision.value}")
    if found.radius is not None and found.lat is not None:
        return f"{text('somewhere within')} {round(found.radius)} {text('km')}"
    if found.lat is None or found.lon is None:
        return f"{word}, {text('no point')}" if text("no point") not in word else word
    if found.precision in NEAR:
        east, north = ("E" if found.lon >= 0 else "W"), ("N" if found.lat >= 0 else "S")
        return f"{word} {abs(found.lon):.2f} {east} {abs(found.lat):.2f} {north}"
    return word


def _is_unplaced(place: Place) -> bool:
    """Whether nothing is known of a place but in which country or town it is said to be: it is neither."""
    return place.lat is None and (place.id.startswith("unlisted:") or place.precision in NEAR)


def actor_name(book: Book, actor: str) -> str:
    """The name of a person or body over all reports."""
    found = book.actors.get(actor)
    return found.name if found else text("speaker not named")


def actor_names(book: Book, *actors: str) -> str:
    """Several names, in their order."""
    return ", ".join(actor_name(book, a) for a in actors)


def titled(book: Book, actor: Actor) -> str:
    """A person with office, as a report calls it: "mayor Oleksandr Striuk"; who has no name is called as reports do."""
    if actor.id not in book.titles:
        role, name = actor.role, actor.name
        if role and name[:1].isupper() and actor.kind is ActorKind.PERSON and role.casefold() not in name.casefold():
            told = Counter(words for span in actor.evidence if (words := _office(book, role, span)))
            name = f"{min(told, key=lambda w: (-told[w], -len(w), w))} {name}" if told else name
        book.titles[actor.id] = name
    return book.titles[actor.id]


def _office(book: Book, role: str, span: Span) -> str:
    """The word of a role where it stands beside a mention (it may be only what other words amount to), with what makes
    another office of it: "deputy mayor", "ex-director", "director of operations"."""
    text, start = book.document(span.doc).text, max(0, span.start - BESIDE)
    found = list(re.finditer(rf"\b{re.escape(role)}s?\b", text[start : span.end + BESIDE], re.IGNORECASE))
    if not found:
        return ""
    at = min((start + m.start() for m in found), key=lambda n: (max(span.start - n - len(role), n - span.end), n))
    lesser = "|".join(re.escape(w) for w in WORDS["lesser offices"])
    before = re.search(rf"\b(?:{lesser})[ -](?:\w+ )?$", text[max(0, at - BESIDE) : at], re.IGNORECASE)
    over = OVER.match(text, at + len(role))
    return f"{before[0].casefold() if before else ''}{role}{over[0] if over else ''}"


def side_name(book: Book, side: str) -> str:
    """A side as a tag: "UA side", "RU proxy", "media"."""
    if side in wording().text:
        return text(side)
    country, _, kind = side.partition("-")
    code = short_codes().get(country, country)
    if side.startswith("MEDIA"):
        return text("MEDIA")
    word = {"PROXY": "proxy", "CIV": "civilians", "OPP": "opposition", "": ""}.get(kind, kind.casefold())
    return f"{code} {word}".strip()


def holder_names(book: Book, *sides: str) -> str:
    """The sides that hold a place."""
    return " + ".join(side_name(book, s) for s in sides) if sides else text("holder not stated")


def unit_text(unit: str | None, value: float | None) -> str:
    """The name of a unit, singular or plural; money by its code."""
    words = wording().units.get(unit or "", unit if unit and unit.isupper() else "")
    one, _, many = words.partition("|")
    return one if value == 1 else many or one


def source_words(book: Book, span: Span) -> str:
    """Words of a report on one line."""
    return " ".join(book.quote(span).split())


def names_somebody(book: Book, span: Span) -> bool:
    """Whether the words of a source name anybody or anything that speaks, and not "One", "details", "movie playing"."""
    words = source_words(book, span)
    if any(m.span.meets(span) and m.kind is not ActorKind.PRONOUN for m in book.readings[span.doc].actors):
        return True
    first, *rest = words.split() or [""]
    named = (
        first.casefold() in WORDS["articles"] if rest else first[:1].isupper() and first.casefold() not in idle_words()
    )
    return named or any(c.isupper() for c in words[1:])
