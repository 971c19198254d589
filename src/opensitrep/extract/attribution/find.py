"""Who says it: the statements of a report with cue, source, speaker, channel, form, act and hedges.

Drafts come from quotations and clauses (`clauses`), their speakers from the actor mentions
(`speakers`); here they become `Attribution`s: what a statement carries on from the one before it, what is
said about it elsewhere in the report.
"""

from __future__ import annotations

from dataclasses import replace

from opensitrep.extract.attribution.clauses import Clauses
from opensitrep.extract.attribution.quotes import Quotes
from opensitrep.extract.attribution.speakers import Speakers
from opensitrep.extract.attribution.subjects import Draft
from opensitrep.extract.attribution.words import Cues, load_cues
from opensitrep.model import (
    Act,
    ActorKind,
    ActorMention,
    Attribution,
    Channel,
    Form,
    Hedge,
    Label,
    Reading,
    Span,
    TimeType,
)
from opensitrep.text.fold import fold
from opensitrep.text.tree import Tree
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


def find_attributions(reading: Reading, cues: Cues | None = None) -> Reading:
    """Add every statement of the readable blocks, in text order."""
    if not reading.syntax or not len(reading.syntax):
        return reading
    found = Room(reading, cues or load_cues()).attributions()
    return replace(reading, attributions=(*reading.attributions, *found))


