"""What the words of a mention say in answer to the questions of `Slot`: figures, kinds, order, completion."""

from __future__ import annotations

from collections.abc import Iterator

from opensitrep.extract.events.scene import Scene
from opensitrep.extract.events.triggers import Draft
from opensitrep.model import ActorKind, Filler, Modality, Quantity, Slot, Span, TimeType
from opensitrep.text.words import Lists

WORDS = Lists("events")
HARM = ("ASSAULT", "DISASTER", "PROTEST", "COERCE")


def fill(scene: Scene, draft: Draft) -> tuple[Filler, ...]:
    """All fillers of one mention, sorted."""
    region = _region(scene, draft)
    found = [*_figures(scene, draft, region), *_kinds(scene, draft, region), *_codes(scene, draft, region)]
    found += [*_times(scene, region), *_lengths(scene, draft), *_causes(scene, draft)]
    return tuple(sorted(dict.fromkeys(found), key=lambda f: (f.span, f.slot, f.code or "")))


def _region(scene: Scene, draft: Draft) -> list[int]:
    """Tokens of the mention and of parts told beside it: folded verbs, coordinated effects, "with two shot down"."""
    tokens = set(draft.tokens)
    for verb in draft.folded:
        tokens |= set(scene.tree.subtree(verb))
    top = draft.top
    if scene.verbal(top):
        for k in scene.tree.children(top, "conj", "advcl", "prep"):
            if scene.syntax.dep[k] == "prep" and scene.word(k) not in WORDS["told beside"]:
                continue
            inner = scene.tree.subtree(k)
            own = any(scene.syntax.dep[c] in ("nsubj", "nsubjpass") for c in scene.tree.children(k))
            own = own and not _goes_on(scene, draft, k)
            if not own or scene.syntax.dep[k] == "prep":
                tokens |= set(inner)
    tokens |= _risen(scene, top)
    voice = scene.attribution(draft.trigger)
    return sorted(i for i in tokens if scene.attribution(i) is voice or scene.attribution(i) is None)


def _risen(scene: Scene, top: int) -> set[int]:
    """ "The number of people killed in X has risen to 210": the figure stands with the verb above the dead."""
    head = scene.syntax.head[top]
    counted = scene.syntax.dep[top] in ("acl", "relcl", "amod") and scene.syntax.dep[head] == "pobj"
    if not counted or scene.word(scene.syntax.head[head]) != "of":
        return set()
    number = scene.syntax.head[scene.syntax.head[head]]
    verb = scene.syntax.head[number]
    if scene.syntax.dep[number] not in ("nsubj", "nsubjpass") or not scene.verbal(verb):
        return set()
    return {n for p in scene.phrases(verb) if p.word in WORDS["behind a toll"] for n in p.heads} | {
        n for k in scene.tree.children(verb, "dobj") for n in scene.tree.subtree(k)
    }


def _goes_on(scene: Scene, draft: Draft, k: int) -> bool:
    """ "12 were killed and 153 injured": a second toll told without a verb of its own."""
    harmed = scene.lemma(k) in scene.cues.slot["injured"] | scene.cues.slot["killed"] | scene.cues.slot["missing"]
    bare = not scene.tree.children(k, "aux", "auxpass", "dobj")
    return draft.type in HARM and scene.syntax.dep[k] == "conj" and harmed and bare


# ---------------------------------------------------------------- figures


def _figures(scene: Scene, draft: Draft, region: list[int]) -> Iterator[Filler]:
    seen: set[Span] = set()
    for i in sorted({*region, *_tied(scene, draft)}):
        quantity = scene.quantities.get(i)
        if quantity is None or quantity.span in seen:
            continue
        seen.add(quantity.span)
        if quantity.span in scene.parts or _of_another(scene, quantity, draft):
            continue  # the 200 of "90 of the 200 inhabitants"
        slot = slot_of(scene, quantity, draft)
        if slot is not None:
            yield Filler(slot, quantity.span)


def _word(scene: Scene, quantity: Quantity) -> int | None:
    """The token of the happening a figure counts for."""
    return scene.tree.at(quantity.attached.start) if quantity.attached is not None else None


def _tied(scene: Scene, draft: Draft) -> set[int]:
    """Tokens of the figures of the sentence that count for the trigger, wherever they stand."""
    return {
        i for i in scene.tree.sentence(draft.trigger)
        if i in scene.quantities and _word(scene, scene.quantities[i]) == draft.trigger
    }  # fmt: skip


def _of_another(scene: Scene, quantity: Quantity, draft: Draft) -> bool:
    """Whether a figure counts for what a relative clause tells of them: "90 of the 216 who escaped were caught"."""
    word = _word(scene, quantity)
    if word is None or word in (draft.trigger, draft.top, *draft.folded) or not scene.verbal(word):
        return False
    return scene.syntax.dep[word] == "relcl" and ("v", scene.lemma(word)) in scene.words.senses


