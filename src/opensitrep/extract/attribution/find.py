"""Who says it: the statements of a report with cue, source, speaker, channel, form, act and hedges.

Drafts come from quotations and clauses (`clauses`), their speakers from the actor mentions (`speakers`); made into
`Attribution`s one by one (`statements`), they are compared here: what one carries on from the one before it, what is
said about it elsewhere in the report.
"""

from __future__ import annotations

from dataclasses import replace

from opensitrep.extract.attribution.clauses import Clauses
from opensitrep.extract.attribution.judge import Judge
from opensitrep.extract.attribution.statements import Statements
from opensitrep.extract.attribution.subjects import Draft
from opensitrep.extract.attribution.words import load_cues
from opensitrep.learned import Scores
from opensitrep.model import ActorKind, ActorMention, Attribution, Channel, Hedge, Reading
from opensitrep.text.words import Lists

WORDS = Lists("attribution")
VOICES = (
    ActorKind.PERSON,
    ActorKind.BODY,
    ActorKind.STATE,
    ActorKind.GROUP,
    ActorKind.OUTLET,
    ActorKind.AGENCY,
    ActorKind.PRONOUN,
)


def find_attributions(reading: Reading, scores: Scores) -> Reading:
    """Add every statement of the readable blocks, in text order."""
    if not reading.syntax or not len(reading.syntax):
        return reading
    found = Room(reading, load_cues(), Judge(scores)).attributions()
    return replace(reading, attributions=(*reading.attributions, *found))


