"""Rules that derive text about events: kind, place, time, people, counts, and who says it."""

from __future__ import annotations

from collections.abc import Sequence

from opensitrep.derive.book import Book, kind_of
from opensitrep.derive.phrases import CLOCK, capital, counts_text, interval_text, range_text, text
from opensitrep.derive.summary import happens_at, point_of
from opensitrep.derive.wording import short_codes, wording
from opensitrep.model import (
    Actor,
    ActorKind,
    Bounds,
    Event,
    Fact,
    Interval,
    Place,
    PlaceRole,
    Precision,
    Slot,
    Status,
    Verdict,
)
from opensitrep.text.intervals import bounds, days, known

NUMBERS = (
    Slot.MUNITIONS_FIRED,
    Slot.MUNITIONS_HIT,
    Slot.TARGETS_HIT,
    Slot.INTERCEPTED,
    Slot.AIRCRAFT_COUNT,
    Slot.KILLED,
    Slot.INJURED,
    Slot.CASUALTIES,
    Slot.MISSING,
    Slot.HOSPITALIZED,
    Slot.DISPLACED,
    Slot.PEOPLE_PRESENT,
    Slot.DAMAGED,
    Slot.EVACUATED,
    Slot.CAPTURED,
    Slot.REQUESTED,
    Slot.KILLED_PROJECTED,
)
HARM = (Slot.KILLED, Slot.INJURED, Slot.CASUALTIES, Slot.MISSING, Slot.HOSPITALIZED, Slot.DISPLACED)
REGIONS = ("admin1", "admin2")

# ---------------------------------------------------------------- names


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
    word = text(f"precision {found.precision.value}")
    if found.radius is not None and found.lat is not None:
        return f"{text('somewhere within')} {round(found.radius)} {text('km')}"
    if found.lat is None or found.lon is None:
        return f"{word}, {text('no point')}" if text("no point") not in word else word
    if found.precision in (Precision.POINT, Precision.SITE, Precision.TOWN):
        east, north = ("E" if found.lon >= 0 else "W"), ("N" if found.lat >= 0 else "S")
        return f"{word} {abs(found.lon):.2f} {east} {abs(found.lat):.2f} {north}"
    return word


def actor_name(book: Book, actor: str) -> str:
    """The name of a person or body over all reports."""
    found = book.actors.get(actor)
    return found.name if found else text("speaker not named")


def actor_names(book: Book, *actors: str) -> str:
    """Several names, in their order."""
    return ", ".join(actor_name(book, a) for a in actors)


def titled(actor: Actor) -> str:
    """A person with office: "mayor Oleksandr Striuk"."""
    role = actor.role
    name = actor.name
    if role and actor.kind is ActorKind.PERSON and role.casefold() not in name.casefold():
        return f"{role} {name}"
    return name


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


# ---------------------------------------------------------------- where and when


def main_place(book: Book, event: Event) -> Place | None:
    """The most exact place an event happens at; the country, where it is the whole of parts; else its launch area."""
    point = point_of(book, event)
    if point:
        return point
    stated = happens_at(book, event)
    if event.id in book.wholes:
        country = next((p for p, _ in stated if p.kind == "country"), None)
        if country:
            return country
    if stated:
        return stated[0][0]
    return next(
        (book.places[p.place] for p in event.places if p.role is PlaceRole.LAUNCH and p.place in book.places), None
    )


def place_words(book: Book, event: Event) -> str:
    """Where it happens: its main place, with a second one of the same precision where no point is known."""
    place = main_place(book, event)
    if place is None:
        return ""
    words = place_name(book, place.id)
    if place.precision in (Precision.REGION, Precision.DISTRICT):
        others = [
            p
            for p, inferred in happens_at(book, event)
            if p.precision is place.precision and p.id != place.id and not inferred
        ]
        words += "".join(f", {place_name(book, p.id)}" for p in others[:1])
    return words


