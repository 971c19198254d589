"""A draft on the left, words of the reports on the right: one self-contained HTML file without scripts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from opensitrep.model import Check, Checked, Finding, Ruling
from opensitrep.page.html import environment, sheet
from opensitrep.text.words import Lists

WORDS = Lists("draft")
SHOWN = 3  # of the words that a sentence rests on


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters of the draft that stand together: what is found about them, or nothing."""

    text: str
    finding: Finding | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence of the draft with the blank or line ends before it, cut where findings begin and end."""

    before: str
    stretches: tuple[Stretch, ...]
    checked: Checked


def write_draft(check: Check, stream: BinaryIO) -> None:
    """Write the page of a checked draft."""
    style = sheet("draft.css")
    counts = Counter(s.ruling for s in check.sentences)
    page = environment().get_template("draft.html")
    text = page.render(
        rows=list(_rows(check)),
        counts=[(ruling, counts[ruling]) for ruling in Ruling if counts[ruling]],
        words=WORDS.table("page"),
        rulings=WORDS.table("rulings"),
        aspects=WORDS.table("aspects"),
        shown=SHOWN,
        style=style,
    )
    stream.write(text.encode("utf-8", "backslashreplace"))


def _rows(check: Check) -> Iterator[Row]:
    here = 0
    for sentence in check.sentences:
        yield Row(check.text[here : sentence.start], tuple(_stretches(check, sentence)), sentence)
        here = sentence.end


def _stretches(check: Check, sentence: Checked) -> Iterator[Stretch]:
    here = sentence.start
    for finding in sorted(sentence.findings, key=lambda f: (f.start, -f.end)):
        if finding.start < here:
            continue
        if finding.start > here:
            yield Stretch(check.text[here : finding.start])
        yield Stretch(check.text[finding.start : finding.end], finding)
        here = finding.end
    if here < sentence.end:
        yield Stretch(check.text[here : sentence.end])
