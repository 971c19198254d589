"""Reads a cluster: its reports, and the account of what holds across them; says what is wrong with either."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

from corpora.form import DATE, KINDS, LISTS, Count, Fault, Report, figure, read

FOLDER = Path(__file__).with_name("clusters")
VOA = FOLDER.with_name("voa")
CLOSED: dict[str, Any] = tomllib.loads((FOLDER / "lists.toml").read_text(encoding="utf-8"))
FORMS: dict[str, str] = CLOSED.pop("forms")
COUNTED: dict[str, int] = CLOSED.pop("fields")
NAMES = ("status", "day", "place", "by", "window", "part of", "as of", "one with", "side")
TIME = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d)?|\d{4}-\d\d|\d{4}")
LABEL = re.compile(r"(\d\d):([hcsi]\d+)(!?)")
EVENT = re.compile(r"(E\d+) (?:(part of|follows|cause of) (E\d+)|(main|earlier|planned|other))")
STATE = re.compile(r"(latest|projected)|(superseded by|corrected to|rival of) (v\d+)|(withdrawn by) (.+)")
GONE = re.compile("superseded|corrected|withdrawn|projected")
ALIKE = 0.3  # share of common runs of five words above which two reports are not independent; by eye, two clusters


@dataclass(frozen=True, slots=True)
class Row:
    """One line of an account: its id, its plain fields, its named fields, the lines indented beneath it."""

    section: str
    id: str
    plain: tuple[str, ...]
    named: dict[str, str]
    line: int
    below: list["Row"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Event:
    """Incidents of several reports that are one; `members` are labels such as `02:i1`."""

    id: str
    relation: str
    other: str | None
    kind: str
    status: str
    day: str | None
    place: str | None
    by: str | None
    members: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a series: who says it, the counts that tell it, and what became of it."""

    id: str
    figure: str
    who: str
    as_of: str | None
    counts: tuple[str, ...]
    states: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """The values of one event, fate, population and window."""

    id: str
    event: str
    fate: str
    population: str
    verdict: str
    window: str
    part_of: str | None
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """What one speaker holds in a position."""

    speaker: str
    act: str
    content: str
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Position:
    """A question that is answered differently."""

    id: str
    event: str
    about: str
    question: str
    verdict: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Cluster:
    """Reports by number, and the account; `copies`: report to (parent, kinds), `origins`: statement to its origin."""

    name: str
    header: dict[str, str]
    reports: dict[str, Report]
    events: tuple[Event, ...]
    series: tuple[Series, ...]
    positions: tuple[Position, ...]
    copies: dict[str, tuple[str, tuple[str, ...]]]
    independent: tuple[tuple[str, str], ...]
    origins: dict[str, str]
    rows: tuple[Row, ...]

    def section(self, name: str) -> list[Row]:
        """The lines of one section, such as `control` or `plans`."""
        return [row for row in self.rows if row.section == name]


def load(folder: Path) -> tuple[Cluster, list[tuple[Path, Fault]]]:
    """A cluster with all its faults, those of its reports too.

    The reports are those of the folder, or of voa/ where the account names them (`# reports: 01 ID, ...`).
    """
    reports, faults = {}, []
    for path in sorted(folder.glob("[0-9][0-9].txt")):
        report, wrong = read(path)
        reports[path.stem] = report
        faults += [(path, fault) for fault in (*wrong, *_header(report, folder.name))]
    account = folder / "account.txt"
    if not account.is_file():
        return _cluster(folder.name, {}, reports, []), [*faults, (account, Fault(1, "the account is missing"))]
    header, rows, wrong = _rows(account.read_text(encoding="utf-8"))
    for number, name in (entry.split() for entry in header.get("reports", "").split(", ") if " " in entry):
        path = VOA / f"{name}.txt"
        if not path.is_file():
            wrong.append(Fault(1, f"report {number}: there is no voa/{name}.txt"))
            continue
        reports[number] = read(path)[0]  # its own faults are told where voa/ is checked
    cluster = _cluster(folder.name, header, reports, rows)
    if not wrong:  # the whole is looked at when its lines are right
        wrong = list(_checked(cluster))
    return cluster, faults + [(account, fault) for fault in sorted(wrong, key=lambda f: f.line)]


def _header(report: Report, name: str) -> Iterator[Fault]:
    """What the header of a clustered report needs beside that of any report."""
    header = report.header
    if header.get("cluster") != name:
        yield Fault(1, f"`# cluster: {name}` is missing")
    if header.get("style") not in CLOSED["style"]:
        yield Fault(1, f"`# style:` is one of {', '.join(CLOSED['style'])}")
    if header.get("published") != "-" and not re.fullmatch(r"\d{4}-\d\d-\d\d", header.get("published", "")):
        yield Fault(1, "`# published:` is 2022-06-27, or -")


