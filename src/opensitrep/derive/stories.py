"""Rules that derive text about a story: its title, place, days, toll, disputes, how many reports and origins."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

from opensitrep.derive.book import SPOKEN, Book, contested
from opensitrep.derive.events import event_bounds, event_kind, leading_series, place_words
from opensitrep.derive.names import place_name
from opensitrep.derive.phrases import (
    capital,
    counted,
    counts_text,
    days_text,
    interval_text,
    number_text,
    text,
    zone_text,
)
from opensitrep.derive.reports import account_stories, report_date, unread
from opensitrep.derive.sure import kind_word, printed, sure_day
from opensitrep.derive.telling import below, current, main_event
from opensitrep.derive.tolls import series_figure
from opensitrep.model import Bounds, Event, PlaceRole, Position, Reading, Status, Tie
from opensitrep.text.intervals import days_of, known

FORTNIGHT = 14
HAPPENS = (PlaceRole.TARGET, PlaceRole.VENUE, PlaceRole.SUBJECT)  # roles of the places where something happens


def span_of_days(book: Book, story: str) -> tuple[date, date] | None:
    """The days of a story: those of its main happenings with what belongs to them, plans and open ends aside.

    Only a day more than a fortnight from the main event (the longest gap between two reports of one story in the bench
    sets is shorter) is a straggler; stragglers and background stand in a margin.
    """
    main = main_event(book, story)
    mains = [e for e in current(book, story) if e.shown and e.tie is Tie.MAIN and e.status is not Status.PLANNED]
    chosen = [main, *(e for e in mains if e is not main)] if main else mains
    spans = [(e, found) for e in chosen if (found := _closed(book, e))]
    if not spans:
        return None
    first = spans[0][1]
    family = {e.id for e in below(book, spans[0][0].id) if e.shown}
    after = [(e, found) for e in current(book, story) if e.id in family and (found := _closed(book, e))]
    near = [d for _, found in [*spans, *after] for d in found if abs((d - first[0]).days) <= FORTNIGHT]
    return min(near), max(near)


def _closed(book: Book, event: Event) -> tuple[date, date] | None:
    """First and last day of an event, where both are known and no more than a fortnight lies between them."""
    begin, end = days_of(book.when(event))
    if begin is None or end is None or (end - begin).days > FORTNIGHT:
        return None
    return begin, end


def story_country(book: Book, story: str) -> str | None:
    """Id of the country most of a story happens in, by mentions; of the place told most there, if none names it.

    Where something only comes from or leads to does not count, nor a country that speaks of it, nor a border.
    """
    deeds = [e for e in current(book, story) if e.type not in SPOKEN]
    return _most_told(book, deeds) or _most_told(book, current(book, story))


def _most_told(book: Book, events: list[Event]) -> str | None:
    votes: Counter[str] = Counter()
    told: dict[str, Counter[str]] = defaultdict(Counter)
    for event in events:
        here = {p.place for p in event.places if p.role in HAPPENS and p.place in book.places}
        found = [book.places[i] for i in sorted(here)]
        for where in {p.country or p.id for p in found if p.kind != "area" or p.lat is not None}:
            votes[where] += len(event.mentions)
            for place in found:
                if where in (place.country, place.id) and place.kind != "area":
                    told[where][place.id] += len(event.mentions)
    for where in sorted(votes, key=lambda i: (-votes[i], i)):
        places = told[where]
        if where in book.countries or places:
            return book.countries.get(where) or max(places, key=lambda i: places[i])  # the first told of equals
    return None


def story_title(book: Book, story: str) -> str:
    """ "Kremenchuk, missile strike, 27 June 2022": main place, happening, its day; else the country and its days."""
    main = main_event(book, story)
    if main is None:
        place, period = story_country(book, story), span_of_days(book, story)
        name = book.spellings.get(place) or book.places[place].name if place else text("no place")
        return f"{name}, {days_text(*period, None)}" if period else name
    parts = [story_place(book, story), event_kind(book, main.id)]
    if sure_day(book, main):
        parts.append(story_when(book, story))
    return capital(", ".join(p for p in parts if p))


def story_place(book: Book, story: str) -> str:
    """Where its main event happens, else the country most of the story lies in; nothing where no place is told."""
    main = main_event(book, story)
    words = place_words(book, main) if main else ""
    country = None if words else story_country(book, story)
    return words or (place_name(book, country) if country else "")


def story_when(book: Book, story: str) -> str:
    """The day of its main event, with the year."""
    main = main_event(book, story)
    first, last = days_of(book.when(main)) if main else (None, None)
    if first and last:
        return days_text(first, last, None)
    return interval_text(main.when, None) if main and known(main.when) else text("date not stated")


def story_kind(book: Book, story: str) -> str:
    """The kind of its main event; nothing where it has none."""
    main = main_event(book, story)
    return kind_word(book, main) if main else ""


def story_happening(book: Book, story: str) -> str:
    """ "missile strike, 27 June 2022": its kind and day, without its place."""
    return ", ".join(p for p in (story_kind(book, story), story_when(book, story)) if p)


def story_at(book: Book, story: str) -> str:
    """ "Kremenchuk, 27 June 2022": its place and day, without its kind."""
    return ", ".join(p for p in (story_place(book, story), story_when(book, story)) if p)


def story_toll(book: Book, story: str) -> str:
    """The latest toll of its main event, else a dash."""
    main = main_event(book, story)
    series = leading_series(book, main.id) if main else None
    return series_figure(book, series.id) if series else text("dash")


def story_disputed(book: Book, story: str) -> str:
    """How many questions are answered differently."""
    return number_text(sum(contested(p) for p in disputed(book, story)))


def disputed(book: Book, story: str) -> list[Position]:
    """Its printed positions about what is printed, the surest first."""
    found = {p.id: p for p in book.positions_in(story) if p.shown and p.event in book.events}
    return list(found.values())


def story_days(book: Book, story: str) -> str:
    """Its days."""
    period = span_of_days(book, story)
    return days_text(*period, None) if period else text("date not stated")


def story_day(book: Book, story: str) -> str:
    """The day of its newest report, as a cell of the index."""
    newest = book.newest(story)
    return report_date(book, newest) if newest else text("date not stated")


def story_as_of(book: Book, story: str) -> str:
    """The day of the newest report."""
    newest = book.newest(story)
    return f"{text('as of')} {report_date(book, newest)}" if newest else text("as of unknown")


def story_as_of_basis(book: Book, story: str) -> str:
    """How that day is known."""
    newest = book.newest(story)
    when = book.published(newest) if newest else None
    if when is None:
        return text("no report dated")
    return text({"stated": "newest stated", "guessed": "newest guessed"}.get(when.basis, "newest inferred"))


def story_zone(book: Book, story: str) -> str:
    """The zone its days are counted in."""
    return f"({zone_text(book.zones.get(story))})"


def story_reports(book: Book, story: str) -> str:
    """How many reports, of how many given where some could not be read and there is one story."""
    have = len(book.stories[story].documents)
    lost = unread(book) if len(book.stories) == 1 else 0
    return f"{have} {text('of')} {have + lost}" if lost else number_text(have)


def story_account(book: Book, story: str) -> str:
    """ "account of 9 reports": the head of its own page."""
    return f"{text('account of')} {counted(len(book.stories[story].documents), 'report')}"


def story_reports_note(book: Book, story: str) -> str:
    """How many of its reports state their day."""
    bases = [book.published(d) for d in book.stories[story].documents]
    stated = sum(1 for b in bases if b and b.basis == "stated")
    inferred = sum(1 for b in bases if b and known(b) and b.basis != "stated")
    none = len(bases) - stated - inferred
    parts = [
        f"{n} {text(k)}" for n, k in ((stated, "dated in the text"), (inferred, "inferred"), (none, "undated")) if n
    ]
    return ", ".join(parts)


def story_events(book: Book, story: str) -> str:
    """How many events are printed as news."""
    return number_text(len(printed(book, story)))


def story_events_note(book: Book, story: str) -> str:
    """How many are folded away."""
    return f"{len(book.events_of(story)) - len(printed(book, story))} {text('folded away')}"


def story_figures(book: Book, story: str) -> str:
    """How many figures are printed, each with what became of it."""
    return number_text(sum(1 for s in book.series_in(story) if s.shown))


def story_figures_note(book: Book, story: str) -> str:
    """How many of them changed, and how many belong to no event."""
    changed = sum(1 for s in book.series_in(story) if s.shown and len(s.values) > 1)
    return f"{changed} {text('with several values')}"


def story_bounds(book: Book, story: str) -> Bounds:
    """Independent origins behind all claims of a story."""
    return book.bounds(c.id for r in book.readings_of(story) for c in r.claims)


def story_origins(book: Book, story: str) -> str:
    """How many independent origins tell its main event."""
    main = main_event(book, story)
    found = event_bounds(book, main.id) if main else story_bounds(book, story)
    return number_text(found.lower) if found.lower == found.upper else f"{found.lower}–{found.upper}"


def story_line(book: Book, story: str) -> str:
    """ "9 reports, 1–6 origins": its reports, and the origins of its main event."""
    main = main_event(book, story)
    bounds = event_bounds(book, main.id) if main else story_bounds(book, story)
    return counts_text(len(book.stories[story].documents), bounds)


def unread_reports(book: Book, story: str) -> list[Reading]:
    """The reports of a story in languages that are not read."""
    return [r for r in book.readings_of(story) if r.document.language not in (None, "en")]


def account_title(book: Book) -> str:
    """The title of the page: of its one story, or the number of stories."""
    stories = book.account.stories
    return story_title(book, stories[0].id) if len(stories) == 1 else account_stories(book)
