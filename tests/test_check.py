"""A draft beside reports: what differs is named with the words the reports have; nothing is called true."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import html

import opensitrep
from opensitrep import Account, Check, Settings
from opensitrep.check import Library
from opensitrep.check.words import key, sentences, words
from opensitrep.cli import main
from opensitrep.errors import InputError
from opensitrep.model import ALARMS, Aspect, Checked, Ruling
from opensitrep.page import write_draft
from opensitrep.pipeline import check_text, checker, write
from opensitrep.read import make_document

REPORTS = {
    "01": (
        "Harbour Post",
        "2024-05-14",
        "Ferry sinks off Kalmar, seven dead\n\n"
        "KALMAR, Sweden - A ferry carrying 120 passengers sank off the port of Kalmar on Monday, killing seven people, "
        "the coast guard said.\n\n"
        '"We heard a bang and then the water came," said Nils Berg, a passenger from Malmo. '
        "Divers searched the wreck until midnight.\n\n"
        "The shipping company denied that the ferry had been overloaded. "
        "A memorial service is to be held in the cathedral on Sunday.",
    ),
    "02": (
        "Baltic Wire",
        "2024-05-16",
        "Toll of Kalmar ferry rises to eleven\n\n"
        "KALMAR - Eleven people are now known to have died in the sinking of a ferry off Kalmar on Monday, "
        "the coast guard said on Thursday.\n\n"
        "Prosecutor Anna Lind said the captain had been detained in Visby. "
        'The minister of transport, Karl Holm, called the accident "a wound for the whole coast".',
    ),
}


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Account:
    folder = tmp_path_factory.mktemp("reports")
    for name, (outlet, day, text) in REPORTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        (folder / f"{name}.json").write_text(json.dumps({"outlet": outlet, "date": day}), encoding="utf-8")
    return opensitrep.build([folder], settings=Settings(engine="here"))


@pytest.fixture(scope="module")
def lay(account: Account) -> object:
    return checker(account, Settings(engine="here"))


def one(lay: object, text: str) -> Checked:
    found: Check = lay(text)  # type: ignore[operator]
    assert len(found.sentences) == 1
    return found.sentences[0]


FAITHFUL = (
    "A ferry with 120 passengers sank off Kalmar on 13 May 2024.",
    "Eleven people have died, the coast guard said.",
    'Nils Berg, a passenger, said: "We heard a bang ... the water came."',
    "The shipping company denied that the ferry was overloaded.",
    "A memorial service is to be held in the cathedral on Sunday.",
    "The captain was detained in Visby, prosecutor Anna Lind said.",
    'The minister of transport called it "[the] wound for the whole coast".',
    "A ship with 120 travellers went down close to Kalmar harbour.",
)
PLANTED = {
    "A ferry with 340 passengers sank off Kalmar on 13 May 2024.": (Ruling.DIFFERS, Aspect.FIGURE),
    "Seven people died in the sinking of the ferry off Kalmar, the coast guard said.": (
        Ruling.SUPERSEDED,
        Aspect.FIGURE,
    ),
    "A ferry with 120 passengers sank off Kalmar on 9 May 2024.": (Ruling.DIFFERS, Aspect.DAY),
    "The captain was detained in Gothenburg, prosecutor Anna Lind said.": (Ruling.DIFFERS, Aspect.PLACE),
    'Anna Lind said: "We heard a bang and then the water came."': (Ruling.WRONG_SPEAKER, Aspect.SPEAKER),
    'Nils Berg said: "We heard a shot and then the sirens came."': (Ruling.DIFFERS, Aspect.QUOTATION),
    "The shipping company confirmed that the ferry had been overloaded.": (Ruling.DIFFERS, Aspect.DENIAL),
    "A memorial service was held in the cathedral.": (Ruling.DIFFERS, Aspect.PLAN),
    "Two trawlers from Gdansk burned out in the harbour of Ystad.": (Ruling.NOT_IN_REPORTS, Aspect.HAPPENING),
}


@pytest.mark.parametrize("text", FAITHFUL)
def test_what_the_reports_tell_is_left_in_peace(lay: object, text: str) -> None:
    found = one(lay, text)
    assert found.ruling not in ALARMS
    assert found.rests_on
    assert found.origins.lower > 0


@pytest.mark.parametrize("text", PLANTED)
def test_what_differs_is_named_with_what_the_reports_have(lay: object, text: str, account: Account) -> None:
    found = one(lay, text)
    assert (found.ruling, next(f.aspect for f in found.findings if f.ruling is found.ruling)) == PLANTED[text]
    texts = {r.document.id: r.document.text for r in account.readings}
    proofs = [p for f in found.findings for p in f.reports] + list(found.rests_on)
    assert all(texts[p.span.doc][p.span.start : p.span.end] == p.words for p in proofs)
    assert proofs or found.ruling is Ruling.NOT_IN_REPORTS


@pytest.mark.parametrize(
    "text",
    [
        "Who burned two trawlers from Gdansk in the harbour of Ystad?",
        "Here is what you asked me for, written in plain words and cut to size.",
        "- Divers searched the wreck until midnight.",
        "The ferry sank off Kalmar on Monday at around four in the afternoon, killing eleven people.",
        "A toll of seven of the Kalmar ferry was withdrawn.",
        "About 120 passengers were on the ferry.",
    ],
)
def test_what_tells_nothing_or_takes_back_is_left_in_peace(lay: object, text: str) -> None:
    assert not [f for f in one(lay, text).findings if f.ruling in ALARMS]


@pytest.mark.parametrize(
    ("text", "ruling"),
    [
        ("Some 340 passengers were on the ferry that sank off Kalmar.", Ruling.DIFFERS),
        ("In the sinking off Kalmar seven people lost their lives, the coast guard said.", Ruling.SUPERSEDED),
    ],
)
def test_rounded_figures_and_those_of_the_clause_are_asked(lay: object, text: str, ruling: Ruling) -> None:
    assert (ruling, Aspect.FIGURE) in [(f.ruling, f.aspect) for f in one(lay, text).findings]


def test_an_opinion_is_not_checkable(lay: object) -> None:
    assert one(lay, "One should think about how such things can be borne.").ruling is Ruling.NOT_CHECKABLE


def test_a_heading_without_a_verb_is_no_claim(lay: object) -> None:
    found: Check = lay("# Nine notes on a harbour\n\nDivers searched the wreck until midnight.\n")  # type: ignore[operator]
    assert [s.ruling in ALARMS for s in found.sentences] == [False, False]


def test_a_quotation_is_found_in_other_marks_and_cases(lay: object) -> None:
    assert one(lay, "A passenger said „we heard a bang and then the water came“.").ruling not in ALARMS


def test_offsets_are_those_of_the_draft(lay: object) -> None:
    draft = "# Note\n\nDivers searched the wreck. A ferry with 340 passengers sank off Kalmar on 13 May 2024.\n"
    found: Check = lay(draft)  # type: ignore[operator]
    assert found.text == draft
    finding = found.sentences[-1].findings[0]
    assert draft[finding.start : finding.end] == "340 passengers"


def test_the_same_from_json_and_sqlite_and_again(account: Account, tmp_path: Path) -> None:
    from opensitrep.cli.export import open_account

    write(account, tmp_path)
    draft = " ".join(PLANTED)
    laid = [check_text(draft, open_account(tmp_path / name)) for name in ("account.json", "account.sqlite")]
    assert laid[0] == laid[1] == check_text(draft, account)


def test_a_draft_that_cannot_be_read_is_refused(account: Account) -> None:
    with pytest.raises(InputError, match="longer than 1000000"):
        check_text("a" * 1_000_001, account)
    with pytest.raises(InputError, match="'de'"):
        check_text(make_document(name="d", text="Ein Schiff sank.", language="de"), account)


def test_nothing_is_found_in_an_empty_account() -> None:
    found = check_text("Eleven people died off Kalmar.", Account())
    assert [s.ruling for s in found.sentences] == [Ruling.NOT_IN_REPORTS]
    assert Library.of(Account()).last is None


def test_the_page_stands_alone_and_escapes(account: Account, tmp_path: Path) -> None:
    out = tmp_path / "draft.html"
    with out.open("wb") as stream:
        write_draft(
            check_text("<script>alert()</script> A ferry with 340 passengers sank off Kalmar.", account), stream
        )
    page = out.read_text("utf-8")
    assert "default-src 'none'" in page
    assert not html.document_fromstring(page).xpath("//script | //@href | //@src | //@onclick | //@style")
    assert html.document_fromstring(page).xpath("//mark[@class='differs']/text()") == ["340 passengers"]


def test_the_command_says_where_and_fails_on_what_it_is_told(
    account: Account, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(account, tmp_path, only=["account.json"])
    draft = tmp_path / "draft.md"
    draft.write_text("Divers searched the wreck.\n\nA ferry with 340 passengers sank off Kalmar.\n", encoding="utf-8")
    command = ["check", str(draft), str(tmp_path / "account.json")]
    assert main(command) == 0
    told = capsys.readouterr().out
    assert "draft.md:3: differs (figure): 340 passengers" in told
    assert '"120 passengers" Harbour Post, 2024-05-14' in told
    assert main([*command, "--fail-on", "not-in-reports"]) == 0
    assert main([*command, "--fail-on", "differs,not-in-reports", "--html", str(tmp_path / "o.html")]) == 1
    capsys.readouterr()
    assert main([*command, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["sentences"][1]["ruling"] == "differs"
    with pytest.raises(SystemExit):
        main([*command, "--fail-on", "wrong"])


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Mr. Holm came at 5 p.m. on Monday. He left.", ["Mr. Holm came at 5 p.m. on Monday.", "He left."]),
        ('"Go!" he said. "Now."', ['"Go!" he said.', '"Now."']),
        ("Figures: • Zeraki: two hit. • Hassu: one.", ["Figures:", "• Zeraki: two hit.", "• Hassu: one."]),
    ],
)
def test_sentences_end_where_they_end(text: str, parts: list[str]) -> None:
    assert [text[a:b] for a, b in sentences(text, 0, len(text))] == parts


def test_words_meet_over_forms_and_numbers_over_spellings() -> None:
    assert key("demolition") == key("demolished")
    assert key("killed") == key("toll")
    assert [w.key for w in words("Forty-one Marines, 41 boats", 0, 27)] == ["#41", "marin", "#41", "~ship"]


def test_what_a_named_speaker_counted_is_held_against_that_speaker(tmp_path: Path) -> None:
    told = {
        "01": ("2024-05-14", "Four arrested at Kalmar refinery\n\nFour people were arrested at the Kalmar refinery "
               "on Tuesday, the prefecture said."),
        "02": ("2024-05-16", "Police clear Kalmar refinery\n\nEleven people were arrested at the Kalmar refinery "
               "by Thursday, the union said."),
    }  # fmt: skip
    for name, (day, text) in told.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
        (tmp_path / f"{name}.json").write_text(json.dumps({"outlet": f"Wire {name}", "date": day}), encoding="utf-8")
    account = opensitrep.build([tmp_path], settings=Settings(engine="here"))
    lay = checker(account, Settings(engine="here"))
    found = one(lay, "Four people were arrested at the Kalmar refinery, the prefecture said.")
    assert not [f for f in found.findings if f.ruling in ALARMS and f.aspect is Aspect.FIGURE]


REFINERY = {
    "01": ("Harbour Post", "2024-05-14",
        "Fire at Kalmar refinery kills nine\n\n"
        "KALMAR, Sweden - Nine people were killed in a fire at the Kalmar refinery on Monday, the ministry said. "
        "The unit is to be restarted on 3 July.\n\n"
        "The refinery put the crowd at the gate at 230, the union at 800. "
        "The police deny that they are holding the welder Nils Berg.\n\n"
        '"Print it," said Anna Lind of the union, "but print the hour on top."\n\n'
        "At least eleven people were hurt by the smoke in Visby. "
        "The story goes round that a child died of the smoke. The surgeon of Visby denies it outright. "
        "At Kalmar 22 with burns have been counted by the doctors; the fire brigade has 14. "
        "The fire started in a tank east of Visby, and its chief gave up writing reports."),
    "02": ("Baltic Wire", "2024-05-20",
        "Toll of Kalmar refinery fire corrected\n\n"
        "KALMAR - Eight people were killed in the fire at the Kalmar refinery, and not the nine that the ministry gave "
        "at first, as one of them had been registered twice, the ministry said on Monday."),
}  # fmt: skip
LEFT = (
    "Eight people were killed in the fire at the Kalmar refinery.",
    "The unit is to be restarted on 3 July.",
    "The union put the crowd at the gate at 800, the refinery at 230.",
    'Anna Lind of the union said: "Print it, but print the hour on top."',
    "The Swedish police deny that they are holding the welder Nils Berg.",
    "The surgeon refuses to have the child counted with those of Visby.",
    "What the two sides made of it in the end remains anyone's guess.",
    "The chief of the brigade gave up a report, and one of the doctors a count.",
    "At least eleven people were hurt by the smoke, and doctors have 22 with burns, the fire brigade 14.",
)
NAMED = {
    "Nine people were killed in the fire at the Kalmar refinery.": (Ruling.SUPERSEDED, Aspect.FIGURE),
    "The unit, whose restart had been planned before, was restarted on 3 July.": (Ruling.DIFFERS, Aspect.PLAN),
    "The union put the crowd at the gate at 230, the refinery at 800.": (Ruling.WRONG_SPEAKER, Aspect.SPEAKER),
    "The police admit that they are holding the welder Nils Berg.": (Ruling.DIFFERS, Aspect.DENIAL),
    "Thirty people were killed in the fire at the Kalmar refinery.": (Ruling.DIFFERS, Aspect.FIGURE),
    "At least nineteen people were hurt by the smoke in Visby.": (Ruling.DIFFERS, Aspect.FIGURE),
    "The surgeon of Visby confirms that a child died of the smoke.": (Ruling.DIFFERS, Aspect.DENIAL),
    "Doctors have counted 14 with burns, the fire brigade 22.": (Ruling.DIFFERS, Aspect.FIGURE),
    "The fire started in a tank east of Stockholm.": (Ruling.DIFFERS, Aspect.PLACE),
}


@pytest.fixture(scope="module")
def refinery(tmp_path_factory: pytest.TempPathFactory) -> object:
    folder = tmp_path_factory.mktemp("refinery")
    for name, (outlet, day, text) in REFINERY.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        (folder / f"{name}.json").write_text(json.dumps({"outlet": outlet, "date": day}), encoding="utf-8")
    return checker(opensitrep.build([folder], settings=Settings(engine="here")), Settings(engine="here"))


@pytest.mark.parametrize("text", LEFT)
def test_what_stands_beside_a_figure_tells_which_it_is(refinery: object, text: str) -> None:
    assert not [f for f in one(refinery, text).findings if f.ruling in ALARMS]


@pytest.mark.parametrize("text", NAMED)
def test_what_was_corrected_planned_or_denied_is_named_so(refinery: object, text: str) -> None:
    assert NAMED[text] in [(f.ruling, f.aspect) for f in one(refinery, text).findings]
