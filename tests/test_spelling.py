"""Spelling keys."""

from __future__ import annotations

import pytest

from opensitrep.spelling import distance, plain, slips, sound


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Chernihiv", "Chernigov"),
        ("Chernihiv", "Tchernihiv"),
        ("Kharkiv", "Kharkov"),
        ("Petrykaw", "Petrikov"),
        ("Zaporizhzhia", "Zaporizhia"),
        ("Hodeidah", "Al Hudaydah"),
        ("Deir al-Balah", "Dayr al Balah"),
        ("Luhansk", "Lugansk"),
    ],
)
def test_spellings_of_one_name_sound_alike(left: str, right: str) -> None:
    assert sound(left) == sound(right)


@pytest.mark.parametrize(
    ("left", "right"), [("Lviv", "Lublin"), ("Sumy", "Samara"), ("Mosul", "Basra"), ("Goma", "Gao")]
)
def test_different_names_do_not_sound_alike(left: str, right: str) -> None:
    assert sound(left) != sound(right)


def test_plain_drops_accents_apostrophes_and_hyphens() -> None:
    assert plain("Côte d’Ivoire") == "cote divoire"
    assert plain("Port-au-Prince") == "port au prince"
    assert plain("St. Petersburg") == "saint petersburg"
    assert plain("the Black Sea") == "black sea"


def test_longer_names_may_hold_more_slips() -> None:
    assert [slips("Lviv"), slips("Kyivan"), slips("Severodonetsk")] == [0, 1, 2]
    assert distance("severodonestk", "severodonetsk", most=1) == 1
    assert distance("sumy", "moscow", most=2) is None
