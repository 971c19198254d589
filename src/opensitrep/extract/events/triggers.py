"""Finding triggers: which sense of a word stands here, and which verb carries an event noun."""

from __future__ import annotations

from dataclasses import dataclass, field

from opensitrep.extract.events.scene import Arguments, Scene
from opensitrep.extract.events.words import Frame, Sense
from opensitrep.model import Modality
from opensitrep.text.words import Lists

WORDS = Lists("events")
SPOKEN = ("promise", "refuse", "ask", "threaten", "accuse", "say", "back")
EFFECTS = ("effect", "die")
ALONE = ("die", "gather")  # frames of verbs that take no object
HARM = ("ASSAULT", "DISASTER")


@dataclass(slots=True)
class Draft:
    """A happening under construction: `clause` is the verb that carries it, None for a bare noun."""

    trigger: int
    sense: Sense
    clause: int | None
    type: str
    mode: str | None
    modality: Modality = Modality.ACTUAL
    tokens: list[int] = field(default_factory=list)
    caused: bool = False  # a death or damage whose cause the report tells
    folded: list[int] = field(default_factory=list)  # verbs of parts of it told beside it
    gone: bool = False

    @property
    def top(self) -> int:
        """The token that stands for it in the tree."""
        return self.trigger if self.clause is None else self.clause


def find_drafts(scene: Scene) -> list[Draft]:
    """All triggers in text order, nouns joined with the verbs that carry them, parts folded into wholes."""
    drafts: dict[int, Draft] = {}
    for i in range(len(scene.syntax)):
        pos = "v" if scene.verbal(i) and not scene.nominal(i) else "n" if scene.nominal(i) else None
        pos = None if pos == "n" and i in scene.times and scene.syntax.pos[i] == "PROPN" else pos  # the month of March
        sense = choose(scene, i, pos) if pos and i not in scene.outside else None
        if sense is None and pos and i in scene.outside:
            sense = _spoken_cue(scene, i, pos)
        if sense is not None:
            drafts[i] = Draft(i, sense, i if pos == "v" else None, sense.type, sense.mode)
    for draft in list(drafts.values()):
        if draft.clause is None:
            _carry(scene, draft, drafts)
    for draft in list(drafts.values()):
        _fold(scene, draft, drafts)
        _outdo(scene, draft, drafts)
    return [d for _, d in sorted(drafts.items()) if not d.gone]


def _spoken_cue(scene: Scene, i: int, pos: str) -> Sense | None:
    """A cue of speech that is an act of its own (accuse, demand, refuse), not one that only says."""
    sense = choose(scene, i, pos)
    told = sense is not None and (sense.frame in SPOKEN or sense.type == "POLITICS")
    return sense if told else None


def choose(scene: Scene, i: int, pos: str) -> Sense | None:
    """The sense of a token that asks most of its surroundings and gets it; the first of the file among equals."""
    senses = scene.words.senses.get((pos, scene.key(i)), ())
    if not senses:
        return None
    own = scene.arguments(i)
    best: tuple[int, Sense] | None = None
    for sense in senses:
        frame = scene.cues.frames[sense.frame]
        score = _fit(scene, i, sense, frame, own, noun=pos == "n")
        if score is not None and (best is None or score > best[0]):
            best = score, sense
    return best[1] if best else None


def _fit(scene: Scene, i: int, sense: Sense, frame: Frame, own: Arguments, *, noun: bool) -> int | None:
    score = 0
    alone = sense.frame in ALONE or (frame.subject == "thing" and frame.object == "none")
    if not noun and alone and (own.objects or scene.tree.children(i, "ccomp")):
        return None  # "the ship sank", not "they sank the ship"
    if not noun and sense.frame == "say" and scene.tree.children(i, "ccomp"):
        return None  # "conceded that" only says
    around = _around(scene, i, own, frame, sense, noun=noun)
    if sense.particle is not None:
        if not _particle(scene, i, sense.particle):
            return None
        score += 4
    if sense.object:
        if not any(scene.fits(k, sense.object) for k in around):
            return None
        score += 2
    if sense.bar:
        led = (n for p in own.phrases if p.word not in scene.cues.place["around"] for n in p.heads)
        beside = {*around, *own.subjects, *own.objects, *led}
        if any(scene.lemma(k) in sense.bar for k in beside):
            return None
    return score


