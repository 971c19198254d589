"""Decisions that keep an account from saying what no report says: names, fates of figures, whom a deed befell."""

from collections.abc import Callable

import pytest

from opensitrep.model import Account, Label, Reading, Tie


def words(reading: Reading) -> str:
    return reading.document.text


def fates(reading: Reading) -> dict[str, str]:
    return {words(reading)[c.number.start : c.number.end]: c.fate for c in reading.counts}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Seven died and more than 50 were injured when a tram overturned.", {"Seven": "killed", "50": "injured"}),
        ("Police said more than 50 people were injured in the accident in Riga on Monday.", {"50": "injured"}),
        ("A tram overturned in Riga on Monday. Doctors said 31 people were taken to hospital.", {"31": "hospitalized"}),
        ("Rebels seized 14 villagers near Goma. Nine are still missing.", {"14": "captured", "Nine": "missing"}),
        ("A bus crashed near Riga. Four people were released from hospital on Monday.", {"four": None}),
        ("The quake in Adana on Monday destroyed 300 houses and damaged 1,200 others.", {"300": "destroyed"}),
    ],
)  # fmt: skip
def test_the_fate_of_a_figure_is_that_of_the_words_around_it(
    read: Callable[..., Reading], text: str, told: dict[str, str | None]
) -> None:
    found = fates(read(f"Report from the town\n\n{text}", published="2024-03-05"))
    assert {number: found.get(number) for number in told} == told


def test_a_given_name_with_a_hyphen_is_one_word(read: Callable[..., Reading]) -> None:
    reading = read("Ahn Ji-won opened a crossing on Wednesday. Moon Jae-in welcomed it.", published="2018-01-03")
    named = [words(reading)[a.span.start : a.span.end] for a in reading.actors]
    assert "Ahn Ji-won" in named
    assert "Moon Jae-in" in named


def test_a_river_is_no_town_that_once_had_its_name(read: Callable[..., Reading]) -> None:
    reading = read("Two barges collided on the East River in New York on Wednesday.", published="2018-01-03")
    rivers = [t for t in reading.toponyms if words(reading)[t.span.start : t.span.end] == "East River"]
    assert [t.candidates for t in rivers] == [()]


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("Two work trains collided in a tunnel in Riga on Monday, injuring three people.", "rail"),
        ("A tram derailed in Riga on Monday and three people died.", "rail"),
        ("A bus and a truck collided near Riga on Monday, killing three people.", "road"),
    ],
)
def test_an_accident_is_of_the_vehicle_that_its_clause_names(
    read: Callable[..., Reading], text: str, mode: str
) -> None:
    found = [m.mode for m in read(text, published="2018-01-09").mentions if m.type == "ACCIDENT"]
    assert found
    assert set(found) == {mode}


def test_pictures_of_other_news_are_no_part_of_a_report(read: Callable[..., Reading]) -> None:
    gallery = "\n".join(f"{n}/4 {n} March 2024 People march in Oslo against a toll number {n}" for n in range(1, 5))
    reading = read(f"Tram overturns in Riga\n\nA tram overturned in Riga on Monday.\n\nThe week in pictures\n{gallery}")
    told = {words(reading)[m.span.start : m.span.end][:3]: m.label for m in reading.marks}
    assert told["1/4"] is Label.BOILERPLATE
    shown = "\n".join(f"{n}/4 Rescuers stand beside the tram that overturned in Riga" for n in range(1, 5))
    reading = read(f"Tram overturns in Riga\n\nA tram overturned in Riga on Monday.\n\n{shown}")
    assert {m.label for m in reading.marks if words(reading)[m.span.start :].startswith("1/4")} == {Label.CAPTION}


def test_the_driver_is_not_the_passenger_who_was_named(read: Callable[..., Reading]) -> None:
    reading = read(
        "A tram overturned in Riga on Monday. Passenger Janis Ozols said it went too fast. The driver was arrested.",
        published="2018-01-09",
    )
    driver = next(a for a in reading.actors if words(reading)[a.span.start : a.span.end] == "The driver")
    assert driver.refers is None


ARRESTS = (
    "Tram overturns in Riga\n\nA tram overturned in Riga on Monday, killing three people. "
    "A 42-year-old man was arrested on Monday, police said.",
    "Three dead as tram overturns in Riga\n\nThree people died when a tram overturned in Riga on Monday. "
    "Police arrested the driver of the tram on Monday.",
)


