"""The network: the encoder, a linear head for each question to a word or a sentence, a small one for pairs of words.

A pair of words is scored by what both mean, how far apart they stand and by the dependencies between them; two
happenings are the same by how alike their projections are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn
from transformers import BertModel

from opensitrep.learned.relations import WAYS

WIDE, NARROW = 384, 96
FAR = 24
PAIRS = {"role": 8, "counts": 2, "source": 2}


class Net(nn.Module):
    """Scores of one report."""

    def __init__(self, encoder: BertModel, tokens: dict[str, int], sentences: dict[str, int], places: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.sizes = tokens
        self.drop = nn.Dropout(0.1)
        self.tokens = nn.ModuleDict({name: nn.Linear(WIDE, size) for name, size in tokens.items()})
        self.around = nn.Linear(4 * WIDE + places, 128)
        self.sentences = nn.ModuleDict({name: nn.Linear(128, size) for name, size in sentences.items()})
        self.left = nn.ModuleDict({name: nn.Linear(WIDE, NARROW) for name in PAIRS})
        self.right = nn.ModuleDict({name: nn.Linear(WIDE, NARROW, bias=False) for name in PAIRS})
        self.far = nn.ModuleDict({name: nn.Embedding(FAR + 1, NARROW) for name in PAIRS})
        self.way = nn.ModuleDict({name: nn.Embedding(WAYS, NARROW) for name in PAIRS})
        self.pair = nn.ModuleDict({name: nn.Linear(NARROW, size) for name, size in PAIRS.items()})
        self.alike = nn.Linear(WIDE, NARROW)
        self.same = nn.Sequential(nn.Linear(2 * NARROW + 12, 64), nn.ReLU(), nn.Linear(64, 2))
        for embedding in (*self.far.values(), *self.way.values()):
            nn.init.normal_(embedding.weight, std=0.02)

    def words(self, chunks: Sequence[Any], count: int) -> torch.Tensor:
        """Vectors of the tokens of a report out of its windows."""
        tokens, rows = [], []
        for ids, mask, at in chunks:
            hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state.float()
            for n, (where, places) in enumerate(at):
                tokens += where
                rows.append(hidden[n, torch.tensor(places)])
        return self.drop(rows[0].new_zeros(count, WIDE).index_copy(0, torch.tensor(tokens), torch.cat(rows)))

    def sentence(self, vectors: torch.Tensor, number: torch.Tensor, place: torch.Tensor) -> torch.Tensor:
        """What sentences are made of: their mean, those beside them, the report's, where they stand."""
        count = int(place.shape[0])
        sums = vectors.new_zeros(count, WIDE).index_add(0, number, vectors)
        mean = sums / torch.bincount(number, minlength=count).clamp(min=1).unsqueeze(1)
        none = mean.new_zeros(1, WIDE)
        before, after = torch.cat([none, mean[:-1]]), torch.cat([mean[1:], none])
        whole = mean.mean(0, keepdim=True).expand_as(mean)
        return torch.relu(self.around(torch.cat([mean, before, after, whole, place], 1)))

    def pairs(self, name: str, vectors: torch.Tensor, rows: torch.Tensor) -> torch.Tensor:
        """Scores of pairs; `rows` holds left, right, distance and way of each."""
        left, right, far, path = rows.unbind(1)
        mixed = self.left[name](vectors)[left] + self.right[name](vectors)[right]
        return self.pair[name](torch.relu(mixed + self.far[name](far) + self.way[name](path)))

    def likeness(self, vectors: torch.Tensor, rows: torch.Tensor, extra: torch.Tensor) -> torch.Tensor:
        """Scores of pairs of happenings."""
        flat = self.alike(vectors)
        one, two = flat[rows[:, 0]], flat[rows[:, 1]]
        return self.same(torch.cat([one * two, (one - two).abs(), extra], 1))


@dataclass(frozen=True)
class Classes:
    """Names of the classes of each head."""

    tokens: dict[str, list[str]]
    sentences: dict[str, list[str]]
    pairs: dict[str, list[str]]
