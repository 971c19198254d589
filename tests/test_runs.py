"""Runs that hold: the same bytes wherever and however often they run, older accounts stay whole, clear words."""

from __future__ import annotations

import errno
import io
import os
import random
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from benchmarks.runs.kills import PATIENCE, Case, files, kill

import opensitrep
from opensitrep import Settings, pipeline
from opensitrep.cli import main
from opensitrep.errors import OutputError
from opensitrep.model import Account, Reading, Story
from opensitrep.pipeline import STORE, write
from opensitrep.run import lost, output
from opensitrep.run.codec import to_json
from opensitrep.run.output import MANIFEST, NEW, READY

EXAMPLES = Path(__file__).resolve().parents[1] / "examples" / "reports"
TEXT = "Storm over Porto\n\nOne person was killed in a storm in Porto on Sunday, the mayor said.\n"


@pytest.fixture(scope="module")
def accounts() -> tuple[Account, Account]:
    """Two accounts, the newer of more reports."""
    settings = Settings(engine="here")
    paths = [EXAMPLES / name for name in ("harbour-post.txt", "lakeside-courier.txt")]
    return opensitrep.build(paths[:1], settings=settings), opensitrep.build(paths, settings=settings)


@pytest.fixture
def out(tmp_path: Path, accounts: tuple[Account, Account]) -> Path:
    """A folder with the older account."""
    write(accounts[0], tmp_path / "out")
    return tmp_path / "out"


def whole(folder: Path) -> dict[str, str]:
    """Digests of all files, after a look at the manifest; nothing hidden lies about."""
    assert opensitrep.verify(folder) == ()
    assert [p.name for p in folder.iterdir() if p.name.startswith(".")] == []
    return files(folder)


# ---------------------------------------------------------------- the older account stays whole


def no_room(account: Account, stream: BinaryIO) -> None:
    """Stands for a disk that is full in the middle of a form."""
    stream.write(b"half a form")
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_leaves_the_older_account_whole(
    out: Path, accounts: tuple[Account, Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = whole(out)
    forms = pipeline.writers()
    monkeypatch.setattr(pipeline, "writers", lambda: forms | {"sitrep.md": no_room})
    with pytest.raises(OutputError, match="no room is left on the disk; make room and run again"):
        write(accounts[1], out)
    assert whole(out) == before


@pytest.mark.parametrize("form", ["account.json", STORE])
def test_a_file_that_may_not_grow_leaves_the_older_account_whole(
    form: str, out: Path, accounts: tuple[Account, Account]
) -> None:
    before = whole(out)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, limits[1]))
    try:
        with pytest.raises(OutputError):
            write(accounts[1], out, only=[form])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert whole(out) == before


