"""The PDF: the printed page with its own colours and symbols in every drawing; same bytes on two runs."""

from collections.abc import Callable
from importlib.util import find_spec
from io import BytesIO

import pytest
from lxml import html as parser

from opensitrep.model import Account
from opensitrep.page.html import write_html
from opensitrep.page.pdf import literal, pdf_writers, printable, rules_of, write_pdf

REPORTS = (
    "Shells fall on port\n\n3 May 2024\n\n"
    "Twelve rockets hit Odesa on Friday, killing at least four people, governor Ivan Petrenko said on Telegram.",
    "Port struck\n\n3 May 2024\n\n"
    "Fifteen rockets hit Odesa on Friday and six people were killed, mayor Petro Hai told reporters.",
)


@pytest.fixture(scope="module")
def page(tell: Callable[..., Account]) -> str:
    stream = BytesIO()
    write_html(tell(*REPORTS), stream)
    return printable(stream.getvalue().decode("utf-8"))


def test_no_token_is_left_for_a_renderer_that_reads_none(page: str) -> None:
    assert "var(--" not in page
    assert literal("fill:var(--ink)") == "fill:#1b1f24"


def test_every_drawing_holds_the_symbols_and_rules_it_uses(page: str) -> None:
    drawings = parser.document_fromstring(page).xpath("//svg[not(ancestor::svg)]")
    assert drawings
    for svg in drawings:
        own = set(svg.xpath(".//@id"))
        assert {h[1:] for h in svg.xpath(".//use/@href")} <= own
    assert any("fill:" in style.text for svg in drawings for style in svg.xpath("./style") if style.text)


def test_the_rules_of_drawings_set_colours_and_letters_only() -> None:
    assert "fill:#e9eef1" in rules_of()["water"]
    assert not any("display:" in rules or "padding" in rules for rules in rules_of().values())


def test_every_text_of_the_page_is_still_there(tell: Callable[..., Account], page: str) -> None:
    stream = BytesIO()
    write_html(tell(*REPORTS), stream)
    before = parser.document_fromstring(stream.getvalue())
    for unseen in before.xpath("//svg[@class='narrow'] | //article[starts-with(@class, 'card')][@class!='card first']"):
        unseen.drop_tree()
    after = parser.document_fromstring(page)
    for root in (before, after):
        for style in root.xpath("//style"):
            style.drop_tree()
    assert after.text_content().split() == before.text_content().split()


@pytest.mark.skipif(find_spec("weasyprint") is None, reason="WeasyPrint (extra pdf) is not installed")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_two_runs_give_the_same_bytes(tell: Callable[..., Account]) -> None:
    runs = []
    for _ in range(2):
        stream = BytesIO()
        write_pdf(tell(*REPORTS[:1]), stream)
        runs.append(stream.getvalue())
    assert runs[0].startswith(b"%PDF")
    assert runs[0] == runs[1]
    assert list(pdf_writers()) == ["sitrep.pdf"]
