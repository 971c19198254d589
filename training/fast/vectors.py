"""Vectors of single lemmas out of a sentence encoder, brought to a few small whole numbers each."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from opensitrep.learned.columns import number

WIDTH = 48
SPREAD = 40  # whole numbers: about two thirds of them below this
LEAST = 4  # a word of open texts seen less often has no vector
BATCH = 64


def words_of(own: Iterable[str], folder: Path) -> tuple[list[str], NDArray[np.float64]]:
    """Lemmas of our train part and frequent words of open texts, with their weight."""
    counted, told = Counter(w for w in own if w[:1].isalpha()), Counter[str]()
    for file in sorted(folder.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines()[1:]:
            told.update(re.findall(r"[a-z][a-z'-]+", json.loads(line)["text"].lower()))
    words = sorted({w for w, n in told.items() if n >= LEAST} | set(counted))
    return words, np.log1p([5.0 * counted[w] + told[w] for w in words])


def encode(words: list[str], encoder: Path) -> NDArray[np.float64]:
    """The mean over the pieces of each word, of length one."""
    import onnxruntime  # noqa: PLC0415  training alone
    from tokenizers import Tokenizer  # noqa: PLC0415

    tokenizer = Tokenizer.from_file(str(encoder / "tokenizer.json"))
    tokenizer.no_padding()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(encoder / "model.onnx"), options)
    pieces = [tokenizer.encode(word).ids for word in words]
    order = sorted(range(len(words)), key=lambda i: (len(pieces[i]), i))
    width = session.get_outputs()[0].shape[-1]
    out = np.zeros((len(words), width))
    for start in range(0, len(order), BATCH):
        batch = order[start : start + BATCH]
        longest = max(len(pieces[i]) for i in batch)
        ids, mask = np.zeros((len(batch), longest), np.int64), np.zeros((len(batch), longest), np.int64)
        for k, i in enumerate(batch):
            ids[k, : len(pieces[i])], mask[k, : len(pieces[i])] = pieces[i], 1
        asked: dict[str, Any] = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        states = session.run(None, {i.name: asked[i.name] for i in session.get_inputs()})[0]
        for k, i in enumerate(batch):
            out[i] = states[k, 1 : len(pieces[i]) - 1].mean(axis=0)
    lengths: NDArray[np.float64] = np.linalg.norm(out, axis=1, keepdims=True)
    return out / lengths


def shortened(vectors: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.int8]:
    """The directions in which words differ most, as small whole numbers."""
    centred = vectors - (vectors * weights[:, None]).sum(axis=0) / weights.sum()
    _, directions = np.linalg.eigh((centred * weights[:, None]).T @ centred / weights.sum())
    first = directions[:, ::-1][:, :WIDTH]
    first = first * np.sign(first[np.abs(first).argmax(axis=0), np.arange(WIDTH)])
    short = centred @ first
    small: NDArray[np.int8] = np.round(short / short.std(axis=0) * SPREAD).clip(-127, 127).astype(np.int8)
    return small


def make(own: Iterable[str], folder: Path, encoder: Path) -> dict[str, Any]:
    """The arrays of the table of vectors."""
    words, weights = words_of(own, folder)
    table = shortened(encode(words, encoder), weights)
    return {"vectors numbers": np.asarray([number(w) for w in words], dtype=np.uint32), "vectors": table}
