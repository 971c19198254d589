"""The spelling test: is a place found by a spelling that the gazetteer does not hold?

`python -m benchmarks spellings [--errors]`. Data: `tests/cases/spellings.tsv` (drawn by `names.py`). Each
spelling is taken out of a copy of the gazetteer in memory (its key, from the place, from entries within 15 km and from
the divisions that hold it; a transliteration key finds nothing without it), then looked up and settled as in a report
that names the place's country and two neighbours once each. Right: the place, or an entry of its class within 15 km.

Counted apart: renamings (Torez for Chystyakove), and homonyms, spellings that are also a name of another place more
than 15 km off with at least half as many people (in those three countries any name of it, elsewhere its main name), or
of a country: no list of spellings can tell which is meant.
"""

from __future__ import annotations

import csv
import hashlib
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from opensitrep.extract.places.names import MOST_CANDIDATES
from opensitrep.model import Account, Candidate, Reading, Span, Toponym, Use
from opensitrep.read import make_document
from opensitrep.reconcile.places.settle import settle_places
from opensitrep.text.spelling import plain
from opensitrep.world.earth import far
from opensitrep.world.gazetteer.entry import Entry
from opensitrep.world.gazetteer.file import ALTERNATE, BARE
from opensitrep.world.gazetteer.ranking import DIVIDED, SETTLED, rank
from opensitrep.world.gazetteer.search import Gazetteer

