"""The accounts of several stories as one: what several stories know stands in it once, nothing is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from opensitrep.model import Account, Actor, Origin, Place, Precision


def join(accounts: Sequence[Account]) -> Account:
    """One account; places, actors and origins of the same id become one row, all other rows stay as they are."""
    tables = [f.name for f in fields(Account) if f.name != "made_with"]
    joined: dict[str, Any] = {t: tuple(dict.fromkeys(row for a in accounts for row in getattr(a, t))) for t in tables}
    joined["places"] = _once(joined["places"], _one_place)
    joined["actors"] = _once(joined["actors"], _one_actor)
    joined["origins"] = _once(joined["origins"], _one_origin)
    return replace(Account(), **joined)


def _once(rows: Sequence[Any], both: Any) -> tuple[Any, ...]:
    """Rows by id, in the order of their first appearance, those of one id made one by `both`."""
    out: dict[str, Any] = {}
    for row in rows:
        out[row.id] = both(out[row.id], row) if row.id in out else row
    return tuple(out.values())


def _one_place(a: Place, b: Place) -> Place:
    """The more exact of the two."""
    order = list(Precision)
    return min(a, b, key=lambda p: order.index(p.precision))


def _one_actor(a: Actor, b: Actor) -> Actor:
    """All names and evidence; a role, body, country or side that only one story states is kept."""
    return replace(
        a,
        names=tuple(dict.fromkeys((*a.names, *b.names))),
        role=a.role or b.role,
        organisation=a.organisation or b.organisation,
        country=a.country or b.country,
        side=a.side or b.side,
        evidence=tuple(sorted({*a.evidence, *b.evidence})),
    )


def _one_origin(a: Origin, b: Origin) -> Origin:
    """All claims and relations."""
    return replace(
        a, claims=tuple(dict.fromkeys((*a.claims, *b.claims))), related=tuple(sorted({*a.related, *b.related}))
    )
