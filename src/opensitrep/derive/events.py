"""Rules that derive text about events: kind, place, time, people, counts, and who says it."""

from __future__ import annotations

from collections.abc import Sequence

from opensitrep.derive.book import Book, series_order
from opensitrep.derive.names import place_name
from opensitrep.derive.parties import camp
from opensitrep.derive.phrases import CLOCK, capital, counted, counts_text, day_text, interval_text, or_more, text
from opensitrep.derive.scenes import worded_place
from opensitrep.derive.summary import happens_at, point_of
from opensitrep.derive.sure import day_of, kind_word, own_words, sure_day, sure_place, unfit
from opensitrep.derive.telling import telling
from opensitrep.derive.tolls import plain, series_figure
from opensitrep.derive.voices import nameless
from opensitrep.derive.wording import wording
from opensitrep.model import (
    About,
    Act,
    Attribution,
    Bounds,
    Event,
    Interval,
    Place,
    PlaceRole,
    Precision,
    Series,
    Status,
    Verdict,
)
from opensitrep.text.intervals import bounds, days, known

GRAVE = ("killed", "missing", "injured")
MANY = 3  # reports of which one alone counts little
VAGUE = "affected"  # a fate that says little beside others
SIZES = ("other", "lasting", "present", "deployed", "cost", "aid", "vote", "share")  # tell no other happening

# ---------------------------------------------------------------- where and when


def main_place(book: Book, event: Event) -> Place | None:
    """The most exact place an event happens at; the country, where it is the whole of parts; else its launch area."""
    point = point_of(book, event)
    if point:
        return point
    stated = happens_at(book, event)
    if book.is_whole(event.id):
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
    if told := worded_place(book, event, place):
        return plain(book.quote(told))
    if place is None or not sure_place(book, event, place):
        return ""
    words = place_name(book, place.id)
    town = place.id.partition("@")[2]  # of a site: "Addiscombe Road, Croydon"
    if town in book.places and place_name(book, town).casefold() not in words.casefold():
        words += f", {place_name(book, town)}"
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
    found = book.events[event]
    return place_words(book, found) or text("place not settled" if main_place(book, found) else no_place(found))


def event_when(book: Book, event: str) -> str:
    """When it happens."""
    found = book.events[event]
    if (when := day_of(book, found)) is None:
        return _reported(book, event, book.tellers(event)) or text(no_day(found))
    to_the_hour = sure_day(book, found) and own_hours(book, found)
    return interval_text(when, event_year(book, found)) if to_the_hour else event_day(book, event)


def own_hours(book: Book, event: Event) -> bool:
    """Whether the hours of an event are its own: its clauses hold the words for them, and an exact hour stands by its
    own verb. Else they may be those of another happening, and only the day is told."""
    words = {s for w in event.why if w.field == "when" for s in w.words}
    clauses = [m for i in event.mentions if (m := book.mentions.get(i))]
    found = [(m, s) for m in clauses for s in m.times if s in words or book.interval_of(s) == event.when]
    if not words or not _to_the_hour(book.when(event)):
        return bool(found) or not words
    return any((t := book.times.get(s)) is None or t.attached is None or t.attached.meets(m.span) for m, s in found)


def _to_the_hour(when: Interval | None) -> bool:
    begin, end = bounds(when) if when else (None, None)
    return bool(begin and end and when and "T" in (when.start or "") and end - begin <= CLOCK)


def unsure(event: Event, field: str) -> bool:
    """Whether reports tell a field of an event, and none of its values is sure enough to be printed."""
    return any(w.field == field and not w.sure for w in event.why)


def no_day(event: Event) -> str:
    """What is said in place of a day: that reports tell none, or that it is not settled."""
    return "date not settled" if unsure(event, "when") or (event.when and known(event.when)) else "date not stated"


def no_place(event: Event) -> str:
    """The same of a place."""
    return "place not settled" if unsure(event, "places") else "place not stated"


def event_day(book: Book, event: str) -> str:
    """The day or days, without hours."""
    found = book.events[event]
    if (when := day_of(book, found)) is None:
        return text(no_day(found))
    first, last = days(when)
    return interval_text(
        Interval(str(first) if first else None, str(last) if last else None, zone=when.zone), event_year(book, found)
    )


def event_told(book: Book, event: str) -> str:
    """ "reported 25 June": the day of the report whose sentence tells it, which it lies before; nothing where that is
    not known."""
    span = telling(book, book.events[event])
    return _reported(book, event, [span.doc] if span else [])


