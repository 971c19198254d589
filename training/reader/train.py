"""Fine-tunes the encoder and its heads: `python -m training.reader.train DATA MODEL VOCAB OUT [--epochs N] [--brief]`.

Trained on the train part of corpora/, watched on dev. OUT gets `weights.pt`, of which `training.reader.export` makes
what ships.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from torch import nn

from opensitrep.learned.wordpiece import WordPiece
from training.reader import weights
from training.reader.examples import Example, classes, example, load
from training.reader.net import Classes, Net

SEED = 11
WEIGHT = {
    "happens": 1.0, "kind": 1.0, "modality": 0.7, "tie": 0.5, "fate": 0.5, "window": 0.2, "act": 0.5,
    "part": 0.5, "reality": 0.3, "role": 1.0, "counts": 0.5, "source": 0.3, "same": 0.6,
}  # fmt: skip


def losses(net: Net, one: Example) -> tuple[dict[str, torch.Tensor], dict[str, torch.Tensor]]:
    """Loss and scores of every head on a report."""
    vectors = net.words(one.chunks, one.count)
    loss: dict[str, torch.Tensor] = {}
    said: dict[str, torch.Tensor] = {}

    def add(name: str, scores: torch.Tensor, answers: torch.Tensor) -> None:
        said[name] = scores
        if len(answers):
            loss[name] = nn.functional.cross_entropy(scores, answers, label_smoothing=0.03)

    for name, (tokens, answers) in one.answers.items():
        add(name, net.tokens[name](vectors[tokens]), answers)
    around = net.sentence(vectors, one.number, one.place)
    for name, (lines, answers) in one.parts.items():
        add(name, net.sentences[name](around[lines]), answers)
    for name, (rows, answers) in one.pairs.items():
        add(name, net.pairs(name, vectors, rows), answers)
    if one.same is not None:
        rows, extra, answers = one.same
        add("same", net.likeness(vectors, rows, extra), answers)
    return loss, said


def f1(right: int, said: int, asked: int) -> float:
    """Harmonic mean of precision and recall."""
    return 2 * right / (said + asked) if said + asked else 0.0


def macro(pairs: Sequence[tuple[int, int]], *, nothing: int | None = None) -> float:
    """Mean F1 over classes that are asked for."""
    known = {b for _, b in pairs if b != nothing}
    each = [
        f1(sum(a == b == c for a, b in pairs), sum(a == c for a, _ in pairs), sum(b == c for _, b in pairs))
        for c in known
    ]
    return sum(each) / len(each) if each else 0.0


@torch.no_grad()
def figures(net: Net, parts: Sequence[Example], names: Classes, *, brief: bool) -> dict[str, float]:
    """What the net gets right on a part."""
    net.eval()
    told: dict[str, list[tuple[Any, int]]] = {}
    for one in parts:
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=brief):
            _, said = losses(net, one)
        answers = {
            **{n: a for n, (_, a) in one.answers.items()}, **{n: a for n, (_, a) in one.parts.items()},
            **{n: a for n, (_, a) in one.pairs.items()}, **({"same": one.same[2]} if one.same else {}),
        }  # fmt: skip
        for name, scores in said.items():
            if len(answers[name]):
                told.setdefault(name, []).extend(
                    zip(scores.float().softmax(-1).tolist(), answers[name].tolist(), strict=True)
                )
    net.train()
    out: dict[str, float] = {}
    for name, yes in (("happens", 2), ("counts", 1), ("source", 1), ("same", 1)):
        best = (0.0, 0.0)
        for at in [x / 40 for x in range(4, 36)]:
            chosen = [(row[yes] >= at, answer == yes) for row, answer in told[name]]
            best = max(
                best, (f1(sum(a and b for a, b in chosen), sum(a for a, _ in chosen), sum(b for _, b in chosen)), at)
            )
        out[f"{name} F1"], out[f"{name} at"] = best
    kinds = names.tokens["kind"]
    top = [(max(range(len(r)), key=r.__getitem__), a) for r, a in told["kind"]]
    out["kind"] = sum(kinds[x].split("/")[0] == kinds[a].split("/")[0] for x, a in top) / len(top)
    out["kind and mode"] = sum(x == a for x, a in top) / len(top)
    for name in ("modality", "tie", "part", "reality", "fate", "act", "role", "window"):
        pairs = [(max(range(len(r)), key=r.__getitem__), a) for r, a in told[name]]
        out[f"{name} macro"] = macro(pairs, nothing=0 if name in ("fate", "act", "role") else None)
        kept = [p for p in pairs if p[1] or p[0]] if name in ("fate", "act", "role") else pairs
        out[f"{name} right"] = sum(a == b for a, b in kept) / len(kept)
    return out


def main() -> None:
    """Train."""
    parser = argparse.ArgumentParser()
    for name in ("data", "model", "vocab", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--layers", type=int, default=12)
    parser.add_argument("--limit", type=int, default=0, help="reports to train on, for a trial")
    parser.add_argument(
        "--brief", action="store_true", help="bfloat16: faster on processors with AMX, slower on others"
    )
    asked = parser.parse_args()
    torch.manual_seed(SEED)
    dice = random.Random(SEED)
    rows = load(asked.data)
    train = [r for r in rows if r["split"] == "train"]
    names = classes(train)
    piece = WordPiece(asked.vocab.read_text("utf-8").splitlines())
    ours = [example(r, piece, names, dice) for r in train][: asked.limit or None]
    dev = [example(r, piece, names, dice) for r in rows if r["split"] == "dev"]
    encoder = weights.load(asked.model)
    encoder.encoder.layer = encoder.encoder.layer[: asked.layers]
    encoder.embeddings.requires_grad_(False)
    net = Net(
        encoder, {n: len(c) for n, c in names.tokens.items()}, {n: len(c) for n, c in names.sentences.items()}, 10
    )
    slow = [p for p in encoder.parameters() if p.requires_grad]
    fast = [p for n, p in net.named_parameters() if not n.startswith("encoder.")]
    steps = asked.epochs * ((len(ours) + 1) // 2)
    steer = torch.optim.AdamW(
        [{"params": slow, "lr": asked.rate}, {"params": fast, "lr": 10 * asked.rate}], weight_decay=0.01
    )
    plan = torch.optim.lr_scheduler.OneCycleLR(
        steer, [asked.rate, 10 * asked.rate], total_steps=steps + 1, pct_start=0.08
    )
    net.train()
    asked.out.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    for epoch in range(asked.epochs):
        dice.shuffle(ours)
        total: dict[str, float] = {}
        for at in range(0, len(ours), 2):
            steer.zero_grad()
            for one in ours[at : at + 2]:
                with torch.autocast("cpu", dtype=torch.bfloat16, enabled=asked.brief):
                    loss, _ = losses(net, one)
                (sum(WEIGHT[n] * x for n, x in loss.items()) / 2).backward()  # type: ignore[union-attr]
                for name, x in loss.items():
                    total[name] = total.get(name, 0.0) + x.item() / len(ours)
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            steer.step()
            plan.step()
            if at % 40 == 0 or at < 12:
                print(f"{epoch} {at} {time.monotonic() - began:.0f} s", flush=True)
        print("loss", {n: round(x, 3) for n, x in total.items()}, flush=True)
        shown = {n: round(x, 3) for n, x in figures(net, dev, names, brief=asked.brief).items()}
        print(f"epoch {epoch} {time.monotonic() - began:.0f} s", shown, flush=True)
        torch.save(
            {"state": net.state_dict(), "classes": names.__dict__, "dev": shown, "layers": asked.layers},
            asked.out / "weights.pt",
        )


if __name__ == "__main__":
    main()