def event_year(book: Book, event: Event) -> str | None:
    """The year that need not be said."""
    return book.year(event.story)


def event_place(book: Book, event: str) -> str:
    """Where it happens, else who acts, else that no place is stated."""
    return place_words(book, book.events[event]) or text("place not stated")


def event_when(book: Book, event: str) -> str:
    """When it happens."""
    found = book.events[event]
    return interval_text(book.when(found), event_year(book, found))


def event_day(book: Book, event: str) -> str:
    """The day or days, without hours."""
    found = book.events[event]
    when = book.when(found)
    if when is None or not known(when):
        return text("date not stated")
    first, last = days(when)
    return interval_text(
        Interval(str(first) if first else None, str(last) if last else None, zone=when.zone), event_year(book, found)
    )


def event_title(book: Book, event: str) -> str:
    """ "Desna, 25 June, about 05:00"; where no place is stated the actors stand for it."""
    found = book.events[event]
    names = [actor_name(book, a) for a in found.agents[:2]]
    lead = place_words(book, found) or " + ".join(names) or kind_of(found).word
    when = event_when(book, event) if found.when and known(found.when) else text("date not stated")
    return capital(f"{lead}, {when}")


def event_lead(book: Book, event: str) -> str:
    """ "Desna, strike, 25 June, about 05:00", before the colon in the brief; who acts where no place is known."""
    found = book.events[event]
    names = [actor_name(book, a) for a in found.agents[:2]]
    parts = [place_words(book, found) or " + ".join(names), kind_of(found).word]
    if found.when and known(found.when):
        parts.append(event_when(book, event) if at_hour(book, found) else event_day(book, event))
    return capital(", ".join(p for p in parts if p))


def at_hour(book: Book, event: Event) -> bool:
    """Whether its time is known to within two hours, so that the hour is worth its place in a line."""
    when = book.when(event)
    begin, end = bounds(when) if when else (None, None)
    return bool(begin and end and when and "T" in (when.start or "") and end - begin <= CLOCK)


def event_kind(book: Book, event: str) -> str:
    """What kind of event it is."""
    return kind_of(book.events[event]).word


def event_status(book: Book, event: str) -> str:
    """Happened, reported by one side, claimed, planned, denied."""
    return text(f"status {book.events[event].status.value}")


def event_number(book: Book, event: str) -> str:
    """The position of an event in its story: E01, E02 ..."""
    width = max(2, len(str(len(book.events_of(book.events[event].story)))))
    return f"E{book.positions[event]:0{width}}"


def event_head(book: Book, event: str) -> str:
    """ "Event E02 · strike · happened": the line above the title of its card."""
    parts = [f"{text('card')} {event_number(book, event)}", event_kind(book, event), event_status(book, event)]
    return f" {text('dot')} ".join(parts)


# ---------------------------------------------------------------- figures


def number_facts(book: Book, event: str, slots: Sequence[Slot] = NUMBERS) -> list[Fact]:
    """The number questions answered for an event, in the order of the slots."""
    facts = [f for f in book.facts_of.get(event, ()) if f.slot in slots and f.answer]
    return sorted(facts, key=lambda f: (slots.index(f.slot), f.id))


def unit_text(unit: str | None, value: float | None) -> str:
    """The name of a unit, singular or plural; money by its code."""
    words = wording().units.get(unit or "", unit if unit and unit.isupper() else "")
    one, _, many = words.partition("|")
    return one if value == 1 else many or one


def answer_text(fact: Fact) -> str:
    """The range of a number fact with its unit: "20 rockets", "45–48 missiles"."""
    answer = fact.answer
    if answer is None or (answer.low is None and answer.high is None):
        return text("not stated")
    unit = answer.unit or next((v.unit for v in fact.values if v.unit), None)
    return f"{range_text(answer.low, answer.high)} {unit_text(unit, answer.high)}".strip()


