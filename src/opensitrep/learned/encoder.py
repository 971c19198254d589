"""Pieces to vectors: the fine-tuned encoder, run by ONNX Runtime, one window at a time.

One window at a time, because the int8 form of the weights scales each window by its own largest number: what stands
beside it in a batch would change its scores. One thread, because sums of floats depend on their order.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime

from opensitrep.learned.scores import Array
from opensitrep.learned.windows import Window


class Encoder:
    """Vectors of the tokens of a report."""

    def __init__(self, model: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self.session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])

    def vectors(self, cut: Sequence[Window], count: int) -> Array:
        """One row for each of `count` tokens; zeros where no window shows the token."""
        out: Array | None = None
        for window in cut:
            pieces = np.array([window.pieces], dtype=np.int64)
            hidden = self.session.run(None, {"input_ids": pieces})[0][0]
            if out is None:
                out = np.zeros((count, hidden.shape[1]), dtype=np.float32)
            out[list(window.tokens)] = hidden[list(window.places)]
        return np.zeros((count, 1), dtype=np.float32) if out is None else out