def _reported(book: Book, event: str, docs: Sequence[str]) -> str:
    """The same of the first of some reports."""
    published = [p for d in docs if (p := book.published(d)) and known(p)]
    first = min((last for p in published if (last := days(p)[1])), default=None)
    return f"{text('reported on')} {day_text(first, event_year(book, book.events[event]))}" if first else ""


def event_title(book: Book, event: str) -> str:
    """ "Desna, strike, 25 June": place, kind and day, as far as they are sure."""
    return _titled(book, event, event_day(book, event))


def event_lead(book: Book, event: str) -> str:
    """The same with the hour only where it is known to within two hours."""
    found = book.events[event]
    return _titled(book, event, event_when(book, event) if at_hour(book, found) else event_day(book, event))


def event_name(book: Book, event: str) -> str:
    """How another part of the page names an event: place, kind and day."""
    return _titled(book, event, event_day(book, event))


def _titled(book: Book, event: str, when: str) -> str:
    """Its day is that of the first report to tell it where its own is not sure; what was called off is called so."""
    found = book.events[event]
    undone = event_status(book, event) if is_undone(book, found) else ""
    day = when if day_of(book, found) else event_told(book, event)
    return capital(", ".join(p for p in (place_words(book, found), event_kind(book, event), undone, day) if p))


def at_hour(book: Book, event: Event) -> bool:
    """Whether its own time is known to within two hours, so that the hour is worth its place in a line."""
    return _to_the_hour(book.when(event)) and own_hours(book, event)


def event_kind(book: Book, event: str) -> str:
    """What kind of event it is; where its words do not say it, the word by which it is told ("“dismissed”")."""
    found = book.events[event]
    if (kind := kind_word(book, found)) or not (words := own_words(book, found)):
        return kind or wording().kinds["other"].word
    return f"“{words}”"


def event_status(book: Book, event: str) -> str:
    """Happened, attributed, claimed, planned, denied; told not to have happened, where nobody denies it."""
    found = book.events[event]
    return text("status undone" if is_undone(book, found) else f"status {found.status.value}")


def is_undone(book: Book, event: Event) -> bool:
    """Whether an event is told not to have happened, and nobody denies it: a march that was called off."""
    return event.status is Status.DENIED and not deniers(book, event)


def event_number(book: Book, event: str) -> str:
    """The position of an event in its story: E01, E02 ..."""
    width = max(2, len(str(len(book.events_of(book.events[event].story)))))
    return f"E{book.ordinal('events', event):0{width}}"


def event_head(book: Book, event: str) -> str:
    """ "Event E02 · happened": the line above the title of its card."""
    return f" {text('dot')} ".join([f"{text('card')} {event_number(book, event)}", event_status(book, event)])


def event_notes(book: Book, event: str) -> str:
    """What its day rests on, where that is less than a statement; nothing where it is stated, or not printed."""
    found = book.events[event]
    if sure_day(book, found):
        return text("year inferred") if yearless(book, found) else ""
    return text("day bounded") if day_of(book, found) else ""


def event_unsettled(book: Book, event: str) -> str:
    """Why it is no card: only a possibility, denied, told by one report, without a day, and how sure it is of one."""
    found = book.events[event]
    if found.status in (Status.HYPOTHETICAL, Status.DENIED, Status.PLANNED):
        reason = event_status(book, event)
    elif found.shown:
        undated = "unsettled no day" if day_of(book, found) is None else "unsettled told again"
        reason = text(unfit(book, found) or undated)
    else:
        several = len(book.docs(found.claims)) > 1
        reason = text("unsettled") if several else text("unsettled one report")
    return f"{reason} ({found.score:.2f})"


def yearless(book: Book, event: Event) -> bool:
    """Whether no report of it gives the year of its day, be it in another date."""
    words = [s for w in event.why if w.field == "when" for s in w.words]
    times = [t for s in words if (t := book.times.get(s))]
    if not times or not all((t.value or "").startswith("XXXX") for t in times):
        return False
    if event.when is None or (year := (event.when.start or event.when.end or "")[:4]) == "":
        return False
    told = {book.mentions[m].span.doc for m in event.mentions if m in book.mentions}
    return not any((t.value or "").startswith(year) for doc in told for t in book.readings[doc].times)


# ---------------------------------------------------------------- figures


def leading_series(book: Book, event: str) -> Series | None:
    """The figure that stands for an event: of the fate it is about, else of the gravest, of everybody."""
    return next(iter(telling_series(book, event)), None)


