"""Statements that are quotations: the cue stands right before or right after the marks."""

from __future__ import annotations

from collections.abc import Iterator

from opensitrep.extract.attribution.quotes import Quote
from opensitrep.extract.attribution.subjects import STOPS, SUBJECTS, Draft, Subjects
from opensitrep.text.words import Lists

WORDS = Lists("attribution")
REACH = (
    30  # tokens between a quotation and its cue: longest source with apposition in the seeds and PolNeAR train sample
)


class Quoted(Subjects):
    """Rules for quotations."""

    def _quoted(self) -> Iterator[Draft]:
        last: Draft | None = None
        for q in self.quotes.all:
            found, before = self._quote_after(q), self._quote_before(q)
            if found and before and before.subject is not None and found.verb != before.verb:
                before.relay, found = found, before
            found = found or before
            again = last is not None and (found is None or found.verb == last.verb) and self._continues(q, last)
            if last is not None and again:
                last.content.append((q.inner.start, q.inner.end))
            elif found:
                yield found
                last = found

    def _continues(self, q: Quote, last: Draft) -> bool:
        """A quotation right after a direct statement of the same paragraph, which goes on: "...," he said, "..."."""
        if last.verb is None or q.words(self.text) < 4:
            return False
        cue = self.text[last.end : q.outer.start]
        if last.end < self.tree.syntax.start[last.verb] < q.outer.start and self._goes_on_in_it(cue):
            return True
        end = max(last.end, self.tree.syntax.end[last.verb])
        between = self.text[end : q.outer.start]
        if "\n" in between or len(between) > 200 or not between.rstrip().endswith((".", "”", '"', "?", "!")):
            return False
        return self.text[q.inner.start].isupper() and between.count(". ") <= 1

    def _goes_on_in_it(self, between: str) -> bool:
        """Whether nothing but a cue and its speaker stands between two parts of one quoted sentence."""
        return between.rstrip().endswith((",", "–", "—")) and len(between) < 120 and not set(between) & set(".;\n")

    def _quote_after(self, q: Quote) -> Draft | None:  # noqa: PLR0911 - one return a sign
        """ "...," said X / "...," X told Y."""
        tree, syntax = self.tree, self.tree.syntax
        first = self._token_from(q.outer.end)
        if first is None or "\n" in self.text[q.outer.end : syntax.start[first]]:
            return None
        tail = self.text[q.inner.start : q.inner.end].rstrip()[-1:]
        if tree.text(first) in (",", "–", "—"):
            first, tail = first + 1, ","
        if first >= len(tree) or tree.lower[first] in WORDS["contrasts"]:
            return None  # another clause begins
        full_stop = tail not in (",", "?", "!", "—", "–")
        if full_stop and not (tail == "." and tree.text(first)[0].islower() and syntax.pos[first] in ("VERB", "PRON")):
            return None
        for v in range(first, min(first + REACH, len(tree))):
            token = tree.text(v)
            if (
                (token in STOPS and self._ends(v))
                or token in ('"', "“", ":")
                or "\n" in self.text[q.outer.end : syntax.start[v]]
            ):
                return None
            if syntax.dep[v] in ("relcl", "acl", "aux") or not self._may_cue(v) or not self._stands(v, "say", "report"):
                continue
            subject = self._near_subject(v, first)
            title = self._is_title(q) and any(c > v for c in tree.children(v, "ccomp"))
            if subject is None or title:
                return None  # 'on "The Evening Hour," she said that ...' quotes a title
            return self._draft_quote(q, v, subject)
        return None

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
            joined = (
                self.tree.syntax.sentence[before]
                == self.tree.syntax.sentence[self._token_from(q.inner.start) or before]
            )
            open_end = self.tree.text(before) not in STOPS and not words.rstrip().endswith((",", ":", "”", '"'))
            if (
                joined
                and open_end
                and "\n" not in words
                and words.strip()
                and not any(self._is_cue_word(i) for i in range(lead, before + 1))
            ):
                start = at
        return Draft([(start, end)], self._cue_tokens(v), v, subject, "say", quoted=start == q.inner.start)

    def _quote_before(self, q: Quote) -> Draft | None:  # noqa: PLR0911 - one return a sign
        """X said: "..." / X said, "..." / X stated that "..."."""
        tree, syntax = self.tree, self.tree.syntax
        last = self._token_before(q.outer.start)
        if last is None:
            return None
        gap = self.text[syntax.end[last] : q.outer.start]
        token = tree.text(last)
        verb_right_before = self._may_cue(last) and self._stands(last, "say")
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
            if not self._stands(v, "say"):
                if syntax.pos[v] == "VERB" and syntax.tag[v] != "VBN" and token != ":":
                    return None
                continue
            subject = self.subject(v)
            if subject is None and syntax.dep[v] == "ROOT":
                left = [i for i in range(start, v) if syntax.pos[i] in ("PROPN", "PRON", "NOUN")]
                tops = [i for i in left if syntax.dep[i] in SUBJECTS] or left[-1:]
                subject = tops[0] if tops else None
            return Draft([(q.inner.start, self._said_on(q))], self._cue_tokens(v), v, subject, "say", quoted=True)
        return None

    def _said_on(self, q: Quote) -> int:
        """The end of what is said where the sentence goes on behind the marks without one of its own."""
        first = self._token_from(q.outer.end)
        on = first is not None and self.tree.syntax.pos[first] not in ("PUNCT", "CCONJ", "VERB")
        inside = self.tree.at(q.inner.start)
        if not on or first is None or inside is None or not q.closed or self.text[q.inner.end - 1] in ".,?!":
            return q.inner.end
        same = self.tree.syntax.sentence[first] == self.tree.syntax.sentence[inside]
        rest = self._run(first, self._clause_end(first)) if same else None
        return rest[0][1] if rest else q.inner.end

    def _is_title(self, q: Quote) -> bool:
        """Whether all longer words of a quotation begin with a capital: the name of a book or a programme."""
        words = [w for w in self.text[q.inner.start : q.inner.end].split() if len(w) > 3]
        return all(w[0].isupper() for w in words)

    def _finite(self, q: Quote) -> bool:
        """Whether a quotation has a subject and a finite verb of its own."""
        tokens = self.tree.inside(q.inner)
        return any(self.tree.syntax.dep[i] in SUBJECTS for i in tokens)