def _rows(source: str) -> tuple[dict[str, str], list[Row], list[Fault]]:
    """The lines of an account, each checked by itself."""
    header: dict[str, str] = {}
    rows: list[Row] = []
    faults: list[Fault] = []
    section = ""
    for number, raw in enumerate(source.split("\n"), 1):
        line = raw.rstrip()
        if not line or line.startswith("##"):
            continue
        if line.startswith("# "):
            key, _, value = line[2:].partition(": ")
            header[key] = value
            continue
        if line.startswith("== "):
            section = line[3:]
            if section not in CLOSED["section"]:
                faults.append(Fault(number, f"{section!r} is no section; it is one of {', '.join(CLOSED['section'])}"))
            continue
        pieces = [piece.strip() for piece in line.split(" | ")]
        named = dict(p.split(": ", 1) for p in pieces[1:] if p.partition(": ")[0] in NAMES and ": " in p)
        plain = tuple(p for p in pieces if p == pieces[0] or not (p.partition(": ")[0] in NAMES and ": " in p))
        row = Row(section, plain[0].split()[0], plain, named, number)
        if line[0] != " ":
            rows.append(row)
        elif rows and section in ("series", "positions"):
            rows[-1].below.append(row)
        else:
            faults.append(Fault(number, "only values (series) and sides (positions) are indented"))
            continue
        faults += [Fault(number, message) for message in _line(row, below=line[0] == " ")]
    return header, rows, faults


LISTED = {  # form -> (number of the field, the closed list)
    "look-alikes": (1, "difference"),
    "positions": (1, "about"),
    "side": (1, "act"),
    "control": (1, "control"),
    "plans": (1, "outcome"),
    "corrections": (1, "correction"),
}


def _line(row: Row, *, below: bool) -> Iterator[str]:
    """What is wrong with one line by itself."""
    name = {"series": "value", "positions": "side"}.get(row.section, row.section) if below else row.section
    short = name == "origins" and row.id == "none"
    if name not in FORMS or len(row.plain) != COUNTED[name] - short:
        yield f"{len(row.plain)} fields without a name; the form is `{FORMS.get(name, 'a section first')}`"
        return
    closed = CLOSED | {"fate": LISTS["fate"]}
    wanted = [(row.plain[n], kind) for n, kind in [LISTED[name]] if name in LISTED] if name in LISTED else []
    wanted += [(row.plain[1], "fate"), (row.plain[3], "verdict")] if name == "series" else []
    wanted += [(row.plain[3], "verdict")] if name == "positions" else []
    wanted += [(row.plain[1], "copy")] if name == "copies" and " of " in row.plain[0] else []
    wanted += [([*row.plain[0].split(), ""][1], "origin")] if name == "origins" and not short else []
    wanted += [(row.named["status"], "status")] if "status" in row.named else []
    for value, kind in wanted:
        for word in value.split(", "):
            if word not in closed[kind]:
                yield f"{word!r} is no {kind}; it is one of {', '.join(closed[kind])}"
    if name == "events":
        kind, _, mode = row.plain[1].partition("/")
        if not EVENT.fullmatch(row.plain[0]):
            yield f"an event begins `E1 main` (or earlier, planned, other) or `E2 part of E1`: not {row.plain[0]!r}"
        if kind not in KINDS or (mode and mode not in KINDS[kind]):
            yield f"{row.plain[1]!r} is no kind; see corpora/lists.toml"
        for key in ("day", "place"):
            yield from _based(row.named.get(key, ""), key)
    if name == "value":
        yield from (f"{s!r} is no state of a value" for s in row.plain[3].split(", ") if not STATE.fullmatch(s))
        if not TIME.fullmatch(row.named.get("as of", "-")) and row.named.get("as of", "-") != "-":
            yield "`as of:` is 2022-06-27, 2022-06-27T14:30, 2022-06, 2022 or -"


def _based(value: str, key: str) -> Iterator[str]:
    """`2022-06-27 (stated)`, or unknown."""
    match = re.fullmatch(r"(.+) \(([a-z]+)\)", value)
    if value != "unknown" and (not match or match[2] not in LISTS[f"{key}_basis"]):
        yield f"`{key}: value (basis)` with {', '.join(LISTS[key + '_basis'])}; or `{key}: unknown`"
    elif match and key == "day" and not DATE.fullmatch(match[1]):
        yield f"{match[1]!r} is no date"


