"""Statements whose cue stands in no list of words: the learned scores say that it is one, the parse says of what."""

from __future__ import annotations

from opensitrep.extract.attribution.sources import Sources
from opensitrep.extract.attribution.subjects import Draft
from opensitrep.text.words import Lists

WORDS = Lists("attribution")
MARKS = (",", "–", "—")
NOMINAL = ("NOUN", "PROPN")
Runs = list[tuple[int, int]]


class Unlisted(Sources):
    """What is said at a cue of any kind of word."""

    def _unlisted(self, i: int) -> Draft | None:
        """The statement at a word that is a cue."""
        pos = self.tree.syntax.pos[i]
        if pos in NOMINAL:
            content, subject = self._of_noun(i), self._owner(i)
        elif pos in ("VERB", "AUX", "ADJ") and self.tree.syntax.dep[i] != "prep":
            content, subject = self._of_predicate(i), self._who(i)
        else:
            return None
        if not content:
            return None
        cue = self._cue_tokens(i) if pos == "VERB" else [i]
        return Draft(content, cue, i if pos in ("VERB", "AUX") else None, subject, "open")

    def _who(self, i: int) -> int | None:
        """The head of who speaks: by the parse, else by the learned scores."""
        syntax = self.tree.syntax
        found = self.subject(i)
        if found is None and syntax.dep[i] in ("acomp", "attr"):
            found = self.subject(syntax.head[i])
        return found if found is not None and syntax.tag[found] != "EX" else self._likely(i)

    def _likely(self, i: int) -> int | None:
        """Who the learned scores think speaks, in the sentence of the cue."""
        pos = self.tree.syntax.pos
        return self.judge.source(i, [k for k in self.tree.sentence(i) if k != i and pos[k] in (*NOMINAL, "PRON")])

    def _owner(self, n: int) -> int | None:
        tree = self.tree
        by = [k for p in tree.children(n, "prep") if tree.lower[p] == "by" for k in tree.children(p, "pobj")]
        return next(iter([*tree.children(n, "poss"), *by]), None) or self._likely(n)

    def _of_noun(self, n: int) -> Runs | None:
        """ "allegations that ...", "a plea to ...", "reports of ...", "the claim is that ..."."""
        tree, syntax = self.tree, self.tree.syntax
        for c in tree.children(n, "acl", "ccomp", "relcl", "xcomp"):
            inside = [k for k in tree.subtree(c) if k > n]
            opened = inside and (syntax.tag[inside[0]] == "TO" or tree.lower[inside[0]] == "that")
            if opened and not (syntax.dep[c] == "relcl" and self._is_subject(inside[0])):
                return self._run(inside[0], inside[-1])
        for p in tree.children(n, "prep"):
            inside = tree.subtree(p)
            if tree.lower[p] in WORDS["told of"] and p > n and len(inside) > 1 and self._likely(n) not in inside:
                return self._run(inside[1], inside[-1])
        if self._bounds(n):
            return self._around_it(n)  # a verb that was taken for a noun
        verb = syntax.head[n]
        carried = syntax.dep[n] in ("nsubj", "dobj", "attr") and syntax.pos[verb] in ("VERB", "AUX")
        clauses = [c for c in tree.children(verb, "ccomp") if c > max(n, verb)] if carried else []
        return self._phrase(clauses[0]) if clauses else None

    def _is_subject(self, i: int) -> bool:
        return self.tree.syntax.dep[i] in ("nsubj", "nsubjpass", "dobj")

    def _of_predicate(self, v: int) -> Runs | None:
        """What a verb or an adjective says: its clause, the clause around it, its infinitive, object or phrase."""
        return (
            self._clause_of(v)
            or self._to_do(v)
            or self._passive(v)
            or self._thing(v)
            or self._told_before(v)
            or self._of_phrase(v)
        )

    def _clause_of(self, v: int) -> Runs | None:
        clauses = [c for c in self.tree.children(v, "ccomp") if c > v]
        if not clauses:
            return None
        inside = [i for i in self.tree.subtree(clauses[0]) if i > v]
        return self._run(inside[0], inside[-1])

    def _aside(self, v: int) -> Draft | None:
        """ "CONTENT, said X, CONTENT": a cue with its speaker between two marks."""
        bounds = self._bounds(v) if self.judge.is_cue(v) else None
        if bounds is None or bounds[1] >= self.tree.sentence(v).stop - 1 or self.tree.text(bounds[1]) == ";":
            return None
        content = self._around_it(v)
        subject = self._who(v)
        inside = subject is not None and bounds[0] < subject < bounds[1]
        return Draft(content, self._cue_tokens(v), v, subject, "say") if content and inside else None

    def _bounds(self, v: int) -> tuple[int, int] | None:
        """The marks before and behind a cue that stands between them with nothing but what belongs to it."""
        tree, syntax = self.tree, self.tree.syntax
        sentence = tree.sentence(v)
        own, todo = {v}, [v]
        while todo:
            for k in tree.children(todo.pop()):
                if syntax.dep[k] not in ("ccomp", "parataxis", "punct", "conj", "advcl", "relcl", "cc"):
                    own.add(k)
                    todo.append(k)
        first = last = v
        while first - 1 in own:
            first -= 1
        while last + 1 in own:
            last += 1
        before, after = first - 1, last + 1
        opened = before > sentence.start and tree.text(before) in MARKS
        closed = after >= sentence.stop or tree.text(after) in (*MARKS, ".", ";")
        return (before, after) if opened and closed else None

    def _around_it(self, v: int) -> Runs | None:
        """What stands around a cue between marks: all of the clause it is put in, else what comes before it."""
        tree, syntax, bounds = self.tree, self.tree.syntax, self._bounds(v)
        if bounds is None:
            return None
        before, after = bounds
        held = syntax.head[v]
        if held > after:  # "the roof, she said, fell"
            first, last = max(tree.subtree(held)[0], self._clause_start(before)), tree.subtree(held)[-1]
            lead = self._run(first, before - 1, trim=False) if first < before else None
            return (lead or []) + (self._run(after + 1, last, trim=False) or [])
        return self._run(self._clause_start(before), before - 1, trim=False)

    def _told_before(self, v: int) -> Runs | None:
        """What stands around a cue, if it is no phrase that only leads in ("In June, X objected")."""
        found = self._around_it(v)
        first = self.tree.at(found[0][0]) if found else None
        lead = first is not None and self.tree.syntax.pos[first] in ("ADP", "ADV", "SCONJ")
        return None if lead else found

    def _to_do(self, v: int) -> Runs | None:
        """An infinitive, with the object that is to do it."""
        tree, syntax = self.tree, self.tree.syntax
        for c in tree.children(v, "xcomp", "ccomp", "advcl"):
            to = [k for k in tree.children(c, "aux") if syntax.tag[k] == "TO"]
            if c > v and to:
                return self._run(to[0], tree.subtree(c)[-1])
        return None

    def _passive(self, v: int) -> Runs | None:
        """ "Findings were promised", "A strike is said to have killed him": the subject and what follows."""
        tree = self.tree
        subjects = tree.children(v, "nsubjpass")
        if not subjects and not self._said_of(v):
            return None
        top = subjects[-1] if subjects else tree.syntax.head[v]  # "an attack claimed by X"
        named = [k for k in tree.subtree(top) if k < v]
        rest = [k for c in tree.children(v, "xcomp", "ccomp", "prep", "oprd") for k in tree.subtree(c) if k > v]
        runs = (self._run(named[0], named[-1]) or []) if named else []
        return runs + ((self._run(rest[0], rest[-1]) or []) if rest else [])

    def _said_of(self, v: int) -> bool:
        """Whether a participle only describes a noun ("the reported attack", "the said man")."""
        return self.tree.syntax.dep[v] == "acl" and self.tree.syntax.tag[v] == "VBN"

    def _thing(self, v: int) -> Runs | None:
        """An object with all that follows it under the cue."""
        tree = self.tree
        if tree.syntax.lemma[v] in WORDS["tells"]:
            return None  # its object is who is told
        objects = [o for o in tree.children(v, "dobj", "oprd", "attr", "acomp") if o > v]
        if not objects or (self.tree.syntax.pos[objects[0]] == "PRON" and len(tree.subtree(objects[0])) == 1):
            return None
        return self._phrase(objects[0])

    def _of_phrase(self, v: int) -> Runs | None:
        """ "warned against X", "insists on X": what the preposition governs."""
        for p in self.tree.children(v, "prep"):
            inside = self.tree.subtree(p)
            if p == v + 1 and len(inside) > 1:
                return self._run(inside[1], inside[-1])
        return None
