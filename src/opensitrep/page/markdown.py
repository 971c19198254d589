"""The same situation report as Markdown, for mail, chat and wikis: quotations in curly quotes, footnotes, tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from opensitrep.derive.book import Book
from opensitrep.derive.phrases import text
from opensitrep.derive.pieces import (
    CLOSE,
    OPEN,
    Away,
    Bold,
    Call,
    Cite,
    Derived,
    Fixed,
    Item,
    Link,
    Quiet,
    Quote,
    Run,
    Sign,
    Tag,
)
from opensitrep.derive.rules import spell
from opensitrep.model import Account
from opensitrep.page.brief import Sentence
from opensitrep.page.cards import Within
from opensitrep.page.sitrep import Sitrep, StoryPage, compose_in_turn
from opensitrep.page.toll import Toll

SPECIAL = re.compile(r"([\\`*_\[\]<>|#~$])")
"""Characters that mean something anywhere in a line; what means something only at its start is never first."""


def write_markdown(account: Account | Book, stream: BinaryIO) -> None:
    """Write the report of an account as CommonMark with tables and footnotes."""
    book = Book.of(account)
    between = b""
    for part in Plain(book).report(*compose_in_turn(book)):
        if part:
            stream.write(between + part.encode("utf-8"))
            between = b"\n\n"
    stream.write(b"\n")


class Plain:
    """Spells pieces as Markdown."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.prefix = ""

    def item(self, item: Item) -> str:
        """One item of a run."""
        if isinstance(item, Quote):
            return f"“{self.bare(item)}”"
        if isinstance(item, Derived | Fixed):
            return self.bare(item)
        if isinstance(item, Call):
            return f"[^{item.target}]"
        if isinstance(item, Sign):
            return f"{self.bare(item.sign)} {self.bare(item.word)}"
        return self.group(item)

    def group(self, item: Cite | Link | Away | Tag | Bold | Quiet) -> str:
        """Items that belong together."""
        match item:
            case Cite(quote, number, target, raised):
                return f"{self.item(quote)}[^{target}]" if raised else f"{self.item(quote)} {self.bare(number)}"
            case Tag(piece, strong):
                tag = f"\\[{self.bare(piece)}\\]"
                return f"**{tag}**" if strong else tag
            case Bold(pieces):
                return f"**{self.run(pieces)}**"
            case Away(pieces, address):
                return f"[{self.run(pieces)}]({address})"
            case Link(pieces, _) | Quiet(pieces):
                return self.run(pieces)

    def bare(self, piece: Quote | Derived | Fixed) -> str:
        """The text of a piece, escaped."""
        return SPECIAL.sub(r"\\\1", " ".join(spell(self.book, piece).split()))

    def run(self, items: Run) -> str:
        """Items in a line."""
        out, glue = "", True
        for item in items:
            closes = isinstance(item, Call) or (isinstance(item, Fixed) and item.key in CLOSE)
            out += self.item(item) if closes or glue else " " + self.item(item)
            glue = isinstance(item, Fixed) and item.key in OPEN
        return out

    def table(self, heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
        """A table."""
        first = list(heads)
        lines = [first, ["---"] * len(first), *(list(r) for r in rows)]
        return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)

    def words(self, *keys: str) -> list[str]:
        """Fixed strings by their keys."""
        return [self.bare(Fixed(k)) for k in keys]

    # ------------------------------------------------ the report

    def report(self, sitrep: Sitrep, stories: Iterable[StoryPage]) -> Iterator[str]:
        """The whole text in parts, those of a story when it is asked for; behind all of them the footnotes."""
        notes: list[str] = []
        if sitrep.index:
            yield f"# {self.bare(sitrep.title)}"
            rows = [
                [self.run(r.title), *(self.bare(x) for x in (r.day, r.place, r.toll, r.reports, r.origins, r.disputed))]
                for r in sitrep.index
            ]
            heads = ("col story", "col when", "col where", "col toll", "col reports", "col origins", "col disputed")
            yield self.table(self.words(*heads), rows)
        told = False
        for story in stories:
            yield from self.story(story, "##" if sitrep.index else "#")
            notes += self.notes(story)
            told = True
        if not told:
            yield f"# {self.bare(sitrep.title)}"
            yield self.bare(Fixed("nothing to brief"))
        yield f"## {self.bare(Fixed('problems head'))}"
        if sitrep.problems:
            rows = [[self.bare(x) for x in (p.stage, p.subject, p.message)] for p in sitrep.problems]
            yield self.table(self.words("col stage", "col subject", "col message"), rows)
        else:
            yield self.bare(Fixed("problems none"))
        yield f"## {self.bare(Fixed('method head'))}"
        made = "\n".join(f"- {self.bare(name)}: {self.bare(value)}" for name, value in sitrep.made_with)
        yield from (self.bare(Fixed("method")), self.bare(Fixed("map credits")), made, "\n".join(notes))

    def notes(self, story: StoryPage) -> Iterator[str]:
        """The footnotes of a story."""
        for n in story.brief.footnotes:
            page = f" · {self.bare(n.page)}" if n.page else ""
            yield f"[^{n.anchor}]: {self.item(n.cite)} · {self.bare(n.source)}{page}"

    def story(self, story: StoryPage, mark: str) -> list[str]:
        """One story."""
        stats = " · ".join(f"{self.bare(s.number)} {self.bare(s.label)} ({self.bare(s.note)})" for s in story.stats)
        parts = [
            f"{mark} {self.run(story.title)}",
            f"**{self.bare(story.as_of)}** ({self.bare(story.as_of_basis)})",
            stats,
            self.bare(Fixed("verdict note")),
        ]
        if story.alone:
            parts.append(self.bare(Fixed("nothing to compare")))
        for key, body in (
            ("brief", self.brief(story)),
            ("where", self.places(story)),
            ("tolls head", self.tolls(story)),
            ("disputed head", self.disputed(story)),
            ("event table", self.events(story)),
            ("origins head", self.chains(story)),
            ("control head", self.control(story)),
            ("calendar head", self.calendar(story)),
            ("unknown head", self.unknown(story)),
            ("sources head", self.sources(story)),
        ):
            if body:
                parts += [f"{mark}# {self.bare(Fixed(key))}", body]
        return parts

    def brief(self, story: StoryPage) -> str:
        """The lead, reports that were not read, then the lines, each with its sign and counts at the end."""
        parts = [self.line(story.brief.lead)] if story.brief.lead else []
        if story.brief.unread:
            rows = "\n".join(f"- {self.run(r)}" for r in story.brief.unread)
            parts += [self.bare(Fixed("unread lead")), rows]
        parts.append("\n".join(f"- {self.line(line)}" for line in story.brief.sentences))
        return "\n\n".join(p for p in parts if p) or self.bare(Fixed("nothing to brief"))

    def line(self, line: Sentence) -> str:
        """One sentence of the brief."""
        remark = "; ".join(self.bare(r) for r in (line.counts, *line.remark))
        return f"{self.run(line.run)} ({self.item(line.sign)}; {remark})"

    def places(self, story: StoryPage) -> str:
        """The key of the map, and what is not on it."""
        if story.map is None:
            lines = [f"- {self.run(r)}" for r in story.region_rows]
            return "\n".join([self.bare(Fixed("no point on map")), "", *lines]).strip()
        lines = []
        for key in story.map.key:
            events = ", ".join(self.item(e) for e in key.events)
            lines.append(f"- {self.bare(key.place)}: {self.bare(key.figure)}, {self.bare(key.counts)} ({events})")
        others = ("map regions", story.map.region_rows), ("map elsewhere", story.map.elsewhere)
        for name, runs in (*others, ("map no place", story.map.nowhere)):
            lines += [f"- {self.bare(Fixed(name))}: {self.run(r)}" for r in runs]
        return "\n".join(lines)

    def events(self, story: StoryPage) -> str:
        """The table of printed events; below it what has no card."""
        heads = self.words("col event", "col kind", "col when", "col where", "col toll", "col status", "col counts")
        rows = [
            [
                self.item(e.link),
                *(self.bare(x) for x in (e.kind, e.when, e.where, e.figure, e.status)),
                f"{self.bare(e.sign.sign)} {self.bare(e.counts)}",
            ]
            for e in story.events
        ]
        folded = ("reactions", story.folded.reactions), ("background head", story.folded.background)
        parts = [self.table(heads, rows)] if rows else []
        for key, found in (*folded, ("unsettled head", story.folded.unsettled)):
            lines = [f"- {self.within(e)}" for e in found]
            parts += [f"**{self.bare(Fixed(key))}**", "\n".join(lines)] if lines else []
        return "\n\n".join(parts)

    def within(self, event: Within) -> str:
        """One event in a list."""
        note = f"; {self.bare(event.note)}" if event.note else ""
        name = f"{self.bare(event.title)}: " if event.title else ""
        return f"{name}{self.run(event.words)} ({self.bare(event.counts)}{note})"

    def tolls(self, story: StoryPage) -> str:
        """The figures of each event, then those that belong to none."""
        parts = []
        for group in story.tolls:
            lines = [line for t in (*group.tolls, *group.more) for line in self.toll(t, "")]
            parts += [f"**{self.run(group.event)}**", "\n".join(lines)]
        if story.unplaced:
            rows = [f"- {self.bare(u.fate)}: {self.item(u.cite)}" for u in story.unplaced]
            parts += [f"**{self.bare(Fixed('unplaced head'))}**", "\n".join(rows)]
        return "\n\n".join(parts)

    def toll(self, toll: Toll, indent: str) -> list[str]:
        """One series: the latest first, the earlier ones and what is expected beneath, then its parts."""
        lines = [f"{indent}- {self.bare(toll.title)} ({self.item(toll.sign)}; {self.bare(toll.counts)})"]
        for row in (*toll.rows, *toll.earlier, *toll.projected):
            state = f", {self.bare(row.state)}" if row.state else ""
            said = " ".join(self.item(c) for c in row.cites)
            words = f"{self.bare(row.figure)}{state}, {self.bare(row.day)}: {self.run(row.source)}"
            lines.append(f"{indent}  - {words}; {said}")
        return [*lines, *(line for part in toll.parts for line in self.toll(part, indent + "  "))]

    def disputed(self, story: StoryPage) -> str:
        """Each question with its sides."""
        if story.disputed is None:
            return ""
        parts = []
        for number, asked in enumerate((*story.disputed.questions, *story.disputed.more)):
            if number == len(story.disputed.questions):
                parts.append(f"*{text('more disputed')}*")
            lines = [f"**{self.item(asked.sign)} · {self.bare(asked.title)}** ({self.bare(asked.counts)})", ""]
            for column in asked.columns:
                lines.append(f"- {self.bare(column.head)}")
                for voice in column.voices:
                    answer = f" {self.bare(voice.answer)}" if voice.answer else ""
                    said = " ".join(self.item(c) for c in voice.cites)
                    name = f"{self.bare(voice.name)} {self.run(voice.tags)}".strip()
                    lines.append(f"  - {name}:{answer} {said} ({self.bare(voice.counts)})")
            parts.append("\n".join(lines))
        return "\n\n".join(parts)

    def chains(self, story: StoryPage) -> str:
        """Origins with the reports that repeat them."""
        lines = []
        for chain in story.chains:
            lines.append(f"- **{self.item(chain.sign)} · {self.bare(chain.title)}** ({self.bare(chain.counts)})")
            for node in chain.nodes:
                lines.append(f"  - {self.bare(node.name)} ({self.bare(node.kind)}) {self.run(node.tags)}".rstrip())
                lines += [
                    f"    - {self.item(b.number)} {self.bare(b.label)}: "
                    f"{' '.join(self.item(c.quote) for c in b.cites)} ({self.run(b.note)})"
                    for b in node.branches
                ]
        return "\n".join(lines)

    def control(self, story: StoryPage) -> str:
        """Places by days."""
        if story.control is None:
            return ""
        heads = [*self.words("col place"), *(self.bare(d) for d in story.control.days), *self.words("col basis")]
        rows = [
            [self.bare(r.place), *(self.bare(c.text) for c in r.cells), self.run(r.basis)] for r in story.control.rows
        ]
        return self.table(heads, rows)

    def calendar(self, story: StoryPage) -> str:
        """Plans with their outcomes."""
        heads = self.words("col date", "col what", "col source", "col outcome")
        rows = [[self.bare(r.when), self.run(r.what), self.run(r.source), self.run(r.outcome)] for r in story.calendar]
        return self.table(heads, rows) if rows else ""

    def unknown(self, story: StoryPage) -> str:
        """What is not known, and the parts left out."""
        lines = [f"- {self.run(r)}" for r in story.unknown]
        if story.gaps:
            lines.append(f"- {self.bare(Fixed('gaps'))} {', '.join(self.bare(g) for g in story.gaps)}")
        return "\n".join(lines) or self.bare(Fixed("unknown nothing"))

    def sources(self, story: StoryPage) -> str:
        """Reports and speakers with counts."""
        reports = self.table(
            self.words("col report", "col outlet", "col published", "col holds", "col noticed", "col file"),
            [[self.item(r.link), *(self.run(c) for c in r.cells)] for r in story.sources],
        )
        if not story.speakers:
            return reports
        heads = self.words(
            "col speaker", "col side", "col kind", "col reports", "col corroborated", "col alone", "col denied"
        )
        rows = [[self.bare(r.name), self.run(r.tags), *(self.run(c) for c in r.cells)] for r in story.speakers]
        others = "; ".join(self.bare(name) for name in story.others)
        once = f"\n\n{self.bare(Fixed('named once'))}: {others}" if others else ""
        return f"{reports}\n\n{self.table(heads, rows)}{once}"
