"""From a GeoNames dump, its side files and lists of sites to one gazetteer file, in one stream and bounded memory.

A dump is laid over the packaged gazetteer: its places replace those of the same id; countries and divisions keep their
packaged names and points; what only the package knows (seas, informal regions, spellings) stays. Sites alone make a
small file that is added to another gazetteer.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from opensitrep.errors import ResourceError
from opensitrep.text import spelling
from opensitrep.text.words import data_digest, data_path
from opensitrep.world.building.geonames import Dump, parents
from opensitrep.world.building.sites import sites
from opensitrep.world.building.tables import Progress, Tally
from opensitrep.world.gazetteer import FILE, Draft, Gazetteer, Row

BATCH = 5_000  # rows handed over at once: about 10 MB
TABLES = ("world/geonames_codes.tsv", "world/geonames_languages.tsv", "world/site_columns.toml")
LICENCE = "GeoNames: CC BY 4.0; own tables: as the project"
OWN_LICENCE = "as the lists of sites it is made of"

# Divisions by the codes that places carry: from the divisions of the dump, and where it has none (a file of towns) from
# the towns that the packaged gazetteer knows too, by majority.
_DIVISIONS = """
CREATE TABLE division (code TEXT PRIMARY KEY, id INTEGER NOT NULL) WITHOUT ROWID;
INSERT OR IGNORE INTO division SELECT code1, id FROM waiting WHERE feature = 'ADM1' AND code1 <> '' ORDER BY id;
INSERT OR IGNORE INTO division SELECT code2, id FROM waiting WHERE feature = 'ADM2' AND code2 <> '' ORDER BY id;
INSERT OR IGNORE INTO division SELECT code, division FROM (
    SELECT w.code1 AS code, b.admin1 AS division, count(*) AS towns FROM waiting w JOIN packaged.entry b ON b.id = w.id
    WHERE w.code1 <> '' AND b.admin1 IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2);
INSERT OR IGNORE INTO division SELECT code, division FROM (
    SELECT w.code2 AS code, b.admin2 AS division, count(*) AS towns FROM waiting w JOIN packaged.entry b ON b.id = w.id
    WHERE w.code2 <> '' AND b.admin2 IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2);
"""
_PACKAGED = """
INSERT OR {how} INTO waiting SELECT b.id, b.label, b.name, b.kind, b.lat, b.lon, b.country, b.admin1, b.admin2,
    b.population, z.name, b.feature, b.valid_from, b.valid_to, w.code1, w.code2
    FROM packaged.entry b LEFT JOIN packaged.zone z ON z.id = b.zone LEFT JOIN waiting w ON w.id = b.id
    WHERE (b.label IS NOT NULL OR b.kind IN ('country', 'admin1', 'admin2')) = {chosen} ORDER BY b.id;
"""
_PACKAGED_NAMES = "INSERT INTO called SELECT key, entry, weight + 10 * (weight > 2) FROM packaged.name"
_PLACED = """
UPDATE waiting SET admin1 = (SELECT id FROM division WHERE code = code1) WHERE admin1 IS NULL AND code1 <> '';
UPDATE waiting SET admin2 = (SELECT id FROM division WHERE code = code2) WHERE admin2 IS NULL AND code2 <> '';
DROP TABLE division;
"""
_INHERITED = """
WITH RECURSIVE up (at, depth) AS (
    SELECT parent, 1 FROM parent WHERE child = waiting.id
    UNION SELECT p.parent, up.depth + 1 FROM parent p JOIN up ON p.child = up.at WHERE up.depth < 8)
