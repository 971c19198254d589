"""What a figure counts: the noun, and for people what becomes of them, from the dependency tree.

"Two people were injured" counts the injured: the noun gives `person`, the verb that governs it the rest. A bare number
("with four hitting the base") takes what the figure or noun before it counts.
"""

from __future__ import annotations

from opensitrep.extract.quantities.words import UnitWords
from opensitrep.text.tree import Tree
from opensitrep.text.words import Lists

WORDS = Lists("quantities")
COUNTS = ("nummod", "quantmod", "amod", "compound", "det", "nmod", "predet")
NOUNS = ("NOUN", "PROPN")
MUNITIONS = ("missile", "rocket", "shell", "drone", "bomb", "munition")


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
    lemma, text = tree.syntax.lemma[i].lower(), tree.lower[i]
    singular = text[:-1] if text.endswith("s") else text
    before = tree.lower[i - 1] if i else ""
    for form in (f"{before} {lemma}", f"{before} {singular}", text, lemma, lemma_of(tree, i).lower(), singular):
        if found := words.named.get(form):
            return None if found in words.physical and form in WORDS["glued"] else found
    for end, unit in words.endings:
        if singular.endswith(end) and len(singular) > len(end) + 1:
            return unit
    if any(tree.text(k).lower() == "who" for r in tree.children(i, "relcl") for k in tree.children(r, "nsubj")):
        return "person"
    return None


def counted_noun(tree: Tree, first: int, last: int, words: UnitWords) -> int | None:
    """The noun that the number in tokens `first` to `last` counts: its head, or the noun behind "of"."""
    syntax, around = tree.syntax, tree.sentence(last)
    inside = range(first, last + 1)
    top = next((i for i in inside if syntax.head[i] not in inside), last)
    head = syntax.head[top]
    describes = head != top and last < head <= last + 9 and syntax.dep[top] in COUNTS
    named = syntax.pos[head] in NOUNS or syntax.tag[head] in ("NNS", "JJ")
    if describes and named and not _clause_between(tree, last, head):
        return _last_noun(tree, head, around)
    behind, of = last + 1, tree.text(last).lower() == "of"
    if of or (behind in around and tree.text(behind).lower() == "of" and behind + 1 in around):
        return _noun_of_whole(tree, last + 1 if of else behind + 1, around, words)
    return _noun_behind(tree, behind, around, words)


def _clause_between(tree: Tree, last: int, head: int) -> bool:
    between = range(last + 1, head)
    return any(tree.syntax.pos[k] in ("VERB", "AUX") and tree.syntax.tag[k] in ("VBD", "VBZ", "VBP") for k in between)


def _noun_of_whole(tree: Tree, start: int, around: range, words: UnitWords) -> int | None:
    """The noun behind "of": "two of the province's 31 districts"."""
    syntax = tree.syntax
    for k in range(start, min(start + 9, around.stop)):
        named = syntax.pos[k] in NOUNS or _noun_by_use(tree, k, around, words)
        if named and (k + 1 not in around or (syntax.pos[k + 1] not in NOUNS and syntax.tag[k + 1] != "POS")):
            return k
        if (syntax.pos[k] == "VERB" and not _before_noun(tree, k, around)) or tree.text(k) in (",", ".", ";", "("):
            return None
    return None


def _noun_behind(tree: Tree, behind: int, around: range, words: UnitWords) -> int | None:
    """The first noun behind a number, where a parser hangs the number elsewhere."""
    syntax = tree.syntax
    for k in range(behind, min(behind + 6, around.stop)):
        if syntax.pos[k] in NOUNS:
            return _last_noun(tree, k, around)
        if _noun_by_use(tree, k, around, words):
            return k
        if syntax.pos[k] not in ("ADJ", "ADV", "X", "NUM") and syntax.tag[k] not in ("HYPH", "VBN", "VBG", "CD", "JJ"):
            return None
        if syntax.tag[k] in ("VBN", "VBG") and not _before_noun(tree, k, around):
            return None
    return None


def _noun_by_use(tree: Tree, k: int, around: range, words: UnitWords) -> bool:
    """An adjective or participle that stands for people: "the 11 accused", "96 dead"."""
    if tree.syntax.tag[k] not in ("JJ", "VBN", "VBD") or tree.text(k).lower() not in words.people:
        return False
    return not (k + 1 in around and tree.syntax.pos[k + 1] in (*NOUNS, "ADJ"))


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
        if dep in ("prep", "pobj") and tree.text(head).lower() in WORDS["between a group and its members"]:
            i = head
            continue
        if (
            dep == "prep"
            and tree.text(i).lower() == "of"
            and (syntax.tag[head] == "CD" or tree.text(head).lower() in WORDS["carriers"])
        ):
            i = head
            continue
        return _fate_from(tree, i, head, dep, words)
    return None