def _particle(scene: Scene, i: int, particle: str) -> bool:
    """Whether a particle or set complement stands with the verb; a preposition must follow close."""
    near = range(i + 1, min(i + 3, len(scene.syntax)))
    close = [
        k for k in near if k not in scene.times and not any(n in scene.times for n in scene.tree.children(k, "pobj"))
    ]
    loose = [k for k in scene.tree.children(i) if scene.syntax.pos[k] != "ADP" or scene.syntax.dep[k] == "prt"]
    passive = [k for k in scene.tree.children(i, "prep") if k <= i + 4 and scene.passive(i)]
    return any(particle in (scene.lemma(k), scene.word(k)) for k in (*close, *loose, *passive))


def _around(scene: Scene, i: int, own: Arguments, frame: Frame, sense: Sense, *, noun: bool) -> list[int]:
    """The heads that must meet what a sense asks of its object."""
    if noun:
        kids = scene.tree.children(i, "compound", "amod", "nmod", "poss", "nummod", "acl")
        inner = [n for k in kids for n in scene.tree.children(k, "compound", "amod", "conj")]
        over = _carriers(scene, i)
        led = [n for p in own.phrases if p.word in WORDS["behind nouns"] for n in p.heads]
        return [*kids, *inner, *own.objects, *over, *led]
    if sense.particle is not None:
        led = [n for p in own.phrases if p.word == sense.particle for n in p.heads]
        if any(scene.word(k) == sense.particle for k in own.objects):  # "set fire to X"
            led += [n for p in own.phrases if p.word == "to" for n in p.heads]
            led += [n for k in own.objects for p in scene.phrases(k) if p.word == "to" for n in p.heads]
        found = [*led, *own.objects]
        return [*found, *own.subjects] if frame.subject in ("munition", "thing") or not found else found
    subject_told = frame.subject in ("munition", "thing", "target") or (
        frame.venue == "venue" and frame.object == "none"
    )
    objects = [*own.objects, *own.recipients]
    if sense.frame in ("leave", "fall"):
        objects += [*own.subjects, *(n for p in own.phrases if p.word == "from" for n in p.heads)]
    if subject_told or (frame.object == "none" and not objects):
        return [*own.subjects, *objects, *scene.tree.children(i, "acomp")]
    if not objects:
        near = [n for p in own.phrases if p.word in WORDS["for an object"] for n in p.heads]
        nested = scene.tree.children(i, "xcomp", "acomp", "ccomp")
        nested += [n for k in nested for n in scene.tree.children(k, "nsubj")]
        return [*near, *nested, *(own.subjects if not own.passive else ())]
    led = [n for p in own.phrases if p.word in WORDS["beside an object"] for n in p.heads]
    named = [n for k in objects for n in scene.tree.children(k, "compound", "nmod")]
    return [*objects, *named, *led, *scene.tree.children(i, "xcomp", "oprd", "acomp")]


def _carriers(scene: Scene, i: int) -> list[int]:
    """What stands over an event noun: the word it modifies, the verb it is object of, and who does that."""
    head, dep = scene.syntax.head[i], scene.syntax.dep[i]
    if dep not in ("dobj", "pobj", "compound", "nsubjpass") or head == i:
        return []
    over = [] if dep == "nsubjpass" or scene.lemma(head) in scene.cues.light["report"] else [head]
    if dep == "pobj" and scene.word(head) in WORDS["over nouns"]:  # "went on strike", "an exchange of fire"
        over.append(scene.syntax.head[head])
    doers = [s for k in dict.fromkeys((head, *over)) if scene.verbal(k) for s in scene.arguments(k).subjects]
    return [*over, *doers]


def _outdo(scene: Scene, draft: Draft, drafts: dict[int, Draft]) -> None:
    """A verb whose subject is itself a happening of another kind tells what came of it ("his support helped")."""
    if draft.clause != draft.trigger or draft.type in HARM:
        return
    subjects = [drafts[k] for k in scene.tree.children(draft.trigger, "nsubj") if k in drafts]
    draft.gone = draft.gone or any(d.type != draft.type and not d.gone for d in subjects)


# ---------------------------------------------------------------- a noun and the verb that carries it


