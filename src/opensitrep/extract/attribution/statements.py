"""One statement of a report: from a draft to an `Attribution`, with channel, form, act, hedges and time."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from opensitrep.extract.attribution.judge import Judge
from opensitrep.extract.attribution.quotes import Quotes
from opensitrep.extract.attribution.speakers import Speakers
from opensitrep.extract.attribution.subjects import Draft
from opensitrep.extract.attribution.words import Cues
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
from opensitrep.text.tree import Tree, running_text
from opensitrep.text.words import Lists

WORDS = Lists("attribution")


class Statements:
    """Makes the statements of one reading, one by one."""

    def __init__(self, reading: Reading, cues: Cues, judge: Judge) -> None:
        self.reading, self.cues, self.judge = reading, cues, judge
        self.tree = Tree(reading)
        self.doc, self.text = reading.document.id, running_text(reading)
        self.quotes = Quotes(reading)
        self.speakers = Speakers(reading, self.tree, cues.tables.acts["adds"])
        self.folded = fold(self.text)
        self.datelines = [m for m in reading.marks if m.label is Label.DATELINE]

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
            act=self._act(draft),
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

    def _act(self, draft: Draft) -> Act:
        """By rule where somebody withholds, refuses or accuses, which no label says; else by the learned scores."""
        judged = self.judge.act(draft.cue)
        if draft.verb is None:
            return judged or Act.ASSERTS
        lemma = self.tree.syntax.lemma[draft.verb]
        tables = self.cues.tables
        negated = bool(self.tree.children(draft.verb, "neg"))
        if negated and lemma in tables.acts["withholds"]:
            return Act.WITHHOLDS
        if lemma in tables.acts["refuses"]:
            inner = {self.tree.syntax.lemma[i] for i in self.tree.children(draft.verb, "xcomp")}
            return Act.WITHHOLDS if inner & tables.acts["withholds"] else Act.DENIES
        if lemma in tables.acts["accuses"] or draft.frame == "accuse":
            return Act.ACCUSES
        return judged or Act(WORDS.table("acts of frames").get(draft.frame, Act.ASSERTS))

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
        speaker = self.speakers.at(draft.subject) if draft.subject is not None else None
        words = fold(" ".join(self.tree.text(i) for i in around if speaker is None or i not in subject))
        passed = self.speakers.at(draft.agency) if draft.agency is not None else None
        if (passed and passed.kind is ActorKind.AGENCY) or (wire and self._told(draft)):
            return Channel.AGENCY, wire if draft.agency is None else None
        lemma = self.tree.syntax.lemma[draft.verb] if draft.verb is not None else ""
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
        cue = {*draft.cue, draft.verb}
        if dating := [span for word in cue if word is not None for span in self._dating.get(word, ())]:
            return min(dating)
        around = set(self._around(draft, content))
        for sentence in sorted({self.tree.syntax.sentence[i] for i in around}):
            for span, dated in self._times.get(sentence, ()):
                near = not around.isdisjoint(self.tree.inside(span)) and not any(c.meets(span) for c in content)
                if near and (dated is None or self._speaks(dated)):
                    return span
        return None

    @cached_property
    def _times(self) -> dict[int, list[tuple[Span, int | None]]]:
        """Days and times by sentence, in text order, each with the word it dates."""
        out: dict[int, list[tuple[Span, int | None]]] = defaultdict(list)
        for time in sorted(self.reading.times, key=lambda t: t.span):
            inside = self.tree.inside(time.span)
            if inside and time.type in (TimeType.DATE, TimeType.TIME):
                dated = self.tree.at(time.attached.start) if time.attached is not None else None
                out[self.tree.syntax.sentence[inside[0]]].append((time.span, dated))
        return dict(out)

    @cached_property
    def _dating(self) -> dict[int, list[Span]]:
        """Days and times by the word they date."""
        out: dict[int, list[Span]] = defaultdict(list)
        for span, dated in (found for times in self._times.values() for found in times):
            if dated is not None:
                out[dated].append(span)
        return dict(out)

    def _speaks(self, i: int) -> bool:
        """Whether a word is a saying or publishing: "a video posted on Sunday", "Monday's statement"."""
        return self.judge.is_cue(i) or self.cues.verb(self.tree.syntax.lemma[i], "say", "report", "of")
