"""Words that may name a place: parts of runs that the gazetteer knows, and the kind a word beside asks for."""

from __future__ import annotations

from dataclasses import dataclass, replace

from opensitrep.extract.places.runs import HYPHENS, Runs
from opensitrep.model import Candidate, Precision, Span, Toponym, Use
from opensitrep.text.words import Lists
from opensitrep.world.gazetteer import ALTERNATE, SETTLED, Match

WORDS = Lists("places")
MOST_CANDIDATES = 40  # more namesakes than any context tells apart; Santa Maria has 156
PRECISION = {
    "country": Precision.COUNTRY, "admin1": Precision.REGION, "region": Precision.REGION, "admin2": Precision.DISTRICT,
    "area": Precision.DISTRICT, "city": Precision.TOWN, "town": Precision.TOWN, "village": Precision.TOWN,
    "sea": Precision.SEA, "river": Precision.SEA, "base": Precision.SITE, "plant": Precision.SITE,
    "facility": Precision.SITE,
}  # fmt: skip
SHORT = 4  # letters of a name that must be led in to be taken for another's spelling
LONGEST = 6  # words of a name in the gazetteer that news use
SITES = ("base", "plant", "facility")
DASHES = ("—", "–", "--", "-", ":", ",")  # between the place a report is written from and its first words
BREAKS = ("and", "&", "'s", "’s")  # another name begins after these, unless the gazetteer knows the whole


@dataclass(frozen=True, slots=True)
class Name:
    """Words that may name a place: tokens `first` to `last`, the matches of the gazetteer, the feature asked for."""

    span: Span
    first: int
    last: int
    text: str
    matches: tuple[Match, ...]
    feature: str | None
    modifier: str | None
    whole: bool  # the run of capitalised words holds nothing else
    sure: bool = False  # "Alexandria, La.": the abbreviation needs no further sign


def bare(span: Span, ranked: list[tuple[Match, float]]) -> Toponym:
    """The toponym of characters that the parser has not seen."""
    found = tuple(Candidate(m.entry.id, score, m.step) for m, score in ranked[:MOST_CANDIDATES])
    return Toponym(span, Use.LITERAL, None, found, PRECISION.get(ranked[0][0].entry.kind, Precision.UNKNOWN))


