"""Which reports are about the same happenings.

Reports are compared by the words and names of their readable blocks, the places they name and the kinds of happenings
they tell (TF-IDF weights, cosine; Salton & Buckley 1988) and joined by average linkage. What was published further
apart must be more alike. No pair is looked at unless its reports share one of their heaviest words, so the cost grows
with the reports and not with their square; groups too large for that are joined by the mean of their weights. At last a
report left by itself goes to the story of its days with which alone it shares a name: a short report, or one that tells
of one side of a happening, has few words in common with the others, and such a name says more than they.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import chain, islice

from opensitrep.model import READABLE, Currency, Label, Reading, Story, Use
from opensitrep.reconcile.linkage import Pair, average_link
from opensitrep.text.stems import count_words
from opensitrep.text.words import load_rows

GRACE, FADE = 14, 365  # days between publications that cost nothing; days after which half the likeness is gone.
# Set by judgement: the stated days of the open story set are those of a crawl and bear no harder rule.
NAME_WEIGHT = 2.0  # a name counts as so many plain words; 1 to 3 are alike on the open sets
USUAL = 200  # reports of general news that stand behind every comparison; 200 to 1000 are alike on the open sets
UNSEEN = 0.002  # share of general news in which a word stands that is not in data/en/word_spread.tsv
HEAVIEST = 40  # words of a report that may lead to another report
CROWD = 120  # a word that more reports have leads nowhere: it bounds the cost per report
MUST_SHARE = (
    (CROWD, 1),
    (2000, 2),
    (math.inf, 3),
)  # heaviest words that two of up to so many reports share before they
# are compared: by chance, pairs that share two grow with the square. With 1 to 3 the open set of 204 reports falls into
# the same 40 stories; with 4 its B3 is .948 instead of .956.
LONE = 0.6  # share of the threshold from which a lone report goes to a story that alone shares a name with it
CLOSE = 3  # days between their publications within which that may be; with 7 no better, with 14 worse
OWN_NAMES = 2  # such names that are asked for where a day of publication is not known: with 1 the look-alikes of the
# gun violence set, their days taken away, fall from .947 to .916; with 2 they stay
LOCATED = (Use.LITERAL, Use.ASSOCIATIVE)  # uses of a place name that tell where
KIND = "=#"  # what the kind of a happening begins with among the words of a report, where names begin with "="

Weights = dict[str, float]
Stretch = tuple[date, date] | None
"""First and last day of publication of a group of reports, where any is known."""


@dataclass(frozen=True, slots=True)
class WordSpread:
    """A row of data/en/word_spread.tsv: the share of general news reports in which a stem stands."""

    word: str
    share: float


@cache
def usual_spread() -> dict[str, float]:
    """The share of general news reports in which each stem stands."""
    return {row.word: row.share for row in load_rows("en/word_spread.tsv", WordSpread)}


@dataclass(frozen=True, slots=True)
class Subject:
    """All of a reading by which reports are grouped: some kilobytes, so that those of a large store fit into memory."""

    id: str  # of the report
    name: str
    words: dict[str, int]  # of `subject_words`
    day: date | None  # of its publication, where it states one
    headline: str | None
    beginning: str  # first words of the body


def subject_of(reading: Reading) -> Subject:
    """What grouping asks of a reading."""
    document, words = reading.document, dict(sorted(subject_words(reading).items()))
    return Subject(document.id, document.name, words, publication_day(reading), headline(reading), _beginning(reading))


def group_stories(readings: Iterable[Reading], *, similarity: float) -> tuple[Story, ...]:
    """Stories in the order of their reports; every report stands in one.

    `similarity` (0 to 1) is the mean likeness above which two groups of reports are one story. The default of the
    settings, .15, was set on open sets: flat from .12 to .15 on 35 news stories, .12 to .18 on small collections.
    """
    return group_subjects([subject_of(r) for r in readings], similarity=similarity)


def group_subjects(subjects: Iterable[Subject], *, similarity: float) -> tuple[Story, ...]:
    """The same by what grouping asks of readings; no reading need be in memory."""
    ordered = sorted(subjects, key=lambda s: (s.name, s.id))
    weights, days = weigh([s.words for s in ordered]), [s.day for s in ordered]
    likeness = alike(weights, days)
    groups = average_link(len(ordered), likeness, threshold=similarity)
    if len(ordered) > CROWD:
        groups = join_groups(groups, weights, days, threshold=similarity)
    groups = take_in(groups, weights, days, threshold=LONE * similarity)
    home = {i: n for n, group in enumerate(groups) for i in group}
    nearness = [0] * len(ordered)
    for (i, j), value in likeness.items():
        if home[i] == home[j]:
            nearness[i] += round(value * 10_000)  # whole numbers: the same sum in any order
            nearness[j] += round(value * 10_000)
    return tuple(_story(group, ordered, nearness) for group in sorted(groups))


def _story(group: tuple[int, ...], subjects: Sequence[Subject], nearness: Sequence[int]) -> Story:
    central = sorted(group, key=lambda i: (-nearness[i], subjects[i].id))
    titles = [title for i in central if (title := subjects[i].headline)]
    members = tuple(subjects[i].id for i in group)
    mean = sum(nearness[i] for i in group) / 10_000 / max(1, len(group) * (len(group) - 1))
    why = f"mean likeness of words {mean:.2f}" if len(group) > 1 else "a report by itself"
    digest = hashlib.blake2b(" ".join(sorted(members)).encode(), digest_size=6).hexdigest()
    return Story(f"s{digest}", titles[0] if titles else subjects[central[0]].beginning, members, why=why)


def headline(reading: Reading) -> str | None:
    """The headline, letter by letter, or the title that the form of the report gives."""
    text = reading.document.text
    lines = (text[m.span.start : m.span.end].strip() for m in reading.marks if m.label is Label.HEADLINE)
    return next(lines, None) or (reading.document.title or "").strip() or None


def _beginning(reading: Reading) -> str:
    """The first words of the body, where no report of a story has a headline."""
    text = reading.document.text
    lines = (text[m.span.start : m.span.end].strip() for m in reading.marks if m.label is Label.PARAGRAPH)
    return next(lines, reading.document.name)[:100]


# ---------------------------------------------------------------- words of a report


def subject_words(reading: Reading) -> Counter[str]:
    """Counts of the words and (with a mark of their own) names of the readable blocks, its places and happenings.

    A place counts as one name however it is spelt, so that two spellings meet; so does the kind of a happening.
    """
    blocks = [m.span for m in reading.marks if m.label in READABLE]
    text = reading.document.text
    body = [text[s.start : s.end] for s in blocks] if blocks else [text]
    found = count_words([*body, reading.document.title or ""])
    found.update(f"=@{t.candidates[0].place}" for t in reading.toponyms if t.candidates and t.use in LOCATED)
    news = [m for m in reading.mentions if m.type and m.currency is not Currency.BACKGROUND]
    found.update(f"{KIND}{m.type} {m.mode or ''}" for m in news)
    return found


def weigh(counts: Sequence[Mapping[str, int]]) -> list[Weights]:
    """TF-IDF weights of unit length: (1 + ln tf) (1 + ln((1 + N) / (1 + df))).

    N and df count the reports together with `USUAL` reports of general news, so that in a folder of one story the
    words that all its reports share are not taken for words that say nothing.
    """
    usual = usual_spread()
    seen = Counter(word for words in counts for word in words)
    spread = {word: n + USUAL * usual.get(word, UNSEEN) for word, n in seen.items()}
    size = len(counts) + USUAL
    out: list[Weights] = []
    for words in counts:
        raw = {
            word: (1 + math.log(n))
            * (1 + math.log((1 + size) / (1 + spread[word])))
            * (NAME_WEIGHT if word.startswith("=") else 1.0)
            for word, n in sorted(words.items())
        }
        length = math.sqrt(sum(w * w for w in raw.values())) or 1.0
        out.append({word: w / length for word, w in raw.items()})
    return out


def publication_day(reading: Reading) -> date | None:
    """The day the report gives for its publication, if it gives one."""
    stated = [reading.document.published, *(m.reading for m in reading.marks if m.label is Label.DATE)]
    for day in stated:
        if day and re.match(r"\d{4}-\d\d-\d\d", day):
            return date.fromisoformat(day[:10])
    return None


# ---------------------------------------------------------------- pairs


def alike(weights: Sequence[Weights], days: Sequence[date | None]) -> dict[Pair, float]:
    """Cosine of every pair of reports that shares heavy words; keys are (lower, higher)."""
    leads: list[list[list[int]]] = [[] for _ in weights]  # by report, those behind it that share a heavy word with it
    for holders in _postings(weights).values():
        for n, i in enumerate(holders[:-1], 1):
            leads[i].append(holders[n:])
    out: dict[Pair, float] = {}
    need = next(words for most, words in MUST_SHARE if len(weights) <= most)
    for i, lists in enumerate(leads):  # one report after the other: all pairs never stand in memory at once
        shared = Counter(chain.from_iterable(lists))
        for j in sorted(j for j, count in shared.items() if count >= need):
            out[i, j] = round(cosine(weights[i], weights[j]) * faded(days[i], days[j]), 4)
    return out


def faded(first: date | None, second: date | None) -> float:
    """What is left of a likeness when two reports were published some days apart; 1 where a day is not known."""
    if first is None or second is None:
        return 1.0
    return float(0.5 ** (max(0, abs((first - second).days) - GRACE) / FADE))


def _postings(weights: Sequence[Weights]) -> dict[str, list[int]]:
    """Reports by heavy word; words that nobody shares or a crowd shares are left out."""
    found: dict[str, list[int]] = defaultdict(list)
    for i, words in enumerate(weights):
        for word in sorted(words, key=lambda w: (-words[w], w))[:HEAVIEST]:
            found[word].append(i)
    return {word: holders for word, holders in found.items() if 1 < len(holders) <= CROWD}


def cosine(a: Weights, b: Weights) -> float:
    """Cosine of two weightings of unit length, rounded."""
    if len(b) < len(a):
        a, b = b, a
    return round(sum(w * b[word] for word, w in a.items() if word in b), 4)


# ---------------------------------------------------------------- groups


def join_groups(
    groups: Sequence[tuple[int, ...]],
    weights: Sequence[Weights],
    days: Sequence[date | None],
    *,
    threshold: float,
) -> list[tuple[int, ...]]:
    """Groups joined by average linkage over the means of their weights, until no two are alike enough.

    The product of two means is the mean likeness of all pairs of their reports, so that a large story, whose words
    are too common to lead from report to report, is still one. Days count by the middle one of a group.
    """
    means = [_mean([weights[i] for i in group]) for group in groups]
    middle = [sorted(known)[len(known) // 2] if (known := [d for i in g if (d := days[i])]) else None for g in groups]
    joined = average_link(
        len(groups), alike(means, middle), threshold=threshold, sizes=[len(group) for group in groups]
    )
    return sorted(tuple(sorted(i for n in members for i in groups[n])) for members in joined)


def _mean(weights: Sequence[Weights]) -> Weights:
    total: dict[str, list[float]] = defaultdict(list)
    for words in weights:
        for word, weight in words.items():
            total[word].append(weight)
    return {word: math.fsum(found) / len(weights) for word, found in sorted(total.items())}


def take_in(
    groups: Sequence[tuple[int, ...]],
    weights: Sequence[Weights],
    days: Sequence[date | None],
    *,
    threshold: float,
) -> list[tuple[int, ...]]:
    """Groups of reports, each lone report in the likeliest group of some that shares names with it as no other does.

    A name is shared so where no other group of those days (`GRACE`) has it. Mean likeness from the threshold on.
    """
    stretches = [_stretch([days[i] for i in group]) for group in groups]
    holders = _holders(groups, weights)
    means = cache(lambda n: _mean([weights[i] for i in groups[n]]))
    homes: dict[int, int] = {}
    for n in (n for n, group in enumerate(groups) if len(group) == 1):
        likely = [(cosine(means(n), means(m)), m) for m in _homes(n, groups, holders, means(n), stretches)]
        score, home = min(likely, key=lambda s: (-s[0], s[1]), default=(0.0, n))
        if score >= threshold:
            homes[n] = home
    joined = {n: list(group) for n, group in enumerate(groups) if n not in homes}
    for n, home in homes.items():
        joined[home] += groups[n]
    return sorted(tuple(sorted(group)) for group in joined.values())


def _homes(
    lone: int,
    groups: Sequence[tuple[int, ...]],
    holders: Mapping[str, Sequence[int]],
    words: Iterable[str],
    stretches: Sequence[Stretch],
) -> list[int]:
    """Groups of some reports near in days that share a name with a lone report as no other group of those days does."""
    own: Counter[int] = Counter()
    for name in words:
        near = (m for m in holders.get(name, ()) if m != lone and (_gap(stretches[lone], stretches[m]) or 0) <= GRACE)
        if len(found := list(islice(near, 2))) == 1 and len(groups[found[0]]) > 1:
            own[found[0]] += 1
    return [m for m in sorted(own) if _may_take(_gap(stretches[lone], stretches[m]), own[m])]


def _may_take(gap: int | None, names: int) -> bool:
    """Whether a story may take in a report that shares so many names with it alone, published so many days apart."""
    return names >= OWN_NAMES if gap is None else gap <= CLOSE


def _holders(groups: Sequence[tuple[int, ...]], weights: Sequence[Weights]) -> dict[str, list[int]]:
    """Groups by the names their reports have; names of a crowd of groups are left out."""
    found: dict[str, list[int]] = defaultdict(list)
    for n, group in enumerate(groups):
        for name in {word for i in group for word in weights[i] if word.startswith("=") and not word.startswith(KIND)}:
            found[name].append(n)
    return {name: holders for name, holders in found.items() if len(holders) <= CROWD}


def _stretch(days: Iterable[date | None]) -> Stretch:
    known = [day for day in days if day]
    return (min(known), max(known)) if known else None


def _gap(first: Stretch, second: Stretch) -> int | None:
    """Days between two stretches, 0 where they meet; None where one is not known."""
    if first is None or second is None:
        return None
    return max(0, (second[0] - first[1]).days, (first[0] - second[1]).days)
