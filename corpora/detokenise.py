"""Makes `corpora/voa/*.txt`, unlabelled, from tokens: `python -m corpora.detokenise texts.jsonl.gz`.

It never writes over a file that is labelled.
"""

import gzip
import hashlib
import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
CLOSING = frozenset(
    [
        ",",
        ".",
        ";",
        ":",
        "?",
        "!",
        ")",
        "]",
        "}",
        "%",
        "...",
        "…",
        "'s",
        "’s",
        "n't",
        "n’t",
        "'re",
        "’re",
        "'ve",
        "’ve",
        "'m",
        "’m",
        "'d",
        "’d",
        "'ll",
        "’ll",
        "’”",
        "'30s",
        "'70s",
        "’’",
    ]
)
OPENING = frozenset(["(", "[", "{", "$", "€", "£", "#"])
ENDS = frozenset([",", ".", "?", "!", "…", "...", "--", "—"])
SAYING = frozenset(
    [
        "said",
        "added",
        "asked",
        "saying",
        "says",
        "adding",
        "tweeted",
        "wrote",
        "declared",
        "stated",
        "replied",
        "concluded",
    ]
)
NO_CITY = frozenset(["US", "EU", "IS", "UN", "UK", "IOM", "MSF", "VOA", "FBI", "NATO", "AIDS", "MERS", "A", "I"])
SHARES = {"train": 0.60, "dev": 0.15, "test": 0.25}
CAPTION = re.compile(
    r"^(FILE|PHOTOS?|VIDEO|WATCH)\b"
    r"|, (?:Jan\.|Feb\.|March|April|May|June|July|Aug\.|Sept\.|Oct\.|Nov\.|Dec\.|[A-Z][a-z]+) \d{1,2}, 20\d\d\.$"
)


def joined(tokens: list[str]) -> str:
    """Tokens as the published line had them: brackets, quotation marks, money, contractions."""
    text, glue = "", True
    double = single = False
    for place, token in enumerate(tokens):
        before = tokens[place - 1] if place else ""
        left, right = token in CLOSING, token in OPENING
        if token in ('"', "“", "”", "''"):
            rest = sum(t in ('"', "“", "”", "''") for t in tokens[place:])
            opens = before == "," and place > 1 and tokens[place - 2] in SAYING
            closes = token in ("”", "''") or (
                token == '"' and (double or (before in ENDS and rest % 2 == 1 and not opens))
            )
            left, right, double = closes, not closes, not closes
        elif token in ("'", "’", "‘"):
            rest = sum(t == "'" for t in tokens[place:])
            closes = token == "’" or (token == "'" and (single or (before.endswith("s") and rest % 2 == 1)))
            left, right = closes, not closes
            single = not closes
        elif len(token) > 1 and token[0] in "'’" and token[1].islower():
            left = True
        elif token == "/":
            left = right = bool(before) and place + 1 < len(tokens)
        elif token == "not" and before.lower() == "can":
            left = True
        text += token if left or glue else " " + token
        glue = right
    return text.strip()


def dateline(tokens: list[str]) -> int | None:
    """Where a dateline (`KAMPALA , UGANDA —`) begins, None if there is none within the first forty tokens."""
    if "—" not in tokens[:40]:
        return None
    dash = tokens.index("—")
    start = dash
    while start and re.fullmatch(r"[A-Z][A-Z./-]*|,|AND", tokens[start - 1]) and tokens[start - 1] not in NO_CITY:
        start -= 1
    return start if start < dash and tokens[start] != "," else None


def parted(tokens: list[str], begins: str | None) -> tuple[list[str], list[str]]:
    """The headline and what follows it in the first sentence."""
    start = dateline(tokens)
    if start is None and begins:
        words = begins.split()
        start = next(i for i in range(1, len(tokens)) if tokens[i : i + len(words)] == words)
    if start is None:
        raise ValueError(f"name the first words of the body in voa.toml: {' '.join(tokens[:30])}")
    return tokens[:start], tokens[start:]


