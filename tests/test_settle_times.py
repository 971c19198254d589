"""Second pass over times: the publication day makes intervals, and says why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from spacy.language import Language

from opensitrep.extract.syntax import parse
from opensitrep.extract.times.find import find_times
from opensitrep.extract.times.grammar import load_reader
from opensitrep.model import Account, Interval, Label, Mark, Offset, Place, Reading, Resolution, Span, Toponym, Use
from opensitrep.read import make_document
from opensitrep.reconcile.times.days import easter, feast, on_weekday, orthodox_easter, shift_months, year_near
from opensitrep.reconcile.times.settle import settle_times
from opensitrep.reconcile.times.values import by_offset, span_of
from opensitrep.reconcile.times.zones import cities, shifted
from opensitrep.text.intervals import bounds, contains, days, hull, meets

Settler = Callable[..., Account]


@pytest.fixture(scope="session")
def settled(parser: Language) -> Settler:
    """The account of one report with its times settled."""

    def run(text: str, published: str | None = "2023-03-15") -> Account:
        document = make_document(name="case.txt", text=text)
        marks = (Mark(Label.PARAGRAPH, Span(document.id, 0, len(text))),)
        reading = find_times(parse(Reading(document, marks=marks), parser), reader=load_reader())
        known = [Resolution(document.id, "published", Interval(published, published), "test")] if published else []
        return settle_times(Account(readings=(reading,), resolutions=tuple(known)))

    return run


def intervals(account: Account, field: str = "time") -> list[tuple[str | None, str | None]]:
    return [
        (r.value.start, r.value.end) for r in account.resolutions if r.field == field and isinstance(r.value, Interval)
    ]


def test_a_weekday_becomes_a_civil_day(settled: Settler) -> None:
    account = settled("Clashes broke out on Monday.")
    assert intervals(account) == [("2023-03-13", "2023-03-13")]
    assert "2023-03-15" in account.resolutions[-1].why


def test_without_a_day_only_what_is_complete_is_settled(settled: Settler) -> None:
    account = settled("Clashes broke out on Monday and on 4 May 2021.", None)
    assert intervals(account) == [("2021-05-04", "2021-05-04")]


def test_the_day_after_dates_the_other_happening(settled: Settler) -> None:
    account = settled("Envoys left on Tuesday, a day after the talks collapsed.")
    assert intervals(account, "implies") == [("2023-03-13", "2023-03-13")]


def test_a_part_of_the_day_belongs_to_the_day_spoken_of(settled: Settler) -> None:
    account = settled("The convoy left on Sunday. In the afternoon it reached the pass.")
    assert intervals(account) == [("2023-03-12", "2023-03-12"), ("2023-03-12T12:00", "2023-03-12T18:00")]


def test_two_clocks_give_the_zone(settled: Settler) -> None:
    account = settled("It hit the pier at 14:30 (09:00 GMT) on Tuesday.")
    assert intervals(account) == [("2023-03-14T14:30+05:30", "2023-03-14T14:30+05:30")]


def test_a_following_day_is_counted_from_the_day_before_it(settled: Settler) -> None:
    account = settled("The ship sailed on March 3. The following day it sank.")
    assert intervals(account) == [("2023-03-03", "2023-03-03"), ("2023-03-04", "2023-03-04")]


def test_the_order_of_resolutions_is_that_of_the_text_and_stable(settled: Settler) -> None:
    text = "On Friday they spoke, and last year they fought."
    assert settled(text).resolutions == settled(text).resolutions


@pytest.mark.parametrize(
    ("weekday", "direction", "day"), [(4, -1, "2023-03-09"), (4, 1, "2023-03-16"), (3, -1, "2023-03-15")]
)
def test_weekdays_lie_on_the_side_of_their_clause(weekday: int, direction: int, day: str) -> None:
    assert on_weekday(date(2023, 3, 15), weekday, direction) == date.fromisoformat(day)


def test_a_date_without_a_year_takes_the_year_of_its_side() -> None:
    day = date(2023, 1, 10)
    assert (year_near(12, 20, day, -1), year_near(12, 20, day, 1), year_near(12, 20, day, 0)) == (2022, 2023, 2022)
    assert year_near(2, 29, day, 1) == 2024


def test_months_end_where_they_end() -> None:
    assert shift_months(date(2023, 3, 31), -1) == date(2023, 2, 28)
    assert by_offset(Offset(-1, "Q"), date(2023, 1, 5)) == "2022-Q4"
    assert span_of("2024-02") == (date(2024, 2, 1), date(2024, 2, 29), "month")
    assert span_of("2023-13-40") is None
    assert easter(2023) == date(2023, 4, 9)


# ---------------------------------------------------------------- zones


@pytest.fixture(scope="session")
def placed(parser: Language) -> Callable[..., list[Interval]]:
    """The intervals of a report of which some places are settled, by their names and zones."""

    def run(
        text: str, zones: dict[str, str], published: str = "2023-03-15", outlet: str | None = None
    ) -> list[Interval]:
        document = make_document(name="case.txt", text=text, outlet=outlet)
        marks = (Mark(Label.PARAGRAPH, Span(document.id, 0, len(text))),)
        reading = find_times(parse(Reading(document, marks=marks), parser), reader=load_reader())
        spans = {name: Span(document.id, text.index(name), text.index(name) + len(name)) for name in zones}
        toponyms = tuple(Toponym(span, Use.LITERAL, None) for span in spans.values())
        known = [Resolution(document.id, "published", Interval(published, published), "test")]
        known += [Resolution(span, "place", name, "test") for name, span in spans.items()]
        account = settle_times(
            Account(
                readings=(replace(reading, toponyms=toponyms),),
                places=tuple(Place(n, n, "city", 0.0, 0.0, None, zone=zone) for n, zone in zones.items()),
                resolutions=tuple(known),
            )
        )
        return [r.value for r in account.resolutions if r.field == "time" and isinstance(r.value, Interval)]

    return run


def test_an_hour_has_the_zone_of_the_place_of_its_clause(placed: Callable[..., list[Interval]]) -> None:
    (found,) = placed("A shell hit Odesa at 5 a.m. on Monday.", {"Odesa": "Europe/Kyiv"})
    assert (found.start, found.zone) == ("2023-03-13T05:00+02:00", "+02:00")


def test_summer_time_counts_at_the_hour_itself(placed: Callable[..., list[Interval]]) -> None:
    (found,) = placed("A shell hit Odesa at 5 a.m. on Monday.", {"Odesa": "Europe/Kyiv"}, published="2023-07-05")
    assert found.start == "2023-07-03T05:00+03:00"
    night = shifted(Interval("2023-03-25T22:00", "2023-03-26T06:00"), "Europe/Kyiv")
    assert night is not None
    assert (night.start, night.end) == ("2023-03-25T22:00+02:00", "2023-03-26T06:00+03:00")


def test_a_place_of_the_sentence_before_serves_where_the_own_has_none(placed: Callable[..., list[Interval]]) -> None:
    (found,) = placed("A tanker burns off Osaka. The fire began at 9 p.m. last night.", {"Osaka": "Asia/Tokyo"})
    assert found.start == "2023-03-14T21:00+09:00"


def test_a_zone_as_written_comes_before_the_place(placed: Callable[..., list[Interval]]) -> None:
    text = "Rockets fell on Osaka at 02:00 GMT on Monday and at 05:00 Minsk time on Tuesday."
    first, second = placed(text, {"Osaka": "Asia/Tokyo"})
    assert (first.zone, second.zone) == ("+00:00", "+03:00")
    assert cities()["minsk"] == "Europe/Minsk"


def test_a_day_keeps_being_a_civil_day_and_says_its_zone(placed: Callable[..., list[Interval]]) -> None:
    (found,) = placed("A shell hit Odesa on Monday.", {"Odesa": "Europe/Kyiv"})
    assert (found.start, found.end, found.zone) == ("2023-03-13", "2023-03-13", "+02:00")


def test_without_any_place_an_hour_has_no_zone(placed: Callable[..., list[Interval]]) -> None:
    (found,) = placed("The fire began at 9 p.m. on Monday.", {})
    assert (found.start, found.zone) == ("2023-03-13T21:00", None)


def test_hours_and_days_compare_by_the_local_clock_and_hours_as_instants() -> None:
    day = Interval("2023-03-13", "2023-03-13")
    early = Interval("2023-03-13T00:00+09:00", "2023-03-13T06:00+09:00", zone="+09:00")
    same = Interval("2023-03-12T15:00+00:00", "2023-03-12T16:00+00:00", zone="+00:00")
    assert contains(day, early)
    assert not meets(Interval("2023-03-12", "2023-03-12"), early)
    assert meets(early, same)
    assert hull([day, early]).start == "2023-03-13"


# ---------------------------------------------------------------- counted from a happening


def test_before_the_invasion_is_counted_from_the_day_a_report_gives(settled: Settler) -> None:
    text = "Before the invasion the town had three schools. The war that began on 4 May 2021 emptied it."
    account = settled(text)
    assert sorted(intervals(account), key=str) == [("2021-05-04", "2021-05-04"), (None, "2021-05-04")]


def test_where_no_report_gives_the_day_it_stays_open(settled: Settler) -> None:
    assert intervals(settled("Before the invasion the town had three schools.")) == []


def test_movable_feasts_come_to_their_days() -> None:
    assert orthodox_easter(2023) == date(2023, 4, 16)
    assert feast("easter-2", 2023) == date(2023, 4, 7)
    assert feast("11/4/4", 2023) == date(2023, 11, 23)
    assert feast("05/1/-1", 2023) == date(2023, 5, 29)


def test_a_range_takes_the_year_of_its_end(settled: Settler) -> None:
    for text, ends in (
        ("Between January and May 2008, 149 men were treated.", ("2008-01", "2008-05")),
        ("Between November and March 2019 the road was shut.", ("2018-11", "2019-03")),
    ):
        (found,) = (r.value for r in settled(text).resolutions if r.field == "time" and isinstance(r.value, Interval))
        assert (found.start, found.end) == ends


def test_the_last_year_of_the_calendar_has_no_end() -> None:
    for end in ("9999", "9999-12", "9999-12-31"):
        assert bounds(Interval(end, end, precision="day"))[1] is None


def test_a_day_the_calendar_does_not_have_in_its_zone_is_open() -> None:
    for zone, end in (("-12:00", "0001-01-01T00:00+14:00"), ("+14:00", "9999-12-31T23:59-12:00")):
        assert days(Interval(end, end, precision="hour", zone=zone)) == (None, None)


@pytest.mark.parametrize("written", ["9999-12-31", "0000-01-01", "0999-05-05"])
def test_days_in_figures_lie_in_history(written: str, settled: Settler) -> None:
    account = settled(f"Shelling killed 4 people on {written} at 14:30-14:00, officials said.")
    assert all(start is None or start.startswith("2023") for start, _ in intervals(account))


def test_that_night_is_no_night_where_no_day_was_told(settled: Settler) -> None:
    assert intervals(settled("A shell fell on the mill that night.")) == []
    assert intervals(settled("A shell fell on the mill in the evening."))
    assert len(intervals(settled("A patrol was hit on Monday. A shell fell on the mill the same night."))) == 2