def _labels(words: str) -> tuple[str, ...]:
    return tuple(f"{m[1]}:{m[2]}" for m in LABEL.finditer(words))


def _known(value: str | None) -> str | None:
    value = re.sub(r" \([a-z]+\)$", "", value or "unknown")
    return None if value in ("unknown", "-") else value


def _cluster(name: str, header: dict[str, str], reports: dict[str, Report], rows: list[Row]) -> Cluster:
    """The typed account; lines that do not fit the form are left out."""
    good = [row for row in rows if not [*_line(row, below=False)]]
    events, series, positions = [], [], []
    copies: dict[str, tuple[str, tuple[str, ...]]] = {}
    independent: list[tuple[str, str]] = []
    origins: dict[str, str] = {}
    for row in good:
        plain, get = row.plain, row.named.get
        below = [r for r in row.below if not [*_line(r, below=True)]]
        words = plain[0].split()
        if row.section == "events" and (match := EVENT.fullmatch(plain[0])):
            settled = (_known(get("day")), _known(get("place")), _known(get("by")))
            labels = _labels(plain[3])
            status = get("status", "happened")
            events.append(Event(row.id, match[2] or match[4], match[3], plain[1], status, *settled, labels, plain[2]))
        elif row.section == "series":
            values = tuple(_value(r) for r in below)
            event = words[-1]
            more = (plain[1], plain[2], plain[3], get("window", "happening"), get("part of"), values)
            series.append(Series(row.id, event, *more))
        elif row.section == "positions":
            sides = tuple(
                Side(r.plain[0].partition(" ")[2], r.plain[1], r.plain[2], _labels(r.plain[3])) for r in below
            )
            positions.append(Position(row.id, words[-1], plain[1], plain[2], plain[3], sides))
        elif row.section == "copies" and words[1:2] == ["of"]:
            copies[row.id] = (words[2], tuple(plain[1].split(", ")))
        elif row.section == "copies" and words[-1] == "independent":
            independent.append((words[0], words[2]))
        elif row.section == "origins":
            where = plain[0] if row.id == "none" else plain[2]
            origins |= dict.fromkeys(_labels(where), get("one with", row.id))
    lists = (tuple(events), tuple(series), tuple(positions))
    return Cluster(name, header, reports, *lists, copies, tuple(independent), origins, tuple(rows))


def _value(row: Row) -> Value:
    as_of = row.named.get("as of")
    states = tuple(row.plain[3].split(", "))
    return Value(row.id, row.plain[0].partition(" ")[2], row.plain[1], as_of, _labels(row.plain[2]), states)


def _checked(cluster: Cluster) -> Iterator[Fault]:
    """What only the whole cluster shows."""
    lines = {row.id: row.line for row in cluster.rows}
    for key in ("cluster", "split", "labelled", "country", "news"):
        if key not in cluster.header:
            yield Fault(1, f"the header lacks `# {key}: ...`")
    plan = (FOLDER / "PLAN.tsv").read_text(encoding="utf-8").split("\n")
    planned = {name: split for name, split, *_ in (line.split("\t") for line in plan if line)}
    if "reports" not in cluster.header and planned.get(cluster.name) != cluster.header.get("split"):
        yield Fault(1, f"PLAN.tsv gives {cluster.name} the split {planned.get(cluster.name)}")
    for number, report in cluster.reports.items():
        if report.header.get("split") != cluster.header.get("split"):
            yield Fault(1, f"report {number} is of another split")
    if len(cluster.section("lead")) != 1:
        yield Fault(1, "the account has one lead")
    yield from _pointers(cluster, lines)
    yield from _events(cluster, lines)
    yield from _series(cluster, lines)
    if "reports" not in cluster.header:  # real reports are not written for the account: what it leaves out is no fault
        yield from _counts(cluster)
        yield from _origins(cluster)
    yield from _copies(cluster, lines)


