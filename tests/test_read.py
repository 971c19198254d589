"""Reading: every form, and bad input as problems."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from opensitrep.model import Document, Problem
from opensitrep.read import make_document, read_paths
from opensitrep.read.html.body import map_back
from opensitrep.read.html.days import days_given
from opensitrep.read.html.tree import parse, visible_text
from opensitrep.read.jsonl import plain_date
from opensitrep.read.language import tell_language
from opensitrep.settings import Settings

STORY = (
    "A ferry with forty people on board ran aground near the harbour on Monday, the coast guard said. "
    "Two passengers were taken to hospital with light injuries, a spokeswoman told reporters in the evening."
)


def reads(*paths: Path, **known: object) -> tuple[tuple[Document, ...], tuple[Problem, ...]]:
    return read_paths(list(paths), replace(Settings(engine="here"), **known))  # type: ignore[arg-type]


def put(folder: Path, name: str, data: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def only(folder: Path, name: str, data: str | bytes, **known: object) -> Problem:
    """The single problem of a file that gives no report."""
    documents, problems = reads(put(folder, name, data), **known)
    assert not documents
    assert len(problems) == 1
    assert problems[0].stage == "read"
    return problems[0]


# ---------------------------------------------------------------- forms


def test_a_text_is_kept_letter_by_letter(tmp_path: Path) -> None:
    text = "\ufeffTitle\r\n\r\n" + STORY + "\r\n"
    documents, problems = reads(put(tmp_path, "a.txt", text))
    assert documents[0].text == text
    assert documents[0].language == "en"
    assert problems == ()


def test_a_json_beside_a_text_is_about_it_and_no_report(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", STORY)
    put(
        tmp_path,
        "a.json",
        json.dumps({"url": "https://news.example/a", "source": {"name": "The Example"}, "date": 20240304}),
    )
    documents, _ = reads(tmp_path)
    assert [(d.name, d.url, d.outlet, d.published) for d in documents] == [
        ("a.txt", "https://news.example/a", "The Example", "2024-03-04")
    ]
    assert reads(tmp_path / "a.txt")[0] == documents


def test_a_folder_is_read_sorted_with_paths_as_names(tmp_path: Path) -> None:
    put(tmp_path, "b/two.txt", STORY + " Two.")
    put(tmp_path, "a.md", STORY + " One.")
    put(tmp_path, ".hidden/x.txt", STORY)
    assert [d.name for d in reads(tmp_path)[0]] == ["a.md", "b/two.txt"]


def test_entries_of_a_collection_are_numbered(tmp_path: Path) -> None:
    lines = [{"headline": "Ferry", "body": STORY, "publishedAt": "2024-03-04T10:00:00Z"}, {"text": STORY + " More."}]
    documents, _ = reads(put(tmp_path, "c.jsonl", "\n".join(map(json.dumps, lines)) + "\n"))
    assert [(d.name, d.title) for d in documents] == [("c.jsonl#1", "Ferry"), ("c.jsonl#2", None)]
    assert documents[0].published == "2024-03-04T10:00:00Z"


def test_ninjs_is_read(tmp_path: Path) -> None:
    item = {
        "uri": "urn:x:1",
        "headlines": [{"role": "main", "value": "Ferry runs aground"}],
        "bodies": [{"contenttype": "text/html", "value": f"<p>{STORY}</p><p>It was <b>night</b>.</p>"}],
        "versioncreated": "2024-03-04T10:00:00Z",
    }
    (document,), _ = reads(put(tmp_path, "n.json", json.dumps(item)))
    assert document.title == "Ferry runs aground"
    assert document.text == f"Ferry runs aground\n\n{STORY}\nIt was night."


PAGE = f"""<!doctype html><html lang="en-GB"><head><title>x</title>
<meta property="og:title" content="Ferry &lt;script&gt;">
<meta property="og:site_name" content="The Example"><link rel="canonical" href="https://news.example/ferry">
<meta property="article:published_time" content="2024-03-04T10:00:00Z"></head><body>
<nav><ul><li>Home</li><li>Sport</li></ul></nav>
<article><h1>Ferry runs aground</h1><p>{STORY}</p><p style="display:none">secret</p><script>alert(1)</script>
<p>The ship was <b>towed</b> to the port<br>later, and nobody else on board was hurt,
according to the owner of the line.</p></article>
<footer>All rights reserved</footer></body></html>"""


def test_a_page_is_its_visible_text_with_its_head(tmp_path: Path) -> None:
    (document,), problems = reads(put(tmp_path, "p.html", PAGE))
    assert problems == ()
    assert document.text.split("\n")[:4] == ["Home", "Sport", "Ferry runs aground", STORY]
    assert "secret" not in document.text
    assert "alert" not in document.text
    assert (document.title, document.outlet, document.url) == (
        "Ferry <script>",
        "The Example",
        "https://news.example/ferry",
    )
    assert document.published == "2024-03-04T10:00:00Z"
    said = "\n".join(document.text[s:e] for s, e in document.body)
    assert STORY in said
    assert "Sport" not in said


def test_the_day_of_a_page_needs_no_clock() -> None:
    page = parse("<html><body><p>Published 3 May 2019</p></body></html>")
    assert page is not None
    assert [g.value for g in days_given(page, [], None, url=None, language=None)] == ["2019-05-03"]


def test_inline_elements_do_not_part_words() -> None:
    page = parse("<div>un<b>broken</b> word</div><div>next</div>")
    assert page is not None
    assert visible_text(page) == "unbroken word\nnext"


def test_the_article_is_mapped_back_in_order() -> None:
    visible = "Menu\nFirst part here.\nAdvert\nSecond part, too.\nFooter"
    ranges = map_back(["First part here.", "Second part, too."], visible)
    assert [visible[s:e] for s, e in ranges] == ["First part here.", "Second part, too."]


FEED = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>The Example</title><language>en</language>
<item><title>Ferry &lt;b&gt;aground&lt;/b&gt;</title><link>https://news.example/1</link>
<pubDate>Mon, 04 Mar 2024 10:00:00 GMT</pubDate>
<description>&lt;p&gt;{STORY}&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;</description></item></channel></rss>"""


