"""Signs that the words around a name make it a place, and signs that they make it something else."""

from __future__ import annotations

from functools import cached_property

from opensitrep.extract.places_names import Name, Names
from opensitrep.gazetteer import Entry, rank
from opensitrep.model import ActorKind
from opensitrep.spelling import plain

ACCEPT = (
    0.8  # sum of signs from which a name is a place; set on the first 60 documents of LGL and GeoVirus (shared/bench)
)


class Signs(Names):
    """Names with their signs; weights were set by eye with `ACCEPT`: a known place and one sign, or two signs."""

    def _other_thing(self, name: Name) -> bool:
        """Whether a capitalised type word makes it a street, lake or hill, or it is somebody's administration."""
        i = name.last + 1
        if i >= len(self.tree) or self.syntax.sentence[i] != self.syntax.sentence[name.last]:
            return False
        word, best = self.tree.text(i), rank(name.matches, name.feature)[0][0].entry
        low = word.lower().rstrip(".")
        if self.words.is_use("diseases", low):
            return True
        if self.words.is_use("streets", low) and (word[0].isupper() or name.text.lower() in ("first", "main")):
            return True
        if (
            low in ("administration", "presidency")
            and best.kind not in ("country", "admin1")
            and best.feature not in ("PPLC", "OWN")
        ):
            return True
        kinds = {m.entry.kind for m in name.matches}
        kind = self.words.feature.get(low)
        return word[0].isupper() and kind in ("sea", "river", "area") and not kinds & {"sea", "river", "region", "area"}

    def signs(self, name: Name, licensed: frozenset[str]) -> float:
        """How strongly the words around a name make it a place; `licensed` holds names and ids licensed elsewhere."""
        best = rank(name.matches, name.feature)[0][0].entry
        score = self._standing(name, best) + self._for_place(name)
        if plain(name.text) in licensed or best.id in licensed:
            score += 0.5
        if not name.whole:
            score -= self._rest_of_run(name, best)
        if name.first == name.last:
            score -= self._for_person(name, best)
        if name.matches[0].step != "exact":
            score -= 0.2
        titled = name.first and self.tree.text(name.first - 1).rstrip(".").lower() in self.words.titles
        if titled and self.syntax.dep[name.last] != "pobj":
            score -= 0.9
        return score

    def _for_place(self, name: Name) -> float:
        """Signs of a place: type word, preposition, direction, verb, another place beside."""
        dep, up = self.syntax.dep[name.last], self.syntax.head[name.last]
        lead = self._leading(name)
        score = 0.7 * bool(name.feature) + 0.5 * bool(name.modifier) + 0.7 * self._beside_place(name)
        if lead in self.words.place_prepositions:
            score += 0.7
        elif lead in self.words.half_prepositions:
            score += 0.7 if self._measured(name) else 0.3
        k = name.last + 1
        if k < len(self.tree) and self.tree.texts[k].islower() and self.words.is_use("bodies", self.syntax.lemma[k]):
            score += 0.3  # "Luhansk governor Ann Lowe", "Slidell police"
        if dep == "dobj" and self.words.is_use("place_objects", self.syntax.lemma[up]):
            score += 0.4
        return score

    def _rest_of_run(self, name: Name, best: Entry) -> float:
        """What other capitalised words in the run take away: much, unless they go on to a body or all are capital."""
        if self._ends_name(name):
            return 0.0
        goes_on = self._name_goes_on(name)
        if best.kind == "country" and not goes_on:
            return 0.3
        if goes_on and (best.kind == "country" or best.feature in ("PPLC", "OWN")):
            return 0.1
        return 0.2 if self.syntax.sentence[name.last] in self.titled else 0.8

    def _for_person(self, name: Name, best: Entry) -> float:
        """Signs that a single word is somebody's name, or a common word."""
        word, lost = name.text.lower(), 0.0
        dep, up = self.syntax.dep[name.last], self.syntax.head[name.last]
        if self.syntax.tag[name.first] == "NNS" and name.first == self.tree.sentence(name.first).start:
            lost += 0.7  # "Rivers and lakes ..."
        if best.kind in ("country", "admin1") or best.feature == "PPLC":
            lost += 0.3 if word in self.people else 0.0
        elif word in self.people or self.surnames[word]:
            lost += 1.2
        elif word in self.words.given and self._leading(name) not in self.words.place_prepositions:
            lost += 0.6
        speaks = dep == "nsubj" and self.syntax.lemma[up] in self.words.speech
        if speaks and best.kind not in ("country", "admin1") and best.feature not in ("PPLC", "OWN"):
            lost += 0.7
        return lost + 0.5 * bool(self.lower[word])

    def _standing(self, name: Name, best: Entry) -> float:
        """How well known the place is that the name most likely stands for."""
        if best.kind in ("country", "organisation"):
            return 1.1
        if best.feature in ("PPLC", "OWN") or best.kind == "admin1":
            return 0.9
        if name.matches[0].weight < 2 and not name.feature:
            return 0.0
        people = best.population
        return 0.8 if people >= 500_000 else 0.6 if people >= 100_000 else 0.5 if people >= 20_000 else 0.35

    def _leading(self, name: Name) -> str:
        """The preposition before the name, over article, direction and type word."""
        i = name.first - 1
        skip = {"the", "a", ",", "nearby", "neighboring", "neighbouring"} | self.words.directions
        while i >= 0 and self.syntax.sentence[i] == self.syntax.sentence[name.first]:
            text = self.tree.text(i).lower()
            if text in skip and text != ",":
                i -= 1
            else:
                return text
        return ""

    def _measured(self, name: Name) -> bool:
        """Whether a direction stands before the preposition: "two miles east of ..."."""
        i = name.first - 1
        while i > 0 and self.tree.text(i).lower() in ("the", *self.words.directions):
            i -= 1
        return i > 0 and self.tree.text(i).lower() == "of" and self.tree.text(i - 1).lower() in self.words.directions

    def _beside_place(self, name: Name) -> bool:
        """Whether a comma, "and" or bracket joins the name with another that the gazetteer knows well."""
        for step, stop in ((1, name.last), (-1, name.first)):
            i = stop + step
            if not 0 <= i < len(self.tree) or self.tree.text(i).lower() not in (",", "and", "or", "("):
                continue
            k = i + step
            while 0 <= k < len(self.tree) and self.tree.text(k).lower() in (*self.words.directions, "the"):
                k += step
            if (
                0 <= k < len(self.tree)
                and self._capital(k)
                and self.tree.text(k).rstrip(".").lower() in self.words.abbreviations
            ):
                return True
            if 0 <= k < len(self.tree) and self._capital(k) and k in self._known:
                return True
        return False

    @cached_property
    def _known(self) -> frozenset[int]:
        """Tokens of names of well-known places."""
        out: set[int] = set()
        for name in self._names:
            best = rank(name.matches, name.feature)[0][0].entry
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
        body = i > 1 and self.tree.text(i - 1) == "of" and self._capital(i - 2)
        return body and self.words.is_use("name_ends", self.tree.text(i - 2).lower())

    def _name_goes_on(self, name: Name) -> bool:
        """Whether capitalised words after the name make it part of another ("Tokyo Olympics")."""
        i = name.last + 1
        seen = []
        while (
            i < len(self.tree)
            and (self._capital(i) or self.tree.text(i) in ("'s", "’s"))
            and self.syntax.sentence[i] == self.syntax.sentence[name.last]
        ):
            seen.append(self.tree.text(i).lower())
            i += 1
        return any(self.words.is_use("name_ends", w) for w in seen) and seen[0] not in ("'s", "’s")
