"""The table of slots, and equal answers joined into one value with all its claims."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from opensitrep.model import Filler, Place, Slot
from opensitrep.reconcile.facts.relations import Question, Said, SlotRule
from opensitrep.text import intervals
from opensitrep.text.words import Lists, load

WORDS = Lists("slots")


@dataclass(frozen=True, slots=True)
class SlotTable:
    """The file data/en/slots.toml."""

    slots: dict[Slot, SlotRule]
    families: dict[str, tuple[str, ...]]
    kinds: dict[str, tuple[str, ...]]
    groups: dict[str, tuple[str, ...]]

    def question(self, slot: Slot, atlas: Mapping[str, Place]) -> Question:
        """The question of a slot, with what comparing its answers takes."""
        return Question(slot, self.slots[slot], atlas, wordy=slot in WORDS["wordy"])

    def family(self, unit: str) -> str:
        """The family of a unit; a unit in none is its own."""
        return next((name for name, units in self.families.items() if unit in units), unit)

    def thing(self, unit: str) -> str | None:
        """What a unit counts, for comparing; None for a unit that says no more than its family."""
        kind = next((name for name, units in self.kinds.items() if unit in units), unit)
        return None if kind == "any" else kind


@cache
def slot_table() -> SlotTable:
    """The table, read once."""
    return load("en/slots.toml", SlotTable)


def tellers(said: Sequence[Said]) -> set[tuple[str, str]]:
    """Who tells it in which report."""
    return {(d, o) for s in said for d in s.documents for o in s.value.origins}


def widest(fillers: Sequence[Filler]) -> list[Filler]:
    """Fillers without those that only repeat a part of the words of another one of the same slot."""
    return [
        f
        for f in fillers
        if not any(
            o.slot is f.slot and o.span != f.span and o.span.covers(f.span) and o.code == f.code for o in fillers
        )
    ]


def join(said: Iterable[Said], slot: Slot) -> tuple[Said, ...]:
    """Equal answers as one, with all their claims; best attested first, ties by first evidence."""
    groups: dict[tuple[object, ...], list[Said]] = defaultdict(list)
    for one in said:
        key = one.value.origins if slot is Slot.SOURCE else _same(one, slot_table().slots[slot])
        groups[key].append(one)
    joined = [_one(sorted(g, key=lambda s: (s.value.evidence, s.value.claims))) for g in groups.values()]
    return tuple(sorted(joined, key=lambda s: (-len(s.value.origins), -len(s.documents), s.value.evidence)))


def _same(one: Said, rule: SlotRule) -> tuple[object, ...]:
    value = one.value
    match rule.form:
        case "number":
            return (value.low, value.high, one.group, one.thing)
        case "interval":
            when = value.interval
            return (when.start, when.end, when.value if not intervals.known(when) else None) if when else (None,)
        case "places":
            return (frozenset(value.places), one.whole)
        case "code":
            return (value.code, one.window.start if one.window and rule.on == "place" else None)
    words = re.findall(r"[\w-]+", (value.text or "").casefold())
    if rule.on == "place":
        words = words[-1:]  # "key city" and "Ukrainian city" are the same kind of place
    return (frozenset(words) - WORDS["articles"], value.code)


def _one(said: Sequence[Said]) -> Said:
    first = said[0]
    values = [s.value for s in said]
    units = sorted({v.unit for v in values if v.unit}, key=lambda u: (-[v.unit for v in values].count(u), u))
    value = replace(
        first.value,
        claims=tuple(dict.fromkeys(c for v in values for c in v.claims)),
        evidence=tuple(sorted({e for v in values for e in v.evidence})),
        origins=tuple(sorted({o for v in values for o in v.origins})),
        unit=units[0] if units else None,
        scope=next((v.scope for v in values if v.scope), None),
        as_of=max((v.as_of for v in values if v.as_of), default=None),
    )
    return replace(
        first,
        value=value,
        window=next((s.window for s in said if s.window), None),
        since=min((s.since for s in said if s.since), default=None),
        documents=frozenset().union(*(s.documents for s in said)),
        mentions=frozenset().union(*(s.mentions for s in said)),
    )
