"""Words are data: none of the rooms that read text keeps a list of them in its code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest

from opensitrep.errors import ResourceError
from opensitrep.model import codes
from opensitrep.text.words import Lists

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "opensitrep"
FILES = [p for room in ("extract", "reconcile") for p in sorted((PACKAGE / room).rglob("*.py"))]
WORD = re.compile(r"[a-z][a-z'’. -]*")
RELATIONS = [
    "ROOT", "acl", "acomp", "advcl", "advmod", "agent", "amod", "appos", "attr", "aux", "auxpass", "case", "cc",
    "ccomp", "compound", "conj", "csubj", "csubjpass", "dative", "dep", "det", "dobj", "expl", "intj", "mark",
    "meta", "neg", "nmod", "npadvmod", "nsubj", "nsubjpass", "nummod", "oprd", "parataxis", "pcomp", "pobj",
    "poss", "preconj", "predet", "prep", "prt", "punct", "quantmod", "relcl", "xcomp",
]  # fmt: skip
# Files whose keys name features of a model.
FEATURES = (
    "reconcile/events/chief.py",
    "reconcile/events/fields.py",
    "reconcile/events/likeness.py",
    "reconcile/facts/disputes.py",
    "reconcile/facts/said.py",
    "reconcile/facts/sureness.py",
)
# Names that our own code and data files give to kinds of things: they stand in no report.
NAMES: list[str] = [
    "about", "accident", "accuse", "act", "adjective", "aerial", "against interest", "all day", "apart", "approx",
    "area", "ask", "at night", "attack", "back", "bare units", "base", "between", "body", "bomb", "boundaries",
    "building", "cancelled", "case", "casualty", "ceasefire", "city", "civil", "civilian", "clock", "coasts",
    "code", "collapse", "colon", "communique", "company", "contested", "contests", "control", "country", "curfew",
    "day", "days after", "destroy", "die", "discourse", "drone", "duration", "edge of a happening", "edges",
    "effect", "exact", "expert", "explosion", "facility", "fall", "fire", "firearms", "first units",
    "fiscal year", "flat", "foot", "gather", "half", "heavy-weapons", "hit", "holds", "household",
    "in the morning", "inhabitant", "inside", "instant", "intercept", "interval", "justice", "km", "land",
    "last unit", "leave", "lengths", "lines", "martial-law", "media", "meets", "metre", "mile", "military",
    "missile", "month", "munition", "nautical", "near", "nearly", "ner", "neutral", "next part", "not same",
    "nth unit", "number", "obj", "odd", "office", "often", "open", "opposition", "organisation", "outlet",
    "overnight", "own success", "parliament", "part", "partly", "parts", "past", "percent", "person", "places",
    "plant", "police", "postponed", "present", "promise", "quarter", "quote", "rebels", "refuse", "region",
    "report", "river", "road", "rocket", "same", "say", "science", "sea", "seat", "seize", "senter", "sentence",
    "settlement",
    "shell", "shift", "side", "so far", "soldier", "speaker", "spokesperson", "stretch of a happening", "strike",
    "struck", "table", "takes", "text", "the day after", "the part", "the past", "the unit", "thing", "this season",
    "threaten", "took place", "troops", "unit", "unknown", "unsure", "v", "village", "war", "water", "waters",
    "ways", "weekday", "window", "wire copy", "within", "words", "yard", "year", "year earlier period", "zone",
]  # fmt: skip
LISTS = [t for t in vars(codes).values() if isinstance(t, type) and issubclass(t, StrEnum)]
CODES = {*RELATIONS, *NAMES, *(value.value for closed in LISTS for value in closed)}


def literals(tree: ast.Module) -> Iterator[tuple[int, list[str]]]:
    """Line and words of every tuple, list, set or dictionary whose strings are lower-case words, two or more."""
    for node in ast.walk(tree):
        parts = node.keys if isinstance(node, ast.Dict) else getattr(node, "elts", ())
        words = [p.value for p in parts if isinstance(p, ast.Constant) and isinstance(p.value, str)]
        if len(words) > 1 and all(WORD.fullmatch(w) for w in words):
            yield getattr(node, "lineno", 0), words


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_no_word_list_stands_in_the_code(path: Path) -> None:
    if path.relative_to(PACKAGE).as_posix() in FEATURES:
        pytest.skip("names of features")
    found = [(line, words) for line, words in literals(ast.parse(path.read_text("utf-8"))) if not set(words) <= CODES]
    assert found == []


def asked(path: Path) -> Iterator[tuple[str, str, str]]:
    """Room, folder and list of every `WORDS["..."]`, `WORDS.ordered("...")` and `WORDS.table("...")` of a file."""
    text = path.read_text("utf-8")
    room = re.search(r'^WORDS = Lists\("(\w+)"(?:, "(\w+)")?\)', text, re.M)
    for name in re.findall(r'\bWORDS(?:\[|\.ordered\(|\.table\()"([\w ]+)"', text):
        assert room is not None, path
        yield room[1], room[2] or "en", name


def test_every_list_that_is_asked_for_is_there_and_every_list_is_asked_for() -> None:
    wanted = {pair for path in FILES for pair in asked(path)}
    files = {(room, folder): Lists(room, folder)._room for room, folder, _ in wanted}
    there = {(*file, name) for file, room in files.items() for part in (room.lists, room.tables) for name in part}
    assert wanted == there


def test_a_list_that_is_not_there_is_said() -> None:
    with pytest.raises(ResourceError, match=r"en/times\.toml has no list 'no such'"):
        Lists("times")["no such"]
