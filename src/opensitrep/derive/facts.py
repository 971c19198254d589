"""Rules that derive text about facts, control and the calendar: titles, hulls, verdicts and the reasons beside them."""

from __future__ import annotations

from datetime import date

from opensitrep.derive.book import Book, kind_of
from opensitrep.derive.events import (
    actor_name,
    answer_text,
    event_day,
    event_year,
    holder_names,
    main_place,
    place_name,
    place_words,
    sides_text,
    unit_text,
    verdict_sign,
)
from opensitrep.derive.phrases import (
    capital,
    counts_text,
    days_text,
    interval_text,
    number_text,
    range_text,
    text,
    weekday_text,
    word,
)
from opensitrep.derive.reports import days_of
from opensitrep.derive.voices import origin_name
from opensitrep.derive.wording import wording
from opensitrep.model import Claim, Control, Fact, Interval, Label, Value, Verdict
from opensitrep.text.intervals import known

# ---------------------------------------------------------------- facts


def fact_slot(book: Book, fact: str) -> str:
    """What is asked."""
    return wording().slots[book.facts[fact].slot.value]


def fact_title(book: Book, fact: str) -> str:
    """What is asked, of which happening or place, when: "munitions fired, Ukraine, 24–25 June"."""
    found = book.facts[fact]
    parts = [fact_slot(book, fact)]
    event = book.events.get(found.event or "")
    if event:
        parts.append(place_words(book, event) or kind_of(event).word)
        if known(event.when):
            parts.append(event_day(book, event.id))
    elif found.place:
        parts.append(place_name(book, found.place))
    return capital(", ".join(parts))


def fact_sign(book: Book, fact: str) -> str:
    """The sign of its verdict."""
    return verdict_sign(book.facts[fact].verdict)


def fact_verdict(book: Book, fact: str) -> str:
    """Its verdict as a word."""
    return text(book.facts[fact].verdict.value)


def fact_counts(book: Book, fact: str) -> str:
    """ "4 reports, 3–4 origins"."""
    found = book.facts[fact]
    return counts_text(len(book.fact_docs(found)), found.origins)


def fact_sides(book: Book, fact: str) -> str:
    """Whether one side or both speak of it."""
    return sides_text(book, book.fact_claims(book.facts[fact]))


def fact_type(book: Book, fact: str) -> str:
    """What differs: figure, time, place, status, act."""
    return text(f"type {form_of(book.facts[fact])}")


def form_of(fact: Fact) -> str:
    """The form of the answers of a fact."""
    for value in fact.values:
        if value.low is not None or value.high is not None:
            return "figure"
        if value.interval:
            return "time"
        if value.places:
            return "place"
        if value.code:
            return "control" if fact.slot.value == "controller" else "status"
    return "wording"


def fact_why(book: Book, fact: str) -> str:
    """The reason of the verdict as the rule that gave it says."""
    return book.facts[fact].why or text("rule not stated")


def fact_doubts(book: Book, fact: str) -> str:
    """Why a contradiction may be none, by rule: scopes, dates, units, one origin, machine translation."""
    found = book.facts[fact]
    reasons = []
    conflicts = [r for r in found.relations if r.kind == "contradicts"]
    told = list(dict.fromkeys(r.why for r in conflicts if r.why))
    scopes = {v.scope for v in found.values if v.scope}
    bare = any(not v.scope for v in found.values)
    if len(scopes) > 1 or (scopes and bare):
        reasons.append(text("doubt scope"))
    if len({v.as_of for v in found.values}) > 1:
        reasons.append(text("doubt as of"))
    if len({v.unit for v in found.values if v.unit}) > 1:
        reasons.append(text("doubt unit"))
    claims = book.fact_claims(found)
    if len(book.named(claims)) == 1:
        reasons.append(text("doubt one origin"))
    translated = [d for d in book.fact_docs(found) if any(m.label is Label.TRANSLATED for m in book.readings[d].marks)]
    if translated:
        reasons.append(f"{', '.join(book.numbers[d] for d in translated)} {text('doubt translated')}")
    if not reasons:
        reasons += told or [text("doubt none")]
    return "; ".join(reasons)


def fact_hull(book: Book, fact: str) -> str:
    """The range in one line, with the sentence that nothing is settled where values conflict."""
    found = book.facts[fact]
    words = answer_text(found)
    return f"{words}; {text('not settled')}" if found.verdict is Verdict.CONTRADICTED else words


def fact_answer(book: Book, fact: str) -> str:
    """The answer in one line, whatever its form."""
    found = book.facts[fact]
    return value_text(book, found, found.answer) if found.answer else text("not stated")


def value_text(book: Book, fact: Fact, value: Value) -> str:
    """One value in words."""
    year = book.year(fact.story)
    if value.low is not None or value.high is not None:
        return f"{range_text(value.low, value.high)} {unit_text(value.unit, value.high)}".strip()
    if value.interval:
        return interval_text(book.local(value.interval, fact.story), year)
    if value.places:
        return ", ".join(place_name(book, p) for p in value.places)
    if value.code:
        return code_text(book, fact, value.code)
    return text("in words only")


def code_text(book: Book, fact: Fact, code: str) -> str:
    """A code in words: a side, a status, yes or no."""
    if fact.slot.value == "controller":
        return holder_names(book, *code.replace("+", " ").split())
    return wording().text.get(f"code {code}", code)


def value_answer(book: Book, fact: str, index: str) -> str:
    """One value of a fact in words."""
    found = book.facts[fact]
    return value_text(book, found, found.values[int(index)])


