"""What is reconciled stands packed, story by story: the same account, and few stories of it in memory."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from benchmarks.page.stories import many

from opensitrep.derive.book import Book
from opensitrep.forms import ALL_FORMS, FORMS
from opensitrep.model import Account, Span
from opensitrep.page import PAGES, story_pages
from opensitrep.run import chapters
from opensitrep.run.chapters import OPEN, Chapters, Rows, report_of
from opensitrep.run.codec import from_json

STORIES = 2 * OPEN


@pytest.fixture(scope="module")
def packed() -> Account:
    return many(STORIES)


@pytest.fixture(scope="module")
def plain(packed: Account) -> Account:
    """The same account with nothing packed."""
    tables = {name: tuple(getattr(packed, name)) for name in Chapters().tables()}
    return replace(packed, **tables)  # type: ignore[arg-type]


def test_rows_are_those_that_were_packed(packed: Account, plain: Account) -> None:
    assert isinstance(packed.events, Rows)
    assert not isinstance(plain.events, Rows)
    assert packed == plain
    assert len(packed.events) == len(plain.events)
    for at in (0, len(plain.facts) // 2, -1):
        assert packed.facts[at] == plain.facts[at]
    assert packed.events[1:4] == plain.events[1:4]
    with pytest.raises(IndexError):
        packed.events[len(plain.events)]
    assert packed.events != plain.events[:-1]


def test_every_form_is_the_same_packed_and_not(packed: Account, plain: Account) -> None:
    for name, form in (FORMS | ALL_FORMS | PAGES).items():
        written = []
        for account in (packed, plain):
            stream = BytesIO()
            form(Book(account), stream)
            written.append(stream.getvalue())
        assert written[0] == written[1], name
    assert list(story_pages(packed)) == list(story_pages(plain))


def test_what_is_looked_up_is_found_by_its_story(packed: Account, plain: Account) -> None:
    book, other = Book(packed), Book(plain)
    for name in ("events", "series", "disputes", "standing", "planned", "zones", "children", "facts_of_event"):
        assert dict(getattr(book, name)) == dict(getattr(other, name)), name
        assert len(getattr(book, name)) == len(getattr(other, name)), name
    for reading in packed.readings:
        doc = reading.document.id
        assert book.published(doc) == other.published(doc)
        for toponym in reading.toponyms:
            assert book.place_at(toponym.span) == other.place_at(toponym.span)
    assert book.events.get("nobody:c:1-2:OTHER") is None
    assert "nobody" not in book.zones


def test_few_stories_stand_unpacked(packed: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []

    def unpack(data: bytes, kind: type) -> object:
        opened.append(kind)
        return from_json(data, kind)

    fresh = many(STORIES)
    monkeypatch.setattr(chapters, "from_json", unpack)
    assert len(list(fresh.events)) == len(packed.events)
    assert len(opened) == STORIES
    assert isinstance(fresh.events, Rows)
    assert len(fresh.events._open) == OPEN


def test_stories_may_come_in_any_order() -> None:
    found = many(3)
    alone = [
        Account(stories=(s,), events=tuple(e for e in found.events if e.story == s.id), places=found.places)
        for s in found.stories
    ]
    mixed = Chapters()
    for number in (2, 0, 1):
        mixed.put(number, alone[number])
    assert mixed.tables() == Chapters(alone).tables()
    assert tuple(mixed.tables()["stories"]) == found.stories
    assert mixed.tables()["events"].at[found.stories[2].documents[0]] == 2


def test_a_report_is_named_by_spans_ids_and_pairs_of_them() -> None:
    assert report_of(Span("d1", 2, 3)) == report_of("d1:c:2-3:OTHER") == report_of((Span("d1", 2, 3), "place")) == "d1"
    assert report_of(("s1", "gn:5")) == report_of("s1") == "s1"
