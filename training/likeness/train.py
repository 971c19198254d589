"""Makes data/models/likeness.json, chief.json, sureness.json, worth.json, dispute.json: `-m training.likeness.train`.

Clusters of corpora/ teach as the product reads them: whether two incidents of two reports are one; which of all reports
are of what the story is there for; which day, place and doer of what was joined so is right; whether it is worth a card
of its own; whether a figure counts what it is told of; last (from labelled readings, too) which denials are a side of a
dispute and what answers them. All are logistic models of named features, trained on the train part; thresholds are
chosen on dev, the test part is not opened.
"""

from __future__ import annotations

import hashlib
import json
import math
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from benchmarks.corpora.account import Case, account_of, recognised, worth
from benchmarks.corpora.gold import gold_clusters, split_of
from corpora.clusters import FOLDER

from opensitrep.model import Account, Currency, Event, Located, PlaceRole
from opensitrep.pipeline import extract, extractors, reconcilers
from opensitrep.reconcile.events import chief, fields, likeness, merge_events
from opensitrep.reconcile.events import worth as cards
from opensitrep.reconcile.events.grouping import candidates, group
from opensitrep.reconcile.events.settle import body_of
from opensitrep.reconcile.events.tellings import tell_all
from opensitrep.reconcile.facts import disputes, find_series
from opensitrep.reconcile.facts.disputes import Disputes
from opensitrep.reconcile.facts.said import said_all
from opensitrep.reconcile.facts.sureness import Beside
from opensitrep.run.ledger import Ledger
from opensitrep.settings import Settings
from training.logistic import Logistic, fit

MODELS = Path(__file__).resolve().parents[2] / "src" / "opensitrep" / "data" / "models"
RIDGE = 3.0  # 1 to 30 are alike on dev
SEEN = 20  # pairs or denials that have a feature of disputes, such as a word between two statements, that is weighed
RIDGE_OF_DISPUTES = 30.0  # real news differs more from what teaches it
GOLD = {"when": "day", "places": "place", "main places": "place", "agents": "doer"}  # what the labels call a field
FIELDS = tuple(GOLD)
THRESHOLDS = tuple(n / 100 for n in range(15, 75, 5))
PRINTED = 0.6  # worth of a card: on dev .73 of those printed are worth one, from .5 .69 (recall .27, .37)
OTHERS = 6  # of so many pairs that are not one event one teaches; the bias is put right for the others
# probability from which a field is printed, of any event and of the main one: a lead without day and place says little
SURE = {"when": 0.45, "places": 0.35, "main places": 0.25, "agents": 0.45}
SURE_OF_MAIN = {"when": 0.3, "places": 0.25, "main places": 0.25, "agents": 0.3}
SURE_FIGURE = 0.6  # the same of a figure; readings of train reports are surer than others
ASKED = 0.25  # worth of a card from which its fields teach
ANSWER, DENIAL = 0.15, 0.3  # probabilities from which a statement answers a denial, and a denial is kept
ROUNDS = 2  # the fields of the main event are features of the others
OF_MAIN = 0.4  # a telling of the main event; on held-out clusters .3 to .5 are alike
JOINED = 0.15  # two incidents: the best F1 of links on dev
UNSURE = 0.6  # share of the threshold from which a pair is laid before a person
RIGHTS = "own labels over own texts (CC BY 4.0) and over reports of the Voice of America (public domain)"


@dataclass(frozen=True)
class Pairs:
    """The pairs of one cluster that nothing parts, and all of its incidents."""

    case: Case
    account: Account
    rows: list[dict[str, float]]
    right: list[bool]


Cases = list[tuple[Case, Account]]


def settled(split: str) -> tuple[Cases, Cases]:
    """The clusters of a part up to the origins: from gold readings, and from what the product itself reads."""
    settings = Settings(engine="here")
    steps, readers = reconcilers(settings)[:5], extractors(settings)
    gold, read = [], []
    for cluster, golds in gold_clusters(split):
        account = account_of([g.reading for g in golds.values()], steps)
        gold.append((Case(cluster, golds, account), account))
        readings = [extract(readers, g.reading.document) for g in golds.values()]
        account = account_of(readings, steps)
        known = {n: recognised(g, r) for (n, g), r in zip(golds.items(), readings, strict=True)}
        read.append((Case(cluster, known, account), account))
    return gold, read


