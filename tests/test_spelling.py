"""Spelling keys."""

from __future__ import annotations

import pytest
from benchmarks.spellings import run as spellings

from opensitrep.text.spelling import distance, likeness, plain, slips, sound, sounds
from opensitrep.world.gazetteer.entry import Entry, Match
from opensitrep.world.gazetteer.ranking import clearest, rank
from opensitrep.world.gazetteer.search import Gazetteer


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


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Jableh", "Djeble"),
        ("Jowhar", "Giohar"),
        ("Qarabulli", "Garabulli"),
        ("Kuajok", "Kwajok"),
        ("Xirdalan", "Khirdalan"),
        ("Voronezh", "Voronej"),
        ("Jaroslawl", "Yaroslavl"),
        ("Zouara", "Zuwarah"),
        ("Nabatieh", "An Nabatiyah"),
    ],
)
def test_spellings_of_several_systems_share_a_skeleton(left: str, right: str) -> None:
    shared = set(sounds(plain(left))) & set(sounds(plain(right)))
    assert shared


def test_a_skeleton_is_at_least_two_letters_long() -> None:
    assert sounds("aa") == ()
    assert sounds("") == ()


def test_likeness_runs_from_none_to_the_same() -> None:
    assert likeness("goma", "goma") == 1.0
    assert likeness("luhansk", "lugansk") > likeness("luhansk", "luhanske") > likeness("luhansk", "mariupol")
    assert likeness("abu kamal", "albu kamal") == likeness("albu kamal", "abu kamal")


def test_the_least_alike_word_of_a_name_counts() -> None:
    assert likeness("saint louis du nord", "saint louis du sud") < 0.9
    assert likeness("saint louis du nord", "saint louis de nord") > 0.9


# ---------------------------------------------------------------- the ladder of look-ups


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer()


@pytest.mark.parametrize(
    ("spelling", "country", "name"),
    [
        ("Qamishlie", "SY", "Al Qāmishlī"),
        ("Khassavyourt", "RU", "Khasavyurt"),
        ("Ouagadugu", "BF", "Ouagadougou"),
    ],
)
def test_a_spelling_nobody_listed_finds_the_place_in_a_country_at_hand(
    gazetteer: Gazetteer, spelling: str, country: str, name: str
) -> None:
    assert gazetteer.find(spelling) == ()
    best = rank(gazetteer.find(spelling, countries={country}))[0][0]
    assert (best.entry.name, best.step == "exact") == (name, False)


def test_small_places_abroad_give_way_to_a_known_town_at_hand(gazetteer: Gazetteer) -> None:
    """A village in Kazakhstan is called Lugansk; the report is about Ukraine."""
    found = rank(gazetteer.find("Lugansk", countries={"UA", "RU"}))
    assert found[0][0].entry.country == "UA"


def test_a_name_written_as_it_is_goes_before_a_name_like_it_in_another_country(gazetteer: Gazetteer) -> None:
    """The towns lie abroad; what only sounds like them at hand stays behind, and nothing is lost."""
    for name, home, named in (("Tyre", "LB", {"TR", "IL"}), ("Myawaddy", "MM", {"TH"}), ("Mach", "PK", {"IN"})):
        found = rank(gazetteer.find(name, countries=named))
        assert (found[0][0].entry.country, found[0][0].step) == (home, "exact")


def test_a_hamlet_abroad_that_gives_way_stays_a_candidate(gazetteer: Gazetteer) -> None:
    found = gazetteer.find("Lugansk", countries={"UA", "RU"})
    assert any(m.entry.country == "KZ" and m.step == "exact" for m in found)


def test_a_great_city_abroad_is_not_mistaken_for_a_village_at_hand(gazetteer: Gazetteer) -> None:
    assert rank(gazetteer.find("Paris", countries={"UA"}))[0][0].entry.country == "FR"


@pytest.mark.parametrize(
    ("spelling", "country"),
    [
        ("Deir al-Balah", "PS"),
        ("Zaporizhia", "UA"),
        ("Robotyne", "UA"),
        ("Snake Island", "UA"),
        ("Hodeidah", "YE"),
        ("Masisi", "CD"),
        ("Tinzaouaten", "ML"),
        ("Khiam", "LB"),
    ],
)
def test_places_of_the_press_are_there(gazetteer: Gazetteer, spelling: str, country: str) -> None:
    assert rank(gazetteer.find(spelling, countries={country}))[0][0].entry.country == country


def test_a_village_of_our_own_table_does_not_outrank_a_city_of_its_name(gazetteer: Gazetteer) -> None:
    assert rank(gazetteer.find("Palma"))[0][0].entry.country == "ES"


def town(number: int, lat: float, people: int, like: float) -> Match:
    entry = Entry(f"gn:{number}", f"Town {number}", "town", lat, 30.0, "UA", None, None, people, None, "PPL")
    return Match(entry, 4, "sound", like)


def test_of_two_far_places_equally_alike_neither_is_sure() -> None:
    alike = clearest([town(1, 48.0, 9_000, 0.9), town(2, 50.0, 8_000, 0.9)])
    alone = clearest([town(1, 48.0, 9_000, 0.9), town(2, 50.0, 8_000, 0.7)])
    assert max(m.likeness for m in alike) < 0.5
    assert [m.likeness for m in alone] == [0.9]


# ---------------------------------------------------------------- the spelling test


def test_the_list_has_places_of_25_countries_with_three_spellings_each() -> None:
    cases = list(spellings.cases())
    assert len({c.country for c in cases}) == 25
    assert len({c.place for c in cases}) * 3 == len(cases) == 1500
    assert len({(c.place, plain(c.spelling)) for c in cases}) == len(cases)


def test_the_halves_of_the_list_are_of_one_size() -> None:
    tuning = sum(c.tuning for c in spellings.cases())
    assert 650 < tuning < 850


def test_the_spelling_test_keeps_its_figures() -> None:
    """The figures of issue 3: right at least 0.80, wrong at most 0.03, with the spelling in the index 0.97."""
    found = spellings.measure()
    out, known = found["held out, taken out"], found["held out, in the index"]
    assert out["right"] / out.total() >= 0.80
    assert out["wrong"] / out.total() <= 0.03
    assert known["right"] / known.total() > 0.97
