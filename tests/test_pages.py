"""Web pages and texts as they come: the shared cases of forms, and what they taught in our own words."""

from __future__ import annotations

from pathlib import Path

import pytest

from opensitrep.model import Account, Document, Interval, Problem, Rank, Reading
from opensitrep.read import Source, read_paths
from opensitrep.read.html import read_html
from opensitrep.reconcile.dates import settle_dates
from opensitrep.settings import Settings
from opensitrep.text.written import day_first, written_days

HERE = Settings(engine="here")


def case(shared: Path, name: str) -> tuple[dict[str, Document], list[Problem]]:
    """The reports of a shared case by name, and what was said."""
    folder = shared / "cases" / "forms"
    [found] = folder.glob(f"{name}-*") if folder.is_dir() else [None]
    if found is None:
        pytest.skip("the shared cases do not stand beside this repository")
    documents, problems = read_paths([found / "in"], HERE)
    return {d.name: d for d in documents}, list(problems)


def page(markup: str, url: str | None = None) -> list[Document | Problem]:
    """What is read in a page."""
    head = f'<link rel="canonical" href="{url}">' if url else ""
    return list(read_html(Source("page.html", f"<html lang='en'><head>{head}{markup}".encode(), HERE)))


def report(markup: str, url: str | None = None) -> Document:
    """The one report of a page."""
    [found] = [d for d in page(markup, url) if isinstance(d, Document)]
    return found


def day(document: Document) -> str | None:
    """The day the form gives."""
    return document.published[:10] if document.published else None


# ---------------------------------------------------------------- days


def test_a_day_is_given_where_one_is_stated_and_none_where_none_is(shared: Path) -> None:
    found, _ = case(shared, "44")
    days = {name[0]: day(document) for name, document in found.items()}
    assert days == dict.fromkeys("abcdefgm") | dict.fromkeys("hijkl", "2024-03-04")


def test_days_in_the_head_of_a_page(shared: Path) -> None:
    found, _ = case(shared, "44b")
    days = {name.partition(".")[0]: day(document) for name, document in found.items()}
    assert days.pop("jsonld-relative") is None
    assert set(days.values()) == {"2024-03-04"}


def settled(*documents: Document) -> Account:
    return settle_dates(Account(readings=tuple(Reading(d) for d in documents)))


def basis(account: Account) -> list[tuple[str, str]]:
    """Basis and reason of every day of publication."""
    return [(r.value.basis, r.why) for r in account.resolutions if isinstance(r.value, Interval)]


def test_a_guess_is_called_a_guess_and_what_lost_is_named() -> None:
    shown = "<h1>Bridge opened</h1><p>" + "The bridge over the river was opened to traffic again. " * 30 + "</p>"
    guess = report(shown + '<div class="date">4 May 2023</div>')
    assert guess.given[0].rank is Rank.GUESSED
    [(kind, why)] = basis(settled(guess))
    assert kind == "guessed"
    assert why.startswith("guessed: 2023-05-04")
    stated = report(
        '<meta property="article:published_time" content="2023-05-04T10:00:00+02:00">'
        '<meta property="article:modified_time" content="2023-06-01T10:00:00+02:00">' + shown
    )
    [(kind, why)] = basis(settled(stated))
    assert kind == "stated"
    assert "2023-06-01 (the day of a change) is left aside" in why


def test_a_form_and_an_address_far_apart_are_said() -> None:
    old = report(
        '<meta name="date" content="2014-12-16"><h1>Dam breached</h1><p>A dam was breached.</p>',
        "https://news.example/2024/03/04/dam",
    )
    [said] = [p.message for p in settled(old).problems]
    assert said == "its form states 2014-12-16, its address 2024-03-04; the first is taken"


@pytest.mark.parametrize(
    ("text", "locale", "days"),
    [
        ("4. März 2024", "de", ["2024-03-04"]),
        ("le 4 mars 2024 à 10h", "fr", ["2024-03-04"]),
        ("4 de marzo de 2024", "es", ["2024-03-04"]),
        ("4 березня 2024", "uk", ["2024-03-04"]),
        ("2024年3月4日", "zh", ["2024-03-04"]),
        ("March 4th, 2024", "en", ["2024-03-04"]),
        ("Mon 4-Mar-2024", None, ["2024-03-04"]),
        ("04.03.24, 10:12", "de", ["2024-03-04"]),
        ("03/04/2024", "en", []),
        ("13/04/2024", "en", ["2024-04-13"]),
        ("04/31/2024", "en-US", []),
        ("March 2024", "en", []),
        ("version 10.4.2024.1", "en", []),
    ],
)
def test_days_are_read_as_written(text: str, locale: str | None, days: list[str]) -> None:
    assert [d for _, _, d in written_days(text, locale, first=day_first(locale))] == days


@pytest.mark.parametrize(
    ("locale", "url", "first"),
    [
        ("en-GB", None, True), ("en-US", None, False), ("en_us", None, False), ("en", None, None), ("de", None, True),
        ("en", "https://news.example.co.uk/a", True), ("en", "https://www.state.gov/a", False), (None, None, None),
        ("en-US", "https://paper.com.au/a", True), ("ja", None, None),
    ],
)  # fmt: skip
def test_the_order_of_figures_is_that_of_language_and_country(
    locale: str | None, url: str | None, first: bool | None
) -> None:
    assert day_first(locale, url) is first
