"""The labelled reports are whole: quotations stand in their texts, lists are closed, the test part is pinned."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from benchmarks.corpora.gold import before_events, gold
from corpora.__main__ import clusters, digests, files, main
from corpora.agreement import agreement
from corpora.checks import KINDS, drafts
from corpora.clusters import load
from corpora.detokenise import joined, sentences

from corpora import form
from opensitrep.model import Part, Tie
from opensitrep.settings import Settings

ROOT = Path(form.__file__).parent
FOLDERS = [ROOT / folder for folder in form.FOLDERS]
REPORT = """# id: test-01
# source: own words, CC BY 4.0
# outlet: The Example
# published: 2022-06-28
# split: train
# cluster: -
# labelled: yes

== headline
1 Strike kills 12 in Kremenchuk
   h Strike | ASSAULT/heavy-weapons | actual | place: Kremenchuk | i1
   n kills | harm | i1
   c1 12 | killed | i1
== news
2 Missiles hit a mall on Monday, killing 12 people, three children among them, the mayor said.
   h hit | ASSAULT/heavy-weapons | actual | by: Missiles | to: a mall | day: Monday = 2022-06-27 | i1
   n killing | harm | i1
   c2 12 | killed | i1 | of: people | says: s1
   c3 three | killed | i1 | of: children | part of: c2 | says: s1
   s1 the mayor | said | Missiles ... among them | asserts
== background
3 It was not the first attack.
   r the first attack | i1
