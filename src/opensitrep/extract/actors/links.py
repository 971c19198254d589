"""Coreference inside one report: short names, definite roles and pronouns point at the fuller mention."""

from __future__ import annotations

from dataclasses import replace

from opensitrep.extract.actors.words import Words
from opensitrep.model import ActorKind, ActorMention, Label, Reading, Span
from opensitrep.text.spans import SpanIndex
from opensitrep.text.tree import Tree
from opensitrep.text.words import Lists

WORDS = Lists("actors")
TITLES = Lists("telling")
SHORT = 3  # letters of words that say nothing of a body: "of", "the"


def link(reading: Reading, tree: Tree, mentions: list[ActorMention], words: Words) -> tuple[ActorMention, ...]:
    """The mentions in text order with `refers` filled in; a short form inherits what the fuller one says."""
    blocks = SpanIndex((m.span for m in reading.marks if m.label is not Label.LIVE), lambda s: s)
    live = any(m.label is Label.LIVE for m in reading.marks)
    every = _Every(mentions)
    out: list[ActorMention] = []
    for mention in mentions:
        if mention.kind is ActorKind.PRONOUN:
            found = _antecedent(mention, out, tree, blocks, live)
        elif mention.kind is ActorKind.PERSON and _is_name(mention):
            found = _fuller(mention, out, every)
        else:
            found = _same_role(mention, out, every, tree, words)
        out.append(_inherit(mention, found) if found else _owned(mention, out, tree))
    return tuple(_share_rebels(out, words))


class _Every:
    """All mentions of a report, by what may be asked for."""

    def __init__(self, mentions: list[ActorMention]) -> None:
        self.bodies = [m for m in mentions if m.kind is ActorKind.BODY and m.name]
        self.named: dict[str, list[ActorMention]] = {}  # persons by each word of their names but a first one
        self.holders: dict[str, list[ActorMention]] = {}  # persons with a name by their role
        for m in (m for m in mentions if m.kind is ActorKind.PERSON and m.name and _is_name(m)):
            words = (m.name or "").split()
            for word in dict.fromkeys(words[1:] or words):
                self.named.setdefault(word, []).append(m)
            self.holders.setdefault(m.role or "", []).append(m)


def _is_name(mention: ActorMention) -> bool:
    return mention.name is not None and mention.name[:1].isupper() and not _is_role_word(mention)


def _is_role_word(mention: ActorMention) -> bool:
    return mention.role is not None and mention.name is not None and mention.name.lower().endswith(mention.role)


def _inherit(mention: ActorMention, found: ActorMention) -> ActorMention:
    return replace(
        mention,
        refers=found.refers or found.span,
        role=mention.role or found.role,
        organisation=mention.organisation or found.organisation,
        country=mention.country or found.country,
        side=mention.side or found.side,
    )


def _owned(mention: ActorMention, before: list[ActorMention], tree: Tree) -> ActorMention:
    """ "Their spokesman", "its troops", "his office" have the side of the nearest fitting owner."""
    tokens = tree.inside(mention.span)
    owner = WORDS.table("owners").get(tree.lower[tokens[0]], "").split()
    if not owner or mention.side is not None or mention.kind is ActorKind.WEAPON:
        return mention
    near = [m for m in before if m.kind in owner and m.side and m.span.end <= mention.span.start]
    scored = [(_salience(m, tokens[0], tree), -m.span.start, m) for m in near]
    best = max((s for s in scored if s[0] >= 0.5), key=lambda s: s[:2], default=None)
    if best is None:
        return mention
    spoken = best[2].name if mention.role == "spokesperson" else None
    return replace(
        mention,
        organisation=mention.organisation or spoken,
        country=mention.country or best[2].country,
        side=best[2].side,
    )


