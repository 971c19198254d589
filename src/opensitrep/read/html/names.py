"""What a page calls its article, its outlet and the agency behind it: from its data, its head, its address.

The title is the headline without the names of site and section. The outlet is the publisher or the name of the site,
the better known or the one like the host first; words of a menu are never asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from lxml.html import HtmlElement

from opensitrep.model import Given
from opensitrep.read.html.graph import Node, articles, named, text_of, types
from opensitrep.read.html.tree import shown
from opensitrep.text.fold import fold
from opensitrep.text.hosts import host_of
from opensitrep.text.words import Lists
from opensitrep.world.names import agency
from opensitrep.world.names import named as rows

WORDS = Lists("pages")
PARTED = re.compile(r"\s+(?:[|–—·»«•:]|-|::|//)\s+|\s*\|\s*")
LETTERS = re.compile(r"[^\W\d_]+")
HOST = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}/?", re.IGNORECASE)
HOME = re.compile(r"/|\./|https?://[^/]+/?")
SCHEME = re.compile(r"^https?://(?:www\.)?|^www\.|/$")
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "å": "aa", "ø": "oe", "æ": "ae"})  # as hosts spell
PUBLISHER, APPLICATION = "meta publisher", "meta application-name"
STATED = ("JSON-LD publisher", "meta og:site_name", "JSON-LD site")
COMMON = ("www", "m", "amp", "mobile", "en", "edition", "news")
LONGEST = 60  # characters of the name of an outlet
SHORTEST = 3  # words of a headline beside the name of a site


def content(page: HtmlElement, *names: str) -> str | None:
    """The first meta element of these names with words in it."""
    found: dict[str, str] = {}
    for meta in page.iter("meta"):
        called = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if called in names and (said := shown(meta.get("content") or "")):
            found.setdefault(called, said)
    return next((found[name] for name in names if name in found), None)


def clean(text: str | None) -> str | None:
    """A name or title on one line, without what no reader sees."""
    return shown(text or "") or None


# ---------------------------------------------------------------- title


def titles_given(page: HtmlElement, found: list[Node], outlet: str | None) -> Iterator[Given]:
    """Titles of the article, the best first: the words of a heading that the head of the page names, too."""
    heads = [
        ("meta og:title", content(page, "og:title")),
        ("meta twitter:title", content(page, "twitter:title")),
        ("JSON-LD headline", next((t for n in articles(found) if (t := clean(text_of(n, "headline")))), None)),
        ("title", clean(next((t.text for t in page.iter("title")), None))),
    ]
    headings = [said for h in page.iter("h1", "h2", "h3") if (said := clean(h.text_content()))]
    told = [(where, said) for where, said in heads if said]
    for _, said in told:
        if same := next((h for h in headings if fold(h) in _pieces(said) and _says(h, outlet)), None):
            yield Given("title", same, "the headline on the page")
            break
    for where, said in told:
        if _says(said, outlet):
            yield Given("title", _alone(said, outlet), where)
    first = next((h.text_content() for h in page.iter("h1") if _says(clean(h.text_content()), outlet)), None)
    if first and (said := clean(first)):
        yield Given("title", said, "the first heading")


def _says(title: str | None, outlet: str | None) -> bool:
    """Whether a title is more than the name of the site or a word of its menu."""
    return bool(title) and fold(title or "") not in {fold(outlet or ""), *WORDS["no outlets"]}


def _pieces(title: str) -> set[str]:
    """A title and its beginnings and parts between strokes, in comparison form."""
    whole = [m.span() for m in PARTED.finditer(title)]
    starts, ends = [0, *(e for _, e in whole)], [*(s for s, _ in whole), len(title)]
    return {fold(title[s:e]) for s in starts for e in ends if s < e}


def _alone(title: str, outlet: str | None) -> str:
    """A title without the names of site and section at its end, or at its head."""
    parts = PARTED.split(title)
    while len(parts) > 1 and (
        _is_site(parts[-1], outlet) or ("|" in title and len(LETTERS.findall(parts[-1])) < SHORTEST)
    ):
        parts.pop()
    while len(parts) > 1 and _is_site(parts[0], outlet):
        parts.pop(0)
    if len(parts) == len(PARTED.split(title)):
        return title
    start = title.find(parts[0])
    return title[start : title.rfind(parts[-1]) + len(parts[-1])]


def _is_site(name: str, outlet: str | None) -> bool:
    return fold(name) == fold(outlet or "") or fold(name) in _known() or bool(HOST.fullmatch(name))


# ---------------------------------------------------------------- outlet


@cache
def _known() -> dict[str, str]:
    """Outlets and agencies by each of their spellings in comparison form."""
    return {fold(s): row.name for table in ("agencies", "outlets") for row in rows(table) for s in row.spellings}


def outlets_given(page: HtmlElement, found: list[Node], url: str | None) -> tuple[Given, ...]:
    """Names of who published, the best first.

    Known ones, those like the host, what the page states of itself, a host that it states, then looser signs: a
    publisher of another name, the words of a logo. Who wrote an article is no publisher of it.
    """
    host = _labels(url)
    told = [
        ("JSON-LD publisher", next((n for a in articles(found) if (n := named(a.get("publisher"), found))), None)),
        ("meta og:site_name", content(page, "og:site_name")),
        (PUBLISHER, _publisher(page, host)),
        ("JSON-LD site", next((n for node in found if "WebSite" in types(node) and (n := named(node, found))), None)),
    ]
    names = [(where, name) for where, said in told if (name := _name(said, host))]
    title, logos = clean(next((t.text for t in page.iter("title")), None)), _logos(page)
    loose = [(APPLICATION, content(page, "application-name", "apple-mobile-web-app-title"))]
    loose += [("title", part) for part in _sites(page, title or "", logos, host)]
    names += [
        (w, name)
        for w, said in loose
        if (name := _name(said, host)) and (is_like(name, host) or fold(name) in {*_known(), *logos})
    ]
    hosts = [(where, SCHEME.sub("", said)) for where, said in told if said and HOST.fullmatch(said)]

    def rank(one: tuple[str, str]) -> int:
        where, name = one
        steps = (fold(name) in _known(), one not in hosts and is_like(name, host), where in STATED and one not in hosts,
                 one in hosts)  # fmt: skip
        return steps.index(True) if any(steps) else len(steps)

    ranked = sorted((*names, *hosts), key=rank)
    own = [(where, name) for where, name in ranked if (where, name) in hosts or not _is_wire(name, host)]
    return tuple(dict.fromkeys(Given("outlet", name, where) for where, name in own))


def _publisher(page: HtmlElement, host: tuple[str, ...]) -> str | None:
    """The publisher in the head of a page, if it is not who wrote the article on the page of another."""
    said = content(page, "publisher", "dc.publisher", "dcterms.publisher", "citation_journal_title")
    writer = content(page, "author", "dc.creator", "article:author")
    return said if said and (fold(said) != fold(writer or "") or is_like(said, host)) else None


def _sites(page: HtmlElement, title: str, logos: set[str], host: tuple[str, ...]) -> list[str]:
    """Parts of a title that can name the site: those behind the first, the last first, but no headline;
    and what is like the host and stands before a colon, if a heading tells the rest."""
    first, *rest = PARTED.split(title)
    headings = {fold(said) for h in page.iter("h1", "h2", "h3") if (said := clean(h.text_content()))} - logos
    found = [part for part in reversed(rest) if len(part.split()) <= SHORTEST or fold(part) not in headings]
    head, colon, article = first.partition(": ")
    return [*found, head] if colon and is_like(head, host) and fold(article.strip()) in headings else found


def _is_wire(name: str, host: tuple[str, ...]) -> bool:
    """Whether a name is that of an agency on another's page."""
    return bool(host) and agency(name) is not None and not is_like(name, host)


