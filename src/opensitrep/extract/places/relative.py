"""Places told by another: "70 km north of X", "near X", "off the coast of X", "between A and B", "northern X".

The words before (or right behind) a name are matched against patterns built from `data/en/places.toml`; what they
make of the place is a `Relative`, so that nobody takes such a name for a point. Figures come from the quantities of
the report. The kinds follow the locative modifiers of SpatialML (Mani et al. 2010) and ISO-Space.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from opensitrep.extract.places.words import PlaceWords
from opensitrep.model import PlaceRole, Precision, Quantity, Reading, Relative, Span, Toponym, Use, Whereabouts
from opensitrep.text.tree import Tree
from opensitrep.text.words import Lists

WORDS = Lists("places")
REACH = 90  # characters before a name in which its relation is told; the longest of 2,000 read by eye has 71
ELSEWHERE = (Whereabouts.AWAY, Whereabouts.BEYOND)
KILOMETRES = {"km": 1.0, "metre": 0.001, "mile": 1.609344, "yard": 0.0009144, "foot": 0.0003048, "nautical": 1.852}
_PLAIN = re.compile(r"(\d[\d,]*(?:\.\d+)?)[ -]?([a-z]+)", re.IGNORECASE)
_WORDS = re.compile(r"[a-z-]+")
_SUBURB = re.compile(r"(?:['’]s?)? (?:[\w-]+ )?(?:suburb|outskirt|neighbou?rhood|district|quarter)s? of (?:the )?")
NEXT = 14  # words before a name among which a telling one is looked for


@dataclass(frozen=True, slots=True)
class Patterns:
    """Regular expressions over the words before a name, each ending where the name begins."""

    ordered: tuple[tuple[Whereabouts, frozenset[str], re.Pattern[str]], ...]  # with words of which each match has one
    between: re.Pattern[str]
    route: re.Pattern[str]
    second: re.Pattern[str]
    border: re.Pattern[str]
    behind: tuple[tuple[Whereabouts, re.Pattern[str]], ...]


@lru_cache(maxsize=4)
def patterns(words: PlaceWords) -> Patterns:
    """The patterns over the lists of the table `relative`."""
    way, unit, approach, edge, boundary, line, water, part = (
        words.either(k) for k in ("ways", "lengths", "near", "edges", "boundaries", "lines", "waters", "parts")
    )
    leads = "|".join(sorted(WORDS["place prepositions"] | WORDS["half prepositions"]))
    over, away, inner = words.either("over"), words.either("away"), words.either("inner")
    kind = "|".join(sorted(map(re.escape, words.feature), key=len, reverse=True))
    name = rf"(?:the )?(?:[\w-]+ )?(?:(?:{kind}) of )?(?:the )?"
    side = rf"(?P<side>(?:{way})(?:[ -]?(?:{way}))?)(?:ern|ernmost)?"
    figure = rf"(?P<figure>[\w.,½ -]{{0,24}}?\b(?:{unit})\b(?: \([^)]{{1,24}}\))?)"
    drive = rf"(?P<drive>(?:an?|[\w-]+) ?[\w-]*[ -](?:minutes?|hours?)['’]?s?[ -](?:{words.either('trips')}))"
    coast = rf"(?:the |its )?(?:(?:{side}) )?(?:{words.either('coasts')}) of {name}"

    from_ = rf"(?:of|from|outside|beyond|(?:{away}) from)"

    off = rf"off(?! (?:{leads})\b)"  # not "took off from X", "went off in X"
    across = rf"(?:{over}) (?:the|its) (?:{line})"
    from_ = rf"(?:(?:{away}) )?(?:to the )?(?:{side} )?{from_}"

    ways, part_of = words.tell("ways"), words.tell("inner")

    def ending(pattern: str) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w){pattern}\s*$", re.IGNORECASE)

    ordered = (
        (Whereabouts.BEYOND, words.tell("lines"), ending(rf"{across} (?:from|of|in|with) {name}")),
        (Whereabouts.OFF, frozenset({"off"}), ending(rf"(?:{figure} )?(?:(?:{water}) )?{off} (?:{coast}|{name})")),
        (Whereabouts.OFF, words.tell("coasts"), ending(rf"(?:{figure} )?(?:from|along|in front of) {coast}")),
        (Whereabouts.NEAR, frozenset({"within"}), ending(rf"within (?:a )?{figure} (?:radius )?(?:of|from) {name}")),
        (Whereabouts.AWAY, words.tell("lengths"), ending(rf"{figure},? {from_} {name}")),
        (Whereabouts.AWAY, words.tell("trips"), ending(rf"{drive} (?:away )?(?:{side} )?(?:of|from|outside) {name}")),
        (Whereabouts.BORDER, words.tell("boundaries"), ending(rf"(?:{boundary}) (?:with|of|to|into) {name}")),
        (Whereabouts.EDGE, words.tell("edges"), ending(rf"(?:the |its )?(?:{side} )?(?:{edge}) of {name}")),
        (Whereabouts.PART, ways, ending(rf"(?:the |its )?(?:far |deep )?(?:{side} )(?:{part}) of {name}")),
        (Whereabouts.PART, ways, ending(rf"(?<!to )the (?:far |deep )?{side} (?:of|in) {name}")),
        (Whereabouts.AWAY, ways, ending(rf"(?:to the |just |due |immediately |directly )*{side} of {name}")),
        (Whereabouts.NEAR, words.tell("near"), ending(rf"(?<!in and )(?:{approach}) (?:to )?{name}")),
        (Whereabouts.PART, part_of, ending(rf"(?:(?:{inner}) (?:and|or) )?(?P<modifier>{inner})(?:[- ](?:{inner}))?")),
    )  # fmt: skip
    return Patterns(
        ordered,
        ending(rf"between {name}"),
        ending(
            rf"(?:{words.either('routes')})\w* (?:leading |running |linking |connecting )?(?:from |between )?{name}"
        ),
        re.compile(rf"\s*,?\s*(?:and|to|with)\s+{name}$", re.IGNORECASE),
        ending(rf"(?:{boundary})"),
        (
            (Whereabouts.EDGE, re.compile(rf"['’]s? (?:{side} )?(?:{edge})\b", re.IGNORECASE)),
            (Whereabouts.OFF, re.compile(rf"(?:['’]s?)? (?:{side} )?(?:{words.either('coasts')})\b", re.IGNORECASE)),
            (Whereabouts.BORDER, re.compile(rf"(?:['’]s?)? (?:{side} )?(?:{boundary})\b", re.IGNORECASE)),
            (Whereabouts.PART, re.compile(rf"['’]s? (?:far |deep )?{side}\b(?: (?:{part})\b)?", re.IGNORECASE)),
        ),
    )


def relate(reading: Reading, tree: Tree, toponyms: list[Toponym], *, words: PlaceWords) -> list[Toponym]:
    """The toponyms with what the words beside them make of them."""
    found = patterns(words)
    out: list[Toponym] = []
    ends = _stretches(tree, toponyms, found)
    suburbs = dict(_suburbs(tree, toponyms))
    for toponym in toponyms:
        if toponym.span in suburbs:
            out.append(replace(toponym, role=suburbs[toponym.span], relative=None))
            continue
        relative = None
        if toponym.use in (Use.LITERAL, Use.METONYM, Use.ASSOCIATIVE):
            relative = ends.get(toponym.span) or _before(reading, tree, toponym, found) or _behind(tree, toponym, found)
        out.append(_with(tree, toponym, relative) if relative else toponym)
    return out


def _suburbs(tree: Tree, toponyms: list[Toponym]) -> Iterator[tuple[Span, PlaceRole | None]]:
    """ "The Lagos suburb of Ikeja", "Lagos's northern suburb of Ikeja": Ikeja itself; the town only holds it."""
    for town, suburb in pairwise(toponyms):
        if town.use in (Use.EMBEDDED, Use.ORGANISATION) or suburb.span.start - town.span.end > 50:
            continue
        if _SUBURB.fullmatch(re.sub(r"\s", " ", tree.source[town.span.end : suburb.span.start])):
            yield town.span, PlaceRole.JURISDICTION
            yield suburb.span, suburb.role


def _with(tree: Tree, toponym: Toponym, relative: Relative) -> Toponym:
    """The toponym with its relation; a place measured from is only a reference, and near a country is the country."""
    said = " ".join(tree.source[relative.words.start : relative.words.end].lower().split())
    wide = toponym.precision is Precision.COUNTRY
    if wide and relative.kind is Whereabouts.NEAR and relative.distance is None:
        return toponym
    if toponym.use is not Use.LITERAL and relative.kind not in (Whereabouts.BORDER, Whereabouts.OFF):
        return toponym
    inner = relative.kind is Whereabouts.PART and toponym.modifier is not None
    role = PlaceRole.REFERENCE if relative.kind in ELSEWHERE else toponym.role
    modifier = toponym.modifier if inner else said
    return replace(toponym, modifier=modifier, role=role, relative=relative, use=Use.LITERAL)


def _before(reading: Reading, tree: Tree, toponym: Toponym, found: Patterns) -> Relative | None:
    start = _floor(tree, toponym)
    text = re.sub(r"\s", " ", tree.source[start : toponym.span.start])
    near = frozenset(_WORDS.findall(text.lower())[-NEXT:])
    for kind, telling, pattern in found.ordered:
        match = None if telling.isdisjoint(near) else pattern.search(text)
        if match is None:
            continue
        groups = match.groupdict()
        if kind is Whereabouts.PART and groups.get("modifier") and not toponym.modifier:
            continue
        span = _trimmed(tree, Span(tree.doc, start + match.start(), start + match.end()))
        distance = None
        if groups.get("figure"):
            figure = Span(tree.doc, start + match.start("figure"), start + match.end("figure"))
            distance, first = _distance(reading.quantities, figure, match["figure"])
            if match.start("figure") == match.start():
                span = Span(tree.doc, max(span.start, first), span.end)
        return Relative(span, kind, distance, bearing(groups.get("side") or groups.get("modifier")))
    return None


def _trimmed(tree: Tree, span: Span) -> Span:
    """The span from its first to its last letter."""
    text = tree.source[span.start : span.end]
    start = span.start + len(text) - len(text.lstrip(" ,.-\n\t"))
    return Span(span.doc, start, max(start + 1, span.start + len(text.rstrip())))


def _behind(tree: Tree, toponym: Toponym, found: Patterns) -> Relative | None:
    """ "Lagos's outskirts", "the Chad border", "off Libya's coast", "Ukraine's east"."""
    text = re.sub(r"\s", " ", tree.source[toponym.span.end : toponym.span.end + 40])
    lead = tree.source[_floor(tree, toponym) : toponym.span.start].split()
    for kind, pattern in found.behind:
        match = pattern.match(text)
        if match is None:
            continue
        if kind is Whereabouts.OFF and (not lead or lead[-1].lower() not in WORDS["before a place with a coast"]):
            continue
        said = match.group()
        skip = len(said) - len(said.lstrip(" '’s")) if said[0] in "'’" else len(said) - len(said.lstrip())
        span = Span(tree.doc, toponym.span.end + skip, toponym.span.end + len(said))
        return Relative(span, kind, None, bearing(match.groupdict().get("side")))
    return None


def _stretches(tree: Tree, toponyms: list[Toponym], found: Patterns) -> dict[Span, Relative]:
    """Both ends of "between A and B", "the road from A to B", and the two sides of a border."""
    out: dict[Span, Relative] = {}
    for left, right in pairwise(toponyms):
        if left.use in (Use.EMBEDDED, Use.ORGANISATION) or right.span.start - left.span.end > 50:
            continue
        start = _floor(tree, left)
        before = re.sub(r"\s", " ", tree.source[start : left.span.start])
        joined = found.second.match(re.sub(r"\s", " ", tree.source[left.span.end : right.span.start]))
        match = found.between.search(before) or found.route.search(before) if joined else None
        if match is None:
            continue
        border = found.border.search(before[: match.start()].rstrip() + " ") is not None
        parties = Use.METONYM in (left.use, right.use) or Precision.COUNTRY in (left.precision, right.precision)
        if parties and not border and found.route.search(before) is None:
            continue  # "talks between Egypt and Sudan"
        kind = Whereabouts.BORDER if border else Whereabouts.BETWEEN
        first = start + match.start() + len(match.group()) - len(match.group().lstrip())
        words = _trimmed(tree, Span(tree.doc, first, start + match.end()))
        out[left.span] = Relative(words, kind, other=right.span)
        out[right.span] = Relative(words, kind, other=left.span)
    return out


def _floor(tree: Tree, toponym: Toponym) -> int:
    """Where the words that may tell of the name begin: its sentence, or `REACH` characters before it."""
    tokens = tree.inside(toponym.span)
    if not len(tokens):
        return toponym.span.start
    return max(tree.syntax.start[tree.sentence(tokens[0]).start], toponym.span.start - REACH)


def _distance(quantities: Iterable[Quantity], figure: Span, text: str) -> tuple[float | None, int]:
    """Kilometres told in these characters (the middle of a range, 2 decimals), and where the figure begins."""
    for quantity in quantities:
        if quantity.span.meets(figure) and quantity.unit in KILOMETRES:
            ends = [v for v in (quantity.low, quantity.high) if v is not None]
            length = KILOMETRES["nautical" if "nautical" in text.lower() else quantity.unit]
            middle = round(sum(ends) / 2 * length, 2) if len(ends) == 2 else None
            return middle, quantity.span.start
    plain = _PLAIN.search(text)
    if plain is None:
        return None, figure.start
    units = WORDS.table("lengths by their first letters")
    long = next((KILOMETRES[unit] for begin, unit in units.items() if plain[2].lower().startswith(begin)), None)
    number = float(plain[1].replace(",", ""))
    return (round(number * long, 2) if long else None), figure.start + plain.start()


def bearing(side: str | None) -> int | None:
    """Degrees clockwise from north of "north-eastern", None for "central" and the like."""
    if not side:
        return None
    word = re.sub(r"[^a-z]", "", side.lower()).removesuffix("most").removesuffix("ern")
    degrees = {wind: 45 * n for n, wind in enumerate(WORDS.ordered("winds"))}
    for first in WORDS.ordered("winds")[::2]:  # "east-northeast"
        if word.startswith(first) and (rest := word.removeprefix(first)) in degrees:
            return round((degrees[first] if degrees[rest] - degrees[first] <= 180 else 360) / 2 + degrees[rest] / 2)
    return degrees.get(word)
