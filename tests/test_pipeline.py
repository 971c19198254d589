"""The whole way: the same bytes in any order, and nothing lost when a run is killed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from opensitrep import Settings, build, write
from opensitrep.model import Account, Document, Reading
from opensitrep.pipeline import made_with, reconcile
from opensitrep.read import make_document
from opensitrep.run.cache import Cache
from opensitrep.run.codec import account_to_json

EXAMPLES = Path(__file__).resolve().parents[1] / "examples" / "reports"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three reports, so that the tests stay quick."""
    out = tmp_path_factory.mktemp("reports")
    for name in ("harbour-post.txt", "lakeside-courier.txt", "digest-del-sur.txt"):
        shutil.copy(EXAMPLES / name, out / name)
    return out


def test_a_second_run_writes_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    for run in ("first", "second"):
        write(build([folder], settings=Settings(engine="here")), tmp_path / run)
    for file in sorted((tmp_path / "first").iterdir()):
        assert file.read_bytes() == (tmp_path / "second" / file.name).read_bytes(), file.name


def test_the_fast_reader_tells_an_account_too(folder: Path) -> None:
    account = build([folder], settings=Settings(engine="here", reader="fast"))
    assert any(e.shown for e in account.events)
    assert account.series
    assert account.made_with != made_with(Settings(engine="here"))


def test_the_order_of_the_reports_makes_no_difference(folder: Path) -> None:
    files = sorted(folder.iterdir())
    there = build(files, settings=Settings(engine="here"))
    back = build(files[::-1], settings=Settings(engine="here"))
    assert account_to_json(there) == account_to_json(back)


def test_a_killed_run_goes_on_from_what_it_had_read(folder: Path, tmp_path: Path) -> None:
    kept = Settings(engine="here", cache=str(tmp_path / "kept"))
    whole = build([folder], settings=kept)
    cache = Cache(tmp_path / "kept", made_with(kept))
    files = sorted(cache.folder.iterdir())
    files[0].unlink()
    files[1].write_bytes(files[1].read_bytes()[:-20])  # killed while writing, on a file system that lost the end
    assert build([folder], settings=kept) == whole


class Killed(Exception):
    """Stands for a kill."""


def test_what_was_read_before_a_kill_is_not_read_again(folder: Path, tmp_path: Path) -> None:
    kept = Settings(engine="here", cache=str(tmp_path / "kept"))

    def kill(step: str, done: int, whole: int) -> None:
        if (step, done) == ("reading", 2):
            raise Killed

    with pytest.raises(Killed):
        build([folder], settings=kept, progress=kill)
    written = {path: path.stat().st_mtime_ns for path in Cache(tmp_path / "kept", made_with(kept)).folder.iterdir()}
    assert len(written) == 2
    build([folder], settings=kept)
    assert {path: path.stat().st_mtime_ns for path in written} == written


def test_no_report_gives_an_empty_account(settings: Settings) -> None:
    assert reconcile([], settings) == Account()


def test_ten_copies_are_ten_reports() -> None:
    documents: list[Document] = [make_document(name=f"{n}.txt", text="The same words.") for n in range(10)]
    assert len({d.id for d in documents}) == 10
    assert len({d.text_id for d in documents}) == 1


def test_ten_copies_of_one_wire_story_are_one_origin(tell: Callable[..., Account]) -> None:
    wire = (
        "Quake kills 12 in Osh\n\nOSH, March 3 (Meridian Press) - At least 12 people were killed when an earthquake "
        "hit the town of Osh in Kyrgyzstan on Monday, the emergencies ministry said.\n\n"
        "The ministry said 40 houses were destroyed.\n"
    )
    account = tell(*[wire] * 10)
    figures = [f for f in account.facts if any(v.low == 12 for v in f.values)]
    assert figures, "the toll became no fact"
    assert {(f.origins.lower, f.origins.upper) for f in figures} == {(1, 1)}


def test_a_reading_holds_no_syntax_when_it_leaves_the_extractors(read: Callable[..., Reading]) -> None:
    assert read("One short report.").syntax is None
