"""Train the fast scorer: `python -m training.fast.train --open DIR --encoder DIR [--out DIR]`.

`--open` holds what `python -m corpora.open convert` writes, `--encoder` model.onnx and tokenizer.json of the sentence
encoder whose word meanings are kept. Heads are fitted on the train part of corpora/; dev chooses how probabilities are
brought to what is right, thresholds, and how strongly sentences lean on their neighbours. Nothing is drawn by chance:
the same inputs give the same bytes on one machine.
"""

from __future__ import annotations

import argparse
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from corpora import form
from opensitrep.learned.fast import FIRST, HAPPENING, PASSAGES, FastScorer, Told, assemble, pair_traits
from opensitrep.learned.tables import carried, read_table
from opensitrep.learned.vectors import Vectors
from training.fast import fitting, vectors
from training.fast.examples import HAPPENS, TIES, Example, load, load_open, places
from training.fast.fitting import Arrays, best_threshold
from training.reader.data import ROLES

OUT = Path(__file__).resolve().parents[2] / "src" / "opensitrep" / "data" / "models"
OPEN = ("maven", "framenet17", "wikievents")
FOLDS = 2
FEWEST = 3  # examples of a kind or mode
NO_YES = ("no", "yes")
Triples = Callable[[Example], Iterator[tuple[int, int, int]]]
PAIRS: dict[str, Triples] = {
    "role": Example.roles, "counts": Example.counts, "same": Example.same, "source": Example.source
}  # fmt: skip


