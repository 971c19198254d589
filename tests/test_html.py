"""The page: everything on it is quoted, derived by a named rule or a fixed string; no request; a script in indexes."""

import hashlib
import re
from base64 import b64encode
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from benchmarks.page.stories import many
from lxml import html as parser

from opensitrep.derive.book import Book
from opensitrep.derive.rules import RULES
from opensitrep.derive.wording import wording
from opensitrep.model import Account, Problem
from opensitrep.page.html import write_html, write_index
from opensitrep.pipeline import verify, write
from tests.grounding import page_faults

STRIKE = (
    "Rockets hit Halden as talks go on\n\n"
    "HALDEN, 3 May 2024 - Twelve rockets hit the port of Odesa on Friday, killing at least four people, "
    "regional governor Ivan Petrenko said on Telegram.\n\n"
    "The army said it would send a relief convoy to Odesa on Monday."
)
STRIKE_AGAIN = (
    "Port struck\n\n"
    "3 May 2024\n\n"
    "Fifteen rockets hit the port of Odesa on Friday and six people were killed, the mayor, Olena Bondar, told "
    "reporters. The defence ministry denied that the port was hit."
)
HOSTILE = (
    '<script>alert("x")</script> & "quotes" <img src=x onerror=y>\n\n'
    "3 May 2024\n\n"
    "Two people were killed in Kharkiv on Friday, police said: </q></p><script>alert(1)</script> it was an accident."
)


def page(account: Account) -> str:
    stream = BytesIO()
    write_html(account, stream)
    return stream.getvalue().decode("utf-8")


def ungrounded(account: Account, source: str) -> list[str]:
    """Texts and accessible names of a page that nothing accounts for."""
    return page_faults(account, source.encode("utf-8"))


@pytest.fixture(scope="module")
def account(tell: Callable[..., Account]) -> Account:
    return tell(STRIKE, STRIKE_AGAIN)


def test_every_text_of_a_page_is_quoted_derived_or_fixed(account: Account) -> None:
    assert ungrounded(account, page(account)) == []


def test_a_text_that_nothing_accounts_for_is_found(account: Account) -> None:
    source = page(account)
    assert ungrounded(account, source.replace("<h2", "<p>It is confirmed.</p><h2", 1))
    assert ungrounded(
        account, re.sub(r'(data-r="event counts"[^>]*>)[^<]+', r"\g<1>9 reports, 9 origins", source, count=1)
    )
    assert ungrounded(account, re.sub(r"(<q [^>]*>)[^<]+", r"\g<1>other words", source, count=1))


def test_a_page_of_the_seeds_is_grounded(shared: Path) -> None:
    import opensitrep

    seeds = opensitrep.build([shared / "seeds" / "texts"], settings=opensitrep.Settings(engine="here"))
    assert ungrounded(seeds, page(seeds)) == []


def test_the_page_holds_no_script_no_style_attribute_and_asks_for_nothing(account: Account) -> None:
    root = parser.document_fromstring(page(account))
    assert not root.xpath("//script | //iframe | //img | //link | //object | //embed | //form | //*[@style]")
    assert not [a for e in root.iter() if isinstance(e.tag, str) for a in e.attrib if a.startswith("on")]
    outside = [v for v in root.xpath("//@href | //@src | //@*[local-name()='href']") if not str(v).startswith("#")]
    assert all(re.fullmatch(r"https://www\.geonames\.org/\d+", v) for v in outside)  # followed by a click, never loaded
    assert outside == root.xpath("//a[@class='away'][@rel='external noopener noreferrer']/@href")


