"""Who, to whom, where and when of a happening: candidates are the actors, toponyms and times read before, a learned
score ranks them, and what is below its threshold stays open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TypeVar

from opensitrep.learned import Array, Scores
from opensitrep.model import (
    ActorKind,
    ActorMention,
    Placed,
    PlaceRole,
    Reading,
    Span,
    TimeType,
    Use,
)
from opensitrep.text.clauses import Opened
from opensitrep.text.tree import Tree
from opensitrep.text.words import Lists
from opensitrep.world.countries import Country, countries

WORDS = Lists("attachment")
T = TypeVar("T")
ACTING = (ActorKind.PERSON, ActorKind.BODY, ActorKind.STATE, ActorKind.GROUP)
OWNED = ("amod", "compound", "nmod", "poss")  # a weapon stands for whose it is: "Russian missiles"
BEFORE = ("det", "amod", "compound", "nummod", "nmod", "poss")
BEHIND = 2  # steps up from a name to the noun it explains: "in the village of Desna"
NAMING = ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "ADV")
DATED = (TimeType.DATE, TimeType.TIME)


@cache
def peoples() -> dict[str, Country]:
    """Countries by the words for their people and things ("Russian", "Israelis")."""
    return {word: country for country in countries() for word in country.peoples}


class Arguments:
    """The arguments of the triggers of one reading."""

    def __init__(self, tree: Tree, reading: Reading, scores: Scores, triggers: Sequence[int]) -> None:
        self.tree = tree
        least = scores.thresholds
        self.least = {name: least.get(f"role {name}", least.get("role", 0.5)) for name in scores.classes["role"][1:7]}
        self.roles = {name: n for n, name in enumerate(scores.classes["role"])}
        self.actors = {head: a for a in reading.actors if (head := tree.head_of(a.span)) is not None}
        self.by_span = {a.span: a for a in reading.actors}
        self.toponyms = [(t, tree.inside(t.span)) for t in reading.toponyms]
        self.times_ = [(t, tree.inside(t.span)) for t in reading.times if t.type in DATED]
        self.spoken = {a.said_at for a in reading.attributions}
        self.opened = Opened(tree, reading.times)
        self.named_at = self._by_sentence(self.toponyms)
        self.dated_at = self._by_sentence([x for x in self.times_ if x[0].span not in self.spoken and not x[0].negated])
        self.made: dict[Span, ActorMention] = {}  # of words that no list of actors holds
        self.asked: dict[int, dict[int, Array]] = {}
        by_sentence: dict[range, list[int]] = {}
        for i in triggers:
            by_sentence.setdefault(tree.sentence(i), []).append(i)
        groups = [(inside, [j for j in s if tree.syntax.pos[j] in NAMING]) for s, inside in by_sentence.items()]
        for (inside, near), table in zip(groups, scores.by_group("role", groups), strict=True):
            for i, rows in zip(inside, table, strict=True):
                self.asked[i] = {j: row for j, row in zip(near, rows, strict=True) if j != i}

    def _score(self, trigger: int, role: str, tokens: Iterable[int]) -> float:
        """How likely the best of some words plays a role."""
        rows = self.asked[trigger]
        return max((float(rows[j][self.roles[role]]) for j in tokens if j in rows), default=0.0)

    def doers(self, trigger: int) -> dict[Span, float]:
        """Actors by whom it is done, the likeliest first, each with how likely that is."""
        return self._actors(trigger, "by")

    def undergoers(self, trigger: int) -> tuple[Span, ...]:
        """Actors to whom it is done."""
        done = self.doers(trigger)
        return tuple(span for span in self._actors(trigger, "to") if span not in done)

    def _actors(self, trigger: int, role: str) -> dict[Span, float]:
        found: dict[Span, float] = {}
        for j, row in self.asked[trigger].items():
            score = float(row[self.roles[role]])
            if score >= self.least[role] and (span := self._stands_for(j)) is not None:
                found[span] = max(score, found.get(span, 0.0))
        return {s: round(found[s], 4) for s in sorted(found, key=lambda s: (-found[s], s))}

    def _stands_for(self, j: int) -> Span | None:
        """The actor that a word names: itself, whom a pronoun refers to, whose weapon it is, a state by its place."""
        actor = self.actors.get(j)
        if actor is not None and actor.kind is ActorKind.PRONOUN:
            actor = self.by_span.get(actor.refers) if actor.refers is not None else None
        if actor is not None and (actor.kind in ACTING or self._owned(actor)):
            return actor.span
        toponym = next((t for t, inside in self.toponyms if j in inside), None)
        if toponym is not None:
            return toponym.span if toponym.use in (Use.METONYM, Use.ORGANISATION) else None
        for k in (j, *self.tree.children(j, *OWNED)):
            owner = self.actors.get(k)
            if owner is not None and owner.kind in ACTING:
                return owner.span
            if (state := self._people(k)) is not None:
                return state
        return self._named(j) if actor is None else None

    def _people(self, k: int) -> Span | None:
        """The state that a demonym before a noun names: "Israeli strikes", "a Russian missile"."""
        country = peoples().get(self.tree.text(k)) if self.tree.syntax.pos[k] in ("ADJ", "PROPN", "NOUN") else None
        if country is None:
            return None
        made = ActorMention(
            self.tree.span(k), ActorKind.STATE, name=self.tree.text(k), country=country.code, side=country.iso3
        )
        self.made.setdefault(made.span, made)
        return made.span

    @staticmethod
    def _owned(actor: ActorMention) -> bool:
        """Whether it is a weapon of which the words say whose it is: "a Russian missile"."""
        return actor.kind is ActorKind.WEAPON and bool(actor.side or actor.country)

    def _named(self, j: int) -> Span | None:
        """A group that no list knows: the noun and what stands right before it ("the striking dockers")."""
        syntax = self.tree.syntax
        if j in self.asked or syntax.pos[j] not in ("NOUN", "PROPN") or any(j in inside for _, inside in self.times_):
            return None
        first = j
        while first and syntax.head[first - 1] == j and syntax.dep[first - 1] in BEFORE:
            first -= 1
        span = self.tree.span(first, j)
        self.made.setdefault(span, ActorMention(span, ActorKind.GROUP, name=self.tree.text(j)))
        return span

    def places(self, trigger: int) -> tuple[Placed, ...]:
        """Toponyms of its sentence where it happens or is launched from, in text order."""
        out = []
        for toponym, inside in self.named_at[self.tree.sentence(trigger)]:
            used = toponym.use in (Use.LITERAL, Use.ASSOCIATIVE, Use.METONYM)
            if not used or self.opened.parts(trigger, inside[0]) or self._is_home(inside):
                continue
            words = [*inside, *self._over(inside)]
            at, away = self._score(trigger, "place", words), self._score(trigger, "from", inside)
            here = at >= self.least["place"] or self._undergoes(trigger, inside)
            if here and at >= away and not self._fired_from(inside):
                out.append(Placed(toponym.span, PlaceRole.TARGET))
            elif away >= self.least["from"] or self._leaves(trigger, inside) or self._fired_from(inside):
                out.append(Placed(toponym.span, PlaceRole.LAUNCH))
        return tuple(out)

    def _undergoes(self, trigger: int, inside: Sequence[int]) -> bool:
        """Whether a named place is what the deed is done to: "struck Poltava"."""
        head, dep = self.tree.syntax.head, self.tree.syntax.dep
        over = any(head[i] == trigger and dep[i] in ("dobj", "nsubjpass") for i in inside)
        return over and self._score(trigger, "to", inside) >= self.least["to"]

    def _is_home(self, inside: Sequence[int]) -> bool:
        """Whether a name says whence people are: "the Chibok girls were freed"."""
        syntax, last = self.tree.syntax, inside[-1]
        actor = self.actors.get(syntax.head[last]) if syntax.dep[last] in OWNED else None
        return actor is not None and actor.kind in (ActorKind.PERSON, ActorKind.GROUP)

    def _leaves(self, trigger: int, inside: Sequence[int]) -> bool:
        """Whether a name stands behind the "from" of a trigger."""
        head = self.tree.syntax.head
        over = [head[i] for i in inside if self.tree.lower[head[i]] == "from"]
        return any(head[i] == trigger for i in over)

    def _fired_from(self, inside: Sequence[int]) -> bool:
        """Whether a name stands behind the "from" of something fired: "missiles fired from X struck", "fired by bombers
        from X airspace"."""
        syntax = self.tree.syntax
        for i in inside:
            noun = next(k for k in (i, *self.tree.ancestors(i)) if syntax.dep[k] not in OWNED)
            over = syntax.head[noun]
            if self.tree.lower[over] != "from":
                continue
            over = syntax.head[over]
            if syntax.dep[over] == "pobj" and syntax.dep[syntax.head[over]] == "agent":
                over = syntax.head[syntax.head[over]]
            if syntax.lemma[over].lower() in WORDS["launching"]:
                return True
        return False

    def _over(self, inside: Sequence[int]) -> list[int]:
        """The noun that a name explains: "the village of X", "a school in X"."""
        out, at = [], inside[0] if inside else None
        for _ in range(2 * BEHIND):
            if at is None or self.tree.syntax.head[at] == at:
                break
            at = self.tree.syntax.head[at]
            if self.tree.syntax.pos[at] in ("NOUN", "PROPN"):
                out.append(at)
            elif self.tree.syntax.pos[at] != "ADP":
                break
        return out[:BEHIND]

    def times(self, trigger: int) -> tuple[Span, ...]:
        """Expressions that date it, in text order; never those of the speaking, nor of a clause around one that has a
        time of its own ("charged on Monday with setting the fire last week")."""
        told = self.dated_at[self.tree.sentence(trigger)]
        own = self._own_clause(trigger, {inside[0] for time, inside in told if not time.bound})
        return tuple(
            time.span
            for time, inside in told
            if (
                self.opened.holds(time.span, trigger)
                if time.span in self.opened.times
                else self._score(trigger, "day", inside) >= self.least["day"]
                and (own is None or inside[0] in own)
                and not self.opened.parts(trigger, inside[0])
            )
        )

    def _by_sentence(self, found: Iterable[tuple[T, range]]) -> Mapping[range, list[tuple[T, range]]]:
        """What stands in each sentence, in text order."""
        out: dict[range, list[tuple[T, range]]] = defaultdict(list)
        for thing, inside in found:
            if inside:
                out[self.tree.sentence(inside[0])].append((thing, inside))
        return out

    def _own_clause(self, trigger: int, here: set[int]) -> frozenset[int] | None:
        """The words of the innermost phrase around a trigger that has a time of its own, outside the clauses in it."""
        for k in (trigger, *self.tree.ancestors(trigger)) if here else ():
            below = frozenset(self.tree.subtree(k))
            if any(self.tree.clause(j) == self.tree.clause(k) for j in below & here):
                return below
        return None
