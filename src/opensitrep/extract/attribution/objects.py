"""Statements that are the object of a verb: "asked X to", "accused X of", "warned of", "described X as"."""

from __future__ import annotations

from opensitrep.extract.attribution.sources import Sources
from opensitrep.text.words import Lists

WORDS = Lists("attribution")


class Objects(Sources):
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
        return self.tree.lower[tokens[0]] not in WORDS["before places"] or any(
            self.tree.text(i).endswith("day") or self.tree.syntax.tag[i] == "CD" for i in tokens
        )

    def _asked(self, v: int, subject: int | None) -> list[tuple[int, int]] | None:
        """ "asked X to do", "urged that": the infinitive."""
        tree = self.tree
        if subject is None or tree.children(v, "nsubjpass"):
            return None
        for c in tree.children(v, "xcomp", "ccomp", "advcl"):
            to = [k for k in tree.children(c, "aux") if tree.text(k).lower() == "to"]
            if c > v and to and (tree.children(v, "dobj", "dative", "prep") or tree.children(c, "nsubj")):
                inside = [i for i in tree.subtree(c) if i >= to[0]]
                return self._run(to[0], inside[-1])
        for o in tree.children(v, "dobj"):
            for c in tree.children(o, "acl", "relcl"):
                to = [k for k in tree.children(c, "aux") if tree.text(k).lower() == "to"]
                if to:
                    return self._run(to[0], tree.subtree(c)[-1])
        return None

    def _done(self, v: int, subject: int | None) -> list[tuple[int, int]] | None:
        """ "offered to do", "refused to do"."""
        if subject is None:
            return None
        for c in self.tree.children(v, "xcomp"):
            to = [k for k in self.tree.children(c, "aux") if self.tree.text(k).lower() == "to"]
            if c > v and to:
                return self._run(to[0], self.tree.subtree(c)[-1])
        return None

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

    def _called_for(self, v: int, subject: int | None) -> list[tuple[int, int]] | None:
        """ "called for X"."""
        if subject is None:
            return None
        for p in self.tree.children(v, "prep"):
            if self.tree.text(p).lower() == "for" and p > v and self.tree.children(p, "pobj", "pcomp"):
                inside = self.tree.subtree(p)
                return self._run(inside[0] + 1, inside[-1])
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
                    return self._run(inside[0] + 1, inside[-1])
        for c in tree.children(v, "oprd", "xcomp", "ccomp"):
            if tree.syntax.dep[c] == "oprd" and c > v and self.cues.verb(tree.syntax.lemma[v], "as"):
                return self._phrase(c)
        return None

    def _seen(self, v: int, subject: int | None) -> list[tuple[int, int]] | None:
        """ "saw in X a Y": the view of a government, not an eyewitness."""
        objects = [o for o in self.tree.children(v, "dobj") if o > v]
        if subject is None or not objects:
            return None
        first = self.tree.subtree(objects[0])[0]
        between = [i for i in range(v + 1, first) if self.tree.text(i).lower() == "in"]
        return self._phrase(objects[0]) if between and between[0] == v + 1 else None
