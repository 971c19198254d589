"""A store that grows: reports are added and taken out in batches, and only the stories they touch are told again.

What was read in a report is kept by the digest of the report and of what read it; reports are grouped anew by their
subjects, some kilobytes each; the account of a story is kept by the digest of its reports' readings, its title and what
told it. So the account of a store is that of one run over all its reports, whatever was added and removed before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from itertools import islice
from pathlib import Path

from opensitrep.derive.changes import Line, Told, match, tell_lines
from opensitrep.errors import InputError
from opensitrep.model import Account, Document, Problem, Reading, Story
from opensitrep.pipeline import Progress, close, extract, made_with, read_each, tell_each
from opensitrep.read import find_reports, keep_once
from opensitrep.reconcile.join import join
from opensitrep.reconcile.judgements import read_judgements
from opensitrep.reconcile.stories import Subject, group_subjects, subject_of
from opensitrep.run.cache import code_digest
from opensitrep.run.chapters import Chapters
from opensitrep.run.codec import from_json, to_json
from opensitrep.run.ledger import Ledger
from opensitrep.run.loose import loose_ends
from opensitrep.run.lost import is_lost
from opensitrep.run.shelf import Shelf
from opensitrep.settings import Settings
from opensitrep.store import Archive, Kept, Report, Run, digest

BATCH = 2000  # documents, and reports of stories, that are in memory at once
BEFORE = ("fields", "outlet", "max_bytes", "max_characters", "max_entries")  # settings that shape documents alone
LOST = ""  # "made" of work that was lost with its process: tried again by the next run


@dataclass(frozen=True, slots=True)
class Done:
    """What an `add` or `remove` did; `run` is None where there was nothing to do."""

    run: Run | None
    reports: int  # in the store
    stories: int
    problems: tuple[Problem, ...] = ()  # of the files that were given


def add(
    where: str | Path,
    paths: Sequence[Path | str],
    *,
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> Done:
    """Read reports and add them to a store, which is made if it is not there: all of the batch or, if killed, none.

    A report that is there already is not read again, and one that is there unchanged changes nothing. Reports read by
    another version of the program, or under other settings, are read again. Raises what `build` raises, `ResourceError`
    for what is no store, and `OutputError` where it cannot be written.
    """
    chosen = settings or Settings()
    made = made_with(chosen)
    key = _key(chosen)
    ordered = sorted(map(Path, paths), key=lambda path: (path.name, str(path)))
    with Archive(where, make=True) as archive:
        found, notices = _read(archive, find_reports(ordered, chosen), key, chosen, progress)
        stale = _read_again(archive, key, chosen, progress)
        with archive.writing() as number:
            there = {r.document for r in archive.reports()}
            fresh = [r for r in found if r.document not in there]
            about = {r.name for r in found} | {p.subject for p in notices}
            known = {p for p in archive.notices() if p.subject in about}
            if not fresh and not stale and known == set(notices):
                return _done(archive, None, notices)
            archive.put_run(Run(number, len(fresh), 0, 0), _text(made))
            archive.put([*fresh, *(r for r in stale if r.document in there)], number)
            archive.put_notices(notices, about=about)
            told = _settle(archive, number, chosen, key, progress)
            archive.drop_older_readings(key)
            run = Run(number, len(fresh), 0, told)
            archive.put_run(run, _text(made))
        return _done(archive, run, notices)


def remove(
    where: str | Path, names: Sequence[str], *, settings: Settings | None = None, progress: Progress | None = None
) -> Done:
    """Take reports out of a store, by their ids or names, with all that was read in them; nothing else is read.

    History keeps its lines as they were worded, no sentence of a report. Raises `InputError` for a name nobody has.
    """
    chosen = settings or Settings()
    key = _key(chosen)
    with Archive(where) as archive:
        stale = _read_again(archive, key, chosen, progress, but=set(names))
        with archive.writing() as number:
            reports = archive.reports()
            subjects = {p.subject for p in archive.notices()}
            known = subjects.union(*({r.id, r.name} for r in reports))
            if missing := sorted(set(names) - known):
                raise InputError(f"not in the store: {', '.join(missing)}")
            gone = [r for r in reports if r.id in names or r.name in names]
            left = {r.name for r in reports} - {r.name for r in gone}
            archive.put_run(Run(number, 0, len(gone), 0), _text(made_with(chosen)))
            archive.put([r for r in stale if r.document in {r.document for r in reports}], number)
            archive.drop(gone)
            archive.put_notices((), about={*names, *(r.name for r in gone)} - left)
            run = Run(number, 0, len(gone), _settle(archive, number, chosen, key, progress))
            archive.drop_older_readings(key)
            archive.put_run(run, _text(made_with(chosen)))
        return _done(archive, run, ())


def account_of(where: str | Path, *, since: date | int | None = None) -> Account:
    """The account of a store: of all its stories, or of those with a report of that day or later, or told after a run.

    It equals that of one `build` over all reports of the store, and is taken from it story by story: few stand in
    memory unpacked.
    """
    with Archive(where) as archive:
        chapters, shelf, largest = Chapters(), Shelf(), 0
        for _, told in _stories(archive, since):
            chapters.put(len(chapters), told)
            largest = max(largest, len(told.readings))
            for reading in told.readings:
                shelf.put(reading)
        account = replace(join(chapters), readings=shelf.ordered(range(len(shelf)), room=largest))
        notices, doubles = archive.notices(), _doubles(archive)
        if since is not None:
            names = {r.document.name for r in account.readings}
            notices, doubles = ([p for p in some if p.subject in names] for some in (notices, doubles))
        made: dict[str, str] = from_json(archive.made_with().encode("utf-8"), dict)
        return close(account, (*notices, *doubles), made)


def told_in(where: str | Path) -> tuple[Told, ...]:
    """What every story of a store tells in print: what `compare` asks for."""
    with Archive(where) as archive:
        stories = archive.stories()
        return tuple(from_json(stories[s.id].lines.encode("utf-8"), Told) for s in _ordered(archive, stories))


def verify_archive(where: str | Path) -> Iterator[Problem]:
    """What in a store is not whole: readings that were changed, stories not told from their reports, loose references.

    One story is looked at after the other.
    """
    with Archive(where) as archive:
        once, _ = keep_once(archive.reports())
        digests, told = archive.digests(), set[str]()
        for kept, account in _stories(archive, None):
            bodies = {r.document.id: digest(r) for r in account.readings}
            reports = {r.id: r for r in once if r.id in bodies}
            told |= bodies.keys()
            for name, report in reports.items():
                if bodies[name] != digests[report.document]:
                    yield Problem("verify", report.name, "what was read in it was changed")
            if kept.digest and not kept.digest.endswith(_rests_on(account.stories[0], bodies)):
                yield Problem("verify", kept.id, "the story was told from other readings than its reports have")
            yield from (Problem("verify", kept.id, words) for words in loose_ends(account))
        yield from (Problem("verify", r.name, "a report that stands in no story") for r in once if r.id not in told)


# ---------------------------------------------------------------- left of the bar


def _read(
    archive: Archive, found: Iterator[Document | Problem], key: str, settings: Settings, progress: Progress | None
) -> tuple[list[Report], list[Problem]]:
    """Have the readings of all documents kept, some documents at a time; gives the reports and what was noticed."""
    reports: dict[str, Report] = {}
    problems: list[Problem] = []
    while some := list(islice(found, BATCH)):
        problems += [p for p in some if isinstance(p, Problem)]
        documents = [d for d in some if isinstance(d, Document)]
        reports |= {r.document: r for r in _keep(archive, documents, key, settings, progress)}
    return list(reports.values()), problems


def _keep(
    archive: Archive, documents: Sequence[Document], key: str, settings: Settings, progress: Progress | None
) -> list[Report]:
    names = [digest(d) for d in documents]
    todo = list({n: d for n, d in zip(names, documents, strict=True) if not archive.has(n, key)}.items())
    lost = set[str]()
    for done, (number, reading) in enumerate(read_each([d for _, d in todo], settings, extract), 1):
        name = todo[number][0]
        if is_lost(reading):
            lost.add(name)
        archive.keep(name, LOST if name in lost else key, reading, subject_of(reading))
        if progress:
            progress("reading", len(documents) - len(todo) + done, len(documents))
    return [
        Report(n, LOST if n in lost else key, d.id, d.name, d.text_id) for n, d in zip(names, documents, strict=True)
    ]


def _read_again(
    archive: Archive, key: str, settings: Settings, progress: Progress | None, but: Iterable[str] = ()
) -> list[Report]:
    """Reports whose readings something else has made, read again; gives those whose reading is another one now."""
    stale = [r for r in archive.reports() if r.made != key and not {r.id, r.name} & set(but)]
    out: list[Report] = []
    for first in range(0, len(stale), BATCH):
        bodies = archive.readings([r.document for r in stale[first : first + BATCH]])
        documents = [_reading(body).document for body in bodies.values()]
        out += [r for r in _keep(archive, documents, key, settings, progress) if r.made == key]
    return out


def _key(settings: Settings) -> str:
    """Digest of all on which a reading depends: what reads it, and under which settings."""
    plain = {f.name: f.default for f in fields(Settings) if f.name in BEFORE}
    return digest({**made_with(replace(settings, **plain)), "code": code_digest()})  # type: ignore[arg-type]


# ---------------------------------------------------------------- right of the bar


def _settle(archive: Archive, run: int, settings: Settings, key: str, progress: Progress | None) -> int:
    """Group all reports anew and tell the stories that are not as they were; gives how many those are."""
    reports = {r.id: r for r in keep_once(archive.reports())[0]}
    kept = {r.document for r in reports.values()}
    subjects = [from_json(s.encode("utf-8"), Subject) for d, s in archive.subjects() if d in kept]
    stories = group_subjects(subjects, similarity=settings.story_similarity)
    before, digests = archive.stories(), archive.digests()
    told_by = digest({"key": key, "judgements": read_judgements(settings.judgements)})
    wanted = {s.id: told_by + _rests_on(s, {d: digests[reports[d].document] for d in s.documents}) for s in stories}
    touched = [s for s in stories if s.id not in before or before[s.id].digest != wanted[s.id]]
    gone = before.keys() - wanted.keys()
    old = [line for i in sorted({*gone, *(s.id for s in touched)} & before.keys()) for line in _lines(before[i])]
    archive.drop_stories(gone)
    new: list[Line] = []
    for story, account in _tell(archive, touched, reports, settings, progress):
        kept_story = Kept(
            story.id, LOST if is_lost(account) else wanted[story.id], run, _last_day(account), _text(story),
            _text(tell_lines(account)[0]), _text(replace(account, readings=())),
        )  # fmt: skip
        archive.put_story(kept_story)
        new += _lines(kept_story)
    archive.rename_stories({
        s.id: body for s in stories if s.id in before and before[s.id].story != (body := _text(s))
    })  # fmt: skip
    _remember(archive, run, old, new)
    return len(touched)


def _rests_on(story: Story, readings: dict[str, str]) -> str:
    """Digest of all a story is told from, by the digests of its readings. How alike they are is said, not told from."""
    return digest([story.title, [[d, readings[d]] for d in story.documents]])


def _tell(
    archive: Archive,
    stories: Sequence[Story],
    reports: dict[str, Report],
    settings: Settings,
    progress: Progress | None,
) -> Iterator[tuple[Story, Account]]:
    """Stories told, the readings of some of them in memory at a time."""
    done = 0
    for some in _batches(stories):
        bodies = archive.readings([reports[d].document for s in some for d in s.documents])
        cases = [[_reading(bodies[reports[d].document]) for d in s.documents] for s in some]
        sizes = [sum(len(r.document.text) for r in case) for case in cases]
        for number, account in tell_each(some, cases.__getitem__, settings, sizes):
            done += 1
            if progress:
                progress("reconciling", done, len(stories))
            yield some[number], replace(account, readings=tuple(cases[number]))


def _batches(stories: Sequence[Story]) -> Iterator[list[Story]]:
    """Stories in runs of at most `BATCH` reports; a larger story is a run by itself."""
    some: list[Story] = []
    size = 0
    for story in stories:
        if some and size + len(story.documents) > BATCH:
            yield some
            some, size = [], 0
        some.append(story)
        size += len(story.documents)
    if some:
        yield some


def _last_day(account: Account) -> str | None:
    """The last day on which a report of an account was published."""
    ledger = Ledger(account)
    found = [p.end or p.start for r in account.readings if (p := ledger.published(r.document.id))]
    return max((day[:10] for day in found if day), default=None)


def _remember(archive: Archive, run: int, old: Sequence[Line], new: Sequence[Line]) -> None:
    """Add to history what is new, changed or ended among the lines of the stories told again."""
    former = {line.id: line for line in old}
    same = match(old, new)
    items = archive.items(former)
    rows: list[tuple[str, int, str, str, str, str | None]] = []
    for line in new:
        was = former.get(same.get(line.id, ""))
        if was is None:
            item = f"{line.id}@{run}" if line.id in former else line.id  # the older line of that id goes on as another
            rows.append((item, run, line.id, line.kind, line.about, line.value))
        elif (was.id, was.about, was.value) != (line.id, line.about, line.value):
            rows.append((items.get(was.id, was.id), run, line.id, line.kind, line.about, line.value))
    goes_on = set(same.values())
    ended = [line for line in old if line.id not in goes_on]
    rows += [(items.get(n.id, n.id), run, n.id, n.kind, n.about, None) for n in ended]
    archive.put_history(rows)


# ---------------------------------------------------------------- what is there


def _stories(archive: Archive, since: date | int | None) -> Iterator[tuple[Kept, Account]]:
    """Every story with its account, in the order of one run over everything."""
    reports = {r.id: r.document for r in keep_once(archive.reports())[0]}
    stories = archive.stories()
    for story in _ordered(archive, stories):
        kept = stories[story.id]
        if isinstance(since, int) and kept.run <= since:
            continue
        if isinstance(since, date) and (kept.last or "") < since.isoformat():
            continue
        bodies = archive.readings([reports[d] for d in story.documents])
        readings = tuple(_reading(bodies[reports[d]]) for d in story.documents)
        account = from_json(archive.body(story.id).encode("utf-8"), Account)
        as_grouped = tuple(replace(s, why=story.why) for s in account.stories)  # likeness depends on all reports
        yield kept, replace(account, readings=readings, stories=as_grouped)


def _ordered(archive: Archive, stories: dict[str, Kept]) -> list[Story]:
    """Stories in the order of their first reports."""
    names = {r.id: r.name for r in keep_once(archive.reports())[0]}
    found = [from_json(kept.story.encode("utf-8"), Story) for kept in stories.values()]
    return sorted(found, key=lambda s: (names[s.documents[0]], s.documents[0]))


def _doubles(archive: Archive) -> list[Problem]:
    return keep_once(archive.reports())[1]


def _lines(kept: Kept) -> tuple[Line, ...]:
    return from_json(kept.lines.encode("utf-8"), Told).lines


def _done(archive: Archive, run: Run | None, problems: Iterable[Problem]) -> Done:
    return Done(run, len({r.id for r in archive.reports()}), len(archive.stories()), tuple(problems))


def _reading(body: str) -> Reading:
    return from_json(body.encode("utf-8"), Reading)


def _text(value: object) -> str:
    return to_json(value).decode("utf-8")