def slot_of(scene: Scene, quantity: Quantity, draft: Draft) -> Slot | None:
    """The question a figure answers, from its unit and the verb it hangs on."""
    unit = quantity.unit
    head = _head(scene, quantity)
    verb = _verb(scene, head)
    if unit.startswith("person_"):
        direct = unit.removeprefix("person_")
        found = Slot(direct) if direct in tuple(Slot) else None
        return Slot.KILLED_PROJECTED if found is Slot.KILLED and _feared(scene, verb) else found
    if draft.type == "REQUEST" and unit not in WORDS["units not asked for"]:
        return Slot.REQUESTED
    lemma = scene.lemma(verb) if verb is not None else ""
    classes, slot, noun = scene.cues.classes, scene.cues.slot, scene.lemma(head)
    struck = lemma in slot["hit"] | slot["damaged"]
    kinds: tuple[tuple[bool, Slot | None], ...] = (
        (unit == "casualty" or noun in slot["casualties"], Slot.CASUALTIES),
        (noun in classes["munition"] or unit in WORDS["munition units"], _munition(scene, lemma, draft)),
        (noun in classes["aircraft"] or unit == "aircraft", Slot.AIRCRAFT_COUNT),
        (noun in classes["people"] or unit in WORDS["people units"], _people(scene, verb, head, draft)),
        (noun in classes["facility"] or unit in WORDS["building units"], Slot.DAMAGED if draft.type in HARM else None),
        (noun in classes["target"], Slot.TARGETS_HIT if struck else None),
        (True, _elliptic(scene, quantity, lemma, draft)),
    )
    return next(answer for holds, answer in kinds if holds)


def _head(scene: Scene, quantity: Quantity) -> int:
    top = scene.tree.head_of(quantity.object or quantity.span)
    if top is None:
        return next(iter(scene.tree.inside(quantity.number)))
    while scene.syntax.dep[top] in ("nummod", "quantmod", "compound") and scene.syntax.head[top] != top:
        top = scene.syntax.head[top]
    if scene.syntax.pos[top] == "NUM" or scene.lemma(top) in scene.cues.light["carrier"]:
        return scene.nouns(top)[-1]
    return top


def _verb(scene: Scene, head: int) -> int | None:
    return next((k for k in scene.tree.ancestors(head) if scene.verbal(k)), None)


def _munition(scene: Scene, lemma: str, draft: Draft) -> Slot | None:
    slot = scene.cues.slot
    if draft.type not in HARM:
        return None
    if lemma in slot["intercepted"]:
        return Slot.INTERCEPTED
    if lemma in slot["fired"]:
        return Slot.MUNITIONS_FIRED
    if lemma in slot["hit"]:
        return Slot.MUNITIONS_HIT
    return Slot.MUNITIONS_FIRED


def _feared(scene: Scene, verb: int | None) -> bool:
    """ "Could kill 500", "40 feared dead": deaths not told as such."""
    if verb is None:
        return False
    above = [verb, *list(scene.tree.ancestors(verb))[:1]]
    modal = {scene.word(k) for k in scene.tree.children(verb, "aux")} & WORDS["may or might"]
    return bool(modal) or any(scene.lemma(k) in scene.cues.slot["feared"] for k in above)


def _fates(scene: Scene, verb: int | None) -> set[str]:
    """The lemmas that tell what became of people: the verb and what it says of them ("left homeless", "shot dead")."""
    if verb is None:
        return set()
    told = scene.tree.children(verb, "acomp", "oprd", "xcomp", "attr", "advmod", "advcl")
    places = [n for p in scene.phrases(verb) if p.word == "to" for n in p.heads]
    return {scene.lemma(k) for k in (verb, *told, *places)}


def _present(scene: Scene, lemma: str, head: int, draft: Draft) -> bool:
    """People who took part in a protest or were on board."""
    slot = scene.cues.slot
    if draft.type == "PROTEST":
        mine = lemma in slot["present"] or head in scene.arguments(draft.top).subjects
        return mine or lemma in slot["drawn"]
    after = {scene.word(k) for k in range(head + 1, min(head + 3, len(scene.syntax)))}
    return draft.type == "DISASTER" and (lemma in slot["carrying"] or bool(after & slot["aboard"]))