CASES = Path(__file__).resolve().parents[2] / "tests" / "cases" / "spellings.tsv"
NEAR = 15.0  # km
# Two countries beside each, that a report on it would name; our own choice.
_BESIDE = {
    "UA": "RU PL", "RU": "UA BY", "SD": "SS TD", "SS": "SD UG", "SY": "TR IQ", "YE": "SA OM",
    "IQ": "IR SY", "AF": "PK IR", "MM": "TH CN", "ET": "ER SO", "SO": "KE ET", "ML": "NE BF",
    "NE": "NG ML", "NG": "NE CM", "CD": "RW UG", "PS": "IL EG", "LB": "IL SY", "LY": "EG TN",
    "IR": "IQ AZ", "PK": "AF IN", "AM": "AZ GE", "AZ": "AM IR", "GE": "RU AM", "HT": "DO CU",
    "MZ": "TZ MW",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """One spelling of one place."""

    country: str
    place: str
    name: str
    spelling: str
    division: bool
    renamed: bool

    @property
    def tuning(self) -> bool:
        """Whether its errors may be looked at: half of the places by a hash of their id."""
        return int(hashlib.sha256(f"half {self.place}".encode()).hexdigest(), 16) % 2 == 0


def cases() -> Iterator[Case]:
    """The spellings of the list."""
    lines = [line for line in CASES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        renamed = row["renamed"].split("|")
        for spelling in (row["first"], row["second"], row["third"]):
            division = row["kind"] == "division"
            yield Case(row["country"], row["id"], row["name"], spelling, division, spelling in renamed)


class Index:
    """A gazetteer in memory from which spellings can be taken out and put back."""

    def __init__(self) -> None:
        self.gazetteer = Gazetteer()
        assert self.gazetteer.knows("Kyiv")  # opens the file
        self.memory = sqlite3.connect(":memory:", isolation_level=None)
        self.gazetteer._file.backup(self.memory)
        self.gazetteer._base = self.memory

    def remove(self, place: Entry, spelling: str) -> None:
        """Take the spelling from the place, from entries within 15 km and from the divisions that hold it."""
        self.memory.execute("BEGIN")
        for other in self.gazetteer.look_up(spelling):
            if far(other, place) <= NEAR or other.id in (place.admin1, place.admin2) or place.id == other.admin1:
                self._take(other, plain(spelling))
        self._forget()

    def _take(self, entry: Entry, key: str) -> None:
        (number,) = self.memory.execute(
            "SELECT id FROM entry WHERE id = ? OR label = ?", (entry.id.removeprefix("gn:"), entry.id)
        ).fetchone()
        self.memory.execute("DELETE FROM main.name WHERE key = ? AND entry = ?", (key, number))

    def add(self, place: Entry, spelling: str) -> None:
        """Let the place be found by the spelling, as by any other name, if it is not yet."""
        self.memory.execute("BEGIN")
        number = int(place.id.removeprefix("gn:"))
        self.memory.execute(f"INSERT OR IGNORE INTO main.name VALUES (?, ?, {ALTERNATE})", (plain(spelling), number))
        self._forget()

    def _forget(self) -> None:
        """Let the next look-up ask the file."""
        self.gazetteer._kept.clear()
        self.gazetteer._exact.clear()

    def restore(self) -> None:
        """Put back what was taken out."""
        self.memory.execute("ROLLBACK")
        self._forget()


def settled(gazetteer: Gazetteer, case: Case) -> str | None:
    """The entry that the spelling is settled to in a report that names the country and two neighbours."""
    codes = (case.country, *_BESIDE[case.country].split())
    words = [(case.spelling, "admin1" if case.division else None)]
    words += [(gazetteer.countries[code].name, None) for code in codes]
    text = ". ".join(word for word, _ in words)
    document = make_document(name="case", text=text)
    toponyms, start = [], 0
    for word, feature in words:
        matches = gazetteer.find(word, countries=codes)
        ranked = rank(matches, feature)[:MOST_CANDIDATES]
        candidates = tuple(Candidate(m.entry.id, score, m.step) for m, score in ranked)
        span = Span(document.id, start, start + len(word))
        toponyms.append(Toponym(span, Use.LITERAL, None, candidates, feature=feature))
        start += len(word) + 2
    account = settle_places(Account(readings=(Reading(document, toponyms=tuple(toponyms)),)), gazetteer=gazetteer)
    found = [str(r.value) for r in account.resolutions if r.field == "place" and r.subject == toponyms[0].span]
    return found[0] if found and ":" in found[0] and not found[0].startswith(("site:", "unlisted:")) else None


def verdict(gazetteer: Gazetteer, case: Case, answer: str | None) -> str:
    """right, wrong or open."""
    if answer is None:
        return "open"
    wanted, found = gazetteer.entry(case.place), gazetteer.entry(answer)
    assert wanted is not None
    assert found is not None
    alike = any(wanted.kind in kinds and found.kind in kinds for kinds in (SETTLED, DIVIDED))
    return "right" if wanted.id == found.id or (alike and far(wanted, found) <= NEAR) else "wrong"


def homonym(gazetteer: Gazetteer, case: Case, place: Entry) -> bool:
    """Whether the spelling is as much a name of another place."""
    codes = (case.country, *_BESIDE[case.country].split())
    for match in gazetteer.find(case.spelling):
        other = match.entry
        if other.id in (place.id, place.admin1, place.admin2) or other.admin1 == place.id or far(other, place) <= NEAR:
            continue
        named = match.weight >= (ALTERNATE if other.country in codes else BARE)
        settled = {other.kind, place.kind} <= set(SETTLED)
        if other.kind == "country" or (named and settled and other.population * 2 >= place.population):
            return True
    return False


def measure(*, errors: bool = False) -> dict[str, Counter[str]]:
    """Verdicts counted by set: tuning or held-out half, spelling taken out or left in; renamings apart."""
    index = Index()
    out: dict[str, Counter[str]] = defaultdict(Counter)
    for case in cases():
        place = index.gazetteer.entry(case.place)
        assert place is not None
        half = "tuning" if case.tuning else "held out"
        half = "renamed" if case.renamed else "homonym" if homonym(index.gazetteer, case, place) else half
        index.add(place, case.spelling)
        known = verdict(index.gazetteer, case, settled(index.gazetteer, case))
        index.restore()
        out[f"{half}, in the index"][known] += 1
        index.remove(place, case.spelling)
        answer = settled(index.gazetteer, case)
        index.restore()
        found = verdict(index.gazetteer, case, answer)
        out[f"{half}, taken out"][found] += 1
        if errors and half == "tuning" and {known, found} != {"right"}:
            print(describe(index.gazetteer, case, found, answer, known))
    return dict(out)


def describe(gazetteer: Gazetteer, case: Case, found: str, answer: str | None, known: str) -> str:
    """One line about an error of the tuning half."""
    other = gazetteer.entry(answer) if answer else None
    name = f"{other.name} ({other.kind}, {other.country}, {other.population})" if other else "-"
    return f"{found}\t{case.country}\t{case.spelling}\tof {case.name}\t{name}\tin the index: {known}"


def shares(counted: Mapping[str, float]) -> str:
    """Shares of the verdicts in words."""
    total = sum(counted.values())
    return ", ".join(f"{v} {counted.get(v, 0) / total:.3f}" for v in ("right", "wrong", "open")) + f" of {total:g}"


def run(*, errors: bool = False) -> int:
    """Print the table."""
    for name, counted in sorted(measure(errors=errors).items()):
        print(f"{name:22} {shares(counted)}")
    return 0


def page(kept: dict[str, dict[str, float]]) -> list[str]:
    """Lines of the benchmark page."""
    head = [
        "", "## Spelling test: 500 places in 25 countries, three spellings each", "",
        "The spelling is taken out of the gazetteer, or stands in it; the country and two neighbours are named. Errors",
        "of the held-out half were never listed, its totals were seen. `python -m benchmarks spellings`; how the list",
        "was drawn and what is counted apart: `benchmarks/spellings/`.", "",
        "| set | reached |", "|---|---|",
    ]  # fmt: skip
    return head + [f"| {name} | {shares(counted)} |" for name, counted in sorted(kept.items())] if kept else []