class Names(Runs):
    """The possible place names of one report, with what else the report says of their words."""

    def names(self) -> list[Name]:
        """Every stretch of a run that the gazetteer knows, longest first, and sites by their type word."""
        out: list[Name] = []
        for run in self.runs:
            i = run.start
            while i < run.stop:
                name = self._longest(run, i)
                if name is None:
                    i += 1
                    continue
                out.append(name)
                i = name.last + 1
        return out

    def _longest(self, run: range, i: int) -> Name | None:
        if (self.tree.texts[i] in WORDS["small"] and not self._capitals[i]) or self.tree.texts[i] in ("the", "-"):
            return None
        for last in range(min(run.stop, i + LONGEST) - 1, i - 1, -1):
            if self.tree.texts[last] in WORDS["small"] or self.tree.texts[last] in ("the", "-", "‑", "–"):
                continue
            span = self.tree.span(i, last)
            text = self.tree.source[span.start : span.end]
            if "$" in text or not text[0].isalnum() or text[-1] in HYPHENS:
                continue
            short = last == i and (not self._plausible(i) or len(text) < 3)
            if short and not (text.isupper() and self._country(text)):
                continue
            matches = self._matches(text, i if last == i else None)
            if not matches and text.partition("-")[0] in WORDS["arabic articles"]:
                matches = self.gazetteer.find(text.partition("-")[2])  # "al-Arish", listed as Arish
            if last == i and i and self.tree.lower[i - 1] == "the":
                own = tuple(m for m in matches if m.entry.feature == "OWN" or m.entry.kind == "country")
                if own and not (last + 1 < run.stop and self._capitals[last + 1]):
                    return replace(self._name(run, i, last, own), sure=True)
            if last == i and self._stopped(text):
                continue
            if matches:
                return self._name(run, i, last, matches)
        return None

    def _country(self, text: str) -> bool:
        return any(m.entry.kind in ("country", "organisation") for m in self.gazetteer.find(text)[:3])

    def _plausible(self, i: int) -> bool:
        """Whether a single word can be a name of a place at all."""
        text = self.tree.texts[i]
        word = text.lower().rstrip(".")
        if word in WORDS["titles"]:
            return False
        if word in self.gazetteer.adjectives or (self._stopped(text) and (not i or self.tree.lower[i - 1] != "the")):
            return False
        if self.syntax.pos[i] in ("VERB", "ADV", "ADP", "NUM", "INTJ", "PUNCT", "SYM"):
            alone = self.lower[word] or self.syntax.sentence[i] in self.titled
            begins = i == self.tree.sentence(i).start and not self._explained(i)
            inside = (not begins or self._written_from(i)) and len(text) > 4 and not alone
            return bool(self._matches(text, i)) and (inside or self._country(text))
        return not (self.lower[word] and self.syntax.pos[i] != "PROPN")

    def _written_from(self, i: int) -> bool:
        """ "NAIROBI:", "NAIROBI —": capitals before a dash, colon or comma at the beginning of a sentence."""
        begins = i == self.tree.sentence(i).start and self.tree.texts[i].isupper()
        return begins and i + 1 < self.count and self.tree.texts[i + 1] in DASHES

    def _matches(self, text: str, single: int | None) -> tuple[Match, ...]:
        """Entries of a name; a single word (given by its token) also by names like it in the countries of the report.

        There a town whose name is like it goes before a smaller namesake abroad. Slips are looked for where led in.
        """
        found = self.gazetteer.find(text)
        if single is None:
            water = self.words.ends.get(text.lower().rpartition(" ")[2]) == "water"
            return tuple(m for m in found if not (water and m.weight <= ALTERNATE and m.entry.kind in SETTLED))
        low = text.lower()
        if low in self.people or text.isupper() or low in self.words.common or self.lower[low]:
            return found
        if not found and len(text) <= SHORT and not self._shown_short(single):
            return ()
        return self.gazetteer.find(text, countries=self.countries, slip=self._led_in(single))

    def _shown_short(self, i: int) -> bool:
        """Whether a word of place or a type word stands beside a short name that nobody lists."""
        before = self.tree.lower[i - 1] if i else ""
        after = self.tree.lower[i + 1] if i + 1 < self.count else ""
        return before in WORDS["place prepositions"] or after in self.words.feature

    def _led_in(self, i: int) -> bool:
        """Whether a preposition, type word, list or verb shows a word to be a place; only then slips are looked for."""
        k = i - 1
        while k >= 0 and (self.tree.lower[k] == "the" or self.tree.lower[k] in WORDS["directions"]):
            k -= 1
        before = self.tree.lower[k] if k >= 0 else ","
        after = self.tree.lower[i + 1] if i + 1 < self.count else ""
        if before == "," or before in self.words.leading or before in self.words.feature or after in self.words.feature:
            return True
        verb = self.syntax.lemma[self.syntax.head[i]]
        return self.syntax.dep[i] in ("nsubjpass", "dobj") and verb in WORDS["place_objects"]

    def _name(self, run: range, first: int, last: int, matches: tuple[Match, ...]) -> Name:
        span = self.tree.span(first, last)
        text = self.tree.source[span.start : span.end]
        before, after = list(range(run.start, first)), list(range(last + 1, run.stop))
        before = before[max((n + 1 for n, i in enumerate(before) if self.tree.texts[i] in BREAKS), default=0) :]
        if self._of_person(first) or self.of_party(first) or self.lived_in(first):
            before = []
        after = after[: next((n for n, i in enumerate(after) if self.tree.texts[i] in BREAKS), len(after))]
        feature, used = self._feature(first, last, matches)
        if after and self._heads_on(self.tree.texts[after[0]]):
            after = []  # "Mansfield Mayor Curtis ...", "Shreveport Police Department"
        extra = [i for i in (*before, *after) if i not in used and self._counts(i)]
        modifier = None
        if first and self.tree.lower[first - 1] in WORDS["directions"]:
            modifier = self.tree.lower[first - 1]
        after_one = last + 1
        of = after_one + 1 < self.count and self.tree.texts[after_one + 1] == "of"  # "Ohio Department of ..."
        wide = feature in ("admin1", "admin2") and after_one in used and self.tree.texts[after_one][0].isupper()
        if wide and not of and not self._of_body(after_one) and self.tree.lower[after_one] != "state":
            span = self.tree.span(first, after_one)  # "Oakport Township"; "the Lviv region" stays "Lviv"
        return Name(span, first, last, text, matches, feature, modifier, not extra)

    def _of_person(self, first: int) -> bool:
        """Whether "of" before a name follows a person's: "Ann Lowe of Hoboken"."""
        if (
            first < 3
            or self.tree.texts[first - 1] != "of"
            or not self._capitals[first - 2]
            or not self._capitals[first - 3]
        ):
            return False
        surname, given = self.tree.lower[first - 2], self.tree.lower[first - 3]
        end = self.syntax.end[first - 2]
        return surname in self.people or given in WORDS["given"] or any(e == end for _, e, _ in self.taken)

    def lived_in(self, first: int) -> bool:
        """ "Residents of Oru", "farmers from northern Oru": who lives there shows a place."""
        i = first - 1
        while i > 0 and (self.tree.lower[i] == "the" or self.tree.lower[i] in WORDS["directions"]):
            i -= 1
        living = i > 0 and self.tree.lower[i] in WORDS["living"]
        return living and self.syntax.lemma[i - 1] in WORDS["dwellers"]

    def of_party(self, first: int) -> bool:
        """ "Ann Lowe, D-Topeka": the seat of a member of parliament behind the initial of the party."""
        k = first - 1
        return k > 0 and self.tree.texts[k] in HYPHENS and len(self.tree.texts[k - 1]) == 1 and self._capitals[k - 1]

    def _home(self, name: Name) -> bool:
        """Whether it is where a person lives: "Ann Lowe of Hoboken", "Lowe, 24, of Hoboken"."""
        i = name.first - 1
        aged = i > 2 and self.tree.texts[i - 1] == self.tree.texts[i - 3] == "," and self.tree.texts[i - 2].isdigit()
        return i > 0 and self.tree.texts[i] == "of" and (aged or self._of_person(name.first))

    def _of_body(self, i: int) -> bool:
        """Whether a type word goes on into the name of a body: "Texas State Police", "Oru District Court"."""
        goes_on = i + 1 < self.count and self._capitals[i + 1] and self._together(i + 1, i)
        return goes_on and self.tree.lower[i] in WORDS["bodily"]

    def _heads_on(self, word: str) -> bool:
        """Whether a word after a name begins an office, a body or another name that the place belongs to."""
        low = word.lower().rstrip(".")
        return low in WORDS["titles"] or low in WORDS["bodies"] or low in WORDS["name_ends"]

    def _counts(self, i: int) -> bool:
        """Whether a word of the run is more than a direction, an adjective of a country or a small word."""
        text = self.tree.texts[i]
        small = text in WORDS["small"] or text in WORDS["small in a run"] or not text.isalpha()
        small |= self.tree.lower[i] in self.words.calendar
        small |= text.endswith("ing") and i == self.tree.sentence(i).start and not self.gazetteer.knows(text)
        return not small and text.lower() not in WORDS["directions"] and text.lower() not in self.gazetteer.adjectives

    def _feature(self, first: int, last: int, matches: tuple[Match, ...]) -> tuple[str | None, set[int]]:
        """The feature that words beside the name ask for, with the tokens that say so."""
        kind, used = self._feature_after(last)
        if kind is None:
            kind, used = self._feature_before(first, last)
            return (None, set()) if kind in SITES else (kind, used)
        return self._asked(kind, matches), used

    def _feature_after(self, last: int) -> tuple[str | None, set[int]]:
        """ "the Lviv region", "the Kyiv and Sumy regions", "the Megatex zinc factory", "Donetsk, the second region"."""
        feature = self.words.feature
        ahead = [i for i in range(last + 1, min(self.count, last + 4)) if self._together(i, last)]
        if ahead and (kind := self._type(ahead[0])):
            return kind, {ahead[0]}
        if (
            len(ahead) > 2
            and self.tree.texts[ahead[0]] == "and"
            and self._capitals[ahead[1]]
            and self._plural(ahead[2])
        ):
            return self._type(ahead[2]), {ahead[2]}
        for i in ahead[:2]:
            plain_word = self.syntax.pos[i] in ("NOUN", "ADJ", "PROPN") and not self._longer_name(i)
            if i + 1 < self.count and plain_word and self._type(i + 1) in SITES:
                return self._type(i + 1), {i, i + 1}
        for i in self.tree.children(last, "appos"):
            if i > last and (kind := feature.get(self.syntax.lemma[i])) and kind not in SITES and i - last < 8:
                return kind, set()
        return self._explained(last), set()

    def _longer_name(self, i: int) -> bool:
        """Whether a capitalised word before a common type word goes on with the name ("Abu Shouk camp")."""
        if i + 1 < self.count and not self.tree.texts[i + 1].islower():
            return False  # "Barksdale Air Force Base"
        return (
            self._capitals[i] and self.syntax.pos[i] == "PROPN" and self.tree.lower[i] not in self.gazetteer.adjectives
        )

    def _explained(self, last: int) -> str | None:
        """The kind of place in words after a comma: "Desna, a small village"."""
        for i in range(last + 3, min(self.count, last + 6)):
            if self.tree.texts[last + 1] == "," and self.tree.lower[last + 2] in WORDS["articles"]:
                kind = self._type(i) if self._together(i, last) else None
                if kind is not None and kind not in SITES:
                    return kind
        return None

    def _feature_before(self, first: int, last: int) -> tuple[str | None, set[int]]:
        """ "the city of Lviv", "the region Luhansk"."""
        back = first - 1
        while back >= 0 and self.tree.lower[back] in ("the", *WORDS["directions"]):
            back -= 1
        of = back >= 1 and self.tree.texts[back] == "of" and self.tree.lower[back - 1] not in self.words.beside
        if of and (kind := self.words.feature.get(self.syntax.lemma[back - 1])):
            return kind, {back - 1, back}
        if back == first - 1 and back >= 0 and (kind := self.words.feature.get(self.syntax.lemma[back])):
            heads = self.syntax.head
            if heads[back] == last or heads[last] == back or self.syntax.dep[last] == "appos":
                return kind, {back}
        return None, set()

    def _together(self, i: int, k: int) -> bool:
        return self.syntax.sentence[i] == self.syntax.sentence[k]

    def _type(self, i: int) -> str | None:
        """The kind of place that a type word asks for, by lemma or as written."""
        return self.words.feature.get(self.syntax.lemma[i]) or self.words.feature.get(self.tree.lower[i])

    def _plural(self, i: int) -> bool:
        text = self.tree.lower[i]
        return text.endswith("s") and text in self.words.feature

    @staticmethod
    def _asked(kind: str, matches: tuple[Match, ...]) -> str | None:
        """The feature that fits what the gazetteer has: "Kyiv hospital" says nothing of the name."""
        kinds = {m.entry.kind for m in matches}
        if (kind == "facility" and not kinds & set(SITES)) or (kind in SITES and "country" in kinds):
            return None
        if kind in ("area", "country", "organisation") and not kinds & {"region", "sea", "country"}:
            return None
        return kind
