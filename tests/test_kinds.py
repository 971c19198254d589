"""Every kind and mode that the reader can give is known to the codebook, the page and the exchange forms."""

from __future__ import annotations

import pytest

from opensitrep.derive.wording import wording
from opensitrep.forms.plover import SubEvents
from opensitrep.learned import MODELS
from opensitrep.learned.cards import load_card
from opensitrep.text.words import load

CODES = {
    kind: set(table["modes"])
    for group in load("codes/plover.toml", dict[str, dict[str, dict[str, object]]]).values()
    for kind, table in group.items()
    if isinstance(table["modes"], list)
}


@pytest.fixture(scope="module")
def kinds() -> tuple[str, ...]:
    card = MODELS / "reader.json"
    if not card.is_file():
        pytest.skip("the card of the reader is not in data/models")
    return load_card(card).classes["kind"]


def test_the_codebook_knows_every_kind_and_mode_of_the_reader(kinds: tuple[str, ...]) -> None:
    unknown = [k for k in kinds if not _known(*k.partition("/")[::2])]
    assert unknown == []


def test_every_kind_of_the_reader_has_a_word_and_a_shape(kinds: tuple[str, ...]) -> None:
    assert {k.partition("/")[0] for k in kinds} <= set(wording().kinds)


def test_the_page_and_acled_name_no_kind_that_the_codebook_has_not() -> None:
    named = [k for k in wording().kinds if k not in ("launch", "other")]
    assert [k for k in named if not _known(*k.partition("/")[::2])] == []
    rows = load("codes/acled.toml", SubEvents).row
    assert [r for r in rows if not _known(r.type, r.mode)] == []


def _known(kind: str, mode: str) -> bool:
    return kind in CODES and (not mode or mode in CODES[kind])
