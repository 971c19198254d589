"""The incidents of a report: every happening told, the main one marked, each with its day, place and figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace

import numpy as np

from opensitrep.extract.incidents.blend import blend
from opensitrep.extract.incidents.case import STEPS, Case, Chosen
from opensitrep.extract.incidents.ground import Asked, ground_of
from opensitrep.extract.incidents.judge import Judge
from opensitrep.extract.incidents.wholes import Draft
from opensitrep.learned import Scores
from opensitrep.model import Currency, Ground, Incident, Modality, Reading, Span, Tie, TimeType

FIRM = tuple(Modality)  # actual before planned, hypothetical, negated: what it came to is what it was
POINTS = (TimeType.DATE, TimeType.TIME)
OWN = 0.75  # how sure a time is that the clause names and no decision chose: so many of dev and train are right
NOW = 0.5  # from where an incident is one of these days; the score is a probability


def find_incidents(reading: Reading, scores: Scores | None = None, *, judge: Judge) -> Reading:
    """Add the incidents, and to every count the one it counts for."""
    if reading.syntax is None or not any(m.type for m in reading.mentions):
        return reading
    case = Case(reading, judge.tables, judge.thresholds)
    for step in STEPS:
        answers = judge.trees[step.name].probabilities(step.rows(case))
        step.take(case, blend(step.name, case, answers, scores, judge.blend))
    incidents = _incidents(case, scores)
    counts = (
        replace(c, incident=incidents[home].id if home is not None else None, home_score=round(score, 3))
        for c, (home, score) in zip(reading.counts, case.homes, strict=True)
    )
    return replace(
        reading,
        counts=tuple(counts),
        incidents=tuple(incidents),
    )


def _incidents(case: Case, scores: Scores | None) -> list[Incident]:
    """One incident a draft, in text order."""
    names = _names(case)
    made = []
    for n, draft in enumerate(case.drafts):
        place, place_ground, place_score = _grounded(case, case.placed, case.places, n)
        day, day_ground, day_score = _grounded(case, case.dated, case.days, n)
        over = case.drafts[case.charged[n]].told if n in case.charged else []
        barred = {s for t in over for s in t.mention.times} - case.held(n)
        if day is None and (own := _named(case, draft, barred)) is not None:
            day, day_ground, day_score = own, Ground.STATED, OWN
        now = case.current[n] >= NOW or draft.tie is Tie.MAIN
        if day is None and now and case.scene.published is not None:
            day_ground = Ground.PUBLICATION
        kind, mode = draft.kind
        made.append(
            Incident(
                id=names[n],
                type=kind,
                mode=mode,
                mentions=tuple(t.mention.id for t in draft.told),
                counts=tuple(sorted(c.id for c in draft.counts)),
                references=tuple(sorted(draft.references)),
                tie=draft.tie,
                to=names[draft.to] if draft.to is not None else None,
                day=day,
                day_ground=day_ground,
                place=place,
                place_ground=place_ground,
                doers=_commonest(s for t in draft.told for s in t.mention.agents),
                undergoers=_commonest(s for t in draft.told for s in t.mention.targets),
                modality=min((t.mention.modality for t in draft.told), key=FIRM.index),
                reality=draft.reality,
                currency=Currency.CURRENT if now else Currency.BACKGROUND,
                vector=_vector(draft, scores),
                score=round(case.current[n] * max(t.mention.score for t in draft.told), 4),
                day_score=round(day_score, 3),
                place_score=round(place_score, 3),
                main_score=round(case.chiefs[n], 3),
            )
        )
    return made


def _named(case: Case, draft: Draft, barred: Collection[Span]) -> Span | None:
    """The time that the clauses of an incident name, where they name one: theirs though nothing chose it, as where the
    report has no day from which its weekdays count yet. `barred`: those of what somebody is charged by."""
    spans = [span for t in draft.told for span in t.mention.times if span not in barred]
    times = [time for span in spans if (time := case.scene.times.get(span))]
    if not times or any(t.type not in POINTS or not t.value or t.bound for t in times):
        return None
    return min(t.span for t in times) if len({(t.value, t.clock) for t in times}) == 1 else None


def _names(case: Case) -> list[str]:
    """Ids; of two incidents that begin with one word the later one is told apart by its kind."""
    doc, names = case.scene.reading.document.id, []
    for draft in case.drafts:
        trigger = draft.told[0].mention.trigger
        name = f"{doc}:i:{trigger.start}-{trigger.end}"
        names.append(f"{name}:{draft.kind[0]}" if name in names else name)
    return names


def _grounded(case: Case, asked: Asked, chosen: list[Chosen], n: int) -> tuple[Span | None, Ground, float]:
    best = chosen[n]
    if best is None:
        return None, Ground.UNKNOWN, 0.0
    option, score = best
    main = chosen[case.chief] if case.chief is not None and case.chief != n else None
    return *ground_of(case.scene, asked, option, case.drafts[n], main[0].key if main else None), score


def _commonest(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Each once, those said most often first."""
    counts = Counter(spans)
    return tuple(sorted(counts, key=lambda s: (-counts[s], s)))


def _vector(draft: Draft, scores: Scores | None) -> tuple[int, ...]:
    """The mean of the vectors of its triggers, as a unit vector times 127."""
    if scores is None or scores.vectors is None:
        return ()
    mean = scores.vectors[[t.token for t in draft.told]].mean(axis=0)
    norm = float(np.sqrt((mean * mean).sum()))
    return tuple(int(v) for v in np.round(mean / (norm or 1.0) * 127))
