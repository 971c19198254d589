"""Who stands with whom and against whom, as the reports of a story tell it: from who attacks and accuses whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from opensitrep.model import Modality, Span
from opensitrep.run.ledger import Ledger
from opensitrep.text.words import Lists

WORDS = Lists("merging", "codes")


def camp(side: str) -> str:
    """The camp of a side: a state with its proxies and people; other groups of a country stand for themselves."""
    state, _, group = side.partition("-")
    return state if group in WORDS["own"] else side


def side_at(ledger: Ledger, span: Span) -> str | None:
    """The side of an actor mention, as settled or as its report tells it."""
    actor, mention = ledger.actor_at(span), ledger.actor_mentions.get(span)
    return (actor.side if actor else None) or (mention.side if mention else None)


def camps_at(ledger: Ledger, spans: Iterable[Span]) -> frozenset[str]:
    """The camps of some actor mentions, as far as they are known."""
    return frozenset(camp(side) for span in spans if (side := side_at(ledger, span)))


def hostile_pairs(ledger: Ledger) -> frozenset[tuple[str, str]]:
    """Ordered pairs of camps that stand against one another, both ways round."""
    found: Counter[tuple[str, str]] = Counter()
    for mention in ledger.mentions.values():
        if mention.type in WORDS["hostile"] and mention.modality is not Modality.NEGATED:
            for one in camps_at(ledger, mention.agents):
                for two in camps_at(ledger, mention.targets):
                    if one != two:
                        found[one, two] += 1
    return frozenset({*found, *((b, a) for a, b in found)})