def _pointers(cluster: Cluster, lines: dict[str, int]) -> Iterator[Fault]:
    """Every label and every line that is pointed to exists, once."""
    for name, times in Counter(row.id for row in cluster.rows if re.fullmatch(r"[ELSPOCNK]\d+", row.id)).items():
        if times > 1:
            yield Fault(lines[name], f"{name} stands {times} times")
    targets = set(lines) | set(cluster.reports) | {f"{s.id}:{v.id}" for s in cluster.series for v in s.values}
    there = {f"{number}:{x.id}" for number, report in cluster.reports.items() for x in _named(report)}
    for row in [line for top in cluster.rows for line in (top, *top.below)]:
        text = " | ".join(row.plain)
        for label in _labels(text):
            if label not in there:
                yield Fault(row.line, f"{label} does not stand in the reports; give that label a number, or mend it")
            elif row.section == "positions" and ":s" not in label:
                yield Fault(row.line, f"a side rests on statements, {label} is none; - where no report has its words")
        pointers = row.plain[0] if row.section in ("look-alikes", "series", "positions", "plans", "events") else ""
        pointers += f" {row.plain[1]}" if row.section == "lead" else ""
        pointers += f" {row.plain[0].split()[-1]}" if row.section == "corrections" else ""
        pointers += f" {row.named.get('part of', '')} {row.named.get('one with', '')}"
        for target in re.findall(r"\b(?:[ESO]\d+(?::v\d+)?)\b", pointers):
            if target not in targets:
                yield Fault(row.line, f"there is no {target}")


def _origins(cluster: Cluster) -> Iterator[Fault]:
    """Every statement has a number and goes back to an origin."""
    for number, report in cluster.reports.items():
        for statement in report.statements:
            if re.fullmatch(r"s\d+", statement.id) and f"{number}:{statement.id}" not in cluster.origins:
                yield Fault(1, f"statement {number}:{statement.id} goes back to no origin; add it, or to `none`")
            if not re.fullmatch(r"s\d+", statement.id):
                yield Fault(1, f"report {number}, line {statement.line}: give the statement a number")


def _named(report: Report) -> Iterator[Any]:
    yield from (*report.happenings, *report.counts, *report.statements, *report.incidents)


def _events(cluster: Cluster, lines: dict[str, int]) -> Iterator[Fault]:
    """Every incident is in one event, two of one report are never one, and a stated day agrees or is marked."""
    home: dict[str, str] = {}
    differs = {f"{m[1]}:{m[2]}" for r in cluster.section("events") for m in LABEL.finditer(r.plain[3]) if m[3]}
    for event in cluster.events:
        reports = [label.partition(":")[0] for label in event.members if ":i" in label]
        for number, times in Counter(reports).items():
            if times > 1:
                yield Fault(lines[event.id], f"{times} incidents of report {number} in one event: make them one there")
        for label in event.members:
            if label in home:
                yield Fault(lines[event.id], f"{label} is in {home[label]} already")
            home[label] = event.id
            number, _, name = label.partition(":")
            for incident in cluster.reports[number].incidents if number in cluster.reports else ():
                stated = incident.id == name and incident.day_basis == "stated" and incident.day
                if stated and event.day and label not in differs and _apart(stated, event.day):
                    yield Fault(lines[event.id], f"{label} states the day {stated}; if so, mark it {label}!")
    for number, report in cluster.reports.items():
        for incident in report.incidents:
            if f"{number}:{incident.id}" not in home:
                yield Fault(1, f"incident {number}:{incident.id} ({incident.relation}) is in no event")


def _apart(one: str, other: str) -> bool:
    """Whether two days, or ranges of days, cannot be the same."""
    (a, b), (c, d) = ((x.partition("/")[0], x.rpartition("/")[2]) for x in (one, other))
    return b + "~" < c or d + "~" < a  # "~" comes after "-": 2022-06 reaches to the end of June


def _series(cluster: Cluster, lines: dict[str, int]) -> Iterator[Fault]:
    """Figures are those of the counts, parts no larger than wholes, days in order, verdicts borne out by origins."""
    counts = {f"{n}:{c.id}": (r, c) for n, r in cluster.reports.items() for c in r.counts}
    by_id = {s.id: s for s in cluster.series}
    for series in cluster.series:
        line = lines[series.id]
        voices: set[str] = set()
        for label in (label for value in series.values for label in value.counts):
            count = counts[label][1] if label in counts else None
            if count and count.says:
                voices.add(cluster.origins.get(f"{label.partition(':')[0]}:{count.says}", ""))
            voices |= {cluster.origins[label]} if label in cluster.origins else set()
        yield from (Fault(line, message) for message in _values(series, counts))
        voices -= {"", "none"}
        gone = {v.id for v in series.values if any(GONE.match(state) for state in v.states)}
        states = [(v.id, state.rpartition(" ")[2]) for v in series.values for state in v.states if "rival of" in state]
        rivals = any(one not in gone and other not in gone for one, other in states)
        if series.verdict == "agreed" and len(voices) < 2:
            yield Fault(line, f"agreed needs two origins; these counts go back to {len(voices)}")
        if series.verdict == "single-source" and len(voices) > 1:
            yield Fault(line, f"these counts go back to {len(voices)} origins: {', '.join(sorted(voices))}")
        if series.verdict == "series" and len(series.values) < 2:
            yield Fault(line, "a series has two values or more")
        if rivals != (series.verdict == "contradicted"):
            yield Fault(line, "contradicted where rivals (`rival of v2`) still stand, and only there")
        whole = by_id.get(series.part_of or "")
        if whole and max(_numbers(series), default=0) > max(_numbers(whole), default=1e18):
            yield Fault(line, f"{series.id} is larger than its whole, {series.part_of}")


