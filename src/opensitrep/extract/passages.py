"""What each sentence is in its report (news, background, reaction) and as what it is told (fact, drill, sport)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from opensitrep.learned import Scores
from opensitrep.model import Part, Passage, Reading, Reality
from opensitrep.text.tree import Tree


def find_passages(reading: Reading, scores: Scores) -> Reading:
    """Add a passage for every sentence, with the probability of its part and reality together."""
    if reading.syntax is None or "part" not in scores.sentences:
        return reading
    tree, found = Tree(reading), []
    parts, realities = scores.sentences["part"], scores.sentences["reality"]
    for number, tokens in enumerate(tree.sentences):
        part, reality = int(np.argmax(parts[number])), int(np.argmax(realities[number]))
        score = float(parts[number, part] * realities[number, reality])
        found.append(
            Passage(
                tree.span(tokens[0], tokens[-1]),
                Part(scores.classes["part"][part]),
                Reality(scores.classes["reality"][reality]),
                round(score, 4),
            )
        )
    return replace(reading, passages=tuple(found))
