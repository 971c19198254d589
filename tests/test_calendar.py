"""Planned events and what became of them."""

from __future__ import annotations

from collections.abc import Sequence

from opensitrep.model import Account, Modality, PlaceRole, Planned
from opensitrep.reconcile.calendar import keep_calendar
from opensitrep.reconcile.events.merge import merge_events
from opensitrep.reconcile.origins.trace import find_origins
from tests.story_case import StoryCase, person, town

MINISTER = person("Ine Valk", side="XAA", role="foreign minister")
PLACES = (town("Orsal", 45.0, 9.0), town("Brenn", 60.0, 30.0))


def visit(
    case: StoryCase, name: str, words: str, day: str, *, published: str, modality: Modality = Modality.ACTUAL
) -> str:
    """A report in which the minister visits or will visit Orsal on a Friday."""
    doc = case.report(name, f"{words}.", day=published)
    return case.tell(
        doc, words, "CONSULT", "visit", modality=modality, role=PlaceRole.VENUE,
        at=(case.place(doc, "Orsal", "Orsal"),), by=(case.actor(doc, "Ine Valk", "Ine Valk"),),
        on=(case.time(doc, "Friday", day),),
    )  # fmt: skip


def calendar(case: StoryCase) -> Sequence[Planned]:
    return told(case).calendar


def told(case: StoryCase) -> Account:
    return case.account(find_origins, merge_events, keep_calendar)


def planned() -> StoryCase:
    case = StoryCase(places=PLACES, actors=(MINISTER,))
    words = "Ine Valk will visit Orsal on Friday"
    visit(case, "1.txt", words, "2024-03-15", published="2024-03-08", modality=Modality.PLANNED)
    return case


def test_a_plan_stands_open_until_a_report_tells_more() -> None:
    (row,) = calendar(planned())
    assert row.outcome == "open"
    assert row.when is not None
    assert row.when.start == "2024-03-15"
    assert len(row.announced_by) == 1


def test_a_later_report_closes_the_plan() -> None:
    case = planned()
    visit(case, "2.txt", "Ine Valk visited Orsal on Friday", "2024-03-15", published="2024-03-15")
    (row,) = calendar(case)
    assert row.outcome == "took place"
    assert row.claims


def test_another_visit_on_another_day_closes_nothing() -> None:
    case = planned()
    visit(case, "2.txt", "Ine Valk visited Orsal on Friday", "2024-03-01", published="2024-03-02")
    (row,) = calendar(case)
    assert row.outcome == "open"


def test_a_plan_called_off_is_cancelled() -> None:
    case = planned()
    words = "the visit of Ine Valk to Orsal on Friday was called off"
    visit(case, "2.txt", words, "2024-03-15", published="2024-03-12", modality=Modality.PLANNED)
    assert {row.outcome for row in calendar(case)} == {"cancelled"}


def test_a_plan_put_off_is_postponed() -> None:
    case = planned()
    words = "the visit of Ine Valk to Orsal on Friday was postponed"
    visit(case, "2.txt", words, "2024-03-15", published="2024-03-12", modality=Modality.PLANNED)
    assert {row.outcome for row in calendar(case)} == {"postponed"}


def test_what_is_dated_after_its_report_is_a_plan() -> None:
    case = StoryCase(places=PLACES, actors=(MINISTER,))
    visit(case, "1.txt", "Ine Valk visits Orsal on Friday", "2024-03-15", published="2024-03-08")
    (row,) = calendar(case)
    assert row.outcome == "open"


def test_what_happened_is_not_on_the_calendar() -> None:
    case = StoryCase(places=PLACES, actors=(MINISTER,))
    visit(case, "1.txt", "Ine Valk visited Orsal on Friday", "2024-03-15", published="2024-03-16")
    assert calendar(case) == ()