def _values(series: Series, counts: dict[str, tuple[Report, Count]]) -> Iterator[str]:
    """Each value is the figure of its counts; what supersedes is not older."""
    values = {v.id: v for v in series.values}
    for value in series.values:
        told = figure(value.figure)
        for label in value.counts:
            said = figure(counts[label][0].quote(counts[label][1].figure)) if label in counts else None
            if told is not None and said is not None and told != said:
                yield f"{value.id} is {value.figure}, but {label} says {said:g}"
        for match in filter(None, (STATE.fullmatch(state) for state in value.states)):
            later = values.get(match[3] or value.id)
            if later is None:
                yield f"{series.id} has no value {match[3]}"
            elif match[2] == "superseded by" and (later.as_of or "~") < (value.as_of or ""):
                yield f"{value.id} is superseded by {later.id}, which is older"


def _counts(cluster: Cluster) -> Iterator[Fault]:
    """Every count of a happening reaches a series, or is said to be unplaced."""
    placed = {label for row in cluster.section("unplaced") for label in _labels(row.plain[0])}
    placed |= {label for series in cluster.series for value in series.values for label in value.counts}
    for number, report in cluster.reports.items():
        for count in report.counts:
            if not re.fullmatch(r"c\d+", count.id):
                yield Fault(1, f"report {number}, line {count.line}: give the count a number")
            elif count.target and f"{number}:{count.id}" not in placed:
                yield Fault(1, f"{number}:{count.id} is in no series; add it, or to `== unplaced`")


def _numbers(series: Series) -> list[float]:
    gone = ("withdrawn", "corrected", "projected")  # a superseded value was a true count once
    good = [figure(v.figure) for v in series.values if not any(state.startswith(gone) for state in v.states)]
    return [number for number in good if number is not None]


def _copies(cluster: Cluster, lines: dict[str, int]) -> Iterator[Fault]:
    """Copies form a forest, run forward in time, and look like copies; what looks like one is named."""
    roots: dict[str, str] = {}
    unseen = {row.id for row in cluster.section("copies") if row.id.startswith("X")}
    for number in cluster.reports:
        above, seen = number, [number]
        while above in cluster.copies and (above := cluster.copies[above][0]) not in seen:
            seen.append(above)
        if above not in unseen | set(cluster.reports) or above in cluster.copies:
            yield Fault(lines.get(number, 1), f"the copies of {number} lead to no first text")
        roots[number] = above
    for number, (parent, _) in cluster.copies.items():
        days = [cluster.reports[n].header.get("published", "-") for n in (parent, number) if n in cluster.reports]
        if len(days) == 2 and "-" not in days and days[0] > days[1]:
            yield Fault(lines[number], f"{number} was published before {parent}, of which it is a copy")
    for one, other in combinations(cluster.reports, 2):
        share = likeness(cluster.reports[one].text, cluster.reports[other].text)
        if share > ALIKE and roots[one] != roots[other]:
            yield Fault(1, f"{one} and {other} share {share:.0%} of their words in runs; add to `== copies`")


def likeness(one: str, other: str) -> float:
    """Share of the shorter text's runs of five words that stand in the other."""
    runs = []
    for text in (one, other):
        words = re.findall(r"\w+", text.lower())
        runs.append({tuple(words[n : n + 5]) for n in range(len(words) - 4)})
    small = min(map(len, runs))
    return len(runs[0] & runs[1]) / small if small > 3 else 0.0


def counted(cluster: Cluster) -> Iterator[tuple[str, str]]:
    """Names and values for the statistics."""
    yield from (("event", e.relation) for e in cluster.events)
    yield from (("series", s.verdict) for s in cluster.series)
    yield from (("position", p.about) for p in cluster.positions)
    yield from (("copy", kind) for _, kinds in cluster.copies.values() for kind in kinds)
    yield from (("other lines", r.section) for r in cluster.rows if r.section not in ("events", "series", "positions"))
    yield from (("style", r.header.get("style", "-")) for r in cluster.reports.values())
