"""Dateline: what in one report speaks for its day of writing."""

from __future__ import annotations

import pytest
from spacy.language import Language

from opensitrep.extract.dateline import find_datelines, find_dates
from opensitrep.extract.layout.find import label_layout
from opensitrep.extract.syntax import parse
from opensitrep.model import Label, Reading
from opensitrep.read import make_document
from opensitrep.text.days import date_line, date_of_issue, dates_beside_names, day_of_address, full_dates


def evidence(text: str, parser: Language) -> list[tuple[str, str | None]]:
    reading = find_dates(parse(find_datelines(label_layout(Reading(make_document(name="x", text=text)))), parser))
    kinds = (Label.DATE, Label.DATELINE, Label.WIRE, Label.OUTLET)
    return [(m.label.value, m.reading) for m in reading.marks if m.label in kinds]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("June 5, 2022", "2022-06-05"),
        ("5th June 2022", "2022-06-05"),
        ("Sept. 30, 1999", "1999-09-30"),
        ("2022/6/5", "2022-06-05"),
        ("25.06.2022", "2022-06-25"),
        ("06/25/2022", "2022-06-25"),
        ("20220625", "2022-06-25"),
        ("04/05/2022", None),
        ("04.05.2022", "2022-05-04"),
        ("31 June 2022", None),
        ("version 1.2.2022.4", None),
    ],
)
def test_full_dates(text: str, day: str | None) -> None:
    assert [d for _, _, d in full_dates(text)] == ([day] if day else [])


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Published: Saturday, June 25, 2022 10:30 a.m. GMT", "2022-06-25"),
        ("25 June 2022", "2022-06-25"),
        ("Updated on 2022-06-25T10:30:00Z", "2022-06-25"),
        ("20220625", "2022-06-25"),
        ("The treaty of 25 June 2022", None),
        ("Sixty people met", None),
    ],
)
def test_lines_that_are_dates(line: str, day: str | None) -> None:
    found = date_line(line)
    assert (found[2] if found else None) == day


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("The Harbour Courier, Monday 4 March 2024", ["2024-03-04"]),
        ("The Harbour Courier, Friday 4 March 2024", []),  # it was a Monday
        ("Radio Ashdara — evening bulletin, 13.9.2025", ["2025-09-13"]),
        ("(5 March 2024, The Harbour Courier)", ["2024-03-05"]),
        ("Published 4 March 2024 at 10:15 | Updated 5 March 2024 at 9 am", ["2024-03-04", "2024-03-05"]),
        ("Ana Kovac, staff writer | March 4, 2024, 9:12 pm", ["2024-03-04"]),
        ("Press release no. 12, 4 March 2024", ["2024-03-04"]),
        ("The treaty of 4 March 2024 was signed", []),
    ],
)
def test_lines_of_dates_beside_names(line: str, days: list[str]) -> None:
    assert [day for _, _, day, _ in dates_beside_names(line)] == days


def test_sentences_that_tell_the_day_of_issue() -> None:
    said = "This report by Harbour Press was first published Nov. 8, 2024."
    assert [day for _, _, day, _ in date_of_issue(said)] == ["2024-11-08"]
    assert date_of_issue("A study of the harbour published on 8 November 2024 found forty wrecks in the bay.") == []


@pytest.mark.parametrize(
    ("head", "day", "wire"),
    [
        ("ASHDARA, June 25 (Reuters) - ", "XXXX-06-25", "Reuters"),
        ("Geneva, 6 November 2023 – ", "2023-11-06", None),
        ("LONDON — Oct. 3, 2023 — ", "2023-10-03", None),
        ("MOSCOW, June 25. /TASS/. ", "XXXX-06-25", "TASS"),
        ("LONDON, Sunday, June 25 (AP) — ", "XXXX-06-25", "Associated Press"),
        ("On 6 November 2023 – ", None, None),
    ],
)
def test_datelines(head: str, day: str | None, wire: str | None, parser: Language) -> None:
    text = f"Boats for the islands\n\n{head}Forty boats went to the northern islands, the director of the fund said."
    found = evidence(text, parser)
    assert (("dateline", None) in found) == (day is not None)
    assert day is None or ("date evidence", day) in found
    assert wire is None or ("wire credit", wire) in found


