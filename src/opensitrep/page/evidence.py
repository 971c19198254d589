"""The texts with every cited span marked, notes on repairs, folded furniture; sources and speakers with counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import pairwise

from opensitrep.derive.pieces import Derived, Fixed, Link, Piece, Quiet, Quote, Run, span_text
from opensitrep.model import BLOCKS, READABLE, Label, Mark, Reading, Span, Verdict
from opensitrep.page.desk import Desk

EVERY = 5  # lines from one number to the next in the margin; lines with notes are always numbered
NOTED = (Label.REPAIR, Label.GLITCH, Label.FOREIGN)


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of characters of a text: plain, cited, in conflict, or noted."""

    quote: Quote
    styles: tuple[str, ...] = ()
    anchor: str | None = None
    note: Derived | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A margin note on a repaired or cited span."""

    letter: Piece
    run: Run
    kind: str
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """One line of a text with its notes; its segments together are its words."""

    words: Quote
    line: Derived | None
    label: str
    segments: tuple[Segment, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class TextView:
    """One report."""

    anchor: str
    number: Derived
    label: Derived
    lead: Run
    language: str
    blocks: tuple[Block, ...]
    folded: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One report in the list of sources."""

    about: tuple[str, ...]
    link: Link
    cells: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """One speaker or body of a story with counts, no score."""

    about: tuple[str, ...]
    name: Derived
    tags: Run
    cells: tuple[Run, ...]


# ---------------------------------------------------------------- texts


@dataclass(frozen=True, slots=True)
class Marked:
    """What the page knows of a report: cited spans, where links lead, what is disputed, figures by their evidence."""

    cited: list[Span]
    aims: set[int]
    conflicts: set[Span]
    claimed: dict[Span, tuple[str, ...]]
    told: set[str] = field(default_factory=set)  # figures noted beside a line before


def compose_texts(
    desk: Desk, cited: Iterable[Span], targets: set[str], claimed: dict[Span, tuple[str, ...]]
) -> tuple[TextView, ...]:
    """Every report with its cited spans and an anchor for each target; `claimed`: figures a span is evidence for."""
    spans_in: dict[str, list[Span]] = {}
    for span in sorted(set(cited)):
        spans_in.setdefault(span.doc, []).append(span)
    facts_in: dict[str, dict[Span, tuple[str, ...]]] = {}
    for span, facts in claimed.items():
        facts_in.setdefault(span.doc, {})[span] = facts
    conflicts_in: dict[str, set[Span]] = {}
    for span in conflicting(desk):
        conflicts_in.setdefault(span.doc, set()).add(span)
    views = []
    for reading in desk.readings:
        doc = reading.document.id
        marked = Marked(
            spans_in.get(doc, []), points(desk, reading, targets), conflicts_in.get(doc, set()), facts_in.get(doc, {})
        )
        views.append(text_view(desk, reading, marked))
    return tuple(views)


def conflicting(desk: Desk) -> list[Span]:
    """The evidence of what is disputed."""
    return [s for p in desk.positions for side in p.sides for s in side.evidence]


def points(desk: Desk, reading: Reading, targets: set[str]) -> set[int]:
    """Where in a report something on the page leads to."""
    lead = f"t-{desk.book.numbers[reading.document.id]}-"
    return {int(t[len(lead) :]) for t in targets if t.startswith(lead) and t[len(lead) :].isdigit()}


def text_view(desk: Desk, reading: Reading, marked: Marked) -> TextView:
    """One report, block by block."""
    doc = reading.document.id
    blocks: list[Block] = []
    folded: list[Block] = []
    letter = 1
    for mark in sorted((m for m in reading.marks if m.label in BLOCKS), key=lambda m: m.span):
        made = block(desk, reading, mark, marked, letter)
        letter += sum(1 for n in made.notes if n.kind == "repair")
        (blocks if mark.label in READABLE else folded).append(made)
    lead = (
        Derived("report label", (doc,)),
        Fixed("dot"),
        Fixed("published"),
        Derived("report date", (doc,)),
        Derived("report date basis", (doc,)),
        Fixed("dot"),
        Derived("report remarks", (doc,)),
        Fixed("dot"),
        Derived("report name", (doc,)),
    )
    return TextView(
        desk.report_anchor(doc),
        desk.number(doc),
        Derived("report label", (doc,)),
        lead,
        reading.document.language or "",
        tuple(blocks),
        tuple(folded),
    )


