"""Second pass over time expressions: the publication day turns each into an interval, with the reason.

Nothing is guessed: where the publication day is not known, what hangs on it stays unresolved.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from opensitrep.ledger import Ledger
from opensitrep.model import Account, Anchor, Interval, Reading, Resolution, Span, TimeExpression, TimeType
from opensitrep.reconcile.times_values import (
    Settled,
    bounded,
    by_offset,
    complete,
    hours_of,
    lasting,
    length,
    part_value,
    period_of,
    shift,
    span_of,
    trimmed,
    written,
)


def settle_times(account: Account) -> Account:
    """Add a Resolution "time" for each expression that can be settled, and "implies" for "a day after X"."""
    ledger, found = Ledger(account), list[Resolution]()
    for reading in account.readings:
        day = publication_day(ledger.published(reading.document.id))
        for e, settled in settle_reading(reading, day):
            if settled is None:
                continue
            found.append(Resolution(e.span, "time", settled.interval, _why(e, day)))
            other = implied(e, settled)
            if other is not None:
                found.append(Resolution(e.span, "implies", other, f"{e.rule}: counted back from the day of its clause"))
    return replace(account, resolutions=(*account.resolutions, *found))


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


def settle(e: TimeExpression, day: date | None, known: dict[Span, Settled]) -> Settled | None:
    """One expression, given the publication day and the expressions settled before it."""
    from_day = _start(e, day, known)
    if e.type is TimeType.SET or e.anchor is Anchor.NONE:
        return lasting(e, e.value) if e.value else None
    if e.value and e.value.endswith("_REF"):
        return _vague(e, day)
    if e.bound == "nth" and e.offset is not None:
        return _nth(e, day)
    if e.type is TimeType.DURATION and e.value:
        return _window(e, from_day)
    value = _value(e, from_day)
    if value is None:
        return _some_time(e, from_day)
    if e.rule == "the unit" and e.offset is not None and e.offset.unit == "Q" and from_day:
        value = by_offset(e.offset, shift(from_day, -45, "D"))  # results of a quarter are told in the weeks behind it
    settled = _with_part(e, value or "")
    if settled is not None and e.part in ("EARLIER", "LATER") and from_day:
        settled = _this_side(settled, from_day, earlier=e.part == "EARLIER")
    if settled is not None and e.until:
        settled = _until(e, settled, from_day)
    if settled is not None and e.anchor is Anchor.EVENT and e.rule == "shift" and e.offset and e.offset.amount:
        settled = replace(settled, value=period_of(e.offset))  # TIMEX3 calls "two days after X" a duration
    return bounded(e, settled, day) if settled else None


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
        return day.isoformat()
    if e.value:
        return complete(e, day)
    return by_offset(e.offset, day) if e.offset else None


def _interval(e: TimeExpression, start: str | None, end: str | None, precision: str, value: str | None) -> Interval:
    basis = "stated" if e.anchor is Anchor.SELF else "relative"
    zone = e.zone if e.zone and e.zone[0] in "+-" else None
    return Interval(start, end, precision=precision, basis=basis, zone=zone, value=value, approx=e.approx)


def _with_part(e: TimeExpression, value: str) -> Settled | None:
    """A value with its part of the day, week, month or year, or its clock time."""
    days = span_of(value)
    if days is None:
        return None
    first, last, precision = days
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
    first, last = shift(day, -1, unit), shift(day, 1, unit)
    return Settled(value, _interval(replace(e, approx=True), first.isoformat(), last.isoformat(), "vague", value))


def _window(e: TimeExpression, day: date | None) -> Settled | None:
    """A duration that lies before or behind a day, else a bare duration."""
    value = e.value or ""
    if e.bound not in ("over", "within", "first") or day is None or (e.bound == "over" and e.direction == 0):
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
        value = period_of(e.offset) if e.anchor is not Anchor.PUBLICATION else None
        return Settled(
            value, _interval(replace(e, approx=True), there.isoformat(), there.isoformat(), "day", None), there
        )
    if e.offset.amount is None:
        return Settled(f"PX{e.offset.unit}", Interval(None, None, precision="vague", basis="relative", approx=True))
    return None


def _until(e: TimeExpression, settled: Settled, day: date | None) -> Settled:
    """The other end of a range: not before its beginning."""
    until = e.until or ""
    near = replace(e, value=until, direction=1 if until.startswith("XXXX") else e.direction)
    start = settled.first or day
    value = complete(near, start) if until.startswith("XXXX") and start else until
    days = span_of(value) if value else None
    if days is None or settled.interval.end is None:
        return settled
    _, end = written(days[0], days[1], days[2])
    return replace(settled, interval=replace(settled.interval, end=end, value=f"{settled.value}/{value}"))


def implied(e: TimeExpression, settled: Settled) -> Interval | None:
    """The day of X in "a day after X": counted back from the day of the clause."""
    if e.implies is None or settled.first is None or e.offset is None or e.offset.amount is None:
        return None
    there = by_offset(replace(e.offset, amount=-e.offset.amount), settled.first)
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