SELECT w.id FROM up JOIN waiting w ON w.id = up.at WHERE w.kind = '{kind}' AND w.id <> waiting.id
ORDER BY up.depth, w.id LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Order:
    """What a gazetteer is to be made of. Without a dump the file holds the sites alone, to be added to another one."""

    geonames: Path | None = None  # dump of 19 columns: .zip, .txt or .tsv
    alternate: Path | None = None  # alternateNamesV2
    hierarchy: Path | None = None
    countries: tuple[str, ...] = ()  # ISO alpha-2 of the rows of the dump that are wanted; none: all
    sites: tuple[Path, ...] = ()
    over: Path | None = None  # gazetteer the dump is laid over; None: the packaged one

    def __post_init__(self) -> None:
        if self.geonames is None and not self.sites:
            raise ResourceError("a gazetteer is made of --geonames, --sites or both: neither was given")
        if self.geonames is None and (self.alternate or self.hierarchy or self.countries or self.over):
            raise ResourceError("--alternate, --hierarchy, --countries, --over go with a dump: name it with --geonames")

    @property
    def files(self) -> tuple[Path, ...]:
        """All files to be read."""
        return tuple(p for p in (self.geonames, self.alternate, self.hierarchy, *self.sites) if p)

    @property
    def under(self) -> dict[str, str]:
        """What the gazetteer under it is made of. Raises `ResourceError` if that is none."""
        return Gazetteer(self.over).made


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was made: entries and names in the file, and what became of the rows of each file read."""

    path: Path
    entries: int
    names: int
    tallies: tuple[Tally, ...]


def make(order: Order, target: Path, *, progress: Progress | None = None) -> Outcome:
    """Make a gazetteer file. The target changes when all is read, or not at all; a stopped run is simply repeated.

    Takes about 100 MB of memory for any size of dump, and beside the target about twice its size on disk meanwhile.
    Raises `ResourceError` where a file cannot be used or nothing in it could be kept.
    """
    if any(target.resolve() == path.resolve() for path in (*order.files, *([order.over] if order.over else []))):
        raise ResourceError(f"{target}: is one of the files to be read; name another one for the result")
    made = {"inputs": digest(order), "licence": LICENCE if order.geonames else OWN_LICENCE, "date": ""}
    made["sources"] = "; ".join([p.name for p in order.files] + ([order.under["sources"]] if order.geonames else []))
    try:
        with closing(Draft(target)) as draft:
            tallies = _dump(draft, order, made, progress) if order.geonames else []
            taken: set[str] = set()
            for path in order.sites:
                tallies.append(Tally(path.name))
                draft.add(sites(path, tallies[-1], taken))
            for path, tally in zip(order.files, tallies, strict=True):
                if not tally.kept and path not in (order.alternate, order.hierarchy):
                    first = tally.examples[0] if tally.examples else "no row of a kind and country asked for"
                    raise ResourceError(f"{path}: nothing in it could be used: {first}")
            if progress:
                progress("sorting", 0, 1)
            counts = draft.finish(made, sounded=order.under["sounded"].split())
            if progress:
                progress("sorting", 1, 1)
    except (sqlite3.DatabaseError, OSError) as error:
        raise ResourceError(f"{target}: cannot be written: {error}") from error
    return Outcome(target, *counts, tuple(tallies))


def digest(order: Order) -> str:
    """One digest of all that shapes the file: the content of what is read, our tables, the packaged gazetteer."""
    total = hashlib.sha256(f"{order.countries}".encode())
    for path in order.files:
        try:
            with path.open("rb") as stream:
                total.update(hashlib.file_digest(stream, "sha256").digest())
        except OSError as error:
            raise ResourceError(f"{path}: {error.strerror}") from error
    for name in TABLES:
        total.update(data_digest(name).encode())
    total.update(Path(spelling.__file__).read_bytes())
    total.update(order.under["inputs"].encode() if order.geonames else order.under["sounded"].encode())
    return total.hexdigest()


def _dump(draft: Draft, order: Order, made: dict[str, str], progress: Progress | None) -> list[Tally]:
    """Places, names and parents of the dump, laid over the packaged gazetteer."""
    assert order.geonames
    dump = Dump(order.countries)
    tallies = [Tally(order.geonames.name)]
    for batch in _batches(dump.places(order.geonames, tallies[0], progress)):
        draft.add(batch)
    made["date"] = dump.day
    if order.alternate:
        tallies.append(Tally(order.alternate.name))
        draft.call(dump.names(order.alternate, tallies[-1], progress))
    base = draft.base
    base.execute("COMMIT")
    under = order.over or data_path(FILE)
    base.execute("ATTACH ? AS packaged", (f"{under.resolve().as_uri()}?mode=ro&immutable=1",))
    base.execute("BEGIN")
    _script(base, _DIVISIONS)
    _script(base, _PACKAGED.format(how="REPLACE", chosen=1))
    _script(base, _PACKAGED.format(how="IGNORE", chosen=0))
    _script(base, _PACKAGED_NAMES)
    _script(base, _PLACED)
    if order.hierarchy:
        tallies.append(Tally(order.hierarchy.name))
        base.execute("CREATE TABLE parent (child INTEGER, parent INTEGER, PRIMARY KEY (child, parent)) WITHOUT ROWID")
        found = parents(order.hierarchy, tallies[-1], progress)
        base.executemany("INSERT OR IGNORE INTO parent VALUES (?, ?)", found)
        for kind in ("admin1", "admin2"):
            above = _INHERITED.format(kind=kind)
            base.execute(
                f"UPDATE waiting SET {kind} = ({above}) WHERE {kind} IS NULL AND id IN (SELECT child FROM parent) "
                "AND kind NOT IN ('country', 'admin1')"
            )
        base.execute("DROP TABLE parent")
    base.execute("COMMIT")
    base.execute("DETACH packaged")
    base.execute("BEGIN")
    return tallies


def _script(base: sqlite3.Connection, script: str) -> None:
    """Run statements inside the transaction that is open (`executescript` would end it)."""
    for statement in script.split(";"):
        if statement.strip():
            base.execute(statement)


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    rest = iter(rows)
    while batch := list(islice(rest, BATCH)):
        yield batch


def country_codes(asked: str) -> tuple[str, ...]:
    """ISO alpha-2 codes from "UA,BY,RU". Raises `ResourceError` for anything else."""
    found = tuple(sorted({code.strip().upper() for code in asked.split(",") if code.strip()}))
    if wrong := [code for code in found if not (len(code) == 2 and code.isascii() and code.isalpha())]:
        raise ResourceError(f"countries are two letters each (ISO 3166-1), not {', '.join(wrong)}")
    return found
