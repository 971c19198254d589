"""Noun phrases that are actors, read from their heads: names, roles, bodies, groups, countries, weapons, pronouns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from opensitrep.extract.actors.attributes import Attributes, Phrase
from opensitrep.extract.actors.words import Label
from opensitrep.model import ActorKind
from opensitrep.text.words import Lists

WORDS = Lists("actors")
CUES = Lists("attribution")
INSIDE = ("compound", "amod", "nmod", "case", "flat")  # a noun in these relations is no head of its own phrase


class Phrases(Attributes):
    """The noun phrases of one reading and what they are."""

    def phrases(self) -> Iterator[Phrase]:
        """Every noun phrase that may be an actor, by its head."""
        pos, dep = self.tree.syntax.pos, self.tree.syntax.dep
        for i in range(len(self.tree)):
            if pos[i] == "PRON":
                if self._stands_for_someone(i):
                    yield Phrase(i, i, i, ActorKind.PRONOUN)
                continue
            noun = pos[i] in ("NOUN", "PROPN") or self._noun_like(i)
            if not noun or (dep[i] in INSIDE and self.tree.syntax.head[i] > i and self._same_base(i)):
                continue
            if i > 1 and self.tree.text(i - 1) == "-" and self._hyphened(i - 2):
                continue  # the "general" of "secretary-general"
            phrase = self._read(i)
            if phrase:
                yield phrase

    def _noun_like(self, i: int) -> bool:
        """An adjective or a foreign word used as a noun: "the military", "the Swiss", a name the tagger missed."""
        label = self.labels.at(i, "body", "group", "country", "agency", "outlet", "side", "seat", "adjective")
        verbal = self.tree.syntax.tag[i].startswith("VB") and self.tree.text(i)[0].islower()
        loose = self.tree.syntax.dep[i] in ("nsubj", "nsubjpass", "pobj", "dobj", "agent") or (
            label and label.kind == "agency"
        )
        return label is not None and not verbal and bool(loose)

    def _same_base(self, i: int) -> bool:
        head = self.tree.syntax.head[i]
        return all(self.tree.text(k) not in (",", "(", ")", "–", "—", ";", ":") for k in range(i, head))

    def _stands_for_someone(self, i: int) -> bool:
        dep = self.tree.syntax.dep[i]
        known = self.tree.lower[i] in WORDS["pronouns"]
        return known and dep in ("nsubj", "nsubjpass", "pobj", "dobj", "dative", "agent", "ROOT")

    def _left(self, head: int) -> int:
        """The first token of the phrase before its head: determiners, adjectives, names, owners."""
        first, start = head, self.tree.sentence(head).start
        below = set(self.tree.subtree(head))
        while first - 1 >= start and first - 1 in below:
            k, token = first - 1, self.tree.text(first - 1)
            if token in (",", "(", ")", ":", ";", "–", "—", '"', "“", "”") or self._verb_between(k, token):
                break
            first -= 1
        while first < head and self._no_beginning(first):
            first += 1
        return first

    def _no_beginning(self, first: int) -> bool:
        """Whether a phrase does not begin here: "and", a mark, the "least" of "at least"."""
        syntax = self.tree.syntax
        least = syntax.tag[first] in ("RBS", "JJS") and self.tree.lower[first] in WORDS["before figures"]
        return (least and syntax.tag[first + 1] == "CD") or syntax.pos[first] in ("CCONJ", "PUNCT", "PART")

    def _verb_between(self, k: int, token: str) -> bool:
        """Whether a token cannot stand inside a noun phrase: a verb, a preposition, "quoted" after an agency."""
        pos, dep = self.tree.syntax.pos[k], self.tree.syntax.dep[k]
        if pos not in ("VERB", "AUX", "ADP", "SCONJ") or (k and self.tree.text(k - 1) == "-"):
            return False  # no verb either: the "run" of "the Hamas-run ministry"
        if dep == "amod" or "-" in token:
            return k > 0 and self.labels.at(k - 1, "agency", "outlet") is not None
        return True

    def _read(self, head: int) -> Phrase | None:  # noqa: PLR0911 - one return a kind of phrase
        first = self._left(head)
        exact = self.labels.at(head, "agency", "outlet", "side", "country", "seat")
        role, body = self.labels.at(head, "role"), self.labels.at(head, "body")
        longer = self._hyphened(head)
        if longer:
            return self._by_role(min(first, longer.first), longer.last, longer)
        if exact and exact.first == exact.last and self._surname(first, head):
            exact = None
        run = self._name(first, head)
        before = self._before(first, run[0]) if run else None
        if exact and exact.first >= first and not (before and before.kind == "role" and exact.kind != "side"):
            return self._by_name(first, head, exact)
        weapon = self.labels.at(head, "weapon")
        if weapon and not (role and role.field != "weapon"):
            return Phrase(first, head, head, ActorKind.WEAPON, (first, head))
        if role and role.field == "rebel" and self._designated(first, head):
            return Phrase(first, head, head, ActorKind.WEAPON, (first, head))
        if run and not body and not (role and run[0] == run[1]):
            return self._by_run(first, head, run)
        if role and not (body and body.first < role.first):
            return self._by_role(first, head, role)
        if body:
            return self._by_body(first, head, body)
        group = self.labels.at(head, "group")
        if group:
            return self._by_group(first, head, group)
        adjective = self.labels.at(head, "adjective")
        if adjective and (self.tree.syntax.tag[head].endswith("S") or self.tree.text(first).lower() == "the"):
            return Phrase(first, head, head, ActorKind.STATE, (head, head), country=adjective.code, side=adjective.side)
        return None

    def _hyphened(self, head: int) -> Label | None:
        """The role that goes on behind a hyphen: "the secretary-general", of which the parser takes half."""
        if head + 2 >= len(self.tree) or self.tree.text(head + 1) != "-":
            return None
        label = self.labels.at(head + 2, "role")
        return label if label and label.first <= head else None

    def _designated(self, first: int, head: int) -> bool:
        """Whether a designation of a weapon stands in the phrase: "Su-25 fighters"."""
        return any(self.labels.at(i, "weapon") for i in range(first, head))

    def _by_name(self, first: int, head: int, exact: Label) -> Phrase | None:
        """A country, a seat of power, a known armed group, agency or outlet."""
        kinds = {"agency": ActorKind.AGENCY, "outlet": ActorKind.OUTLET, "side": ActorKind.BODY}
        kind = kinds.get(exact.kind, ActorKind.STATE)
        seated = exact.first > first and self.tree.text(exact.first - 1).lower() == "the"  # "the Kremlin" is no town
        if exact.kind == "seat" and not seated and not self._acts(head):
            return None
        if exact.side == "WEST":
            kind = ActorKind.STATE
        start = exact.first - (exact.first > first and self.tree.text(exact.first - 1).lower() == "the")
        return Phrase(
            start, head, head, kind, (exact.first, exact.last), country=exact.code, side=exact.side, named=True
        )

    def _acts(self, i: int) -> bool:
        """Whether a capital stands for its government: the subject of an active verb that is no "is" or "has"."""
        syntax, head = self.tree.syntax, self.tree.syntax.head[i]
        if syntax.dep[i] in ("agent", "dative"):
            return True
        if syntax.dep[i] == "pobj":
            return syntax.lemma[head] in WORDS["by whom"] and syntax.lemma[syntax.head[head]] in WORDS["according"]
        if syntax.dep[i] == "dobj":
            return syntax.lemma[head] in self.words.saying
        return syntax.dep[i] == "nsubj" and syntax.pos[head] == "VERB"

    def _name(self, first: int, head: int) -> tuple[int, int] | None:
        """The run of capitalised words without another meaning that ends with the head."""
        i = head
        while i >= first and self._nameable(i):
            i -= 1
        start = i + 1
        while start <= head and (
            self.tree.text(start).lower() in WORDS["particles"] or not self.tree.text(start)[0].isalpha()
        ):
            start += 1
        return (start, head) if start <= head else None

    def _before(self, first: int, start: int) -> Label | None:
        """The label that ends just before a name: its role, or the country of "Prime Minister of X Name"."""
        return self.labels.at(start - 1, "role", "country", "body") if start > first else None

    def _by_run(self, first: int, head: int, run: tuple[int, int]) -> Phrase | None:
        before = self.labels.at(run[0] - 1, "role") if run[0] > first else None
        if before and self.tree.syntax.tag[before.last] in ("VBG", "VBN", "VBD"):
            before = None  # "neighbouring Oru"
        role, owner = before, None
        title = before if before and before.id == "title" else None
        if title:
            role = None
        if not before and run[0] > first:
            country = self.labels.at(run[0] - 1, "country", "seat")
            owner = self._role_of(country) if country and run[1] > run[0] else None
            role = owner
        start = owner.first if owner else first
        if role and role.first < start:  # "Secretary of State X": the role reaches back over a preposition
            start = self._left(role.first)
        if role:
            stop = self.labels.at(role.first - 1, "role") if role.first > start else None
            role = (
                stop if stop and stop.field in ("military", "opposition") and role.field in ("none", "civil") else role
            )
        body = self.labels.at(run[0] - 1, "body") if run[0] and not before else None
        if body and self.tree.text(run[0] - 1).islower() and self.tree.syntax.tag[run[0]].startswith("NNP"):
            # "the charity Open Wells"
            return self._finish(first, head, ActorKind.BODY, run, None, body.field, named=True)
        known = role is not None or title is not None
        if run[0] > first and known is False and self.labels.at(run[0] - 1, "seat", "country") and owner is None:
            run = self._first_name(first, run)
        if not known and not self._personlike(first, run):
            return None
        return self._finish(start, head, ActorKind.PERSON, run, role, role.field if role else "", named=True)

    def _first_name(self, first: int, run: tuple[int, int]) -> tuple[int, int]:
        """A first name that is a capital or country too ("Sofia", "Jordan")."""
        before = run[0] - 1
        plain = (
            before >= first and self.tree.syntax.dep[before] == "compound" and self.tree.syntax.head[before] == run[1]
        )
        return (before, run[1]) if plain else run

    def _role_of(self, country: Label) -> Label | None:
        """The role of "ROLE of COUNTRY Name"."""
        k = country.first - 1
        if k >= 1 and self.tree.lower[k] in WORDS["behind an office"]:
            return self.labels.at(k - 1, "role")
        return None

    def _personlike(self, first: int, run: tuple[int, int]) -> bool:  # noqa: PLR0911 - one return a sign
        """A name without a role: an agent, a speaker, one with an age, an apposition or a "who" beside it."""
        tree, syntax, head = self.tree, self.tree.syntax, run[1]
        verb = syntax.head[head]
        if any(c.lower() in WORDS["unpersonal"] for c in (tree.text(run[0]), tree.text(head))):
            return False
        owned = first < run[0] and syntax.tag[run[0] - 1] == "POS"  # "the union's Ann Lowe"
        if first < run[0] and tree.lower[first] in WORDS["before no name"] and not owned:
            return False
        speaks = syntax.dep[head] == "nsubj" and syntax.lemma[verb] in self.words.saying
        if speaks or any(
            tree.text(k).lower() == "who" and syntax.dep[k].startswith("nsubj") for k in tree.subtree(head)
        ):
            return True
        placed = run[0] == head and syntax.dep[head] == "pobj" and syntax.lemma[verb] not in WORDS["before persons"]
        if not placed and any(self.labels.at(k, "role") for k in tree.children(head, "appos")):
            return True  # but not of "in Yavoriv, the governor of ...": the town of the sentence before the speaker
        if syntax.dep[head] == "appos" and self.labels.at(verb, "role"):
            return True
        if not syntax.tag[run[0]].startswith("NNP") or not syntax.tag[head].startswith("NNP"):
            return False
        long = run[1] > run[0] and all(
            tree.text(k)[0].isupper() or tree.text(k) in ("-",) or tree.text(k) in WORDS["particles"]
            for k in range(run[0], head + 1)
        )
        if head == run[1] and run[0] == tree.sentence(head).start and tree.text(run[0]).endswith("ing"):
            return False
        if syntax.lemma[verb] not in self.words.saying and any(len(tree.text(k)) == 1 for k in range(run[0], head + 1)):
            return False
        human = syntax.lemma[verb] in WORDS["acting"] or syntax.lemma[verb] in self.words.saying
        return long and syntax.dep[head] in ("nsubj", "agent") and human

    def _by_role(self, first: int, head: int, role: Label) -> Phrase | None:
        if role.id == "title":
            return None
        if role.id == "ally" and self.tree.syntax.tag[head] not in ("NNS", "NNPS"):
            return None  # "Belarus, a Russian ally": a state
        if self._ambiguous(first, head) or (
            role.first == head and head and self.tree.syntax.tag[head - 1] == "CD" and len(self.tree.text(head)) <= 2
        ):
            return None  # "6 pm" is no prime minister
        plural = self.tree.syntax.tag[head] in ("NNS", "NNPS") or role.id == "people"
        kind = ActorKind.GROUP if plural else ActorKind.PERSON
        return self._finish(first, head, kind, (max(role.first, first), head), role, role.field)

    def _ambiguous(self, first: int, head: int) -> bool:
        """Whether "head" or "star" alone stands here, with nothing that makes it an office."""
        if self.tree.text(head).lower() not in WORDS["ambiguous"] or self._speaks(head):
            return False
        after = self.tree.text(head + 1).lower() if head + 1 < len(self.tree) else ""
        apposed = self.tree.text(head + 1) == "," if after else False
        owned = first < head and (self._country(first, head - 1) or self._organisation(first, head - 1))
        return not (after in WORDS["behind an office"] or owned or apposed or self.tree.syntax.tag[first] == "PRP$")

    def _by_body(self, first: int, head: int, body: Label) -> Phrase | None:
        if body.field == "document" and not self._speaks(head):
            return None
        if not self._definite_body(first, head, body):
            return None
        start = max(first, self._skip_owner(first, head))
        phrase = self._finish(first, head, ActorKind.BODY, (start, head), None, body.field)
        return replace(phrase, name=(start, self._full_name(head, phrase.last)))

    def _definite_body(self, first: int, head: int, body: Label) -> bool:
        """A body has a capital, a country or an article, or acts; "resistance" or "service" alone is none."""
        if self.tree.text(head)[0].isupper() or self._country(first, head) or self._speaks(head):
            return True
        agent = self.tree.syntax.dep[head] in ("nsubj", "agent", "nsubjpass", "appos", "ROOT", "conj", "pobj", "poss")
        strong = body.field in WORDS["sure fields"] or body.id in WORDS["sure bodies"]
        if body.id in WORDS["acting bodies"]:
            agent = (
                self.tree.syntax.dep[head] in ("nsubj", "agent")
                and self.tree.syntax.pos[self.tree.syntax.head[head]] == "VERB"
            )
        return (
            agent and self.tree.syntax.tag[first] in ("DT", "PRP$", "NNP", "JJ") and (strong or first == body.first - 1)
        )

    def _by_group(self, first: int, head: int, group: Label) -> Phrase | None:
        country = self._country(first, head)
        if not country and group.id in WORDS["speaking groups"] and not self._speaks(head):
            return None
        return self._finish(first, head, ActorKind.GROUP, (head, head), None, group.field)

    def _speaks(self, i: int) -> bool:
        """Whether the word is the subject of a cue, behind "according to", or the object of "citing"."""
        head = self.tree.syntax.head[i]
        if self.tree.syntax.dep[i] == "dobj":
            return self.tree.syntax.lemma[head] in CUES["wires"]
        if self.tree.syntax.dep[i] == "pobj" and self.tree.text(head).lower() == "to":
            return self.tree.text(self.tree.syntax.head[head]).lower() == "according"
        return self.tree.syntax.dep[i] == "nsubj" and self.tree.syntax.lemma[head] in self.words.saying

    def _skip_owner(self, first: int, head: int) -> int:
        """The first token of the name of a body: without article and owner ("Ukraine's")."""
        start = first
        for k in range(first, head):
            if self.tree.text(k) in ("'s", "’s", "'", "’") or self.tree.syntax.tag[k] in ("DT", "PRP$"):
                start = k + 1
        return start
