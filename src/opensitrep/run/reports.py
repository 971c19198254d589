"""What stands in the reports of an account, found by id or span; of packed readings few are unpacked at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Self, TypeVar

from opensitrep.model import (
    Account,
    ActorMention,
    Attribution,
    Claim,
    Count,
    Document,
    Incident,
    Mention,
    Quantity,
    Reading,
    Span,
    TimeExpression,
    Toponym,
)
from opensitrep.run.shelf import ByReport, Shelf

K = TypeVar("K", Span, str)
V = TypeVar("V")


class Reports:
    """The readings of an account with their indexes, built when first asked for."""

    def __init__(self, account: Account) -> None:
        self.account = account

    @classmethod
    def of(cls, account: Account | Reports) -> Self:
        """These of an account; those that are there are used on, with all that was found in them."""
        if isinstance(account, cls):
            return account
        return cls(account.account if isinstance(account, Reports) else account)

    # ------------------------------------------------ reports

    @cached_property
    def documents(self) -> list[Document]:
        """The documents in the order of the account."""
        found = self.account.readings
        return found.documents if isinstance(found, Shelf) else [r.document for r in found]

    @cached_property
    def place_of(self) -> dict[str, int]:
        """Places in the account by document id."""
        return {d.id: n for n, d in enumerate(self.documents)}

    def document(self, doc: str) -> Document:
        """A document by id; nothing is unpacked for it."""
        return self.documents[self.place_of[doc]]

    def by_report(self, rows: Callable[[Reading], dict[K, V]]) -> Mapping[K, V]:
        """What stands in the readings, by spans or ids; of packed ones indexed report by report."""
        found = self.account.readings
        if isinstance(found, Shelf):
            return ByReport(found, self.place_of, rows)
        return {key: row for reading in found for key, row in rows(reading).items()}

    @cached_property
    def readings(self) -> Mapping[str, Reading]:
        """Readings by document id."""
        return self.by_report(lambda r: {r.document.id: r})

    def quote(self, span: Span) -> str:
        """The characters of a span, letter by letter."""
        return self.document(span.doc).text[span.start : span.end]

    # ------------------------------------------------ things read, by span or id

    @cached_property
    def times(self) -> Mapping[Span, TimeExpression]:
        """Time expressions by span."""
        return self.by_report(lambda r: {t.span: t for t in r.times})

    @cached_property
    def quantities(self) -> Mapping[Span, Quantity]:
        """Quantities by span."""
        return self.by_report(lambda r: {q.span: q for q in r.quantities})

    @cached_property
    def figures(self) -> Mapping[Span, Quantity]:
        """Quantities by their number words."""
        return self.by_report(lambda r: {q.number: q for q in r.quantities})

    @cached_property
    def counts(self) -> Mapping[str, Count]:
        """Counts by id."""
        return self.by_report(lambda r: {c.id: c for c in r.counts})

    @cached_property
    def incidents(self) -> Mapping[str, Incident]:
        """Incidents by id."""
        return self.by_report(lambda r: {i.id: i for i in r.incidents})

    @cached_property
    def toponyms(self) -> Mapping[Span, Toponym]:
        """Toponyms by span."""
        return self.by_report(lambda r: {t.span: t for t in r.toponyms})

    @cached_property
    def actor_mentions(self) -> Mapping[Span, ActorMention]:
        """Actor mentions by span."""
        return self.by_report(lambda r: {a.span: a for a in r.actors})

    @cached_property
    def attributions(self) -> Mapping[str, Attribution]:
        """Attributions by id."""
        return self.by_report(lambda r: {a.id: a for a in r.attributions})

    @cached_property
    def mentions(self) -> Mapping[str, Mention]:
        """Event mentions by id."""
        return self.by_report(lambda r: {m.id: m for m in r.mentions})

    @cached_property
    def claims(self) -> Mapping[str, Claim]:
        """Claims by id."""
        return self.by_report(lambda r: {c.id: c for c in r.claims})

    @cached_property
    def claims_of(self) -> Mapping[str, tuple[Claim, ...]]:
        """Claims by what they are about, which stands in the same report."""
        return self.by_report(_by_subject)

    @cached_property
    def incident_of_mention(self) -> Mapping[str, str]:
        """Incident id by mention id."""
        return self.by_report(lambda r: {m: i.id for i in r.incidents for m in i.mentions})


def _by_subject(reading: Reading) -> dict[str, tuple[Claim, ...]]:
    out: dict[str, list[Claim]] = defaultdict(list)
    for claim in reading.claims:
        out[claim.subject].append(claim)
    return {subject: tuple(claims) for subject, claims in out.items()}
