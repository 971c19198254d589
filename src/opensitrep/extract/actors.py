"""People, bodies, states, groups, outlets, weapons and pronouns: who can act and speak in a report.

Every noun phrase is read from its head: a name with its role before it, after it or in an apposition; a body or a group by
its head noun; a country by its name. No entity recogniser: names are told by what stands around them (rules in the manner
of Bick 2004 and of the seed notes, shared/notes/approaches.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from opensitrep.extract.actors_links import link
from opensitrep.extract.actors_words import Label, Labels, Words, load_words
from opensitrep.model import ActorKind, ActorMention, Reading, Span
from opensitrep.tree import Tree

BEFORE = ("det", "amod", "compound", "nummod", "poss", "nmod", "quantmod", "advmod", "case", "predet", "punct")
INSIDE = ("compound", "amod", "nmod", "case", "flat")  # a noun in these relations is no head of its own phrase
MAKES_SIDE = ("backed", "aligned", "supported", "sponsored", "led", "funded", "installed", "allied", "controlled")
PARTICLES = frozenset("al el bin ibn van von der den de di da del della dos du la le ten ter abu and y".split()) - {"and"}
PERSON_VERBS = ("nsubj", "agent", "pobj", "dative", "dobj", "nsubjpass", "conj", "appos", "poss", "ROOT", "attr")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: tokens `first` to `head`, its postmodifiers ending with `last`, and what its words say."""

    first: int
    head: int
    last: int
    kind: ActorKind | None
    name: tuple[int, int] | None = None  # tokens of the name or head noun
    role: Label | None = None
    field: str = ""
    organisation: tuple[int, int] | None = None
    country: str | None = None
    side: str | None = None
    place: tuple[int, int] | None = None
    named: bool = False


def find_actors(reading: Reading, words: Words | None = None) -> Reading:
    """Add every actor mention of the readable blocks, in text order; pronouns and short forms point at what they stand for."""
    tree = Tree(reading)
    scan = Scan(tree, words or load_words())
    phrases = list(scan.phrases())
    mentions = {p.span: p for p in scan.mentions(phrases)}
    linked = link(reading, tree, sorted(mentions.values(), key=lambda m: (m.span, m.kind)), scan.words)
    return replace(reading, actors=(*reading.actors, *linked))