def pairs(case: Case, account: Account) -> Pairs:
    """Pairs of incidents that are compared, with whether they are one event; of those that are not, one in `OTHERS`."""
    tellings = tell_all(Ledger(account))
    alike = likeness.Likeness(tellings)
    found = Pairs(case, account, [], [])
    kept = []
    for i, j in candidates(tellings):
        a, b = tellings[i], tellings[j]
        same = case.event_of(a.id) == case.event_of(b.id)
        if (same or crc32(f"{a.id} {b.id}".encode()) % OTHERS == 0) and likeness.parted(a, b) is None:
            kept.append((i, j))
            found.right.append(same)
    found.rows.extend(alike.features(kept))
    return found


def main() -> None:
    """Train all, or with `disputes` or `fields` (and their names) those alone; write the files, print the figures."""
    (gold, train), (dev_gold, dev) = settled("train"), settled("dev")
    if sys.argv[1:] == ["disputes"]:
        _disputes(gold + train, dev_gold + dev)
        return
    if sys.argv[1:2] == ["fields"]:
        _fields(train, dev, sys.argv[2:] or FIELDS)
        return
    asked = [pairs(*one) for one in train]
    model = fit([r for p in asked for r in p.rows], [x for p in asked for x in p.right], ridge=RIDGE)
    model = replace(model, bias=round(model.bias - math.log(OTHERS), 4))
    held_out = [pairs(*one) for one in dev]
    rows, right = [r for p in held_out for r in p.rows], [x for p in held_out for x in p.right]
    figures = calibration(model, rows, right, others=OTHERS)
    for threshold in THRESHOLDS:
        save("likeness", model, {"threshold": threshold, "unsure": round(threshold * UNSURE, 4)}, {})
        likeness.weights.cache_clear()
        found = linked(dev)
        print(f"likeness {threshold:.2f}", *(f"{k} {v:.3f}" for k, v in found.items()))
        if threshold == JOINED:
            figures |= found
    card = {"asks": "are two incidents of two reports one event", "dev": figures}
    save("likeness", model, {"threshold": JOINED, "unsure": round(JOINED * UNSURE, 4)}, card)
    likeness.weights.cache_clear()
    _chiefs(train, dev)
    _fields(train, dev)
    _cards(train, dev)
    _figures(train, dev)
    _disputes(gold + train, dev_gold + dev)


# ---------------------------------------------------------------- what the story is there for


def _chiefs(train: Cases, dev: Cases) -> None:
    """Whether a telling is one of the main event of its story."""
    model = fit(*_unzip(_tellings(train)), ridge=RIDGE)
    rows, right = _unzip(_tellings(dev))
    figures = calibration(model, rows, right)
    for threshold in THRESHOLDS[:8]:
        f1 = round(_f1(model.scores(rows) >= threshold, right), 3)
        print(f"chief {threshold:.2f} F1 {f1}")
        figures |= {"f1": f1} if threshold == OF_MAIN else {}
    save(
        "chief", model, {"threshold": OF_MAIN}, {"asks": "is a telling of what its story is there for", "dev": figures}
    )
    chief.weights.cache_clear()


def _tellings(cases: Cases) -> Iterator[tuple[dict[str, float], bool]]:
    for case, account in cases:
        tellings = tell_all(Ledger(account))
        main = {wanted.id for wanted in case.cluster.events if wanted.relation == "main"}
        for telling, row in zip(tellings, chief.Beside(tellings).rows(), strict=True):
            yield row, case.event_of(telling.id) in main


# ---------------------------------------------------------------- day, place and doer


Row = tuple[str, dict[str, float], bool]  # the event, what tells a candidate, whether it is right


