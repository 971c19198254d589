"""What a page says of itself as data: the articles of its JSON-LD (schema.org)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

from opensitrep.text.words import Lists

WORDS = Lists("pages", "codes")
Node = dict[str, Any]
LEAVINGS = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$|;\s*$")
DEEPEST = 6  # levels of objects in objects that are looked into


def nodes(page: HtmlElement) -> list[Node]:
    """Every object with a type in the JSON-LD of a page, in order; broken data is passed over."""
    found: list[Node] = []
    for script in page.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower() or not script.text:
            continue
        try:
            data = json.loads(LEAVINGS.sub("", script.text), strict=False)
        except (ValueError, RecursionError):
            continue
        found += _typed(data, 0)
    return found


def _typed(data: Any, depth: int) -> Iterator[Node]:
    if depth > DEEPEST:
        return
    if isinstance(data, list):
        for item in data:
            yield from _typed(item, depth + 1)
    elif isinstance(data, dict):
        if data.get("@type"):
            yield data
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart"):
            if isinstance(data.get(key), dict | list):
                yield from _typed(data[key], depth + 1)


def articles(found: list[Node]) -> list[Node]:
    """Those that are an article, a posting or a report."""
    return [node for node in found if any(t.endswith(tuple(WORDS.ordered("articles"))) for t in types(node))]


def types(node: Node) -> tuple[str, ...]:
    """The types of a node, without the address of the vocabulary."""
    given = node.get("@type")
    listed = given if isinstance(given, list) else [given]
    return tuple(str(t).rpartition("/")[2] for t in listed if t)


def named(value: Any, everything: list[Node]) -> str | None:
    """The name of an organisation or person: of the object, of the one it refers to, or the text itself."""
    if isinstance(value, list):
        return next((name for item in value if (name := named(item, everything))), None)
    if isinstance(value, dict):
        if isinstance(value.get("name"), str) and value["name"].strip():
            return str(value["name"]).strip()
        key = value.get("@id")
        same = next((n for n in everything if key and n.get("@id") == key and isinstance(n.get("name"), str)), None)
        return str(same["name"]).strip() or None if same else None
    return value.strip() or None if isinstance(value, str) else None


def text_of(node: Node, key: str) -> str | None:
    """A field of a node that holds words, or the first of several."""
    value = node.get(key)
    if isinstance(value, list):
        value = next((v for v in value if isinstance(v, str)), None)
    return value.strip() or None if isinstance(value, str) else None