def event_figure(book: Book, event: str) -> str:
    """Its leading figure, else its kind: the words of its label on the map and the time line."""
    facts = number_facts(book, event)
    found = book.events[event]
    if facts:
        return answer_text(facts[0]) if facts[0].slot not in HARM else f"{answer_text(facts[0])}"
    return kind_of(found).word


def event_line(book: Book, event: str) -> str:
    """ "E02 strike, 20 rockets"."""
    found = book.events[event]
    facts = number_facts(book, event)
    words = f"{event_number(book, event)} {kind_of(found).word}"
    return f"{words}, {answer_text(facts[0])}" if facts else words


# ---------------------------------------------------------------- counts


def event_bounds(book: Book, event: str) -> Bounds:
    """Independent origins behind an event."""
    return book.event_bounds(event)


def event_counts(book: Book, event: str) -> str:
    """ "4 reports, 1 origin"."""
    return counts_text(len(book.docs(book.events[event].claims)), event_bounds(book, event))


def marker_name(book: Book, event: str) -> str:
    """The full name of a marker: place, kind, status, counts."""
    return ", ".join(
        [event_title(book, event), event_kind(book, event), event_status(book, event), event_counts(book, event)]
    )


def launch_name(book: Book, place: str, event: str) -> str:
    """The full name of the marker of a place something started from."""
    return f"{text('launched')}, {place_name(book, place)}: {marker_name(book, event)}"


def lane_name(book: Book, event: str) -> str:
    """The full name of an event on the time line: the words that stand there, then all of its marker."""
    return f"{event_line(book, event)}; {marker_name(book, event)}"


def place_counts(book: Book, story: str, place: str) -> str:
    """Counts over all current events a time lane holds."""
    claims = [c for e in book.events_of(story) if (p := main_place(book, e)) and p.id == place for c in e.claims]
    return counts_text(len(book.docs(claims)), book.bounds(claims))


def camp(side: str | None) -> str | None:
    """The camp of a side: a proxy belongs to its state; media and neutral bodies to none."""
    if not side or side.startswith(("MEDIA", "NEUTRAL")):
        return None
    return side.partition("-")[0]


def sides_text(book: Book, claims: Sequence[str]) -> str:
    """ "both sides", "one side", or nothing where no side is known."""
    camps = {c for o in book.named(claims) if (c := camp(o.side))}
    return text("both sides") if len(camps) > 1 else text("one side") if camps else text("side not known")


def event_sides(book: Book, event: str) -> str:
    """Whether one side or both speak of it."""
    return sides_text(book, book.events[event].claims)


def event_verdict(book: Book, event: str) -> Verdict:
    """The verdict that stands for an event: of its leading figure, else the strongest reservation among its facts."""
    figures = number_facts(book, event)
    if figures:
        return figures[0].verdict
    verdicts = {f.verdict for f in book.facts_of.get(event, ())}
    for verdict in (Verdict.CONTRADICTED, Verdict.AGREED, Verdict.COMPATIBLE):
        if verdict in verdicts:
            return verdict
    return Verdict.SINGLE if event_bounds(book, event).upper <= 1 else Verdict.COMPATIBLE


def verdict_sign(verdict: Verdict) -> str:
    """= ≈ ≠ 1."""
    return text(f"sign {verdict.value}")


def event_sign(book: Book, event: str) -> str:
    """The sign of its verdict."""
    return verdict_sign(event_verdict(book, event))


def event_verdict_word(book: Book, event: str) -> str:
    """Its verdict as a word."""
    return text(event_verdict(book, event).value)


def one_communique(book: Book, event: str) -> bool:
    """Whether several reports go back to one origin."""
    found = book.events[event]
    return len(book.docs(found.claims)) > 1 and event_bounds(book, event).upper == 1


# ---------------------------------------------------------------- who says it


def status_of(event: Event) -> str:
    """Id of the style of a status."""
    return {Status.BACKGROUND: "background"}.get(event.status, event.status.value)
