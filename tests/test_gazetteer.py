"""Look-ups in the gazetteer and the outlines."""

from __future__ import annotations

import pickle
from dataclasses import dataclass

import pytest

from opensitrep.text.words import load_rows
from opensitrep.world import outlines
from opensitrep.world.building.sites import KINDS
from opensitrep.world.gazetteer.ranking import rank
from opensitrep.world.gazetteer.search import Gazetteer


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer()


def test_a_town_is_found_by_any_of_its_names(gazetteer: Gazetteer) -> None:
    ids = {gazetteer.look_up(name)[0].id for name in ("Sievierodonetsk", "Severodonetsk")}
    assert len(ids) == 1


def test_a_spelling_nobody_wrote_down_is_found_in_the_countries_given(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("Petrykaw") == ()
    match = gazetteer.find("Petrykaw", countries={"BY"})[0]
    assert (match.entry.country, match.step) == ("BY", "sound")


def test_a_typing_error_is_found_in_the_countries_given(gazetteer: Gazetteer) -> None:
    match = gazetteer.find("Omdurmna", countries={"SD"})[0]
    assert match.entry.name == "Omdurman"
    assert match.step in ("sound", "slip")


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("Ukraine", "country", "UA"),
        ("Myanmar", "country", "MM"),
        ("Black Sea", "sea", None),
        ("Donbas", "region", "UA"),
        ("Gaza Strip", "region", "PS"),
        ("Darfur", "region", "SD"),
        ("Kyiv", "city", "UA"),
        ("Nairobi", "city", "KE"),
        ("European Union", "organisation", None),
    ],
)
def test_the_best_known_place_of_a_name_comes_first(
    gazetteer: Gazetteer, name: str, kind: str, country: str | None
) -> None:
    best = rank(gazetteer.find(name))[0][0].entry
    assert (best.kind, best.country) == (kind, country)


def test_a_type_word_asks_for_the_division(gazetteer: Gazetteer) -> None:
    assert rank(gazetteer.find("Lviv"))[0][0].entry.kind == "city"
    assert rank(gazetteer.find("Lviv"), "admin1")[0][0].entry.kind == "admin1"


def test_a_district_of_a_city_stands_behind_a_village_of_its_name(gazetteer: Gazetteer) -> None:
    kinds = [m.entry.kind for m, _ in rank(gazetteer.find("Desna"))]
    assert kinds.index("town") < kinds.index("area") or kinds[0] == "area"


def test_an_entry_is_found_by_its_id(gazetteer: Gazetteer) -> None:
    town = gazetteer.look_up("Tartu")[0]
    assert gazetteer.entry(town.id) == town
    assert gazetteer.entry("os:black-sea") is not None
    assert gazetteer.entry("gn:1") is None


def test_a_town_knows_its_division_and_its_time_zone(gazetteer: Gazetteer) -> None:
    town = gazetteer.look_up("Kramatorsk")[0]
    assert town.zone == "Europe/Kyiv"
    assert town.admin1 is not None
    division = gazetteer.entry(town.admin1)
    assert division is not None
    assert division.kind == "admin1"


def test_a_gazetteer_travels_to_another_process(gazetteer: Gazetteer) -> None:
    gazetteer.look_up("Kyiv")
    assert pickle.loads(pickle.dumps(gazetteer)).look_up("Kyiv") == gazetteer.look_up("Kyiv")


def test_adjectives_and_codes_of_countries(gazetteer: Gazetteer) -> None:
    assert gazetteer.adjectives["sudanese"] == "SD"
    assert not {"laos", "philippines"} & set(gazetteer.adjectives)
    assert gazetteer.countries["KE"].lat is not None


NEUTRAL = {
    "UA": ["Crimea", "Luhansk People's Republic", "Donetsk People's Republic"],
    "MD": ["Transnistria"],
    "GE": ["Abkhazia", "South Ossetia"],
    "AZ": ["Nagorno-Karabakh", "Lachin corridor"],
    "CY": ["Northern Cyprus", "Varosha"],
    "PS": ["Gaza Strip", "West Bank"],
    "SY": ["Golan Heights"],
    "SO": ["Somaliland"],
    None: [
        "Kashmir", "Aksai Chin", "Kuril Islands", "Spratly Islands", "Paracel Islands", "Abyei", "Ilemi Triangle",
        "Hala'ib Triangle", "Bir Tawil", "Senkaku Islands", "Liancourt Rocks", "Doklam", "Abu Musa",
    ],
    "XK": ["Kosovo"],
    "EH": ["Western Sahara"],
    "TW": ["Taiwan"],
    "FK": ["Falkland Islands"],
}  # fmt: skip
"""Disputed and unrecognised territories by the code they get: of the state UN members at large recognise, or none."""


