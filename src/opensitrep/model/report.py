"""Left of the bar: what is read in one report, from `Document` to `Reading`."""

from __future__ import annotations

from dataclasses import dataclass

from opensitrep.model.codes import (
    Act,
    ActorKind,
    Anchor,
    Channel,
    Currency,
    Form,
    Ground,
    Hedge,
    Label,
    Modality,
    Part,
    PlaceRole,
    Precision,
    Rank,
    Reality,
    Slot,
    Tie,
    TimeType,
    Use,
    Whereabouts,
)
from opensitrep.model.span import Span


@dataclass(frozen=True, slots=True)
class Given:
    """What a form says in answer to one question about its report, and where it says so."""

    field: str  # "published", "outlet", "title", "url", "text": a field of Document; "wire"; "changed": its last change
    value: str
    where: str  # "meta article:published_time", "JSON-LD publisher", "the address"
    rank: Rank = Rank.STATED


@dataclass(frozen=True, slots=True)
class Document:
    """A report as published. `text` is never rewritten; of HTML it is every visible text node in order."""

    id: str  # digest of name or address + outlet + text: ten identical copies are ten reports
    text_id: str  # digest of the text alone
    name: str  # relative path, or the entry's name inside a collection
    text: str
    url: str | None = None
    outlet: str | None = None
    title: str | None = None  # as the form gives it (feed, metadata, HTML head)
    published: str | None = None  # ISO day or instant, as the form gives it
    language: str | None = None  # ISO 639-1
    raw: str | None = None  # digest of the bytes
    body: tuple[tuple[int, int], ...] = ()  # characters of the article, where the form (HTML) tells it from the page
    given: tuple[Given, ...] = ()  # all the form says, the best first; the first of a field is the one that is used
    pages: tuple[int, ...] = ()  # where each page of a report on paper begins, in characters; () without pages

    def page(self, at: int) -> int | None:
        """The page on which a character stands, from 1; None where the report has no pages."""
        return sum(start <= at for start in self.pages) or None


@dataclass(frozen=True, slots=True)
class Mark:
    """A label on a run of characters; cleaning is labelling, nothing is ever cut."""

    label: Label
    span: Span
    reading: str | None = None
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Syntax:
    """Tokens of all readable blocks in text order, one entry per token in each tuple.

    `start`, `end` are characters of the document; `head` is a token index (a root points at itself); `dep`, `tag`,
    `pos`, `lemma` are spaCy's English labels (lemmas lower case); `sentence` numbers the sentences of the document.
    A sentence never crosses a block. Left out by `codec`.
    """

    start: tuple[int, ...]
    end: tuple[int, ...]
    head: tuple[int, ...]
    dep: tuple[str, ...]
    tag: tuple[str, ...]
    pos: tuple[str, ...]
    lemma: tuple[str, ...]
    sentence: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.start)


