"""What a figure counts: the noun, and for people what becomes of them, from the dependency tree.

"Two people were injured" counts the injured: the noun gives `person`, the verb that governs it the rest. A bare number
("with four hitting the base") takes what the figure or noun before it counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from opensitrep import resources
from opensitrep.tree import Tree

COUNTS = ("nummod", "quantmod", "amod", "compound", "det", "nmod", "predet")
NOUNS = ("NOUN", "PROPN")
MUNITIONS = ("missile", "rocket", "shell", "drone", "bomb", "munition")


@dataclass(frozen=True, slots=True)
class Units:
    """data/units.toml: unit -> lemmas, by kind of word."""

    nouns: dict[str, tuple[str, ...]]
    people: dict[str, tuple[str, ...]]
    fates: dict[str, tuple[str, ...]]
    subject_fates: dict[str, tuple[str, ...]]
    verb_units: dict[str, tuple[str, ...]]
    money: dict[str, str]
    physical: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class UnitWords:
    """The same turned round: lemma -> unit."""

    nouns: dict[str, str]
    people: dict[str, str]
    fates: dict[str, str]
    subject_fates: dict[str, str]
    verb_units: dict[str, str]
    money: dict[str, str]
    measures: frozenset[str]
    carriers: frozenset[str]


@cache
def load_units() -> UnitWords:
    """The units by lemma, read once."""
    units = resources.load("units.toml", Units)

    def turned(table: dict[str, tuple[str, ...]]) -> dict[str, str]:
        return {lemma: unit for unit, lemmas in table.items() for lemma in lemmas}

    return UnitWords(
        turned(units.nouns), turned(units.people), turned(units.fates), turned(units.subject_fates),
        turned(units.verb_units), units.money,
        frozenset(units.physical["units"]), frozenset(units.physical["carriers"]),
    )  # fmt: skip


def lemma_of(tree: Tree, i: int) -> str:
    """The lemma; where the parser left a plural, the word without its s."""
    lemma = tree.syntax.lemma[i]
    if (
        lemma.endswith("s")
        and tree.syntax.tag[i] in ("NNP", "NNPS", "NNS")
        and len(lemma) > 3
        and not lemma.endswith("ss")
    ):
        return lemma[:-1]
    return lemma


def unit_of_noun(tree: Tree, i: int, words: UnitWords) -> str | None:
    """The unit a noun names, or None."""
    lemma, text = tree.syntax.lemma[i], tree.text(i).lower()
    singular = text[:-1] if text.endswith("s") else text
    for form in (f"{tree.text(i - 1).lower()} {lemma}" if i else "", text, lemma, lemma_of(tree, i), singular):
        if found := words.people.get(form) or words.nouns.get(form):
            return found
    return None


def counted_noun(tree: Tree, first: int, last: int) -> int | None:  # noqa: PLR0911  a ladder of places to look
    """The noun that the number in tokens `first` to `last` counts: its head, or the noun behind "of"."""
    syntax, around = tree.syntax, tree.sentence(last)
    inside = range(first, last + 1)
    top = next((i for i in inside if syntax.head[i] not in inside), last)
    head = syntax.head[top]
    describes = head != top and head > last and syntax.dep[top] in COUNTS
    if describes and (syntax.pos[head] in NOUNS or syntax.tag[head] in ("NNS", "JJ")):
        return _last_noun(tree, head, around)
    behind = last + 1
    if behind in around and tree.text(behind).lower() == "of" and behind + 1 in around:
        for k in range(behind + 1, min(behind + 9, around.stop)):
            if syntax.pos[k] in NOUNS and (k + 1 not in around or syntax.pos[k + 1] not in NOUNS):
                return k
            if syntax.pos[k] in ("VERB", "PUNCT"):
                return None
        return None
    for k in range(behind, min(behind + 6, around.stop)):  # a parser may hang the number elsewhere
        if syntax.pos[k] in NOUNS:
            return _last_noun(tree, k, around)
        if syntax.pos[k] not in ("ADJ", "ADV", "X", "NUM") and syntax.tag[k] not in ("HYPH", "VBN", "VBG", "CD", "JJ"):
            return None
        if syntax.tag[k] in ("VBN", "VBG") and not _before_noun(tree, k, around):
            return None
    return None


def _before_noun(tree: Tree, i: int, around: range) -> bool:
    """Whether a participle stands before the noun it describes ("wounded soldiers")."""
    return i + 1 in around and (tree.syntax.pos[i + 1] in NOUNS or tree.syntax.pos[i + 1] == "ADJ")


def _last_noun(tree: Tree, i: int, around: range) -> int:
    while i + 1 in around and tree.syntax.pos[i + 1] == "NOUN" and tree.syntax.head[i] == i + 1:
        i += 1
    return i


def fate(tree: Tree, noun: int, words: UnitWords) -> str | None:
    """What becomes of the people that `noun` (or a bare number) stands for: a person_* unit, or None."""
    syntax = tree.syntax
    for child in tree.children(noun, "acl", "amod", "relcl"):
        if syntax.tag[child] in ("VBN", "JJ", "VBD") and (found := words.fates.get(syntax.lemma[child])):
            return found
        for outcome in tree.children(child, "acomp", "oprd", "xcomp", "advcl"):  # "found dead"
            if syntax.pos[outcome] == "ADJ" and (found := words.fates.get(syntax.lemma[outcome])):
                return found
        if syntax.tag[child] in ("VBD", "VBN") and (found := words.subject_fates.get(syntax.lemma[child])):
            return found
    i, seen = noun, 0
    while seen < 8:
        seen += 1
        head, dep = syntax.head[i], syntax.dep[i]
        if head == i or _parted(tree, noun, i):
            return None
        if dep in ("conj", "appos") and syntax.pos[head] not in ("VERB", "AUX"):
            i = head
            continue
        if dep in ("prep", "pobj") and tree.text(head).lower() in ("of", "as", "including"):
            i = head
            continue
        if (
            dep == "prep"
            and tree.text(i).lower() == "of"
            and (syntax.tag[head] == "CD" or tree.text(head).lower() in words.carriers)
        ):
            i = head
            continue
        return _fate_from(tree, i, head, dep, words)
    return None


def _parted(tree: Tree, noun: int, i: int) -> bool:
    """ "90 of the 200 inhabitants died": not all of them did."""
    part = tree.text(i).lower() == "of" and tree.syntax.tag[tree.syntax.head[i]] == "CD"
    return part and any(tree.text(k).lower() == "the" for k in tree.children(noun, "det"))


def numbered(tree: Tree, k: int, words: UnitWords) -> str | None:
    """What is numbered: "the number of people killed rose to 12", "put the number of injured at 40"."""
    of = [p for p in tree.children(k, "prep") if tree.text(p).lower() == "of"]
    for noun in (n for p in of for n in tree.children(p, "pobj")):
        unit = unit_of_noun(tree, noun, words)
        if found := fate(tree, noun, words) or words.fates.get(tree.syntax.lemma[noun]):
            return found
        if unit is not None and (unit.startswith("person") or unit == "case"):
            return unit
    return None


def lives(tree: Tree, noun: int, loss: frozenset[str] | tuple[str, ...]) -> str | None:
    """The unit of "lives": the dead in "claimed 12 lives", "the loss of 12 lives"; None for another noun."""
    if tree.syntax.lemma[noun] != "life":
        return None
    above = {tree.syntax.lemma[k] for k in list(tree.ancestors(noun))[:3]}
    return "person_killed" if above & set(loss) else "person"


def _fate_from(tree: Tree, i: int, head: int, dep: str, words: UnitWords) -> str | None:  # noqa: PLR0911
    syntax = tree.syntax
    if syntax.dep[head] in ("aux", "auxpass"):
        head = syntax.head[head]
    lemma, tag = syntax.lemma[head], syntax.tag[head]
    passive = bool(tree.children(head, "auxpass")) or tag == "VBN"
    if dep == "nsubjpass" or (dep == "nsubj" and passive and not tree.children(head, "dobj")):
        told = (
            words.fates.get(syntax.lemma[k]) for k in tree.children(head, "acomp", "oprd", "advmod", "xcomp", "dobj")
        )
        return words.fates.get(lemma) or words.subject_fates.get(lemma) or next((t for t in told if t), None)
    if dep == "nsubj":
        if lemma in words.subject_fates:
            return words.subject_fates[lemma]
        if tag == "VBG" and words.fates.get(lemma) == "person_missing":
            return "person_missing"
        for child in tree.children(head, "acomp", "attr", "oprd"):
            if found := words.fates.get(syntax.lemma[child]):
                return found
        return (
            words.fates.get(lemma)
            if syntax.pos[head] == "ADJ" or (tag == "VBD" and not tree.children(head, "dobj"))
            else None
        )
    if dep in ("dobj", "obj", "attr", "ccomp", "npadvmod", "oprd"):
        if found := words.fates.get(lemma):
            return found
        for child in (*tree.children(head, "oprd", "acomp", "xcomp", "ccomp"), *tree.children(i, "amod", "acl")):
            if child > i and (found := words.fates.get(syntax.lemma[child])):
                return found
    return None


def bare_unit(tree: Tree, first: int, last: int, words: UnitWords, before: str | None) -> str | None:
    """The unit of a number without a noun: from its verb, else from the noun or figure it looks back to."""
    syntax, around = tree.syntax, tree.sentence(last)
    top = next((i for i in range(first, last + 1) if syntax.head[i] not in range(first, last + 1)), last)
    if found := fate(tree, top, words):
        return found
    head = syntax.head[top]
    if syntax.dep[top] == "pobj" and tree.text(head).lower() == "of" and syntax.pos[syntax.head[head]] in NOUNS:
        group = unit_of_noun(tree, syntax.head[head], words)  # "a crew of 23"
        if group in words.people.values():
            return group
    behind = last + 1
    if (
        behind in around
        and syntax.tag[behind] in ("VBN", "VBD", "JJ")
        and (found := words.fates.get(syntax.lemma[behind]) or words.fates.get(tree.text(behind).lower()))
    ):
        return found
    verb = syntax.head[top]
    wanted = words.verb_units.get(syntax.lemma[verb]) if syntax.pos[verb] == "VERB" else None
    for k in range(first - 1, max(first - 60, -1), -1):
        if syntax.pos[k] not in NOUNS or (syntax.sentence[first] - syntax.sentence[k]) > 1:
            continue
        unit = unit_of_noun(tree, k, words)
        if unit and wanted and unit in MUNITIONS:
            return unit
    if before is not None and before.startswith("person_") and _does_else(tree, top, words):
        return "person"
    return wanted or before


def _does_else(tree: Tree, top: int, words: UnitWords) -> bool:
    """Whether people counted by a bare number do or undergo something else than those counted before it."""
    syntax = tree.syntax
    verb = syntax.head[top]
    own = syntax.dep[top] in ("nsubj", "nsubjpass", "dobj") and syntax.pos[verb] == "VERB"
    return bool(tree.children(top, "relcl")) or (own and syntax.lemma[verb] not in (*words.fates, *words.subject_fates))
