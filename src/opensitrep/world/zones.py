"""Time zones of places, as IANA names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from opensitrep.text.words import load_rows
from opensitrep.world.gazetteer import Entry


@dataclass(frozen=True, slots=True)
class Zone:
    """A row of data/world/zones.tsv: the time zone of a country (ISO alpha-2) or division (gazetteer id)."""

    area: str
    zone: str


@cache
def load_zones() -> dict[str, str]:
    """Time zones by country code or id of a division. Raises `ResourceError` for a damaged file."""
    return {row.area: row.zone for row in load_rows("world/zones.tsv", Zone)}


def zone_of(entry: Entry) -> str | None:
    """The time zone of an entry: its own, its division's, its country's; None where it spans several."""
    zones = load_zones()
    if entry.zone:
        return entry.zone
    if entry.kind == "admin1" and entry.id in zones:
        return zones[entry.id]
    if entry.admin1 and entry.admin1 in zones:
        return zones[entry.admin1]
    return zones.get(entry.country or "") if entry.kind not in ("sea", "organisation") else None
