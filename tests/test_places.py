"""Toponym mentions: which words, what use, what feature."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from opensitrep.extract.places.relative import bearing
from opensitrep.model import PlaceRole, Precision, Reading, Toponym, Use
from opensitrep.world.gazetteer.search import Gazetteer

Read = Callable[..., Reading]
CASES = tomllib.loads((Path(__file__).parent / "cases" / "places.toml").read_text(encoding="utf-8"))


def named(reading: Reading) -> dict[str, Toponym]:
    text = reading.document.text
    return {text[t.span.start : t.span.end]: t for t in reading.toponyms}


USES = [
    ("Moscow said the talks in Geneva had failed.", "Moscow", Use.METONYM),
    ("Moscow said the talks in Geneva had failed.", "Geneva", Use.LITERAL),
    ("Rescuers pulled ten people from the rubble in Aleppo on Monday.", "Aleppo", Use.LITERAL),
    ("The governor of the Kharkiv region spoke to reporters.", "Kharkiv", Use.ASSOCIATIVE),
    ("Kenya's president opened the summit.", "Kenya", Use.ASSOCIATIVE),
    ("Sudan's army shelled Omdurman.", "Omdurman", Use.LITERAL),
    ("The Kremlin denied the report.", "Kremlin", Use.METONYM),
    ("Troops crossed the border of Chad at night.", "Chad", Use.LITERAL),
    ("He won a medal at the Tokyo Olympics.", "Tokyo", Use.EMBEDDED),
    ("The European Union offered help.", "European Union", Use.ORGANISATION),
    ("According to Ankara, two soldiers died.", "Ankara", Use.METONYM),
    ("Thousands fled Myanmar after the raid.", "Myanmar", Use.LITERAL),
]


@pytest.mark.parametrize(("text", "name", "use"), USES)
def test_the_use_of_a_name_follows_from_its_place_in_the_sentence(read: Read, text: str, name: str, use: Use) -> None:
    assert named(read(text))[name].use is use


@pytest.mark.parametrize(
    ("text", "name", "feature", "precision"),
    [
        ("Shells fell on the Sumy region overnight.", "Sumy", "admin1", Precision.REGION),
        ("Shells fell on the city of Sumy overnight.", "Sumy", "city", Precision.TOWN),
        ("Ships gathered in the Black Sea.", "Black Sea", None, Precision.SEA),
        ("Fire broke out at the Orlin plant in Nairobi.", "Orlin", "plant", Precision.SITE),
        ("Floods hit Pakistan in August.", "Pakistan", None, Precision.COUNTRY),
    ],
)
def test_type_words_say_what_a_name_is(
    read: Read, text: str, name: str, feature: str | None, precision: Precision
) -> None:
    found = named(read(text))[name]
    assert (found.feature, found.precision) == (feature, precision)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Ukrainian and Russian officials met in May.", "Ukrainian"),
        ("Ukrainian and Russian officials met in May.", "May"),
        ("Paris Hilton sang for Georgia Miller.", "Hilton"),
        ("The Marburg virus was found in two patients.", "Marburg"),
        ("He lived on Lincoln Street for years.", "Lincoln"),
        ("President Warren Jackson spoke first.", "Jackson"),
        ("Many people came, but few stayed.", "Many"),
    ],
)
def test_words_that_are_no_places(read: Read, text: str, word: str) -> None:
    assert word not in named(read(text))


def test_a_division_in_short_stands_after_its_town(read: Read) -> None:
    found = named(read("The fire began in Springfield, Ill., on Sunday."))
    assert set(found) == {"Springfield", "Ill."}


def test_a_direction_is_kept(read: Read) -> None:
    assert named(read("Clashes went on in northern Mali."))["Mali"].modifier == "northern"


def test_a_report_without_places_has_none(read: Read) -> None:
    assert read("Nothing was said about it.").toponyms == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A ferry sank on Lake Mai-Oruba on Friday.", "Lake Mai-Oruba"),
        ("Ten people drowned in the Kwelu river.", "Kwelu"),
        ("The tremor was centred in Jashkot district.", "Jashkot"),
        ("Villagers in Kazibu fled before dawn.", "Kazibu"),
        ("Shops closed in the Maxaleno neighbourhood.", "Maxaleno"),
        ("In neighbouring Rukub, three bridges fell.", "Rukub"),
    ],
)
def test_a_place_no_gazetteer_lists_is_shown_by_the_words_beside_it(read: Read, text: str, name: str) -> None:
    found = named(read(text))
    assert found[name].candidates == ()


def test_a_shown_place_is_known_in_the_rest_of_the_report(read: Read) -> None:
    reading = read("The tremor was centred in Jashkot district. A spokesman for Jashkot police saw damage.")
    assert [t.use for t in reading.toponyms] == [Use.LITERAL, Use.ASSOCIATIVE]


@pytest.mark.parametrize(
    ("text", "name", "use"),
    [
        ("Aid went to western Nepal, where roads were cut.", "Nepal", Use.LITERAL),
        ("The quake was felt as far away as New Delhi.", "New Delhi", Use.LITERAL),
        ("Trucks wait on the road between Khartoum and Kosti.", "Khartoum", Use.LITERAL),
        ("Kenya, Saudi Arabia, Egypt and Qatar called for a truce.", "Egypt", Use.METONYM),
        ("In Windsor, drivers have set a deadline.", "Windsor", Use.LITERAL),
    ],
)
def test_a_country_or_capital_in_its_sentence(read: Read, text: str, name: str, use: Use) -> None:
    assert named(read(text))[name].use is use


def test_a_plural_noun_or_a_title_is_no_place(read: Read) -> None:
    assert not read("Rivers and lakes are the main roads.").toponyms
    assert not read("An official told Levant Press about the plan.").toponyms


@pytest.mark.parametrize("case", CASES["relative"], ids=lambda case: case["text"][:40])
def test_a_place_told_by_another_is_no_point(read: Read, case: dict[str, Any]) -> None:
    toponym = named(read(case["text"]))[case["name"]]
    told = toponym.relative
    assert told is not None
    other = case["text"][told.other.start : told.other.end] if told.other else None
    assert (told.kind, told.distance, told.bearing, other) == (
        case["kind"],
        case.get("km"),
        case.get("bearing"),
        case.get("other"),
    )
    assert (toponym.role is PlaceRole.REFERENCE) == (case["kind"] in ("away", "beyond"))
    if "words" in case:
        assert case["text"][told.words.start : told.words.end] == case["words"] == toponym.modifier


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("He lives in and around Paris.", "Paris"),
        ("Talks between Egypt and Sudan failed.", "Egypt"),
        ("Rockets were fired from Gaza at Sderot.", "Gaza"),
        ("The ministers met near Kenya for talks.", "Kenya"),
        ("Two cargo planes took off from Nairobi at dawn.", "Nairobi"),
        ("A bomb went off in Mogadishu on Friday.", "Mogadishu"),
        ("The convoy set off for Juba with food.", "Juba"),
        ("A fire broke out in the Lagos suburb of Ikeja.", "Ikeja"),
        ("Nairobi's eastern suburb of Eastleigh lost power in Kenya.", "Nairobi"),
    ],
)
def test_other_words_leave_the_place_itself(read: Read, text: str, name: str) -> None:
    assert named(read(text))[name].relative is None


@pytest.mark.parametrize(
    ("side", "degrees"),
    [("north", 0), ("south-western", 225), ("west-northwest", 292), ("central", None), (None, None)],
)
def test_a_bearing_is_in_degrees_from_north(side: str | None, degrees: int | None) -> None:
    assert bearing(side) == degrees


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Aid workers left the Philippines and Laos on Sunday.", "Philippines"),
        ("A clinic was shelled in al-Arish on Sunday.", "al-Arish"),
        ("Ten people were arrested in Tahrir Square on Friday.", "Tahrir Square"),
        ("The bus left Elm Grove Road at noon.", "Elm Grove Road"),
        ("A lorry overturned on Highway 19 near Accra.", "Highway 19"),
        ("Ferries crossed the Kwelu River at dawn.", "Kwelu River"),
        ("Farmers in Lima and Male have no rain.", "Lima"),
        ("A Nakuru man was charged with theft.", "Nakuru"),
        ("The bill was written by Ann Lowe, D-Topeka, in June.", "Topeka"),
        ("The court heard Mary Chinwe, 40, of Enugu, on Friday.", "Enugu"),
        ("Five houses fell in Zumbirat and Kolbeth.", "Kolbeth"),
        ("Aid went to Burkina Faso and Côte d'Ivoire.", "Côte d'Ivoire"),
        ("Voters in Tamil Nadu and Kerala went to the polls.", "Tamil Nadu"),
    ],
)
def test_names_in_many_forms_are_found(read: Read, text: str, name: str) -> None:
    assert name in named(read(text))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Rapid growth was seen in Ghana.", "Rapid"),
        ("The firm paid US$100 million to farmers.", "US$"),
        ("The PCA plant was closed after tests for HIV.", "HIV"),
        ("Brandon Welch, 24, of Accra, spoke. Welch, 24, was hurt.", "Welch"),
        ("An official told Lakes Agency about the plan.", "Lakes"),
        ("They stored the files in DropStore and in English.", "DropStore"),
    ],
)
def test_more_words_that_are_no_places(read: Read, text: str, word: str) -> None:
    assert word not in named(read(text))


def test_the_town_of_a_dateline_is_a_place(read: Read) -> None:
    text = "Port flooded\n\nMOMBASA, Kenya, May 4 (Agency) - Two ships sank on Sunday, an official said.\n"
    found = named(read(text))
    assert found["MOMBASA"].use is Use.LITERAL
    assert found["MOMBASA"].candidates


@pytest.mark.parametrize(
    ("text", "name", "use"),
    [
        ("Moscow's forces left the town.", "Moscow", Use.METONYM),
        ("A researcher at the University of Tartu spoke.", "Tartu", Use.EMBEDDED),
        ("A Nairobi-based firm built the bridge.", "Nairobi", Use.LITERAL),
        ("He was treated at Derry's Altnagelvin Hospital.", "Derry", Use.LITERAL),
        ("The drought hurt Kenya's economy.", "Kenya", Use.LITERAL),
        ("US equipment was sent to Jordan.", "US", Use.ASSOCIATIVE),
        ("Missiles were aimed at Kyiv at night.", "Kyiv", Use.LITERAL),
        ("The minister left for Washington on Monday.", "Washington", Use.LITERAL),
        ("Wages are low in countries such as Cyprus.", "Cyprus", Use.LITERAL),
    ],
)
def test_use_in_more_constructions(read: Read, text: str, name: str, use: Use) -> None:
    assert named(read(text))[name].use is use


def test_the_town_of_a_suburb_only_holds_it(read: Read) -> None:
    found = named(read("A fire broke out in the Lagos suburb of Ikeja."))
    assert (found["Lagos"].role, found["Ikeja"].role) == (PlaceRole.JURISDICTION, None)


def test_a_road_called_after_somebody_is_no_province(read: Read) -> None:
    assert "Salah al-Din" not in named(read("Lorries waited on the Salah al-Din road near Rafah."))
    assert "Salah al-Din" in named(read("Lorries waited in the Salah al-Din province of Iraq."))


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("SIDON, May 3 (Example) - Rescuers dug in Tyre on Friday. Turkey sent tents.", "Tyre", "LB"),
        ("Nurses came from Karachi to Mach after the flood. India sent tents.", "Mach", "PK"),
        ("Boats left Hodeidah and Aden for Saada, and Sanaa was calm. Lebanon sent food.", "Saada", "YE"),
    ],
)
def test_datelines_and_great_towns_tell_the_countries_of_a_report(
    read: Read, text: str, name: str, country: str
) -> None:
    gazetteer = Gazetteer()
    best = gazetteer.entry(named(read(text))[name].candidates[0].place)
    assert best is not None
    assert best.country == country