def block(desk: Desk, reading: Reading, mark: Mark, marked: Marked, letter: int) -> Block:
    """One line cut at every end of a cited or noted span; all of it is quoted. Notes are lettered from `letter` on."""
    line = mark.span
    here = [s for s in marked.cited if s.meets(line)]
    noted = [m for m in reading.marks if m.label in NOTED and line.covers(m.span)]
    letters: dict[int, Derived] = {}
    notes = []
    for note in sorted(noted, key=lambda m: (m.span, m.label)):
        if note.span.end not in letters:
            letters[note.span.end] = Derived("letter", (str(letter + len(letters)),))
            notes.append(Note(letters[note.span.end], note_words(note), "repair"))
    cuts = {line.start, line.end} | {a for a in marked.aims if line.start <= a < line.end}
    for span in [*here, *(m.span for m in noted)]:
        cuts |= {max(span.start, line.start), min(span.end, line.end)}
    segments: list[Segment] = []
    for start, end in pairwise(sorted(cuts)):
        span = Span(line.doc, start, end)
        cited = any(s.covers(span) for s in here)
        styles = ["cited"] if cited else []
        styles += ["conflict"] if cited and any(c.meets(span) for c in marked.conflicts) else []
        styles += ["noted"] if any(m.span.covers(span) for m in noted) else []
        anchor = desk.place(span) if start in marked.aims else None
        before = segments[-1] if segments else None
        if before and before.note is None and anchor is None and before.styles == tuple(styles):
            whole = Span(line.doc, before.quote.span.start, end)
            segments[-1] = replace(before, quote=Quote(whole), note=letters.get(end))
        else:
            segments.append(Segment(Quote(span), tuple(styles), anchor, letters.get(end)))
    notes += claim_notes(desk, line, marked)
    counted = notes or reading.document.text.count("\n", 0, line.start) % EVERY == 0
    number = Derived("line number", (span_text(line),)) if counted else None
    return Block(Quote(line), number, mark.label.value, tuple(segments), tuple(notes))


def note_words(mark: Mark) -> Run:
    """What is noted of broken or foreign words."""
    if mark.label is Label.FOREIGN:
        return (Fixed("foreign note"),)
    if mark.label is Label.REPAIR and mark.reading:
        where = f"{mark.span.doc}:{mark.span.start}-{mark.span.end}"
        return (Fixed("read as"), Fixed("open quote"), Derived("repair", (where,)), Fixed("close quote"))
    return (Fixed("noticed, not repaired"),)


def claim_notes(desk: Desk, line: Span, marked: Marked) -> list[Note]:
    """The figures the words of a line are evidence for, at most three, each once a report."""
    found: dict[str, Span] = {}
    if len(desk.readings) == 1:
        return []  # nothing to compare: every count would be one
    for span, ids in marked.claimed.items():
        if line.covers(span):
            for series in ids:
                if series not in marked.told:
                    found.setdefault(series, span)
    out = []
    for series in sorted(found, key=lambda f: found[f])[:3]:
        marked.told.add(series)
        of, known = (series,), desk.book.series[series]
        link = Link((Derived("series title", of),), desk.series_anchor(series))
        run: Run = (desk.series_sign(known), link, Quiet((Derived("series counts", of),)))
        out.append(Note(Fixed("dot"), run, "conflict" if known.verdict is Verdict.CONTRADICTED else "cited", of))
    return out


# ---------------------------------------------------------------- sources


def compose_sources(desk: Desk) -> tuple[SourceRow, ...]:
    """The reports with outlet, day and what was noticed."""
    rows = []
    for reading in desk.readings:
        of = (reading.document.id,)
        number = desk.number(reading.document.id)
        rows.append(
            SourceRow(
                of,
                Link((number,), desk.report_anchor(reading.document.id)),
                (
                    (Derived("report label", of),),
                    (Derived("report date", of), Quiet((Derived("report date basis", of),))),
                    (Derived("report counts", of),),
                    (Derived("report remarks", of),),
                    (Derived("report name", of),),
                ),
            )
        )
    return tuple(rows)


def compose_speakers(desk: Desk) -> tuple[tuple[SpeakerRow, ...], tuple[Derived, ...]]:
    """Speakers and bodies by the number of reports that carry them; those of unknown lineage told once by name only."""
    found = desk.book.origins_of(c for r in desk.readings for c in r.claims)
    origins = [o for o in found if o.kind != "outlet"]
    rows, others = [], []
    claims = {o.id: desk.book.claims_in(desk.story, o.id) for o in origins}
    for origin in sorted(origins, key=lambda o: (-len(desk.book.docs(claims[o.id])), -len(claims[o.id]), o.id)):
        of, here = (origin.id,), (desk.story, origin.id)
        if origin.kind == "unknown" and len(claims[origin.id]) == 1 and not desk.book.disputes_of_origin.get(here):
            others.append(Derived("origin name", of))
            continue
        rows.append(
            SpeakerRow(
                here,
                Derived("origin name", of),
                desk.side(origin.side),
                ((Derived("origin kind", of),),)
                if len(desk.readings) == 1
                else (
                    (Derived("origin kind", of),),
                    (Derived("origin counts", here),),
                    (Derived("origin corroborated", here),),
                    (Derived("origin alone", here),),
                    (Derived("origin against", here),),
                ),
            )
        )
    return tuple(rows), tuple(others)
