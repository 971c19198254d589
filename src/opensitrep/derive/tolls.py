"""Rules that derive text about figures: what is counted, each value with its day and claimants, what became of it."""

from __future__ import annotations

from collections.abc import Iterable

from opensitrep.derive.book import Book
from opensitrep.derive.names import unit_text
from opensitrep.derive.phrases import capital, counts_text, interval_text, number_text, range_text, text, word
from opensitrep.derive.telling import HARM
from opensitrep.derive.voices import claim_speaker, nameless, speaking
from opensitrep.derive.wording import wording
from opensitrep.model import LASTING, Interval, Quantity, Series, Span, State, Value

PART = "part"  # the population of a part whose words name nobody ("four of whom")
EXACT = "exact"  # the modifier of a figure that is said to be no other
OTHER = "other"  # the fate of figures that count things and tell nothing of what became of them


def fate_text(fate: str) -> str:
    """What became of those counted, or of what is counted."""
    return wording().fates.get(fate, fate)


def series_title(book: Book, series: str) -> str:
    """What is counted: "Killed", "Injured: children", "Killed since January"."""
    found = book.series[series]
    who = text("of them") if found.population == PART else plain(found.population or "")
    if found.fate == OTHER:
        parts = [capital(who or fate_text(OTHER))]
    else:
        parts = [capital(fate_text(found.fate)) + (f"{text('colon')} {who}" if who else "")]
    if found.window:
        parts.append(plain(found.window))
    return ", ".join(parts)


def plain(words: str) -> str:
    """Words on one line."""
    return " ".join(words.split())


def series_figure(book: Book, series: str) -> str:
    """The figure that stands, as its report gives it: "at least 20 killed"."""
    found = book.series[series]
    return value_text(book, found, found.values[found.latest[0]]) if found.latest else text("not stated")


def series_toll(book: Book, series: str) -> str:
    """ "At least 20 killed as of 28 June": the figure that stands, with its day."""
    found = book.series[series]
    if not found.latest:
        return text("not stated")
    index = str(found.latest[0])
    as_of = value_day(book, found, found.values[found.latest[0]])
    words = capital(series_value(book, series, index))
    return f"{words} {text('as of day')} {as_of}" if as_of else words


def series_value(book: Book, series: str, index: str) -> str:
    """One value in words."""
    found = book.series[series]
    return value_text(book, found, found.values[int(index)])


def value_text(book: Book, series: Series, value: Value) -> str:
    """ "20 killed", "about 20 missiles", "dozens injured", "10 killed (Orun Hospital)": what is not exact keeps the
    words it is given in, and who counts of its own stands behind."""
    figure = book.figure_at(value.evidence[0]) if value.evidence else None
    number = as_stated(book, figure) if figure and figure.modifier else range_text(value.low, value.high)
    number = text("none") if value.high == 0 else number
    who = plain(series.population) if series.population and series.population != PART else ""
    at = next((c.at for i in value.counts if (c := book.counts.get(i)) and c.at), None)
    thing = (who if not at else "") or ("" if series.fate in HARM else unit_of(value))
    fate = fate_text(series.fate) if series.fate not in (OTHER, LASTING) or not thing else ""
    return " ".join(w for w in (number, thing if thing != fate else "", fate, f"({who})" if at and who else "") if w)


def as_stated(book: Book, figure: Quantity) -> str:
    """ "about 20", "at least seven", "dozens": what makes it inexact, with the words of its number."""
    words, modifier = plain(book.quote(figure.number)).removesuffix(" of"), figure.modifier or ""
    return words if modifier.casefold() in words.casefold() or modifier == EXACT else f"{modifier} {words}"


def unit_of(value: Value) -> str:
    """What is counted, where it is more than people."""
    unit = value.unit or ""
    if unit.startswith("person") or unit in ("casualty", "people", "thing", "unit"):
        return ""
    return unit_text(unit, value.high)


def value_day(book: Book, series: Series, value: Value) -> str:
    """The day a value holds for, or nothing."""
    if not value.as_of:
        return ""
    day = value.as_of[:10]
    return interval_text(Interval(day, day), book.year(series.story))


def series_as_of(book: Book, series: str, index: str) -> str:
    """ "as of 28 June"."""
    found = book.series[series]
    day = value_day(book, found, found.values[int(index)])
    return f"{text('as of day')} {day}" if day else text("date not stated")


