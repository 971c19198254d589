"""Rules that derive text about who says it: speakers, verbs, channels, origins and what became of their claims."""

from __future__ import annotations

from collections.abc import Iterable

from opensitrep.derive.book import Book
from opensitrep.derive.names import names_somebody, source_words, titled
from opensitrep.derive.phrases import number_text, text, word
from opensitrep.derive.wording import wording
from opensitrep.model import (
    Act,
    ActorKind,
    Attribution,
    Origin,
)

NAMED = (ActorKind.PERSON, ActorKind.BODY)


def speaking(book: Book, claims: Iterable[str]) -> list[str]:
    """Claims in the order they are quoted: admissions and named speakers, groups, other sources, own voice."""

    def rank(claim: str) -> tuple[int, str, str]:
        attribution = book.attribution_of(claim)
        actor = book.speaker(attribution)
        named = 0 if actor and actor.kind in NAMED else 1 if actor else 2 if attribution and attribution.source else 3
        conceded = book.interest(claim) == "against interest"
        return (named - conceded, book.numbers[book.doc_of(claim)], claim)

    return sorted({c for c in claims if c in book.claims}, key=rank)


def claim_speaker(book: Book, claim: str) -> str:
    """Who says it: the actor with office, else the words the report names the source by, else "own voice"."""
    attribution = book.attribution_of(claim)
    if attribution is None:
        return text("own voice")
    actor = book.speaker(attribution)
    if actor:
        return titled(book, actor)
    if attribution.source and not nameless(book, attribution):
        return source_words(book, attribution.source[0])
    origin = book.origin_of_claim.get(claim)
    known_origin = origin is not None and origin.kind not in ("unknown", "outlet") and not attribution.source
    return origin.name if origin and known_origin else text("speaker not named")


def nameless(book: Book, attribution: Attribution) -> bool:
    """Whether a report names its source by a pronoun only, or by words that name nobody."""
    words = [
        book.actor_mentions.get(s)
        for s in (*attribution.source, *((attribution.speaker,) if attribution.speaker else ()))
    ]
    if any(m is not None and m.kind is ActorKind.PRONOUN for m in words):
        return True
    return bool(attribution.source) and not names_somebody(book, attribution.source[0])


def claim_verb(book: Book, claim: str) -> str:
    """says, claims (own success), concedes (against own interest), denies, does not say; in the plural for a group."""
    found = book.claims[claim]
    attribution = book.attribution_of(claim)
    actor = book.speaker(attribution)
    plural = actor is not None and actor.kind is ActorKind.GROUP and actor.name.endswith("s")
    interest = book.interest(claim)
    key = {"own success": "claims", "against interest": "concedes"}.get(interest, "says")
    if found.act is Act.WITHHOLDS:
        key = "does not say"
    elif found.act is Act.DENIES or (attribution and book.negated(claim)):
        key = "denies"
    return text(f"they {key}" if plural else key)


def claim_says(book: Book, claim: str) -> str:
    """ "concedes mayor Striuk"; "in the report's own voice"."""
    if book.attribution_of(claim) is None:
        return text("in own voice")
    return f"{claim_verb(book, claim)} {claim_speaker(book, claim)}"


def claim_withheld(book: Book, claim: str) -> str:
    """ "The ministry does not say": the lead of what a speaker leaves open."""
    return f"{claim_speaker(book, claim)} {claim_verb(book, claim)}"


def claim_channel(book: Book, claim: str) -> str:
    """The channel a statement came through, or that none is stated."""
    attribution = book.attribution_of(claim)
    key = attribution.channel.value if attribution else "own reporting"
    return wording().channels.get(key, text("channel not stated"))


def origin_name(book: Book, origin: str) -> str:
    """Who stands behind statements in the end: the speaker with office, else as settled."""
    found: Origin = book.origins[origin]
    actor = book.actors.get(found.actor or "")
    if found.kind == "outlet":
        return text("own voice of reports")
    if actor:
        return titled(book, actor)
    said = [a for c in found.claims if c in book.claims and (a := book.attribution_of(c))]
    return text("speaker not named") if said and all(nameless(book, a) for a in said) else found.name


def origin_kind(book: Book, origin: str) -> str:
    """Its kind and channel: "statement, telegram"."""
    found = book.origins[origin]
    kind = word("origin", found.kind)
    channel = wording().channels.get(found.channel.value) if found.channel else None
    return f"{kind}, {channel}" if channel else kind


def origin_why(book: Book, origin: str) -> str:
    """The rule that joined its claims."""
    return book.origins[origin].why or text("rule not stated")


def origin_counts(book: Book, story: str, origin: str) -> str:
    """How many reports of a story an origin stands behind: a count, no score."""
    return number_text(len(book.docs(book.claims_in(story, origin))))


def origin_record(book: Book, story: str, origin: str) -> dict[str, int]:
    """Happenings of a story that it tells and another named origin too, or it alone; what it stands against."""
    out = {"corroborated": 0, "alone": 0, "against": len(book.disputes_of_origin.get((story, origin), ()))}
    found = (book.event_of_claim(book.claims[c]) for c in book.claims_in(story, origin))
    for event in dict.fromkeys(e for e in found if e):
        others = any(o.id != origin for o in book.named(book.events[event].claims))
        out["corroborated" if others else "alone"] += 1
    return out


def origin_corroborated(book: Book, story: str, origin: str) -> str:
    """Happenings that another origin tells too."""
    return number_text(origin_record(book, story, origin)["corroborated"])


def origin_alone(book: Book, story: str, origin: str) -> str:
    """Happenings it alone tells."""
    return number_text(origin_record(book, story, origin)["alone"])


def origin_against(book: Book, story: str, origin: str) -> str:
    """Questions on which another side answers differently."""
    return number_text(origin_record(book, story, origin)["against"])


def interest_text(book: Book, claim: str) -> str:
    """ "against own interest", "about its own success"."""
    return word("interest", book.interest(claim))
