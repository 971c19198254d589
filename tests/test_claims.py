"""One claim a mention, made by the innermost voice."""

from __future__ import annotations

from collections.abc import Callable

from opensitrep.model import Act, Reading

Read = Callable[..., Reading]


def test_every_mention_has_one_claim(read: Read) -> None:
    reading = read("Jets bombed Idlib on Monday, the army said. Police arrested 20 people in Hama.")
    subjects = [c.subject for c in reading.claims]
    assert [s for s in subjects if ":m:" in s] == [m.id for m in reading.mentions]
    assert len({c.id for c in reading.claims}) == len(reading.claims)


def test_a_claim_carries_the_voice_of_its_mention(read: Read) -> None:
    reading = read("Jets bombed Idlib on Monday, the army said.")
    attribution = reading.attributions[0]
    claims = {c.subject: c for c in reading.claims}
    assault = next(m for m in reading.mentions if m.type == "ASSAULT")
    assert assault.attribution == attribution.id
    assert claims[assault.id].attribution == attribution.id
    assert claims[assault.id].act is attribution.act


def test_the_outlets_own_voice_asserts(read: Read) -> None:
    reading = read("Police arrested 20 people in Hama on Friday.")
    assert {c.attribution for c in reading.claims} == {None}
    assert {c.act for c in reading.claims} == {Act.ASSERTS}


def test_a_negated_mention_is_denied(read: Read) -> None:
    reading = read("Kenya did not send troops to the border.")
    assert [c.act for c in reading.claims if c.subject.endswith("MOBILIZE")] == [Act.DENIES]
