"""Parses that a small parser is known to get wrong, put right before happenings are read."""

from __future__ import annotations

from dataclasses import replace

from opensitrep.extract.events.words import EventWords
from opensitrep.model import Syntax
from opensitrep.text.words import Lists

WORDS = Lists("events")


def mend(syntax: Syntax, words: EventWords) -> Syntax:
    """The table with reduced relatives and infinitives put right.

    In "Ten shells fired from A and the sea hit B" the parser takes "fired" for the main verb and "the sea" for a
    subject; in "is set to pull back" it takes the infinitive for a clause of its own.
    """
    heads, deps = list(syntax.head), list(syntax.dep)
    for i, lemma in enumerate(syntax.lemma):
        if deps[i] in ("advcl", "ccomp") and syntax.tag[i] == "VB" and _follows(syntax, heads[i], i):
            deps[i] = "xcomp"
        above = heads[i]
        if deps[i] == "prep" and syntax.lemma[above] == "time" and deps[above] == "pobj":
            heads[i] = heads[heads[above]]  # "used for the first time from X": from X goes with the verb
        if lemma in words.cues.slot["fired"] and syntax.tag[i] in ("VBN", "VBD"):
            _mend_relative(syntax, heads, deps, i, words.cues.classes["munition"])
    return replace(syntax, head=tuple(heads), dep=tuple(deps))


def _follows(syntax: Syntax, head: int, i: int) -> bool:
    """Whether an infinitive stands right behind the verb it hangs on: only "to" and adverbs between."""
    between = range(head + 1, i)
    return head < i <= head + 4 and all(syntax.tag[k] in ("TO", "RB", "``", "''", "HYPH") for k in between)


def _mend_relative(syntax: Syntax, heads: list[int], deps: list[str], i: int, things: frozenset[str]) -> None:
    """Make "fired" a participle of its subject where a second verb of the same subject follows without "and"."""
    kids = [k for k, h in _near(heads, i)]
    subject = next((k for k in kids if deps[k] == "nsubj" and syntax.lemma[k] in things), None)
    later = next((k for k in kids if deps[k] in ("conj", "ccomp", "dep") and syntax.pos[k] == "VERB" and k > i), None)
    phrases = [k for k in kids if deps[k] == "prep" and k > i]
    if subject is None or later is None or not phrases or any(deps[k] in ("dobj", "aux") for k in kids):
        return
    false = next((k for k, h in _near(heads, later) if deps[k] == "nsubj" and k < later), None)
    joined = any(i < k < later and syntax.lemma[k] in WORDS["joins"] and deps[k] in ("cc", "punct") for k in kids)
    if false is None and joined:
        return
    for k in kids:
        if k > later or (deps[k] in ("advmod", "mark", "punct", "prep") and k < subject):
            heads[k] = later
    heads[later], deps[later] = (later, "ROOT") if heads[i] == i else (heads[i], deps[i])
    heads[subject], deps[subject] = later, "nsubj"
    heads[i], deps[i] = subject, "acl"
    if false is not None:
        heads[false], deps[false] = next((k for k, h in _near(heads, phrases[-1]) if deps[k] == "pobj"), i), "conj"


def _near(heads: list[int], i: int) -> list[tuple[int, int]]:
    """Dependents of a token within its neighbourhood (a clause is never longer than 80 words)."""
    return [(k, heads[k]) for k in range(max(0, i - 80), min(len(heads), i + 80)) if heads[k] == i and k != i]
