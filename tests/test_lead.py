"""The lead of each story in account.json: grounded, complete, left aside by what reads the account back."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any

import jsonschema
import pytest

from opensitrep.derive.rules import recompute
from opensitrep.derive.wording import wording
from opensitrep.forms.json import schema, write_account
from opensitrep.model import Account
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
    first, toll = lead["sentences"][:2]
    assert "hit Adana" in first["text"] or "in Adana" in first["text"]
    assert "35 killed" in toll["text"]
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
        assert lead["sentences"][1]["evidence"], "a toll names the words it stands in"


def test_it_fits_the_schema_and_comes_back_as_the_account_it_was(account: Account, written: bytes) -> None:
    jsonschema.validate(json.loads(written), schema())
    assert from_json(written, Account) == account
