"""Makes data/models/check.json: `python -m training.checks.train`.

The dev parts of corpora/checks teach which figure, day, place, deed told as done, denial or whole sentence of a draft
is an alarm. Their planted errors are few, so most of what is wrong is made: a figure, day or place of a faithful
sentence is exchanged for another one of the reports or one near it, a plan is taken for done, a denial for none.
Logistic models of named traits, with thresholds that are chosen together over parts asked by models that the other
parts taught; what these find is printed. `test`, `fourth` and `eighth` are not opened.
"""

from __future__ import annotations

import hashlib
import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from benchmarks.checks.run import account_of
from corpora.checks import FOLDER, Drafts, drafts

from opensitrep import Settings
from opensitrep.check import Library
from opensitrep.check.case import Case
from opensitrep.check.days import day_traits, names_day
from opensitrep.check.figures import asked as asked_figure
from opensitrep.check.figures import figure_traits, figures_of
from opensitrep.check.judge import cases, checkable, happening_traits, tells
from opensitrep.check.moods import asked_plan, content, denial_traits, plan_traits, plans, turns
from opensitrep.check.names import WIDE, place_traits
from opensitrep.check.names import asked as asked_place
from opensitrep.check.store import Day, Figure, Named
from opensitrep.check.weights import Traits, product
from opensitrep.check.words import WORDS
from opensitrep.pipeline import draft_reader
from training.logistic import Logistic, fit

