"""The nouns of opensitrep: frozen dataclasses and closed lists, nothing else.

Left of the bar stand the things read in one report (`Document` to `Reading`), right of it the things that
need several (`Resolution` to `Account`). `None` means "not said". Offsets are Unicode code points of
`Document.text`, half open. Tuples stand for lists so that every value can be hashed and compared.

Words used in one sense only: a *report* is a document as published; a *statement* an attribution with its
content; a *claim* what a statement says of one happening; a *value* what claims say in answer to one slot;
a *source* whom the text names; an *outlet* who published; an *origin* where a statement comes from in the end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

# ---------------------------------------------------------------- closed lists


class Label(StrEnum):
    """What a run of characters is in the layout of its report, or what was noticed about it.

    Every non-empty line of a document lies in exactly one *block* mark (`HEADLINE` to `BOILERPLATE`), unless a notice
    at its head or end is a block of its own; every character that is no white space lies in exactly one.
    The marks below those lie inside blocks.
    """

    HEADLINE = "headline"
    SUBHEAD = "subhead"
    PARAGRAPH = "paragraph"
    CAPTION = "caption"
    CREDIT = "credit"
    BYLINE = "byline"
    DATE_LINE = "date line"
    URL_LINE = "url line"
    NOTICE = "notice"  # "This live page is no longer being updated"
    BOILERPLATE = "boilerplate"

    DATELINE = "dateline"  # "KYIV, June 25 (Agency) -" at the head of a paragraph
    WIRE = "wire credit"  # an agency credited for the text; `reading` is its name
    LIVE = "live page"  # paragraphs in no reliable order; spans the body
    REPAIR = "repair"  # `reading` holds the repaired words
    GLITCH = "glitch"  # noticed, not repaired
    FOREIGN = "foreign words"  # left in another language
    TRANSLATED = "translated"  # evidence that the text is a machine translation
    DATE = "date evidence"  # `reading` is an ISO day, "XXXX-06-25", a weekday, or "before" a weekday still to come
    OUTLET = "outlet name"  # the page names itself; `reading` is the name


BLOCKS = (
    Label.HEADLINE,
    Label.SUBHEAD,
    Label.PARAGRAPH,
    Label.CAPTION,
    Label.CREDIT,
    Label.BYLINE,
    Label.DATE_LINE,
    Label.URL_LINE,
    Label.NOTICE,
    Label.BOILERPLATE,
)
READABLE = (Label.HEADLINE, Label.SUBHEAD, Label.PARAGRAPH, Label.CAPTION)
"""Blocks that later extractors read; all other blocks are furniture of the page."""


class TimeType(StrEnum):
    """TIMEX3 types."""

    DATE = "DATE"
    TIME = "TIME"
    DURATION = "DURATION"
    SET = "SET"


class Anchor(StrEnum):
    """What a time expression is counted from."""

    SELF = "self"  # complete as written
    PUBLICATION = "publication"
    EXPRESSION = "expression"  # another time expression of the report: `refers`
    EVENT = "event"  # a happening of the report: `refers` spans its words
    NONE = "none"  # cannot be resolved to a date (durations, sets)


class Use(StrEnum):
    """How a place name is used."""

    LITERAL = "literal"
    METONYM = "metonym"  # stands for a government, army or people
    ASSOCIATIVE = "associative"  # modifier of an office or a thing
    EMBEDDED = "embedded_name"  # part of another name
    ORGANISATION = "organisation"  # EU


class PlaceRole(StrEnum):
    """What a place is to the happening told in its clause."""

    TARGET = "target"  # hit, taken, attacked: where it happens
    LAUNCH = "launch"  # fired from
    TAKEOFF = "takeoff"
    VENUE = "venue"  # meeting, protest, ceremony: where it happens
    DIRECTION = "direction"  # towards
    REFERENCE = "reference"  # "70 km north of ..."
    JURISDICTION = "jurisdiction"  # of an office
    SUBJECT = "subject"  # the place a state is told of


class Whereabouts(StrEnum):
    """What the words beside a place name make of it."""

    PART = "part"  # inside: "northern Mali", "the east of Ukraine"
    EDGE = "edge"  # inside or just outside: "on the outskirts of", "at the gates of"
    NEAR = "near"  # around it: "near", "close to", "outside"; with a distance: within so many km
    AWAY = "away"  # elsewhere, measured from it: "70 km north of", "20 km from", "east of"
    BETWEEN = "between"  # one end of a stretch: "between A and B", "the road from A to B"
    OFF = "off"  # at sea before it: "off the coast of", "in waters off"
    BEYOND = "beyond"  # on the other side: "across the border from", "across the river from"
    BORDER = "border"  # on its border: "the border with", "near the border between A and B"


class Precision(StrEnum):
    """How exactly a place is known."""

    POINT = "point"
    SITE = "site in town"
    TOWN = "town"
    DISTRICT = "district"
    REGION = "region"
    COUNTRY = "country"
    SEA = "sea"
    UNKNOWN = "unknown"


class ActorKind(StrEnum):
    """What an actor mention is."""

    PERSON = "person"
    BODY = "body"  # ministry, army, company, party, office, command
    STATE = "state"  # a country or its government, by name, demonym or metonym
    GROUP = "group"  # "officials", "separatists", "residents"
    OUTLET = "outlet"
    AGENCY = "agency"  # news agency
    PRONOUN = "pronoun"
    WEAPON = "weapon"


class Form(StrEnum):
    """Form of speech."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class Channel(StrEnum):
    """Through what a statement reached the report."""

    UNSPECIFIED = "unspecified"
    TELEGRAM = "telegram"
    TWITTER = "twitter"
    FACEBOOK = "facebook"
    SOCIAL = "social media"
    VIDEO = "video"
    TELEVISION = "television"
    RADIO = "radio"
    INTERVIEW = "interview"
    STATEMENT = "statement"
    BRIEFING = "briefing"
    PHONE = "phone call"
    AGENCY = "news agency"
    OWN = "own reporting"