def sentences(rows: list[list[str]]) -> list[str]:
    """Sentences of the body: repeats of the source left out, an unclosed bracket or initial joined to what follows."""
    lines: list[str] = []
    for row in rows:
        if lines and row and row[0] in ("’”", "”"):
            lines[-1] += row[0]
            row = row[1:]  # noqa: PLW2901
        line = joined(row)
        if line in lines or not line or line == "0":
            continue
        if lines and (
            re.search(r"\b(?:(?<![.\w])[A-Z]|St|Gen|Sen|Rep|Gov|Dr|Mr|Mrs|No)\.$", lines[-1]) or line[0].islower()
        ):
            lines[-1] += " " + line
        else:
            lines.append(line)
    return lines


def splits(reports: list[tuple[str, str, int]], clusters: dict[str, list[str]]) -> dict[str, str]:
    """A split for each month .

    Given number, month and tokens of each report. Months that share a cluster go together; the largest group first,
    each to the split that lacks most tokens, ties by digest.
    """
    months = sorted({month for _, month, _ in reports})
    head = {month: month for month in months}
    for members in clusters.values():
        tied = sorted({head[month] for number, month, _ in reports if number in members})
        head = {month: tied[0] if group in tied else group for month, group in head.items()}
    groups: dict[str, list[str]] = {}
    for month, group in head.items():
        groups.setdefault(group, []).append(month)
    size = {g: sum(tokens for _, month, tokens in reports if month in ms) for g, ms in groups.items()}
    total = sum(size.values())
    have = dict.fromkeys(SHARES, 0)
    chosen: dict[str, str] = {}
    for group in sorted(groups, key=lambda g: (-size[g], hashlib.sha256(g.encode()).hexdigest())):
        split = max(SHARES, key=lambda s: SHARES[s] * total - have[s])
        have[split] += size[group]
        chosen.update(dict.fromkeys(groups[group], split))
    return chosen


def written(record: dict[str, Any], known: dict[str, Any], split: str, cluster: str) -> str:
    """One unlabelled file."""
    number, day = record["id"].rsplit(".", 1)[1], record["date"]
    rows: list[list[str]] = record["sentences"]
    head: list[str] = []
    if number in known["headline_only"] or number in known["headline_first"]:
        head, rows = [t for t in rows[0] if t != "0"], rows[1:]
    elif number not in known["no_headline"]:
        head, first = parted(rows[0], known["body_begins"].get(number))
        rows = [first, *([r[len(head) :] if r[: len(head)] == head else r for r in rows[1:]])]
    lines = [
        f"# id: voa-{day}-{number}", f"# source: Voice of America, {day}, public domain", "# outlet: Voice of America",
        f"# published: {day}", f"# split: {split}", f"# cluster: {cluster}", "# labelled: no",
    ]  # fmt: skip
    count, layout = 1, ""
    for layout_now, line in [("headline", joined(head))] * bool(head) + [
        ("caption" if CAPTION.search(s) else "news", s) for s in sentences(rows)
    ]:
        if layout_now != layout:
            lines += ["", f"== {layout_now}"]
        lines.append(f"{count} {'¶ ' if layout_now == layout == 'caption' else ''}{line}")
        count, layout = count + 1, layout_now
    return "\n".join(lines) + "\n"


def main(source: Path) -> None:
    """Write every report that is one."""
    known = tomllib.loads((HERE / "voa.toml").read_text(encoding="utf-8"))
    with gzip.open(source, "rt", encoding="utf-8") as lines:
        records = {r["id"].rsplit(".", 1)[1]: r for r in map(json.loads, lines)}
    records = {n: r for n, r in records.items() if n not in known["left_out"]}
    split = splits([(n, r["date"][:7], sum(map(len, r["sentences"]))) for n, r in records.items()], known["clusters"])
    cluster = {number: name for name, members in known["clusters"].items() for number in members}
    for number, record in records.items():
        path = HERE / "voa" / f"voa-{record['date']}-{number}.txt"
        path.parent.mkdir(exist_ok=True)
        if not path.exists() or "# labelled: no" in path.read_text(encoding="utf-8"):
            text = written(record, known, split[record["date"][:7]], cluster.get(number, "-"))
            path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
