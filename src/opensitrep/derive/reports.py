"""Rules that derive text about reports, their outlets and dates, and about the account as a whole."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

from opensitrep.derive.book import SPOKEN, Book, kind_of
from opensitrep.derive.phrases import (
    counted,
    counts_text,
    days_text,
    interval_text,
    number_text,
    origins_text,
    text,
    zone_text,
)
from opensitrep.derive.pieces import text_span
from opensitrep.model import Bounds, Currency, Event, Interval, Label, PlaceRole, Span, Status, Verdict
from opensitrep.text.intervals import days, known
from opensitrep.world import outlines

HAPPENS = (PlaceRole.TARGET, PlaceRole.VENUE, PlaceRole.SUBJECT)  # roles of the places where something happens

# ---------------------------------------------------------------- one report


def report_number(book: Book, doc: str) -> str:
    """Its short number."""
    return book.numbers[doc]


def report_label(book: Book, doc: str) -> str:
    """Its outlet, else the agency whose text it is, else "outlet not named"."""
    outlet = book.text_of(doc, "outlet") or book.readings[doc].document.outlet
    if outlet:
        return " ".join(outlet.split())
    wire = book.text_of(doc, "wire")
    return f"{wire} {text('wire text')}" if wire else text("outlet not named")


def report_name(book: Book, doc: str) -> str:
    """The file or entry it was read from."""
    return book.readings[doc].document.name


def citation_page(book: Book, doc: str, at: str) -> str:
    """The page of a report on paper on which a cited character stands."""
    return f"{text('page')} {book.readings[doc].document.page(int(at))}"


def report_date(book: Book, doc: str) -> str:
    """The day it was published."""
    when = book.published(doc)
    return interval_text(when, None) if known(when) else text("date not stated")


def report_date_basis(book: Book, doc: str) -> str:
    """How that day is known."""
    when = book.published(doc)
    if when is None or not known(when):
        return text("no date found")
    return text({"stated": "date stated", "guessed": "date guessed"}.get(when.basis, "date inferred"))


def report_remarks(book: Book, doc: str) -> str:
    """What was noticed: machine translation, a live page, a copy, another language."""
    labels = {m.label for m in book.readings[doc].marks}
    found = []
    if Label.TRANSLATED in labels:
        found.append(text("machine translated"))
    if Label.LIVE in labels:
        found.append(text("live page"))
    copied = book.text_of(doc, "copy")
    if copied and copied in book.numbers:
        found.append(f"{text('copy of')} {book.numbers[copied]}")
    language = book.readings[doc].document.language
    if language and language != "en":
        found.append(f"{text('language')} {language}")
    return ", ".join(found) if found else text("nothing noticed")


def report_counts(book: Book, doc: str) -> str:
    """How many claims and statements it holds."""
    reading = book.readings[doc]
    return f"{counted(len(reading.claims), 'claim')}, {counted(len(reading.attributions), 'statement')}"


def repair(book: Book, where: str) -> str:
    """The repaired reading of broken words."""
    span = text_span(where)
    for mark in book.readings[span.doc].marks:
        if mark.span == span and mark.label is Label.REPAIR and mark.reading:
            return mark.reading
    return text("noticed, not repaired")


def line_number(book: Book, where: str) -> str:
    """Which non-empty line of its report a span begins in."""
    span = text_span(where)
    before = book.readings[span.doc].document.text[: span.start + 1]
    return str(sum(1 for line in before.split("\n") if line.strip()))


# ---------------------------------------------------------------- a story


def current(book: Book, story: str) -> list[Event]:
    """Events of these days that are more than a possibility."""
    return [e for e in book.events_of(story) if e.currency is Currency.CURRENT and e.status is not Status.HYPOTHETICAL]


def span_of_days(book: Book, story: str) -> tuple[date, date] | None:
    """The days of a story: from the first current happening to the last, plans and open ends aside.

    Days more than a fortnight (the longest gap between two reports of one story in the bench sets is shorter) before
    the newest report are left to the table of events.
    """
    newest = book.newest(story)
    printed = book.published(newest) if newest else None
    last = days(printed)[1] if printed and known(printed) else None
    found: list[date] = []
    for event in current(book, story):
        when = book.when(event)
        if event.status is Status.PLANNED or event.type in SPOKEN or when is None or not known(when):
            continue
        begin, end = days(when)
        found += [d for d in (begin, end) if d and begin and (last is None or 0 <= (last - d).days <= 14)]
    told = Counter(found)
    newest_day = last or max((d for d, n in told.items() if n > 1), default=None)  # undated: a day told more than once
    near = [d for d in found if newest_day and abs((newest_day - d).days) <= 14] + ([last] if last else [])
    return (min(near), max(near)) if near else None


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
    countries = {p.country: i for i, p in sorted(book.places.items()) if p.kind == "country"}
    for where in sorted(votes, key=lambda i: (-votes[i], i)):
        places = told[where]
        if where in countries or places:
            return countries.get(where) or max(places, key=lambda i: places[i])  # the first told of equals
    return None


def story_title(book: Book, story: str) -> str:
    """The country or place most of its events lie in, and its days."""
    place = story_country(book, story)
    period = span_of_days(book, story)
    name = book.spellings.get(place) or book.places[place].name if place else text("no place")
    return f"{name}, {days_text(*period, None)}" if period else name


def story_days(book: Book, story: str) -> str:
    """Its days."""
    period = span_of_days(book, story)
    return days_text(*period, None) if period else text("date not stated")


def story_day(book: Book, story: str) -> str:
    """The day of its newest report, as a cell of the index."""
    newest = book.newest(story)
    return report_date(book, newest) if newest else text("date not stated")


def story_kinds(book: Book, story: str) -> str:
    """The kinds of its events, most frequent first."""
    count = Counter(kind_of(e).word for e in current(book, story))
    parts = sorted(count.items(), key=lambda pair: (-pair[1], pair[0]))[:5]
    return ", ".join(f"{word} ({n})" for word, n in parts) if parts else text("no event")


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
    return f"({zone_text(book.zones[story])})"


def unread(book: Book) -> int:
    """How many inputs could not be read."""
    known_names = {r.document.name for r in book.account.readings}
    return len({p.subject for p in book.account.problems if p.stage == "read" and p.subject not in known_names})


def story_reports(book: Book, story: str) -> str:
    """How many reports, of how many given where some could not be read and there is one story."""
    have = len(book.stories[story].documents)
    lost = unread(book) if len(book.stories) == 1 else 0
    return f"{have} {text('of')} {have + lost}" if lost else number_text(have)


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
    """How many events."""
    return number_text(len(book.events_of(story)))


def story_events_note(book: Book, story: str) -> str:
    """How many of them of these days."""
    events = book.events_of(story)
    now = sum(1 for e in events if e.currency is Currency.CURRENT)
    return f"{now} {text('of these days')}, {len(events) - now} {text('background')}"


def story_facts(book: Book, story: str) -> str:
    """How many facts."""
    return number_text(len(book.story_facts.get(story, ())))


def story_facts_note(book: Book, story: str) -> str:
    """How many values a fact has."""
    sizes = [len(f.values) for f in book.story_facts.get(story, ()) if f.values]
    if not sizes:
        return text("no value")
    low, high = min(sizes), max(sizes)
    size = counted(low, "value") if low == high else f"{low} {text('to')} {counted(high, 'value')}"
    return f"{text('with')} {size} {text('each')}"


def story_bounds(book: Book, story: str) -> Bounds:
    """Independent origins behind all claims of a story."""
    return book.bounds(c.id for r in book.readings_of(story) for c in r.claims)


def story_origins(book: Book, story: str) -> str:
    """How many independent origins."""
    found = story_bounds(book, story)
    return number_text(found.lower) if found.lower == found.upper else f"{found.lower}–{found.upper}"


def story_verdicts(book: Book, story: str, verdict: str) -> str:
    """How many facts carry a verdict."""
    return number_text(sum(1 for f in book.story_facts.get(story, ()) if f.verdict is Verdict(verdict)))


def story_compared(book: Book, story: str) -> str:
    """How many facts have two or more origins."""
    found = sum(1 for f in book.story_facts.get(story, ()) if f.origins.upper > 1)
    return counted(found, "fact")


def story_line(book: Book, story: str) -> str:
    """One row of the index: reports, origins, contradictions."""
    return counts_text(len(book.stories[story].documents), story_bounds(book, story))


def story_contradictions(book: Book, story: str) -> str:
    """ "6 of 60 facts"."""
    facts = book.story_facts.get(story, [])
    found = sum(1 for f in facts if f.verdict is Verdict.CONTRADICTED)
    return f"{found} {text('of')} {counted(len(facts), 'fact')}"


# ---------------------------------------------------------------- the account


def account_reports(book: Book) -> str:
    """How many reports the account is of."""
    have, lost = len(book.account.readings), unread(book)
    words = counted(have + lost, "report")
    return f"{text('account of')} {have} {text('of')} {words}" if lost else f"{text('account of')} {words}"


def account_stories(book: Book) -> str:
    """How many stories."""
    return counted(len(book.account.stories), "story")


def account_origins(book: Book) -> str:
    """How many origins in all."""
    return origins_text(book.bounds(c.id for r in book.account.readings for c in r.claims))


def account_title(book: Book) -> str:
    """The title of the page: of its one story, or the number of stories."""
    stories = book.account.stories
    return story_title(book, stories[0].id) if len(stories) == 1 else account_stories(book)


def made_with(book: Book, key: str) -> str:
    """Version or digest of a part the result depends on."""
    return book.account.made_with[key]


def made_with_name(book: Book, key: str) -> str:
    """The name of that part."""
    return key if key in book.account.made_with else text("not stated")


def problem_field(book: Book, number: str, field: str) -> str:
    """Stage, subject or message of a problem."""
    problem = book.account.problems[int(number)]
    found = {"stage": problem.stage, "subject": problem.subject, "message": problem.message}[field]
    doc = book.readings.get(found)
    return doc.document.name if doc else found


def ordinal(book: Book, number: str) -> str:
    """The number of a footnote or of a row of a list: its position, counted from 1."""
    return str(int(number))


def letter(book: Book, number: str) -> str:
    """The letter of a margin note: its position, counted from 1."""
    n, out = int(number), ""
    while n > 0:
        n, rest = divmod(n - 1, 26)
        out = chr(97 + rest) + out
    return out


def days_of(interval: Interval | None) -> tuple[date | None, date | None]:
    """First and last day of an interval that may be missing."""
    return days(interval) if interval and known(interval) else (None, None)


def source_words(book: Book, span: Span) -> str:
    """Words of a report on one line."""
    return " ".join(book.quote(span).split())


def hour(book: Book, number: str) -> str:
    """The hour at a tick of the time line."""
    return f"{int(number):02}"


def kilometres(book: Book, number: str) -> str:
    """The length of the scale bar of a map."""
    return f"{int(number)} {text('km')}"


def country_label(book: Book, code: str) -> str:
    """The name of a country as the outlines give it."""
    return next((s.name for s in outlines.countries() if s.country == code), code)


def shape_kinds(book: Book, shape: str) -> str:
    """The families of kinds a shape stands for."""
    return text(f"shape {shape}")
