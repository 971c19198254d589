"""One question, all its values, the verdict about their agreement; nothing averaged, nothing dropped.

A question is (event, slot) or (place, slot). The answer is the hull of the values nobody supersedes; where values
contradict each other, of all of them. `why` names the rule. Independence is counted over origins (reconcile/origins).
Sums over parts follow the situation reports of relief agencies: a whole is at least the sum of its parts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from opensitrep.model import Account, Currency, Fact, PlaceRole, Slot, Value, Verdict
from opensitrep.reconcile.facts.answers import slot_table
from opensitrep.reconcile.facts.questions import Key, Questions
from opensitrep.reconcile.facts.relations import Question, Said, SlotRule, nested
from opensitrep.reconcile.facts.verdicts import Finding, hull, spans_of, verdict
from opensitrep.reconcile.origins import bounds
from opensitrep.run.ledger import Ledger
from opensitrep.text.words import Lists

WORDS = Lists("slots")


def ask_facts(account: Account) -> Account:
    """Add the facts of the story, in the order of its events, then of its places."""
    ledger = Ledger(account)
    gathered = Questions(ledger).gather()
    facts = [
        make_fact(ledger, key, said)
        for key, said in gathered.items()
        if worth_asking(ledger, key, said, slot_table().slots[key.slot])
    ]
    facts += add_up(ledger, gathered)
    return replace(account, facts=tuple(sorted(facts, key=_order(account))))


def _order(account: Account) -> Callable[[Fact], tuple[int, str, int, str]]:
    events = {e.id: n for n, e in enumerate(account.events)}
    slots = {slot: n for n, slot in enumerate(Slot)}

    def rank(fact: Fact) -> tuple[int, str, int, str]:
        return (events.get(fact.event or "", len(events)), fact.place or "", slots[fact.slot], fact.id)

    return rank


def worth_asking(ledger: Ledger, key: Key, said: Sequence[Said], rule: SlotRule) -> bool:
    """Whether a question is more than what the event says of itself: no fact for a place or status that all repeat."""
    event = ledger.events.get(key.event)
    reports = {d for s in said for d in s.documents}
    if key.slot is Slot.STATUS:
        return any(s.value.code in ("claimed", "denied") for s in said)
    if key.slot is Slot.PLACE:
        return _has_venue(ledger, key) or len(said) > 1
    if key.slot is Slot.TIME and event is not None and event.currency is Currency.BACKGROUND:
        exact = any(s.value.interval is not None and s.value.interval.precision in ("day", "instant") for s in said)
        return exact or len(reports) > 1
    return not rule.compared or len(said) > 1 or len(reports) > 1


def _has_venue(ledger: Ledger, key: Key) -> bool:
    """Whether the happening takes place at a venue, as meetings and protests do."""
    event = ledger.events.get(key.event)
    return event is not None and any(p.role is PlaceRole.VENUE for p in event.places)


def make_fact(ledger: Ledger, key: Key, said: Sequence[Said]) -> Fact:
    """The fact of one question."""
    question = slot_table().question(key.slot, ledger.places)
    if key.slot is Slot.PLACE and not _has_venue(ledger, key):
        question = replace(question, rule=replace(question.rule, exclusive=False))  # a raid may hit two towns

    def count(values: Sequence[Said]) -> int:
        return bounds([c for s in values for c in s.value.claims], ledger).lower

    finding = verdict(said, question, count)
    chosen = [said[i] for i in finding.whole]
    answer = hull([s.value for s in chosen], question)
    rule = _rule(key.slot, finding, said, answer)
    if question.rule.whole == "sum" and finding.kind is Verdict.COMPATIBLE and _side_by_side(chosen, question):
        answer = replace(answer, low=sum(s.value.low or 0 for s in chosen), high=None)
        rule = "Told of different places: the answer is at least their sum."
    return _fact(ledger, key, said, replace(finding, why=f"{finding.why}. {rule}"), answer)


def _side_by_side(said: Sequence[Said], question: Question) -> bool:
    """Whether every value is told of a place of its own, hit or fired from, so that nothing is counted twice."""
    pairs = [(a, b) for i, a in enumerate(said) for b in said[:i]]
    return bool(pairs) and all(
        "apart" in (nested(a.area, b.area, question.atlas), nested(a.launch, b.launch, question.atlas))
        for a, b in pairs
    )


def _fact(ledger: Ledger, key: Key, said: Sequence[Said], finding: Finding, answer: Value) -> Fact:
    story = ledger.events[key.event].story if key.event else ledger.account.stories[0].id
    return Fact(
        id=":".join(filter(None, (story, key.event or key.place, key.slot.value, key.of))),
        story=story,
        slot=key.slot,
        event=key.event or None,
        place=key.place or None,
        values=tuple(s.value for s in said),
        verdict=finding.kind,
        why=finding.why[0].upper() + finding.why[1:],
        answer=answer,
        origins=bounds(answer.claims, ledger),
        relations=finding.relations,
    )


def _rule(slot: Slot, finding: Finding, said: Sequence[Said], answer: Value) -> str:
    """The rule by which the answer was made, as a sentence."""
    codes = {s.value.code for s in said}
    if len(said) == 1:
        rule = "The answer is the only value"
    elif finding.kind is Verdict.CONTRADICTED:
        rule = "Not settled: the answer names all values" + (
            " but the parts" if finding.whole != finding.standing else ""
        )
    elif answer.text is not None:
        rule = "The answer lists the wordings"
    elif answer.places:
        rule = "The answer lists the places"
    elif answer.code is not None and len(codes) > 1:
        rule = "The answer is the camp" if slot is Slot.CONTROLLER else "The answer is the least far-reaching one"
    elif len({(s.value.low, s.value.high, s.value.interval) for s in said}) > 1:
        rule = "The answer spans the closest values; one that says the same less exactly does not widen it"
    else:
        rule = "The answer is what they share"
    return f"{rule}."


# ---------------------------------------------------------------- wholes and parts


def add_up(ledger: Ledger, gathered: Mapping[Key, tuple[Said, ...]]) -> list[Fact]:
    """For a whole that nobody gives a figure for: at least the sum of what is told of its parts at different places.

    Casualties of a part are those told as such, else its killed and its injured.
    """
    asked = {(key.event, key.slot) for key in gathered}
    parts: dict[Key, list[tuple[str, tuple[Said, ...]]]] = defaultdict(list)
    for key, said in gathered.items():
        event = ledger.events.get(key.event)
        if event is None or event.parent not in ledger.events or slot_table().slots[key.slot].whole != "sum":
            continue
        whole = Key(event.parent or "", "", key.slot, key.of)
        if (whole.event, whole.slot) not in asked:
            parts[whole].append((event.id, said))
        if key.slot in WORDS["tolls"] and not {(event.id, Slot.CASUALTIES)} & asked:
            whole = Key(whole.event, "", Slot.CASUALTIES)
            if not {(whole.event, slot) for slot in (*WORDS["tolls"], Slot.CASUALTIES)} & asked:
                parts[whole].append((event.id, said))
    several = {whole: found for whole, found in sorted(parts.items()) if _each_apart(whole, found, ledger)}
    return [_sum(ledger, whole, [said for _, said in found]) for whole, found in several.items()]


def _each_apart(whole: Key, found: Sequence[tuple[str, tuple[Said, ...]]], ledger: Ledger) -> bool:
    """Whether there are several parts, at places of their own."""
    first = {event: said[0] for event, said in found}
    return len(first) > 1 and _side_by_side(tuple(first.values()), slot_table().question(whole.slot, ledger.places))


def _sum(ledger: Ledger, whole: Key, found: Sequence[tuple[Said, ...]]) -> Fact:
    question = slot_table().question(whole.slot, ledger.places)
    said = [s for part in found for s in part]
    each = [hull([s.value for s in part], question) for part in found]
    answer = Value(
        claims=tuple(dict.fromkeys(c for v in each for c in v.claims)),
        evidence=spans_of(each),
        origins=tuple(dict.fromkeys(o for v in each for o in v.origins)),
        low=sum(v.low or 0 for v in each),
        high=None,
        unit=each[0].unit if len({v.unit for v in each}) == 1 else None,
        as_of=max((v.as_of for v in each if v.as_of), default=None),
    )
    why = f"Told only of {len(found)} parts, each at a place of its own. The answer is at least their sum."
    return _fact(ledger, whole, said, Finding(Verdict.COMPATIBLE, why), answer)
