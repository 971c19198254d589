"""Who does it to whom, where and when: marks of a reading attached to a trigger by syntax and the frame of its sense.

Preposition and frame decide the role of a place, as in frame-based event coders (PETRARCH, NGEC) and in VerbNet.
"""

from __future__ import annotations

from dataclasses import dataclass

from opensitrep.extract.events.scene import Arguments, Phrase, Scene
from opensitrep.extract.events.words import Frame
from opensitrep.model import ActorKind, Anchor, Placed, PlaceRole, Precision, Span, TimeExpression, TimeType, Use
from opensitrep.text.words import Lists

WORDS = Lists("events")
DATED = (TimeType.DATE, TimeType.TIME)
ROLES = {r.value: r for r in PlaceRole}
ACTING = (
    ActorKind.PERSON,
    ActorKind.BODY,
    ActorKind.STATE,
    ActorKind.GROUP,
    ActorKind.PRONOUN,
    ActorKind.AGENCY,
    ActorKind.OUTLET,
)


@dataclass(frozen=True, slots=True)
class Roles:
    """What was attached to one trigger."""

    agents: tuple[Span, ...] = ()
    targets: tuple[Span, ...] = ()
    places: tuple[Placed, ...] = ()
    times: tuple[TimeExpression, ...] = ()