def test_a_page_names_its_paper_beside_the_date(parser: Language) -> None:
    body = "\n\nFerry runs aground near the harbour\n\nA ferry with forty people ran aground, the guard said at night."
    assert ("outlet name", "The Harbour Courier") in evidence("The Harbour Courier, Monday 4 March 2024" + body, parser)
    assert ("outlet name", "Ashdara Now") in evidence("Ashdara Now\n4 March 2024" + body, parser)


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://news.example/2024/03/04/ferry", "2024-03-04"),
        ("https://news.example/world/ferry-20240304.html", "2024-03-04"),
        ("https://news.example/2024/mar/04/ferry", "2024-03-04"),
        ("https://news.example/272599252/ferry", None),
        ("https://news.example/a?day=2024-03-04", None),
    ],
)
def test_days_in_addresses(url: str, day: str | None) -> None:
    assert day_of_address(url) == day


@pytest.mark.parametrize(
    ("head", "wire"),
    [
        ("ASHDARA (Reuters) - ", "Reuters"),
        ("ASHDARA, Southland (Isle Press) — ", None),
        ("Ada (AP) — ", "Associated Press"),
    ],
)
def test_an_agency_in_brackets_is_no_part_of_the_place(head: str, wire: str | None, parser: Language) -> None:
    found = evidence(f"Boats for the islands\n\n{head}Forty boats went to the northern islands.", parser)
    assert ("dateline", None) in found
    assert [value for label, value in found if label == "wire credit"] == [wire] * bool(wire)


def test_a_dateline_gives_place_day_and_wire(parser: Language) -> None:
    found = evidence("PORT ALBA, March 4 (Reuters) - A ferry ran aground on Monday, the coast guard said.", parser)
    assert ("dateline", None) in found
    assert ("date evidence", "XXXX-03-04") in found
    assert ("wire credit", "Reuters") in found


@pytest.mark.parametrize(
    "text", ["The minister said: a ferry sank near the port in the night.", "Port Alba - a town of nine."]
)
def test_an_ordinary_sentence_is_no_dateline(text: str, parser: Language) -> None:
    assert "dateline" not in [kind for kind, _ in evidence(text, parser)]


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("A ferry ran aground early on Sunday morning, the coast guard said.", "sunday"),
        ("The minister will visit the port on Thursday.", "before thursday"),
        ("The minister is scheduled to visit the port on Thursday.", "before thursday"),
        ("Talks are expected ahead of a meeting starting Sunday in the capital.", "before sunday"),
        ("Last Friday the ferry was in the dock.", None),
    ],
)
def test_weekdays_lie_before_or_after_the_day_of_writing(text: str, reading: str | None, parser: Language) -> None:
    assert [r for _, r in evidence(f"Ferry aground\n{text}", parser)] == ([reading] if reading else [])


def test_the_page_names_itself(parser: Language) -> None:
    text = (
        "Ferry aground\nA ferry ran aground early on Sunday morning near the old harbour, the coast guard said.\n"
        "Sign up for the newsletter of The Harbour Post\nSupport The Harbour Post!\n"
    )
    assert ("outlet name", "The Harbour Post") in evidence(text, parser)


def test_a_dateline_is_no_part_of_the_first_sentence(parser: Language) -> None:
    text = "Rates rise\n\nOSLO, March 3 (Meridian Press) - The bank raised its rate on Monday, it said.\n"
    reading = parse(find_datelines(label_layout(Reading(make_document(name="x", text=text)))), parser)
    assert reading.syntax is not None
    assert "OSLO" not in [text[a:b] for a, b in zip(reading.syntax.start, reading.syntax.end, strict=True)]
