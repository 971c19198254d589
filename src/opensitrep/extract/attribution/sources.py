"""Statements with other cues: "according to X", "as X said", "Name: ...", "quoted as saying"."""

from __future__ import annotations

from collections.abc import Iterator

from opensitrep.extract.attribution.quoted import REACH, Quoted
from opensitrep.extract.attribution.subjects import Draft
from opensitrep.text.words import Lists

WORDS = Lists("attribution")


class Sources(Quoted):
    """Rules for phrases that name a source."""

    def _according(self) -> Iterator[Draft]:
        tree = self.tree
        for i in range(len(tree) - 2):
            if tree.text(i).lower() == "according" and tree.text(i + 1).lower() == "to":
                found = self._source_phrase(i, i + 2)
                if found:
                    yield found
            elif tree.text(i).lower() == "as" and (i == tree.sentence(i).start or tree.text(i - 1) == ","):
                found = self._as_said(i)
                if found:
                    yield found

    def _source_phrase(self, i: int, first: int) -> Draft | None:
        """ "According to X, ..." and "..., according to X"."""
        tree, syntax = self.tree, self.tree.syntax
        sentence = tree.sentence(i)
        objects = [
            k
            for k in range(first, sentence.stop)
            if syntax.head[k] in (i + 1, i) and syntax.dep[k] in ("pobj", "pcomp")
        ]
        head = objects[0] if objects else first
        inside = [k for k in tree.subtree(head) if k >= first]
        last = max([k for k in inside if k < sentence.stop], default=first)
        comma = next((k for k in range(first, sentence.stop) if tree.text(k) == ","), None)
        lead = all(
            syntax.pos[k] in ("PUNCT", "CCONJ", "ADV") or tree.text(k) in ('"', "“") for k in range(sentence.start, i)
        )
        if lead:
            while comma is not None and comma < last and self._apposition(head, comma):
                comma = next((k for k in range(comma + 1, sentence.stop) if tree.text(k) == ","), None)
            if comma is None or comma + 1 >= sentence.stop:
                return None
            content = self._run(comma + 1, self._clause_end(comma + 1), trim=False)
            source = (first, comma - 1)
        else:
            start = self._clause_start(i)
            told = syntax.head[i]
            if syntax.dep[told] == "relcl" and tree.text(i - 1) != ",":
                start = max(start, tree.subtree(told)[0])  # "floods that have killed 395 according to X"
            if self._inside_said(i, head):
                return None  # "wrote that, according to preliminary data, ...": a part of what is said
            end = i - 1 - (tree.text(i - 1) == ",")
            if end < start:
                return None
            content = self._run(start, end, trim=False)
            source = (first, min(last, self._clause_end(first)))
            if content and tree.text(i - 1) == "," and last + 2 < sentence.stop and tree.text(last + 1) == ",":
                rest = self._run(last + 2, self._clause_end(last + 2), trim=False)
                content += rest or []
        if not content or (self.quotes.at(syntax.start[i]) and self._quoted_source(i)):
            return None
        return Draft(content, [i, i + 1], None, head, "say", source=source)

    def _apposition(self, head: int, comma: int) -> bool:
        return any(k > comma for k in self.tree.children(head, "appos")) and comma < max(
            self.tree.children(head, "appos")
        )

    def _quoted_source(self, i: int) -> bool:
        quote = self.quotes.at(self.tree.syntax.start[i])
        return quote is not None and quote.words(self.text) > 2

    def _inside_said(self, i: int, head: int) -> bool:
        """Whether a nameless source stands inside the that-clause of another cue."""
        lead = any(self.tree.text(k).lower() == "that" for k in range(max(0, i - 2), i))
        return lead and not self.tree.text(head)[0].isupper()

    def _clause_start(self, i: int) -> int:
        """The first token of the clause a phrase in the middle of a sentence belongs to."""
        start = self.tree.sentence(i).start
        for k in range(i - 1, start, -1):
            if self.tree.text(k) in (";", ":") and self.quotes.at(self.tree.syntax.start[k]) is None:
                return k + 1
        return start

    def _as_said(self, i: int) -> Draft | None:
        """ "..., as X said", "..., as announced by X": the content stands before."""
        tree, syntax = self.tree, self.tree.syntax
        sentence = tree.sentence(i)
        for v in range(i + 1, min(i + 12, sentence.stop)):
            if tree.text(v) in (",", "."):
                return None
            if syntax.pos[v] == "VERB" and syntax.lemma[v] in WORDS["as verbs"]:
                agents = [
                    k
                    for a in range(v + 1, min(v + 3, sentence.stop))
                    if tree.text(a).lower() == "by"
                    for k in tree.children(a, "pobj")
                ]
                subject = agents[0] if agents else (self.subject(v) if tree.children(v, "nsubj") else None)
                if subject is None or (v == i + 1 and not agents):
                    return None
                content = self._as_content(i, v, sentence)
                return Draft(content, [v], v, subject, "say") if content else None
        return None

    def _as_content(self, i: int, v: int, sentence: range) -> list[tuple[int, int]] | None:
        """What stands before ", as X said", or after "As X said, "."""
        if i > sentence.start:
            return self._run(sentence.start, i - 2, trim=False)
        comma = next((k for k in range(v + 1, min(v + 4, sentence.stop - 1)) if self.tree.text(k) == ","), None)
        return self._run(comma + 1, self._clause_end(comma + 1), trim=False) if comma else None

    def _after_colon(self, taken: set[int]) -> Iterator[Draft]:
        """A line "Name: what is said": a headline or a transcript."""
        tree, syntax = self.tree, self.tree.syntax
        for sentence in tree.sentences:
            start = sentence.start
            if start and "\n" not in self.text[syntax.end[start - 1] : syntax.start[start]]:
                continue
            colon = next((i for i in range(start + 1, min(start + 7, len(tree))) if tree.text(i) == ":"), None)
            if colon is None or not all(
                tree.text(i)[0].isupper() or tree.text(i) in (".", "-", "'s") for i in range(start, colon)
            ):
                continue
            last = colon + 1
            while last < len(tree) and "\n" not in self.text[syntax.end[last - 1] : syntax.start[last]]:
                last += 1
            nouns = [i for i in range(start, colon) if syntax.pos[i] in ("PROPN", "NOUN")]
            if (
                last - colon < 5
                or not nouns
                or syntax.start[colon + 1] in taken
                or self.quotes.at(syntax.start[colon + 1])
            ):
                continue
            content = self._run(colon + 1, last - 1, trim=False)
            if content:
                yield Draft(content, [colon], None, nouns[-1], "colon", source=(start, colon - 1))

    def _quoted_as(self, v: int) -> Draft | None:
        """ "AGENCY quoted X as saying that ...", "X was quoted as saying by AGENCY"."""
        tree, syntax = self.tree, self.tree.syntax
        if syntax.lemma[v] not in WORDS["wires"]:
            return None
        sentence = tree.sentence(v)
        for i in range(v + 1, min(v + REACH, sentence.stop - 1)):
            if (
                tree.text(i).lower() == "as"
                and syntax.lemma[i + 1] in WORDS["as saying"]
                and syntax.tag[i + 1] == "VBG"
            ):
                first = i + 2 + (i + 2 < sentence.stop and tree.text(i + 2).lower() == "that")
                if first >= sentence.stop:
                    return None
                passive = tree.children(v, "nsubjpass")
                objects = [k for k in tree.children(v, "dobj") if v < k < i]
                nouns = [k for k in range(v + 1, i) if syntax.pos[k] in ("PROPN", "NOUN")]
                said = passive[-1] if passive else (objects[0] if objects else (nouns[-1] if nouns else None))
                content = self._run(first, self._clause_end(first), trim=False)
                agency = None if passive else self._left_noun(v)
                return (
                    Draft(content, [v, i, i + 1], i + 1, said, "say", agency=agency)
                    if said is not None and content
                    else None
                )
        return None

    def _left_noun(self, v: int) -> int | None:
        own = self.tree.children(v, "nsubj")
        if own:
            return own[0]
        return v - 1 if v and self.tree.syntax.pos[v - 1] in ("PROPN", "NOUN") else None
