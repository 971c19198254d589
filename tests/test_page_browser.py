"""Pages in a real browser: nothing that axe-core finds, no request, no word on the console, the filter of the index."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from benchmarks.page.stories import many
from tools.browser import Browser, found
from tools.check_page import axe_core, check

from opensitrep.model import Account
from opensitrep.page.html import story_pages, write_html, write_index

REPORTS = (
    "Shells fall on port\n\n3 May 2024\n\n"
    "Twelve rockets hit Odesa on Friday, killing at least four people, governor Ivan Petrenko said on Telegram. "
    "Russia said its troops had taken control of Vuhledar. "
    "President Olena Bondar will meet the king of Jordan in Amman on Monday.",
    "Port struck\n\n3 May 2024\n\n"
    "Fifteen rockets hit Odesa on Friday and six people were killed, mayor Petro Hai told reporters. "
    "Rockets also fell on Kharkiv and in the Sumy region, the army said. "
    "Vuhledar is now controlled by Russian forces, the mayor said.",
)
MANY = 60


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if found() is None:
        pytest.skip("no Chromium on this machine")
    with Browser() as running:
        yield running


@pytest.fixture(scope="module")
def pages(tell: Callable[..., Account], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One account by itself, an index of many stories, the page of one of them."""
    folder, stories, one, index = tmp_path_factory.mktemp("pages"), many(MANY), BytesIO(), BytesIO()
    write_html(tell(*REPORTS), one)
    write_index(stories, index)
    made = {"one": one.getvalue(), "index": index.getvalue(), "story": next(story_pages(stories))[1]}
    for name, page in made.items():
        (folder / f"{name}.html").write_bytes(page)
    return {name: folder / f"{name}.html" for name in made}


@pytest.mark.parametrize("name", ["one", "index", "story"])
def test_nothing_is_wrong_at_any_width_light_or_dark_with_or_without_scripts(
    browser: Browser, pages: dict[str, Path], name: str
) -> None:
    axe = axe_core()
    if axe is None:
        pytest.skip("no axe-core: run npm ci in frontend/ or name axe.min.js in AXE_CORE")
    assert [str(finding) for finding in check(browser, pages[name], axe.read_text("utf-8"))] == []


SHOWN = "[...document.querySelectorAll('#stories tbody tr')].filter(r => r.checkVisibility()).map(r => r.innerText)"
TYPE = "box = document.getElementById('filter'); box.value = '{}'; box.dispatchEvent(new Event('input'))"


def test_the_index_is_filtered_by_words_where_scripts_run(browser: Browser, pages: dict[str, Path]) -> None:
    with browser.open(pages["index"].as_uri()) as page:
        assert page.evaluate("document.getElementById('filter').checkVisibility()")
        before = page.evaluate(SHOWN)
        page.evaluate(TYPE.format("FLOOD 15"))
        some = page.evaluate(SHOWN)
        assert 0 < len(some) < len(before)
        assert all("flood" in row and "15" in row for row in some)
        assert page.evaluate("document.getElementById('left').textContent") == str(len(some))
        page.evaluate(TYPE.format("protest"))
        assert page.evaluate(SHOWN), "stories told by one report are unfolded"
        page.evaluate(TYPE.format(""))
        assert page.evaluate(SHOWN) == before


def test_without_scripts_the_index_has_a_register_and_no_box_that_does_nothing(
    browser: Browser, pages: dict[str, Path]
) -> None:
    with browser.open(pages["index"].as_uri(), scripts=False) as page:
        assert not page.evaluate("document.getElementById('filter').checkVisibility()")
        assert page.evaluate("document.querySelectorAll('.register a').length") == 2 * MANY
        lost = "[...document.querySelectorAll('.register a')].filter(a => !document.getElementById(a.hash.slice(1)))"
        assert page.evaluate(f"{lost}.length") == 0
