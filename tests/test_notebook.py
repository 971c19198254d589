"""Data frames and notebooks: rows for pandas and polars, nouns that show themselves, the notebook of the examples."""

from __future__ import annotations

import ast
import contextlib
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import html as markup

import opensitrep
from opensitrep.model import Account, Bounds, Series, State, Value, Verdict

EXAMPLES = Path(__file__).parents[1] / "examples"
TEXTS = (
    "Flood hits Dresden\n\nAt least two people were killed in a flood in Dresden on Monday, the mayor said.\n",
    "Flood in Dresden\n\nThree people were killed in the flood in Dresden on Monday, police said.\n",
)
TABLES = ("events", "claims", "tolls", "positions", "control")


@pytest.fixture(scope="module")
def account(tell: Callable[..., Account]) -> Account:
    return tell(*TEXTS, published="2024-06-04")


# ---------------------------------------------------------------- data frames


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_a_frame_of_pandas(account: Account, name: str) -> None:
    pandas = pytest.importorskip("pandas", reason="84 MB, in the extra `frames`")
    rows = opensitrep.table(account, name)
    frame = pandas.DataFrame(rows)
    assert len(frame) == len(rows)
    if name == "tolls":
        assert frame["low"].dtype.kind == "f"
        assert frame[frame["latest"] == 1]["low"].max() >= 2
    if name == "events":
        assert frame["shown"].isin([0.0, 1.0]).all()
        assert str(pandas.to_datetime(frame["start"]).max().date()) <= "2024-06-04"


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_a_frame_of_polars(account: Account, name: str) -> None:
    polars = pytest.importorskip("polars", reason="180 MB, in the extra `frames`")
    rows = opensitrep.table(account, name)
    frame = polars.DataFrame(rows)  # a column of one kind throughout, or this raises
    assert frame.height == len(rows)
    if name == "tolls":
        assert frame.schema["low"] == polars.Float64
        assert frame.filter(polars.col("latest") == 1)["low"].max() >= 2


# ---------------------------------------------------------------- what a notebook shows


def shows(thing: Any) -> str:
    """What a notebook shows of a noun, checked: small, well formed, nothing that runs or loads."""
    source: str = thing._repr_html_()
    assert len(source) < 20_000
    root = markup.fragment_fromstring(source, create_parent="div")
    allowed = {"div", "table", "caption", "thead", "tbody", "tr", "th", "td", "p"}
    assert {e.tag for e in root.iter()} <= allowed
    assert not [a for e in root.iter() for a in e.attrib]
    return str(root.text_content())


def test_an_account_shows_its_stories_with_their_main_event(account: Account) -> None:
    words = shows(account)
    assert "2 reports" in words
    assert "Dresden" in words


def test_stories_events_and_series_show_their_fields(account: Account) -> None:
    for thing in (*account.stories, *account.events, *account.series):
        shows(thing)
    series = Series(
        "f",
        "s",
        "e",
        "killed",
        (value(4), value(6)),
        (1,),
        Verdict.SERIES,
        "it grew",
        Bounds(1, 2),
        population="miners",
    )
    words = shows(series)
    assert "killed, miners" in words
    assert words.index("6") < words.index("4"), "the latest value stands first"


def value(figure: float) -> Value:
    return Value((), (), low=figure, high=figure, state=State.STANDS)


def test_hostile_words_are_shown_as_words(account: Account) -> None:
    story = replace(account.stories[0], title="<script>alert(1)</script>")
    assert "<script" not in story._repr_html_()
    assert "<script" not in replace(account, stories=(story,))._repr_html_()


def test_many_stories_are_cut_and_said() -> None:
    story = opensitrep.model.Story("s", "A title", ("d",))
    account = Account(stories=(story,) * 500)
    assert "and 470 more" in shows(account)


# ---------------------------------------------------------------- the notebook of the examples


def test_the_notebook_of_the_examples_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its cells are run in order in one namespace: all a kernel would do here, without the 40 packages of one."""
    monkeypatch.chdir(EXAMPLES)
    notebook = json.loads((EXAMPLES / "account.ipynb").read_text("utf-8"))
    assert (notebook["nbformat"], {c["cell_type"] for c in notebook["cells"]}) == (4, {"code", "markdown"})
    space: dict[str, Any] = {}
    printed = io.StringIO()
    shown = []
    with contextlib.redirect_stdout(printed):
        for cell in (c for c in notebook["cells"] if c["cell_type"] == "code"):
            assert not cell["outputs"], "outputs are made by running, never kept"
            shown.append(run("".join(cell["source"]), space))
    assert "Desna" in shown[0]._repr_html_()
    assert "reports" in printed.getvalue()
    assert len(shown[-1]) > 0


def run(source: str, space: dict[str, Any]) -> Any:
    """Run a cell; gives the value of its last line where that is an expression, as a notebook shows it."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), space)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), space) if isinstance(last, ast.Expr) else None
