"""Who speaks a draft: the actor mention behind its source, pronouns and participles resolved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from opensitrep.extract.attribution.subjects import Draft
from opensitrep.model import ActorKind, ActorMention, Reading, Span
from opensitrep.model import Label as Layout
from opensitrep.text.tree import Tree
from opensitrep.text.words import Lists

WORDS = Lists("attribution")
NEAR = 3  # sentences over which "he added" goes on with the last speaker; longer gaps were mostly wrong on the seeds


class Speakers:
    """Finds the mention at a token and keeps who spoke last."""

    def __init__(self, reading: Reading, tree: Tree, adds: frozenset[str]) -> None:
        self.tree, self.adds = tree, adds
        self.mentions: Sequence[ActorMention] = sorted(reading.actors, key=lambda m: (len(m.span), m.span))
        self.by_span = {m.span: m for m in reading.actors}
        self.live = any(m.label is Layout.LIVE for m in reading.marks)
        self.blocks = sorted(m.span for m in reading.marks if m.label is not Layout.LIVE)
        self.covering: dict[int, list[ActorMention]] = {}
        for m in self.mentions:
            for i in tree.inside(m.span):
                self.covering.setdefault(i, []).append(m)
        self.known: dict[int, ActorMention] = {}  # pronoun tokens already resolved: "he added, stressing that ..."
        self.genders: dict[Span, str] = {}  # by the fullest mention of a person, once a pronoun has told it
        self.last: tuple[ActorMention, int] | None = None  # mention and sentence of the last speaker

    def at(self, token: int) -> ActorMention | None:
        """The smallest mention whose own words hold the token; weapons do not speak."""
        found = [m for m in self.covering.get(token, ()) if m.kind is not ActorKind.WEAPON]
        heads = [m for m in found if self.tree.head_of(m.span) == token]
        return next(iter(heads or found), None)

    def speaker(self, draft: Draft) -> ActorMention | None:
        """The mention that says it; a pronoun is resolved to the last fitting speaker, else by its own antecedent."""
        if draft.subject is None:
            return None
        mention = self.at(draft.subject)
        if mention is None or mention.kind is not ActorKind.PRONOUN:
            return mention
        if draft.subject not in self.known:
            self.known[draft.subject] = self._agreeing(mention, self._resolved(mention, draft))
        return self.known[draft.subject]

    def _agreeing(self, pronoun: ActorMention, found: ActorMention) -> ActorMention:
        """The mention found, unless the report has called that person by the other pronoun: "he" is no "she"."""
        word = self.tree.lower[self.tree.inside(pronoun.span)[0]]
        gender = WORDS.table("genders").get(word)
        if gender is None or found.kind is not ActorKind.PERSON:
            return found
        person = found.refers or found.span
        if self.genders.setdefault(person, gender) == gender:
            return found
        other = self.by_span.get(pronoun.refers) if pronoun.refers else None
        same = other is None or (other.refers or other.span) == person
        return replace(pronoun, refers=None) if other is None or same else other

    def _resolved(self, pronoun: ActorMention, draft: Draft) -> ActorMention:
        word = self.tree.text(self.tree.inside(pronoun.span)[0]).lower()
        fallback = self.by_span.get(pronoun.refers) if pronoun.refers else None
        if self.last is None or draft.subject is None:
            return fallback or pronoun
        speaker, sentence = self.last
        gap = self.tree.syntax.sentence[draft.subject] - sentence
        if not 0 <= gap <= NEAR or (self.live and not self._same_block(speaker.span, pronoun.span, sentence)):
            return fallback or pronoun
        if word in WORDS.table("genders"):
            person = speaker.kind is ActorKind.PERSON
            adds = draft.verb is not None and self.tree.syntax.lemma[draft.verb] in self.adds
            if person or (adds and gap <= 1 and speaker.kind is ActorKind.BODY):
                return speaker
        elif speaker.kind in WORDS.table("stands for").get(word, "").split():
            return speaker
        return fallback or pronoun

    def _same_block(self, a: Span, b: Span, sentence: int) -> bool:
        here = next((x for x in self.blocks if x.covers(b)), None)
        spoken = self.tree.sentences[sentence]
        return here is not None and (here.covers(a) or here.start <= self.tree.syntax.start[spoken[0]] < here.end)

    def heard(self, mention: ActorMention | None, draft: Draft) -> None:
        """Remember who spoke last."""
        if mention is not None and mention.kind is not ActorKind.PRONOUN:
            at = draft.verb if draft.verb is not None else draft.cue[-1]
            self.last = (
                self.by_span.get(mention.refers, mention) if mention.refers else mention,
                self.tree.syntax.sentence[at],
            )
