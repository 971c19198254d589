"""Right of the bar: what needs several reports, from `Interval` to `Account`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields

from opensitrep.model import notebook
from opensitrep.model.codes import (
    About,
    Act,
    ActorKind,
    Channel,
    Currency,
    PlaceRole,
    Precision,
    Slot,
    State,
    Status,
    Tie,
    Verdict,
)
from opensitrep.model.report import Candidate, Problem, Reading
from opensitrep.model.span import Span


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of time. `start` and `end` are ISO: a civil day "2022-06-25" (as end: to its end), a month, a year, or
    an instant with offset "2022-06-25T05:00+03:00". None leaves a side open; both None: a duration, in `value`."""

    start: str | None
    end: str | None
    precision: str = "day"  # instant, part of day, day, week, month, season, year, vague, duration
    basis: str = "stated"  # stated, relative, dateline, publication, other report, guessed
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
    main: str | None = None  # id of the event its reports are there for

    def _repr_html_(self) -> str:
        return notebook.story_html(self)


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
class Settled:
    """On what a field of an event ("type", "when", "places", "agents") rests: a rule, and the words that decided.

    `score` is the probability that its value is right; what is not sure enough is left out of the event, and only
    its reason and its words are kept here.
    """

    field: str
    why: str
    words: tuple[Span, ...] = ()
    score: float = 1.0
    sure: bool = True


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
    incidents: tuple[str, ...] = ()
    tie: Tie = Tie.OTHER  # how it stands to its parent; MAIN: what a story is there for
    why: tuple[Settled, ...] = ()
    score: float = 1.0  # calibrated probability that it is worth a card
    shown: bool = True  # a card of its own, or folded away

    def _repr_html_(self) -> str:
        return notebook.event_html(self)


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
    counts: tuple[str, ...] = ()  # of a series: ids of the Counts that tell it
    state: State = State.STANDS
    by: int | None = None  # of a value that is superseded or corrected: position of the one in its place


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
class Series:
    """The counts of one event with one fate, population and window, the earliest first.

    `latest` are positions of the values that stand, the one to print first; `rivals` pairs of positions that different
    claimants give for about one time. No value is made of others: each stands in a report as it is.
    """

    id: str
    story: str
    event: str
    fate: str  # as of a Count
    values: tuple[Value, ...]
    latest: tuple[int, ...]
    verdict: Verdict
    why: str
    origins: Bounds  # behind the first of `latest`
    population: str | None = None  # words for those counted ("children"); None: everybody
    window: str | None = None  # words for the stretch counted over ("since January"); None: the happening itself
    rivals: tuple[tuple[int, int], ...] = ()
    part_of: str | None = None  # id of the series of the whole
    score: float = 1.0
    shown: bool = True

    def _repr_html_(self) -> str:
        return notebook.series_html(self)


@dataclass(frozen=True, slots=True)
class Side:
    """What one origin does in a position; `evidence` are the words of its statements."""

    origin: str
    act: Act
    claims: tuple[str, ...]
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Position:
    """A question about an event that is answered differently, other than by a number."""

    id: str
    story: str
    event: str
    about: About
    sides: tuple[Side, ...]
    verdict: Verdict
    why: str
    score: float = 1.0
    shown: bool = True


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
class Account:
    """All that writers and store see: every report read, everything reconciled, story by story.

    `readings` of a run are packed (`run.shelf`), and of several stories the tables whose rows are each of one story
    (`run.chapters`): what is asked for is there, few reports and stories at a time.
    """

    readings: Sequence[Reading] = ()
    places: tuple[Place, ...] = ()
    actors: tuple[Actor, ...] = ()
    stories: tuple[Story, ...] = ()
    origins: tuple[Origin, ...] = ()
    events: Sequence[Event] = ()
    series: Sequence[Series] = ()
    unplaced: Sequence[str] = ()  # ids of Counts that belong to no event
    positions: Sequence[Position] = ()
    facts: Sequence[Fact] = ()
    control: Sequence[Control] = ()
    calendar: Sequence[Planned] = ()
    standings: Sequence[Standing] = ()
    judgements: Sequence[Judgement] = ()
    resolutions: Sequence[Resolution] = ()
    problems: tuple[Problem, ...] = ()
    made_with: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for table in fields(self):
            if isinstance(rows := getattr(self, table.name), list):  # as JSON gives it
                object.__setattr__(self, table.name, tuple(rows))

    def _repr_html_(self) -> str:
        return notebook.account_html(self)
