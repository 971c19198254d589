"""The day each report was published, its outlet and its wire, settled with the other reports of the story.

In this order: what the form, a date line or the address states; a dateline; a full date at its head; the weekdays it
names, on the nearest such day to the dated reports of its story. A report that gives none of them stays without a day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

from opensitrep.days import day_of_address, names, nearest_weekday
from opensitrep.model import Account, Interval, Label, Problem, Reading, Resolution

NEAR = 3  # days from a dated report within which a weekday is told apart; a week has one more on each side
TOLD = 0.4  # score of a weekday that can be the day of writing; one told in the pluperfect (0.3) lies before it
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def settle_dates(account: Account) -> Account:
    """Add `published`, `outlet` and `wire` of every report; a report without a day adds a `Problem`."""
    readings = sorted(account.readings, key=lambda r: (r.document.name, r.document.id))
    settled: dict[str, tuple[date, str, str]] = {}
    for reading in readings:
        if found := _own_day(reading):
            settled[reading.document.id] = found
    dated = [(settled[r.document.id][0], r.document.name) for r in readings if r.document.id in settled]
    for reading in readings:
        if reading.document.id not in settled and (found := _day_among(reading, dated)):
            settled[reading.document.id] = found
    new = [_published(doc, *found) for doc, found in settled.items()]
    new += [r for reading in readings for r in (*_outlet(reading), *_wire(reading))]
    problems = [
        Problem("dates", r.document.name, "no date found; times of this report stay open")
        for r in readings
        if r.document.id not in settled
    ]
    return replace(
        account,
        resolutions=(*account.resolutions, *sorted(new, key=lambda r: (str(r.subject), r.field))),
        problems=(*account.problems, *problems),
    )


def _published(doc: str, day: date, basis: str, why: str) -> Resolution:
    iso = day.isoformat()
    return Resolution(doc, "published", Interval(iso, iso, "day", basis, value=iso), why)


# ---------------------------------------------------------------- one report


def _own_day(reading: Reading) -> tuple[date, str, str] | None:
    """Day, basis and reason from the report alone, or None."""
    document = reading.document
    if document.published and (day := _parsed(document.published)):
        return day, "stated", f"the form of the report gives {day.isoformat()}"
    complete = [(m, day) for m in reading.marks if m.label is Label.DATE and (day := _parsed(m.reading))]
    lines = [x for x in complete if x[0].score >= 0.9]
    if lines:
        mark, day = min(lines, key=lambda x: (-x[0].score, x[0].span))
        basis = "dateline" if mark.score < 1 else "stated"
        return day, basis, f"a line of the report states {day.isoformat()}"
    if address := _parsed(day_of_address(document.url)):
        return address, "stated", f"the address of the report holds {address.isoformat()}"
    weekday = _weekday(reading)
    for _, day in complete:  # a date in the first paragraphs counts where the weekdays do not speak against it
        if weekday == day.weekday():
            return day, "stated", f"its first paragraphs name {WEEKDAYS[day.weekday()]}, {day.isoformat()}"
    return None


def _parsed(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


def _weekday(reading: Reading) -> int | None:
    """The weekday the report was written on: past days lie close before it, planned ones after it.

    Of the seven days the one with the least sum of steps back to each day told in the past (and forward to each day to
    come) is taken, if it is itself named and no other is as good.
    """
    weights: dict[tuple[int, bool], float] = {}
    for mark in reading.marks:
        if mark.label is Label.DATE and mark.reading:
            word = mark.reading.removeprefix("before ")
            if word in names().weekdays:
                key = (names().weekdays[word], mark.reading != word)
                weights[key] = max(weights.get(key, 0.0), mark.score)
    told = sorted(day for (day, ahead), weight in weights.items() if not ahead and weight >= TOLD)
    if not told:
        return None
    cost = {w: _steps(w, weights) for w in told}
    best = min(told, key=lambda w: (cost[w], w))
    return best if sum(cost[w] == cost[best] for w in told) == 1 else None


def _steps(weekday: int, weights: dict[tuple[int, bool], float]) -> float:
    total = 0.0
    for (day, ahead), weight in weights.items():
        total += weight * ((day - weekday - 1) % 7 if ahead else (weekday - day) % 7)
    return round(total, 4)


# ---------------------------------------------------------------- among other reports


def _day_among(reading: Reading, dated: Sequence[tuple[date, str]]) -> tuple[date, str, str] | None:
    """Day, basis and reason from a dateline without a year or the weekdays, near the dated reports of the story."""
    if not dated:
        return None
    partial = next((m.reading for m in reading.marks if m.label is Label.DATE and _is_partial(m.reading)), None)
    if partial:
        found = [(d, name) for other, name in dated if (d := _in_year_of(partial, other))]
        if chosen := _agreed(found):
            return chosen[0], "dateline", f"its dateline gives the day, {chosen[1]} the year"
    weekday = _weekday(reading)
    if weekday is None:
        return None
    found = [(_nearest(other, weekday), name) for other, name in dated]
    if chosen := _agreed(found):
        day, name = chosen
        return day, "other report", f"it tells of {WEEKDAYS[weekday]}; the nearest to {name} is {day.isoformat()}"
    return None


def _is_partial(text: str | None) -> bool:
    return bool(text) and str(text).startswith("XXXX-")


def _in_year_of(partial: str, other: date) -> date | None:
    days = [d for year in (other.year - 1, other.year, other.year + 1) if (d := _parsed(f"{year}{partial[4:]}"))]
    return min(days, key=lambda d: abs((d - other).days), default=None)


def _nearest(other: date, weekday: int) -> date:
    before, after = nearest_weekday(other, weekday), nearest_weekday(other, weekday, later=True)
    return before if (other - before).days <= NEAR else after


def _agreed(found: Sequence[tuple[date, str]]) -> tuple[date, str] | None:
    """The day more than half of the dated reports lead to, with the first of them."""
    if not found:
        return None
    day, times = min(Counter(d for d, _ in found).items(), key=lambda x: (-x[1], x[0]))
    return (day, next(name for d, name in found if d == day)) if 2 * times > len(found) else None


# ---------------------------------------------------------------- who published


def _outlet(reading: Reading) -> Iterator[Resolution]:
    """The form's outlet, else the name the page gives itself, else the host of its address."""
    document = reading.document
    if document.outlet:
        yield Resolution(document.id, "outlet", document.outlet, "the form of the report names it")
        return
    named = next((m.reading for m in reading.marks if m.label is Label.OUTLET and m.reading), None)
    if named:
        yield Resolution(document.id, "outlet", named, "the page names itself around the article")
        return
    address = document.url or next((m.reading for m in reading.marks if m.label is Label.URL_LINE and m.reading), None)
    host = urlsplit(address).hostname if address else None
    if host:
        name = host.removeprefix("www.")
        yield Resolution(document.id, "outlet", name, "the host of its address")


def _wire(reading: Reading) -> Iterator[Resolution]:
    credited = sorted((m.span, m.reading) for m in reading.marks if m.label is Label.WIRE and m.reading)
    if credited and credited[0][1]:
        yield Resolution(reading.document.id, "wire", credited[0][1], "the report credits the agency")