def _carry(scene: Scene, draft: Draft, drafts: dict[int, Draft]) -> None:
    """Give an event noun the clause of its verb when the verb only says that it took place, or tells the same."""
    i = draft.trigger
    while scene.syntax.dep[i] == "conj" and scene.nominal(scene.syntax.head[i]) and i not in scene.tree.children(i):
        i = scene.syntax.head[i]
    head, dep = scene.syntax.head[i], scene.syntax.dep[i]
    if i != draft.trigger and (i in drafts or head not in drafts or not _alike(drafts[head], draft)):
        return
    while head != i and scene.syntax.pos[head] == "ADP" and dep == "pobj":
        above = scene.syntax.head[head]
        if scene.lemma(above) not in scene.cues.light["carrier"] or scene.verbal(above):
            break
        i, head, dep = above, scene.syntax.head[above], scene.syntax.dep[above]
    if scene.syntax.pos[head] == "ADP" and dep == "pobj" and scene.verbal(scene.syntax.head[head]):
        verb = scene.syntax.head[head]
        word = scene.word(head)
        if word in WORDS["states"] and scene.lemma(verb) in scene.cues.light[word]:
            draft.clause = verb
        elif verb in drafts and _alike(drafts[verb], draft) and _tells_how(scene, drafts[verb], scene.word(head)):
            _absorb(scene, drafts[verb], draft)  # "destroyed in strikes": the verb tells it, the noun says how
        return
    if not scene.verbal(head) or dep not in ("dobj", "nsubj", "nsubjpass"):
        return
    told = drafts.get(head)
    about = dep != "nsubj" or scene.passive(head)
    if told is not None and _alike(told, draft):
        if about and told.sense.object:
            draft.gone = True
            told.mode = told.mode or draft.mode
            return
        told.gone = True
        draft.clause = head
        draft.folded.append(head)
    elif (
        told is None
        and scene.lemma(head) in scene.cues.light["object" if about else "subject"] - scene.cues.light["report"]
    ):
        draft.clause = head


def _alike(left: Draft, right: Draft) -> bool:
    """Whether two triggers can tell one happening."""
    return left.type == right.type or (
        left.type in HARM and right.type in HARM and (left.sense.frame in EFFECTS or right.sense.frame in EFFECTS)
    )


def _tells_how(scene: Scene, whole: Draft, preposition: str) -> bool:
    """Whether a preposition names the happening in which another is told: of a death also its cause."""
    caused = whole.sense.frame in EFFECTS and preposition in scene.cues.place["cause"]
    return caused or preposition in WORDS["told in"]


def _absorb(scene: Scene, whole: Draft, part: Draft) -> None:
    if part.type == "DISASTER" and whole.sense.frame in EFFECTS:
        whole.type, whole.mode = part.type, part.mode
    elif whole.sense.frame in EFFECTS and not scene.arguments(whole.trigger).subjects:
        whole.type = part.type
    whole.mode = whole.mode if whole.mode and whole.mode != "destroy" else part.mode or whole.mode
    whole.folded.append(part.trigger)
    part.gone = True


def _fold(scene: Scene, draft: Draft, drafts: dict[int, Draft]) -> None:
    """Fold participles and reduced relatives that tell a part of the clause they hang on into that clause."""
    if draft.gone or draft.clause is None:
        return
    i = draft.clause
    dep, head = scene.syntax.dep[i], scene.syntax.head[i]
    named = any(scene.syntax.dep[k] in ("nsubj", "nsubjpass") for k in scene.tree.children(i))
    loose = dep in ("acl", "advcl", "pcomp", "conj", "xcomp") and (not named or dep == "pcomp")
    if (
        not loose
        or scene.syntax.tag[i] not in ("VBG", "VBN", "VBD", "VB")
        or (draft.clause != draft.trigger and scene.syntax.tag[i] != "VBG")
    ):
        return
    if (dep in ("xcomp", "acl") and scene.syntax.tag[i] == "VB") or (dep == "conj" and draft.type not in HARM):
        return
    if dep == "pcomp" and scene.word(head) in WORDS["apart"]:
        draft.gone = draft.gone or (scene.word(head) == "before" and draft.type in HARM)
        return
    whole = _whole(scene, draft, drafts, dep, head)
    told = dep == "conj" and scene.syntax.tag[i] == "VBD" and draft.sense.frame not in (*EFFECTS, "intercept")
    if whole is None or told:
        return
    whole.folded.append(i)
    whole.mode = whole.mode or draft.mode
    draft.gone = True


def _whole(scene: Scene, draft: Draft, drafts: dict[int, Draft], dep: str, head: int) -> Draft | None:
    """The draft a participle is part of: on the way up, or for "with four hitting X" the last one before it."""
    standing = {d.clause if d.clause is not None else t: d for t, d in drafts.items() if not d.gone and d is not draft}
    for above in [head, *scene.tree.ancestors(head)][:5]:
        whole = standing.get(above)
        if whole is not None and (_alike(whole, draft) or (whole.type == "ASSAULT" and draft.type == "MOBILIZE")):
            return whole
    if dep == "pcomp" and scene.word(head) == "with":
        tokens = scene.tree.sentence(head)
        before = [d for t, d in standing.items() if t in tokens and t < head and _alike(d, draft)]
        return max(before, key=lambda d: d.trigger, default=None)
    return None
