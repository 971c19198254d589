"""`python -m corpora.open convert SET... --labels DIR --out DIR`: see README.md."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from corpora.open import tables
from corpora.open.form import Header, Text, faults, write
from corpora.open.readers import Left
from corpora.open.sets import readers

STEP = 2_000  # texts between two lines of progress


@dataclass(slots=True)
class Counts:
    """What a converted set holds."""

    texts: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    modalities: Counter[str] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)
    acts: Counter[str] = field(default_factory=Counter)
    complete: Counter[str] = field(default_factory=Counter)
    mentions: int = 0
    chains: int = 0

    def add(self, text: Text) -> None:
        """Count one text."""
        self.texts[text.split] += 1
        self.kinds.update(h.kind + (f" {h.reason}" if h.reason else "") for h in text.happenings)
        self.modalities.update(h.modality for h in text.happenings if h.modality)
        self.roles.update(r.role for h in text.happenings for r in h.roles)
        self.acts.update(s.act for s in text.statements)
        self.complete.update(text.complete)
        self.mentions += len(text.mentions)
        self.chains += sum(n > 1 for n in Counter(m.chain for m in text.mentions if m.chain).values())


def header(name: str, labels: Path) -> Header:
    """Names, licences and digests of a set."""
    known = tables.SOURCES[name]
    return Header(
        name, known["name"], known["licence"], known["text_licence"], known["source"],
        {file: tables.digest(labels / file) for file in known["files"]},
        {table: tables.digest(tables.HERE / table) for table in tables.TABLES},
    )  # fmt: skip


def converted(name: str, labels: Path, counts: Counts, left: Left) -> Iterator[Text]:
    """The texts of a set, counted and checked; progress goes to the error stream."""
    for number, text in enumerate(readers()[name](labels, left), 1):
        if wrong := faults(text):
            raise ValueError(f"{name} {text.id}: {'; '.join(wrong)}")
        counts.add(text)
        if number % STEP == 0:
            print(f"{name}: {number:,} texts", file=sys.stderr)
        yield text


def table(results: dict[str, tuple[Counts, Left]]) -> str:
    """Counts of all sets."""
    lines = [
        "| set | texts (train, dev, test) | of our kinds | none | undecided | roles | statements | mentions | chains |"
    ]
    lines.append("|---|" + "---:|" * 8)
    for name, (c, _) in results.items():
        none = sum(n for k, n in c.kinds.items() if k.startswith("-"))
        texts = f"{c.texts.total():,} ({', '.join(f'{c.texts[s]:,}' for s in ('train', 'dev', 'test'))})"
        ours = c.kinds.total() - none - c.kinds["?"]
        numbers = (ours, none, c.kinds["?"], c.roles.total(), c.acts.total(), c.mentions, c.chains)
        lines.append(f"| {name} | {texts} | " + " | ".join(f"{n:,}" for n in numbers) + " |")
    for name, (c, left) in results.items():
        lines += ["", name]
        for title, tally in (
            ("kinds", c.kinds), ("modality", c.modalities), ("roles", c.roles), ("acts", c.acts),
            ("texts in which a layer is complete", c.complete), ("left out", +left.why),
        ):  # fmt: skip
            if tally:
                lines.append(f"  {title}: " + ", ".join(f"{k} {n:,}" for k, n in tally.most_common()))
    return "\n".join(lines)


def convert(names: list[str], labels: Path, out: Path) -> int:
    """Convert the sets and print what came of them."""
    if wrong := tables.faults():
        print("\n".join(wrong), file=sys.stderr)
        return 1
    out.mkdir(parents=True, exist_ok=True)
    results: dict[str, tuple[Counts, Left]] = {}
    for name in names:
        counts, left = Counts(), Left()
        try:
            write(out / f"{name}.jsonl", header(name, labels), converted(name, labels, counts, left))
        except (ValueError, OSError) as error:
            print(error, file=sys.stderr)
            return 1
        results[name] = (counts, left)
    print(table(results))
    return 0


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m corpora.open", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verb = verbs.add_parser("convert", help="bring sets to the one form")
    verb.add_argument(
        "sets", nargs="+", choices=[*tables.SOURCES, "all"], metavar="SET", help="all, or " + ", ".join(tables.SOURCES)
    )
    verb.add_argument("--labels", type=Path, required=True, help="the folder with the sets as they were published")
    verb.add_argument("--out", type=Path, required=True, help="where SET.jsonl goes")
    given = parser.parse_args(arguments)
    names = list(tables.SOURCES) if "all" in given.sets else list(dict.fromkeys(given.sets))
    return convert(names, given.labels, given.out)


if __name__ == "__main__":
    sys.exit(main())