def test_a_feed_gives_its_entries(tmp_path: Path) -> None:
    (document,), _ = reads(put(tmp_path, "f.rss", FEED))
    assert (document.name, document.text, document.outlet) == ("f.rss#1", f"Ferry aground\n\n{STORY}", "The Example")
    assert document.published == "2024-03-04T10:00:00Z"


def test_an_archive_is_read_as_a_folder(tmp_path: Path) -> None:
    documents, _ = reads(put(tmp_path, "z.zip", zipped({"in/a.txt": STORY, "in/a.json": '{"outlet": "The Example"}'})))
    assert [(d.name, d.outlet) for d in documents] == [("z.zip#in/a.txt", "The Example")]


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stream:
        buffer = io.BytesIO((json.dumps({"text": STORY}) + "\n" + json.dumps({"text": STORY + " B."})).encode())

    monkeypatch.setattr("sys.stdin", Stream())
    assert [d.name for d in reads(Path("-"))[0]] == ["standard input#1", "standard input#2"]


# ---------------------------------------------------------------- bad input


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.txt", b"", "empty file"),
        ("a.txt", b" \n\t", "empty file"),
        ("a.txt", b"\x89PNG\x00\x01\x02" * 50, "binary"),
        ("a.png", b"\x89PNG\x00\x01\x02" * 50, "unknown kind of file '.png'"),
        ("a.html", b"<html><body><script>x()</script></body></html>", "HTML without text"),
        ("a.json", b'{"text": ', "broken JSON"),
        ("a.json", b'{"other": 1}', "no text in the entry"),
        ("a.xml", b"<rss><channel></channel></rss>", "no feed entries"),
        ("a.xml", b'<?xml version="1.0" encoding="a\x00b"?><rss><channel></channel></rss>', "broken feed"),
        ("a.zip", b"PK\x03\x04 not an archive", "broken archive"),
        ("a.jsonl", b"[1]\n", "no JSON object"),
        ("a.json", b'{"a":' * 5000, "broken JSON"),
    ],
)
def test_bad_input_is_a_problem(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    assert said in only(tmp_path, name, data).message


def test_a_feed_with_entities_is_refused(tmp_path: Path) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><rss>&b;</rss>'
    assert "refused" in only(tmp_path, "f.xml", bomb).message


def test_a_broken_companion_leaves_the_text(tmp_path: Path) -> None:
    put(tmp_path, "a.json", b'{"url": "\xff\xfe"}')
    documents, problems = reads(put(tmp_path, "a.txt", STORY))
    assert [d.url for d in documents] == [None]
    assert [(p.subject, p.message) for p in problems] == [("a.json", "broken JSON; nothing is known from it")]


def test_a_large_file_is_left_out(tmp_path: Path) -> None:
    assert "more than 100" in only(tmp_path, "a.txt", "x" * 101, max_bytes=100).message
    assert "characters" in only(tmp_path, "b.txt", "word " * 50, max_characters=100).message


def test_a_broken_line_leaves_the_others(tmp_path: Path) -> None:
    documents, problems = reads(put(tmp_path, "c.jsonl", json.dumps({"text": STORY}) + "\n{broken\n"))
    assert len(documents) == 1
    assert [p.subject for p in problems] == ["c.jsonl#2"]


def test_another_encoding_is_read_and_said(tmp_path: Path) -> None:
    text = "Le maire a déclaré que l'événement était très grave à l'hôpital. " * 5
    documents, problems = reads(put(tmp_path, "a.txt", text.encode("cp1252")))
    assert "déclaré" in documents[0].text
    assert any(p.message.startswith("not UTF-8; read as") for p in problems)


def test_a_language_we_do_not_read_is_kept_and_said(tmp_path: Path) -> None:
    text = (
        "Унаслідок обстрілу вночі загинули двоє людей, ще п'ятеро поранені, повідомила обласна військова адміністрація."
    )
    documents, problems = reads(put(tmp_path, "a.txt", text))
    assert documents[0].language == "uk"
    assert problems[0].message == "language 'uk' is not read yet; the report is kept and counted"


def test_copies_are_reports_and_doubles_are_not(tmp_path: Path) -> None:
    a, b = put(tmp_path, "a.txt", STORY), put(tmp_path, "b.txt", STORY)
    documents, problems = reads(a, b, a)
    assert [d.name for d in documents] == ["a.txt", "b.txt"]
    assert documents[0].text_id == documents[1].text_id
    assert {p.message for p in problems} == {"same text as a.txt; both are kept", "duplicate of a.txt; kept once"}


def test_a_missing_path_is_a_problem(tmp_path: Path) -> None:
    assert reads(tmp_path / "none")[1][0].message == "no such file or folder"


@pytest.mark.parametrize("name", ["../out.txt", "/etc/out.txt", "a/../../out.txt", "inner.zip", "c:\\out.txt"])
def test_tricks_of_archives_are_refused(tmp_path: Path, name: str) -> None:
    documents, problems = reads(put(tmp_path, "z.zip", zipped({name: STORY, "fine.txt": STORY})))
    assert [d.name for d in documents] == ["z.zip#fine.txt"]
    assert "refused" in problems[0].message


def test_links_in_archives_are_refused(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        entry = zipfile.ZipInfo("link.txt")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    _, problems = reads(put(tmp_path, "z.zip", packed.getvalue()))
    assert "a link" in problems[0].message


def test_zip_bombs_are_refused(tmp_path: Path) -> None:
    _, problems = reads(put(tmp_path, "z.zip", zipped({"bomb.txt": b"0" * 5_000_000})))
    assert "times its size; refused" in problems[0].message
    many = {f"{n}.txt": STORY for n in range(5)}
    assert "refused" in only(tmp_path, "m.zip", zipped(many), max_entries=3).message


def test_dates_of_forms_become_iso() -> None:
    assert plain_date("2024-03-04 10:20") == "2024-03-04T10:20"
    assert plain_date("20240304") == "2024-03-04"
    assert plain_date("last week") is None


def test_a_document_has_its_own_id_and_that_of_its_text() -> None:
    one, two = make_document(name="a", text="x"), make_document(name="b", text="x")
    assert one.id != two.id
    assert one.text_id == two.text_id


def test_of_a_folder_only_reports_are_read(tmp_path: Path) -> None:
    for name in ("a.txt", "b.md", "notes", "c.toml", "d.csv", "e.py", ".gitignore", ".git/x.txt", "report.2024"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"The ferry {name} ran aground near the harbour in the night, the guard said.")
    documents, problems = read_paths([tmp_path], Settings())
    assert [d.name for d in documents] == ["a.txt", "b.md", "notes", "report.2024"]
    assert [(p.subject, "not a form we read" in p.message) for p in problems] == [
        ("c.toml", True),
        ("d.csv", False),
        ("e.py", True),
    ]
    assert "a table without reports" in problems[1].message
    assert len(read_paths([tmp_path / "c.toml"], Settings())[0]) == 1  # a file somebody names is read


def test_a_short_english_report_full_of_african_names_is_english() -> None:
    text = "OUAGADOUGOU, Feb 17 - Gunmen killed 40 villagers in Dori, near the border with Niger, on Sunday."
    assert tell_language(f"{text} In Kontagora, Nigeria, bandits kidnapped 30 people.") == "en"
    assert tell_language("Le gouvernement a annoncé lundi à Ouagadougou que quarante habitants étaient morts.") == "fr"
