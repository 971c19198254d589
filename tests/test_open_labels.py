"""Converters of open labelled sets: places, tables, own small samples."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from corpora.form import LISTS
from corpora.open import tables
from corpora.open.__main__ import main
from corpora.open.events import own_reports, shared, shingles
from corpora.open.form import NONE, OPEN, ROLES, UNREAL, Happening, Role, Text, faults, header, read, split_of
from corpora.open.predicates import certain, happened
from corpora.open.readers import Left, records
from corpora.open.sets import readers
from corpora.open.words import Moved, bases, dates, laid_out, located

SAMPLE = 40  # texts of each set that are looked at


@pytest.fixture(scope="module")
def labels(shared: Path) -> Path:
    folder = shared / "labels"
    if not folder.is_dir():
        pytest.skip("the open labelled sets (shared/labels) do not stand beside this repository")
    return folder


def packed(path: Path, *rows: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(row) + "\n" for row in rows)


def bundled(path: Path, **files: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(path, "w:gz") as tar:
        for name, text in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(text.encode())
            tar.addfile(info, io.BytesIO(text.encode()))


def only(name: str, folder: Path) -> Text:
    (text,) = readers()[name](folder, Left())
    assert not faults(text)
    return text


def seen(text: Text, *spans: tuple[int, int]) -> list[str]:
    return [text.text[start:end] for start, end in spans]


# the sets themselves


@pytest.mark.parametrize("name", list(tables.SOURCES))
def test_a_sample_of_every_set_is_sound(name: str, labels: Path) -> None:
    texts = list(islice(readers()[name](labels, Left()), SAMPLE))
    assert len(texts) == SAMPLE or name == "wikievents"
    assert [faults(t) for t in texts if faults(t)] == []
    assert any(t.happenings or t.statements or t.mentions for t in texts)


def test_triggers_land_on_the_words_of_the_set(labels: Path) -> None:
    found = {t.id: t for t in islice(readers()["maven"](labels, Left()), SAMPLE)}
    for _, record in islice(records(labels / "maven/maven_part.jsonl.gz"), SAMPLE):
        text = found[str(record["id"])]
        wanted = {"".join(e["text"].split()) for e in record["events"]}
        assert {"".join(w.split()) for w in seen(text, *((h.start, h.end) for h in text.happenings))} == wanted


def test_arguments_land_on_the_words_of_the_set(labels: Path) -> None:
    found = {t.id: t for t in islice(readers()["geneva"](labels, Left()), SAMPLE)}
    for _, record in islice(records(labels / "geneva/geneva_union.jsonl.gz"), SAMPLE):
        said = {"".join(e["trigger"]["text"].split()) for e in record["event_mentions"]}
        text = found[record["wnd_id"]]
        assert {"".join(w.split()) for w in seen(text, *((h.start, h.end) for h in text.happenings))} == said


def test_numbers_land_on_the_words_of_the_set(labels: Path) -> None:
    for name in ("uds_ih2", "meantime"):
        found = list(islice(readers()[name](labels, Left()), SAMPLE))
        for (_, record), text in zip(records(labels / f"factuality/{name}_train.jsonl.gz"), found, strict=False):
            wanted = {t["span_text"].replace(" ", "") for t in record["targets"]}
            assert {w.replace(" ", "") for w in seen(text, *((h.start, h.end) for h in text.happenings))} == wanted


def test_every_type_of_the_sets_stands_in_the_table(labels: Path) -> None:
    types = {
        "maven": {e["event_type"] for _, r in records(labels / "maven/maven_part.jsonl.gz") for e in r["events"]},
        "geneva": {
            e["event_type"] for _, r in records(labels / "geneva/geneva_union.jsonl.gz") for e in r["event_mentions"]
        },
        "wikievents": {
            e["event_type"] for _, r in records(labels / "small/wikievents_voa.jsonl.gz") for e in r["event_mentions"]
        },
    }
    assert len(types["maven"]) == 168
    for name, wanted in types.items():
        assert {t for n, t in tables.kinds() if n == name} == wanted


def test_every_role_of_geneva_and_wikievents_is_known_or_left_out_on_purpose(labels: Path) -> None:
    texts = [*readers()["wikievents"](labels, Left()), *islice(readers()["geneva"](labels, Left()), 1_000)]
    assert {r.role for t in texts for h in t.happenings for r in h.roles} <= set(ROLES)


def test_frames_in_the_table_are_frames_of_framenet(labels: Path) -> None:
    known = {r["frame"] for _, r in records(labels / "framenet17/exemplars.jsonl.gz")}
    known |= {a["frame"] for _, r in records(labels / "framenet17/fulltext.jsonl.gz") for a in r["annotations"]}
    assert {t for n, t in tables.kinds() if n == "framenet17"} <= known


def test_sets_that_share_texts_share_their_splits(labels: Path) -> None:
    full = {"".join(t.text.split()): t.split for t in readers()["framenet17"](labels, Left())}
    for text in readers()["geneva"](labels, Left()):
        assert full.get("".join(text.text.split()), text.split) == text.split


def test_no_text_of_our_own_test_part_comes_back_through_wikievents(labels: Path) -> None:
    kept = [shingles(t.text) for t in readers()["wikievents"](labels, Left())]
    own = [runs for _, split, runs in own_reports() if split in ("dev", "test")]
    assert own
    assert max(shared(one, other) for one in kept for other in own) < 0.2


# the tables


def test_kinds_modes_reasons_and_acts_stand_in_the_closed_lists() -> None:
    assert tables.faults() == []


def test_roles_are_ours() -> None:
    for _, layer, _, ours, _ in tables.rows("roles.tsv"):
        assert ours in (NONE, *(ROLES if layer == "happening" else ("source", "content", "via", "to")))


def test_a_type_that_splits_is_decided_by_its_trigger() -> None:
    assert tables.kind("maven", "Killing", "assassinated") == tables.Kind("ASSAULT", "assassinate")
    assert tables.kind("maven", "Killing", "casualties") == tables.Kind(NONE, None, "harm")
    assert tables.kind("maven", "Killing", "killed") == tables.Kind(OPEN)
    assert tables.kind("framenet17", "Discussion", "", "negotiation.n") == tables.Kind("CONSULT")
    assert tables.kind("framenet17", "Calendric_unit", "", "day.n") is None
    assert tables.kind("wikievents", "Justice.Convict", "convicted") == tables.Kind("TRIAL", "verdict")


def test_the_guideline_holds_in_the_table() -> None:
    made = {(k.kind, k.mode) for k in (*tables.kinds().values(), *tables.lemmas().values())}
    assert ("SANCTION", "convict") not in made
    assert tables.kind("maven", "Bodily_harm", "wounded") == tables.Kind(NONE, None, "harm")
    assert tables.kind("maven", "Warning", "threatened") == tables.Kind("THREATEN")
    assert tables.act("framenet17", "Affirm_or_deny", "", "deny.v") == "denies"


def test_every_source_has_a_licence_and_a_reader() -> None:
    assert set(tables.SOURCES) == set(readers())
    assert all(s["licence"] and s["text_licence"] and s["files"] for s in tables.SOURCES.values())


# words and form


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        (["The", "U", ".", "S", ".", "sent", "bomb", "-", "making", "tools", "."], "The U.S. sent bomb-making tools."),
        (["Britain", "’", "s", "police", "said", ",", "“", "No", ".", "”"], "Britain’s police said, “No.”"),
        (["Bombing", "Suspects", "'", "Parents"], "Bombing Suspects' Parents"),
    ],
)
def test_tokens_become_the_published_text(tokens: list[str], text: str) -> None:
    made, spans = laid_out(tokens, split_hyphens=True)
    assert made == text
    assert [made[s:e] for s, e in spans] == tokens


def test_runs_move_with_the_text() -> None:
    moved = Moved("He said `` we 'll go '' on change-ringing .")
    assert moved.text == "He said “we'll go” on change-ringing."
    start = len("He said `` we 'll go '' on ")
    span = moved.at(start, start + len("change"))
    assert span is not None
    assert moved.text[slice(*span)] == "change"


def test_tokens_are_found_in_a_text_with_other_blanks() -> None:
    assert located(["a", "b"], "ab ") == ((0, 1), (1, 2))
    assert located(["a", "c"], "ab") is None


def test_base_forms_and_dates() -> None:
    assert "bombing" in list(bases("bombings"))
    assert "flee" in list(bases("fled"))
    assert "stab" in list(bases("stabbed"))
    assert dates("on Monday")
    assert dates("earlier this month")
    assert not dates("when he came")
    assert not dates("already")


def test_faults_are_named() -> None:
    bad = Text("x", "1", "d", "train", "a b", ((0, 1),), (Happening(1, 3, kind="WAR", roles=(Role("by", 2, 9),)),))
    assert len(faults(bad)) == 3


def test_splits_are_stable() -> None:
    assert split_of("maven-000") == split_of("maven-000")
    assert {split_of(f"d{n}") for n in range(100)} == set(LISTS["split"])


def test_numbers_become_modalities() -> None:
    assert [happened(n) for n in (2.6, 0.0, -2.6)] == ["actual", None, UNREAL]
    assert [certain(n) for n in (3.0, 0.0, -3.0)] == ["actual", UNREAL, "negated"]


# converters on samples of our own


def test_maven(tmp_path: Path) -> None:
    events = [{"event_type": "Attack", "start": 1, "end": 2}, {"event_type": "Bodily_harm", "start": 3, "end": 4}]
    tokens = ["The", "raid", "left", "wounded", "men", "."]
    packed(tmp_path / "maven/maven_part.jsonl.gz", {"id": 7, "part": "dev", "tokens": tokens, "events": events})
    text = only("maven", tmp_path)
    assert text.text == "The raid left wounded men."
    assert [(h.kind, h.reason) for h in text.happenings] == [("ASSAULT", None), (NONE, "harm")]
    assert text.complete == ("happenings",)


def test_speechee_says_nothing_of_what_it_does_not_mark(tmp_path: Path) -> None:
    packed(tmp_path / "maven/maven_part.jsonl.gz", {"id": 1, "part": "dev", "tokens": ["Known", "."], "events": []})
    packed(
        tmp_path / "maven/maven_speechee_partial.jsonl.gz",
        {"sent": "d_0", "text": "Known.", "events": [["Known", "Attack"]]},
        {"sent": "d_1", "text": "They attacked the port.", "events": [["attacked", "Attack"]]},
        {"sent": "d_2", "text": "An attack, then an attack.", "events": [["attack", "Attack"]]},
    )
    left = Left()
    (text,) = readers()["maven_speechee"](tmp_path, left)
    assert (seen(text, (text.happenings[0].start, text.happenings[0].end)), text.complete) == (["attacked"], ())
    assert left.why["sentence stands in maven, marked in full"] == 1
    assert left.why["trigger stands twice in its sentence, or not at all"] == 1


def test_framenet(tmp_path: Path) -> None:
    text = "Police arrested two men on Monday , the mayor told reporters ."

    def at(words: str) -> list[int]:
        return [text.index(words), text.index(words) + len(words)]

    arrest = {"frame": "Arrest", "lu": "arrest.v", "target": [at("arrested")]}
    fe = [["Authorities", *at("Police")], ["Suspect", *at("two men")], ["Time", *at("on Monday")]]
    tell = {"frame": "Telling", "lu": "tell.v", "target": [at("told")]}
    said = [["Speaker", *at("the mayor")], ["Addressee", *at("reporters")], ["Message", *at(text[:33].strip())]]
    day = {"frame": "Calendric_unit", "lu": "Monday.n", "target": [at("Monday")], "fe": []}
    annotations = [{**arrest, "fe": fe}, {**tell, "fe": said}, day]
    packed(tmp_path / "framenet17/fulltext.jsonl.gz", {"doc": "D", "id": "1", "text": text, "annotations": annotations})
    made = only("framenet17", tmp_path)
    first, second = made.happenings
    assert (first.kind, first.mode, second.kind, second.reason) == ("COERCE", "arrest", NONE, "speech")
    assert [(r.role, *seen(made, (r.start, r.end))) for r in first.roles] == [
        ("by", "Police"),
        ("to", "two men"),
        ("day", "Monday"),
    ]
    (statement,) = made.statements
    assert seen(made, *statement.source, *statement.cue, *statement.to) == ["the mayor", "told", "reporters"]
    assert seen(made, *statement.content) == ["Police arrested two men on Monday"]
    assert made.complete == ("happenings", "roles", "statements")


def test_propbank(tmp_path: Path) -> None:
    tokens = ["Rebels", "will", "not", "attack", "it", "from", "Bria", "on", "Monday"]
    args = [
        ["ARG0", 0, 1],
        ["ARGM-MOD", 1, 2],
        ["ARGM-NEG", 2, 3],
        ["ARG1", 4, 5],
        ["ARGM-DIR", 5, 7],
        ["ARGM-TMP", 7, 9],
    ]
    row = {"id": "d-1", "genre": "x", "split": None, "text": " ".join(tokens), "tokens": tokens, "upos": []}
    packed(
        tmp_path / "propbank_ewt/propbank_ewt.jsonl.gz",
        {**row, "predicates": [{"i": 3, "roleset": "attack.01", "args": args}]},
    )
    text = only("propbank_ewt", tmp_path)
    (found,) = text.happenings
    assert (found.kind, found.modality, text.split) == (OPEN, UNREAL, "dev")
    assert {(r.role, *seen(text, (r.start, r.end))) for r in found.roles} == {
        ("by", "Rebels"), ("to", "it"), ("from", "Bria"), ("day", "Monday"),
    }  # fmt: skip


def test_wikievents_leaves_out_reports_of_agencies(tmp_path: Path) -> None:
    trigger = {"start": 1, "end": 2, "text": "arrested"}
    event = {
        "event_type": "Justice.ArrestJailDetain",
        "trigger": trigger,
        "arguments": [{"role": "Jailer", "text": "Police"}, {"role": "Detainee", "text": "nobody here"}],
    }
    row = {"sentences": [], "split": "train(x)", "event_mentions": [event]}
    packed(
        tmp_path / "small/wikievents_voa.jsonl.gz",
        {**row, "docid": "a", "tokens": ["Police", "arrested", "him", "."]},
        {**row, "docid": "b", "tokens": ["Police", "arrested", "him", ",", "Reuters", "said", "."]},
    )
    left = Left()
    (text,) = readers()["wikievents"](tmp_path, left)
    assert [(h.kind, [(r.role, text.text[r.start : r.end]) for r in h.roles]) for h in text.happenings] == [
        ("COERCE", [("by", "Police")])
    ]
    assert left.why == {"report names a news agency": 1, "argument not found near its trigger": 1}


def test_gum(tmp_path: Path) -> None:
    rows = [
        ("The", "the", "DET", 2, "det", "Entity=(1-person-new-nnnnn-cf1-2-coref"),
        ("mayor", "mayor", "NOUN", 3, "nsubj", "Entity=1)"), ("said", "say", "VERB", 0, "root", "_"),
        ("she", "she", "PRON", 5, "nsubj", "Entity=(1-person-giv-nnnnn-cf1-1-ana)"),
        ("left", "leave", "VERB", 3, "ccomp", "SpaceAfter=No"), (".", ".", "PUNCT", 3, "punct", "_"),
    ]  # fmt: skip
    lines = [
        "\t".join([str(n), form, lemma, pos, "X", "_", str(head), relation, "_", misc])
        for n, (form, lemma, pos, head, relation, misc) in enumerate(rows, 1)
    ]
    tree = (
        "<rst><body><segment id='1' parent='2' relname='attribution-positive'>The mayor said</segment>"
        "<segment id='2' parent='3' relname='span'>she left .</segment><group id='3' type='span'/></body></rst>"
    )
    bundled(
        tmp_path / "gum/gum_six_genres.tar.gz",
        **{
            "gum/splits.md": "## test\n\n  * GUM_news_x\n",
            "gum/dep/GUM_news_x.conllu": "# newpar\n# text = The mayor said she left.\n" + "\n".join(lines) + "\n\n",
            "gum/rst/rstweb/GUM_news_x.rs4": tree,
        },
    )
    text = only("gum", tmp_path)
    assert (text.text, text.split) == ("The mayor said she left.", "test")
    assert seen(text, *((m.start, m.end) for m in text.mentions)) == ["The mayor", "she"]
    assert {m.chain for m in text.mentions} == {"1"}
    (statement,) = text.statements
    assert seen(text, *statement.source, *statement.cue, *statement.content) == ["The mayor", "said", "she left."]


def test_re3d(tmp_path: Path) -> None:
    entities = [
        {"start": 0, "end": 3, "type": "Organisation", "confidence": 1},
        {"start": 5, "end": 14, "type": "Organisation", "confidence": 0.9},
        {"start": 16, "end": 22, "type": "Location", "confidence": 0},
    ]
    same = {"sourceBegin": 0, "sourceEnd": 3, "targetBegin": 5, "targetEnd": 14, "type": "IsSynonymOf", "confidence": 1}
    row = {"id": "1", "source": "x", "title": "x", "url": "x", "text": "SDF (the force) Raqqah"}
    packed(tmp_path / "re3d/re3d_clean.jsonl.gz", {**row, "entities": entities, "relations": [same]})
    text = only("re3d", tmp_path)
    assert seen(text, *((m.start, m.end) for m in text.mentions)) == ["SDF", "the force"]
    assert len({m.chain for m in text.mentions}) == 1


def test_a_broken_record_is_named_with_file_and_line(tmp_path: Path) -> None:
    packed(tmp_path / "maven/maven_part.jsonl.gz", {"id": 1, "tokens": ["a"], "events": []}, {"id": 2, "tokens": ["b"]})
    with pytest.raises(ValueError, match=r"maven_part\.jsonl\.gz:2: KeyError: 'events'"):
        list(readers()["maven"](tmp_path, Left()))


def test_a_file_is_written_and_read_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    events = [{"event_type": "Attack", "start": 1, "end": 2}]
    record = {"id": 7, "part": "dev", "tokens": ["The", "raid", "failed", "."], "events": events}
    packed(tmp_path / "maven/maven_part.jsonl.gz", record)
    assert main(["convert", "maven", "--labels", str(tmp_path), "--out", str(tmp_path / "out")]) == 0
    assert "ASSAULT 1" in capsys.readouterr().out
    (text,) = read(tmp_path / "out/maven.jsonl")
    (made,) = readers()["maven"](tmp_path, Left())
    assert text == made
    head = header(tmp_path / "out/maven.jsonl")
    assert head.licence.startswith("MIT")
    assert len(head.digests["maven/maven_part.jsonl.gz"]) == 64
