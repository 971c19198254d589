"""The places and days an incident may have, as numbers, and on what the chosen one rests."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from opensitrep.extract.incidents.judge import Tables, spoken_kinds
from opensitrep.extract.incidents.scene import NOWHERE, Scene
from opensitrep.extract.incidents.singles import FAR, MODALITIES, NONE, Rows, code, width
from opensitrep.extract.incidents.wholes import Draft
from opensitrep.model import Ground, Label, Part, PlaceRole, Precision, Span, Tie, TimeType, Use

ROLES, PRECISIONS, USES, TIES, TYPES = tuple(PlaceRole), tuple(Precision), tuple(Use), tuple(Tie), tuple(TimeType)
NAMES = """
own, own first, own share, others', in its sentence, words between, before it, same clause, sentence before,
sentence after, dateline, own of main, beside main, named, share, most named, options, in reference,
attached to it, attached elsewhere, headline, role, precision, use, days off, width, direction, type, bound,
sentences to nearest, doer's, is main, tie, kind, modality, any own, size, of speech, only one near,
background, main probability
"""
ORIGIN, NOUNS = "from", ("NOUN", "PROPN", "NUM")
NEAR, OFTEN = 2, 3  # sentences around a mention, and how many of the names said most often, that are looked at


@dataclass(slots=True)
class Option:
    """One place name or day of the report with all words that give it, their tokens and sentences."""

    key: str
    spans: list[Span]
    tokens: list[int] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Asked:
    """What incidents may be answered with, what each mention answers itself, and what stands in a dateline."""

    options: list[Option]
    own: list[list[str]]  # of each mention, keys its clause gives
    dateline: frozenset[str]


def places_asked(scene: Scene) -> Asked:
    """Places named as places, and what stands in a mention's clause whatever its use."""
    keys = {p.span: scene.name(p.span) for t in scene.told for p in t.mention.places if p.role not in NOWHERE}
    literal = (t.span for t in scene.reading.toponyms if t.use is Use.LITERAL)
    keys |= {span: scene.name(span) for span in literal if not _is_origin(scene, span)}
    own = [[keys[p.span] for p in t.mention.places if p.role not in NOWHERE] for t in scene.told]
    return _asked(scene, keys, own)


def _is_origin(scene: Scene, span: Span) -> bool:
    """Whether a name tells where somebody or something is from: "a man from X", "the driver, from X, was held"."""
    tree, inside = scene.tree, scene.tree.inside(span)
    over = tree.syntax.head[inside[-1]] if inside else 0
    if not inside or tree.lower[over] != ORIGIN:
        return False
    apart = tree.lower[over - 1 : over] == [","] and tree.lower[inside[-1] + 1 : inside[-1] + 2] == [","]
    return apart or tree.syntax.pos[tree.syntax.head[over]] in NOUNS


def days_asked(scene: Scene) -> Asked:
    """Time expressions that mean known days."""
    keys = {t.span: f"{d[0]}-{d[1]}" for t in scene.reading.times if not t.negated and (d := scene.days(t.span))}
    own = [[keys[s] for s in t.mention.times if s in keys] for t in scene.told]
    return _asked(scene, keys, own)


def _asked(scene: Scene, keys: Mapping[Span, str], own: list[list[str]]) -> Asked:
    found: dict[str, Option] = {}
    for span, key in sorted(keys.items()):
        option = found.setdefault(key, Option(key, []))
        option.spans.append(span)
        option.tokens.append((scene.tree.inside(span) or range(1))[0])
        option.sentences.append(scene.sentence(option.tokens[-1]))
    heads = [m.span for m in scene.reading.marks if m.label is Label.DATELINE]
    dateline = frozenset(key for span, key in keys.items() if any(h.covers(span) for h in heads))
    return Asked(list(found.values()), own, dateline)


def option_pairs(scene: Scene, asked: Asked, drafts: Sequence[Draft], chief: int | None) -> list[tuple[int, int]]:
    """Incidents and what they may be answered with: what is said of them or near them, of the main one, or often."""
    main = drafts[chief].told if chief is not None else []
    often = {o.key for o in sorted(asked.options, key=lambda o: (-len(o.spans), o.key))[:OFTEN]}
    always = {key for t in main for key in asked.own[t.number]} | asked.dateline | often
    head = {t.sentence for t in main} | set(range(scene.lead + 1))
    number, told_in = {o.key: k for k, o in enumerate(asked.options)}, defaultdict[int, set[int]](set)
    for k, o in enumerate(asked.options):
        for sentence in o.sentences:
            told_in[sentence].add(k)
    out = []
    for n, d in enumerate(drafts):
        found = {number[key] for key in always.union(*(asked.own[t.number] for t in d.told))}
        for sentence in head | {t.sentence + k for t in d.told for k in range(-NEAR, NEAR + 1)}:
            found |= told_in.get(sentence, set())
        out += [(n, k) for k in sorted(found)]
    return out


