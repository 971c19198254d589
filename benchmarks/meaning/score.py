"""Holds the account of a case against its demands: each is kept or not, and what was found instead is said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from benchmarks.meaning.demands import Asked, Case, Figure, Never, Speaker, Stand, Untold
from benchmarks.meaning.look import GONE, PEOPLE, Look, Told, at_one_of, begins
from opensitrep.model import Account, Event


@dataclass(frozen=True, slots=True)
class Kept:
    """One demand: its sort, whether the account keeps it, what was asked and what was found."""

    sort: str
    kept: bool
    what: str
    found: str = ""


def score(case: Case, account: Account) -> list[Kept]:
    """Every demand of the case."""
    return list(Judge(case, Look(account)).verdicts())


class Judge:
    """One case beside its account."""

    def __init__(self, case: Case, look: Look) -> None:
        self.case, self.look = case, look
        self.met = self._meet()

    def verdicts(self) -> Iterator[Kept]:
        """All demands, sort by sort."""
        for asked in self.case.events:
            yield from self._event(asked)
        yield from (self._never(n) for n in self.case.never)
        yield from (self._figure(f) for f in self.case.figures)
        yield from (self._untold(u) for u in self.case.never_figures)
        yield from self._map()
        yield from self._control()
        yield from (self._position(p) for p in self.case.positions)
        yield from (self._speaker(s) for s in self.case.speakers)
        if self.case.stories is not None:
            found = len(self.look.account.stories)
            yield Kept("stories", found == self.case.stories, f"{self.case.stories} stories", str(found))

    # ------------------------------------------------ events

    def _meet(self) -> dict[str, Event]:
        """The event for each demand: the pairs that keep most first, each event once."""
        pairs = [
            (-sum(test(event) for test in self._tests(asked).values()) / (1 + len(self._tests(asked))), i, j)
            for i, asked in enumerate(self.case.events)
            for j, event in enumerate(self.look.account.events)
            if self._alike(asked, event)
        ]
        met: dict[int, int] = {}
        for _, i, j in sorted(pairs):
            if i not in met and j not in met.values():
                met[i] = j
        return {self.case.events[i].key: self.look.account.events[j] for i, j in met.items()}

    def _alike(self, asked: Asked, event: Event) -> bool:
        return (
            event.type in asked.kinds
            and bool(self.look.standings(event) & set(asked.standing))
            and (not asked.words or begins(asked.words, self.look.clauses(event)))
        )

    def _tests(self, asked: Asked) -> dict[str, Callable[[Event], bool]]:
        look, out = self.look, dict[str, Callable[[Event], bool]]()
        if asked.day:
            out["day"] = partial(look.within, days=asked.day)
        if asked.place:
            out["place"] = lambda e: any(at_one_of(p, asked.place) for p in look.located(e))
        if asked.doer:
            out["doer"] = lambda e: begins(asked.doer, look.doers(e))
        if asked.reports > 1:
            out["joined"] = lambda e: len({m.span.doc for m in look.tellings(e)}) >= asked.reports
        if asked.outcome:
            out["outcome"] = lambda e: any(
                p.event == e.id and p.outcome in asked.outcome for p in look.account.calendar
            )
        return out

    def _event(self, asked: Asked) -> Iterator[Kept]:
        event = self.met.get(asked.key)
        what = f"{asked.key}: {'/'.join(asked.kinds)} {'/'.join(asked.standing)}"
        yield Kept("event", event is not None, what, "" if event else self._nearest(asked))
        wanted = {
            "day": asked.day,
            "place": "/".join(asked.place),
            "doer": "/".join(asked.doer),
            "joined": f"{asked.reports} reports",
            "outcome": "/".join(asked.outcome),
        }
        for name, test in self._tests(asked).items():
            kept = event is not None and test(event)
            yield Kept(name, kept, f"{asked.key}: {wanted[name]}", self._say(event) if event else "no event")
        if asked.one:
            others = [] if event is None else self._others(asked, event)
            yield Kept("one card", event is not None and not others, asked.key, "; ".join(map(self._say, others)))

    def _others(self, asked: Asked, event: Event) -> list[Event]:
        """Cards of the like that no other demand asks for and that are no part of this one."""
        asked_for = {e.id for e in self.met.values()}
        return [
            e
            for e in self.look.printed
            if e.id not in asked_for and e.parent != event.id and e.type in asked.kinds and e.story == event.story
        ]

    def _nearest(self, asked: Asked) -> str:
        """What stands of these kinds, or tells it under another kind."""
        alike = [
            e
            for e in self.look.account.events
            if e.type in asked.kinds or (asked.words and begins(asked.words, self.look.clauses(e)))
        ]
        return "; ".join(map(self._say, alike[:4]))

    def _say(self, event: Event) -> str:
        look = self.look
        when = event.when and f"{event.when.start}/{event.when.end} ({event.when.basis})"
        places = ", ".join(f"{p.name} {p.country}" for p in look.located(event)) or "no place"
        doers = ", ".join(look.actors[a].name for a in event.agents if a in look.actors) or "no doer"
        words = " + ".join(dict.fromkeys(look.triggers(event)))
        standing = "/".join(sorted(look.standings(event)))
        return f"[{event.type} {event.mode or ''} {standing} {when} {places}, {doers}: {words}]"

    def _never(self, never: Never) -> Kept:
        look = self.look
        hits = [
            e
            for e in look.printed
            if (not never.kinds or e.type in never.kinds)
            and (not never.words or begins(never.words, look.clauses(e)))
            and (not never.trigger or begins(never.trigger, look.triggers(e)))
            and (not never.day or look.starts(e, never.day))
            and (not never.place or any(at_one_of(p, never.place) for p in look.located(e)))
            and (not never.doer or begins(never.doer, look.doers(e)))
        ]
        return Kept("never", not hits, _words(never), "; ".join(map(self._say, hits)))

    # ------------------------------------------------ figures

    def _of(self, key: str | None, told: Told) -> bool:
        """Whether a number is told of the event of a demand or of a part of it."""
        if key is None:
            return True
        event, other = self.met.get(key), self.look.events.get(told.event or "")
        return bool(event and other and event.id in (other.id, other.parent, *other.aliases))

    def _figure(self, asked: Figure) -> Kept:
        rows = [*self.look.told, *(self.look.unplaced if asked.loose else ())]
        alike = [t for t in rows if t.is_number(asked.number) and (not asked.fates or t.fate in asked.fates)]
        fitting = [t for t in alike if self._of(asked.event, t)]
        if not asked.loose:
            fitting = [t for t in fitting if self._stands(asked, t)]
        kept = any(
            (not asked.verdict or t.verdict in asked.verdict)
            and t.verdict not in asked.verdict_not
            and (asked.origins is None or self.look.independent(t.origins) <= asked.origins)
            for t in fitting
        )
        return Kept("figure", kept, _words(asked), "; ".join(map(self._number, alike)) if not kept else "")

    def _stands(self, asked: Figure, told: Told) -> bool:
        gone, printed = told.state in GONE, any(e.id == told.event for e in self.look.printed)
        seen = told.shown or not printed
        return {"latest": told.latest and seen and not gone, "stands": not gone, "gone": gone}[asked.standing]

    def _untold(self, untold: Untold) -> Kept:
        printed = {e.id: e for e in self.look.printed}
        hits = [
            t
            for t in self.look.told
            if t.shown
            and t.state == "stands"
            and (untold.number is None or t.is_number(untold.number))
            and (not untold.fates or t.fate in (PEOPLE if untold.fates == ("people",) else untold.fates))
            and (t.whole or untold.anyhow)
            and t.event in printed
            and self._of(untold.event, t)
            and (not untold.day or self.look.starts(printed[t.event], untold.day))
        ]
        return Kept("never figure", not hits, _words(untold), "; ".join(map(self._number, hits)))

    def _number(self, told: Told) -> str:
        event = self.look.events.get(told.event or "")
        key = next((k for k, e in self.met.items() if e is event), None)
        of = key or (self._say(event) if event else "no event")
        return f"({told.fate} {told.low}..{told.high} {told.state} {'latest ' * told.latest}{told.verdict} of {of})"

    # ------------------------------------------------ map, control, positions, speakers

    def _map(self) -> Iterator[Kept]:
        if self.case.map is not None:
            wrong = {
                p.id: f"{p.name} {p.country} of {e.type}" for e, p in self.look.points() if not self._allowed(p.id)
            }
            yield Kept("map", not wrong, ", ".join(self.case.map) or "no point", "; ".join(wrong.values()))

    def _allowed(self, place: str) -> bool:
        return at_one_of(self.look.places[place], self.case.map or ())

    def _control(self) -> Iterator[Kept]:
        rows = [(self.look.places[c.place], c) for c in self.look.account.control]
        said = [f"{p.name}: {'+'.join(c.holder)} {c.status}" for p, c in rows]
        for asked in self.case.control:
            kept = any(at_one_of(p, asked.place) and begins(asked.holder, c.holder) for p, c in rows)
            yield Kept("control", kept, "/".join(asked.place) + ": " + "/".join(asked.holder), "; ".join(said))
        for never in self.case.never_control:
            place, _, holder = never.partition(": ")
            hits = [
                line
                for line, (p, c) in zip(said, rows, strict=True)
                if place in ("*", p.name) and (not holder or begins([holder], c.holder))
            ]
            yield Kept("never control", not hits, never, "; ".join(hits))

    def _position(self, asked: Stand) -> Kept:
        names = {o.id: o.name for o in self.look.account.origins}
        rows = [
            (p.event, str(p.about), str(s.act), names.get(s.origin, ""))
            for p in getattr(self.look.account, "positions", ())
            if p.shown
            for s in p.sides
        ]
        event = self.met.get(asked.event or "")
        kept = any(
            (not asked.event or (event is not None and of == event.id))
            and about in asked.about
            and act in asked.act
            and begins(asked.side, [name])
            for of, about, act, name in rows
        )
        return Kept("position", kept, _words(asked), "; ".join(" ".join(r[1:]) for r in rows))

    def _speaker(self, asked: Speaker) -> Kept:
        look, found = self.look, list[str]()
        settled = {r.subject: r.value for r in look.account.resolutions if r.field == "actor"}
        for attribution in (a for r in look.account.readings for a in r.attributions):
            if begins([asked.words], map(look.quote, attribution.content)):
                spans = [s for s in (attribution.speaker, *attribution.source, *attribution.voices) if s]
                known = [look.actors.get(str(settled.get(s))) for s in spans]
                names = [*map(look.quote, spans), *(n for a in known if a for n in (a.name, *a.names))]
                found.append(", ".join(names) or "nobody")
        return Kept("speaker", begins(asked.speaker, found), _words(asked), "; ".join(found) or "no statement")


def _words(asked: Never | Figure | Untold | Stand | Speaker) -> str:
    """A demand without what it leaves out."""
    fields = {f: getattr(asked, f) for f in asked.__struct_fields__}
    given = {f: v for f, v in fields.items() if v not in (None, (), False, "latest")}
    plain = {f: "/".join(v) if isinstance(v, tuple) else f"{v:,.10g}" if f == "number" else v for f, v in given.items()}
    return ", ".join(f"{f} {v}" for f, v in plain.items())
