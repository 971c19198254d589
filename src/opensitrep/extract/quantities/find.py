"""Finds figures with their modifiers and turns them into ranges: "up to 80" ends at 80, "more than 1,400" begins there.

The method: `figures` reads number words, `names` tells designations apart, modifiers and vague
figures are en/quantities.toml, the counted noun comes from the dependency tree (`units`), measures, money
and ages from what stands beside the figure (`measures`), its part in a change, whole, window or total from
the clause (`parts`).
"""

from __future__ import annotations

import re
from dataclasses import replace

from opensitrep.extract.quantities import measures as beside
from opensitrep.extract.quantities.figures import joined, read_figure
from opensitrep.extract.quantities.modifiers import modified, modifier_before, modifier_behind
from opensitrep.extract.quantities.number import Number
from opensitrep.extract.quantities.parts import Found, change_of, scope_of, whole_of
from opensitrep.extract.quantities.tokens import NOUNS, Tokens
from opensitrep.extract.quantities.units import (
    attempted,
    bare_unit,
    counted_noun,
    fate,
    harm_of,
    in_hospital,
    lives,
    numbered,
    unit_of_noun,
    uprooted,
)
from opensitrep.model import Quantity, Reading
from opensitrep.text.words import Lists

WORDS = Lists("quantities")
DIGIT = re.compile(r"\d")
SHARES = ("percent", "percentage_point", "year", "month", "week", "day", "magnitude", "intensity")
GENERAL = ("person", "civilian", "soldier", "inhabitant", "troops")
UNCOUNTED = ("thing", "region", "country", "unit", "attack")  # "several" of them says nothing


def find_quantities(reading: Reading) -> Reading:
    """Add every counted or measured thing of the readable blocks, in text order."""
    if reading.syntax is None or not len(reading.syntax):
        return reading
    finder = Finder(Tokens(reading))
    return replace(reading, quantities=(*reading.quantities, *finder.find()))


