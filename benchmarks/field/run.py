"""The field test: our own blind set of invented reports on many topics, marked before any output was seen.

Each folder of tests/cases/field holds reports and a `gold.toml`, written from reading alone. A row of a table is one
line, its columns parted by bars; "#2" after the words means their second occurrence; a row that starts with "?" is
optional: it counts neither for nor against. Precision is given only for tables a cluster marks as complete.

The first set has since been used for fixing. `--blind` scores tests/cases/field_blind, a second set of the same form on
other topics: it is measured at releases only, and nobody fixes rules from its errors, so `--errors` does not list them.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
import tomllib
import unicodedata
from calendar import monthrange
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.predict import View
from opensitrep import Settings, build
from opensitrep.model import Fact, Reading
from opensitrep.run.ledger import Ledger

FOLDER = Path(__file__).resolve().parents[2] / "tests" / "cases" / "field"
BLIND = FOLDER.with_name("field_blind")  # measured at releases only
PINNED = Path(__file__).with_name("kept.toml")
NEAR_KM = 60.0  # towns of one report stand further apart; a district's point may lie this far from its town
WIDE_KM = 350.0  # for a region, which gold marks by whole degrees
SAME_CONTENT = 0.6  # token F1 from which two contents are one statement; the seeds' scorer uses the same
SHORT = 6  # tokens up to which a content need only be covered
FILLING = {"the", "for", "and", "of", "to", "in", "who", "with"}
ORDER = (
    "documents", "times", "quantities", "statements", "places", "events", "planned", "merging", "copies", "facts",
    "control", "stories",
)  # fmt: skip
TABLES = ("places", "times", "quantities", "statements", "events")

Row = dict[str, Any]
Days = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class Gold:
    """One marked row: its characters, its other columns, and whether it is asked for."""

    file: str
    table: str
    start: int
    end: int
    columns: tuple[str, ...]
    optional: bool

    def column(self, number: int) -> str:
        """The column, "" where it is left out."""
        return self.columns[number] if number < len(self.columns) else ""


@dataclass(slots=True)
class Tally:
    """Counts by figure ("places found") and the misses behind them."""

    counts: Counter[str] = field(default_factory=Counter)
    totals: Counter[str] = field(default_factory=Counter)
    misses: list[tuple[str, str, str]] = field(default_factory=list)  # figure, what, sentence

    def count(self, figure: str, right: bool, what: str, sentence: str = "") -> bool:
        """Note one item; a wrong one is kept with its sentence."""
        self.totals[figure] += 1
        self.counts[figure] += right
        if not right:
            self.misses.append((figure, what, sentence))
        return right

    def add(self, other: Tally) -> None:
        """Take over the counts of another tally."""
        self.counts.update(other.counts)
        self.totals.update(other.totals)


# ---------------------------------------------------------------- gold


def digest(folder: Path = FOLDER) -> str:
    """SHA-256 over names and bytes of a set, so that a changed set is noticed."""
    summed = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        summed.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return summed.hexdigest()


def pinned(folder: Path = FOLDER) -> str | None:
    """The digest that the figures of a set were measured on; None where none is noted."""
    noted = tomllib.loads(PINNED.read_text(encoding="utf-8")) if PINNED.exists() else {}
    return (noted.get("blind", {}) if folder == BLIND else noted).get("digest")


def clusters_of(folder: Path = FOLDER) -> list[Path]:
    """The clusters of a set."""
    return sorted(p for p in folder.iterdir() if p.is_dir())


def reports_in(folder: Path) -> list[Path]:
    """The reports of a cluster without its gold."""
    return sorted(p for p in folder.iterdir() if p.suffix in (".txt", ".json"))


def tell_day(path: Path, published: str, given: Path) -> Path:
    """The report with its day of publication in its form, written to the folder `given` under the same name."""
    text = path.read_text(encoding="utf-8")
    text = json.loads(text)["text"] if path.suffix == ".json" else text
    told = given / f"{path.name}.json"
    told.write_text(json.dumps({"text": text, "published": published}), encoding="utf-8")
    return told


def find(words: str, text: str) -> tuple[int, int]:
    """Where the words stand; "first … last" spans both. Raises `ValueError` when they do not."""
    nth = 1
    if numbered := re.fullmatch(r"(.*)#(\d+)", words):
        words, nth = numbered[1], int(numbered[2])
    head, _, tail = (part.strip() for part in words.partition("…"))
    loose = re.escape(head).replace(r"\ ", r"\s+")
    edge_left, edge_right = (r"(?<!\w)" if head[0].isalnum() else ""), (r"(?!\w)" if head[-1].isalnum() else "")
    hits = list(re.finditer(edge_left + loose + edge_right, text, re.IGNORECASE))
    if len(hits) < nth:
        raise ValueError(f"not in the text: {words!r} ({nth})")
    start, end = hits[nth - 1].span()
    if tail:
        at = text.find(tail, end)
        if at < 0:
            raise ValueError(f"not in the text: {tail!r} after {head!r}")
        end = at + len(tail)
    return start, end


def rows_of(report: Row, text: str) -> list[Gold]:
    """All marked rows of one report."""
    out = []
    for table in TABLES:
        for line in filter(None, map(str.strip, report.get(table, "").splitlines())):
            words, *columns = (c.strip() for c in line.lstrip("?").split("|"))
            start, end = find(words, text)
            out.append(Gold(report["file"], table, start, end, tuple(columns), line.startswith("?")))
    return out


# ---------------------------------------------------------------- comparing values


def day_range(text: str | None) -> Days | None:
    """First and last day of "2024", "2024-05", "2024-05-03", of an instant or of "a/b"; None for anything else."""
    if not text:
        return None
    if "/" in text:
        left, right = (day_range(t) for t in text.split("/", 1))
        return (left[0] if left else None, right[1] if right else None)
    if not (found := re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", text)):
        return None
    year, month, day = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if day:
        return (date(year, month, day),) * 2
    if month:
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return date(year, 1, 1), date(year, 12, 31)


def ends_of(row: Row) -> Days:
    """First and last day of a predicted row."""
    left, right = day_range(row.get("from")), day_range(row.get("to"))
    return (left[0] if left else None, right[1] if right else None)


def same_days(gold: Days, found: Days) -> bool:
    """One day must be named, with at most the night beside it; a longer stretch may be off by a sixth, or open."""
    if gold[0] is None or gold[1] is None or found == (None, None):
        return False
    first, last = found[0] or gold[0], found[1] or gold[1]
    if gold[0] == gold[1]:
        return first <= gold[0] <= last and (last - first).days <= 1 and None not in found
    slack = timedelta(days=1 + (gold[1] - gold[0]).days // 6)
    return abs(first - gold[0]) <= slack and abs(last - gold[1]) <= slack


def overlap(gold: Days, found: Days) -> bool:
    """Whether the two stretches share a day."""
    if found == (None, None) or gold == (None, None):
        return False
    low = max(d for d in (gold[0], found[0], date.min) if d)
    return low <= min(d for d in (gold[1], found[1], date.max) if d)


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance."""
    (lat1, lon1), (lat2, lon2) = (tuple(map(math.radians, p)) for p in (a, b))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 12742 * math.asin(math.sqrt(half))


