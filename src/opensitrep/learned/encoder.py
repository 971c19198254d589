"""Pieces to vectors: the fine-tuned encoder, run by ONNX Runtime, one window at a time.

Weights are stored in whole numbers and reckoned with in floats. Reckoning in whole numbers (int8) is faster, but rounds
what it is fed by the largest number of the window: a difference of 1e-7, as two processors have, grows to a tenth of a
vector, and a fourth of the printed events were others on another machine. In floats it stays at 1e-5, below what scores
are rounded to. One window at a time and one thread, because sums of floats depend on their order.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from opensitrep.learned.scores import Array
from opensitrep.learned.windows import Window


class Encoder:
    """Vectors of the tokens of a report. `plain` leaves the graph as it is written, its sums in another order."""

    def __init__(self, model: Path, *, plain: bool = False) -> None:
        import onnxruntime  # noqa: PLC0415  with a thread of its own: processes are forked from one that has not loaded it

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        if plain:
            options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        options.add_session_config_entry("session.disable_quant_qdq", "1")  # weights become floats once, at opening
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
