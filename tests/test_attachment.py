"""Every time and every figure is tied to the one word of the happening or saying it belongs to."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from opensitrep.extract import attachment
from opensitrep.model import Quantity, Reading, Slot, Span, TimeExpression
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
    return f"{case.get('time') or case['figure']} in {case['text'][:60]}"


def asked(reading: Reading, case: dict[str, Any]) -> TimeExpression | Quantity:
    start, end = place(case["text"], case.get("time") or case["figure"], case.get("nth", 1))
    here = Span(reading.document.id, start, end)
    if "time" in case:
        return next(t for t in reading.times if t.span.meets(here))
    return next(q for q in reading.quantities if q.number.meets(here))


@pytest.mark.parametrize("case", CASES, ids=named)
def test_a_time_or_figure_is_tied_to_its_happening(read: Read, case: dict[str, Any]) -> None:
    found = asked(read(case["text"]), case).attached
    if "to" not in case:
        assert found is None
        return
    assert found is not None
    assert (found.start, found.end) == place(case["text"], case["to"], case.get("to_nth", 1))


@pytest.mark.parametrize("case", [c for c in CASES if c.get("time")], ids=named)
def test_only_the_time_of_speaking_is_the_time_of_a_statement(read: Read, case: dict[str, Any]) -> None:
    reading = read(case["text"])
    spoken = any(a.said_at == asked(reading, case).span for a in reading.attributions)
    assert spoken is case.get("speaking", False)


def test_a_time_of_speaking_never_dates_the_happening_told(read: Read) -> None:
    reading = read("The army said late on Tuesday that rebels had attacked the village of Tara on Sunday.")
    times = {reading.document.text[t.start : t.end] for m in reading.mentions for t in m.times}
    assert times == {"Sunday"}


def test_a_happening_takes_the_time_told_behind_a_later_clause(read: Read) -> None:
    text = "Gunmen attacked a convoy near Gao overnight after soldiers left their post."
    attack = next(m for m in read(text).mentions if text[m.trigger.start : m.trigger.end] == "attacked")
    assert [text[t.start : t.end] for t in attack.times] == ["overnight"]


def test_the_whole_is_not_counted_for_what_became_of_a_part(read: Read) -> None:
    text = "Ninety of the 216 inmates who escaped from the jail in Larkana have been caught, police said."
    reading = read(text)
    caught = {f.span for m in reading.mentions for f in m.fillers if f.slot is Slot.CAPTURED}
    assert [q.low for q in reading.quantities if q.span in caught] == [90]


def test_a_reading_without_syntax_is_left_as_it_is() -> None:
    reading = Reading(make_document(name="case.txt", text="Nine died on Monday."))
    assert attachment.attach(reading) is reading


def test_a_verbless_line_ties_nothing_to_a_place_or_a_person(read: Read) -> None:
    reading = read("A boy in Izium on Saturday.")
    assert [t.attached for t in reading.times] == [None]


def test_every_word_stands_in_the_sentence_of_its_time(read: Read) -> None:
    text = "Nine people died on Monday. The mayor said on Tuesday that two more were missing. Schools reopen in June."
    reading = read(text)
    found: list[TimeExpression | Quantity] = [*reading.times, *reading.quantities]
    for one in found:
        assert one.attached is not None
        low, high = sorted((one.attached.start, one.span.start))
        assert ". " not in text[low:high]
