"""Which incident a definite noun ("the attack") or a figure belongs to, as numbers."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from math import isnan
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from opensitrep.extract.incidents.days import apart
from opensitrep.extract.incidents.judge import Table, Tables
from opensitrep.extract.incidents.scene import Scene, Told
from opensitrep.extract.incidents.singles import CLAUSES, NONE, PARTS, Rows, code, width
from opensitrep.extract.incidents.wholes import Around, Draft
from opensitrep.model import Count, Label, Modality, Reality, Span
from opensitrep.text.deeds import deed_of
from opensitrep.text.words import Lists

WORDS = Lists("incidents")
NOUNS = ("NOUN", "PROPN")
REFERENCE_NAMES = """
word refers, word and kind, same word, same deed, definite, sentences back, before it, mentions between, main,
size, alike, days, clause, in its sentence, headline, part, followed, modality, kind, nearest, drafts of deed,
best of deed, again, shared words, sentence, rank by kind, words
"""
COUNT_NAMES = """
fate and kind, fate, in its sentence, words between, before it, over it, under it, beside mention,
sentences back, sentences on, nearest, main, main rank, size, kind, part, same part, since, period, as of,
alike, modality, reality, shared words, headline, references near, figures in sentence, stance, said alike,
days, steps up, lead, year named, drafts near
"""
STANCES = WORDS.ordered("stances")
LABELLED = {"hospitalized": "injured"}  # fates of ours that the labels do not part


@dataclass(frozen=True, slots=True)
class Phrase:
    """A definite noun that may point to an incident: its head and the words of the whole phrase."""

    token: int
    span: Span


def phrases(scene: Scene, words: Table) -> list[Phrase]:
    """Nouns with "the", "this" or an owner that name a deed of the report or a word that has been seen to refer."""
    syntax = scene.tree.syntax
    triggers = {k for t in scene.told for k in (*scene.tree.inside(t.mention.trigger), t.token)}
    deeds = {t.deed for t in scene.told}
    found = []
    for i, pos in enumerate(syntax.pos):
        if pos not in NOUNS or i in triggers:
            continue
        lemma = syntax.lemma[i].lower()
        if (lemma in words or deed_of(lemma) in deeds) and scene.definite(i) == 2:
            found.append(Phrase(i, _phrase(scene, i)))
    return found


def _phrase(scene: Scene, i: int) -> Span:
    """The noun with what stands before it, and "of" phrases that follow at once."""
    left = i
    for child in scene.tree.children(i):
        if child < i:
            left = min(left, *scene.tree.subtree(child)) if scene.tree.subtree(child) else left
    return scene.tree.span(left, i)


def asked_of(scene: Scene, tokens: Sequence[int], drafts: Sequence[Draft], chief: int | None) -> list[tuple[int, int]]:
    """Each of some words, by its place among them, with the incidents that may be meant, by their number."""
    around = Around(drafts, chief)
    return [(k, n) for k, token in enumerate(tokens) for n in around(scene.sentence(token))]


def reference_rows(  # noqa: PLR0917
    scene: Scene,
    found: Sequence[Phrase],
    asked: Sequence[tuple[int, int]],
    drafts: Sequence[Draft],
    main: Sequence[float],
    tables: Tables,
) -> Rows:
    """(pairs of a phrase and an incident, features)."""
    rows = np.full((len(asked), width(REFERENCE_NAMES)), np.nan, dtype=np.float32)
    fixed = _fixed(drafts, tables)
    lemmas = [{t.lemma for t in d.told} for d in drafts]
    deeds = [{t.deed for t in d.told} for d in drafts]
    tokens = sorted(t.token for t in scene.told)
    syntax, line = scene.tree.syntax, 0
    gap_of = cache(lambda sentence, n: _gap(drafts[n], sentence))
    of_group = cache(lambda group: [n for n in range(len(drafts)) if group in deeds[n]])

    @cache
    def ranked(lemma: str) -> tuple[list[float], dict[int, int]]:
        """How well a word fits each incident, and their ranks."""
        fits = [tables.word_kinds.get(f"{lemma} {d.kind[0]}", NONE) for d in drafts]
        known = sorted((-f, n) for n, f in enumerate(fits) if not isnan(f))
        return fits, {n: place for place, (_, n) in enumerate(known)}

    for k, near_by in groupby(asked, key=itemgetter(0)):
        phrase, near_ones = found[k], [n for _, n in near_by]
        i = phrase.token
        lemma, sentence = syntax.lemma[i].lower(), scene.sentence(i)
        group = deed_of(lemma)
        fits, rank = ranked(lemma)
        of_deed = of_group(group)
        best = max(of_deed, key=lambda n: main[n], default=-1)
        gaps = {n: gap_of(sentence, n) for n in near_ones}
        near = min(abs(gap) for gap, _ in gaps.values())
        days = [found_days for k in scene.tree.subtree(i) if (found_days := _days_at(scene, k))]
        refers, again, body = tables.words.get(lemma, NONE), float(_other(scene, i)), sentence - scene.lead
        flags = (
            float(scene.definite(i)), code(syntax.dep[i], CLAUSES),
            float(scene.layout(syntax.start[i]) is Label.HEADLINE), _part(scene, syntax.start[i]),
            float(bool(scene.tree.children(i, "relcl", "acl"))),
        )  # fmt: skip
        ahead = bisect_left(tokens, i)
        for n in near_ones:
            d = drafts[n]
            before = next((t.token for t in reversed(d.told) if t.token < i), None)
            gap, size, own = gaps[n][0], len(d.told), fixed[n]
            rows[line] = (
                refers, fits[n], float(lemma in lemmas[n]), float(group in deeds[n]), flags[0], float(gap),
                float(before is not None), 0 if before is None else ahead - bisect_right(tokens, before), main[n], size,
                own.alike, min((apart(x, y) for x in days for y in d.days), default=NONE), flags[1], float(gap == 0),
                flags[2], flags[3], flags[4], own.actual, own.kind, float(abs(gap) == near), len(of_deed),
                float(n == best), again, max(scene.shared(sentence, t.sentence) for t in d.told), body, rank.get(n, 9),
                len(d.told[0].words),
            )  # fmt: skip
            line += 1
    return rows


class _Fixed(NamedTuple):
    """What is the same of an incident whatever it is asked with."""

    alike: int  # incidents of its kind
    kind: float
    actual: float
    fact: float


def _fixed(drafts: Sequence[Draft], tables: Tables) -> list[_Fixed]:
    alike = Counter(d.kind[0] for d in drafts)
    return [
        _Fixed(
            alike[d.kind[0]], tables.kinds.get(d.kind[0], -1.0), float(d.modality is Modality.ACTUAL),
            float(d.reality is Reality.FACT),
        )
        for d in drafts
    ]  # fmt: skip


def _days_at(scene: Scene, token: int) -> tuple[int, int] | None:
    at = scene.tree.syntax.start[token]
    time = next((t for t in scene.times_of[scene.sentence(token)] if t.span.start <= at < t.span.end), None)
    return scene.days(time.span) if time else None


def _other(scene: Scene, token: int) -> bool:
    return any(scene.tree.lower[k] in WORDS["again"] for k in scene.tree.children(token))


def _gap(d: Draft, sentence: int) -> tuple[int, Told]:
    """Sentences from the nearest mention before (positive) or after a place in the text, and that mention."""
    return min(((sentence - t.sentence, t) for t in d.told), key=lambda g: (abs(g[0]), g[0] < 0, g[1].number))


def _part(scene: Scene, at: int) -> float:
    passage = scene.passage(at)
    return code(passage.part if passage else None, PARTS)


def count_rows(  # noqa: PLR0917
    scene: Scene,
    counts: Sequence[Count],
    asked: Sequence[tuple[int, int]],
    drafts: Sequence[Draft],
    main: Sequence[float],
    tables: Tables,
) -> Rows:
    """(pairs of a count and an incident, features)."""
    rows = np.full((len(asked), width(COUNT_NAMES)), np.nan, dtype=np.float32)
    ranks = {n: place for place, n in enumerate(sorted(range(len(drafts)), key=lambda n: (-main[n], n)))}
    fixed = _fixed(drafts, tables)
    ids = [{t.mention.id for t in d.told} for d in drafts]
    parts = [{t.passage.part for t in d.told if t.passage} for d in drafts]
    references = [Counter(scene.sentence(scene.token(r)) for r in d.references) for d in drafts]
    in_sentence = Counter(scene.sentence(scene.token(c.number)) for c in counts)
    line = 0
    gap_of = cache(lambda sentence, n: _gap(drafts[n], sentence))
    for k, near_by in groupby(asked, key=itemgetter(0)):
        count, near_ones = counts[k], [n for _, n in near_by]
        token = scene.token(count.number)
        sentence = scene.sentence(token)
        passage = scene.passage(count.number.start)
        ups = list(scene.tree.ancestors(token))
        gaps = {n: gap_of(sentence, n) for n in near_ones}
        closest = min((abs(t.token - token), n) for n in near_ones for t in drafts[n].told)[1]
        layout = scene.layout(count.number.start)
        days = [found for t in scene.times_of[sentence] if (found := scene.days(t.span))]
        years = any((t.value or "")[:4].isdigit() and len(t.value or "") <= 7 for t in scene.times_of[sentence])
        near = len({n for n, g in gaps.items() if g[0] == 0})
        fate = LABELLED.get(count.fate, count.fate)
        number, part = tables.fates.get(fate, -1.0), passage.part if passage else None
        where, stance = code(part, PARTS), code(count.stance, STANCES)
        bounds = [float(span is not None) for span in (count.since, count.period, count.as_of)]
        headline, body = float(layout is Label.HEADLINE), sentence - scene.lead
        for n in near_ones:
            d = drafts[n]
            gap, told = gaps[n]
            here = [t for t in d.told if t.sentence == sentence] if gap == 0 else []
            nearest = min(here, key=lambda t: abs(t.token - token), default=None)
            over = [ups.index(t.token) for t in here if t.token in ups]
            own = fixed[n]
            rows[line] = (
                tables.fate_kinds.get(f"{fate} {d.kind[0]}", NONE), number, float(bool(here)),
                abs(nearest.token - token) if nearest else NONE, float(nearest.token < token) if nearest else NONE,
                float(bool(over)), float(any(token in scene.tree.ancestors(t.token) for t in here)),
                float(count.mention in ids[n]), max(gap, 0), max(-gap, 0), float(n == closest), main[n], ranks[n],
                len(d.told), own.kind, where, float(part in parts[n]), *bounds, own.alike, own.actual, own.fact,
                scene.shared(sentence, told.sentence), headline, references[n][sentence], in_sentence[sentence], stance,
                float(any(t.mention.attribution == count.attribution for t in here)),
                min((apart(x, y) for x in days for y in d.days), default=NONE), min(over, default=NONE), body,
                float(years), near,
            )  # fmt: skip
            line += 1
    return rows