class Finder:
    """One pass over the tokens of a reading."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.tree = tokens.tree
        self.lower = tokens.lower
        self.units = tokens.words.units
        self.found: list[Found] = []
        self.last_unit: tuple[int, str] | None = None

    def find(self) -> list[Quantity]:
        """All quantities in text order."""
        tokens, starts, after = self.tokens, self.tokens.words.starts, 0
        for i in [k for k, w in enumerate(self.lower) if w in starts or (not w.isalpha() and DIGIT.search(w))]:
            if i < after or self._second_half(i):
                continue
            if (end := tokens.labels(i)) is not None:
                after = end
                continue
            number = read_figure(tokens, i) or (self._term(i) if tokens.timed[i] is not None else None)
            if number is None:
                continue
            number = joined(tokens, number, term=self._before_term(number))
            if not self._in_length(number):
                self._keep(number)
            after = number.last + 1
        return [f.quantity for f in self.found]

    def _term(self, i: int) -> Number | None:
        """The years of a sentence: part of a length of time, and a figure."""
        time = self.tokens.timed[i]
        word = self.lower[i]
        if time is None or not (word[0].isdigit() or word in self.tokens.words.numerals.cardinals):
            return None
        if str(time.type) != "DURATION":
            return None
        number = read_figure(self.tokens, i, term=True)
        if number is None or not (beside.penalty(self.tokens, i) or beside.written_age(self.tokens, number.last)):
            return None
        return number

    def _second_half(self, i: int) -> bool:
        """The 890 of "640-890", where the range as a whole was none."""
        start, source = self.tree.syntax.start[i], self.tokens.source
        return start > 1 and source[start - 1] in "-–" and source[start - 2].isdigit()

    def _in_length(self, number: Number) -> bool:
        """Whether a figure is the first of two in a length of time: the 30 of "30 or 40 minutes"."""
        at = number.last + 2
        if at >= len(self.tokens) or self.tokens.timed[at] is None or self.tokens.timed[number.last] is not None:
            return False
        between = self.lower[at - 1] == "and" and "between" in self.lower[max(0, number.first - 2) : number.first]
        return (between or self.lower[at - 1] in WORDS["joins two lengths"]) and self.tree.syntax.tag[at] == "CD"

    def _before_term(self, number: Number) -> bool:
        """Whether the second figure of a range stands in a length of time that counts: "15 and 20 years in jail"."""
        at = number.last + 2
        timed = self.tokens.timed
        if at + 1 >= len(self.tokens) or timed[at] is None or timed[number.last] is not None:
            return False
        pay = self.lower[at + 2 : at + 3] in (["'"], ["'s"])  # "between 18 and 22 days' pay"
        return pay or beside.penalty(self.tokens, at)

    def _keep(self, number: Number) -> None:
        found = self._found(number)
        if found is None:
            return
        if self.found and beside.same_measure(self.tokens, self.found[-1].quantity, found.quantity):
            return
        if (change := change_of(self.tokens, found, self.found)) is not None:
            found = replace(found, quantity=replace(found.quantity, change=change))
        self._give_unit(found)
        found = self._parted(found)
        scope, total = scope_of(self.tokens, found)
        if scope is not None or total:
            found = replace(found, quantity=replace(found.quantity, scope=scope, cumulative=total))
        self.found.append(found)

    def _give_unit(self, found: Found) -> None:
        """ "From 3.2 to 7.8 metres": the first figure is in the unit of the second."""
        if found.quantity.change != "to" or not self.found or found.quantity.unit == "thing":
            return
        first = self.found[-1]
        if first.quantity.change == "from" and first.quantity.unit == "thing":
            given = replace(first.quantity, unit=found.quantity.unit, object=found.quantity.object)
            self.found[-1] = replace(first, quantity=given, noun=found.noun)

    def _parted(self, found: Found) -> Found:
        """The figure with its whole; a part without a unit of its own counts what the whole counts."""
        whole = whole_of(self.tokens, found, self.found)
        if whole is None:
            return found
        unit, one = found.quantity.unit, whole[1]
        if one is not None:
            general = unit == "thing" and found.noun is None
            if self._names_harm(one) and unit in GENERAL:
                unit = one.quantity.unit  # "of 68 dead, 41 lived there"
            person = self._verbless(found) and unit in GENERAL
            if general or (person and one.quantity.unit.startswith("person_")):
                unit = one.quantity.unit
        return replace(found, quantity=replace(found.quantity, unit=unit, part_of=whole[0]))

    def _names_harm(self, one: Found) -> bool:
        """Whether the noun itself says what became of people: "68 dead"."""
        noun = self.lower[one.noun] if one.noun is not None else self.tokens.word(one.number.last + 1)
        return self.units.nouns.get(noun, "") == one.quantity.unit and one.quantity.unit.startswith("person_")

    def _verbless(self, found: Found) -> bool:
        """Whether nothing is said of the part but what it is: "six of them children", "including three medics"."""
        verb = self.tree.clause(found.number.last)
        return self.tree.syntax.lemma[verb] == "be" or verb < found.first

    # ------------------------------------------------ one figure

    def _found(self, number: Number) -> Found | None:
        tokens = self.tokens
        start, last, low, high, name = number.first, number.last, number.low, number.high, number.name
        sign = beside.money(tokens, number, last)
        begin = sign[1] if sign else number.first
        before, behind = modifier_before(tokens, begin), modifier_behind(tokens, last)
        if before:
            start, modifier = before
            (low, high), name = modified(modifier, low, high, name)
            if modifier.name == "exact" and (inner := modifier_before(tokens, start)):
                start, modifier = inner  # "at least another 12"
                (low, high), name = modified(modifier, low, high, name)
        if behind and (not before or before[1].name == "exact"):
            last, modifier = behind
            (low, high), name = modified(modifier, low, high, name)
        inner_end = last
        if number.share:
            noun = counted_noun(self.tree, number.first, last, self.units)
            return self._make(number, start, last, (low, high), "percent", name, noun)
        money = sign if inner_end == number.last else beside.money(tokens, number, inner_end)
        if money is not None:
            return self._make(number, min(start, money[1]), max(last, money[2]), (low, high), money[0], name, None)
        counted = self._unit(number, inner_end)
        if counted is None:
            return None
        unit, noun, end = counted
        if self._is_no_count(number, unit, noun, name, low):
            return None
        if unit not in self.units.physical and unit not in ("percent", "percentage_point", "year", "magnitude"):
            self.last_unit = (number.last, unit)
        return self._make(number, start, max(last, end), (low, high), unit, name, noun)

    def _is_no_count(self, number: Number, unit: str, noun: int | None, name: str | None, low: float | None) -> bool:
        if name == "several" and unit in UNCOUNTED:
            return True
        if unit != "thing":
            return False
        if self.tokens.word(number.last + 1) == "-" and self.tokens.word(number.last + 2) not in WORDS["odd or plus"]:
            return True  # "two-step", "one-off"
        if noun is None or name is not None or low == 1 or noun < number.first:
            return False
        if self.lower[noun] in WORDS["animals"]:
            return False
        return self.tree.syntax.tag[noun] in ("NN", "NNP") and not _big(low)  # "the 4900 block", "Channel 5 News"

    def _make(  # noqa: PLR0917  the fields of a Quantity
        self, number: Number, first: int, last: int, ends: tuple[float | None, float | None], unit: str,
        name: str | None, noun: int | None,
    ) -> Found:  # fmt: skip
        tree, phrase = self.tree, None
        if noun is not None:
            inside = [k for k in tree.subtree(noun) if first <= k <= noun]
            begin = max(min(inside, default=noun), number.last + 1) if noun > number.last else noun
            while begin < noun and tree.text(begin) in WORDS["between figure and noun"]:
                begin += 1  # no capitals: "two more trains", but "two New York trains"
            phrase = tree.span(begin, noun)
        if (
            not self._is_measured(unit)
            and number.exact
            and (number.low or 0) >= 10
            and ends != (number.low, number.high)
        ):
            ends = (
                None if ends[0] is None else float(round(ends[0])),
                None if ends[1] is None else float(round(ends[1])),
            )
        begin = min(first, number.first)
        quantity = Quantity(
            span=tree.span(begin, max(last, number.last)), number=tree.span(number.first, number.last),
            low=ends[0], high=ends[1], unit=unit, modifier=name, object=phrase,
        )  # fmt: skip
        return Found(number, begin, max(last, number.last), noun, quantity)

    def _is_measured(self, unit: str) -> bool:
        return unit in self.units.physical or unit in self.units.codes or unit in SHARES

    # ------------------------------------------------ what it counts

    def _unit(self, number: Number, last: int) -> tuple[str, int | None, int] | None:  # noqa: PLR0911  a ladder
        """Unit, noun token and last token of the figure with its unit; None where it counts nothing."""
        tokens, tree = self.tokens, self.tree
        if found := beside.percent(tokens, last):
            return found[0], None, found[1]
        if found := beside.graded(tokens, number) or beside.written_age(tokens, number.last):
            return found[0], None, found[1]
        previous = self.found[-1].quantity if self.found else None
        if end := beside.age(tokens, number, previous):
            return "year", None, end
        if tokens.timed[number.last] is not None:
            return tokens.singular(last + 1), None, last + 1
        if found := beside.measure(tokens, number, last):
            return found[0], found[1], found[1]
        of = last if tokens.word(last) == "of" else last + 1
        if tokens.word(of) == "of" and tokens.word(of + 1) in WORDS["member"]:
            return self._bare(number, last)  # "two of them with burns"
        noun = counted_noun(tree, number.first, last, self.units)
        if number.name == "none" and noun is not None and self.lower[number.first] in WORDS["not any"]:
            fated = fate(tree, number.last, self.units)
            if fated is not None:
                return fated, noun, number.last
        if noun is None or self._verb_taken_for_noun(number, noun):
            return self._bare(number, last)
        return self._counted(noun, number)

    def _verb_taken_for_noun(self, number: Number, noun: int) -> bool:
        """ "Thousands march": no single noun is counted by a plural without "of"."""
        bare = number.name is not None and self.lower[number.last].endswith("s") and noun == number.last + 1
        known = unit_of_noun(self.tree, noun, self.units)
        return bare and self.tree.syntax.tag[noun] == "NN" and known in (None, "attack")

    def _bare(self, number: Number, last: int) -> tuple[str, int | None, int] | None:
        tree = self.tree
        if number.name == "none":
            unit = fate(tree, last, self.units)
            return (unit, None, last) if unit else None
        top = number.last
        if attempted(tree, top, WORDS["attempt"]):
            return "person", None, last
        if uprooted(tree, top, WORDS["uproot"], WORDS["homes"]):
            return "person_displaced", None, last
        if in_hospital(tree, top, WORDS["to_hospital"], WORDS["hospital"]):
            return "person_hospitalized", None, last
        if told := self._told_by_other(number) or self._told_by_subject(number):
            return told[0], told[1], last
        before = self.last_unit[1] if self.last_unit and self._near(self.last_unit[0], number.first) else None
        unit = bare_unit(tree, number.first, last, self.units, before)
        if unit is None and self._persons(number):
            unit = "person"
        return (unit, None, last) if unit else None

    def _told_by_other(self, number: Number) -> tuple[str, int | None] | None:
        """The unit of the figure it goes with ("from 12 deputies to 19") or of the noun it is set beside."""
        tokens, syntax = self.tokens, self.tree.syntax
        earlier = self.found[-1] if self.found else None
        same = earlier is not None and syntax.sentence[earlier.last] == syntax.sentence[number.first]
        if earlier is not None:
            lead = WORDS.table("the other figure of a change").get(earlier.quantity.change or "")
            risen = same and lead is not None and earlier.quantity.unit != "thing"
            if risen and lead in self.lower[max(0, number.first - 4) : number.first]:
                return earlier.quantity.unit, None
            of = number.last + 1
            part = tokens.word(of) == "of" and tokens.word(of + 1) in WORDS["member"]
            if part and self._near(earlier.last, number.first) and not fate(self.tree, number.last, self.units):
                return earlier.quantity.unit, earlier.noun
        head = syntax.head[number.last]
        if syntax.dep[number.last] == "appos" and syntax.pos[head] in NOUNS and head < number.first:
            return unit_of_noun(self.tree, head, self.units) or "thing", head
        return None

    def _persons(self, number: Number) -> bool:
        """A bare number that does something only people do: "no more than 30 may attend"."""
        syntax, top = self.tree.syntax, number.last
        verb = syntax.head[top]
        return (
            syntax.dep[top] in ("nsubj", "nsubjpass") and (syntax.pos[verb] in ("VERB", "AUX") or verb == top + 1)
            and number.high != 1 and (number.low or 2) > 1
        )  # fmt: skip

    def _counted(self, noun: int, number: Number) -> tuple[str, int, int]:  # noqa: PLR0911  a ladder
        tree, syntax, word = self.tree, self.tree.syntax, self.lower[noun]
        unit = unit_of_noun(tree, noun, self.units)
        close = noun - number.last <= 2 or self.tokens.word(number.last) == "of"
        if unit in self.units.physical:
            return (unit if close else "thing"), noun, noun
        above = syntax.head[syntax.head[noun]]
        loss = WORDS["loss"]
        if syntax.dep[noun] == "pobj" and lives(tree, above, loss) == "person_killed":
            return "person_killed", noun, noun  # "the lives of 12 people"
        person = unit in self.units.persons or unit == "casualty"
        if word in WORDS["animals"] or syntax.lemma[noun] in WORDS["animals"]:
            return unit or "thing", noun, noun
        if person and attempted(tree, noun, WORDS["attempt"]):
            return unit or "person", noun, noun
        if person and (harmed := harm_of(tree, noun, self.units)):
            return harmed, noun, noun
        if person and uprooted(tree, noun, WORDS["uproot"], WORDS["homes"]):
            return "person_displaced", noun, noun
        if person and in_hospital(tree, noun, WORDS["to_hospital"], WORDS["hospital"]):
            return "person_hospitalized", noun, noun
        if person:
            return fate(tree, noun, self.units) or unit or "person", noun, noun
        if unit is None:
            own = self.units.subject_fates.get(syntax.lemma[noun])  # "More than 100 drown", taken for a noun
            sure = fate(tree, noun, self.tokens.words.sure_units)
            return sure or own or lives(tree, noun, loss) or "thing", noun, noun
        return unit, noun, noun

    def _near(self, before: int, now: int) -> bool:
        return self.tree.syntax.sentence[now] - self.tree.syntax.sentence[before] <= 1

    def _told_by_subject(self, number: Number) -> tuple[str, int | None] | None:
        """ "The death toll rose to 12", "its population from 100,000 to 10,000", "admissions jumped to 71"."""
        tree, syntax, top = self.tree, self.tree.syntax, number.last
        path = [top, *list(tree.ancestors(top))[:4]]
        near: list[int] = []
        for k in path:
            near += [k, *tree.children(k, "nsubj", "nsubjpass", "dobj")]
        for k in near:
            lemma = syntax.lemma[k]
            if lemma == "population":
                return "inhabitant", k
            if lemma in WORDS["numbers of something"] and (counted := numbered(tree, k, self.units)):
                return counted
            if lemma in WORDS["tolls"]:
                return "person_killed", k
        return self._changing_subject(number)

    def _changing_subject(self, number: Number) -> tuple[str, int | None] | None:
        """What rises or falls to a bare number: the subject of the verb, or the object of a causing one."""
        tree, syntax = self.tree, self.tree.syntax
        modifier = modifier_before(self.tokens, number.first)
        prep = (modifier[0] if modifier else number.first) - 1
        above = syntax.head[number.last]
        if syntax.dep[number.last] in ("dobj", "attr") and syntax.lemma[above] in WORDS["reached"]:
            subject = next((k for k in tree.children(above, "nsubj") if syntax.pos[k] in NOUNS), None)
            return None if subject is None else (unit_of_noun(tree, subject, self.units) or "thing", subject)
        if self.tokens.word(prep) not in WORDS["before a new level"]:
            return None
        changing = WORDS["change"] | WORDS["told_at"]
        verb = next((k for k in list(tree.ancestors(prep))[:3] if syntax.lemma[k] in changing), None)
        if verb is None:
            return None
        for k in (*tree.children(verb, "dobj"), *tree.children(verb, "nsubj", "nsubjpass")):
            if syntax.lemma[k] in WORDS["totals"] and self.last_unit is not None:
                return self.last_unit[1], None
            if syntax.pos[k] in NOUNS:
                return unit_of_noun(tree, k, self.units) or "thing", k
        return None


def _big(value: float | None) -> bool:
    return value is not None and value > 0 and value == int(value) and value >= 1_000_000
