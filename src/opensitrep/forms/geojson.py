"""Events as GeoJSON (RFC 7946): a point only where the text supports one, otherwise no geometry."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, BinaryIO

from opensitrep.derive.summary import happens_at, latest_toll, launched_from, point_of, reports_of
from opensitrep.model import Account, Event
from opensitrep.run.ledger import Ledger


def write_events(account: Account | Ledger, stream: BinaryIO) -> None:
    """One feature a printed event; those without a point have a null geometry, as RFC 7946 allows."""
    ledger = Ledger.of(account)
    _write(ledger, (e for e in ledger.account.events if e.shown), stream)


def write_all_events(account: Account | Ledger, stream: BinaryIO) -> None:
    """The same with what is folded away."""
    ledger = Ledger.of(account)
    _write(ledger, ledger.account.events, stream)


def _write(ledger: Ledger, events: Iterable[Event], stream: BinaryIO) -> None:
    """Feature by feature: the collection never stands in memory."""
    stream.write(b'{\n "attribution": "Places: GeoNames, CC BY 4.0",\n "features": [')
    between = b""
    for event in events:
        text = json.dumps(feature(ledger, event), ensure_ascii=False, indent=1, sort_keys=True)
        stream.write(between + b"\n  " + text.replace("\n", "\n  ").encode("utf-8"))
        between = b","
    stream.write((b"\n ]" if between else b"]") + b',\n "type": "FeatureCollection"\n}\n')


def feature(ledger: Ledger, event: Event) -> dict[str, Any]:
    """One event; an area has no geometry, its circle stands in `centre` and `radius_km`."""
    place = point_of(ledger, event)
    stated = happens_at(ledger, event)
    nearest = place or (stated[0][0] if stated else None)
    match = ledger.matches.get(nearest.id) if nearest else None
    return {
        "type": "Feature",
        "id": event.id,
        "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]} if place else None,
        "properties": {
            "type": event.type,
            "mode": event.mode,
            "status": event.status.value,
            "currency": event.currency.value,
            "start": event.when.start if event.when else None,
            "end": event.when.end if event.when else None,
            "place": nearest.name if nearest else None,
            "place_id": nearest.id if nearest else None,
            "precision": nearest.precision.value if nearest else "unknown",
            "centre": [nearest.lon, nearest.lat] if nearest and nearest.radius else None,
            "radius_km": nearest.radius if nearest else None,
            "sure": match.score if match else None,
            "launched_from": [p.name for p in launched_from(ledger, event)],
            "inferred": bool(stated and not place and stated[0][1]),
            "agents": [ledger.actors[a].name for a in event.agents if a in ledger.actors],
            "targets": [ledger.actors[a].name for a in event.targets if a in ledger.actors],
            "reports": [ledger.document(d).name for d in reports_of(ledger, event)],
            "origins": ledger.event_bounds(event.id).lower,
            "words": ledger.told_words(event),
            "toll": latest_toll(ledger, event),
            "parent": event.parent,
            "tie": event.tie.value,
            "shown": event.shown,
            "score": event.score,
            "story": event.story,
        },
    }