def _fields(train: Cases, dev: Cases, names: Sequence[str] = FIELDS) -> None:
    """Which candidate for a field of an event is right, asked of what the likeness joined."""
    both = json.loads((MODELS / "sureness.json").read_text(encoding="utf-8"))
    known: dict[str, dict[str, Any]] = both["fields"]
    for name in names:
        known[name] = {"bias": 0.0, "weights": {}, "threshold": SURE[name], "main": SURE_OF_MAIN[name]}
    for _ in range(ROUNDS):
        keep("sureness", {"fields": known}, {})
        fields.weights.cache_clear()
        rows = _candidates(train)
        for name in names:
            model = fit([r for _, r, _ in rows[name]], [x for *_, x in rows[name]], ridge=RIDGE)
            known[name] |= {"bias": model.bias, "weights": model.weights}
    keep("sureness", {"fields": known}, {})
    fields.weights.cache_clear()
    figures: dict[str, Any] = both["card"]["dev"]
    held_out = _candidates(dev)
    for name in names:
        rows_of, one = held_out[name], known[name]
        model = Logistic(one["bias"], one["weights"])
        scores = model.scores([r for _, r, _ in rows_of])
        best: dict[str, tuple[float, bool]] = {}
        for (event, _, right), score in zip(rows_of, scores, strict=True):
            best[event] = max(best.get(event, (-1.0, False)), (float(score), right))
        told = [right for score, right in best.values() if score >= SURE[name]]
        figures[name] = calibration(model, [r for _, r, _ in rows_of], [x for *_, x in rows_of]) | {
            "events": len(best),
            "right": sum(right for _, right in best.values()),
            "printed": len(told),
            "right of printed": sum(told),
        }
        print("sureness", name, figures[name])
    card = {"asks": "is this the day, the place, the doer of an event", "dev": figures}
    keep("sureness", {"fields": known}, card)
    fields.weights.cache_clear()


def _candidates(cases: Cases) -> dict[str, list[Row]]:
    """The candidates of all current events that are like to be cards and tell something labelled."""
    out: dict[str, list[Row]] = {name: [] for name in FIELDS}
    for case, account in cases:
        joined = merge_events(account)
        told = Case(case.cluster, case.golds, joined)
        ledger = told.ledger
        told_all = tell_all(ledger)
        setting, tellings = fields.Setting.of(ledger, told_all), {t.id: t for t in told_all}
        known, wanted = {e.id: e for e in joined.events}, {w.id: w for w in case.cluster.events}
        main = known.get(joined.stories[0].main or "")
        for event in told.events:
            asked = wanted.get(told.home(event) or "")
            if asked is None or event.currency is not Currency.CURRENT or event.score < ASKED:
                continue
            members = [tellings[i] for i in event.incidents]
            body = body_of(ledger, event, members, main, known.get(event.parent or ""))
            for name, row, at in _asked(body, setting, event):
                out[name].append((event.id, row, told.answers(at, asked)[GOLD[name]] is True))
        led = [w for w in told.cluster.events if w.relation == "main" and w.id in told.wanted and w.place]
        if main and led:  # whichever event it was told by, asked is where the story's own one was
            body = body_of(ledger, main, [tellings[i] for i in main.incidents], main, known.get(main.parent or ""))
            for row, at in _places(body, setting, main):
                out["main places"].append((main.id, row, any(told.at(at, w.place or "") for w in led)))
    return out


def _asked(body: fields.Body, setting: fields.Setting, event: Event) -> Iterator[tuple[str, dict[str, float], Event]]:
    """Each candidate with its features, and the event as it would be with it."""
    times, doers = fields.days(body), fields.doers(body, setting.ledger)
    for day in times:
        yield "when", fields.day_features(day, body, setting, len(times)), replace(event, when=day.value)
    for row, at in () if body.is_main else _places(body, setting, event):
        yield "places", row, at
    for doer in doers:
        yield "agents", fields.doer_features(doer, body, setting, len(doers)), replace(event, agents=(doer.value.id,))


def _places(body: fields.Body, setting: fields.Setting, event: Event) -> Iterator[tuple[dict[str, float], Event]]:
    """The same of its places."""
    places = fields.places(body, setting.ledger)
    others = [c.value for c in places]
    for place in places:
        here = (Located(place.value.id, PlaceRole.TARGET),)
        yield fields.place_features(place, body, setting, others), replace(event, places=here)


# ---------------------------------------------------------------- cards


def _cards(train: Sequence[tuple[Case, Account]], dev: Sequence[tuple[Case, Account]]) -> None:
    """Whether an event is worth a card, asked of what the likeness joined."""
    save("worth", Logistic(0.0, {}), {"threshold": 0.0}, {})
    cards.weights.cache_clear()
    model = fit(*_unzip(_events(train)), ridge=RIDGE)
    rows, right = _unzip(_events(dev))
    scores = model.scores(rows)
    figures = calibration(model, rows, right)
    figures |= {"f1": round(_f1(scores >= PRINTED, right), 3)}
    print("worth", PRINTED, figures)
    save("worth", model, {"threshold": PRINTED}, {"asks": "is an event worth a card of its own", "dev": figures})


