"""People, bodies, states, groups, outlets, weapons and pronouns: who can act and speak in a report.

Every noun phrase is read from its head (`phrases`): a name with its role before it, after it or in an
apposition; a body or a group by its head noun; a country by its name. No entity recogniser: names are told by what
stands around them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from opensitrep.extract.actors.attributes import Phrase
from opensitrep.extract.actors.links import link
from opensitrep.extract.actors.phrases import Phrases
from opensitrep.extract.actors.words import Words, load_words
from opensitrep.model import ActorKind, ActorMention, Reading
from opensitrep.text.tree import Tree
from opensitrep.text.words import Lists
from opensitrep.world.gazetteer import Gazetteer

WORDS = Lists("actors")


def find_actors(reading: Reading, words: Words | None = None, *, gazetteer: Gazetteer) -> Reading:
    """Add every actor mention of the readable blocks, in text order; short forms point at what they stand for."""
    tree = Tree(reading)
    scan = Scan(tree, words or load_words())
    phrases = list(scan.phrases())
    mentions = {p.span: p for p in scan.mentions(phrases)}
    told = _bodies(sorted(mentions.values(), key=lambda m: (m.span, m.kind)), scan)
    linked = link(reading, tree, told, scan.words)
    known = [m for m in linked if not _lone_place(m, linked, gazetteer)]
    return replace(reading, actors=(*reading.actors, *known))


def _lone_place(mention: ActorMention, every: tuple[ActorMention, ...], gazetteer: Gazetteer) -> bool:
    """Whether a one-word "person" without role, fuller name or any other sign is a town."""
    if (
        mention.kind is not ActorKind.PERSON
        or mention.role
        or mention.refers
        or not mention.name
        or " " in mention.name
    ):
        return False
    pointed = any(m.refers == mention.span for m in every)
    return not pointed and mention.name[0].isupper() and gazetteer.knows(mention.name)


def _bodies(mentions: list[ActorMention], scan: Scan) -> list[ActorMention]:
    """One-word "persons" that the report shows to be companies or agencies: "NASA", "SpaceX", "Oru's spokesman"."""
    staffed = frozenset(scan.staffed())
    people = [m.name.split() for m in mentions if m.kind is ActorKind.PERSON and m.name and " " in m.name]
    ours = {word for words in people for word in words}
    out = []
    for m in mentions:
        single = m.kind is ActorKind.PERSON and m.name and " " not in m.name and m.role is None
        if single and m.name and m.name not in ours and (_initials(m.name) or m.name in staffed):
            m = replace(m, kind=ActorKind.BODY)  # noqa: PLW2901 - the same mention, better understood
        out.append(m)
    return out


def _initials(name: str) -> bool:
    """Whether a name has the form of initials or of a brand: "NASA", "SpaceX", "PG&E"."""
    inner = any(a.islower() and b.isupper() for a, b in pairwise(name))
    scottish = name.startswith(WORDS.ordered("beginnings of names")) or "-" in name or "'" in name
    return (name.isupper() and len(name) > 2) or (inner and not scottish)


class Scan(Phrases):
    """The mentions of one reading: phrases with their appositions."""

    def mentions(self, phrases: list[Phrase]) -> Iterator[ActorMention]:
        """Phrases as mentions; a name and its role in apposition become one."""
        starts = {p.first: p for p in phrases}
        starts.update({p.first: p for p in self._hidden(phrases) if p.first not in starts})
        taken: set[int] = set()
        for p in sorted(phrases, key=lambda p: (p.first, -p.last)):
            if p.head in taken:
                continue
            other = self._apposed(p, starts)
            if other:
                taken.add(other.head)
                if (same := starts.get(other.first)) and same.kind is ActorKind.PERSON:
                    taken.add(same.head)  # the role that the name in apposition brings along
            yield self._mention(self._joined(p, other) if other else p)

    def staffed(self) -> Iterator[str]:
        """Words that have a chief, a spokesman or the like: "a United spokesman", "Tesla's chief executive"."""
        for i in range(1, len(self.tree)):
            for label in self.labels.ending.get(i, ()):
                if label.kind != "role" or label.field not in ("spokesperson", "company"):
                    continue
                k = label.first - 1
                if k > 0 and self.tree.syntax.tag[k] == "POS":
                    k -= 1
                after = self.tree.lower[i + 1] if i + 2 < len(self.tree) else ""
                for at in (k, i + 2 if after in WORDS["behind a staff"] else -1):
                    if at >= 0 and self.tree.text(at)[0].isupper() and not self.labels.over.get(at):
                        yield self.tree.text(at)

    def _hidden(self, phrases: list[Phrase]) -> Iterator[Phrase]:
        """Names right behind a role, with or without a comma, that nothing else shows to be a person's."""
        for p in phrases:
            if p.kind is not ActorKind.PERSON or p.named:
                continue
            start = p.last + 1
            if start < len(self.tree) and self.tree.text(start) in (",", "–", "—"):
                start += 1
            while (
                start < len(self.tree)
                and (label := self.labels.over.get(start))
                and any(x.kind == "role" and x.first == start for x in label)
            ):
                start += 1
            stop = start
            while (
                stop < len(self.tree)
                and stop < start + 5
                and self._nameable(stop)
                and self.tree.text(stop)[0].isupper()
                and self.tree.syntax.sentence[stop] == self.tree.syntax.sentence[p.head]
            ):
                stop += 1
            if stop > start and self.tree.syntax.tag[start].startswith("NNP"):
                first = p.last + 1 + (self.tree.text(p.last + 1) in (",", "–", "—"))
                yield Phrase(first, stop - 1, stop - 1, ActorKind.PERSON, (start, stop - 1), named=True)

    def _apposed(self, p: Phrase, starts: dict[int, Phrase]) -> Phrase | None:  # noqa: PLR0911 - one return a sign
        tree, comma = self.tree, p.last + 1
        if p.kind not in (ActorKind.PERSON, ActorKind.BODY) or comma + 1 >= len(tree):
            return None
        if comma + 2 < len(tree) and tree.syntax.tag[comma + 1] == "CD" and tree.text(comma + 2) == ",":
            comma += 2  # "Maria Lopez, 43, a resident ..."
        beside = tree.text(comma) not in (",", "–", "—")
        other = starts.get(comma if beside else comma + 1)
        if other is not None and "\n" in tree.source[tree.syntax.end[p.head] : tree.syntax.start[other.head]]:
            return None  # a headline and the paragraph below it
        if other and not p.named and not other.named and not beside and other.kind is ActorKind.PERSON:
            name = starts.get(other.last + 1)  # "One witness, engineer Ann Lowe, ..."
            if name and name.named and name.kind is ActorKind.PERSON:
                other = replace(name, first=other.first)
        if other is None or bool(p.named) == bool(other.named):
            return None
        if p.kind is ActorKind.BODY:
            agency = other.kind in (ActorKind.AGENCY, ActorKind.OUTLET) and p.field == "media" and beside
            return other if agency else None
        if other.kind is not ActorKind.PERSON or (beside and p.named):
            return None
        if beside:
            return other
        if p.named and self._apposed(other, starts):
            return None  # "in Yarov, the governor, Ann Lowe, said": the role goes with the name behind it
        linked = tree.syntax.head[other.head] == p.head or tree.syntax.head[p.head] == other.head
        end = other.last + 1
        closed = (
            end >= len(tree)
            or tree.text(end) in (",", ".", ")", "–", "—", ";")
            or tree.syntax.pos[end] in ("VERB", "AUX")
            or tree.syntax.sentence[end] != tree.syntax.sentence[comma]
        )
        return other if linked or closed else None

    def _joined(self, p: Phrase, other: Phrase) -> Phrase:
        name, words = (p, other) if p.named else (other, p)
        return replace(
            name,
            first=p.first,
            last=other.last,
            role=words.role or name.role,
            field=words.field or name.field,
            organisation=words.organisation or name.organisation,
            country=words.country or name.country,
            side=name.side if name.kind is ActorKind.AGENCY else words.side or name.side,
            place=words.place or name.place,
        )

    def _mention(self, p: Phrase) -> ActorMention:
        labels, tree = self.labels, self.tree
        return ActorMention(
            span=tree.span(p.first, p.last),
            kind=p.kind or ActorKind.GROUP,
            name=labels.joined(*p.name) if p.name else None,
            role=p.role.id if p.role else None,
            organisation=labels.joined(*p.organisation) if p.organisation else None,
            country=p.country,
            side=p.side,
            place=tree.span(*p.place) if p.place else None,
        )
