"""Figures: their ranges and units, and what is no figure."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from opensitrep.extract.quantities.find import find_quantities
from opensitrep.extract.syntax import parse
from opensitrep.extract.times.find import find_times
from opensitrep.extract.times.grammar import load_reader
from opensitrep.model import Label, Mark, Quantity, Reading, Span
from opensitrep.read import make_document
from opensitrep.text.numerals import load_numerals, read_number

CASES = tomllib.loads((Path(__file__).parent / "cases" / "quantities.toml").read_text(encoding="utf-8"))
Counter = Callable[[str], tuple[Quantity, ...]]


@pytest.fixture(scope="session")
def counted(parser: Language) -> Counter:
    """The quantities of a text of one paragraph."""

    def run(text: str) -> tuple[Quantity, ...]:
        document = make_document(name="case.txt", text=text)
        block = Mark(Label.PARAGRAPH, Span(document.id, 0, len(text)))
        reading = parse(Reading(document, marks=(block,)), parser)
        return find_quantities(find_times(reading, reader=load_reader())).quantities

    return run


@pytest.mark.parametrize("case", CASES["case"], ids=lambda c: f"{c['words']} - {c['text'][:25]}")
def test_figures_have_their_range_and_unit(case: dict[str, Any], counted: Counter) -> None:
    text: str = case["text"]
    found = counted(text)
    start = text.index(case["words"])
    wanted = Span(found[0].span.doc if found else "", start, start + len(case["words"]))
    here = [q for q in found if wanted.meets(q.number)]
    assert here, [text[q.span.start : q.span.end] for q in found]
    low, high = here[0].low, here[0].high
    assert low == (pytest.approx(case["low"], rel=0.01) if "low" in case else None)
    assert high == (pytest.approx(case["high"], rel=0.01) if "high" in case else None)
    assert here[0].unit == case["unit"]
    assert here[0].span.covers(here[0].number)
    for name in ("change", "cumulative", "scope"):
        assert getattr(here[0], name) == case.get(name, getattr(here[0], name))
    if "part_of" in case:
        whole = here[0].part_of
        assert whole is not None
        assert text[whole.start : whole.end] == case["part_of"]


@pytest.mark.parametrize("case", CASES["none"], ids=lambda c: c["why"])
def test_what_only_looks_like_a_figure_is_none(case: dict[str, Any], counted: Counter) -> None:
    assert [case["text"][q.span.start : q.span.end] for q in counted(case["text"])] == []


def test_a_measure_said_again_in_brackets_is_one_quantity(counted: Counter) -> None:
    assert len(counted("The town lies 70 kilometres (43 miles) from the border.")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "The pass lies 1,200 metres (3,900 feet) above the sea.",
        "The blaze covered 400 hectares (990 acres).",
        "The load weighed 20 tonnes (20,000 kilograms).",
    ],
)
def test_two_units_of_one_measure_are_one_quantity(text: str, counted: Counter) -> None:
    assert len(counted(text)) == 1


def test_two_measures_that_differ_are_two_quantities(counted: Counter) -> None:
    assert len(counted("The road runs 70 kilometres (10 miles by boat) to the port.")) == 2
    assert len(counted("The trench is 3 metres deep, 40 feet long.")) == 2


def test_a_window_bounds_a_figure(counted: Counter) -> None:
    (found,) = counted("The hospital admitted 30 patients over the past 24 hours.")
    assert found.scope == "over the past 24 hours"
    (since,) = counted("Some 3,000 people have been killed since January 2020.")
    assert (since.scope, since.cumulative) == ("since January 2020", True)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("forty - six", 46),
        ("two hundred and five", 205),
        ("1.2 million", 1_200_000),
        ("a hundred", 100),
        ("5m", 5_000_000),
    ],
)
def test_number_words_add_up(words: str, value: float) -> None:
    read = read_number(words.split(), 0, load_numerals())
    assert read == (value, len(words.split()))


def test_a_run_of_digits_no_count_has_is_no_figure(counted: Counter) -> None:
    nines = "9" * 400
    text = f"It killed {nines} people, or {nines}-{nines}1, cost ${nines}m and {nines} percent, on the {nines}th day."
    assert counted(text) == ()
    assert [q.low for q in counted(f"It killed 4 people near post {nines}.")] == [4]
    assert read_number(["9" * 5000], 0, load_numerals()) is None


def test_labels_of_a_picture_are_no_figures(counted: Counter) -> None:
    assert not counted("6 3 5 4 People fled this way.")
    assert [q.low for q in counted("The flood reached 1 450 000 people.")] == [1_450_000]


@pytest.mark.parametrize(
    ("text", "thing"), [("Two New Orun trams collided.", "New Orun trams"), ("Two new trams collided.", "trams")]
)
def test_a_name_keeps_its_first_word(counted: Counter, text: str, thing: str) -> None:
    [found] = counted(text)
    assert found.object
    assert text[found.object.start : found.object.end] == thing
