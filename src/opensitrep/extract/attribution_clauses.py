"""Cue, source and content of statements, from quotations and from the dependency tree.

Method: say-verbs by frame with their complement, passive and agent, participles, "according to", and quotations with the cue
beside them (dependency rules after Pareti 2015, "Attribution"; Almeida et al. 2014; rules A1 of shared/notes/approaches.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from opensitrep.extract.attribution_quotes import Quote, Quotes
from opensitrep.extract.attribution_words import Cues
from opensitrep.tree import Tree

REACH = 30  # tokens between a quotation and its cue: longest source with apposition in the seeds and PolNeAR train sample
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
    relay: Draft | None = field(default=None, repr=False)  # who passes it on: "... he said that '...', the ministry wrote"

    @property
    def start(self) -> int:
        """First character of the content."""
        return self.content[0][0]

    @property
    def end(self) -> int:
        """End of the content."""
        return self.content[-1][1]


class Clauses:
    """Finds the drafts of one reading."""

    def __init__(self, tree: Tree, quotes: Quotes, cues: Cues) -> None:
        self.tree, self.quotes, self.cues = tree, quotes, cues
        self.text = tree.source

    # ------------------------------------------------ all

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
            found = self._by_verb(v)
            if found:
                out.append(found)
        out += list(self._according())
        return sorted(self._unique(out), key=lambda d: (d.start, -d.end))

    def _may_cue(self, v: int) -> bool:
        syntax = self.tree.syntax
        if syntax.pos[v] not in ("VERB", "AUX") or syntax.dep[v] in ("aux", "auxpass", "amod", "compound"):
            return False
        known = any(syntax.lemma[v] in words for words in self.cues.tables.verbs.values())
        quote = self.quotes.at(syntax.start[v])
        return known and quote is None

    @staticmethod
    def _unique(drafts: list[Draft]) -> list[Draft]:
        out: dict[tuple[int, int], Draft] = {}
        for d in drafts:
            out.setdefault((d.start, d.end), d)
        return list(out.values())

    # ------------------------------------------------ subjects

    def subject(self, v: int) -> int | None:
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
            if agents:
                return agents[0]
            if own and not passive:
                return self._antecedent(own[-1], v)
            if own:
                return None
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

    def _participle_of(self, v: int) -> int | None:
        """The cue verb whose speaker goes on in ", adding ..." or ", after reporting ..."."""
        tree, syntax = self.tree, self.tree.syntax
        if syntax.tag[v] != "VBG" or tree.children(v, *SUBJECTS):
            return None
        i = v - 1
        while i > 0 and (syntax.pos[i] == "ADV" or tree.text(i).lower() in ("after", "before", "while", "when", "and", "without")):
            i -= 1
        if i <= 0 or (tree.text(i) != "," and i == v - 1):
            return None
        for k in range(i - 1, tree.sentence(v).start - 1, -1):
            if self._may_cue(k) and self.cues.verb(syntax.lemma[k], "say", "report", "ask") and syntax.dep[k] not in ("relcl", "acl") and tree.children(k, "nsubj"):
                return k
        return None

    def _antecedent(self, subject: int, v: int) -> int:
        """The noun a relative pronoun stands for."""
        if self.tree.text(subject).lower() in ("who", "which", "that") and self.tree.syntax.dep[v] == "relcl":
            return self.tree.syntax.head[v]
        return subject

    # ------------------------------------------------ quotations

    def _quoted(self) -> Iterator[Draft]:
        last: Draft | None = None
        for q in self.quotes.all:
            found, before = self._quote_after(q), self._quote_before(q)
            if found and before and before.subject is not None and found.verb != before.verb:
                before.relay, found = found, before
            found = found or before
            if found:
                yield found
                last = found
            elif last and self._continues(q, last):
                last.content.append((q.inner.start, q.inner.end))

    def _continues(self, q: Quote, last: Draft) -> bool:
        """A quotation of its own sentence right after a direct statement of the same paragraph."""
        if last.verb is None or q.words(self.text) < 4:
            return False
        end = max(last.end, self.tree.syntax.end[last.verb])
        between = self.text[end : q.outer.start]
        if "\n" in between or len(between) > 160 or not between.rstrip().endswith((".", "”", '"', "?", "!")):
            return False
        return self.text[q.inner.start].isupper() and between.count(".") <= 2

    def _quote_after(self, q: Quote) -> Draft | None:
        """ "...," said X / "...," X told Y."""
        tree, syntax = self.tree, self.tree.syntax
        first = self._token_from(q.outer.end)
        if first is None or "\n" in self.text[q.outer.end : syntax.start[first]]:
            return None
        tail = self.text[q.inner.start : q.inner.end].rstrip()[-1:]
        if tree.text(first) in (",", "–", "—"):
            first, tail = first + 1, ","
        if first >= len(tree):
            return None
        full_stop = tail not in (",", "?", "!", "—", "–")
        if full_stop and not (tail == "." and tree.text(first)[0].islower() and syntax.pos[first] in ("VERB", "PRON")):
            return None
        for v in range(first, min(first + REACH, len(tree))):
            token = tree.text(v)
            if (token in STOPS and self._ends(v)) or token in ('"', "“", ":") or "\n" in self.text[q.outer.end : syntax.start[v]]:
                return None
            if syntax.dep[v] in ("relcl", "acl", "aux") or not self._may_cue(v) or not self.cues.verb(syntax.lemma[v], "say", "quote", "report"):
                continue
            subject = self._near_subject(v, first)
            if subject is None:
                return None
            return self._draft_quote(q, v, subject)
        return None

    def _ends(self, i: int) -> bool:
        """Whether a full stop ends its sentence (and not an abbreviation)."""
        return self.tree.text(i) != "." or i + 1 >= len(self.tree) or self.tree.syntax.sentence[i + 1] != self.tree.syntax.sentence[i]

    def _near_subject(self, v: int, first: int) -> int | None:
        """The subject of a cue after a quotation: what stands between, or what follows "said"."""
        tree, syntax = self.tree, self.tree.syntax
        own = [s for s in tree.children(v, *SUBJECTS) if s >= first]
        if own:
            return own[-1] if own[-1] > v else own[0]
        if v > first:
            nouns = [i for i in range(first, v) if syntax.pos[i] in ("NOUN", "PROPN", "PRON")]
            tops = [i for i in nouns if syntax.head[i] not in nouns]
            return tops[0] if tops else None
        for i in range(v + 1, min(v + 12, len(tree))):
            if tree.text(i) in (".", ";"):
                break
            if syntax.pos[i] in ("NOUN", "PROPN", "PRON") and syntax.dep[i] not in ("compound", "poss", "nmod", "amod"):
                return i
        return None

    def _draft_quote(self, q: Quote, v: int, subject: int | None) -> Draft:
        start, end = q.inner.start, q.inner.end
        before = self._token_before(q.outer.start)
        if before is not None and q.outer.start < self.tree.syntax.start[v]:
            lead = self.tree.sentence(before).start
            at = self.tree.syntax.start[lead]
            words = self.text[at : q.outer.start]
            joined = self.tree.syntax.sentence[before] == self.tree.syntax.sentence[self._token_from(q.inner.start) or before]
            open_end = self.tree.text(before) not in STOPS and not words.rstrip().endswith((",", ":", "”", '"'))
            if joined and open_end and "\n" not in words and words.strip() and not any(self._is_cue_word(i) for i in range(lead, before + 1)):
                start = at
        return Draft([(start, end)], self._cue_tokens(v), v, subject, "say", quoted=start == q.inner.start)

    def _is_cue_word(self, i: int) -> bool:
        return self._may_cue(i) and self.cues.verb(self.tree.syntax.lemma[i], "say", "report") and self.tree.syntax.dep[i] not in ("relcl", "acl")

    def _quote_before(self, q: Quote) -> Draft | None:
        """X said: "..." / X said, "..." / X stated that "..."."""
        tree, syntax = self.tree, self.tree.syntax
        last = self._token_before(q.outer.start)
        if last is None:
            return None
        gap = self.text[syntax.end[last] : q.outer.start]
        token = tree.text(last)
        verb_right_before = self._may_cue(last) and self.cues.verb(syntax.lemma[last], "say", "quote")
        if token not in (",", ":", "that") and not verb_right_before:
            return None
        if gap.count("\n") > 1 and token != ":":
            return None
        lower = self.text[q.inner.start].islower()
        if q.words(self.text) < 3 or (lower and token not in (":", "that") and not self._finite(q)):
            return None
        start = tree.sentence(last).start
        for v in range(last, max(start, last - REACH) - 1, -1):
            if tree.text(v) in STOPS or tree.text(v) in ('"', "”"):
                return None
            if syntax.dep[v] in ("relcl", "amod") or not self._may_cue(v):
                continue
            if not self.cues.verb(syntax.lemma[v], "say", "quote"):
                if syntax.pos[v] == "VERB" and syntax.tag[v] != "VBN" and token != ":":
                    return None
                continue
            subject = self.subject(v)
            if subject is None and syntax.dep[v] == "ROOT":
                left = [i for i in range(start, v) if syntax.pos[i] in ("PROPN", "PRON", "NOUN")]
                subject = left[-1] if left else None
            return Draft([(q.inner.start, q.inner.end)], self._cue_tokens(v), v, subject, "say", quoted=True)
        return None

    def _finite(self, q: Quote) -> bool:
        """Whether a quotation has a subject and a finite verb of its own."""
        tokens = self.tree.inside(q.inner)
        return any(self.tree.syntax.dep[i] in SUBJECTS for i in tokens) 

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

    # ------------------------------------------------ verbs

    def _by_verb(self, v: int) -> Draft | None:
        """The statement a cue verb makes, by the frames it stands in."""
        lemma = self.tree.syntax.lemma[v]
        subject = self.subject(v)
        if self._said_of(v):
            return None
        frames = (
            ("accuse", self._accused), ("say", self._clause), ("quote", self._clause), ("think", self._clause), ("as", self._described),
            ("ask", self._asked), ("do", self._done), ("for", self._called_for), ("see", self._seen), ("report", self._object),
            ("say", self._before_it), ("quote", self._before_it),
        )  # fmt: skip
        for frame, read in frames:
            if not self.cues.verb(lemma, frame):
                continue
            content = read(v, subject)
            if content:
                if subject is None and frame not in ("say", "report"):
                    return None
                return Draft(content, self._cue_tokens(v), v, subject, frame, quoted=False)
        return None

    def _said_of(self, v: int) -> bool:
        """Whether a participle only describes a noun ("the reported attack", "the said man")."""
        return self.tree.syntax.dep[v] == "acl" and self.tree.syntax.tag[v] == "VBN"

    def _clause(self, v: int, subject: int | None) -> list[tuple[int, int]] | None:
        """A clause after the cue, or before it: "X said (that) ...", "..., X said"."""
        tree, syntax = self.tree, self.tree.syntax
        comps = tree.children(v, "ccomp")
        right = [c for c in comps if c > v]
        think = not self.cues.verb(syntax.lemma[v], "say", "quote")
        if right:
            return self._right(v, right[0], subject)
        after = self._that_after(v)
        if after is not None:
            return self._run(after, self._clause_end(after), v)
        withheld = self._withheld(v)
        if withheld or think:
            return withheld
        return self._relative(v, subject) or self._misread(v)

    def _before_it(self, v: int, subject: int | None) -> list[tuple[int, int]] | None:
        """The clause before ", X said"."""
        return self._left(v, subject, [c for c in self.tree.children(v, "ccomp") if c < v])

    def _withheld(self, v: int) -> list[tuple[int, int]] | None:
        """ "did not state when ...", hung on the cue as an adverbial clause."""
        tree = self.tree
        if not tree.children(v, "neg") or self.tree.syntax.lemma[v] not in self.cues.tables.acts["withholds"]:
            return None
        for c in tree.children(v, "advcl", "ccomp"):
            inside = [i for i in tree.subtree(c) if i > v]
            if inside and self.tree.syntax.tag[inside[0]] in ("WRB", "WP", "WDT", "IN"):
                return self._run(inside[0], inside[-1], v)
        return None

    def _misread(self, v: int) -> list[tuple[int, int]] | None:
        """ "said strikes on the port killed ten": a clause the parser took for an object; nobody "says" a thing."""
        tree, syntax = self.tree, self.tree.syntax
        if self.cues.verb(syntax.lemma[v], "report", "as", "for"):
            return None
        for o in tree.children(v, "dobj"):
            inside = tree.subtree(o)
            if o > v and len(inside) > 4 and any(syntax.tag[i] in ("VBN", "VBD") and syntax.dep[i] in ("acl", "relcl") for i in inside):
                return self._run(inside[0], inside[-1], v)
        return None

    def _that_after(self, v: int) -> int | None:
        """The token after a "that" which the parser did not hang on the cue."""
        for i in range(v + 1, min(v + 14, self.tree.sentence(v).stop - 1)):
            if self.tree.text(i).lower() == "that" and self.tree.syntax.tag[i] == "IN":
                return i + 1
            finite = self.tree.syntax.tag[i] in ("VBD", "VBZ", "VBP", "MD") and self.tree.syntax.dep[i] != "acl"
            if finite or self.tree.text(i) in (";", ":"):
                return None
        return None

    def _right(self, v: int, comp: int, subject: int | None) -> list[tuple[int, int]] | None:
        inside = [i for i in self.tree.subtree(comp) if i > v and not (subject is not None and self._under(i, subject))]
        if not inside:
            return None
        return self._run(inside[0], self._joined_end(v, inside[-1]), v)

    def _under(self, i: int, top: int) -> bool:
        return i == top or (self.tree.syntax.head[i] == top and self.tree.syntax.pos[i] in ("DET", "ADJ", "PROPN"))

    def _joined_end(self, v: int, last: int) -> int:
        """Past a ", but ..." or ", and that ..." that the parser hung higher up."""
        tree, syntax = self.tree, self.tree.syntax
        stop = tree.sentence(v).stop
        i = last + 1
        if i < stop and tree.text(i) == ",":
            i += 1
        if i + 1 >= stop or tree.text(i).lower() not in ("but", "and", "while"):
            return last
        that = tree.text(i + 1).lower() == "that"
        participle = syntax.tag[v] == "VBG" and syntax.pos[i + 1] != "VERB"
        if not (that or participle) or any(self._is_cue_word(k) for k in range(i, stop)):
            return last
        end = stop - 1
        while end > i and not tree.text(end)[0].isalnum():
            end -= 1
        return end

    def _clause_end(self, first: int) -> int:
        """The last word of the sentence that starts somewhere before this token."""
        end = self.tree.sentence(first).stop - 1
        while end > first and self.tree.syntax.pos[end] == "PUNCT":
            end -= 1
        return end

    def _relative(self, v: int, subject: int | None) -> list[tuple[int, int]] | None:
        """ "... who he said were trying ...": the rest of the relative clause."""
        if subject is None or subject != v - 1:
            return None
        w = subject - 1
        while w > 0 and self.tree.syntax.pos[w] in ("DET", "ADJ", "PROPN", "PART"):
            w -= 1
        if self.tree.text(w).lower() not in ("who", "which", "that", "what") or self.tree.syntax.tag[w] == "IN":
            return None
        nxt = v + 1
        if nxt >= self.tree.sentence(v).stop or self.tree.syntax.pos[nxt] not in ("VERB", "AUX"):
            return None
        return self._run(nxt, self._clause_end(nxt), v)

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
        while edge > sentence.start and syntax.pos[edge - 1] in ("ADV", "AUX", "PART"):
            edge -= 1
        if edge - 1 <= sentence.start or tree.text(edge - 1) not in (",", "”", '"', "–", "—"):
            return None
        start, end = sentence.start, edge - 2 if tree.text(edge - 1) == "," else edge - 1
        if not comps and syntax.dep[v] not in ("ROOT", "parataxis", "conj", "ccomp", "dep"):
            return None
        finite = any(syntax.tag[i] in ("VBD", "VBZ", "VBP", "MD") for i in range(start, end + 1))
        if not finite or syntax.dep[v] == "conj" and not comps:
            return None
        return self._run(start, end, v, trim=False)

    def _source_start(self, subject: int) -> int:
        """The first token of a simple noun phrase before the cue."""
        i = subject
        while i > self.tree.sentence(subject).start and self.tree.syntax.pos[i - 1] in ("DET", "ADJ", "PROPN", "NOUN", "PART", "NUM"):
            i -= 1
        return i

    # ------------------------------------------------ other frames

    def _object(self, v: int, subject: int | None) -> list[tuple[int, int]] | None:
        """ "reported airstrikes ...", "announced a retreat"."""
        passive = self.tree.children(v, "nsubjpass")
        if passive and subject is not None:
            return self._phrase(passive[-1])
        if subject is None or passive or self.tree.children(v, "auxpass"):
            return None
        objects = [o for o in self.tree.children(v, "dobj") if o > v]
        if not objects or self.tree.syntax.pos[objects[0]] == "PRON":
            return None
        return self._phrase(objects[0])

    def _phrase(self, head: int) -> list[tuple[int, int]] | None:
        inside = self.tree.subtree(head)
        return self._run(inside[0], inside[-1], None)

    def _asked(self, v: int, subject: int | None) -> list[tuple[int, int]] | None:
        """ "asked X to do", "urged that": the infinitive."""
        tree = self.tree
        if subject is None or tree.children(v, "nsubjpass"):
            return None
        for c in tree.children(v, "xcomp", "ccomp", "advcl"):
            to = [k for k in tree.children(c, "aux") if tree.text(k).lower() == "to"]
            if c > v and to and (tree.children(v, "dobj", "dative", "prep") or tree.children(c, "nsubj")):
                inside = [i for i in tree.subtree(c) if i >= to[0]]
                return self._run(to[0], inside[-1], None)
        for o in tree.children(v, "dobj"):
            for c in tree.children(o, "acl", "relcl"):
                to = [k for k in tree.children(c, "aux") if tree.text(k).lower() == "to"]
                if to:
                    return self._run(to[0], tree.subtree(c)[-1], None)
        return None

    def _done(self, v: int, subject: int | None) -> list[tuple[int, int]] | None:
        """ "offered to do", "refused to do"."""
        if subject is None:
            return None
        for c in self.tree.children(v, "xcomp"):
            to = [k for k in self.tree.children(c, "aux") if self.tree.text(k).lower() == "to"]
            if c > v and to:
                return self._run(to[0], self.tree.subtree(c)[-1], None)
        return None

    def _accused(self, v: int, subject: int | None) -> list[tuple[int, int]] | None:
        """ "accused X of ...": X and what it is accused of."""
        objects = [o for o in self.tree.children(v, "dobj") if o > v]
        if subject is None or not objects:
            return None
        for p in [*self.tree.children(v, "prep"), *self.tree.children(objects[0], "prep")]:
            if self.tree.text(p).lower() == "of" and p > objects[0] and self.cues.verb(self.tree.syntax.lemma[v], "accuse"):
                first = self.tree.subtree(objects[0])[0]
                last = max(self.tree.subtree(p)[-1], self.tree.subtree(objects[0])[-1])
                return self._run(first, last, None)
        return None

    def _called_for(self, v: int, subject: int | None) -> list[tuple[int, int]] | None:
        """ "called for X"."""
        if subject is None:
            return None
        for p in self.tree.children(v, "prep"):
            if self.tree.text(p).lower() == "for" and p > v and self.tree.children(p, "pobj", "pcomp"):
                inside = self.tree.subtree(p)
                return self._run(inside[0] + 1, inside[-1], None)
        return None

    def _described(self, v: int, subject: int | None) -> list[tuple[int, int]] | None:
        """ "described X as Y", "called it a Y", "what he described as Y"."""
        if subject is None:
            return None
        tree = self.tree
        for p in tree.children(v, "prep"):
            if tree.text(p).lower() == "as" and p > v:
                inside = tree.subtree(p)
                if len(inside) > 1:
                    return self._run(inside[0] + 1, inside[-1], None)
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

    def _quoted_as(self, v: int) -> Draft | None:
        """ "AGENCY quoted X as saying that ...", "X was quoted as saying by AGENCY"."""
        tree, syntax = self.tree, self.tree.syntax
        if syntax.lemma[v] not in self.cues.tables.phrases["wires"]:
            return None
        sentence = tree.sentence(v)
        for i in range(v + 1, min(v + REACH, sentence.stop - 1)):
            if tree.text(i).lower() == "as" and syntax.lemma[i + 1] in ("say", "tell", "state", "write") and syntax.tag[i + 1] == "VBG":
                first = i + 2 + (i + 2 < sentence.stop and tree.text(i + 2).lower() == "that")
                if first >= sentence.stop:
                    return None
                passive = tree.children(v, "nsubjpass")
                objects = [k for k in tree.children(v, "dobj") if v < k < i]
                nouns = [k for k in range(v + 1, i) if syntax.pos[k] in ("PROPN", "NOUN")]
                said = passive[-1] if passive else (objects[0] if objects else (nouns[-1] if nouns else None))
                content = self._run(first, self._clause_end(first), None, trim=False)
                agency = None if passive else self._left_noun(v)
                return Draft(content, [v, i, i + 1], i + 1, said, "say", agency=agency) if said is not None and content else None
        return None

    def _left_noun(self, v: int) -> int | None:
        own = self.tree.children(v, "nsubj")
        if own:
            return own[0]
        return v - 1 if v and self.tree.syntax.pos[v - 1] in ("PROPN", "NOUN") else None

    # ------------------------------------------------ according to, as X said

    def _according(self) -> Iterator[Draft]:
        tree = self.tree
        for i in range(len(tree) - 2):
            if tree.text(i).lower() == "according" and tree.text(i + 1).lower() == "to":
                found = self._source_phrase(i, i + 2)
                if found:
                    yield found
            elif tree.text(i).lower() == "as" and i > tree.sentence(i).start and tree.text(i - 1) == ",":
                found = self._as_said(i)
                if found:
                    yield found

    def _source_phrase(self, i: int, first: int) -> Draft | None:
        """ "According to X, ..." and "..., according to X"."""
        tree, syntax = self.tree, self.tree.syntax
        sentence = tree.sentence(i)
        objects = [k for k in range(first, sentence.stop) if syntax.head[k] in (i + 1, i) and syntax.dep[k] in ("pobj", "pcomp")]
        head = objects[0] if objects else first
        inside = [k for k in tree.subtree(head) if k >= first]
        last = max([k for k in inside if k < sentence.stop], default=first)
        comma = next((k for k in range(first, sentence.stop) if tree.text(k) == ","), None)
        lead = all(syntax.pos[k] in ("PUNCT", "CCONJ", "ADV") or tree.text(k) in ('"', "“") for k in range(sentence.start, i))
        if lead:
            while comma is not None and comma < last and self._apposition(head, comma):
                comma = next((k for k in range(comma + 1, sentence.stop) if tree.text(k) == ","), None)
            if comma is None or comma + 1 >= sentence.stop:
                return None
            content = self._run(comma + 1, self._clause_end(comma + 1), None, trim=False)
            source = (first, comma - 1)
        else:
            start = self._clause_start(i)
            end = i - 1 - (tree.text(i - 1) == ",")
            if end < start:
                return None
            content = self._run(start, end, None, trim=False)
            source = (first, min(last, self._clause_end(first)))
            if content and tree.text(i - 1) == "," and last + 2 < sentence.stop and tree.text(last + 1) == ",":
                rest = self._run(last + 2, self._clause_end(last + 2), None, trim=False)
                content += rest or []
        if not content or self.quotes.at(syntax.start[i]) and self._quoted_source(i):
            return None
        return Draft(content, [i, i + 1], None, head, "say", source=source)

    def _apposition(self, head: int, comma: int) -> bool:
        return any(k > comma for k in self.tree.children(head, "appos")) and comma < max(self.tree.children(head, "appos"))

    def _quoted_source(self, i: int) -> bool:
        quote = self.quotes.at(self.tree.syntax.start[i])
        return quote is not None and quote.words(self.text) > 2

    def _clause_start(self, i: int) -> int:
        """The first token of the clause a phrase in the middle of a sentence belongs to."""
        start = self.tree.sentence(i).start
        for k in range(i - 1, start, -1):
            if self.tree.text(k) in (";", ":"):
                return k + 1
        return start

    def _as_said(self, i: int) -> Draft | None:
        """ "..., as X said", "..., as announced by X": the content stands before."""
        tree, syntax = self.tree, self.tree.syntax
        sentence = tree.sentence(i)
        for v in range(i + 1, min(i + 12, sentence.stop)):
            if tree.text(v) in (",", "."):
                return None
            if syntax.pos[v] == "VERB" and syntax.lemma[v] in self.cues.tables.phrases["as_verbs"]:
                agents = [k for a in range(v + 1, min(v + 3, sentence.stop)) if tree.text(a).lower() == "by" for k in tree.children(a, "pobj")]
                subject = agents[0] if agents else (self.subject(v) if tree.children(v, "nsubj") else None)
                if subject is None or (v == i + 1 and not agents):
                    return None
                content = self._run(sentence.start, i - 2, None, trim=False)
                return Draft(content, [v], v, subject, "say") if content else None
        return None

    # ------------------------------------------------ runs of characters

    def _cue_tokens(self, v: int) -> list[int]:
        """The verb with its negation and particle."""
        tree = self.tree
        out = [k for k in tree.children(v, "neg", "prt") if abs(k - v) <= 2]
        if any(tree.syntax.dep[k] == "neg" for k in out):
            out += [k for k in tree.children(v, "aux") if v - k <= 3]
        return sorted([*out, v])

    def _run(self, first: int, last: int, v: int | None, *, trim: bool = True) -> list[tuple[int, int]] | None:
        """Characters of a run of tokens without "that", marks at its ends and, with `trim`, the outlet's own explanations."""
        tree, syntax = self.tree, self.tree.syntax
        while first < last and (syntax.pos[first] == "PUNCT" or tree.text(first).lower() in ("that", ",") and syntax.dep[first] in ("mark", "punct")):
            first += 1
        if trim:
            last = self._trimmed(first, last)
        while last > first and syntax.pos[last] == "PUNCT":
            last -= 1
        if last < first or (last == first and syntax.pos[first] in ("PRON", "PUNCT", "ADV")):
            return None
        return [(syntax.start[first], syntax.end[last])]

    def _trimmed(self, first: int, last: int) -> int:
        """Before ", which ..." or ", the capital of ..." at the end of an indirect content: the outlet explains there."""
        tree, syntax = self.tree, self.tree.syntax
        for i in range(first + 4, last):
            if tree.text(i) != ",":
                continue
            word = tree.text(i + 1).lower()
            rest_quoted = bool(self.quotes.inside(syntax.start[i], syntax.end[last]))
            appos = word in ("the", "a", "an") and any(syntax.dep[k] == "appos" and k > i for k in range(i, min(i + 8, last + 1)))
            if self._new_cue(i + 1, last):
                return i - 1
            outlet = word in ("which", "who") or appos or (word == "as" and syntax.tag[i + 1] == "IN")
            if outlet and not rest_quoted and not self._list(i, last):
                return i - 1
        return last

    def _new_cue(self, i: int, last: int) -> bool:
        """Whether ", adding ..." or ", after reporting ..." starts here: the speaker's next statement."""
        if i < last and self.tree.text(i).lower() in ("after", "before", "while", "and"):
            i += 1
        lemma, tag = self.tree.syntax.lemma[i], self.tree.syntax.tag[i]
        return tag == "VBG" and self._may_cue(i) and self.cues.verb(lemma, "say", "report", "ask")

    def _list(self, comma: int, last: int) -> bool:
        """Whether the commas part items of a list ("a, b and c")."""
        return any(self.tree.text(k).lower() in ("and", "or") and self.tree.text(k - 1) == "," for k in range(comma + 1, last))
