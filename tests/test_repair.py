"""Repair: broken words are marked, whole ones are left alone."""

from __future__ import annotations

import pytest

from opensitrep.extract.layout.find import label_layout
from opensitrep.extract.repair import BROKEN, find_repairs
from opensitrep.extract.syntax import is_split
from opensitrep.model import Label, Reading
from opensitrep.read import make_document
from opensitrep.world.gazetteer.search import Gazetteer

KINDS = (Label.REPAIR, Label.GLITCH, Label.FOREIGN)


def reading(text: str) -> Reading:
    return find_repairs(label_layout(Reading(make_document(name="x", text=text))))


def marks(text: str) -> list[tuple[str, str, str | None]]:
    found = reading(text)
    return [(m.label.value, text[m.span.start : m.span.end], m.reading) for m in found.marks if m.label in KINDS]


@pytest.mark.parametrize(
    ("text", "broken", "whole"),
    [
        ("Troops left the port of Ashdarawhich was hit, and Ashdara burned.", "Ashdarawhich", "Ashdara which"),
        ("The port of Ashdara burned. In the region Ashdaraof the north, fires went on.", "Ashdaraof", "Ashdara of"),
        ("Leaders of the African UnionThe bloc met on Monday.", "UnionThe", "Union The"),
        ("It tested a nuclearcapable missile on Monday.", "nuclearcapable", "nuclear-capable"),
        ("A rebelheld town was shelled on Monday.", "rebelheld", "rebel-held"),
        ("Ashdaravo fell. Ashdaravo burned, and later Ashdarvao was cut off.", "Ashdarvao", "Ashdaravo"),
    ],
)
def test_broken_words_are_repaired(text: str, broken: str, whole: str) -> None:
    assert ("repair", broken, whole) in marks(text)


@pytest.mark.parametrize(
    "text",
    [
        "Airstrikes hit warplanes, peacekeepers and policewomen in Indiana and Romania, YouTube and LinkedIn said.",
        "Martin met Martina in Petrograd. Johnson and Johnston met McDonald and DiCaprio.",
        "The Kremlin, Putin, Lenin, Berlin and Rostov were named by Kalinin and Pushkinof Oblastov.",
        "It was about 5 a.m. local time, vs. the usual, said Smith of Brown Inc. who left.",
        "“We will go on,” he said. “We will not stop.",
    ],
)
def test_whole_words_are_left_alone(text: str) -> None:
    assert [m for m in marks(text) if m[0] == "repair"] == []


def test_what_cannot_be_repaired_is_noticed() -> None:
    found = marks(
        "He called it a threat. from the north.\nAt UTC3 they met [pero esta frase quedó en español] and stayed."
    )
    assert ("glitch", "threat. from", None) in found
    assert ("glitch", "UTC3", None) in found
    assert ("foreign words", "pero esta frase quedó en español", None) in found


def test_a_day_without_hyphens_is_written_out() -> None:
    assert ("repair", "20240304", "2024-03-04") in marks(
        "Ferry aground\n20240304\nA ferry ran aground on Monday, they said."
    )


def test_only_pure_splits_change_the_syntax() -> None:
    found = reading("Troops left Ashdarawhich burned; Ashdara fell to a rebelheld town.")
    splits = {m.reading: is_split(found, m) for m in found.marks if m.label is Label.REPAIR}
    assert splits == {"Ashdara which": True, "rebel-held": False}


def test_large_places_come_apart_from_short_words() -> None:
    def repaired(text: str) -> list[str | None]:
        found = find_repairs(label_layout(Reading(make_document(name="x", text=text))), gazetteer=Gazetteer())
        return [m.reading for m in found.marks if m.label is Label.REPAIR]

    assert repaired("Roads were cut around Marseillein the night.") == ["Marseille in"]
    assert repaired("Roads were cut around Mr Marseillein the night.") == []  # may be a surname
    assert repaired("Baha’is and Bostonians met Londoners, as Berlinale guests were told.") == []


def test_markup_of_markdown_is_read_as_nothing() -> None:
    text = "A **ferry** ran aground near [Ashdara harbour](https://news.example/a) on Monday evening."
    assert [broken for label, broken, whole in marks(text) if (label, whole) == ("repair", "")] == [
        "**", "**", "[", "](https://news.example/a)",
    ]  # fmt: skip


def test_a_word_without_end_is_looked_through_once() -> None:
    assert BROKEN.search("A" * 1_000_000) is None  # for ever, if each letter began a search of its own