class Room:
    """The statements of one reading under construction."""

    def __init__(self, reading: Reading, cues: Cues) -> None:
        self.reading, self.cues = reading, cues
        self.tree = Tree(reading)
        self.doc, self.text = reading.document.id, reading.document.text
        self.quotes = Quotes(reading)
        self.speakers = Speakers(reading, self.tree, cues.tables.acts["adds"])
        self.folded = fold(self.text)
        self.datelines = [m for m in reading.marks if m.label is Label.DATELINE]

    def attributions(self) -> tuple[Attribution, ...]:
        """The statements in text order, nested ones pointing at the one around them."""
        drafts = Clauses(self.tree, self.quotes, self.cues).drafts()
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
            return draft.quoted or (
                draft.subject is not None
                and draft.frame == "say"
                and self.tree.syntax.pos[draft.subject] in ("PROPN", "NOUN", "PRON")
            )
        return speaker.kind in VOICES

    # ------------------------------------------------ one statement

    def _attribution(self, draft: Draft, speaker: ActorMention | None) -> Attribution:
        content = tuple(Span(self.doc, a, b) for a, b in (self._stripped(*c) for c in draft.content) if b > a)
        spoken = speaker.refers or speaker.span if speaker else None
        agency = self.speakers.at(draft.agency) if draft.agency is not None else None
        channel, wire = self._channel(draft, content)
        agency = agency or wire
        relay = self.speakers.speaker(draft.relay) if draft.relay else None
        if draft.relay and channel is Channel.UNSPECIFIED:
            channel = self._channel(draft.relay, content)[0]
        outer = [m.refers or m.span for m in (agency, relay) if m]
        voices = tuple(dict.fromkeys([*outer, *([spoken] if spoken else [])]))
        return Attribution(
            id=f"{self.doc}:a:{content[0].start}-{content[-1].end}",
            content=content,
            cue=self._spans(draft.cue),
            source=self._source(draft),
            speaker=spoken,
            voices=voices,
            channel=channel,
            form=self._form(draft, content),
            act=self._act(draft, content, speaker),
            hedges=self._hedges(draft, content),
            said_at=self._said_at(draft, content),
        )

    def _stripped(self, start: int, end: int) -> tuple[int, int]:
        """Without dateline, spaces, commas and marks at the ends, and without quotation marks around the whole."""
        start = next((m.span.end for m in self.datelines if m.span.start <= start < m.span.end < end), start)
        if self.text[start:end].lower().startswith("that,"):
            start += 5
        while start < end and self.text[start] in " \t\n,;:-–—.":
            start += 1
        while end > start and self.text[end - 1] in " \t\n,;:–—":
            end -= 1
        inside = self.text[start + 1 : end - 1]
        if (
            end - start > 2
            and self.text[start] in '"“'
            and self.text[end - 1] in '"”'
            and not any(c in inside for c in '"“”')
        ):
            return start + 1, end - 1
        return start, end

    def _spans(self, tokens: list[int]) -> tuple[Span, ...]:
        out: list[Span] = []
        for i in sorted(set(tokens)):
            here = self.tree.span(i)
            if out and not self.text[out[-1].end : here.start].strip():
                out[-1] = Span(self.doc, out[-1].start, here.end)
            else:
                out.append(here)
        return tuple(out)

    def _source(self, draft: Draft) -> tuple[Span, ...]:
        if draft.source:
            return (self.tree.span(*draft.source),)
        if draft.subject is None:
            return ()
        mention = self.speakers.at(draft.subject)
        if mention is not None:
            return (mention.span,)
        first = draft.subject
        while (
            first > 0
            and self.tree.syntax.head[first - 1] == draft.subject
            and self.tree.syntax.pos[first - 1] in ("DET", "ADJ", "NOUN", "PROPN", "NUM")
        ):
            first -= 1
        return (self.tree.span(first, draft.subject),)

    def _form(self, draft: Draft, content: tuple[Span, ...]) -> Form:
        """Direct if (nearly) all words are quoted, mixed if some are, indirect if none."""
        quoted = total = 0
        for span in content:
            total += len(span)
            for q in self.quotes.all:
                both = min(span.end, q.inner.end) - max(span.start, q.inner.start)
                quoted += max(0, both)
        if not quoted:
            return Form.INDIRECT
        opens = self.quotes.at(content[0].start) is not None and draft.frame in ("say", "quote", "colon")
        # .75: a direct quotation with a short unquoted tail; an unquoted beginning or a place in the
        # outlet's own clause ("urged all sides to ...", "called it ...") makes it mixed
        return Form.DIRECT if opens and quoted >= 0.75 * total else Form.MIXED

    def _act(self, draft: Draft, content: tuple[Span, ...], speaker: ActorMention | None) -> Act:
        if draft.verb is None:
            return Act.ASSERTS
        lemma = self.tree.syntax.lemma[draft.verb]
        tables = self.cues.tables
        negated = bool(self.tree.children(draft.verb, "neg"))
        if negated and lemma in tables.acts["withholds"]:
            return Act.WITHHOLDS
        if lemma in tables.acts["refuses"] and draft.frame == "do":
            inner = {self.tree.syntax.lemma[i] for i in self.tree.children(draft.verb, "xcomp")}
            return Act.WITHHOLDS if inner & tables.acts["withholds"] else Act.DENIES
        if draft.frame in WORDS.table("acts of frames"):
            return Act(WORDS.table("acts of frames")[draft.frame])
        usual = Act.COMMITS if draft.frame == "do" else Act.ASSERTS
        found = next((a for a, lemmas in self.cues.acts if lemma in lemmas), usual)
        if found is Act.ASSERTS and self._promises(content[0], speaker):
            return Act.COMMITS
        return found

    def _promises(self, content: Span, speaker: ActorMention | None) -> bool:
        """ "X said X would ...": a future of the speaker's own side."""
        tokens = self.tree.inside(content)
        wills = [i for i in tokens if self.tree.syntax.lemma[i] in self.cues.tables.acts["wills"]]
        if not wills or speaker is None or wills[0] - tokens[0] > 6:
            return False
        first = self.speakers.at(wills[0] - 1) or self.speakers.at(tokens[0])
        if first is None:
            return self.tree.lower[tokens[0]] in WORDS["own side"]
        own = first.kind is ActorKind.PRONOUN or bool(first.side and first.side == speaker.side)
        return own

    # ------------------------------------------------ around a statement

    def _around(self, draft: Draft, content: tuple[Span, ...]) -> list[int]:
        """Tokens that go with the cue: all below it and its source, without the contents."""
        anchor = draft.verb if draft.verb is not None else draft.cue[-1]
        below = set(self.tree.subtree(anchor)) | set(self.tree.sentence(anchor) if self._alone(anchor) else ())
        below |= set(self.tree.subtree(draft.subject)) if draft.subject is not None else set()
        return sorted(i for i in below if not any(c.start <= self.tree.syntax.start[i] < c.end for c in content))

    def _alone(self, anchor: int) -> bool:
        """Whether the cue heads its sentence, so that all of it but the content goes with it."""
        return self.tree.syntax.dep[anchor] == "ROOT"

    def _channel(self, draft: Draft, content: tuple[Span, ...]) -> tuple[Channel, ActorMention | None]:
        """The channel named beside the cue; "told AGENCY" is an interview with that agency, a voice of its own."""
        around = self._around(draft, content)
        subject = set(self.tree.subtree(draft.subject)) if draft.subject is not None else set()
        wire = next(
            (m for i in around if i not in subject and (m := self.speakers.at(i)) and m.kind is ActorKind.AGENCY), None
        )
        words = fold(" ".join(self.tree.text(i) for i in around if not (i in subject and self._names_person(draft))))
        passed = self.speakers.at(draft.agency) if draft.agency is not None else None
        if (passed and passed.kind is ActorKind.AGENCY) or (wire and self._told(draft)):
            return Channel.AGENCY, wire if draft.agency is None else None
        lemma = self.tree.syntax.lemma[draft.verb] if draft.verb is not None else ""
        speaker = self.speakers.at(draft.subject) if draft.subject is not None else None
        if (
            speaker
            and speaker.side == "MEDIA"
            and speaker.kind is ActorKind.GROUP
            and self.text[speaker.span.start :][:4].lower() == "our "
        ):
            return Channel.OWN, None
        for channel, pattern in self.cues.channels:
            if pattern.search(words) or pattern.fullmatch(lemma):
                return channel, None
        return Channel.UNSPECIFIED, None

    def _names_person(self, draft: Draft) -> bool:
        mention = self.speakers.at(draft.subject) if draft.subject is not None else None
        return mention is not None

    def _told(self, draft: Draft) -> bool:
        return draft.verb is not None and bool(self.tree.children(draft.verb, "dobj", "dative", "prep"))

    def _hedges(self, draft: Draft, content: tuple[Span, ...]) -> tuple[Hedge, ...]:
        sentence = self.tree.sentence(draft.cue[0])
        start, end = self.tree.syntax.start[sentence.start], self.tree.syntax.end[sentence.stop - 1]
        inside = " ".join(self.folded[c.start : c.end] for c in content)
        outside = self.folded[start:end]
        for c in content:
            outside = outside.replace(self.folded[c.start : c.end], " ")
        beside = " ".join(
            fold(self.tree.text(i))
            for i in self._around(draft, content)
            if self.tree.syntax.head[i] in (draft.verb, draft.subject)
            or i == draft.subject
            or self._under(i, draft.subject)
        )
        found = []
        for hedge, pattern in self.cues.hedges:
            where = {Hedge.EPISTEMIC: inside, Hedge.PRELIMINARY: f"{inside} | {beside}"}.get(hedge, outside)
            if pattern.search(where):
                found.append(hedge)
        if self._scare_quotes(draft, content):
            found.append(Hedge.SCARE_QUOTES)
        return tuple(sorted(found))

    def _under(self, i: int, top: int | None) -> bool:
        return top is not None and i in self.tree.subtree(top)

    def _scare_quotes(self, draft: Draft, content: tuple[Span, ...]) -> bool:
        """A single quoted word in an indirect content: the outlet keeps its distance."""
        quotes = [q for c in content for q in self.quotes.inside(c.start, c.end)]
        return len(quotes) == 1 and quotes[0].words(self.text) == 1 and draft.frame == "report"

    def _said_at(self, draft: Draft, content: tuple[Span, ...]) -> Span | None:
        """The time that dates the cue; else one beside it that dates no other happening ("in Monday's statement")."""
        around, cue = set(self._around(draft, content)), {*draft.cue, draft.verb}
        beside = []
        for time in (t for t in self.reading.times if t.type in (TimeType.DATE, TimeType.TIME)):
            dated = self.tree.at(time.attached.start) if time.attached is not None else None
            if dated is not None and dated in cue:
                return time.span
            near = any(i in around for i in self.tree.inside(time.span)) and not any(
                c.meets(time.span) for c in content
            )
            if near and (dated is None or self._speaks(dated)):
                beside.append(time.span)
        return beside[0] if beside else None

    def _speaks(self, i: int) -> bool:
        """Whether a word is a saying or publishing: "a video posted on Sunday", "Monday's statement"."""
        lemma = self.tree.syntax.lemma[i]
        return self.cues.verb(lemma, "say", "report", "of") or any(
            lemma in nouns for nouns in self.cues.tables.nouns.values()
        )

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
        """A sentence such as "The claim could not be verified" hedges the statements it refers back to."""
        out = list(made)
        for sentence in self.tree.sentences:
            start, end = self.tree.syntax.start[sentence.start], self.tree.syntax.end[sentence.stop - 1]
            said = self.folded[start:end]
            for hedge, pattern in self.cues.hedges:
                if hedge not in (Hedge.UNVERIFIED, Hedge.NO_COMMENT) or not pattern.search(said):
                    continue
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
        backs = any(tree.syntax.lemma[i] in self.cues.tables.back for i in sentence)
        plural = any(tree.syntax.lemma[i] in self.cues.tables.back and tree.syntax.tag[i] == "NNS" for i in sentence)
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
        return word.lower() in self.cues.tables.armed

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
