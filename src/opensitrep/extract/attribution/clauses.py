"""Cue, source and content of statements, from quotations and from the dependency tree.

Method: say-verbs by frame with their complement, passive and agent, participles, "according to", and quotations with
the cue beside them (dependency rules after Pareti 2015 and Almeida et al. 2014).
"""

from __future__ import annotations

from opensitrep.extract.attribution.objects import Objects
from opensitrep.extract.attribution.quoted import REACH
from opensitrep.extract.attribution.subjects import Draft
from opensitrep.text.words import Lists

WORDS = Lists("attribution")
LOOSE = ("conj", "parataxis", "dep", "advcl", "acl", "relcl", "ROOT", "ccomp", "appos")  # of a cue behind its content


class Clauses(Objects):
    """All drafts of one reading: quotations first, then verbs by frame, then phrases that name a source."""

    def drafts(self) -> list[Draft]:
        """Every statement found, quotations first, each cue verb once."""
        out = list(self._quoted())
        used = {d.verb for d in out if d.verb is not None}
        for v in range(len(self.tree)):
            quoting = self._quoted_as(v) if v not in used else None
            if quoting:
                out.append(quoting)
                used |= set(quoting.cue)
            if v in used or not self._may_cue(v):
                continue
            found = self._aside(v) or self._by_verb(v)
            found = found or self._said_last(v)
            if found:
                out.append(found)
        out += list(self._according())
        out += list(self._after_colon({d.start for d in out}))
        out = [d for d in out if self._stands_up(d)]
        used = {i for d in out for i in (*d.cue, d.verb, d.citing) if i is not None}
        new = [i for i in range(len(self.tree)) if self.judge.is_cue(i) and i not in used]
        out += [d for i in new if (d := self._unlisted(i)) is not None]
        return sorted(self._unique(out), key=lambda d: (d.start, -d.end))

    def _stands_up(self, draft: Draft) -> bool:
        """Whether the learned scores let a draft stand; of what is withheld, and of lines, they know nothing."""
        verb = draft.verb
        withheld = verb is not None and self._withholds(verb)
        return draft.frame == "colon" or withheld or not self.judge.is_none(*draft.cue)

    @staticmethod
    def _unique(drafts: list[Draft]) -> list[Draft]:
        out: dict[tuple[int, int], Draft] = {}
        for d in drafts:
            out.setdefault((d.start, d.end), d)
        return list(out.values())

    def _by_verb(self, v: int) -> Draft | None:
        """The statement a cue verb makes, by the frames it stands in."""
        lemma = self.tree.syntax.lemma[v]
        subject = self.subject(v)
        passive = subject is None and bool(self.tree.children(v, "nsubjpass"))
        if self.judge.is_cue(v) and (passive or self._said_of(v)):
            told = self._passive(v)
            return Draft(told, self._cue_tokens(v), v, subject, "open") if told else None
        if self._said_of(v):
            return None
        frames = (
            ("accuse", self._accused), ("say", self._clause), ("think", self._clause), ("as", self._described),
            ("ask", self._asked), ("put", self._put), ("of", self._told_of), ("report", self._object),
            ("say", self._before_it),
        )  # fmt: skip
        for frame, read in frames:
            if not self.cues.verb(lemma, frame):
                continue
            content = read(v, subject)
            if content:
                if subject is None and frame not in ("say", "report"):
                    return None
                draft = Draft(content, self._cue_tokens(v), v, subject, frame)
                self._cite(draft, v)
                return draft
        return None

    def _cite(self, draft: Draft, v: int) -> None:
        """ "Local media, citing an officer, reported": the officer speaks, through the media."""
        tree, wires = self.tree, WORDS["wires"]
        tops = [*tree.children(v, "advcl"), *(k for s in tree.children(v, "nsubj") for k in tree.children(s, "acl"))]
        for c in tops:
            cited = tree.children(c, "dobj")
            if tree.syntax.tag[c] == "VBG" and tree.syntax.lemma[c] in wires and cited and draft.subject is not None:
                draft.agency, draft.subject, draft.citing = draft.subject, cited[0], c
                return

    def _clause(self, v: int, subject: int | None) -> list[tuple[int, int]] | None:
        """A clause after the cue, or before it: "X said (that) ...", "..., X said"."""
        tree, syntax = self.tree, self.tree.syntax
        comps = tree.children(v, "ccomp")
        right = [c for c in comps if c > v]
        think = not self.cues.verb(syntax.lemma[v], "say")
        if right and think and syntax.tag[right[0]] == "VBG":
            return None
        relative = None if think else self._relative(v, subject)
        if relative:
            return relative
        if right:
            return self._right(v, right, subject)
        after = self._that_after(v)
        if after is not None:
            outer = syntax.dep[v] == "ccomp" and syntax.head[v] > v  # "X told Y ... that ..., his office said"
            return self._run(after, tree.subtree(v)[-1] if outer else self._clause_end(after))
        withheld = self._withheld(v)
        if withheld or think:
            return withheld
        return self._misread(v)

    def _before_it(self, v: int, subject: int | None) -> list[tuple[int, int]] | None:
        """The clause before ", X said"."""
        return self._left(v, subject, [c for c in self.tree.children(v, "ccomp") if c < v])

    def _said_last(self, v: int) -> Draft | None:
        """ "CONTENT, the governor, Ann Lowe, said in a video", "CONTENT, informed the police": a misread source.

        Told by the form alone: a comma, a noun phrase without a finite verb, the cue, and no clause behind it.
        """
        tree, syntax = self.tree, self.tree.syntax
        if not self.cues.verb(syntax.lemma[v], "say") or syntax.tag[v] not in ("VBD", "VBZ", "VBP"):
            return None
        if tree.children(v, "ccomp", "neg", "auxpass") or syntax.dep[v] not in LOOSE:
            return None
        own = tree.children(v, "nsubj", "nsubjpass")
        source = (None if own else self._source_after(v)) or self._source_before(v)
        if source is None or (own and not any(k < source[1] for k in own)):
            return None
        first, comma = source
        start = tree.sentence(v).start
        if not any(
            syntax.tag[i] in ("VBD", "VBZ", "VBP", "MD") or (own and syntax.tag[i] == "VBN")
            for i in range(start, comma)
        ):
            return None
        content = self._run(start, comma - 1, trim=False) or []
        if content and tree.text(v + 1) == "," and v + 3 < tree.sentence(v).stop:
            content += self._run(v + 2, self._clause_end(v + 2), trim=False) or []
        return Draft(content, self._cue_tokens(v), v, first, "say") if content else None

    def _source_after(self, v: int) -> tuple[int, int] | None:
        """The head of the noun phrase after ", informed", which ends the sentence, and the comma before the cue."""
        tree = self.tree
        objects = tree.children(v, "dobj")
        if tree.text(v - 1) != "," or len(objects) != 1:
            return None
        inside = tree.subtree(objects[0])
        rest = [k for k in range(inside[-1] + 1, tree.sentence(v).stop) if tree.syntax.pos[k] != "PUNCT"]
        timed = all(tree.syntax.head[k] == v or tree.syntax.dep[k] in ("det", "compound", "pobj") for k in rest)
        return (objects[0], v - 1) if inside[0] == v + 1 and timed and len(rest) < 5 else None

    def _source_before(self, v: int) -> tuple[int, int] | None:
        """The head of the noun phrase before the cue, with its apposition, and the comma before it."""
        tree, syntax = self.tree, self.tree.syntax
        start, i = tree.sentence(v).start, v - 1
        commas = 1 if tree.text(i) != "," else 3
        found = [i] if commas == 3 else []
        while i > start and len(found) < commas:
            i -= 1
            if syntax.tag[i] in ("VBD", "VBZ", "VBP", "MD", "VB", "CC", "TO") or v - i > REACH:
                return None
            if tree.text(i) == ",":
                found.append(i)
        if len(found) < commas or syntax.pos[i + 1] not in ("DET", "PROPN", "PRON", "NOUN", "ADJ"):
            return None
        stop = found[1] if commas == 3 else v
        nouns = [k for k in range(i + 1, stop) if syntax.pos[k] in ("NOUN", "PROPN")]
        tops = [k for k in nouns if not i < syntax.head[k] < stop] or nouns[:1]
        return (tops[0], i) if tops else None

    def _withholds(self, v: int) -> bool:
        """ "did not say", "has not confirmed"."""
        return bool(self.tree.children(v, "neg")) and self.tree.syntax.lemma[v] in self.cues.tables.acts["withholds"]

    def _withheld(self, v: int) -> list[tuple[int, int]] | None:
        """ "did not state when ...", hung on the cue as an adverbial clause."""
        tree = self.tree
        if not self._withholds(v):
            return None
        for c in tree.children(v, "advcl", "ccomp"):
            inside = [i for i in tree.subtree(c) if i > v]
            if inside and self.tree.syntax.tag[inside[0]] in ("WRB", "WP", "WDT", "IN"):
                return self._run(inside[0], inside[-1])
        return None

    def _misread(self, v: int) -> list[tuple[int, int]] | None:
        """ "said strikes on the port killed ten": a clause the parser took for an object; nobody "says" a thing."""
        tree, syntax = self.tree, self.tree.syntax
        if self.cues.verb(syntax.lemma[v], "report", "as", "for"):
            return None
        for o in tree.children(v, "dobj"):
            inside = tree.subtree(o)
            if o > v and syntax.tag[o] == "CD" and self.subject(v) is not None:
                return self._number(inside)  # "the union says 150,000"
            if (
                o > v
                and len(inside) > 4
                and any(syntax.tag[i] in ("VBN", "VBD") and syntax.dep[i] in ("acl", "relcl") for i in inside)
            ):
                return self._run(inside[0], inside[-1])
        return None

    def _number(self, tokens: list[int]) -> list[tuple[int, int]]:
        """Characters of a number that is all that is said."""
        return [(self.tree.syntax.start[tokens[0]], self.tree.syntax.end[tokens[-1]])]

    def _that_after(self, v: int) -> int | None:
        """The token after a "that" which the parser did not hang on the cue."""
        for i in range(v + 1, min(v + 14, self.tree.sentence(v).stop - 1)):
            if self.tree.text(i).lower() == "that" and (self.tree.syntax.tag[i] == "IN" or self._clause_that(v, i)):
                return i + 1
            if self._may_cue(i) and self.tree.syntax.dep[i] != "acl":
                return None
            finite = self.tree.syntax.tag[i] in ("VBD", "VBZ", "VBP", "MD") and self.tree.syntax.dep[i] != "acl"
            if finite or self.tree.text(i) in (";", ":"):
                return None
        return None

    def _clause_that(self, v: int, i: int) -> bool:
        """Whether a "that" taken for a pronoun begins what somebody was told ("told them in a call that he ...")."""
        syntax = self.tree.syntax
        noun = syntax.head[syntax.head[i]]  # what the "relative clause" hangs on
        told = syntax.lemma[v] in WORDS["tells"] and bool(self.tree.children(v, "dobj", "dative"))
        beside = syntax.dep[noun] == "pobj" and syntax.head[syntax.head[noun]] == v  # "said in a release that its ..."
        own = [k for k in self.tree.children(syntax.head[i], "nsubj", "nsubjpass") if k > i]
        return syntax.tag[i] == "WDT" and bool(own) and (told or (beside and self.cues.verb(syntax.lemma[v], "say")))

    def _right(self, v: int, comps: list[int], subject: int | None) -> list[tuple[int, int]] | None:
        inside = [
            i for i in self.tree.subtree(comps[0]) if i > v and not (subject is not None and self._under(i, subject))
        ]
        if not inside:
            return None
        return self._run(inside[0], self._joined_end(v, self._whole(v, inside[-1])))

    def _whole(self, v: int, last: int) -> int:
        """The end of a clause behind a cue that the parser cut off without a mark: the next mark."""
        tree, syntax = self.tree, self.tree.syntax
        while last + 1 < tree.sentence(v).stop and syntax.pos[last + 1] not in ("PUNCT", "CCONJ"):
            path = [last + 1, *tree.ancestors(last + 1)]
            under = next((k for k in path if syntax.head[k] == v and k != v), None)
            if under is not None and syntax.dep[under] not in ("ccomp", "advcl"):
                break
            last += 1
        return last

    def _under(self, i: int, top: int) -> bool:
        return i == top or (self.tree.syntax.head[i] == top and self.tree.syntax.pos[i] in ("DET", "ADJ", "PROPN"))

    def _joined_end(self, v: int, last: int) -> int:
        """Past a ", but ..." or ", and that ..." that the parser hung higher up."""
        tree, syntax = self.tree, self.tree.syntax
        stop = tree.sentence(v).stop
        i = last + 1
        if i < stop and tree.text(i) == ",":
            i += 1
        if i + 1 >= stop or tree.lower[i] not in WORDS["joins"]:
            return last
        that = tree.text(i + 1).lower() == "that"
        participle = syntax.tag[v] == "VBG" and syntax.pos[i + 1] != "VERB"
        if not (that or participle) or any(self._is_cue_word(k) for k in range(i, stop)):
            return last
        end = stop - 1
        while end > i and not tree.text(end)[0].isalnum():
            end -= 1
        return end

    def _relative(self, v: int, subject: int | None) -> list[tuple[int, int]] | None:
        """ "... who he said were trying ...": the rest of the relative clause."""
        if subject is None or subject != v - 1:
            return None
        w = subject - 1
        while w > 0 and self.tree.syntax.pos[w] in ("DET", "ADJ", "PROPN", "PART"):
            w -= 1
        if self.tree.lower[w] not in WORDS["relatives"] or self.tree.syntax.tag[w] == "IN":
            return None
        nxt = v + 1
        if nxt >= self.tree.sentence(v).stop or self.tree.syntax.pos[nxt] not in ("VERB", "AUX"):
            return None
        end = self._clause_end(nxt)
        for k in range(nxt, end):
            if self.tree.text(k) == "," and self.quotes.at(self.tree.syntax.start[k]) is None:
                end = k - 1
                break
        return self._run(nxt, end)

    def _left(self, v: int, subject: int | None, comps: list[int]) -> list[tuple[int, int]] | None:
        """The clause before ", X said"."""
        tree, syntax = self.tree, self.tree.syntax
        sentence = tree.sentence(v)
        edge = v
        if subject is not None and subject in sentence:
            below = [i for i in tree.subtree(subject) if sentence.start <= i < v]
            edge = min([*below, v]) if subject < v else v
            if subject < v and comps and min(below, default=v) < comps[0]:
                edge = self._source_start(subject)
            outer = [i for i in range(sentence.start, v) if i in set(tree.subtree(subject))]
            edge = min([edge, *outer]) if not comps or min(outer, default=v) > comps[0] else edge
        while edge > sentence.start and syntax.pos[edge - 1] in ("ADV", "AUX", "PART"):
            edge -= 1
        if edge - 1 <= sentence.start or tree.text(edge - 1) not in (",", "”", '"', "–", "—"):
            return None
        start, end = self._clause_start(edge - 1), edge - 2 if tree.text(edge - 1) == "," else edge - 1
        if not comps and syntax.dep[v] not in ("ROOT", "parataxis", "conj", "ccomp", "dep"):
            return None
        finite = any(syntax.tag[i] in ("VBD", "VBZ", "VBP", "MD") for i in range(start, end + 1))
        if not finite or (syntax.dep[v] == "conj" and not comps):
            return None
        return self._run(start, end, trim=False)

    def _source_start(self, subject: int) -> int:
        """The first token of a simple noun phrase before the cue."""
        i = subject
        while i > self.tree.sentence(subject).start and self.tree.syntax.pos[i - 1] in (
            "DET",
            "ADJ",
            "PROPN",
            "NOUN",
            "PART",
            "NUM",
        ):
            i -= 1
        return i
