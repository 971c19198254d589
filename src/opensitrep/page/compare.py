"""What reports say side by side: the claim matrix, chains of origins, contradictions and why one may be none."""

from __future__ import annotations

from dataclasses import dataclass

from opensitrep.derive.events import NUMBERS
from opensitrep.derive.pieces import Cite, Derived, Fixed, Item, Link, Piece, Quiet, Quote, Run, Sign
from opensitrep.model import Act, Fact, Origin, Slot, Span, Verdict
from opensitrep.page.desk import GLANCE, Desk

MATRIX = 14  # facts shown in the matrix before it folds
CHAINS = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """What one report has of one origin on one fact: its state in a word, two or three words, where they stand."""

    state: str
    word: Fixed
    quote: Quote | None = None
    target: str | None = None


@dataclass(frozen=True, slots=True)
class OriginRow:
    """One independent origin across the reports."""

    name: Piece
    tags: Run
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class FactRows:
    """One claim with a row per origin."""

    anchor: str
    sign: Sign
    title: Derived
    counts: Derived
    rows: tuple[OriginRow, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Claims by origins and reports."""

    reports: tuple[tuple[Derived, Derived], ...]
    facts: tuple[FactRows, ...]
    more: tuple[FactRows, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """One report that repeats an origin: solid where it names it, dashed where a rule joins it."""

    number: Link
    label: Derived
    cites: tuple[Cite, ...]
    note: Run
    dashed: bool


@dataclass(frozen=True, slots=True)
class Node:
    """One origin with its reports."""

    name: Derived
    kind: Derived
    tags: Run
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """A fact with the origins behind it."""

    sign: Sign
    title: Derived
    counts: Derived
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A fact whose values conflict, with its type and why it may be none."""

    sign: Sign
    type: Derived
    title: Derived
    values: Run
    origins: Run
    why: Run


# ---------------------------------------------------------------- matrix


def compose_matrix(desk: Desk) -> Matrix | None:
    """Facts that several reports or origins speak of; None where there is nothing to compare."""
    if len(desk.readings) < 2:
        return None
    facts = [f for f in desk.facts if len(desk.book.fact_claims(f)) > 1 and f.slot is not Slot.STATUS]
    ordered = sorted(facts, key=lambda f: (-desk.fact_weight(f), f.id))
    docs = [r.document.id for r in desk.readings]
    rows = [fact_rows(desk, f, docs) for f in ordered]
    heads = tuple((desk.number(d), Derived("report label", (d,))) for d in docs)
    return Matrix(heads, tuple(rows[:MATRIX]), tuple(rows[MATRIX:])) if rows else None


def fact_rows(desk: Desk, fact: Fact, docs: list[str]) -> FactRows:
    """One claim: a row for each origin, then one for the reports' own voices."""
    by_origin: dict[str | None, list[tuple[int, str, Span]]] = {}
    for index, value in enumerate(fact.values):
        claims = [c for c in value.claims if c in desk.book.claims]
        for claim, span in desk.evidence(claims, value.evidence).items():
            origin = desk.origin(claim)
            by_origin.setdefault(origin.id if origin else None, []).append((index, claim, span))
    conflicts = minority(fact)
    rows = []
    for key in sorted(by_origin, key=lambda k: (k is None, -len(by_origin[k]), k or "")):
        entries = by_origin[key]
        claims = [c for _, c, _ in entries]
        cells = tuple(cell(desk, [e for e in entries if e[2].doc == d], conflicts) for d in docs)
        if key is None:
            tags: tuple[Item, ...] = (*desk.side("MEDIA"),)
            tags += (Quiet((Fixed("not counted"),)),) if len(by_origin) > 1 else ()
            rows.append(OriginRow(Fixed("own voice of reports"), tags, cells))
        else:
            origin = desk.book.origins[key]
            rows.append(
                OriginRow(Derived("origin name", (key,)), (*desk.side(origin.side), *desk.standing(claims)), cells)
            )
    return FactRows(
        desk.fact_anchor(fact.id),
        desk.fact_sign(fact),
        Derived("fact title", (fact.id,)),
        Derived("fact counts", (fact.id,)),
        tuple(rows),
    )


def minority(fact: Fact) -> set[int]:
    """Values that conflict with one that stands before them."""
    return {max(r.left, r.right) for r in fact.relations if r.kind == "contradicts"}


def cell(desk: Desk, entries: list[tuple[int, str, Span]], conflicts: set[int]) -> Cell:
    """What one report says in one row."""
    if not entries:
        return Cell("silent", Fixed("cell silent"))
    index, claim, span = min(entries, key=lambda e: (e[0] not in conflicts, e[2]))
    words = desk.book.clip(desk.words_of(span), GLANCE)
    found = desk.book.claims[claim]
    if found.act is Act.DENIES or (found.attribution and desk.book.negated(claim)):
        state = "denies"
    elif index in conflicts:
        state = "differs"
    else:
        state = "attributes" if found.attribution else "asserts"
    return Cell(state, Fixed(f"cell {state}"), Quote(words), desk.place(words))


# ---------------------------------------------------------------- chains


def compose_chains(desk: Desk) -> tuple[Chain, ...]:
    """Facts where one origin stands in several reports, or where a speaker concedes."""
    chosen = []
    for fact in (f for f in desk.facts if f.slot is not Slot.STATUS):
        claims = desk.book.fact_claims(fact)
        origins: dict[str, list[str]] = {}
        for claim in claims:
            origin = desk.origin(claim)
            if origin:
                origins.setdefault(origin.id, []).append(claim)
        repeated = max((len(desk.book.docs(c)) for c in origins.values()), default=0)
        conceded = any(desk.book.interest(c) == "against interest" for c in claims)
        if repeated > 1 or conceded:
            chosen.append((-(repeated + 3 * conceded + desk.fact_weight(fact) / 10), fact.id, fact, origins))
    chains: list[Chain] = []
    seen = set()
    for _, _, fact, origins in sorted(chosen, key=lambda c: (c[0], c[1])):
        key = tuple(sorted(origins)), fact.event or fact.place
        if key in seen or len(chains) >= CHAINS:
            continue
        seen.add(key)
        nodes = [
            node(desk, fact, desk.book.origins[o], c)
            for o, c in sorted(origins.items(), key=lambda x: (-len(x[1]), x[0]))
        ]
        chains.append(
            Chain(
                desk.fact_sign(fact),
                Derived("fact title", (fact.id,)),
                Derived("fact counts", (fact.id,)),
                tuple(nodes[:5]),
            )
        )
    return tuple(chains)


def node(desk: Desk, fact: Fact, origin: Origin, claims: list[str]) -> Node:
    """One origin with a branch per report."""
    spans = [s for v in fact.values for s in v.evidence]
    found = desk.evidence(claims, spans)
    branches = []
    for doc in desk.book.docs(list(found)):
        mine = [c for c in desk.speaking(list(found)) if desk.book.doc_of(c) == doc]
        branches.append(branch(desk, origin, doc, mine, [found[c] for c in mine]))
    return Node(
        Derived("origin name", (origin.id,)),
        Derived("origin kind", (origin.id,)),
        (*desk.side(origin.side), *desk.standing(claims)),
        tuple(branches),
    )


def branch(desk: Desk, origin: Origin, doc: str, claims: list[str], spans: list[Span]) -> Branch:
    """One report: its words, and whether it names the origin or a rule joins it."""
    attribution = desk.book.attribution_of(claims[0])
    named = attribution is not None and bool(attribution.source)
    cites = tuple(dict.fromkeys(desk.cite(desk.clause_of(c, s)) for c, s in zip(claims, spans, strict=True)))[:2]
    if not named or attribution is None:
        note: Run = (
            Fixed("names nobody"),
            Fixed("joined by rule"),
            Derived("origin why", (origin.id,)),
            Fixed("stop"),
            Fixed("adds nothing"),
        )
    else:
        source = desk.cite(attribution.source[0], 60)
        note = (Fixed("names the speaker"), Fixed("colon"), Quote(source.quote.span))
    first = cites[0].target if cites else desk.place(spans[0])
    return Branch(Link((desk.number(doc),), first), Derived("report label", (doc,)), cites, note, not named)


# ---------------------------------------------------------------- contradictions


def compose_contradictions(desk: Desk) -> tuple[Contradiction, ...]:
    """Every fact whose values conflict, most important first."""
    out = []
    facts = [f for f in desk.facts if f.verdict is Verdict.CONTRADICTED]
    for fact in sorted(facts, key=lambda f: (-desk.fact_weight(f), f.id)):
        conflict = sorted({i for r in fact.relations if r.kind == "contradicts" for i in (r.left, r.right)})
        shown = conflict or list(range(len(fact.values)))
        values: list[Item] = []
        for index in shown[:4]:
            value = fact.values[index]
            found = desk.evidence([c for c in value.claims if c in desk.book.claims], value.evidence)
            best = next(iter(desk.speaking(list(found))), None)
            if best:
                words = desk.words_of(found[best])
                values.append(desk.cite(words if fact.slot in NUMBERS else desk.clause_of(best, words), 70))
        of = (fact.id,)
        out.append(
            Contradiction(
                desk.fact_sign(fact),
                Derived("fact type", of),
                Derived("fact title", of),
                tuple(values),
                (Derived("fact counts", of), Fixed("comma"), Derived("fact sides", of)),
                (Derived("fact doubts", of), Quiet((Fixed("rule of the verdict"), Derived("fact why", of)))),
            )
        )
    return tuple(out)
