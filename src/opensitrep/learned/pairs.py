"""Traits of pairs of words: what one is to the other, and whether they name one thing."""

from __future__ import annotations

import numpy as np

from opensitrep.learned.columns import Numbers, Places, mix, number
from opensitrep.learned.questions import Questions, steps
from opensitrep.learned.traits import Traits


def between(traits: Traits, left: Places, right: Places) -> tuple[Numbers, Numbers, Numbers]:
    """The dependencies between words, their length, and those of the last steps on either side."""
    up, down = traits.chain[left], traits.chain[right]
    meets = (up[:, :, None] == down[:, None, :]) & (up[:, :, None] < traits.columns.size)
    flat = meets.reshape(len(left), -1)
    at = flat.argmax(axis=1) if len(left) else np.zeros(0, np.int64)
    there = flat.any(axis=1)
    depth = traits.chain.shape[1]
    a, b = at // depth, at % depth
    rows = np.arange(len(left))
    climbed, fallen = traits.climbed[left][rows, a], traits.climbed[right][rows, b]
    whole = np.where(there, mix(3, climbed, fallen), 0).astype(np.uint32)
    length = np.where(there, a * depth + b + 1, 0).astype(np.uint32)
    return whole, length, np.where(there, mix(4, fallen), 0).astype(np.uint32)


def together(traits: Traits, left: Places, right: Places, told: Numbers) -> Numbers:
    """Traits of a word beside another one (trigger, figure or cue; candidate); `told` is the kind of each word."""
    c = traits.columns
    way, length, fall = between(traits, left, right)
    up, kids = c.above[right], c.kids[right]
    side = steps(right - left)
    kind, lemma, other = told[left], c.lemma[left], c.lemma[right]
    passive = (c.dep[c.kids[left]] == number("auxpass")).any(axis=1)
    noun = c.above[left]
    ask = Questions(1 << 14)
    ask(
        (way,), (way, c.pos[right]), (way, c.pos[left]), (way, lemma), (way, other), (way, kind),
        (way, passive, c.tag[left]), (length, c.pos[right]), (fall, c.pos[right]), (fall, kind), (fall, lemma),
        (fall, c.pos[left], c.capital[right]), (side,), (side, c.pos[right]), (side, c.dep[right], c.dep[up]),
        (lemma, other), (kind, other), (kind, told[right]), (other,), (c.dep[right], c.lemma[up]),
        (c.dep[right], c.lemma[up], kind), (c.dep[right], lemma), (c.dep[right], c.pos[left], passive),
        (c.pos[right], c.capital[right], c.lemma[up]), (c.last3[right], c.dep[right]), (c.word[right],),
        (c.tag[right], way), (c.lemma[noun], other), (c.lemma[noun], lemma), (c.lemma[noun], way), (lemma,),
        (c.dep[left], way), (up == left, c.dep[right], c.pos[right]), (traits.verb[left] == traits.verb[right], side),
        (c.quoted[left], c.quoted[right], c.dep[right]), (c.sentence[left] - c.sentence[right] + 8, c.pos[right]),
        (traits.headline[right], c.sentence[left] == c.sentence[right]),
        (c.lemma[c.above[up]], c.lemma[up], c.dep[right]), (c.word[c.beside(1)[left]], other),
        (c.word[c.beside(1)[right]], c.pos[right], way),
    )  # fmt: skip
    for k in range(4):
        ask.same("kid", kids[:, k] < c.size, c.dep[kids[:, k]], c.lemma[kids[:, k]])
        ask.same("kid way", kids[:, k] < c.size, way, c.dep[kids[:, k]])
    return ask.table(len(left))


def alike(traits: Traits, left: Places, right: Places, told: Numbers, *, near: Numbers, meaning: Numbers) -> Numbers:
    """Traits of two words that may name one happening; `near` is how alike their kinds are, by steps."""
    c = traits.columns
    apart = steps(np.abs(c.sentence[left] - c.sentence[right]))
    same = (c.first5[left] == c.first5[right]).astype(np.uint32) + 2 * (c.lemma[left] == c.lemma[right])
    kind = (told[left] == told[right]).astype(np.uint32)
    low, high = np.minimum(c.lemma[left], c.lemma[right]), np.maximum(c.lemma[left], c.lemma[right])
    ask = Questions(1 << 15)
    ask(
        (same,), (kind,), (near,), (same, kind), (near, same), (kind, apart), (same, apart), (apart, near),
        (low, high), (np.minimum(told[left], told[right]), np.maximum(told[left], told[right])),
        (kind, told[left]), (meaning,), (meaning, near), (meaning, apart), (meaning, kind, c.dep[right]),
        (c.pos[left], c.pos[right], kind), (c.tag[left], c.tag[right], kind), (between(traits, left, right)[0],),
        (traits.headline[left], traits.headline[right], kind, near), (traits.at[left], traits.at[right], near),
        (traits.at[left], kind, same), (traits.titled[left], traits.titled[right], kind),
        (traits.led[left], traits.led[right], kind), (c.lemma[left], kind), (c.lemma[right], kind),
        (c.dep[right], kind, c.pos[right]), (traits.often[left], traits.often[right], same),
    )  # fmt: skip
    one, two = c.kids[left], c.kids[right]
    there = (one[:, :, None] < c.size) & (two[:, None, :] < c.size)
    shared = (c.lemma[one][:, :, None] == c.lemma[two][:, None, :]) & there & (c.capital[one][:, :, None] > 1)
    equal = (c.lemma[one][:, :, None] == c.lemma[two][:, None, :]) & there & (c.pos[one] == number("NOUN"))[:, :, None]
    ask(
        (np.minimum(shared.sum(axis=(1, 2)), 2), kind), (np.minimum(equal.sum(axis=(1, 2)), 2), kind),
    )  # fmt: skip
    for k in range(3):
        ask.same("det", two[:, k] < c.size, c.dep[two[:, k]], c.lemma[two[:, k]], kind)
        ask.same("det", one[:, k] < c.size, c.dep[one[:, k]], c.lemma[one[:, k]], kind, 1)
    ask(
        (modal(traits, left), modal(traits, right), kind), (c.quoted[left], c.quoted[right], kind),
    )  # fmt: skip
    return ask.table(len(left))


def modal(traits: Traits, rows: Places) -> Numbers:
    """The auxiliary or particle before each word, mixed."""
    c = traits.columns
    kid = c.kids[rows, 0]
    return np.where((c.dep[kid] == number("aux")) | (c.dep[kid] == number("det")), c.lemma[kid], 0).astype(np.uint32)