class Act(StrEnum):
    """What a speaker does by speaking."""

    ASSERTS = "asserts"
    DENIES = "denies"
    DOUBTS = "doubts"
    ASKS = "asks"
    OFFERS = "offers"
    THREATENS = "threatens"
    COMMITS = "commits"
    ACCUSES = "accuses"
    OPINES = "opines"
    WITHHOLDS = "withholds"  # "did not state when", "did not confirm"


class Hedge(StrEnum):
    """Caution around a statement."""

    UNVERIFIED = "unverified"
    PRELIMINARY = "preliminary"
    EPISTEMIC = "epistemic"
    SCARE_QUOTES = "scare quotes"
    NO_COMMENT = "no comment from the other side"


class Modality(StrEnum):
    """How a mention presents its happening."""

    ACTUAL = "actual"
    PLANNED = "planned"
    HYPOTHETICAL = "hypothetical"
    NEGATED = "negated"


class Currency(StrEnum):
    """Which period a happening belongs to."""

    CURRENT = "current"
    BACKGROUND = "background"


class Status(StrEnum):
    """What kind of happening the account has."""

    HAPPENED = "happened"  # told in an outlet's own voice, or by both sides
    REPORTED = "reported"  # only attributed, by the side hit or by one that gains nothing by it
    CLAIMED = "claimed"  # only attributed, by the side whose own success it is, or marked unverified
    PLANNED = "planned"
    DENIED = "denied"
    HYPOTHETICAL = "hypothetical"
    BACKGROUND = "background"


class Slot(StrEnum):
    """Questions a fact can answer; the form of the answer is in the comment."""

    MUNITIONS_FIRED = "munitions_fired"  # number
    MUNITIONS_HIT = "munitions_hit"
    INTERCEPTED = "intercepted"
    AIRCRAFT_COUNT = "aircraft_count"
    KILLED = "killed"
    INJURED = "injured"
    CASUALTIES = "casualties"
    MISSING = "missing"
    HOSPITALIZED = "hospitalized"
    DISPLACED = "displaced"
    PEOPLE_PRESENT = "people_present"
    KILLED_PROJECTED = "killed_projected"
    REQUESTED = "requested"
    TARGETS_HIT = "targets_hit"
    DAMAGED = "damaged"
    EVACUATED = "evacuated"
    POPULATION = "population"
    DAMAGE_SHARE = "damage_share"
    CONTROL_SHARE = "control_share"
    DISTANCE = "distance"
    WEAPON_RANGE = "weapon_range"
    CAPTURED = "captured"
    TIME = "time"  # interval
    START_TIME = "start_time"
    ANNOUNCED = "announced"
    PREVIOUS_TIME = "previous_time"
    PLANNED_DURATION = "planned_duration"
    PLACE = "place"  # places
    LAUNCH_ORIGIN = "launch_origin"
    TAKEOFF_ORIGIN = "takeoff_origin"
    CAPITAL = "capital"
    CONTROLLER = "controller"  # code
    STATUS = "status"
    COMPLETION = "completion"
    FIRST_USE = "first_use"
    BELLIGERENT = "belligerent"
    ORDER = "order"
    DIRECTION = "direction"
    MUNITION_TYPE = "munition_type"  # text
    AIRCRAFT_TYPE = "aircraft_type"
    PLACE_KIND = "place_kind"
    PLACE_DETAIL = "place_detail"
    TARGET = "target"
    CAPABILITY = "capability"
    OUTCOME = "outcome"
    DEMAND = "demand"
    SOURCE = "source"
    CAUSE = "cause"