def _fuller(mention: ActorMention, before: list[ActorMention], every: _Every) -> ActorMention | None:
    """The fullest mention of a person with the same last name; an earlier one first."""
    words = (mention.name or "").split()
    same = [
        m
        for m in every.named.get(words[-1], ())
        if m.name and m.span != mention.span
        and (m.name.split()[-1] == words[-1] or (len(words) == 1 and words[0] in m.name.split()[1:-1]))
        and (len(words) == 1 or m.name.split()[0] == words[0] or len(m.name.split()) == 1)
    ]  # fmt: skip
    firsts = {m.name.split()[0] for m in same if m.name and len(m.name.split()) > 1}
    if not same or (len(words) == 1 and len(firsts) > 1):
        earlier = [m for m in before if m in same or m.span in {s.span for s in same}]
        return earlier[-1] if earlier and len(words) == 1 else None
    best = max(same, key=lambda m: (len((m.name or "").split()), m.role is not None, -m.span.start))
    mine = (len(words), mention.role is not None, -mention.span.start)
    if mine >= (len((best.name or "").split()), best.role is not None, -best.span.start):
        return None
    return best


def _same_role(
    mention: ActorMention, before: list[ActorMention], every: _Every, tree: Tree, words: Words
) -> ActorMention | None:
    """The named person or fuller body that "the governor", "the ministry" stand for, if there is but one.

    Of what many are at once, a driver or an officer, the named one must be called by the same word.
    """
    first = tree.text(tree.inside(mention.span)[0]).lower()
    alone = len(tree.inside(mention.span)) == 1  # "Mayor: the bridge is lost"
    if mention.kind is ActorKind.PERSON and mention.role and (alone or first in ("the", *WORDS.table("owners"))):
        holders = every.holders.get(mention.role, ())
        named = [m for m in holders if _agree(mention, m, tree) and _one_office(mention, m, tree)]
        if words.fields[mention.role] not in WORDS["offices"]:
            called = (mention.name or "").lower().split()[-1:]
            named = [m for m in named if called and called[0] in {tree.lower[i] for i in tree.inside(m.span)}]
        people = {(m.name or "").split()[-1] for m in named}
        return named[0] if len(people) == 1 else None
    if mention.kind is ActorKind.BODY and first in WORDS["named again"] and mention.name and " " not in mention.name:
        head = mention.name.lower()
        fuller = [
            m
            for m in before
            if m.kind is ActorKind.BODY and m.name and m.name.lower().endswith(head) and _agree(mention, m, tree)
        ]
        fuller = [m for m in fuller if " " in (m.name or "") or m.country]
        return fuller[-1] if fuller else None
    if mention.kind is ActorKind.BODY and mention.name and not mention.country and first not in WORDS["of others"]:
        same = [m for m in every.bodies if m.country and m.name and m.name.lower() == mention.name.lower()]
        if len({m.country for m in same}) == 1:
            return same[0]
    if mention.kind is ActorKind.BODY and mention.country and mention.name and len(mention.name.split()) == 2:
        return _fuller_body(mention, every.bodies)
    return None


def _fuller_body(mention: ActorMention, bodies: list[ActorMention]) -> ActorMention | None:
    """ "The Russian ministry": the one body of that country in the report with more words before the same head noun."""
    country, head = (mention.name or "").lower().split()
    longer = [
        m
        for m in bodies
        if m.country == mention.country and m.name and len(m.name.split()) > 2
        and m.name.lower().split()[-1] == head and m.name.lower().split()[0] == country
    ]  # fmt: skip
    names = {(m.name or "").lower() for m in longer}
    return longer[0] if len(names) == 1 else None


def _agree(a: ActorMention, b: ActorMention, tree: Tree) -> bool:
    if a.country and b.country and a.country != b.country:
        return False
    if a.place and b.place:
        x, y = (tree.source[s.start : s.end].lower() for s in (a.place, b.place))
        return x[:4] == y[:4]
    return True


def _one_office(a: ActorMention, b: ActorMention, tree: Tree) -> bool:
    """Whether two titles may be of one holder: a deputy is not the head, nor the head of one body that of another."""
    lesser = [{tree.lower[i] for i in tree.inside(m.span)} & TITLES["lesser offices"] for m in (a, b)]
    bodies = [{w for w in (m.organisation or "").lower().split() if len(w) > SHORT} for m in (a, b)]
    return lesser[0] == lesser[1] and (not all(bodies) or bool(bodies[0] & bodies[1]))


