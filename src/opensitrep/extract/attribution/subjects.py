"""What the rules of attribution share: drafts of statements, subjects of cues, and where a content ends."""

from __future__ import annotations

from dataclasses import dataclass, field

from opensitrep.extract.attribution.judge import Judge
from opensitrep.extract.attribution.quotes import Quotes
from opensitrep.extract.attribution.words import Cues
from opensitrep.text.tree import Tree
from opensitrep.text.words import Lists

WORDS = Lists("attribution")
SUBJECTS = ("nsubj", "nsubjpass", "csubj")
STOPS = frozenset({".", ";", "?", "!"})


@dataclass(slots=True)
class Draft:
    """A statement under construction: character ranges of the content, tokens of cue and source."""

    content: list[tuple[int, int]]
    cue: list[int]
    verb: int | None
    subject: int | None  # head token of the source
    frame: str
    source: tuple[int, int] | None = None  # tokens, where the phrase is not the subject's own
    quoted: bool = False
    agency: int | None = None  # head token of the agency that quotes
    citing: int | None = None  # "citing" between the two
    # who passes it on: "... he said that '...', the ministry wrote"
    relay: Draft | None = field(default=None, repr=False)

    @property
    def start(self) -> int:
        """First character of the content."""
        return self.content[0][0]

    @property
    def end(self) -> int:
        """End of the content."""
        return self.content[-1][1]


