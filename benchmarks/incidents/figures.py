"""Figures of incidents against the labels of one report or many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from benchmarks.incidents.given import Given
from benchmarks.incidents.when import right_days, written
from opensitrep.extract.incidents.days import Days
from opensitrep.extract.incidents.scene import Scene
from opensitrep.model import Ground, Incident, Reading, Tie

Groups = Callable[[Reading], Sequence[Sequence[str]]]
"""A reading to groups of ids of mentions."""


@dataclass(frozen=True)
class Asked:
    """A report as given, beside what is found in it."""

    given: Given
    found: Reading

    def held(self, incident: str | None) -> Incident | None:
        """The incident found that holds most mentions of a labelled one, the first of equals."""
        home = self.given.home
        shared = [(sum(home[m] == incident for m in i.mentions), -n) for n, i in enumerate(self.found.incidents)]
        most = max(shared, default=(0, 0))
        return self.found.incidents[-most[1]] if most[0] else None


def b3(parts: Iterable[tuple[Given, Sequence[Sequence[str]]]]) -> tuple[float, float, float]:
    """Precision, recall and F of B-cubed over all mentions (Bagga and Baldwin 1998)."""
    precision = recall = asked = 0.0
    for given, groups in parts:
        right = Counter(given.home[m] for group in groups for m in group)
        for group in groups:
            inside = Counter(given.home[m] for m in group)
            for name, n in inside.items():
                precision += n * n / len(group)
                recall += n * n / right[name]
            asked += len(group)
    precision, recall = precision / asked, recall / asked
    return precision, recall, 2 * precision * recall / (precision + recall)


def links(parts: Iterable[tuple[Given, Sequence[Sequence[str]]]]) -> float:
    """F1 of pairs of mentions that are one: what mentions told once cannot raise."""
    both = said = there = 0
    for given, groups in parts:
        said += sum(len(g) * (len(g) - 1) // 2 for g in groups)
        whole = Counter(given.home[m] for g in groups for m in g)
        there += sum(n * (n - 1) // 2 for n in whole.values())
        both += sum(n * (n - 1) // 2 for g in groups for n in Counter(given.home[m] for m in g).values())
    return 2 * both / ((said + there) or 1)


def mains(parts: Sequence[Asked]) -> dict[str, float]:
    """Whether the main one found is the labelled one: shares a mention, as labellers are compared; is the best one."""
    asked = shared = best = 0
    for one in parts:
        told = {m for m, i in one.given.home.items() if i == one.given.main}
        mentions = {m.id for m in one.given.reading.mentions}
        if one.given.main is None or not told & mentions:
            continue
        chief = next((i for i in one.found.incidents if i.tie is Tie.MAIN), None)
        asked += 1
        shared += chief is not None and bool(told & set(chief.mentions))
        best += chief is not None and chief is one.held(one.given.main)
    return {"main one right": shared / asked, "main one, most of it": best / asked}


def ties(parts: Sequence[Asked]) -> dict[str, float]:
    """Macro F1 of the ties of declared incidents, and the other end of those that are right."""
    pairs: list[tuple[Tie, Tie]] = []
    ends = right = 0
    for one in parts:
        for name, label in one.given.declared.items():
            found, wanted = one.held(name), Tie(label.relation)
            if found is None or wanted is Tie.MAIN:
                continue
            pairs.append((found.tie, wanted))
            told = one.given.incidents[name].to
            if found.tie is wanted and told is not None:
                ends += 1
                other = one.held(told)
                right += other is not None and found.to == other.id
    said, asked = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    hit = Counter(a for a, b in pairs if a is b)
    scores = {t: 2 * hit[t] / (said[t] + asked[t]) for t in asked}
    named = {f"tie {t.value} F1": scores[t] for t in sorted(scores)}
    return {"ties macro F1": sum(scores.values()) / len(scores), "ties right": sum(hit.values()) / len(pairs),
            "other end right": right / (ends or 1)} | named  # fmt: skip


def grounds(parts: Sequence[Asked]) -> dict[str, float]:
    """Places and days of declared incidents: right of those given, of those not stated in a clause, wrongly given."""
    out: Counter[str] = Counter()
    for one in parts:
        scene = Scene(one.found)
        for name, label in one.given.declared.items():
            found = one.held(name)
            if found is None:
                continue
            gold = one.given.incidents[name]
            if label.place:
                right = found.place is not None and right_place(scene, found, gold, label.place)
                _count(out, "place", right, gold.place_ground, found.place is not None)
            elif found.place is not None:
                out["place given where none is"] += 1
            if label.day and label.day_basis != "publication":
                wanted = written(label.day)
                days: Days | None = scene.days(found.day) if found.day else None
                right = days is not None and wanted is not None and right_days(days, wanted)
                _count(out, "day", right, gold.day_ground, found.day is not None)
            elif found.day is not None:
                out["day given where none is"] += 1
    figures = {}
    for what in ("place", "day"):
        figures[f"{what} right of those given"] = out[f"{what} right"] / out[f"{what} asked"]
        figures[f"{what} right where its clause is silent"] = out[f"{what} right silent"] / out[f"{what} asked silent"]
        figures[f"{what} wrong of those answered"] = 1 - out[f"{what} right"] / (out[f"{what} said"] or 1)
        figures[f"{what} given where none is, items"] = float(out[f"{what} given where none is"])
    return figures


def _count(out: Counter[str], what: str, right: bool, ground: Ground, said: bool) -> None:
    out[f"{what} asked"] += 1
    out[f"{what} right"] += right
    out[f"{what} said"] += said
    if ground is not Ground.STATED:
        out[f"{what} asked silent"] += 1
        out[f"{what} right silent"] += right


def right_place(scene: Scene, found: Incident, gold: Incident, label: str) -> bool:
    """Whether the words found name the labelled place: the same name, or a word of its first part."""
    assert found.place is not None
    if gold.place is not None and scene.name(gold.place) == scene.name(found.place):
        return True
    return bool(set(label.split(",", maxsplit=1)[0].lower().split()) & set(scene.quote(found.place).lower().split()))


def counts(parts: Sequence[Asked]) -> dict[str, float]:
    """Figures bound to the incident they count for, or to none where they count for none."""
    asked = right = bound = hit = 0
    for one in parts:
        told = {c.id: c.incident for c in one.given.gold.reading.counts}
        for count in one.found.counts:
            wanted = told[count.id]
            held = one.held(wanted) if wanted else None
            if wanted is not None and held is None:
                continue  # no mention of it was given
            good = count.incident == (held.id if held else None)
            asked, right = asked + 1, right + good
            bound, hit = bound + (wanted is not None), hit + (good and wanted is not None)
    return {"figures right": right / asked, "figures right of those that count for one": hit / bound}


def references(parts: Sequence[Asked]) -> dict[str, float]:
    """F1 of definite references with their incident, by the head of the phrase."""
    said = there = right = 0
    for one in parts:
        scene = Scene(one.found)
        gold = {scene.token(s): i.id for i in one.given.incidents.values() if i.mentions for s in i.references}
        gold = {t: i for t, i in gold.items() if one.held(i) is not None}
        there += len(gold)
        for incident in one.found.incidents:
            for span in incident.references:
                said += 1
                held = one.held(gold.get(scene.token(span)))
                right += held is not None and held.id == incident.id
    return {"references F1": 2 * right / ((said + there) or 1)}


def currents(parts: Sequence[Asked]) -> dict[str, float]:
    """Background told from current: F1 of background over the labelled mentions."""
    said = there = both = 0
    for one in parts:
        gold = {m.id: m.currency for m in one.given.gold.reading.mentions}
        for incident in one.found.incidents:
            for mention in incident.mentions:
                if mention in gold:
                    old, told = gold[mention] == "background", incident.currency == "background"
                    said, there, both = said + told, there + old, both + (old and told)
    return {"background F1": 2 * both / ((said + there) or 1)}