def _gender(mention: ActorMention, tree: Tree) -> str | None:
    said = {tree.text(i).lower() for i in tree.inside(mention.span)}
    if said & WORDS["feminine"]:
        return "she"
    return "he" if said & WORDS["masculine"] else None


def _antecedent(
    mention: ActorMention, before: list[ActorMention], tree: Tree, blocks: SpanIndex[Span], live: bool
) -> ActorMention | None:
    """The nearest fitting mention before a pronoun; in a live page only inside its own paragraph."""
    plain, text = WORDS.table("plain"), tree.lower[tree.inside(mention.span)[0]]
    text = plain.get(text, text)
    kinds = WORDS.table("stands for").get(text, "").split()
    if not kinds:
        return None
    if text == "they" and _several(before, tree, tree.sentence(tree.inside(mention.span)[0])):
        return None  # "A, B and C met in D, where they said": no single mention stands for them
    block = next((b for b in blocks.meeting(mention.span) if b.covers(mention.span)), None)
    best, score = None, -1.0
    here = tree.inside(mention.span)[0]
    loose: ActorMention | None = None  # the same pronoun earlier in the paragraph, itself without antecedent
    for m in before:
        target = m
        if m.kind is ActorKind.PRONOUN:
            same = tree.text(tree.inside(m.span)[0]).lower()
            if m.refers is None and same == text and block and block.covers(m.span):
                loose = m
            if m.refers is None or plain.get(same, same) != text:
                continue
        elif m.kind not in kinds:
            continue
        if text in WORDS["gendered"] and _gender(m, tree) not in (None, text):
            continue
        if live and block and not block.covers(m.span):
            continue
        value = _salience(m, here, tree)
        if value > score:
            best, score = target, value
    return best or loose


def _several(before: list[ActorMention], tree: Tree, sentence: range) -> bool:
    """Whether the sentence has named several persons side by side before this point."""
    people = [m for m in before if m.kind is ActorKind.PERSON and tree.inside(m.span)[0] in sentence]
    return len(people) > 1


def _salience(m: ActorMention, here: int, tree: Tree) -> float:
    """Nearness in sentences, subjects first (after Lappin and Leass 1994: their order of roles, their halving)."""
    head = tree.head_of(m.span)
    if head is None:
        return -1.0
    gap = tree.syntax.sentence[here] - tree.syntax.sentence[head]
    weight = {"nsubj": 2.0, "nsubjpass": 1.8, "pobj": 0.9, "poss": 0.6, "dobj": 1.1, "agent": 1.2}.get(
        tree.syntax.dep[head], 0.8
    )
    if m.kind is ActorKind.PRONOUN:
        weight += 0.3
    if gap > 4:
        return -1.0
    return (weight + (0.3 if m.name and m.kind is ActorKind.PERSON else 0.0)) / float(2**gap)


def _share_rebels(mentions: list[ActorMention], table: Words) -> list[ActorMention]:
    """Rebels named without a patron have the side of those named with one, where the report knows but one such side."""

    def words(m: ActorMention) -> set[str]:
        return {w.removesuffix("s") for w in f"{m.name or ''} {m.organisation or ''}".lower().split()}

    sides: dict[str, set[str]] = {}
    for m in mentions:
        if m.side and m.side.endswith("-PROXY"):
            for word in words(m):
                sides.setdefault(word, set()).add(m.side)
    out = []
    for m in mentions:
        known = {side for word in words(m) for side in sides.get(word, ())} if m.side is None else set()
        rebel = m.role == "rebel" or any(field == "rebel" for w in words(m) for _, _, field in table.nouns.get(w, ()))
        out.append(replace(m, side=known.pop()) if rebel and m.country is None and len(known) == 1 else m)
    return out
