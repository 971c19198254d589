"""Reads a labelled report: sentences, the labels beneath them, and what is wrong with it."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

LISTS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("lists.toml").read_text(encoding="utf-8"))
KINDS: dict[str, list[str]] = LISTS["kinds"] | LISTS["extensions"]
FOLDERS = ("voa", "clusters", "negatives", "themes")  # of labelled reports
HEADER = ("id", "source", "outlet", "published", "split", "cluster", "labelled")
KEYS = {  # the fields with a name that each label may carry, and which of them quote words of the text
    "h": {"by", "to", "place", "from", "day", "with", "reality"},
    "n": set[str](),
    "r": set[str](),
    "c": {"of", "part of", "since", "period", "as of", "says", "stance"},
    "s": {"via", "to", "day"},
}
SENTENCE = re.compile(r"(\d+[a-z]?) (¶ )?(\S.*)")
LABEL = re.compile(r"([hncrs])(\d*) (.+)")
INCIDENT = re.compile(r"(i\d+) (?:(part of|follows|cause of) (i\d+)|(main|earlier|other))")
POINTER = re.compile(r"(?:(\d+[a-z]?)@)?(.+?)(?:#(\d+))?")
DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?(/\d{4}(-\d\d(-\d\d)?)?)?")
ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
NUMBERS = {word: n for n, word in enumerate(ONES)} | {word: 10 * n for n, word in enumerate(TENS, 2)}
VAGUE = re.compile(r"\b(?:few|several|dozens|hundreds|thousands|millions)\b")
SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a file, with the line to mend."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open characters of `Report.text`."""

    start: int
    end: int

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Words:
    """Quoted words; `stands_for` = what a pronoun means, `value` = the date that the words come to."""

    span: Span
    stands_for: Span | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, its place and what the passage around it is; `part` is None outside headline and body."""

    id: str
    span: Span
    layout: str
    part: str | None
    reality: str
    begins_paragraph: bool
    line: int


@dataclass(frozen=True, slots=True)
class Happening:
    """A trigger that tells a happening; `words` holds by, to, place, from, day and with."""

    id: str
    trigger: Span
    kind: str
    mode: str | None
    modality: str
    reality: str
    words: dict[str, tuple[Words, ...]]
    incident: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Negative:
    """Words that look like a happening and are none, with the reason; `incident` where they point to one."""

    span: Span
    reason: str
    incident: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Reference:
    """A definite reference ("the attack") to an incident."""

    span: Span
    incident: str
    line: int


@dataclass(frozen=True, slots=True)
class Count:
    """A figure; `target` is an incident, a happening, or None (unplaced)."""

    id: str
    figure: Span
    fate: str
    target: str | None
    words: dict[str, tuple[Words, ...]]
    part_of: str | None
    says: str | None
    stance: str
    line: int


@dataclass(frozen=True, slots=True)
class Statement:
    """Who says what: `source` is Words, or "outlet" or "unnamed"; `cue` is None for a free quotation."""

    id: str
    source: Words | str
    cue: Span | None
    content: tuple[Span, ...]
    act: str
    words: dict[str, tuple[Words, ...]]
    line: int


@dataclass(frozen=True, slots=True)
class Incident:
    """What the report tells of one happening."""

    id: str
    relation: str
    other: str | None
    kind: str
    mode: str | None
    day: str | None
    day_basis: str
    place: str | None
    place_basis: str
    by: tuple[str, ...]
    note: str
    line: int


@dataclass(frozen=True, slots=True)
class Report:
    """A report with its labels."""

    header: dict[str, str]
    text: str
    sentences: tuple[Sentence, ...]
    happenings: tuple[Happening, ...]
    negatives: tuple[Negative, ...]
    references: tuple[Reference, ...]
    counts: tuple[Count, ...]
    statements: tuple[Statement, ...]
    incidents: tuple[Incident, ...]

    @property
    def labelled(self) -> bool:
        """Whether a person has labelled it."""
        return self.header.get("labelled") == "yes"

    def quote(self, span: Span) -> str:
        """The words of a span."""
        return self.text[span.start : span.end]


class _Wrong(ValueError):
    """A fault in the label at hand; becomes a `Fault` with its line."""


@dataclass(slots=True)
class _Reader:
    """The state while one file is read."""

    header: dict[str, str] = field(default_factory=dict)
    text: str = ""
    sentences: dict[str, Sentence] = field(default_factory=dict)
    labels: list[tuple[int, str, str]] = field(default_factory=list)  # line, sentence id, words
    incidents: list[Incident] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    happenings: list[Happening] = field(default_factory=list)
    negatives: list[Negative] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)

    def lines(self, source: str) -> None:
        """First pass: header, blocks, sentences, incidents; labels are kept for the second."""
        block: tuple[str, str | None, str] | None = None
        in_incidents, current, fresh = False, "", True
        for number, raw in enumerate(source.split("\n"), 1):
            line = raw.rstrip()
            try:
                if not line or line.startswith("##"):
                    continue
                if line.startswith("# "):
                    key, _, value = line[2:].partition(": ")
                    self.header[key] = value
                elif line.startswith("== "):
                    in_incidents = line == "== incidents"
                    if not in_incidents:
                        new = _block(line[3:])
                        fresh = fresh or block is None or block[0] != new[0]
                        block = new
                elif in_incidents:
                    self.incidents.append(_incident(line.strip(), number))
                elif line[0] == " ":
                    if not current:
                        raise _Wrong("a label before the first sentence")
                    self.labels.append((number, current, line.strip()))
                else:
                    current = self.sentence(line, number, block, fresh)
                    fresh = False
            except _Wrong as wrong:
                self.faults.append(Fault(number, str(wrong)))

    def sentence(self, line: str, number: int, block: tuple[str, str | None, str] | None, fresh: bool) -> str:
        """Add a sentence to the text and give its id."""
        match = SENTENCE.fullmatch(line)
        if not match:
            raise _Wrong(
                "neither a sentence (`7 Words.`) nor a label (indent it by three spaces) nor a head (`== news`)"
            )
        if block is None:
            raise _Wrong("a sentence before the first head; write `== headline` or `== news` above it")
        name, mark, words = match.groups()
        if name in self.sentences:
            raise _Wrong(f"sentence {name} stands twice; number it {name}b")
        begins = fresh or mark is not None
        self.text += ("" if not self.text else "\n" if begins else " ") + words
        span = Span(len(self.text) - len(words), len(self.text))
        self.sentences[name] = Sentence(name, span, *block, begins, number)
        return name

    def label(self, number: int, sentence: str, line: str) -> None:
        """Second pass: one label line."""
        match = LABEL.fullmatch(line)
        if not match:
            raise _Wrong(
                f"no label begins like {line[:12]!r}: h, n, c, r or s, with a number if something points to it"
            )
        letter, digits, rest = match.groups()
        plain, named = _fields(rest)
        if unknown := set(named) - KEYS[letter]:
            raise _Wrong(f"{letter} has no field {min(unknown)!r}; it has {', '.join(sorted(KEYS[letter])) or 'none'}")
        name = letter + digits if digits else f"{letter}@{number}"
        getattr(self, "label_" + letter)(number, sentence, name, plain, named)

    def label_h(self, number: int, sentence: str, name: str, plain: list[str], named: dict[str, list[str]]) -> None:
        """`h1 hit | ASSAULT/aerial | actual | by: ... | i1`."""
        _need(plain, 3, 4, "h trigger | KIND/mode | modality | fields | i1")
        trigger = self.find(plain[0], sentence)
        kind, mode = _kind(plain[1])
        incident = _pointer(plain[3], "i") if len(plain) > 3 else None
        reality = _one(named.pop("reality", [self.sentences[sentence].reality]), "reality")
        words = self.all_words(named, sentence, trigger)
        modality = _listed(plain[2], "modality")
        self.happenings.append(Happening(name, trigger, kind, mode, modality, reality, words, incident, number))

    def label_n(self, number: int, sentence: str, _: str, plain: list[str], __: dict[str, list[str]]) -> None:
        """`n killing | harm | i1`."""
        _need(plain, 2, 3, "n words | reason | i1 (if it points to one)")
        incident = _pointer(plain[2], "i") if len(plain) > 2 else None
        self.negatives.append(Negative(self.find(plain[0], sentence), _listed(plain[1], "negative"), incident, number))

    def label_r(self, number: int, sentence: str, _: str, plain: list[str], __: dict[str, list[str]]) -> None:
        """`r the attack | i1`."""
        _need(plain, 2, 2, "r words | i1")
        self.references.append(Reference(self.find(plain[0], sentence), _pointer(plain[1], "i"), number))

    def label_c(self, number: int, sentence: str, name: str, plain: list[str], named: dict[str, list[str]]) -> None:
        """`c1 12 | killed | i1 | of: people | says: s1`."""
        _need(plain, 3, 3, "c figure | fate | i1, h1 or - | fields")
        part_of, says = named.pop("part of", []), named.pop("says", [])
        stance = _one(named.pop("stance", ["asserts"]), "stance")
        figure = self.find(plain[0], sentence)
        target = None if plain[2] == "-" else _pointer(plain[2], "ih")
        words = self.all_words(named, sentence, figure)
        whole, said = (_pointer(v[0], k) if v else None for v, k in ((part_of, "c"), (says, "s")))
        fate = _listed(plain[1], "fate")
        self.counts.append(Count(name, figure, fate, target, words, whole, said, stance, number))

    def label_s(self, number: int, sentence: str, name: str, plain: list[str], named: dict[str, list[str]]) -> None:
        """`s1 the mayor | said | first words ... last words | asserts | via: on Twitter`."""
        _need(plain, 4, 4, "s source | cue or - | content | act | via: words")
        cue = None if plain[1] == "-" else self.find(plain[1], sentence)
        near = cue or self.sentences[sentence].span
        source = plain[0] if plain[0] in ("outlet", "unnamed") else self.words(plain[0], sentence, near, "source")
        content = tuple(self.run(piece.strip(), sentence) for piece in plain[2].split(" + "))
        words = self.all_words(named, sentence, near)
        self.statements.append(Statement(name, source, cue, content, _listed(plain[3], "act"), words, number))

    def all_words(self, named: dict[str, list[str]], sentence: str, near: Span) -> dict[str, tuple[Words, ...]]:
        """Every field that quotes words, resolved."""
        return {key: tuple(self.words(v, sentence, near, key) for v in values) for key, values in named.items()}

    def words(self, value: str, sentence: str, near: Span, key: str) -> Words:
        """Words of an argument: the occurrence nearest to the trigger; `he = 2@the mayor`, `Monday = 2022-06-27`."""
        quoted, _, meaning = value.partition(" = ")
        span = self.find(quoted, sentence, near)
        if key == "day":
            if meaning and not DATE.fullmatch(meaning):
                raise _Wrong(f"{meaning!r} is no date; write 2022-06-27, 2022-06, 2022 or two of them with / between")
            return Words(span, value=meaning or None)
        pronoun = quoted.lower() in LISTS["pronouns"] and (quoted == "I" or not quoted.isupper())  # "US" is none
        if key in ("by", "to", "source") and not meaning and pronoun:
            raise _Wrong(f"{quoted!r} stands for somebody: write `{quoted} = 2@the words that name them`")
        return Words(span, self.find(meaning, sentence, near) if meaning else None)

    def run(self, value: str, sentence: str) -> Span:
        """`first words ... last words`, `*` for the whole sentence, `4@*` for that of another."""
        first, _, last = value.partition(" ... ")
        start = self.find(first, sentence, Span(0, 0))  # the first occurrence
        if not last:
            return start
        if "@" in first and "@" not in last:
            last = f"{first.partition('@')[0]}@{last}"
        end = self.find(last, sentence, Span(start.end, start.end), after=start.end)
        return Span(start.start, end.end)

    def find(self, pointer: str, sentence: str, near: Span | None = None, after: int = 0) -> Span:
        """Offsets of quoted words: the `#2`nd, the only one, or the one nearest to `near`; none before `after`."""
        match = POINTER.fullmatch(pointer.strip())
        assert match is not None
        other, words, which = match.groups()
        place = self.sentences.get(other or sentence)
        if place is None:
            raise _Wrong(f"there is no sentence {other}")
        if words == "*":
            return place.span
        pattern = r"(?<!\w)" * words[0].isalnum() + re.escape(words) + r"(?!\w)" * words[-1].isalnum()
        found = [
            Span(m.start(), m.end()) for m in re.compile(pattern).finditer(self.text, place.span.start, place.span.end)
        ]
        found = [span for span in found if span.start >= after]
        if not found:
            raise _Wrong(
                f"{words!r} does not stand in sentence {place.id}; copy it, or put its sentence before it: 2@{words}"
            )
        if which:
            if not 0 < int(which) <= len(found):
                raise _Wrong(f"{words!r} stands {len(found)} times in sentence {place.id}, there is no #{which}")
            return found[int(which) - 1]
        if len(found) > 1 and near is None:
            raise _Wrong(f"{words!r} stands {len(found)} times in sentence {place.id}; write {words}#1 or {words}#2")
        return (
            found[0]
            if near is None
            else min(found, key=lambda s: min(abs(s.start - near.end), abs(near.start - s.end)))
        )

    def report(self) -> Report:
        """What was read."""
        parts = (self.happenings, self.negatives, self.references, self.counts, self.statements, self.incidents)
        return Report(self.header, self.text, tuple(self.sentences.values()), *map(tuple, parts))  # type: ignore[arg-type]


def parse(source: str) -> tuple[Report, list[Fault]]:
    """A report and all its faults, in the order of the lines."""
    reader = _Reader()
    reader.lines(source)
    for number, sentence, line in reader.labels:
        try:
            reader.label(number, sentence, line)
        except _Wrong as wrong:
            reader.faults.append(Fault(number, str(wrong)))
    report = reader.report()
    return report, sorted([*reader.faults, *_checked(report)], key=lambda f: f.line)


def read(path: Path) -> tuple[Report, list[Fault]]:
    """Parse one file."""
    report, faults = parse(path.read_text(encoding="utf-8"))
    if report.header.get("id") not in (path.stem, f"{path.parent.name}-{path.stem}"):  # of a cluster: its name too
        faults.insert(0, Fault(1, f"the id of the header is not the name of the file, {path.stem!r}"))
    return report, faults


def _checked(report: Report) -> Iterator[Fault]:
    """What only the whole report shows."""
    for key in HEADER:
        if key not in report.header:
            yield Fault(1, f"the header lacks `# {key}: ...`")
    if report.header.get("split") not in LISTS["split"]:
        yield Fault(1, "split is train, dev or test")
    named = [(h.id, h.line) for h in report.happenings] + [(c.id, c.line) for c in report.counts]
    named += [(s.id, s.line) for s in report.statements] + [(i.id, i.line) for i in report.incidents]
    known: set[str] = set()
    for name, line in named:
        if name in known:
            yield Fault(line, f"{name} stands more than once; give each its own number")
        known.add(name)
    used: set[str] = set()
    for line, target in _targets(report):
        used.add(target)
        if target not in known:
            yield Fault(line, f"{target} is not declared; add it, or point to another")
    for incident in report.incidents:
        if incident.id not in used:
            yield Fault(
                incident.line,
                f"nothing points to {incident.id}: add it to its happening, or take it out",
            )
    mains = [i for i in report.incidents if i.relation == "main"]
    if report.labelled and len(mains) != 1 and not (not mains and report.header.get("main") == "none"):
        yield Fault(
            mains[1].line if mains else 1,
            "one incident is `main`; if none is, write `# main: none` above",
        )
    yield from _overlaps(report)
    yield from _wholes(report)


def _wholes(report: Report) -> Iterator[Fault]:
    """A part is no larger than its whole."""
    wholes = {count.id: count for count in report.counts}
    for count in report.counts:
        if count.part_of in wholes:
            whole = wholes[count.part_of]
            part, all_of_it = figure(report.quote(count.figure)), figure(report.quote(whole.figure))
            if part is not None and all_of_it is not None and part > all_of_it:
                yield Fault(count.line, f"{part:g} is more than its whole, {all_of_it:g} ({whole.id})")


def _targets(report: Report) -> Iterator[tuple[int, str]]:
    """Every pointer to another label."""
    pointers = [(h.line, h.incident) for h in report.happenings] + [(n.line, n.incident) for n in report.negatives]
    yield from ((line, target) for line, target in pointers if target)
    yield from ((r.line, r.incident) for r in report.references)
    for count in report.counts:
        yield from ((count.line, t) for t in (count.target, count.part_of, count.says) if t)
    yield from ((i.line, i.other) for i in report.incidents if i.other)


def _overlaps(report: Report) -> Iterator[Fault]:
    """One word is one trigger, or one look-alike."""
    marked = sorted(
        [(h.trigger, h.line) for h in report.happenings] + [(n.span, n.line) for n in report.negatives],
        key=lambda m: m[0].start,
    )
    for (left, _), (right, line) in pairwise(marked):
        if left.overlaps(right):
            yield Fault(line, f"{report.quote(right)!r} overlaps {report.quote(left)!r}: a word is one h or one n")


def figure(words: str) -> float | None:
    """The number that plain figure words come to, None where they are vague."""
    total: float | None = None
    room = 0.0  # what may still be added: ones to "forty", tens and ones to "a hundred"
    for word in re.findall(r"\d[\d,]*(?:\.\d+)?|[a-z]+", words.lower()):
        if word[0].isdigit():
            total, room = float(word.replace(",", "")), 0.0
        elif word in NUMBERS:
            number = float(NUMBERS[word])
            total = (total or 0.0) + number if 0 < number < room else number
            room = 10.0 if word in TENS else 0.0
        elif word == "half":
            total = 0.5
        elif word in SCALES:
            total = (total or 1.0) * SCALES[word]
            room = float(SCALES[word])
        elif word != "and":
            room = 0.0
    return None if VAGUE.search(words.lower()) else total


def _block(words: str) -> tuple[str, str | None, str]:
    """`headline`, `news drill`, `caption`: layout, part, reality."""
    chosen: dict[str, str] = {}
    for word in words.split():
        group = next((name for name in ("layout", "part", "reality") if word in LISTS[name]), None)
        if group is None:
            raise _Wrong(f"{word!r} is no layout, part or reality; see lists.toml")
        chosen[group] = word
    layout = chosen.get("layout", "body")
    if layout == "body" and "part" not in chosen:
        raise _Wrong(
            "a head of the body names its part: news, consequence, background, reaction, expectation or service"
        )
    part = chosen.get("part", "news") if layout in ("body", "headline") else None
    return layout, part, chosen.get("reality", "fact")


def _fields(rest: str) -> tuple[list[str], dict[str, list[str]]]:
    """Fields without a name in their order, and those with one."""
    plain: list[str] = []
    named: dict[str, list[str]] = {}
    names = set().union(*KEYS.values()) | {"by", "place", "day"}
    for piece in rest.split(" | "):
        key, colon, value = piece.strip().partition(": ")
        if colon and key in names and plain:
            named.setdefault(key, []).append(value.strip())
        else:
            plain.append(piece.strip())
    return plain, named


def _incident(line: str, number: int) -> Incident:
    """`i1 main | KIND/mode | day: 2022-06-27 (stated) | place: Kremenchuk (stated) | by: Russia | what it is`."""
    plain, named = _fields(line)
    match = INCIDENT.fullmatch(plain[0])
    if not match:
        raise _Wrong("an incident begins `i1 main` (or earlier, other) or `i2 part of i1` (or follows, cause of)")
    _need(plain, 3, 3, "i1 main | KIND/mode | day: ... | place: ... | by: ... | what it is in a few words")
    if unknown := set(named) - {"day", "place", "by"}:
        raise _Wrong(f"an incident has no field {sorted(unknown)[0]!r}")
    kind, mode = _kind(plain[1])
    day, day_basis = _based(named.get("day", ["- (unknown)"])[0], "day_basis")
    place, place_basis = _based(named.get("place", ["- (unknown)"])[0], "place_basis")
    if day and not DATE.fullmatch(day):
        raise _Wrong(f"{day!r} is no date; write 2022-06-27, 2022-06, 2022 or two of them with / between")
    relation = match[2] or match[4]
    by = tuple(named.get("by", []))
    return Incident(match[1], relation, match[3], kind, mode, day, day_basis, place, place_basis, by, plain[2], number)


def _based(value: str, name: str) -> tuple[str | None, str]:
    """`Kremenchuk (stated)`: the value and its basis."""
    match = re.fullmatch(r"(.+) \(([a-z]+)\)", value)
    if not match:
        raise _Wrong(f"say on what {value!r} rests: `{value} (stated)`, one of {', '.join(LISTS[name])}")
    return (None if match[1] == "-" else match[1]), _listed(match[2], name)


def _kind(value: str) -> tuple[str, str | None]:
    """`ASSAULT/aerial`."""
    kind, _, mode = value.partition("/")
    if kind not in KINDS:
        raise _Wrong(f"{kind!r} is no kind; see lists.toml")
    if mode and mode not in KINDS[kind]:
        raise _Wrong(f"{kind} has no mode {mode!r}; it has {', '.join(KINDS[kind]) or 'none'}")
    return kind, mode or None


def _listed(value: str, name: str) -> str:
    if value not in LISTS[name]:
        raise _Wrong(f"{value!r} is no {name}; it is one of {', '.join(LISTS[name])}")
    return value


def _one(values: list[str], name: str) -> str:
    return _listed(values[0], name)


def _pointer(value: str, letters: str) -> str:
    if not re.fullmatch(rf"[{letters}]\d+", value):
        raise _Wrong(f"{value!r} points to nothing; write a label such as {letters[0]}1")
    return value


def _need(plain: list[str], low: int, high: int, pattern: str) -> None:
    if not low <= len(plain) <= high:
        raise _Wrong(f"{len(plain)} fields without a name; the form is `{pattern}`")
