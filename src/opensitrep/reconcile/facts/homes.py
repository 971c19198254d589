"""Which event a figure counts for, and what speaks for it there beside its own sentence."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Set

from opensitrep.model import Count
from opensitrep.reconcile.facts.told import BESIDE
from opensitrep.run.ledger import Ledger
from opensitrep.text.words import Lists

WORDS = Lists("populations")
KINDS = Lists("merging", "codes")
ENDED = re.compile(r"[.!?]['\"”’]?\s|\n")


class Homes:
    """The events of an account that figures count for."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        found: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for event in ledger.account.events:
            if event.parent and event.type in WORDS["help"]:
                found[event.parent].append((-len(event.mentions), event.id))
        self.helped = {whole: min(told)[1] for whole, told in found.items()}

    def event(self, count: Count) -> str | None:
        """Those whom helpers bring to hospital were hurt by what they are helped in; those sent to an accident help."""
        events = self.ledger.events
        told = count.incident or self.ledger.incident_of_mention.get(count.mention or "")
        event = events.get(self.ledger.event_of_incident.get(told or "") or "")
        if event is None:
            return None
        whole = events.get(event.parent or "")
        if whole and event.type in WORDS["help"] and whole.type in WORDS["harm"] and count.fate in WORDS["hurt"]:
            return whole.id
        if event.type in KINDS["undone"] and count.fate == "deployed":
            return self.helped.get(event.id, event.id)
        return event.id

    def beside(self, counts: Iterable[Count], sure: Set[str]) -> set[str]:
        """Those of `counts` that share a sentence with one of `sure` which counts for the same event."""
        told: dict[str, list[Count]] = defaultdict(list)
        for count in counts:
            told[count.number.doc].append(count)
        out: set[str] = set()
        for doc, counted in told.items():
            if sure.isdisjoint(c.id for c in counted):
                continue
            text, here = self.ledger.readings[doc].document.text, sorted(counted, key=lambda c: c.number)
            for n, one in enumerate(here):
                for other in here[n + 1 :]:
                    between = text[one.number.end : other.number.start]
                    if len(between) > BESIDE or ENDED.search(between):
                        break
                    if self.event(one) == self.event(other):
                        out |= {b.id for a, b in ((one, other), (other, one)) if a.id in sure}
        return out
