"""What the words of a noun phrase say of an actor: its country, body, jurisdiction and side."""

from __future__ import annotations

from dataclasses import dataclass

from opensitrep.extract.actors.words import Label, Labels, Words
from opensitrep.model import ActorKind
from opensitrep.text.tree import Tree
from opensitrep.text.words import Lists

WORDS = Lists("actors")
NAMES = Lists("places")


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


class Attributes:
    """The labels of one reading and the attributes they give."""

    def __init__(self, tree: Tree, words: Words) -> None:
        self.tree, self.words = tree, words
        self.labels = Labels(tree, words)
        self.bases: dict[int, tuple[int, int]] = {}
        self.surnames = self._surnames()

    def _finish(  # noqa: PLR0917 - the parts of a phrase, in text order
        self,
        first: int,
        head: int,
        kind: ActorKind,
        name: tuple[int, int],
        role: Label | None,
        where: str,
        *,
        named: bool = False,
    ) -> Phrase:
        """Fill in country, body, place and side from the words before the name and after the head."""
        stop = role.first if role else name[0]
        organisation = self._organisation(first, stop - 1) if role else None
        last, rest = (head, None) if named else self._after(head)
        country, place = self._country(first, name[0] - 1 if named else head), None
        if rest:
            country = country or self._country(*rest)
            place = self._free_name(*rest)
            if (
                role
                and role.field in ("spokesperson", "state", "science", "expert", "military", "company", "civil")
                and not organisation
            ):
                organisation = self._whole(rest[0], rest[1]) if place is None or role.field == "spokesperson" else None
        if place is None and role and role.field in ("region", "town"):
            place = self._free_name(first, stop - 1)  # "Luhansk governor Ann Lowe"
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
        while i < end and self.tree.lower[i] in WORDS["behind an office or body"]:
            if i + 1 >= end:
                break
            stop = self._phrase_end(i + 1, end)
            if stop is None or self._dated(i + 1, stop):
                break
            if self.tree.lower[i] in WORDS["inside a place"] and self.tree.syntax.head[i] > head:
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
            elif not (
                pos in ("DET", "ADJ", "NUM")
                or text in ("'s", "’s", "-", "'")
                or self.tree.syntax.tag[i] in ("PRP$", "POS")
            ):
                break
            if seen is not None and pos == "DET" and i > start:
                break
            i += 1
        return seen

    def _dated(self, first: int, last: int) -> bool:
        return any(
            self.tree.syntax.tag[i] == "CD" or self.tree.text(i).lower() in WORDS["spells"]
            for i in range(first, last + 1)
        ) or self.tree.text(last).endswith("day")

    def _country(self, first: int, last: int) -> Label | None:
        """The first country, adjective or seat of the run; a region before it does not count."""
        for i in range(first, last + 1):
            label = self.labels.at(i, "adjective", "country", "seat")
            if label and label.first >= first and i not in self.surnames and not self._proxy_word(i):
                return label
        return None

    def _proxy_word(self, i: int) -> bool:
        """Whether the country stands in "pro-X" or "X-backed"."""
        text = self.tree.text
        if i >= 2 and text(i - 1) == "-" and text(i - 2).lower() in WORDS["for and against"]:
            return True
        return i + 2 < len(self.tree) and text(i + 1) == "-" and text(i + 2).lower() in WORDS["makes a side"]

    def _organisation(self, first: int, last: int) -> tuple[int, int] | None:
        """The body, armed group or company named before a role."""
        for i in range(last, first - 1, -1):
            label = self.labels.at(i, "body", "side", "group", "agency", "outlet")
            if label:
                return self._trim(first, i), i
        return None

    def _whole(self, first: int, last: int) -> tuple[int, int] | None:
        """The body or group that a run after "of" or "for" names, with the rest of its name."""
        found = None
        for i in range(first, last + 1):
            body = self.labels.at(i, "body", "side", "group", "agency", "outlet")
            if body or (self.labels.at(i, "role") and self.tree.syntax.tag[i] == "NNS"):
                found = i
            elif found is not None and i > found + 1:
                break
        if found is None:
            return None
        owned = last if self.labels.at(last, "country") else found
        return self._trim(first, found), max(self._full_name(found, last), owned)

    def _full_name(self, head: int, last: int) -> int:
        """The last token of the name of a body: "Ministry of Health", "Bank of England"."""
        if not self.tree.text(head)[0].isupper() or head + 2 > last or self.tree.text(head + 1).lower() != "of":
            return head
        i = head + 2
        if self.tree.syntax.tag[i] == "DT":
            i += 1
        end = head
        while i <= last and self.tree.text(i)[0].isupper():
            end, i = i, i + 1
            if i < last and self.tree.lower[i] in WORDS["inside names"] and self.tree.text(i + 1)[0].isupper():
                i += 1
        return end

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
        """The capitalised words of a jurisdiction that are no country: "Kent" in "Kent county in southern England"."""
        for i in range(first, last + 1):
            if self.tree.text(i)[0].isupper() and self._nameable(i) and self.tree.syntax.pos[i] == "PROPN":
                stop = i
                while stop + 1 <= last and self._nameable(stop + 1) and self.tree.text(stop + 1)[0].isupper():
                    stop += 1
                return i, stop
        return None

    def _side(self, first: int, last: int, field: str, country: Label | None) -> str | None:  # noqa: PLR0911 - one a kind
        for i in range(first, last + 1):
            label = self.labels.at(i, "side")
            if label and label.side and i not in self.surnames:
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
                return (
                    f"MEDIA-{iso3}"
                    if iso3 and any(self.tree.text(k).lower() == "state" for k in range(first, last + 1))
                    else "MEDIA"
                )
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
            for word, mark in ((tail, head.lower() == "pro"), (head, tail.lower() in WORDS["makes a side"])):
                known = self.words.names.get(word)
                if mark and known and known[0] in ("adjective", "country", "seat"):
                    return known[3]
        return None

    def _nameable(self, i: int) -> bool:
        text, tag = self.tree.text(i), self.tree.syntax.tag[i]
        if text == "-" or (text.lower() in WORDS["particles"] and tag != "DT"):
            return True
        if not text[0].isupper() or tag in ("DT", "PRP", "PRP$", "IN", "CC", "WP", "CD"):
            return False
        taken = self.labels.covering(i, "country", "adjective", "agency", "outlet", "side", "weapon")
        if i in self.surnames:
            return True
        if taken or text.lower() in WORDS["unpersonal"]:
            return False
        label = self.labels.covering(i, "role", "body")
        return label is None or (
            label.last == i and label.first == i and not self._title(i) and label.kind == "role" and self._after_name(i)
        )

    def _surname(self, first: int, head: int) -> bool:
        """Whether a one-word country or group is somebody's last name here."""
        return first <= head and head in self.surnames

    def _surnames(self) -> frozenset[int]:
        """Tokens that are last names though a country or group is called so: "union president Steve Holland".

        A given name, or a role with another name, stands before them; the bare name later in the report goes with them.
        """
        tree, tag, known = self.tree, self.tree.syntax.tag, set()
        found: set[int] = set()
        for i, labels in sorted(self.labels.ending.items()):
            single = [x for x in labels if x.first == i and x.kind in ("country", "seat", "side")]
            if not single or i == 0 or not tag[i].startswith("NNP") or not self._free(i - 1):
                continue
            k = i - 1
            while k > 0 and self._free(k - 1):
                k -= 1
            role = self.labels.at(k - 1, "role") if k else None
            owner = tree.syntax.head[i]
            apposed = tree.syntax.dep[i] == "appos" and self.labels.at(owner, "role") is not None
            if tree.lower[k] in NAMES["given"] or (role and role.field != "none") or apposed:
                found.add(i)
                known.add(tree.text(i))
        if known:
            found |= {i for i, t in enumerate(tree.texts) if t in known and tree.syntax.dep[i] in ("nsubj", "poss")}
        return frozenset(found)

    def _free(self, k: int) -> bool:
        """Whether a token is a capitalised word of no other meaning."""
        named = self.tree.syntax.tag[k].startswith("NNP") and self.tree.text(k)[0].isupper()
        return named and not self.labels.over.get(k) and self.tree.lower[k] not in WORDS["unpersonal"]

    def _title(self, i: int) -> bool:
        """Whether a capitalised role word stands before a name: "President", "Mayor"."""
        return i + 1 < len(self.tree) and self.tree.text(i + 1)[0].isupper()

    def _after_name(self, i: int) -> bool:
        """Whether the word before is a name too, so that "King" or "Bishop" is a surname."""
        if i == 0 or self.tree.syntax.tag[i] != "NNP":
            return False
        before = self.tree.text(i - 1)
        free = not self.labels.over.get(i - 1)
        return (
            before[0].isupper()
            and free
            and self.tree.syntax.tag[i - 1] == "NNP"
            and self.tree.syntax.sentence[i - 1] == self.tree.syntax.sentence[i]
        )
