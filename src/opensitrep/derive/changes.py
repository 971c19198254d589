"""What an account tells, a line an event, figure or dispute, and how the lines of two accounts differ.

Stories are the same over two accounts by the reports they share, lines by the claims they stand on: ids change when an
earlier report becomes the anchor of an event.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from opensitrep.derive.book import Book
from opensitrep.derive.disputes import position_answer, position_title, position_verdict
from opensitrep.derive.events import event_counts, event_name, event_status, event_toll, event_verdict_word
from opensitrep.derive.phrases import capital, text
from opensitrep.derive.stories import story_title
from opensitrep.derive.tolls import series_counts, series_title, series_toll, series_value, series_verdict
from opensitrep.derive.voices import origin_name
from opensitrep.model import Account

EVENT, FIGURE, DISPUTE = "event", "figure", "dispute"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a story tells: which one (`about`), and what is told of it (`value`), in derived words."""

    id: str  # of the Event, Series or Position
    kind: str  # event, figure, dispute
    asked: str  # the fate that is counted, what is in dispute; nothing of an event
    about: str
    value: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A story with its lines; `reports` are names by document id."""

    story: str
    title: str
    reports: dict[str, str]
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: a report or a line that is new, changed or withdrawn; `before` and `after` as told."""

    kind: str  # report, event, figure, dispute
    what: str  # new, changed, withdrawn
    about: str
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class StoryChange:
    """All differences of one story; one that is wholly new or gone says so in `what`."""

    story: str
    title: str
    what: str  # new, changed, withdrawn
    changes: tuple[Change, ...]


def tell_lines(account: Account) -> tuple[Told, ...]:
    """What every story of an account tells in print, in the account's order."""
    book = Book(account)
    named = {d.id: d.name for d in book.documents}
    return tuple(
        Told(s.id, story_title(book, s.id), {d: named[d] for d in s.documents}, tuple(_lines(book, s.id)))
        for s in account.stories
    )


def _lines(book: Book, story: str) -> Iterator[Line]:
    for event in book.events_of(story):
        if event.shown:
            words = [event_verdict_word(book, event.id), event_toll(book, event.id), event_counts(book, event.id)]
            yield Line(
                event.id, EVENT, "", event_name(book, event.id), "; ".join([event_status(book, event.id), *words]),
                tuple(sorted(event.claims)),
            )  # fmt: skip
        for series in book.series_of(event.id) if event.shown else ():
            about = f"{series_title(book, series.id)}{text('colon')} {event_name(book, series.event)}"
            others = [capital(series_value(book, series.id, str(n))) for n in series.latest[1:]]
            words = [series_toll(book, series.id), *others]
            words += [series_verdict(book, series.id), series_counts(book, series.id)]
            claims = tuple(sorted(book.series_claims(series.id)))
            yield Line(series.id, FIGURE, series.fate, about, "; ".join(words), claims)
    for position in book.account.positions:
        if position.shown and position.story == story:
            sides = [
                f"{origin_name(book, side.origin)}{text('colon')} {position_answer(book, position.id, str(n))}"
                for n, side in enumerate(position.sides)
            ]
            yield Line(
                position.id, DISPUTE, position.about.value, position_title(book, position.id),
                "; ".join([capital(position_verdict(book, position.id)), *sides]),
                tuple(sorted(c for side in position.sides for c in side.claims)),
            )  # fmt: skip


# ---------------------------------------------------------------- two accounts


def compare(old: Sequence[Told], new: Sequence[Told]) -> tuple[StoryChange, ...]:
    """What is new, changed or withdrawn, story by story, in the order of the newer account; stories that are gone last.

    A story that was parted goes on in the one with most of its reports, and so does one of those that were joined.
    """
    pairs = _most_shared(
        {t.story: ("", frozenset(t.reports)) for t in old}, {t.story: ("", frozenset(t.reports)) for t in new}
    )
    before = {t.story: t for t in old}
    came_from = {line.id: line for t in old for line in t.lines}
    same = match(came_from.values(), [line for t in new for line in t.lines])
    kept = {pairs.get(t.story) for t in new}
    found = [_story(before.get(pairs.get(t.story, "")), t, came_from, same) for t in new]
    goes_on = set(same.values())
    found += [_gone(t, goes_on) for t in old if t.story not in kept]
    return tuple(s for s in found if s.changes)


def match(old: Iterable[Line], new: Iterable[Line]) -> dict[str, str]:
    """Ids of new lines to those of the old lines that they go on from, by the claims they share."""
    before, after = (
        {line.id: (f"{line.kind} {line.asked}", frozenset(line.claims)) for line in lines} for lines in (old, new)
    )
    return _most_shared(before, after)


def _most_shared(
    old: Mapping[str, tuple[str, frozenset[str]]], new: Mapping[str, tuple[str, frozenset[str]]]
) -> dict[str, str]:
    """New ids to old ones, each used once, those that share most first."""
    holders: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, (kind, parts) in old.items():
        for part in parts:
            holders[kind, part].append(name)
    shared: Counter[tuple[str, str]] = Counter()
    for name, (kind, parts) in new.items():
        shared.update((name, other) for part in parts for other in holders.get((kind, part), ()))
    pairs: dict[str, str] = {}
    taken: set[str] = set()
    for (name, other), _ in sorted(shared.items(), key=lambda pair: (-pair[1], pair[0][0] != pair[0][1], pair[0])):
        if name not in pairs and other not in taken:
            pairs[name] = other
            taken.add(other)
    return pairs


def _story(old: Told | None, new: Told, came_from: Mapping[str, Line], same: Mapping[str, str]) -> StoryChange:
    had = old.reports if old else {}
    changes = [Change("report", "new", name) for d, name in sorted(new.reports.items()) if d not in had]
    changes += [Change("report", "withdrawn", name) for d, name in sorted(had.items()) if d not in new.reports]
    for line in new.lines:
        former = came_from.get(same.get(line.id, ""))
        if former is None:
            changes.append(Change(line.kind, "new", line.about, None, line.value))
        elif (former.about, former.value) != (line.about, line.value):
            changes.append(Change(line.kind, "changed", line.about, former.value, line.value))
    goes_on = set(same.values())
    if old:
        changes += _withdrawn(old, goes_on)
    return StoryChange(new.story, new.title, "changed" if old else "new", tuple(changes))


def _gone(old: Told, goes_on: set[str]) -> StoryChange:
    reports = [Change("report", "withdrawn", name) for _, name in sorted(old.reports.items())]
    return StoryChange(old.story, old.title, "withdrawn", (*reports, *_withdrawn(old, goes_on)))


def _withdrawn(old: Told, goes_on: set[str]) -> list[Change]:
    return [Change(n.kind, "withdrawn", n.about, n.value, None) for n in old.lines if n.id not in goes_on]
