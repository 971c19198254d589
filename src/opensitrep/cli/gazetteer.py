"""The commands `opensitrep gazetteer build`, `find` and `info`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from opensitrep.cli.terminal import Bars, command
from opensitrep.pipeline import open_gazetteer
from opensitrep.run.codec import to_json
from opensitrep.settings import Settings
from opensitrep.world.building import Order, Outcome, country_codes, make
from opensitrep.world.gazetteer import ASKED, Gazetteer, Match, rank

OK, PROBLEMS = 0, 1

BUILD = """
Make a gazetteer file of a GeoNames dump, of a list of your own sites, or of both. Nothing is downloaded: fetch
the files yourself from download.geonames.org/export/dump/ (GeoNames, CC BY 4.0: keep the attribution).

  the world (13 million rows), with the use of each name and the parents of each place:
    opensitrep gazetteer build --geonames allCountries.zip --alternate alternateNamesV2.zip
               --hierarchy hierarchy.zip --out world.sqlite
  every hamlet of three countries, the packaged gazetteer elsewhere:
    opensitrep gazetteer build --geonames allCountries.zip --countries UA,BY,RU --out east.sqlite
  one country, from its own file:
    opensitrep gazetteer build --geonames UA.zip --out ua.sqlite
    opensitrep gazetteer build --geonames SD.zip --over ua.sqlite --out both.sqlite
  your own sites, to be added to another gazetteer:
    opensitrep gazetteer build --sites depots.csv --sites camps.geojson --out mine.sqlite

Use it by the settings: gazetteer = "world.sqlite" takes the place of the packaged one, sites = ["mine.sqlite"] is
added to it. A list of sites has the columns id, name, names (parted by |), lat, lon, kind, country, valid_from,
valid_to; name, lat and lon must be there. Your sites go before namesakes.

Rows that cannot be used are counted and told, and the run goes on. A stopped run leaves the old file as it was:
run it again.
"""
FIND = """
Print what a name may stand for, the likeliest first: id, kind, country, division, point, people, weight of the name
(5 of your list, 4 main name, 3 main name without its type word, 2 other name, 1 weak), the step that found it (exact,
sound, slip) and the score before any context.

  opensitrep gazetteer find Desna
  opensitrep gazetteer find Petrykaw --countries BY,UA      spellings nobody wrote down are tried in these
  opensitrep gazetteer find "Lviv" --asks admin1            as in "the Lviv region"
"""
INFO = """
Print what the gazetteer in use is made of: sources, licence, date, how many places and names, digest of its inputs;
then the same of every file of sites added to it.

  opensitrep gazetteer info
  OPENSITREP_GAZETTEER=world.sqlite opensitrep gazetteer info --json
"""


def add_command(commands: Any) -> None:
    """Put the group into the list of commands."""
    group = command(commands, "gazetteer", "make, search and describe gazetteers",
        """
        Make a gazetteer of a GeoNames dump or your own sites, look names up in the one in use, see what it is made of.

          opensitrep gazetteer find Desna
          opensitrep gazetteer build --sites depots.csv --out mine.sqlite
          opensitrep gazetteer info
        """)  # fmt: skip
    parts = group.add_subparsers(dest="part", required=True, metavar="COMMAND")
    one = command(parts, "build", "make a gazetteer file", BUILD)
    one.add_argument("--geonames", type=Path, metavar="DUMP.zip", help="table of 19 columns: .zip, .txt or .tsv")
    one.add_argument("--alternate", type=Path, metavar="FILE.zip", help="alternateNamesV2: which names are in use")
    one.add_argument("--hierarchy", type=Path, metavar="FILE.zip", help="parents of places whose codes name none")
    one.add_argument(
        "--countries", default="", metavar="UA,BY", help="only these rows of the dump (ISO 3166-1 alpha-2)"
    )
    one.add_argument("--over", type=Path, metavar="FILE.sqlite", help="gazetteer it is laid over (the packaged one)")
    one.add_argument(
        "--sites", type=Path, action="append", default=[], metavar="FILE", help="your sites: .csv, .geojson"
    )
    one.add_argument("--out", type=Path, required=True, metavar="FILE.sqlite", help="file to be made or replaced")
    one.add_argument("--strict", action="store_true", help="exit with 1 if any row could not be used")
    one.add_argument("--quiet", action="store_true", help="no progress bars, no summary")
    one.set_defaults(run=run_build)
    two = command(parts, "find", "what a name may stand for", FIND)
    two.add_argument("name", metavar="NAME")
    two.add_argument("--countries", default="", metavar="UA,BY", help="only there, other spellings and slips too")
    two.add_argument(
        "--asks", metavar="KIND", choices=sorted(ASKED), help="the kind of place that words beside the name ask for"
    )
    two.add_argument("--first", type=_positive, default=20, metavar="N", help="how many are shown (20)")
    two.add_argument("--json", action="store_true", help="one JSON object a line instead of a table")
    two.set_defaults(run=run_find)
    three = command(parts, "info", "what the gazetteer in use is made of", INFO)
    three.add_argument("--json", action="store_true", help="one JSON object a line instead of a table")
    three.set_defaults(run=run_info)


# ---------------------------------------------------------------- build


def run_build(args: argparse.Namespace, settings: Settings) -> int:
    """Make a file and tell what became of the rows."""
    order = Order(
        args.geonames, args.alternate, args.hierarchy, country_codes(args.countries), tuple(args.sites), args.over
    )
    bars = Bars(unit="B")
    try:
        outcome = make(order, args.out, progress=None if args.quiet else bars)
    finally:
        bars.close()
    bad = any(tally.bad for tally in outcome.tallies)
    if not args.quiet:
        print(told(outcome))
        print(f"use it: {'gazetteer' if order.geonames else 'sites'} in the settings (docs/using.md)")
    return PROBLEMS if bad and (args.strict or settings.strict) else OK


def told(outcome: Outcome) -> str:
    """What was made, a line a file, and the reasons why rows were left out."""
    lines = [f"wrote {outcome.path}: {outcome.entries:,} places, {outcome.names:,} names"]
    for tally in outcome.tallies:
        bad = tally.bad.total()
        lines.append(f"  {tally.name}: {tally.read:,} rows read, {tally.kept:,} kept, {bad:,} could not be used")
        lines += [
            f"    {count:,} x {reason}" for reason, count in sorted(tally.bad.items(), key=lambda b: (-b[1], b[0]))
        ]
        lines += [f"    {example}" for example in tally.examples[:5]]
    return "\n".join(lines)


# ---------------------------------------------------------------- find, info


def _positive(text: str) -> int:
    """A number of rows. Raises what argparse tells the user."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"must be 1 or more, not {text}")
    return int(text)


