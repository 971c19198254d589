"""Where reports stand in a value of JSON: the value itself, or the list in it that holds most of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from opensitrep.read.fields import ADDRESS, Fields, Row, Shape, Table, flat, has, joined, offered, plain, word

DEEP = 6  # levels of lists and objects in which rows are looked for
BODY, TEASER, TITLE = 3, 2, 1


@dataclass(frozen=True, slots=True)
class Placed:
    """A row that may be a report, with what stands around it, from the outside in."""

    row: Any
    around: tuple[Row, ...] = ()
    shape: Shape | None = None


def find_rows(value: Any, fields: Table) -> tuple[list[Placed], bool]:
    """The reports in a value, and whether they stand in a list in it; a value that shows none stands for itself."""
    if isinstance(value, list):
        return [Placed(row) for row in value], True
    if not isinstance(value, dict):
        return [Placed(value)], False
    if rows := _of_a_shape(value, fields):
        return rows, True
    if _worth(value, fields) == BODY:
        return [Placed(value)], False
    rows = [Placed(row) for row in _turned(value, fields)] or _of_a_list(value, fields)
    return (rows, True) if rows else ([Placed(value)], False)


def _of_a_shape(value: Row, fields: Table) -> list[Placed]:
    """The rows of what a known tool writes."""
    outer = flat(value)
    for shape in fields.shape:
        if shape.rows and all(has(outer, name) for name in shape.has):
            rows = list(_down(value, shape.rows.split("."), (), shape))
            if rows:
                return rows
    return []


def _of_a_list(value: Row, fields: Table) -> list[Placed]:
    """The rows of the list that holds most, or those an object holds by their ids."""
    if rows := _by_ids(value, fields):
        return [Placed(row) for row in rows]
    lists: dict[tuple[str, ...], list[Placed]] = {}
    _gather(value, (), (), lists, fields)
    scored = [(sum(_worth(p.row, fields) for p in rows), -len(path), path) for path, rows in lists.items()]
    worth, _, path = max(scored, default=(0, 0, ()), key=lambda s: (s[0], s[1]))
    return lists[path] if worth else []


def _down(value: Any, path: list[str], around: tuple[Row, ...], shape: Shape) -> Iterator[Placed]:
    """Rows at a path through objects and lists."""
    if isinstance(value, list):
        for item in value:
            if path:
                yield from _down(item, path, around, shape)
            else:
                yield Placed(item, around, shape)
    elif isinstance(value, dict) and path:
        inner = flat(value)
        yield from _down(inner.get(plain(path[0])), path[1:], (*around, inner), shape)


def _gather(
    value: Any,
    path: tuple[str, ...],
    around: tuple[Row, ...],
    lists: dict[tuple[str, ...], list[Placed]],
    fields: Table,
) -> None:
    """All lists of objects in a value, those at one path together."""
    if len(path) > DEEP or not isinstance(value, dict):
        return
    inner = flat(value)
    for name, item in inner.items():
        if name in fields.never:
            continue
        rows = item if isinstance(item, list) else _by_ids(item, fields)
        if rows is None:
            _gather(item, (*path, name), (*around, inner), lists, fields)
            continue
        found = [row for row in rows if isinstance(row, dict)]
        lists.setdefault((*path, name), []).extend(Placed(row, (*around, inner)) for row in found)
        for row in found:
            if not _worth(row, fields):
                _gather(row, (*path, name), (*around, inner), lists, fields)


def _by_ids(item: Any, fields: Table) -> list[Any] | None:
    """The rows of an object that holds them by their ids."""
    rows = list(item.values()) if isinstance(item, dict) else []
    if len(rows) > 1 and all(isinstance(r, dict) for r in rows) and _worth(rows[0], fields):
        return rows
    return None


def _turned(value: Row, fields: Table) -> list[Row]:
    """Rows of a table written column by column, as pandas does: {"title": {"0": ...}, "text": {"0": ...}}."""
    columns = {name: cells for name, cells in value.items() if isinstance(cells, dict) and cells}
    if len(columns) < 2 or len(columns) != len(value) or not any(plain(n) in _names(fields) for n in columns):
        return []
    keys = list(next(iter(columns.values())))
    if any(list(cells) != keys for cells in columns.values()):
        return []
    return [{name: cells[key] for name, cells in columns.items()} for key in keys]


def _names(fields: Table) -> set[str]:
    return {plain(n) for part in ("text", "teaser") for n in fields.fields.names(part)}


def _worth(row: Any, fields: Table) -> int:
    """How much of a report a row holds: its words, a summary, a title with an address; else nothing."""
    if not isinstance(row, dict):
        return 0
    whole, names = unwrapped(row, fields), fields.fields
    if any(joined(whole, (), path, fields.values).strip() for path in names.names("text")):
        return BODY
    titled = any(word(v, fields.values.names) for _, v in offered(whole, (), names.names("title")))
    if not titled or not _address(whole, names, fields):
        return 0
    summed = any(joined(whole, (), path, fields.values).strip() for path in names.names("teaser"))
    return TEASER if summed else TITLE


def _address(row: Row, names: Fields, fields: Table) -> bool:
    return any(ADDRESS.match(word(v, fields.values.names) or "") for _, v in offered(row, (), names.names("url")))


def unwrapped(row: Row, fields: Table) -> Row:
    """A flat row with what stands in a wrapper ("fields", "_source") laid over it."""
    inner = next((row[name] for name in fields.around.wrappers if isinstance(row.get(name), dict)), None)
    if inner is None:
        return flat(row)
    return flat({k: v for k, v in row.items() if v is not inner}) | unwrapped(inner, fields)
