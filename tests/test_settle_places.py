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