MODEL = Path(__file__).resolve().parents[2] / "src" / "opensitrep" / "data" / "models" / "check.json"
PARTS = ("dev", "second", "third", "fifth", "sixth", "seventh", "ninth")
RIDGE = 3.0  # 1 to 10 are alike
FALSE = 0.04  # share of the faithful sentences that models may alarm on, a knee; rules alarm on one in a hundred more
STEP = 6  # more of them that one question may take at once
KINDS = {"plan": "plan-as-done", "denial": "denial-turned", "happening": "invented"}
FACTORS, STEPS = (0.6, 0.8, 1.3, 1.7), (-7, -2, -1, 1, 2, 3)  # of a figure, in days: others that no report need have
OTHERS, NEAR, PLACES = 3, 2, 4  # exchanged for each: of the reports, near it, places
PAIR = (
    "held", "held share", "rival", "rival share", "top", "told", "absent", "reports", "times", "nearer", "liker",
    "ahead",
)  # fmt: skip
TRAITS = {
    "figure": (
        *(t for t in PAIR if t != "liker"), "alike", "telling", "nearer alike", "telling nearer", "fated", "small",
        "round", "nowhere", "bounded", "absent*top", "absent*rival", "nearer*rival", "nearer alike*rival",
        "telling nearer*telling", "nowhere*round", "nowhere*small", "nowhere*told", "nowhere*rival",
        "small*nearer alike*rival", "fated*nearer alike*rival",
    ),
    "day": (
        *PAIR, "weekday", "published", "any", "undated", "of its report", "absent*top", "absent*rival", "nearer*rival",
        "liker*rival share", "undated*of its report",
    ),
    "place": (
        *(t for t in PAIR if t not in ("absent", "times", "liker")), "about", "ahead of about", "openings", "nowhere",
        "wide", "beside", "absent", "absent*top", "absent*told", "absent*rival", "nearer*rival", "ahead of about*top",
        "nearer*openings", "wide*ahead of about", "wide*absent",
    ),
    "plan": (
        "planned", "planned deed", "deed", "past", "planned more", "planned deed more", "told", "first", "many", "long",
        "read as planned", "read more as planned",
        "planned more*planned", "planned deed more*planned", "first*top",
    ),
    "denial": (
        "turned", "straight", "turned by them", "straight by them", "turned more", "turned more by them", "admits",
        "told", "top", "ascribed", "words", "denials", "admissions", "negations", "turned more*turned",
        "turned more by them*turned by them", "admits*turned more*turned", "admits*turned more by them*turned by them",
        "admits*turned by them", "admits*denials", "admits*admissions", "admits*negations", "turned*told",
    ),
    "happening": (
        "told", "known", "unknown names", "words", "alike", "alike in parts", "done", "opinion", "negates", "plans",
        "names", "done*apart", "names*apart", "alike in parts*alike in parts",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One figure, day, place, deed, claim or sentence of a draft with its traits; `wrong`: None where nobody knows."""

    part: str
    question: str
    traits: Traits
    wrong: bool | None
    made: bool = False
    sentence: str = ""  # with its draft
    faithful: bool = True  # or the wrong one of a copy


def main(argv: list[str] | None = None) -> int:
    """Train, print the figures of parts that did not teach, write the file."""
    rows = [row for part in PARTS for one in drafts(part) for row in rows_of(part, one, read_cases(one))]
    models = taught([row for row in rows if row.wrong is not None])
    text = json.dumps(models | {"card": card()}, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    (Path(argv[0]) if argv else MODEL).write_text(text, encoding="utf-8")
    return 0


def read_cases(one: Drafts) -> Iterator[tuple[list[Case], str | None, str]]:
    """The sentences of a faithful draft; of each copy the wrong one, the kind of its error, and what it replaced."""
    library = Library.of(account_of(one))
    read = draft_reader(library, Settings(engine="here"))
    yield cases(read(one.faithful.read_text(encoding="utf-8")), library), None, ""
    for error in one.planted:
        found = cases(read(error.draft.read_text(encoding="utf-8")), library)
        meant = [c for c in found if c.line.text in error.text or error.text in c.line.text]
        yield meant, error.kind, error.instead_of


def rows_of(part: str, one: Drafts, read: Iterable[tuple[list[Case], str | None, str]]) -> Iterator[Row]:
    """What some drafts teach."""
    chance = random.Random(one.name)
    faithful: list[Case] = []
    for found, kind, instead in read:
        faithful = faithful if kind else found
        replaced = [c for c in faithful if c.line.text in instead or instead in c.line.text] if kind else []
        before = {value for c in replaced for value in values(c)}
        for case in (c for c in found if tells(c.line)):
            for question, traits, wrong, made in (*parts_of(case, kind, before, chance), *wholes_of(case, kind)):
                yield Row(part, question, traits, wrong, made, f"{one.name}: {case.line.text}", not kind)


Taught = tuple[str, Traits, bool | None, bool]


def values(case: Case) -> set[object]:
    """Figures, days and places of a sentence."""
    return {
        *((f.low, f.high) for f in figures_of(case)),
        *(d.first for d in case.line.days),
        *(p.name for p in case.line.places),
    }  # fmt: skip


def parts_of(case: Case, kind: str | None, before: set[object], chance: random.Random) -> Iterator[Taught]:
    """Its figures, days and places, and others in their place."""
    figures = figures_of(case)
    for figure in (f for f in figures if asked_figure(case, f)):
        same = (figure.low, figure.high) in before or kind == "superseded-figure"
        yield "figure", figure_traits(case, figure, figures)[0], _wrong(kind, same=same), False
        for low in other_figures(case, figure, figures, chance) if not kind else ():
            other = replace(
                figure, low=low if figure.low is not None else None, high=low if figure.high is not None else None
            )
            yield "figure", figure_traits(case, other, [other if f is figure else f for f in figures])[0], True, True
    for day in (d for d in case.line.days if not case.quoted(d.span) and names_day(case, d)):
        written = case.words(day.span)
        yield "day", day_traits(case, day, written)[0], _wrong(kind, same=day.first in before), False
        for first in other_days(case, day, chance) if not kind else ():
            name = f"{first:%A} {first.day}" if any(c.isdigit() for c in written) else f"{first:%A}"
            yield "day", day_traits(case, replace(day, first=first, last=first), name)[0], True, True
    for place in (p for p in case.line.places if not case.quoted(p.span) and asked_place(case, p)):
        yield "place", place_traits(case, place)[0], _wrong(kind, same=place.name in before), False
        for other_place in other_places(case, place, chance) if not kind else ():
            yield "place", place_traits(case, replace(other_place, span=place.span, beside=place.beside))[0], True, True


def _wrong(kind: str | None, *, same: bool) -> bool | None:
    """Whether a value is wrong: of a faithful sentence it is not, of one with an error, unless it stood before."""
    return False if not kind else None if same else True


def wholes_of(case: Case, kind: str | None) -> Iterator[Taught]:
    """The sentence: whether what it tells as done is planned, what it tells is denied, or told by nobody."""
    told = {q: (not kind and False) if not kind else (True if kind == k else None) for q, k in KINDS.items()}
    if asked_plan(case):
        yield "plan", plan_traits(case)[0], told["plan"], False
    elif not kind and plans(case.line.text):
        yield "plan", plan_traits(case)[0], True, True
    if content(case) and not turns(case):
        yield "denial", denial_traits(case)[0], told["denial"], False
    elif content(case) and not kind:
        admits = float(bool(set(case.tokens) & WORDS["denies"]))
        yield "denial", denial_traits(case)[0] | {"admits": admits}, True, True
    if checkable(case):
        wrong = False if kind not in (None, "invented", "merged-events") else told["happening"]
        yield "happening", happening_traits(case), wrong, False


def other_figures(case: Case, figure: Figure, figures: list[Figure], chance: random.Random) -> list[float]:
    """Figures that might stand for one by mistake: of the reports, of no series that has it; and some near it."""
    value = figure.low if figure.low is not None else figure.high
    if value is None:
        return []
    own = {x for f in figures for x in (f.low, f.high)}
    series = [{(v.low, v.high) for v in s.values} for s in case.library.rows.account.series]
    known = {value for found in series if (figure.low, figure.high) in found for value in found}
    pool = sorted(
        {
            f.low
            for _, found in case.library.figures
            for f in found
            if f.low is not None and f.low == f.high and (f.low, f.high) not in known
            if f.low not in own and (f.fate == figure.fate or f.unit == figure.unit)
        }
    )
    near = [float(max(2, round(value * factor))) for factor in FACTORS]
    found = chance.sample(pool, min(OTHERS, len(pool))) + chance.sample(near, NEAR)
    return [f for f in found if f not in own]


def other_days(case: Case, day: Day, chance: random.Random) -> list[date]:
    """Days that might stand for one by mistake."""
    pool = sorted(
        {d.first for line in case.library.index.lines() for d in line.days if d.exact and d.first != day.first}
    )
    near = [day.first + timedelta(days=n) for n in chance.sample(STEPS, NEAR)]
    return chance.sample(pool, min(OTHERS, len(pool))) + near


def other_places(case: Case, place: Named, chance: random.Random) -> list[Named]:
    """Places of the reports that might stand for one by mistake."""
    if place.kind in WIDE:
        return []
    words = set(place.name.split())
    pool = {
        p.name: p
        for line in case.library.index.lines()
        for p in line.places
        if p.kind not in WIDE and p.place != place.place and not words & set(p.name.split())
    }
    return [pool[name] for name in chance.sample(sorted(pool), min(PLACES, len(pool)))]


def taught(rows: list[Row]) -> dict[str, object]:
    """A model for each question, with the probability that is an alarm by models that other parts taught."""
    sides, models = {}, {}
    for question, names in TRAITS.items():
        own = [row for row in rows if row.question == question]
        table = [{name: product(name, row.traits) for name in names} for row in own]
        sides[question] = _chances(own, table)
        models[question] = _fit(own, table, range(len(own)))
    sure = thresholds(sides, len({row.sentence for row in rows if row.faithful}))
    return {q: {"bias": m.bias, "weights": m.weights, "sure": round(sure[q], 4)} for q, m in models.items()}


Sides = tuple[dict[str, float], dict[str, float]]
"""Faithful and wrong sentences with the probability of their likeliest alarm."""


def _chances(rows: list[Row], table: list[dict[str, float]]) -> Sides:
    sides: Sides = ({}, {})
    for part in sorted({row.part for row in rows}):
        other = [n for n, row in enumerate(rows) if row.part != part]
        own = [n for n, row in enumerate(rows) if row.part == part and not row.made and row.faithful != row.wrong]
        for n, chance in zip(own, _fit(rows, table, other).scores([table[n] for n in own]), strict=True):
            side, sentence = sides[bool(rows[n].wrong)], rows[n].sentence
            side[sentence] = max(side.get(sentence, 0.0), float(chance))
    return sides


def thresholds(sides: Mapping[str, Sides], faithful: int) -> dict[str, float]:
    """For each question the probability that is an alarm: lowered where most errors are found for each false alarm."""
    sure = dict.fromkeys(sides, 1.0)
    false: set[str] = set()
    found: set[str] = set()
    while len(false) < FALSE * faithful:
        best: tuple[float, str, float] | None = None
        for question, (right, wrong) in sides.items():
            left = sorted({c for s, c in right.items() if s not in false and c < sure[question]}, reverse=True)[
                : STEP + 1
            ]
            for one, two in pairwise(left):
                cut = (one + two) / 2
                more = sum(c >= cut and s not in found for s, c in wrong.items())
                cost = sum(c >= cut and s not in false for s, c in right.items())
                best = max(best or (0.0, "", 1.0), (more / cost, question, cut))
        if best is None or not best[0]:
            break
        _, question, cut = best
        sure[question] = cut
        false |= {s for s, c in sides[question][0].items() if c >= cut}
        found |= {s for s, c in sides[question][1].items() if c >= cut}
    asked = {s for _, side in sides.values() for s in side}
    print(f"found {len(found)} of {len(asked)} wrong sentences, false {len(false)} of {faithful}: {sure}")
    return sure


def _fit(rows: list[Row], table: list[dict[str, float]], some: Iterable[int]) -> Logistic:
    some = list(some)
    return fit([table[n] for n in some], [bool(rows[n].wrong) for n in some], ridge=RIDGE)


def card() -> dict[str, object]:
    """What the file says of itself."""
    digest = hashlib.sha256()
    for path in sorted(p for part in PARTS for p in (FOLDER / part).rglob("*") if p.is_file()):
        digest.update(path.read_bytes())
    count = Counter(error.kind for part in PARTS for one in drafts(part) for error in one.planted)
    return {
        "source": f"corpora/checks, parts {', '.join(PARTS)}",
        "digest": digest.hexdigest(),
        "planted": dict(sorted(count.items())),
        "made by": "python -m training.checks.train",
        "licence": "CC BY 4.0 (our own labels and texts)",
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
