"""What leads a story: its main event, the order of its events by importance, and the sentence that tells each best."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from opensitrep.derive.book import SPOKEN, Book
from opensitrep.derive.summary import happens_at
from opensitrep.model import (
    ActorKind,
    Currency,
    Event,
    Label,
    Mention,
    Modality,
    Part,
    Reality,
    Series,
    Span,
    Status,
    Tie,
)
from opensitrep.text.words import Lists

WORDS = Lists("telling")
DEADLY = 4  # the most a toll adds to the importance of an event: thousands
HARM = ("killed", "missing", "injured", "hospitalized", "infected", "displaced", "homeless", "affected")
SAID = (*SPOKEN, "CONSULT", "COOPERATE", "SUPPORT")
WORD = re.compile(r"\w{4,}")
TOKEN = re.compile(r"\w+")
AHEAD = re.compile(r"[-–—•*·]\s+|\([A-Z]{2,}\) |\d{1,2}[:.]\d\d\s+(?:[-–—]\s+)?")
"""The mark of a list, an agency alone, the hour of an entry; a dateline is no part of a sentence."""
QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
QUOTES = ("“", '"', "‘", "'")
STOPS = frozenset('.!?”"')
BEGINS = frozenset(".!?:;\"”'’)]…\n\r-–—")  # what may stand before a sentence: the last of one before, a dateline
SHARED = 6.0  # what words that all reports of an event use add to a sentence: one that tells what the others tell
FULL_DATE = re.compile(r"\d{4}-\d\d-\d\d")
FULL = 12  # words of four letters and more in a full sentence; a headline of three says less
OPENING = 30  # characters at the head of a sentence in which a pronoun points back
HEADED = 2.0  # what a headline, which is no sentence, tells less than a paragraph
SPEECH = 3.0  # and speech, which tells what somebody felt
PICTURED = 6.0  # what a caption tells less than a paragraph
LEAST, MOST = 45, 280  # characters of a sentence that can be read aloud by itself
ALONE = 50  # characters below which a sentence that stands alone leaves out to whom, where or what
WHOLE = 400  # characters from which a sentence is not printed: cut short, it would say something else
SURE = 8.0  # what a clause that surely tells a happening adds; set with those below on corpora/ (dev)
FAR = 200  # characters from the head of a sentence behind which a clause is no more told by the way
HEAD = 6  # characters before a clause that are no part of another one: "That", a quotation mark
HEADS = (Label.HEADLINE, Label.SUBHEAD)
NOTHING = (Status.HYPOTHETICAL, Status.DENIED)


# ---------------------------------------------------------------- importance


def current(book: Book, story: str) -> list[Event]:
    """Events of these days that are more than a possibility."""
    return [e for e in book.events_of(story) if e.currency is Currency.CURRENT and e.status is not Status.HYPOTHETICAL]


def main_event(book: Book, story: str) -> Event | None:
    """What a story is there for: as its reports see it, else the printed event told as main with the best score."""
    chosen = book.events.get(book.stories[story].main or "")
    if chosen is not None and chosen.story == story:
        return chosen
    found = [e for e in current(book, story) if e.status not in NOTHING and e.shown]
    mains = [e for e in found if e.tie is Tie.MAIN] or found
    return max(mains, key=lambda e: (e.score, len(e.mentions), e.id), default=None)


def importance(book: Book, event: Event) -> float:
    """How high an event stands: the main one first; then its score, reports, origins, toll, and what is disputed of it.

    Whole numbers beside the score, set by hand on the open stories; words and plans weigh less than deeds.
    """
    main, reports = main_event(book, event.story), len(book.tellers(event.id))
    weight = 4 * event.score + min(4, reports) + 2.0 * min(3, book.event_bounds(event.id).lower)
    weight += min(DEADLY, digits(book.series_of(event.id))) + 2 * bool(book.disputes_of.get(event.id))
    weight += 3 * (event.tie is Tie.MAIN) - 4 * (event.type in SAID) - 2 * (event.status is Status.PLANNED)
    return weight + (1000 if main is not None and main.id == event.id else 0)


def digits(series: Iterable[Series]) -> int:
    """The number of digits of the largest toll told of an event: 2 for dozens, 4 for thousands."""
    found = [v.low or v.high or 0.0 for s in series if s.fate == "killed" for n in s.latest for v in (s.values[n],)]
    most = max(found, default=0.0)
    return len(str(int(most))) if most >= 1 else 0


def harm_told(book: Book, event: Event) -> bool:
    """Whether a report that tells an event counts anybody harmed, of it or of what it is not said to be."""
    for doc in book.docs(event.claims):
        reading = book.readings[doc]
        old = {i.id for i in reading.incidents if i.tie is Tie.EARLIER}
        if any(c.fate in HARM and c.incident not in old for c in reading.counts):
            return True
    return False


def below(book: Book, event: str) -> list[Event]:
    """The parts, causes and follow-ups of an event and of those, as its reports put them, each once."""
    out: list[Event] = []
    queue = [event]
    while queue:
        for child in book.children.get(queue.pop(0), ()):
            if child not in out and child.id != event:
                out.append(child)
                queue.append(child.id)
    return out


# ---------------------------------------------------------------- the words


def telling(book: Book, event: Event) -> Span | None:
    """The sentence of the best report that tells an event by itself: what, where, when, how many; of what
    several tell beside the main event, one that reads alone and that it begins, where there is any. Weighed once."""
    known = book.tellings
    if event.id not in known:
        known[event.id] = _telling(book, event)
    return known[event.id]


def _telling(book: Book, event: Event) -> Span | None:
    told = {book.claims[c].subject for c in book.telling_claims(event.id) if c in book.claims}
    mentions = [m for i in event.mentions if (m := book.mentions.get(i))]
    several = len({m.span.doc for m in mentions if m.id in told}) > 1  # else any of its deeds is told by one report
    mentions = [m for m in mentions if m.id in told or not several] or mentions
    spans = {sentence_of(book, m.trigger) for m in mentions}
    words = {s: frozenset(WORD.findall(book.quote(s).casefold())) for s in spans}
    reports: dict[str, set[str]] = defaultdict(set)
    for span, found in words.items():
        for one in found:
            reports[one].add(span.doc)
    most = len({s.doc for s in spans})

    def worth(span: Span) -> tuple[float, int, str, int]:
        shared = sum(len(reports[w]) for w in words[span]) / (most * max(FULL, len(words[span])))
        return _worth(book, event, span) + SHARED * shared, -len(span), book.numbers[span.doc], -span.start

    chosen = several and event != main_event(book, event.story)
    fit = [s for s in spans if heads(book, event, s) > 0 and reads_alone(book, s)] if chosen else []
    best = max(fit or spans, key=worth, default=None)
    return _without_mark(book, best) if best else None


def _without_mark(book: Book, span: Span) -> Span:
    """A sentence without the mark of a list or the agency before it."""
    ahead = AHEAD.match(book.quote(span))
    start = span.start + ahead.end() if ahead else span.start
    return span if any(m.trigger.start < start for m in book.mentions_in(span)) else Span(span.doc, start, span.end)


def sentence_of(book: Book, span: Span) -> Span:
    """The sentence that holds some words, without blanks at its ends."""
    passage = book.passage_at(span)
    whole = passage.span if passage and passage.span.covers(span) else book.sentence(span, MOST)
    return book.trimmed(whole)


def claim_in(book: Book, event: Event, span: Span) -> str | None:
    """The claim of an event whose words a sentence holds: of a named speaker before the report's own voice."""
    found = [c for c in event.claims if c in book.claims and span.meets(book.told_at(c))]
    return min(found, key=lambda c: (book.attribution_of(c) is None, c), default=None)


