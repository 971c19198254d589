"""The Markdown form: quotations letter by letter, everything else looked up, hostile text escaped."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest

from opensitrep.model import Account
from opensitrep.page.markdown import write_markdown

FIRST = (
    "Flood reaches Nola\n\n"
    "NOLA, 8 September 2023 - At least 40 people were killed when the river flooded Port-au-Prince on Thursday, "
    "mayor Jean Bato said.\n\n"
    "Rescuers said three *hundred* | people [were](http://evil.example) missing."
)
SECOND = (
    "Toll rises\n\n9 September 2023\n\n"
    "The flood in Port-au-Prince killed 55 people, the interior ministry said on Friday."
)
HOSTILE = "*Bold* | [news](http://evil.example)"


def write(account: Account) -> str:
    stream = BytesIO()
    write_markdown(account, stream)
    return stream.getvalue().decode("utf-8")


@pytest.fixture(scope="module")
def account(tell: Callable[..., Account]) -> Account:
    return tell(FIRST, SECOND)


def test_quotations_stand_in_a_report_letter_by_letter(account: Account) -> None:
    brief = write(account).split("\n## ")[1]
    bodies = [" ".join(r.document.text.split()) for r in account.readings]
    quotes = re.findall(r"“([^”]*)”", re.sub(r"\\(.)", r"\1", brief))
    assert quotes
    for quote in quotes:
        assert any(quote in body for body in bodies), quote


def test_every_footnote_is_called_and_every_call_has_a_note(account: Account) -> None:
    text = write(account)
    assert set(re.findall(r"(?m)^\[\^(\w+)\]:", text)) == set(re.findall(r"\[\^(\w+)\](?!:)", text))


def test_marks_of_a_report_are_shown_and_mean_nothing(tell: Callable[..., Account]) -> None:
    text = write(tell(f"{HOSTILE}\n\n9 September 2023\n\nThe <b>army</b> said 12 people were killed in Aleppo."))
    bare = re.sub(r"\\.", "", text)
    assert "](http" not in bare
    assert "<b>" not in bare


def test_rows_of_a_table_have_the_columns_of_its_head(account: Account) -> None:
    columns = None
    for line in write(account).splitlines():
        if not line.startswith("|"):
            columns = None
            continue
        here = len(re.findall(r"(?<!\\)\|", line))
        columns = columns or here
        assert here == columns, line


def test_an_account_of_nothing_is_a_text() -> None:
    assert write(Account()).startswith("# ")


def test_two_texts_of_one_account_are_equal(account: Account) -> None:
    assert write(account) == write(account)
