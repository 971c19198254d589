"""Wire forms of newsrooms: NewsML-G2 and NITF, with lxml; no entity is expanded, nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from opensitrep.read.html import strip_tags
from opensitrep.read.source import Found, Source, digest, make_document, problem
from opensitrep.read.stamps import plain_date

BLOCKS = ("p", "hl2", "h2", "h3", "li", "td", "th", "pre", "dt", "dd")


def read_newsxml(source: Source) -> Iterator[Found]:
    """Every text of a NewsML-G2 message or a NITF file: headline, provider, day and language as they are stated."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(source.data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        yield problem(source.name, f"broken XML: {error}")
        return
    if root is None:
        yield problem(source.name, "broken XML; left out")
        return
    items = _all(root, "newsItem") or ([root] if _name(root) == "newsItem" else [])
    stories = _all(root, "nitf") if not items else []
    if _name(root) == "nitf":
        stories = [root]
    pairs = [(item, True) for item in items] + [(story, False) for story in stories]
    if not pairs:
        yield problem(source.name, f"{_name(root)} without an item of text; left out")
    for number, (item, newsml) in enumerate(pairs, 1):
        name = source.name if len(pairs) == 1 else f"{source.name}#{number}"
        yield from _newsml(source, name, item) if newsml else _nitf(source, name, item)


def _name(element: Any) -> str:
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def _all(root: Any, *path: str) -> list[Any]:
    """All elements whose names, whatever their namespace, follow one another below the root."""
    steps = "//".join(f"*[local-name()='{name}']" for name in path)
    return list(root.xpath(f".//{steps}"))


def _one(root: Any, *path: str) -> str | None:
    """The words of the first such element."""
    found = next((words for e in _all(root, *path) if (words := " ".join("".join(e.itertext()).split()))), None)
    return found or None


def _attribute(root: Any, name: str, *path: str) -> str | None:
    return next((value for e in _all(root, *path) if (value := e.get(name))), None)


def _newsml(source: Source, name: str, item: Any) -> Iterator[Found]:
    status = _attribute(item, "qcode", "itemMeta", "pubStatus")
    kept = status is None or status.rsplit(":", 1)[-1] == "usable"
    if not kept:
        yield problem(name, f"its status is {status}, not usable; left out")
        return
    content = next(iter(_all(item, "contentSet")), None)
    text = ""
    if content is not None:
        inner = next((e for n in ("nitf", "html", "inlineData", "inlineXML") for e in _all(content, n)), None)
        text = _words(inner) if inner is not None else ""
    kind = _attribute(item, "qcode", "itemMeta", "itemClass") or "text"
    if not text.strip():
        yield problem(name, f"an item without words ({kind}); left out")
        return
    for about, value, origin in (
        ("text", f"{len(text)} characters", "contentSet"),
        ("day", _one(item, "versionCreated"), "versionCreated"),
    ):
        source.note(name, about, value, origin)
    yield make_document(
        name=name,
        text=text,
        url=next((e.get("href") for e in _all(item, "link") if (e.get("href") or "").startswith("http")), None),
        outlet=_one(item, "provider", "name")
        or _attribute(item, "literal", "provider")
        or _short(_attribute(item, "qcode", "provider")),
        title=_one(item, "contentMeta", "headline") or _one(item, "itemMeta", "title"),
        published=plain_date(_one(item, "versionCreated") or _one(item, "firstCreated")),
        language=_attribute(item, "tag", "contentMeta", "language")
        or item.get("{http://www.w3.org/XML/1998/namespace}lang"),
        raw=digest(etree.tostring(item)),
    )


def _short(code: str | None) -> str | None:
    return code.rsplit(":", 1)[-1] if code else None


def _nitf(source: Source, name: str, story: Any) -> Iterator[Found]:
    body = next(iter(_all(story, "body.content")), None)
    text = _words(body) if body is not None else ""
    if not text.strip():
        yield problem(name, "NITF without body.content; left out")
        return
    place = _one(story, "body.head", "dateline")
    text = f"{place} – {text}" if place and not text.upper().startswith(place.upper()[:6]) else text
    published = _attribute(story, "norm", "date.issue") or _attribute(story, "date.publication", "pubdata")
    source.note(name, "day", published, "date.issue or pubdata")
    yield make_document(
        name=name,
        text=text,
        url=_attribute(story, "ex-ref", "pubdata"),
        outlet=_attribute(story, "name", "pubdata")
        or _one(story, "distributor")
        or _attribute(story, "holder", "doc.copyright"),
        title=_one(story, "hedline", "hl1") or _one(story, "head", "title"),
        published=plain_date(published or _attribute(story, "norm", "story.date")),
        language=story.get("{http://www.w3.org/XML/1998/namespace}lang") or "en",
        raw=digest(etree.tostring(story)),
    )


def _words(element: Any) -> str:
    """The words of an element, its paragraphs parted; of text in a CDATA section that is a page, its visible words."""
    blocks = [
        e for e in element.iter() if _name(e) in BLOCKS and not any(_name(a) in BLOCKS for a in e.iterancestors())
    ]
    if blocks:
        said = (" ".join("".join(b.itertext()).split()) for b in blocks)
        return "\n\n".join(s for s in said if s)
    whole = "".join(element.itertext())
    return strip_tags(whole) if "<" in whole else whole.strip()