class Scan:
    """The noun phrases of one reading and what they are."""

    def __init__(self, tree: Tree, words: Words) -> None:
        self.tree, self.words = tree, words
        self.labels = Labels(tree, words)
        self.bases: dict[int, tuple[int, int]] = {}

    # ------------------------------------------------ noun phrases

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
            phrase = self._read(i)
            if phrase:
                yield phrase

    def _noun_like(self, i: int) -> bool:
        """An adjective or a foreign word used as a noun: "the military", "the Swiss", a name the tagger missed."""
        label = self.labels.at(i, "body", "group", "country", "agency", "outlet", "side", "seat", "adjective")
        verbal = self.tree.syntax.tag[i].startswith("VB") and self.tree.text(i)[0].islower()
        loose = self.tree.syntax.dep[i] in ("nsubj", "nsubjpass", "pobj", "dobj", "agent") or (label and label.kind == "agency")
        return label is not None and not verbal and bool(loose)

    def _same_base(self, i: int) -> bool:
        head = self.tree.syntax.head[i]
        return all(self.tree.text(k) not in (",", "(", ")", "–", "—", ";", ":") for k in range(i, head))

    def _stands_for_someone(self, i: int) -> bool:
        lemma, dep = self.tree.text(i).lower(), self.tree.syntax.dep[i]
        return lemma in ("he", "she", "it", "they", "him", "her", "them", "i", "we", "who") and dep in (
            "nsubj", "nsubjpass", "pobj", "dobj", "dative", "agent", "ROOT",
        )  # fmt: skip

    def _left(self, head: int) -> int:
        """The first token of the phrase before its head: determiners, adjectives, names, owners."""
        first, start = head, self.tree.sentence(head).start
        below = set(self.tree.subtree(head))
        while first - 1 >= start and first - 1 in below:
            k, token = first - 1, self.tree.text(first - 1)
            if token in (",", "(", ")", ":", ";", "–", "—", '"', "“", "”") or self._verb_between(k, token):
                break
            first -= 1
        while first < head and self.tree.syntax.pos[first] in ("CCONJ", "PUNCT", "PART"):
            first += 1
        return first

    def _verb_between(self, k: int, token: str) -> bool:
        """Whether a token cannot stand inside a noun phrase: a verb, a preposition, "quoted" after an agency."""
        pos, dep = self.tree.syntax.pos[k], self.tree.syntax.dep[k]
        if pos not in ("VERB", "AUX", "ADP", "SCONJ"):
            return False
        if dep == "amod" or "-" in token:
            return k > 0 and self.labels.at(k - 1, "agency", "outlet") is not None
        return True

    def _read(self, head: int) -> Phrase | None:
        first = self._left(head)
        exact = self.labels.at(head, "agency", "outlet", "side", "country", "seat")
        role, body = self.labels.at(head, "role"), self.labels.at(head, "body")
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

    def _designated(self, first: int, head: int) -> bool:
        """Whether a designation of a weapon stands in the phrase: "Su-25 fighters"."""
        return any(self.labels.at(i, "weapon") for i in range(first, head))

    # ------------------------------------------------ kinds of phrases

    def _by_name(self, first: int, head: int, exact: Label) -> Phrase | None:
        """A country, a seat of power, a known armed group, agency or outlet."""
        kinds = {"agency": ActorKind.AGENCY, "outlet": ActorKind.OUTLET, "side": ActorKind.BODY}
        kind = kinds.get(exact.kind, ActorKind.STATE)
        if exact.kind == "seat" and not self._acts(head) and self.tree.text(head) not in ("Kremlin", "House"):
            return None
        if exact.side == "WEST":
            kind = ActorKind.STATE
        start = exact.first - (exact.first > first and self.tree.text(exact.first - 1).lower() == "the")
        return Phrase(start, head, head, kind, (exact.first, exact.last), country=exact.code, side=exact.side, named=True)

    def _acts(self, i: int) -> bool:
        """Whether a capital stands for its government: the subject of an active verb that is no "is" or "has"."""
        syntax, head = self.tree.syntax, self.tree.syntax.head[i]
        if syntax.dep[i] in ("agent", "dative"):
            return True
        if syntax.dep[i] == "pobj":
            return syntax.lemma[head] in ("to", "by") and syntax.lemma[syntax.head[head]] in ("accord", "according")
        if syntax.dep[i] == "dobj":
            return syntax.lemma[head] in ("urge", "accuse", "ask", "warn", "tell", "blame", "criticize", "provoke", "press", "call")
        return syntax.dep[i] == "nsubj" and syntax.pos[head] == "VERB"

    def _name(self, first: int, head: int) -> tuple[int, int] | None:
        """The run of capitalised words without another meaning that ends with the head."""
        i = head
        while i >= first and self._nameable(i):
            i -= 1
        start = i + 1
        while start <= head and (self.tree.text(start).lower() in PARTICLES or not self.tree.text(start)[0].isalpha()):
            start += 1
        return (start, head) if start <= head else None

    def _nameable(self, i: int) -> bool:
        text, tag = self.tree.text(i), self.tree.syntax.tag[i]
        if text == "-" or (text.lower() in PARTICLES and tag != "DT"):
            return True
        if not text[0].isupper() or tag in ("DT", "PRP", "PRP$", "IN", "CC", "WP", "CD"):
            return False
        taken = self.labels.covering(i, "country", "adjective", "agency", "outlet", "side", "weapon")
        if taken or text.lower() in self.words.unpersonal:
            return False
        label = self.labels.covering(i, "role", "body")
        return label is None or (label.last == i and label.first == i and not self._title(i) and label.kind == "role" and self._after_name(i))

    def _title(self, i: int) -> bool:
        """Whether a capitalised role word stands before a name: "President", "Mayor"."""
        return i + 1 < len(self.tree) and self.tree.text(i + 1)[0].isupper()

    def _after_name(self, i: int) -> bool:
        """Whether the word before is a name too, so that "King" or "Bishop" is a surname."""
        if i == 0 or self.tree.syntax.tag[i] != "NNP":
            return False
        before = self.tree.text(i - 1)
        free = not self.labels.over.get(i - 1)
        return before[0].isupper() and free and self.tree.syntax.tag[i - 1] == "NNP" and self.tree.syntax.sentence[i - 1] == self.tree.syntax.sentence[i]

    def _before(self, first: int, start: int) -> Label | None:
        """The label that ends just before a name: its role, or the country of "Prime Minister of X Name"."""
        return self.labels.at(start - 1, "role", "country", "body") if start > first else None

    def _by_run(self, first: int, head: int, run: tuple[int, int]) -> Phrase | None:
        before = self.labels.at(run[0] - 1, "role") if run[0] > first else None
        role, owner = before, None
        title = before if before and before.id == "title" else None
        if title:
            role = None
        if not before and run[0] > first:
            country = self.labels.at(run[0] - 1, "country", "seat")
            owner = self._role_of(country) if country and run[1] > run[0] else None
            role = owner
        start = owner.first if owner else first
        if role:
            stop = self.labels.at(role.first - 1, "role") if role.first > start else None
            role = stop if stop and stop.field in ("military", "opposition") and role.field in ("none", "civil") else role
        known = role is not None or title is not None
        if run[0] > first and known is False and self.labels.at(run[0] - 1, "seat", "country") and owner is None:
            run = self._first_name(first, run)
        if not known and not self._personlike(first, run):
            return None
        return self._finish(start, head, ActorKind.PERSON, run, role, role.field if role else "", named=True)

    def _first_name(self, first: int, run: tuple[int, int]) -> tuple[int, int]:
        """A first name that is a capital or country too ("Sofia", "Jordan")."""
        before = run[0] - 1
        plain = before >= first and self.tree.syntax.dep[before] == "compound" and self.tree.syntax.head[before] == run[1]
        return (before, run[1]) if plain else run

    def _role_of(self, country: Label) -> Label | None:
        """The role of "ROLE of COUNTRY Name"."""
        k = country.first - 1
        if k >= 1 and self.tree.text(k).lower() in ("of", "for"):
            return self.labels.at(k - 1, "role")
        return None

    def _personlike(self, first: int, run: tuple[int, int]) -> bool:
        """A name without a role: an agent, a speaker, one with an age, an apposition or a "who" beside it."""
        tree, syntax, head = self.tree, self.tree.syntax, run[1]
        verb = syntax.head[head]
        if any(c.lower() in self.words.unpersonal for c in (tree.text(run[0]), tree.text(head))):
            return False
        if first < run[0] and tree.text(first).lower() in ("the", "a", "an", "this", "that"):
            return False
        speaks = syntax.dep[head] == "nsubj" and syntax.lemma[verb] in self.words.saying
        if speaks or any(tree.text(k).lower() == "who" and syntax.dep[k].startswith("nsubj") for k in tree.subtree(head)):
            return True
        if any(self.labels.at(k, "role") for k in tree.children(head, "appos")):
            return True
        if syntax.dep[head] == "appos" and self.labels.at(verb, "role"):
            return True
        if not syntax.tag[run[0]].startswith("NNP") or not syntax.tag[head].startswith("NNP"):
            return False
        long = run[1] > run[0] and all(tree.text(k)[0].isupper() or tree.text(k) in ("-",) or tree.text(k) in PARTICLES for k in range(run[0], head + 1))
        human = syntax.lemma[verb] in self.words.acting or syntax.lemma[verb] in self.words.saying
        return long and syntax.dep[head] in ("nsubj", "agent") and human

    def _by_role(self, first: int, head: int, role: Label) -> Phrase | None:
        if role.id == "title":
            return None
        plural = self.tree.syntax.tag[head] in ("NNS", "NNPS") or role.id == "people"
        kind = ActorKind.GROUP if plural else ActorKind.PERSON
        return self._finish(first, head, kind, (max(role.first, first), head), role, role.field)

    def _by_body(self, first: int, head: int, body: Label) -> Phrase | None:
        if body.field == "document" and not self._speaks(head):
            return None
        if not self._definite_body(first, head, body):
            return None
        start = max(first, self._skip_owner(first, head))
        return self._finish(first, head, ActorKind.BODY, (start, head), None, body.field)

    def _definite_body(self, first: int, head: int, body: Label) -> bool:
        """A body is written with a capital, has a country or an article, or acts; "resistance" or "service" alone is none."""
        if self.tree.text(head)[0].isupper() or self._country(first, head) or self._speaks(head):
            return True
        agent = self.tree.syntax.dep[head] in ("nsubj", "agent", "nsubjpass", "appos", "ROOT", "conj", "pobj", "poss")
        strong = body.field in ("military", "police", "justice", "parliament", "media", "rebel") or body.id in ("ministry", "government", "intelligence")
        return agent and self.tree.syntax.tag[first] in ("DT", "PRP$", "NNP", "JJ") and (strong or first == body.first - 1)

    def _by_group(self, first: int, head: int, group: Label) -> Phrase | None:
        country = self._country(first, head)
        if not country and group.id in ("crowd", "allies") and not self._speaks(head):
            return None
        return self._finish(first, head, ActorKind.GROUP, (head, head), None, group.field)

    def _speaks(self, i: int) -> bool:
        head = self.tree.syntax.head[i]
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

    # ------------------------------------------------ attributes

    def _finish(
        self, first: int, head: int, kind: ActorKind, name: tuple[int, int], role: Label | None, where: str, *, named: bool = False
    ) -> Phrase:
        """Fill in country, body, place and side from the words before the name and after the head."""
        stop = role.first if role else name[0]
        organisation = self._organisation(first, stop - 1) if role else None
        last, rest = self._after(head)
        country, place = self._country(first, name[0] - 1 if named else head), None
        if rest:
            country = country or self._country(*rest)
            place = self._free_name(*rest)
            if role and role.field in ("spokesperson", "state", "science", "expert", "military", "company", "civil") and not organisation:
                organisation = self._whole(rest[0], rest[1]) if place is None or role.field == "spokesperson" else None
        field = where
        if role and organisation:
            inner = self._field(*organisation)
            field = inner if role.field in ("spokesperson", "state", "military") and inner else field
        side = self._side(first, last, field, country)
        code = country.code if country else None
        return Phrase(first, head, last, kind, name, role, field, organisation, code, side, place, named)

    def _after(self, head: int) -> tuple[int, tuple[int, int] | None]:
        """The last token of "of X", "for X", "in X" behind the head, and the run of their objects."""
        last, run, i = head, None, head + 1
        end = self.tree.sentence(head).stop
        while i < end and self.tree.text(i).lower() in ("of", "for", "in", "at"):
            if i + 1 >= end:
                break
            stop = self._phrase_end(i + 1, end)
            if stop is None or self._dated(i + 1, stop):
                break
            if self.tree.text(i).lower() in ("in", "at") and self.tree.syntax.head[i] > head:
                break
            last, run = stop, (run[0] if run else i + 1, stop)
            i = stop + 1
        return last, run

    def _phrase_end(self, start: int, end: int) -> int | None:
        """The last token of the base noun phrase that starts here."""
        i, seen = start, None
        while i < end:
            pos, text = self.tree.syntax.pos[i], self.tree.text(i)
            if pos in ("NOUN", "PROPN"):
                seen = i
            elif not (pos in ("DET", "ADJ", "NUM") or text in ("'s", "’s", "-", "'") or self.tree.syntax.tag[i] in ("PRP$", "POS")):
                break
            if seen is not None and pos == "DET" and i > start:
                break
            i += 1
        return seen

    def _dated(self, first: int, last: int) -> bool:
        return any(self.tree.syntax.tag[i] == "CD" or self.tree.text(i).lower() in ("day", "morning", "week", "month", "year", "evening") for i in range(first, last + 1)) or self.tree.text(last).endswith("day")

    def _country(self, first: int, last: int) -> Label | None:
        """The first country, adjective or seat of the run; a region before it does not count."""
        for i in range(first, last + 1):
            label = self.labels.at(i, "adjective", "country", "seat")
            if label and label.first >= first and not self._proxy_word(i):
                return label
        return None

    def _proxy_word(self, i: int) -> bool:
        """Whether the country stands in "pro-X" or "X-backed"."""
        text = self.tree.text
        if i >= 2 and text(i - 1) == "-" and text(i - 2).lower() in ("pro", "anti"):
            return True
        return i + 2 < len(self.tree) and text(i + 1) == "-" and text(i + 2).lower() in MAKES_SIDE

    def _organisation(self, first: int, last: int) -> tuple[int, int] | None:
        """The body, armed group or company named before a role."""
        for i in range(last, first - 1, -1):
            label = self.labels.at(i, "body", "side", "group", "agency", "outlet")
            if label:
                return self._trim(first, i), i
        return None

    def _whole(self, first: int, last: int) -> tuple[int, int] | None:
        for i in range(first, last + 1):
            if self.labels.at(i, "body", "side", "group", "agency", "outlet") or (self.labels.at(i, "role") and self.tree.syntax.tag[i] == "NNS"):
                return self._trim(first, i), max(i, last if self.labels.at(last, "country") else i)
        return None

    def _trim(self, first: int, last: int) -> int:
        while first < last and self.tree.syntax.tag[first] in ("DT", "PRP$"):
            first += 1
        return first

    def _field(self, first: int, last: int) -> str:
        for i in range(last, first - 1, -1):
            label = self.labels.at(i, "body", "group", "role")
            if label:
                return label.field
        return ""

    def _free_name(self, first: int, last: int) -> tuple[int, int] | None:
        """The capitalised words of a jurisdiction that are no country: "Lviv" in "the Lviv region in western Ukraine"."""
        for i in range(first, last + 1):
            if self.tree.text(i)[0].isupper() and self._nameable(i) and self.tree.syntax.pos[i] == "PROPN":
                stop = i
                while stop + 1 <= last and self._nameable(stop + 1) and self.tree.text(stop + 1)[0].isupper():
                    stop += 1
                return i, stop
        return None

    def _side(self, first: int, last: int, field: str, country: Label | None) -> str | None:
        for i in range(first, last + 1):
            label = self.labels.at(i, "side")
            if label and label.side:
                return label.side
        proxy = self._proxy(first, last)
        if proxy and field in ("rebel", "military", "", "state", "civil", "spokesperson", "party", "region", "town"):
            return f"{proxy}-PROXY"
        iso3 = country.side if country else None
        if self.tree.text(first).lower() == "our" and field in ("expert", "media") and not self._in_quotes(first):
            return "MEDIA"
        match field:
            case "expert" | "science":
                return "NEUTRAL"
            case "media":
                return f"MEDIA-{iso3}" if iso3 and any(self.tree.text(k).lower() == "state" for k in range(first, last + 1)) else "MEDIA"
            case "civil":
                return f"{iso3}-CIV" if iso3 else None
            case "opposition":
                return f"{iso3}-OPP" if iso3 else None
            case "rebel" | "document":
                return None
            case _:
                opposed = any(self.tree.text(k).lower() == "opposition" for k in range(first, last + 1))
                return f"{iso3}-OPP" if iso3 and opposed else iso3

    def _in_quotes(self, i: int) -> bool:
        """Whether an odd number of quotation marks stands before the token in its paragraph."""
        start = self.tree.source.rfind("\n", 0, self.tree.syntax.start[i]) + 1
        before = self.tree.source[start : self.tree.syntax.start[i]]
        return before.count("“") > before.count("”") or before.count('"') % 2 == 1

    def _proxy(self, first: int, last: int) -> str | None:
        """ISO alpha-3 of the X in "pro-X" or "X-backed"; the tagger may keep either as one token."""
        for i in range(first, last + 1):
            label = self.labels.at(i, "adjective", "country", "seat")
            if label and self._proxy_word(i) and self.tree.text(i - 2).lower() != "anti":
                return label.side
            head, _, tail = self.tree.text(i).replace("‑", "-").partition("-")
            for word, mark in ((tail, head.lower() == "pro"), (head, tail.lower() in MAKES_SIDE)):
                known = self.words.names.get(word)
                if mark and known and known[0] in ("adjective", "country", "seat"):
                    return known[3]
        return None

    # ------------------------------------------------ appositions and mentions

    def mentions(self, phrases: list[Phrase]) -> Iterator[ActorMention]:
        """Phrases as mentions; a name and its role in apposition become one."""
        starts = {p.first: p for p in phrases}
        starts.update({p.first: p for p in self._hidden(phrases) if p.first not in starts})
        taken: set[int] = set()
        for p in sorted(phrases, key=lambda p: (p.first, -p.last)):
            if p.head in taken:
                continue
            other = self._apposed(p, starts)
            if other:
                taken.add(other.head)
                p = self._joined(p, other)
            yield self._mention(p)

    def _hidden(self, phrases: list[Phrase]) -> Iterator[Phrase]:
        """Names right behind a role, with or without a comma, that nothing else shows to be a person's."""
        for p in phrases:
            if p.kind is not ActorKind.PERSON or p.named:
                continue
            start = p.last + 1
            if start < len(self.tree) and self.tree.text(start) in (",", "–", "—"):
                start += 1
            while start < len(self.tree) and (label := self.labels.over.get(start)) and any(x.field in ("military", "none") or x.id == "doctor" for x in label):
                start += 1
            stop = start
            while stop < len(self.tree) and stop < start + 5 and self._nameable(stop) and self.tree.text(stop)[0].isupper() and self.tree.syntax.sentence[stop] == self.tree.syntax.sentence[p.head]:
                stop += 1
            if stop > start and self.tree.syntax.tag[start].startswith("NNP"):
                first = p.last + 1 + (self.tree.text(p.last + 1) in (",", "–", "—"))
                yield Phrase(first, stop - 1, stop - 1, ActorKind.PERSON, (start, stop - 1), named=True)

    def _apposed(self, p: Phrase, starts: dict[int, Phrase]) -> Phrase | None:
        tree, comma = self.tree, p.last + 1
        if p.kind not in (ActorKind.PERSON, ActorKind.BODY) or comma + 1 >= len(tree):
            return None
        beside = tree.text(comma) not in (",", "–", "—")
        other = starts.get(comma if beside else comma + 1)
        if other is None or bool(p.named) == bool(other.named):
            return None
        if p.kind is ActorKind.BODY:
            agency = other.kind in (ActorKind.AGENCY, ActorKind.OUTLET) and p.field == "media" and beside
            return other if agency else None
        if other.kind is not ActorKind.PERSON or (beside and p.named):
            return None
        if beside:
            return other
        linked = tree.syntax.head[other.head] == p.head or tree.syntax.head[p.head] == other.head
        end = other.last + 1
        closed = end >= len(tree) or tree.text(end) in (",", ".", ")", "–", "—", ";") or tree.syntax.pos[end] in ("VERB", "AUX") or tree.syntax.sentence[end] != tree.syntax.sentence[comma]
        return other if linked or closed else None

    def _joined(self, p: Phrase, other: Phrase) -> Phrase:
        name, words = (p, other) if p.named else (other, p)
        return replace(
            name,
            first=p.first,
            last=other.last,
            role=words.role or name.role,
            field=words.field or name.field,
            organisation=words.organisation or name.organisation,
            country=words.country or name.country,
            side=words.side or name.side,
            place=words.place or name.place,
        )

    def _mention(self, p: Phrase) -> ActorMention:
        labels, tree = self.labels, self.tree
        return ActorMention(
            span=tree.span(p.first, p.last),
            kind=p.kind or ActorKind.GROUP,
            name=labels.joined(*p.name) if p.name else None,
            role=p.role.id if p.role else None,
            organisation=labels.joined(*p.organisation) if p.organisation else None,
            country=p.country,
            side=p.side,
            place=tree.span(*p.place) if p.place else None,
        )
