"""Some hostile inputs in one run; all of them: `python -m benchmarks.runs.hostile`."""

from __future__ import annotations

import os
import re
from itertools import islice
from pathlib import Path

import pytest
from tools.browser import Browser, found

from opensitrep.cli import main
from opensitrep.model import Account
from opensitrep.pipeline import verify
from opensitrep.read.walk import shown
from opensitrep.run.codec import from_json
from tests.hostile import MARKUP, inputs, live

COUNT = 40
POLICY = re.compile(rb"<meta http-equiv=\"?Content-Security-Policy[^>]*>")


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one run writes of a folder of hostile inputs."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "reports").mkdir()
    for name, data in inputs(COUNT):
        Path(os.fsdecode(os.path.join(os.fsencode(folder / "reports"), name))).write_bytes(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENSITREP_ENGINE", "here")
        command = ["build", str(folder / "reports"), "--out", str(folder / "out"), "--no-cache", "--quiet"]
        assert main(command) == 0
    return folder / "out"


def test_a_run_says_what_became_of_each_input(out: Path) -> None:
    assert verify(out) == ()
    account = from_json((out / "account.json").read_bytes(), Account)
    told = {*(r.document.name for r in account.readings), *(p.subject for p in account.problems)}
    names = [shown(os.fsdecode(name)) for name, _ in inputs(COUNT)]
    assert [n for n in names if not any(t.partition("#")[0] == n.partition("#")[0] for t in told)] == []


def test_nothing_in_its_pages_could_run(out: Path) -> None:
    pages = sorted(out.rglob("*.html"))
    assert len(pages) > 5
    assert [(p.name, found) for p in pages for found in live(p.read_bytes())] == []


def test_nothing_runs_or_is_asked_for_in_a_browser_without_the_policy_of_the_page(out: Path, tmp_path: Path) -> None:
    if found() is None:
        pytest.skip("no Chromium on this machine")
    with Browser() as browser:
        for page in sorted(out.rglob("*.html"))[:8]:
            data = page.read_bytes()
            assert POLICY.search(data)
            bare = tmp_path / page.name
            bare.write_bytes(POLICY.sub(b"", data))
            with browser.open(bare.as_uri()) as opened:
                assert opened.evaluate("typeof window.hit") == "undefined"
                assert opened.requests == []


def test_inputs_are_the_same_for_a_seed() -> None:
    assert [*inputs(30, 7)] == [*inputs(30, 7)]
    assert [*islice(inputs(900), 5)] == [*inputs(5)]
    assert len({name for name, _ in inputs(300)}) == 300


@pytest.mark.parametrize(
    "markup", ["<script>hit</script>", "<img src=x>", "<p onclick=hit>", "<a href=' java\nscript:hit'>x"]
)
def test_what_could_run_in_a_page_is_seen(markup: str) -> None:
    assert live(f"<!doctype html><title>x</title><p>{markup}".encode())
    assert not live(b"<!doctype html><title>x</title><p>&lt;script> <a href=#a>a</a><a href='https://e.example'>b</a>")
    assert any(live(f"<p>{found}".encode()) for found in MARKUP)
