"""Event mentions: what kind of happening, how real, who, where, how many."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from opensitrep.extract.events.words import load_event_words
from opensitrep.model import Currency, Mention, Modality, PlaceRole, Reading, Slot, Span

CASES = tomllib.loads((Path(__file__).parent / "cases" / "events.toml").read_text(encoding="utf-8"))
Read = Callable[..., Reading]


def words(reading: Reading, span: Span) -> str:
    return reading.document.text[span.start : span.end]


def told(reading: Reading, kind: str | None, at: str = "") -> list[Mention]:
    """Mentions of a type that share a character with some words of the text."""
    start = reading.document.text.index(at)
    around = Span(reading.document.id, start, start + max(1, len(at))) if at else None
    return [m for m in reading.mentions if m.type == kind and (around is None or m.span.meets(around))]


@pytest.mark.parametrize("case", CASES["mention"], ids=lambda c: f"{c['type']} - {c['text'][:30]}")
def test_a_happening_is_told_as_it_is_written(case: dict[str, Any], read: Read) -> None:
    reading = read(case["text"])
    found = told(reading, case["type"], case["words"])
    assert found, [(m.type, words(reading, m.span)) for m in reading.mentions]
    best = found[0]
    assert best.mode == case.get("mode", best.mode)
    assert best.modality == case.get("modality", best.modality)
    assert best.currency == case.get("currency", best.currency)
    places = [f"{p.role.value} {words(reading, p.span)}" for p in best.places]
    for place in case.get("places", ()):
        assert place in places
    fillers = [f"{f.slot.value} {words(reading, f.span)}" for f in best.fillers]
    for filler in case.get("fillers", ()):
        assert any(given.startswith(filler) for given in fillers), fillers


@pytest.mark.parametrize("case", CASES["nothing"], ids=lambda c: c["text"][:30])
def test_words_that_tell_no_such_happening_make_none(case: dict[str, Any], read: Read) -> None:
    assert told(read(case["text"]), case["type"]) == []


def test_every_trigger_has_a_known_type_mode_and_frame() -> None:
    table = load_event_words()
    for (pos, lemma), senses in table.senses.items():
        for sense in senses:
            assert pos in ("v", "n"), lemma
            assert sense.mode is None or sense.mode in table.plover.get(sense.type).modes, (lemma, sense.mode)
            assert sense.frame in table.cues.frames, lemma


def test_triggers_cover_every_category() -> None:
    table = load_event_words()
    types = {sense.type for senses in table.senses.values() for sense in senses}
    assert set(table.plover.categories) <= types


def test_agents_and_targets_come_from_subject_and_object(read: Read) -> None:
    reading = read("Ethiopia accused Eritrea of shelling the border town of Zalambessa.")
    accused = told(reading, "ACCUSE")[0]
    assert [words(reading, a) for a in accused.agents] == ["Ethiopia"]
    assert [words(reading, t) for t in accused.targets] == ["Eritrea"]


def test_who_lays_a_hostile_intent_at_anothers_door_accuses_him(read: Read) -> None:
    reading = read("Pakistan said on Monday that India was trying to provoke a war.")
    accused = told(reading, "ACCUSE")
    assert len(accused) == 1
    assert [words(reading, t) for t in accused[0].targets] == ["India"]


def test_a_definite_noun_stands_for_the_mention_before_it(read: Read) -> None:
    reading = read("Jets bombed the town of Idlib on Monday.\n\nThe bombing came as ministers met in Geneva.")
    first, second = told(reading, "ASSAULT")
    assert second.refers == first.id
    assert all(p.role is not PlaceRole.TARGET for p in second.places)


def test_the_place_of_another_clause_is_not_the_place_of_a_bare_noun(read: Read) -> None:
    reading = read("The strikes came as President Ruto met his counterpart in Arusha.")
    assert told(reading, "ASSAULT")[0].places == ()


def test_the_time_of_speaking_dates_no_happening(read: Read) -> None:
    reading = read("The governor said on Tuesday that gunmen attacked a village on Sunday.")
    assault = told(reading, "ASSAULT")[0]
    assert [words(reading, t) for t in assault.times] == ["Sunday"] or "Sunday" in words(reading, assault.times[0])
    assert not any("Tuesday" in words(reading, t) for t in assault.times)


def test_negation_and_plans_are_told_apart(read: Read) -> None:
    reading = read("Kenya did not send troops to the border. Uganda will host a summit on Friday.")
    assert [m.modality for m in told(reading, "MOBILIZE")] == [Modality.NEGATED]
    assert Modality.PLANNED in [m.modality for m in told(reading, "CONSULT")]


def test_a_first_use_and_an_order_are_codes(read: Read) -> None:
    reading = read("For the first time drones hit the port of Hodeidah. The raid was preceded by a meeting in Muscat.")
    codes = {(f.slot, f.code) for m in reading.mentions for f in m.fillers}
    assert (Slot.FIRST_USE, "yes") in codes
    assert (Slot.ORDER, "after") in codes


def test_the_same_text_gives_the_same_mentions(read: Read) -> None:
    text = "Shelling killed three people in Homs on Friday, and rescuers searched the rubble."
    assert read(text).mentions == read(text).mentions


def test_a_word_of_the_report_is_never_taken_twice_for_one_mention(read: Read) -> None:
    reading = read(
        "Russian troops bombed X. Officials said the bombing killed two people and destroyed a school in Homs."
    )
    ids = [m.id for m in reading.mentions]
    assert len(ids) == len(set(ids))
    assert all(m.currency in (Currency.CURRENT, Currency.BACKGROUND) for m in reading.mentions)


def test_a_toll_without_a_cause_belongs_to_the_happening_told_before_it(read: Read) -> None:
    reading = read("A quake hit Oaxaca on Sunday. More than 400 people were injured, officials said.")
    quake = told(reading, "DISASTER", "A quake hit")[0]
    toll = told(reading, "DISASTER", "were injured")[0]
    assert toll.refers == quake.id
    assert toll.mode == "earthquake"


def test_a_toll_of_another_year_belongs_to_its_own_happening(read: Read) -> None:
    reading = read("A quake hit Oaxaca on Sunday. In 1985, thousands were killed when a quake struck Michoacan.")
    toll = told(reading, "DISASTER", "were killed")[0]
    assert toll.currency is Currency.BACKGROUND
    assert toll.refers == told(reading, "DISASTER", "struck Michoacan")[0].id