def claimants(book: Book, value: Value, *evidence: Span) -> list[str]:
    """Who is named for a value in a sentence that gives it (or in that of `evidence`): named speakers first."""
    found: dict[str, str] = {}
    for claim in speaking(book, value.claims):
        said = book.attribution_of(claim)
        if (
            said
            and said.source
            and not nameless(book, said)
            and _one_sentence(book, said.source[0], evidence or value.evidence)
        ):
            name = claim_speaker(book, claim)
            found.setdefault(name.casefold(), name)
    return list(found.values())


def newest(book: Book, value: Value) -> tuple[Span, ...]:
    """The words that give a value in reports of the day it holds for or later: who gave it before said it of then."""
    day = (value.as_of or "")[:10]
    days = {e.doc: (when.end or when.start or "")[:10] for e in value.evidence if (when := book.published(e.doc))}
    return tuple(e for e in value.evidence if days.get(e.doc, "") >= day) or value.evidence


def _one_sentence(book: Book, source: Span, evidence: Iterable[Span]) -> bool:
    passage = book.passage_at(source)
    return any(passage.span.covers(e) if passage else e.doc == source.doc for e in evidence)


def series_claimants(book: Book, series: str, index: str) -> str:
    """Who gives a value: whom a report names beside it, else that reports give it in their own voice."""
    names = claimants(book, book.series[series].values[int(index)])
    return ", ".join(names) if names else text("own voice of reports")


def series_source(book: Book, series: str, index: str) -> str:
    """ "according to governor Dmytro Lunin", "in the reports’ own voice"."""
    value = book.series[series].values[int(index)]
    names = claimants(book, value, *newest(book, value))
    return f"{text('according to')} {', '.join(names)}" if names else text("in own voice")


def series_state(book: Book, series: str, index: str) -> str:
    """What became of a value: replaced, corrected, withdrawn, expected only."""
    return word("state", book.series[series].values[int(index)].state.value)


def series_value_counts(book: Book, series: str, index: str) -> str:
    """Reports and origins of one value."""
    value = book.series[series].values[int(index)]
    return counts_text(len({e.doc for e in value.evidence}), book.bounds(value.claims))


def series_counts(book: Book, series: str) -> str:
    """Reports and origins of all its values."""
    found = book.series[series]
    docs = {e.doc for v in found.values for e in v.evidence}
    return counts_text(len(docs), book.bounds(book.series_claims(series)))


def series_why(book: Book, series: str) -> str:
    """The rule that gave its verdict."""
    return book.series[series].why


def series_sign(book: Book, series: str) -> str:
    """The sign of its verdict."""
    return text(f"sign {book.series[series].verdict.value}")


def series_verdict(book: Book, series: str) -> str:
    """Its verdict as a word."""
    return text(book.series[series].verdict.value)


def series_link(book: Book, series: str) -> str:
    """How another part of the page names it: what is counted, and its figure."""
    return f"{series_title(book, series)}{text('colon')} {series_figure(book, series)}"


def unplaced_fate(book: Book, count: str) -> str:
    """What a figure counts that belongs to no happening."""
    return fate_text(book.counts[count].fate)


# ---------------------------------------------------------------- the axis of its drawing


def series_axis_tick(book: Book, series: str, index: str) -> str:
    """The number at a tick of the axis."""
    return number_text(axis_step(book.series[series]) * int(index))


def axis_top(series: Series) -> float:
    """The end of the axis: 1, 2 or 5 times a power of ten in steps, past the largest stated number."""
    step = axis_step(series)
    return step * (int(max(_largest(series), 1.0) * 1.08 / step) + 1)


def axis_step(series: Series) -> float:
    """The distance of its ticks: the round number that gives at most eight of them."""
    largest, power = _largest(series), 1.0
    while True:
        for times in (1, 2, 5):
            if largest * 1.08 / (times * power) <= 7:
                return times * power
        power *= 10


def _largest(series: Series) -> float:
    return max([x for v in series.values for x in (v.low, v.high) if x is not None] or [1.0])


def rivals_of(series: Series) -> list[int]:
    """Positions of values that different claimants give for one time, those that stand first."""
    found = {n for pair in series.rivals for n in pair}
    return sorted(found, key=lambda n: (series.values[n].state is not State.STANDS, n))


def evidence_of(series: Series, index: int) -> Span:
    """The words of a value: the first of its newest report."""
    return series.values[index].evidence[0]
