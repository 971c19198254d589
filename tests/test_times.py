"""Time expressions: which words, and what they come to with a publication day."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from opensitrep.extract.syntax import parse
from opensitrep.extract.times.find import find_times
from opensitrep.extract.times.grammar import WORDS, load_reader
from opensitrep.model import Anchor, Label, Mark, Reading, Span, TimeType
from opensitrep.read import make_document
from opensitrep.reconcile.times.settle import implied, settle_reading

CASES = tomllib.loads((Path(__file__).parent / "cases" / "times.toml").read_text(encoding="utf-8"))
DAY = date(2023, 3, 15)
Reader = Callable[[str], Reading]


@pytest.fixture(scope="session")
def timed(parser: Language) -> Reader:
    """A text as one paragraph, with its time expressions."""

    def run(text: str) -> Reading:
        document = make_document(name="case.txt", text=text)
        block = Mark(Label.PARAGRAPH, Span(document.id, 0, len(text)))
        return find_times(parse(Reading(document, marks=(block,)), parser), reader=load_reader())

    return run


@pytest.mark.parametrize("case", CASES["case"], ids=lambda c: c["words"])
def test_time_expressions_are_found_and_come_to_their_days(case: dict[str, Any], timed: Reader) -> None:
    reading = timed(case["text"])
    found = {case["text"][e.span.start : e.span.end]: (e, s) for e, s in settle_reading(reading, DAY)}
    assert case["words"] in found, sorted(found)
    expression, settled = found[case["words"]]
    assert settled is not None
    if "type" in case:
        assert expression.type.value == case["type"]
    if "value" in case:
        assert settled.value == case["value"]
    if "from" in case or "to" in case:
        assert (settled.interval.start, settled.interval.end) == (case.get("from"), case.get("to"))
    if "implies" in case:
        other = implied(expression, settled)
        assert other is not None
        assert other.start == case["implies"]
    assert expression.negated is case.get("negated", False)


def test_no_rule_that_fits_is_passed_over() -> None:
    """The reader tries only rules that can match; what all rules together match is the same."""
    reader = load_reader()
    for case in CASES["case"]:
        words = reader.words(case["text"], 0, len(case["text"]))
        line = "".join(reader.codes[frozenset(w.classes)] for w in words)
        every = {(rule.name, m.start(), m.end()) for rule, form in reader.rules for m in form.finditer(line)}
        full = {(name, a, b) for name, a, b in every if a < b}
        telling = {m for m in full if any(w.lower not in WORDS["weak"] for w in words[m[1] : m[2]])}
        found = {(m.rule.name, m.first, m.last) for m in reader.matches(words, [False] * len(words))}
        assert telling <= found <= full, case["text"]


@pytest.mark.parametrize("case", CASES["none"], ids=lambda c: c["why"])
def test_what_only_looks_like_a_time_is_none(case: dict[str, Any], timed: Reader) -> None:
    assert [case["text"][e.span.start : e.span.end] for e in timed(case["text"]).times] == []


def test_without_a_publication_day_a_weekday_stays_open(timed: Reader) -> None:
    reading = timed("The bridge was closed on Thursday.")
    assert [s for _, s in settle_reading(reading, None)] == [None]


def test_a_weekday_keeps_the_tense_of_its_clause(timed: Reader) -> None:
    past, coming = timed("They met on Thursday.").times[0], timed("They will meet on Thursday.").times[0]
    assert (past.direction, coming.direction) == (-1, 1)
    assert past.anchor is Anchor.PUBLICATION


def test_two_ends_of_a_range_are_one_expression(timed: Reader) -> None:
    (found,) = timed("The ferry is out of service from Monday to Wednesday.").times
    assert (found.value, found.until, found.type) == ("XXXX-WXX-1", "XXXX-WXX-3", TimeType.DATE)


def test_spans_are_characters_of_the_text(timed: Reader) -> None:
    text = "“Yesterday’s” vote – held on 5 March – was void."
    assert [text[e.span.start : e.span.end] for e in timed(text).times] == ["Yesterday", "5 March"]


def test_a_happening_that_lasts_anchors_a_time_and_is_what_it_refers_to(timed: Reader) -> None:
    text = "Throughout the war the line held. Before the invasion the town had three schools."
    first, second = timed(text).times
    assert (first.anchor, first.bound, second.bound) == (Anchor.EVENT, "during", "before")
    assert first.refers is not None
    assert text[first.refers.start : first.refers.end] == "the war"


def test_a_zone_in_words_is_kept_as_written(timed: Reader) -> None:
    (found,) = timed("The line was closed at 21:30 Addis Ababa time on Monday.").times
    assert (found.clock, found.zone, found.value) == ("21:30", "Addis Ababa", "XXXX-WXX-1")


def test_a_habit_of_every_year_has_no_year(timed: Reader) -> None:
    habit, once = timed("The river usually freezes in January."), timed("The river froze in January.")
    assert (habit.times[0].anchor, once.times[0].anchor) == (Anchor.NONE, Anchor.PUBLICATION)


@pytest.mark.parametrize("long", ["999999999999999 days", "40 million weeks", "800,000 days", "9 trillion hours"])
def test_a_distance_out_of_the_calendar_is_of_unknown_length(long: str, timed: Reader) -> None:
    reading = timed(f"It began {long} ago. It was quiet for {long}, over the past {long} and in the next {long}.")
    assert len(reading.times) == 4
    assert all(s is None or s.interval.start is None or s.interval.start > "1" for _, s in settle_reading(reading, DAY))


def test_years_out_of_the_calendar_are_open(timed: Reader) -> None:
    reading = timed(f"It began 5 million years ago and lasted {'9' * 15} centuries, until {'9' * 400} years later.")
    ends = [s and s.interval.start for _, s in settle_reading(reading, DAY)]
    assert ends
    assert set(ends) == {None}