def _worth(book: Book, event: Event, span: Span) -> float:
    """How well a sentence tells an event to a stranger."""
    passage, words = book.passage_at(span), book.quote(span)
    worth = {Part.NEWS: 3.0, Part.CONSEQUENCE: 1.0}.get(passage.part, 0.0) if passage else 0.0
    worth -= 2.0 * (passage is not None and passage.reality is not Reality.FACT)
    worth += 2.0 * _names_place(book, event, span) + 1.0 * _names_day(book, span) + 1.5 * _counts(book, event, span)
    worth += 1.0 * _holds_mention(book, event, span) + 1.5 * _says_more(book, event, span)
    worth -= 5.0 * leans(book, span) + 0.5 * _points(words)
    text, block = book.document(span.doc).text, block_of(book, span)
    worth -= 3.0 * _is_torn(text, span)
    worth -= 2.0 * (len(span) > MOST) + 6.0 * (len(span) > WHOLE) + 3.0 * (len(span) < LEAST)
    ended = text[span.end : span.end + 1] in STOPS
    worth -= 1.0 * (words.count("“") != words.count("”") or words.count('"') % 2)
    worth += 1.0 * words[:1].isupper() + (1.5 if ended else -1.5) * (block is Label.PARAGRAPH)
    worth += 2.0 * heads(book, event, span) + _told_well(book, event, span)
    worth -= PICTURED * (block is Label.CAPTION or is_labelled(words))
    worth -= HEADED * (block in HEADS) + SPEECH * (words[:1] in QUOTES)
    before = sum(p.span.end <= span.start for p in book.readings[span.doc].passages)
    return worth - min(2.0, before / 6)


