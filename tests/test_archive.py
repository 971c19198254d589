"""A store that grows: whatever was added and taken out in which order, it holds what one run over its reports makes."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st

from opensitrep import Settings, archive, build, pipeline, write
from opensitrep.archive import account_of, add, remove, told_in, verify_archive
from opensitrep.cli import main
from opensitrep.derive.changes import compare, tell_lines
from opensitrep.errors import InputError, OutputError, ResourceError
from opensitrep.model import Document, Reading
from opensitrep.run.codec import account_to_json
from opensitrep.run.lost import unread
from opensitrep.store import Archive, bases
from tests.test_store import ADDRESS

HERE = Settings(engine="here")
FERRY = "{} people died when a ferry sank off Batu on Monday, the coast guard said.\n"
FLOOD = "Flood in Ostrava\n\n{} were killed in a flood in Ostrava on Tuesday, the mayor of Ostrava said.\n"
BANK = "Bank raises rates\n\nThe central bank of Norway raised its rate on {}, it said in a statement in Oslo.\n"
FILES = {
    "01.txt": "Ferry sinks off Batu\n\n" + FERRY.format("At least 20"),
    "02.txt": "Ferry disaster at Batu\n\n" + FERRY.format("Twenty-two") + "Divers looked for the ferry near Batu.\n",
    "03.txt": "Batu mourns ferry dead\n\n" + FERRY.format("At least 31") + "The ferry left Batu port at dawn.\n",
    "04.txt": FLOOD.format("Three people"),
    "05.txt": FLOOD.format("Five people") + "Rain fell on Ostrava for days.\n",
    "06.txt": BANK.format("Tuesday"),
    "07.txt": BANK.format("Tuesday"),  # the same text under another name
    "08.txt": BANK.format("Wednesday"),
    "09.json": json.dumps({"url": "https://a.example/1", "text": FLOOD.format("Three people"), "title": "Flood"}),
    "10.json": json.dumps({"url": "https://a.example/1", "text": FLOOD.format("Three people"), "title": "A flood"}),
    "11.txt": "",  # a problem, no report
    "12.txt": "Dos muertos\n\nDos personas murieron en la noche del lunes en el incendio de una casa de la ciudad.\n",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All reports as files."""
    out = tmp_path_factory.mktemp("all")
    for name, text in FILES.items():
        (out / name).write_text(text, encoding="utf-8")
    return out


@pytest.fixture(scope="module")
def kept() -> dict[str, Reading]:
    """What was read, so that no report is read twice by this file."""
    return {}


