"""Who is named in a report: people, bodies, states, groups, sides, pronouns."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from opensitrep.model import ActorKind, ActorMention, Reading

Read = Callable[..., Reading]


def mention(reading: Reading, words: str) -> ActorMention:
    """The smallest mention whose span holds the words."""
    start = reading.document.text.index(words)
    held = [m for m in reading.actors if m.span.start <= start and start + len(words) <= m.span.end]
    return min(held, key=lambda m: len(m.span))


@pytest.mark.parametrize(
    ("text", "words", "name", "role", "side"),
    [
        ("Kenyan President William Ruto met them.", "Ruto", "William Ruto", "president", "KEN"),
        ("The mayor of Rocca, Dario Conti, left.", "Conti", "Dario Conti", "mayor", None),
        ("Elena Marsh, a seismologist at the university, disagreed.", "Marsh", "Elena Marsh", "scientist", "NEUTRAL"),
        ("U.S. Secretary of State Antony Hill told reporters so.", "Hill", "Antony Hill", "foreign minister", "USA"),
        ("Prime Minister of Spain Pedro Luna resigned.", "Luna", "Pedro Luna", "prime minister", "ESP"),
        ("Hamas official Osama Darwish said no.", "Darwish", "Osama Darwish", "official", "PSE-HAMAS"),
        ("Moscow's top diplomat Sergei Ivlev arrived.", "Ivlev", "Sergei Ivlev", "foreign minister", "RUS"),
    ],
)
def test_a_person_has_name_role_and_side(  # noqa: PLR0917 - one column each
    text: str, words: str, name: str, role: str, side: str | None, read: Read
) -> None:
    found = mention(read("Head\n\n" + text), words)
    assert (found.kind, found.name, found.role, found.side) == (ActorKind.PERSON, name, role, side)


@pytest.mark.parametrize(
    ("text", "words", "kind", "side"),
    [
        ("Pro-Iranian militias attacked the base.", "militias", ActorKind.BODY, "IRN-PROXY"),
        ("The Moscow-backed separatists hold the mine.", "separatists", ActorKind.GROUP, "RUS-PROXY"),
        ("The Rapid Support Forces took the airport.", "Rapid Support", ActorKind.BODY, "SDN-RSF"),
        ("Chinese officials said so.", "officials", ActorKind.GROUP, "CHN"),
        ("Ankara said it would wait.", "Ankara", ActorKind.STATE, "TUR"),
        ("The Turks left the talks.", "Turks", ActorKind.STATE, "TUR"),
        ("Syrian civilians fled the town.", "civilians", ActorKind.GROUP, "SYR-CIV"),
        ("Experts said the dam may burst.", "Experts", ActorKind.GROUP, "NEUTRAL"),
        ("The state news agency IRNA reported the deal.", "IRNA", ActorKind.AGENCY, "MEDIA-IRN"),
        ("The West must act, he wrote.", "West", ActorKind.STATE, "WEST"),
        ("Russian Tu-160 bombers took off.", "bombers", ActorKind.WEAPON, None),
    ],
)
def test_bodies_states_and_groups_have_sides(
    text: str, words: str, kind: ActorKind, side: str | None, read: Read
) -> None:
    found = mention(read("Head\n\n" + text), words)
    assert (found.kind, found.side) == (kind, side)


def test_a_capital_where_things_happen_is_no_actor(read: Read) -> None:
    reading = read("Head\n\nThree shops burned in Ankara on Friday.")
    assert not [m for m in reading.actors if m.name == "Ankara"]


def test_a_spokesman_speaks_for_his_body(read: Read) -> None:
    found = mention(read("Head\n\nRussian Defense Ministry spokesman Oleg Karpin said so."), "Karpin")
    assert (found.role, found.organisation) == ("spokesperson", "Russian Defense Ministry")


def test_a_surname_points_at_the_full_name(read: Read) -> None:
    reading = read("Head\n\nDefence Minister Lena Voss flew to Oslo.\n\nVoss said the talks went well.")
    found = next(m for m in reading.actors if m.name == "Voss")
    assert found.refers == mention(reading, "Lena Voss").span
    assert found.role == "defence minister"


def test_he_and_it_point_at_what_fits(read: Read) -> None:
    reading = read("Head\n\nThe Danish navy told Captain Lars Holm that it would search. He thanked the crew.")
    pronouns = {
        reading.document.text[m.span.start : m.span.end]: m for m in reading.actors if m.kind is ActorKind.PRONOUN
    }
    assert pronouns["it"].refers == mention(reading, "navy").span
    assert pronouns["He"].refers == mention(reading, "Lars Holm").span


def test_the_governor_is_the_only_governor_named(read: Read) -> None:
    reading = read("Head\n\nMira Sol, governor of the Harka province, spoke first. The governor said roads were shut.")
    assert mention(reading, "The governor").refers == mention(reading, "Mira Sol").span


def test_unnamed_rebels_have_the_side_of_the_named_ones(read: Read) -> None:
    reading = read("Head\n\nThe pro-Russian separatists shelled the port. The separatists later withdrew.")
    assert mention(reading, "The separatists").side == "RUS-PROXY"


def test_places_are_no_people(read: Read) -> None:
    reading = read("Head\n\nThe Black Sea was calm and Fort Worth slept.")
    assert not [m for m in reading.actors if m.kind is ActorKind.PERSON]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Union president Steve Holland said the vote was close.", "Steve Holland"),
        ("The foreign minister, Irene Kanda Wagner, said troops must leave.", "Irene Kanda Wagner"),
        ("The secretary-general of the United Nations, Paulo Mendes, asked for calm.", "Paulo Mendes"),
        ("One witness, engineer Katia Solis, testified in January.", "Katia Solis"),
        ("The union's Valeria Moro said rents must fall.", "Valeria Moro"),
    ],
)
def test_a_name_is_found_though_a_word_of_it_means_something_else(read: Read, text: str, name: str) -> None:
    people = [m.name for m in read(text).actors if m.kind is ActorKind.PERSON]
    assert people == [name]


@pytest.mark.parametrize("name", ["NASA", "SpaceOre", "Oru"])
def test_a_company_is_no_person(read: Read, name: str) -> None:
    reading = read(f"{name} said it was sorry. {name} spokesman Joe Brandt did not comment.")
    assert {m.kind for m in reading.actors if m.name == name} == {ActorKind.BODY}


def test_an_hour_is_no_prime_minister(read: Read) -> None:
    assert not read("Rescuers left at 6pm.").actors[1:]


def test_a_short_double_surname_points_at_the_full_name(read: Read) -> None:
    reading = read("Former minister Rafael Ortiz Luna was jailed. Ortiz denied the charges.")
    short = next(m for m in reading.actors if m.name == "Ortiz")
    assert short.role == "minister"
    assert short.refers is not None


@pytest.mark.parametrize(
    ("first", "later"),
    [
        ("Ivan Petrov, the director of the rescue centre, spoke.", "the deputy director"),
        ("Ivan Petrov, the deputy director of the rescue centre, spoke.", "the deputy head of the city administration"),
    ],
)
def test_a_deputy_is_not_the_head_nor_the_head_of_one_body_that_of_another(first: str, later: str, read: Read) -> None:
    found = mention(read(f"Head\n\n{first} “The search goes on,” {later} said."), later)
    assert found.refers is None


@pytest.mark.parametrize(
    "text",
    [
        "The mayor of \u00ad said so on Friday.",
        "The director of\u00ad \u00ad\u00ad the \u00ad board of \u00ad spoke. \u00ad \u00ad",
        "A \u00ad minister of \u00ad \u00ad and President \u00ad spoke.",
    ],
)
def test_a_word_of_soft_hyphens_alone_is_read(text: str, read: Read) -> None:
    assert "\u00ad" in read(f"Head\n\n{text}").document.text
