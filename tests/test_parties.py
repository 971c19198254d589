"""Who is printed as having done it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from opensitrep.derive.book import Book
from opensitrep.derive.lead import evidence, lead
from opensitrep.derive.parties import event_doer, named_doers, tells_who
from opensitrep.derive.telling import main_event
from opensitrep.model import Account, Actor, ActorKind, Event, Settled
from opensitrep.reconcile.events.fields import Body, doers
from opensitrep.reconcile.events.merge import merge_events
from opensitrep.reconcile.events.tellings import tell_all
from opensitrep.run.ledger import Ledger
from tests.story_case import StoryCase, body, country, town

PLACES = (country("Southland land", "XB"), town("Sarnow", 50.0, 20.0, country="XB"))


def raid(*told: tuple[str, Actor], score: float = 0.0, main: bool = False) -> tuple[Book, Event]:
    """A raid that reports tell, each by a party in its own words; settled on that of the first one, as sure as that."""
    case = StoryCase(places=PLACES, actors=tuple({a.id: a for _, a in told}.values()))
    for n, (words, actor) in enumerate(told):
        doc = case.report(f"r{n}", f"{words} raided Sarnow on Monday.")
        on, at = case.time(doc, "Monday", "2024-03-04"), case.place(doc, "Sarnow", "Sarnow")
        case.tell(doc, "raided", "ASSAULT", by=(case.actor(doc, words, actor.id),), on=(on,), at=(at,))
    account = merge_events(case.account())
    [event] = account.events
    event = replace(event, agents=(told[0][1].id,), why=(Settled("agents", "test", score=score),))
    stories = tuple(replace(s, main=event.id if main else None) for s in account.stories)
    return Book(replace(account, events=(event,), stories=stories)), event


GUNMEN = body("gunmen", kind=ActorKind.GROUP)
NORTHLAND, WESTLAND = (body(n, side=s, kind=ActorKind.STATE) for n, s in (("Northland", "XAA"), ("Westland", "XCC")))


@pytest.mark.parametrize(("score", "main", "printed"), [(0.7, False, True), (0.5, False, False), (0.4, True, True)])
def test_who_is_sure_is_printed_without_a_name(score: float, main: bool, printed: bool) -> None:
    book, event = raid(("Gunmen", GUNMEN), ("Gunmen", GUNMEN), score=score, main=main)
    assert named_doers(book, event) == ([GUNMEN.id] if printed else [])


def test_of_two_camps_that_as_many_reports_call_so_none_is_printed() -> None:
    both = (("Northland", NORTHLAND), ("Westland", WESTLAND))
    assert named_doers(*raid(*both, score=0.9)) == []
    assert named_doers(*raid(*both, ("Northland again", NORTHLAND), score=0.9)) == [NORTHLAND.id]


@pytest.mark.parametrize(
    ("name", "told"), [("gunmen", True), ("Her government", False), ("hundreds", False), ("hundreds of miners", True)]
)
def test_a_name_that_tells_nobody_where_it_stands_alone_is_not_printed(name: str, told: bool) -> None:
    assert tells_who(Actor("a", name, ActorKind.GROUP)) is told


@pytest.mark.parametrize(("kind", "found"), [("ASSAULT", ["gunmen"]), ("ACCIDENT", ["gunmen", "white truck"])])
def test_no_vehicle_means_harm(kind: str, found: list[str]) -> None:
    book, _ = raid(("A white truck", body("white truck", kind=ActorKind.GROUP)), ("Gunmen", GUNMEN))
    ledger = Ledger(book.account)
    asked = doers(Body(tell_all(ledger), kind=kind), ledger)
    assert sorted(c.value.name for c in asked) == found


@pytest.mark.parametrize(
    ("words", "claimed"),
    [
        ("The Islamic State group claimed responsibility for the attack.", "claimed by Islamic State"),
        ("No group claimed responsibility for the attack.", ""),
        ("The mayor claimed the attack had killed a relative of his, too, and two of his guards.", ""),
    ],
)
def test_who_claims_an_attack_is_named_as_claiming_it(tell: Callable[..., Account], words: str, claimed: str) -> None:
    book = Book(tell(f"Blast in Kano\n\n4 May 2024\n\nA bomb killed 12 people at a market in Kano on Friday. {words}"))
    event = main_event(book, book.account.stories[0].id)
    assert event is not None
    assert ("claimed by" in event_doer(book, event.id)) == bool(claimed)
    assert claimed in event_doer(book, event.id)
    named = [book.quote(span) for line in lead(book, event) for span in evidence(book, event, line)]
    assert ("The Islamic State group" in named) == bool(claimed)
