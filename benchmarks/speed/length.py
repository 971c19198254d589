"""What a longer article costs: `python -m benchmarks.speed.length [TIMES] [READER]`.

An article is some labelled reports one after the other, so that a longer one goes on to other things. Each of four is
read by itself, then made so many times longer (8) by reports that follow; a report is read before, to warm up. Printed
are seconds of the processor, each the least of three, and what the longer one costs beside the short ones it is of.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from opensitrep.pipeline import Extractor, extract, extractors
from opensitrep.read import make_document
from opensitrep.settings import Settings

FOLDER = Path("corpora/voa")
WORDS = 600  # of the short article, at the least
ARTICLES, ROUNDS = 4, 3
STOP = re.compile(r"[.!?]\s")


def articles(count: int) -> list[str]:
    """Texts of at least so many words, each of other reports."""
    out, text = list[str](), ""
    for file in sorted(FOLDER.glob("*.txt")):
        text += file.read_text(encoding="utf-8").strip() + "\n\n"
        if len(text.split()) >= WORDS:
            out.append(sentences(text))
            text = ""
        if len(out) == count:
            break
    return out


def sentences(text: str) -> str:
    """The first sentences of a text, as many as hold so many words."""
    ends = [m.end() for m in STOP.finditer(text)]
    return text[: next((end for end in ends if len(text[:end].split()) >= WORDS), len(text))].strip() + "\n\n"


def seconds(stages: Sequence[Extractor], text: str) -> float:
    """Seconds of the processor to read a text, the least of some rounds."""
    document, found = make_document(name="article", text=text, published="2020-05-06"), []
    for _ in range(ROUNDS):
        start = time.process_time()
        extract(stages, document)
        found.append(time.process_time() - start)
    return min(found)


def main() -> int:
    """The command."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 8
    stages = extractors(Settings(engine="here", reader=sys.argv[2] if len(sys.argv) > 2 else "full"))
    texts = articles(times * ARTICLES)
    extract(stages, make_document(name="article", text=texts[0]))
    for first in range(0, len(texts), times):
        parts = texts[first : first + times]
        alone, whole = sum(seconds(stages, t) for t in parts) / times, seconds(stages, "".join(parts))
        words = len("".join(parts).split())
        print(f"{words // times} words {alone:.2f} s, {words} words {whole:.2f} s: {whole / alone:.2f} times")
    return 0


if __name__ == "__main__":
    sys.exit(main())
