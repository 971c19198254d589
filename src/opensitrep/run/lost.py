"""What stands for work whose process was ended twice: a report with nothing read, a story with nothing told."""

from __future__ import annotations

from opensitrep.model import Account, Document, Problem, Reading, Story

RUN = "run"  # stage of problems of the run itself, not of a report: another run may not have them


def is_lost(found: Reading | Account) -> bool:
    """Whether it stands for such work; the next run tries again."""
    return any(problem.stage == RUN for problem in found.problems)


def unread(document: Document, how: str) -> Reading:
    """A report that could not be read: it is there, nothing is read in it."""
    return Reading(document, problems=(_lost(document.name, "reading it", how),))


def untold(case: tuple[Story, tuple[Reading, ...]], how: str) -> Account:
    """A story whose reports could not be compared: nothing is told."""
    story, _ = case
    return Account(stories=(story,), problems=(_lost(story.title, "comparing it", how),))


def _lost(subject: str, doing: str, how: str) -> Problem:
    return Problem(RUN, subject, f"the process {doing} was ended twice ({how}; often too little memory); left out")
