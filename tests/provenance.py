"""Walks any account and says what in it does not stand on words of a report. Used by several tests."""

from __future__ import annotations

from collections.abc import Iterator

from opensitrep.model import Account, Fact, Slot, Status, Value
from opensitrep.run.ledger import Ledger
from opensitrep.run.loose import loose_ends


def faults(account: Account) -> list[str]:
    """Everything in an account that is not grounded; an empty list is what we promise."""
    return [
        *loose_ends(account),
        *_bad_series(account),
        *_bad_values(account),
    ]


def _bad_series(account: Account) -> Iterator[str]:
    """Every number of a series stands in a report as it is."""
    counts = {c.id: c for r in account.readings for c in r.counts}
    figures = {q.number: q for r in account.readings for q in r.quantities}
    for series in account.series:
        for value in series.values:
            told = [figures[counts[c].number] for c in value.counts]
            if not told or any((q.low, q.high) != (value.low, value.high) for q in told):
                yield f"number that no count has: {series.id} {value.low}..{value.high}"


def _bad_values(account: Account) -> Iterator[str]:
    """Every value of a fact has words and is what those words say; the answer adds nothing."""
    ledger = Ledger(account)
    for fact in account.facts:
        if not fact.values:
            yield f"fact without a value: {fact.id}"
        for value in fact.values:
            if not value.evidence or not value.claims:
                yield f"value without evidence or claim: {fact.id}"
            yield from _bad_value(ledger, fact, value)
        yield from _bad_answer(fact)


def _bad_value(ledger: Ledger, fact: Fact, value: Value) -> Iterator[str]:
    figures = [q for s in value.evidence for q in ledger.quantities.values() if q.span.doc == s.doc and q.span.meets(s)]
    ranged = value.low is not None or value.high is not None
    if ranged and not any((q.low, q.high) == (value.low, value.high) for q in figures):
        yield f"range that no cited figure has: {fact.id} {value.low}..{value.high}"
    if value.text is not None and not any(_said(value.text, ledger.quote(s)) for s in value.evidence):
        yield f"text that no cited span has: {fact.id} {value.text!r}"
    for place in value.places:
        if place not in ledger.places:
            yield f"unknown place: {fact.id} {place}"
    if fact.slot is Slot.STATUS and value.code is not None and value.code not in {str(s) for s in Status}:
        yield f"unknown status: {fact.id} {value.code}"


def _said(text: str, words: str) -> bool:
    return " ".join(text.split()).casefold() in " ".join(words.split()).casefold()


def _bad_answer(fact: Fact) -> Iterator[str]:
    """A numeric answer is a hull of values, or, where the rule is named, at least the sum of parts; never a mean."""
    answer = fact.answer
    if answer is None:
        return
    known = {getattr(v, side) for v in fact.values for side in ("low", "high")}
    if "at least their sum" in fact.why:
        known |= _sums([v.low or 0 for v in fact.values])
    for end in ("low", "high"):
        got = getattr(answer, end)
        if got is not None and got not in known:
            yield f"answer that no value has: {fact.id} {end}={got}"


def _sums(parts: list[float]) -> set[float]:
    """What any choice of the parts adds up to."""
    out: set[float] = {0.0}
    for part in parts:
        out |= {x + part for x in out}
    return out