class Subjects:
    """The tree, the quotations and the cue words of one reading, and the questions all rules ask them."""

    def __init__(self, tree: Tree, quotes: Quotes, cues: Cues, judge: Judge) -> None:
        self.tree, self.quotes, self.cues, self.judge = tree, quotes, cues, judge
        self.text = tree.source

    def _may_cue(self, v: int) -> bool:
        syntax = self.tree.syntax
        if syntax.pos[v] not in ("VERB", "AUX") or syntax.dep[v] in ("aux", "auxpass", "amod", "compound"):
            return False
        known = any(syntax.lemma[v] in words for words in self.cues.tables.verbs.values())
        quote = self.quotes.at(syntax.start[v])
        return (known or self.judge.is_cue(v)) and quote is None

    def _stands(self, v: int, *frames: str) -> bool:
        """Whether a verb is a cue in one of these frames: by its lemma, or by the learned scores whatever its lemma."""
        listed = self.cues.verb(self.tree.syntax.lemma[v], *frames)
        return self.judge.is_cue(v) or (listed and not self.judge.is_none(v))

    def subject(self, v: int) -> int | None:  # noqa: PLR0911 - one return a relation
        """The head token of who does v: its subject, that of the verb it is joined to, or the owner of a participle."""
        tree, syntax = self.tree, self.tree.syntax
        leader = self._participle_of(v)
        if leader is not None:
            v = leader
        seen: set[int] = set()
        while v not in seen:
            seen.add(v)
            own = tree.children(v, *SUBJECTS)
            passive = tree.children(v, "auxpass") or any(syntax.dep[s] == "nsubjpass" for s in own)
            agents = [k for a in tree.children(v, "agent") for k in tree.children(a, "pobj")]
            if agents and (passive or not own):  # "said by telephone" has no agent
                return agents[0]
            if own and not passive:
                likely = self.judge.source(v, own) if len(own) > 1 else None
                left = [k for k in own if k < v] if likely is None else [likely]
                return self._antecedent(self._first_subject(left) if left else own[0], v)
            if own:
                return None
            if tree.children(v, "ccomp") and syntax.dep[v] == "ROOT":
                return self._before_cue(v)
            dep, head = syntax.dep[v], syntax.head[v]
            if dep in ("relcl",):
                return head
            if dep == "acl" and syntax.tag[v] == "VBG":
                return head
            if dep in ("conj", "xcomp", "advcl", "pcomp", "ccomp", "dep") and head != v:
                v = head
                if syntax.pos[v] == "ADP":
                    v = self.tree.clause(v)
                continue
            return None
        return None

    def _first_subject(self, left: list[int]) -> int:
        """Of two subjects before a cue the nearest, unless it stands inside the phrase of the other."""
        first, last = left[0], left[-1]
        between = range(first + 1, last)
        inside = any(self.tree.syntax.pos[k] == "ADP" for k in between)
        parted = any(self.tree.text(k) in (",", ";", ":") or self.tree.syntax.pos[k] == "VERB" for k in between)
        return first if inside and not parted else last

    def _before_cue(self, v: int) -> int | None:
        """ "CONTENT, the command of the air force reported": a subject the parser hung on the content."""
        tree, syntax, i = self.tree, self.tree.syntax, v - 1
        while i > tree.sentence(v).start and tree.text(i) != "," and syntax.pos[i] not in ("VERB", "AUX"):
            i -= 1
        run = range(i + 1, v)
        nouns = [k for k in run if syntax.pos[k] in ("NOUN", "PROPN", "PRON")]
        tops = [k for k in nouns if syntax.head[k] not in run]
        return tops[0] if tree.text(i) == "," and tops else None

    def _participle_of(self, v: int) -> int | None:
        """The cue verb whose speaker goes on in ", adding ..." or ", after reporting ..."."""
        tree, syntax = self.tree, self.tree.syntax
        if syntax.tag[v] != "VBG" or tree.children(v, *SUBJECTS):
            return None
        i = v - 1
        while i > 0 and (syntax.pos[i] == "ADV" or tree.lower[i] in WORDS["before participles"]):
            i -= 1
        if i <= 0 or (tree.text(i) != "," and i == v - 1):
            return None
        for k in range(i - 1, tree.sentence(v).start - 1, -1):
            if (
                self._may_cue(k)
                and self.cues.verb(syntax.lemma[k], "say", "report", "ask")
                and syntax.dep[k] not in ("relcl", "acl")
                and tree.children(k, "nsubj")
            ):
                return k
        return None

    def _antecedent(self, subject: int, v: int) -> int:
        """The noun a relative pronoun stands for."""
        if self.tree.lower[subject] in WORDS["relative subjects"] and self.tree.syntax.dep[v] == "relcl":
            return self.tree.syntax.head[v]
        return subject

    def _is_cue_word(self, i: int) -> bool:
        passive = bool(self.tree.children(i, "auxpass"))
        known = self._may_cue(i) and self.cues.verb(self.tree.syntax.lemma[i], "say", "report")
        return known and not passive and self.tree.syntax.dep[i] not in ("relcl", "acl")

    def _is_say(self, i: int) -> bool:
        return self._may_cue(i) and self.cues.verb(self.tree.syntax.lemma[i], "say", "as")

    def _ends(self, i: int) -> bool:
        """Whether a full stop ends its sentence (and not an abbreviation)."""
        return (
            self.tree.text(i) != "."
            or i + 1 >= len(self.tree)
            or self.tree.syntax.sentence[i + 1] != self.tree.syntax.sentence[i]
        )

    def _token_from(self, offset: int) -> int | None:
        for i in range(offset, min(offset + 4, len(self.text))):
            found = self.tree.at(i)
            if found is not None:
                return found
        return None

    def _token_before(self, offset: int) -> int | None:
        for i in range(offset - 1, max(offset - 5, -1), -1):
            found = self.tree.at(i)
            if found is not None and self.tree.syntax.end[found] <= offset:
                return found
        return None

    def _cue_tokens(self, v: int) -> list[int]:
        """The verb with its negation and particle."""
        tree = self.tree
        out = [k for k in tree.children(v, "neg", "prt") if abs(k - v) <= 2]
        if any(tree.syntax.dep[k] == "neg" for k in out):
            out += [k for k in tree.children(v, "aux") if v - k <= 3]
        return sorted([*out, v])

    def _run(self, first: int, last: int, *, trim: bool = True) -> list[tuple[int, int]] | None:
        """Characters of a run without "that", marks at its ends and, with `trim`, the outlet's own explanations."""
        tree, syntax = self.tree, self.tree.syntax
        while first < last and (
            syntax.pos[first] == "PUNCT"
            or (tree.text(first).lower() in ("that", ",") and syntax.dep[first] in ("mark", "punct"))
        ):
            first += 1
        if first + 2 < last and tree.text(first).lower() == "on" and tree.text(first + 1).endswith("day"):
            first += 2 if tree.text(first + 2) != "," else 0  # "said on Friday it would": the day of speaking
        if trim:
            last = self._without_channel(first, self._trimmed(first, last))
        while last > first and syntax.pos[last] == "PUNCT":
            last -= 1
        if last < first or (last == first and syntax.pos[first] in ("PRON", "PUNCT", "ADV")):
            return None
        return [(syntax.start[first], syntax.end[last])]

    def _without_channel(self, first: int, last: int) -> int:
        """Before "in a televised interview" or "in a video posted online" at the end of an indirect content."""
        tree, syntax = self.tree, self.tree.syntax
        for i in range(first + 3, last):
            if syntax.pos[i] != "ADP" or tree.lower[i] not in WORDS["channels behind"]:
                continue
            objects = tree.children(i, "pobj")
            if not objects or syntax.pos[i - 1] == "VERB" or tree.subtree(i)[-1] < last:
                continue
            words = tree.source[syntax.start[i + 1] : syntax.end[objects[0]]].lower()
            if any(m.end() == len(words) for _, p in self.cues.channels for m in p.finditer(words)):
                return i - 1
        return last

    def _trimmed(self, first: int, last: int) -> int:
        """Before ", which ..." or ", the capital of ..." at the end of an indirect content: the outlet explains."""
        tree, syntax = self.tree, self.tree.syntax
        for i in range(first + 4, last):
            if tree.text(i) != ",":
                continue
            word = tree.text(i + 1).lower()
            rest_quoted = bool(self.quotes.inside(syntax.start[i], syntax.end[last]))
            close = range(i + 1, min(i + 8, last + 1))
            appos = word in WORDS["articles"] and any(syntax.dep[k] == "appos" for k in close)
            if self._new_cue(i + 1, last) or self._told_aside(i + 1, last) or self._next_figure(i + 1, last):
                return i - 1
            outlet = word in WORDS["explaining"] or appos or (word == "as" and syntax.tag[i + 1] == "IN")
            if outlet and not rest_quoted and not self._list(i, last) and not self._goes_on_after(i, last):
                return i - 1
        return last

    def _new_cue(self, i: int, last: int) -> bool:
        """Whether ", adding ..." or ", after reporting ..." starts here: the speaker's next statement."""
        if i < last and self.tree.lower[i] in WORDS["next statement"]:
            i += 1
        lemma, tag = self.tree.syntax.lemma[i], self.tree.syntax.tag[i]
        return tag == "VBG" and self._may_cue(i) and self.cues.verb(lemma, "say", "report", "ask")

    def _goes_on_after(self, comma: int, last: int) -> bool:
        """Whether the aside behind a comma is closed by another and the clause goes on ("X, a town in Y, from Z")."""
        tree, syntax = self.tree, self.tree.syntax
        tops = [
            k
            for k in range(comma + 1, min(comma + 8, last))
            if syntax.dep[k] in ("appos", "relcl") and syntax.head[k] < comma
        ]
        ends = [tree.subtree(k)[-1] for k in tops]
        return any(end + 3 < last and tree.text(end + 1) == "," and syntax.pos[end + 2] == "ADP" for end in ends)

    def _next_figure(self, i: int, last: int) -> bool:
        """Whether ", organisers said 40,000" starts here: somebody else's figure."""
        for k in range(i + 1, min(i + 6, last)):
            if self._is_say(k):
                return self.tree.syntax.tag[k + 1] == "CD" and self.tree.syntax.pos[k - 1] in ("NOUN", "PROPN")
        return False

    def _told_aside(self, i: int, last: int) -> bool:
        """Whether ", which he said ..." starts here: a statement of its own."""
        if self.tree.lower[i] not in WORDS["asides"]:
            return False
        return any(self._is_say(k) for k in range(i + 1, min(i + 5, last)))

    def _list(self, comma: int, last: int) -> bool:
        """Whether the commas part items of a list ("a, b and c")."""
        return any(
            self.tree.lower[k] in WORDS["of lists"]
            and (self.tree.text(k - 1) == "," or self.tree.syntax.head[k] < comma)
            for k in range(comma + 1, last)
        )

    def _clause_end(self, first: int) -> int:
        """The last word of the sentence that starts somewhere before this token."""
        end = self.tree.sentence(first).stop - 1
        while end > first and self.tree.syntax.pos[end] == "PUNCT":
            end -= 1
        return end

    def _phrase(self, head: int) -> list[tuple[int, int]] | None:
        inside = self.tree.subtree(head)
        return self._run(inside[0], inside[-1])
