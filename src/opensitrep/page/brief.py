"""The brief: five to eight sentences, each made by rule from a fact, the control of a place, an event or a plan."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from opensitrep.derive.book import SPOKEN
from opensitrep.derive.events import HARM, NUMBERS, main_place, number_facts, one_communique
from opensitrep.derive.facts import control_claims
from opensitrep.derive.pieces import Bold, Cite, Derived, Fixed, Item, Piece, Quote, Run, Sign
from opensitrep.derive.rules import spell
from opensitrep.model import Event, Fact, Slot, Span, Status, Verdict
from opensitrep.page.desk import WORDS, Desk

MOST = 8  # sentences, as the look asks for
QUOTES = 3  # in one sentence; one more where values conflict
ENOUGH = 5  # sentences after which trifles are left out; what is only said is left out sooner
FEW = 3
TRIFLE = 0.34  # share of the weight of the first sentence; set on the example folders and the seeds, where less is talk
TALK = 2  # what words of one report weigh less, beside what all words do
VAGUE = 3  # a lower bound up to this says no number ("several", "a few"): told with its clause
TAKING = ("seize-territory", "firearms")  # deeds that the control of their town tells better


@dataclass(frozen=True, slots=True)
class Sentence:
    """One line of the brief: sign, words, counts, and what kind of remark stands below the counts."""

    sign: Sign
    run: Run
    counts: Derived
    remark: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Footnote:
    """The words a sentence rests on, with their report and speaker."""

    number: Derived
    anchor: str
    cite: Cite
    source: Derived
    page: Derived | None = None  # of a report on paper


@dataclass(frozen=True, slots=True)
class Brief:
    """Sentences with their footnotes."""

    sentences: tuple[Sentence, ...] = ()
    footnotes: tuple[Footnote, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """A quotation of the brief before it has a number: words, and the claim that holds them."""

    span: Span
    claim: str
    told: bool = False  # whether a short answer is shown with its clause: all but figures
    voice: bool = True  # whether the sentence says who says it
    asks: Derived | None = None  # the question it answers, where the lead of the sentence does not say it


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence before its footnotes are numbered."""

    weight: float
    key: str
    about: tuple[str, ...]  # what it is about: one subject does not fill the brief
    family: str
    sign: Sign
    lead: Derived
    said: tuple[Said, ...]
    tail: tuple[Piece, ...]
    counts: Derived
    remark: tuple[Piece, ...]
    talk: bool = False  # words or plans, no deed


def compose_brief(desk: Desk) -> Brief:
    """The most important sentences, most important first."""
    drafts = [
        *control_drafts(desk),
        *fact_drafts(desk),
        *event_drafts(desk),
    ]
    chosen: list[Draft] = []
    about: Counter[str] = Counter()
    family: Counter[str] = Counter()
    limits = {"control": 2, "fact": 3, "event": MOST, "plan": 1}
    for draft in sorted((d for d in drafts if d.said), key=lambda d: (-d.weight, d.key)):
        if len(chosen) == MOST:
            break
        if len(chosen) >= (FEW if draft.talk else ENOUGH) and draft.weight < TRIFLE * chosen[0].weight:
            continue
        fresh = not any(about[a] for a in draft.about)
        if fresh and family[draft.family] < limits[draft.family]:
            chosen.append(draft)
            about.update(draft.about)
            family[draft.family] += 1
    return number_footnotes(desk, chosen)


def number_footnotes(desk: Desk, drafts: list[Draft]) -> Brief:
    """Sentences with numbered quotations; the same words are numbered once."""
    numbers: dict[Span, int] = {}
    sentences, notes = [], []
    for draft in drafts:
        run: list[Item] = [Bold((draft.lead,)), Fixed("colon")]
        for position, said in enumerate(draft.said):
            answer = desk.words_of(said.span)
            words = desk.book.clip(desk.clause_of(said.claim, answer) if said.told else answer, WORDS)
            if words not in numbers:
                numbers[words] = len(numbers) + 1
                notes.append(footnote(desk, words, said.claim, numbers[words]))
            number = Derived("ordinal", (str(numbers[words]),))
            if position:
                run.append(Fixed("semicolon"))
            if said.asks:
                run.append(said.asks)
            run.append(Cite(Quote(words), number, f"{desk.prefix}fn{numbers[words]}", raised=True))
            if said.voice:
                run += [Fixed("comma"), Derived("claim says", (said.claim,))]
        run.append(Fixed("stop"))
        run += draft.tail
        sentences.append(Sentence(draft.sign, tuple(run), draft.counts, draft.remark))
    return Brief(tuple(sentences), tuple(notes))


