"""Reports whose day is amiss: the day a page was fetched, which says nothing of when its figures held."""

from __future__ import annotations

from collections.abc import Iterator

from opensitrep.model import Currency
from opensitrep.run.ledger import Ledger
from opensitrep.text.intervals import days_of

WEEK = 7
WEEKDAY = "XXXX-W"  # how the value of a weekday alone begins
LEAST = 2  # weeks from which "on Sunday" of another Sunday is no slip of a reading by one


def misdated(ledger: Ledger) -> frozenset[str]:
    """Reports that tell what happened weeks before their day by its weekday alone ("on Sunday"), which is said within a
    week; and those of their outlets that bear the same day."""
    found = {_stamp(ledger, doc) for doc in _told_late(ledger)}
    docs = [r.document.id for r in ledger.account.readings]
    return frozenset(d for d in docs if _stamp(ledger, d) in found) if found else frozenset()


def _told_late(ledger: Ledger) -> Iterator[str]:
    for event in ledger.account.events:
        first, _ = days_of(event.when)
        if first is None or event.currency is not Currency.CURRENT:
            continue
        for mention in (m for i in event.mentions if (m := ledger.mentions.get(i))):
            for span in mention.times:
                told, day = ledger.times.get(span), days_of(ledger.interval_of(span))[0]
                if told is None or day is None or not (told.value or "").startswith(WEEKDAY):
                    continue
                weeks, rest = divmod((day - first).days, WEEK)
                if rest == 0 and weeks >= LEAST and told.direction < 0:
                    yield span.doc


def _stamp(ledger: Ledger, doc: str) -> tuple[object, object]:
    """The outlet and the day of a report."""
    published = ledger.published(doc)
    return ledger.text_of(doc, "outlet") or doc, published.start if published else None
