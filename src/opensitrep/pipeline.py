"""Composition root: the order of the stages and what each is given. The order is the knowledge.

bytes --read--> Document --extract--> Reading  |  Readings --reconcile--> Account --report--> bytes

Left of the bar is a map over reports, right of it a group-by on stories; `engine` runs either side anywhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields, replace
from functools import partial, reduce
from importlib.metadata import PackageNotFoundError, entry_points, version
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, TypeVar

from opensitrep.check import Library, check_draft
from opensitrep.derive.book import Book
from opensitrep.errors import InputError
from opensitrep.extract import (
    actors,
    attachment,
    attribution,
    claims,
    dateline,
    incidents,
    layout,
    places,
    quantities,
    repair,
    states,
    syntax,
    times,
)
from opensitrep.extract.counts import find_counts
from opensitrep.extract.happenings import find_happenings
from opensitrep.extract.passages import find_passages
from opensitrep.extract.places import load_words as load_place_words
from opensitrep.extract.times import load_reader
from opensitrep.forms import ALL_FORMS, FORMS, parquet_writers
from opensitrep.learned import Scorer, Scores, open_scorer
from opensitrep.model import Account, Check, Document, Problem, Reading, Story
from opensitrep.page import PAGES, pdf_writers, story_pages, write_index
from opensitrep.read import each_report, make_document, own_digest
from opensitrep.reconcile import actors as one_actor
from opensitrep.reconcile import calendar, control, dates, facts, origins, stories
from opensitrep.reconcile import events as one_event
from opensitrep.reconcile import places as one_place
from opensitrep.reconcile import times as one_time
from opensitrep.reconcile.join import join
from opensitrep.reconcile.judgements import read_judgements
from opensitrep.run import output
from opensitrep.run.cache import Cache
from opensitrep.run.chapters import Chapters
from opensitrep.run.codec import as_kept, from_json, slim, to_json
from opensitrep.run.engine import run
from opensitrep.run.loose import loose_ends
from opensitrep.run.lost import unread, untold
from opensitrep.run.shelf import Shelf, pack
from opensitrep.settings import Settings
from opensitrep.store import Store
from opensitrep.text.words import data_digest, data_files
from opensitrep.world.gazetteer import Gazetteer

SCHEMA = "1"
STORE = "account.sqlite"
PAPER = "sitrep.pdf"
SETTLING = 4  # of the steps right of the bar: days, actors, places and times of one report by itself
PAGE = "sitrep.html"
Writer = Callable[[Account, BinaryIO], None]
Extractor = Callable[[Reading], Reading]
Reconciler = Callable[[Account], Account]
READING = {"full": 150e-6, "fast": 50e-6}  # CPU seconds a character of report takes left of the bar, by scorer
TELLING = 12e-6  # the same right of the bar; both measured on news (benchmarks/runs/engines.py)
R = TypeVar("R")
Progress = Callable[[str, int, int], None]
"""Called with the name of the step, what is done and what there is (0: not known yet)."""


def open_gazetteer(settings: Settings) -> Gazetteer:
    """The gazetteer of a run: that of the package or a user's, and the user's own sites."""
    return Gazetteer(settings.gazetteer, sites=settings.sites)


def extractors(settings: Settings, *, joined: bool = True) -> tuple[Extractor, ...]:
    """Every extractor with what it needs bound, from the most specific to the least; plug-ins come last. Without
    `joined` happenings are not joined to incidents.

    Layout and datelines before syntax, since sentences end with blocks and begin after a dateline; times before
    quantities, since "05:00" is no count; behind times what they date, which statements ask for;
    names before places, since a surname is no town; places before attribution,
    since "Kyiv said" is a speaker.
    """
    return (
        layout.label_layout,
        partial(repair.find_repairs, gazetteer=open_gazetteer(settings)),
        dateline.find_datelines,
        partial(syntax.parse, parser=syntax.load_parser(settings.syntax_model)),
        dateline.find_dates,
        partial(times.find_times, reader=load_reader()),
        quantities.find_quantities,
        attachment.attach,
        partial(actors.find_actors, gazetteer=open_gazetteer(settings)),
        partial(places.find_places, gazetteer=open_gazetteer(settings), words=load_place_words()),
        partial(read_meaning, scorer=open_scorer(settings.reader), joined=joined),
        states.find_states,
        claims.make_claims,
        *(point.load() for point in entry_points(group="opensitrep.extractors")),
    )


def read_meaning(reading: Reading, *, scorer: Scorer, joined: bool = True) -> Reading:
    """Statements, passages, happenings, counts and incidents, all by the scores of one pass over the words."""
    return tell_by(reading, scorer.score(reading), joined=joined)


def tell_by(reading: Reading, scores: Scores, *, joined: bool = True) -> Reading:
    """The same by scores that are there."""
    for find in (attribution.find_attributions, find_passages, find_happenings, find_counts):
        reading = find(reading, scores)
    return incidents.find_incidents(reading, scores, judge=incidents.load_judge()) if joined else reading


def reconcilers(settings: Settings) -> tuple[Reconciler, ...]:
    """Every step right of the bar, over the account of one story."""
    return (
        dates.settle_dates,
        partial(one_actor.settle_actors, gazetteer=open_gazetteer(settings)),
        partial(one_place.settle_places, gazetteer=open_gazetteer(settings)),
        partial(one_time.settle_times, gazetteer=open_gazetteer(settings)),
        origins.find_origins,
        partial(one_event.merge_events, judgements=read_judgements(settings.judgements)),
        control.find_control,
        facts.find_series,
        facts.find_positions,
        facts.list_facts,
        calendar.keep_calendar,
    )


# ---------------------------------------------------------------- left of the bar


def extract(stages: Sequence[Extractor], document: Document) -> Reading:
    """All that is read in one report; the syntax is dropped when the last extractor has seen it."""
    asked = stages if document.language in (None, "en") else stages[:1]  # of other languages only the layout
    return as_kept(slim(reduce(lambda reading, stage: stage(reading), asked, Reading(document))))


def extract_packed(stages: Sequence[Extractor], document: Document) -> bytes:
    """The same packed, where it was read: who asked for it need not unpack what a worker sends and pack it again."""
    return pack(extract(stages, document))


def made_with(settings: Settings) -> dict[str, str]:
    """Versions and digests on which the result depends."""
    try:
        model = version(settings.syntax_model.replace("_", "-"))
    except PackageNotFoundError:
        model = "not a distribution"
    shaping = {f.name: getattr(settings, f.name) for f in fields(settings)}
    for name in ("engine", "workers", "cache", "strict", "judgements"):
        del shaping[name]
    shaping["gazetteer"] = Gazetteer(settings.gazetteer).made["inputs"] if settings.gazetteer else None
    # what is in them, not where they lie
    shaping["fields"] = own_digest(settings.fields)
    shaping["sites"] = [Gazetteer(site).made["inputs"] for site in settings.sites]
    words = hashlib.sha256("".join(f"{n} {data_digest(n)}\n" for n in data_files()).encode()).hexdigest()
    return {
        "opensitrep": version("opensitrep"),
        "schema": SCHEMA,
        "syntax model": f"{settings.syntax_model} {model}",
        "data": words[:16],
        "worldview": settings.worldview,
        "settings": hashlib.sha256(to_json(shaping)).hexdigest()[:16],
    }


def read_all(documents: Iterable[Document], settings: Settings, progress: Progress | None = None) -> Shelf:
    """Readings in the order of the documents, packed, from the cache where they stand in it.

    Documents are asked for as they are needed. A report that could not be read because the process reading it was ended
    twice is given with a `Problem`; it is not kept, so that the next run tries again.
    """
    cache = Cache(Path(settings.cache), made_with(settings)) if settings.cache else None
    done, shelf = dict[int, int](), Shelf()  # by position of a document that of its reading
    todo: list[tuple[int, Document]] = []  # those that are to be read, with their positions
    seen, ended = 0, False

    def tell() -> None:
        if progress:
            progress("reading", len(done), seen if ended else 0)

    def unkept() -> Iterator[Document]:
        nonlocal seen, ended
        for number, document in enumerate(documents):
            seen = number + 1
            if cache and (kept := cache.get(document)) is not None:
                done[number] = shelf.put_packed(document, kept)
                tell()
                continue
            todo.append((number, document))
            yield document
        ended = True

    for number, found in read_each(unkept(), settings, extract_packed):
        at, document = todo[number]
        if isinstance(found, Reading):  # of a process that was ended
            done[at] = shelf.put(found)
        else:
            done[at] = shelf.put_packed(document, found)
            if cache:
                cache.put(document, found)
        tell()
    tell()
    return shelf.ordered([done[number] for number in range(seen)])


def read_each(
    documents: Iterable[Document], settings: Settings, work: Callable[[Sequence[Extractor], Document], R]
) -> Iterator[tuple[int, R | Reading]]:
    """What `work` makes of each with its readers, as it comes and with the position of its document; or what stands for
    a reading whose process was ended twice."""
    return run(
        partial(extractors, settings),
        work,
        documents,
        engine=settings.engine,
        workers=settings.workers,
        weigh=lambda document: READING[settings.reader] * len(document.text),
        lost=unread,
        modules=("spacy",),
    )


# ---------------------------------------------------------------- right of the bar


def tell(steps: Sequence[Reconciler], case: tuple[Story, tuple[Reading, ...]]) -> Account:
    """The account of one story, without the readings, which whoever asks has: they need not come back from a worker."""
    story, readings = case
    account = reduce(lambda told, step: step(told), steps, Account(readings=readings, stories=(story,)))
    return as_kept(replace(account, readings=()))


def reconcile(readings: Iterable[Reading], settings: Settings, progress: Progress | None = None) -> Account:
    """One account of all stories; the order of the readings makes no difference. They stand in it packed, as does,
    of several stories, what each tells."""
    shelf = readings if isinstance(readings, Shelf) else Shelf(readings)
    places = {d.id: n for n, d in sorted(enumerate(shelf.documents), key=lambda p: (p[1].name, p[1].id))}
    told = stories.group_stories(shelf, similarity=settings.story_similarity)
    chapters = Chapters()
    sizes = [sum(len(shelf.documents[places[d]].text) for d in story.documents) for story in told]
    for number, account in tell_each(told, lambda n: [shelf[places[d]] for d in told[n].documents], settings, sizes):
        chapters.put(number, account)
        if progress:
            progress("reconciling", len(chapters), len(told))
    order, largest = [places[d] for s in told for d in s.documents], max((len(s.documents) for s in told), default=0)
    kept = shelf.ordered(order, room=largest)
    return replace(join(chapters), readings=kept)


def tell_each(
    told: Sequence[Story], readings_of: Callable[[int], Iterable[Reading]], settings: Settings, sizes: Sequence[int]
) -> Iterator[tuple[int, Account]]:
    """Accounts of single stories as they come, without readings, each with its position; its readings, of so many
    characters together, are asked for by that position when it is told."""
    return run(
        partial(reconcilers, settings),
        tell,
        range(len(told)),
        engine=settings.engine,
        workers=settings.workers,
        weigh=lambda number: TELLING * sizes[number],
        fetch=lambda number: (told[number], tuple(readings_of(number))),
        lost=untold,
    )


def close(account: Account, problems: Iterable[Problem], made: dict[str, str]) -> Account:
    """The account with all problems, those of reading its files too, and with what it was made with."""
    found = (*problems, *(p for r in account.readings for p in r.problems), *account.problems)
    return replace(account, problems=tuple(sorted(set(found), key=Problem.__repr__)), made_with=made)


# ---------------------------------------------------------------- the main job


def build(
    paths: Sequence[Path | str], *, settings: Settings | None = None, progress: Progress | None = None
) -> Account:
    """From files, folders and archives to one account. Bad input becomes a `Problem`; nothing of it raises.

    Raises `SettingsError`, `ResourceError` or (of the cache) `OutputError` before anything is read, and the last two
    where worker processes cannot be had or no room is left for the cache.
    """
    chosen = settings or Settings()
    made = made_with(chosen)  # opens the gazetteers: bad ones stop the run here
    if chosen.cache:
        Cache(Path(chosen.cache), made)  # so does a folder that cannot be made
    ordered = sorted(map(Path, paths), key=lambda path: (path.name, str(path)))  # which of two copies is the first
    problems: list[Problem] = []

    def documents() -> Iterator[Document]:
        for found in each_report(ordered, chosen):
            if isinstance(found, Problem):
                problems.append(found)
            else:
                yield found

    readings = read_all(documents(), chosen, progress)
    return close(reconcile(readings, chosen, progress), problems, made)


def checker(account: Account, settings: Settings | None = None) -> Callable[[str | Document], Check]:
    """What lays drafts beside an account; nothing of its reports is read anew. For many drafts over one account.

    Drafts are read by the fast scorer, which finds as many planted errors in them as the full one, in a sixth of the
    time. What it gives raises `InputError` for a draft that is longer than a report may be or is not in English.
    """
    library = Library.of(account)
    read = draft_reader(library, settings)
    return lambda draft: check_draft(read(draft), library)


def draft_reader(library: Library, settings: Settings | None = None) -> Callable[[str | Document], Account]:
    """What reads drafts, each to an account of its own, as of the newest of some reports. Raises as `checker` says."""
    chosen = replace(settings or Settings(), reader="fast")
    stages, steps = extractors(chosen, joined=False), reconcilers(chosen)[:SETTLING]

    def read(draft: str | Document) -> Account:
        document = make_document(name="draft", text=draft) if isinstance(draft, str) else draft
        if len(document.text) > chosen.max_characters:
            raise InputError(f"the draft is longer than {chosen.max_characters} characters")
        if document.language not in (None, "en"):
            raise InputError(f"language {document.language!r} is not read yet")
        day = library.last.isoformat() if library.last else None
        bare = Reading(replace(document, published=day, given=()))
        reading = reduce(lambda done, stage: stage(done), stages, bare)
        story = Story(document.id, document.name, (document.id,))
        return reduce(lambda done, step: step(done), steps, Account(readings=(reading,), stories=(story,)))

    return read


def check_text(draft: str | Document, account: Account, *, settings: Settings | None = None) -> Check:
    """A draft laid beside an account: each sentence with what the reports have of it. Raises `InputError`."""
    return checker(account, settings)(draft)


def writers() -> dict[str, Writer]:
    """What one run writes, by file name: the tables of `page` and `forms`, installed extras, plug-ins.

    A writer is `(Account, BinaryIO) -> None`; plug-ins are the entry points `opensitrep.writers`.
    """
    plugged = {point.name: point.load() for point in entry_points(group="opensitrep.writers")}
    return PAGES | FORMS | ALL_FORMS | parquet_writers() | pdf_writers() | plugged


def prepare(folder: Path) -> None:
    """Make the folder of results and see that all forms can be written there. Raises `OutputError`, before any work."""
    output.prepare(folder, [*writers(), STORE, output.MANIFEST])


def write(
    account: Account, folder: Path, *, only: Sequence[str] = (), everything: bool = False, single_file: bool = False
) -> tuple[Path, ...]:
    """Write every form of an account (or only those named) into a folder; gives the files written, sorted.

    Of several stories `sitrep.html` is the index, with a page for each in the folder `stories` beside it, unless they
    shall stand in a `single_file`. Where `everything`, the events that are folded away are written too, in files of
    their own. All forms are written beside the older ones and take their places together, with a manifest of their
    digests. The page on paper is written only when named: setting it takes minutes where there are many stories.
    Raises `KeyError` for a form that does not exist and `OutputError`, after which the older forms are as they were.
    """
    known, ours = writers(), PAGES | FORMS | ALL_FORMS | parquet_writers()
    asked = {PAPER} if everything else {PAPER, *ALL_FORMS}
    wanted = sorted(only or [*(name for name in known if name not in asked), STORE])
    if unknown := sorted(set(wanted) - {*known, STORE}):
        raise KeyError(unknown[0])
    parted, book = len(account.stories) > 1 and not single_file, Book(account)  # what one form finds serves the others
    with output.together(folder, account=_digest(account) if only else None) as new:
        for name in sorted(wanted, key=lambda name: name not in ALL_FORMS):  # what is found of all events serves others
            if name == STORE:
                Store(new / STORE).save(book)
                continue
            own = ours.get(name) if ours.get(name) is known[name] else None  # not where a plug-in took its place
            own = write_index if parted and name == PAGE else own
            with (new / name).open("wb") as stream:
                own(book, stream) if own else known[name](account, stream)
        for name, page in story_pages(book) if parted and PAGE in wanted else ():  # one at a time in memory
            (new / name).parent.mkdir(exist_ok=True)
            (new / name).write_bytes(page)
            wanted.append(name)
    return tuple(folder / name for name in sorted(wanted))


def _digest(account: Account) -> str:
    stream = BytesIO()
    FORMS[output.ACCOUNT](account, stream)
    return hashlib.sha256(stream.getbuffer()).hexdigest()


def verify(folder: Path) -> tuple[Problem, ...]:
    """What in a folder of results is not as it was written: files that are missing, changed or of another account, and
    spans and references of the account that lead nowhere.

    Raises `OutputError` for a folder without a manifest.
    """
    found = output.verify(folder, [*writers(), STORE])
    if any(problem.subject == output.ACCOUNT for problem in found):
        return found
    account = from_json((folder / output.ACCOUNT).read_bytes(), Account)
    return (*found, *(Problem("verify", output.ACCOUNT, words) for words in loose_ends(account)))
