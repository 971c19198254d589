"""The commands, their exit codes and their help."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from opensitrep.cli import main
from opensitrep.cli.inputs import grouped
from opensitrep.model import Problem

REPORT = "Storm over Porto\n\nOne person was killed in a storm in Porto on Sunday, the mayor said.\n"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    file = tmp_path / "storm.txt"
    file.write_text(REPORT, encoding="utf-8")
    return file


def test_build_writes_the_page_and_the_tables(report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", str(report), "--out", str(tmp_path / "out")]) == 0
    assert {"sitrep.html", "sitrep.md", "account.json", "account.sqlite", "events.csv"} <= {
        p.name for p in (tmp_path / "out").iterdir()
    }
    assert "sitrep.html" in capsys.readouterr().out


def test_strict_turns_a_problem_into_an_exit_code(report: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    arguments = ["build", str(tmp_path / "empty.txt"), str(report), "--out", str(tmp_path / "out"), "--quiet"]
    assert main(arguments) == 0
    assert main([*arguments, "--strict"]) == 1


def test_read_prints_the_text_to_which_offsets_refer(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(report)]) == 0
    assert capsys.readouterr().out == REPORT


def test_read_prints_readings_as_json(report: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["read", "--json", str(report)]) == 0
    assert json.loads(capfdbinary.readouterr().out)["document"]["text"] == REPORT


def test_export_gives_the_same_form_from_json_and_from_the_store(
    report: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    out = tmp_path / "out"
    main(["build", str(report), "--out", str(out), "--quiet"])
    capfdbinary.readouterr()
    found = []
    for name in ("account.json", "account.sqlite"):
        assert main(["export", str(out / name), "claims.csv"]) == 0
        found.append(capfdbinary.readouterr().out)
    assert found[0] == found[1] == (out / "claims.csv").read_bytes()


def test_a_file_that_is_no_account_is_said(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(report), "claims.csv"]) == 2
    assert "not an account" in capsys.readouterr().err


def test_bad_settings_stop_the_run_before_it_starts(
    report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "s.toml").write_text("colour = 1", encoding="utf-8")
    assert main(["--settings", str(tmp_path / "s.toml"), "read", str(report)]) == 2
    assert "unknown settings: colour" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command",
    [
        [],
        ["build"],
        ["read"],
        ["export"],
        ["verify"],
        ["gazetteer"],
        ["gazetteer", "build"],
        ["gazetteer", "find"],
        ["gazetteer", "info"],
    ],
)
def test_help_teaches(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main([*command, "--help"])
    assert stop.value.code == 0
    assert len(capsys.readouterr().out.splitlines()) > 8


def test_paths_that_are_not_there_stop_the_run(
    report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = str(tmp_path / "gone")
    assert main(["build", str(report), gone, "--out", str(tmp_path / "out")]) == 2
    assert main(["read", gone]) == 2
    assert "no such file or folder" in capsys.readouterr().err


def test_not_one_report_is_exit_code_1_with_the_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    assert main(["read", str(tmp_path / "a.txt")]) == 1
    assert main(["build", str(tmp_path / "a.txt"), "--out", str(tmp_path / "out"), "--quiet"]) == 1
    assert capsys.readouterr().err.count("problem: a.txt: empty file; left out") == 2


def test_explain_says_where_the_fields_come_from(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "--explain", str(report)]) == 0
    assert "form     text" in capsys.readouterr().out


def test_problems_of_a_kind_are_told_together() -> None:
    languages = ["de"] * 5 + ["fr"] * 2
    found = [
        Problem("read", f"{n}.txt", f"language '{code}' is not read yet; the report is kept and counted")
        for n, code in enumerate(languages)
    ]
    found += [Problem("read", f"{n}.bin", f"{n} bytes, more than 10; left out") for n in range(4)]
    found.append(Problem("read", "x.txt", "empty file; left out"))
    assert grouped(found) == [
        "problem: 7 reports in 2 languages not read: de 5, fr 2",
        "problem: 4 times: 0 bytes, more than 10; left out (3 more wordings); first in 0.bin",
        "problem: x.txt: empty file; left out",
    ]
