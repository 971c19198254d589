"""How a place name is used: literally, for a government (metonym), beside an office (associative), inside another name.

Decided from the dependency of the name and the words it hangs on, after Markert & Nissim (2007) on metonymy of
locations and the pragmatic taxonomy of Gritta, Pilehvar & Collier (2020).
"""

from __future__ import annotations

from opensitrep.extract.places.words import PlaceWords
from opensitrep.model import Use
from opensitrep.text.spelling import plain
from opensitrep.text.tree import Tree
from opensitrep.text.words import Lists
from opensitrep.world.gazetteer import Entry

WORDS = Lists("places")
GENITIVE = ("poss", "compound", "nmod", "amod")


def use_of(
    tree: Tree, first: int, last: int, entry: Entry, *, words: PlaceWords, feature: str | None, outlet: bool
) -> Use:
    """The use of tokens `first` to `last`, most likely the entry; `feature` is what a type word beside asks for."""
    if outlet:
        return Use.EMBEDDED
    if entry.kind == "organisation":
        return Use.ORGANISATION
    name = plain(tree.source[tree.syntax.start[first] : tree.syntax.end[last]])
    house = name in WORDS["houses"]
    stands_for = house or entry.kind == "country" or entry.feature == "PPLC" or entry.id == "os:the-west"
    head = tree.head_of(tree.span(first, last))
    at = last if head is None else head
    if feature and not house:
        return _with_feature(tree, at, words)
    return _hanging(tree, at, words, stands_for=stands_for, house=house)


def use_of_unlisted(tree: Tree, at: int, words: PlaceWords) -> Use:
    """The use of a name no gazetteer lists: of an office it is its jurisdiction, else a place."""
    return _with_feature(tree, at, words)


def _with_feature(tree: Tree, at: int, words: PlaceWords) -> Use:
    """A name with its type word ("the Lviv region"): of an office it is its jurisdiction, else a place."""
    top = at
    if tree.syntax.dep[at] in (*GENITIVE, "appos", "pobj") and tree.syntax.head[at] != at:
        word = tree.syntax.head[at]
        if tree.syntax.dep[at] == "pobj":
            word = tree.syntax.head[word]
        if words.feature.get(tree.syntax.lemma[word]):
            top = word
    return Use.ASSOCIATIVE if _office_above(tree, top) else Use.LITERAL


def _office_above(tree: Tree, at: int) -> bool:
    """Whether the phrase hangs on an office or body: "governor of ...", "... governor"."""
    first = at
    while first > 0 and tree.syntax.head[first - 1] == at and tree.text(first - 1).lower() != "of":
        first -= 1
    if first > 1 and tree.text(first - 1).lower() == "of" and tree.syntax.lemma[first - 2] in WORDS["bodies"]:
        return True
    if tree.syntax.dep[at] == "pobj" and tree.text(tree.syntax.head[at]).lower() in WORDS["behind an office"]:
        above = tree.syntax.head[tree.syntax.head[at]]
        return tree.syntax.lemma[above] in WORDS["bodies"]
    return tree.syntax.dep[at] in GENITIVE and tree.syntax.lemma[tree.syntax.head[at]] in WORDS["bodies"]


def _hanging(tree: Tree, at: int, words: PlaceWords, *, stands_for: bool, house: bool) -> Use:
    """The use of a name without a type word, from the word it hangs on; a name in a list has the use of the first."""
    at = _first_of_list(tree, at)
    dep = tree.syntax.dep[at]
    if _before_possessive(tree, at):
        dep = "poss"
    if _written_from(tree, at):
        return Use.LITERAL
    sided = at > 1 and tree.text(at - 1) == "-" and tree.lower[at - 2] in WORDS["sides"]
    if stands_for and (sided or (dep == "poss" and _force_of_capital(tree, at, words))):
        return Use.METONYM
    if _office_above(tree, at):
        return Use.LITERAL if _in_house(tree, at) and not stands_for else Use.ASSOCIATIVE
    if dep == "poss":
        return _possessor(tree, at, words, stands_for=stands_for)
    if dep in ("compound", "nmod", "amod", "npadvmod"):
        return _modifier(tree, at, words, stands_for=stands_for, house=house)
    return _argument(tree, at, words, house=house) if stands_for else Use.LITERAL