@dataclass(frozen=True, slots=True)
class Offset:
    """A distance on the calendar: `amount` (negative is earlier, None "some") of `unit`: Y M W D TH TM as in TIMEX."""

    amount: float | None
    unit: str


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time expression as read in its report; the second pass turns it into an `Interval`.

    `rule` names the rule that read it; with the fields below it is all the second pass needs.
    """

    span: Span
    type: TimeType
    value: (
        str | None
    )  # TIMEX3 where it is complete or partial ("2022-06-05", "XXXX-06-05", "XXXX-WXX-6", "P5D", "PAST_REF")
    anchor: Anchor
    rule: str
    refers: Span | None = None
    offset: Offset | None = None
    direction: int = 0  # -1 the one before the anchor, +1 after, 0 nearest or the anchor itself
    part: str | None = None  # TIMEX part of day, week, month ("MO", "NI", "early", "late" ...)
    bound: str | None = None  # "since", "until", "before", "after", "between", "from", "by", "over"
    until: str | None = None  # other end of a range, same form as `value`
    clock: str | None = None  # "05:00"
    zone: str | None = None  # as written or stated: "GMT", "+02:00", "local"
    approx: bool = False
    negated: bool = False  # "had not been hit since June 5"
    implies: str | None = None  # what it says of another happening's day, as an offset rule ("a day after X")
    beside: Span | None = None  # expression that dates the clause it stands in ("on Saturday, a day after X")
    attached: Span | None = None  # the word (verb or event noun) of the happening or saying it dates


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure as the text gives it; None leaves that side open."""

    span: Span  # modifier + number + unit or counted noun as far as they stand together
    number: Span  # the number words alone
    low: float | None
    high: float | None
    unit: str  # of data/en/units.toml ("missile", "person_killed", "percent", "km" ...), "thing" if unknown
    modifier: str | None = None  # as normalised: "up to", "about", "more than", "dozens" ...
    object: Span | None = None  # the counted noun phrase
    scope: str | None = None  # words that bound it: "over the previous 24 hours", "in the whole of Ukraine", "so far"
    cumulative: bool = False
    change: str | None = None  # its part in a rise or fall: "from", "to", "by"; "new" for "12 more", "another 12"
    part_of: Span | None = None  # number words of the whole it is part of: "two of the six", "of whom 12 are children"

    def __post_init__(self) -> None:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"empty range: {self.low}..{self.high}")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A gazetteer entry a toponym may stand for, with a score from 0 to 1 and the match step that found it."""

    place: str
    score: float
    step: str
    name: str | None = None  # "Paris, town in US": of a reading that was rejected, for people


@dataclass(frozen=True, slots=True)
class Relative:
    """Words that make a place name stand for a part of the place, or for somewhere measured from it; never a point."""

    words: Span  # "some 70 km (43 miles) north of"
    kind: Whereabouts
    distance: float | None = None  # km, the middle of a range; None where no figure is given ("a two-hour drive from")
    bearing: int | None = None  # degrees clockwise from north, as seen from the place: 0 = north of it
    other: Span | None = None  # the Toponym at the other end ("between A and B"), or on the other side of a border


@dataclass(frozen=True, slots=True)
class Toponym:
    """A mention of a place name with its candidates, best first; which place it is falls right of the bar."""

    span: Span
    use: Use
    role: PlaceRole | None
    candidates: tuple[Candidate, ...] = ()
    precision: Precision = Precision.UNKNOWN
    modifier: str | None = None  # "northern", "near", "70 km north of"
    feature: str | None = None  # the feature the words demand ("region", "village", "sea"), if any
    relative: Relative | None = None  # set where the place meant lies beside, around or in a part of the one named


@dataclass(frozen=True, slots=True)
class ActorMention:
    """Words that stand for somebody: full phrase in `span`, the name or head noun alone in `name`."""

    span: Span
    kind: ActorKind
    name: str | None = None  # "Andrei Marochko", "Defense Ministry"; None for a pronoun
    role: str | None = None  # id of data/en/roles.toml ("president", "governor", "spokesperson" ...)
    organisation: str | None = None  # body spoken for, in the words of the report
    country: str | None = None  # ISO 3166-1 alpha-2, from demonym, country name or jurisdiction
    side: str | None = None  # ISO alpha-3 of a state side, "RUS-PROXY", "UKR-CIV", "MEDIA", "MEDIA-RUS", "NEUTRAL"
    place: Span | None = None  # toponym of the jurisdiction
    refers: Span | None = None  # earlier or fuller ActorMention of the report it stands for (coreference)


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says it: content, cue and source words of one statement. `id` is "<doc>:a:<start>-<end>" of the content."""

    id: str
    content: tuple[Span, ...]  # without quotation marks, cue and source; more than one if discontinuous
    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    speaker: Span | None  # span of the ActorMention that says it, pronouns resolved where the report allows
    voices: tuple[
        Span, ...
    ] = ()  # voices behind the outlet from the outside in: agency, then speaker (ActorMention spans)
    channel: Channel = Channel.UNSPECIFIED
    form: Form = Form.INDIRECT
    act: Act = Act.ASSERTS
    hedges: tuple[Hedge, ...] = ()
    said_at: Span | None = None  # time expression of the speaking
    parent: str | None = None  # id of the attribution whose content this one is part of


@dataclass(frozen=True, slots=True)
class Passage:
    """What one sentence is in its report, and as what it is told; `score` is the probability of the two."""

    span: Span
    part: Part
    reality: Reality = Reality.FACT
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Placed:
    """A place in its role: `span` is the span of a Toponym."""

    span: Span
    role: PlaceRole


