"""Publication days: stated, or settled with the other reports of the story."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from opensitrep.model import Account, Anchor, Interval, Label, Mark, Reading, Span, TimeExpression, TimeType
from opensitrep.read import make_document
from opensitrep.reconcile.dates import settle_dates


def report(name: str, *evidence: tuple[str, float], **known: Any) -> Reading:
    """A report whose text is its evidence, a mark on each."""
    document = make_document(name=name, text=" " + " ".join(word for word, _ in evidence) + " x", **known)
    marks, at = [], 1
    for word, score in evidence:
        marks.append(Mark(Label.DATE, Span(document.id, at, at + len(word)), word, score))
        at += len(word) + 1
    return Reading(document, tuple(marks))


def days(*readings: Reading) -> dict[str, str]:
    """Publication days by name."""
    account = settle_dates(Account(readings=readings))
    names = {r.document.id: r.document.name for r in readings}
    return {
        names[str(r.subject)]: str(r.value.start)
        for r in account.resolutions
        if r.field == "published" and isinstance(r.value, Interval)
    }


DATED = report("dated", published="2024-03-04T22:00:00Z")  # a Monday


def test_a_stated_day_stands() -> None:
    assert days(report("a", ("2024-03-05", 1.0), ("sunday", 0.8))) == {"a": "2024-03-05"}
    assert days(report("a", url="https://news.example/2024/03/05/x")) == {"a": "2024-03-05"}


@pytest.mark.parametrize(
    ("evidence", "day"),
    [
        ((("monday", 0.8),), "2024-03-04"),
        ((("tuesday", 0.8), ("monday", 0.6), ("sunday", 0.6)), "2024-03-05"),
        ((("saturday", 0.8), ("before sunday", 0.5)), "2024-03-02"),
        ((("thursday", 0.8),), "2024-03-07"),
        ((("monday", 0.4), ("friday", 0.3)), "2024-03-04"),
        ((("XXXX-03-03", 0.95), ("sunday", 0.8)), "2024-03-03"),
    ],
)
def test_weekdays_are_settled_near_a_dated_report(evidence: tuple[tuple[str, float], ...], day: str) -> None:
    assert days(DATED, report("a", *evidence))["a"] == day


def test_a_full_date_counts_where_its_weekday_is_told() -> None:
    assert days(report("a", ("2024-03-04", 0.7), ("monday", 0.8))) == {"a": "2024-03-04"}
    assert days(report("a", ("2024-03-04", 0.7), ("friday", 0.8))) == {}


def test_a_report_without_a_day_stays_without_one() -> None:
    account = settle_dates(Account(readings=(report("a", ("monday", 0.8)),)))
    assert not [r for r in account.resolutions if r.field == "published"]
    assert [(p.stage, p.subject) for p in account.problems] == [("dates", "a")]
    assert days(DATED, report("a")) == {"dated": "2024-03-04"}


def test_dated_reports_that_disagree_settle_nothing() -> None:
    far = report("far", published="2024-05-01")
    assert "a" not in days(DATED, far, report("a", ("monday", 0.8)))


def test_the_order_of_the_reports_makes_no_difference() -> None:
    readings = [DATED, report("a", ("monday", 0.8)), report("b", ("tuesday", 0.8))]
    assert (
        settle_dates(Account(readings=tuple(readings))).resolutions
        == settle_dates(Account(readings=tuple(reversed(readings)))).resolutions
    )


def test_outlet_and_wire_are_named() -> None:
    document = make_document(name="a", text="Reuters x", url="https://www.news.example/x")
    reading = Reading(document, (Mark(Label.WIRE, Span(document.id, 0, 7), "Reuters"),))
    found = {r.field: r.value for r in settle_dates(Account(readings=(reading,))).resolutions}
    assert found == {"outlet": "news.example", "wire": "Reuters"}


def naming(reading: Reading, *values: str) -> Reading:
    """The reading with complete dates named in its text."""
    span = Span(reading.document.id, 0, 1)
    return replace(
        reading, times=tuple(TimeExpression(span, TimeType.DATE, value, Anchor.SELF, "date") for value in values)
    )


def test_a_dateline_without_a_year_takes_it_from_the_years_its_text_names() -> None:
    bare = report("a", ("XXXX-03-04", 0.95), ("monday", 0.8))  # a Monday in 2024, not in 2022 or 2023
    assert days(naming(bare, "2022-11")) == {"a": "2024-03-04"}
    assert days(naming(bare, "2015")) == {}  # nearest Mondays: 2013 and 2019
    assert days(naming(report("a", ("XXXX-03-04", 0.95)), "2024-02-27")) == {"a": "2024-03-04"}
    assert days(bare) == {}


def test_a_copy_takes_the_day_of_the_report_it_copies() -> None:
    said = (
        "Forty boats went to the northern islands on the morning tide, the director of the fund told the harbour paper."
    )
    readings = []
    for name, day in (("copy", None), ("first", "2024-03-04"), ("other", "2024-03-09")):
        text = (
            said if name != "other" else "Nobody in the valley knew how many houses the water had taken in the night."
        )
        document = make_document(name=name, text=text, published=day)
        readings.append(Reading(document, (Mark(Label.PARAGRAPH, Span(document.id, 0, len(text))),)))
    assert days(*readings) == {"copy": "2024-03-04", "first": "2024-03-04", "other": "2024-03-09"}


def test_a_date_at_the_end_of_a_headline_counts_near_the_weekdays_told() -> None:
    assert days(report("a", ("2024-03-04", 0.85))) == {"a": "2024-03-04"}
    assert days(report("a", ("2024-03-04", 0.85), ("sunday", 0.8))) == {"a": "2024-03-04"}
    assert days(report("a", ("2024-03-04", 0.85), ("thursday", 0.8))) == {}