def run_find(args: argparse.Namespace, settings: Settings) -> int:
    """Candidates of a name; exit code 1 if there is none."""
    gazetteer = open_gazetteer(settings)
    ranked = rank(gazetteer.find(args.name, countries=country_codes(args.countries)), args.asks)
    countries = country_codes(args.countries)
    ranked = [(m, s) for m, s in ranked if not countries or m.entry.country in countries][: args.first]
    if args.json:
        for match, score in ranked:
            sys.stdout.buffer.write(to_json(_record(gazetteer, match, score)) + b"\n")
    elif ranked:
        print(_table([_record(gazetteer, match, score) for match, score in ranked]))
    else:
        more = "" if countries else "; with --countries other spellings and slips are tried"
        print(f"nothing found for {args.name!r}{more}", file=sys.stderr)
    return OK if ranked else PROBLEMS


def _record(gazetteer: Gazetteer, match: Match, score: float) -> dict[str, Any]:
    entry = match.entry
    division = gazetteer.entry(entry.admin1) if entry.admin1 and entry.admin1 != entry.id else None
    return {
        "id": entry.id, "name": entry.name, "kind": entry.kind, "country": entry.country,
        "admin1": division.name if division else None, "lat": entry.lat, "lon": entry.lon,
        "population": entry.population, "weight": match.weight, "step": match.step, "score": score,
        "valid_from": entry.valid_from, "valid_to": entry.valid_to,
    }  # fmt: skip


def _table(records: Sequence[dict[str, Any]]) -> str:
    """Columns as wide as their widest cell; those that are empty all the way down are left out."""
    columns = [c for c in records[0] if any(r[c] is not None for r in records)]
    rows = [columns, *([_shown(r[c]) for c in columns] for r in records)]
    wide = [max(len(row[n]) for row in rows) for n in range(len(columns))]
    right = {"lat", "lon", "population", "weight", "score"}
    return "\n".join(
        "  ".join(cell.rjust(w) if c in right else cell.ljust(w) for cell, w, c in zip(row, wide, columns, strict=True))
        .rstrip()
        for row in rows
    )  # fmt: skip


def _shown(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:.4f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def run_info(args: argparse.Namespace, settings: Settings) -> int:
    """Sources, licence, date and counts of the files in use."""
    used = [("gazetteer", Gazetteer(settings.gazetteer)), *(("sites", Gazetteer(s)) for s in settings.sites)]
    for role, gazetteer in used:
        facts = {"role": role, "file": gazetteer.path or "packaged", **gazetteer.made, "kinds": gazetteer.kinds()}
        if args.json:
            sys.stdout.buffer.write(to_json(facts) + b"\n")
            continue
        shown = {"digest" if k == "inputs" else k: v for k, v in facts.items() if k not in ("sounded", "kinds")}
        print("\n".join(f"{k:9}{v}" for k, v in shown.items() if v))
        print("kinds    " + ", ".join(f"{kind} {count:,}" for kind, count in gazetteer.kinds().items()))
    return OK
