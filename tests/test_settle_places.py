"""One sense per story for every place name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from opensitrep.model import Account, Interval, Place, Precision, Reading, Resolution
from opensitrep.reconcile.places.homes import home_of
from opensitrep.reconcile.places.settle import settle_places
from opensitrep.run.ledger import Ledger
from opensitrep.world.earth import bearing, far
from opensitrep.world.gazetteer.entry import Entry
from opensitrep.world.gazetteer.search import Gazetteer

Tell = Callable[..., Account]


def place(account: Account, name: str) -> Place | None:
    ledger = Ledger(account)
    found = [ledger.place_at(s) for s in sorted(ledger.toponyms) if ledger.quote(s) == name]
    assert found, f"no toponym {name}"
    assert len({p.id if p else None for p in found}) == 1
    return found[0]


@pytest.mark.parametrize(
    ("text", "name", "country", "kind"),
    [
        ("Police in Paris, Texas, arrested two men on Friday.", "Paris", "US", "town"),
        ("Police in Paris arrested two men on Friday.", "Paris", "FR", "city"),
        ("Rescuers reached Tripoli in northern Lebanon. Beirut sent trucks.", "Tripoli", "LB", "city"),
        ("Rescuers reached Tripoli. Libya sent trucks from Benghazi.", "Tripoli", "LY", "city"),
        ("Voters in Georgia and Alabama go to the polls, officials in Atlanta said.", "Georgia", "US", "admin1"),
        ("Protesters in Tbilisi asked Georgia to hold a new vote.", "Georgia", "GE", "country"),
    ],
)
def test_other_names_decide_between_namesakes(tell: Tell, text: str, name: str, country: str, kind: str) -> None:
    found = place(tell(text), name)
    assert found is not None
    assert (found.country, found.kind) == (country, kind)


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Insurgents attacked Palma in northern Mozambique at dawn, officials in Maputo said.", "Palma", "MZ"),
        ("Residents of Palma fled to Pemba after the raid. Mozambique sent troops from Nampula.", "Palma", "MZ"),
        ("Shells fell on Konstantinovka overnight, the Ukrainian army said.", "Konstantinovka", "UA"),
        ("Ukraine said that rockets hit Konstantinovka and Kramatorsk on Tuesday.", "Konstantinovka", "UA"),
        ("Russian troops moved towards Pokrovsk, Ukraine's general staff said.", "Pokrovsk", "UA"),
        ("Rockets hit Lugansk at night. The Ukrainian government said that nobody was killed.", "Lugansk", "UA"),
        ("Fighting went on near Popasna and Rubezhnoye, the Ukrainian governor said.", "Rubezhnoye", "UA"),
        ("Clashes broke out in Tripoli between two families, Lebanese troops said.", "Tripoli", "LB"),
        ("A dam burst above Derna, Libyan rescuers said, and water swept through Susa.", "Susa", "LY"),
        ("Militants stormed Kati, Mali's army said on Friday. Bamako was calm.", "Kati", "ML"),
        ("A bomb went off in Hyderabad in southern Pakistan, police in Karachi said.", "Hyderabad", "PK"),
        ("A flood cut the road to Valencia, Venezuelan rescuers said. Caracas sent help.", "Valencia", "VE"),
        ("Merida was hit by a landslide on Sunday, Venezuela's interior minister said.", "Merida", "VE"),
        ("Strikers closed the port of Barcelona in eastern Venezuela on Monday.", "Barcelona", "VE"),
        ("Police in Cordoba fired tear gas at strikers, Argentina's unions said.", "Cordoba", "AR"),
        ("The quake damaged houses in Leon and Managua, Nicaraguan officials said.", "Leon", "NI"),
        (
            "Voters in Santiago de Cuba queued. Protesters marched in Trinidad, Cuba's television said.",
            "Trinidad",
            "CU",
        ),
        ("Floods drowned fields near Victoria, officials in Seychelles said.", "Victoria", "SC"),
        ("Gangs burned houses in Carrefour, Haitian police said. Families fled to Leogane.", "Carrefour", "HT"),
        ("The army of Myanmar bombed Kale and Tamu on Sunday, residents said.", "Kale", "MM"),
        ("Rebels took Aru and Mahagi on Sunday, the Congolese army said.", "Aru", "CD"),
    ],
)
def test_the_namesake_in_the_country_of_the_report_is_meant(tell: Tell, text: str, name: str, country: str) -> None:
    found = place(tell(text), name)
    assert found is not None
    assert found.country == country
    assert found.lat is not None


def test_a_small_town_abroad_that_only_its_name_speaks_for_is_left_open(tell: Tell) -> None:
    """India has a town called Digha; the report is about Chad and Niger and may mean a hamlet that nobody lists."""
    found = place(tell("Fighters burned houses in Digha on Monday. Chad and Niger sent troops."), "Digha")
    assert found is None or found.lat is None


def test_another_report_of_the_story_settles_a_name(tell: Tell) -> None:
    account = tell(
        "Rockets hit Pokrovsk at dawn, rescuers in Pokrovsk said. Two rockets hit a school.",
        "Rockets hit Pokrovsk in the Donetsk region of Ukraine at dawn. Two rockets hit a school, rescuers said.",
    )
    found = place(account, "Pokrovsk")
    assert found is not None
    assert found.country == "UA"


def test_a_stated_distance_settles_a_village(tell: Tell) -> None:
    account = tell("Desna, a village of 7,000 people, lies 70 kilometers to the north of Kyiv. Ukraine held it.")
    found = place(account, "Desna")
    assert found is not None
    assert (found.kind, found.country) == ("town", "UA")


def test_a_site_stands_at_the_town_named_with_it(tell: Tell) -> None:
    account = tell("Fire broke out at the Orlin plant in Kramatorsk on Monday.")
    site, town = place(account, "Orlin"), place(account, "Kramatorsk")
    assert site is not None
    assert town is not None
    assert site.precision is Precision.SITE
    assert (site.lat, site.lon, site.kind) == (town.lat, town.lon, "plant")


@pytest.mark.parametrize(
    "text",
    [
        "Shells killed nine people in Kramatorsk. Gunmen then raided the Orlin plant near the city, and jets flew from"
        " Odesa.",
        "Shells hit Kramatorsk at dawn. The Orlin plant burned after missiles were launched from Odesa.",
    ],
)
def test_a_site_does_not_stand_where_an_attack_set_out_from(tell: Tell, text: str) -> None:
    account = tell(text)
    site, town = place(account, "Orlin"), place(account, "Kramatorsk")
    assert site is not None
    assert town is not None
    assert (site.lat, site.lon) == (town.lat, town.lon)
    [told] = [r for r in account.resolutions if r.value == site.id]
    assert told.step == "site"
    assert told.score is not None


def test_a_site_among_towns_far_apart_has_no_town(tell: Tell) -> None:
    site = place(tell("Talks on the Orlin plant were held by officials of Lviv, Odesa and Kharkiv on Monday."), "Orlin")
    assert site is None or site.lat is None


def test_a_border_with_a_land_is_not_one_with_a_division_of_that_name(tell: Tell) -> None:
    account = tell(
        "Bandits raided Minna in Niger State, Nigeria, on Monday. Raiders burned a market in Djibo in Burkina Faso,"
        " near the border with Niger."
    )
    assert [p.kind for p in named(account, "Niger") if p] == ["country"]


def test_cities_the_world_knows_in_one_list_are_not_their_namesakes(tell: Tell) -> None:
    account = tell(
        "TBILISI, June 3 - Crowds filled Batumi on Monday. Students marched in Rome and Athens, Georgia's union said."
        " A vigil was held in Albany, in the US state of Georgia."
    )
    assert [place(account, n).country for n in ("Rome", "Athens")] == ["IT", "GR"]  # type: ignore[union-attr]
    assert [p.kind for p in named(account, "Georgia") if p] == ["country", "admin1"]


def test_an_organisation_has_no_point(tell: Tell) -> None:
    found = place(tell("The European Union offered help on Monday."), "European Union")
    assert found is None or found.lat is None


def test_each_resolution_gives_its_reason(tell: Tell) -> None:
    account = tell("Police in Paris, Texas, arrested two men on Friday.")
    reasons = [r.why for r in account.resolutions if r.field == "place"]
    assert reasons
    assert all("rejected" in why for why in reasons)


def test_the_order_of_reports_makes_no_difference(tell: Tell) -> None:
    texts = ("Rockets hit Pokrovsk at dawn in Ukraine.", "Rockets hit Pokrovsk and Kramatorsk at dawn in Ukraine.")
    assert {p.id for p in tell(*texts).places} == {p.id for p in tell(*reversed(texts)).places}


def test_a_dateline_tells_the_country(tell: Tell) -> None:
    account = tell(
        "SAN JOSE, Costa Rica, March 11 (Istmo Wire) - A court in San Jose sentenced a former minister on Tuesday."
    )
    ledger = Ledger(account)
    found = [ledger.place_at(s) for s in sorted(ledger.toponyms) if ledger.quote(s) == "San Jose"]
    assert {p.country for p in found if p} == {"CR"}


def test_an_unlisted_place_has_a_country_and_no_point(tell: Tell) -> None:
    found = place(tell("Villagers in Kazibu fled to Bukavu. Goma sent trucks, officials in Kinshasa said."), "Kazibu")
    assert found is not None
    assert (found.country, found.lat, found.precision) == ("CD", None, Precision.COUNTRY)


def test_a_short_name_goes_with_the_country_named_in_full(tell: Tell) -> None:
    account = tell("Troops left eastern Congo on Friday. The Democratic Republic of Congo welcomed it.")
    found = place(account, "Congo")
    assert found is not None
    assert found.country == "CD"


def test_a_surname_of_the_story_is_no_village(tell: Tell) -> None:
    account = tell("President Igor Malin met the press in Kyiv. Reporters gathered around Malin in Lviv.")
    ledger = Ledger(account)
    assert "Malin" not in {ledger.quote(s) for s in ledger.toponyms if ledger.place_at(s)}


def test_where_somebody_lives_is_nobodys_surname(tell: Tell) -> None:
    account = tell(
        "The mayor of Malin met the press in Kyiv. The mayor of Malin said that roads around Malin are shut."
    )
    assert all(named(account, "Malin"))


def test_an_unlisted_name_among_several_countries_is_still_a_place(tell: Tell) -> None:
    found = place(tell("Rebels in Dravnok held a lorry. Drivers from Nairobi, Kampala and Kigali waited."), "Dravnok")
    assert found is not None
    assert (found.country, found.lat, found.precision) == (None, None, Precision.UNKNOWN)


# ---------------------------------------------------------------- senses and signs


def named(account: Account, name: str) -> list[Place | None]:
    """The places of all toponyms of that name, in text order."""
    ledger = Ledger(account)
    return [ledger.place_at(s) for s in sorted(ledger.toponyms) if ledger.quote(s) == name]


def test_two_senses_stand_where_the_words_part_them(tell: Tell) -> None:
    account = tell(
        "The court in San Jose, Costa Rica, froze the money on Monday. Most of it lay in San Jose, California."
    )
    assert [p.country for p in named(account, "San Jose") if p] == ["CR", "US"]


def test_a_bare_mention_goes_with_the_sense_told_last(tell: Tell) -> None:
    account = tell(
        "Judges met in Birmingham, Alabama, on Monday. Rain fell in Birmingham.",
        "Police in Birmingham, England, arrested two men. The mayor of Birmingham thanked them.",
    )
    found = [p.country for p in named(account, "Birmingham") if p]  # report by report
    assert found in (["US", "US", "GB", "GB"], ["GB", "GB", "US", "US"])


def test_a_place_said_to_lie_where_no_such_name_is_known_gets_no_point_elsewhere(tell: Tell) -> None:
    found = place(tell("A landslide buried Tuscola, Malawi, on Friday. Lilongwe sent trucks."), "Tuscola")
    assert found is not None
    assert (found.country, found.lat, found.precision) == ("MW", None, Precision.COUNTRY)


def test_names_of_one_list_are_of_one_kind(tell: Tell) -> None:
    found = place(tell("Cases were found in Ohio, New York, Oregon and Idaho, officials said on Monday."), "New York")
    assert found is not None
    assert found.kind == "admin1"


def test_every_settled_name_says_how_sure_it_is_and_what_was_rejected(tell: Tell) -> None:
    account = tell("Police in Paris, Texas, arrested two men on Friday.")
    [paris] = [r for r in account.resolutions if r.why.startswith("Paris")]
    assert paris.score is not None
    assert 0.5 < paris.score <= 1.0
    assert paris.step == "exact"
    assert any(c.name and "FR" in c.name and c.score < paris.score for c in paris.rejected)


def test_a_place_that_is_no_more_is_not_taken(read: Callable[..., Reading]) -> None:
    class Dated(Gazetteer):
        def entry(self, ident: str) -> Entry | None:
            found = super().entry(ident)
            return replace(found, valid_to=date(2000, 12, 31)) if found and found.country == "FR" else found

    reading = read("3 May 2023\n\nPolice in Paris arrested two men on Friday.")
    day = Resolution(reading.document.id, "published", Interval("2023-05-03", "2023-05-03"), "stated")
    account = settle_places(Account(readings=(reading,), resolutions=(day,)), gazetteer=Dated())
    assert all(p.country != "FR" for p in account.places)


@pytest.mark.parametrize(
    ("outlet", "url", "country", "seat"),
    [
        ("The Kyiv Independent", None, "UA", None),
        ("Chicago Tribune", None, "US", "Chicago"),
        ("Kampala Evening Courier", None, "UG", "Kampala"),
        ("The Morning Paper", "https://paper.example.ke/story", "KE", None),
        ("The Morning Paper", "https://paper.example.co.uk/story", "GB", None),
        ("The Morning Paper", "https://paper.example.io/story", None, None),
    ],
)
def test_an_outlet_is_at_home_by_table_name_or_address(
    outlet: str, url: str | None, country: str | None, seat: str | None
) -> None:
    home = home_of(outlet, url, Gazetteer())
    assert (home.country if home else None) == country
    assert (home.seat.name if home and home.seat else None) == seat


# ---------------------------------------------------------------- areas and zones


def area(account: Account, name: str) -> Place | None:
    ledger = Ledger(account)
    return next((ledger.area_at(s) for s in sorted(ledger.toponyms) if ledger.quote(s) == name), None)


def test_near_a_town_is_a_circle_around_it(tell: Tell) -> None:
    found = area(tell("Shells fell near Kramatorsk on Monday, the army said."), "Kramatorsk")
    assert found is not None
    assert (found.kind, found.precision, found.name) == ("area", Precision.DISTRICT, "near Kramatorsk")
    assert found.radius is not None
    assert found.of == ("gn:704508",)


def test_a_distance_and_a_direction_lead_to_a_circle_there(tell: Tell) -> None:
    account = tell("A mine exploded on a road 40 km north of Kharkiv on Monday, police said.")
    found, town = area(account, "Kharkiv"), place(account, "Kharkiv")
    assert found is not None
    assert town is not None
    assert far(found, town) == pytest.approx(40, abs=1.5)
    assert bearing(town, found) == pytest.approx(0, abs=3) or bearing(town, found) == pytest.approx(360, abs=3)
    assert found.precision not in (Precision.POINT, Precision.SITE, Precision.TOWN)


def test_a_side_of_a_country_is_a_region_on_that_side(tell: Tell) -> None:
    account = tell("Floods hit eastern Ukraine on Monday, officials said.")
    found, country = area(account, "Ukraine"), place(account, "Ukraine")
    assert found is not None
    assert country is not None
    assert found.precision is Precision.REGION
    assert found.lon is not None
    assert country.lon is not None
    assert found.lon > country.lon + 2


def test_a_stretch_between_two_towns_lies_between_them(tell: Tell) -> None:
    account = tell("A convoy was attacked between Izium and Sloviansk on Monday, the army said.")
    one, two = place(account, "Izium"), place(account, "Sloviansk")
    found = area(account, "Izium")
    assert found is not None
    assert one is not None
    assert two is not None
    assert found.of == tuple(sorted((one.id, two.id)))
    assert far(found, one) == pytest.approx(far(found, two), abs=2)


@pytest.mark.parametrize(
    ("text", "name", "zone"),
    [
        ("Floods hit Ukraine on Monday.", "Ukraine", "Europe/Kyiv"),
        ("Floods hit Russia on Monday.", "Russia", None),
        ("Fires burned in the Irkutsk region of Russia on Monday.", "Irkutsk", "Asia/Irkutsk"),
        ("Police in Nairobi arrested two men on Friday.", "Nairobi", "Africa/Nairobi"),
    ],
)
def test_a_place_has_the_time_zone_of_its_people(tell: Tell, text: str, name: str, zone: str | None) -> None:
    account = tell(text)
    found = place(account, name)
    assert found is not None
    assert Ledger(account).zone_of(found.id) == zone


def test_an_address_that_is_none_is_the_home_of_nobody() -> None:
    assert home_of(None, "http://[news/a", Gazetteer()) is None


def test_of_an_endless_name_only_the_beginning_is_looked_at() -> None:
    assert home_of(" ".join(["Word"] * 40 + ["Kampala", "Courier"]), None, Gazetteer()) is None


def test_what_leads_between_two_towns_lies_between_them(tell: Tell) -> None:
    text = "Rockets hit the Orlov Bridge that carries trains between Kramatorsk and Sloviansk. Ukraine said so in Kyiv."
    found = place(tell(text), "Orlov Bridge")
    assert found is not None
    assert found.lat is not None
    assert 48.74 < found.lat < 48.85
    assert (found.kind, found.country, len(found.of)) == ("facility", "UA", 2)


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("A fire broke out on the edge of the Yemeni capital on Sunday.", "Yemeni capital", "Sanaa"),
        ("A bomb went off in Iraq's capital on Friday, police said.", "Iraq's capital", "Baghdad"),
        ("Gunmen attacked the capital of Mali on Friday, police said.", "capital of Mali", "Bamako"),
        ("Troops entered the South Korean capital on Friday.", "South Korean capital", "Seoul"),
    ],
)
def test_a_capital_is_known_by_its_country(tell: Tell, text: str, words: str, name: str) -> None:
    found = place(tell(text), words)
    assert found is not None
    assert name in {found.name, found.canonical}


@pytest.mark.parametrize(
    "text",
    [
        "In the Kenyan capital Nairobi shops were shut.",
        "They met in Juba, the South Sudanese capital, on Friday.",
        "Clashes in the Iraqi capital, Baghdad, went on.",
        "The British capital markets fell.",
        "He put Swedish capital into the firm.",
    ],
)
def test_a_capital_with_its_name_beside_and_money_are_none(tell: Tell, text: str) -> None:
    ledger = Ledger(tell(text))
    assert not any("capital" in ledger.quote(s) for s in ledger.toponyms)