def _people(scene: Scene, verb: int | None, head: int, draft: Draft) -> Slot | None:
    slot = scene.cues.slot
    lemma = scene.lemma(verb) if verb is not None else ""
    words = _fates(scene, verb)
    if _present(scene, lemma, head, draft):
        return Slot.PEOPLE_PRESENT
    for name, found in (
        ("killed", Slot.KILLED),
        ("injured", Slot.INJURED),
        ("missing", Slot.MISSING),
        ("hospitalized", Slot.HOSPITALIZED),
        ("evacuated", Slot.EVACUATED),
        ("displaced", Slot.DISPLACED),
        ("captured", Slot.CAPTURED),
    ):
        if words & slot[name] or (scene.lemma(draft.trigger) in slot[name] and not lemma):
            return Slot.KILLED_PROJECTED if found is Slot.KILLED and _feared(scene, verb) else found
    if draft.type == "RETREAT" and draft.mode == "access":
        return Slot.EVACUATED
    if scene.lemma(draft.trigger) in slot["killed"]:
        return Slot.KILLED
    if draft.type == "COERCE" and draft.mode == "arrest":
        return Slot.CAPTURED
    return None


def _elliptic(scene: Scene, quantity: Quantity, lemma: str, draft: Draft) -> Slot | None:
    """ "with four hitting the base and two being intercepted"."""
    slot = scene.cues.slot
    if draft.type not in HARM or quantity.unit not in WORDS["any units"]:
        return None
    shots = draft.sense.frame in ("fire", "struck", "hit", "strike", "intercept")
    answers = (
        (shots and lemma in slot["intercepted"], Slot.INTERCEPTED),
        (shots and lemma in WORDS["hitting"], Slot.MUNITIONS_HIT),
        (lemma in slot["killed"], Slot.KILLED),
        (lemma in slot["injured"], Slot.INJURED),
        (shots and lemma in slot["fired"], Slot.MUNITIONS_FIRED),
    )
    return next((answer for holds, answer in answers if holds), None)


# ---------------------------------------------------------------- kinds and codes


def _kinds(scene: Scene, draft: Draft, region: list[int]) -> Iterator[Filler]:
    """Text slots: munition and aircraft type, target, detail of the place, demand, capability, outcome."""
    classes, slot = scene.cues.classes, scene.cues.slot
    harm = draft.type == "ASSAULT"
    for i in region:
        lemma = scene.lemma(i)
        if not scene.nominal(i):
            if lemma == "capable" or (lemma == "carry" and scene.syntax.dep[i] in ("relcl", "pcomp")):
                yield Filler(Slot.CAPABILITY, _phrase(scene, i))
            continue
        if harm and lemma in classes["munition"]:
            yield Filler(Slot.MUNITION_TYPE, _name(scene, i))
        elif lemma in classes["aircraft"] and (harm or draft.type in ("AID", "AGREE")) and _weapon(scene, i):
            yield Filler(Slot.AIRCRAFT_TYPE, _name(scene, i))
        elif harm and lemma in slot["detail"] and i not in scene.toponyms:
            yield Filler(Slot.PLACE_DETAIL, _name(scene, i))
        elif harm and lemma in (classes["facility"] | classes["target"]) and i not in scene.toponyms:
            yield Filler(Slot.TARGET, _name(scene, i))
    if draft.type == "REQUEST":
        complement = next(iter(scene.tree.children(draft.trigger, "xcomp", "ccomp", "dobj")), None)
        if complement is not None:
            yield Filler(Slot.DEMAND, _phrase(scene, complement))
    if draft.type in ("AGREE", "REJECT", "AID") and scene.verbal(draft.top):
        yield Filler(Slot.OUTCOME, _phrase(scene, draft.top))


def _weapon(scene: Scene, i: int) -> bool:
    """Whether a word such as "fighters" is no group of people here."""
    actor = scene.headed(i)
    return actor is None or actor.kind is ActorKind.WEAPON


def _name(scene: Scene, i: int) -> Span:
    kids = [k for k in scene.tree.children(i, "compound", "amod", "nmod") if k < i]
    first = min([i, *(n for k in kids for n in scene.tree.subtree(k))])
    return scene.tree.span(first, i)


def _phrase(scene: Scene, i: int) -> Span:
    tokens = [k for k in scene.tree.subtree(i) if k not in scene.outside and k >= i]
    end = i
    for k in tokens:
        if k > end + 1 or scene.syntax.sentence[k] != scene.syntax.sentence[i]:
            break
        end = k
    while end > i and scene.syntax.pos[end] == "PUNCT":
        end -= 1
    return scene.tree.span(i, end)


def _codes(scene: Scene, draft: Draft, region: list[int]) -> Iterator[Filler]:
    """First use, completion, order towards another happening."""
    words = scene.tree
    for i in region:
        if scene.word(i) == "time" and any(scene.word(k) == "first" for k in words.children(i, "amod")):
            first = next(k for k in words.children(i, "amod") if scene.word(k) == "first")
            yield Filler(Slot.FIRST_USE, words.span(first, i), "yes")
    if draft.type in ("RETREAT", "CONCEDE") or draft.mode == "seize-territory(ext)":
        yield from _completion(scene, draft)
    yield from _order(scene, draft)


