"""Chains of origins: where what is told of an event comes from in the end, and which reports repeat it."""

from __future__ import annotations

from dataclasses import dataclass

from opensitrep.derive.pieces import Cite, Derived, Fixed, Link, Run, Sign
from opensitrep.derive.voices import speaking
from opensitrep.model import Event, Origin
from opensitrep.page.desk import Desk

CHAINS = 5  # events whose origins are drawn
NODES = 5  # origins of one event
WORDS = 90  # characters of a quotation


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
    """An event with the origins behind it."""

    sign: Sign
    title: Derived
    counts: Derived
    nodes: tuple[Node, ...]


def compose_chains(desk: Desk) -> tuple[Chain, ...]:
    """Printed events of which one origin stands in several reports, or of which a speaker concedes something."""
    chains: list[Chain] = []
    for event in desk.current:
        origins: dict[str, list[str]] = {}
        for claim in event.claims:
            if claim in desk.book.claims and (origin := desk.origin(claim)):
                origins.setdefault(origin.id, []).append(claim)
        repeated = any(len(desk.book.docs(c)) > 1 for c in origins.values())
        conceded = any(desk.book.interest(c) == "against interest" for c in event.claims)
        if (repeated or conceded) and len(chains) < CHAINS:
            chains.append(chain(desk, event, origins))
    return tuple(chains)


def chain(desk: Desk, event: Event, origins: dict[str, list[str]]) -> Chain:
    """One event, the origin that most reports repeat first."""
    order = sorted(origins.items(), key=lambda x: (-len(desk.book.docs(x[1])), -len(x[1]), x[0]))
    of = (event.id,)
    nodes = tuple(node(desk, desk.book.origins[o], claims) for o, claims in order[:NODES])
    return Chain(desk.event_sign(event), Derived("event name", of), Derived("event counts", of), nodes)


def node(desk: Desk, origin: Origin, claims: list[str]) -> Node:
    """One origin with a branch for each report."""
    branches = tuple(
        branch(desk, origin, [c for c in speaking(desk.book, claims) if desk.book.doc_of(c) == doc])
        for doc in desk.book.docs(claims)
    )
    tags = (*desk.side(origin.side), *desk.standing(claims))
    return Node(Derived("origin name", (origin.id,)), Derived("origin kind", (origin.id,)), tags, branches)


def branch(desk: Desk, origin: Origin, claims: list[str]) -> Branch:
    """One report: its words, and whether it names the origin or a rule joins it."""
    attribution = desk.book.attribution_of(claims[0])
    named = attribution is not None and bool(attribution.source)
    cites = tuple(dict.fromkeys(desk.cite(desk.book.told_at(c), WORDS) for c in claims))[:2]
    doc = desk.book.doc_of(claims[0])
    if not named or attribution is None:
        why = Derived("origin why", (origin.id,))
        note: Run = (Fixed("names nobody"), Fixed("joined by rule"), why, Fixed("stop"), Fixed("adds nothing"))
    else:
        source = desk.cite(attribution.source[0], 60)
        note = (Fixed("names the speaker"), Fixed("colon"), source.quote)
    return Branch(Link((desk.number(doc),), cites[0].target), Derived("report label", (doc,)), cites, note, not named)