def _written_from(tree: Tree, at: int) -> bool:
    """ "NAIROBI (Agency)", "Nairobi, Agency -": the place a report is written from, before its first sentence."""
    sentence = tree.sentence(at)
    first = at
    while first > sentence.start and tree.text(first - 1)[:1].isupper():
        first -= 1
    behind = tree.text(at + 1) if at + 1 < sentence.stop else ""
    return first == sentence.start and (behind == "(" or (tree.text(at).isupper() and behind in (",", "—", "–", "-")))


def _force_of_capital(tree: Tree, at: int, words: PlaceWords) -> bool:
    """ "Moscow's forces", "Ankara's top diplomat": the town stands for the state, whose they are."""
    up = tree.syntax.head[at]
    named = tree.syntax.lemma[up] in WORDS["state_bodies"] or tree.lower[up] in WORDS["state_bodies"]
    return named and tree.text(at)[:1].isupper() and tree.lower[at] in words.capitals


def _in_house(tree: Tree, at: int) -> bool:
    """ "in a Durban court", "at the Delft police station": the body is a house that stands there."""
    up = tree.syntax.head[at]
    house = tree.syntax.dep[at] in GENITIVE and tree.syntax.lemma[up] in WORDS["buildings"]
    return house and tree.syntax.dep[up] == "pobj" and tree.lower[tree.syntax.head[up]] in WORDS["place prepositions"]


def _first_of_list(tree: Tree, at: int) -> int:
    """The first name of a list, and for a name beside a noun ("its ally Belarus") that noun."""
    syntax = tree.syntax
    first = at
    while syntax.dep[first] == "conj" and syntax.head[first] != first:
        first = syntax.head[first]
    if syntax.pos[first] not in ("PROPN", "NOUN"):
        first = at
    up = syntax.head[first]
    if syntax.dep[first] == "appos" and syntax.pos[up] == "PROPN" and tree.children(first, "conj"):
        first, up = up, syntax.head[up]  # "A, B, C and D called": the parser hangs B on A as an apposition
    return up if syntax.dep[first] == "appos" and syntax.pos[up] == "NOUN" and up < first else first


def _before_possessive(tree: Tree, at: int) -> bool:
    following = tree.text(at + 1) if at + 2 < len(tree) else ""
    return following in ("'s", "’s", "'", "’") and tree.syntax.head[at] > at


def _argument(tree: Tree, at: int, words: PlaceWords, *, house: bool) -> Use:
    """A country or seat of government as subject, object or after a preposition: a party, or a place gone to or hit."""
    dep, lemma = tree.syntax.dep[at], tree.syntax.lemma[tree.syntax.head[at]]
    if dep == "pobj":
        return _after_preposition(tree, at, words, house=house)
    if dep in ("nsubj", "csubj", "nsubjpass"):
        place = lemma in WORDS["place_subjects"] or (dep == "nsubjpass" and _struck(tree, at))
        return Use.LITERAL if place and not house else Use.METONYM
    if dep in ("dobj", "oprd"):
        return Use.LITERAL if lemma in WORDS["place_objects"] and not house else Use.METONYM
    return Use.METONYM if house or dep in ("dative", "agent", "expl") else Use.LITERAL


def _struck(tree: Tree, at: int) -> bool:
    """Whether the verb tells that a place was hit or held, and not by sanctions and the like."""
    up = tree.syntax.head[at]
    if tree.syntax.lemma[up] not in WORDS["place_objects"]:
        return False
    agents = [k for a in tree.children(up, "agent") for k in tree.children(a, "pobj")]
    return not any(tree.syntax.lemma[k] in WORDS["burdens"] for k in agents)


