"""What belongs to one story, found without looking through the account; stories composed when they are asked for."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest

from opensitrep.derive import telling
from opensitrep.derive.book import Book
from opensitrep.forms import ALL_FORMS, FORMS
from opensitrep.model import Account, Event, Reading, Span
from opensitrep.page import sitrep
from opensitrep.page.markdown import write_markdown
from opensitrep.pipeline import write
from opensitrep.run import shelf as shelves
from opensitrep.run.codec import from_json
from opensitrep.run.ledger import Ledger, by
from opensitrep.run.shelf import ROOM, Shelf

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


@pytest.fixture
def unpacked(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What is unpacked from now on."""
    found: list[object] = []

    def unpack(data: bytes, kind: type) -> object:
        found.append(kind)
        return from_json(data, kind)

    monkeypatch.setattr(shelves, "from_json", unpack)
    return found


def test_rows_stand_under_their_key_in_their_order() -> None:
    assert by([3, 1, 2, 5], lambda n: None if n == 5 else "odd" if n % 2 else "even") == {"odd": (3, 1), "even": (2,)}


def test_a_story_has_the_rows_that_name_it(account: Account) -> None:
    book = Book(account)
    assert len(account.stories) == 2
    for story in account.stories:
        assert list(book.events_of(story.id)) == [e for e in account.events if e.story == story.id]
        assert list(book.series_in(story.id)) == [s for s in account.series if s.story == story.id]
        assert list(book.positions_in(story.id)) == [p for p in account.positions if p.story == story.id]
        assert list(book.control_in(story.id)) == [c for c in account.control if c.story == story.id]
        assert list(book.calendar_in(story.id)) == [
            p for p in account.calendar if book.events[p.event].story == story.id
        ]
        counts = [book.counts[c] for c in account.unplaced]
        assert list(book.unplaced_in(story.id)) == [c for c in counts if c.number.doc in story.documents]
        claims = [c for r in book.readings_of(story.id) for c in r.claims]
        ids = {c.id for c in claims}
        assert book.origins_of(claims) == [o for o in account.origins if ids & set(o.claims)]
        for origin in book.origins_of(claims):
            assert book.claims_in(story.id, origin.id) == tuple(c.id for c in claims if c.id in origin.claims)
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


def test_a_packed_account_is_looked_up_as_one_in_memory(tell: Callable[..., Account]) -> None:
    packed = tell(FLOOD, LATER, SIEGE)
    assert isinstance(packed.readings, Shelf)
    whole = replace(packed, readings=tuple(packed.readings))
    assert packed == whole
    crowded = packed.readings.ordered(range(3))
    crowded.room = 1
    books = Book(replace(packed, readings=crowded)), Book(whole)
    names = ("readings", "times", "quantities", "figures", "counts", "incidents", "toponyms", "actor_mentions")
    for name in (*names, "attributions", "mentions", "claims", "claims_of", "incident_of_mention", "figures_in"):
        one, other = (getattr(book, name) for book in books)
        assert list(one) == list(other), name
        assert all(one[key] == other[key] for key in other), name
        assert len(one) == len(other)
        assert one.get("nobody:m1") is None


def test_what_was_found_for_one_form_serves_the_others(account: Account) -> None:
    book = Book(account)
    assert Book.of(book) is Ledger.of(book) is book
    assert type(Book.of(Ledger(account))) is Book
    assert Book.of(Ledger(account)).account is Ledger.of(account).account is account


def test_a_quotation_is_given_without_unpacking(account: Account, unpacked: list[object]) -> None:
    assert isinstance(account.readings, Shelf)
    book = Book(replace(account, readings=account.readings.ordered(range(3))))
    first = book.documents[0]
    assert book.quote(Span(first.id, 0, 5)) == first.text[:5] == book.document(first.id).text[:5]
    assert not unpacked


def test_all_forms_unpack_a_reading_less_often_than_there_are_forms(
    tell: Callable[..., Account], tmp_path: Path, unpacked: list[object]
) -> None:
    account = tell(FLOOD, SIEGE, *(FLOOD.replace("Manila", town) for town in ("Lagos", "Quito", "Oslo")))
    assert isinstance(account.readings, Shelf)
    crowded = account.readings.ordered(range(5))
    crowded.room = max(len(story.documents) for story in account.stories)
    account = replace(account, readings=crowded)
    unpacked.clear()
    written = write(account, tmp_path / "together", everything=True)
    assert len(unpacked) <= 12 * 5 < len(written) * 5
    for name, form in (FORMS | ALL_FORMS).items():
        stream = BytesIO()
        form(account, stream)
        assert (tmp_path / "together" / name).read_bytes() == stream.getvalue(), name


def test_features_are_written_one_by_one_as_one_collection(account: Account) -> None:
    for one in (account, replace(account, events=())):
        stream = BytesIO()
        ALL_FORMS["events-all.geojson"](one, stream)
        found = json.loads(stream.getvalue())
        assert len(found["features"]) == len(one.events)
        whole = json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True)
        assert stream.getvalue() == whole.encode("utf-8") + b"\n"


def test_few_readings_stand_in_memory(read: Callable[..., Reading]) -> None:
    shelf = Shelf([read(f"{n} people died in a flood in Manila on Thursday.") for n in range(5)], room=2)
    for n, reading in enumerate(shelf):
        assert reading.document.text.startswith(str(n))
        assert reading is shelf[int(reading.document.text[0])]
    assert len(shelf._open) == 2
    assert [d.text[:1] for d in shelf.documents] == ["0", "1", "2", "3", "4"], "texts are at hand"
    turned = shelf.ordered([4, 0])
    assert [r.document.text[:1] for r in turned] == ["4", "0"]
    assert turned == (shelf[4], shelf[0])
    assert turned != (shelf[0], shelf[4])
    assert shelf[-1] == shelf[4:][0]
    with pytest.raises(IndexError):
        shelf[5]
    assert pickle.loads(pickle.dumps(turned)) == turned
    many = shelf.ordered([0] * (ROOM + 1))
    assert all(r.document.id for r in many)
    assert len(many._open) == many.room == ROOM
    assert shelf.ordered([0], room=ROOM + 2).room == ROOM + 2, "a story is told as a whole"
