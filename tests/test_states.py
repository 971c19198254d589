"""States: population, holder, distance, capital and the like, told of a place."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from opensitrep.model import Filler, Mention, Modality, PlaceRole, Reading, Slot

Read = Callable[..., Reading]


def state(reading: Reading, slot: Slot) -> tuple[Mention, Filler]:
    """The only state that answers a slot."""
    found = [(m, f) for m in reading.mentions if m.type is None for f in m.fillers if f.slot is slot]
    assert len(found) == 1, [(m.span, [f.slot for f in m.fillers]) for m in reading.mentions]
    return found[0]


def subject(reading: Reading, mention: Mention) -> str:
    """The words of the place a state is told of."""
    span = next(p.span for p in mention.places if p.role is PlaceRole.SUBJECT)
    return reading.document.text[span.start : span.end]


@pytest.mark.parametrize(
    ("text", "slot", "place"),
    [
        ("Goma, a city of some 700,000 inhabitants, lies on the lake.", Slot.POPULATION, "Goma"),
        ("The rebels control 30% of Sudan's territory.", Slot.CONTROL_SHARE, "Sudan"),
        ("About 60% of Benghazi was destroyed.", Slot.DAMAGE_SHARE, "Benghazi"),
        ("The town of Goma lies 15 kilometres north of Bukavu.", Slot.DISTANCE, "Goma"),
    ],
    ids=lambda x: x if isinstance(x, str) and len(x) < 12 else "",
)
def test_figures_are_told_of_a_place(text: str, slot: Slot, place: str, read: Read) -> None:
    reading = read(text)
    mention, filler = state(reading, slot)
    assert subject(reading, mention) == place
    assert filler.span in {q.span for q in reading.quantities}


def test_a_holder_is_a_state_of_the_town(read: Read) -> None:
    reading = read("The Ethiopian army holds the town of Mekelle.")
    mention, filler = state(reading, Slot.CONTROLLER)
    assert subject(reading, mention) == "Mekelle"
    assert filler.code == "ETH"


def test_a_town_not_yet_occupied_is_negated(read: Read) -> None:
    reading = read("The city of Timbuktu is the only city in the region not yet occupied by Malian troops.")
    mention, _ = state(reading, Slot.CONTROLLER)
    assert mention.modality is Modality.NEGATED


def test_a_capital_is_told_of_its_region(read: Read) -> None:
    reading = read("Troops entered El Fasher, the capital of North Darfur.")
    mention, filler = state(reading, Slot.CAPITAL)
    assert reading.document.text[filler.span.start : filler.span.end] == "El Fasher"
    assert "Darfur" in subject(reading, mention)


def test_a_party_that_keeps_out_of_a_war_is_no_belligerent(read: Read) -> None:
    reading = read("Kenya is officially not involved in the conflict.")
    _, filler = state(reading, Slot.BELLIGERENT)
    assert filler.code == "no"
