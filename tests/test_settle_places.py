"""One sense per story for every place name."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from opensitrep.ledger import Ledger
from opensitrep.model import Account, Place, Precision

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
