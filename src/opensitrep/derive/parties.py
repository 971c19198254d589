"""Who did it and whom it befell, as far as reports agree on it, and how that is said."""

from __future__ import annotations

from collections import defaultdict
from typing import Literal

from opensitrep.derive.authors import authors
from opensitrep.derive.book import Book
from opensitrep.derive.names import actor_names
from opensitrep.derive.phrases import text
from opensitrep.model import About, Actor, ActorKind, Event, Span, Verdict
from opensitrep.text.words import Lists

OWNED, COUNTED = Lists("control"), Lists("populations")
TWICE = 2  # reports that name somebody as a party, where so many tell of it: one alone may have read amiss
SURE = 0.6  # sureness from which a doer without a name is printed: on clusters of train and dev three of four are right
NAMES = {ActorKind.STATE: 1, ActorKind.BODY: 1, ActorKind.PERSON: 2}  # words of a name with a capital letter


def camp(side: str | None) -> str | None:
    """The camp of a side: a proxy belongs to its state; media and neutral bodies to none."""
    if not side or side.startswith(("MEDIA", "NEUTRAL")):
        return None
    return side.partition("-")[0]


def told_by(book: Book, event: Event, role: Literal["agents", "targets"]) -> dict[str, set[str]]:
    """By actor the reports that name it as the subject of the deed, or as whom it befell."""
    out: dict[str, set[str]] = defaultdict(set)
    for mention in (m for i in event.mentions if (m := book.mentions.get(i))):
        for span in getattr(mention, role):
            if actor := book.actor_at(span):
                out[actor.id].add(span.doc)
    return out


def enough(event: Event) -> int:
    """How many reports have to name a party."""
    return min(TWICE, len({m.partition(":")[0] for m in event.mentions}))


def has_name(actor: Actor) -> bool:
    """Whether it is a state or body called by its name, or a person called by two."""
    capitals = [w for w in actor.name.split() if w[:1].isupper()]
    return len(capitals) >= NAMES.get(actor.kind, len(capitals) + 1)


def named_doers(book: Book, event: Event) -> list[str]:
    """Who is printed as having done it: whom the event is surely settled on, whatever reports call that party; then
    actors with a name whose camp two reports, or the only one, call the subject of the deed; best supported first.

    Nobody where two camps are called so by as many reports: one of them was read amiss, and nothing tells which.
    """
    told = told_by(book, event, "agents")
    parties: dict[str, set[str]] = defaultdict(set)
    for actor, docs in told.items():
        parties[_party(book, actor)] |= docs
    camps = {c for a in told if (c := camp(book.actors[a].side))}
    most = max(map(len, parties.values()), default=0)
    if sum(len(parties[c]) == most for c in camps) > 1:
        return []
    named = [a for a in event.agents if a in told and has_name(book.actors[a])]
    named = [a for a in named if len(parties[_party(book, a)]) >= enough(event)]
    surest = [a for a in event.agents[:1] if a in told and surely_done_by(book, event) and tells_who(book.actors[a])]
    return list(dict.fromkeys([*surest, *sorted(named, key=lambda a: -len(told[a]))]))


def _party(book: Book, actor: str) -> str:
    """Whom an actor stands for: its camp, or all that are called as it is."""
    found = book.actors[actor]
    return camp(found.side) or found.name.casefold()


def tells_who(actor: Actor) -> bool:
    """Whether its name tells who it is where it stands alone: not that of an owner ("her government"), nor a number."""
    words = actor.name.casefold().split()
    return words[:1] != [] and words[0] not in OWNED["own"] and words[-1] not in COUNTED["vague"]


def surely_done_by(book: Book, event: Event) -> bool:
    """Whether the first doer of an event is sure enough to be printed: that of a main event wherever it is settled."""
    is_main = event.id == book.stories[event.story].main
    return any(w.field == "agents" and w.sure and (is_main or w.score >= SURE) for w in event.why)


def befallen(book: Book, event: Event) -> tuple[str, ...]:
    """The persons, bodies and states that two reports, or the only one, say it befell.

    What is no party and of no known role ("the tram") is a thing; who is told to have done it is none of them.
    """
    told = told_by(book, event, "targets")
    named = [i for i in event.targets if len(told.get(i, ())) >= enough(event) and i not in event.agents]
    known = [a for i in named if (a := book.actors.get(i))]
    found = [a for a in known if a.kind is not ActorKind.GROUP or a.side or _roles(book, a)]
    words = [set(a.name.casefold().split()) for a in found]
    return tuple(a.id for n, a in enumerate(found) if not any(words[n] < w or words[n] in words[:n] for w in words))


def _roles(book: Book, actor: Actor) -> set[str]:
    """The roles in which reports name somebody."""
    return {m.role for s in actor.evidence if (m := book.actor_mentions.get(s)) and m.role}


def event_doer(book: Book, event: str) -> str:
    """ "By whom: gunmen; claimed by X": who did it; who says so of itself; that it is denied; or not settled."""
    told = book.events[event]
    names = actor_names(book, *named_doers(book, told)[:1])
    by_party: dict[str, str] = {}
    for actor in authors(book, told):
        by_party.setdefault(_party(book, actor), actor)
    claimed = actor_names(book, *by_party.values())
    denied = text("doer disputed") if doer_denied(book, event) else ""
    words = [w for w in (names, f"{text('claimed by')} {claimed}" if claimed else "", denied) if w]
    words = words or [text("doer not told")]
    return f"{text('by whom')}{text('colon')} {(text('semicolon') + ' ').join(words)}"


def doer_denied(book: Book, event: str) -> bool:
    """Whether one side says who did it and another one denies that."""
    found = book.disputes_of.get(event, ())
    return any(p.about is About.DOER and p.verdict is Verdict.CONTRADICTED for p in found)


def tells_doer(book: Book, event: Event, words: Span) -> bool:
    """Whether words that tell an event say themselves who did it, where the reports together settle on nobody; that
    somebody denies it stands among what is disputed."""
    if named_doers(book, event) or authors(book, event):
        return False
    told = (m for i in event.mentions if (m := book.mentions.get(i)))
    return any(words.covers(agent) for mention in told for agent in mention.agents)
