"""The lead of each story in account.json: grounded, complete, left aside by what reads the account back."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import jsonschema
import pytest

from opensitrep.derive.book import Book
from opensitrep.derive.lead import stated_in
from opensitrep.derive.names import names_somebody, titled
from opensitrep.derive.rules import recompute
from opensitrep.derive.telling import harm_told, leans
from opensitrep.derive.tolls import series_figure
from opensitrep.derive.wording import wording
from opensitrep.forms.json import schema, write_account
from opensitrep.model import Account, Span
from opensitrep.run.codec import from_json

QUAKE = (
    "Quake kills dozens in Adana\n\n7 February 2023\n\n"
    "An earthquake hit Adana on Monday, killing at least 20 people, governor Selim Kaya said on Twitter.",
    "Adana toll\n\n7 February 2023\n\nThe earthquake in Adana on Monday killed 35 people, the interior ministry said.",
)


@pytest.fixture(scope="module")
def account(tell: Callable[..., Account]) -> Account:
    return tell(*QUAKE)


@pytest.fixture(scope="module")
def written(account: Account) -> bytes:
    stream = BytesIO()
    write_account(account, stream)
    return stream.getvalue()


def test_the_lead_says_what_happened_and_the_toll(account: Account, written: bytes) -> None:
    [lead] = json.loads(written)["lead"]
    assert lead["story"] == account.stories[0].id
    assert lead["event"] in {e.id for e in account.events}
    assert lead["title"].startswith("Adana, earthquake, ")
    first, *tolls = lead["sentences"]
    assert "hit Adana" in first["text"] or "in Adana" in first["text"]
    assert "35" in first["text"] or any("35 killed" in toll["text"] for toll in tolls)
    assert lead["reports"] == 2
    assert lead["origins"]["lower"] <= lead["origins"]["upper"]


def test_every_piece_of_a_lead_is_quoted_derived_or_fixed(account: Account, written: bytes) -> None:
    texts = {r.document.id: r.document.text for r in account.readings}

    def words(span: dict[str, Any]) -> str:
        return texts[span["doc"]][span["start"] : span["end"]]

    for lead in json.loads(written)["lead"]:
        for sentence in lead["sentences"]:
            for piece in sentence["pieces"]:
                assert piece["text"] in sentence["text"]
                if piece["kind"] == "quoted":
                    assert words(piece["span"]) == piece["text"]
                    assert piece["span"] in sentence["evidence"]
                elif piece["kind"] == "derived":
                    assert recompute(account, piece["rule"], *piece["of"]) == piece["text"]
                else:
                    assert piece["text"] in wording().text.values()
            assert all(words(span).strip() for span in sentence["evidence"])
        assert all(toll["evidence"] for toll in lead["sentences"][1:]), "a toll names the words it stands in"


def test_it_fits_the_schema_and_comes_back_as_the_account_it_was(account: Account, written: bytes) -> None:
    jsonschema.validate(json.loads(written), schema())
    assert from_json(written, Account) == account


def test_an_office_is_printed_only_in_the_words_of_a_report(tell: Callable[..., Account]) -> None:
    said = (
        "Truck attack in Nice\n\n15 July 2016\n\nA truck was driven into a crowd in Nice on Thursday. {} said 85 died."
    )
    named = {}
    for words in ("Airline pilot Jean Morel", "Captain Jean Morel of the fire brigade", "Mayor Jean Morel"):
        book = Book(tell(said.format(words)))
        [morel] = [actor for actor in book.actors.values() if "Morel" in actor.name]
        named[words] = titled(book, morel)
    assert named["Mayor Jean Morel"] == "mayor Jean Morel"
    assert all(
        called.removesuffix("Jean Morel").strip().casefold() in words.casefold() for words, called in named.items()
    )


@pytest.mark.parametrize(
    ("words", "called"),
    [
        ("Deputy mayor Ana Kovel", "deputy mayor Ana Kovel"),
        ("Ana Kovel, the deputy mayor of the town,", "deputy mayor Ana Kovel"),
        ("Ana Kovel, the deputy mayor of harbour works for the town,", "deputy mayor of harbour works Ana Kovel"),
        ("Ex-mayor Ana Kovel", "ex-mayor Ana Kovel"),
        ("Deputy mayor Jon Rusk stood by as mayor Ana Kovel", "mayor Ana Kovel"),
    ],
)
def test_a_deputy_is_not_called_by_the_office_of_another(tell: Callable[..., Account], words: str, called: str) -> None:
    book = Book(tell(f"Fire in Brno\n\n4 May 2021\n\nA fire destroyed a market in Brno on Monday. {words} said so."))
    [kovel] = [actor for actor in book.actors.values() if actor.name == "Ana Kovel"]
    assert titled(book, replace(kovel, role="mayor")) == called


@pytest.mark.parametrize(
    ("source", "somebody"),
    [
        ("One", False),
        ("details", False),
        ("movie playing", False),
        ("The operator", True),
        ("officials", True),
        ("the ABC7 station", True),
    ],
)
def test_words_that_name_nobody_are_no_source(tell: Callable[..., Account], source: str, somebody: bool) -> None:
    book = Book(tell(f"Bridge closed in Riga\n\n7 May 2019\n\nA bridge in Riga was closed on Tuesday, {source} said."))
    [reading] = book.account.readings
    start = reading.document.text.index(f"{source} said")
    assert names_somebody(book, Span(reading.document.id, start, start + len(source))) is somebody


@pytest.mark.parametrize(
    "opening", ["There", "Both towns felt it, as", "It hit", "She said that in", "Toyrak said that in"]
)
def test_a_sentence_leans_where_its_first_words_point_back(tell: Callable[..., Account], opening: str) -> None:
    body = f"{opening} Adana an earthquake killed 20 people on Monday."
    book = Book(tell(f"Quake in Adana\n\n7 February 2023\n\nThe governor spoke. {body}"))
    [reading] = book.account.readings
    start = reading.document.text.index(body)
    assert leans(book, Span(reading.document.id, start, start + len(body))) == (opening[:6] != "Toyrak")


def test_a_report_that_counts_dead_is_not_silent_on_casualties(tell: Callable[..., Account]) -> None:
    attack = "Raid on Mokolo\n\n7 May 2019\n\nGunmen attacked the market of Mokolo on Monday. {}"
    told = {words: tell(attack.format(words)) for words in ("Twelve people were killed.", "Shops were closed.")}
    for words, account in told.items():
        book = Book(account)
        [event] = [e for e in account.events if e.type == "ASSAULT"][:1]
        assert harm_told(book, event) == ("killed" in words)


def test_no_figure_is_set_behind_a_sentence_that_gives_it(account: Account) -> None:
    book = Book(account)
    [killed] = [s for s in account.series if s.fate == "killed"]
    assert killed.values[killed.latest[0]].low == 35
    for words, gives in (("killed 35 people", True), ("killing at least 20 people", False)):
        [report] = [r for r in account.readings if words in r.document.text]
        start = report.document.text.index(words)
        assert stated_in(book, killed, Span(report.document.id, start, start + len(words))) is gives


def test_a_figure_of_one_hospital_is_called_by_it_behind_the_number(tell: Callable[..., Account]) -> None:
    told = tell(
        "Blast in Brno\n\n4 May 2021\n\nA bomb killed 14 people in Brno on Monday, police said. At Orun Hospital a "
        "surgeon counted 10 dead."
    )
    book = Book(told)
    words = {series_figure(book, s.id) for s in told.series if s.fate == "killed"}
    assert words >= {"14 killed", "10 killed (Orun Hospital)"}
