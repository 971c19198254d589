"""What of an event is sure enough to be printed: each field by its own evidence, else it is left out.

A field is sure where the sentence that tells the event says it itself, or where its reading is sure and two reports
bear it out. Nothing here chooses another value: what is not sure is not printed, or stands under *not settled*.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from opensitrep.derive.book import Book, kind_of
from opensitrep.derive.summary import ELSEWHERE, POINTS, happens_at
from opensitrep.derive.telling import (
    HEAD,
    current,
    heads,
    is_background,
    main_event,
    reads_alone,
    sentence_of,
    telling,
    told_in,
)
from opensitrep.derive.voices import claim_speaker, nameless, speaking
from opensitrep.derive.wording import wording
from opensitrep.model import (
    Attribution,
    Event,
    Interval,
    Mention,
    Modality,
    Origin,
    Place,
    Series,
    Settled,
    Span,
    Status,
)
from opensitrep.text.deeds import deed_of
from opensitrep.text.intervals import days_of
from opensitrep.text.words import Lists
from opensitrep.world.earth import far

WORDS = Lists("kinds")
WORD = re.compile(r"[\w-]+")
CLAUSE = re.compile(r"[^\w\s’'-]")  # what ends a clause or opens another
LONG = re.compile(r"\w{4,}")
ALIKE = 0.4  # share of the longer words of the shorter of two sentences from which they tell the same to a reader
COPIED = 0.8  # the same from which two sentences are one in two wordings
REACH = 25.0  # km around a place within which other words name a part of it
FIRM = 0.8  # sureness from which a day is printed that the telling sentence does not name; set on dev
BORNE = 0.7  # the same of a place, which another one rarely displaces: of those from here 8 in 9 were right on train
LEAST = 0.5  # the same of one that the sentence names (less: 6 in 20 right)
LENT = 0.55  # the same of one that the whole lends (less: 2 in 9 of train and dev right; from here 26 in 29)
UNSURE = 0.7  # a place less surely the one of its name is called so: of such answers to the bench sets half was wrong
LABEL = 28  # characters of words that stand for the kind of an event
FULL = 4  # letters of a word with which they may end: not "of", "the", "for"
LIKELY, CLEAR = 0.4, 0.6  # of an event, and of a clause that plans it: of those of train and dev from here 215 in 233
# were planned happenings, 79 of 108 plans of the gold among them; of all 322 in 505
DONE = (Status.HAPPENED, Status.REPORTED, Status.CLAIMED)  # of what bounds by its report
WIDEST = 3  # days that a day may span and still be one
TWICE = 2  # reports that bear a figure out
WORTH = 0.85  # sureness from which an event has a card though no sentence tells it by itself: of those of train and dev
# 31 in 37 told a happening of the gold that no other card tells, in its kind, of the others with a card 3 in 4
SEVERAL = 3  # reports from which an event is called as another of them calls it
MANY = 4  # reports from which an event has a card by a sentence that tells it by the way, and without a day
UNSPOKEN = "unsettled no sentence"  # the reason that no sentence tells it by itself
SHARED = 0.5  # share of the sentences of an event that tell another of its kind, above which it is that one


def told_here(book: Book, event: Event) -> list[Mention]:
    """The mentions of an event in the sentence that tells it."""
    span = telling(book, event)
    return told_in(book, event, span) if span else []


def settled(event: Event, field: str) -> Settled | None:
    """What a field of an event rests on."""
    return next((w for w in event.why if w.field == field), None)


def _firm(found: Settled | None) -> bool:
    return found is None or found.score >= FIRM


def sure_day(book: Book, event: Event) -> bool:
    """Whether the day of an event may be printed: never that of a page alone, nor a stretch of many days."""
    first, last = days_of(book.when(event))
    if event.when is None or event.when.basis == "publication" or first is None or last is None:
        return False
    if not _ahead(book, event, last):
        return False
    begun = {day for m in told_here(book, event) for s in m.times if (day := day_at(book, s))}
    tied = _days_of_verbs(book, event)
    told = begun if len(begun) == 1 else tied  # of several days that which hangs on its verb
    own = any(first <= day <= last for day in told) if begun or tied else _firm(settled(event, "when"))
    return own and (last - first).days < WIDEST


def _days_of_verbs(book: Book, event: Event) -> set[date]:
    """The days of the times that hang on a verb or noun which tells the event in its sentence."""
    span, triggers = telling(book, event), [m.trigger for m in told_here(book, event)]
    times = [t for t in book.readings[span.doc].times if span.covers(t.span)] if span else []
    hung = (t.span for t in times if t.attached and any(t.attached.meets(s) for s in triggers))
    return {day for s in hung if (day := day_at(book, s))}


def day_at(book: Book, span: Span) -> date | None:
    """The day on which a time of a report begins ("from Saturday"), where that is no week, month or year."""
    first, last = days_of(book.interval_of(span))
    return first if first and (last is None or (last - first).days < WIDEST) else None


def day_of(book: Book, event: Event) -> Interval | None:
    """The day or days of an event that may be printed: its own where it is sure, else those from the main event of its
    story to the first report of what is told as done, where they are few and its sentence names no other day.

    Of 35 such of train, dev and twelve newer clusters whose day the gold has 34 were of those days.
    """
    return book.when(event) if sure_day(book, event) else _bounded(book, event)


def _bounded(book: Book, event: Event) -> Interval | None:
    main, told = main_event(book, event.story), told_here(book, event)
    done = event.status in DONE and any(m.modality is Modality.ACTUAL for m in told)
    if main is None or main.id == event.id or not done or not sure_day(book, main):
        return None
    first, _ = days_of(book.when(main))
    last = min((day for d in book.tellers(event.id) if (day := days_of(book.published(d))[1])), default=None)
    if first is None or last is None or not 0 <= (last - first).days < WIDEST:
        return None
    named = (day for m in told for s in m.times if (day := day_at(book, s)))
    bounds = Interval(first.isoformat(), last.isoformat(), precision="vague", basis="publication")
    return bounds if all(first <= day <= last for day in named) else None


def _ahead(book: Book, event: Event, day: date) -> bool:
    """Whether the day of a plan lies ahead of the report whose sentence tells it, else it is that of the announcement;
    and that of what was called off not behind it: "on Monday" is then read as the one before."""
    span = telling(book, event)
    _, published = days_of(book.published(span.doc) if span else None)
    if published is None or event.status not in (Status.PLANNED, Status.DENIED):
        return True
    return day > published or (day == published and event.status is Status.DENIED)


def sure_place(book: Book, event: Event, place: Place) -> bool:
    """Whether an event may be said to happen at a place: one that its sentence names, or its whole lends, sooner than
    one told elsewhere; one that may be another of its name, only where the sentence names it."""
    found = [p for p in event.places if p.place == place.id]
    score = why.score if (why := settled(event, "places")) else 1.0
    match = book.matches.get(place.id)
    if match and match.score is not None and match.score < UNSURE:
        return score >= BORNE and names_place(book, event, place)
    lent = bool(found) and all(p.inferred for p in found)
    return score >= BORNE or (lent and score >= LENT) or (score >= LEAST and names_place(book, event, place))


def names_place(book: Book, event: Event, place: Place) -> bool:
    """Whether the sentence that tells an event names a place, or as its scene one in the reach of that."""
    span = telling(book, event)
    named = [t.span for t in book.readings[span.doc].toponyms if span.covers(t.span)] if span else []
    if any(book.text_of(s, "place") == place.id for s in named):
        return True
    spans = [p.span for m in told_here(book, event) for p in m.places if p.role not in ELSEWHERE]
    here = {i for s in spans for i in (book.text_of(s, "place"), book.text_of(s, "area")) if i}
    near = (p for i in here if (p := book.places.get(i)) and p.precision in POINTS and place.precision in POINTS)
    return place.id in here or any(_near(p, place) for p in near)


def _near(one: Place, other: Place) -> bool:
    """Whether a place is in the reach of another: a site of a town, an airport beside a city."""
    return None not in (one.lat, other.lat) and far(one, other) <= REACH


def surest(mentions: Sequence[Mention]) -> Mention | None:
    """The mention that most surely tells a happening, the first of equals."""
    return max(mentions, key=lambda m: (m.score, -m.trigger.start), default=None)


def set_elsewhere(book: Book, event: Event, whole: Event) -> bool:
    """Whether the sentence that tells an event names places, and none in the reach of the one where another happens."""
    span, at = telling(book, event), next((place for place, _ in happens_at(book, whole)), None)
    if span is None or at is None:
        return False
    found = (book.place_at(t.span) for t in book.readings[span.doc].toponyms if span.covers(t.span))
    named = [p for p in found if p is not None]
    towns = [p for p in named if p.precision in POINTS]
    if towns and (at.precision in POINTS or at.radius is not None):
        return not any(p.id == at.id or p.id in at.of or _near(p, at) for p in towns)
    return bool(named) and not any(p.country == at.country for p in named)


def sure_plan(book: Book, event: Event) -> bool:
    """Whether an event may be printed as planned: a clause that surely tells it plans it, and it is likely one."""
    found = (m for i in event.mentions if (m := book.mentions.get(i)))
    return event.score >= LIKELY and any(m.modality is Modality.PLANNED and m.score >= CLEAR for m in found)


def sure_figure(book: Book, series: Series) -> bool:
    """Whether the figure that stands is one of its event: two reports give it, or it stands beside what tells it."""
    event = book.events.get(series.event)
    if event is None or not series.latest:
        return False
    value = series.values[series.latest[0]]
    if len({s.doc for s in value.evidence}) >= TWICE:
        return True
    return any(_beside(book, event, s) for s in value.evidence)


def _beside(book: Book, event: Event, span: Span) -> bool:
    """Whether the sentence of a figure tells the event and no other."""
    passage = book.passage_at(span)
    here = book.mentions_in(passage.span) if passage else []
    return bool(here) and all(book.event_of_mention.get(m.id) == event.id for m in here)


def sure_party(book: Book, event: Event, actor: str) -> bool:
    """Whether somebody is named as a party in the sentence that tells an event; in two reports where nobody is."""
    here = [a.id for m in told_here(book, event) for s in (*m.agents, *m.targets) if (a := book.actor_at(s))]
    docs = set()
    for mention in (m for i in event.mentions if (m := book.mentions.get(i))):
        spans = (s for s in (*mention.agents, *mention.targets) if (a := book.actor_at(s)) and a.id == actor)
        docs |= {s.doc for s in spans}
    return actor in here or (len(docs) >= TWICE and not here)


def comes_after(book: Book, event: Event, other: Event) -> bool:
    """Whether the day of an event surely lies behind that of another."""
    first, _ = days_of(book.when(event))
    _, last = days_of(book.when(other))
    return sure_day(book, event) and sure_day(book, other) and first is not None and last is not None and first > last


def told_by(book: Book, event: Event) -> list[list[str]]:
    """Claims by who makes them, as named beside them: of those that tell the deed of the sentence that tells an event.

    Nobody without a name, no outlet beside others, and of several reports only who is named in two or in that sentence;
    where nobody is left, the reports' own.
    """
    span, enough = telling(book, event), min(TWICE, len(book.tellers(event.id)))
    here = {c for c in event.claims if c in book.claims and span and span.covers(book.told_at(c))}
    deeds = {deed_of(book.quote(m.trigger).partition(" ")[0]) for m in told_here(book, event)}
    named: dict[str, list[str]] = {}
    own = []
    for claim in speaking(book, event.claims):
        mention = book.mentions.get(book.claims[claim].subject)
        if mention is None or deed_of(book.quote(mention.trigger).partition(" ")[0]) not in deeds:
            continue
        said = book.attribution_of(claim)
        if said is None:
            own.append(claim)
        elif said.source and not nameless(book, said) and (claim in here or _says(said, mention)):
            named.setdefault(claim_speaker(book, claim).casefold(), []).append(claim)
    voices = [v for v in named.values() if (o := book.origin_of_claim.get(v[0])) is None or not _is_outlet(o)]
    heard = [v for v in voices if len(book.docs(v)) >= enough or any(c in here for c in v)]
    return sorted(heard, key=lambda v: -len(book.docs(v))) or ([own] if own else [])


def _says(said: Attribution, mention: Mention) -> bool:
    """Whether a clause is what somebody says, and not named in it by the way."""
    return any(abs(mention.span.start - content.start) <= HEAD for content in said.content)


def _is_outlet(origin: Origin) -> bool:
    return origin.kind in ("outlet", "wire copy") or (origin.side or "").startswith("MEDIA")


def own_words(book: Book, event: Event) -> str:
    """The words by which the sentence that tells an event calls it ("escaped from a well pad"), as many as have room:
    for an event whose kind they do not tell (of such kinds a fourth were wrong, where they tell it a tenth)."""
    span = telling(book, event)
    if span is None or (told := surest(told_here(book, event))) is None:
        return ""
    best = told.trigger
    behind = CLAUSE.split(book.document(best.doc).text[best.end : span.end], maxsplit=1)[0]
    words, room = [book.quote(best)], LABEL - len(best)
    for word in behind.split():
        room -= len(word) + 1
        if room < 0:
            break
        words.append(word)
    while len(words) > 1 and (len(words[-1]) < FULL or words[-1].casefold() in WORDS["not last"]):
        words.pop()
    return " ".join(" ".join(words).split())


def kind_word(book: Book, event: Event) -> str:
    """The word for the kind of an event, where its own words tell that kind, or those of another report of the main
    event or of one that many tell; else the noun by which its sentence names it ("funerals"); nothing where none does.

    Of 32 main events of train and dev that only another report calls so 27 were of the kind.
    """
    if telling(book, event) is None:
        return kind_of(event).word
    here = told_here(book, event)
    if word := next((w for m in here if (w := _kind_told(book, event, m))), ""):
        return word
    said = (book.quote(m.trigger).casefold() for m in here)
    if noun := next((words for words in said if words in WORDS["names"]), ""):
        return noun
    if event is not main_event(book, event.story) and len(book.tellers(event.id)) < SEVERAL:
        return ""
    told = (m for i in event.mentions if (m := book.mentions.get(i)))
    found = {(m.span.doc, word) for m in told if (word := _kind_told(book, event, m))}
    votes = Counter(word for _, word in found)
    return min(votes, key=lambda w: (-votes[w], w), default="")


def _kind_told(book: Book, event: Event, mention: Mention) -> str:
    """The word for the kind of an event, where a clause of it tells that kind."""
    said, around = _words(book.quote(mention.trigger)), _words(book.quote(sentence_of(book, mention.trigger)))
    for key in (f"{event.type}/{event.mode}", str(event.type)):
        deeds, _, beside = (tuple(part.split()) for part in WORDS.table("told").get(key, "").partition("|"))
        if (
            deeds
            and any(w.startswith(deeds) for w in said)
            and (not beside or any(w.startswith(beside) for w in around))
        ):
            return wording().kinds[key].word
    return ""


def _words(words: str) -> list[str]:
    return WORD.findall(words.casefold())


# ---------------------------------------------------------------- what has a card


def printed(book: Book, story: str) -> list[Event]:
    """The events of a story that are told for themselves: the main one, and what is told beside it by a sentence that
    reads alone and that its clause begins, or that many reports bear out, or that is very surely worth it, that has a
    day or is told by many reports, and that is no second telling of another.

    Of the sentences of dev that a clause of their event begins 13 in 14 were about it, of others 4 in 20; of others
    that two reports bear out 3 in 8, each of which told the main event again. Of 23 cards without a day of twelve new
    clusters readers would have signed none, of 34 with one 8.
    """
    main = main_event(book, story)
    found = [e for e in current(book, story) if e.shown and not is_background(e) and e is not main]
    out: dict[Span | None, Event] = {telling(book, main): main} if main else {}
    for event in sorted(found, key=lambda e: (-e.score, e.id)):
        reason = unfit(book, event)
        if (reason and (reason != UNSPOKEN or event.score < WORTH)) or not _dated(book, event):
            continue
        if not any(told_twice(book, event, other) for other in out.values()):
            out.setdefault(telling(book, event), event)  # each sentence once
    return list(out.values())


def _dated(book: Book, event: Event) -> bool:
    return day_of(book, event) is not None or len(book.tellers(event.id)) >= MANY


def told_twice(book: Book, event: Event, other: Event) -> bool:
    """Whether two events are one to a reader: one deed to a coder, or told by one sentence in two wordings."""
    return one_deed(book, event, other) or _shared(book, event, other) >= COPIED


def _shared(book: Book, event: Event, other: Event) -> float:
    """Share of the longer words of the shorter of the sentences that tell two events which stand in both."""
    spans = [s for e in (event, other) if (s := telling(book, e))]
    words = [set(LONG.findall(book.quote(s).casefold())) for s in spans]
    least = min(map(len, words), default=0)
    return len(set.intersection(*words)) / least if len(words) == 2 and least else 0.0


def one_deed(book: Book, event: Event, other: Event) -> bool:
    """Whether two events are of one kind, by one doer, on one day and in one town: to a coder they are one."""
    (day, _), (its, _) = days_of(book.when(event)), days_of(book.when(other))
    if event.type != other.type or day is None or day != its or not _doers(book, event) & _doers(book, other):
        return False
    ours, theirs = ({p.id for p, _ in happens_at(book, e) if p.precision in POINTS} for e in (event, other))
    return bool(ours & theirs)


def _doers(book: Book, event: Event) -> set[str]:
    """Who does it, and whom its sentence names as doing it."""
    return {*event.agents, *(a.id for m in told_here(book, event) for s in m.agents if (a := book.actor_at(s)))}


def unfit(book: Book, event: Event) -> str | None:
    """Why an event that is worth a card has none: the key of the reason; None where nothing is against it."""
    span = telling(book, event)
    if span is None or not reads_alone(book, span):
        return UNSPOKEN
    if heads(book, event, span) < (0 if len(book.tellers(event.id)) >= MANY else 1):
        return UNSPOKEN
    if all(m.modality is Modality.HYPOTHETICAL for m in told_here(book, event)):
        return UNSPOKEN
    return "unsettled told again" if any(_retold(book, event, whole) for whole in _wholes(book, event)) else None


def _wholes(book: Book, event: Event) -> list[Event]:
    """The main event of its story, and what it is said to belong to."""
    main, parent = main_event(book, event.story), book.events.get(event.parent or "")
    return [e for e in dict.fromkeys((main, parent)) if e is not None and e is not event]


def _retold(book: Book, event: Event, whole: Event) -> bool:
    """Whether an event is told by the sentence that tells another, or is of its kind and mostly in its sentences."""
    span, other = telling(book, event), telling(book, whole)
    if span and other and span.meets(other):
        return True
    if _shared(book, event, whole) >= ALIKE:
        return True
    if event.type != whole.type:
        return False
    sentences = {sentence_of(book, m.trigger) for i in event.mentions if (m := book.mentions.get(i))}
    told = (any(book.event_of_mention.get(m.id) == whole.id for m in book.mentions_in(s)) for s in sentences)
    return sum(told) > SHARED * len(sentences)
