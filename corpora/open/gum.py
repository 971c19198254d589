"""One document of GUM: its text, entities and chains (CoNLL-U), and attributions (rs4)."""

import re
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from corpora.open import tables
from corpora.open.form import Mention, Span, Statement, Text
from corpora.open.readers import Left
from corpora.open.words import located

ENTITY = re.compile(r"\((\d+)(?:\[\d+/\d+\])?-([a-z]+)-[^()]*|(\d+)(?:\[\d+/\d+\])?\)|\)")
SUBJECTS = ("nsubj", "nsubj:pass", "csubj")
TOP = ("VERB", "AUX", "ADJ", "NOUN")


@dataclass(slots=True)
class Word:
    """A word with its head, counted over the document; `head` is -1 at the root."""

    form: str
    lemma: str
    pos: str
    head: int
    relation: str
    sentence: int
    entities: str


@dataclass(slots=True)
class Tree:
    """Discourse units and groups: parent, relation, and the words of each unit."""

    parent: dict[str, str] = field(default_factory=dict)
    relation: dict[str, str] = field(default_factory=dict)
    words: dict[str, range] = field(default_factory=dict)
    children: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def under(self, node: str, without: str = "") -> set[int]:
        """The words of a node and of all below it, but for those of one child."""
        found = set(self.words.get(node, ()))
        for child in self.children.get(node, ()):
            if child != without:
                found |= self.under(child, without)
        return found


def document(name: str, split: str, conllu: str, rs4: str, left: Left) -> Text:
    """A document as one text: sentences joined by a blank, by a line end where a paragraph begins."""
    words, text, tokens = _words(conllu)
    statements = _statements(words, text, tokens, _tree(rs4, words), left) if rs4 else ()
    mentions = _mentions(words, tokens, left)
    return Text("gum", name, name, split, text, tokens, (), statements, mentions, ("mentions", "chains"))


def _words(conllu: str) -> tuple[list[Word], str, tuple[Span, ...]]:
    words: list[Word] = []
    text = ""
    tokens: list[Span] = []
    for sentence, block in enumerate(conllu.strip().split("\n\n")):
        lines = block.splitlines()
        line = next(row[len("# text = ") :] for row in lines if row.startswith("# text = "))
        rows = [cells for row in lines if not row.startswith("#") and (cells := row.split("\t"))[0].isdigit()]
        spans = located([cells[1] for cells in rows], line)
        if spans is None:
            raise ValueError(f"the words are not those of the sentence: {line[:60]}")
        if text:
            text += "\n" if any(row.startswith("# newpar") for row in lines) else " "
        first = len(words)
        for cells, (start, end) in zip(rows, spans, strict=True):
            entities = re.search(r"(?:^|\|)Entity=([^|]*)", cells[9])
            head = int(cells[6])
            words.append(
                Word(cells[1], cells[2], cells[3], first + head - 1 if head else -1, cells[7], sentence,
                     entities[1] if entities else "")
            )  # fmt: skip
            tokens.append((start + len(text), end + len(text)))
        text += line
    return words, text, tuple(tokens)


def _mentions(words: list[Word], tokens: tuple[Span, ...], left: Left) -> tuple[Mention, ...]:
    found: list[Mention] = []
    opened: list[tuple[str, str, int]] = []
    for place, word in enumerate(words):
        for m in ENTITY.finditer(word.entities):
            if m[1]:
                opened.append((m[1], m[2], place))
                continue
            chain = m[3]
            match = next((o for o in reversed(opened) if chain in (None, o[0])), None)
            if match is None:
                left.out("end of a mention without a beginning")
                continue
            opened.remove(match)
            found.append(Mention(tokens[match[2]][0], tokens[place][1], match[1], match[0]))
    left.out("mention without an end", len(opened))
    return tuple(sorted(found, key=lambda m: (m.start, -m.end)))


def _tree(rs4: str, words: list[Word]) -> Tree:
    tree = Tree()
    place = 0
    for node in ET.fromstring(rs4).iter():
        if node.tag not in ("segment", "group"):
            continue
        name, parent = node.attrib["id"], node.attrib.get("parent", "")
        tree.parent[name], tree.relation[name] = parent, node.attrib.get("relname", "")
        tree.children[parent].append(name)
        if node.tag == "segment":
            count = len((node.text or "").split())
            tree.words[name] = range(place, place + count)
            place += count
    if place != len(words):
        raise ValueError(f"the discourse units hold {place} words, the document {len(words)}")
    return tree


def _statements(
    words: list[Word], text: str, tokens: tuple[Span, ...], tree: Tree, left: Left
) -> tuple[Statement, ...]:
    found: list[Statement] = []
    for node, relation in tree.relation.items():
        if not relation.startswith("attribution"):
            continue
        unit = tree.under(node)
        nucleus = tree.parent[node]
        content = tree.under(nucleus, without=node) - unit
        if nucleus in tree.words:  # a single unit: what hangs on it belongs to it only within its sentence
            own = words[tree.words[nucleus][0]].sentence
            content = {w for w in content if words[w].sentence == own}
        cue, source = _cue(words, unit)
        runs = _runs(content, words, tokens)
        if not cue or not runs:
            left.out("attribution without cue or content")
            continue
        span = (tokens[cue[0]][0], tokens[cue[-1]][1])
        lemma = words[cue[0]].lemma
        act = tables.act("gum", relation, lemma) or "asserts"
        found.append(Statement(_runs(source, words, tokens), (span,), runs, act))
    return tuple(sorted(found, key=lambda s: s.cue[0]))


def _cue(words: list[Word], unit: set[int]) -> tuple[list[int], set[int]]:
    """The words of saying of a unit and its subject."""
    order = sorted(unit)
    for place in order:
        if words[place].lemma.lower() in ("accord", "according") and place + 1 in unit:
            head = words[place].head
            source = _below(words, head, unit) - {place, place + 1}
            return [place, place + 1], {w for w in source if w > place and words[w].sentence == words[place].sentence}
    tops = [w for w in order if words[w].head not in unit and words[w].pos in TOP]
    verb = next((w for w in tops if words[w].pos in ("VERB", "AUX")), tops[0] if tops else None)
    if verb is None:
        return [], set()
    subject = next((w for w in order if words[w].head == verb and words[w].relation in SUBJECTS), None)
    return [verb], _below(words, subject, unit) if subject is not None else set()


def _below(words: list[Word], top: int, within: set[int]) -> set[int]:
    """The words that hang on one, within a unit."""
    found = {top} & within
    grown = True
    while grown:
        more = {w for w in within if words[w].head in found} - found
        found |= more
        grown = bool(more)
    return found


def _runs(places: Iterable[int], words: list[Word], tokens: tuple[Span, ...]) -> tuple[Span, ...]:
    """Runs of neighbouring words, without commas and stops at their ends."""
    runs: list[list[int]] = []
    for place in sorted(places):
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    spans = []
    for run in runs:
        while run and words[run[0]].form in (",", ":", ";", "-", "."):
            run.pop(0)
        while run and words[run[-1]].form in (",", ":", ";", "-"):
            run.pop()
        if run:
            spans.append((tokens[run[0]][0], tokens[run[-1]][1]))
    return tuple(spans)