class Room(Statements):
    """The statements of one reading under construction."""

    def attributions(self) -> tuple[Attribution, ...]:
        """The statements in text order, nested ones pointing at the one around them."""
        drafts = Clauses(self.tree, self.quotes, self.cues, self.judge).drafts()
        made: list[tuple[Draft, Attribution]] = []
        for draft in sorted(drafts, key=lambda d: (d.cue[0], d.start)):
            speaker = self.speakers.speaker(draft)
            if not self._sound(draft, speaker):
                continue
            made.append((draft, self._attribution(draft, speaker)))
            self.speakers.heard(speaker, draft)
        made = self._chained(made)
        made = self._carried(made)
        marked = self._looked_back([a for _, a in made])
        return tuple(self._nested(marked))

    def _sound(self, draft: Draft, speaker: ActorMention | None) -> bool:
        """Whether a draft can stand: somebody who can speak, or a plain say-verb of the report."""
        spoken = [c for c in draft.content if self._stripped(*c)[1] - self._stripped(*c)[0] >= 4]
        if not spoken:
            return False  # nothing but marks
        if speaker is None:
            return (
                draft.quoted
                or any(map(self.judge.is_cue, draft.cue))
                or (
                    draft.subject is not None
                    and draft.frame == "say"
                    and self.tree.syntax.pos[draft.subject] in ("PROPN", "NOUN", "PRON")
                )
            )
        return speaker.kind in VOICES

    # ------------------------------------------------ between statements

    def _chained(self, made: list[tuple[Draft, Attribution]]) -> list[tuple[Draft, Attribution]]:
        """ "X urged ..., his office said": the office is a voice of X's statement, not a statement about it."""
        out: list[tuple[Draft, Attribution]] = []
        outer = {a.id: a for d, a in made if self._wraps(d, made)}
        for draft, a in made:
            if a.id in outer:
                continue
            around = [o for o in outer.values() if _covers(o, a) and o.speaker != a.speaker]
            voices = tuple(dict.fromkeys([v for o in around for v in o.voices] + list(a.voices)))
            channels = [c for c in (a.channel, *(o.channel for o in around)) if c is not Channel.UNSPECIFIED]
            said = Channel.STATEMENT if around else Channel.UNSPECIFIED  # an office speaks in statements
            when = a.said_at or next((o.said_at for o in around if o.said_at), None)
            out.append((draft, replace(a, channel=channels[0] if channels else said, voices=voices, said_at=when)))
        return out

    def _wraps(self, draft: Draft, made: list[tuple[Draft, Attribution]]) -> bool:
        """Whether the main verb of the content is itself the cue of a statement by a named speaker."""
        if draft.quoted or draft.frame != "say":
            return False
        if draft.verb is None:
            return self._relayed(draft, made)
        for other, a in made:
            if other is draft or other.verb is None or a.speaker is None:
                continue
            inner = other.verb
            held = draft.start <= self.tree.syntax.start[inner] < draft.end
            if (
                held
                and self.tree.syntax.head[inner] == draft.verb
                and self.tree.syntax.dep[inner] == "ccomp"
                and inner < draft.verb
            ):
                return True
        return False

    def _relayed(self, draft: Draft, made: list[tuple[Draft, Attribution]]) -> bool:
        """Whether "according to" a medium holds what somebody else is quoted with."""
        own = next((a for d, a in made if d is draft), None)
        speaker = self.speakers.by_span.get(own.speaker) if own and own.speaker else None
        if own is None or speaker is None or not (speaker.side or "").startswith("MEDIA"):
            return False
        return any(d is not draft and _covers(own, a) and a.speaker != own.speaker for d, a in made)

    def _carried(self, made: list[tuple[Draft, Attribution]]) -> list[tuple[Draft, Attribution]]:
        """A participle and "he added" go through the channel and the agency of the speaker's statement before them."""
        out: list[tuple[Draft, Attribution]] = []
        for draft, a in made:
            lead, last = out[-1] if out else (None, None)
            same = last is not None and a.speaker is not None and last.speaker == a.speaker
            if lead and last and same and a.channel is Channel.UNSPECIFIED and self._goes_on(draft, lead):
                voices = last.voices if last.voices[-1:] == a.voices[-1:] else a.voices
                out.append((draft, replace(a, channel=last.channel, voices=voices)))
            else:
                out.append((draft, a))
        return out

    def _goes_on(self, draft: Draft, before: Draft) -> bool:
        syntax = self.tree.syntax
        if draft.subject is None:
            return False
        gap = syntax.sentence[draft.cue[0]] - syntax.sentence[before.cue[0]]
        adds = draft.verb is not None and syntax.lemma[draft.verb] in self.cues.tables.acts["goes_on"]
        pronoun = syntax.pos[draft.subject] == "PRON"
        return gap == 0 or (gap <= 3 and (adds or pronoun))

    def _looked_back(self, made: list[Attribution]) -> list[Attribution]:
        """A sentence such as "The claim could not be verified" hedges the statements it refers back to; without a
        source of its own it is none."""
        out = list(made)
        for sentence in self.tree.sentences:
            start, end = self.tree.syntax.start[sentence.start], self.tree.syntax.end[sentence.stop - 1]
            said = self.folded[start:end]
            for hedge, pattern in self.cues.hedges:
                if hedge not in (Hedge.UNVERIFIED, Hedge.NO_COMMENT) or not pattern.search(said):
                    continue
                out = [a for a in out if a.source or not a.cue or not start <= a.cue[0].start < end]
                for n in self._meant(sentence, out):
                    out[n] = replace(out[n], hedges=tuple(sorted({*out[n].hedges, hedge})))
        return out

    def _meant(self, sentence: range, made: list[Attribution]) -> list[int]:
        """Positions of the statements a hedging sentence speaks of: those of the sides it names, the one before it."""
        tree, start = self.tree, self.tree.syntax.start[sentence.start]
        own = [n for n, a in enumerate(made) if a.cue and tree.sentence(tree.inside(a.cue[0])[0]) == sentence]
        if own:
            return []
        sides = {m.side for i in sentence for m in self.speakers.covering.get(i, ()) if m.side}
        sides |= {self.cues.adjectives[w] for i in sentence if (w := tree.text(i)) in self.cues.adjectives}
        backs = any(tree.syntax.lemma[i] in WORDS["back"] for i in sentence)
        plural = any(tree.syntax.lemma[i] in WORDS["back"] and tree.syntax.tag[i] == "NNS" for i in sentence)
        block = (
            next((b.start for b in self.speakers.blocks if b.start <= start < b.end), 0) if self.speakers.live else 0
        )
        before = [n for n, a in enumerate(made) if a.cue and block <= a.cue[0].start < start][-1:] if backs else []
        if plural and len(sides) > 1:
            armed = any(self._armed(tree.text(i)) or self._armed(tree.syntax.lemma[i]) for i in sentence)
            meant = [n for n, a in enumerate(made) if self._side(a) in sides and (not armed or self._is_armed(a))]
            return sorted({*before, *meant})
        return before

    def _armed(self, word: str) -> bool:
        return word.lower() in WORDS["armed"]

    def _is_armed(self, a: Attribution) -> bool:
        mention = self.speakers.by_span.get(a.speaker) if a.speaker else None
        return (
            mention is not None
            and mention.kind is ActorKind.BODY
            and any(map(self._armed, (mention.name or "").split()))
        )

    def _side(self, a: Attribution) -> str | None:
        mention = self.speakers.by_span.get(a.speaker) if a.speaker else None
        return mention.side if mention else None

    def _nested(self, made: list[Attribution]) -> list[Attribution]:
        """Each statement once, with the smallest statement around it as parent."""
        once = {a.id: a for a in made}
        ordered = sorted(once.values(), key=lambda a: (a.content[0].start, -a.content[-1].end))
        out: list[Attribution] = []
        open_: list[Attribution] = []
        for a in ordered:
            while open_ and open_[-1].content[-1].end < a.content[-1].end:
                open_.pop()
            out.append(replace(a, parent=open_[-1].id) if open_ else a)
            open_.append(a)
        return out


def _covers(outer: Attribution, inner: Attribution) -> bool:
    return outer.content[0].start <= inner.content[0].start and inner.content[-1].end <= outer.content[-1].end
