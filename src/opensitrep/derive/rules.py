"""The one table of rules that derive text: name to function. What a page derives, it derives through here.

A rule takes a `Book` and ids, and gives text; it looks at nothing else. The same call gives the same text, so that
any derived text of a page can be recomputed from its name and ids.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from opensitrep.derive import events, facts, places, reports, voices
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
        "report counts": reports.report_counts,
        "repair": reports.repair,
        "line number": reports.line_number,
        "story title": reports.story_title,
        "story days": reports.story_days,
        "story day": reports.story_day,
        "story kinds": reports.story_kinds,
        "story as of": reports.story_as_of,
        "story as of basis": reports.story_as_of_basis,
        "story zone": reports.story_zone,
        "story reports": reports.story_reports,
        "story reports note": reports.story_reports_note,
        "story events": reports.story_events,
        "story events note": reports.story_events_note,
        "story facts": reports.story_facts,
        "story facts note": reports.story_facts_note,
        "story origins": reports.story_origins,
        "story verdicts": reports.story_verdicts,
        "story compared": reports.story_compared,
        "story line": reports.story_line,
        "story contradictions": reports.story_contradictions,
        "account reports": reports.account_reports,
        "account stories": reports.account_stories,
        "account origins": reports.account_origins,
        "account title": reports.account_title,
        "made with": reports.made_with,
        "made with name": reports.made_with_name,
        "problem field": reports.problem_field,
        "ordinal": reports.ordinal,
        "letter": reports.letter,
        "hour": reports.hour,
        "kilometres": reports.kilometres,
        "country label": reports.country_label,
        "shape kinds": reports.shape_kinds,
        "place name": events.place_name,
        "place note": events.place_note,
        "place canonical": places.place_canonical,
        "place id": places.place_id,
        "place precision": places.place_precision,
        "place zone": places.place_zone,
        "place match": places.place_match,
        "place others": places.place_others,
        "place disputed": places.place_disputed,
        "actor name": events.actor_name,
        "actor names": events.actor_names,
        "side name": events.side_name,
        "holder names": events.holder_names,
        "event place": events.event_place,
        "event when": events.event_when,
        "event day": events.event_day,
        "event title": events.event_title,
        "event lead": events.event_lead,
        "event kind": events.event_kind,
        "event status": events.event_status,
        "event head": events.event_head,
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
        "fact slot": facts.fact_slot,
        "fact title": facts.fact_title,
        "fact sign": facts.fact_sign,
        "fact verdict": facts.fact_verdict,
        "fact counts": facts.fact_counts,
        "fact sides": facts.fact_sides,
        "fact type": facts.fact_type,
        "fact why": facts.fact_why,
        "fact doubts": facts.fact_doubts,
        "fact hull": facts.fact_hull,
        "fact answer": facts.fact_answer,
        "value answer": facts.value_answer,
        "value scope": facts.value_scope,
        "value from": facts.value_from,
        "axis tick": facts.axis_tick,
        "control cell": facts.control_cell,
        "control state": facts.control_state,
        "control counts": facts.control_counts,
        "control sides": facts.control_sides,
        "day name": facts.day_name,
        "planned when": facts.planned_when,
        "planned what": facts.planned_what,
        "planned outcome": facts.planned_outcome,
        "planned counts": facts.planned_counts,
        "claims counts": facts.claims_counts,
        "control lead": facts.control_lead,
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
