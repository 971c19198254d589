"""The word a time expression dates."""

from __future__ import annotations

from opensitrep.extract.attachment.nouns import happening, likely, nominal, saying, verbal
from opensitrep.model import TimeExpression
from opensitrep.text.tree import Tree
from opensitrep.text.words import Lists

WORDS = Lists("attachment")
LINKS = ("pobj", "npadvmod", "poss", "nmod", "compound", "nsubj")  # which top of a span broken in pieces is taken
BEFORE = ("compound", "nmod", "amod", "nummod")
PRESENT = ("VBZ", "VBP")  # the tense of captions
LINKED = ("pobj", "pcomp", "amod", "prep", "advmod")
SUBJECTS = ("nsubj", "nsubjpass", "expl", "csubj")


class Times:
    """Finds the words that the times of one reading date."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        syntax = tree.syntax
        self.head, self.dep, self.tag, self.pos, self.lemma = (
            syntax.head, syntax.dep, syntax.tag, syntax.pos, syntax.lemma,
        )  # fmt: skip

    def word(self, time: TimeExpression) -> int | None:
        """The token of the happening or saying, None where the sentence has none."""
        inside = self.tree.inside(time.span)
        if not inside:
            return None
        top = self._top(inside)
        first = inside.start - self._led(inside.start)
        if time.bound == "since" and (then := self._when(inside)) is not None:
            return then
        found = self._length(inside)
        if found is None and self.dep[top] not in (*SUBJECTS, "poss"):
            found = self._beside(first)
            found = found if found is None else self._settled(found, first)
        if found is None:
            found = self._caption(first, inside)
        if found is None:
            found = self._climb(top, inside, first)
        if found is not None and time.direction > 0:
            found = self._to_come(found, first)
        return found if found is not None else self._nearest(inside)

    def _led(self, first: int) -> bool:
        """Whether a preposition stands before the time."""
        before = first - 1
        if first == 0 or self.pos[before] not in ("ADP", "SCONJ"):
            return False
        return self.dep[before] != "mark" and self._same(before, first)

    def _same(self, i: int, k: int) -> bool:
        return k < len(self.tree) and self.tree.syntax.sentence[i] == self.tree.syntax.sentence[k]

    def _word(self, i: int) -> str:
        """The token in lower case; nothing beyond the ends of the text."""
        return self.tree.lower[i] if 0 <= i < len(self.tree) else ""

    # ------------------------------------------------ before the tree is asked

    def _length(self, inside: range) -> int | None:
        """ "After weeks of shelling": the length is that of the happening; "the first days of the war" are a date."""
        of = inside[-1] if self.tree.lower[inside[-1]] == "of" else inside.stop
        if self._word(of) != "of" or self._word(inside.start) in WORDS["known"] or not self._same(inside.start, of):
            return None
        found = self.tree.children(of, "pobj", "pcomp")
        return next((k for k in found if likely(self.lemma[k])), None)

    def _when(self, inside: range) -> int | None:
        """ "The worst crash since 2004, when a train derailed": the time is that of the clause it opens."""
        opens = inside.stop + (self._word(inside.stop) == ",")
        if self._word(opens) != "when" or not self._same(inside.start, opens):
            return None
        verb = self.tree.clause(opens)
        return verb if verb > opens and verbal(self.tree, verb) else None

    def _caption(self, first: int, inside: range) -> int | None:
        """ "A boy sits on a train as it waits in Lviv, western Ukraine, Saturday.": the verb of the whole caption."""
        sentence = self.tree.sentence(first)
        closed = inside.stop >= sentence.stop - 1 and first > sentence.start and self.tree.text(first - 1) == ","
        if not closed or first not in inside or self.tree.lower[inside.start] in WORDS["dated"]:
            return None
        root = next((i for i in sentence if self.head[i] == i), None)
        return root if root is not None and root < first and self.tag[root] in PRESENT else None

    def _to_come(self, found: int, first: int) -> int:
        """ "Confirmed an assembly next Saturday": a day to come dates what a verb of the past speaks of."""
        past = self.tag[found] == "VBD" or any(self.tree.lower[k] == "did" for k in self.tree.children(found, "aux"))
        noun = self._behind(found, first, "dobj") if past and found < first else None
        return found if noun is None else noun

    # ------------------------------------------------ the way up

    def _top(self, inside: range) -> int:
        tops = [i for i in inside if self.head[i] not in inside or self.head[i] == i]
        for link in LINKS:
            for i in tops:
                if self.dep[i] == link:
                    return i
        return tops[-1] if tops else inside[-1]

    def _beside(self, first: int) -> int | None:
        """The verb that stands right before the time, adverbs and particles aside."""
        i = first - 1
        while i >= 0 and first - i <= 4 and self.tree.lower[i] in WORDS["between"] and not verbal(self.tree, i):
            i -= 1
        if i < 0 or not self._same(i, first) or not verbal(self.tree, i) or self.pos[i] == "AUX":
            return None
        return i if self.tag[i] != "VBG" or self.dep[i] not in ("amod", "compound") else None

    def _climb(self, top: int, inside: range, first: int) -> int | None:
        """Up from the time until a word that can be dated."""
        i, link = top, ""
        for _ in range(20):
            if self.head[i] == i:
                return i if i not in inside and (verbal(self.tree, i) or self._named(i)) else None
            up = self.head[i]
            if up in inside:
                i = up
                continue
            if self.pos[up] in ("ADP", "SCONJ", "PART") and self.dep[i] in LINKED:
                link = self.tree.lower[up]
            elif verbal(self.tree, up):
                return self._settled(self._clause(up, inside, first), first)
            elif nominal(self.tree, up):
                if self._dates(up, i, link, inside, first):
                    return up
                link = ""
            i = up
        return None

    # ------------------------------------------------ nouns

    def _dates(self, noun: int, i: int, link: str, inside: range, first: int) -> bool:
        """Whether a noun is what a time below it dates."""
        dep, lemma = self.dep[i], self.lemma[noun]
        if lemma in WORDS["speeches"] and self._spoken(noun):
            return False
        if i in inside and dep == "poss":
            return True
        if i in inside and dep in BEFORE:
            led = self.tree.lower[first] in WORDS["dated"] and first not in inside
            if (led and self.tag[noun] == "NNS") or self._word(inside.stop) in WORDS["joins"]:
                return False
            return likely(lemma) or (self.pos[noun] == "NOUN" and self.tag[noun] == "NN")
        if not likely(lemma):
            return False
        return link == "of" or self._apart(noun, link)

    def _spoken(self, noun: int) -> bool:
        """Whether a noun of saying only tells where it was said: "said in a late-night address"."""
        up = self.head[noun]
        if self.dep[noun] not in ("pobj", "compound", "nmod"):
            return False
        over = self.tree.clause(noun)
        return self.tree.lower[up] in WORDS["through"] and self.lemma[over] in saying()

    def _apart(self, noun: int, link: str) -> bool:
        """Whether an event noun is told apart from the verb above it, so that the time behind it dates the noun."""
        dep, up = self.dep[noun], self.head[noun]
        if dep == "conj":
            return nominal(self.tree, up) and self._apart(up, link)
        if dep in ("nsubj", "nsubjpass", "appos", "ROOT", "attr", "poss") or nominal(self.tree, up):
            return True
        if dep == "pobj":
            if self.tree.lower[up] in WORDS["elsewhere"]:
                return True
            over = self.head[up]  # "in Málaga a demonstration in June drew ...": a subject taken for an object
            bare = verbal(self.tree, over) and over > noun and not self.tree.children(over, *SUBJECTS)
            return bare or nominal(self.tree, over)
        if dep in ("dobj", "pcomp"):
            return link in WORDS["lasting"] or self.lemma[up] in WORDS["ahead"]
        return False

    # ------------------------------------------------ verbs

    def _clause(self, verb: int, inside: range, first: int) -> int:
        """The verb a time belongs to where the parser hung it on one of another clause."""
        if verb < first and self._word(first - 1) == "that":  # "said that early on Sunday rescuers fought the fire"
            inner = [self.head[first - 1], *self.tree.children(verb, "ccomp")]
            return next((k for k in inner if k > first and verbal(self.tree, k)), verb)
        if verb > first:
            marked = any(k in inside for k in range(first, verb) if self.dep[k] == "mark" and self.head[k] == verb)
            opens = next((k for k in self.tree.children(verb, "mark", "advmod") if k == inside.stop), None)
            marked = marked or (opens is not None and first in inside and self.head[verb] < first)
            if marked and self.dep[verb] == "advcl" and verbal(self.tree, self.head[verb]):
                return self.head[verb]  # "rides past on Saturday, a week after troops retook the city"
            behind = self._behind(verb, first, *SUBJECTS)  # "the strike on Tuesday halted all trains"
            return self._said_before(verb, first) if behind is None else behind
        noun = self._behind(verb, first, "dobj") if self.lemma[verb] in WORDS["ahead"] else None
        noun = self._led_to(verb, first) if noun is None and self.lemma[verb] in WORDS["linking"] else noun
        return self._said_in(verb, first) if noun is None else noun

    def _led_to(self, verb: int, first: int) -> int | None:
        """ "Came ahead of a meeting of X and Y in Z on Saturday": the time behind the other happening is its own."""
        found = None
        for prep in self.tree.children(verb, "prep", "advmod"):
            if self.tree.lower[prep] not in WORDS["elsewhere"] or prep > first:
                continue
            named = [k for k in range(prep, first) if nominal(self.tree, k) and happening(self.lemma[k])]
            found = next((k for k in reversed(named) if self.dep[k] in ("pobj", "conj", "appos")), found)
        closed = found is None or any(self.tree.text(k) == "," for k in range(found, first))
        return None if closed else found

    def _behind(self, verb: int, first: int, *deps: str) -> int | None:
        """The event noun of a verb that ends right before the time."""
        for k in self.tree.children(verb, *deps):
            if nominal(self.tree, k) and k < first and likely(self.lemma[k]):
                end = max(c for c in self.tree.subtree(k) if c < first and self.dep[c] != "punct")
                return k if end == first - 1 - (self.tree.text(first - 1) in (",", "(", "–", "—")) else None
        return None

    def _said_before(self, verb: int, first: int) -> int:
        """ "Told reporters on Thursday he had warned": the time stands before the subject of what is said."""
        up = self.head[verb]
        if self.dep[verb] not in ("ccomp", "advcl", "conj") or not verbal(self.tree, up) or up > first:
            return verb
        subject = next(iter(self.tree.children(verb, *SUBJECTS)), verb)
        opened = any(self.tree.lower[k] in ("that", ":", "“", '"') for k in range(up, first))
        said = self.lemma[up] in saying()
        return up if said and min(self.tree.subtree(subject)) > first and not opened else verb

    def _said_in(self, verb: int, first: int) -> int:
        """ "Said the men were arrested at home on Friday": behind what is said, the time belongs to that."""
        for k in self.tree.children(verb, "ccomp"):
            if verb < k < first and not any(self.tree.text(c) in (",", ";", "”", '"') for c in range(k, first)):
                return self._said_in(k, first)
        return verb

    def _settled(self, verb: int, first: int) -> int:
        """The verb itself, or the word that carries its meaning."""
        up = self.head[verb]
        if self.dep[verb] == "xcomp" and verbal(self.tree, up) and self.lemma[up] in WORDS["commands"]:
            passive = any(self.dep[k] == "auxpass" for k in self.tree.children(up))
            return up if passive else verb
        if self.lemma[verb] in WORDS["ahead"] and self.tree.lower[first] == "for":
            named = self.tree.children(verb, "dobj", "nsubjpass")
            return next((k for k in named if likely(self.lemma[k])), verb)
        return self._borne(verb, first)

    def _borne(self, verb: int, first: int) -> int:
        """Past words that only help another: "is due to land", "are going to move", "capable of carrying"."""
        up = self.head[verb]
        able = self.dep[verb] == "pcomp" and self.lemma[self.head[up]] in WORDS["able"]
        still = self.dep[verb] in ("acl", "amod") and self.lemma[verb] in WORDS["timeless"]
        if (able or still) and verbal(self.tree, self.tree.clause(up)):
            return self.tree.clause(up)
        inner = [k for a in (verb, *self.tree.children(verb, "acomp")) for k in self.tree.children(a, "xcomp")]
        if inner and (self.lemma[verb] in WORDS["helping"] or self.lemma[verb] == "be"):
            return inner[0] if inner[0] < first or self.lemma[verb] in WORDS["modal"] else verb
        return self._state(verb, first) if self.lemma[verb] == "be" else verb

    def _state(self, verb: int, first: int) -> int:
        """ "Has been under siege since April"."""
        for k in self.tree.children(verb, "prep"):
            if self.tree.lower[k] in WORDS["states"] and k < first:
                for n in self.tree.children(k, "pobj"):
                    bare = not self.tree.children(n, "det", "poss")
                    if bare and n < first and happening(self.lemma[n]):
                        return n
        return verb

    def _named(self, i: int) -> bool:
        return nominal(self.tree, i) and likely(self.lemma[i])

    def _nearest(self, inside: range) -> int | None:
        """Without a governor (headlines, captions): the nearest verb or event noun of the sentence."""
        tokens = self.tree.sentence(inside.start)
        found = [i for i in tokens if i not in inside and (verbal(self.tree, i) or self._named(i))]
        return min(found, key=lambda i: (abs(i - inside.start), i), default=None)
