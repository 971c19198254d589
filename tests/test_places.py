"""Toponym mentions: which words, what use, what feature."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from opensitrep.model import Precision, Reading, Toponym, Use

Read = Callable[..., Reading]


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
