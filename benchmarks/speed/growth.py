"""What comparing costs as a folder or a story grows: `python -m benchmarks.speed.growth {day,story,copies} [SIZES]`.

Reports are made of sentences of our own labelled clusters: a story is a dozen of them with persons and towns of its
own, a report is some of these and some of any other story. They are not read (layout alone), or, of one story, read by
the fast scorer, since only what stands right of the bar is measured. `copies` are of the five reports of one labelled
story: with other figures and days, each of an outlet of its own, and a fourth of the paragraphs left out.
"""

from __future__ import annotations

import math
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from random import Random

from benchmarks.corpora.gold import split_of
from benchmarks.speed.throughput import changed
from corpora import clusters
from opensitrep.extract.layout import label_layout
from opensitrep.model import Account, Document, Reading, Story
from opensitrep.pipeline import extract, extractors, reconcilers
from opensitrep.read import make_document
from opensitrep.reconcile.stories import group_stories
from opensitrep.settings import Settings

OWN, SHOWN, STRANGE = 14, 8, 3  # sentences of a story, of them in a report, and of other stories in a report
LARGEST = 50  # of so many reports of a folder one stands in its largest story
SMALLEST = 9  # stories that are not among the largest have 1 to so many reports
SIZES, STORY_SIZES = (1000, 4000), (50, 100, 200, 400)
LABELLED, LEFT_OUT = "colombo-port-2001-07", 0.25
SYLLABLES = (
    "bar",
    "ven",
    "tol",
    "mir",
    "sha",
    "kor",
    "lin",
    "dra",
    "mos",
    "ely",
    "gor",
    "tan",
    "wis",
    "pel",
    "rud",
    "osk",
)


def grouping(sizes: Sequence[int]) -> None:
    """Seconds and memory of parting a day into stories."""
    spent: dict[str, list[float]] = {"grouping": []}
    for size in sizes:
        readings = tuple(label_layout(Reading(document)) for document in day(size))
        began = time.process_time()
        told = group_stories(readings, similarity=Settings().story_similarity)
        spent["grouping"].append(time.process_time() - began)
        print(f"{size} reports: {spent['grouping'][-1]:.1f} s, {len(told)} stories, {_peak():.0f} MB at most")
    _print_growth(sizes, spent)


def steps_of_a_story(sizes: Sequence[int], documents: Iterator[Document]) -> None:
    """Seconds of every step right of the bar over one story."""
    settings = Settings(engine="here", reader="fast")
    stages, steps = extractors(settings), reconcilers(settings)
    every = [extract(stages, document) for document in documents]
    spent: dict[str, list[float]] = {}
    for size in sizes:
        readings = tuple(every[:size])
        account = Account(readings=readings, stories=(Story("s", "s", tuple(r.document.id for r in readings)),))
        for step in steps:
            began = time.process_time()
            account = step(account)
            spent.setdefault(_name(step), []).append(time.process_time() - began)
        spent.setdefault("all steps", []).append(sum(found[-1] for n, found in spent.items() if n != "all steps"))
        print(f"{size} reports: {len(account.events)} events, {len(account.facts)} facts, {_peak():.0f} MB at most")
    _print_growth(sizes, spent)


def _name(step: Callable[[Account], Account]) -> str:
    found = getattr(step, "func", step)
    return str(found.__name__)


def _print_growth(sizes: Sequence[int], spent: dict[str, list[float]]) -> None:
    """Seconds for each size, and the exponent from the first to the last."""
    for name, seconds in spent.items():
        told = "  ".join(f"{s:8.2f}" for s in seconds)
        grown = ""
        if len(seconds) > 1 and min(seconds[0], seconds[-1]) > 0.0:
            grown = f"exponent {math.log(seconds[-1] / seconds[0]) / math.log(sizes[-1] / sizes[0]):.2f}"
        print(f"{name:20} {told}  {grown}")


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


# ---------------------------------------------------------------- reports


def day(size: int) -> Iterator[Document]:
    """A folder of so many reports on stories of all sizes, the same on every machine."""
    left, number = size, 0
    while left:
        members = min(left, max(1 + number % SMALLEST, size // (LARGEST * (number + 1))))
        yield from story(members, number)
        left, number = left - members, number + 1


def story(size: int, number: int = 0) -> Iterator[Document]:
    """Reports of one story, published on three days."""
    random = Random(number)
    pool = sentences()
    own = [_renamed(text, random) for text in random.sample(pool, OWN)]
    names = [_invented(random) for _ in range(6)]
    for report in range(size):
        chosen = random.sample(own, SHOWN) + random.sample(pool, STRANGE)
        body = [f"{random.choice(names)} {names[0]} told reporters in {names[1]}: {text}" for text in chosen[:4]]
        text = "\n".join([f"{names[2]} {names[1]}: {chosen[0][:60]}", *body, *chosen[4:]])
        yield make_document(
            name=f"{number:05}-{report:04}.txt", text=text, published=f"2021-05-{1 + number % 25 + report % 3:02}"
        )


def copies(size: int) -> Iterator[Document]:
    """So many reports of one story."""
    reports = [report for _, report in sorted(clusters.load(clusters.FOLDER / LABELLED)[0].reports.items())]
    for number in range(size):
        report, chance = reports[number % len(reports)], Random(number)
        title, *lines = (line for line in report.text.split("\n") if line.strip())
        kept = [line for line in lines if number < len(reports) or chance.random() >= LEFT_OUT]
        day = report.header["published"]
        document = make_document(
            name=f"{number:05}.txt", text="\n".join([title, *kept]), outlet=f"Outlet {number}", published=day
        )
        yield changed(document, number)


@cache
def sentences() -> tuple[str, ...]:
    """Every sentence of the train part, once."""
    found: dict[str, None] = {}
    for folder in sorted(path.parent for path in clusters.FOLDER.glob("*/account.txt")):
        if split_of(folder) == "train":
            for report in clusters.load(folder)[0].reports.values():
                found |= dict.fromkeys(line.strip() for line in report.text.split("\n") if len(line.split()) > 8)
    return tuple(found)


def _renamed(text: str, random: Random) -> str:
    """The sentence with other names."""
    words = text.split(" ")
    return " ".join(_invented(random) if n and w[:1].isupper() and w.isalpha() else w for n, w in enumerate(words))


def _invented(random: Random) -> str:
    return "".join(random.choice(SYLLABLES) for _ in range(3)).capitalize()


if __name__ == "__main__":
    asked = [int(size) for size in sys.argv[2:]]
    told = {"story": story, "copies": copies}.get(sys.argv[1]) if sys.argv[1:] else None
    if told:
        steps_of_a_story(asked or STORY_SIZES, told(max(asked or STORY_SIZES)))
    else:
        grouping(asked or SIZES)
