"""The place in the title of a story is where it happens."""

from __future__ import annotations

from pathlib import Path

import opensitrep
from opensitrep.derive.book import Book
from opensitrep.derive.stories import story_title


def test_a_land_told_as_a_border_or_as_speaking_does_not_name_the_story(tmp_path: Path) -> None:
    (tmp_path / "wire.txt").write_text(
        "Raid on Djibo kills six\n\nBAMAKO, May 6 - Gunmen killed six people in Djibo on Monday, near the border with"
        " Niger. Shelling killed two people in Djibo on Tuesday. Ghana condemned the raids.\n",
        encoding="utf-8",
    )
    account = opensitrep.build([tmp_path], settings=opensitrep.Settings(engine="here"))
    [title] = [story_title(Book(account), s.id) for s in account.stories]
    assert title.startswith("Djibo")
