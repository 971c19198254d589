"""Rule 1 on the page: quoted, derived by a named rule and recomputed, or furniture; nothing else."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from opensitrep import Account, Settings, build
from opensitrep.page.html import write_html
from tests.grounding import page_faults, piece_faults, text_nodes

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


def rendered(account: Account) -> bytes:
    stream = BytesIO()
    write_html(account, stream)
    return stream.getvalue()


@pytest.mark.parametrize("folder", ["reports", "quake"])
def test_every_word_on_the_page_of_an_example_proves_itself(folder: str) -> None:
    account = build([EXAMPLES / folder], settings=Settings(engine="here"))
    assert page_faults(account, rendered(account)) == []
    assert piece_faults(account) == []


def test_every_word_on_the_page_of_the_five_reports_proves_itself(shared: Path) -> None:
    account = build([shared / "seeds" / "texts"], settings=Settings(engine="here"))
    page = rendered(account)
    assert len(list(text_nodes(page))) > 500
    assert page_faults(account, page) == []
    assert piece_faults(account) == []


def test_a_word_that_was_put_in_by_hand_is_found(tell: Callable[..., Account]) -> None:
    account = tell("Flood in Porto\n\nTwo people were killed in a flood in Porto on Monday, the mayor said.\n")
    page = rendered(account)
    assert page_faults(account, page.replace(b"</body>", b"<p>45 missiles</p></body>")) != []
    assert page_faults(account, page.replace(b">Two people", b">Ten people", 1)) != []