def _logos(page: HtmlElement) -> set[str]:
    """The words, or the picture, that lead to the front page, in comparison form."""
    links = [a for a in page.iter("a") if HOME.fullmatch(a.get("href") or "")]
    pictures = [i.get("alt") or "" for a in links for i in a.iter("img")]
    return {fold(said) for words in (*(a.text_content() for a in links), *pictures) if (said := clean(words))}


def _name(said: str | None, host: tuple[str, ...]) -> str | None:
    """The name in a field: of several between strokes the one that is known or like the host, else the first with words
    (what follows is what the site says of itself); None for what is none."""
    said = clean(said)
    if not said or HOST.fullmatch(said) or "://" in said:
        return None
    parts = [p.strip() for p in PARTED.split(said) if p.strip()]
    if len(parts) > 1:
        worded = [p for p in parts if LETTERS.search(p)] or parts
        said = next((p for p in parts if fold(p) in _known() or is_like(p, host)), worded[0])
    return said if len(said) <= LONGEST and fold(said) not in WORDS["no outlets"] and LETTERS.search(said) else None


def _labels(url: str | None) -> tuple[str, ...]:
    """The letters of the names in a host, that of the site first: "lowlandcourier" of "www.lowland-courier.co.uk"."""
    host = (host_of(url) or "") if url and "//" in url else ""
    parts = [p for p in host.lower().split(".") if p not in COMMON]
    if len(parts) > 2 and len(parts[-1]) == 2 and len(parts[-2]) <= SHORTEST:
        parts = parts[:-1]
    site, *before = reversed(parts[:-1] if len(parts) > 1 else parts or [""])
    plain = [re.sub(r"[^a-z0-9]", "", label) for label in (site, *before)]
    return tuple(label for n, label in enumerate(plain) if len(label) > (SHORTEST - 1 if n else 1))


def is_like(name: str, labels: tuple[str, ...]) -> bool:
    """Whether a name and a label of a host are alike: one holds the other, or the first letters are the label."""
    words = [w for w in re.findall(r"[a-z0-9]+", fold(name)) if w != "the"]
    spelled = [w for w in re.findall(r"[a-z0-9]+", fold(name.lower().translate(UMLAUTS))) if w != "the"]
    return any(_is_like(said, label) for said in (words, spelled) for label in labels)


def _is_like(words: list[str], label: str) -> bool:
    joined, initials = "".join(words), "".join(w[0] for w in words)
    if not joined:
        return False
    return (
        (len(joined) > SHORTEST and joined in label)
        or (len(label) > SHORTEST and label in joined)
        or label in words
        or (len(initials) >= SHORTEST and label.startswith(initials))
    )


# ---------------------------------------------------------------- credit


def credits_given(found: list[Node], outlet: str | None, url: str | None) -> Iterator[Given]:
    """Agencies that the data of the page name as author, provider or publisher of the text beside the outlet."""
    host = _labels(url)
    for node in articles(found):
        for key in ("author", "creator", "provider", "sourceOrganization", "publisher"):
            value = node.get(key)
            for one in value if isinstance(value, list) else [value]:
                name = named(one, found) if one else None
                kinds = types(one) if isinstance(one, dict) else ()
                body = any(t.endswith("Organization") for t in kinds) and name and _is_agency(name)
                if name and fold(name) != fold(outlet or "") and not is_like(name, host) and (agency(name) or body):
                    yield Given("wire", agency(name) or name, f"JSON-LD {key}")


def _is_agency(name: str) -> bool:
    return not WORDS["agencies"].isdisjoint(LETTERS.findall(fold(name)))
