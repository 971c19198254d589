"""Agreement of two labellings of the same texts, layer by layer."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from corpora.form import Happening, Report, Span, Statement, Words

T = TypeVar("T")


def agreement(pairs: Sequence[tuple[Report, Report]]) -> dict[str, float]:
    """Every figure of the comparison; the texts of a pair are the same to the letter, where sentences part aside."""
    tally: Counter[str] = Counter()
    parts: list[tuple[str, str]] = []
    scores: dict[str, float] = {}
    b3: list[tuple[float, float]] = []
    for left, right in pairs:
        if left.text.split() != right.text.split() or len(left.text) != len(right.text):
            raise ValueError(f"the two texts of {left.header.get('id')} differ")
        both = matched(left.happenings, right.happenings, lambda a, b: a.trigger.overlaps(b.trigger))
        _tally(tally, "happenings", len(left.happenings), len(right.happenings), len(both))
        tally["kind"] += sum(a.kind == b.kind for a, b in both)
        tally["mode"] += sum((a.kind, a.mode) == (b.kind, b.mode) for a, b in both)
        tally["modality"] += sum(a.modality == b.modality for a, b in both)
        for slot in ("by", "to", "place", "day"):
            given = [(a.words.get(slot, ()), b.words.get(slot, ())) for a, b in both]
            ours, theirs = (sum(bool(g[n]) for g in given) for n in (0, 1))
            _tally(tally, slot, ours, theirs, sum(_touch(*g) for g in given))
        negatives = matched(left.negatives, right.negatives, lambda a, b: a.span.overlaps(b.span))
        _tally(tally, "look-alikes", len(left.negatives), len(right.negatives), len(negatives))
        b3 += _b3([(_name(a), _name(b)) for a, b in both])
        mains = [_main(left), _main(right)]
        tally["main"] += bool(mains[0] & mains[1]) or mains[0] == mains[1]
        tally["reports"] += 1
        links: set[Any] = {(a.incident, b.incident) for a, b in both if a.incident and b.incident}
        links |= {(a.id, b.id) for a, b in both}
        figures = matched(left.counts, right.counts, lambda a, b: a.figure.overlaps(b.figure))
        bound = sum(a.fate == b.fate and _same(a.target, b.target, links) for a, b in figures)
        _tally(tally, "counts", len(left.counts), len(right.counts), bound)
        _tally(tally, "count figures", len(left.counts), len(right.counts), len(figures))
        tally["fate"] += sum(a.fate == b.fate for a, b in figures)
        said = matched(left.statements, right.statements, _same_statement)
        _tally(tally, "statements", len(left.statements), len(right.statements), len(said))
        parts += [(_passage(left, s.span), _passage(right, s.span)) for s in left.sentences]
    for name in ("happenings", "by", "to", "place", "day", "look-alikes", "counts", "count figures", "statements"):
        total = tally[name + " left"] + tally[name + " right"]
        scores[f"{name} F1"] = 2 * tally[name + " both"] / total if total else 1.0
    for name, of in (
        ("kind", "happenings"),
        ("mode", "happenings"),
        ("modality", "happenings"),
        ("fate", "count figures"),
    ):
        scores[f"{name} of those matched"] = tally[name] / (tally[of + " both"] or 1)
    precision, recall = (sum(p[n] for p in b3) / (len(b3) or 1) for n in (0, 1))
    scores["incidents B3"] = 2 * precision * recall / (precision + recall or 1)
    scores["main incident"] = tally["main"] / (tally["reports"] or 1)
    scores["passages accuracy"] = sum(a == b for a, b in parts) / (len(parts) or 1)
    scores["passages kappa"] = kappa(parts)
    return scores


def matched(left: Sequence[T], right: Sequence[T], same: Callable[[T, T], bool]) -> list[tuple[T, T]]:
    """Pairs one to one, each left item with the first right one that is free and the same."""
    free, pairs = list(right), []
    for item in left:
        other = next((o for o in free if same(item, o)), None)
        if other is not None:
            free.remove(other)
            pairs.append((item, other))
    return pairs


def kappa(pairs: Sequence[tuple[str, str]]) -> float:
    """Cohen's kappa (1960): agreement beyond what chance gives."""
    if not pairs:
        return 1.0
    left, right = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    seen = sum(a == b for a, b in pairs) / len(pairs)
    chance = sum(left[c] * right[c] for c in left) / len(pairs) ** 2
    return 1.0 if chance == 1 else (seen - chance) / (1 - chance)


def _tally(tally: Counter[str], name: str, left: int, right: int, both: int) -> None:
    tally.update({name + " left": left, name + " right": right, name + " both": both})


def _touch(left: tuple[Words, ...], right: tuple[Words, ...]) -> bool:
    return any(a.overlaps(b) for x in left for y in right for a in _spans(x) for b in _spans(y))


def _spans(words: Words) -> list[Span]:
    return [words.span, *([words.stands_for] if words.stands_for else [])]


def _name(item: Happening) -> str:
    return item.incident or item.id


def _b3(names: list[tuple[str, str]]) -> list[tuple[float, float]]:
    """Precision and recall of each mention (Bagga and Baldwin 1998)."""
    scores = []
    for a, b in names:
        ours, theirs = [n for n in names if n[0] == a], [n for n in names if n[1] == b]
        common = sum(n == (a, b) for n in names)
        scores.append((common / len(theirs), common / len(ours)))
    return scores


def _main(report: Report) -> set[int]:
    """The characters of the main incident's triggers and references."""
    main = next((i.id for i in report.incidents if i.relation == "main"), None)
    spans = [h.trigger for h in report.happenings if main and h.incident == main]
    return {c for s in spans for c in range(s.start, s.end)}


def _same(left: str | None, right: str | None, links: set[Any]) -> bool:
    return left is right is None or (left, right) in links


def _same_statement(left: Statement, right: Statement) -> bool:
    if left.cue is None or right.cue is None:
        cues = left.cue is right.cue and any(a.overlaps(b) for a in left.content for b in right.content)
    else:
        cues = left.cue.overlaps(right.cue)
    if isinstance(left.source, str) or isinstance(right.source, str):
        return cues and left.source == right.source
    return cues and _touch((left.source,), (right.source,))


def _passage(report: Report, span: Span) -> str:
    found = next((s for s in report.sentences if s.span.overlaps(span)), None)
    return f"{found.layout} {found.part} {found.reality}" if found else "-"
