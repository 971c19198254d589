"""Tables of tokens to tensors: windows, answers of every head, pairs."""

from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch

from opensitrep.learned.relations import between, distance, standing, ways
from opensitrep.learned.windows import windows
from opensitrep.learned.wordpiece import WordPiece
from opensitrep.model import Syntax
from training.reader.net import Classes

CANDIDATES = ("VERB", "NOUN", "PROPN", "ADJ")
MODALITY = ["actual", "ongoing", "planned", "hypothetical", "negated"]
TIES = ["main", "beside", "earlier"]
ROLES = ["none", "by", "to", "place", "from", "day", "with"]
PART = ["news", "consequence", "background", "reaction", "expectation", "service"]
REALITY = ["fact", "drill", "fiction", "sport", "what-if", "disputed", "withdrawn"]
LOOKS = ["nothing", "look-alike", "happening"]
RARE = 3
LENGTHS = (192, 320, 512)


@dataclass
class Example:
    """One report as tensors."""

    id: str
    row: dict[str, Any]
    chunks: list[tuple[torch.Tensor, torch.Tensor, list[tuple[tuple[int, ...], tuple[int, ...]]]]]
    count: int
    number: torch.Tensor
    place: torch.Tensor
    answers: dict[str, tuple[torch.Tensor, torch.Tensor]] = field(default_factory=dict)  # head: tokens, classes
    parts: dict[str, tuple[torch.Tensor, torch.Tensor]] = field(default_factory=dict)
    pairs: dict[str, tuple[torch.Tensor, torch.Tensor]] = field(default_factory=dict)
    same: tuple[torch.Tensor, torch.Tensor, torch.Tensor] | None = None


def load(data: Path) -> list[dict[str, Any]]:
    """The tables."""
    return [json.loads(line) for line in data.read_text("utf-8").splitlines()]


def reading_syntax(row: dict[str, Any]) -> Syntax:
    """The parse of a table."""
    fields = ("start", "end", "head", "dep", "tag", "pos", "lemma", "sentence")
    return Syntax(*(tuple(row[f]) for f in fields))


def classes(rows: list[dict[str, Any]]) -> Classes:
    """The classes of every head, from the train part."""
    kinds = Counter(k for r in rows for _, kind, mode, *_ in r["triggers"] for k in (kind, f"{kind}/{mode}"))
    named = sorted(k for k, n in kinds.items() if not k.endswith("/") and (n >= RARE or "/" not in k))
    fates = sorted({f for r in rows for _, f, *_ in r["counts"]})
    acts = sorted({a for r in rows for *_, a in r["statements"]})
    return Classes(
        {"happens": LOOKS, "kind": named, "modality": MODALITY, "tie": TIES, "fate": ["none", *fates],
         "act": ["none", *acts], "window": ["happening", "period"]},
        {"part": PART, "reality": REALITY},
        {"role": [*ROLES, "-"], "counts": ["no", "yes"], "source": ["no", "yes"], "same": ["no", "yes"]},
    )  # fmt: skip


def example(row: dict[str, Any], piece: WordPiece, names: Classes, dice: random.Random) -> Example:
    """One report as tensors."""
    words = [row["text"][s:e] for s, e in zip(row["start"], row["end"], strict=True)]
    lines = {row["sentence"][i] for i in range(len(words)) if any(s <= row["start"][i] < e for s, e in row["headline"])}
    head = [i for i in range(len(words)) if row["sentence"][i] in lines][:30]
    cut = windows(words, row["sentence"], head, piece)
    lengths = [next(size for size in LENGTHS if len(w.pieces) <= size) for w in cut]
    chunks = []
    for size in LENGTHS:  # of few shapes only: the kernels are made anew for each
        rows = [w for w, length in zip(cut, lengths, strict=True) if length == size]
        for at in range(0, len(rows), 2):
            pair = rows[at : at + 2]
            ids = torch.tensor(
                [[*w.pieces, *[0] * (size - len(w.pieces))] for w in pair] + [[0] * size] * (2 - len(pair))
            )
            mask = torch.zeros_like(ids)
            for n, w in enumerate(pair):
                mask[n, : len(w.pieces)] = 1
            mask[len(pair) :, 0] = 1
            chunks.append((ids, mask, [(w.tokens, w.places) for w in pair]))
    out = Example(
        row["id"],
        row,
        chunks,
        len(words),
        torch.tensor(row["sentence"]),
        torch.tensor(standing(max(row["sentence"]) + 1, lines)),
    )
    _of_tokens(out, names)
    _of_pairs(out, dice, lines)
    return out


def _table(pairs: dict[int, int]) -> tuple[torch.Tensor, torch.Tensor]:
    return torch.tensor(list(pairs), dtype=torch.long), torch.tensor(list(pairs.values()), dtype=torch.long)


