"""Takes the gold out of a benchmark file; the only door through which a prediction sees a record.

What is let through is listed by name for each stage, everything else is dropped. Ids are replaced by the position in
the file, because some sets write the answer into their ids.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

Record = dict[str, Any]

KEPT = {  # stage -> fields a prediction may see
    "extraction": ("html", "url"),
    "extraction-trafilatura": ("html", "url"),
    "dates": ("html", "url"),
    "dates-htmldate": ("html", "url"),
    "toponyms": ("text", "title", "date"),
    "toponyms-spacy-md": ("text",),
    "toponyms-spacy-sm": ("text",),
    "toponyms-resolution": ("text", "title", "date"),
    "timex": ("text", "dct"),
    "timex-dateparser": ("text", "dct"),
    "timex-recognizers": ("text", "dct"),
    "attribution": ("text",),
    "plover": ("text", "title", "source", "target"),
    "muc4": ("text",),
    "coref": ("text",),
    "stories": ("text", "title", "date", "url", "outlet"),
}


def read_rows(path: Path) -> list[Record]:
    """The objects of a JSON Lines file, gzip-compressed or not."""
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
    return [json.loads(line) for line in text.split("\n") if line.strip()]


def blinded(stage: str, path: Path) -> tuple[list[Record], list[str]]:
    """Records without gold (id = position), and the ids of the file to put back on the answers."""
    rows = read_rows(path)
    out: list[Record] = []
    for number, row in enumerate(rows):
        record: Record = {"id": str(number)} | {k: row[k] for k in KEPT[stage] if row.get(k) is not None}
        if "html" in record:
            record["html"] = gzip.decompress((path.parent / record["html"]).read_bytes())
        if stage == "toponyms-resolution":
            record["spans"] = [[g["start"], g["end"]] for g in row["gold"]]
        if stage == "coref":
            record["mentions"] = [
                {"id": str(n), "start": g["start"], "end": g["end"]} for n, g in enumerate(row["gold"])
            ]
        out.append(record)
    return out, [row["id"] for row in rows]


def signed(stage: str, path: Path, answers: list[Record]) -> list[Record]:
    """The answers under the ids of the file; for coreference the ids of the mentions too."""
    rows = read_rows(path)
    out = []
    for given in answers:
        row = rows[int(given["id"])]
        answer = given | {"id": row["id"]}
        if stage == "coref":
            names = [g["id"] for g in row["gold"]]
            answer["mentions"] = [m | {"id": names[int(m["id"])]} if "id" in m else m for m in answer["mentions"]]
        out.append(answer)
    return out
