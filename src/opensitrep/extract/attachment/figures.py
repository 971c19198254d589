"""The word of the happening a figure counts for."""

from __future__ import annotations

from opensitrep.extract.attachment.nouns import View, happening, likely, nominal, verbal
from opensitrep.model import Quantity
from opensitrep.text.words import Lists

WORDS = Lists("attachment")
INSIDE = ("nummod", "quantmod", "compound", "nmod", "amod", "advmod", "predet", "det", "npadvmod", "punct")
BARE = ("conj", "ROOT", "dep", "appos", "pobj", "ccomp", "parataxis")


class Figures(View):
    """Finds the words of what the figures of one reading count for."""

    def word(self, figure: Quantity) -> int | None:
        """The token of the happening, None where the sentence has none."""
        inside = self.tree.inside(figure.number)
        if not inside:
            return None
        tops = [i for i in inside if self.head[i] not in inside or self.head[i] == i]
        i = tops[-1] if tops else inside[-1]
        noun = self._noun(i)
        if noun != i:
            told = self.tree.lower[noun] in WORDS["fates"] and self.dep[noun] in BARE
            if told or (self._named(noun) and self._itself(figure, noun)):
                return noun
        found = self._climb(noun, inside)
        return found if found is not None else self._nearest(inside)

    def _noun(self, i: int) -> int:
        """The noun at the head of the phrase a number stands in."""
        while self.dep[i] in INSIDE and self.head[i] != i and not verbal(self.tree, self.head[i]):
            i = self.head[i]
        return i

    def _climb(self, i: int, inside: range) -> int | None:
        for _ in range(20):
            told = self._told_of(i)
            if told is not None:
                return told
            up = self.head[i]
            if up == i:
                return i if verbal(self.tree, i) else None
            late = self._taken(i) or self._mistaken(i, inside)
            if late is not None:
                return late
            if verbal(self.tree, up):
                return self._borne(up)
            if nominal(self.tree, up) and up not in inside and self._counts(up, i):
                return up
            i = up
        return None

    def _borne(self, verb: int) -> int:
        """Past a word that only helps another: "80% will have to be rebuilt", "50 are expected to attend"."""
        if self.lemma[verb] not in WORDS["helping"]:
            return verb
        inner = self.tree.children(verb, "xcomp")
        return next((k for k in inner if any(self.tag[c] == "TO" for c in self.tree.children(k, "aux"))), verb)

    def _itself(self, figure: Quantity, noun: int) -> bool:
        """Whether a counted event noun is the happening: a measure of it, or borne by a verb that says no more."""
        if figure.object is None or noun not in self.tree.inside(figure.object):
            return True  # "a magnitude 6.1 earthquake"
        up = self.head[noun]
        if self.dep[noun] in ("dobj", "nsubjpass", "attr", "nsubj") and verbal(self.tree, up):
            return self.lemma[up] in WORDS["light"]
        return self.dep[noun] in BARE

    def _told_of(self, i: int) -> int | None:
        """The clause that tells of a known number ("the 72 people who perished") or is all that is told of it."""
        clauses = [k for k in self.tree.children(i, "relcl", "acl") if k > i and self.tag[k] != "VB"]
        if not clauses:
            return None
        known = any(self.tree.lower[k] in WORDS["known"] for k in self.tree.children(i, "det"))
        close = clauses[0] == i + 1 and self.tag[clauses[0]] == "VBN"
        return clauses[0] if known or (close and self.dep[i] in BARE) else None

    def _taken(self, i: int) -> int | None:
        """ "After a mob of 300 stormed the hall": a conjunction read as a preposition took the subject of its verb."""
        up = self.head[i]
        if self.dep[i] != "pobj" or self.tree.lower[up] not in WORDS["opening"]:
            return None
        end = max(self.tree.subtree(i)) + 1
        verb = end if end < len(self.tree) and self.tag[end] in ("VBD", "VBZ", "VBP") else None
        bare = verb is not None and not self.tree.children(verb, "nsubj", "nsubjpass")
        return verb if bare and self.tree.syntax.sentence[end] == self.tree.syntax.sentence[i] else None

    def _mistaken(self, i: int, inside: range) -> int | None:
        """ "Only nine swam ashore": a singular noun behind a plural number, with an adverb, is a verb."""
        counted = self.tag[i] == "NN" and inside.stop == i and self.tree.lower[i - 1] not in WORDS["single"]
        return i if counted and any(k > i for k in self.tree.children(i, "advmod")) else None

    def _counts(self, noun: int, i: int) -> bool:
        """Whether a noun above the figure is the happening it counts for ("the killing of four")."""
        if self.lemma[noun] in WORDS["carriers"] or self.tree.lower[i] in WORDS["parts"] - {"of"}:
            return False
        return likely(self.lemma[noun]) and self.dep[i] in ("prep", "acl", *INSIDE)

    def _named(self, i: int) -> bool:
        return nominal(self.tree, i) and happening(self.lemma[i])

    def _nearest(self, inside: range) -> int | None:
        """Without a governor (headlines, captions): the nearest verb or event noun, sooner behind than before."""
        tokens = self.tree.sentence(inside.start)
        found = [i for i in tokens if i not in inside and (verbal(self.tree, i) or self._named(i))]
        return min(found, key=lambda i: (i < inside.start, abs(i - inside.start)), default=None)
