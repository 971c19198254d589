"""Which language a text is in: py3langid (a naive Bayes over byte n-grams, Lui and Baldwin 2012), offline."""

from __future__ import annotations

import re
from copy import copy
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

SAMPLE = 4000  # characters looked at; more does not change the answer
SHORT = 60  # letters; below that the guess is not to be trusted and what the form states, or English, stands
LONG = 600  # letters from which languages near to a world language are told from it (Nigerian Pidgin from English)
LATIN = re.compile(r"[\x00-\u024f]+")
SURE = 0.5  # confidence below which what the form states stands; read on headlines in ten languages


@cache
def _identifier(*, every: bool) -> LanguageIdentifier:
    """The model over all its languages, or over those with an ISO 639-1 code, which leaves creoles and dialects out."""
    if every:
        return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    found = copy(_identifier(every=True))  # one file, loaded once
    found.set_languages([code for code in found.nb_classes if len(code) == 2])
    return found


def tell_language(text: str, stated: str | None = None) -> str:
    """ISO 639-1 code (639-3 of a long text in a language without one).

    A stated language ("en-GB") counts only where the text does not show another one clearly.
    """
    said = stated.replace("_", "-").split("-")[0].strip().lower() if stated else None
    said = said if said and len(said) == 2 and said.isalpha() else None
    sample = text[:SAMPLE]
    letters = sum(map(str.isalpha, sample))
    foreign = (said or "en") == "en" and not _is_latin(sample, letters)
    if letters < SHORT and not foreign:
        return said or "en"
    code, confidence = _identifier(every=letters >= LONG).classify(sample)
    return str(code) if confidence >= SURE or foreign else said or "en"


def _is_latin(text: str, letters: int) -> bool:
    """Whether most letters are those that English is written in; a name in another script makes no other language."""
    return text.isascii() or 2 * sum(map(str.isalpha, LATIN.sub("", text))) <= letters