def footnote(desk: Desk, words: Span, claim: str, number: int) -> Footnote:
    """The footnote of a quotation, with the page where its report has pages."""
    paged = bool(desk.book.readings[words.doc].document.pages)
    return Footnote(
        Derived("ordinal", (str(number),)),
        f"{desk.prefix}fn{number}",
        desk.cite(words, len(words)),
        Derived("claim speaker", (claim,)),
        Derived("citation page", (words.doc, str(words.start))) if paged else None,
    )


def one_per_origin(desk: Desk, claims: list[str], spans: list[Span], *, most: int, told: bool) -> tuple[Said, ...]:
    """One quotation for each origin, named speakers first; own voices only where nobody is named."""
    found = desk.evidence(claims, spans)
    said: list[Said] = []
    seen = set()
    for claim in desk.speaking(list(found)):
        origin = desk.origin(claim)
        key = origin.id if origin else "own voice"
        if key in seen or (not origin and said):
            continue
        seen.add(key)
        said.append(Said(found[claim], claim, told))
    return tuple(said[:most])


# ---------------------------------------------------------------- what sentences can be about


def control_drafts(desk: Desk) -> list[Draft]:
    """Who is said to hold a town that is fought over, claimed or conceded."""
    drafts = []
    for (story, place), rows in sorted(desk.book.controls.items()):
        if story != desk.story:
            continue
        last = rows[-1]
        settled = desk.book.places.get(place)
        if last.status in ("held", "partly") and len({r.holder for r in rows}) < 2:
            continue
        claims = control_claims(desk.book, story, place)
        said = one_per_origin(desk, list(last.claims) or claims, list(last.evidence), most=QUOTES, told=True)
        fact = next(
            (f for f in desk.book.facts_of.get(place, ()) if f.slot is Slot.CONTROLLER and f.story == story), None
        )
        event = event_at(desk, place)
        sign = desk.fact_sign(fact) if fact else desk.event_sign(event) if event else None
        if sign is None:
            continue
        weight = len(desk.book.docs(claims)) + 2.0 * desk.book.bounds(claims).lower + 5
        weight -= 6 * (settled is not None and settled.kind in ("country", "admin1", "region"))
        drafts.append(
            Draft(
                weight,
                f"control {place}",
                (f"{place} taking",),
                "control",
                sign,
                Derived("control lead", (story, place)),
                said,
                (),
                Derived("control counts", (story, place)),
                (Derived("control sides", (story, place)),),
            )
        )
    return drafts


def event_at(desk: Desk, place: str) -> Event | None:
    """The weightiest event at a place."""
    return next((e for e in desk.current if (p := main_place(desk.book, e)) and p.id == place), None)


def fact_drafts(desk: Desk) -> list[Draft]:
    """Facts whose values conflict, each with its values side by side."""
    drafts = []
    for fact in desk.facts:
        event = desk.book.events.get(fact.event or "")
        if fact.verdict is not Verdict.CONTRADICTED or (event and event.status is Status.BACKGROUND):
            continue
        said = tuple(s for v in sorted_values(desk, fact) for s in v)[: QUOTES + 1]
        weight = desk.fact_weight(fact)
        if event and fact.slot in NUMBERS:  # it speaks for its event
            weight = max(weight, desk.weight(event))
        drafts.append(
            Draft(
                weight,
                f"fact {fact.id}",
                asked(fact),
                "fact",
                desk.fact_sign(fact),
                Derived("fact title", (fact.id,)),
                silence_repeats(desk, said),
                (),
                Derived("fact counts", (fact.id,)),
                (Derived("fact type", (fact.id,)), Derived("fact sides", (fact.id,))),
            )
        )
    return drafts


def sorted_values(desk: Desk, fact: Fact) -> list[tuple[Said, ...]]:
    """For each value its best quotation; values that stand in a conflict first."""
    conflict = {i for r in fact.relations if r.kind == "contradicts" for i in (r.left, r.right)}
    order = sorted(range(len(fact.values)), key=lambda i: (i not in conflict, i))
    out = []
    for index in order:
        value = fact.values[index]
        out.append(
            one_per_origin(desk, list(value.claims), list(value.evidence), most=1, told=fact.slot not in NUMBERS)
        )
    return out


