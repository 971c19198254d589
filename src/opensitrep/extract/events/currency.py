"""Whether a happening belongs to the days of its report or is background (ended earlier, of long standing, a habit)."""

from __future__ import annotations

from opensitrep.extract.events.scene import Scene
from opensitrep.model import Anchor, Currency, Label, Modality, TimeExpression, TimeType

LEAD = 3  # blocks; where a report tells its news (the inverted pyramid of agency style, not tuned)


def currency(
    scene: Scene, trigger: int, clause: int, *, frame: str, modality: Modality, times: tuple[TimeExpression, ...]
) -> Currency:
    """Background when dated to another period, told as a habit, as long past or as a state of long standing."""
    past = any(_long_ago(scene, t) or _other_month(scene, t) for t in times)
    unreal = modality is Modality.PLANNED or (modality is Modality.HYPOTHETICAL and not past)
    if unreal or (not past and any(_near(scene, t) for t in times)):
        return Currency.CURRENT
    number, label = scene.block(trigger)
    words = _adverbs(scene, clause) | _adverbs(scene, trigger)
    signs = (
        past,
        label is Label.CAPTION,
        frame == "war",
        bool(words & (scene.cues.time["past"] | scene.cues.time["habit"])),
        _in_duration(scene, trigger),
        _told_as_past(scene, clause, number),
        _around(scene, trigger),
    )
    return Currency.BACKGROUND if any(signs) else Currency.CURRENT


def _adverbs(scene: Scene, i: int) -> set[str]:
    near = {scene.word(k) for k in scene.tree.children(i, "advmod", "npadvmod")}
    return near | ({scene.word(k) for k in scene.tree.children(i, "prep")} & scene.cues.time["ever_since"])


def _near(scene: Scene, time: TimeExpression) -> bool:
    """Whether an expression names a day near the report: a weekday, "today", "overnight"."""
    if time.type not in (TimeType.DATE, TimeType.TIME) or time.negated or time.value == "PRESENT_REF":
        return False
    return not _long_ago(scene, time) and not _other_month(scene, time)


def _lasted(scene: Scene, time: TimeExpression) -> bool:
    """Whether a length of time says how long it went on; in "sentenced to 12 years", "a one-year truce" it does not."""
    inside = scene.tree.inside(time.span)
    first = next(iter(inside), 0)
    said = {scene.word(i) for i in inside} | {scene.word(first - 1) if first else ""}
    return time.bound is not None or bool(said & scene.cues.time["going"])


def _long_ago(scene: Scene, time: TimeExpression) -> bool:
    """A stated year, weeks to years back, a habit, or "since"."""
    if time.type is TimeType.SET or time.value == "PAST_REF" or time.bound == "since":
        return True
    if time.direction > 0:
        return False
    if time.type is TimeType.DURATION:
        long = (time.value or "P")[-1] in "MYW" and "T" not in (time.value or "")
        return long and (time.bound is None or time.bound in scene.cues.time["bounds"]) and _lasted(scene, time)
    if time.offset is not None and time.anchor is Anchor.PUBLICATION:
        return time.offset.unit in ("M", "Y") and (time.offset.amount is None or time.offset.amount < 0)
    value = time.value or ""
    return time.anchor is Anchor.SELF and len(value) in (4, 7) and value[:4].isdigit()


def _other_month(scene: Scene, time: TimeExpression) -> bool:
    """A month in a report that names its own days by weekday: agency style keeps months for days further off."""
    value = time.value or ""
    dated = value.startswith("XXXX-") and value[5:7].isdigit() and time.direction <= 0
    weekdays = sum(1 for t in scene.reading.times if (t.value or "").startswith("XXXX-WXX-"))
    return dated and weekdays > 1


def _in_duration(scene: Scene, i: int) -> bool:
    """ "weeks of shelling", "a battle that lasted weeks"."""
    for head, _ in list(scene.up(i))[:2]:
        if scene.lemma(head) in scene.cues.time["span"]:
            return True
    return any(scene.lemma(k) in scene.cues.time["lasting"] for k in scene.tree.children(i, "relcl"))


def _told_as_past(scene: Scene, clause: int, block: int) -> bool:
    """Pluperfect of the outlet's own below its lead; present perfect tells the news wherever it stands."""
    verb = scene.tree.clause(clause)
    have = [k for k in scene.tree.children(verb, "aux") if scene.lemma(k) == "have"]
    before = any(scene.word(k) in scene.cues.time["had"] for k in have)
    return before and scene.verbal(verb) and scene.attribution(clause) is None and block > LEAD


def _around(scene: Scene, trigger: int) -> bool:
    """A sentence of the outlet's own that names another year or month and no day near the report."""
    tokens = scene.tree.sentence(trigger)
    times = {scene.times[i] for i in tokens if i in scene.times}
    return bool(elsewhere(scene, tokens)) and not any(_near(scene, t) for t in times)


def elsewhere(scene: Scene, tokens: range) -> list[TimeExpression]:
    """Expressions among some tokens that name another year."""
    found = {scene.times[i] for i in tokens if i in scene.times}
    times = sorted(found, key=lambda t: t.span)
    dated = [t for t in times if (t.value or "")[:4].isdigit() or (t.offset is not None and t.offset.unit == "Y")]
    return [t for t in dated if _long_ago(scene, t)]
