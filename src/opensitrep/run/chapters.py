"""What is reconciled, packed story by story, of which few stories stand in memory: as `shelf` is for readings.

The rows of a table of an account (events, series, facts ...) are some ten times as large in memory as packed, and what
is written of many stories is written one story after the other. Rows name their story or a report of it, in their ids
or spans, so that what is looked up is found by unpacking one table of one story.
"""

from __future__ import annotations

import zlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any, TypeVar, get_args, get_type_hints, overload

from opensitrep.model import Account, Span
from opensitrep.run.codec import from_json, to_json
from opensitrep.run.shelf import FASTEST, Kept, Packed

OPEN = 16  # stories of which a table stays unpacked
APART = ("readings", "made_with")  # of an account: what stands in it elsewhere
K = TypeVar("K")
V = TypeVar("V")
T = TypeVar("T")


class Rows(Packed[T]):
    """One table: its rows in the order of the stories, unpacked a story at a time.

    `packed` are the rows of each story, and how many they are; `at` gives its position by its id and those of its
    reports.
    """

    def __init__(self, kind: type[T], packed: Sequence[tuple[bytes, int]], at: Mapping[str, int]) -> None:
        self.at = at
        self._kind: Any = tuple[kind, ...]  # type: ignore[valid-type]
        self._blocks = [block for block, _ in packed]
        self._ends = list(accumulate(size for _, size in packed))
        self._open: Kept[int, tuple[T, ...]] = Kept()

    def block(self, number: int) -> tuple[T, ...]:
        """The rows of the story at a position."""
        found = self._open.get(number)
        if found is None:
            rows: tuple[T, ...] = from_json(zlib.decompress(self._blocks[number]), self._kind)
            self._open.put(number, rows, room=OPEN)
            return rows
        return found

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def __iter__(self) -> Iterator[T]:
        for number in range(len(self._blocks)):
            yield from self.block(number)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[T, ...]: ...
    def __getitem__(self, at: int | slice) -> T | tuple[T, ...]:
        if isinstance(at, slice):
            return tuple(self[n] for n in range(*at.indices(len(self))))
        place = range(len(self))[at]
        number = bisect_right(self._ends, place)
        rows = self.block(number)
        return rows[place - self._ends[number]]  # from behind

    def __repr__(self) -> str:
        return f"<{len(self)} rows of {len(self._blocks)} stories, packed>"


class Chapters:
    """Accounts of single stories to be put together, without readings: each packed as it comes, in whatever order."""

    def __init__(self, accounts: Iterable[Account] = ()) -> None:
        self._kinds = {n: get_args(k)[0] for n, k in get_type_hints(Account).items() if n not in APART}
        self._packed: dict[int, dict[str, tuple[bytes, int]]] = {}
        self._at: dict[str, int] = {}
        for number, account in enumerate(accounts):
            self.put(number, account)

    def put(self, number: int, account: Account) -> None:
        """Pack the account of the story at a position; rows that are equal once."""
        tables = {name: tuple(dict.fromkeys(getattr(account, name))) for name in self._kinds}
        self._packed[number] = {n: (zlib.compress(to_json(rows), FASTEST), len(rows)) for n, rows in tables.items()}
        self._at |= {name: number for story in account.stories for name in (story.id, *story.documents)}

    def __len__(self) -> int:
        return len(self._packed)

    def open(self) -> dict[str, tuple[Any, ...]]:
        """The tables unpacked."""
        return {name: tuple(rows) for name, rows in self.tables().items()}

    def tables(self) -> dict[str, Rows[Any]]:
        """The tables by their names, in the order of the stories."""
        order = sorted(self._packed)
        places = {number: place for place, number in enumerate(order)}
        at = {name: places[number] for name, number in self._at.items()}
        return {name: Rows(kind, [self._packed[n][name] for n in order], at) for name, kind in self._kinds.items()}


def report_of(key: object) -> str:
    """The report, or the story, that a span or an id names, or the first of several of them."""
    if isinstance(key, tuple):
        return report_of(key[0])
    return key.doc if isinstance(key, Span) else str(key).partition(":")[0]


class ByStory(Mapping[K, V]):
    """What stands in a table, by what names its story: `rows` gives it of a story when something of that is asked."""

    def __init__(self, table: Rows[T], rows: Callable[[Sequence[T]], Mapping[K, V]]) -> None:
        self._table: Rows[Any] = table
        self._rows: Callable[[Sequence[Any]], Mapping[K, V]] = rows
        self._open: Kept[int, Mapping[K, V]] = Kept()

    def __getitem__(self, key: K) -> V:
        return self._of(self._table.at[report_of(key)])[key]

    def __iter__(self) -> Iterator[K]:
        for number in self._numbers():
            yield from self._of(number)

    def __len__(self) -> int:
        return sum(len(self._of(number)) for number in self._numbers())

    def _numbers(self) -> range:
        return range(1 + max(self._table.at.values(), default=-1))

    def _of(self, number: int) -> Mapping[K, V]:
        found = self._open.get(number)
        if found is None:
            found = self._rows(self._table.block(number))
            self._open.put(number, found, room=OPEN)
        return found
