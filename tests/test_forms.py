"""The cases of `shared/cases/forms` that are no pages: JSON, feeds, tables, mails, archives, papers, names of files.

Each test asks for all that the `expected.md` of its case demands; those of pages stand in `test_forms_pages.py`.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from opensitrep.extract.layout import label_layout
from opensitrep.model import Label, Reading
from tests.cases_of_forms import (
    COURIER,
    DAY,
    DEAD,
    DELTA,
    DEPOT,
    FLOOD,
    HARBOUR,
    KILLED,
    LAST,
    POLICE,
    ROAD,
    WIRE,
    ByHand,
    Case,
    Read,
    body,
    day,
    is_whole,
    look,
    read_by_hand,
    read_case,
)  # fmt: skip

LOWLAND, HARBOURTIMES = (
    "https://lowland.example/news/three-killed-depot",
    "https://harbourtimes.example/world/depot-police",
)
TWO = [(KILLED, COURIER, LOWLAND), (DEAD, HARBOUR, HARBOURTIMES)]
THIRD = (ROAD, DELTA, "https://deltapost.example/africa/flood-road")
FLASH = "Flash update: flood cuts road between Beira and Dondo – 2 dead"


@pytest.fixture
def case(shared: Path) -> Read:
    return lambda name: read_case(shared, name)


@pytest.fixture
def by_hand(shared: Path) -> ByHand:
    return lambda name: read_by_hand(shared, name)


def told(found: Case) -> list[tuple[str | None, str | None, str | None]]:
    return [(d.title, d.outlet, d.url) for d in found.documents]


def test_every_case_is_tried(shared: Path) -> None:
    here = Path(__file__)
    text = "".join(p.read_text(encoding="utf-8") for p in (here, here.with_name("test_forms_pages.py")))
    cases = sorted(p.name for p in (shared / "cases" / "forms").iterdir())
    assert len(cases) == 48
    assert [name for name in cases if f'"{name}"' not in text] == []


def test_no_case_crashes_and_a_glob_equals_its_folder(shared: Path) -> None:
    for folder in sorted((shared / "cases" / "forms").iterdir()):
        entries = sorted((folder / "in").iterdir())
        if len(entries) > 1:
            assert look(folder, *entries).documents == look(folder / "in").documents, folder.name


# ---------------------------------------------------------------- JSON of the field


def test_01_trafilatura(case: Read) -> None:
    found = case("01-trafilatura-json")
    assert told(found) == TWO
    assert found.days() == {DAY}
    assert is_whole(found.one(DEPOT).text, DEPOT)
    assert is_whole(found.one(POLICE).text, POLICE)


def test_02_fundus(case: Read) -> None:
    found = case("02-fundus-json")
    assert found.titles() == [KILLED, DEAD]
    assert found.days() == {DAY}
    assert is_whole(found.one(DEPOT).text, DEPOT)
    assert is_whole(found.one(POLICE).text, POLICE)
    assert all("What is known" in d.text for d in found.documents)


def test_03_newspaper4k(case: Read) -> None:
    found = case("03-newspaper4k-json")
    assert told(found) == TWO
    assert found.days() == {DAY}
    assert is_whole(found.one(DEPOT).text, DEPOT)


def test_04_news_please(case: Read) -> None:
    found = case("04-news-please-folder")
    assert told(found) == TWO[:1]
    assert found.days() == {DAY}
    assert is_whole(body(found.documents[0]), DEPOT)


def test_05_event_registry(case: Read) -> None:
    found = case("05-event-registry")
    assert told(found) == TWO
    assert found.days() == {DAY}


def test_06_newsapi(case: Read) -> None:
    found = case("06-newsapi-org")
    assert told(found) == TWO
    assert not any("chars" in d.text or "2304" in d.text for d in found.documents)
    assert found.said("cut", "#1")
    assert found.said("cut", "#2")
    assert found.said("[Removed]", "#3")


def test_08_gdelt_list(case: Read) -> None:
    found = case("08-gdelt-doc-artlist")
    assert [d.language for d in found.documents] == ["en", "en", "de"]
    assert found.said("'de'", "#3")
    assert found.days() == {DAY}
    assert found.outlets() == {"lowland.example", "harbourtimes.example", "ostblatt.example"}
    assert found.said("seen")
    assert found.said("only a title")
    for document in found.documents:
        [mark] = label_layout(Reading(document)).marks
        assert (mark.label, document.text) == (Label.HEADLINE, document.title)


def test_09_telegram(case: Read) -> None:
    found = case("09-telegram-export")
    assert [(d.published, d.outlet) for d in found.documents] == [
        ("2024-03-04T10:12:00Z", "Sumy Now"), ("2024-03-04T12:40:00Z", "Sumy Now"),
    ]  # fmt: skip
    assert found.one(POLICE).text.startswith("Police: Police in Sumy")
    assert found.said("forwarded from 'Sumy Police'", found.one(POLICE).name)


def test_10_json_ld(case: Read) -> None:
    found = case("10-json-ld-newsarticle")
    assert told(found) == TWO
    assert found.days() == {DAY}
    assert is_whole(found.one(DEPOT).text, DEPOT)
    assert is_whole(found.one(POLICE).text, POLICE)


@pytest.mark.parametrize("name", ["11-json-feed", "11b-json-feed-nodesc"])
def test_11_json_feed(case: Read, name: str) -> None:
    found = case(name)
    assert found.titles() == [KILLED, ROAD]
    assert (found.days(), found.outlets()) == ({DAY}, {COURIER})
    assert is_whole(found.one(DEPOT).text, DEPOT)
    assert is_whole(found.one(FLOOD).text, FLOOD)
    assert not any("<" in d.text for d in found.documents)


def test_13_nyt(case: Read) -> None:
    found = case("13-nyt-article-search")
    assert told(found) == TWO[:1]
    assert found.days() == {DAY}
    assert "Two drivers" in found.documents[0].text


def test_15_json_dates(case: Read) -> None:
    found = case("15-json-dates")
    assert [day(d) for d in found.documents] == [DAY] * 13 + ["2024-04-13", None, None]
    assert [p.subject for p in found.problems] == ["dates.jsonl#15"]  # the word "None" is no day that is not understood
    assert found.said("03/04/2024 may be one of two days")


def test_16_json_date_names(case: Read) -> None:
    found = case("16-json-date-names")
    assert [day(d) for d in found.documents] == [DAY] * 20 + [None]
    assert found.said("changed (updated)", "#20")
    assert found.said("seen (seendate)", "#17")


def test_36_doubly_encoded(case: Read) -> None:
    found = case("36-mojibake-inside")
    assert found.said("looks doubly encoded")
    assert "MÃ¼ller" in found.documents[0].text


def test_60_json_of_python(by_hand: ByHand) -> None:
    found = by_hand("60-json-as-python-writes-it")
    assert {n: told(c) for n, c in found.items()} == {
        "infinity.json": [THIRD], "nan.json": TWO, "nan.jsonl": TWO
    }  # fmt: skip
    assert not any(c.problems for c in found.values())
    assert all(c.days() == {DAY} for c in found.values())


def test_61_json_lines_under_any_name(by_hand: ByHand) -> None:
    for name, found in by_hand("61-jsonl-named-json").items():
        assert found.titles() == [KILLED, DEAD, ROAD], name
        assert not found.problems, name


# ---------------------------------------------------------------- further forms


def test_20_warc(by_hand: ByHand) -> None:
    for name, found in by_hand("20-warc").items():
        assert told(found) == [*TWO, THIRD], name
        assert found.days() == {DAY}  # crawled on the 5th
        for words in (DEPOT, POLICE, FLOOD):
            assert is_whole(body(found.one(words)), words)
        assert not any("�" in d.text for d in found.documents)


def test_21_mail(by_hand: ByHand) -> None:
    found = by_hand("21-eml-newsletter")
    assert len(found) == 4
    for name, one in found.items():
        assert told(one) == [(FLASH, "Sitrep desk", None)], name
        assert one.documents[0].published == "2024-03-04T17:05:00+02:00"
        assert is_whole(one.documents[0].text, FLOOD)
        assert "=\n" not in one.documents[0].text


def test_21b_mbox(case: Read) -> None:
    found = case("21b-mbox")
    assert told(found) == [(FLASH, "Sitrep desk", None)] * 2
    assert found.days() == {DAY}
    assert all(is_whole(d.text, FLOOD) for d in found.documents)


def test_23_documents(by_hand: ByHand) -> None:
    found = by_hand("23-documents")
    assert found["digest.epub"].titles() == [KILLED, DEAD]
    assert is_whole(body(found["digest.epub"].one(DEPOT)), DEPOT)
    for name, module in (
        ("wire.rtf", "striprtf"), ("release.pdf", "pypdf"), ("release-plain.pdf", "pypdf"), ("statement.docx", "docx"),
    ):  # fmt: skip
        if find_spec(module) is None:
            assert found[name].said("opensitrep[forms]")
            assert not found[name].documents
            continue
        (document,) = found[name].documents
        assert is_whole(" ".join(document.text.split()), FLOOD), name
        assert "leaving two people dead" in " ".join(document.text.split())
        assert not any(sign in document.text for sign in ("\\par", "endobj", "<w:"))


def test_24_tables(by_hand: ByHand) -> None:
    for name, found in by_hand("24-tables").items():
        module = {"articles.parquet": "pyarrow", "articles.xlsx": "python_calamine"}.get(name)
        if module and find_spec(module) is None:
            assert found.said("opensitrep[forms]")
            continue
        assert told(found) == [*TWO, THIRD], name
        assert found.days() == {DAY}
        assert is_whole(found.one(DEPOT).text, DEPOT)


def test_25_gkg(by_hand: ByHand) -> None:
    (found,) = by_hand("25-gdelt-gkg").values()
    assert not found.documents
    assert found.said("GDELT GKG, which holds codes and no reports")


def test_26_packed(by_hand: ByHand) -> None:
    found = by_hand("26-packed")
    assert {name: sorted(t or "" for t in c.titles()) for name, c in found.items()} == {
        "articles.jsonl.gz": [DEAD, KILLED],
        "crawl.tar.gz": [DEAD, KILLED],
        "folder.zip": [DEAD, KILLED, KILLED],  # a page and, packed in it, two rows
        "page.html.gz": [ROAD],
    }
    assert all(c.days() == {DAY} for c in found.values())


def test_27_newsml_and_nitf(case: Read) -> None:
    found = case("27-newsml-nitf")
    assert [(d.name, d.title, d.outlet, d.published) for d in found.documents] == [
        ("item.xml", KILLED, WIRE, "2024-03-04T10:12:00Z"),
        ("story.nitf", DEAD, HARBOUR, "2024-03-04T12:40:00Z"),
        ("story.nitf.xml", DEAD, HARBOUR, "2024-03-04T12:40:00Z"),
    ]
    assert is_whole(found.one(DEPOT).text, DEPOT)
    assert found.one(DEPOT).language == "en"
    assert is_whole(found.of("story.nitf")[0].text, POLICE)


def test_33_a_broken_byte(case: Read) -> None:
    found = case("33-utf8-with-a-broken-byte")
    assert len(found.documents) == 3
    for document in found.documents:
        assert "Zoë Müller" in document.text
        assert "“The roof came down on them,”" in document.text
        assert 1 <= document.text.count("\ufffd") <= 2
        assert found.said("U+FFFD", document.name)
        assert "Ã" not in document.text


def test_35_declared_encodings(by_hand: ByHand) -> None:
    found = by_hand("35-declared-charsets")
    read = {name: c.documents[0] for name, c in found.items()}
    assert len(read) == 7
    russian = {read[n].text for n in ("ru1251.html", "koi8.html", "ru-undeclared.html")}
    assert len(russian) == 1  # the same page, whatever its encoding
    assert read["zh-gb2312.html"].text == read["utf8-says-gb2312.html"].text
    languages = {
        "ru": ("ru1251.html", "koi8.html", "ru-undeclared.html"),
        "zh": ("zh-gb2312.html", "utf8-says-gb2312.html"),
    }
    for language, names in languages.items():
        for name in names:
            assert read[name].language == language
            assert found[name].said(f"'{language}' is not read yet; the report is kept and counted")
    assert not any("\ufffd" in d.text for d in read.values())
    assert is_whole(body(read["utf16.html"]), FLOOD)
    assert read["late-declaration.html"].title == "Medics’ account of strike on Sumy depot"


def test_50_feeds(case: Read) -> None:
    found = case("50-feeds")
    assert is_whole(found.of("full.rss")[0].text, DEPOT)
    assert [day(d) for d in found.of("dates.rss")] == [DAY, DAY, DAY, None, DAY, None]
    assert found.said("not understood", "dates.rss#6")
    assert not found.said("not understood", "dates.rss#4")
    assert found.said("its address holds 2024-03-04, its form gives 2014-12-16", "wrong-pubdate")
    assert [(d.title, d.outlet) for d in found.of("google-news.rss")] == [
        (KILLED, COURIER), (KILLED, HARBOUR), (DEAD, HARBOUR)
    ]  # fmt: skip
    assert [d.text for d in found.of("google-news.rss")] == [KILLED, KILLED, DEAD]
    assert found.of("rss10.rdf")[0].published == "2024-03-04T15:00:00Z"
    assert not found.said("changed", "rss10.rdf")  # dc:date is no day of a change
    assert is_whole(found.of("rss10.rdf")[0].text, FLOOD)
    assert found.of("nbsp-entity.rss")[0].title == f"{KILLED} today"
    russian = found.of("ru1251.xml")[0]
    assert (russian.language, russian.title) == ("ru", "В Сумах ракеты попали в автобусное депо")
    assert found.of("thumb.rss")[0].text.startswith(f"{ROAD}\n\n{FLOOD}")
    atom = found.of("summary-longer.atom")[0]
    assert (atom.published, atom.outlet, atom.title) == ("2024-03-04T12:40:00Z", WIRE, f"{DEAD} & more")
    assert is_whole(atom.text, POLICE)


def test_53_telegram_html(case: Read) -> None:
    found = case("53-telegram-html")
    assert [(d.published, d.outlet) for d in found.documents] == [
        ("2024-03-04T10:12:00+02:00", "Sumy Now"),
        ("2024-03-05T12:40:00+02:00", "Sumy Now"),
    ]
    assert [d.text.split(" were ")[0].split(" cut ")[0] for d in found.documents] == ["Three people", "A flooded river"]


def test_56_control_bytes(case: Read) -> None:
    found = case("56-control-bytes")
    assert [d.name for d in found.documents] == [
        "cr-only.txt", "formfeed.txt", "gz.html", "latin-dash.txt", "nul.html", "nul.txt"
    ]  # fmt: skip
    assert not any("\x00" in d.text for d in found.documents)
    assert found.said("NUL bytes dropped", "nul.html")
    assert found.said("NUL bytes dropped", "nul.txt")
    assert is_whole(body(found.named("gz.html")), FLOOD)
    assert is_whole(body(found.named("nul.html")), DEPOT)
    assert is_whole(found.named("nul.txt").text, POLICE)
    for name in ("cr-only.txt", "formfeed.txt"):
        reading = label_layout(Reading(found.named(name)))
        assert sum(m.label is Label.PARAGRAPH for m in reading.marks) == 2, name
    assert found.named("latin-dash.txt").text.startswith("Four dead – police")
    assert found.said("cp1252", "latin-dash.txt")
    assert LAST in found.named("nul.html").text


# ---------------------------------------------------------------- names and folders


def test_30_names_of_crawled_pages(case: Read) -> None:
    found = case("30-names-of-crawled-pages")
    assert len(found.documents) == 7
    assert all(d.url and d.title and d.body and "<" not in d.text for d in found.documents)
    assert found.days() == {DAY}
    assert found.outlets() == {COURIER, HARBOUR, DELTA}
    assert not found.problems


def test_31_browser_save(case: Read) -> None:
    found = case("31-browser-save-complete")
    assert [d.name for d in found.documents] == ["Three killed.html"]
    assert is_whole(body(found.documents[0]), DEPOT)
    assert len(found.problems) == 1
    assert found.said("7 files are parts of this saved page")
