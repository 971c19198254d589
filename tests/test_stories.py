"""Which reports are about the same happenings."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from opensitrep.model import Label, Mark, Reading, Span
from opensitrep.read import make_document
from opensitrep.reconcile.linkage import average_link
from opensitrep.reconcile.stories.group import CROWD, alike, group_stories, take_in
from opensitrep.settings import Settings

SIMILARITY = Settings().story_similarity
FLOOD = (
    "River bursts its banks at Varnholm\n"
    "Rescue boats took families from flooded houses in Varnholm after the river Ilse broke a dike.",
    "Dike breaks, Varnholm under water\n"
    "Hundreds of families left Varnholm as the Ilse flooded the old town; boats carried the stranded from houses.",
    "The flood in Varnholm has driven families from their houses, the rescue service said. "
    "The dike on the Ilse broke in the night.",
)
STRIKE = (
    "Tram drivers walk out in Corvessa\n"
    "Tram drivers in Corvessa stopped work over pay; the union Metro Unido called the strike open-ended.",
    "Corvessa without trams\n"
    "The union Metro Unido began a strike of tram drivers over pay in Corvessa, and depots stayed shut.",
)


def report(text: str, name: str, *, published: str | None = None) -> Reading:
    document = make_document(name=name, text=text, published=published)
    marks, at = [], 0
    for n, line in enumerate(text.split("\n")):
        label = Label.HEADLINE if n == 0 and "\n" in text else Label.PARAGRAPH
        marks.append(Mark(label, Span(document.id, at, at + len(line))))
        at += len(line) + 1
    return Reading(document, tuple(marks))


def reports() -> tuple[Reading, ...]:
    return tuple(report(text, f"{n}.txt") for n, text in enumerate((*FLOOD, *STRIKE)))


def test_reports_of_two_happenings_become_two_stories() -> None:
    stories = group_stories(reports(), similarity=SIMILARITY)
    assert sorted(len(s.documents) for s in stories) == [2, 3]


def test_every_report_stands_in_one_story() -> None:
    told = [d for s in group_stories(reports(), similarity=SIMILARITY) for d in s.documents]
    assert sorted(told) == sorted(r.document.id for r in reports())


def test_the_order_of_reports_makes_no_difference() -> None:
    wanted = group_stories(reports(), similarity=SIMILARITY)
    shuffled = list(reports())
    random.Random(5).shuffle(shuffled)
    assert group_stories(tuple(shuffled), similarity=SIMILARITY) == wanted


def test_the_id_of_a_story_depends_on_its_reports_alone() -> None:
    with_strike = {s.documents: s.id for s in group_stories(reports(), similarity=SIMILARITY)}
    alone = group_stories(reports()[:3], similarity=SIMILARITY)
    assert with_strike[alone[0].documents] == alone[0].id


def test_the_title_is_a_headline_letter_by_letter() -> None:
    for story in group_stories(reports(), similarity=SIMILARITY):
        assert any(story.title in (*FLOOD, *STRIKE)[n] for n in range(5))


def test_reports_of_different_years_must_be_more_alike() -> None:
    texts = FLOOD[0], FLOOD[1]
    near = tuple(report(t, f"{n}.txt", published="2024-05-01") for n, t in enumerate(texts))
    far = (near[0], report(texts[1], "1.txt", published="2029-05-01"))
    assert len(group_stories(near, similarity=SIMILARITY)) == 1
    assert len(group_stories(far, similarity=SIMILARITY)) == 2


def test_reports_of_one_story_alone_are_one_story() -> None:
    (story,) = group_stories(reports()[:3], similarity=SIMILARITY)
    assert len(story.documents) == 3


def test_no_reports_give_no_stories() -> None:
    assert group_stories((), similarity=SIMILARITY) == ()


def test_average_link_looks_at_the_mean_of_two_groups() -> None:
    likeness = {(0, 1): 0.9, (1, 2): 0.4, (0, 2): 0.1}
    assert average_link(3, likeness, threshold=0.3) == [(0, 1), (2,)]
    assert average_link(3, likeness, threshold=0.2) == [(0, 1, 2)]


def test_the_title_is_a_headline_wherever_a_report_of_the_story_has_one() -> None:
    bare = [report(text.replace("\n", " "), f"{n}.txt") for n, text in enumerate(FLOOD[:2])]
    (story,) = group_stories((*bare, report(FLOOD[0], "9.txt")), similarity=SIMILARITY)
    assert story.title == FLOOD[0].partition("\n")[0]


def test_a_story_with_more_reports_than_any_word_may_lead_to_is_still_one() -> None:
    many = tuple(report(f"{FLOOD[n % 2]} Notice number {n}.", f"{n:03}.txt") for n in range(CROWD + 30))
    others = tuple(report(text, f"x{n}.txt") for n, text in enumerate(STRIKE))
    told = group_stories((*many, *others), similarity=SIMILARITY)
    assert sorted(len(s.documents) for s in told) == [2, len(many)]


@pytest.mark.parametrize(("count", "need"), [(120, 1), (121, 2), (2000, 2), (2001, 3)])
def test_the_more_reports_the_more_heavy_words_two_share_before_they_are_compared(count: int, need: int) -> None:
    """What pairs share by chance grows with the reports; pairs that are compared must not grow with their square."""
    weights = [{f"own {n} {word}": 0.1 for word in range(4)} for n in range(count)]
    for n in range(1, 5):  # reports 1 and 2 share one word, 2 and 3 two and so on
        for word in range(n):
            weights[n][f"both {n} {word}"] = weights[n + 1][f"both {n} {word}"] = 0.4
    assert [j - i for i, j in alike(weights, [None] * count)] == [1] * (5 - need)


HELD = date(2024, 5, 1)


@pytest.mark.parametrize(
    ("lone", "later", "goes"),
    [
        ({"=varga", "pay"}, 2, True),
        ({"=varga", "pay"}, 9, False),  # days later
        ({"=corvessa", "pay"}, 2, False),  # a name that another story of these days has
        ({"=#PROTEST ", "pay"}, 2, False),  # the kind of a happening is no name
        ({"=varga"}, 2, False),  # not like it enough
        ({"=varga", "pay"}, None, False),
        ({"=varga", "=unido"}, None, True),
    ],
)
def test_a_lone_report_goes_to_the_story_of_its_days_that_alone_shares_a_name_with_it(
    lone: set[str], later: int | None, goes: bool
) -> None:
    strike = {"=varga", "=unido", "=corvessa", "=#PROTEST ", "pay"}
    weights = [dict.fromkeys(sorted(words), 0.1) for words in (strike, strike, {"=corvessa"}, {"=corvessa"}, lone)]
    days = [HELD] * 4 + [None if later is None else HELD + timedelta(days=later)]
    told = take_in([(0, 1), (2, 3), (4,)], weights, days, threshold=0.02)
    assert told == ([(0, 1, 4), (2, 3)] if goes else [(0, 1), (2, 3), (4,)])


def test_two_lone_reports_are_no_story_by_a_name() -> None:
    weights = [{"=varga": 0.1, "pay": 0.1}] * 2
    assert take_in([(0,), (1,)], weights, [HELD, HELD], threshold=0.02) == [(0,), (1,)]
