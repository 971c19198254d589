"""Where statements come from, and how many independent origins stand behind them."""

from __future__ import annotations

from dataclasses import replace

from opensitrep.model import (
    Account,
    Act,
    ActorKind,
    Bounds,
    Channel,
    Currency,
    Event,
    Fact,
    Label,
    Mark,
    Series,
    Slot,
    Span,
    Status,
    Value,
    Verdict,
)
from opensitrep.reconcile.origins.trace import bounds, find_origins
from opensitrep.run.ledger import Ledger
from tests.story_case import StoryCase, body, person, town

WIRE = (
    "A ferry with about sixty people on board capsized off the island of Merrow on Tuesday, and coast guard boats "
    "pulled survivors from the water for hours while relatives waited at the quay in silence and rain."
)
GOVERNOR = person("Ilan Dresk", side="XAA", role="governor")
MAYOR = person("Tova Linn", side="XAA", role="mayor")
OFFICIALS = body("regional officials", side="XAA", kind=ActorKind.GROUP)
MINISTRY = body("Interior Ministry", side="XAA")
SPOKESMAN = person("Pavel Orin", side="XAA", role="spokesperson", organisation="Interior Ministry")


def counted(account: Account) -> Bounds:
    ledger = Ledger(account)
    return bounds(ledger.claims, ledger)


def say(case: StoryCase, name: str, actor: str, *, channel: Channel = Channel.UNSPECIFIED) -> None:
    doc = case.report(name, f"{name}: bridge number {name[:3]} is gone, {actor} said.")
    said = case.statement(doc, f"bridge number {name[:3]} is gone", actor, actor, channel=channel)
    case.tell(doc, f"bridge number {name[:3]} is gone", "ASSAULT", said=said)


def test_ten_copies_of_one_wire_story_have_one_origin() -> None:
    case = StoryCase()
    for n in range(10):
        doc = case.report(f"{n}.txt", f"{WIRE} Printed by paper {n}.", outlet=f"Paper {n}")
        case.tell(doc, "A ferry with about sixty people on board capsized", "DISASTER", "accident")
    account = find_origins(case.account())
    assert len(account.origins) == 1
    assert counted(account) == Bounds(1, 1)
    assert sum(r.field == "copy" for r in account.resolutions) == 9


def test_a_credited_agency_is_the_origin_of_the_text() -> None:
    case = StoryCase()
    for n, rest in enumerate(
        ("The captain was among the saved.", "Divers search on. Winds were strong that day in March.")
    ):
        doc = case.report(f"{n}.txt", f"A ferry sank off Merrow, number {n}. {rest}", outlet=f"Paper {n}")
        case.tell(doc, "A ferry sank off Merrow", "DISASTER", "accident")
        case._add(doc, marks=(Mark(Label.WIRE, Span(doc, 0, 1), "Nordic Press"),))
    account = find_origins(case.account())
    assert [(o.kind, o.name) for o in account.origins] == [("wire copy", "Nordic Press")]


def test_a_body_and_its_own_spokesman_are_one_voice() -> None:
    case = StoryCase(actors=(MINISTRY, SPOKESMAN))
    for name in ("001", "002"):
        say(case, name, "Interior Ministry", channel=Channel.STATEMENT)
    say(case, "003", "Pavel Orin")
    account = find_origins(case.account())
    assert counted(account) == Bounds(1, 1)
    assert account.origins[0].channel is Channel.STATEMENT


def test_unnamed_officials_may_be_the_governor() -> None:
    case = StoryCase(actors=(GOVERNOR, OFFICIALS))
    say(case, "001", "Ilan Dresk")
    say(case, "002", "regional officials")
    assert counted(find_origins(case.account())) == Bounds(1, 2)


def test_media_that_nobody_names_add_no_origin() -> None:
    for name, lower in (("Local media", 1), ("Sarnow Herald", 2)):
        case = StoryCase(actors=(MINISTRY, body(name)))
        say(case, "1.txt", "Interior Ministry")
        say(case, "2.txt", name)
        assert counted(find_origins(case.account())) == Bounds(lower, 2)


def test_two_named_speakers_stay_two_beside_unnamed_officials() -> None:
    case = StoryCase(actors=(GOVERNOR, MAYOR, OFFICIALS))
    for name, actor in (("001", "Ilan Dresk"), ("002", "Tova Linn"), ("003", "regional officials")):
        say(case, name, actor)
    assert counted(find_origins(case.account())) == Bounds(2, 3)


def test_two_outlets_that_name_nobody_may_have_one_source() -> None:
    case = StoryCase(actors=(GOVERNOR,))
    for n, text in enumerate(("Bridge gone at dawn.", "Crossing destroyed overnight by water.")):
        case.tell(case.report(f"{n}.txt", text), text[:-1], "DISASTER", "flood")
    assert counted(find_origins(case.account())) == Bounds(1, 2)
    say(case, "003", "Ilan Dresk")
    assert counted(find_origins(case.account())) == Bounds(1, 3)  # both may repeat the governor, or know it otherwise