def event_drafts(desk: Desk) -> list[Draft]:
    """Deeds with their figures and harm; announced plans; words only where nothing else is left."""
    drafts = []
    for event in desk.current:
        facts = event_facts(desk, event)
        if any(f.verdict is Verdict.CONTRADICTED and f.slot in NUMBERS for f in facts):
            continue  # its conflicting figure speaks for it
        planned = event.status is Status.PLANNED
        said: list[Said] = []
        for fact in facts:
            said += [s for s in answers(desk, fact) if s.span not in {x.span for x in said}]
        if not said:
            claim = next(iter(desk.speaking(event.claims)), None)
            said = [Said(desk.book.told_at(claim), claim, told=True)] if claim else []
        remark = Derived("event status", (event.id,))
        weight = desk.weight(event) - 3 * (event.parent is not None) - 2 * planned
        talk = planned or event.type in SPOKEN or event.type is None
        weight -= TALK * (talk and len(desk.book.docs(event.claims)) == 1)
        drafts.append(
            Draft(
                weight,
                f"event {event.id}",
                subjects(desk, event),
                "plan" if planned else "event",
                desk.event_sign(event),
                Derived("event lead", (event.id,)),
                silence_repeats(desk, tuple(said[:QUOTES])),
                (Fixed("planned no outcome"),) if planned and outcome_open(desk, event) else (),
                Derived("event counts", (event.id,)),
                (remark, Fixed("one communique")) if one_communique(desk.book, event.id) else (remark,),
                talk,
            )
        )
    return drafts


def answers(desk: Desk, fact: Fact) -> tuple[Said, ...]:
    """The best quotation of a fact: of a figure that is its answer (the latest of a toll), with its question."""
    values = fact.values
    if fact.slot in NUMBERS and fact.answer:
        settled = [v for v in values if (v.low, v.high) == (fact.answer.low, fact.answer.high)]
        newest = max((v.as_of or "" for v in values), default="")
        values = tuple(settled or [v for v in values if (v.as_of or "") == newest])
    claims = [c for v in values for c in v.claims]
    best = one_per_origin(desk, claims, [s for v in values for s in v.evidence], most=1, told=False)
    if fact.slot not in NUMBERS:
        return tuple(replace(s, told=True) for s in best)
    vague = all(v.low is None or (v.high is None and v.low <= VAGUE) for v in values)
    return tuple(replace(s, told=True) if vague else replace(s, asks=Derived("fact slot", (fact.id,))) for s in best)


def asked(fact: Fact) -> tuple[str, ...]:
    """What a fact is about: a figure stands for its whole event, another question for itself."""
    return (fact.event or fact.place or fact.id,) if fact.slot in NUMBERS else (f"{fact.slot.value} {fact.event}",)


def subjects(desk: Desk, event: Event) -> tuple[str, ...]:
    """What an event is about: itself, its place with the kind of deed; talk about one meeting is one subject."""
    place = main_place(desk.book, event)
    if event.mode in TAKING or event.type == "RETREAT":
        deed = "taking"
    else:
        deed = "words" if event.type in SPOKEN or event.type in (None, "CONSULT") else str(event.type)
    return (event.id, f"{place.id if place else event.agents[:1]} {deed}")


def outcome_open(desk: Desk, event: Event) -> bool:
    """Whether no report says what became of a plan."""
    row = desk.book.planned.get(event.id)
    return row is None or row.outcome == "open"


def event_facts(desk: Desk, event: Event) -> list[Fact]:
    """Up to three questions answered with words: figures first, harm among them."""
    facts = number_facts(desk.book, event.id)
    first = [f for f in facts if f.slot not in HARM][:2]
    harm = [f for f in facts if f.slot in HARM][:2]
    other = [f for f in desk.book.facts_of.get(event.id, ()) if f.slot in (Slot.TARGET, Slot.OUTCOME, Slot.CAPABILITY)]
    return [*first, *harm, *sorted(other, key=lambda f: f.id)][:3]


def silence_repeats(desk: Desk, said: tuple[Said, ...]) -> tuple[Said, ...]:
    """The speaker is named once, after the last of several quotations that follow one another."""
    voices = [spell(desk.book, Derived("claim says", (s.claim,))) for s in said]
    return tuple(replace(one, voice=n + 1 == len(said) or voices[n + 1] != voices[n]) for n, one in enumerate(said))