def test_the_policy_names_the_digest_of_the_only_style_sheet(account: Account) -> None:
    root = parser.document_fromstring(page(account))
    [style] = root.xpath("//style")
    digest = b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
    [policy] = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert f"'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "url(http" not in style.text


def test_every_link_leads_to_an_anchor_of_the_page_and_no_anchor_stands_twice(account: Account) -> None:
    root = parser.document_fromstring(page(account))
    anchors = root.xpath("//@id")
    assert len(anchors) == len(set(anchors))
    assert {v[1:] for v in root.xpath("//@href[starts-with(., '#')]")} <= set(anchors)


def test_hostile_text_is_shown_as_text(tell: Callable[..., Account]) -> None:
    account = tell(HOSTILE)
    source = page(account)
    root = parser.document_fromstring(source)
    assert not root.xpath("//script | //img")
    assert ungrounded(account, source) == []


def test_text_from_right_to_left_keeps_its_direction(tell: Callable[..., Account]) -> None:
    account = tell("3 May 2024\n\nقال الحاكم إن ستة أشخاص قتلوا في المدينة يوم الجمعة.")
    root = parser.document_fromstring(page(account))
    assert root.xpath("//p[@dir='auto'][@data-q]")


def test_one_report_says_that_there_is_nothing_to_compare(tell: Callable[..., Account]) -> None:
    account = tell(STRIKE)
    root = parser.document_fromstring(page(account))
    assert root.xpath("//*[@data-k='nothing to compare']")
    assert not root.xpath("//*[@id='disputed'] | //*[@id='origins']")


def test_an_account_of_nothing_is_a_page() -> None:
    account = Account(problems=(Problem("read", "a.bin", "not a text"),))
    assert ungrounded(account, page(account)) == []
    assert "a.bin" in page(account)


def test_a_report_that_could_not_be_read_is_counted(account: Account) -> None:
    from dataclasses import replace

    lost = replace(account, problems=(Problem("read", "broken.txt", "not a text"),))
    assert "2 of 3" in page(lost)


def test_words_of_truth_do_not_stand_on_the_page() -> None:
    for text in wording().text.values():
        assert not re.search(r"\b(confirmed|verified fact|fake|debunked|sources say)\b", text, re.I)


def test_templates_hold_no_words() -> None:
    folder = Path(__file__).parents[1] / "src" / "opensitrep" / "report" / "templates"
    for file in sorted(folder.glob("*.html")):
        bare = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", file.read_text("utf-8"), flags=re.S)
        bare = re.sub(r"<[^>]*>", "", bare)
        assert not re.search(r"\w", bare), f"{file.name}: {bare.split()}"


def test_two_pages_of_one_account_are_equal_bytes(account: Account) -> None:
    assert page(account) == page(account)


def test_every_rule_is_a_function_of_ids() -> None:
    for name, rule in RULES.items():
        assert rule.__name__.replace("_", " ") == name
        assert rule.__doc__


def test_ids_of_reports_and_stories_are_short_in_the_page_and_can_be_made_whole(account: Account) -> None:
    book = Book(account)
    source = page(account)
    for reading in account.readings:
        assert reading.document.id not in source
    ids = f"{account.stories[0].id}:{account.readings[1].document.id}:c:3-9:ASSAULT"
    assert book.shorten(ids) == "$0:@1:c:3-9:ASSAULT"
    assert book.lengthen(book.shorten(ids)) == ids


def test_many_stories_have_one_row_each_and_fold(tell: Callable[..., Account]) -> None:
    account = tell(
        STRIKE, "Harvest fair opens\n\n9 June 2021\n\nThe mayor of Porto opened the harvest fair in Porto on Wednesday."
    )
    root = parser.document_fromstring(page(account))
    assert len(account.stories) == 2
    rows = root.xpath("//section[@id='stories']//tbody/tr")
    assert len(rows) == len(root.xpath("//details[@class='story']")) == 2
    assert all(len(row.xpath("./td")) == 6 for row in rows)
    for target in root.xpath("//section[@id='stories']//a/@href"):
        assert root.xpath(f"//details[@class='story']/*[@id='{target[1:]}']"), "a link opens the story it leads to"


def test_stories_have_pages_of_their_own_beside_the_index(tell: Callable[..., Account], tmp_path: Path) -> None:
    account = tell(
        STRIKE, "Harvest fair opens\n\n9 June 2021\n\nThe mayor of Porto opened the harvest fair in Porto on Wednesday."
    )
    files = {file.relative_to(tmp_path).as_posix() for file in write(account, tmp_path)}
    source = (tmp_path / "sitrep.html").read_text("utf-8")
    links = parser.document_fromstring(source).xpath("//section[@id='stories']//a/@href")
    assert len(links) == 2
    assert set(links) == {name for name in files if name.startswith("stories/")}
    assert ungrounded(account, source) == []
    for link in links:
        page_of_story = (tmp_path / link).read_text("utf-8")
        assert ungrounded(account, page_of_story) == []
        assert "../sitrep.html" in page_of_story
    write(tell(STRIKE), tmp_path)
    assert not [*tmp_path.glob("stories/*.html")], "pages of an older account go with it"
    assert not verify(tmp_path)


def test_all_stories_can_stand_in_one_file(tell: Callable[..., Account], tmp_path: Path) -> None:
    account = tell(STRIKE, "Harvest fair opens\n\n9 June 2021\n\nThe mayor opened the fair in Porto on Wednesday.")
    write(account, tmp_path, single_file=True)
    assert not (tmp_path / "stories").exists()
    root = parser.document_fromstring((tmp_path / "sitrep.html").read_text("utf-8"))
    assert len(root.xpath("//details[@class='story']")) == 2


def test_a_report_that_is_not_read_is_named_with_its_link(tell: Callable[..., Account]) -> None:
    account = tell(
        "Überschwemmung in Dresden\n\nBei einer Überschwemmung in Dresden starben am Montag zwei Menschen.\n",
        language="de",
        url="https://zeitung.example/flut",
    )
    root = parser.document_fromstring(page(account))
    assert root.xpath("//ul[@class='unread']//q")
    assert root.xpath("//ul[@class='unread']//a[@href='https://zeitung.example/flut']")
    assert not root.xpath("//*[@data-k='nothing to brief']")


def test_texts_and_chains_fold_on_the_phone(account: Account) -> None:
    root = parser.document_fromstring(page(account))
    assert root.xpath("//details[@class='report folds'][not(@open)]")
    assert all("folds" in d.get("class") for d in root.xpath("//section[@id='origins']/details"))


def test_only_an_index_holds_a_script_and_its_policy_names_the_digest(
    tell: Callable[..., Account], tmp_path: Path
) -> None:
    account = tell(STRIKE, "Harvest fair opens\n\n9 June 2021\n\nThe mayor opened the fair in Porto on Wednesday.")
    write(account, tmp_path, only=["sitrep.html"])
    root = parser.document_fromstring((tmp_path / "sitrep.html").read_text("utf-8"))
    [script] = root.xpath("//script")
    assert not script.attrib
    [policy] = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert f"script-src 'sha256-{b64encode(hashlib.sha256(script.text.encode()).digest()).decode()}';" in policy
    for file in tmp_path.glob("stories/*.html"):
        assert "<script" not in file.read_text("utf-8")
        assert "script-src" not in file.read_text("utf-8")


def test_a_long_index_is_grounded_and_has_a_register_by_place_and_kind() -> None:
    account, stream = many(40), BytesIO()
    write_index(account, stream)
    root = parser.document_fromstring(stream.getvalue())
    assert ungrounded(account, stream.getvalue().decode("utf-8")) == []
    assert [h.text for h in root.xpath("//details[contains(@class, 'register')]/h3")] == [
        "By place",
        "By what happened",
    ]
    rows = set(root.xpath("//section[@id='stories']//tbody/tr/@id"))
    assert len(rows) == 40
    assert {a[1:] for a in root.xpath("//details[contains(@class, 'register')]//a/@href")} == rows
