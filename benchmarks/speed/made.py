"""Short made-up reports of many stories, as many as asked: places, outlets and happenings in other words for each.

Nothing of it is news. One story in twenty is told by some twenty reports, the others by one to seven, as on a real day;
tolls grow from report to report, and so do the days.
`python -m benchmarks.speed.made COUNT > reports.jsonl` prints them.
"""

from __future__ import annotations

import json
import random
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from importlib.resources import files
from string import ascii_lowercase

from opensitrep.model import Document
from opensitrep.read import make_document

KINDS = (
    ("Flood in {town}", "{toll} people were killed when a flood hit {town} on {day}, {who} said.",
     "The water rose after two days of rain and covered the {part} of the town."),
    ("Ferry sinks off {town}", "A ferry sank off {town} on {day} and {toll} passengers drowned, {who} said.",
     "Divers went on looking for the {part} of the boat at night."),
    ("Shells hit {town}", "{toll} civilians were killed when shells hit {town} on {day}, according to {who}.",
     "Windows were broken in the {part} and power was cut."),
    ("Quake shakes {town}", "An earthquake killed {toll} people in {town} on {day}, {who} said.",
     "Rescue teams dug in the {part} where houses had fallen."),
    ("Blast at {part} in {town}", "An explosion at the {part} in {town} killed {toll} workers on {day}, {who} said.",
     "Police closed the roads around it and looked for the cause."),
    ("March in {town}", "Thousands marched through {town} on {day} and {toll} people were arrested, {who} said.",
     "They asked for higher wages at the {part} and sang."),
)  # fmt: skip
PARTS = (
    "harbour",
    "market",
    "old mill",
    "station",
    "hospital",
    "school",
    "power plant",
    "cathedral",
    "bridge",
    "depot",
)
SPEAKERS = ("mayor {name}", "governor {name}", "police spokesman {name}", "the rescue service", "the health ministry")
FIRST = ("Ada", "Boris", "Carla", "Dmytro", "Esra", "Femi", "Gita", "Hugo", "Ines", "Jonas", "Kaya", "Luis")
LAST = (
    "Arden",
    "Bekele",
    "Costa",
    "Demir",
    "Ekholm",
    "Farouk",
    "Gruber",
    "Hassan",
    "Ivanov",
    "Jansen",
    "Kovac",
    "Lind",
)
OUTLETS = ("The {} Courier", "{} Post", "Radio {}", "The {} Ledger", "{} Wire")
LOCAL = (
    "{a}, {b} and {c} were without help for hours, said {d} {e}, who sells {ware} at {f}.",
    "On the road from {g} to {h} stood {i} {j} with her two children and a bag of {ware} from {k}.",
    "{l} {m} of the shop {n} wrote to {o} {p} in {q} that {r}, {s} and {t} had heard nothing.",
)  # names nobody has tell the stories apart
WARES = (
    "bread",
    "tyres",
    "melons",
    "paint",
    "shoes",
    "honey",
    "radios",
    "ropes",
    "candles",
    "fish",
    "carpets",
    "seeds",
)
SOUNDS = ("ba", "do", "fe", "gu", "ka", "li", "mo", "nu", "pe", "ra", "si", "to", "va", "we", "yo", "zi")
LASTS = ("Schools stay closed.", "Trains did not run.", "More rain was expected.", "No one else was hurt.")
COUNTRIES = ("UA", "IN", "NG", "PH", "TR", "CO", "ID", "PL", "PK", "ET")
FEWEST, MOST = 20_000, 400_000  # inhabitants of the towns
START = date(2024, 3, 1)


def towns() -> list[str]:
    """Names of middling towns of ten countries, from the packaged gazetteer."""
    file = files("opensitrep") / "data" / "world" / "gazetteer.sqlite"
    marks = ",".join("?" * len(COUNTRIES))
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as base:
        found = base.execute(
            f"SELECT DISTINCT name FROM entry WHERE country IN ({marks}) AND population BETWEEN ? AND ? ORDER BY id",
            (*COUNTRIES, FEWEST, MOST),
        )
        return [name for (name,) in found if name.isascii()]


def made_up(chance: random.Random) -> str:
    """A name nobody has."""
    return "".join(chance.choice(SOUNDS) for _ in range(chance.randint(3, 5))).capitalize()


def reports(count: int) -> Iterator[Document]:
    """So many reports, the same for the same number and the first ones of any greater number."""
    names, number, story = towns(), 0, 0
    while number < count:
        chance = random.Random(story)
        size = 20 if story % 20 == 0 else chance.randint(1, 7)
        title, lead, more = KINDS[story % len(KINDS)]
        here = {
            "town": names[story * 7919 % len(names)], "part": chance.choice(PARTS),
            "who": chance.choice(SPEAKERS).format(name=f"{chance.choice(FIRST)} {chance.choice(LAST)}"),
        }  # fmt: skip
        here |= {letter: made_up(chance) for letter in ascii_lowercase[:20]}
        here["ware"] = chance.choice(WARES)
        toll, day = chance.randint(2, 60), START + timedelta(days=story % 28)
        for copy in range(min(size, count - number)):
            told = {**here, "toll": str(toll + copy), "day": f"{day:%A}"}
            outlet = chance.choice(OUTLETS).format(chance.choice(names))
            lines = [line.format(**told) for line in (title, lead, *LOCAL, more)]
            text = "\n\n".join([*lines, chance.choice(LASTS)]) + "\n"
            published = (day + timedelta(days=1 + copy // 4)).isoformat()
            yield make_document(name=f"{number:06}.txt", text=text, outlet=outlet, published=published)
            number += 1
        story += 1


def main() -> int:
    """Print so many as JSON Lines."""
    for d in reports(int(sys.argv[1])):
        known = {"name": d.name, "text": d.text, "outlet": d.outlet, "published": d.published}
        print(json.dumps(known))
    return 0


if __name__ == "__main__":
    sys.exit(main())
