"""Every time is tied to the one word of the happening or saying it dates."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from opensitrep.extract import attachment
from opensitrep.model import Reading, Span, TimeExpression
from opensitrep.read import make_document

Read = Callable[..., Reading]
CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "attachment.toml").read_text(encoding="utf-8")
)["case"]


def place(text: str, words: str, nth: int = 1) -> tuple[int, int]:
    start = -1
    for _ in range(nth):
        start = text.index(words, start + 1)
    return start, start + len(words)


def named(case: dict[str, Any]) -> str:
    return f"{case['time']} in {case['text'][:60]}"


def asked(reading: Reading, case: dict[str, Any]) -> TimeExpression:
    start, end = place(case["text"], case["time"], case.get("nth", 1))
    return next(t for t in reading.times if t.span.meets(Span(reading.document.id, start, end)))


@pytest.mark.parametrize("case", CASES, ids=named)
def test_a_time_is_tied_to_its_happening(read: Read, case: dict[str, Any]) -> None:
    found = asked(read(case["text"]), case).attached
    if "to" not in case:
        assert found is None
        return
    assert found is not None
    assert (found.start, found.end) == place(case["text"], case["to"], case.get("to_nth", 1))


@pytest.mark.parametrize("case", CASES, ids=named)
def test_only_the_time_of_speaking_is_the_time_of_a_statement(read: Read, case: dict[str, Any]) -> None:
    reading = read(case["text"])
    spoken = any(a.said_at == asked(reading, case).span for a in reading.attributions)
    assert spoken is case.get("speaking", False)


def test_a_reading_without_syntax_is_left_as_it_is() -> None:
    reading = Reading(make_document(name="case.txt", text="Nine died on Monday."))
    assert attachment.attach(reading) is reading


def test_a_verbless_line_ties_nothing_to_a_place_or_a_person(read: Read) -> None:
    reading = read("A boy in Izium on Saturday.")
    assert [t.attached for t in reading.times] == [None]


def test_every_word_stands_in_the_sentence_of_its_time(read: Read) -> None:
    text = "Nine people died on Monday. The mayor said on Tuesday that two more were missing. Schools reopen in June."
    reading = read(text)
    assert reading.times
    for one in reading.times:
        assert one.attached is not None
        low, high = sorted((one.attached.start, one.span.start))
        assert ". " not in text[low:high]
