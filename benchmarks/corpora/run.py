"""What our own labels teach a plain linear reader, beside today's rules: `python -m benchmarks corpora [--test]`.

Trained on the train part of corpora/, asked on dev (with `--test` on test: once, at a release, errors unread) and on
the first field set, whose reports train nothing. Four questions: is this word a happening, of which kind, of what
reality, to which happening does a figure belong. Beside each answer stands that of the rules over the same texts; both
are asked over the same words too. Thresholds are chosen on train by cross-validation over reports.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from benchmarks.corpora.features import Read
from benchmarks.corpora.figures import Binder, bound_by_product, figures_right
from benchmarks.corpora.linear import Linear, training
from benchmarks.corpora.reports import load, open_triggers, trigger
from benchmarks.corpora.unseen import Unseen, field_set, real_stories
from benchmarks.predict import OLDER
from corpora import form
from opensitrep.model import Mention

ACCIDENTS = (
    "accident",
    "explosion",
    "collapse",
    "outage",
)  # modes of DISASTER that are a kind of their own in corpora/
POLITICS = {"election": "ELECTION", "court": "TRIAL"}
TOLD = {name: "actual" if name == "ongoing" else name for name in form.LISTS["modality"]}
Table = dict[str, dict[str, float]]
Told = dict[int, tuple[str, str]]
"""Kind and reality of a happening by the token that names it."""


@dataclass(frozen=True)
class Reader:
    """Three linear decisions."""

    happens: Linear
    kind: Linear
    reality: Linear

    def tell(self, one: Read) -> Told:
        """The happenings of a report."""
        asked = [(one, i) for i in one.candidates()]
        scores = self.happens.scores(asked)
        chosen = [pair for pair, score in zip(asked, scores, strict=True) if score >= self.happens.threshold]
        both = zip(self.kind.answers(chosen), self.reality.answers(chosen), strict=True)
        return dict(zip([i for _, i in chosen], both, strict=True))

    def most_likely(self, parts: Sequence[Read], count: int) -> list[Told]:
        """The `count` likeliest happenings of several reports."""
        asked = [(n, i) for n, one in enumerate(parts) for i in one.candidates()]
        scores = self.happens.scores([(parts[n], i) for n, i in asked])
        chosen = [asked[k] for k in sorted(range(len(asked)), key=lambda k: -scores[k])[:count]]
        return [self.of_triggers(one, sorted(i for m, i in chosen if m == n)) for n, one in enumerate(parts)]

    def of_triggers(self, one: Read, tokens: Sequence[int]) -> Told:
        """Kind and reality at given triggers."""
        if not tokens:
            return {}
        asked = [(one, i) for i in tokens]
        both = zip(self.kind.answers(asked), self.reality.answers(asked), strict=True)
        return dict(zip(tokens, both, strict=True))


def learned(train: Sequence[Read], *, rules: bool, more: Sequence[tuple[Read, int, str]] = ()) -> Reader:
    """A reader of the train part; `more` are triggers of open sets for its kinds, our own counting twice beside."""
    happens, kind = Linear(rules=rules), Linear(rules=rules, several=True)
    reality = Linear(rules=rules, several=True, balanced=True)  # three of four are told as actual
    happens.fit(*training(train))
    own = [
        (one, token, h)
        for one in train
        for h in one.report.happenings
        if (token := trigger(one, h.trigger.start, h.trigger.end)) is not None
    ]
    asked, kinds = [(one, i) for one, i, _ in own], [h.kind for _, _, h in own]
    times = 2 if more else 1
    kind.fit(asked * times + [(one, i) for one, i, _ in more], kinds * times + [k for _, _, k in more])
    reality.fit(asked, [TOLD[h.modality] for _, _, h in own])
    return Reader(happens, kind, reality)


def by_rules(one: Read) -> dict[int, Mention]:
    """One token for each happening the rules tell."""
    return {min(one.inside(m.trigger.start, m.trigger.end)): m for m in one.reading.mentions if m.type}


def told_by_rules(one: Read) -> Told:
    """The same, with kind and reality."""
    return {i: (kind_of(m), m.modality.value) for i, m in by_rules(one).items()}


def kind_of(mention: Mention) -> str:
    """The kind of a mention in the words of corpora/lists.toml."""
    kind, mode = str(mention.type), mention.mode or ""
    if kind == "DISASTER":
        return "ACCIDENT" if mode in ACCIDENTS else "EPIDEMIC" if mode == "epidemic" else kind
    if kind == "POLITICS":
        return POLITICS.get(mode, kind)
    return "TRIAL" if (kind, mode) == ("SANCTION", "convict") else kind


def matched(one: Read, tokens: Iterable[int]) -> dict[int, form.Happening]:
    """The happening each token names, one to one; tokens that name none are missing."""
    out: dict[int, form.Happening] = {}
    taken: set[int] = set()
    for i in sorted(tokens):
        for number, happening in enumerate(one.report.happenings):
            if number not in taken and i in one.inside(happening.trigger.start, happening.trigger.end):
                out[i] = happening
                taken.add(number)
                break
    return out


def scored(parts: Sequence[Read], told: Sequence[dict[int, tuple[str, str]]]) -> dict[str, float]:
    """Precision, recall, F1 of triggers; kinds right among those found; F1 with kind; F1 with reality, macro."""
    found = kinds = said = asked = 0
    moods: list[tuple[str, str]] = []
    for one, answers in zip(parts, told, strict=True):
        pairs = matched(one, answers)
        named = {id(h) for h in pairs.values()}
        moods += [(mood, "nothing") for i, (_, mood) in answers.items() if i not in pairs]
        moods += [("nothing", TOLD[h.modality]) for h in one.report.happenings if id(h) not in named]
        found, said, asked = found + len(pairs), said + len(answers), asked + len(one.report.happenings)
        kinds += sum(answers[i][0] == h.kind for i, h in pairs.items())
        moods += [(answers[i][1], TOLD[h.modality]) for i, h in pairs.items()]
    return {
        "precision": found / said, "recall": found / asked, "F1": 2 * found / (said + asked),
        "kind right of found": kinds / found, "F1 with kind": 2 * kinds / (said + asked),
        "found, reality right: macro F1": macro(moods),
    }  # fmt: skip


def at_found(parts: Sequence[Read], reader: Reader | None) -> dict[str, float]:
    """Kind and reality at the triggers that the rules find, by a reader or by the rules: the same words for both."""
    kinds = asked = 0
    moods: list[tuple[str, str]] = []
    for one in parts:
        told = told_by_rules(one)
        pairs = matched(one, told)
        answers = told if reader is None else reader.of_triggers(one, list(pairs))
        asked += len(pairs)
        kinds += sum(answers[i][0] == h.kind for i, h in pairs.items())
        moods += [(answers[i][1], TOLD[h.modality]) for i, h in pairs.items()]
    return {"kind, at what the rules find": kinds / asked, "reality macro F1, at the same": macro(moods)}


def macro(pairs: Sequence[tuple[str, str]]) -> float:
    """Mean F1 over the classes that are asked for."""
    said, asked = Counter(a for a, _ in pairs), Counter(b for _, b in pairs if b != "nothing")
    right = Counter(a for a, b in pairs if a == b)
    return sum(2 * right[c] / (said[c] + asked[c]) for c in asked) / len(asked)


def unseen(texts: Sequence[Unseen], readers: dict[str, Reader]) -> Table:
    """Happenings found on texts that train nothing, all readers telling as many as the rules."""
    parts = [text.read for text in texts]
    rules = [told_by_rules(one) for one in parts]
    fires, words = sum(map(len, rules)), sum(len(one.report.text.split()) for one in parts)
    table: Table = {}
    for name, told in {"rules": rules, **{n: r.most_likely(parts, fires) for n, r in readers.items()}}.items():
        hits = [
            [_inside(text.read, answers, row) for row in text.wanted] for text, answers in zip(texts, told, strict=True)
        ]
        rows = [
            (hit, row)
            for text, found in zip(texts, hits, strict=True)
            for hit, row in zip(found, text.wanted, strict=True)
        ]
        never = [bool(_inside(t.read, a, row)) for t, a in zip(texts, told, strict=True) for row in t.never]
        table[name] = {
            "found": sum(bool(hit) for hit, _ in rows) / len(rows),
            "found with kind": sum(bool({OLDER.get(k, k) for k in hit} & set(row[2])) for hit, row in rows) / len(rows),
            "told a hundred words": 100 * fires / words,
        }  # fmt: skip
        if never:
            table[name]["never to be told, but told"] = sum(never) / len(never)
    return table


def _inside(one: Read, answers: Told, row: tuple[int, int, tuple[str, ...]]) -> set[str]:
    return {answers[i][0] for i in one.inside(row[0], row[1]) if i in answers}


def measure(*, test: bool = False) -> dict[str, Table]:
    """Figures by part and reader; on unseen texts the linear readers fire as often as the rules."""
    train, asked = load("train"), load("test" if test else "dev")
    readers = {
        "linear": learned(train, rules=False),
        "linear + rules": learned(train, rules=True),
        "linear + rules + open labels": learned(train, rules=True, more=list(open_triggers())),
    }
    tellers: dict[str, Callable[[Read], Told]] = {"rules": told_by_rules, **{n: r.tell for n, r in readers.items()}}
    found = {name: scored(asked, [tell(one) for one in asked]) for name, tell in tellers.items()}
    for name in found:
        found[name] |= at_found(asked, readers.get(name))
    binder = Binder()
    binder.fit(train)
    found["rules"] |= figures_right(asked, bound_by_product)
    found["linear + rules"] |= figures_right(asked, binder.bind)
    return {
        "corpus test" if test else "corpus dev": found,
        "first field set": unseen(field_set(), readers),
        "real stories (accounts)": unseen(real_stories(), readers),
    }


def run(*, test: bool = False) -> int:
    """Print the tables."""
    for part, table in measure(test=test).items():
        print(f"\n{part:40}" + "".join(f"{reader:>30}" for reader in table))
        for name in dict.fromkeys(figure for row in table.values() for figure in row):
            print(
                f"  {name:38}"
                + "".join(f"{row[name]:30.3f}" if name in row else f"{'-':>30}" for row in table.values())
            )
    return 0
