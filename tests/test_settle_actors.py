"""One person or body over several reports."""

from __future__ import annotations

from collections.abc import Callable

from opensitrep.model import Account, Actor, ActorKind, Reading
from opensitrep.reconcile.actors.settle import Card, _names, settle_actors
from opensitrep.run.ledger import Ledger
from opensitrep.world.gazetteer.search import Gazetteer

Read = Callable[..., Reading]


def settled(read: Read, *texts: str) -> Account:
    readings = tuple(read("Head\n\n" + t, name=f"{n}.txt") for n, t in enumerate(texts))
    return settle_actors(Account(readings=readings), gazetteer=Gazetteer())


def actor_of(account: Account, words: str, kind: ActorKind | None = None) -> Actor:
    """The actor of the smallest mention that holds these words."""
    ledger, found = Ledger(account), []
    for r in account.readings:
        for m in r.actors:
            if words in ledger.quote(m.span) and (kind is None or m.kind is kind) and (a := ledger.actor_at(m.span)):
                found.append((len(m.span), a.id, a))
    return min(found)[2]


def test_two_spellings_are_one_person(read: Read) -> None:
    account = settled(
        read,
        "The governor of the Odesa region, Sergei Gaidenko, said the port was shut.",
        "Serhiy Haidenko, governor of the Odessa region, said the port was open.",
    )
    assert actor_of(account, "Gaidenko") == actor_of(account, "Haidenko")


def test_namesakes_with_other_first_names_stay_two(read: Read) -> None:
    account = settled(read, "President Anna Berg spoke.", "The lawyer Tomas Berg spoke.")
    assert actor_of(account, "Anna Berg") != actor_of(account, "Tomas Berg")


def test_an_unnamed_governor_is_the_named_one_of_the_region(read: Read) -> None:
    account = settled(
        read,
        "The governor of the Luhansk region, Petro Savchenko, said roads were shut.",
        "The governor of the Lugansk region said roads were open.",
    )
    assert actor_of(account, "governor of the Lugansk").name == "Petro Savchenko"


def test_two_unnamed_officials_of_two_reports_stay_apart(read: Read) -> None:
    account = settled(read, "Officials said the dam held.", "Officials said the dam broke.")
    groups = [a for a in account.actors if a.kind is ActorKind.GROUP]
    assert len({a.id for a in groups if any("fficials" in n for n in a.names)}) == 2


def test_one_ministry_in_two_spellings(read: Read) -> None:
    account = settled(
        read, "The Russian Defense Ministry said so.", "The Russian defence ministry said no. The ministry left."
    )
    bodies = [a for a in account.actors if a.kind is ActorKind.BODY]
    assert [a.side for a in bodies] == ["RUS"]


def test_the_canonical_name_is_the_fullest(read: Read) -> None:
    account = settled(read, "President Vera Lund spoke. Lund said no.", "Lund said yes.")
    actor = actor_of(account, "Lund", ActorKind.PERSON)
    assert actor.name == "Vera Lund"
    assert "Lund" in actor.names


def test_a_name_told_twice_in_a_row_is_no_fuller_one() -> None:
    ledger = Ledger(Account())
    assert _names([Card("d", [], names=["Equinova"] * 3 + ["Equinova Equinova"])], ledger)[0] == "Equinova"
    assert _names([Card("d", [], names=["Lund"] * 3 + ["Ida Lund"])], ledger)[0] == "Ida Lund"


def test_the_order_of_the_reports_makes_no_difference(read: Read) -> None:
    texts = ("President Vera Lund said no.", "Lund said yes, and Chinese officials agreed.")
    account = settled(read, *texts)
    turned = settle_actors(Account(readings=tuple(reversed(account.readings))), gazetteer=Gazetteer())
    assert turned.actors == account.actors
    assert turned.resolutions == account.resolutions


def test_the_police_are_of_the_country_where_all_happens(read: Read) -> None:
    account = settled(
        read, "Police in Lima arrested ten men, the interior ministry said. Roads to Cusco and Arequipa were shut."
    )
    ministry = actor_of(account, "interior ministry")
    assert ministry.side == "PER"
    why = next(r.why for r in account.resolutions if r.field == "actor" and r.value == ministry.id)
    assert "places" in why


def test_the_police_between_two_countries_are_of_neither(read: Read) -> None:
    account = settled(read, "Kyiv and Moscow traded blows near Kharkiv and Belgorod, the interior ministry said.")
    assert actor_of(account, "interior ministry").side is None


def test_a_figure_is_no_part_of_a_name(read: Read) -> None:
    account = settled(read, "At least 300 Peruvian soldiers left the camp, officials said.")
    assert actor_of(account, "soldiers").name == "Peruvian soldiers"
