"""The cases of `shared/cases/forms`: what people of this job have, and what is to be read in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

from opensitrep.model import Document, Problem
from opensitrep.read import read_paths
from opensitrep.settings import Settings

DAY = "2024-03-04"
DEPOT, POLICE, FLOOD = "Three people were killed", "Police in Sumy put the number", "A flooded river cut the road"
LAST = "until noon, the utility company said."
COURIER, HARBOUR, DELTA = "The Lowland Courier", "Harbour Times", "Delta Post"


@dataclass(frozen=True)
class Case:
    """What was read in the folder of a case."""

    folder: Path
    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]

    def one(self, words: str) -> Document:
        """The only report that holds the words."""
        (found,) = [d for d in self.documents if words in d.text]
        return found

    def named(self, name: str) -> Document:
        (found,) = [d for d in self.documents if d.name == name]
        return found

    def of(self, file: str) -> tuple[Document, ...]:
        """The reports of one file."""
        return tuple(d for d in self.documents if d.name == file or d.name.startswith(f"{file}#"))

    def said(self, words: str) -> bool:
        return any(words in p.message for p in self.problems)

    def days(self) -> set[str | None]:
        return {d.published and d.published[:10] for d in self.documents}

    def outlets(self) -> set[str | None]:
        return {d.outlet for d in self.documents}


Read = Callable[[str], Case]


def look(folder: Path, *paths: Path) -> Case:
    return Case(folder, *read_paths(paths or [folder], Settings(engine="here")))


@pytest.fixture
def case(shared: Path) -> Read:
    """A case read as a folder: `case("01-trafilatura-json")`."""
    return lambda name: look(shared / "cases" / "forms" / name / "in")


@pytest.fixture
def by_hand(shared: Path) -> Callable[[str], dict[str, Case]]:
    """The files of a case, each read by itself because somebody names it."""

    def run(name: str) -> dict[str, Case]:
        folder = shared / "cases" / "forms" / name / "in"
        return {p.name: look(folder, p) for p in sorted(folder.iterdir())}

    return run


def test_every_case_is_tried(shared: Path) -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    assert [p.name for p in (shared / "cases" / "forms").iterdir() if f'"{p.name}"' not in text] == []


def test_no_case_crashes_and_a_glob_equals_its_folder(shared: Path) -> None:
    for folder in sorted((shared / "cases" / "forms").iterdir()):
        entries = sorted((folder / "in").iterdir())
        if len(entries) > 1:
            assert look(folder, *entries).documents == look(folder / "in").documents, folder.name


# ---------------------------------------------------------------- JSON of the field


def test_01_trafilatura(case: Read) -> None:
    found = case("01-trafilatura-json")
    assert found.one(DEPOT).url == "https://lowland.example/news/three-killed-depot"
    assert LAST in found.one(DEPOT).text
    assert found.outlets() == {COURIER, HARBOUR}
    assert found.days() == {DAY}


def test_02_fundus(case: Read) -> None:
    found = case("02-fundus-json")
    assert len(found.documents) == 2
    assert found.days() == {DAY}
    text = found.one(DEPOT).text
    assert text.index("governor Oleh") < text.index("Two drivers") < text.index("What is known") < text.index(LAST)


def test_03_newspaper4k(case: Read) -> None:
    found = case("03-newspaper4k-json")
    assert (found.days(), found.outlets()) == ({DAY}, {COURIER, HARBOUR})


def test_04_news_please(case: Read) -> None:
    (document,) = case("04-news-please-folder").documents
    assert (document.published or "")[:10] == DAY
    assert document.url == "https://lowland.example/news/three-killed-depot"


def test_05_event_registry(case: Read) -> None:
    found = case("05-event-registry")
    assert len(found.documents) == 2
    assert (found.days(), found.outlets()) == ({DAY}, {COURIER, HARBOUR})


def test_06_newsapi(case: Read) -> None:
    found = case("06-newsapi-org")
    assert len(found.documents) == 2
    assert not any("chars]" in d.text for d in found.documents)
    assert found.said("cut")
    assert found.one(DEPOT).title == "Three killed as rockets hit bus depot in Sumy"


def test_08_gdelt_list(case: Read) -> None:
    found = case("08-gdelt-doc-artlist")
    assert [d.language for d in found.documents] == ["en", "en", "de"]
    assert found.days() == {DAY}
    assert found.outlets() == {"lowland.example", "harbourtimes.example", "ostblatt.example"}
    assert found.said("seen")
    assert found.said("only a title")


def test_09_telegram(case: Read) -> None:
    found = case("09-telegram-export")
    assert len(found.documents) == 2
    assert found.outlets() == {"Sumy Now"}
    assert found.one(POLICE).published == "2024-03-04T12:40:00Z"
    assert found.one(POLICE).text.startswith("Police: Police in Sumy")
    assert found.said("Sumy Police")


def test_10_json_ld(case: Read) -> None:
    found = case("10-json-ld-newsarticle")
    assert len(found.documents) == 2
    assert (found.days(), found.outlets()) == ({DAY}, {COURIER, HARBOUR})
    assert LAST in found.one(DEPOT).text


@pytest.mark.parametrize("name", ["11-json-feed", "11b-json-feed-nodesc"])
def test_11_json_feed(case: Read, name: str) -> None:
    found = case(name)
    assert len(found.documents) == 2
    assert (found.days(), found.outlets()) == ({DAY}, {COURIER})
    assert LAST in found.one(DEPOT).text
    assert "<p>" not in found.one(DEPOT).text


def test_13_nyt(case: Read) -> None:
    (document,) = case("13-nyt-article-search").documents
    assert (document.published or "")[:10] == DAY
    assert document.outlet == COURIER
    assert document.title == "Three killed as rockets hit bus depot in Sumy"
    assert "Two drivers" in document.text


def test_15_json_dates(case: Read) -> None:
    found = case("15-json-dates")
    days = [d.published and d.published[:10] for d in found.documents]
    assert days == [DAY] * 13 + ["2024-04-13", None, None]
    assert [p.subject for p in found.problems if "03/04/2024" in p.message] == ["dates.jsonl#15"]


def test_16_json_date_names(case: Read) -> None:
    found = case("16-json-date-names")
    days = [d.published and d.published[:10] for d in found.documents]
    assert days == [DAY] * (len(days) - 1) + [None]


def test_36_doubly_encoded(case: Read) -> None:
    found = case("36-mojibake-inside")
    assert found.said("doubly encoded")
    assert "MÃ¼ller" in found.documents[0].text


def test_60_json_of_python(case: Read) -> None:
    found = case("60-json-as-python-writes-it")
    assert len(found.documents) == 5 or len({d.text_id for d in found.documents}) == 3


def test_61_json_lines_under_any_name(case: Read) -> None:
    found = case("61-jsonl-named-json")
    for name in ("News_Category.json", "scrapy-appended.json", "pretty.jsonl", "trailing-comma.json", "array.jsonl"):
        assert len(look(found.folder, found.folder / name).documents) == 3, name


# ---------------------------------------------------------------- further forms


def test_20_warc(case: Read) -> None:
    found = case("20-warc")
    pages = found.of("CC-NEWS-20240304.warc")
    assert len(pages) == 3
    assert {(d.published or "")[:10] for d in pages} <= {DAY, ""}
    assert all((d.url or "").startswith("https://") for d in pages)
    packed = look(found.folder, found.folder / "CC-NEWS-20240304b.warc.gz").documents
    assert len(packed) == 3
    assert not any("�" in d.text for d in (*pages, *packed))


def test_21_mail(by_hand: Callable[[str], dict[str, Case]]) -> None:
    for name, found in by_hand("21-eml-newsletter").items():
        (document,) = found.documents
        assert document.title == "Flash update: flood cuts road between Beira and Dondo – 2 dead", name
        assert document.published == "2024-03-04T17:05:00+02:00"
        assert document.outlet == "Sitrep desk"
        assert FLOOD in document.text
        assert "=\n" not in document.text


def test_21b_mbox(case: Read) -> None:
    found = case("21b-mbox")
    assert len(found.documents) == 2
    assert found.days() == {DAY}


def test_23_documents(by_hand: Callable[[str], dict[str, Case]]) -> None:
    found = by_hand("23-documents")
    assert len(found["digest.epub"].documents) == 2
    assert FLOOD in found["wire.rtf"].documents[0].text
    assert "\\par" not in found["wire.rtf"].documents[0].text
    for name, module in (("release.pdf", "pypdf"), ("release-plain.pdf", "pypdf"), ("statement.docx", "docx")):
        if find_spec(module) is None:
            assert found[name].said("opensitrep[forms]")
            assert not found[name].documents
            continue
        (document,) = found[name].documents
        assert FLOOD in document.text
        assert "leaving two people dead" in document.text


def test_24_tables(by_hand: Callable[[str], dict[str, Case]]) -> None:
    for name, found in by_hand("24-tables").items():
        module = {"articles.parquet": "pyarrow", "articles.xlsx": "python_calamine"}.get(name)
        if module and find_spec(module) is None:
            assert found.said("opensitrep[forms]")
            continue
        assert len(found.documents) == 3, name
        assert (found.days(), found.outlets()) == ({DAY}, {COURIER, HARBOUR, DELTA})
        assert LAST in found.one(DEPOT).text


def test_25_gkg(by_hand: Callable[[str], dict[str, Case]]) -> None:
    (found,) = by_hand("25-gdelt-gkg").values()
    assert not found.documents
    assert found.said("GDELT")


def test_26_packed(by_hand: Callable[[str], dict[str, Case]]) -> None:
    found = by_hand("26-packed")
    assert {name: len(c.documents) for name, c in found.items()} == {
        "articles.jsonl.gz": 2,
        "crawl.tar.gz": 2,
        "folder.zip": 3,
        "page.html.gz": 1,
    }
    assert found["page.html.gz"].documents[0].title


def test_27_newsml_and_nitf(case: Read) -> None:
    found = case("27-newsml-nitf")
    assert len(found.documents) == 3
    wire = found.one(DEPOT)
    assert (wire.outlet, wire.published, wire.language) == ("Northern Wire", "2024-03-04T10:12:00Z", "en")
    assert wire.title == "Three killed as rockets hit bus depot in Sumy"
    nitf = found.of("story.nitf")[0]
    assert (nitf.outlet, nitf.published) == (HARBOUR, "2024-03-04T12:40:00Z")
    assert nitf.title == "Four dead in strike on Sumy bus depot, police say"


def test_30_names_of_crawled_pages(case: Read) -> None:
    found = case("30-names-of-crawled-pages")
    assert len(found.documents) == 7
    assert all(d.url and "<" not in d.text for d in found.documents)


def test_31_browser_save(case: Read) -> None:
    found = case("31-browser-save-complete")
    assert [d.name for d in found.documents] == ["Three killed.html"]
    assert len(found.problems) <= 1


def test_33_a_broken_byte(case: Read) -> None:
    found = case("33-utf8-with-a-broken-byte")
    for document in found.documents:
        assert "Zoë Müller" in document.text
        assert "“The roof came down on them,”" in document.text
        assert document.text.count("\ufffd") <= 2
    assert found.said("U+FFFD")


def test_35_declared_encodings(by_hand: Callable[[str], dict[str, Case]]) -> None:
    found = {name: c.documents[0] for name, c in by_hand("35-declared-charsets").items()}
    assert len(found) == 7
    russian = {found[n].text for n in ("ru1251.html", "koi8.html", "ru-undeclared.html")}
    assert len(russian) == 1  # the same page, whatever its encoding
    assert found["zh-gb2312.html"].text == found["utf8-says-gb2312.html"].text
    assert {found["koi8.html"].language, found["zh-gb2312.html"].language} == {"ru", "zh"}
    assert not any("\ufffd" in d.text for d in found.values())


def test_50_feeds(case: Read) -> None:
    found = case("50-feeds")
    assert LAST in found.one(LAST).text
    days = {d.name: d.published and d.published[:10] for d in found.of("dates.rss")}
    assert list(days.values()) == [DAY, DAY, DAY, None, DAY, None]
    assert any(p.subject == "dates.rss#6" and "not understood" in p.message for p in found.problems)
    assert any("wrong-pubdate" in p.subject and "2024-03-04" in p.message for p in found.problems)
    assert {d.outlet for d in found.of("google-news.rss")} == {COURIER, HARBOUR}
    assert {d.title for d in found.of("google-news.rss")} == {
        "Three killed as rockets hit bus depot in Sumy", "Four dead in strike on Sumy bus depot, police say"
    }  # fmt: skip
    assert found.of("rss10.rdf")[0].published == "2024-03-04T15:00:00Z"
    assert found.of("nbsp-entity.rss")[0].title == "Three killed as rockets hit bus depot in Sumy today"
    assert found.of("ru1251.xml")[0].language == "ru"
    atom = found.of("summary-longer.atom")[0]
    assert (atom.published, atom.outlet) == ("2024-03-04T12:40:00Z", "Northern Wire")


def test_53_telegram_html(case: Read) -> None:
    found = case("53-telegram-html")
    assert [(d.published, d.outlet) for d in found.documents] == [
        ("2024-03-04T10:12:00+02:00", "Sumy Now"),
        ("2024-03-05T12:40:00+02:00", "Sumy Now"),
    ]


def test_56_control_bytes(case: Read) -> None:
    found = case("56-control-bytes")
    assert {d.name.split("#")[0] for d in found.documents} == {
        "cr-only.txt", "formfeed.txt", "gz.html", "latin-dash.txt", "nul.html", "nul.txt"
    }  # fmt: skip
    assert not any("\x00" in d.text for d in found.documents)
    assert found.said("NUL")
    assert "–" in found.named("latin-dash.txt").text


# ---------------------------------------------------------------- names and folders


def test_63_odd_names(case: Read) -> None:
    found = case("63-odd-file-names")
    assert sorted(d.name for d in found.documents) == ["<b>x & y.txt", "a\\nb.txt", "caf\\xe9-sumy.txt"]


def test_64_two_folders(case: Read) -> None:
    found = case("64-two-folders-same-names")
    both = look(found.folder, found.folder / "day1", found.folder / "day2")
    assert [d.name for d in both.documents] == ["day1/index.html", "day2/index.html"]
    files = look(found.folder, found.folder / "day1" / "index.html", found.folder / "day2" / "index.html")
    assert [d.name for d in files.documents] == ["day1/index.html", "day2/index.html"]


# ---------------------------------------------------------------- pages, days and texts


def test_38_body_only_in_json_ld(case: Read) -> None:
    found = case("38-body-only-in-json-ld")
    assert len(found.documents) == 2
    assert all(LAST in d.text or "end of the week" in d.text for d in found.documents)
    assert found.days() == {DAY}


def test_39_no_article(case: Read) -> None:
    assert len(case("39-pages-without-an-article").documents) <= 1


def test_40_listing(case: Read) -> None:
    found = case("40-listing-page")
    assert len(found.documents) != 1 or found.said("list")


def test_41_related_headlines(case: Read) -> None:
    for document in case("41-related-headlines").documents:
        body = " ".join(document.text[s:e] for s, e in document.body)
        assert "Lviv" not in body
        assert "Avdiivka" not in body


def test_42_live_blog(case: Read) -> None:
    assert len(case("42-live-blog").documents) > 1


def test_44_date_traps(case: Read) -> None:
    days = {d.name[0]: d.published and d.published[:10] for d in case("44-date-traps").documents}
    assert {n: d for n, d in days.items() if d} == dict.fromkeys("hijkl", DAY)


def test_44b_dates_of_heads(case: Read) -> None:
    days = {d.name: d.published and d.published[:10] for d in case("44b-date-meta").documents}
    assert days.pop("jsonld-relative.html") is None
    assert set(days.values()) == {DAY}


def test_45_title_and_outlet(case: Read) -> None:
    assert case("45-title-and-outlet").outlets() <= {COURIER, HARBOUR, DELTA, "lowland.example", None}


def test_46_soft_hyphens(case: Read) -> None:
    assert len(case("46-soft-hyphens").documents) == 2


def test_47_languages(case: Read) -> None:
    languages = {d.name: d.language for d in case("47-languages").documents}
    assert languages["english-under-ru-lang.html"] == "en"
    assert languages["says-en-is-ru.html"] == "ru"


def test_48_one_article_under_many_addresses(case: Read) -> None:
    found = case("48-same-article-many-addresses")
    assert len(found.documents) == 4  # the later version, its twins as one, the printed form and the copy of another
    assert found.said("kept once")


def test_51_front_matter(case: Read) -> None:
    found = case("51-markdown-front-matter")
    assert found.days() == {DAY}
    assert all(d.title for d in found.documents)


def test_54_hard_wrapped(case: Read) -> None:
    assert len(case("54-hard-wrapped-text").documents) == 4


def test_66_menu_words(case: Read) -> None:
    assert not case("66-menu-words-as-outlet").outlets() & {"Privacy Policy", "About Us", "Company Profile"}