class Attacher:
    """Attaches the marks around one trigger; `clause` is the verb that carries it (the trigger itself for a verb)."""

    def __init__(self, scene: Scene, trigger: int, clause: int | None, frame: Frame, tokens: list[int]) -> None:
        self.scene, self.trigger, self.clause, self.frame = scene, trigger, clause, frame
        self.tokens = tokens
        self.agents: list[Span] = []
        self.targets: list[Span] = []
        self.places: dict[Span, PlaceRole] = {}

    def attach(self) -> Roles:
        """All roles of the trigger."""
        scene = self.scene
        own = scene.arguments(self.trigger)
        self._who(own)
        self._where(own)
        if self.clause is not None and self.clause != self.trigger:
            self._carried(scene.arguments(self.clause))
        for head in self._governors():
            late = [p for p in scene.phrases(head) if p.at > self.trigger and self._shared_voice(p.at)]
            self._where(Arguments(phrases=tuple(late)))
        if self.frame.subject == "agent":
            self._demonyms(self.trigger, self.agents)
        if not self.places and self.frame.venue != "none":
            self._nearby()
        self._hosts()
        if self.frame.subject == "agent" and self.frame.venue == "none" and not self.agents:
            self._speaks()
        agents = tuple(dict.fromkeys(self.agents))
        targets = tuple(t for t in dict.fromkeys(self.targets) if t not in agents)
        return Roles(agents, targets, self._placed(), tuple(self._times()))

    def _hosts(self) -> None:
        """Of a meeting told beside a deed ("in a phone call with X, Y said") the doer of that deed takes part."""
        head = self.scene.syntax.head[self.trigger]
        if self.clause is not None or self.scene.syntax.pos[head] != "ADP" or self.frame.venue not in ("venue", "none"):
            return
        verb = self.scene.syntax.head[head]
        if (
            self.targets
            and not self.agents
            and self.scene.verbal(verb)
            and self.scene.word(head) in self.scene.cues.place["hosting"]
        ):
            for i in self.scene.arguments(verb).subjects:
                self._name(i, self.agents)

    def _speaks(self) -> None:
        """Who speaks words that are a deed: the source of the statement they cue, or a subject further up."""
        for attribution in self.scene.reading.attributions:
            cue = any(self.trigger in self.scene.tree.inside(s) for s in attribution.cue)
            if cue and attribution.speaker is not None:
                self.agents.append(attribution.speaker)
                return
        if not self.scene.verbal(self.trigger):
            return
        for head in self.scene.tree.ancestors(self.trigger):
            if self.scene.verbal(head) and not self.agents:
                for i in self.scene.arguments(head).subjects:
                    self._name(i, self.agents)

    def _governors(self) -> list[int]:
        """Reporting verbs that took over phrases of the noun they report ("reported strikes on A, in B and C")."""
        if self.clause is not None or self.scene.verbal(self.trigger):
            return []
        head = self.scene.syntax.head[self.trigger]
        return [head] if self.scene.lemma(head) in self.scene.cues.light["report"] else []

    def _shared_voice(self, i: int) -> bool:
        return i not in self.scene.outside and self.scene.attribution(i) is self.scene.attribution(self.trigger)

    # ------------------------------------------------ who

    def _who(self, own: Arguments) -> None:
        subject, object_ = self.frame.subject, self.frame.object
        for i in own.subjects:
            if subject == "agent":
                self._name(i, self.agents)
            elif subject == "munition":
                self._demonyms(i, self.agents)
                if not self._thing(i):
                    self._name(i, self.agents)
            elif subject == "target":
                self._name(i, self.targets)
        for i in (*own.objects, *own.recipients):
            if object_ == "agent":
                self._name(i, self.agents)
            elif object_ == "target" or i in own.recipients:
                self._name(i, self.targets)
            elif object_ == "munition":
                self._demonyms(i, self.agents)
        for phrase in own.phrases:
            for i in phrase.heads:
                self._who_by_phrase(phrase, i)

    def _who_by_phrase(self, phrase: Phrase, i: int) -> None:
        word = phrase.word
        if (word == "between" and self.frame.venue in ("venue", "none")) or (
            word == "by" and not self.scene.verbal(self.trigger)
        ):
            self._name(i, self.agents)
        elif word in self.scene.cues.place["target"]:
            gives = (
                self.frame.object == "thing"
                or self.frame.venue == "venue"
                or (word == "with" and self.frame.venue == "none")
            )
            if word in WORDS["shared with"] and not gives and self.scene.lemma(self.trigger) not in WORDS["talking"]:
                return
            self._name(i, self.targets)
        elif word == "from" and self.scene.lemma(i) in self.scene.cues.classes["aircraft"]:
            self._demonyms(i, self.agents)

    def _carried(self, outer: Arguments) -> None:
        """Roles from the light verb that carries an event noun."""
        assert self.clause is not None
        bears = self.scene.lemma(self.clause) in self.scene.cues.light["suffer"] and self.clause != self.trigger
        about = self.trigger in outer.subjects or (self.trigger in outer.objects and outer.passive)
        for i in outer.subjects:
            if i != self.trigger and not (about and not outer.passive):
                self._name(i, self.targets if bears else self.agents)
        if self.trigger in outer.subjects:
            for i in outer.objects:
                self._name(i, self.targets)
                self._places_in(i, ROLES.get(self.frame.venue))
        elif bears:
            for i in outer.subjects:
                self._places_in(i, PlaceRole.TARGET)
        for phrase in outer.phrases:
            for i in phrase.heads:
                if i != self.trigger:
                    self._who_by_phrase(phrase, i)
        self._where(Arguments(phrases=outer.phrases))

    def _thing(self, i: int) -> bool:
        classes = self.scene.cues.classes
        return self.scene.lemma(i) in classes["munition"] | classes["weapon"] | classes["aircraft"]

    def _name(self, i: int, into: list[Span]) -> None:
        """Put the actor a head stands for into a list; a weapon stands for whose it is, "we" for the speaker."""
        voice = self.scene.attribution(i) if self.scene.word(i) in WORDS["we"] else None
        if voice is not None and voice.speaker is not None:
            into.append(voice.speaker)
            return
        actor = self.scene.headed(i)
        if actor is not None and actor.kind in ACTING:
            into.append(actor.span)
            return
        if actor is not None and actor.kind is ActorKind.WEAPON:
            if actor.side is not None or actor.country is not None:
                into.append(actor.span)
            else:
                self._demonyms(i, into)
            return
        toponym = self.scene.toponyms.get(i)
        if toponym is not None and (toponym.use is Use.METONYM or toponym.use is Use.ORGANISATION):
            into.append(toponym.span)
            return
        self._demonyms(i, into)

    def _demonyms(self, i: int, into: list[Span]) -> None:
        """Nationality or owner before a noun: "Russian missiles", "Ukraine's forces"."""
        whole = self.scene.headed(i)
        if whole is not None and whole.kind is ActorKind.WEAPON and (whole.side or whole.country):
            into.append(whole.span)
            return
        for k in self.scene.tree.children(i, "amod", "compound", "nmod", "poss"):
            actor = self.scene.headed(k)
            if actor is not None and actor.kind in ACTING:
                into.append(actor.span)
            elif (toponym := self.scene.toponyms.get(k)) is not None and toponym.use is Use.METONYM:
                into.append(toponym.span)

    # ------------------------------------------------ where

    def _where(self, own: Arguments) -> None:
        frame = self.frame
        if frame.object in ("target", "venue") and frame.venue != "none":
            role = ROLES.get("venue" if frame.object == "venue" else frame.venue)
            for i in own.objects:
                self._places_in(i, role)
        if frame.object == "thing" and frame.venue == "target":
            for i in (*own.recipients, *own.objects):
                if i in self.scene.toponyms:
                    self._places_in(i, PlaceRole.TARGET, locative=True)
        if frame.subject == "place" or (frame.object == "munition" and own.passive):
            for i in own.subjects if frame.subject == "place" else ():
                self._places_in(i, PlaceRole.TARGET)
        for phrase in own.phrases:
            role = self._phrase_role(phrase)
            for i in phrase.heads:
                self._places_in(i, role, locative=self._locates(phrase.word))

    def _locates(self, word: str) -> bool:
        return word in self.scene.cues.place["locative"] or word in WORDS["ways"]

    def _phrase_role(self, phrase: Phrase) -> PlaceRole | None:
        word = phrase.word
        if word in self.frame.places:
            return ROLES.get(self.frame.places[word])
        if word == "of":
            return ROLES.get(self.frame.venue) if self.frame.object == "target" else None
        return ROLES.get(self.frame.venue) if word in self.scene.cues.place["venue"] else None

    def _places_in(self, i: int, role: PlaceRole | None, *, locative: bool = False) -> None:
        """Places named in a noun phrase; those it is only measured from become reference places.

        Behind a preposition of place even a name read as a government is taken as the place.
        """
        if role is None:
            return
        toponym = self.scene.toponyms.get(i) or self.scene.meant(i)
        # help goes to a country, not to its capital
        wide = toponym is not None and toponym.precision is Precision.COUNTRY
        locative = locative and (wide or self.frame.object != "thing")
        uses = (Use.LITERAL, Use.ASSOCIATIVE, Use.METONYM) if locative else (Use.LITERAL, Use.ASSOCIATIVE)
        if toponym is not None and toponym.use in uses:
            self._put(toponym.span, role)
        for k in self.scene.tree.children(i, "compound", "nmod", "appos", "amod", "nummod"):
            named = self.scene.toponyms.get(k)
            if named is not None and named.use is Use.LITERAL:
                self._put(named.span, role)
        measured = self.scene.lemma(i) in self.scene.cues.place["measured"]
        for phrase in self.scene.phrases(i):
            for n in phrase.heads:
                away = measured and phrase.word in WORDS["away"]
                if away or (phrase.word in self.scene.cues.place["beside"] and self.scene.is_place(i)):
                    self._places_in(n, PlaceRole.REFERENCE)
                elif phrase.word not in self.scene.cues.place["inner"]:
                    self._places_in(n, role)

    def _nearby(self) -> None:
        """Where syntax gives no place: names in the clause by the word before them, and a "there" after the trigger."""
        for i in self.tokens:
            toponym = self.scene.toponyms.get(i)
            if toponym is None or toponym.use is not Use.LITERAL or (i - 1 not in self.scene.toponyms and i == 0):
                continue
            first = self.scene.tree.inside(toponym.span)[0]
            before = self.scene.word(first - 1) if first else ""
            if first - 1 == self.trigger and self.frame.object == "target":
                self._put(toponym.span, ROLES.get(self.frame.venue) or PlaceRole.TARGET)
            elif before in self.frame.places or before in self.scene.cues.place["first"]:
                role = ROLES.get(self.frame.places.get(before, self.frame.venue))
                if role is not None:
                    self._put(toponym.span, role)
        for i in self.scene.tree.subtree(self.trigger) if not self.places else ():
            meant = self.scene.meant(i) if self.scene.word(i) == "there" else None
            if meant is not None:
                self._put(meant.span, ROLES.get(self.frame.venue) or PlaceRole.TARGET)

    def _put(self, span: Span, role: PlaceRole) -> None:
        if span not in self.places or self.places[span] is PlaceRole.REFERENCE:
            self.places[span] = role

    def _placed(self) -> tuple[Placed, ...]:
        return tuple(Placed(span, self.places[span]) for span in sorted(self.places))

    # ------------------------------------------------ when

    def _times(self) -> list[TimeExpression]:
        """Expressions in the clause that date it; never those of the speaking or of another clause."""
        attribution = self.scene.attribution(self.trigger)
        spoken = attribution.said_at if attribution is not None else None
        found = {self.scene.times[i] for i in self.tokens if i in self.scene.times and i not in self.scene.outside}
        found = {t for t in found if not self._of_another(t)}
        if not found and self.clause is not None:
            found = self._late()
        tied = self._tied()
        relative = self.clause is not None and self.scene.syntax.dep[self.clause] in ("relcl", "acl")
        if (
            tied and relative
        ):  # "Friday's protests, which were banned in 2020": its own day, not that of what it is told of
            found = {t for t in found if t.attached is None or t.type not in DATED}
        found |= tied
        return sorted((t for t in found if t.span != spoken and not self._narrowed(t)), key=lambda t: t.span)

    def _narrowed(self, time: TimeExpression) -> bool:
        """Whether the expression behind it says which one is meant: "the night between Monday and Tuesday"."""
        after = self.scene.tree.inside(time.span).stop
        told = after + 1 < len(self.scene.tree) and self.scene.word(after) in WORDS["which one"]
        return told and after + 1 in self.scene.times and self.scene.times[after + 1] is not time

    def _tied(self) -> set[TimeExpression]:
        """Expressions of the sentence that date the trigger or the verb that carries it, wherever they stand."""
        here = {self.trigger, self.clause}
        near = {self.scene.times[i] for i in self.scene.tree.sentence(self.trigger) if i in self.scene.times}
        dated = [t for t in near if t.type in DATED and t.anchor in (Anchor.SELF, Anchor.PUBLICATION)]
        if self.clause is None:  # a bare noun told beside another happening: only a day to come is surely its own
            dated = [t for t in dated if t.direction > 0]
        return {t for t in dated if t.attached is not None and self.scene.tree.at(t.attached.start) in here}

    def _of_another(self, time: TimeExpression) -> bool:
        """Whether an expression dates a saying around the happening, or a deed told inside its clause."""
        word = self.scene.tree.at(time.attached.start) if time.attached is not None else None
        if word is None or word in (self.trigger, self.clause):
            return False
        told = self.scene.verbal(word) and ("v", self.scene.lemma(word)) in self.scene.words.senses
        below = told and self.scene.syntax.dep[word] in ("pcomp", "ccomp", "advcl", "relcl")
        return word in self.scene.outside or (below and self.trigger in self.scene.tree.ancestors(word))

    def _late(self) -> set[TimeExpression]:
        """A day at the end that the parser hung on an infinitive inside the clause ("the right to join on Monday")."""
        out = set()
        for i in self.scene.tree.subtree(self.clause if self.clause is not None else self.trigger):
            time = self.scene.times.get(i)
            if time is None or i in self.scene.outside or not (time.value or "").startswith("XXXX-WXX"):
                continue
            verb = self.scene.tree.clause(i)
            bare = self.scene.syntax.tag[verb] == "VB" and self.scene.syntax.dep[verb] in ("acl", "relcl", "xcomp")
            if bare and not self.scene.tree.children(verb, "nsubj") and verb > self.trigger:
                out.add(time)
        return out


def jurisdiction(scene: Scene, trigger: int) -> Placed | None:
    """The place of the speaker's office, for a happening of which no place is told."""
    attribution = scene.attribution(trigger)
    if attribution is None or attribution.speaker is None:
        return None
    speaker = next((a for a in scene.reading.actors if a.span == attribution.speaker), None)
    known = {t.span for t in scene.reading.toponyms if t.precision is not Precision.COUNTRY}
    if speaker is None or speaker.place not in known:
        return None
    return Placed(speaker.place, PlaceRole.JURISDICTION) if speaker is not None and speaker.place is not None else None
