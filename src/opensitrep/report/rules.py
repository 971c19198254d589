"""The one table of rules that derive text: name to function. What a page derives, it derives through here.

A rule takes a `Book` and ids, and gives text; it looks at nothing else. The same call gives the same text, so that
any derived text of a page can be recomputed from its name and ids.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from opensitrep.model import Account
from opensitrep.report import derive_events as events
from opensitrep.report import derive_facts as facts
from opensitrep.report import derive_reports as reports
from opensitrep.report.book import Book
from opensitrep.report.pieces import Derived, Fixed, Piece, Quote
from opensitrep.report.wording import wording

Rule = Callable[..., str]

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        name.replace("_", " "): rule
        for module in (reports, events, facts)
        for name, rule in vars(module).items()
        if callable(rule)
        and getattr(rule, "__module__", None) == module.__name__
        and next(iter(getattr(rule, "__annotations__", {}).items()), None) == ("book", "Book")
        and rule.__annotations__.get("return") == "str"
        and all(kind == "str" for key, kind in rule.__annotations__.items() if key not in ("book", "return"))
    }
)
"""Every function of the three files of rules that takes a book and ids (strings) and gives a string."""


def derive(book: Book, piece: Derived) -> str:
    """The text of a derived piece. Raises `KeyError` if there is no such rule or id."""
    return RULES[piece.rule](book, *piece.of)


def spell(book: Book, piece: Piece) -> str:
    """The text of any piece, without quotation marks."""
    match piece:
        case Quote(span):
            return book.quote(span)
        case Fixed(key):
            return wording().text[key]
        case Derived():
            return derive(book, piece)


def recompute(account: Account, rule: str, *of: str) -> str:
    """What a rule gives for ids of an account; for tests and other programs."""
    return derive(Book(account), Derived(rule, of))