def test_a_fault_of_a_writer_leaves_the_older_account_whole(
    out: Path, accounts: tuple[Account, Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(account: Account, stream: BinaryIO) -> None:
        raise ZeroDivisionError

    before, forms = whole(out), pipeline.writers()
    monkeypatch.setattr(pipeline, "writers", lambda: forms | {"tolls.csv": fault})
    with pytest.raises(ZeroDivisionError):
        write(accounts[1], out)
    assert whole(out) == before


@pytest.mark.parametrize("moved", [0, 1, 5, 12])
def test_a_swap_that_was_cut_off_is_said_and_ended_by_the_next_run(
    moved: int, out: Path, tmp_path: Path, accounts: tuple[Account, Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(accounts[1], tmp_path / "wanted")
    plain, left = Path.replace, iter(range(moved))

    def cut_off(self: Path, target: Path) -> Path:
        if self.parent.name == READY and next(left, None) is None:
            raise KeyboardInterrupt
        return plain(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", cut_off)
        with pytest.raises(KeyboardInterrupt):
            write(accounts[1], out)
    assert READY in [p.subject for p in opensitrep.verify(out)]
    write(accounts[1], out, only=["events.csv"])  # of the same account: only ends the swap
    assert whole(out) == whole(tmp_path / "wanted")


def test_forms_of_an_older_account_go_with_the_swap_and_nothing_else(
    out: Path, accounts: tuple[Account, Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    two = replace(accounts[1], stories=(*accounts[1].stories, Story("other", "Another story", ())))
    outside = out.parent / "kept.txt"
    outside.write_bytes(b"kept")
    write(two, out)
    assert list((out / "stories").glob("*.html"))
    (out / "tolls.csv").write_bytes(b"changed by hand")
    (out / "notes.txt").write_bytes(b"my own")
    (out / "sitrep.tsv").write_bytes(b"not in the manifest")
    manifest = output.read_manifest(out)
    there = manifest.files | {"../kept.txt": output.digest(outside), str(outside): output.digest(outside)}
    (out / MANIFEST).write_bytes(to_json(replace(manifest, files=there)))
    forms = {n: w for n, w in pipeline.writers().items() if n not in ("sitrep.md", "tolls.csv")}
    monkeypatch.setattr(pipeline, "writers", lambda: forms)
    write(accounts[1], out)
    left = {p.name for p in out.iterdir()} - {*output.read_manifest(out).files, MANIFEST}
    assert left == {"tolls.csv", "notes.txt", "sitrep.tsv"}
    assert outside.is_file()
    assert opensitrep.verify(out) == ()


def test_what_a_killed_run_left_is_cleared_away(out: Path, accounts: tuple[Account, Account]) -> None:
    (out / NEW).mkdir()
    (out / NEW / "sitrep.html").write_bytes(b"half a page")
    write(accounts[0], out)
    whole(out)


def test_two_runs_do_not_write_into_one_folder(out: Path, accounts: tuple[Account, Account]) -> None:
    before = files(out)
    with output.together(out), pytest.raises(OutputError, match="another run is writing there"):
        write(accounts[1], out)
    assert files(out) == before


# ---------------------------------------------------------------- the manifest


def test_verify_names_each_file_that_is_not_as_it_was_written(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(out)]) == 0
    (out / "tolls.csv").unlink()
    (out / "sitrep.md").write_bytes((out / "sitrep.md").read_bytes()[:-1])
    page = bytearray((out / "sitrep.html").read_bytes())
    page[1000] ^= 1
    (out / "sitrep.html").write_bytes(page)
    (out / "sitrep.pdf").write_bytes(b"%PDF of another account")
    capsys.readouterr()
    assert main(["verify", str(out)]) == 1
    told = capsys.readouterr().out.splitlines()
    named = ["sitrep.html", "sitrep.md"]
    if "sitrep.pdf" in pipeline.writers():  # extra `pdf`
        named.append("sitrep.pdf")
    assert [Path(line.partition(": ")[0]).name for line in told] == sorted([*named, "tolls.csv"])


@pytest.mark.parametrize("found", [None, b"{}", b'{"account": 3}', b"\xff"])
def test_a_folder_without_a_manifest_is_said(
    found: bytes | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if found is not None:
        (tmp_path / MANIFEST).write_bytes(found)
    assert main(["verify", str(tmp_path)]) == 2
    assert MANIFEST in capsys.readouterr().err


def test_one_form_of_the_same_account_stays_of_it(out: Path, accounts: tuple[Account, Account]) -> None:
    (out / "tolls.csv").write_bytes(b"spoilt")
    write(accounts[0], out, only=["tolls.csv"])
    assert opensitrep.verify(out) == ()


def test_one_form_of_another_account_is_no_part_of_this_one(out: Path, accounts: tuple[Account, Account]) -> None:
    write(accounts[1], out, only=["tolls.csv"])
    assert [(p.subject, p.message) for p in opensitrep.verify(out)] == [
        ("tolls.csv", "stands beside the account but is not of it")
    ]


def test_single_forms_in_a_folder_of_ones_own_get_no_manifest(
    tmp_path: Path, accounts: tuple[Account, Account]
) -> None:
    write(accounts[0], tmp_path, only=["events.csv"])
    assert [p.name for p in tmp_path.iterdir()] == ["events.csv"]


def test_a_form_that_does_not_exist_is_refused_before_anything_is_written(
    out: Path, accounts: tuple[Account, Account]
) -> None:
    before = whole(out)
    with pytest.raises(KeyError, match=r"events\.xls"):
        write(accounts[1], out, only=["events.csv", "events.xls"])
    assert whole(out) == before


# ---------------------------------------------------------------- clear words


@pytest.fixture
def report(tmp_path: Path) -> Path:
    file = tmp_path / "storm.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be written is said before anything is read."""

    def read(*_: Any) -> Any:
        raise AssertionError("reports were read first")

    monkeypatch.setattr(pipeline, "each_report", read)


@pytest.mark.usefixtures("unread")
@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("file", "a file stands where a folder must be"),
        ("file/below", "a file stands where a folder must be"),
        ("way", "sitrep.html: a folder stands where a file must be"),
        ("manifest", f"{MANIFEST}: a folder stands where a file must be"),
        ("n" * 300, "the path is too long"),
        ("/".join(["n" * 200] * 30), "the path is too long"),
    ],
)
def test_a_folder_that_cannot_be_written_is_said_before_anything_is_read(
    place: str, words: str, report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("a file", encoding="utf-8")
    (tmp_path / "way" / "sitrep.html").mkdir(parents=True)
    (tmp_path / "manifest" / MANIFEST).mkdir(parents=True)
    assert main(["build", str(report), "--out", str(tmp_path / place)]) == 2
    error = capsys.readouterr().err
    assert words in error
    assert error.count("\n") == 1


def test_a_read_only_folder_is_said(
    report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, data: bytes) -> int:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(self))  # rights do not hold for the root of CI

    monkeypatch.setattr(Path, "write_bytes", refuse)
    assert main(["build", str(report), "--out", str(tmp_path / "out")]) == 2
    assert "the disk is read-only; name another folder" in capsys.readouterr().err


@pytest.mark.usefixtures("unread")
def test_a_cache_that_cannot_be_written_is_said(
    report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENSITREP_CACHE", str(report))
    assert main(["build", str(report), "--out", str(tmp_path / "out")]) == 2
    assert f"{report}: a file stands where a folder must be" in capsys.readouterr().err


def test_a_cache_that_is_full_is_said(
    tmp_path: Path, accounts: tuple[Account, Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Settings(engine="here", cache=str(tmp_path / "kept"))

    def full(self: Path, data: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OutputError, match="no room is left"):
        opensitrep.build([EXAMPLES / "harbour-post.txt"], settings=kept)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (MemoryError(), "too little memory"),
        (OSError(errno.EIO, "x", "some/file"), "some/file: the disk fails"),
        (OSError(errno.EMFILE, "x"), "too many files are open"),
        (OSError(errno.EXDEV, "Invalid cross-device link", "some/file"), "some/file: Invalid cross-device link"),
    ],
)
def test_what_the_system_refuses_is_said_in_words(
    error: Exception, words: str, report: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> Any:
        raise error

    monkeypatch.setattr("opensitrep.cli.export.open_account", fail)
    assert main(["export", str(report), "events.csv"]) == 2
    assert words in capsys.readouterr().err


def test_a_stop_by_hand_says_how_to_go_on(
    report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "each_report", stop)
    assert main(["build", str(report), "--out", str(tmp_path / "out")]) == 130
    assert "run it again to go on" in capsys.readouterr().err


def test_a_name_the_terminal_cannot_show_is_escaped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "сводка.txt"
    file.write_bytes(b"")
    good = tmp_path / "good.txt"
    good.write_text("A ferry ran aground near the harbour on Monday, the coast guard said.", encoding="utf-8")
    shown = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", shown)
    assert main(["build", str(file), str(good), "--out", str(tmp_path / "out")]) == 0
    assert b"\\u0441" in shown.buffer.getvalue()


def shell(line: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """The command in a shell, `opensitrep` standing for it."""
    command = line.replace("opensitrep", f"{sys.executable} -m opensitrep")
    there = os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p), "OPENSITREP_ENGINE": "here"}
    return subprocess.run(
        ["bash", "-c", command, "bash", *map(str, arguments)],
        env=there,
        check=False,
        text=True,
        capture_output=True,
    )


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ('opensitrep export "$1" claims.csv >&-', 2, "standard output is closed"),
        ('opensitrep export "$1" claims.csv >/dev/full', 2, "standard output: no room is left"),
        ('opensitrep export "$1" account.json | head -c 1 >/dev/null; exit ${PIPESTATUS[0]}', 0, ""),
        ('opensitrep verify "$2" <&- >&- 2>&-', 0, ""),
    ],
)
def test_an_output_that_is_closed_or_full_gives_no_traceback(line: str, code: int, words: str, out: Path) -> None:
    done = shell(line, out / "account.json", out)
    assert (done.returncode, done.stderr.count("\n")) == (code, int(bool(words)))
    assert words in done.stderr


# ---------------------------------------------------------------- the same bytes


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The account of the examples as one process makes it."""
    folder = tmp_path_factory.mktemp("wanted")
    write(opensitrep.build(sorted(EXAMPLES.iterdir()), settings=Settings(engine="here")), folder)
    return folder


RUNS = [
    {"OPENSITREP_ENGINE": "here", "PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONUTF8": "0"},
    {"OPENSITREP_WORKERS": "2", "PYTHONHASHSEED": "2", "TZ": "America/St_Johns", "LC_ALL": "C.UTF-8"},
    {"OPENSITREP_WORKERS": "4", "PYTHONHASHSEED": "3", "TZ": "Asia/Kathmandu", "LC_ALL": "tr_TR.UTF-8"},
]


@pytest.mark.parametrize("there", RUNS, ids=lambda there: there.get("OPENSITREP_WORKERS", "here"))
def test_order_engine_workers_hash_seed_zone_and_locale_change_nothing(
    there: dict[str, str], wanted: Path, tmp_path: Path
) -> None:
    reports = sorted(EXAMPLES.iterdir())
    random.Random(there["PYTHONHASHSEED"]).shuffle(reports)
    found = subprocess.run(
        [sys.executable, "-m", "opensitrep", "build", *map(str, reports), "--out", str(tmp_path / "out"), "--quiet"],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)} | there,
        cwd=tmp_path,
        check=False,
        capture_output=True,
        text=True,
    )
    assert (found.returncode, found.stdout, found.stderr) == (0, "", "")
    assert files(tmp_path / "out") == files(wanted)


def test_the_order_of_two_reports_with_one_text_changes_nothing(report: Path, settings: Settings) -> None:
    copy = report.with_name("calm.txt")
    copy.write_bytes(report.read_bytes())
    there = opensitrep.build([report, copy], settings=settings)
    assert there == opensitrep.build([copy, report], settings=settings)
    assert any("same text as calm.txt" in problem.message for problem in there.problems)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """Three reports, an older account of two of them."""
    folder = tmp_path_factory.mktemp("kills")
    reports = [EXAMPLES / name for name in ("digest-del-sur.txt", "harbour-post.txt", "lakeside-courier.txt")]
    settings = Settings(engine="here")
    write(opensitrep.build(reports[:2], settings=settings), folder / "older")
    write(opensitrep.build(reports, settings=settings), folder / "wanted")
    return Case(reports, folder / "older", folder / "wanted", again)


def again(reports: Sequence[Path], out: Path) -> None:
    """The next run, in this process."""
    kept = Settings(engine="here", cache=str(out / ".readings"))
    write(opensitrep.build(reports, settings=kept), out)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
@pytest.mark.parametrize(
    ("target", "after"), [("parent", "reading"), ("worker", "reading"), ("all", "start"), ("parent", "writing")]
)
def test_a_killed_run_is_healed_by_the_next(target: str, after: str, case: Case, tmp_path: Path) -> None:
    chance, seen = random.Random(15), None  # short form of benchmarks/runs/kills.py
    while seen is None:
        seen = kill(case, tmp_path / "out", chance, target=target, after=after)
    assert seen.whole
    assert seen.same
    assert seen.outlived < PATIENCE


@pytest.mark.parametrize("left_out", ["reading", "telling"])
def test_what_was_lost_with_a_worker_is_a_problem_on_the_page(
    left_out: str, read: Callable[..., Reading], tmp_path: Path
) -> None:
    readings = (read(TEXT, name="a.txt"), read(TEXT.replace("One", "Two"), name="b.txt"))
    if left_out == "reading":
        gone = lost.unread(readings[0].document, "SIGKILL")
        account = pipeline.reconcile([gone, readings[1]], Settings(engine="here"))
        account = replace(account, problems=gone.problems)
    else:
        story = Story("s", "Storm", tuple(r.document.id for r in readings))
        account = lost.untold((story, readings), "SIGKILL")
    write(account, tmp_path)
    assert "ended twice (SIGKILL" in (tmp_path / "sitrep.html").read_text(encoding="utf-8")