@dataclass
class Trainer:
    """Examples, vectors and the arrays so far."""

    train: Sequence[Example]
    dev: Sequence[Example]
    more: Sequence[Example]  # of open sets
    vectors: Vectors
    classes: dict[str, tuple[str, ...]]

    def rows(self, examples: Sequence[Example], asked: Callable[[Example], Sequence[tuple[int, Any]]]) -> Any:
        """Traits, vectors and answers of words."""
        traits, around, answers = [], [], []
        for one in examples:
            found = asked(one)
            at = places([i for i, _ in found])
            traits.append(one.words[at])
            around.append(self.vectors.around(one.traits, one.own(self.vectors), at))
            answers += [a for _, a in found]
        return np.concatenate(traits), np.concatenate(around), answers

    def kinds(self, one: Example) -> list[tuple[int, int]]:
        """Triggers whose kind is common enough."""
        names = self.classes["kind"]
        return [(at, names.index(kind)) for at, kind in one.kinds() if kind in names]

    def labels(self, head: str, lemmas: Arrays) -> Callable[[Example], list[tuple[int, int]]]:
        """Words a head is asked of with their answers."""

        def ask(one: Example) -> list[tuple[int, int]]:
            if head == "happens":
                return one.happens()
            if head == "kind":
                return self.kinds(one)
            if head == "modality":
                return one.modality()
            answers = one.fate() if head == "fate" else one.act()
            asked = FastScorer({}, self.vectors, {}, _lemmas(lemmas), {}).candidates(one.traits, head)
            return [(int(i), answers.get(int(i), 0)) for i in asked]

        return ask

    def first_round(self, train: Sequence[Example]) -> Arrays:
        """The heads of words by themselves."""
        out: Arrays = {
            f"{head} lemmas": np.unique(
                np.asarray([one.traits.columns.lemma[i] for one in train for i in found(one)], dtype=np.uint32)
            )
            for head, found in (("fate", Example.fate), ("act", Example.act))
        }
        for head in (*FIRST, "kind", "modality"):
            examples = [*train, *self.more] if head == "kind" else train
            traits, around, answers = self.rows(examples, self.labels(head, out))
            own = sum(len(self.labels(head, out)(one)) for one in train)
            shares = np.where(np.arange(len(answers)) < own, 1.0, fitting.HEADS[head].share)
            out |= fitting.fit(head, fitting.matrix(traits), around, answers, classes=self.classes[head], shares=shares)
        return out

    def told(self, arrays: Arrays, examples: Sequence[Example], threshold: float) -> list[Told]:
        """What the first round says of reports."""
        heads = (*FIRST, "kind", "modality")
        tables = {head: read_table(head, self.classes[head], arrays) for head in heads}
        scorer = FastScorer(tables, self.vectors, {}, _lemmas(arrays), {"happens": threshold})
        return [scorer.told(one.traits, scorer.words(one.traits, one.own(self.vectors))[0]) for one in examples]

    def later_rounds(self, told: Sequence[Told]) -> Arrays:
        """The heads that ask what is told."""
        traits, answers = self.ties(self.train, told)
        out = fitting.fit("tie", fitting.matrix(traits), None, answers, classes=TIES)
        for head in PASSAGES:
            chains = [one.sentences(head) for one in self.train]
            kept = np.flatnonzero(np.concatenate(chains) >= 0)
            rows = self.passages(self.train, told)[kept]
            out |= fitting.fit(head, rows, None, np.concatenate(chains)[kept], classes=self.classes[head])
        for head in PAIRS:
            traits, answers = self.pairs(head, self.train, told)
            out |= fitting.fit(head, fitting.matrix(traits), None, answers, classes=self.classes[head])
        return out

    def ties(self, examples: Sequence[Example], told: Sequence[Told]) -> Any:
        """Traits and answers of triggers for the tie."""
        traits, answers = [], []
        for one, said in zip(examples, told, strict=True):
            found = one.tie()
            at = places([i for i, _ in found])
            traits.append(np.concatenate([one.words[at], one.traits.tied(at, said.kind, said.main)], axis=1))
            answers += [a for _, a in found]
        return np.concatenate(traits), answers

    def passages(self, examples: Sequence[Example], told: Sequence[Told]) -> Any:
        """Rows of sentences."""
        rows, wholes, owners, buckets = 0, [], [], []
        for one, said in zip(examples, told, strict=True):
            wholes.append(one.traits.sentences())
            for owner, bag in (
                one.traits.sentence_words(), one.traits.told_in_sentences(said.kind, said.main, said.act, said.fate)
            ):  # fmt: skip
                owners.append(owner + rows)
                buckets.append(bag)
            rows += one.traits.columns.sentences
        return fitting.matrix(np.concatenate(wholes)) + fitting.bags(
            np.concatenate(owners), np.concatenate(buckets), rows
        )

    def pairs(self, head: str, examples: Sequence[Example], told: Sequence[Told]) -> Any:
        """Traits and answers of pairs."""
        traits, answers = [], []
        for one, said in zip(examples, told, strict=True):
            found = np.asarray(list(PAIRS[head](one)), dtype=np.int64).reshape(-1, 3)
            if len(found):
                own = one.own(self.vectors)
                traits.append(pair_traits(head, one.traits, found[:, 0], found[:, 1], told=said, own=own))
                answers += found[:, 2].tolist()
        return np.concatenate(traits), answers

    def settle(self, arrays: Arrays) -> tuple[Arrays, dict[str, float], dict[str, Any]]:
        """Heat, thresholds and moves chosen on dev; the figures for the card."""
        thresholds: dict[str, float] = {}
        figures: dict[str, Any] = {}
        kept = {"thresholds": thresholds, "figures": figures}
        for head in (*FIRST, "kind", "modality"):
            arrays = self._cool(head, arrays, self.rows(self.dev, self.labels(head, arrays)), **kept)
        told = self.told(arrays, self.dev, thresholds["happens"])
        traits, answers = self.ties(self.dev, told)
        arrays = self._cool("tie", arrays, (traits, None, answers), **kept)
        for head in PAIRS:
            traits, answers = self.pairs(head, self.dev, told)
            arrays = self._cool(head, arrays, (traits, None, answers), **kept)
        for head in PASSAGES:
            arrays |= self._moves(head, arrays, told, figures)
        return arrays, thresholds, figures

    def _cool(
        self, head: str, arrays: Arrays, rows: tuple[Any, Any, Sequence[int]], *,
        thresholds: dict[str, float], figures: dict[str, Any],
    ) -> Arrays:  # fmt: skip
        traits, around, answers = rows
        table = read_table(head, self.classes[head], arrays)
        logits = table.logits(traits, around if len(table.meaning) else None)
        heat = fitting.heat_of(logits, answers)
        shares = np.exp(logits / heat - (logits / heat).max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        right = np.asarray(answers)
        figures[head] = {
            "asked": len(right), "accuracy": round(float((shares.argmax(axis=1) == right).mean()), 4),
            "surprise": round(fitting.loss(logits / heat, answers), 4), "heat": round(heat, 3),
        }  # fmt: skip
        if head not in ("kind", "modality", "tie"):
            first = HAPPENING if head == "happens" else 1
            yes = shares[:, first:].max(axis=1) if head == "role" else shares[:, first:].sum(axis=1)
            hit = right >= first
            if head == "role":  # a yes counts if it is the right role
                hit = hit & (shares[:, 1:].argmax(axis=1) + 1 == right)
            missed = int((right >= first).sum() - hit.sum())
            thresholds[head], figures[head]["F1"] = best_threshold(yes, hit, missed)
            figures[head]["F1"] = round(figures[head]["F1"], 4)
        return fitting.cooled(head, arrays, heat)

    def _moves(self, head: str, arrays: Arrays, told: Sequence[Told], figures: dict[str, Any]) -> Arrays:
        """How far sentences lean on their neighbours, and the heat of the head, by the surprise on dev."""
        table = read_table(head, self.classes[head], arrays)
        chains = [[c for c in one.sentences(head) if c >= 0] for one in self.train]
        moves, first = fitting.moves_of([c for c in chains if c], len(table.classes))
        single = [self._emitted(head, one, said, arrays) for one, said in zip(self.dev, told, strict=True)]
        gold = [one.sentences(head) for one in self.dev]
        best: tuple[float, float, float, float] | None = None
        for heat in (0.7, 0.85, 1.0, 1.2, 1.4, 1.7, 2.0, 2.5):
            for lean in (0.0, 0.3, 0.5, 0.7, 0.85, 1.0):
                shares = np.concatenate([carried(s / heat, moves * lean, first * lean) for s in single])
                answers = np.concatenate(gold)
                asked = answers >= 0
                wrong = float(-np.log(np.maximum(shares[asked, answers[asked]], 1e-4)).mean())
                hits = float((shares[asked].argmax(axis=1) == answers[asked]).mean())
                if best is None or wrong < best[0]:
                    best = (wrong, heat, lean, hits)
        assert best is not None
        wrong, heat, lean, hits = best
        figures[head] = {"surprise": round(wrong, 4), "accuracy": round(hits, 4), "heat": heat, "lean": lean}
        return fitting.cooled(head, arrays, heat) | {f"{head} moves": moves * lean, f"{head} first": first * lean}

    def _emitted(self, head: str, one: Example, said: Told, arrays: Arrays) -> NDArray[np.float64]:
        table, traits = read_table(head, self.classes[head], arrays), one.traits
        owner, bag = traits.sentence_words()
        more, others = traits.told_in_sentences(said.kind, said.main, said.act, said.fate)
        bagged = table.bags(np.concatenate([owner, more]), np.concatenate([bag, others]), traits.columns.sentences)
        return table.logits(traits.sentences()) + bagged


def _lemmas(arrays: Arrays) -> dict[str, Any]:
    return {head: arrays[f"{head} lemmas"] for head in ("fate", "act")}


def classes_of(train: Sequence[Example]) -> dict[str, tuple[str, ...]]:
    """The classes of every head."""
    kinds = Counter(kind for one in train for _, kind in one.kinds())
    lists = form.LISTS
    return {
        "happens": HAPPENS, "fate": ("none", *lists["fate"]), "act": ("none", *lists["act"]),
        "kind": tuple(sorted(k for k, n in kinds.items() if n >= FEWEST)), "modality": tuple(lists["modality"]),
        "tie": TIES, "part": tuple(lists["part"]), "reality": tuple(lists["reality"]), "role": ("none", *ROLES),
        "counts": NO_YES, "same": NO_YES, "source": NO_YES,
    }  # fmt: skip


def main(open_sets: Path, encoder: Path, out: Path) -> None:
    """Write the weights and their card."""
    train, dev = load("train"), load("dev")
    classes = classes_of(train)
    more = [one for name in OPEN for one in load_open(open_sets, name, classes["kind"])]
    own = (lemma for one in train for lemma in (one.reading.syntax.lemma if one.reading.syntax else ()))
    table = vectors.make(own, open_sets, encoder)
    trainer = Trainer(train, dev, more, Vectors(table["vectors numbers"], table["vectors"]), classes)
    told: list[Told | None] = [None] * len(train)
    for fold in range(FOLDS):
        inside = [i for i in range(len(train)) if i % FOLDS == fold]
        arrays = trainer.first_round([one for i, one in enumerate(train) if i % FOLDS != fold])
        for i, said in zip(inside, trainer.told(arrays, [train[i] for i in inside], 0.3), strict=True):
            told[i] = said
    arrays = trainer.first_round(train) | trainer.later_rounds([said for said in told if said is not None])
    arrays, thresholds, figures = trainer.settle(arrays)
    assemble(arrays | table, classes, thresholds)
    stream = BytesIO()
    np.savez_compressed(stream, **dict(sorted((arrays | table).items())))
    digest = hashlib.sha256(stream.getvalue()).hexdigest()
    card = {
        "digest": digest,
        "what": "linear heads over traits of the parse and short vectors of lemmas (training/fast)",
        "licence": "Apache-2.0",
        "trained_on": trained_on(open_sets, train),
        "encoder": {
            "what": "bge-small-en-v1.5, int8, for the vectors of lemmas", "licence": "MIT",
            "digest": hashlib.sha256((encoder / "model.onnx").read_bytes()).hexdigest(),
        },
        "seed": "none: nothing is drawn by chance",
        "calibration": "heat: logits are divided by it, chosen on dev by the surprise at the right answers",
        "dev": figures, "classes": classes, "thresholds": thresholds,
    }  # fmt: skip
    out.mkdir(parents=True, exist_ok=True)
    (out / "fast.npz").write_bytes(stream.getvalue())
    (out / "fast.json").write_bytes(msgspec.json.format(msgspec.json.encode(card), indent=1) + b"\n")
    print(f"{len(stream.getvalue()):,} bytes", *(f"{head}: {row}" for head, row in figures.items()), sep="\n")


def trained_on(open_sets: Path, train: Sequence[Example]) -> list[dict[str, Any]]:
    """The sets with licences and digests."""
    texts = hashlib.sha256("\n".join(sorted(one.reading.document.text_id for one in train)).encode()).hexdigest()
    rows: list[dict[str, Any]] = [
        {"set": "corpora/, split train", "licence": "as in corpora/README.md", "reports": len(train), "digest": texts}
    ]
    for name in OPEN:
        with (open_sets / f"{name}.jsonl").open(encoding="utf-8") as stream:
            header = msgspec.json.decode(stream.readline())["header"]
        kept = ("set", "licence", "text_licence", "source", "digests", "tables")
        rows.append({key: header[key] for key in kept if key in header})
    return rows


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--open", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=OUT)
    args = parser.parse_args()
    main(args.open, args.encoder, args.out)