# ---------------------------------------------------------------- one report


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` to `end` (half open, never empty) of the text of document `doc`."""

    doc: str
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"empty span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def covers(self, other: Span) -> bool:
        """Whether the other span lies wholly inside this one."""
        return self.doc == other.doc and self.start <= other.start and other.end <= self.end

    def meets(self, other: Span) -> bool:
        """Whether the two spans share a character."""
        return self.doc == other.doc and self.start < other.end and other.start < self.end


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
    unit: (
        str  # one of the units of data/units.toml ("missile", "person_killed", "percent", "km" ...), "thing" if unknown
    )
    modifier: str | None = None  # as normalised: "up to", "about", "more than", "dozens" ...
    object: Span | None = None  # the counted noun phrase
    scope: str | None = None  # words that bound it: "over the previous 24 hours", "in the whole of Ukraine", "so far"
    cumulative: bool = False
    change: str | None = None  # its part in a rise or fall: "from", "to", "by"; "new" for "12 more", "another 12"
    part_of: Span | None = None  # number words of the whole it is part of: "two of the six", "of whom 12 are children"
    attached: Span | None = None  # the word (verb or event noun) of the happening it counts for

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
    role: str | None = None  # id of data/roles.toml ("president", "governor", "spokesperson" ...)
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
    type: str | None  # PLOVER category of data/plover.toml
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


@dataclass(frozen=True, slots=True)
class Claim:
    """What one attribution (or the outlet's own voice) says of one mention. `id` is "<doc>:c:<start>-<end>:<kind>"."""

    id: str
    mention: str
    attribution: str | None
    act: Act


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
    mentions: tuple[Mention, ...] = ()
    claims: tuple[Claim, ...] = ()
    problems: tuple[Problem, ...] = ()


# ---------------------------------------------------------------- several reports


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of time. `start` and `end` are ISO: a civil day "2022-06-25" (as end: to its end), a month, a year, or
    an instant with offset "2022-06-25T05:00+03:00". None leaves a side open; both None: a duration, in `value`."""

    start: str | None
    end: str | None
    precision: str = "day"  # instant, part of day, day, week, month, season, year, vague, duration
    basis: str = "stated"  # stated, relative, dateline, publication, other report
    zone: str | None = None  # UTC offset the civil days are counted in, "+03:00"
    value: str | None = None  # TIMEX3 value
    approx: bool = False


@dataclass(frozen=True, slots=True)
class Resolution:
    """Something settled in the second pass. `subject` is a span, a claim or mention id, or a document id.

    Fields in use: "published" (document id -> Interval), "time" (span of a TimeExpression -> Interval), "implies" (the
    same -> Interval), "place" (span of a Toponym -> place id), "area" (the same -> id of the area that "20 km north of"
    makes of it), "actor" (span of an ActorMention -> actor id),
    "outlet" (document id -> name), "wire" (document id -> agency), "copy" (document id -> document id it copies).
    """

    subject: Span | str
    field: str
    value: str | Interval
    why: str
    score: float | None = None  # of a place: how sure it is, 0 to 1 (share of the readings of that name it stands for)
    step: str | None = None  # of a place: the match step that found it in the gazetteer
    rejected: tuple[Candidate, ...] = ()  # of a place: the next likeliest readings with their shares


@dataclass(frozen=True, slots=True)
class Place:
    """A gazetteer entry, or a place only the reports know (`lat` None)."""

    id: str
    name: str
    kind: str  # country admin1 admin2 region area city town village sea river plant base facility organisation
    lat: float | None
    lon: float | None
    country: str | None  # ISO 3166-1 alpha-2
    admin1: str | None = None  # id of the first-level division
    zone: str | None = None  # IANA name
    precision: Precision = Precision.UNKNOWN
    radius: float | None = None  # km around the point in which it lies; None: as exact as `precision` says
    canonical: str | None = None  # the gazetteer's own name, where the reports spell it otherwise
    of: tuple[str, ...] = ()  # ids of the places it is told by ("20 km north of Kyiv", "between A and B")


@dataclass(frozen=True, slots=True)
class Actor:
    """One person or body over all reports; `evidence` are spans of its mentions."""

    id: str
    name: str
    kind: ActorKind
    names: tuple[str, ...] = ()
    role: str | None = None
    organisation: str | None = None
    country: str | None = None
    side: str | None = None
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """Reports about the same happenings."""

    id: str
    title: str
    documents: tuple[str, ...]
    parent: str | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where statements come from in the end. Related origins count as one in the lower bound."""

    id: str
    kind: str  # speaker, body, communique, wire copy, outlet, unknown
    name: str
    claims: tuple[str, ...]
    related: tuple[str, ...] = ()  # ids of origins that could be the same
    side: str | None = None
    actor: str | None = None  # actor id
    channel: Channel | None = None
    copy: str | None = None  # copy group of its documents
    why: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One happening over all reports. `id` is that of its anchor claim; former ids stay as aliases."""

    id: str
    story: str
    type: str | None
    mode: str | None
    status: Status
    currency: Currency
    when: Interval | None
    agents: tuple[str, ...] = ()  # actor ids
    targets: tuple[str, ...] = ()
    places: tuple[Located, ...] = ()
    mentions: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    parent: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Located:
    """A place of an event in its role; `inferred` when only an office or another report gives it."""

    place: str
    role: PlaceRole
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """What claims say in answer to one slot: one of a number range, an interval, places, a code, a text."""

    claims: tuple[str, ...]
    evidence: tuple[Span, ...]
    origins: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    interval: Interval | None = None
    places: tuple[str, ...] = ()
    code: str | None = None
    text: str | None = None
    scope: str | None = None
    as_of: str | None = None


class Verdict(StrEnum):
    """Agreement between origins, never truth."""

    AGREED = "agreed"
    COMPATIBLE = "compatible"
    CONTRADICTED = "contradicted"
    SINGLE = "single-source"


@dataclass(frozen=True, slots=True)
class Relation:
    """Between two values of a fact, by position: same_origin, corroborates, compatible, contradicts, superseded."""

    left: int
    right: int
    kind: str
    why: str


@dataclass(frozen=True, slots=True)
class Bounds:
    """Independent origins: unknown lineage counted together (`lower`) and apart (`upper`)."""

    lower: int
    upper: int

    def __post_init__(self) -> None:
        if not 0 <= self.lower <= self.upper:
            raise ValueError(f"bounds of origins: {self.lower}..{self.upper}")


@dataclass(frozen=True, slots=True)
class Fact:
    """One question about an event or a place, all its values, and whether they agree."""

    id: str
    story: str
    slot: Slot
    event: str | None
    place: str | None
    values: tuple[Value, ...]
    verdict: Verdict
    why: str
    answer: Value | None  # hull of the values nobody supersedes; where they contradict, of all; rule named in `why`
    origins: Bounds
    relations: tuple[Relation, ...] = ()


@dataclass(frozen=True, slots=True)
class Control:
    """Who is said to hold a place. `status` held, contested, partly, claimed, conceded."""

    place: str
    story: str
    holder: tuple[str, ...]  # sides
    status: str
    when: Interval
    claims: tuple[str, ...]
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """A planned event and what became of it: outcome open, took place, cancelled, postponed."""

    event: str
    when: Interval | None
    announced_by: tuple[str, ...]  # origin ids
    outcome: str
    claims: tuple[str, ...] = ()  # that tell the outcome


@dataclass(frozen=True, slots=True)
class Standing:
    """How the speaker of a claim stands to what is claimed: own success, against interest, neutral; with the reason."""

    claim: str
    interest: str
    why: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """A merge or split of two claims, by rule or person; replayed on re-runs. verdict: same, not same, unsure."""

    left: str
    right: str
    verdict: str
    by: str
    at: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be done, for a person to read: the stage, what it is about, what happened."""

    stage: str
    subject: str
    message: str


@dataclass(frozen=True, slots=True)
class Account:
    """All that writers and store see: every report read, everything reconciled, story by story."""

    readings: tuple[Reading, ...] = ()
    places: tuple[Place, ...] = ()
    actors: tuple[Actor, ...] = ()
    stories: tuple[Story, ...] = ()
    origins: tuple[Origin, ...] = ()
    events: tuple[Event, ...] = ()
    facts: tuple[Fact, ...] = ()
    control: tuple[Control, ...] = ()
    calendar: tuple[Planned, ...] = ()
    standings: tuple[Standing, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    resolutions: tuple[Resolution, ...] = ()
    problems: tuple[Problem, ...] = ()
    made_with: dict[str, str] = field(default_factory=dict)
