"""The day each report was published, its outlet and its wire, settled with the other reports of the story.

In this order: what the form, a date line or the address states; a dateline; a date its headline ends with; a full date
in its first paragraphs; a dateline without a year in the year of dated reports or of its own text; the day of a report
with the same text; the weekdays it names, on the nearest such day to the dated reports of its story; what its form lets
guess, called a guess, unless it lies a month after all days stated in the run. No step dates a report after its last
change. A report that gives none of them stays without a day.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from opensitrep.model import Account, Anchor, Document, Interval, Label, Problem, Rank, Reading, Resolution, TimeType
from opensitrep.text.days import day_of_address, names, nearest_weekday
from opensitrep.text.fold import fold
from opensitrep.text.hosts import host_of

DATELINE, TITLED = 0.95, 0.85  # scores `extract/dateline` gives a dateline and a date at the end of a headline
LATE = 2  # days from the last weekday told to the day of a headline
RECENT = 31  # days before a dateline within which a full date of the text gives its year
AFTER = 2  # years after the last one named in which a weekday is looked for; the same one comes back after five or more
COPY = 0.6  # share of runs of eight words that tells a copy; chosen, not measured
HOLDERS = 20  # dated reports a run of words is looked for in; more of them tell nothing new
WORD = re.compile(r"\w+")
YEAR = re.compile(r"(?:19|20)\d\d(?!\d)")
NEAR = 3  # days from a dated report within which a weekday is told apart; a week has one more on each side
CLOSE = 2  # days that the form and the address of a report may be apart: written, then published
PUBLISHED = "published"  # fields that a page gives
CHANGED = "changed"
ZONE = timedelta(1)  # by which a clock elsewhere is ahead
AHEAD = timedelta(31)  # behind the last day stated in the run up to which a guess is none of a day to come; chosen
TOLD = 0.4  # score of a weekday that can be the day of writing; one told in the pluperfect (0.3) lies before it
Dated = Sequence[tuple[date, Reading]]
Settled = dict[str, tuple[date, str, str]]
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def settle_dates(account: Account) -> Account:
    """Add `published`, `outlet` and `wire` of every report; a report without a day adds a `Problem`."""
    readings = sorted(account.readings, key=lambda r: (r.document.name, r.document.id))
    settled: Settled = {}
    for reading in readings:
        if found := _own_day(reading):
            settled[reading.document.id] = found
    for step in (_in_the_year, _by_its_years, _as_a_copy, _day_among, _guessed):
        dated = [(settled[r.document.id][0], r) for r in readings if r.document.id in settled]
        undated = [r for r in readings if r.document.id not in settled]
        ends = {r.document.id: _last_change(r.document) for r in undated}
        settled |= {
            doc: told for doc, told in step(undated, dated).items() if not (end := ends[doc]) or told[0] <= end + ZONE
        }
    new = [_published(doc, *found) for doc, found in settled.items()]
    new += [r for reading in readings for r in (*_outlet(reading), *_wire(reading))]
    problems = [
        Problem("dates", r.document.name, f"no date found{_bounded(r.document)}; times of this report stay open")
        for r in readings
        if r.document.id not in settled
    ]
    problems += [Problem("dates", r.document.name, said) for r in readings if (said := _differing(r.document))]
    return replace(
        account,
        resolutions=(*account.resolutions, *sorted(new, key=lambda r: (str(r.subject), r.field))),
        problems=(*account.problems, *problems),
    )


def _published(doc: str, day: date, basis: str, why: str) -> Resolution:
    iso = day.isoformat()
    return Resolution(doc, "published", Interval(iso, iso, "day", basis, value=iso), why)


def _last_change(document: Document) -> date | None:
    """The day of the last change of a page: it was published no later."""
    return max((day for g in document.given if g.field == "changed" and (day := _parsed(g.value))), default=None)


def _bounded(document: Document) -> str:
    day = _last_change(document)
    return f" (published no later than its last change, {day.isoformat()})" if day else ""


# ---------------------------------------------------------------- one report


def _own_day(reading: Reading) -> tuple[date, str, str] | None:
    """Day, basis and reason from the report alone, or None."""
    document = reading.document
    if not _is_guess(document) and (day := _parsed(document.published)):
        return day, "stated", f"the form of the report gives {day.isoformat()}{_where(document)}"
    complete = [(m, day) for m in reading.marks if m.label is Label.DATE and (day := _parsed(m.reading))]
    lines = [x for x in complete if x[0].score >= 0.9]
    if lines:
        mark, day = min(lines, key=lambda x: (-x[0].score, x[0].span))
        basis = "dateline" if mark.score == DATELINE else "stated"
        return day, basis, f"a line of the report states {day.isoformat()}"
    if address := _parsed(day_of_address(document.url)):
        return address, "stated", f"the address of the report holds {address.isoformat()}"
    weekday = _weekday(reading)
    for mark, day in complete:  # one a headline ends with, unless the weekdays told lie after it or long before
        if mark.score >= TITLED and (weekday is None or (day.weekday() - weekday) % 7 <= LATE):
            return day, "stated", f"its headline names {day.isoformat()}"
    for _, day in complete:  # a date in the first paragraphs counts where the weekdays do not speak against it
        if weekday == day.weekday():
            return day, "stated", f"its first paragraphs name {WEEKDAYS[day.weekday()]}, {day.isoformat()}"
    return None


def _is_guess(document: Document) -> bool:
    """Whether the day of the form is one that its reader could only guess."""
    return next((g.rank is Rank.GUESSED for g in document.given if g.field == "published"), False)


def _where(document: Document) -> str:
    """Where the form gives the day, and what it gives elsewhere, the day of a change with it."""
    given = [g for g in document.given if g.field in (PUBLISHED, CHANGED)]
    if not given or given[0].field == CHANGED:
        return ""
    first, lost = given[0], {g.value[:10]: g.where for g in reversed(given[1:]) if g.value[:10] != given[0].value[:10]}
    return f" ({first.where})" + "".join(f"; {day} ({where}) is left aside" for day, where in sorted(lost.items()))


def _differing(document: Document) -> str | None:
    """What is to be said where the form and the address of a report state days that are far apart."""
    day, address = _parsed(document.published), _parsed(day_of_address(document.url))
    if _is_guess(document) or not day or not address or abs((day - address).days) <= CLOSE:
        return None
    return f"its form states {day.isoformat()}, its address {address.isoformat()}; the first is taken"


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


def _in_the_year(undated: Sequence[Reading], dated: Dated) -> Settled:
    """Datelines without a year, in the year of the dated reports of the story."""
    settled: Settled = {}
    for reading in undated:
        partial = _partial(reading)
        found = [(d, r.document.name) for other, r in dated if partial and (d := _in_year_of(partial, other))]
        if chosen := _agreed(found):
            why = f"its dateline gives the day, {chosen[1]} the year"
            settled[reading.document.id] = chosen[0], "dateline", why
    return settled


def _by_its_years(undated: Sequence[Reading], dated: Dated) -> Settled:
    """Datelines without a year in a story without dated reports, by the years their own text names."""
    if dated:
        return {}
    return {r.document.id: found for r in undated if (found := _by_own_years(r))}


def _by_own_years(reading: Reading) -> tuple[date, str, str] | None:
    """The year of a full date named not long before the dateline, or the first from the last year named in which the
    day is the weekday told."""
    partial = _partial(reading)
    if not partial:
        return None
    values = [t.value for t in reading.times if t.anchor is Anchor.SELF and t.value and t.type is not TimeType.SET]
    for day in sorted((d for v in values if (d := _parsed(v))), reverse=True):
        for year in (day.year, day.year + 1):
            this = _parsed(f"{year}{partial[4:]}")
            if this and 0 <= (this - day).days <= RECENT:
                return this, "dateline", f"its dateline gives the day, {day.isoformat()} in its text the year"
    weekday, years = _weekday(reading), [int(v[:4]) for v in values if YEAR.match(v)]
    if weekday is None or not years:
        return None
    for year in range(max(years), max(years) + AFTER + 1):
        this = _parsed(f"{year}{partial[4:]}")
        if this and this.weekday() == weekday:
            return (
                this,
                "dateline",
                f"its dateline gives the day, a {WEEKDAYS[weekday]} in {year}, near the years it names",
            )
    return None


def _as_a_copy(undated: Sequence[Reading], dated: Dated) -> Settled:
    """Reports with most of their text in a dated one, which lend its day; none of those with a dateline."""
    if not dated or not undated:
        return {}
    holders: dict[str, list[int]] = {}
    for number, (_, reading) in enumerate(dated):
        for run in _runs(reading):
            holders.setdefault(run, []).append(number)
    settled: Settled = {}
    for reading in undated:
        own = _runs(reading)
        shared = Counter(number for run in own for number in holders.get(run, ())[:HOLDERS])
        if shared and not _partial(reading):
            number, count = min(shared.items(), key=lambda x: (-x[1], dated[x[0]][0], x[0]))
            if count >= COPY * len(own):
                day, other = dated[number]
                settled[reading.document.id] = day, "other report", f"it has the text of {other.document.name}"
    return settled


def _runs(reading: Reading) -> frozenset[str]:
    """Every run of eight words of its paragraphs, without the dateline."""
    text, out = reading.document.text, set[str]()
    heads = {m.span.start: m.span.end for m in reading.marks if m.label is Label.DATELINE}
    for mark in reading.marks:
        if mark.label is Label.PARAGRAPH:
            words = WORD.findall(fold(text[heads.get(mark.span.start, mark.span.start) : mark.span.end]))
            out.update(" ".join(words[i : i + 8]) for i in range(len(words) - 7))
    return frozenset(out)


def _day_among(undated: Sequence[Reading], dated: Dated) -> Settled:
    """The weekdays told, near the dated reports of the story."""
    settled: Settled = {}
    for reading in undated:
        weekday = _weekday(reading)
        found = [] if weekday is None else [(_nearest(other, weekday), r.document.name) for other, r in dated]
        if weekday is not None and (chosen := _agreed(found)):
            day, name = chosen
            why = f"it tells of {WEEKDAYS[weekday]}; the nearest to {name} is {day.isoformat()}"
            settled[reading.document.id] = day, "other report", why
    return settled


def _guessed(undated: Sequence[Reading], dated: Dated) -> Settled:
    """What the form of a page lets guess, where nothing states a day; no day to come, as far as the others tell."""
    found = {r.document.id: (_parsed(r.document.published), r.document) for r in undated if _is_guess(r.document)}
    last = max((day for day, _ in dated), default=date.max - AHEAD) + AHEAD
    return {
        doc: (day, "guessed", f"guessed: {day.isoformat()}{_where(document)}")
        for doc, (day, document) in found.items()
        if day and day <= last
    }


def _partial(reading: Reading) -> str | None:
    return next((m.reading for m in reading.marks if m.label is Label.DATE and _is_partial(m.reading)), None)


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
    host = host_of(address)
    if host:
        name = host.removeprefix("www.")
        yield Resolution(document.id, "outlet", name, "the host of its address")


def _wire(reading: Reading) -> Iterator[Resolution]:
    credited = sorted((m.span, m.reading) for m in reading.marks if m.label is Label.WIRE and m.reading)
    given = next((g for g in reading.document.given if g.field == "wire"), None)
    if credited and credited[0][1]:
        yield Resolution(reading.document.id, "wire", credited[0][1], "the report credits the agency")
    elif given:
        yield Resolution(reading.document.id, "wire", given.value, f"the form of the report credits it ({given.where})")
