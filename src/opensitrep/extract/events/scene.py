"""A reading seen from its words: the tree, mended where the parser is known to err, and every mark by token."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from opensitrep.extract.events.mending import mend
from opensitrep.extract.events.words import EventWords
from opensitrep.model import (
    ActorKind,
    ActorMention,
    Attribution,
    Label,
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

WORDS = Lists("events")
SUBJECTS = ("nsubj", "csubj")
WIDE = (Precision.REGION, Precision.COUNTRY, Precision.SEA, Precision.DISTRICT)
VERBAL = ("VERB", "AUX")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A preposition (lower case) with the token of its preposition and the heads of its objects."""

    word: str
    at: int
    heads: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Arguments:
    """The heads of what stands around a verb or noun, as far as syntax gives them."""

    subjects: tuple[int, ...] = ()
    objects: tuple[int, ...] = ()
    recipients: tuple[int, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    passive: bool = False


class Scene:
    """Answers about the tokens of one reading."""

    def __init__(self, reading: Reading, words: EventWords) -> None:
        if reading.syntax is None:
            raise ValueError("the reading has no syntax")
        self.reading = reading
        self.words = words
        self.cues = words.cues
        self.tree = Tree(replace(reading, syntax=mend(reading.syntax, words)))
        self.syntax = self.tree.syntax

    # ------------------------------------------------ words

    def lemma(self, i: int) -> str:
        """Lower-case lemma."""
        return self.syntax.lemma[i]

    def key(self, i: int) -> str:
        """The form under which a trigger is looked up: the lemma, of a gerund used as a noun the word itself."""
        return self.word(i) if self.syntax.tag[i] == "VBG" and self.nominal(i) else self.syntax.lemma[i]

    def word(self, i: int) -> str:
        """The token as written, lower case."""
        return self.tree.text(i).lower()

    def verbal(self, i: int) -> bool:
        """Whether a token is a verb of its own (no auxiliary)."""
        return self.syntax.pos[i] in VERBAL and self.syntax.dep[i] not in ("aux", "auxpass")

    def nominal(self, i: int) -> bool:
        """Whether a token stands as a noun, gerunds such as "shelling" included."""
        if self.syntax.pos[i] in ("NOUN", "PROPN"):
            return True
        if self.syntax.tag[i] == "VBZ" and self.syntax.dep[i] in ("dobj", "pobj"):
            return True  # "conducted missile strikes daily": a plural taken for a verb
        if self.syntax.tag[i] != "VBG" or ("n", self.word(i)) not in self.words.senses:
            return False
        kids = {self.syntax.dep[k] for k in self.tree.children(i)}
        dep, head = self.syntax.dep[i], self.syntax.head[i]
        if dep == "conj" and head != i:
            return self.nominal(head) and "dobj" not in kids
        return dep in ("nsubj", "dobj", "pobj", "pcomp", "nsubjpass") and not kids & {"dobj", "nsubj", "aux"}

    def spread(self, i: int) -> list[int]:
        """The token and what is coordinated with it."""
        out = [i]
        for k in self.tree.children(i, "conj"):
            if self.syntax.pos[k] not in VERBAL or self.syntax.pos[i] in VERBAL:
                out += self.spread(k)
        return out

    def nouns(self, i: int) -> list[int]:
        """Coordinated heads, and what partitive heads ("dozens of rockets", "some of the missiles") count."""
        out: list[int] = []
        for k in self.spread(i):
            out.append(k)
            light = self.lemma(k) in self.cues.light["carrier"] or self.syntax.pos[k] in ("NUM", "DET", "PRON")
            for prep in self.tree.children(k, "prep") if light else ():
                if self.word(prep) == "of":
                    out += [n for p in self.tree.children(prep, "pobj") for n in self.nouns(p)]
        return out

    # ------------------------------------------------ arguments

    def phrases(self, i: int) -> tuple[Phrase, ...]:
        """Prepositional phrases of a token, "from X and from Y" and "very near to X" taken apart."""
        out: list[Phrase] = []
        todo = [k for k in self.tree.children(i) if self.syntax.dep[k] in ("prep", "agent", "dative", "advmod", "prt")]
        while todo:
            k = todo.pop(0)
            if self.word(k) == "according":
                continue
            heads = [n for p in self.tree.children(k, "pobj", "pcomp") for n in self.spread(p)]
            if heads:
                out.append(Phrase(self.word(k), k, tuple(heads)))
            todo += [c for c in self.tree.children(k, "prep", "conj") if self.syntax.pos[c] in ("ADP", "SCONJ")]
        return tuple(out)

    def arguments(self, i: int) -> Arguments:
        """Subject, object, recipient and prepositional phrases of a verb or an event noun."""
        return self._verb(i) if self.verbal(i) and not self.nominal(i) else self._noun(i)

    def passive(self, i: int) -> bool:
        """Whether a verb stands in the passive, reduced relatives included."""
        kids = self.tree.children(i)
        if any(self.syntax.dep[k] in ("auxpass", "nsubjpass") for k in kids):
            return True
        bare = not any(self.syntax.dep[k] in ("nsubj", "aux", "dobj") for k in kids)
        if self.syntax.tag[i] not in ("VBN", "VBD") or not bare:
            return False
        dep = self.syntax.dep[i]
        if dep == "conj" and self.verbal(self.syntax.head[i]):
            return self.syntax.tag[i] == "VBN" and self.passive(self.syntax.head[i])
        return dep in ("acl", "advcl", "relcl") and self.syntax.tag[i] == "VBN"

    def _verb(self, i: int) -> Arguments:
        passive = self.passive(i)
        kids = self.tree.children
        phrases = self.phrases(i)
        subjects = [n for k in kids(i, *SUBJECTS) for n in self.nouns(k)]
        objects = [n for k in kids(i, "dobj", "nsubjpass", "oprd") for n in self.nouns(k)]
        recipients = [n for k in kids(i, "dative") if self.syntax.pos[k] != "ADP" for n in self.nouns(k)]
        agents = [n for p in phrases if p.word == "by" and passive for n in p.heads if self._actorlike(n)]
        inherited = self._inherited(i) if not subjects and not kids(i, "nsubjpass") else []
        if passive:
            objects = objects or inherited
            subjects = agents
        else:
            subjects = subjects or inherited
        return Arguments(
            tuple(map(self._antecedent, subjects)),
            tuple(map(self._antecedent, objects)),
            tuple(recipients),
            phrases,
            passive,
        )

    def _actorlike(self, i: int) -> bool:
        return self.syntax.pos[i] in ("NOUN", "PROPN", "PRON", "NUM", "DET")

    def _inherited(self, i: int) -> list[int]:
        """The understood subject of a verb that has none of its own."""
        dep, head = self.syntax.dep[i], self.syntax.head[i]
        if head == i:
            return []
        if dep in ("acl", "relcl"):
            return self.nouns(head) if self.syntax.tag[i] != "VB" else []
        if dep == "pcomp" and self.syntax.dep[head] == "prep":
            head = self.tree.clause(head)
        elif dep not in ("xcomp", "conj", "advcl", "acomp"):
            return []
        if self.syntax.dep[head] == "acomp":  # "is due to be sworn in"
            head = self.syntax.head[head]
        if not self.verbal(head):
            return []
        laid = dep == "pcomp" and self.word(self.syntax.head[i]) == "of"  # "accused X of killing Y"
        given = self.tree.children(head, "dobj", "nsubjpass", "dative") if dep == "xcomp" or laid else []
        return [n for k in given for n in self.nouns(k)] or self._above(head)

    def _above(self, head: int) -> list[int]:
        found = [n for k in self.tree.children(head, *SUBJECTS, "nsubjpass") for n in self.nouns(k)]
        return found or self._inherited(head)

    def _antecedent(self, i: int) -> int:
        """The noun a relative pronoun stands for."""
        if self.syntax.tag[i] in ("WDT", "WP") or self.word(i) == "that":
            for k in self.tree.ancestors(i):
                if self.syntax.dep[k] == "relcl":
                    head = self.syntax.head[k]
                    return self.explained(head) if self.word(i) == "which" and self.word(i - 1) == "," else head
        return i

    def explained(self, i: int) -> int:
        """For a head inside an apposition ("X, the capital of Y, which ...") what the apposition explains."""
        for k in (i, *self.tree.ancestors(i)):
            if self.verbal(k):
                break
            if self.syntax.dep[k] == "appos":
                return self.syntax.head[k]
        return i

    def _noun(self, i: int) -> Arguments:
        phrases = list(self.phrases(i))
        subjects = [n for k in self.tree.children(i, "poss") for n in self.spread(k)]
        subjects += [n for p in phrases if p.word == "by" for n in p.heads]
        objects = [n for p in phrases if p.word in WORDS["done to"] for n in p.heads]
        for k in self.tree.children(i, "acl"):
            if self.syntax.tag[k] in ("VBG", "VBN"):
                inner = self._verb(k)
                objects += [n for n in inner.objects if n != i]
                subjects += [n for n in inner.subjects if n != i and inner.passive]
                phrases += inner.phrases
                aimed = [n for p in inner.phrases for n in p.heads if self.verbal(n)]
                objects += [n for verb in aimed for n in self._verb(verb).objects]
        return Arguments(tuple(subjects), tuple(objects), (), tuple(phrases), False)

    # ------------------------------------------------ marks by token

    @cached_property
    def toponyms(self) -> dict[int, Toponym]:
        """Toponyms by each of their tokens; an outer name wins over one inside it."""
        out: dict[int, Toponym] = {}
        for toponym in sorted(self.reading.toponyms, key=lambda t: (len(t.span), t.span)):
            for i in self.tree.inside(toponym.span):
                out[i] = toponym
        return out

    @cached_property
    def _actors(self) -> dict[int, ActorMention]:
        out: dict[int, ActorMention] = {}
        for actor in sorted(self.reading.actors, key=lambda a: (len(a.span), a.span)):
            for i in {self._top(actor.span), self._top(actor.span, actor.name)} - {None}:
                if i is not None:
                    out[i] = actor
        return out

    def _top(self, span: Span, name: str | None = None) -> int | None:
        if name is None:
            return self.tree.head_of(span)
        at = self.reading.document.text.find(name, span.start, span.end)
        return self.tree.head_of(Span(span.doc, at, at + len(name))) if at >= 0 and name else None

    @cached_property
    def _inside_actor(self) -> dict[int, ActorMention]:
        out: dict[int, ActorMention] = {}
        for actor in sorted(self.reading.actors, key=lambda a: (-len(a.span), a.span)):
            for i in self.tree.inside(actor.span):
                out[i] = actor
        return out

    def actor(self, i: int) -> ActorMention | None:
        """The actor mention a token is the head of, or the narrowest one it lies in."""
        return self._actors.get(i) or self._inside_actor.get(i)

    def headed(self, i: int) -> ActorMention | None:
        """The actor mention a token is the head of."""
        return self._actors.get(i)

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
    def parts(self) -> frozenset[Span]:
        """Quantities that lie inside the one before them."""
        ordered = sorted(self.reading.quantities, key=lambda q: (q.span.start, -q.span.end))
        pairs = pairwise(ordered)
        return frozenset(b.span for a, b in pairs if a.span != b.span and a.span.covers(b.span))

    @cached_property
    def _contents(self) -> list[tuple[Span, Attribution]]:
        return sorted(((s, a) for a in self.reading.attributions for s in a.content), key=lambda p: (len(p[0]), p[0]))

    @cached_property
    def _attributed(self) -> dict[int, Attribution]:
        out: dict[int, Attribution] = {}
        for span, attribution in self._contents:
            for i in self.tree.inside(span):
                out.setdefault(i, attribution)
        return out

    def attribution(self, i: int) -> Attribution | None:
        """The innermost attribution whose content holds the token."""
        return self._attributed.get(i)

    @cached_property
    def outside(self) -> frozenset[int]:
        """Tokens of cues and sources of attributions."""
        spans = [s for a in self.reading.attributions for s in (*a.cue, *a.source)]
        return frozenset(i for s in spans for i in self.tree.inside(s))

    @cached_property
    def _blocks(self) -> tuple[list[int], list[Label]]:
        marks = sorted((m for m in self.reading.marks if m.label in tuple(Label)[:10]), key=lambda m: m.span)
        return [m.span.start for m in marks], [m.label for m in marks]

    def block(self, i: int) -> tuple[int, Label]:
        """Number and label of the block a token stands in."""
        starts, labels = self._blocks
        n = bisect_right(starts, self.syntax.start[i]) - 1
        return max(n, 0), labels[n] if labels else Label.PARAGRAPH

    def meant(self, i: int) -> Toponym | None:
        """The place a bare "the city", "that village" or "there" stands for: the last fitting one told before it.

        Looked for in its own block and the one before; a longer reach is a guess (approaches.md, failure 18).
        """
        generic = self.cues.classes["settlement"] | self.cues.classes["territory"]
        there = self.word(i) == "there" and self.syntax.dep[i] == "advmod"
        dets = {self.word(k) for k in self.tree.children(i, "det")}
        plain = not any(
            self.syntax.dep[k] in ("prep", "compound", "poss", "appos", "nummod") for k in self.tree.children(i)
        )
        if not there and not (self.lemma(i) in generic and plain and dets & self.cues.time["definite"]):
            return None
        block, _ = self.block(i)
        found = [t for t in self.reading.toponyms if t.span.end <= self.syntax.start[i] and t.use is Use.LITERAL]
        town = self.lemma(i) in self.cues.classes["settlement"]
        for toponym in sorted(found, key=lambda t: t.span, reverse=True):
            at = self.tree.inside(toponym.span)
            if not at or self.block(at[0])[0] < block - 1:
                return None
            if toponym.role is PlaceRole.REFERENCE or (town and toponym.precision in WIDE):
                continue
            if not town and not there and toponym.precision is Precision.COUNTRY:
                continue
            return toponym
        return None

    # ------------------------------------------------ what a noun is

    def is_place(self, i: int) -> bool:
        """Whether a head is a named place or a word for one."""
        if i in self.toponyms:
            return self.toponyms[i].use is not Use.ORGANISATION
        near = any(k in self.toponyms for k in self.tree.children(i, "compound", "nmod", "appos"))
        return near or self.lemma(i) in self.cues.classes["settlement"] | self.cues.classes["territory"]

    def is_person(self, i: int) -> bool:
        """Whether a head is a person or a pronoun for one."""
        actor = self.headed(i)
        if actor is not None and actor.kind is not ActorKind.PRONOUN:
            return actor.kind in (ActorKind.PERSON, ActorKind.GROUP)
        return (self.syntax.tag[i] in ("PRP", "WP") and self.word(i) != "it") or self._unknown_name(i)

    def is_state(self, i: int) -> bool:
        """Whether a head is a country, government or other body that acts."""
        actor = self.headed(i)
        if actor is not None:
            return actor.kind in (ActorKind.STATE, ActorKind.BODY, ActorKind.GROUP)
        return i in self.toponyms or self._unknown_name(i)

    def _unknown_name(self, i: int) -> bool:
        known = i in self.toponyms or i in self.times or self.headed(i) is not None
        return self.syntax.pos[i] == "PROPN" and not known

    def fits(self, i: int, wanted: frozenset[str]) -> bool:
        """Whether a head is one of the wanted lemmas or kinds (@place, @person, @state)."""
        return (
            self.lemma(i) in wanted
            or (self.syntax.tag[i] == "NNS" and (self.word(i) in wanted or self.word(i)[:-1] in wanted))
            or ("people" in wanted and self.syntax.pos[i] == "NUM" and i not in self.times)
            or ("@place" in wanted and (self.is_place(i) or self._unknown_name(i)))
            or ("@person" in wanted and self.is_person(i))
            or ("@state" in wanted and self.is_state(i))
            or ("@one" in wanted and (a := self.headed(i)) is not None and a.kind is ActorKind.PERSON)
        )

    def up(self, i: int) -> Iterator[tuple[int, str]]:
        """Heads above a token, each with the relation that was climbed to reach it."""
        while self.syntax.head[i] != i:
            yield self.syntax.head[i], self.syntax.dep[i]
            i = self.syntax.head[i]
