"""The town that a site only the reports know stands in: a plant, a base, a camp named with a town, or none.

The words join the two ("the X plant in Y", "Y's X hospital", "the X camp near the city": the town told last), or the
town is the one of the site's sentence, else of the sentence before. Where people or weapons only come from, or what
lies a stated way off, is not the town; where the towns beside lie far apart, none is.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from opensitrep.model import Label, PlaceRole, Span, Toponym, Use, Whereabouts
from opensitrep.reconcile.places.names import Key, Name, Names, lies
from opensitrep.reconcile.places.scoring import sentence_starts
from opensitrep.run.ledger import Ledger
from opensitrep.world.earth import far
from opensitrep.world.gazetteer import SETTLED, Entry

REACH = 250  # characters, about a sentence or two: beyond it a town is not named with the site
FAR = 100.0  # km: towns of one sentence further apart than this are not one neighbourhood
ELSEWHERE = (PlaceRole.LAUNCH, PlaceRole.TAKEOFF, PlaceRole.DIRECTION, PlaceRole.REFERENCE)
BESIDE = (Whereabouts.AWAY, Whereabouts.OFF, Whereabouts.BETWEEN, Whereabouts.BORDER)
_JOINED = re.compile(r"^(?:\s+[\w-]+){0,3},?\s+(?:in|near|at|outside|of)\s+(?:the\s+)?(?:[\w-]+\s+){0,3}$")
_OWNED = re.compile(r"^['’]s?\s+(?:[\w-]+\s+){0,2}$")
_FOCUS = re.compile(
    r"^(?:\s+[\w-]+){0,3},?\s+(?:in|near|outside|inside|close to|next to|of|from)\s+the\s+"
    r"(?:city|town|village)\b(?!\s+of\b)"
)
_FROM = re.compile(r"\bfrom\s+(?:the\s+)?(?:[\w-]+\s+){0,2}$")

Found = tuple[int, int, str, Name]


class Sites:
    """The towns beside the sites of one story."""

    def __init__(self, ledger: Ledger, names: Names) -> None:
        self.ledger = ledger
        self.names = names
        readings = ledger.account.readings
        placed = [p for r in readings for m in r.mentions for p in m.places]
        here = {p.span for p in placed if p.role not in ELSEWHERE}
        self._elsewhere = {p.span for p in placed if p.role in ELSEWHERE} - here
        self._datelines = {r.document.id: [m.span for m in r.marks if m.label is Label.DATELINE] for r in readings}
        self._starts = {r.document.id: sentence_starts(r.document.text) for r in readings}
        self._ends: dict[Key, tuple[Entry, Entry] | None] = {}

    def town(self, site: Toponym) -> tuple[Entry, Name] | None:
        """The town that the words of any report put the site in, with the name it is told by; None where unsure."""
        found = [f for mention in self.names.of(site).mentions if (f := self._beside(mention))]
        if not found:
            return None
        _, _, ident, name = min(found, key=lambda f: f[:3])
        return self.names.entries[ident], name

    def ends(self, site: Toponym) -> tuple[Entry, Entry] | None:
        """The two towns that the words behind a site put it between: "the tunnel that leads between X and Y"."""
        key = self.names.of(site).key
        if key not in self._ends:
            self._ends[key] = self._find_ends(site)
        return self._ends[key]

    def _find_ends(self, site: Toponym) -> tuple[Entry, Entry] | None:
        for mention in self.names.of(site).mentions:
            found = self.names.by_report[mention.span.doc]
            near = [t for t in found if t.relative and t.relative.kind is Whereabouts.BETWEEN and t.relative.other]
            for one in (t for t in near if t.relative and self._leads_to(mention.span, t.relative.words)):
                other = next((t for t in found if one.relative and t.span == one.relative.other), None)
                both = [e for t in (one, other) if t and (e := self.names.chosen(self.names.of(t)))]
                if len(both) == 2 and all(e.kind in SETTLED for e in both) and 0 < far(*both) <= FAR:
                    return both[0], both[1]
        return None

    def _leads_to(self, site: Span, words: Span) -> bool:
        return 0 < words.start - site.end <= REACH // 4 and self._sentence(site) == self._sentence(words)

    def _beside(self, site: Toponym) -> Found | None:
        """The town of one mention of a site: how the two are joined (0 best), the gap in characters, id and name."""
        text = self.ledger.readings[site.span.doc].document.text
        own = self._sentence(site.span)
        towns = [t for t in self.names.by_report[site.span.doc] if self._eligible(t, site)]
        for other in towns:
            if self._joined(text, site.span, other.span):
                return self._found(0, site, other)
        before = [t for t in towns if t.span.end <= site.span.start and own - self._sentence(t.span) <= 1]
        if before and _FOCUS.match(text, site.span.end):
            return self._found(0, site, before[-1])
        ranks: tuple[list[Toponym], list[Toponym], list[Toponym]] = (
            [t for t in towns if self._sentence(t.span) == own],
            [t for t in towns if self._sentence(t.span) == own - 1],
            [t for t in towns if -REACH <= t.span.start - site.span.end <= 2 * REACH],
        )
        rank, near = next(((n, r) for n, r in enumerate(ranks, 1) if r), (0, []))
        if not near or self._apart(near) or (rank > 1 and not self._held(near, own)):
            return None
        return min((self._found(rank, site, t) for t in near), key=lambda f: f[:3])

    def _eligible(self, other: Toponym, site: Toponym) -> bool:
        """Whether a toponym can be the town of a site: a town, told as a place where things happen."""
        entry = self.names.chosen(self.names.of(other))
        if other.use is not Use.LITERAL or entry is None or entry.kind not in SETTLED:
            return False
        if other.span == site.span or other.span in self._elsewhere:
            return False
        if other.relative is not None:
            return other.relative.kind not in BESIDE
        if any(d.start <= other.span.start < d.end for d in self._datelines[other.span.doc]):
            return False
        text = self.ledger.readings[other.span.doc].document.text
        return not _FROM.search(text, max(0, other.span.start - 30), other.span.start)

    def _joined(self, text: str, site: Span, other: Span) -> bool:
        if 0 < other.start - site.end < REACH // 5:
            return bool(_JOINED.match(text[site.end : other.start]))
        return 0 < site.start - other.end < REACH // 5 and bool(_OWNED.match(text[other.end : site.start]))

    def _apart(self, towns: list[Toponym]) -> bool:
        """Whether the towns lie too far apart to say which is meant."""
        entries = [e for t in towns if (e := self.names.chosen(self.names.of(t)))]
        return any(far(entries[0], e) > FAR for e in entries[1:])

    def _held(self, towns: list[Toponym], sentence: int) -> bool:
        """Whether towns of another sentence lie in the divisions and countries told in the site's own."""
        told = [t for t in self.names.by_report[towns[0].span.doc] if self._sentence(t.span) == sentence]
        literal = [self.names.chosen(self.names.of(t)) for t in told if t.use is Use.LITERAL and t.relative is None]
        areas = [e for e in literal if e is not None and e.kind in ("country", "admin1")]
        entries = [e for t in towns if (e := self.names.chosen(self.names.of(t)))]
        return not areas or any(lies(e, area) for e in entries for area in areas)

    def _found(self, rank: int, site: Toponym, other: Toponym) -> Found:
        name = self.names.of(other)
        after = other.span.start - site.span.end
        gap = after if after >= 0 else 2 * (site.span.start - other.span.end)  # "X in Y" before "Y ... X"
        return rank, gap, name.chosen or "", name

    def _sentence(self, span: Span) -> int:
        return bisect_right(self._starts[span.doc], span.start)
