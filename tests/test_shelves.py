"""What belongs to one story, found without looking through the account; stories composed when they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from itertools import pairwise

import pytest

from opensitrep.derive import telling
from opensitrep.derive.book import Book
from opensitrep.derive.shelves import by
from opensitrep.model import Account, Event, Span
from opensitrep.page import sitrep
from opensitrep.page.markdown import write_markdown

FLOOD = (
    "Flood in Manila\n\n9 September 2023\n\nAt least 40 people were killed when a flood hit Manila on Thursday, "
    "mayor Ana Reyes said. The council plans to evacuate the harbour on Monday."
)
LATER = "Toll rises in Manila\n\n10 September 2023\n\nThe flood in Manila killed 55 people, the interior ministry said."
SIEGE = (
    "Army takes Derna\n\n12 March 2019\n\nThe army said it had taken control of Derna on Monday. Rebels denied that "
    "Derna had fallen. Some 300 shells fell, police chief Omar Saleh said."
)


@pytest.fixture(scope="module")
def account(tell: Callable[..., Account]) -> Account:
    return tell(FLOOD, LATER, SIEGE)


def test_rows_stand_under_their_key_in_their_order() -> None:
    assert by([3, 1, 2, 5], lambda n: None if n == 5 else "odd" if n % 2 else "even") == {"odd": [3, 1], "even": [2]}


def test_a_story_has_the_rows_that_name_it(account: Account) -> None:
    book = Book(account)
    assert len(account.stories) == 2
    for story in account.stories:
        assert book.events_of(story.id) == [e for e in account.events if e.story == story.id]
        assert book.series_in(story.id) == [s for s in account.series if s.story == story.id]
        assert book.positions_in(story.id) == [p for p in account.positions if p.story == story.id]
        assert book.control_in(story.id) == [c for c in account.control if c.story == story.id]
        assert book.calendar_in(story.id) == [p for p in account.calendar if book.events[p.event].story == story.id]
        counts = [book.counts[c] for c in account.unplaced]
        assert book.unplaced_in(story.id) == [c for c in counts if c.number.doc in story.documents]
        claims = [c for r in book.readings_of(story.id) for c in r.claims]
        ids = {c.id for c in claims}
        assert book.origins_of(claims) == [o for o in account.origins if ids & set(o.claims)]
        assert book.readings_of(story.id) == [r for r in account.readings if r.document.id in story.documents]


def test_a_story_of_many_is_composed_when_the_one_before_it_is_written(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    marks: list[int] = []
    stream, compose = BytesIO(), sitrep.compose_story

    def composed(desk: object, anchor: str) -> object:
        marks.append(stream.tell())
        return compose(desk, anchor)  # type: ignore[arg-type]

    monkeypatch.setattr(sitrep, "compose_story", composed)
    write_markdown(account, stream)
    assert len(marks) == 2
    assert all(first < second for first, second in pairwise(marks))


def test_the_sentence_that_tells_an_event_is_weighed_once(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    weigh = telling._telling

    def weighed(book: Book, event: Event) -> Span | None:
        asked.append(event.id)
        return weigh(book, event)

    monkeypatch.setattr(telling, "_telling", weighed)
    write_markdown(account, BytesIO())
    assert asked
    assert len(asked) == len(set(asked))