def value_scope(book: Book, fact: str, index: str) -> str:
    """What bounds the value: scope and date as stated."""
    found = book.facts[fact]
    value = found.values[int(index)]
    parts = [" ".join(value.scope.split())] if value.scope else []
    if value.as_of and len({v.as_of for v in found.values}) > 1:
        stated = Interval(value.as_of[:10], value.as_of[:10])
        parts.append(f"{text('as stated on')} {interval_text(stated, book.year(found.story))}")
    return ", ".join(parts) if parts else text("scope not stated")


def value_from(book: Book, fact: str, index: str) -> str:
    """The origins of a value."""
    value = book.facts[fact].values[int(index)]
    names = [origin_name(book, o) for o in value.origins if o in book.origins]
    return ", ".join(dict.fromkeys(names)) if names else text("origin not known")


def axis_top(fact: Fact) -> float:
    """The end of the axis of a figure plot: 1, 2 or 5 times a power of ten in steps, past the largest stated number."""
    largest = max((x for v in fact.values for x in (v.low, v.high) if x is not None), default=1.0)
    step = axis_step(fact)
    return step * (int(max(largest, 1.0) * 1.08 / step) + 1)


def axis_step(fact: Fact) -> float:
    """The distance of its ticks: the round number that gives at most eight of them."""
    largest = max([x for v in fact.values for x in (v.low, v.high) if x is not None] or [1.0])
    power = 1.0
    while True:
        for times in (1, 2, 5):
            if largest * 1.08 / (times * power) <= 7:
                return times * power
        power *= 10


def axis_tick(book: Book, fact: str, index: str) -> str:
    """The number at a tick of the axis."""
    return number_text(axis_step(book.facts[fact]) * int(index))


# ---------------------------------------------------------------- control


def control_on(book: Book, story: str, place: str, day: str) -> list[Control]:
    """What is said of a place on a day; a state is never carried to a day nobody speaks of."""
    wanted = date.fromisoformat(day)
    found = []
    for row in book.controls.get((story, place), ()):
        first, last = days_of(row.when)
        first, last = first or last, last or first
        if first and last and first <= wanted <= last:
            found.append(row)
    return found


def control_text(book: Book, row: Control) -> str:
    """ "RU + RU proxy, conceded", "contested: RU, UA"."""
    names = holder_names(book, *row.holder)
    match row.status:
        case "contested":
            return f"{text('contested')}: {', '.join(holder_names(book, s) for s in row.holder)}"
        case "partly":
            return f"{text('in part')}: {names}"
        case "claimed":
            return f"{text('claimed by')} {names}"
        case "conceded":
            return f"{names}, {text('conceded')}"
        case _:
            return names


def control_cell(book: Book, story: str, place: str, day: str) -> str:
    """What is said of a place on a day."""
    rows = control_on(book, story, place, day)
    return "; ".join(dict.fromkeys(control_text(book, r) for r in rows)) if rows else text("dash")


def control_state(book: Book, story: str, place: str) -> str:
    """The latest state of a place with its days: the words of the brief."""
    row = book.controls[story, place][-1]
    first, last = days_of(row.when)
    year = book.year(story)
    when = days_text(first or last, last or first, year) if (first or last) else text("date not stated")  # type: ignore[arg-type]
    verb = {
        "held": "held by",
        "conceded": "held by",
        "claimed": "claimed by",
        "contested": "contested between",
        "partly": "held in part by",
    }.get(row.status, "held by")
    if row.status == "contested" and len(row.holder) < 2:
        verb = "contested"
    return f"{text(verb)} {holder_names(book, *row.holder)}, {when}" if verb != "contested" else f"{text(verb)}, {when}"


def control_claims(book: Book, story: str, place: str) -> list[str]:
    """All claims about who holds a place."""
    return list(dict.fromkeys(c for r in book.controls[story, place] for c in r.claims if c in book.claims))


def control_counts(book: Book, story: str, place: str) -> str:
    """Reports and origins that speak of it."""
    claims = control_claims(book, story, place)
    docs = set(book.docs(claims)) | {s.doc for r in book.controls[story, place] for s in r.evidence}
    return counts_text(len(docs), book.bounds(claims))


def control_sides(book: Book, story: str, place: str) -> str:
    """Whether one side or both speak of it."""
    return sides_text(book, control_claims(book, story, place))


def day_name(book: Book, story: str, day: str) -> str:
    """ "Sat 25 June"."""
    return weekday_text(date.fromisoformat(day), book.year(story))


# ---------------------------------------------------------------- calendar


def planned_when(book: Book, event: str) -> str:
    """When it is planned for."""
    row = book.planned[event]
    found = book.events[event]
    return interval_text(book.local(row.when, found.story), event_year(book, found))


def planned_what(book: Book, event: str) -> str:
    """Kind, people and place of a planned event."""
    found = book.events[event]
    names = [actor_name(book, a) for a in (*found.agents, *found.targets)][:3]
    place = main_place(book, found)
    parts = [kind_of(found).word, " + ".join(dict.fromkeys(names)), place_name(book, place.id) if place else ""]
    return ", ".join(p for p in parts if p)


def planned_outcome(book: Book, event: str) -> str:
    """What became of it."""
    return word("outcome", book.planned[event].outcome)


def planned_counts(book: Book, event: str) -> str:
    """Reports and origins that announce it."""
    claims = book.events[event].claims
    return counts_text(len(book.docs(claims)), book.bounds(claims))


def claims_counts(book: Book, *claims: str) -> str:
    """Reports and origins behind some claims."""
    found: list[Claim] = [book.claims[c] for c in claims]
    return counts_text(len(book.docs(c.id for c in found)), book.bounds(claims))


def control_lead(book: Book, story: str, place: str) -> str:
    """ "Severodonetsk, held by RU + RU proxy, 25–26 June"."""
    return f"{place_name(book, place)}, {control_state(book, story, place)}"