def option_rows(  # noqa: PLR0917
    scene: Scene,
    asked: Asked,
    found: Sequence[tuple[int, int]],
    drafts: Sequence[Draft],
    chief: int | None,
    tables: Tables,
) -> Rows:
    """(pairs of an incident and an option, features)."""
    rows = np.full((len(found), width(NAMES)), np.nan, dtype=np.float32)
    most, total = max((len(o.spans) for o in asked.options), default=0), sum(len(o.spans) for o in asked.options)
    claimed = Counter(key for keys in asked.own for key in set(keys))
    per_sentence = Counter(s for o in asked.options for s in set(o.sentences))
    fixed = [_fixed(scene, o) for o in asked.options]
    main = drafts[chief].told if chief is not None else []
    own_of_main = Counter(key for t in main for key in set(asked.own[t.number]))
    beside_main = {t.sentence for t in main}
    number = -1
    for line, (n, k) in enumerate(found):
        d, o = drafts[n], asked.options[k]
        if n != number:
            number, size = n, len(d.told)
            sentences = {t.sentence for t in d.told}
            own = Counter(key for t in d.told for key in set(asked.own[t.number]))
            first = next((keys[0] for t in d.told if (keys := asked.own[t.number])), None)
            inside = {scene.sentence(scene.token(r)) for r in d.references}
            of_incident = (
                float(n == chief), code(d.tie, TIES), tables.kinds.get(d.kind[0], -1.0), code(d.modality, MODALITIES),
                float(bool(own)), size, float(d.kind[0] in spoken_kinds()),
                float(min((per_sentence[s] for s in sentences), default=0)),
                sum(t.passage is not None and t.passage.part is Part.BACKGROUND for t in d.told) / size, max(d.main),
            )  # fmt: skip
        rows[line] = (
            own[o.key], float(o.key == first), own[o.key] / size, claimed[o.key] - own[o.key], *_close(scene, o, d),
            float(any(s - 1 in o.sentences for s in sentences)), float(any(s + 1 in o.sentences for s in sentences)),
            float(o.key in asked.dateline), own_of_main[o.key], float(not beside_main.isdisjoint(o.sentences)),
            len(o.spans), len(o.spans) / total, float(len(o.spans) == most), len(asked.options),
            float(not inside.isdisjoint(o.sentences)), *_attached(scene, o, d), *fixed[k],
            min(abs(s - t) for s in o.sentences for t in sentences), float(not d.doers.isdisjoint(o.key.split())),
            *of_incident,
        )  # fmt: skip
    return rows


def _close(scene: Scene, o: Option, d: Draft) -> tuple[float, float, float, float]:
    """Whether an option stands in a sentence of the incident, how far from its word, before it, in its clause."""
    close = [
        (abs(t.token - i), i < t.token, t.token, i)
        for t in d.told
        for i, s in zip(o.tokens, o.sentences, strict=True)
        if s == t.sentence
    ]
    if not close:
        return 0.0, NONE, NONE, 0.0
    far, before, token, i = min(close)
    return 1.0, float(far), float(before), float(scene.tree.clause(i) == scene.tree.clause(token))


def _fixed(scene: Scene, o: Option) -> tuple[float, ...]:
    """What is the same for all incidents: headline, role, precision, use; days off, width, direction, type, bound."""
    headline = float(any(scene.layout(s.start) is Label.HEADLINE for s in o.spans))
    if (toponym := scene.toponyms.get(o.spans[0])) is not None:
        return (
            headline, code(toponym.role, ROLES), code(toponym.precision, PRECISIONS), code(toponym.use, USES),
            NONE, NONE, NONE, NONE, NONE,
        )  # fmt: skip
    time, days = scene.times[o.spans[0]], scene.days(o.spans[0])
    assert days is not None
    off = NONE
    if scene.published is not None:
        here = scene.published.toordinal()
        off = 0.0 if days[0] <= here <= days[1] else float(days[0] - here if days[0] > here else days[1] - here)
    return (
        headline, NONE, NONE, NONE, max(-FAR, min(FAR, off)), float(days[1] - days[0]), float(time.direction),
        code(time.type, TYPES), float(time.bound is not None),
    )  # fmt: skip


def _attached(scene: Scene, o: Option, d: Draft) -> tuple[float, float]:
    """Whether words of the option are said to date this incident, or another word."""
    here = elsewhere = 0.0
    for span in o.spans:
        time = scene.times.get(span)
        if time is not None and time.attached is not None:
            if any(time.attached.meets(t.mention.trigger) for t in d.told):
                here += 1
            else:
                elsewhere += 1
    return here, elsewhere


def ground_of(scene: Scene, asked: Asked, o: Option, d: Draft, given: str | None) -> tuple[Span, Ground]:
    """The words that give the chosen option, those nearest to the incident, and what it rests on."""
    sentences = {t.sentence for t in d.told}

    def far(span: Span) -> tuple[int, int]:
        token = (scene.tree.inside(span) or range(1))[0]
        apart_by = min(abs(scene.sentence(token) - s) for s in sentences)
        return apart_by, min(abs(token - t.token) for t in d.told)

    own = {p.span for t in d.told for p in t.mention.places} | {s for t in d.told for s in t.mention.times}
    stated = [s for s in o.spans if s in own]
    if stated:
        return stated[0], Ground.STATED
    best = min(o.spans, key=far)
    if far(best)[0] == 0:
        return best, Ground.NEAR
    if o.key == given:
        return best, Ground.MAIN
    return best, Ground.DATELINE if o.key in asked.dateline else Ground.ELSEWHERE
