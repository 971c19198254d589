"""Second pass over time expressions: the publication day turns each into an interval, with the reason.

Nothing is guessed: where the publication day is not known, what hangs on it stays unresolved.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from opensitrep.model import Account, Anchor, Interval, Reading, Resolution, Span, TimeExpression, TimeType
from opensitrep.reconcile.places import home_of
from opensitrep.reconcile.times.days import in_month, shift
from opensitrep.reconcile.times.onsets import RULES, beginnings, counted, group_of
from opensitrep.reconcile.times.values import (
    Settled,
    bounded,
    by_offset,
    complete,
    hours_of,
    lasting,
    length,
    part_value,
    period_of,
    span_of,
    trimmed,
    written,
)
from opensitrep.reconcile.times.zones import Zones
from opensitrep.run.ledger import Ledger
from opensitrep.text.words import Lists
from opensitrep.world.gazetteer import Gazetteer
from opensitrep.world.zones import load_zones, zone_of

WORDS = Lists("times")

LAST_HOUR = "23:00"  # from which it is near midnight


def settle_times(account: Account, *, gazetteer: Gazetteer | None = None) -> Account:
    """Add a Resolution "time" for each expression that can be settled, and "implies" for "a day after X".

    Hours get the offset of the place of their clause, of the report or (with a gazetteer) of the outlet.
    """
    ledger, found = Ledger(account), list[Resolution]()
    dated, open_ones = list[tuple[TimeExpression, Interval, str]](), list[tuple[TimeExpression, date | None]]()
    homes = partial(home_zone, gazetteer=gazetteer) if gazetteer else None
    for reading in account.readings:
        day = publication_day(ledger.published(reading.document.id))
        zones = Zones(reading, ledger, homes)
        for e, settled in settle_reading(reading, day):
            if settled is None:
                open_ones.append((e, day))
                continue
            dated.append((e, settled.interval, reading.document.text))
            interval, where = zones.zoned(e, settled.interval)
            found.append(Resolution(e.span, "time", interval, _why(e, day) + where))
            other = implied(e, settled)
            if other is not None:
                found.append(Resolution(e.span, "implies", other, f"{e.rule}: counted back from the day of its clause"))
    found += from_beginnings(open_ones, dated, ledger)
    return replace(account, resolutions=(*account.resolutions, *found))


def from_beginnings(
    open_ones: list[tuple[TimeExpression, date | None]],
    dated: list[tuple[TimeExpression, Interval, str]],
    ledger: Ledger,
) -> list[Resolution]:
    """What "throughout the war" comes to, where a report of the story tells the day on which it began."""
    waiting = [(e, day, group_of(ledger.quote(e.refers))) for e, day in open_ones if e.rule in RULES and e.refers]
    began = beginnings(dated) if waiting else {}
    out = []
    for e, day, group in waiting:
        if group in began and group is not None:
            out.append(counted(e, group, *began[group], day.isoformat() if day else None))
    return [r for r in out if r is not None]


def home_zone(outlet: str | None, url: str | None, *, gazetteer: Gazetteer) -> str | None:
    """The zone of the town an outlet is at home in, else of its country if that has one; None where unknown."""
    home = home_of(outlet, url, gazetteer)
    if home is None:
        return None
    return (zone_of(home.seat) if home.seat else None) or load_zones().get(home.country)


def publication_day(published: Interval | None) -> date | None:
    """The day of publication, if one day is known."""
    if published is None or published.start is None or len(published.start) < 10:
        return None
    if published.end is not None and published.end[:10] != published.start[:10]:
        return None
    return date.fromisoformat(published.start[:10])


def settle_reading(reading: Reading, day: date | None) -> list[tuple[TimeExpression, Settled | None]]:
    """Every expression of a report in text order with what it comes to; None where it stays open."""
    known: dict[Span, Settled] = {}
    later: list[TimeExpression] = []
    for e in reading.times:
        if e.anchor is Anchor.EVENT:
            later.append(e)
        elif settled := settle(e, day, known):
            known[e.span] = settled
    for e in later:
        if settled := settle(e, day, known):
            known[e.span] = settled
    return [(e, known.get(e.span)) for e in reading.times]


def settle(e: TimeExpression, day: date | None, known: dict[Span, Settled]) -> Settled | None:  # noqa: PLR0911
    """One expression, given the publication day and the expressions settled before it."""
    from_day = _start(e, day, known)
    if e.type is TimeType.SET or e.anchor is Anchor.NONE:
        return lasting(e, e.value) if e.value else None
    if e.value and e.value.endswith("_REF"):
        return _vague(e, day)
    if e.bound == "nth" and e.offset is not None:
        return _nth(e, day)
    if e.type is TimeType.DURATION and e.value and e.anchor is not Anchor.EVENT:
        return _window(e, from_day)
    if e.anchor is Anchor.EVENT and e.beside is None and e.offset is not None and _is_long(e):
        return lasting(e, period_of(e.offset))  # nothing dates its clause: only "a day after" is news of the day
    if e.clock == "24:00" and e.direction < 0 and e.anchor is Anchor.EXPRESSION and e.refers is None and from_day:
        from_day -= timedelta(days=1)  # "the truce ended at midnight": that between yesterday and today
    value = _a_year_back(e, known) if e.part == "SAME" else _value(e, from_day)
    if value is None:
        return _some_time(e, from_day)
    settled = _with_part(e, _turned(e, value, from_day) if from_day else value)
    if settled is None:
        return None
    if e.rule == "day of unit" and e.direction < 0 and from_day and (settled.first or from_day) > from_day:
        settled = _unit_before(e, from_day) or settled
    if e.part in ("EARLIER", "LATER") and from_day:
        settled = _this_side(settled, from_day, earlier=e.part == "EARLIER")
    if e.until:
        settled = _in_order(e, _until(e, settled, from_day), from_day)
    if e.anchor is Anchor.EVENT and e.rule in ("shift", "days after") and e.offset and e.offset.amount:
        settled = _named(settled, period_of(e.offset))  # TIMEX3 calls "two days after X" a duration
    return bounded(e, settled, day)


def _is_long(e: TimeExpression) -> bool:
    return (
        e.type is TimeType.DURATION and e.offset is not None and (abs(e.offset.amount or 0), e.offset.unit) != (1, "D")
    )


def _turned(e: TimeExpression, value: str, day: date) -> str:
    """The value of expressions that are not counted in whole units of the calendar."""
    if e.rule == "the unit" and e.offset is not None and e.offset.unit == "Q":
        return by_offset(e.offset, shift(day, -45, "D")) or value  # results of a quarter come in the weeks behind it
    if e.part == "NEW YEAR":
        return f"{day.year + (day.month > 1):04d}"
    if e.part == "DAY" and e.offset is not None:  # "a year ago today"
        return shift(day, e.offset.amount or 0, e.offset.unit).isoformat()
    return value


def _unit_before(e: TimeExpression, day: date) -> Settled | None:
    """The same day of the unit before: "on the last day of the year", told in January."""
    if e.offset is None:
        return None
    before = replace(e, offset=replace(e.offset, amount=(e.offset.amount or 0) - 1))
    return _with_part(before, _value(before, day) or "")


def _a_year_back(e: TimeExpression, known: dict[Span, Settled]) -> str | None:
    """The same quarter or half of another year: "a year earlier"."""
    other = known.get(e.refers) if e.refers else None
    if other is None or not other.value or not other.value[:4].isdigit() or e.offset is None:
        return None
    return f"{int(other.value[:4]) + round(e.offset.amount or 0):04d}{other.value[4:]}"


def _named(settled: Settled, value: str) -> Settled:
    """The same stretch under another TIMEX3 value."""
    return replace(settled, value=value, interval=replace(settled.interval, value=value))


def _start(e: TimeExpression, day: date | None, known: dict[Span, Settled]) -> date | None:
    """The day an expression is counted from."""
    span = e.refers if e.anchor is Anchor.EXPRESSION else e.beside if e.anchor is Anchor.EVENT else None
    other = known.get(span) if span else None
    return other.first if other and other.first else day


def _value(e: TimeExpression, day: date | None) -> str | None:
    if e.anchor is Anchor.SELF:
        return e.value
    if day is None:
        return None
    if e.anchor is Anchor.EVENT:
        return day.isoformat() if e.offset and e.offset.amount is not None else None
    if e.value:
        return complete(e, day)
    return by_offset(e.offset, day) if e.offset else None


def _interval(e: TimeExpression, start: str | None, end: str | None, precision: str, value: str | None) -> Interval:
    basis = "stated" if e.anchor is Anchor.SELF else "relative"
    zone = e.zone if e.zone and e.zone[0] in "+-" else None
    return Interval(start, end, precision=precision, basis=basis, zone=zone, value=value, approx=e.approx)


def _with_part(e: TimeExpression, value: str) -> Settled | None:  # noqa: PLR0911  one return for each part
    """A value with its part of the day, week, month or year, or its clock time."""
    days = span_of(value)
    if days is None:
        return None
    first, last, precision = days
    if e.part and "#" in e.part:
        named_part = in_month(first, last, e.part)
        if named_part is None:
            return None
        value, first, last, precision = named_part
        return Settled(value, _interval(e, *written(first, last, precision), precision, value), first)
    if precision == "day" and e.clock:
        return _clock(e, first)
    if e.part == "WEEK" and precision == "day":
        monday = first - timedelta(days=first.isoweekday() - 1)
        year, week, _ = monday.isocalendar()
        week_value = f"{year:04d}-W{week:02d}"
        end = monday + timedelta(days=6)
        return Settled(week_value, _interval(e, monday.isoformat(), end.isoformat(), "week", week_value), monday)
    if precision == "day" and e.part and (hours := hours_of(first, e.part, e.zone)):
        named = part_value(first, e.part)
        return Settled(named, _interval(e, *hours, "part of day", named), first)
    if e.part in ("START", "MID", "END") and precision != "day":
        first, last = trimmed(first, last, e.part)
        vague = replace(e, approx=True)
        return Settled(value, _interval(vague, first.isoformat(), last.isoformat(), "vague", value), first)
    start, end_text = written(first, last, precision)
    return Settled(value, _interval(e, start, end_text, precision, value), first)


def _this_side(settled: Settled, day: date, *, earlier: bool) -> Settled:
    """ "Earlier this month" ends with the day of publication, "later this month" begins there."""
    days, now = span_of(settled.value or ""), day.isoformat()
    if days is None or not days[0] <= day <= days[1]:
        return settled
    start, end = (days[0].isoformat(), now) if earlier else (now, days[1].isoformat())
    return replace(settled, interval=replace(settled.interval, start=start, end=end, precision="vague", approx=True))


def _clock(e: TimeExpression, day: date) -> Settled:
    clock = e.clock or "00:00"
    on = day + timedelta(days=1) if clock.startswith("24") else day
    offset = e.zone if e.zone and e.zone[0] in "+-" else ""
    instant = f"{on.isoformat()}T{'00:00' if clock.startswith('24') else clock}{offset}"
    value = f"{day.isoformat()}T{clock}"
    if on != day and e.approx:  # "shortly before midnight on Friday" is of that day
        return Settled(value, _interval(e, f"{day.isoformat()}T{LAST_HOUR}{offset}", instant, "vague", value), day)
    return Settled(value, _interval(e, instant, instant, "instant", value), day)


def _vague(e: TimeExpression, day: date | None) -> Settled | None:
    """PRESENT_REF is the day of publication; past and future lie on either side of it."""
    now = day.isoformat() if day else None
    value = e.value or ""
    if value == "PRESENT_REF":
        first = None if e.rule == "so far" else now
        return (
            Settled(value, Interval(first, now, precision="day", basis="relative", value=value, approx=True))
            if now
            else None
        )
    if value == "PAST_REF":
        return Settled(value, Interval(None, now, precision="vague", basis="relative", value=value, approx=True))
    return (
        Settled(value, Interval(now, None, precision="vague", basis="relative", value=value, approx=True))
        if now
        else None
    )


def _nth(e: TimeExpression, day: date | None) -> Settled | None:
    """ "Its fifth month": the stretch that holds the day of publication, its ends not known to the day."""
    if day is None or e.offset is None:
        return None
    unit = e.offset.unit
    value = by_offset(replace(e.offset, amount=0), day)
    if unit == "D":
        return Settled(value, _interval(e, day.isoformat(), day.isoformat(), "day", value), day)
    days = span_of(value or "")
    start, end = written(*days) if days else (None, None)
    return Settled(value, _interval(replace(e, approx=True), start, end, "vague", value))


def _window(e: TimeExpression, day: date | None) -> Settled | None:
    """A duration that lies before or behind a day, else a bare duration."""
    value = e.value or ""
    if e.bound not in WORDS["bounds of a window"] or day is None or (e.bound == "over" and e.direction == 0):
        return lasting(e, value)
    long = length(value)
    back = e.direction < 0
    other = shift(day, -long[0] if back else long[0], long[1]) if long else None
    start, end = (other, day) if back else (day, other)
    it = Interval(
        start.isoformat() if start else None, end.isoformat() if end else None,
        precision="vague", basis="relative", value=value, approx=True,
    )  # fmt: skip
    return Settled(value, it)


def _some_time(e: TimeExpression, day: date | None) -> Settled | None:
    """Hours ago, days after something: the day, roughly."""
    if day is None or e.offset is None:
        return None
    if e.offset.unit in ("TH", "TM", "TS"):
        there = shift(day, e.offset.amount or 0, e.offset.unit)
        value = period_of(e.offset)
        return Settled(
            value, _interval(replace(e, approx=True), there.isoformat(), there.isoformat(), "day", value), there
        )
    if e.offset.amount is None:
        value = period_of(e.offset)
        return Settled(value, Interval(None, None, precision="vague", basis="relative", value=value, approx=True))
    return None


def _until(e: TimeExpression, settled: Settled, day: date | None) -> Settled:
    """The other end of a range, not before its beginning; the TIMEX3 value stays that of the first."""
    until, _, tail = (e.until or "").partition("T")
    near = replace(e, value=until, direction=1 if until.startswith("XXXX") else e.direction, offset=None)
    start = settled.first or day
    value = (
        start.isoformat()
        if not until and start
        else complete(near, start)
        if until.startswith("XXXX") and start
        else until
    )
    days = span_of(value) if value else None
    if days is None or settled.interval.end is None:
        return settled
    _, end = written(days[0], days[1], days[2])
    if ":" in tail:
        first_clock, last_day = e.clock or "", days[0]
        end = (
            _clock(replace(e, clock=tail), last_day + timedelta(days=not until and tail < first_clock)).interval.end
            or end
        )
    elif tail and (hours := hours_of(days[0], tail, e.zone)):
        end = hours[1]
    precision = "part of day" if settled.interval.precision == "instant" else settled.interval.precision
    return replace(settled, interval=replace(settled.interval, end=end, precision=precision))


def _in_order(e: TimeExpression, settled: Settled, day: date | None) -> Settled:
    """A range whose end comes out before its beginning: the beginning takes the year of the end, or the one before."""
    span, end = settled.interval, settled.interval.end
    if span.start is None or end is None or span.start[: len(end)] <= end[: len(span.start)]:
        return settled
    if e.value is None or not e.value.startswith("XXXX-") or day is None:
        return replace(settled, interval=replace(span, end=None))
    for year in (int(end[:4]), int(end[:4]) - 1):
        start = f"{year:04d}{span.start[4:]}"
        if (days := span_of(start[:10])) and start[: len(end)] <= end[: len(start)]:
            value = f"{year:04d}{(settled.value or start)[4:]}"
            return replace(settled, value=value, first=days[0], interval=replace(span, start=start, value=value))
    return replace(settled, interval=replace(span, end=None))


def implied(e: TimeExpression, settled: Settled) -> Interval | None:
    """The day of X in "a day after X": counted back from the day of the clause."""
    return counted_from(e, settled.first) if settled.first else None


def counted_from(e: TimeExpression, day: date) -> Interval | None:
    """The day of X in "a day after X", told of a day."""
    if e.implies is None or e.offset is None or e.offset.amount is None:
        return None
    there = by_offset(replace(e.offset, amount=-e.offset.amount), day)
    days = span_of(there) if there else None
    if days is None:
        return None
    start, end = written(*days)
    return Interval(start, end, precision=days[2], basis="relative", value=there, approx=e.approx)


def _why(e: TimeExpression, day: date | None) -> str:
    """The reason in words."""
    match e.anchor:
        case Anchor.SELF:
            return f"{e.rule}: complete as written"
        case Anchor.NONE:
            return f"{e.rule}: a length or repetition, no date"
        case Anchor.EXPRESSION if e.refers:
            return f"{e.rule}: counted from an earlier time expression"
        case Anchor.EVENT if e.beside:
            return f"{e.rule}: the day of its clause"
        case _:
            return f"{e.rule}: counted from the publication day {day.isoformat() if day else 'not known'}"