def telling_series(book: Book, event: str) -> list[Series]:
    """The figures that tell what happened, the first of each fate: those its kind is about, then what befell people.

    How many were there, what was paid or how many voted stands for no other happening, and how many were touched for
    none where one report of many says so: that may be of all the world ("10 flights, of about 150,000 that day").
    """
    own = wording().own.get(book.events[event].type or "", [])
    told = [s for s in book.series_of(event) if s.latest and s.window is None and s.part_of is None]
    told = [s for s in told if s.population is None and (s.fate in own or s.fate not in SIZES)]
    few = len(book.tellers(event)) < MANY
    told = [s for s in told if s.fate != VAGUE or few or len(_docs_of(s)) > 1]
    first = {s.fate: s for s in sorted(told, key=series_order, reverse=True)}
    ranked = sorted(first.values(), key=lambda s: (own.index(s.fate) if s.fate in own else len(own), series_order(s)))
    return ranked if ranked and ranked[0].fate not in own else [s for s in ranked if s.fate in (*own, *GRAVE)]


def _docs_of(series: Series) -> set[str]:
    """The reports that give its latest values."""
    return {e.doc for n in series.latest for e in series.values[n].evidence}


def event_figure(book: Book, event: str) -> str:
    """Its latest figure, else its kind: the words of its label on the map."""
    series = leading_series(book, event)
    return series_figure(book, series.id) if series else event_kind(book, event)


def event_toll(book: Book, event: str) -> str:
    """Its latest figure, else a dash: a cell of the table."""
    series = leading_series(book, event)
    return series_figure(book, series.id) if series else text("dash")


def event_line(book: Book, event: str) -> str:
    """ "strike, 20 killed"."""
    series, kind = leading_series(book, event), event_kind(book, event)
    return f"{kind}, {series_figure(book, series.id)}" if series else kind


# ---------------------------------------------------------------- counts


def event_bounds(book: Book, event: str) -> Bounds:
    """Independent origins behind an event."""
    return book.event_bounds(event)


def event_counts(book: Book, event: str) -> str:
    """ "9 reports, 1–2 origins"; "4 or more reports, 2 or more origins" where others may tell it in other words."""
    found, bounds = len(book.tellers(event)), event_bounds(book, event)
    if found == len(book.stories[book.events[event].story].documents):
        return counts_text(found, bounds)
    if found == 1:
        return f"{counted(found, 'report')} {text('found')}"
    return f"{or_more(found, 'report')}, {or_more(bounds.lower, 'origin')}"


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


def sides_text(book: Book, claims: Sequence[str]) -> str:
    """ "both sides", "one side", or nothing where no side is known."""
    camps = {c for o in book.named(claims) if (c := camp(o.side))}
    return text("both sides") if len(camps) > 1 else text("one side") if camps else text("side not known")


def event_sides(book: Book, event: str) -> str:
    """Whether one side or both speak of it."""
    return sides_text(book, book.events[event].claims)


def event_verdict(book: Book, event: str) -> Verdict:
    """Agreed only where two independent origins tell it; contradicted where somebody denies that it happened, or what
    another says of it."""
    positions = book.disputes_of.get(event, ())
    if any(p.about is About.HAPPENED and p.verdict is Verdict.CONTRADICTED for p in positions) or denied(book, event):
        return Verdict.CONTRADICTED
    bounds = event_bounds(book, event)
    if bounds.lower > 1:
        return Verdict.AGREED
    return Verdict.COMPATIBLE if bounds.upper > 1 else Verdict.SINGLE


def denied(book: Book, event: str) -> bool:
    """Whether somebody with a name denies what others tell of an event: by the word for saying so, since "no plane took
    off" denies nothing; nor does that nothing happened."""
    found = book.events[event]
    named = (a.source and not nameless(book, a) for a in deniers(book, found))
    return found.status is not Status.DENIED and any(named)


def deniers(book: Book, event: Event) -> list[Attribution]:
    """The statements that deny an event by their word for saying so."""
    found = (book.attribution_of(c) for c in event.claims if c in book.claims)
    return [a for a in found if a and a.act is Act.DENIES]


def verdict_sign(verdict: Verdict) -> str:
    """= ≈ ≠ 1."""
    return text(f"sign {verdict.value}")


def event_sign(book: Book, event: str) -> str:
    """The sign of its verdict."""
    return verdict_sign(event_verdict(book, event))


def event_verdict_word(book: Book, event: str) -> str:
    """Its verdict as a word; several reports of one origin are called repeated."""
    if one_communique(book, event):
        return text("one communique")
    return text(event_verdict(book, event).value)


def one_communique(book: Book, event: str) -> bool:
    """Whether several reports that tell an event go back to one origin."""
    return event_verdict(book, event) is Verdict.SINGLE and len(book.tellers(event)) > 1


# ---------------------------------------------------------------- who says it


def status_of(event: Event) -> str:
    """Id of the style of a status."""
    return {Status.BACKGROUND: "background"}.get(event.status, event.status.value)