@pytest.mark.parametrize(("code", "names"), NEUTRAL.items())
def test_disputed_territories_have_an_entry_and_a_neutral_code(
    gazetteer: Gazetteer, code: str | None, names: list[str]
) -> None:
    best = {name: rank(gazetteer.find(name))[0][0].entry for name in names}
    assert {name: e.country for name, e in best.items()} == dict.fromkeys(names, code)
    assert {e.kind for e in best.values()} <= {"region", "area", "country"}


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("Zaporizhzhia nuclear power plant", "facility", "UA"),
        ("Ain al-Asad Air Base", "base", "IQ"),
        ("Grand Ethiopian Renaissance Dam", "facility", "ET"),
        ("Torkham", "facility", None),
        ("Abqaiq oil facility", "plant", "SA"),
        ("Kadena Air Base", "base", "JP"),
        ("Al-Shifa Hospital", "facility", "PS"),
        ("Camp Bondsteel", "base", "XK"),
        ("Brumadinho dam", "facility", "BR"),
        ("Heathrow", "facility", "GB"),
    ],
)
def test_well_known_sites_are_in_the_table(gazetteer: Gazetteer, name: str, kind: str, country: str | None) -> None:
    best = rank(gazetteer.find(name))[0][0].entry
    assert (best.kind, best.country) == (kind, country)


@dataclass(frozen=True)
class Own:
    id: str
    name: str
    kind: str
    country: str = ""
    names: str = ""
    lat: float | None = None
    lon: float | None = None


def test_our_own_table_of_places_is_sound(gazetteer: Gazetteer) -> None:
    table = load_rows("world/extra_places.tsv", Own)
    codes = set(gazetteer.countries)
    assert len({row.id for row in table}) == len(table)
    assert [row.id for row in table if row.kind not in (*KINDS, "organisation")] == []
    assert [row.id for row in table if row.country and row.country not in codes] == []
    assert [row.id for row in table if row.lat is not None and not (-90 <= row.lat <= 90)] == []
    assert [row.id for row in table if row.lon is not None and not (-180 <= row.lon <= 180)] == []
    sites = [row for row in table if row.kind in ("base", "plant", "facility")]
    assert len(sites) > 600
    assert len({row.country for row in sites}) > 90


def inside(lon: float, lat: float, shape: outlines.Shape) -> bool:
    odd = False
    for ring in shape.rings:
        points = ring.points.tolist()
        for (x1, y1), (x2, y2) in zip(points, points[1:] + points[:1], strict=True):
            if (y1 > lat) != (y2 > lat) and lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1:
                odd = not odd
    return odd


@pytest.mark.parametrize(
    ("lon", "lat", "country"),
    [(34.1, 44.95, "UA"), (37.6, 55.75, "RU"), (44.06, 9.56, "SO"), (36.8, -1.3, "KE"), (-74.2, 40.9, "US")],
)
def test_a_point_lies_in_one_country(lon: float, lat: float, country: str) -> None:
    assert [s.country for s in outlines.countries() if inside(lon, lat, s)] == [country]


def test_divisions_carry_the_ids_of_the_gazetteer(gazetteer: Gazetteer) -> None:
    shapes = outlines.divisions("UA")
    assert len(shapes) == 27
    entry = gazetteer.look_up("Lviv Oblast")[0]
    found = outlines.division(entry.id, "UA")
    assert found is not None
    assert inside(24.0, 49.8, found)
    assert outlines.divisions("XX") == ()


def test_disputed_areas_are_listed_and_a_box_selects() -> None:
    assert "Crimea" in {s.name for s in outlines.disputed()}
    names = {s.country for s in outlines.countries((22, 44, 40, 52))}
    assert "UA" in names
    assert "BR" not in names
