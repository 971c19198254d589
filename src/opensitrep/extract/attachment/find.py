"""What a time dates: the one word, verb or event noun, of a happening or a saying.

The dependency tree gives the governor; where a small parser is known to err (phrases behind a verb, between a word of
saying and what is said, on nouns) the order of the words decides, after Hindle and Rooth (1993) and Bethard and Martin
(2007). Which nouns are happenings is data: attachment.toml.
"""

from __future__ import annotations

from dataclasses import replace

from opensitrep.extract.attachment.times import Times
from opensitrep.model import Reading, TimeExpression
from opensitrep.text.tree import Tree


def attach(reading: Reading) -> Reading:
    """Fill `attached` of every time expression that has a happening in its sentence."""
    if not reading.syntax or not len(reading.syntax) or not reading.times:
        return reading
    tree = Tree(reading)
    times = Times(tree)
    return replace(reading, times=tuple(_dated(tree, times, t) for t in reading.times))


def _dated(tree: Tree, times: Times, time: TimeExpression) -> TimeExpression:
    word = times.word(time)
    return time if word is None else replace(time, attached=tree.span(word))
