"""Statements that are the object of a verb: "asked X to", "accused X of", "warned of", "described X as"."""

from __future__ import annotations

from opensitrep.extract.attribution.unlisted import Unlisted
from opensitrep.text.words import Lists

WORDS = Lists("attribution")


class Objects(Unlisted):
    """Rules for verbs that take what is said as their object."""

    def _object(self, v: int, subject: int | None) -> list[tuple[int, int]] | None:
        """ "reported airstrikes ...", "announced a retreat"."""
        gerunds = [c for c in self.tree.children(v, "xcomp", "ccomp") if c > v and self.tree.syntax.tag[c] == "VBG"]
        if gerunds and subject is not None:
            return self._phrase(gerunds[0])
        passive = self.tree.children(v, "nsubjpass")
        if passive and subject is not None:
            return self._phrase(passive[-1])
        if subject is None or passive or self.tree.children(v, "auxpass"):
            return None
        objects = [o for o in self.tree.children(v, "dobj") if o > v]
        if any(self.tree.text(k).lower() == "to" for k in self.tree.children(v, "aux")):
            return None  # "to announce a deal" is no announcement yet
        if not objects or self.tree.syntax.pos[objects[0]] == "PRON":
            return None
        last = self.tree.subtree(objects[0])[-1]
        for p in self.tree.children(v, "prep"):
            inside = self.tree.subtree(p)
            if p == last + 1 and not self._times(inside):
                last = inside[-1]  # "reported three arrests near the stadium": the place goes with the arrests
        return self._run(self.tree.subtree(objects[0])[0], last)

    def _times(self, tokens: list[int]) -> bool:
        """Whether a phrase tells the time or the way of speaking, not a place."""
        return self.tree.lower[tokens[0]] not in (*WORDS["before places"], *WORDS["told of"]) or any(
            self.tree.text(i).endswith("day") or self.tree.syntax.tag[i] == "CD" for i in tokens[:3]
        )

    def _asked(self, v: int, subject: int | None) -> list[tuple[int, int]] | None:
        """ "asked X to do", "urged that": the infinitive."""
        tree = self.tree
        if subject is None or tree.children(v, "nsubjpass"):
            return None
        for c in tree.children(v, "xcomp", "ccomp", "advcl"):
            to = [k for k in tree.children(c, "aux") if tree.text(k).lower() == "to"]
            if c > v and to and (tree.children(v, "dobj", "dative", "prep") or tree.children(c, "nsubj")):
                asked = [k for k in tree.children(c, "nsubj") if k > v] or self._asked_one(v)
                inside = [i for i in tree.subtree(c) if i >= to[0]]
                return self._run(tree.subtree(asked[0])[0] if asked and asked[0] < to[0] else to[0], inside[-1])
        for o in tree.children(v, "dobj"):
            for c in tree.children(o, "acl", "relcl"):
                to = [k for k in tree.children(c, "aux") if tree.text(k).lower() == "to"]
                if to:
                    return self._run(tree.subtree(o)[0], tree.subtree(c)[-1])
        return None

    def _asked_one(self, v: int) -> list[int]:
        """Who is asked: "called on X to ...", "urged X to ..."."""
        tree = self.tree
        behind = [k for p in tree.children(v, "prep") if p > v for k in tree.children(p, "pobj")]
        return [*(k for k in tree.children(v, "dobj", "dative") if k > v), *behind]

    def _accused(self, v: int, subject: int | None) -> list[tuple[int, int]] | None:
        """ "accused X of ...": X and what it is accused of."""
        objects = [o for o in self.tree.children(v, "dobj") if o > v]
        if subject is None or not objects:
            return None
        for p in [*self.tree.children(v, "prep"), *self.tree.children(objects[0], "prep")]:
            word = self.tree.text(p).lower()
            if p > objects[0] and (word == "of" or (word == "for" and self._blames(v))):
                first = self.tree.subtree(objects[0])[0]
                last = max(self.tree.subtree(p)[-1], self.tree.subtree(objects[0])[-1])
                return self._run(first, last)
        return None

    def _blames(self, v: int) -> bool:
        return self.tree.syntax.lemma[v] in WORDS["blames"]

    def _put(self, v: int, subject: int | None) -> list[tuple[int, int]] | None:
        """ "put the toll at 127": the thing counted and the number."""
        tree = self.tree
        objects = [o for o in tree.children(v, "dobj") if o > v]
        if subject is None or not objects:
            return None
        for p in [*tree.children(v, "prep"), *tree.children(objects[0], "prep")]:
            numbers = [k for k in tree.subtree(p) if tree.syntax.tag[k] == "CD"]
            if tree.text(p).lower() == "at" and numbers and p > objects[0]:
                return self._run(tree.subtree(objects[0])[0], tree.subtree(p)[-1])
        return None

    def _told_of(self, v: int, subject: int | None) -> list[tuple[int, int]] | None:
        """ "spoke of 128 deaths", "warned of more rain"."""
        if subject is None:
            return None
        preps = self.tree.children(v, "prep")
        for p in preps:
            if self.tree.text(p).lower() != "of" or p != v + 1:
                continue
            last = max(self.tree.subtree(k)[-1] for k in preps if p <= k <= p + 2)  # "of" and "well over" may part
            return self._run(p + 1, last) if last > p else None
        return None

    def _described(self, v: int, subject: int | None) -> list[tuple[int, int]] | None:
        """ "described X as Y", "called it a Y", "what he described as Y"."""
        tree = self.tree
        if subject is None or (tree.syntax.tag[v] == "VBN" and not tree.children(v, "aux")):
            return None
        for p in tree.children(v, "prep"):
            if tree.text(p).lower() == "as" and p > v:
                inside = tree.subtree(p)
                if len(inside) > 1:
                    return self._run(self._described_from(v, inside[0] + 1), inside[-1])
        for c in tree.children(v, "oprd", "xcomp", "ccomp"):
            if tree.syntax.dep[c] == "oprd" and c > v and self._stands(v, "as"):
                inside = tree.subtree(c)
                return self._run(self._described_from(v, inside[0]), inside[-1])
        return None

    def _described_from(self, v: int, first: int) -> int:
        """Where what is described begins, a pronoun left out: "described X as Y", "called X a Y"."""
        tree = self.tree
        objects = [o for o in tree.children(v, "dobj") if v < o < first and tree.syntax.pos[o] != "PRON"]
        return tree.subtree(objects[0])[0] if objects else first
