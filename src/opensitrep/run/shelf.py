"""Readings of which few stand in memory: packed one by one, unpacked when asked for, and indexed report by report.

A reading is some thirty times as large in memory as packed, and of what stands in an account most is readings. What is
packed comes back as it was (`codec.as_kept`).
"""

from __future__ import annotations

import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar, overload

from opensitrep.model import Document, Reading, Span
from opensitrep.run.codec import from_json, slim, to_json

ROOM = 500  # readings that stay unpacked, at the least: more than most stories have
FASTEST = 1  # level of compression: a higher one takes thrice the time for a tenth of the size
K = TypeVar("K", Span, str)
V = TypeVar("V")
A = TypeVar("A", int, str)
B = TypeVar("B")


class Kept(OrderedDict[A, B]):
    """What was made of some things, as far as there is room."""

    def put(self, key: A, value: B, *, room: int) -> None:
        """Keep it, with the last of the others that were put."""
        self[key] = value
        while len(self) > room:
            self.popitem(last=False)


def pack(reading: Reading) -> bytes:
    """A reading without its syntax and without the text of its report, which whoever asks for it has."""
    bare = replace(slim(reading), document=replace(reading.document, text=""))
    return zlib.compress(to_json(bare), FASTEST)


class Packed(Sequence[V]):
    """Things that stand packed, in an order. Equal to any sequence of equal things."""

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or len(other) != len(self):
            return False
        return all(one == another for one, another in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]  # as a list


class Shelf(Packed[Reading]):
    """Readings in an order; of them stay unpacked the last `room` that were asked for: as many of 1,000 as of 50,000.

    Holds its `documents` with their texts, which most of what is written quotes and which need not be unpacked for it.
    """

    def __init__(self, readings: Iterable[Reading] = (), *, room: int = ROOM) -> None:
        self.documents: list[Document] = []
        self.room = room
        self._packed: list[bytes] = []
        self._open: Kept[int, Reading] = Kept()
        for reading in readings:
            self.put(reading)

    def put(self, reading: Reading) -> int:
        """Pack one more; gives its place."""
        return self.put_packed(reading.document, pack(reading))

    def put_packed(self, document: Document, packed: bytes) -> int:
        """One more that is packed; gives its place."""
        self.documents.append(document)
        self._packed.append(packed)
        return len(self._packed) - 1

    def ordered(self, places: Sequence[int], *, room: int = 0) -> Shelf:
        """The readings at these places, in this order, with more room; nothing is packed anew."""
        made = Shelf(room=max(room, ROOM))
        made.documents = [self.documents[n] for n in places]
        made._packed = [self._packed[n] for n in places]
        return made

    def __len__(self) -> int:
        return len(self._packed)

    @overload
    def __getitem__(self, at: int) -> Reading: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Reading, ...]: ...
    def __getitem__(self, at: int | slice) -> Reading | tuple[Reading, ...]:
        if isinstance(at, slice):
            return tuple(self[n] for n in range(*at.indices(len(self))))
        number = range(len(self))[at]
        found = self._open.get(number)
        if found is None:
            bare = from_json(zlib.decompress(self._packed[number]), Reading)
            found = replace(bare, document=self.documents[number])
            self._open.put(number, found, room=self.room)
        return found

    def __repr__(self) -> str:
        return f"<{len(self)} readings, packed>"


class ByReport(Mapping[K, V]):
    """What stands in readings, by a span or by an id that begins with that of its document: `rows` gives it of a
    reading when something of that report is asked for."""

    def __init__(self, shelf: Shelf, places: Mapping[str, int], rows: Callable[[Reading], Mapping[K, V]]) -> None:
        self._shelf, self._places = shelf, places
        self._rows: Callable[[Reading], Mapping[K, V]] = rows
        self._open: Kept[str, Mapping[K, V]] = Kept()

    def __getitem__(self, key: K) -> V:
        doc = key.doc if isinstance(key, Span) else key.partition(":")[0]
        return self._of(doc)[key]

    def __iter__(self) -> Iterator[K]:
        for document in self._shelf.documents:
            yield from self._of(document.id)

    def __len__(self) -> int:
        return sum(len(self._of(document.id)) for document in self._shelf.documents)

    def _of(self, doc: str) -> Mapping[K, V]:
        found = self._open.get(doc)
        if found is None:
            place = self._places[doc]
            found = self._rows(self._shelf[place])
            self._open.put(doc, found, room=self._shelf.room)
        return found