== incidents
i1 main | ASSAULT/heavy-weapons | day: 2022-06-27 (stated) | place: Kremenchuk (stated) | by: unknown | a strike
"""


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda p: p.name)
def test_every_label_stands_in_its_text(folder: Path) -> None:
    found = [fault for cluster in clusters([folder]) for fault in load(cluster)[1]]
    found += [(path, fault) for path in files([folder]) for fault in form.read(path)[1]]
    assert [f"{path.parent.name}/{path.name}:{fault.line}: {fault.message}" for path, fault in found] == []


def test_the_test_part_is_the_pinned_one() -> None:
    lines = (ROOT / "PINNED").read_text(encoding="utf-8").splitlines()
    assert digests() == {name: digest for digest, name in (line.split("  ") for line in lines)}


def test_drafts_hold_what_their_gold_says() -> None:
    numbers = {"dev": 14, "second": 12, "third": 12, "fourth": 6, "fifth": 11, "sixth": 11, "seventh": 19, "test": 7}
    numbers |= {"eighth": 11, "ninth": 24, "tenth": 11, "eleventh": 12}
    assert {split: len(drafts(split)) for split in numbers} == numbers
    planned = {("dev", "test"): 10, ("third",): 6, ("fourth",): 3, ("sixth",): 8, ("eighth",): 8, ("tenth",): 8}
    planned |= {("eleventh",): 8}
    for splits, each in planned.items():
        planted = [error.kind for split in splits for found in drafts(split) for error in found.planted]
        assert {kind: planted.count(kind) for kind in KINDS} == dict.fromkeys(KINDS, each)


def test_a_cluster_lies_in_one_part() -> None:
    parts: dict[str, set[str]] = {}
    for path in files(FOLDERS):
        header = form.read(path)[0].header
        parts.setdefault(header["cluster"], set()).add(header["split"])
    assert {name for name, splits in parts.items() if len(splits) > 1 and name != "-"} == set()


def test_a_report_is_read_with_its_offsets() -> None:
    report, faults = form.parse(REPORT)
    assert faults == []
    assert [report.quote(h.trigger) for h in report.happenings] == ["Strike", "hit"]
    assert report.happenings[1].words["day"][0].value == "2022-06-27"
    assert report.quote(report.statements[0].content[0]) == report.text.split("\n")[1].partition(", the mayor")[0]
    assert report.counts[2].part_of == "c2"
    assert report.sentences[2].part == "background"


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("h hit |", "h struck |", "does not stand in sentence 2"),
        ("| actual | by: Missiles", "| happened | by: Missiles", "happened"),
        ("ASSAULT/heavy-weapons | actual | place", "ASSAULT/rockets | actual | place", "rockets"),
        ("| i1 | of: people", "| i7 | of: people", "i7"),
        ("c2 12 |", "c2 13 |", "'13' does not stand in sentence 2"),
        ("day: Monday = 2022-06-27", "day: Monday = 27 June", "is no date"),
        ("by: Missiles", "by: It", "It"),
        ("part of: c2", "part of: c9", "c9"),
        ("n killing | harm", "n hit | harm", "hit"),
    ],
)
def test_a_fault_is_named(right: str, wrong: str, said: str) -> None:
    assert right in REPORT
    _, faults = form.parse(REPORT.replace(right, wrong))
    assert any(said in fault.message for fault in faults), faults


def test_a_part_is_no_larger_than_its_whole() -> None:
    _, faults = form.parse(REPORT.replace("three children", "thirty children").replace("c3 three", "c3 thirty"))
    assert faults != []


def test_a_labelling_agrees_with_itself_and_not_with_another() -> None:
    one, other = (
        form.parse(REPORT)[0],
        form.parse(REPORT.replace("ASSAULT/heavy-weapons | actual | by", "ACCIDENT/air | planned | by"))[0],
    )
    assert set(agreement([(one, one)]).values()) == {1.0}
    assert agreement([(one, other)])["kind of those matched"] == 0.5


def test_tokens_read_like_published_text() -> None:
    tokens = ["“", "We", "do", "n’t", "pay", "$", "5", ",", "”", "he", "said", "."]
    assert joined(tokens) == "“We don’t pay $5,” he said."
    assert sentences([["It", "rained", "."], ["It", "stopped", "."]]) == ["It rained.", "It stopped."]


def test_the_commands_say_what_they_find(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = tmp_path / "test-01.txt", tmp_path / "bad.txt"
    good.write_text(REPORT, encoding="utf-8")
    bad.write_text(REPORT.replace("h hit", "h struck"), encoding="utf-8")
    assert main(["check", str(good)]) == 0
    assert main(["check", str(bad)]) == 1
    assert "bad.txt:16:" in capsys.readouterr().out
    assert main(["stats", str(good)]) == 0
    assert "happenings" in capsys.readouterr().out
    assert main(["agree", str(good), str(good)]) == 0
    assert "happenings F1" in capsys.readouterr().out


def test_a_gold_reading_says_what_its_labels_say() -> None:
    made = gold(form.parse(REPORT)[0], "test.txt", before_events(Settings(engine="here")))
    reading, quote = made.reading, made.reading.document.text
    main = next(i for i in reading.incidents if i.tie is Tie.MAIN)
    assert [quote[c.number.start : c.number.end] for c in reading.counts] == ["12", "12", "three"]
    assert {c.incident for c in reading.counts} == {main.id} == {made.ids["i1"]}
    assert (len(main.mentions), len(main.references), len(main.counts)) == (2, 1, 3)
    assert main.day is not None
    assert quote[main.day.start : main.day.end] == "Monday"
    assert reading.counts[2].part_of == reading.counts[1].id
    assert {p.part for p in reading.passages} == {Part.NEWS, Part.BACKGROUND}


def test_a_side_of_a_position_rests_on_statements(tmp_path: Path) -> None:
    folder = tmp_path / "ulan-ude-gas-2013-11"
    shutil.copytree(ROOT / "clusters" / folder.name, folder)
    account = folder / "account.txt"
    text = account.read_text(encoding="utf-8")
    account.write_text(
        text.replace("charged with unsafe services | -", "charged with unsafe services | 04:i4"), "utf-8"
    )
    assert [fault.message.partition(",")[0] for _, fault in load(folder)[1]] == ["a side rests on statements"]