@pytest.fixture(autouse=True)
def quick(kept: dict[str, Reading], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Take readings from memory; gives the names of the reports that the store asked to be read."""
    asked: list[str] = []
    stages: list[object] = []

    def each(documents: Sequence[Document], settings: Settings, _: object) -> Iterator[tuple[int, Reading]]:
        for number, document in enumerate(documents):
            asked.append(document.name)
            key = repr(document)
            if key not in kept:
                stages[:] = stages or [pipeline.extractors(HERE)]
                kept[key] = pipeline.extract(stages[0], document)  # type: ignore[arg-type]
            yield number, kept[key]

    monkeypatch.setattr(archive, "read_each", each)
    monkeypatch.setattr(pipeline, "read_each", each)
    return asked


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where the store lies."""
    return str(tmp_path / "news.store") if request.param == "sqlite" else empty_database()


def empty_database() -> str:
    """The address of a database without a store."""
    psycopg = pytest.importorskip("psycopg", reason="the extra `postgres` is not installed")
    if ADDRESS not in os.environ:
        pytest.skip(f"no PostgreSQL database named in {ADDRESS}")
    with psycopg.connect(os.environ[ADDRESS]) as base:
        base.execute("DROP SCHEMA IF EXISTS opensitrep_archive CASCADE")
    return os.environ[ADDRESS]


def paths(folder: Path, *names: str) -> list[Path]:
    return [folder / name for name in names]


def one_run(folder: Path, names: Sequence[str]) -> bytes:
    """The account of one build over these files."""
    return account_to_json(build(paths(folder, *sorted(names)), settings=HERE))


def dated(folder: Path, name: str, day: str) -> Path:
    """A report of `FILES` with a day of publication."""
    path = folder / f"{Path(name).stem}.json"
    path.write_text(json.dumps({"text": FILES[name], "published": day}), encoding="utf-8")
    return path


# ---------------------------------------------------------------- equal to one run


STEPS = st.lists(
    st.tuples(
        st.sampled_from(("add", "add", "remove")), st.sets(st.sampled_from(sorted(FILES)), min_size=1, max_size=6)
    ),
    min_size=1,
    max_size=5,
)


@limits(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_any_sequence_of_batches_equals_one_run_over_what_is_left(
    steps: list[tuple[str, set[str]]], folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = str(tmp_path_factory.mktemp("store") / "news.store")
    hold_to_one_run(store, folder, steps)


@pytest.mark.parametrize("seed", range(3))
def test_so_it_does_in_either_database(seed: int, store: str, folder: Path) -> None:
    chance = random.Random(seed)
    steps = [(chance.choice(("add", "remove")), set(chance.sample(sorted(FILES), 4))) for _ in range(5)]
    hold_to_one_run(store, folder, [("add", set(FILES)), *steps])


def hold_to_one_run(store: str, folder: Path, steps: Sequence[tuple[str, set[str]]]) -> None:
    there: set[str] = set()
    for verb, names in steps:
        if verb == "add":
            add(store, paths(folder, *sorted(names)), settings=HERE)
            there |= names
        elif gone := names & there:
            remove(store, sorted(gone), settings=HERE)
            there -= gone
    if there:
        assert account_to_json(account_of(store)) == one_run(folder, sorted(there))
        assert list(verify_archive(store)) == []
        assert told_in(store) == tell_lines(account_of(store))


def test_every_file_written_is_that_of_one_run(store: str, folder: Path, tmp_path: Path) -> None:
    add(store, paths(folder, "02.txt", "04.txt", "11.txt"), settings=HERE)
    add(store, [folder], settings=HERE)
    write(account_of(store), tmp_path / "grown")
    write(build([folder], settings=HERE), tmp_path / "one")
    for file in sorted(f for f in (tmp_path / "one").rglob("*") if f.is_file()):
        assert file.read_bytes() == (tmp_path / "grown" / file.relative_to(tmp_path / "one")).read_bytes(), file.name


# ---------------------------------------------------------------- no more work than needed


def test_what_is_there_is_not_read_again_and_changes_nothing(store: str, folder: Path, quick: list[str]) -> None:
    add(store, [folder], settings=HERE)
    quick.clear()
    again = add(store, [folder], settings=HERE)
    assert (again.run, quick) == (None, [])


def test_only_stories_that_are_touched_are_told_again(store: str, folder: Path) -> None:
    first = add(store, paths(folder, "01.txt", "02.txt", "04.txt", "06.txt"), settings=HERE)
    assert first.run is not None
    assert (first.run.told, first.stories) == (3, 3)
    second = add(store, paths(folder, "03.txt"), settings=HERE)
    assert second.run is not None
    assert (second.run.told, second.stories) == (1, 3)
    third = remove(store, ["06.txt"], settings=HERE)
    assert third.run is not None
    assert (third.run.told, third.stories) == (0, 2)


def test_reports_read_by_another_version_are_read_again(
    store: str, folder: Path, quick: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    add(store, paths(folder, "01.txt", "04.txt"), settings=HERE)
    monkeypatch.setattr(archive, "code_digest", lambda: "other code")
    quick.clear()
    done = add(store, paths(folder, "06.txt"), settings=HERE)
    assert done.run is not None
    assert (sorted(quick), done.run.told) == (["01.txt", "04.txt", "06.txt"], 3)
    assert account_to_json(account_of(store)) == one_run(folder, ["01.txt", "04.txt", "06.txt"])


def test_settings_that_only_shape_documents_do_not_read_again(store: str, folder: Path, quick: list[str]) -> None:
    add(store, paths(folder, "01.txt"), settings=HERE)
    quick.clear()
    add(store, paths(folder, "04.txt"), settings=Settings(engine="here", outlet="The Example"))
    assert quick == ["04.txt"]


# ---------------------------------------------------------------- all or nothing


class Killed(Exception):
    """Stands for a kill."""


def test_a_batch_that_is_cut_off_changes_nothing_and_is_not_read_twice(
    store: str, folder: Path, quick: list[str]
) -> None:
    add(store, paths(folder, "01.txt"), settings=HERE)
    before = account_to_json(account_of(store))

    def kill(step: str, done: int, whole: int) -> None:
        if step == "reconciling" and done == whole:
            raise Killed

    with pytest.raises(Killed):
        add(store, paths(folder, "02.txt", "04.txt"), settings=HERE, progress=kill)
    assert account_to_json(account_of(store)) == before
    quick.clear()
    add(store, paths(folder, "02.txt", "04.txt"), settings=HERE)
    assert quick == []
    assert account_to_json(account_of(store)) == one_run(folder, ["01.txt", "02.txt", "04.txt"])


def test_a_report_lost_with_its_worker_is_read_by_the_next_run(
    store: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as lost:
        lost.setattr(archive, "read_each", lambda ds, *_: ((n, unread(d, "SIGKILL")) for n, d in enumerate(ds)))
        add(store, paths(folder, "01.txt"), settings=HERE)
    assert any("ended twice" in p.message for p in account_of(store).problems)
    add(store, paths(folder, "04.txt"), settings=HERE)
    assert account_to_json(account_of(store)) == one_run(folder, ["01.txt", "04.txt"])


def test_two_writers_are_told_apart_and_readers_go_on(
    store: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bases, "WAIT", 0.1)
    add(store, paths(folder, "01.txt"), settings=HERE)
    with Archive(store) as other, other.writing():
        with pytest.raises(OutputError, match="another run is writing"):
            remove(store, ["01.txt"], settings=HERE)
        assert len(account_of(store).readings) == 1


def test_what_is_not_there_cannot_be_removed(store: str, folder: Path) -> None:
    add(store, paths(folder, "01.txt"), settings=HERE)
    with pytest.raises(InputError, match="nobody"):
        remove(store, ["nobody.txt"], settings=HERE)


# ---------------------------------------------------------------- forms of the store


def test_older_stores_are_brought_to_the_newest_form(store: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add(store, paths(folder, "01.txt"), settings=HERE)
    newer = [*bases.steps(), "CREATE TABLE more (id INTEGER); INSERT INTO more VALUES (7)"]
    with monkeypatch.context() as later:
        later.setattr(bases, "steps", lambda: newer)
        add(store, paths(folder, "02.txt"), settings=HERE)
        with Archive(store) as there:
            assert there.base.ask("SELECT id FROM more") == [(7,)]
    with pytest.raises(ResourceError, match="newer opensitrep"):
        account_of(store)


def test_other_files_are_left_alone(folder: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as base:
        base.execute("CREATE TABLE mine (x)")
        base.commit()
    for name in ("other.db", "missing.store"):
        with pytest.raises(ResourceError):
            remove(tmp_path / name, ["x"], settings=HERE)
    with pytest.raises(ResourceError, match="not a store"):
        add(tmp_path / "other.db", [folder], settings=HERE)
    assert not (tmp_path / "missing.store").exists()


def test_damage_is_found(folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "news.store"
    add(store, paths(folder, "01.txt", "04.txt"), settings=HERE)
    with closing(sqlite3.connect(store)) as base:
        base.execute("UPDATE readings SET body = replace(body, 'Ferry', 'Lorry')")
        base.commit()
    assert [p.message for p in verify_archive(store) if p.subject == "01.txt"] == ["what was read in it was changed"]
    assert main(["verify", str(store)]) == 1


# ---------------------------------------------------------------- what changed


def test_what_is_new_changed_and_withdrawn_is_told_story_by_story(folder: Path, tmp_path: Path) -> None:
    first, second = dated(tmp_path, "01.txt", "2022-06-27"), dated(tmp_path, "03.txt", "2022-06-29")
    old = tell_lines(build([first, folder / "04.txt"], settings=HERE))
    new = tell_lines(build([first, second, folder / "06.txt"], settings=HERE))
    found = {s.title: s for s in compare(old, new)}
    assert sorted(s.what for s in found.values()) == ["changed", "new", "withdrawn"]
    ferry = next(s for s in found.values() if s.what == "changed")
    assert any((c.kind, c.what) == ("report", "new") and c.about.endswith("03.json") for c in ferry.changes)
    figure = next(c for c in ferry.changes if c.kind == "figure")
    assert figure.what == "changed"
    assert "20 killed" in (figure.before or "")
    assert "31 killed" in (figure.after or "")
    assert compare(new, new) == ()


def test_history_tells_each_value_as_of_its_run(store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, day in (("01.txt", "2022-06-27"), ("03.txt", "2022-06-29")):
        add(store, [dated(tmp_path, name, day)], settings=HERE)
    remove(store, ["03.json"], settings=HERE)
    remove(store, ["01.json"], settings=HERE)
    assert main(["history", store, "killed"]) == 0
    runs = capsys.readouterr().out.splitlines()[1:]
    assert [line.split(":")[0].strip() for line in runs] == ["run 1", "run 2", "run 3", "run 4"]
    assert "31" in runs[1]
    assert "31" not in runs[2]
    assert "told no more" in runs[3]
    assert main(["history", store, "killed", "--run", "2"]) == 0
    assert "31" in capsys.readouterr().out
    assert main(["history", store, "killed", "--run", "4"]) == 0
    assert capsys.readouterr().out == ""


def test_an_account_since_a_day_or_a_run(tmp_path: Path) -> None:
    for name, day in (("01.txt", "2022-06-20"), ("04.txt", "2022-06-28")):
        add(tmp_path / "news.store", [dated(tmp_path, name, day)], settings=HERE)
    for since in (date(2022, 6, 25), 1):
        account = account_of(tmp_path / "news.store", since=since)
        assert [r.document.name for r in account.readings] == ["04.json"]
    assert len(account_of(tmp_path / "news.store", since=date(2022, 6, 20)).stories) == 2


# ---------------------------------------------------------------- the commands


def test_the_commands_go_hand_in_hand(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store, out = str(tmp_path / "news.store"), tmp_path / "out"
    assert main(["add", store, str(folder / "01.txt"), "--quiet"]) == 0
    shutil.copy(store, tmp_path / "old.store")
    assert main(["add", store, str(folder), "--quiet"]) == 0
    assert main(["remove", store, "12.txt", "--quiet"]) == 0
    assert main(["build", store, "--out", str(out), "--quiet"]) == 0
    assert main(["verify", str(out)]) == 0
    assert main(["verify", store]) == 0
    assert main(["export", store, "events.csv"]) == 0
    capsys.readouterr()
    assert main(["diff", str(tmp_path / "old.store"), str(out / "account.json")]) == 1
    assert "+ report: 03.txt" in capsys.readouterr().out
    assert main(["diff", store, str(out / "account.sqlite"), "--json"]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("since", ["2022-06-25", "3"])
def test_since_asks_for_a_store(since: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", str(folder), "--since", since, "--out", str(tmp_path / "out")]) == 2
    assert "asks for a store" in capsys.readouterr().err