def _events(cases: Sequence[tuple[Case, Account]]) -> Iterator[tuple[dict[str, float], bool]]:
    for case, account in cases:
        joined = merge_events(account)
        by_id = {t.id: t for t in tell_all(Ledger(joined))}
        told = Case(case.cluster, case.golds, joined)
        wanted = {e.id for w in case.cluster.events if worth(w) and (e := told.best(w))}
        bodies = {e.id: [by_id[i] for i in e.incidents] for e in joined.events}
        main = next((e for e in joined.events if e.id == joined.stories[0].main), None)
        lead = cards.lead_of(main, bodies[main.id]) if main else None
        for event in joined.events:
            yield cards.features(event, bodies[event.id], lead), event.id in wanted


def _figures(train: Cases, dev: Cases) -> None:
    """Whether a value of a series counts what it is told of."""
    both = json.loads((MODELS / "sureness.json").read_text(encoding="utf-8"))
    known, card = both["fields"], both["card"]
    known["series"] = {"bias": 0.0, "weights": {}, "threshold": SURE_FIGURE, "main": SURE_FIGURE}
    keep("sureness", {"fields": known}, {})
    fields.weights.cache_clear()
    model = fit(*_unzip(_series(train)), ridge=RIDGE)
    known["series"] |= {"bias": model.bias, "weights": model.weights}
    rows, right = _unzip(_series(dev))
    scores, wanted = model.scores(rows), np.array(right)
    figures = calibration(model, rows, right) | {
        "series": len(right),
        "right": int(wanted.sum()),
        "printed": int((scores >= SURE_FIGURE).sum()),
        "right of printed": int(wanted[scores >= SURE_FIGURE].sum()),
    }
    print("sureness series", figures)
    keep("sureness", {"fields": known}, {"asks": card["asks"], "dev": card["dev"] | {"series": figures}})
    fields.weights.cache_clear()


def _series(cases: Cases) -> Iterator[tuple[dict[str, float], bool]]:
    for case, account in cases:
        joined = find_series(merge_events(account))
        told = Case(case.cluster, case.golds, joined)
        beside = Beside(told.ledger, joined.series)
        counted: dict[tuple[str, str], set[tuple[float | None, float | None]]] = defaultdict(set)
        for asked in case.cluster.series:
            for stated in asked.values:
                counted[asked.event, asked.fate] |= told.ranges(told.ids(stated.counts))
        for series in joined.series:
            home = told.home(told.ledger.events[series.event]) or ""
            fates = ("injured",) if series.fate == "hospitalized" else (series.fate,)
            for value, row in zip(series.values, beside.features(series), strict=True):
                right = any((value.low, value.high) in counted[home, fate] for fate in fates)
                yield row, right


def _disputes(train: Cases, dev: Cases) -> None:
    """Which statement answers a denial; then, with those answers, which denial is a side of a dispute."""
    figures: dict[str, Any] = {}
    made: dict[str, Any] = {"denial": {"bias": 0.0, "weights": {}, "threshold": DENIAL}}
    for name, rows_of in (("answer", _answers), ("denial", _denials)):
        model = fit(*_unzip(rows_of(train)), ridge=RIDGE_OF_DISPUTES, least=SEEN)
        made[name] = {
            "bias": model.bias,
            "weights": model.weights,
            "threshold": {"answer": ANSWER, "denial": DENIAL}[name],
        }
        keep("dispute", made, {})
        disputes.weights.cache_clear()
        rows, right = _unzip(rows_of(dev))
        figures[name] = calibration(model, rows, right) | {
            "average precision": average_precision(model.scores(rows), right)
        }
        print("dispute", name, figures[name])
    keep("dispute", made, {"asks": "is a denial a side of a dispute; does another statement answer it", "dev": figures})
    disputes.weights.cache_clear()


def _beside(cases: Cases) -> Iterator[tuple[Disputes, list[set[tuple[str, int]]]]]:
    """The statements of each account, and the sides of labelled positions that each stands on."""
    for case, account in cases:
        ledger = Ledger(merge_events(account))
        asked = Disputes(said_all(ledger), ledger)
        told = [
            ((position.id, n), span)
            for position in case.cluster.positions
            for n, side in enumerate(position.sides)
            for span in case.contents(side.statements)
        ]
        yield (
            asked,
            [{side for side, span in told if any(span.meets(c) for c in s.attribution.content)} for s in asked.said],
        )


