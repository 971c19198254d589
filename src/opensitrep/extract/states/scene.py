"""A reading seen from its words: what stands around a verb or noun, and every mark by token."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from opensitrep.model import (
    READABLE,
    ActorKind,
    ActorMention,
    Attribution,
    PlaceRole,
    Precision,
    Quantity,
    Reading,
    Span,
    TimeExpression,
    Toponym,
    Use,
)
from opensitrep.text.tree import Tree
from opensitrep.text.words import Lists

WORDS = Lists("states")
SUBJECTS = ("nsubj", "csubj")
WIDE = (Precision.REGION, Precision.COUNTRY, Precision.SEA, Precision.DISTRICT)
VERBAL = ("VERB", "AUX")
ACTING = (ActorKind.PERSON, ActorKind.BODY, ActorKind.STATE, ActorKind.GROUP, ActorKind.PRONOUN)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A preposition (lower case) and the heads of its objects."""

    word: str
    heads: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Arguments:
    """The heads of the subjects and objects of a verb, as far as syntax gives them."""

    subjects: tuple[int, ...] = ()
    objects: tuple[int, ...] = ()


class Scene:
    """Answers about the tokens of one reading."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.tree = Tree(reading)
        self.syntax = self.tree.syntax

    # ------------------------------------------------ words

    def lemma(self, i: int) -> str:
        """Lower-case lemma."""
        return self.syntax.lemma[i]

    def word(self, i: int) -> str:
        """The token as written, lower case."""
        return self.tree.lower[i]

    def verbal(self, i: int) -> bool:
        """Whether a token is a verb of its own (no auxiliary)."""
        return self.syntax.pos[i] in VERBAL and self.syntax.dep[i] not in ("aux", "auxpass")

    def nominal(self, i: int) -> bool:
        """Whether a token stands as a noun."""
        return self.syntax.pos[i] in ("NOUN", "PROPN")

    def _spread(self, i: int) -> list[int]:
        """The token and what is coordinated with it."""
        out = [i]
        for k in self.tree.children(i, "conj"):
            if self.syntax.pos[k] not in VERBAL or self.syntax.pos[i] in VERBAL:
                out += self._spread(k)
        return out

    def _nouns(self, i: int) -> list[int]:
        """Coordinated heads, and what partitive heads ("most of X", "part of the city") are taken from."""
        out: list[int] = []
        for k in self._spread(i):
            out.append(k)
            light = self.lemma(k) in WORDS["carriers"] or self.syntax.pos[k] in ("NUM", "DET", "PRON")
            for prep in self.tree.children(k, "prep") if light else ():
                if self.word(prep) == "of":
                    out += [n for p in self.tree.children(prep, "pobj") for n in self._nouns(p)]
        return out

    # ------------------------------------------------ arguments

    def phrases(self, i: int) -> tuple[Phrase, ...]:
        """Prepositional phrases of a token, "from X and from Y" and "very near to X" taken apart."""
        out: list[Phrase] = []
        todo = self.tree.children(i, "prep", "agent", "dative", "advmod", "prt")
        while todo:
            k = todo.pop(0)
            if k in self.outside:  # "according to"
                continue
            heads = [n for p in self.tree.children(k, "pobj", "pcomp") for n in self._spread(p)]
            if heads:
                out.append(Phrase(self.word(k), tuple(heads)))
            todo += [c for c in self.tree.children(k, "prep", "conj") if self.syntax.pos[c] in ("ADP", "SCONJ")]
        return tuple(out)

    def arguments(self, i: int) -> Arguments:
        """Subjects and objects of a verb, in the active sense; relative pronouns as what they stand for."""
        kids, passive = self.tree.children, self._passive(i)
        subjects = [n for k in kids(i, *SUBJECTS) for n in self._nouns(k)]
        objects = [n for k in kids(i, "dobj", "nsubjpass", "oprd") for n in self._nouns(k)]
        inherited = self._inherited(i) if not subjects and not kids(i, "nsubjpass") else []
        if passive:
            objects = objects or inherited
            subjects = [n for p in self.phrases(i) if p.word == "by" for n in p.heads if not self.verbal(n)]
        else:
            subjects = subjects or inherited
        return Arguments(tuple(map(self._antecedent, subjects)), tuple(map(self._antecedent, objects)))

    def _passive(self, i: int) -> bool:
        """Whether a verb stands in the passive, reduced relatives included."""
        kids = {self.syntax.dep[k] for k in self.tree.children(i)}
        if kids & {"auxpass", "nsubjpass"}:
            return True
        if self.syntax.tag[i] != "VBN" or kids & {"nsubj", "aux", "dobj"}:
            return False
        dep, head = self.syntax.dep[i], self.syntax.head[i]
        return dep in ("acl", "advcl", "relcl") or (dep == "conj" and self.verbal(head) and self._passive(head))

    def _inherited(self, i: int) -> list[int]:
        """The understood subject of a verb that has none of its own."""
        dep, head = self.syntax.dep[i], self.syntax.head[i]
        if dep in ("acl", "relcl"):
            return self._nouns(head) if self.syntax.tag[i] != "VB" else []
        if dep not in ("xcomp", "conj", "advcl", "acomp") or not self.verbal(head):
            return []
        given = self.tree.children(head, "dobj", "nsubjpass") if dep == "xcomp" else []
        given = given or self.tree.children(head, *SUBJECTS, "nsubjpass")
        return [n for k in given for n in self._nouns(k)] or self._inherited(head)

    def _antecedent(self, i: int) -> int:
        """The noun a relative pronoun stands for."""
        if self.syntax.tag[i] in ("WDT", "WP") or self.word(i) == "that":
            for k in self.tree.ancestors(i):
                if self.syntax.dep[k] == "relcl":
                    return self.syntax.head[k]
        return i

    # ------------------------------------------------ marks by token

    @cached_property
    def toponyms(self) -> dict[int, Toponym]:
        """Toponyms by each of their tokens; an outer name wins over one inside it."""
        ordered = sorted(self.reading.toponyms, key=lambda t: (len(t.span), t.span))
        return {i: t for t in ordered for i in self.tree.inside(t.span)}

    @cached_property
    def _actors(self) -> dict[int, ActorMention]:
        """Actors that can hold or fight, by the head of their phrase and of their name."""
        out: dict[int, ActorMention] = {}
        for actor in sorted(self.reading.actors, key=lambda a: (len(a.span), a.span)):
            tops = {self.tree.head_of(actor.span), self._name(actor)}
            out.update((i, actor) for i in tops if i is not None)
        return {i: a for i, a in out.items() if a.kind in ACTING}

    def _name(self, actor: ActorMention) -> int | None:
        at = self.tree.whole.find(actor.name, actor.span.start, actor.span.end) if actor.name else -1
        return self.tree.head_of(Span(actor.span.doc, at, at + len(actor.name))) if at >= 0 and actor.name else None

    def holder(self, i: int) -> ActorMention | None:
        """Who can hold a place: the actor a token is the head of, or one told before it ("Russian forces")."""
        near = (i, *self.tree.children(i, "amod", "compound", "poss"))
        return next((self._actors[k] for k in near if k in self._actors), None)

    @cached_property
    def times(self) -> dict[int, TimeExpression]:
        """Time expressions by each of their tokens."""
        ordered = sorted(self.reading.times, key=lambda t: (len(t.span), t.span))
        return {i: t for t in ordered for i in self.tree.inside(t.span)}

    @cached_property
    def quantities(self) -> dict[int, Quantity]:
        """Quantities by the tokens of their number."""
        return {i: q for q in self.reading.quantities for i in self.tree.inside(q.number)}

    @cached_property
    def _attributed(self) -> dict[int, Attribution]:
        pairs = sorted(((len(s), s, a) for a in self.reading.attributions for s in a.content), key=lambda p: p[:2])
        return {i: a for _, s, a in reversed(pairs) for i in self.tree.inside(s)}

    def attribution(self, i: int) -> Attribution | None:
        """The innermost attribution whose content holds the token."""
        return self._attributed.get(i)

    @cached_property
    def outside(self) -> frozenset[int]:
        """Tokens of cues and sources of attributions."""
        spans = [s for a in self.reading.attributions for s in (*a.cue, *a.source)]
        return frozenset(i for s in spans for i in self.tree.inside(s))

    @cached_property
    def _blocks(self) -> list[int]:
        return sorted(m.span.start for m in self.reading.marks if m.label in READABLE)

    def _block(self, i: int) -> int:
        """Number of the block a token stands in."""
        return bisect_right(self._blocks, self.syntax.start[i])

    # ------------------------------------------------ places

    def meant(self, i: int) -> Toponym | None:
        """The place a bare "the city", "that village" or "there" stands for: the last fitting one told before it.

        Looked for in its own block and the one before; a longer reach is a guess.
        """
        town = self.lemma(i) in WORDS["settlements"]
        there = self.word(i) == "there" and self.syntax.dep[i] == "advmod"
        plain = not self.tree.children(i, "prep", "compound", "poss", "appos", "nummod")
        known = bool({self.word(k) for k in self.tree.children(i, "det")} & WORDS["definite"])
        if not there and not ((town or self.lemma(i) in WORDS["territories"]) and plain and known):
            return None
        found = [t for t in self.reading.toponyms if t.span.end <= self.syntax.start[i] and t.use is Use.LITERAL]
        for toponym in sorted(found, key=lambda t: t.span, reverse=True):
            at = self.tree.inside(toponym.span)
            if not at or self._block(at[0]) < self._block(i) - 1:
                return None
            if toponym.role is PlaceRole.REFERENCE or (town and toponym.precision in WIDE):
                continue
            if town or there or toponym.precision is not Precision.COUNTRY:
                return toponym
        return None
