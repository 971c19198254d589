"""The table of fields: JSON and tables of the field, and days in all the ways tools write them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from opensitrep.errors import SettingsError
from opensitrep.model import Rank
from opensitrep.read import Note, explain, read_paths
from opensitrep.read.stamps import read_stamp
from opensitrep.settings import Settings
from tests.test_readers import ONE, TWO, Put, messages, put, reads

__all__ = ["put"]  # a fixture


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2022-06-25", "2022-06-25"),
        ("2022-06-25T05:00:00.123Z", "2022-06-25T05:00:00Z"),
        ("2022-06-25 05:00:00+0300", "2022-06-25T05:00:00+03:00"),
        ("2022/6/5 5:07", "2022-06-05T05:07"),
        ("20220625T050000Z", "2022-06-25T05:00:00Z"),
        ("20220625", "2022-06-25"),
        (20220625, "2022-06-25"),
        (1656133200, "2022-06-25T05:00:00Z"),
        (1656133200123, "2022-06-25T05:00:00Z"),
        ("1656133200.5", "2022-06-25T05:00:00Z"),
        ({"$date": {"$numberLong": "1656133200000"}}, "2022-06-25T05:00:00Z"),
        ([2022, 6, 25, 5, 0, 0, 5, 176, 0], "2022-06-25T05:00:00Z"),
        ("Sat, 25 Jun 2022 05:00:00 GMT", "2022-06-25T05:00:00Z"),
        ("Sat Jun 25 05:00:00 +0000 2022", "2022-06-25T05:00:00Z"),
        ("25 June 2022", "2022-06-25"),
        ("June 25, 2022 5:00 AM EST", "2022-06-25T05:00:00-05:00"),
        ("25.06.2022 05:00", "2022-06-25T05:00"),
        ("6/25/2022", "2022-06-25"),
        ("None", None),
        ("", None),
        (float("nan"), None),
    ],
)
def test_days_of_tools_are_read(value: object, day: str | None) -> None:
    assert read_stamp(value) == day


@pytest.mark.parametrize("value", ["05/06/2022", "June 2022", "yesterday", "10:30", 12, "2022-13-45", "3 hours ago", 1])
def test_a_day_that_is_not_whole_is_not_made_up(value: object) -> None:
    with pytest.raises(ValueError, match=r"not understood|two days"):
        read_stamp(value)


# ---------------------------------------------------------------- JSON and tables


def test_a_table_of_fields_of_ones_own_goes_first(put: Put, tmp_path: Path) -> None:
    own = put("own.toml", '[fields]\ntext = ["volltext"]\npublished = ["erschienen"]\n')
    row = {"volltext": ONE, "text": "teaser", "erschienen": "2022-06-25", "title": "Fire"}
    file = put("a.json", json.dumps(row))
    (document,), _ = reads(file, fields=str(own))
    assert (document.text, document.published) == (f"Fire\n\n{ONE}", "2022-06-25")
    assert reads(file)[0][0].text == "Fire\n\nteaser"
    broken = put("broken.toml", "[fields]\ntext = 3\n")
    with pytest.raises(SettingsError, match="fields"):
        reads(file, fields=str(broken))
    wrong = put("wrong.toml", '[fields]\ntexts = ["a"]\n')
    with pytest.raises(SettingsError, match=r"unknown parts: fields\.texts"):
        reads(file, fields=str(wrong))


def test_the_shapes_of_the_documentation_do_what_it_says(put: Put) -> None:
    page = (Path(__file__).resolve().parents[1] / "docs" / "using.md").read_text(encoding="utf-8")
    own = str(put("own.toml", page.split("```toml\n")[1].split("```")[0]))
    row = {"ressort": "x", "dachzeile": "Fire", "title": "No", "volltext": ONE, "erscheinungsdatum": "2022-06-25"}
    (document,), _ = reads(put("a.json", json.dumps(row)), fields=own)
    assert (document.title, document.text, document.published) == ("Fire", f"Fire\n\n{ONE}", "2022-06-25")
    search = {"zeitung": "Harbour Times", "ergebnis": {"treffer": [row]}}
    (document,), _ = reads(put("b.json", json.dumps(search)), fields=own)
    assert (document.outlet, document.text) == ("Harbour Times", f"No\n\n{ONE}")


def test_rows_are_found_where_they_stand(put: Put) -> None:
    row = {"title": "Fire", "body": ONE, "url": "https://a.example/1"}
    deep = {"meta": {"n": 1}, "hits": {"hits": [{"_id": "1", "_source": row}]}}
    turned = {"title": {"0": "Fire", "1": "Hall"}, "text": {"0": ONE, "1": TWO}}
    for name, value in (("deep.json", deep), ("by_ids.json", {"x": row, "y": {"title": "Hall", "body": TWO}})):
        assert f"Fire\n\n{ONE}" in [d.text for d in reads(put(name, json.dumps(value)))[0]], name
    assert [d.text for d in reads(put("turned.json", json.dumps(turned)))[0]] == [f"Fire\n\n{ONE}", f"Hall\n\n{TWO}"]


def test_pieces_of_pages_in_json_become_words(put: Put) -> None:
    row = {"title": {"rendered": "Fire &amp; hall"}, "content": {"rendered": f"<p>{ONE}</p><p>{TWO}</p>"}}
    arc = {
        "headlines": {"basic": "Fire"},
        "content_elements": [
            {"type": "text", "content": f"<p>{ONE}</p>"},
            {"type": "image", "caption": "The hall"},
            {"type": "text", "content": "Smoke &#8211; and rain."},
        ],
    }
    documents, _ = reads(put("a.json", json.dumps([row, arc])))
    assert [(d.title, d.text) for d in documents] == [
        ("Fire & hall", f"Fire & hall\n\n{ONE}\n{TWO}"),
        ("Fire", f"Fire\n\n{ONE}\n\nSmoke – and rain."),
    ]


def test_the_day_of_an_event_is_not_that_of_a_report(put: Put) -> None:
    (document,), _ = reads(put("a.csv", f'event_date,notes,source\n04 March 2024,"{ONE}",Harbour Times\n'))
    assert (document.text, document.outlet, document.published) == (ONE, "Harbour Times", None)


def test_a_table_is_told_by_its_header_under_any_name(put: Put) -> None:
    assert [d.text for d in reads(put("a", f"title|text|url\nFire|{ONE}|x\n"))[0]] == [f"Fire\n\n{ONE}"]
    assert [d.text for d in reads(put("b.csv", f"sep=|\ntitle|text\nFire|{ONE}\n"))[0]] == [f"Fire\n\n{ONE}"]
    assert [d.name for d in reads(put("c.txt", f"Fire, hall, text\n\n{ONE}"))[0]] == ["c.txt"]


def test_an_unknown_row_names_its_fields_and_what_is_near(put: Put) -> None:
    _, problems = reads(put("a.json", json.dumps([{"dateTimePub": "2022-06-25", "lang": "eng", "wgt": 3}])))
    assert "it has the fields datetimepub, lang, wgt; the nearest known form is Event Registry" in messages(problems)


def test_half_surrogates_and_nuls_are_read_and_said(put: Put) -> None:
    (document,), problems = reads(put("a.json", '{"title": "x", "text": "' + ONE + ' \\ud800 \\u0000"}'))
    assert document.text == f"x\n\n{ONE} \ufffd "
    assert "half a surrogate pair" in messages(problems)


def test_half_surrogates_in_names_are_shown_and_said(put: Put) -> None:
    row = (
        '{"title": "Fire \\ud800", "text": "'
        + ONE
        + '", "source": "Har\\udfffbour", "url": "https://e.example/\\ud83d"}'
    )
    (document,), problems = reads(put("a.json", row))
    assert (document.title, document.outlet, document.url) == (
        "Fire \ufffd",
        "Har\ufffdbour",
        "https://e.example/\ufffd",
    )
    assert messages(problems).count("half a surrogate pair") == 1


@pytest.mark.parametrize(
    "day", ["9" * 400, "-1e308", "[" + "9" * 30 + ", 1, 1]", "[2024, 3, 4, 1, 1, " + "9" * 30 + "]"]
)
def test_a_number_that_is_no_day_is_said(put: Put, day: str) -> None:
    (document,), problems = reads(put("a.json", f'{{"title": "x", "text": "{ONE}", "date": {day}}}'))
    assert document.published is None
    assert "is not understood" in messages(problems)


def rows(*days: str) -> str:
    return "".join(
        json.dumps({"title": f"Fire {n}", "text": f"{n} {ONE}", "date": d}) + "\n" for n, d in enumerate(days)
    )


@pytest.mark.parametrize(
    ("days", "day"),
    [
        (("03/04/2024", "25/04/2024", "26/04/2024"), "2024-04-03"),
        (("03/04/2024", "04/25/2024", "04/26/2024"), "2024-03-04"),
        (("03/04/2024 10:30", "25/04/2024", "26/04/2024"), "2024-04-03T10:30"),
        (("03/04/2024", "25/04/2024"), None),
        (("03/04/2024", "25/04/2024", "26/04/2024", "04/25/2024"), None),
        (("03/04/2024", "25.04.2024", "26.04.2024", "05/05/2024"), None),
    ],
)
def test_two_other_values_of_a_file_settle_whether_its_days_begin_with_the_day(
    put: Put, days: tuple[str, ...], day: str | None
) -> None:
    documents, problems = reads(put("a.jsonl", rows(*days)))
    assert documents[0].published == day
    assert ("may be one of two days" in messages(problems)) is (day is None)
    if day is not None:
        (given,) = documents[0].given
        assert (given.value, given.rank) == (day, Rank.STATED)
        assert given.where.endswith(f", as in {days[1]} and {days[2]} of the same file")
    assert all(not d.given for d in documents[1:])


def test_the_order_of_day_and_month_is_told_from_tables_and_feeds_of_any_size(put: Put) -> None:
    lines = "".join(f'{d},"{n} {ONE}"\n' for n, d in enumerate(["03/04/2024", *["04/25/2024"] * 3]))
    for limit in (10_000, 200):
        documents, _ = reads(put("a.csv", f"date,text\n{lines}"), max_bytes=limit)
        assert [d.published for d in documents] == ["2024-03-04", *["2024-04-25"] * 3]
    days = ("03/04/2024", "25/04/2024", "27/04/2024")
    items = "".join(
        f"<item><title>{d}</title><description>{ONE}</description><pubDate>{d}</pubDate></item>" for d in days
    )
    documents, _ = reads(put("a.rss", f"<rss version='2.0'><channel><title>Post</title>{items}</channel></rss>"))
    assert [d.published for d in documents] == ["2024-04-03", "2024-04-25", "2024-04-27"]


def test_json_that_breaks_off_gives_what_stands_before(put: Put) -> None:
    documents, problems = reads(put("a.json", '[{"text": "' + ONE + '"}, {"text": "' + TWO))
    assert [d.text for d in documents] == [ONE]
    assert "the 1 before it are kept" in messages(problems)


def test_json_lines_larger_than_the_limit_are_read_line_by_line(put: Put) -> None:
    file = put("a.json", "".join(json.dumps({"text": f"{n} {ONE}"}) + "\n" for n in range(40)))
    assert len(reads(file, max_bytes=1000)[0]) == 40


def test_tables_with_any_sign_between_cells(put: Put) -> None:
    for name, sign in (("a.csv", ";"), ("b.tsv", "\t"), ("c.csv", ",")):
        lines = [sign.join(("Title", "Text", "Publish Date")), sign.join(("Fire", f'"{ONE}"', "25.06.2022"))]
        ((document,), _) = reads(put(name, "\n".join(lines)))
        assert (document.title, document.text, document.published) == ("Fire", f"Fire\n\n{ONE}", "2022-06-25"), name


def test_a_table_without_reports_is_said(put: Put) -> None:
    assert "a table without reports" in messages(reads(put("a.csv", "lat,lon,n\n1,2,3\n"))[1])


def test_where_fields_come_from_is_explained(put: Put) -> None:
    file = put("a.json", json.dumps({"headline": "Fire", "text": ONE, "date": "2022-06-25", "created": "2022-07-01"}))
    notes: list[Note] = []
    documents, problems = read_paths([file], Settings(engine="here"), notes=notes)
    said = "\n".join(explain(documents, problems, notes))
    assert "form     JSON  (told by its name and bytes)" in said
    assert "day      2022-06-25  (date)" in said
    assert "not taken: created: 2022-07-01 (lower rank)" in said
    assert "title    Fire  (headline)" in said


@pytest.mark.parametrize("day", ["0000-00-00", "9999-12-31", "2024-02-30", "2024-03-04T10:00+99:99"])
def test_a_day_no_report_has_is_said_whatever_form_gives_it(put: Put, day: str) -> None:
    (document,), problems = reads(put("a.md", f"---\ntitle: Fire\ndate: {day}\n---\n{ONE}\n"))
    assert document.published == ("2024-03-04" if "T" in day else None)
    assert f"its day '{day}' is not understood" in messages(problems)
    assert day not in [g.value for g in document.given]


@pytest.mark.parametrize("label", ["punycode", "idna", "unicode_escape", "hex", "undefined"])
def test_an_encoding_that_is_none_of_pages_is_passed_over(put: Put, label: str) -> None:
    page = f"<meta charset={label}><title>Café</title><p>{ONE} \\ud800é".encode("cp1252")
    (document,), problems = reads(put("a.html", page))
    assert ONE in document.text
    assert "read as cp1252" in messages(problems)


def test_control_characters_of_a_page_are_left_out(put: Put) -> None:
    rest = "".join(f"<p>{n} {TWO}</p>" for n in range(9))
    page = f"<title>Fire</title><body><h1>Fi\x01re</h1><script>x</script>\x07<p>{ONE}\x0b\x1f\uffff</p>{rest}"
    (document,), _ = reads(put("a.html", page))
    assert not any(c in document.text for c in "\x01\x07\x0b\x1f\uffff")
    assert "Fire" in document.text