def _names_place(book: Book, event: Event, span: Span) -> bool:
    wanted = {place.id for place, _ in happens_at(book, event)}
    return any(
        span.covers(t.span) and book.text_of(t.span, "place") in wanted for t in book.readings[span.doc].toponyms
    )


def _names_day(book: Book, span: Span) -> bool:
    return any(span.covers(t.span) and book.interval_of(t.span) for t in book.readings[span.doc].times)


def _counts(book: Book, event: Event, span: Span) -> int:
    """1 where the sentence gives a figure that stands, -1 where one that was replaced."""
    told = [
        n in s.latest
        for s in book.series_of(event.id)
        for n, v in enumerate(s.values)
        if any(span.covers(e) for e in v.evidence)
    ]
    return (1 if all(told) else -1) if told else 0


def _holds_mention(book: Book, event: Event, span: Span) -> bool:
    """Whether the sentence tells the event as something that happened, or as planned where it is only that."""
    told = told_in(book, event, span)
    wanted = Modality.PLANNED if event.status is Status.PLANNED else Modality.ACTUAL
    return any(m.modality is wanted for m in told)


def _is_torn(text: str, span: Span) -> bool:
    """Whether the words before it on its line are of the same sentence."""
    before = text[: span.start].rstrip(" \t")[-1:]
    return bool(before) and before not in BEGINS


def _says_more(book: Book, event: Event, span: Span) -> bool:
    """Whether a clause of it names a party: a bare noun ("responsibility for the attack") only points to it."""
    told = told_in(book, event, span)
    return any(m.agents or m.targets for m in told)


def heads(book: Book, event: Event, span: Span) -> int:
    """1 where a clause of the event begins the sentence, or what somebody says in it; -1 where one of another does.

    What "after", "as" or "while" opens is no beginning: the sentence is about what comes behind it. Opening words that
    tell nothing ("On Thursday", "The heads of the two armies") begin with the clause behind them.
    """
    said = [c for a in book.readings[span.doc].attributions for c in a.content if span.meets(c)]
    wholes = [*said, *([] if _opening(book, span) in WORDS["subordinate"] else [span])]
    at = [m for m in book.mentions_in(span) if m.id in book.event_of_mention]
    own = [m for m in at if book.event_of_mention[m.id] == event.id]
    if any(0 <= m.span.start - whole.start <= HEAD for m in own for whole in wholes):
        return 1
    if any(0 <= m.span.start - span.start <= HEAD for m in at):
        return -1
    first = [(w, min((m for m in at if w.covers(m.trigger)), key=lambda m: m.trigger, default=None)) for w in wholes]
    return int(any(m in own and not _told_aside(book, w, m) for w, m in first if m))


def _opening(book: Book, span: Span) -> str:
    """The word that opens a sentence; of "Three weeks after the ferry sank" the last of the words for a time."""
    measured = next((t.span for t in book.readings[span.doc].times if t.span.start == span.start), None)
    words = TOKEN.findall(book.quote(measured) if measured else book.quote(span))
    return (words[-1] if measured else next(iter(words), "")).casefold()


