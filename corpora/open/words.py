"""Tokens to published text with their characters, dates, and the base forms of a trigger."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from corpora.detokenise import joined
from corpora.open.form import Span

QUOTES = {"``": "“", "''": "”", "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "`": "‘"}
DATE = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september|october"
    r"|november|december|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.|yesterday|today|tonight|tomorrow|ago|century"
    r"|(?:last|next|this|that|same|previous|following|earlier this|later this)\s(?:\w+\s)?(?:day|night|week|weekend"
    r"|month|year|morning|afternoon|evening|spring|summer|autumn|fall|winter|decade)|\d{4}s?|\d{1,2}[:.]\d\d)\b",
    re.IGNORECASE,
)
BASES = {
    "died": "die",
    "fought": "fight", "shot": "shoot", "fled": "flee", "withdrew": "withdraw", "withdrawn": "withdraw",
    "met": "meet", "held": "hold", "said": "say", "struck": "strike", "sank": "sink", "sunk": "sink",
    "broke": "break", "broken": "break", "took": "take", "taken": "take", "fell": "fall", "fallen": "fall",
    "left": "leave", "overthrew": "overthrow", "overthrown": "overthrow", "beaten": "beat", "burnt": "burn",
    "slain": "slay", "slew": "slay", "stole": "steal", "stolen": "steal", "won": "win", "led": "lead",
    "chose": "choose", "chosen": "choose", "gave": "give", "given": "give", "sent": "send", "sold": "sell",
    "bought": "buy", "told": "tell", "thought": "think", "felt": "feel", "swore": "swear", "sworn": "swear",
    "forbade": "forbid", "forbidden": "forbid", "deaths": "death", "dying": "die", "lying": "lie", "blew": "blow",
    "blown": "blow", "drove": "drive", "driven": "drive",
}  # fmt: skip


def merged(tokens: Sequence[str], start: int) -> int:
    """How many tokens from `start` on are one published word: `U . S .`, `bomb - making`, `Suspects '`."""
    end = start + 1
    while end + 1 < len(tokens):
        left, sign, right = tokens[end - 1], tokens[end], tokens[end + 1]
        letters = left[-1:].isalnum() and right[:1].isalnum()
        if (
            (sign == "-" and letters)
            or (sign in ("'", "’") and right in ("s", "t", "re", "ve", "ll", "d", "m") and left[-1:].isalpha())
            or (sign == "." and re.fullmatch("[A-Za-z]{2}", left + right) and tokens[end + 2 : end + 3] == ["."])
            or (sign == "," and left.isdigit() and re.fullmatch(r"\d{3}", right))
        ):  # fmt: skip
            end += 2
        elif sign in ("'", "’") and left.endswith("s") and right.isalpha():
            return end + 1 - start
        else:
            break
    return end - start


def laid_out(tokens: Sequence[str], *, split_hyphens: bool = False) -> tuple[str, tuple[Span, ...]]:
    """The text that tokens come from, and each token's characters; `split_hyphens`: the set parts `bomb - making`."""
    tokens = [QUOTES.get(t, t) for t in tokens]
    words: list[str] = []
    at: list[tuple[int, int]] = []  # word and character in it, of each token
    place = 0
    while place < len(tokens):
        count = merged(tokens, place) if split_hyphens else 1
        inside = 0
        for token in tokens[place : place + count]:
            at.append((len(words), inside))
            inside += len(token)
        words.append("".join(tokens[place : place + count]))
        place += count
    text = joined(words)
    begins = located(words, text)
    if begins is None:
        raise ValueError(f"the tokens do not stand in their text: {text[:80]}")
    spans = tuple(
        (begins[word][0] + inside, begins[word][0] + inside + len(token))
        for (word, inside), token in zip(at, tokens, strict=True)
    )
    return text, spans


def located(tokens: Sequence[str], text: str) -> tuple[Span, ...] | None:
    """The characters of each token in a text that differs from the tokens in blanks alone; None if it differs more."""
    spans: list[Span] = []
    place = 0
    for token in tokens:
        start = end = -1
        for letter in "".join(token.split()):
            while place < len(text) and text[place].isspace():
                place += 1
            if place == len(text) or text[place] != letter:
                return None
            start, end, place = (place if start < 0 else start), place + 1, place + 1
        if start < 0:
            return None
        spans.append((start, end))
    return tuple(spans) if not text[place:].strip() else None


class Moved:
    """A text of tokens parted by blanks, laid out as published: `at` moves a run of its characters over."""

    def __init__(self, source: str) -> None:
        runs = [(m.start(), m.end()) for m in re.finditer(r"\S+", source)]
        self.starts = [start for start, _ in runs]
        self.ends = [end for _, end in runs]
        self.text, self.tokens = laid_out([source[start:end] for start, end in runs])

    def at(self, start: int, end: int) -> Span | None:
        """The run in the laid out text; None if it holds no word."""
        first, last = bisect_right(self.ends, start), bisect_left(self.starts, end) - 1
        if first > last:
            return None
        begin, finish = self.tokens[first], self.tokens[last]
        new = (
            min(begin[0] + max(0, start - self.starts[first]), begin[1]),
            max(finish[1] - max(0, self.ends[last] - end), finish[0]),
        )
        return new if new[0] < new[1] else None


def bases(trigger: str) -> Iterator[str]:
    """The forms under which a trigger may stand in lemmas.tsv, the likeliest first."""
    words = trigger.lower().split()
    for word in (" ".join(words), *words) if len(words) > 1 else words:
        yield word
        if word in BASES:
            yield BASES[word]
        for ending, stems in (
            ("ies", ("y",)), ("ied", ("y",)), ("es", ("", "e")), ("s", ("",)), ("ed", ("", "e")), ("ing", ("", "e")),
        ):  # fmt: skip
            if word.endswith(ending) and len(word) > len(ending) + 1:
                stem = word[: -len(ending)]
                yield from (stem + s for s in stems)
                if stem[-1:] == stem[-2:-1]:
                    yield stem[:-1]


def dates(words: str) -> bool:
    """Whether words of time date something (`on Monday`, `in 2014`) and do not only order it (`when`, `already`)."""
    return bool(DATE.search(words))
