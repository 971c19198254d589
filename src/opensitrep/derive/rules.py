"""The one table of rules that derive text: name to function. What a page derives, it derives through here.

A rule takes a `Book` and ids, and gives text; it looks at nothing else. The same call gives the same text, so that
any derived text of a page can be recomputed from its name and ids.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from opensitrep.derive import control, disputes, events, names, parties, places, reports, stories, tolls, voices
from opensitrep.derive.book import Book
from opensitrep.derive.pieces import Derived, Fixed, Piece, Quote
from opensitrep.derive.wording import wording
from opensitrep.model import Account

Rule = Callable[..., str]

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "report number": reports.report_number,
        "report label": reports.report_label,
        "report name": reports.report_name,
        "citation page": reports.citation_page,
        "report date": reports.report_date,
        "report date basis": reports.report_date_basis,
        "report remarks": reports.report_remarks,
        "report unread": reports.report_unread,
        "report counts": reports.report_counts,
        "repair": reports.repair,
        "line number": reports.line_number,
        "story title": stories.story_title,
        "story days": stories.story_days,
        "story day": stories.story_day,
        "story as of": stories.story_as_of,
        "story as of basis": stories.story_as_of_basis,
        "story zone": stories.story_zone,
        "story reports": stories.story_reports,
        "story account": stories.story_account,
        "story reports note": stories.story_reports_note,
        "story events": stories.story_events,
        "story events note": stories.story_events_note,
        "story place": stories.story_place,
        "story when": stories.story_when,
        "story toll": stories.story_toll,
        "story kind": stories.story_kind,
        "story happening": stories.story_happening,
        "story at": stories.story_at,
        "story disputed": stories.story_disputed,
        "story figures": stories.story_figures,
        "story figures note": stories.story_figures_note,
        "story origins": stories.story_origins,
        "story line": stories.story_line,
        "account reports": reports.account_reports,
        "account stories": reports.account_stories,
        "account origins": reports.account_origins,
        "account title": stories.account_title,
        "made with": reports.made_with,
        "made with name": reports.made_with_name,
        "problem field": reports.problem_field,
        "ordinal": reports.ordinal,
        "letter": reports.letter,
        "hour": reports.hour,
        "kilometres": reports.kilometres,
        "country label": reports.country_label,
        "shape kinds": reports.shape_kinds,
        "place name": names.place_name,
        "place note": names.place_note,
        "place canonical": places.place_canonical,
        "place id": places.place_id,
        "place precision": places.place_precision,
        "place zone": places.place_zone,
        "place match": places.place_match,
        "place others": places.place_others,
        "place disputed": places.place_disputed,
        "actor name": names.actor_name,
        "actor names": names.actor_names,
        "side name": names.side_name,
        "holder names": names.holder_names,
        "event place": events.event_place,
        "event when": events.event_when,
        "event day": events.event_day,
        "event title": events.event_title,
        "event told": events.event_told,
        "event lead": events.event_lead,
        "event kind": events.event_kind,
        "event status": events.event_status,
        "event head": events.event_head,
        "event name": events.event_name,
        "event notes": events.event_notes,
        "event toll": events.event_toll,
        "event unsettled": events.event_unsettled,
        "event doer": parties.event_doer,
        "event number": events.event_number,
        "event figure": events.event_figure,
        "event line": events.event_line,
        "event counts": events.event_counts,
        "marker name": events.marker_name,
        "launch name": events.launch_name,
        "lane name": events.lane_name,
        "place counts": events.place_counts,
        "event sides": events.event_sides,
        "event sign": events.event_sign,
        "event verdict word": events.event_verdict_word,
        "claim speaker": voices.claim_speaker,
        "claim verb": voices.claim_verb,
        "claim says": voices.claim_says,
        "claim withheld": voices.claim_withheld,
        "claim channel": voices.claim_channel,
        "origin name": voices.origin_name,
        "origin kind": voices.origin_kind,
        "origin why": voices.origin_why,
        "origin counts": voices.origin_counts,
        "origin corroborated": voices.origin_corroborated,
        "origin alone": voices.origin_alone,
        "origin against": voices.origin_against,
        "interest text": voices.interest_text,
        "series title": tolls.series_title,
        "series figure": tolls.series_figure,
        "series toll": tolls.series_toll,
        "series value": tolls.series_value,
        "series as of": tolls.series_as_of,
        "series claimants": tolls.series_claimants,
        "series source": tolls.series_source,
        "series state": tolls.series_state,
        "series value counts": tolls.series_value_counts,
        "series counts": tolls.series_counts,
        "series why": tolls.series_why,
        "series sign": tolls.series_sign,
        "series verdict": tolls.series_verdict,
        "series link": tolls.series_link,
        "series axis tick": tolls.series_axis_tick,
        "unplaced fate": tolls.unplaced_fate,
        "position title": disputes.position_title,
        "position counts": disputes.position_counts,
        "position sign": disputes.position_sign,
        "position verdict": disputes.position_verdict,
        "position why": disputes.position_why,
        "position act": disputes.position_act,
        "position lead": disputes.position_lead,
        "position answer": disputes.position_answer,
        "position side counts": disputes.position_side_counts,
        "control cell": control.control_cell,
        "control counts": control.control_counts,
        "control sides": control.control_sides,
        "day name": control.day_name,
        "planned when": control.planned_when,
        "planned what": control.planned_what,
        "planned outcome": control.planned_outcome,
        "planned counts": control.planned_counts,
    }
)
"""What may be derived, and nothing else."""


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
