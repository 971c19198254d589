"""How nouns show themselves in a notebook: a small table of their own fields, escaped, without scripts or styles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opensitrep.model.account import Account, Event, Interval, Series, Story, Value

ROWS = 30  # of a table: as many as one looks through in a notebook


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table as HTML; of more than `ROWS` rows it says how many are left out."""
    found = [f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in row)}</tr>" for row in rows]
    head = f"<thead><tr>{''.join(f'<th>{escape(h)}</th>' for h in heads)}</tr></thead>" if heads else ""
    more = f"<p>and {len(found) - ROWS} more</p>" if len(found) > ROWS else ""
    return f"<table><caption>{escape(caption)}</caption>{head}<tbody>{''.join(found[:ROWS])}</tbody></table>{more}"


def account_html(account: Account) -> str:
    """Its counts, and each story with the kind, day, place and toll of its main event."""
    events = {e.id: e for e in account.events}
    places = {p.id: p.name for p in account.places}
    tolls = {s.event: s for s in reversed(account.series) if s.shown and s.latest and not (s.part_of or s.population)}

    def row(story: Story) -> list[object]:
        main = events.get(story.main or "")
        if main is None:
            return [story.title, len(story.documents), "", "", "", ""]
        where = "; ".join(dict.fromkeys(places[p.place] for p in main.places if p.place in places))
        toll = tolls.get(main.id)
        figure = f"{figure_text(toll.values[toll.latest[0]])} {toll.fate}" if toll else ""
        return [story.title, len(story.documents), kind_text(main), days_text(main.when), where, figure]

    shown = sum(e.shown for e in account.events)
    counts = f"{len(account.readings)} reports, {len(account.stories)} stories, {shown} of {len(events)} events shown"
    heads = ("story", "reports", "main event", "when", "where", "toll")
    ordered = sorted(account.stories, key=lambda s: (-len(s.documents), s.id))
    return table(f"Account: {counts}, {len(account.problems)} problems", heads, map(row, ordered))


def story_html(story: Story) -> str:
    """Its title, reports and main event."""
    rows = [
        ("reports", len(story.documents)),
        ("main event", story.main or "none"),
        ("why", story.why),
        ("id", story.id),
    ]
    return table(f"Story: {story.title}", (), rows)


def event_html(event: Event) -> str:
    """What, when and where, how it is told, and how sure it is to be worth a card; places and actors by id."""
    rows = [
        ("status", event.status), ("currency", event.currency), ("when", days_text(event.when)),
        ("places", "; ".join(f"{p.place} ({p.role}{', inferred' if p.inferred else ''})" for p in event.places)),
        ("agents", "; ".join(event.agents)), ("targets", "; ".join(event.targets)),
        ("reports", len({c.partition(":")[0] for c in event.claims})), ("claims", len(event.claims)),
        ("tie", event.tie), ("parent", event.parent or ""), ("score", f"{event.score:.2f}"),
        ("shown", "yes" if event.shown else "folded away"), ("id", event.id),
    ]  # fmt: skip
    return table(f"Event: {kind_text(event)}", (), [r for r in rows if r[1] != ""])


def series_html(series: Series) -> str:
    """Its values, the latest first; the verdict is about agreement, never about truth."""
    counted = ", ".join(filter(None, (series.fate, series.population, series.window)))
    order = [*series.latest, *(n for n in reversed(range(len(series.values))) if n not in series.latest)]

    def row(number: int) -> list[object]:
        value = series.values[number]
        stands = "latest" if number in series.latest else ""
        return [figure_text(value), value.as_of or "", value.state, stands, len(value.evidence)]

    origins = f"{series.origins.lower}–{series.origins.upper} origins"
    heads = ("value", "as of", "state", "", "passages")
    return table(f"Series: {counted} ({series.verdict}: {series.why}; {origins})", heads, map(row, order))


def kind_text(event: Event) -> str:
    """ "ASSAULT/aerial"."""
    return "/".join(filter(None, (event.type, event.mode))) or "no kind"


def days_text(when: Interval | None) -> str:
    """ "2022-06-25", "2022-06-25 to 2022-06-26"; empty where no day is known."""
    if when is None:
        return ""
    ends = (when.start or "", when.end or "")
    return ends[0] if ends[0] == ends[1] else f"{ends[0] or 'open'} to {ends[1] or 'open'}"


def figure_text(value: Value) -> str:
    """ "20", "45–48", "at least 24", "up to 80"; a figure as its report gives it."""
    low, high = (None if x is None else f"{x:,g}" for x in (value.low, value.high))
    if low is not None and high is not None:
        return low if low == high else f"{low}–{high}"
    return f"at least {low}" if low is not None else f"up to {high}" if high is not None else value.text or "not stated"
