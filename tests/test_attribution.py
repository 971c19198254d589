"""Who says it: cues, contents, speakers, channels and hedges."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from spacy.language import Language

from opensitrep.extract.attribution import find_attributions
from opensitrep.extract.syntax import parse
from opensitrep.learned import Scores
from opensitrep.model import Act, ActorKind, Attribution, Channel, Form, Hedge, Label, Mark, Reading, Span
from opensitrep.read import make_document

CASES = tomllib.loads((Path(__file__).parent / "cases" / "attribution.toml").read_text("utf-8"))["cases"]
Read = Callable[..., Reading]


def content(reading: Reading, a: Attribution) -> list[str]:
    return [reading.document.text[s.start : s.end] for s in a.content]


def speaker(reading: Reading, a: Attribution) -> str:
    return reading.document.text[a.speaker.start : a.speaker.end] if a.speaker else ""


def only(reading: Reading) -> Attribution:
    assert len(reading.attributions) == 1, [content(reading, a) for a in reading.attributions]
    return reading.attributions[0]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"][:40])
def test_a_statement_is_read_with_its_speaker(case: dict[str, Any], read: Read) -> None:
    reading = read("A headline\n\n" + case["text"])
    found = only(reading)
    assert content(reading, found) == [case["content"]]
    assert case["speaker"] in speaker(reading, found)
    assert found.form == case.get("form", found.form)
    assert found.act == case.get("act", found.act)
    assert found.channel == case.get("channel", "unspecified")
    assert len(found.voices) == case.get("voices", len(found.voices))


def test_a_quotation_may_hold_several_sentences(read: Read) -> None:
    reading = read('Head\n\n"The roof fell. Nobody was inside. We were lucky," said fire chief Ann Lowe.')
    assert content(reading, only(reading)) == ["The roof fell. Nobody was inside. We were lucky"]


def test_a_quotation_goes_on_after_the_cue(read: Read) -> None:
    reading = read('Head\n\n"The roof fell," fire chief Ann Lowe said. "Nobody was inside at that time."')
    assert content(reading, only(reading)) == ["The roof fell", "Nobody was inside at that time."]


def test_he_added_goes_on_with_the_speaker_and_the_channel(read: Read) -> None:
    reading = read(
        'Head\n\nGeneral Ivo Petrov wrote on Facebook that the enemy had left. He added: "We will not stop."'
    )
    first, second = reading.attributions
    assert first.channel is second.channel is Channel.FACEBOOK
    assert second.speaker == first.speaker
    assert second.form is Form.DIRECT


def test_a_participle_has_the_speaker_of_its_clause(read: Read) -> None:
    text = (
        "Head\n\nThe Chilean navy said two ships had collided, adding that the cause was unknown, but nobody was hurt."
    )
    reading = read(text)
    first, second = reading.attributions
    assert content(reading, first) == ["two ships had collided"]
    assert content(reading, second) == ["the cause was unknown, but nobody was hurt"]
    assert first.speaker == second.speaker


def test_the_claim_could_not_be_verified_hedges_the_statement_before(read: Read) -> None:
    reading = read("Head\n\nThe rebels said they had taken the mine. The claim could not be independently verified.")
    assert Hedge.UNVERIFIED in only(reading).hedges


def test_claims_of_both_armies_hedges_the_statements_of_both(read: Read) -> None:
    reading = read(
        "Head\n\nThe Armenian army said it had shot down a jet. The mayor of Paris said she was worried.\n\n"
        "The Azerbaijani army said its troops held the ridge.\n\n"
        "The claims of the Armenian and Azerbaijani militaries cannot be verified."
    )
    hedged = {speaker(reading, a) for a in reading.attributions if Hedge.UNVERIFIED in a.hedges}
    assert hedged == {"The Armenian army", "The Azerbaijani army"}


def test_an_office_passes_on_what_its_head_said(read: Read) -> None:
    reading = read("Head\n\nPresident Ana Reyes urged the rebels to lay down their arms, her office said.")
    found = only(reading)
    assert "Ana Reyes" in speaker(reading, found)
    assert found.channel is Channel.STATEMENT
    assert len(found.voices) == 2


def test_the_outlet_keeps_its_own_explanation(read: Read) -> None:
    reading = read("Head\n\nThe ministry in Lima said the pass was closed, which has happened twice this year.")
    assert content(reading, only(reading)) == ["the pass was closed"]


def test_a_wish_is_no_statement(read: Read) -> None:
    assert not read("Head\n\nThe farmers want to sell the land and hope for rain.").attributions


def test_a_promise_commits(read: Read) -> None:
    reading = read("Head\n\nThe Kremlin pledged that it would respond to the blockade.")
    assert only(reading).act is Act.COMMITS


def test_statements_nest(read: Read) -> None:
    reading = read("Head\n\nThe aide said that the minister had denied that talks were under way.")
    outer, inner = reading.attributions
    assert inner.parent == outer.id


def test_speakers_are_mentions_and_contents_lie_in_the_text(read: Read) -> None:
    reading = read('Head\n\nAid workers said that "nobody is safe". It was, they said, a long night.')
    mentions = {m.span: m for m in reading.actors}
    for a in reading.attributions:
        assert all(reading.document.text[s.start : s.end].strip() for s in a.content)
        assert a.speaker is None or mentions[a.speaker].kind is not ActorKind.WEAPON


@pytest.mark.parametrize(
    "text", ['", he said.', "“ — ”, the mayor said.", "He said that, that.", 'Police said: "', "According to."]
)
def test_broken_marks_break_nothing(text: str, read: Read) -> None:
    reading = read("Head\n\n" + text)
    assert all(len(s) > 0 for a in reading.attributions for s in a.content)


ACTS = ("none", "asserts", "opines")


def judged(text: str, parser: Language, cues: dict[str, str] | None) -> list[tuple[list[str], str]]:
    """Contents and acts where scores made by hand take these words, and no others, for cues; None: no such scores."""
    document = make_document(name="test.txt", text=text)
    marks = (Mark(Label.PARAGRAPH, Span(document.id, 0, len(text))),)
    reading = parse(Reading(document, marks=marks), parser=parser)
    assert reading.syntax is not None
    scores = Scores({})
    if cues is not None:
        words = [text[s:e] for s, e in zip(reading.syntax.start, reading.syntax.end, strict=True)]
        rows = [[float(ACTS.index(cues.get(w, "none")) == n) for n in range(len(ACTS))] for w in words]
        scores = Scores({"act": ACTS}, tokens={"act": np.array(rows, dtype=np.float32)})
    found = find_attributions(reading, scores)
    return [(content(found, a), a.act.value) for a in found.attributions]


@pytest.mark.parametrize(
    ("text", "cue", "wanted"),
    [
        ("The road, locals grumbled, was never mended.", "grumbled", ["The road", "was never mended"]),
        ("There is a fear that the dam will burst.", "fear", ["the dam will burst"]),
        ("The mayor is confident that the bridge will open.", "confident", ["the bridge will open"]),
        ("A raid claimed by the rebels killed nine.", "claimed", ["A raid"]),
    ],
)
def test_a_cue_of_any_kind_of_word_is_read(text: str, cue: str, wanted: list[str], parser: Language) -> None:
    assert judged(text, parser, {cue: "opines"}) == [(wanted, "opines")]
    assert not judged(text, parser, {})


def test_without_learned_scores_the_rules_decide(parser: Language) -> None:
    text = "The mayor said the road was shut."
    assert judged(text, parser, None) == [(["the road was shut"], "asserts")]
    assert not judged(text, parser, {})


def test_he_is_nobody_whom_the_report_called_she(read: Read) -> None:
    reading = read('Minister Toma Reyle met the press. "We pay," she said. "They lie," she added. "I saw it," he said.')
    third = reading.attributions[-1]
    assert "Reyle" not in speaker(reading, third)