def _parted(tree: Tree, noun: int, i: int) -> bool:
    """ "90 of the 200 inhabitants died": not all of them did."""
    above = tree.syntax.head[i]
    counted = tree.syntax.tag[above] == "CD" or tree.text(above).lower() in WORDS["carriers"]
    part = tree.text(i).lower() == "of" and counted
    return part and any(tree.text(k).lower() == "the" for k in tree.children(noun, "det"))


def numbered(tree: Tree, k: int, words: UnitWords) -> tuple[str, int] | None:
    """What is numbered: "the number of people killed rose to 12", "put the number of injured at 40"."""
    of = [p for p in tree.children(k, "prep") if tree.text(p).lower() == "of"]
    for noun in (n for p in of for n in tree.children(p, "pobj")):
        fated = fate(tree, noun, words) or words.fates.get(tree.syntax.lemma[noun])
        some = "person" if tree.text(noun).lower() in WORDS["people pointed at"] else "thing"
        return fated or unit_of_noun(tree, noun, words) or some, noun
    for noun in (n for p in of for n in tree.children(p, "pcomp", "amod")):  # "the number of internally displaced"
        if fated := words.fates.get(tree.syntax.lemma[noun]) or words.fates.get(tree.text(noun).lower()):
            return fated, noun
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


def bare_unit(tree: Tree, first: int, last: int, words: UnitWords, before: str | None) -> str | None:  # noqa: PLR0911
    """The unit of a number without a noun: from its verb, else from the noun or figure it looks back to."""
    syntax, around = tree.syntax, tree.sentence(last)
    top = next((i for i in range(first, last + 1) if syntax.head[i] not in range(first, last + 1)), last)
    behind = last + 1
    if behind in around and (syntax.tag[behind] in ("VBN", "VBD", "JJ") or tree.text(behind).lower() == "missing"):
        word = tree.text(behind).lower()  # "57 dead and 373 missing"
        if found := words.fates.get(syntax.lemma[behind]) or words.fates.get(word):
            return found
    if found := fate(tree, top, words):
        return found
    head = syntax.head[top]
    if syntax.dep[top] == "pobj" and tree.text(head).lower() == "of" and syntax.pos[syntax.head[head]] in NOUNS:
        group = unit_of_noun(tree, syntax.head[head], words)  # "a crew of 23"
        if group in words.people.values():
            return group
        if group in ("city", "village", "settlement", "region", "country"):
            return "inhabitant"  # "a city of 1.3 million"
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


def in_hospital(tree: Tree, noun: int, verbs: frozenset[str], houses: frozenset[str]) -> bool:
    """ "Nineteen were taken to hospital": the clause of the counted puts them there."""
    syntax = tree.syntax
    if syntax.dep[noun] not in ("nsubj", "nsubjpass", "dobj"):
        return False
    verb = syntax.head[noun]
    if syntax.lemma[verb] not in verbs:
        return False
    for prep in tree.children(verb, "prep", "dative"):
        housed = any(tree.text(k).lower() in houses for k in tree.children(prep, "pobj"))
        if housed and tree.text(prep).lower() in WORDS["into a house"]:
            return syntax.lemma[verb] != "be" or tree.text(prep).lower() == "in"
    return False


def attempted(tree: Tree, noun: int, verbs: frozenset[str]) -> bool:
    """ "Tried to kill four": what is only meant has not become of them."""
    syntax, verb = tree.syntax, tree.syntax.head[noun]
    return syntax.dep[noun] == "dobj" and syntax.dep[verb] == "xcomp" and syntax.lemma[syntax.head[verb]] in verbs


def harm_of(tree: Tree, noun: int, words: UnitWords) -> str | None:
    """The unit of the noun they are told by: "the bodies of 50 people", "the arrest of 14 activists"."""
    syntax, of = tree.syntax, tree.syntax.head[noun]
    if syntax.dep[noun] != "pobj" or tree.text(of).lower() != "of" or syntax.pos[syntax.head[of]] not in NOUNS:
        return None
    unit = words.nouns.get(lemma_of(tree, syntax.head[of]).lower(), "")
    return unit if unit.startswith("person_") else None


def uprooted(tree: Tree, noun: int, verbs: frozenset[str], homes: frozenset[str]) -> bool:
    """ "24,000 have left their homes", "forced from their homes"."""
    syntax, verb = tree.syntax, tree.syntax.head[noun]
    if syntax.dep[noun] not in ("nsubj", "nsubjpass", "dobj") or syntax.lemma[verb] not in verbs:
        return False
    below = tree.children(verb, "prep", "dobj")
    ends = [*below, *(k for p in below for k in tree.children(p, "pobj"))]
    return any(tree.text(k).lower() in homes for k in ends if k != noun)