def _of_tokens(out: Example, names: Classes) -> None:
    row, tokens = out.row, names.tokens
    triggers = {t[0]: t for t in row["triggers"]}
    looks = {i for i, *_ in row["looks"]} - set(triggers)
    happens = {
        i: 2 if i in triggers else 1 if i in looks else 0
        for i in range(out.count)
        if (row["pos"][i] in CANDIDATES or i in triggers)
    }
    out.answers["happens"] = _table(happens)
    kinds = {name: n for n, name in enumerate(tokens["kind"])}
    out.answers["kind"] = _table({
        i: kinds.get(f"{t[1]}/{t[2]}", kinds.get(t[1], -1)) for i, t in triggers.items() if t[1] in kinds
    })  # fmt: skip
    out.answers["modality"] = _table({i: MODALITY.index(t[3]) for i, t in triggers.items()})
    ties = {name: relation for name, (relation, *_) in row["incidents"].items()}
    known = {"main": 0, "earlier": 2}
    tie = {i: known.get(ties.get(t[5], "other"), 1) for i, t in triggers.items()}
    tie |= {i: known.get(ties.get(incident, "other"), 1) for i, incident in row["refs"] if i not in tie}
    tie |= {
        i: known.get(ties.get(incident, "other"), 1) for i, _, incident in row["looks"] if incident and i not in tie
    }
    out.answers["tie"] = _table(tie)
    figures = {c[0]: c for c in row["counts"]}
    numbers = {i: 0 for i in range(out.count) if row["pos"][i] == "NUM"}
    out.answers["fate"] = _table(numbers | {i: tokens["fate"].index(c[1]) for i, c in figures.items()})
    out.answers["window"] = _table({i: int(bool(set(c[6]) & {"since", "period"})) for i, c in figures.items()})
    cues = {s[0]: tokens["act"].index(s[3]) for s in row["statements"] if s[0] is not None}
    said = {i: 0 for i in range(out.count) if row["pos"][i] in (*CANDIDATES, "SCONJ", "ADP")}
    out.answers["act"] = _table(said | cues)
    parts = {n: PART.index(s[0]) for n, s in enumerate(row["sentences"]) if s[0]}
    out.parts["part"] = _table(parts)
    out.parts["reality"] = _table({n: REALITY.index(s[1]) for n, s in enumerate(row["sentences"])})


def _of_pairs(out: Example, dice: random.Random, headline: set[int]) -> None:
    row, syntax = out.row, reading_syntax(out.row)
    sentences: dict[int, list[int]] = {}
    for i, number in enumerate(row["sentence"]):
        sentences.setdefault(number, []).append(i)

    def beside(i: int, kinds: tuple[str, ...]) -> list[int]:
        return [j for j in sentences[row["sentence"][i]] if j != i and row["pos"][j] in kinds]

    def rows(pairs: dict[tuple[int, int], int]) -> tuple[torch.Tensor, torch.Tensor]:
        table = [(i, j, distance(i, j), ways(syntax, [i], [j])[0][0]) for i, j in pairs]
        return torch.tensor(table, dtype=torch.long).reshape(-1, 4), torch.tensor(
            list(pairs.values()), dtype=torch.long
        )

    nouns = ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "ADV", "VERB")
    role = {(t[0], j): 0 for t in row["triggers"] for j in beside(t[0], nouns)}
    role |= {(i, j): ROLES.index(name) for i, name, j in row["arguments"] if i < out.count and j < out.count}
    out.pairs["role"] = rows(role)
    named: dict[str, set[int]] = {}
    for t in row["triggers"]:
        named.setdefault(t[5], set()).add(t[0])
    for i, _, incident in row["looks"]:
        if incident:
            named.setdefault(incident, set()).add(i)
    for i, incident in row["refs"]:
        named.setdefault(incident, set()).add(i)
    counts: dict[tuple[int, int], int] = {}
    for i, _, target, *_ in row["counts"]:
        right = named.get(target, set()) | ({row["named"][target]} if target in row["named"] else set())
        for j in beside(i, CANDIDATES):
            counts[i, j] = int(j in right)
    out.pairs["counts"] = rows(counts)
    source: dict[tuple[int, int], int] = {}
    for cue, speaker, *_ in row["statements"]:
        if cue is not None:
            for j in beside(cue, ("NOUN", "PROPN", "PRON", "NUM", "ADJ")):
                source[cue, j] = int(j == speaker)
    out.pairs["source"] = rows(source)
    points = [(t[0], t[5]) for t in row["triggers"]] + [(i, incident) for i, incident in row["refs"]]
    pairs = [(a, b, int(x == y)) for n, (a, x) in enumerate(points) for b, y in points[:n] if a != b]
    yes, no = [p for p in pairs if p[2]], [p for p in pairs if not p[2]]
    if len(yes) + len(no) > 400:
        no = dice.sample(no, max(0, min(len(no), 400 - min(300, len(yes)))))
        yes = yes if len(yes) <= 300 else dice.sample(yes, 300)
    pairs = yes + no
    if pairs:
        table = torch.tensor([p[:2] for p in pairs])
        extra = torch.tensor([between(syntax, a, b, headline) for a, b, _ in pairs])
        out.same = (table, extra, torch.tensor([p[2] for p in pairs]))