def _answers(cases: Cases) -> Iterator[tuple[dict[str, float], bool]]:
    for asked, sides in _beside(cases):
        for n, m in asked.pairs():
            yield asked.answer_features(n, m), any(p == q and x != y for p, x in sides[n] for q, y in sides[m])


def _denials(cases: Cases) -> Iterator[tuple[dict[str, float], bool]]:
    for asked, sides in _beside(cases):
        for n, answers in asked.answers(asked.opposed()).items():
            yield asked.denial_features(n, answers), bool(sides[n])


def average_precision(scores: Any, right: Sequence[bool]) -> float:
    """The mean of the precision at each that is right, the surest first."""
    wanted = np.array(right)[np.argsort(-scores, kind="stable")]
    precision = np.cumsum(wanted) / np.arange(1, len(wanted) + 1)
    return round(float(precision[wanted].mean()), 3)


def _unzip(rows: Iterator[tuple[dict[str, float], bool]]) -> tuple[list[dict[str, float]], list[bool]]:
    both = list(rows)
    return [r for r, _ in both], [x for _, x in both]


def _f1(chosen: Any, right: Sequence[bool]) -> float:
    """The F measure (van Rijsbergen 1979)."""
    wanted = np.array(right)
    return float(2 * (chosen & wanted).sum() / max(1e-9, chosen.sum() + wanted.sum()))


def linked(cases: Sequence[tuple[Case, Account]]) -> dict[str, float]:
    """Precision, recall and F1 of pairs of incidents that stand in one event."""
    ours_n = gold_n = both_n = 0
    for case, account in cases:
        tellings = tell_all(Ledger(account))
        home = {tellings[i].id: n for n, members in enumerate(group(tellings).members) for i in members}
        for n, a in enumerate(tellings):
            for b in tellings[n + 1 :]:
                if a.id != b.id:
                    ours, gold = home[a.id] == home[b.id], case.event_of(a.id) == case.event_of(b.id)
                    ours_n, gold_n, both_n = ours_n + ours, gold_n + gold, both_n + (ours and gold)
    precision, recall = both_n / max(1, ours_n), both_n / max(1, gold_n)
    return {"precision": precision, "recall": recall, "f1": 2 * precision * recall / max(1e-9, precision + recall)}


def calibration(
    model: Logistic, rows: Sequence[dict[str, float]], right: Sequence[bool], *, others: int = 1
) -> dict[str, Any]:
    """How often what has a probability is right, and the mean squared error of the probability (Brier).

    Of what is not right one in `others` is given.
    """
    scores, wanted = model.scores(rows), np.array(right, dtype=float)
    weight = np.where(wanted > 0, 1.0, float(others))
    bins = {}
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        inside = (scores >= low) & (scores < low + 0.2 + 1e-9)
        if inside.any():
            said, is_right = (float(np.average(x[inside], weights=weight[inside])) for x in (scores, wanted))
            bins[f"{low:.1f}"] = [round(said, 3), round(is_right, 3)]
    brier = float(np.average((scores - wanted) ** 2, weights=weight))
    return {"brier": round(brier, 4), "said and right": bins}


def save(name: str, model: Logistic, thresholds: dict[str, float], card: dict[str, Any]) -> None:
    """Write one model with its card."""
    keep(name, {"bias": model.bias, "weights": model.weights, **thresholds}, card)


def keep(name: str, body: dict[str, Any], card: dict[str, Any]) -> None:
    """Write one file with its card."""
    made = {
        "trained on": "clusters of corpora/, split train, as the product reads them; thresholds on dev",
        "rights": RIGHTS,
        "digest": digest("train"),
        "seed": "none: Newton's method from zero",
        "script": "training/likeness/train.py",
        **card,
    }
    text = json.dumps({**body, "card": made}, indent=1, ensure_ascii=False)
    (MODELS / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def digest(split: str) -> str:
    """SHA-256 over the files of the clusters of a part."""
    total = hashlib.sha256()
    for folder in sorted(p.parent for p in FOLDER.glob("*/account.txt")):
        if split_of(folder) == split:
            for path in sorted(folder.glob("*.txt")):
                total.update(path.read_bytes())
    return total.hexdigest()


if __name__ == "__main__":
    main()
