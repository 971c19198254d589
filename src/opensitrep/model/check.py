"""What the checking of a draft gives: each sentence with what the reports have of it, from `Proof` to `Check`."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from opensitrep.model.account import Bounds
from opensitrep.model.span import Span


class Ruling(StrEnum):
    """How a sentence of a draft stands to the reports; never about truth."""

    WRONG_SPEAKER = "wrong-speaker"  # the reports give the words to somebody else
    DIFFERS = "differs"  # the reports have another figure, day, place, wording ...
    SUPERSEDED = "superseded"  # a later report has a later figure of the same count
    NOT_IN_REPORTS = "not-in-reports"
    DISPUTED = "disputed"  # the reports hold it against something else
    ONE_ORIGIN = "one-origin"
    SUPPORTED = "supported"  # by two or more independent origins
    NOT_CHECKABLE = "not-checkable"  # opinion, or too vague


ALARMS = (Ruling.WRONG_SPEAKER, Ruling.DIFFERS, Ruling.SUPERSEDED, Ruling.NOT_IN_REPORTS)
"""What a writer has to look at, the gravest first."""


class Aspect(StrEnum):
    """What of a sentence a finding is about."""

    QUOTATION = "quotation"
    SPEAKER = "speaker"
    FIGURE = "figure"
    DAY = "day"
    PLACE = "place"
    PLAN = "plan"  # told as done, and only planned in the reports
    DENIAL = "denial"  # told, and denied in the reports; or the other way round
    NAME = "name"
    HAPPENING = "happening"


@dataclass(frozen=True, slots=True)
class Proof:
    """Words of a report: `span`, and the same characters with report and day, for those who hold no account."""

    span: Span
    words: str
    report: str  # name of the report
    outlet: str | None
    day: str | None  # published


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing of a sentence that is not as in the reports; `start` and `end` are characters of the draft."""

    ruling: Ruling
    aspect: Aspect
    start: int
    end: int
    why: str
    reports: tuple[Proof, ...] = ()  # what the reports have, newest first


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence of the draft: its gravest ruling, what it rests on, and how many independent origins say so."""

    start: int
    end: int
    words: str
    ruling: Ruling
    origins: Bounds
    findings: tuple[Finding, ...] = ()
    rests_on: tuple[Proof, ...] = ()  # the nearest sentences of the reports, the best first


@dataclass(frozen=True, slots=True)
class Check:
    """A draft laid beside an account."""

    text: str
    sentences: tuple[Checked, ...]
    made_with: dict[str, str] = field(default_factory=dict)  # of the account

    def ruled(self, *rulings: Ruling) -> tuple[Checked, ...]:
        """The sentences with one of some rulings."""
        return tuple(s for s in self.sentences if s.ruling in rulings)
