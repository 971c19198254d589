"""Toponyms a second: look-up and ranking (`find` + `rank`) of the gold place names of three public sets, in order.

`python -m benchmarks.gazetteer.lookups`. One core, CPU time, from an empty memory of names; each name with the
countries that its text names, as in the product. "different" drops names already seen, "as in text" keeps them.
Settling is timed apart, on the toponyms alone (`settle`): scoring the candidates of a whole story.
"""

from __future__ import annotations

import gc
import json
import re
import time
from pathlib import Path

from opensitrep.extract.places.names import MOST_CANDIDATES
from opensitrep.model import Account, Candidate, Reading, Span, Toponym, Use
from opensitrep.read import make_document
from opensitrep.reconcile.places.settle import settle_places
from opensitrep.world.gazetteer.ranking import rank
from opensitrep.world.gazetteer.search import Gazetteer

SETS = Path(__file__).resolve().parents[3] / "shared" / "bench" / "toponyms"
_CAPITALISED = re.compile(r"[A-Z]\w+")
Asked = tuple[str, frozenset[str]]


def texts() -> list[tuple[str, list[tuple[int, int]]]]:
    """Texts with the places of their gold names; empty where shared/bench is missing."""
    paths = [SETS / f"{name}.jsonl" for name in ("lgl", "geovirus", "geowebnews")]
    rows = [json.loads(line) for p in paths if p.is_file() for line in p.open(encoding="utf-8")]
    return [(row["text"], sorted({(g["start"], g["end"]) for g in row["gold"]})) for row in rows]


def countries(text: str, gazetteer: Gazetteer) -> frozenset[str]:
    """Countries that the words of a text name (one word each)."""
    out = set()
    for word in sorted(set(_CAPITALISED.findall(text))):
        if code := gazetteer.adjectives.get(word.lower()):
            out.add(code)
        out |= {m.entry.country for m in gazetteer.find(word)[:4] if m.entry.kind == "country" and m.entry.country}
    return frozenset(out)


def per_second(asked: list[Asked]) -> float:
    """Names looked up and ranked a second by a gazetteer that has just been opened."""
    gazetteer = Gazetteer()
    gazetteer.knows("Kyiv")
    gc.collect()
    start = time.process_time()
    for name, codes in asked:
        rank(gazetteer.find(name, countries=codes))
    return len(asked) / (time.process_time() - start)


def settled_per_second(gazetteer: Gazetteer, stories: list[tuple[str, list[tuple[int, int]], frozenset[str]]]) -> float:
    """Toponyms settled a second, each text a story of its own; looking up is not counted."""
    accounts = []
    for text, spans, codes in stories:
        document = make_document(name="text", text=text)
        toponyms = []
        for start, end in spans:
            ranked = rank(gazetteer.find(text[start:end], countries=codes))[:MOST_CANDIDATES]
            candidates = tuple(Candidate(m.entry.id, score, m.step) for m, score in ranked)
            toponyms.append(Toponym(Span(document.id, start, end), Use.LITERAL, None, candidates))
        accounts.append(Account(readings=(Reading(document, toponyms=tuple(toponyms)),)))
    gc.collect()
    start_time = time.process_time()
    for account in accounts:
        settle_places(account, gazetteer=gazetteer)
    return sum(len(s) for _, s, _ in stories) / (time.process_time() - start_time)


def measure() -> dict[str, float]:
    """The figures, by name; none where the public sets are missing."""
    gazetteer = Gazetteer()
    stories = [(text, spans, countries(text, gazetteer)) for text, spans in texts()]
    asked = [(text[a:b], codes) for text, spans, codes in stories for a, b in spans]
    if not asked:
        return {}
    settled = settled_per_second(gazetteer, stories)
    del gazetteer
    different = list({name: (name, codes) for name, codes in reversed(asked)}.values())[::-1]
    return {"different": per_second(different), "as_in_text": per_second(asked), "settled": settled}


def main() -> None:
    """Print the figures."""
    for name, figure in measure().items():
        print(f"{figure:10,.0f} toponyms a second, {name.replace('_', ' ')}")


if __name__ == "__main__":
    main()
