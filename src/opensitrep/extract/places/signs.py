"""Signs that the words around a name make it a place, and signs that they make it something else."""

from __future__ import annotations

from functools import cached_property

from opensitrep.extract.places.names import DASHES, Name, Names
from opensitrep.model import ActorKind, Span
from opensitrep.text.spelling import plain
from opensitrep.text.words import Lists
from opensitrep.world.gazetteer import Entry, Match, rank

WORDS = Lists("places")
ACCEPT = 0.8  # sum of signs from which a name is a place; set on the first 60 documents of LGL and GeoVirus (bench)


class Signs(Names):
    """Names with their signs; weights were set by eye with `ACCEPT`: a known place and one sign, or two signs."""

    def ranked(self, name: Name) -> list[tuple[Match, float]]:
        """The matches of a name, best first, ranked once."""
        key = (name.span, name.feature)
        if key not in self._ranked:
            self._ranked[key] = rank(name.matches, name.feature)
        return self._ranked[key]

    @cached_property
    def _ranked(self) -> dict[tuple[Span, str | None], list[tuple[Match, float]]]:
        return {}

    def best(self, name: Name) -> Entry:
        """What a name stands for by itself."""
        return self.ranked(name)[0][0].entry

    def _other_thing(self, name: Name) -> bool:
        """Whether a capitalised type word makes it a street, lake or hill, or it is somebody's administration."""
        i = name.last + 1
        if i >= self.count or self.syntax.sentence[i] != self.syntax.sentence[name.last]:
            return False
        word, best = self.tree.texts[i], self.best(name)
        low = word.lower().rstrip(".")
        if low in WORDS["diseases"] and best.kind != "country":
            return True
        body = best.kind in ("country", "admin1") or name.last > name.first
        if low in WORDS["streets"] and (word[0].isupper() or name.text.lower() in WORDS["plain_streets"]):
            return not (body and self._goes_on_from(i))
        if low in WORDS["terms"] and best.kind not in ("country", "admin1") and best.feature not in ("PPLC", "OWN"):
            return True
        kinds = {m.entry.kind for m in name.matches}
        if word.islower() and self.words.ends.get(low) == "road" and kinds <= {"admin1", "admin2"}:
            return True  # "the Salah al-Din road": no division gives a road its name, what both are called after does
        kind = self.words.feature.get(low)
        return word[0].isupper() and kind in ("sea", "river", "area") and not kinds & {"sea", "river", "region", "area"}

    def _goes_on_from(self, i: int) -> bool:
        """Whether another capital or "of" follows token i: "Kansas Highway Patrol", "Kentucky Court of Appeals"."""
        after = i + 1 < self.count and self._together(i, i + 1)
        return after and (self._capitals[i + 1] or self.tree.texts[i + 1] == "of")

    def again(self, name: Name, licensed: frozenset[str]) -> float:
        """What the same name, or another of the same place, adds that other signs show elsewhere in the report."""
        return 0.5 if plain(name.text) in licensed or self.best(name).id in licensed else 0.0

    def signs(self, name: Name) -> float:
        """How strongly the words around a name make it a place."""
        best = self.best(name)
        score = self._standing(name, best) + self._for_place(name)
        if not name.whole:
            score -= self._rest_of_run(name, best)
        if name.first == name.last:
            score -= self._for_person(name, best) + self._for_common(name, best)
        elif name.matches[0].weight >= 2 and not self._given(name):
            score += 0.3  # names of two and more words are seldom anything else
        if name.matches[0].step != "exact":
            score -= 0.2
        titled = name.first and self.tree.texts[name.first - 1].rstrip(".").lower() in WORDS["titles"]
        if titled and self.syntax.dep[name.last] != "pobj":
            score -= 0.9
        return round(score, 4)

    def _for_place(self, name: Name) -> float:
        """Signs of a place: type word, preposition, direction, verb, another place beside."""
        dep, up = self.syntax.dep[name.last], self.syntax.head[name.last]
        lead = self._leading(name)
        score = 0.7 * bool(name.feature) + 0.5 * bool(name.modifier) + 0.7 * self._beside_place(name)
        if lead in WORDS["place prepositions"]:
            score += 0.7
        elif lead in WORDS["half prepositions"]:
            sure = self._measured(name) or self._home(name) or self.lived_in(name.first)
            score += 0.7 if sure else 0.3
        k = name.last + 1
        if k < self.count and self._together(k, name.last):
            lower, lemma = self.tree.texts[k].islower(), self.syntax.lemma[k]
            if lower and lemma in WORDS["townspeople"]:
                score += 0.4  # "a Nakuru man"
            elif lower and lemma in WORDS["bodies"]:
                score += 0.3  # "Luhansk governor Ann Lowe", "Slidell police"
            elif self._office_follows(name):
                score += 0.4
        score += 0.3 * self._beside_sure(name) + 0.6 * (self._heads_text(name) or self.of_party(name.first))
        if dep == "dobj" and self.syntax.lemma[up] in WORDS["place_objects"]:
            score += 0.4
        return score

    def _office_follows(self, name: Name) -> bool:
        """ "Nakuru Police": an office of the town goes on with its name, and nothing stands before it."""
        k = name.last + 1
        follows = k < self.count and self._capitals[k] and self.tree.lower[k] in WORDS["town_offices"]
        return follows and not (name.first and self._capitals[name.first - 1])

    def _heads_text(self, name: Name) -> bool:
        """ "NAIROBI —", "NAIROBI, Kenya": the place a report is written from, in capitals before a dash or comma."""
        k = name.last + 1
        begins = name.first == self.tree.sentence(name.first).start and name.text.isupper()
        return begins and k < self.count and self.tree.texts[k] in DASHES

    def _beside_sure(self, name: Name) -> bool:
        """Whether "and" or a list joins it with a place that other signs show."""
        at = name.last
        beside = self.tree.children(at, "conj") + ([self.syntax.head[at]] if self.syntax.dep[at] == "conj" else [])
        return bool(self._known.intersection(beside))

    def _rest_of_run(self, name: Name, best: Entry) -> float:
        """What other capitalised words in the run take away: much, unless they go on to a body or all are capital."""
        if self._ends_name(name) or self._office_follows(name):
            return 0.0
        goes_on = self._name_goes_on(name)
        if best.kind == "country" and not goes_on:
            return 0.3
        if goes_on and (best.kind in ("country", "admin1") or best.feature in ("PPLC", "OWN")):
            return 0.1
        if self.syntax.sentence[name.last] in self.titled:
            return 0.2
        return 0.4 if name.last > name.first and name.matches[0].weight >= 2 else 0.8

    def _for_person(self, name: Name, best: Entry) -> float:
        """Signs that a single word is somebody's name, or a common word."""
        word, lost = name.text.lower(), 0.0
        dep, up = self.syntax.dep[name.last], self.syntax.head[name.last]
        if self.syntax.tag[name.first] == "NNS" and name.first == self.tree.sentence(name.first).start:
            lost += 0.7  # "Rivers and lakes ..."
        large = best.population >= 500_000 and (best.kind == "admin1" or best.feature == "PPLC")
        if best.kind == "country" or large:
            lost += 0.3 if word in self.people else 0.0
        elif word in self.people or self.surnames[word]:
            lost += 1.2
        elif word in WORDS["given"] and not (
            self.lived_in(name.first) or self._leading(name) in WORDS["place prepositions"]
        ):
            lost += 0.6
        if self._aged(name):
            lost += 1.0
        speaks = dep == "nsubj" and self.syntax.lemma[up] in WORDS["speech"]
        if speaks and best.kind not in ("country", "admin1") and best.feature not in ("PPLC", "OWN"):
            lost += 0.7
        return lost + 0.5 * bool(self.lower[word])

    def _given(self, name: Name) -> bool:
        """Whether it begins like the name of a person or saint: "Virginia Beach", "St. Patrick"."""
        return self.tree.lower[name.first].rstrip(".") in WORDS["given"] | WORDS["saints"]

    def _for_common(self, name: Name, best: Entry) -> float:
        """What the spelling of a common word takes away ("Rapid growth", "Summer Games")."""
        if best.kind == "country":
            return 0.0
        short = len(name.text) < 6 and best.kind != "admin1" and not self._heads_text(name)
        letters = 0.8 * (short and name.text.isupper())  # HIV, BMW
        return letters + 0.4 * (self.tree.lower[name.first] in self.words.common)

    def _aged(self, name: Name) -> bool:
        """ "Lowe, 24, of Archer": the age of a person."""
        i = name.last + 1
        after = self.tree.texts[i : i + 3]
        return len(after) == 3 and after[0] == after[2] == "," and after[1].isdigit() and len(after[1]) < 3

    def _standing(self, name: Name, best: Entry) -> float:
        """How well known the place is that the name most likely stands for."""
        if best.kind in ("country", "organisation"):
            return 1.1
        if best.feature in ("PPLC", "OWN") or best.kind == "admin1":
            return 0.9
        if name.matches[0].weight < 2 and not name.feature:
            return 0.0
        people = best.population
        if people >= 500_000 or (people >= 100_000 and name.matches[0].weight > 2):
            return 0.8
        return 0.6 if people >= 100_000 else 0.5 if people >= 20_000 else 0.35

    def _leading(self, name: Name) -> str:
        """The preposition before the name, over article, direction and type word."""
        i = name.first - 1
        skip = WORDS["skipped before a name"] | WORDS["directions"]
        while i >= 0 and self.syntax.sentence[i] == self.syntax.sentence[name.first]:
            text = self.tree.lower[i]
            if text in skip:
                i -= 1
            else:
                return text
        return ""

    def _measured(self, name: Name) -> bool:
        """Whether words of distance stand before the preposition: "two miles east of ...", "close to ..."."""
        i = name.first - 1
        while i > 0 and (self.tree.lower[i] == "the" or self.tree.lower[i] in WORDS["directions"]):
            i -= 1
        if i < 1 or self.tree.lower[i] not in WORDS["behind words of distance"]:
            return False
        before = self.tree.lower[i - 1]
        return before in WORDS["near"] if self.tree.lower[i] == "to" else before in WORDS["directions"]

    def _beside_place(self, name: Name) -> bool:
        """Whether a comma, "and" or bracket joins the name with another that the gazetteer knows well."""
        for step, stop in ((1, name.last), (-1, name.first)):
            i = stop + step
            if not 0 <= i < self.count or self.tree.lower[i] not in WORDS["between two names"]:
                continue
            k = i + step
            while 0 <= k < self.count and self.tree.lower[k] in (*WORDS["directions"], "the"):
                k += step
            if (
                0 <= k < self.count
                and self._capitals[k]
                and self.tree.texts[k].rstrip(".").lower() in self.words.abbreviations
            ):
                return True
            if 0 <= k < self.count and self._capitals[k] and k in self._known:
                return True
        return False

    @cached_property
    def _known(self) -> frozenset[int]:
        """Tokens of names of well-known places."""
        out: set[int] = set()
        for name in self._names:
            best = self.best(name)
            if self._standing(name, best) >= 0.6 and (best.kind != "admin2" or name.feature):
                out.update(range(name.first, name.last + 1))
        return frozenset(out)

    @cached_property
    def _names(self) -> list[Name]:
        return self.names()

    def _is_other(self, name: Name) -> bool:
        """Whether the words lie in the name of a person or weapon."""
        for start, end, kind in self.taken:
            if start <= name.span.start and name.span.end <= end:
                known = any(m.entry.kind == "country" for m in name.matches[:3])
                return kind is ActorKind.PERSON or (kind is ActorKind.WEAPON and not known)
        return False

    def _ends_name(self, name: Name) -> bool:
        """Whether the name ends that of a body: "University of Tartu"."""
        i = name.first
        body = i > 1 and self.tree.texts[i - 1] == "of" and self._capitals[i - 2]
        return body and self.tree.lower[i - 2] in WORDS["name_ends"]

    def _name_goes_on(self, name: Name) -> bool:
        """Whether capitalised words after the name make it part of another ("Tokyo Olympics")."""
        i = name.last + 1
        seen = []
        while (
            i < self.count
            and (self._capitals[i] or self.tree.texts[i] in ("'s", "’s"))
            and self.syntax.sentence[i] == self.syntax.sentence[name.last]
        ):
            seen.append(self.tree.lower[i])
            i += 1
        return any(w in WORDS["name_ends"] for w in seen) and seen[0] not in ("'s", "’s")
