"""`python -m corpora check | stats | text | agree | pin`: see README.md."""

import argparse
import hashlib
import sys
from collections import Counter
from pathlib import Path

from corpora.agreement import agreement
from corpora.clusters import counted, load
from corpora.form import LISTS, Report, read

OTHER = ("account.txt",)
LAYERS = ("sentences", "happenings", "negatives", "references", "counts", "statements", "incidents")


def files(paths: list[Path]) -> list[Path]:
    """The labelled files under the paths, in order."""
    return [f for p in paths for f in (sorted(p.rglob("*.txt")) if p.is_dir() else [p]) if f.name not in OTHER]


def clusters(paths: list[Path]) -> list[Path]:
    """The folders of clusters under the paths: those that hold a report `01.txt` or an account."""
    found = {file.parent for p in paths if p.is_dir() for name in ("01.txt", "account.txt") for file in p.rglob(name)}
    return sorted(found)


def check(paths: list[Path]) -> int:
    """Print every fault; 1 if there is one."""
    folders = clusters(paths)
    faults = [found for folder in folders for found in load(folder)[1]]
    faults += [(path, fault) for path in files(paths) if path.parent not in folders for fault in read(path)[1]]
    for path, fault in faults:
        print(f"{path}:{fault.line}: {fault.message}")
    return int(bool(faults))


def stats(paths: list[Path]) -> int:
    """Print counts per layer and split, and how often each value was given."""
    reports = [read(path)[0] for path in files(paths)]
    table: dict[str, Counter[str]] = {split: Counter() for split in LISTS["split"]}
    values: dict[str, Counter[str]] = {}
    for report in reports:
        row = table[report.header["split"]]
        row["reports"] += 1
        row["labelled"] += report.labelled
        row["tokens"] += len(report.text.split())
        if report.labelled:
            row.update({layer: len(getattr(report, layer)) for layer in LAYERS})
            for name, value in _values(report):
                values.setdefault(name, Counter())[value] += 1
    accounts = [load(folder)[0] for folder in clusters(paths)]
    for name, value in (pair for account in accounts for pair in counted(account)):
        values.setdefault(name, Counter())[value] += 1
    print(f"{'':12}" + "".join(f"{split:>8}" for split in table) + "     all")
    for layer in ("reports", "labelled", "tokens", *LAYERS):
        numbers = [row[layer] for row in table.values()]
        print(f"{layer:12}" + "".join(f"{n:8}" for n in numbers) + f"{sum(numbers):8}")
    if accounts:
        print(f"{len(accounts)} clusters with {sum(len(a.reports) for a in accounts)} reports")
    for name, tally in values.items():
        print(f"{name}: " + ", ".join(f"{value} {n}" for value, n in tally.most_common()))
    return 0


def _values(report: Report) -> list[tuple[str, str]]:
    return [
        *(("kind", h.kind) for h in report.happenings),
        *(("modality", h.modality) for h in report.happenings),
        *(("look-alike", n.reason) for n in report.negatives),
        *(("fate", c.fate) for c in report.counts),
        *(("act", s.act) for s in report.statements),
        *(("relation", i.relation) for i in report.incidents),
        *(("passage", f"{s.part or s.layout}") for s in report.sentences),
        *(("reality", s.reality) for s in report.sentences),
    ]


def agree(left: Path, right: Path) -> int:
    """Print the agreement of two labellings: two files, or two folders with the same names."""
    names = (
        [(left, right)]
        if left.is_file()
        else [(f, right / f.name) for f in files([left]) if (right / f.name).is_file()]
    )
    pairs = [(read(a)[0], read(b)[0]) for a, b in names]
    print(f"{len(pairs)} reports")
    for name, value in agreement(pairs).items():
        print(f"{name:28} {value:.3f}")
    return 0


def digests() -> dict[str, str]:
    """SHA-256 of every file of the test part, by its path below corpora/."""
    folder = Path(__file__).parent
    found = {}
    for path in sorted(folder.rglob("*.txt")):
        text = path.read_bytes()
        if b"\n# split: test\n" in b"\n" + text:
            found[path.relative_to(folder).as_posix()] = hashlib.sha256(text).hexdigest()
    for path in sorted((folder / "checks" / "test").rglob("*.*")):
        found[path.relative_to(folder).as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def pin() -> int:
    """Write the digests of the test part to PINNED: it tunes nothing, and a change of it is a commit of its own."""
    lines = [f"{digest}  {name}\n" for name, digest in digests().items()]
    (Path(__file__).parent / "PINNED").write_text("".join(lines), encoding="utf-8")
    print(f"{len(lines)} files of the test part pinned")
    return 0


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m corpora", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("check", help="print what is wrong, with the line").add_argument("paths", nargs="+", type=Path)
    verbs.add_parser("stats", help="counts per layer and split").add_argument("paths", nargs="*", type=Path)
    verbs.add_parser("text", help="the plain text").add_argument("paths", nargs=1, type=Path)
    verbs.add_parser("agree", help="agreement of two labellings").add_argument("paths", nargs=2, type=Path)
    verbs.add_parser("pin", help="write the digests of the test part")
    given = parser.parse_args(arguments)
    match given.verb:
        case "check":
            return check(given.paths)
        case "stats":
            return stats(given.paths or [Path(__file__).parent])
        case "pin":
            return pin()
        case "text":
            print(read(given.paths[0])[0].text)
            return 0
        case _:
            return agree(*given.paths)


if __name__ == "__main__":
    sys.exit(main())