def test_an_own_voice_that_repeats_an_attributed_sentence_joins_its_origin() -> None:
    case = StoryCase(actors=(GOVERNOR,))
    sentence = "Eleven warehouses on the northern harbour quay burned down after two drones crashed"
    first = case.report("1.txt", f"{sentence}, Ilan Dresk said.")
    said = case.statement(first, sentence, "Ilan Dresk", "Ilan Dresk")
    case.tell(first, sentence, "ASSAULT", "drone", said=said)
    second = case.report("2.txt", "Eleven warehouses on the northern harbour quay burned down as two drones crashed.")
    case.tell(
        second, "Eleven warehouses on the northern harbour quay burned down as two drones crashed", "ASSAULT", "drone"
    )
    (origin,) = find_origins(case.account()).origins
    assert origin.name == "Ilan Dresk"
    assert "repeat an attributed sentence" in origin.why


def test_who_gives_an_opinion_of_a_happening_is_no_source_of_it() -> None:
    case = StoryCase(actors=(GOVERNOR,))
    sentence = "Eleven warehouses on the northern harbour quay burned down after two drones crashed"
    first = case.report("1.txt", f"{sentence}, a horror to Ilan Dresk.")
    said = case.statement(first, sentence, "Ilan Dresk", "Ilan Dresk", act=Act.OPINES)
    case.tell(first, sentence, "ASSAULT", "drone", said=said)
    second = case.report("2.txt", f"{sentence}.")
    case.tell(second, sentence, "ASSAULT", "drone")
    speaker, *others = sorted(find_origins(case.account()).origins, key=lambda o: o.name != "Ilan Dresk")
    assert [c.partition(":")[0] for c in speaker.claims] == [first]
    assert [c.partition(":")[0] for o in others for c in o.claims] == [second]


def test_an_own_voice_with_the_same_figure_of_the_same_place_joins_its_origin() -> None:
    case = StoryCase(actors=(GOVERNOR,), places=(town("Sarnow", 50.0, 20.0),))
    first = case.report("1.txt", "Ilan Dresk said that 23 rockets fell on Sarnow.")
    said = case.statement(first, "23 rockets fell on Sarnow", "Ilan Dresk", "Ilan Dresk")
    figures = ((Slot.MUNITIONS_FIRED, case.figure(first, "23 rockets", 23, 23, "rocket")),)
    case.tell(
        first,
        "23 rockets fell on Sarnow",
        "ASSAULT",
        said=said,
        at=(case.place(first, "Sarnow", "Sarnow"),),
        figures=figures,
    )
    second = case.report("2.txt", "Sarnow was struck by 23 rockets during the night.")
    figures = ((Slot.MUNITIONS_FIRED, case.figure(second, "23 rockets", 23, 23, "rocket")),)
    case.tell(
        second,
        "Sarnow was struck by 23 rockets",
        "ASSAULT",
        at=(case.place(second, "Sarnow", "Sarnow"),),
        figures=figures,
    )
    (origin,) = find_origins(case.account()).origins
    assert "the same figure" in origin.why


def test_sentences_of_one_mould_with_other_figures_stay_apart() -> None:
    case = StoryCase(actors=(GOVERNOR, OFFICIALS))
    for name, actor, number in (("1.txt", "Ilan Dresk", 30), ("2.txt", "regional officials", 9)):
        text = f"{number} rockets were launched at military infrastructure beside the northern railway junction"
        doc = case.report(name, f"{text}, {actor} said.")
        said = case.statement(doc, text, actor, actor)
        figures = ((Slot.MUNITIONS_FIRED, case.figure(doc, f"{number} rockets", number, number, "rocket")),)
        case.tell(doc, text, "ASSAULT", said=said, figures=figures)
    assert len(find_origins(case.account()).origins) == 2


def test_every_claim_has_exactly_one_origin() -> None:
    case = StoryCase(actors=(GOVERNOR, MAYOR, OFFICIALS))
    for name, actor in (("001", "Ilan Dresk"), ("002", "Tova Linn"), ("003", "regional officials")):
        say(case, name, actor)
    doc = case.report("4.txt", "Nothing is left of the bridge, somebody shouted.")
    case.tell(
        doc,
        "Nothing is left of the bridge",
        "DISASTER",
        said=case.statement(doc, "Nothing is left of the bridge", "somebody", None, act=Act.OPINES),
    )
    account = find_origins(case.account())
    assert sorted(c for o in account.origins for c in o.claims) == sorted(Ledger(account).claims)


RESPELT = (
    "A ferry with about sixty people aboard capsized off the isle of Merrow on Tuesday, and coast guard boats pulled "
    "survivors from the water for hours while relatives waited at the quay in silence and rain.\n\n(Nordic Press)"
)