def _completion(scene: Scene, draft: Draft) -> Iterator[Filler]:
    slot = scene.cues.slot
    tokens = draft.tokens
    for head, _ in scene.up(draft.top):
        if scene.lemma(head) in slot["unconfirmed"] and scene.tree.children(head, "neg"):
            yield Filler(Slot.COMPLETION, scene.tree.span(draft.trigger), "unconfirmed")
            return
    for i in tokens:
        if scene.syntax.pos[i] in ("ADJ", "ADV", "DET") and scene.word(i) in slot["complete"] | slot["partial"]:
            code = "complete" if scene.word(i) in slot["complete"] else "partial"
            yield Filler(Slot.COMPLETION, scene.tree.span(i), code)
            return
    if draft.clause is not None and scene.syntax.tag[draft.clause] == "VBG":
        yield Filler(Slot.COMPLETION, scene.tree.span(draft.clause), "partial")


def _order(scene: Scene, draft: Draft) -> Iterator[Filler]:
    """ "preceded by X" says after X, "came ahead of X" before X, "follows X" after X."""
    if draft.clause is not None and draft.clause != draft.trigger:
        verb = draft.clause
    else:
        verb = scene.syntax.head[draft.trigger]
        if scene.syntax.dep[draft.trigger] not in ("nsubj", "nsubjpass"):
            return
    if not scene.verbal(verb) or verb == draft.trigger:
        return
    lemma, passive = scene.lemma(verb), scene.passive(verb)
    if lemma in WORDS["before or after"]:
        code = "after" if (lemma == "precede") == passive else "before"
        yield Filler(Slot.ORDER, scene.tree.span(verb), code)
        return
    if lemma != "come":
        return
    for k in scene.tree.children(verb, "advmod", "prep", "advcl"):
        word = scene.word(k)
        marks = {scene.word(m) for m in scene.tree.children(k, "mark", "advmod")} if scene.verbal(k) else {word}
        if (marks | {word}) & WORDS["ahead"]:
            yield Filler(Slot.ORDER, scene.tree.span(min(verb, k), max(verb, k)), "before")
        elif marks & {"after"}:
            yield Filler(Slot.ORDER, scene.tree.span(verb), "after")


# ---------------------------------------------------------------- times of other happenings


def _times(scene: Scene, region: list[int]) -> Iterator[Filler]:
    """ "had not been hit since June 5": the last time the same happened."""
    for time in dict.fromkeys(scene.times[i] for i in region if i in scene.times):
        if time.negated or (time.bound == "since" and any(scene.word(i) in WORDS["not"] for i in region)):
            yield Filler(Slot.PREVIOUS_TIME, time.span)


def _lengths(scene: Scene, draft: Draft) -> Iterator[Filler]:
    """How long what is planned, a strike, a truce or a curfew is to last, and since when something goes on."""
    lasting = draft.modality is Modality.PLANNED or draft.mode in ("strike", "ceasefire", "curfew", "martial-law")
    begun = scene.verbal(draft.top) and scene.lemma(draft.top) in scene.cues.mood["starting"]
    for time in dict.fromkeys(scene.times[i] for i in draft.tokens if i in scene.times):
        if time.type is TimeType.DURATION and lasting and time.bound is None:
            yield Filler(Slot.PLANNED_DURATION, time.span)
        elif time.type in (TimeType.DATE, TimeType.TIME) and begun and not time.negated:
            yield Filler(Slot.START_TIME, time.span)


def _causes(scene: Scene, draft: Draft) -> Iterator[Filler]:
    """ "Floods caused by heavy rain", "a fire blamed on a short circuit", "due to"."""
    if draft.type != "DISASTER":
        return
    words = scene.cues.slot
    for top in dict.fromkeys((draft.trigger, draft.top)):
        told = [k for k in scene.tree.children(top, "acl", "advcl") if scene.lemma(k) in words["cause"]]
        told += [top] if scene.verbal(top) and scene.lemma(top) in words["cause"] else []
        led = [p for k in told for p in scene.phrases(k) if p.word in WORDS["behind a cause"]]
        led += [p for p in scene.phrases(top) if p.word in words["cause"]]
        for phrase in led:
            head = phrase.heads[0]
            yield Filler(Slot.CAUSE, scene.tree.span(min(scene.tree.subtree(head)), _last(scene, head)))


def _last(scene: Scene, head: int) -> int:
    """The end of a phrase that runs on from its head without a break."""
    tokens = [k for k in scene.tree.subtree(head) if k >= head and scene.syntax.dep[k] != "punct"]
    end = head
    for k in tokens:
        if k > end + 1:
            break
        end = k
    return end
