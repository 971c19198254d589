"""One question, all its values: what is gathered, what is left out, what is answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from opensitrep.model import Account, Act, Fact, Interval, Modality, PlaceRole, Slot, Status, Verdict
from opensitrep.reconcile.facts.ask import ask_facts
from opensitrep.run.ledger import Ledger
from tests.scene import Scene, located

NIGHT = Interval("2030-03-01T22:00+00:00", "2030-03-02T06:00+00:00", precision="part of day")
HOUR = Interval("2030-03-02T05:00+00:00", "2030-03-02T05:00+00:00", precision="instant")


def asked(scene: Scene) -> Account:
    return ask_facts(scene.account())


def fact(account: Account, slot: Slot, event: str | None = None) -> Fact:
    found = [f for f in account.facts if f.slot is slot and (event is None or f.event == event)]
    assert len(found) == 1, [f.id for f in account.facts]
    return found[0]


def fired(scene: Scene, words: str, number: int, **more: object) -> str:
    clause = f"{words} rockets hit Lorn"
    figures = [(Slot.MUNITIONS_FIRED, words, number, number, "rocket")]
    return scene.tell(clause, figures=figures, places=[("Lorn", "lorn", PlaceRole.TARGET)], **more)  # type: ignore[arg-type]


def test_one_communique_in_three_reports_is_one_value_from_one_origin() -> None:
    scene = Scene()
    told = [
        fired(scene, w, 20, doc=d, speaker="command") for w, d in (("Twenty", "one"), ("20", "two"), ("20", "three"))
    ]
    scene.event("e", *told, places=located("lorn"))
    found = fact(asked(scene), Slot.MUNITIONS_FIRED)
    assert found.verdict is Verdict.AGREED
    assert len(found.values) == 1
    assert len(found.values[0].claims) == 3
    assert (found.origins.lower, found.origins.upper) == (1, 1)
    assert found.answer is not None
    assert (found.answer.low, found.answer.high) == (20, 20)
    assert "from one origin" in found.why


def test_two_speakers_who_differ_are_both_kept_and_nothing_is_averaged() -> None:
    scene = Scene()
    scene.event("e", fired(scene, "20", 20, speaker="mayor"), fired(scene, "31", 31, doc="two", speaker="army"))
    found = fact(asked(scene), Slot.MUNITIONS_FIRED)
    assert found.verdict is Verdict.CONTRADICTED
    assert sorted(v.low or 0 for v in found.values) == [20, 31]
    assert found.answer is not None
    assert (found.answer.low, found.answer.high) == (20, 31)
    assert found.why.endswith("Not settled: the answer names all values.")


def test_a_closer_time_answers_and_the_looser_one_stays_a_value() -> None:
    scene = Scene()
    one = scene.tell("Lorn was hit at about 05:00", times=[("05:00", HOUR)], speaker="mayor")
    two = scene.tell("Lorn was hit overnight", doc="two", times=[("overnight", NIGHT)], speaker="army")
    scene.event("e", one, two)
    found = fact(asked(scene), Slot.TIME)
    assert found.verdict is Verdict.COMPATIBLE
    assert len(found.values) == 2
    assert found.answer is not None
    assert found.answer.interval == HOUR


def test_all_from_one_country_is_contradicted_by_a_launch_from_the_sea_told_of_a_part() -> None:
    scene = Scene()
    every = "All the missiles were fired from Borland"
    whole = scene.tell(every, speaker="army", places=[("Borland", "bb", PlaceRole.LAUNCH)])
    part = scene.tell(
        "Six came from the Long Gulf", doc="two", speaker="mayor", places=[("Long Gulf", "gulf", PlaceRole.LAUNCH)]
    )
    scene.event("raid", whole)
    scene.event("town", part, parent="raid")
    found = fact(asked(scene), Slot.LAUNCH_ORIGIN, "raid")
    assert found.verdict is Verdict.CONTRADICTED
    assert found.answer is not None
    assert set(found.answer.places) == {"bb", "gulf"}


def test_all_over_the_country_is_no_all() -> None:
    scene = Scene()
    clause = "Towns all over were hit by missiles from Borland"
    whole = scene.tell(clause, speaker="army", places=[("Borland", "bb", PlaceRole.LAUNCH)])
    part = scene.tell("Six came from the Gulf", doc="two", places=[("Gulf", "gulf", PlaceRole.LAUNCH)])
    scene.event("raid", whole, part)
    assert fact(asked(scene), Slot.LAUNCH_ORIGIN).verdict is Verdict.COMPATIBLE


def test_a_whole_nobody_counts_is_at_least_the_sum_of_its_parts() -> None:
    scene = Scene()
    one = scene.tell("Two were shot down", figures=[(Slot.INTERCEPTED, "Two", 2, 2, "missile")], speaker="mayor")
    two = scene.tell("Nearly ten fell", figures=[(Slot.INTERCEPTED, "Nearly ten", 8, 10, "missile")], speaker="chief")
    scene.event("raid", scene.tell("A raid began", doc="two"))
    scene.event("a", one, parent="raid", places=located("lorn"))
    scene.event("b", two, parent="raid", places=located("tarn"))
    found = fact(asked(scene), Slot.INTERCEPTED, "raid")
    assert found.answer is not None
    assert (found.answer.low, found.answer.high) == (10, None)
    assert found.why.endswith("The answer is at least their sum.")


def test_a_denial_stands_against_a_claim() -> None:
    scene = Scene()
    yes = scene.tell("The bridge was hit", speaker="army")
    no = scene.tell("The bridge was hit again", doc="two", speaker="ministry", act=Act.DENIES)
    scene.event("e", yes, no, status=Status.CLAIMED)
    found = fact(asked(scene), Slot.STATUS)
    assert found.verdict is Verdict.CONTRADICTED
    assert {v.code for v in found.values} == {"claimed", "denied"}


def test_the_figure_of_a_denied_statement_is_no_answer() -> None:
    scene = Scene()
    figures = [(Slot.KILLED, "Forty", 40.0, 40.0, "person_killed")]
    scene.event("e", scene.tell("Forty died", speaker="ministry", act=Act.DENIES, figures=figures))
    assert all(f.slot is not Slot.KILLED for f in asked(scene).facts)


def test_nothing_hypothetical_is_asked_about() -> None:
    scene = Scene()
    told = scene.tell(
        "Forty could die", figures=[(Slot.KILLED, "Forty", 40, 40, "person_killed")], modality=Modality.HYPOTHETICAL
    )
    scene.event("e", told)
    assert asked(scene).facts == ()


def test_no_casualties_is_a_zero_even_in_a_negated_clause() -> None:
    scene = Scene()
    figures = [(Slot.CASUALTIES, "not any casualties", 0.0, 0.0, "casualty")]
    told = scene.tell("It did cause not any casualties", figures=figures, modality=Modality.NEGATED, speaker="army")
    scene.event("e", told)
    answer = fact(asked(scene), Slot.CASUALTIES).answer
    assert answer is not None
    assert (answer.low, answer.high) == (0, 0)


def test_a_state_hangs_on_its_place() -> None:
    scene = Scene()
    figures = [(Slot.POPULATION, "7,500", 7500.0, 7500.0, "inhabitant")]
    subject = [("Lorn", "lorn", PlaceRole.SUBJECT)]
    scene.tell("Lorn has 7,500 inhabitants", kind=None, figures=figures, places=subject)
    found = fact(asked(scene), Slot.POPULATION)
    assert (found.place, found.event) == ("lorn", None)
    assert found.verdict is Verdict.SINGLE


def test_who_holds_a_town_is_agreed_when_the_loser_says_so_too() -> None:
    scene = Scene(sides={"Borland troops": "BBB", "general": "BBB", "mayor": "AAA"})
    target = [("Lorn", "lorn", PlaceRole.TARGET)]
    for doc, speaker in (("one", "general"), ("two", "mayor")):
        scene.tell(
            "Borland troops took Lorn",
            doc=doc,
            speaker=speaker,
            kind=("ASSAULT", "seize-territory"),
            places=target,
            agents=["Borland troops"],
        )
    found = fact(asked(scene), Slot.CONTROLLER)
    assert (found.place, found.verdict) == ("lorn", Verdict.AGREED)
    assert found.answer is not None
    assert found.answer.code == "BBB"


def test_a_refusal_and_an_offer_in_answer_to_one_request_contradict_each_other() -> None:
    scene = Scene()
    ask = scene.tell("The king asked for patrol boats with torpedo tubes", kind=("REQUEST", "assist"))
    no = scene.tell("The minister refused", kind=("REJECT", "assist"), fillers=[(Slot.OUTCOME, "refused", None)])
    words = "build patrol boats that carry torpedo tubes"
    yes = scene.tell(
        f"The minister will {words}", doc="two", kind=("AGREE", None), fillers=[(Slot.OUTCOME, words, None)]
    )
    other = scene.tell(
        "The minister will lend grain", doc="two", kind=("AGREE", None), fillers=[(Slot.OUTCOME, "lend grain", None)]
    )
    scene.event("ask", ask)
    for name, mention in (("no", no), ("yes", yes), ("other", other)):
        scene.event(name, mention, agents=("minister",))
    account = asked(scene)
    found = fact(account, Slot.OUTCOME, "yes")
    assert found.verdict is Verdict.CONTRADICTED
    assert {v.code for v in found.values} == {"agreed", "refused"}
    assert not [f for f in account.facts if f.event == "other"]


def test_every_value_has_words_and_claims_and_the_order_of_reports_makes_no_difference() -> None:
    scene = Scene()
    told = [fired(scene, str(n), n, doc=f"d{n}", speaker=f"s{n % 3}") for n in (20, 31, 22, 45)]
    scene.event("e", *told, places=located("lorn"))
    forth = asked(scene)
    back = ask_facts(scene.account(backwards=True))
    assert forth.facts == back.facts
    ledger = Ledger(forth)
    for one in forth.facts:
        for value in (*one.values, one.answer):
            assert value is not None
            assert value.claims
            assert value.evidence
            assert all(ledger.quote(e).strip() for e in value.evidence)


def test_many_reports_cost_in_proportion() -> None:
    scene = Scene()
    told = [fired(scene, str(n), n, doc=f"d{n}", speaker=f"s{n}") for n in range(100, 300)]
    scene.event("e", *told, places=located("lorn"))
    found = fact(asked(scene), Slot.MUNITIONS_FIRED)
    assert len(found.values) == 200
    assert len(found.relations) < 2 * 200


def test_a_parent_out_of_reach_is_no_trouble() -> None:
    scene = Scene()
    scene.event("e", fired(scene, "20", 20, speaker="mayor"), parent="somewhere else")
    assert [f.event for f in asked(scene).facts if f.slot is Slot.MUNITIONS_FIRED] == ["e"]


def test_an_account_without_events_has_no_facts() -> None:
    assert ask_facts(Account()).facts == ()
    assert asked(Scene()).facts == ()


def test_from_reports_to_facts_every_number_stands_in_its_words(tell: Callable[..., Account]) -> None:
    account = tell(
        "KYIV, March 4, 2024 - Nine rockets hit the port of Odesa on Sunday, killing at least three people, "
        "the governor of the Odesa region, Oleh Kiper, said.",
        "ODESA, March 4, 2024 - Ukraine's military said nine rockets struck Odesa on Sunday. Kiper said three people "
        "were killed and 12 were injured.",
    )
    ledger = Ledger(account)
    assert {f.slot for f in account.facts} >= {Slot.KILLED, Slot.TIME}
    for one in account.facts:
        assert one.values
        assert one.origins.lower >= 1
        for value in one.values:
            assert value.claims
            assert value.evidence
            assert set(value.claims) <= set(ledger.claims)
            if one.slot in (Slot.KILLED, Slot.INJURED, Slot.MUNITIONS_FIRED):
                assert all(span in ledger.quantities for span in value.evidence)


def test_a_meeting_cannot_be_in_two_towns_but_a_raid_can_hit_two() -> None:
    scene = Scene()
    for kind, role in (("CONSULT", PlaceRole.VENUE), ("ASSAULT", PlaceRole.TARGET)):
        one = scene.tell(f"The {kind} in Lorn", kind=(kind, None), speaker="a", places=[("Lorn", "lorn", role)])
        two = scene.tell(f"{kind} in Tarn", kind=(kind, None), doc="two", speaker="b", places=[("Tarn", "tarn", role)])
        scene.event(kind, one, two, places=located("lorn", role))
    account = asked(scene)
    assert fact(account, Slot.PLACE, "CONSULT").verdict is Verdict.CONTRADICTED
    assert fact(account, Slot.PLACE, "ASSAULT").verdict is Verdict.COMPATIBLE


def test_fighters_and_civilians_are_two_questions() -> None:
    scene = Scene()
    one = scene.tell(
        "60 fighters died", speaker="army", figures=[(Slot.KILLED, "60 fighters", 60, 60, "person_killed")]
    )
    two = scene.tell(
        "25 civilians died", speaker="mayor", figures=[(Slot.KILLED, "25 civilians", 25, 25, "person_killed")]
    )
    scene.event("e", one, two)
    account = scene.account()
    readings = tuple(
        replace(r, quantities=tuple(replace(q, object=q.span) for q in r.quantities)) for r in account.readings
    )
    facts = ask_facts(replace(account, readings=readings)).facts
    assert [(f.id, f.verdict) for f in facts if f.slot is Slot.KILLED] == [
        ("story:e:killed:armed", Verdict.SINGLE),
        ("story:e:killed:civilian", Verdict.SINGLE),
    ]