@dataclass(frozen=True, slots=True)
class Filler:
    """What the words of a mention say in answer to one slot.

    `span` holds the quoted words. Number slots: the span of a Quantity. Time slots: of a TimeExpression. Place slots:
    of a Toponym. Code slots carry `code`; text slots need nothing more than their words.
    """

    slot: Slot
    span: Span
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A happening as told in one clause; `type` None is a state of a place or thing (population, control, distance).

    `id` is "<doc>:m:<start>-<end>:<type or state>". Agents and targets are spans of ActorMentions (or of a metonym
    Toponym that is one), places of Toponyms by role, times of TimeExpressions of the happening, never of the speaking.
    """

    id: str
    span: Span  # the clause
    trigger: Span
    type: str | None  # PLOVER category of data/codes/plover.toml
    mode: str | None
    modality: Modality
    currency: Currency | None = None
    agents: tuple[Span, ...] = ()
    targets: tuple[Span, ...] = ()
    places: tuple[Placed, ...] = ()
    times: tuple[Span, ...] = ()
    fillers: tuple[Filler, ...] = ()
    attribution: str | None = None  # id of the innermost attribution that holds it; None is the outlet's own voice
    refers: str | None = None  # id of an earlier mention of the report ("the strikes") it stands for
    part_of: str | None = None  # id of the mention of the whole it is part of
    score: float = 1.0  # calibrated probability that the clause tells a happening
    reality: Reality = Reality.FACT
    agent_scores: tuple[float, ...] = ()  # of each agent, how likely it does it; none where that was not asked


@dataclass(frozen=True, slots=True)
class Count:
    """A figure and what it counts. `id` is "<doc>:n:<start>-<end>:<fate>" of its number words; `fate` is a word of the
    closed list of corpora/lists.toml ("killed", "damaged", "cost" ...), or "hospitalized"."""

    id: str
    number: Span  # number words; the same as those of a Quantity
    fate: str
    population: Span | None = None  # the counted noun: "people", "of the children"
    incident: str | None = None  # id of the Incident it counts for; None: unplaced
    mention: str | None = None  # id of the Mention it stands beside, if any
    part_of: str | None = None  # id of the Count of the whole
    since: Span | None = None  # TimeExpression from which it is counted; None: the happening itself
    period: Span | None = None  # words of the stretch it is counted over ("this year")
    as_of: Span | None = None  # TimeExpression at which it holds, where the text says so
    attribution: str | None = None  # id of the innermost attribution that holds it
    stance: str = "asserts"  # asserts, denies, doubts, withdraws, projects
    score: float = 1.0  # probability that it is a figure of this fate
    home_score: float = 1.0  # of belonging to its incident
    partial: bool = False  # told beside others who fared so ("two passengers and the driver"), or those still so
    at: Span | None = None  # the named hospital or the like whose own figure it is; None: wherever they are


@dataclass(frozen=True, slots=True)
class Incident:
    """What one report tells of one happening. `id` is "<doc>:i:<start>-<end>" of its first mention's trigger.

    `day` is the span of a TimeExpression, `place` of a Toponym, `doers` of ActorMentions; what is None is left open,
    and `day_ground`, `place_ground` say what they rest on.
    """

    id: str
    type: str
    mode: str | None
    mentions: tuple[str, ...]  # ids, in text order
    counts: tuple[str, ...] = ()  # ids of Counts
    references: tuple[Span, ...] = ()  # "the attack", "Thursday's crash"
    tie: Tie = Tie.OTHER
    to: str | None = None  # id of the incident it is part of, follows or caused
    day: Span | None = None
    day_ground: Ground = Ground.UNKNOWN
    place: Span | None = None
    place_ground: Ground = Ground.UNKNOWN
    doers: tuple[Span, ...] = ()
    undergoers: tuple[Span, ...] = ()
    modality: Modality = Modality.ACTUAL
    reality: Reality = Reality.FACT
    currency: Currency = Currency.CURRENT
    vector: tuple[int, ...] = ()  # what its words mean, a unit vector times 127: near ones tell of alike happenings
    score: float = 1.0  # calibrated probability that it is a happening of these days
    day_score: float = 1.0  # of having happened on `day`, 0 where that is left open
    place_score: float = 1.0  # the same of `place`
    main_score: float | None = None  # of being what the report is there for; None where its tie alone says so


@dataclass(frozen=True, slots=True)
class Claim:
    """What one attribution (or the outlet's own voice) says. `id` is "<doc>:c:<start>-<end>:<kind>".

    `subject` is the id of a Mention, of a Count, or, of a statement that holds neither, of the Incident it is about.
    """

    id: str
    subject: str
    attribution: str | None
    act: Act


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be done, for a person to read: the stage, what it is about, what happened."""

    stage: str
    subject: str
    message: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read in one report. Extractors add to it; nothing is ever taken out."""

    document: Document
    marks: tuple[Mark, ...] = ()
    syntax: Syntax | None = None
    times: tuple[TimeExpression, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    toponyms: tuple[Toponym, ...] = ()
    actors: tuple[ActorMention, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    passages: tuple[Passage, ...] = ()
    mentions: tuple[Mention, ...] = ()
    counts: tuple[Count, ...] = ()
    incidents: tuple[Incident, ...] = ()
    claims: tuple[Claim, ...] = ()
    problems: tuple[Problem, ...] = ()
