"""The same situation report as Markdown, for mail, chat and wikis: quotations in curly quotes, footnotes, tables."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import BinaryIO

from opensitrep.derive.book import Book
from opensitrep.derive.pieces import Away, Bold, Cite, Derived, Fixed, Item, Link, Quiet, Quote, Run, Sign, Tag
from opensitrep.derive.rules import spell
from opensitrep.model import Account
from opensitrep.page.sitrep import Sitrep, StoryPage, compose

CLOSE = ("comma", "colon", "semicolon", "stop", "close quote")
SPECIAL = re.compile(r"([\\`*_\[\]<>|#~$])")
"""Characters that mean something anywhere in a line; what means something only at its start is never first."""


def write_markdown(account: Account, stream: BinaryIO) -> None:
    """Write the report of an account as CommonMark with tables and footnotes."""
    stream.write(Plain(Book(account)).report(compose(account)).encode("utf-8"))


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
        out = ""
        for item in items:
            closes = isinstance(item, Fixed) and item.key in CLOSE
            out += self.item(item) if closes or not out else " " + self.item(item)
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

    def report(self, sitrep: Sitrep) -> str:
        """The whole text."""
        parts: list[str] = []
        if sitrep.index:
            parts.append(f"# {self.bare(sitrep.title)}")
            rows = [
                [self.run(r.title), *(self.bare(x) for x in (r.as_of, r.reports, r.origins, r.contradictions))]
                for r in sitrep.index
            ]
            parts.append(
                self.table(self.words("col story", "as of", "col reports", "col origins", "col contradictions"), rows)
            )
        for story in sitrep.stories:
            parts += self.story(story, "##" if sitrep.index else "#")
        if not sitrep.stories:
            parts += [f"# {self.bare(sitrep.title)}", self.bare(Fixed("nothing to brief"))]
        parts.append(f"## {self.bare(Fixed('problems head'))}")
        if sitrep.problems:
            rows = [[self.bare(x) for x in (p.stage, p.subject, p.message)] for p in sitrep.problems]
            parts.append(self.table(self.words("col stage", "col subject", "col message"), rows))
        else:
            parts.append(self.bare(Fixed("problems none")))
        parts.append(f"## {self.bare(Fixed('method head'))}")
        made = "\n".join(f"- {self.bare(name)}: {self.bare(value)}" for name, value in sitrep.made_with)
        parts += [self.bare(Fixed("method")), self.bare(Fixed("map credits")), made]
        notes = [
            f"[^{n.anchor}]: {self.item(n.cite)} · {self.bare(n.source)}{f' · {self.bare(n.page)}' if n.page else ''}"
            for s in sitrep.stories
            for n in s.brief.footnotes
        ]
        parts.append("\n".join(notes))
        return "\n\n".join(p for p in parts if p) + "\n"

    def story(self, story: StoryPage, mark: str) -> list[str]:
        """One story."""
        stats = " · ".join(f"{self.bare(s.number)} {self.bare(s.label)} ({self.bare(s.note)})" for s in story.stats)
        verdicts = " · ".join(f"{self.bare(v.sign)} {self.bare(v.word)} {self.bare(v.count)}" for v in story.verdicts)
        parts = [
            f"{mark} {self.run(story.title)}",
            f"**{self.bare(story.as_of)}** ({self.bare(story.as_of_basis)}). {self.bare(story.subtitle)}",
            stats,
            f"{verdicts}. {self.bare(Fixed('verdict note'))}",
        ]
        if story.alone:
            parts.append(self.bare(Fixed("nothing to compare")))
        for key, body in (
            ("brief", self.brief(story)),
            ("where", self.places(story)),
            ("event table", self.events(story)),
            ("figures", self.figures(story)),
            ("claims head", self.matrix(story)),
            ("origins head", self.chains(story)),
            ("control head", self.control(story)),
            ("calendar head", self.calendar(story)),
            ("unknown head", self.unknown(story)),
            ("contradictions head", self.contradictions(story)),
            ("sources head", self.sources(story)),
        ):
            if body:
                parts += [f"{mark}# {self.bare(Fixed(key))}", body]
        return parts

    def brief(self, story: StoryPage) -> str:
        """The sentences, each with its sign and counts."""
        lines = []
        for line in story.brief.sentences:
            remark = "; ".join(self.bare(r) for r in (line.counts, *line.remark))
            lines.append(f"- {self.item(line.sign)} · {self.run(line.run)} ({remark})")
        return "\n".join(lines) or self.bare(Fixed("nothing to brief"))

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
        """The table of all events."""
        heads = self.words("col event", "col kind", "col when", "col where", "col status", "col counts")
        rows = [
            [
                self.item(e.link),
                *(self.bare(x) for x in (e.kind, e.when, e.where, e.status)),
                f"{self.bare(e.sign.sign)} {self.bare(e.counts)}",
            ]
            for e in story.events
        ]
        return self.table(heads, rows) if rows else ""

    def figures(self, story: StoryPage) -> str:
        """Each number with its values."""
        parts = []
        for plot in (*story.figures, *story.more_figures):
            lines = [
                f"**{self.item(plot.sign)} · {self.bare(plot.title)}** "
                f"({self.bare(plot.counts)}, {self.bare(plot.sides)})",
                "",
            ]
            lines += [
                f"- {self.item(r.cite)}{', ' + self.run(r.scope) if r.scope else ''}: {self.run(r.source)}"
                for r in plot.rows
            ]
            if plot.hull_text:
                lines.append(f"- {self.bare(Fixed('range in one line'))}: {self.bare(plot.hull_text)}")
            if plot.why:
                lines.append(f"- {self.run(plot.why)}")
            parts.append("\n".join(lines))
        return "\n\n".join(parts)

    def matrix(self, story: StoryPage) -> str:
        """The claim matrix; a cell holds its state and its words."""
        if story.matrix is None:
            return ""
        heads = [
            *self.words("claim then origins"),
            *(f"{self.bare(n)} {self.bare(label)}" for n, label in story.matrix.reports),
        ]
        rows: list[list[str]] = []
        for fact in story.matrix.facts:
            rows.append(
                [
                    f"**{self.item(fact.sign)} · {self.bare(fact.title)}** ({self.bare(fact.counts)})",
                    *[""] * (len(heads) - 1),
                ]
            )
            for row in fact.rows:
                cells = [f"{self.bare(c.word)}: {self.item(c.quote)}" if c.quote else "·" for c in row.cells]
                rows.append([f"{self.bare(row.name)} {self.run(row.tags)}".strip(), *cells])
        return f"{self.bare(Fixed('claims lead'))}\n\n{self.table(heads, rows)}"

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

    def contradictions(self, story: StoryPage) -> str:
        """Contradictions with the reason why each may be none."""
        if story.alone:
            return ""
        if not story.contradictions:
            return self.run((Fixed("no contradictions"), story.compared, Fixed("no contradictions end")))
        heads = self.words("col type", "col what", "col values", "col origins", "col why")
        rows = [
            [
                f"{self.bare(c.sign.sign)} {self.bare(c.type)}",
                self.bare(c.title),
                self.run(c.values),
                self.run(c.origins),
                self.run(c.why),
            ]
            for c in story.contradictions
        ]
        lead = self.run((story.contradictions_lead, Fixed("stop"), Fixed("contradictions lead")))
        return f"{lead}\n\n{self.table(heads, rows)}"

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
        return f"{reports}\n\n{self.table(heads, rows)}"
