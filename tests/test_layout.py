"""Layout: one label for every line, in our own words."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opensitrep.extract.layout.find import label_layout
from opensitrep.model import BLOCKS, Label, Mark, Reading
from opensitrep.read import make_document

CASES = tomllib.loads((Path(__file__).parent / "cases" / "layout.toml").read_text(encoding="utf-8"))["case"]


def labelled(text: str, **known: Any) -> tuple[Reading, list[tuple[str, str]]]:
    reading = label_layout(Reading(make_document(name="x", text=text, **known)))
    return reading, [(m.label.value, quote(reading, m)) for m in reading.marks if m.label in BLOCKS]


def quote(reading: Reading, mark: Mark) -> str:
    return reading.document.text[mark.span.start : mark.span.end]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["name"])
@pytest.mark.parametrize("gap", ["\n", "\r\n\r\n"])
def test_lines_get_their_label(case: dict[str, Any], gap: str) -> None:
    _, found = labelled(gap.join(line for _, line in case["lines"]))
    assert found == [(label, line) for label, line in case["lines"]]


def test_a_notice_at_the_end_of_a_paragraph_is_a_block_of_its_own() -> None:
    news = "The storm reached the coast early on Friday, the weather service said."
    _, found = labelled(f"Storm reaches the coast\n{news} Follow it as it unfolds on our liveblog.")
    assert found[1:] == [("paragraph", news), ("notice", "Follow it as it unfolds on our liveblog.")]


def test_a_live_page_is_marked_over_its_paragraphs() -> None:
    body = "One ship sank in the storm on Friday.\nTwo men were saved by the coast guard."
    reading, _ = labelled(f"Storm\n{body}", url="https://news.example/world/live/2024/storm")
    live = [quote(reading, m) for m in reading.marks if m.label is Label.LIVE]
    assert live == [body]
    assert not [m for m in labelled(f"Storm\n{body}")[0].marks if m.label is Label.LIVE]


def test_of_a_page_only_the_article_is_read() -> None:
    text = "Home\nFerry aground\nA ferry ran aground on Monday, the coast guard said.\nOther news of the day"
    body = ((19, 72),)
    _, found = labelled(text, title="Ferry aground", body=body)
    assert [label for label, _ in found] == ["boilerplate", "headline", "paragraph", "boilerplate"]


def test_the_seeds_are_told_from_their_page(shared: Path) -> None:
    furniture = "Leave a Comment"
    text = next((shared / "seeds" / "texts").glob("002_*.txt")).read_text(encoding="utf-8")
    assert ("boilerplate", furniture) in labelled(text)[1]


@given(st.lists(st.text(max_size=40), max_size=8))
def test_every_character_lies_in_exactly_one_block(lines: list[str]) -> None:
    reading, _ = labelled("\n".join(lines))
    text = reading.document.text
    covered = [0] * len(text)
    for mark in reading.marks:
        if mark.label in BLOCKS:
            for i in range(mark.span.start, mark.span.end):
                covered[i] += 1
    blank = "\ufeff\u200b"
    assert all(n == 1 for n, c in zip(covered, text, strict=True) if not c.isspace() and c not in blank)
    assert max(covered, default=0) <= 1


@pytest.mark.parametrize("gap", [" ", "\n"])
def test_a_gallery_is_captions_and_what_its_pictures_repeat_is_furniture(gap: str) -> None:
    said = ["A man looks at the wreck of the ferry.", "Divers search the harbour.", "Boats wait for the tide."]
    shown = gap.join(f"Photos: Ferry sinks off Riga {s} Hide Caption {n} of 3" for n, s in enumerate(said, 1))
    _, found = labelled(f"Ferry sinks off Riga\nA ferry sank off Riga on Monday, the coast guard said.\n{shown}")
    assert [words for label, words in found if label == "caption"] == said
    rest = {"Photos: Ferry sinks off Riga", *(f"Hide Caption {n} of 3" for n in (1, 2, 3))}
    assert {words for label, words in found if label == "boilerplate"} == rest
