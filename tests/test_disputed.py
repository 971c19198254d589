"""What stands open under "What is disputed", and what folds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from opensitrep.derive.book import Book, contested
from opensitrep.derive.stories import story_disputed
from opensitrep.derive.tolls import claimants, newest
from opensitrep.model import About, Account, Act, Position, Side, Verdict
from opensitrep.page.desk import Desk
from opensitrep.page.disputed import MOST, compose_disputed
from opensitrep.reconcile.facts.positions import as_one
from opensitrep.run.ledger import Ledger

TEXT = "Shells hit Sumy\n\n3 March 2024\n\nShells killed 12 people in Sumy on Saturday, the mayor said."


def position(number: int, *acts: Act) -> Position:
    sides = tuple(Side(f"o{n}", act, (), ()) for n, act in enumerate(acts))
    return Position(f"p{number}", "s", "e", About.DETAIL, sides, Verdict.SINGLE, "")


@pytest.mark.parametrize(
    ("acts", "answered"),
    [
        ((Act.ASSERTS, Act.DENIES), True),
        ((Act.ASSERTS, Act.WITHHOLDS), True),
        ((Act.ASSERTS, Act.ASSERTS), True),
        ((Act.DENIES,), False),
        ((Act.WITHHOLDS, Act.DOUBTS), False),
        ((Act.DENIES, Act.WITHHOLDS), False),
    ],
)
def test_a_question_is_disputed_where_somebody_says_what_another_does_not(
    acts: tuple[Act, ...], answered: bool
) -> None:
    assert contested(position(0, *acts)) is answered


def test_what_one_side_leaves_open_alone_folds_and_is_not_counted(tell: Callable[..., Account]) -> None:
    account = tell(TEXT)
    story, event, origin = account.stories[0].id, account.events[0].id, account.origins[0].id

    def made(number: int, *acts: Act) -> Position:
        found = position(number, *acts)
        sides = tuple(replace(s, origin=origin) for s in found.sides)
        return replace(found, id=f"{event}:{number}", story=story, event=event, sides=sides)

    both, alone = (Act.ASSERTS, Act.DENIES), (Act.WITHHOLDS,)
    told = [made(0, *alone), *(made(n, *both) for n in range(1, MOST + 2)), made(MOST + 2, *alone)]
    book = Book(replace(account, positions=tuple(told)))
    found = compose_disputed(Desk(book, story, ""))
    assert found is not None
    assert [len(q.columns) for q in found.questions] == [2] * MOST
    assert [len(q.columns) for q in found.more] == [2, 1, 1]
    assert story_disputed(book, story) == str(MOST + 1)


def test_a_figure_of_today_is_not_put_into_the_mouth_of_who_gave_it_yesterday(tell: Callable[..., Account]) -> None:
    own = "Shells hit Sumy\n\n5 March 2024\n\nShells killed 12 people in Sumy on Saturday."
    for texts, named in (((TEXT,), True), ((TEXT, own), False)):
        book = Book(tell(*texts))
        values = [v for s in book.account.series if s.fate == "killed" for v in s.values if v.low == 12]
        assert len(values) == 1
        assert bool(claimants(book, values[0])) is True
        assert bool(claimants(book, values[0], *newest(book, values[0]))) is named


def test_who_did_it_is_asked_once_of_an_event(tell: Callable[..., Account]) -> None:
    account = tell(TEXT)
    event, origin = account.events[0].id, account.origins[0].id

    def made(number: int, act: Act, *, shown: bool) -> Position:
        side = Side(origin, act, (f"c{number}",), ())
        return replace(position(number), event=event, about=About.DOER, sides=(side,), score=number / 10, shown=shown)

    told = [made(1, Act.ASSERTS, shown=True), made(2, Act.WITHHOLDS, shown=True), made(3, Act.ASSERTS, shown=True)]
    one = as_one(Ledger(account), [*told, made(4, Act.DENIES, shown=False)])
    assert [(s.act, s.claims) for s in one.sides] == [(Act.ASSERTS, ("c3", "c1")), (Act.WITHHOLDS, ("c2",))]
    assert (one.id, one.shown) == ("p3", True)
