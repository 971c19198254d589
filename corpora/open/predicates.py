"""PropBank (roles, modality) and factuality (UDS, MEANTIME): predicates without a kind."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from corpora.open.form import OPEN, UNREAL, Happening, Span, Text
from corpora.open.readers import Left, each, our_roles, over, records
from corpora.open.words import laid_out, located

WILL = frozenset(["will", "'ll", "’ll", "wo", "shall", "ll"])
# Thresholds on the numbers of the sets, -3 to 3. UDS is the mean of several people: below 1.5 either way they disagree.
# Its people said whether the thing happened: a low number is a plan, a wish or a denial alike. MEANTIME is one reading
# by a table of polarity, certainty and time: 3 certain, -3 certain and denied, between them future or uncertain.
HAPPENED, DENIED = 1.5, -1.5
CERTAIN = 2.0


def propbank(folder: Path, left: Left) -> Iterator[Text]:
    """Verbs and nouns with their roles. Kinds are undecided: a roleset is a sense, no kind of news."""

    def make(record: dict[str, Any]) -> Iterator[Text]:
        text = " ".join(record["text"].split())
        tokens = located(record["tokens"], text)
        if tokens is None:
            text, tokens = laid_out(record["tokens"])
            left.out("text rebuilt from tokens (kept)")
        marked = []
        for p in record["predicates"]:
            roles = [(label, over(tokens, start, end)) for label, start, end in p["args"]]
            trigger = over(tokens, p["i"], p["i"] + 1)
            ours = our_roles("propbank_ewt", p["roleset"], text, roles)
            marked.append(
                Happening(*trigger, p["roleset"], OPEN, modality=modality(record["tokens"], p["args"]), roles=ours)
            )
        # the set names train and test; what is left is the dev part of the treebank (its sentences are UDS's dev)
        document = record["id"].rpartition("-")[0]
        split = record["split"] or "dev"
        yield Text("propbank_ewt", record["id"], document, split, text, tokens, tuple(marked), complete=("roles",))

    return each(folder / "propbank_ewt/propbank_ewt.jsonl.gz", make)


def modality(tokens: Sequence[str], roles: Sequence[tuple[str, int, int]]) -> str | None:
    """By the modal and the negation of a verb; None where it has neither (which does not make it actual)."""
    modals = [tokens[start].lower() for label, start, _ in roles if label == "ARGM-MOD"]
    denied = any(label == "ARGM-NEG" for label, _, _ in roles)
    if modals and denied:
        return UNREAL
    if denied:
        return "negated"
    if modals:
        return "planned" if modals[0] in WILL else "hypothetical"
    return None


def happened(number: float) -> str | None:
    """UDS's number as a modality."""
    return "actual" if number >= HAPPENED else UNREAL if number <= DENIED else None


def certain(number: float) -> str:
    """MEANTIME's number as a modality."""
    return "actual" if number >= CERTAIN else "negated" if number <= -CERTAIN else UNREAL


def uds(folder: Path, left: Left) -> Iterator[Text]:
    """UDS It Happened; the published text is taken from PropBank's copy of the treebank where it stands there."""
    published = {
        "".join(r["tokens"]): " ".join(r["text"].split())
        for _, r in records(folder / "propbank_ewt/propbank_ewt.jsonl.gz")
    }
    for split in ("train", "dev", "test"):
        yield from _numbers("uds_ih2", folder, split, published, left)


def meantime(folder: Path, left: Left) -> Iterator[Text]:
    """MEANTIME on Wikinews."""
    for split in ("train", "dev", "test"):
        yield from _numbers("meantime", folder, split, {}, left)


def _numbers(name: str, folder: Path, split: str, published: dict[str, str], left: Left) -> Iterator[Text]:
    number = 0

    def make(record: dict[str, Any]) -> Iterator[Text]:
        nonlocal number
        number += 1
        words = record["text"].split()
        text = published.get("".join(words), "")
        tokens = located(words, text) if text else None
        if tokens is None:
            text, tokens = laid_out(words)
            if published:
                left.out("text rebuilt from tokens (kept)")
        marked: dict[Span, Happening] = {}
        for target in record["targets"]:
            value = target["label"]
            says = happened(value) if name == "uds_ih2" else certain(value)
            span = over(tokens, *target["span1"])
            marked[span] = Happening(*span, None, OPEN, modality=says, factuality=round(value, 3))
        document = f"{name}-{record['file_idx']}" if name == "meantime" else f"{name}-{split}"
        yield Text(name, f"{split}-{number}", document, split, text, tokens, tuple(marked[s] for s in sorted(marked)))

    return each(folder / f"factuality/{name}_{split}.jsonl.gz", make)