def same_place(gold: str, found: Row) -> bool:
    """Within reach of the marked point, or in the marked country; "-" asks for no place on the map."""
    if gold == "-":
        return found.get("lat") is None
    if not re.match(r"-?\d", gold):
        return bool(found.get("country") == gold)
    if found.get("lat") is None:
        return False
    reach = NEAR_KM if "." in gold else WIDE_KM
    lat, lon = map(float, gold.split())
    return kilometres((lat, lon), (found["lat"], found["lon"])) <= reach


def same_range(gold: Gold, found: Row) -> bool:
    """Both ends equal within a fifth; an open end must stay open."""
    for wanted, given in ((gold.column(0), found.get("low")), (gold.column(1), found.get("high"))):
        if (wanted == "") != (given is None):
            return False
        if given is not None and abs(float(wanted) - given) > 0.2 * abs(float(wanted)) * (
            gold.column(0) != gold.column(1)
        ):
            return False
    return True


def words_of(text: str) -> set[str]:
    """Words without accents, cut to six letters so that endings do not count."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return {w[:6] for w in re.findall(r"\w{2,}", plain)} - FILLING


def tokens(text: str, start: int, end: int) -> set[int]:
    """Starts of the words inside a stretch."""
    return {m.start() + start for m in re.finditer(r"\w+", text[start:end])}


def likeness(gold: set[int], found: set[int]) -> float:
    """Token F1; a short content need only cover or be covered."""
    shared = len(gold & found)
    if len(gold) <= SHORT and shared and shared in (len(gold), len(found)):
        return max(SAME_CONTENT, 2 * shared / (len(gold) + len(found)))
    return 2 * shared / (len(gold) + len(found)) if shared else 0.0


# ---------------------------------------------------------------- one cluster


class Cluster:
    """One folder of the set: what was marked, what the product says, and how they compare."""

    def __init__(self, folder: Path, *, dated: bool = False) -> None:
        self.gold = tomllib.loads((folder / "gold.toml").read_text(encoding="utf-8"))
        if dated:
            with TemporaryDirectory() as given:
                paths = [tell_day(folder / r["file"], r["published"], Path(given)) for r in self.gold["report"]]
                account = build(paths, settings=Settings(engine="here"))
        else:
            account = build(reports_in(folder), settings=Settings(engine="here"))
        self.ledger, self.view = Ledger(account), View(account)
        self.rows = self.view.tables()
        self.readings: dict[str, Reading] = {r.document.name: r for r in account.readings}
        if dated:  # the names of gold
            self.readings = {name.removesuffix(".json"): r for name, r in self.readings.items()}
            for row in (r for t in ("documents", "places", "times", "quantities") for r in self.rows[t]):
                row["file"] = row["file"].removesuffix(".json")
        self.events = {e.id: e for e in account.events}
        self.tally = Tally()
        self.labelled: dict[str, list[str]] = defaultdict(list)  # label of gold -> ids of events, one a matched mention
        self.met: list[tuple[str, str | None]] = []  # (label, event id or None where it was missed) of every marked one

    def score(self) -> Tally:
        """All tables of the cluster."""
        for report in self.gold["report"]:
            name = report["file"]
            rows = rows_of(report, self.readings[name].document.text)
            self._document(report)
            for table in ("places", "times", "quantities"):
                self._marks(name, table, [r for r in rows if r.table == table])
            self._statements(name, [r for r in rows if r.table == "statements"])
            for row in (r for r in rows if r.table == "events"):
                self._event(row)
        self._merging()
        for fact in self.gold.get("fact", ()):
            self._fact(fact)
        for control in self.gold.get("control", ()):
            self._control(control)
        self._copies()
        return self.tally

    def sentence(self, name: str, start: int, end: int) -> str:
        """The line of the text around a stretch, cut to a readable length."""
        text = self.readings[name].document.text
        left = max(text.rfind("\n", 0, start) + 1, start - 120)
        right = text.find("\n", end)
        return f"{name}: …{text[left : min(right if right >= 0 else len(text), end + 100)]}…"

    def _said(self, row: Gold) -> str:
        text = self.readings[row.file].document.text
        return f"{text[row.start : row.end]!r} {' | '.join(row.columns)}"

    def _count(self, figure: str, right: bool, row: Gold, found: str = "") -> bool:
        what = self._said(row) + (f"  GOT {found}" if found else "")
        return self.tally.count(figure, right, what, self.sentence(row.file, row.start, row.end))

    def _document(self, report: Row) -> None:
        found = next(d for d in self.rows["documents"] if d["file"] == report["file"])["published"]
        wanted = report["published"]
        if report.get("undated"):  # the page does not say: another report may, or it stays open
            self.tally.count(
                "documents not misdated", found in (None, wanted), f"{report['file']} {wanted} GOT {found}"
            )
        else:
            self.tally.count("documents day", found == wanted, f"{report['file']} {wanted}  GOT {found}")

    # ------------------------------------------------ marks

    def _marks(self, name: str, table: str, rows: list[Gold]) -> None:
        found = [r for r in self.rows[table] if r["file"] == name]
        used: set[int] = set()
        for row in sorted(rows, key=lambda r: (r.optional, r.start)):
            shared = [
                (min(row.end, p["end"]) - max(row.start, p["start"]), -p["start"], i)
                for i, p in enumerate(found)
                if i not in used
                and 2 * (min(row.end, p["end"]) - max(row.start, p["start"]))
                >= min(row.end - row.start, p["end"] - p["start"])
            ]
            if shared:
                used.add(max(shared)[2])
            if row.optional:
                continue
            if self._count(f"{table} found", bool(shared), row):
                self._value(table, row, found[max(shared)[2]])
        if table in self.gold["complete"]:
            for i, p in enumerate(found):
                spared = i in used or any(r.start < p["end"] and p["start"] < r.end for r in rows)
                text = self.readings[name].document.text[p["start"] : p["end"]]
                self.tally.count(f"{table} precision", spared, repr(text), self.sentence(name, p["start"], p["end"]))

    def _value(self, table: str, row: Gold, found: Row) -> None:
        if table == "places":
            given = f"{found.get('lat')} {found.get('lon')} {found.get('country')} {found['use']}"
            self._count("places where", same_place(row.column(1), found), row, given)
            literal = {"literal"} & {found["use"]}
            uses = row.column(0).split("/")
            self._count("places use", found["use"] in uses or (not literal and "literal" not in uses), row, given)
        elif table == "times" and row.column(0) not in ("", "-"):
            given = f"{found.get('from')} {found.get('to')} {found.get('value')}"
            if row.column(0).startswith("P"):
                self._count("times value", found.get("value") == row.column(0), row, given)
            else:
                first, last = day_range(row.column(0)), day_range(row.column(1))
                wanted = (first[0] if first else None, last[1] if last else None)
                self._count("times value", same_days(wanted, ends_of(found)), row, given)
        elif table == "quantities" and row.column(0) != "-":
            given = f"{found.get('low')} {found.get('high')} {found['unit']}"
            self._count("quantities range", same_range(row, found), row, given)
            self._count("quantities unit", found["unit"] in row.column(2).split("/"), row, given)

    # ------------------------------------------------ statements

    def _statements(self, name: str, rows: list[Gold]) -> None:
        text = self.readings[name].document.text
        found = []
        for attribution in self.readings[name].attributions:
            parts = [tokens(text, s.start, s.end) for s in attribution.content]
            found.append((attribution, [*parts, set().union(*parts)]))
        for row in rows:
            wanted = tokens(text, row.start, row.end)
            best = max(
                ((max(likeness(wanted, p) for p in parts), -a.content[0].start, a.id) for a, parts in found),
                default=(0.0, 0, ""),
            )
            if not self._count("statements found", best[0] >= SAME_CONTENT, row):
                continue
            attribution = self.ledger.attributions[best[2]]
            said = self.view.statement(attribution)
            source = " ".join(self.ledger.quote(s) for s in attribution.source) if said["speaker"] else ""
            given = f"{said['speaker']} ({said['organisation']}) {said['form']} {said['channel']}"
            names = words_of(f"{said['speaker'] or ''} {said['organisation'] or ''} {source}")
            self._count("statements speaker", bool(words_of(row.column(0)) & names), row, given)
            self._count("statements form", said["form"] in row.column(1).split("/"), row, given)
            if row.column(2):
                self._count("statements channel", said["channel"] in row.column(2).split("/"), row, given)

    # ------------------------------------------------ events

    def _event(self, row: Gold) -> None:
        found = self._event_met(row)
        self.met.append((row.column(4), found))
        if found:
            self.labelled[row.column(4)].append(found)

    def _event_met(self, row: Gold) -> str | None:
        types, where, when, status = (row.column(n) for n in range(4))
        inside = [
            m
            for m in self.readings[row.file].mentions
            if m.type and row.start <= m.trigger.start < row.end and m.id in self.ledger.event_of_mention
        ]
        if not self._count("events found", bool(inside), row):
            return None
        typed = [m for m in inside if m.type in types.split("/")]
        if not self._count("events type", bool(typed), row, ", ".join(str(m.type) for m in inside)):
            return None
        gold_days = day_range(when) if when != "-" else None
        ranked = []
        for mention in typed:
            event = self.events[self.ledger.event_of_mention[mention.id]]
            said = self.view.event(event)
            placed = where == "-" or any(same_place(where, p) for p in said["places"])
            timed = gold_days is None or overlap(gold_days, ends_of(said))
            stood = said["status"] in self._statuses(status)
            ranked.append((placed + timed + stood, -mention.trigger.start, event.id, placed, timed, stood, said))
        best = max(ranked, key=lambda r: r[:3])
        said = best[6]
        given = f"{said['type']} {[(p.get('lat'), p.get('lon'), p.get('country')) for p in said['places']]}"
        given += f" {said.get('from')}..{said.get('to')} {said['status']}"
        if where != "-":
            self._count("events place", best[3], row, given)
        if gold_days is not None:
            self._count("events day", best[4], row, given)
        self._count("events status", best[5], row, given)
        if status == "planned":
            self._count("planned kept", best[5], row, given)
        return str(best[2])

    def _statuses(self, wanted: str) -> set[str]:
        """ "happened" and "reported" are one, as two readers do not tell them apart."""
        out = set(wanted.split("/"))
        return out | {"happened", "reported"} if out & {"happened", "reported"} else out

    def _merging(self) -> None:
        for (left, a), (right, b) in combinations(self.met, 2):
            if left == right:
                self.tally.count(
                    "merging recall", a == b is not None, f"{left}: {'split' if a and b else 'one not found'}"
                )
                if a and b:
                    self.tally.count("merging of those found", a == b, f"{left}: split")
            if a == b is not None:
                self.tally.count("merging precision", left == right, f"{left} + {right}")

    # ------------------------------------------------ account

    def _fact(self, wanted: Row) -> None:
        ids = set(self.labelled[wanted["label"]])
        slots = {wanted["slot"], "casualties"} if wanted["slot"] == "killed" else {wanted["slot"]}
        facts = [f for f in self.view.account.facts if f.event in ids and f.slot.value in slots]
        what = f"{wanted['slot']} of {wanted['label']}: {wanted.get('low')}..{wanted.get('high')}"
        what += f" {wanted['verdict']} {wanted['origins']}"
        if not self.tally.count("facts found", bool(facts), what):
            return
        best: Fact = max(facts, key=lambda f: (len(f.values), f.id))
        given = f"{what}  GOT {[(v.low, v.high) for v in best.values]} {best.verdict.value} {best.origins.lower}"
        self.tally.count("facts verdict", best.verdict.value in wanted["verdict"].split("|"), given)
        self.tally.count("facts origins", best.origins.lower == wanted["origins"], given)
        values = [v for v in best.values if v.low is not None or v.high is not None]
        low = min((v.low for v in values if v.low is not None), default=None)
        high = max((v.high for v in values if v.high is not None), default=None)
        if best.answer and best.verdict.value != "contradicted":
            low, high = best.answer.low, best.answer.high
        right = low == wanted["low"] and ("high" not in wanted or high == wanted["high"])
        self.tally.count("facts answer", right, f"{given} answer {low}..{high}")

    def _control(self, wanted: Row) -> None:
        near = [c for c in self.rows["control"] if same_place(wanted["where"], c["place"])]
        what = f"{wanted['place']} {wanted['holder']} {wanted['status']} {wanted['day']}"
        given = what + "  GOT " + "; ".join(f"{c['controller']} {c['status']} {c['as_of']}" for c in near)
        if self.tally.count("control place", bool(near), given):
            right = [
                c
                for c in near
                if wanted["holder"] in c["controller"]
                and c["status"] == wanted["status"]
                and overlap(
                    day_range(wanted["day"]) or (None, None), day_range(c["as_of"].replace("..", "")) or (None, None)
                )
            ]
            self.tally.count("control row", bool(right), given)

    def _copies(self) -> None:
        groups = {d["file"]: d.get("copy_group") or d["file"] for d in self.rows["documents"]}
        wanted = {frozenset(p) for c in self.gold.get("copy", ()) for p in combinations(c["files"], 2)}
        for pair in combinations(sorted(groups), 2):
            linked = groups[pair[0]] == groups[pair[1]] or pair[0] in groups[pair[1]] or pair[1] in groups[pair[0]]
            self.tally.count("copies told", linked == (frozenset(pair) in wanted), f"{pair} GOT {linked}")


def stories(folder: Path, home_of_text: dict[str, str]) -> Tally:
    """Whether reports of one folder, and no others, make up one story when all are read at once."""
    account = build([p for c in clusters_of(folder) for p in reports_in(c)], settings=Settings(engine="here"))
    home = {r.document.id: home_of_text[r.document.text_id] for r in account.readings}
    told = {home[d]: s.id for s in account.stories for d in s.documents}
    tally = Tally()
    for pair in combinations(sorted(told), 2):
        together, same = told[pair[0]] == told[pair[1]], pair[0].split("/")[0] == pair[1].split("/")[0]
        if same:
            tally.count("stories recall", together, " + ".join(pair))
        if together:
            tally.count("stories precision", same, " + ".join(pair))
    return tally


# ---------------------------------------------------------------- command


def figures(only: str | None = None, *, dated: bool = False, folder: Path = FOLDER) -> dict[str, Tally]:
    """Tallies by cluster, and of the stories over all."""
    out: dict[str, Tally] = {}
    home: dict[str, str] = {}
    for place in (p for p in clusters_of(folder) if only in (None, p.name)):
        cluster = Cluster(place, dated=dated)
        home |= {r.document.text_id: f"{place.name}/{name}" for name, r in cluster.readings.items()}
        out[place.name] = cluster.score()
    if only is None:
        out["(all at once)"] = stories(folder, home)
    return out


def run(*, errors: bool = False, only: str | None = None, dated: bool = False, blind: bool = False) -> int:
    """Print recall and precision by table and cluster; 1 if the set is not the pinned one.

    `blind` takes the second set, whose errors are never listed.
    """
    folder = BLIND if blind else FOLDER
    tallies = figures(only, dated=dated, folder=folder)
    whole = Tally()
    for tally in tallies.values():
        whole.add(tally)
    names = sorted(whole.totals, key=lambda n: (ORDER.index(n.split()[0]), n))
    for name in names:
        cells = "  ".join(
            f"{cluster[:8]} {t.counts[name]}/{t.totals[name]}" for cluster, t in tallies.items() if t.totals[name]
        )
        right, total = whole.counts[name], whole.totals[name]
        print(f"{name:<24}{right / total:6.3f}  {right:>4}/{total:<4}  {cells}")
    if errors and not blind:
        for cluster, tally in tallies.items():
            for figure, what, sentence in sorted(tally.misses):
                print(f"\n[{cluster}] {figure}: {what}\n    {' '.join(sentence.split())}")
    if pinned(folder) != digest(folder):  # figures of another set cannot be compared
        print(f"the set is not the pinned one: {digest(folder)}")
        return 1
    return 0