def test_two_reports_of_an_arrest_that_name_nobody_are_one_event(tell: Callable[..., Account]) -> None:
    account = tell(*ARRESTS, published="2018-01-09")
    arrests = [e for e in account.events if e.type == "COERCE"]
    assert [len(e.incidents) for e in arrests] == [2]


def test_a_report_dated_in_its_text_dates_its_news(tell: Callable[..., Account]) -> None:
    account = tell("Quake in Adana\n\n4 March 2023\n\nAn earthquake hit Adana on Thursday, the governor said.")
    (event,) = [e for e in account.events if e.tie is Tie.MAIN]
    assert event.when is not None
    assert (event.when.start or "")[:10] == "2023-03-02"


def test_dozens_give_way_to_a_number(tell: Callable[..., Account]) -> None:
    account = tell(
        "Tram overturns in Riga\n\nDozens of people were injured when a tram overturned in Riga on Monday.",
        "Tram overturns in Riga\n\nA tram overturned in Riga on Monday and 51 people were injured, police said.",
        published="2018-01-09",
    )
    (fact,) = [f for f in account.facts if f.slot == "injured"]
    assert [(v.low, v.high) for v in fact.values] == [(51, 51)]


def test_the_end_of_the_attacker_is_no_part_of_the_attack(read: Callable[..., Reading]) -> None:
    reading = read(
        "Lorry attack in Riga kills nine\n\nA man drove a lorry into a crowd in Riga on Monday, killing nine people. "
        "The driver fired at the crowd from the cab. Officers shot the driver at the end of the street.",
        published="2024-03-05",
    )
    home = {m: i.id for i in reading.incidents for m in i.mentions}
    told = {words(reading)[m.trigger.start : m.trigger.end]: home[m.id] for m in reading.mentions if m.id in home}
    assert told["shot"] != told["drove"]


def test_a_heading_counts_what_the_text_below_it_counts(read: Callable[..., Reading]) -> None:
    reading = read(
        "Ferry sinks off Riga, killing 40\n\nA ferry sank off Riga on Monday and 40 people died, the coast guard said. "
        "It was the worst of several such cases.\n\nTartu: 12 killed\n\nIn May 2009 a boat capsized on the lake near "
        "Tartu and 12 people died, most of them anglers from the town.",
        published="2024-03-05",
    )
    homes = [c.incident for c in reading.counts if words(reading)[c.number.start : c.number.end] == "12"]
    assert len(homes) == 2
    assert homes[0] == homes[1] is not None


def test_a_name_that_sounds_like_a_place_of_the_report_is_another_place(read: Callable[..., Reading]) -> None:
    reading = read(
        "North offers talks\n\nNorth Korea's leader spoke in Pyongyang on Monday about sending athletes to the Winter "
        "Olympics in Pyeongchang, in South Korea, next month.",
        published="2018-01-02",
    )
    found = {words(reading)[t.span.start : t.span.end]: t.candidates[0].place for t in reading.toponyms if t.candidates}
    assert found["Pyeongchang"] != found["Pyongyang"]


def shown(account: Account) -> set[float | None]:
    whole = [s for s in account.series if s.fate == "injured" and s.shown and s.population is None]
    return {v.low for s in whole for v in s.values}


def test_others_beside_the_gravely_hurt_are_no_toll_of_all(tell: Callable[..., Account]) -> None:
    account = tell(
        "Ship hits bridge\n\nA ship hit a bridge near Riga on Monday. Four people were seriously injured and 20 others "
        "were slightly injured, police said."
    )
    assert 20 not in shown(account)
    assert 20 in shown(
        tell("Ship hits bridge\n\nA ship hit a bridge near Riga on Monday. Police said 20 were injured.")
    )


def test_a_time_that_the_clause_names_is_of_its_happening_though_the_report_has_no_day(
    read: Callable[..., Reading],
) -> None:
    reading = read("Two lawyers shot dead in Maputo\n\nTwo lawyers were shot dead by gunmen in Maputo on Saturday.")
    days = {words(reading)[i.day.start : i.day.end] for i in reading.incidents if i.day and i.type == "ASSAULT"}
    assert days == {"Saturday"}