def _told_aside(book: Book, whole: Span, mention: Mention) -> bool:
    """Whether a word that opens a clause of its own ("who was held", "hours after") stands before a happening."""
    before = TOKEN.findall(book.quote(whole)[: mention.trigger.start - whole.start].casefold())
    return any(word in WORDS["subordinate"] or word in WORDS["relatives"] for word in before)


def told_in(book: Book, event: Event, span: Span) -> list[Mention]:
    """The mentions of an event within a span."""
    return [m for m in book.mentions_in(span) if book.event_of_mention.get(m.id) == event.id]


def _told_well(book: Book, event: Event, span: Span) -> float:
    """How sure the best clause of it is to tell a happening, and how near its head that stands."""
    told = told_in(book, event, span)
    first = min((m.trigger.start - span.start for m in told), default=FAR)
    return SURE * max((m.score for m in told), default=0.0) - min(first, FAR) / 100


def is_labelled(words: str) -> bool:
    """Whether words are run together with the label of a picture or player ("Image copyright ...")."""
    return any(label in words for label in WORDS["labels"])


def leans(book: Book, span: Span) -> bool:
    """Whether its first words stand for something said before ("He", "In a video, she", "There", "Both brothers")."""
    first = span.start + OPENING
    found = book.readings[span.doc].actors
    words = book.quote(span).casefold()
    opening = next(iter(TOKEN.findall(words)), "")
    if any(word in WORDS["relative"] for word in TOKEN.findall(words[:OPENING])):
        return True
    if any(f"{word} {day}" in words for word in WORDS["told before"] for day in WORDS["days"]):
        return True
    return opening in WORDS["opening"] or any(
        a.kind is ActorKind.PRONOUN and span.start <= a.span.start <= first for a in found
    )


def _is_pictured(book: Book, span: Span) -> bool:
    """Whether a sentence ends as the words below a picture do: with a full date behind a comma (", Jan. 20, 2017")."""
    dates = (t for t in book.readings[span.doc].times if span.covers(t.span) and FULL_DATE.fullmatch(t.value or ""))
    text = book.document(span.doc).text
    return any(text[t.span.end : span.end].strip(".") == "" and text[: t.span.start].endswith(", ") for t in dates)


def _points(words: str) -> bool:
    """Whether it names its day or place by pointing ("today", "here")."""
    return any(w in WORDS["pointing"] for w in TOKEN.findall(words.casefold()))


def reads_alone(book: Book, span: Span) -> bool:
    """Whether words are one whole sentence that leans on nothing before it: no headline, caption, label or list."""
    text, block, words = book.document(span.doc).text, block_of(book, span), book.quote(span)
    ended = text[span.end : span.end + 1] in STOPS or words[-1:] in STOPS
    whole = ended and ALONE <= len(span) <= WHOLE and "\n" not in words and not _is_torn(text, span)
    whole &= words[:1] not in QUOTES and not _of_its_hour(words)
    paired = words.count("“") == words.count("”") and words.count('"') % 2 == 0
    told = block in (Label.PARAGRAPH, None) and not is_labelled(words) and not _is_pictured(book, span)
    return whole and paired and told and not leans(book, span)


def _of_its_hour(words: str) -> bool:
    """Whether words outside a quotation are those of somebody who speaks ("we can say"), or of one day ("today")."""
    said = set(TOKEN.findall(QUOTED.sub("", words)))
    return any(w in WORDS["first person"] for w in said) or any(w.casefold() in WORDS["pointing"] for w in said)


def block_of(book: Book, span: Span) -> Label | None:
    """The block of the page that holds a sentence."""
    blocks = (Label.HEADLINE, Label.SUBHEAD, Label.PARAGRAPH, Label.CAPTION)
    return next((m.label for m in book.readings[span.doc].marks if m.label in blocks and m.span.meets(span)), None)


# ---------------------------------------------------------------- what a story holds besides


def is_reaction(event: Event) -> bool:
    """Condemnations, wishes, interviews: words about another event."""
    return any(w.field == "shown" for w in event.why)


def is_background(event: Event) -> bool:
    """What is told of other days."""
    return event.currency is Currency.BACKGROUND or event.status is Status.BACKGROUND or event.tie is Tie.EARLIER
