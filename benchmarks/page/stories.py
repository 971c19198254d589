"""An account of many stories, made of a few that were read: each copy has towns, days and ids of its own."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from itertools import product

from opensitrep.model import Account
from opensitrep.pipeline import extract, extractors, reconcile
from opensitrep.read import make_document
from opensitrep.reconcile.join import join
from opensitrep.run.chapters import Chapters
from opensitrep.run.codec import account_to_json, from_json
from opensitrep.settings import Settings

SEED = 20240503
IDS = re.compile(rb"\bs[0-9a-f]{12}\b|\bo[0-9a-f]{12}\b|\b[0-9a-f]{16}\b|\bgn:\d+\b|\bactor:[0-9a-f]{12}\b")
SYLLABLES = ("ba", "de", "ki", "lo", "mu", "na", "po", "ri", "sa", "te", "vo", "ze")
TOWN = "Dresden"  # of seven letters, as all towns that take its place: every offset stays
DAYS = (b"2024-06-03", b"2024-06-04")  # of happening and report
READ = (
    (
        "Flood hits Dresden\n\n4 June 2024\n\nAt least twelve people were killed when the river flooded the old town "
        "of Dresden on Monday, the mayor, Anna Krol, told reporters.\n\nRescuers were still looking for five people on "
        "Tuesday.\n",
        "Twelve dead in Dresden flood\n\n4 June 2024\n\nFifteen people died in the flood in Dresden on Monday, police "
        "said. The health ministry denied that a hospital was flooded.\n",
    ),
    (
        "Explosion at depot in Dresden\n\n4 June 2024\n\nAn explosion at a fuel depot in Dresden on Monday injured "
        "nine people, the fire brigade said.\n",
        "Blast in Dresden\n\n4 June 2024\n\nA blast at a fuel depot in Dresden injured nine people on Monday, the "
        "interior ministry said.\n",
    ),
    (
        "Thousands march in Dresden\n\n4 June 2024\n\nThousands of people protested in Dresden on Monday, police "
        "said.\n",
    ),
)
"""Reports in our own words, story by story."""


def many(number: int) -> Account:
    """An account of that many stories, always the same; the pipeline reads only the few they are made of."""
    settings, made = Settings(engine="here"), random.Random(SEED)
    stages = extractors(settings)
    kinds = []
    for n, texts in enumerate(READ):
        documents = [make_document(name=f"{n}-{i}.txt", text=text) for i, text in enumerate(texts)]
        account = reconcile([extract(stages, document) for document in documents], settings)
        kinds.append(account_to_json(account))
    towns = ["".join(parts).capitalize() + made.choice("mnr") for parts in product(SYLLABLES, repeat=3)]
    made.shuffle(towns)
    copies = [copy(kinds[n % len(kinds)], n, towns[n % len(towns)]) for n in range(number)]
    return replace(join(Chapters(copies)), readings=tuple(r for account in copies for r in account.readings))


def copy(kind: bytes, number: int, town: str) -> Account:
    """A story once more, elsewhere, on another day, under other ids."""

    def other(found: re.Match[bytes]) -> bytes:
        head, _, tail = found.group().rpartition(b":") if b":" in found.group() else (b"", b"", found.group())
        mark = tail[:1] if tail[:1] in b"so" and len(tail) == 13 else b""
        digits = f"{number:05}".encode()
        if head == b"gn":
            return b"gn:9" + digits + tail
        return (head + b":" if head else b"") + mark + digits + tail[len(mark) + len(digits) :]

    text = IDS.sub(other, kind).replace(TOWN.encode(), town.encode())
    for after, day in enumerate(DAYS):
        text = text.replace(day, f"2023-{1 + number % 12:02}-{1 + number % 27 + after:02}".encode())
    return from_json(text, Account)
