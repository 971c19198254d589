"""The forms besides text, page, JSON and feed, each by samples of our own; what is damaged, hidden or gone."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
import os
import random
import tarfile
import tracemalloc
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from opensitrep.forms import FORMS
from opensitrep.model import Account, Document, Problem
from opensitrep.page import PAGES
from opensitrep.read import each_report, find_reports, read_paths
from opensitrep.read.lines import Line, join, paragraphs, without_running_heads
from opensitrep.settings import Settings

ONE = "A fire in the old harbour hall of Porto hurt four people on Monday night, the fire service said."
TWO = "The hall had stood empty for years. Its owner told reporters that the roof would be taken down this week."
PAGE = f"<!doctype html><html><head><title>Fire in Porto</title></head><body><h1>Fire in Porto</h1><p>{ONE}</p><p>{TWO}</p></body></html>"  # noqa: E501
Put = Callable[[str, str | bytes], Path]


@pytest.fixture
def put(tmp_path: Path) -> Put:
    def run(name: str, data: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    return run


def reads(*paths: Path, **known: object) -> tuple[tuple[Document, ...], tuple[Problem, ...]]:
    return read_paths(list(paths), Settings(engine="here", **known))  # type: ignore[arg-type]


def messages(problems: tuple[Problem, ...]) -> str:
    return "\n".join(f"{p.subject}: {p.message}" for p in problems)


# ---------------------------------------------------------------- mails and web archives


def mail(text: str, html: str | None = None) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["Subject"] = "Harbour Desk <desk@harbour.example>", "Fire in Porto"
    message["Date"], message["Message-ID"] = "Sat, 25 Jun 2022 05:00:00 +0100", "<1@harbour.example>"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return message


def test_a_mail_is_read_by_its_page_with_its_head(put: Put) -> None:
    (document,), _ = reads(put("a", mail("plain", PAGE).as_bytes()))
    assert (document.title, document.outlet) == ("Fire in Porto", "Harbour Desk")
    assert document.published == "2022-06-25T05:00:00+01:00"
    assert ONE in document.text


def test_mails_in_a_mail_and_stories_of_a_digest_are_apart(put: Put) -> None:
    outer = mail("See below, two mails.")
    outer.add_attachment(mail(ONE))
    assert len(reads(put("a.eml", outer.as_bytes()))[0]) == 2
    head = "Date: Sat, 25 Jun 2022 05:00:00 +0100\nFrom: x@a.example\nSubject: "
    digest = f"{'-' * 70}\n\n{head}Fire\n\n{ONE}\n\n{'-' * 30}\n\n{head}Hall\n\n{TWO}\n\n{'-' * 30}\n"
    assert [d.title for d in reads(put("b.eml", mail(digest).as_bytes()))[0]] == ["Fire", "Hall"]


def test_the_stories_of_a_newsletter_are_apart_where_they_are_apart(put: Put) -> None:
    def story(n: int, title: str, words: str) -> str:
        return f'<h2><a href="https://a.example/{n}">{title}</a></h2><p>{words}</p><p>{TWO} {words}</p>'

    both = story(1, "Fire in the old harbour hall", ONE) + story(2, "Owner wants to sell the hall", TWO)
    documents, _ = reads(put("a.eml", mail("x", f"<html><body>{both}</body></html>").as_bytes()))
    assert [(d.title, d.url) for d in documents] == [
        ("Fire in the old harbour hall", "https://a.example/1"),
        ("Owner wants to sell the hall", "https://a.example/2"),
    ]
    assert ONE not in documents[1].text
    assert {d.outlet for d in documents} == {"Harbour Desk"}
    links = "".join(f'<h3><a href="https://a.example/{n}">More about the hall {n}</a></h3>' for n in range(3))
    assert len(reads(put("b.eml", mail("x", f"<html><body><p>{ONE}</p>{links}</body></html>").as_bytes()))[0]) == 1


def test_an_attached_document_is_a_report(put: Put) -> None:
    message = mail("Attached.")
    message.add_attachment(
        rf"{{\rtf1\ansi {ONE}\par}}".encode(), maintype="application", subtype="rtf", filename="a.rtf"
    )
    assert [d.name for d in reads(put("a.eml", message.as_bytes()))[0]] == ["a.eml", "a.eml#a.rtf"]


def test_a_mailbox_gives_its_mails(put: Put) -> None:
    box = b"".join(b"From x@a.example Sat Jun 25 05:00:00 2022\n" + mail(t).as_bytes() + b"\n" for t in (ONE, TWO))
    assert [d.name for d in reads(put("box", box))[0]] == ["box#1", "box#2"]


def test_the_day_a_page_was_saved_is_not_its_day(put: Put) -> None:
    saved = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.example/fire\r\nSubject: Fire in Porto\r\n"
        "Date: Sat, 25 Jun 2022 05:00:00 -0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\n'
        f"Content-Location: https://a.example/fire\r\n\r\n{PAGE}\r\n--b--\r\n"
    )
    (document,), _ = reads(put("a.mhtml", saved))
    assert (document.url, document.published) == ("https://a.example/fire", None)
    assert ONE in document.text


def record(address: str, page: bytes, status: str = "200 OK", kind: str = "text/html") -> bytes:
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nDate: Mon, 01 Jan 2024 00:00:00 GMT\r\n\r\n".encode() + page
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2024-01-01T00:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def test_a_web_archive_gives_its_pages(put: Put) -> None:
    pytest.importorskip("warcio")
    records = [
        record(
            "https://a.example/1", PAGE.replace("four", "fünf").encode("latin-1"), kind="text/html; charset=latin-1"
        ),
        record("https://a.example/2", b"gone", status="404 Not Found"),
        record("https://a.example/p.png", b"\x89PNG", kind="image/png"),
    ]
    for name, data in (("a.warc", b"".join(records)), ("b.warc.gz", b"".join(map(gzip.compress, records)))):
        (document,), problems = reads(put(name, data))
        assert (document.url, document.published) == ("https://a.example/1", None)
        assert "fünf people" in document.text
        assert "the server answered 404" in messages(problems)
    assert "breaks off in this page" in messages(reads(put("c.warc", records[0][:-40]))[1])
    assert "damaged" in messages(reads(put("d.warc.gz", gzip.compress(records[0])[:-20]))[1])


def test_a_web_archive_is_read_with_flat_memory(put: Put) -> None:
    pytest.importorskip("warcio")
    page = PAGE.encode() + b"<!-- x -->" * 4000
    file = put("large.warc", b"".join(record(f"https://a.example/{n}", page) for n in range(80)))
    reads(put("first.warc", record("https://a.example/", page)))  # libraries and tables are loaded
    tracemalloc.start()
    count = sum(isinstance(found, Document) for found in find_reports([file], Settings(engine="here")))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 80
    assert most < file.stat().st_size / 2  # some pages and the caches of the libraries


# ---------------------------------------------------------------- packed


def test_packed_files_are_read_by_their_bytes(put: Put) -> None:
    for name, pack in (("a.html.gz", gzip.compress), ("b.bz2", bz2.compress), ("c.html", lzma.compress)):
        assert ONE in reads(put(name, pack(PAGE.encode())))[0][0].text, name


def tarred(*members: tuple[str, bytes | None], mode: str = "w:gz") -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in members:
            info = tarfile.TarInfo(name)
            if data is None:
                info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
                archive.addfile(info)
            else:
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))
    return held.getvalue()


def test_a_tar_archive_is_read_as_a_folder_with_the_guards_of_a_zip(put: Put) -> None:
    members = (("in/a.html", PAGE.encode()), ("../x.txt", b"out"), ("link", None), ("in/b.zip", b"PK\x03\x04"))
    for name, mode in (("a.tar", "w:"), ("b.tgz", "w:gz"), ("c.tar.xz", "w:xz")):
        documents, problems = reads(put(name, tarred(*members, mode=mode)))
        assert [d.name for d in documents] == [f"{name}#in/a.html"]
        said = messages(problems)
        assert "leads out of the archive" in said
        assert "a link" in said
        assert "an archive inside an archive" in said


def test_damaged_and_malicious_archives_are_problems(put: Put) -> None:
    whole = tarred(("a.txt", ONE.encode()), ("b.txt", os.urandom(200_000).hex().encode()))
    assert "broken archive" in messages(reads(put("cut.tar.gz", whole[: len(whole) // 2]))[1])
    assert "damaged" in messages(reads(put("cut.txt.gz", gzip.compress(PAGE.encode())[:-12]))[1])
    assert "times its size; refused" in messages(reads(put("bomb.gz", gzip.compress(b"0" * 30_000_000)))[1])
    assert "packed twice" in messages(reads(put("twice.gz", gzip.compress(gzip.compress(b"x" * 100))))[1])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "picture"),
        (b"7z\xbc\xaf'\x1c\x00", "unpack it first"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100, "save it as DOCX"),
        (b"\x80\x04\x95abc", "a pickle"),
        (b"<?xml version='1.0'?><sitemapindex><loc>x</loc></sitemapindex>", "sitemapindex"),
    ],
)
def test_a_form_that_is_not_read_says_what_to_do(put: Put, data: bytes, said: str) -> None:
    documents, problems = reads(put("a.bin", data))
    assert not documents
    assert said in messages(problems)


# ---------------------------------------------------------------- documents


def test_rich_text_is_words(put: Put) -> None:
    pytest.importorskip("striprtf")
    (document,), _ = reads(put("a.txt", rf"{{\rtf1\ansi\b {ONE}\b0\par {TWO}\par}}"))
    assert document.text.split("\n")[0] == ONE


def test_lines_of_paper_become_paragraphs() -> None:
    lines = [
        Line("Fire in Porto", 740, 18),
        Line("A fire in the old harbour hall of Porto hurt four people on Mon-", 710, 10),
        Line("day night, the fire service said.", 698, 10),
        Line("The hall had stood empty for years, said its owner,", 680, 10),
        Line("who lives near.", 668, 10),
    ]  # fmt: skip
    assert paragraphs(lines) == [
        "Fire in Porto",
        "A fire in the old harbour hall of Porto hurt four people on Monday night, the fire service said.",
        "The hall had stood empty for years, said its owner, who lives near.",
    ]  # fmt: skip
    assert join("a government-", "backed plan") == "a government-backed plan"
    pages = [
        [Line("Harbour Desk 2022"), Line(f"Words {'abcd'[n - 1]}."), Line(f"End {'abcd'[n - 1]}."), Line(str(n))]
        for n in range(1, 5)
    ]
    assert [line.words for line in without_running_heads(pages)[1]] == ["Words b.", "End b."]


def test_the_pages_of_a_pdf_are_kept(put: Put) -> None:
    pypdf = pytest.importorskip("pypdf")
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = pypdf.PdfWriter()
    for words in (ONE, TWO):
        page = writer.add_blank_page(600, 800)
        font = DictionaryObject({NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
                                 NameObject("/BaseFont"): NameObject("/Helvetica")})  # fmt: skip
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 10 Tf 50 700 Td ({words}) Tj ET".encode())
        page[NameObject("/Contents")] = writer._add_object(stream)
    held = io.BytesIO()
    writer.write(held)
    (document,), _ = reads(put("a.pdf", held.getvalue()))
    assert [document.text[n:].split("\n")[0] for n in document.pages] == [ONE, TWO]
    assert "broken PDF" in messages(reads(put("b.pdf", b"%PDF-1.4\nnothing"))[1])


def test_tables_and_paragraphs_of_a_word_document(put: Put) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_paragraph(ONE)
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "hurt", "4"
    document.add_paragraph(TWO)
    held = io.BytesIO()
    document.save(held)
    (found,), _ = reads(put("a", held.getvalue()))
    assert found.text == f"{ONE}\n\nhurt\t4\n\n{TWO}"


def test_a_missing_library_names_the_extra(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opensitrep.read.extras.find_spec", lambda _: None)
    for name, data in (("a.pdf", b"%PDF-1.4"), ("a.parquet", b"PAR1xxxx")):
        assert "pip install 'opensitrep[forms]'" in messages(reads(put(name, data))[1])


def test_articles_of_news_databases_are_parted(put: Put) -> None:
    nexis = "\n".join(
        f"Fire number {n} in Porto\n\nHarbour Times\n\nJune 25, 2022 Saturday\n\n"
        "Copyright 2022 Harbour Times All Rights Reserved\n"
        f"\nSection: NEWS; Pg. 3\n\nLength: 120 words\n\n"
        f"Byline: A. Writer\n\nBody\n\n{ONE}\n\n{TWO}\n\nLoad-Date: June 26, 2022\n\n"
        "End of Document\n"
        for n in (1, 2)
    )
    documents, _ = reads(put("nexis.txt", nexis))
    assert [(d.title, d.outlet, d.published) for d in documents] == [
        (f"Fire number {n} in Porto", "Harbour Times", "2022-06-25") for n in (1, 2)
    ]
    assert documents[0].text == f"{ONE}\n\n{TWO}"
    factiva = "\n".join(
        f"Fire number {n} in Porto\n\nBy A. Writer\n120 words\n25 June 2022\n05:00\nHarbour Wire\nHARW\nEnglish\n"
        f"(c) 2022 Harbour Wire\n\n{ONE}\n\n{TWO}\n\nHarbour Wire\n\nDocument HARW00002022062{n}ei6p0001a\n"
        for n in (5, 6)
    )
    documents, _ = reads(put("factiva.txt", factiva))
    assert [(d.title, d.outlet, d.published) for d in documents] == [
        (f"Fire number {n} in Porto", "Harbour Wire", "2022-06-25") for n in (5, 6)
    ]
    coded = (
        "HD Fire in Porto\nWC 120 words\nPD 25 June 2022\nSN Harbour Wire\nLA English\n"
        f"LP\n{ONE}\nTD\n{TWO}\nAN Document HARW000020220625ei6p0001a\n"
    )
    (document,), _ = reads(put("coded.txt", f"{coded}\nDocument HARW000020220625ei6p0001a\n"))
    assert (document.title, document.text) == ("Fire in Porto", f"{ONE}\n\n{TWO}")


# ---------------------------------------------------------------- folders


def test_files_that_vanish_and_folders_without_right_are_said(
    put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("a.txt", ONE)
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    put("locked/b.txt", TWO)
    walk = os.walk

    def refusing(top: Path, onerror: Callable[[OSError], None]) -> object:
        onerror(PermissionError(13, "Permission denied", str(Path(top) / "locked")))
        return walk(top, onerror=onerror)

    monkeypatch.setattr(os, "walk", refusing)
    documents, problems = reads(tmp_path)
    assert [d.name for d in documents] == ["a.txt", "locked/b.txt"]
    assert "locked: cannot be opened: Permission denied" in messages(problems)
    assert "gone.txt: cannot be opened: No such file or directory" in messages(problems)


def test_all_files_of_a_folder_are_read_as_the_folder(put: Put, tmp_path: Path) -> None:
    for name in ("a.txt", "b.toml", "c/d.html", "e.html", "e.html.json"):
        put(
            name,
            json.dumps({"url": "https://a.example/e"}) if name.endswith("json") else PAGE if "html" in name else ONE,
        )
    assert reads(*sorted(tmp_path.iterdir())) == reads(tmp_path)


def test_a_zip_under_another_name_is_told_by_its_bytes(put: Put) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("a.html", PAGE)
    assert [d.name for d in reads(put("crawl.dat", held.getvalue()))[0]] == ["crawl.dat#a.html"]


def test_damaged_files_of_any_form_never_stop_a_run(put: Put) -> None:
    chance = random.Random(1)
    samples = [
        PAGE.encode(), mail(ONE, PAGE).as_bytes(), tarred(("a.html", PAGE.encode())), gzip.compress(PAGE.encode()),
        json.dumps([{"title": "Fire", "text": ONE, "date": 1656133200}]).encode(), f"title;text\nFire;{ONE}".encode(),
        rf"{{\rtf1 {ONE}\par}}".encode(), record("https://a.example/1", PAGE.encode()),
        b'<?xml version="1.0"?><nitf><body><body.content><p>Words.</p></body.content></body></nitf>',
        b"%PDF-1.4\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\ntrailer << /Root 1 0 R >>",
    ]  # fmt: skip
    names = ["a", "a.html", "a.json", "a.csv", "a.eml", "a.warc", "a.gz", "a.tar", "a.zip", "a.rtf", "a.xml", "a.mbox"]
    for _ in range(120):
        data = bytearray(chance.choice(samples))
        for _ in range(chance.choice([0, 1, 5, 30])):
            data[chance.randrange(len(data))] = chance.randrange(256)
        file = put(chance.choice(names), bytes(data[: chance.choice([len(data), chance.randrange(len(data))])]))
        documents, problems = reads(file)
        assert documents or problems


def test_a_citation_of_a_report_on_paper_names_its_page(tell: Callable[..., Account]) -> None:
    first = "Rain is expected over the weekend, the weather office said."
    second = "Two people were killed in a fire in Porto on Monday, the fire service said."
    account = tell(f"{first}\n\n{second}", pages=(0, len(first) + 2), published="2022-06-28", outlet="Harbour Desk")
    table, page = io.BytesIO(), io.BytesIO()
    FORMS["claims.csv"](account, table)
    PAGES["sitrep.md"](account, page)
    rows = list(csv.DictReader(io.StringIO(table.getvalue().decode())))
    assert {r["page"] for r in rows if "killed" in r["exact"]} == {"2"}
    assert " · page 2" in page.getvalue().decode()


def test_a_path_too_long_is_a_problem_and_the_others_are_read(put: Put, tmp_path: Path) -> None:
    long = tmp_path / ("n" * 251 + ".txt")  # a name to which no ".json" can be added
    long.write_text(ONE, encoding="utf-8")
    documents, problems = reads(long, tmp_path / ("n" * 400))
    assert [d.text for d in documents] == [ONE]
    assert "too long" in messages(problems)


def test_a_report_is_read_when_it_is_asked_for(put: Put) -> None:
    first, second = put("a.txt", ONE), put("b.txt", TWO)
    found = each_report([first, second], Settings(engine="here"))
    assert isinstance(next(found), Document)
    second.unlink()
    assert [f.message for f in found if isinstance(f, Problem)] == ["cannot be opened: No such file or directory"]


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        (
            "1 of 1 DOCUMENTS\n\nHarbour Post\n\nMay 7, 2024\n\nFire in Porto\n\nSECTION: A\n\nLENGTH: 40 words\n",
            "\n\nLOAD-DATE: May 8, 2024\n\nLANGUAGE: ENGLISH\n",
        ),
        (
            "HD\nFire in Porto\n\nWC\n40 words\n\nPD\n7 May 2024\n\nSN\nHarbour Post\n\nLP",
            "\n\nTD\nThe owner was away.\n",
        ),
    ],
)
def test_a_single_short_article_of_a_database_is_read(put: Put, head: str, foot: str) -> None:
    (document,), _ = reads(put("one.txt", f"{head}\n{ONE} {TWO}{foot}"))
    assert (document.title, document.outlet, document.published) == ("Fire in Porto", "Harbour Post", "2024-05-07")
    assert document.text.startswith(ONE)
    assert "LOAD-DATE" not in document.text
