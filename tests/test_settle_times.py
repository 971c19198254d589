"""Second pass over times: the publication day makes intervals, and says why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from spacy.language import Language

from opensitrep.extract.syntax import parse
from opensitrep.extract.times import find_times
from opensitrep.extract.times_grammar import load_reader
from opensitrep.model import Account, Interval, Label, Mark, Offset, Reading, Resolution, Span
from opensitrep.read import make_document
from opensitrep.reconcile.times import settle_times
from opensitrep.reconcile.times_values import by_offset, easter, on_weekday, shift_months, span_of, year_near

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
