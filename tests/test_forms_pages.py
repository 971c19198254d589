"""The cases of `shared/cases/forms` that are pages and texts: their article, day, title, outlet, language, name.

Each test asks for all that the `expected.md` of its case demands; the further forms stand in `test_forms.py`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from opensitrep.cli import main
from opensitrep.extract.dateline import find_dates
from opensitrep.extract.layout import label_layout
from opensitrep.model import Account, Document, Interval, Label, Reading, Verdict
from opensitrep.pipeline import extract, extractors, reconcile
from opensitrep.reconcile.dates import settle_dates
from opensitrep.settings import Settings
from opensitrep.text.tree import seamless
from tests.cases_of_forms import (
    COURIER,
    DAY,
    DEAD,
    DEPOT,
    FLOOD,
    HARBOUR,
    KILLED,
    LAST,
    POLICE,
    ROAD,
    WIRE,
    Case,
    Read,
    body,
    day,
    figures,
    is_whole,
    look,
    read_case,
    words,
)  # fmt: skip

HERE = Settings(engine="here")


@pytest.fixture
def case(shared: Path) -> Read:
    return lambda name: read_case(shared, name)


def through(found: Case) -> dict[str, Reading]:
    """Every extractor over the reports of a case."""
    stages = extractors(HERE)
    return {d.name: extract(stages, d) for d in found.documents}


def account_of(found: Case) -> Account:
    return reconcile(list(through(found).values()), HERE)


def settled(*documents: Document) -> Account:
    """Day, outlet and wire of reports, settled without syntax."""
    return settle_dates(Account(readings=tuple(find_dates(label_layout(Reading(d))) for d in documents)))


def resolved(account: Account, field: str) -> dict[str, object]:
    """What was settled of each report by name."""
    names = {r.document.id: r.document.name for r in account.readings}
    return {names[str(r.subject)]: r.value for r in account.resolutions if r.field == field}


# ---------------------------------------------------------------- articles


def test_38_body_only_in_json_ld(case: Read) -> None:
    found = case("38-body-only-in-json-ld")
    assert found.titles() == [KILLED, KILLED]
    for document in found.documents:
        assert len(body(document).split("\n\n")) == 4
        assert is_whole(body(document), DEPOT)
        assert (document.outlet, day(document)) == (COURIER, DAY)


def test_39_no_article(case: Read) -> None:
    found = case("39-pages-without-an-article")
    assert [d.name for d in found.documents] == ["paywall.html"]
    said = {p.subject.partition(".")[0]: p.message.partition(":")[0] for p in found.problems}
    assert said == dict.fromkeys(("404", "captcha", "consent", "denied"), "no article") | {"paywall": "cut"}


def test_40_listing(case: Read) -> None:
    found = case("40-listing-page")
    assert not found.documents
    assert [p.message for p in found.problems] == ["no article: a list of several stories; left out"]


def test_41_related_headlines(case: Read) -> None:
    found = case("41-related-headlines")
    for document in found.documents:
        assert "Lviv" in document.text  # nothing is deleted
        assert not {"Lviv", "Avdiivka", "Also"} & set(body(document).split())
    account = account_of(found)
    named = {p.name for p in account.places}
    assert "Sumy" in named
    assert not named & {"Lviv", "Avdiivka"}
    told = [
        r.document.text[s.start : s.end]
        for r in account.readings
        for s in (*(m.span for m in r.mentions), *(t.span for t in r.toponyms))
    ]
    assert not any(name in words for words in told for name in ("Lviv", "Avdiivka", "crash", "captured"))


def test_42_live_blog(case: Read) -> None:
    found = case("42-live-blog")
    assert [d.published for d in found.documents] == [
        "2024-03-04T17:40:00Z", "2024-03-04T12:05:00Z", "2024-03-04T09:30:00Z", "2024-03-03T22:10:00Z",
    ]  # fmt: skip
    assert found.outlets() == {COURIER}
    account = account_of(found)
    weekdays = {
        r.document.text[t.span.start : t.span.end]: value.start
        for r in account.readings
        for t in r.times
        for x in account.resolutions
        if x.subject == t.span and isinstance(value := x.value, Interval)
    }
    assert {word: str(start)[:10] for word, start in weekdays.items()} == {"Monday": DAY, "Sunday": "2024-03-03"}


# ---------------------------------------------------------------- days


def test_44_date_traps(case: Read) -> None:
    found = case("44-date-traps")
    assert {d.name[0]: day(d) for d in found.documents} == dict.fromkeys("abcdefgm") | dict.fromkeys("hijkl", DAY)
    days = {
        name[0]: str(i.value)
        for name, i in resolved(settled(*found.documents), "published").items()
        if isinstance(i, Interval)
    }
    assert days["m"] == DAY  # its dateline in the year of the others
    for document in found.documents:
        alone = settled(document)
        if day(document) is None:
            assert not resolved(alone, "published"), document.name
        for one in alone.resolutions:
            if isinstance(one.value, Interval) and one.value.basis == "guessed":
                assert "the form of the report gives" not in one.why


def test_44b_dates_of_heads(case: Read) -> None:
    found = case("44b-date-meta")
    days = {d.name: day(d) for d in found.documents}
    assert len(days) == 7
    assert days.pop("jsonld-relative.html") is None
    assert set(days.values()) == {DAY}
    for document in found.documents:
        assert not any(g.value.startswith("2015") for g in document.given)


# ---------------------------------------------------------------- titles, outlets, words


def test_45_title_and_outlet(case: Read) -> None:
    found = case("45-title-and-outlet")
    assert {d.name.partition(".")[0]: d.title for d in found.documents} == {
        "application-name": f"{ROAD} again", "generic-sitename": f"{KILLED} at noon", "jsonld-publisher": DEAD,
        "suffix": KILLED, "two-h1": ROAD,
    }  # fmt: skip
    account = settled(*found.documents)
    assert resolved(account, "outlet") == {
        "application-name.html": "deltapost.example", "generic-sitename.html": "lowland.example",
        "jsonld-publisher.html": HARBOUR, "suffix.html": COURIER,
    }  # fmt: skip
    assert resolved(account, "wire") == {"jsonld-publisher.html": WIRE}


def test_46_soft_hyphens(case: Read) -> None:
    found = through(case("46-soft-hyphens"))
    assert {(3, "person_killed"), (11, "person_injured")} <= figures(found["a.html"])
    assert (4, "person_killed") in figures(found["b.txt"])
    assert "\u00ad" in found["b.txt"].document.text
    counted = {found["b.txt"].document.text[q.span.start : q.span.end] for q in found["b.txt"].quantities}
    assert any(words.startswith(("four", "Four")) for words in counted)
    repaired = [m for m in found["b.txt"].marks if m.label is Label.REPAIR]
    assert {seamless(found["b.txt"].document.text[m.span.start : m.span.end]) for m in repaired} == {"dead", "bus"}


def test_47_languages(case: Read) -> None:
    found = case("47-languages")
    assert {d.name: d.language for d in found.documents} == {
        "ar.html": "ar", "bilingual.html": "en", "english-under-ru-lang.html": "en", "fr.html": "fr",
        "says-en-is-ru.html": "ru", "short.json#1": "ru",
    }  # fmt: skip
    for document in found.documents:
        assert found.said(f"'{document.language}' is not read yet", document.name) is (document.language != "en")


def test_48_one_article_under_many_addresses(case: Read) -> None:
    found = case("48-same-article-many-addresses")
    assert [d.name for d in found.documents] == ["a-later.html", "a-m.html", "a-print.html", "b-syndicated.html"]
    assert [(p.subject, p.message) for p in found.problems] == [
        ("a-utm.html", "duplicate of a-m.html; kept once"), ("a.html", "duplicate of a-m.html; kept once"),
    ]  # fmt: skip
    account = account_of(found)
    assert resolved(account, "outlet")["a-print.html"] == COURIER
    [killed] = [s for s in account.series if s.fate == "killed"]
    assert [(v.low, str(v.state)) for v in killed.values] == [(3, "superseded"), (4, "stands")]
    assert (killed.verdict, killed.rivals, killed.origins.upper) == (Verdict.SERIES, (), 1)
    assert not [f for f in account.facts if f.verdict is Verdict.CONTRADICTED]
    assert {o.copy for o in account.origins if o.kind == "wire copy"} == {found.named("a-print.html").id}


def test_51_front_matter(case: Read) -> None:
    found = case("51-markdown-front-matter")
    assert {d.name: (d.title, d.outlet, d.url) for d in found.documents} == {
        "clip.md": (DEAD, None, "https://harbourtimes.example/world/depot-police"),
        "hugo.md": (ROAD, None, None),
        "jina.md": (f"{KILLED} again", None, "https://lowland.example/news/three-killed-depot-again"),
        "traf.md": (KILLED, COURIER, "https://lowland.example/news/three-killed-depot"),
    }
    assert found.days() == {DAY}
    for name, reading in through(found).items():
        told = words(reading)
        signs = ("fingerprint", "clippings", "2026", "URL", "Home", "p.jpg", "://", "[", "**", "==", "#", "+++", "---")
        assert not [s for s in signs if s in told], name
        assert (found.named(name).title or "?") in told


def test_54_hard_wrapped(case: Read) -> None:
    found = through(case("54-hard-wrapped-text"))
    assert len(found) == 4
    assert {(3, "person_killed"), (11, "person_injured")} <= figures(found["mail.txt"])
    assert {(4, "person_killed"), (9, "person_hospitalized")} <= figures(found["pdftotext.txt"])
    for name, story in (("mail.txt", DEPOT), ("pdftotext.txt", POLICE), ("quoted.txt", FLOOD), ("hyphens.txt", FLOOD)):
        assert is_whole(" ".join(words(found[name]).replace("\n> ", " ").split()), story), name
    for name in ("quoted.txt", "hyphens.txt"):
        reading = found[name]
        assert {low for low, _ in figures(reading)} == {2, 270}
        assert sum(m.label is Label.PARAGRAPH and "Mozam" in told(reading, m.span) for m in reading.marks) == 1
        assert "Mozambique" in {seamless(told(reading, t.span)) for t in reading.toponyms}
    furniture = [m for m in found["hyphens.txt"].marks if m.label is Label.BOILERPLATE]
    assert [told(found["hyphens.txt"], m.span) for m in furniture] == ["2"]  # the number of a page


def told(reading: Reading, span: object) -> str:
    start, end = span.start, span.end  # type: ignore[attr-defined]
    return reading.document.text[start:end]


def test_66_menu_words(case: Read) -> None:
    found = case("66-menu-words-as-outlet")
    outlets = resolved(settled(*found.documents), "outlet")
    assert outlets == {"a.html": "lowland.example", "b.html": "harbourtimes.example", "c.html": "deltapost.example"}


# ---------------------------------------------------------------- names and folders


def test_63_odd_names(case: Read, tmp_path: Path) -> None:
    found = case("63-odd-file-names")
    assert sorted(d.name for d in found.documents) == ["<b>x & y.txt", "a\\nb.txt", "caf\\xe9-sumy.txt"]
    assert main(["build", str(found.folder), "--out", str(tmp_path / "out"), "--quiet"]) == 0
    pages = [p.read_text(encoding="utf-8") for p in (tmp_path / "out").rglob("*.html")]
    assert pages
    assert not any("<b>x" in p for p in pages)
    for name in ("&lt;b&gt;x &amp; y.txt", "a\\nb.txt", "caf\\xe9-sumy.txt"):
        assert any(name in p for p in pages), name


def test_64_two_folders(case: Read, tmp_path: Path) -> None:
    folder = case("64-two-folders-same-names").folder
    both = look(folder, folder / "day1", folder / "day2")
    assert [d.name for d in both.documents] == ["day1/index.html", "day2/index.html"]
    files = look(folder, folder / "day1" / "index.html", folder / "day2" / "index.html")
    assert [d.name for d in files.documents] == ["day1/index.html", "day2/index.html"]
    folders = [str(folder / name) for name in ("day1", "day2")]
    assert main(["build", *folders, "--out", str(tmp_path / "out"), "--quiet"]) == 0
    page = (tmp_path / "out" / "sitrep.html").read_text(encoding="utf-8")
    assert all(name in page for name in ("day1/index.html", "day2/index.html"))
    assert LAST in page