def test_a_copy_in_other_spellings_that_credits_the_agency_is_a_copy_of_it() -> None:
    case = StoryCase()
    first = case.report("b.txt", WIRE, outlet="Nordic Press")
    second = case.report("a.txt", RESPELT, outlet="Paper")
    for doc, words in ((first, "A ferry with about sixty"), (second, "A ferry with about sixty")):
        case.tell(doc, words, "DISASTER", "accident")
    account = find_origins(case.account())
    assert [(r.subject, r.value) for r in account.resolutions if r.field == "copy"] == [(second, first)]
    assert [(r.subject, r.value) for r in account.resolutions if r.field == "wire"] == [(second, "Nordic Press")]
    assert counted(account) == Bounds(1, 1)


def test_two_outlets_that_quote_one_ministry_have_one_origin_and_two_states_have_two() -> None:
    other = body("Defence Ministry", side="XBB")
    case = StoryCase(actors=(MINISTRY, other))
    for name in ("001", "002"):
        say(case, name, "Interior Ministry")
    assert counted(find_origins(case.account())) == Bounds(1, 1)
    say(case, "003", "Defence Ministry")
    assert counted(find_origins(case.account())) == Bounds(2, 2)


def test_a_body_whose_country_is_left_out_is_the_one_body_of_its_name() -> None:
    case = StoryCase(actors=(body("Sudan's northern command", side="SDN"), body("northern command")))
    say(case, "001", "Sudan's northern command")
    say(case, "002", "northern command")
    assert counted(find_origins(case.account())) == Bounds(1, 1)


def test_a_state_named_as_speaker_may_be_one_of_its_bodies() -> None:
    case = StoryCase(actors=(MINISTRY, body("Arlonia", side="XAA", kind=ActorKind.STATE)))
    say(case, "001", "Interior Ministry")
    say(case, "002", "Arlonia")
    assert counted(find_origins(case.account())) == Bounds(1, 2)


def test_the_count_of_an_event_is_that_of_its_leading_figure() -> None:
    case = StoryCase(actors=(GOVERNOR, MAYOR, MINISTRY))
    for name, actor in (("001", "Interior Ministry"), ("002", "Interior Ministry"), ("003", "Tova Linn")):
        say(case, name, actor)
    account = find_origins(case.account())
    claims = tuple(sorted(c for r in account.readings for c in (x.id for x in r.claims)))
    event = Event(claims[0], "s", "ASSAULT", None, Status.HAPPENED, Currency.CURRENT, None, claims=claims)
    ministry = next(o for o in account.origins if o.kind == "body").claims
    answer = Value(ministry, (), low=20, high=20)
    fact = Fact("f", "s", Slot.MUNITIONS_FIRED, event.id, None, (answer,), Verdict.AGREED, "", answer, Bounds(1, 1))
    assert bounds(claims, Ledger(account)) == Bounds(2, 2)
    told = replace(account, events=(event,), facts=(fact,))
    assert Ledger(told).event_bounds(event.id) == Bounds(1, 1)
    toll = Series(
        "s1", "s", event.id, "killed", (Value(claims, (), low=3, high=3),), (0,), Verdict.AGREED, "", Bounds(2, 2)
    )
    assert Ledger(replace(told, series=(toll,))).event_bounds(event.id) == Bounds(2, 2), "who counts the dead tells it"
    assert Ledger(replace(told, series=(replace(toll, shown=False),))).event_bounds(event.id) == Bounds(1, 1)
    assert Ledger(replace(account, events=(event,))).event_bounds(event.id) == Bounds(2, 2)


OWN_PARTS = (
    "Divers from the mainland were expected before noon, the harbour office said, and the island school was opened for "
    "those who had been brought ashore; buses ran all night. Two fishing crews were thanked by the mayor.",
    "Our reporter met a woman who had taken the crossing every week for thirty years and had missed it by a minute. "
    "She spoke of rusty railings, of a captain everybody knew, and of a winter timetable that nobody liked at all.",
)


def test_a_report_that_took_over_a_part_is_an_extract_and_no_copy() -> None:
    case = StoryCase()
    first = case.report("a.txt", f"{WIRE} {OWN_PARTS[0]}", outlet="Nordic Press")
    second = case.report("b.txt", f"{OWN_PARTS[1]} {WIRE.partition(', and')[0]}.", outlet="Paper")
    account = find_origins(case.account())
    assert [(r.subject, r.value) for r in account.resolutions if r.field == "extract"] == [(second, first)]
    assert not [r for r in account.resolutions if r.field == "copy"]


def test_two_reports_that_quote_the_same_words_take_nothing_from_one_another() -> None:
    case = StoryCase()
    said = f'"{WIRE.partition(", and")[0]}," the harbour office said.'
    for name, part in zip(("a.txt", "b.txt"), OWN_PARTS, strict=True):
        case.report(name, f"{part} {said}", outlet=name)
    assert not [r for r in find_origins(case.account()).resolutions if r.field in ("copy", "extract")]