def _possessor(tree: Tree, at: int, words: PlaceWords, *, stands_for: bool) -> Use:
    """ "Ukraine's army" is associative, "Ukraine's border" a place, "Russia's invasion" the deed of a government."""
    up = tree.syntax.head[at]
    lemma = tree.syntax.lemma[up]
    low = tree.lower[up]
    if tree.syntax.pos[up] == "PROPN" and (low in words.feature or low in words.ends):
        return Use.LITERAL  # "Derry's Altnagelvin Hospital"
    if lemma in WORDS["bodies"] or low in WORDS["bodies"] or tree.syntax.pos[up] == "PROPN":
        return Use.ASSOCIATIVE
    if lemma in WORDS["pieces"] or tree.text(up).lower() in WORDS["pieces"]:
        return Use.LITERAL
    return Use.METONYM if stands_for else Use.LITERAL


def _modifier(tree: Tree, at: int, words: PlaceWords, *, stands_for: bool, house: bool) -> Use:
    up = tree.syntax.head[at]
    if house:
        return Use.METONYM
    lemma = tree.syntax.lemma[up]
    if at + 2 < len(tree) and tree.text(at + 1) == "-" and tree.lower[at + 2] in WORDS["there"]:
        return Use.LITERAL  # "a Berlin-based firm", "a Vilnius-bound plane"
    place = lemma in WORDS["pieces"] or lemma in words.feature
    # "US equipment", which is American
    adjective = tree.lower[at].replace(".", "") in WORDS["adjectival"] and not place
    if adjective or lemma in WORDS["bodies"] or lemma in WORDS["people"]:
        return Use.ASSOCIATIVE
    return _for_the_state(tree, at, words, house=house) if stands_for else Use.LITERAL


def _for_the_state(tree: Tree, at: int, words: PlaceWords, *, house: bool) -> Use:
    """Of a country or seat of government before a noun or participle: "Kremlin ally", "Moscow-backed"."""
    up = tree.syntax.head[at]
    to = tree.syntax.dep[up] == "pobj" and tree.syntax.head[up] == at - 1 and tree.lower[at - 1] == "to"
    if tree.syntax.lemma[up] in WORDS["state_things"]:
        return Use.METONYM
    if to:
        return _after_preposition(tree, up, words, house=house)  # "transfer to Belarus missile systems"
    joined = "-" in tree.text(at) and tree.lower[at].rpartition("-")[2] not in WORDS["there"]
    return Use.METONYM if joined or tree.syntax.tag[up] in ("VBN", "VBD") else Use.LITERAL


def _after_preposition(tree: Tree, at: int, words: PlaceWords, *, house: bool) -> Use:  # noqa: PLR0911 - one return a preposition
    prep = tree.syntax.head[at]
    word = tree.text(prep).lower()
    above = tree.syntax.head[prep]
    lemma = tree.syntax.lemma[above]
    if word == "as" and WORDS["far"].intersection(tree.lower[max(0, prep - 3) : prep]):
        return Use.LITERAL  # "felt as far away as New Delhi"
    if (
        word == "as"
        and tree.lower[prep - 1] == "such"
        and (words.feature.get(tree.syntax.lemma[prep - 2]) or lemma in words.feature)
    ):
        return Use.LITERAL  # "in countries such as Cyprus"
    stretch = words.feature.get(lemma) or lemma in WORDS["pieces"] or lemma in WORDS["motion"]
    if word == "between" and stretch:
        return Use.LITERAL  # "the road between Khartoum and Darfur"
    if word == "for" and lemma in WORDS["leaving"] and not house:
        return Use.LITERAL  # "left for Washington"
    if word == "at" and lemma in WORDS["aiming"] and not _fired(tree, above):
        return Use.METONYM
    if word in WORDS["party prepositions"]:
        return Use.METONYM
    if word == "to":
        if lemma == "accord" or tree.text(prep - 1).lower() == "according":
            return Use.METONYM
        return Use.LITERAL if lemma in WORDS["motion"] and not house else Use.METONYM
    if word == "on" and lemma in WORDS["burdening"]:
        return Use.METONYM
    return Use.METONYM if house and word not in WORDS["by_house"] else Use.LITERAL


def _fired(tree: Tree, verb: int) -> bool:
    """Whether it is a weapon that is aimed: "missiles aimed at Kyiv", not "criticism aimed at Kyiv"."""
    things = [*tree.children(verb, "nsubj", "nsubjpass", "dobj"), tree.syntax.head[verb]]
    return any(tree.syntax.lemma[k] in WORDS["weapons"] for k in things)
