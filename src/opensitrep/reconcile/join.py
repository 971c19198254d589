"""The accounts of several stories as one: what several stories know stands in it once, nothing is lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from opensitrep.model import Account, Actor, Origin, Place, Precision
from opensitrep.run.chapters import Chapters

T = TypeVar("T", Place, Actor, Origin)


def join(chapters: Chapters) -> Account:
    """One account without readings; places, actors and origins of the same id become one row, all other rows stay as
    they are: of several stories packed."""
    tables: dict[str, Any] = chapters.tables() if len(chapters) > 1 else chapters.open()
    tables["places"] = _once(tables["places"], _one_place)
    tables["actors"] = _once(tables["actors"], _one_actor)
    tables["origins"] = _once(tables["origins"], _one_origin)
    tables["stories"] = tuple(tables["stories"])
    tables["problems"] = tuple(dict.fromkeys(tables["problems"]))
    return Account(**tables)


def _once(rows: Iterable[T], as_one: Callable[[Sequence[T]], T]) -> tuple[T, ...]:
    """Rows by id, in the order of their first appearance, those of one id made one at once: a ministry that a thousand
    stories name is not put together a thousand times."""
    found: dict[str, list[T]] = defaultdict(list)
    for row in rows:
        found[row.id].append(row)
    return tuple(as_one(same) if len(same) > 1 else same[0] for same in found.values())


def _one_place(rows: Sequence[Place]) -> Place:
    """The most exact of them."""
    order = list(Precision)
    return min(rows, key=lambda p: order.index(p.precision))


def _one_actor(rows: Sequence[Actor]) -> Actor:
    """All names and evidence; a role, body, country or side that only one story states is kept."""
    return replace(
        rows[0],
        names=tuple(dict.fromkeys(name for a in rows for name in a.names)),
        role=next((a.role for a in rows if a.role), None),
        organisation=next((a.organisation for a in rows if a.organisation), None),
        country=next((a.country for a in rows if a.country), None),
        side=next((a.side for a in rows if a.side), None),
        evidence=tuple(sorted({span for a in rows for span in a.evidence})),
    )


def _one_origin(rows: Sequence[Origin]) -> Origin:
    """All claims and relations."""
    return replace(
        rows[0],
        claims=tuple(dict.fromkeys(claim for o in rows for claim in o.claims)),
        related=tuple(sorted({other for o in rows for other in o.related})),
    )
