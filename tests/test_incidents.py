"""Incidents of one report: which mentions are one, which is the main one, day, place and figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from opensitrep.extract.incidents import find_incidents, load_judge
from opensitrep.extract.incidents.days import apart, days_of, likely_day, published_day
from opensitrep.extract.incidents.groups import gather
from opensitrep.extract.incidents.scene import Scene, Told
from opensitrep.extract.incidents.wholes import ASKED, Around, Draft, link_pairs
from opensitrep.learned import Trees
from opensitrep.model import (
    Anchor,
    Count,
    Currency,
    Ground,
    Incident,
    Mention,
    Modality,
    Offset,
    Reading,
    Span,
    Tie,
    TimeExpression,
    TimeType,
)

Read = Callable[..., Reading]
TEXT = """Bomb attack kills 12 at market in Maiduguri

MAIDUGURI, Nigeria - A bomb exploded at a crowded market in Maiduguri on Tuesday, killing 12 people, police said.

Militants attacked a village near Jos on Tuesday, residents said.

In 2011, militants bombed a church in Jos and killed 30 people.
"""


@pytest.fixture(scope="module")
def report(read: Read, settings: object) -> Reading:
    return read(TEXT, published="2014-07-02")


def words(reading: Reading, span: Span | None) -> str:
    return reading.document.text[span.start : span.end] if span else ""


def holding(reading: Reading, trigger: str) -> Incident:
    start = reading.document.text.index(trigger)
    mention = next(m for m in reading.mentions if m.type and m.trigger.start <= start < m.trigger.end)
    return next(i for i in reading.incidents if mention.id in i.mentions)


SAME = Told(
    number=0,
    mention=Mention("m", Span("d", 0, 1), Span("d", 0, 1), "ASSAULT", mode=None, modality=Modality.ACTUAL),
    token=0, sentence=0, kind="ASSAULT", lemma="hit", deed="hit", passage=None, layout=None, days=(),
    places=frozenset(), towns=frozenset(), doers=frozenset(), undergoers=frozenset(), words=frozenset(), answers=None,
    since=frozenset(),
)  # fmt: skip


def test_every_happening_is_in_one_incident(report: Reading) -> None:
    told = sorted(m.id for m in report.mentions if m.type)
    assert sorted(m for i in report.incidents for m in i.mentions) == told
    assert len({i.id for i in report.incidents}) == len(report.incidents)


def test_one_incident_is_the_main_one_and_it_is_what_the_lead_tells(report: Reading) -> None:
    assert [i.tie for i in report.incidents].count(Tie.MAIN) == 1
    assert holding(report, "exploded").tie is Tie.MAIN


def test_what_is_of_another_year_is_no_part_of_the_news(report: Reading) -> None:
    old, news = holding(report, "bombed a church"), holding(report, "exploded")
    assert old is not news
    assert words(report, old.day) == "In 2011" or "2011" in words(report, old.day)


def test_a_place_named_in_the_clause_is_stated(report: Reading) -> None:
    news = holding(report, "exploded")
    assert words(report, news.place) == "Maiduguri"
    assert news.place_ground in (Ground.STATED, Ground.NEAR)


def test_every_tie_leads_to_an_incident_of_the_report(report: Reading) -> None:
    ids = {i.id for i in report.incidents}
    assert all(i.to in ids and i.to != i.id for i in report.incidents if i.to)
    assert all((i.to is not None) == (i.tie in (Tie.PART, Tie.FOLLOWS, Tie.CAUSE)) for i in report.incidents)


def test_a_report_without_happenings_has_no_incidents(read: Read) -> None:
    assert read("The museum is open from nine to five.").incidents == ()


def test_figures_are_given_the_incident_they_count_for(report: Reading, parser: object) -> None:
    from opensitrep.extract.syntax import parse

    at = TEXT.index("12 people")
    number = Span(report.document.id, at, at + 2)
    count = Count(f"{report.document.id}:n:{at}-{at + 2}:killed", number, "killed")
    again = replace(parse(report, parser), counts=(count,), incidents=())  # type: ignore[arg-type]
    found = find_incidents(again, judge=load_judge())
    home = next(i for i in found.incidents if i.id == found.counts[0].incident)
    assert count.id in home.counts
    assert home.id == holding(found, "exploded").id


def test_vectors_of_words_become_one_unit_vector_an_incident(report: Reading, parser: object) -> None:
    from opensitrep.extract.syntax import parse
    from opensitrep.learned import Scores

    parsed = replace(parse(report, parser), incidents=())  # type: ignore[arg-type]
    assert parsed.syntax is not None
    vectors = np.ones((len(parsed.syntax), 4), dtype=np.float32)
    found = find_incidents(parsed, Scores({}, vectors=vectors), judge=load_judge())
    assert {i.vector for i in found.incidents} == {(64, 64, 64, 64)}


def time(value: str | None, offset: Offset | None = None, direction: int = 0) -> TimeExpression:
    anchor = Anchor.PUBLICATION
    return TimeExpression(Span("d", 0, 1), TimeType.DATE, value, anchor, "test", offset=offset, direction=direction)


@pytest.mark.parametrize(
    ("given", "day"),
    [
        (time("2014-07-01"), "2014-07-01"),
        (time("XXXX-WXX-2", direction=-1), "2014-07-01"),
        (time("XXXX-WXX-3"), "2014-07-02"),
        (time("XXXX-WXX-4", direction=1), "2014-07-03"),
        (time("XXXX-06-30"), "2014-06-30"),
        (time(None, Offset(-1, "D")), "2014-07-01"),
    ],
    ids=str,
)
def test_days_are_counted_from_publication(given: TimeExpression, day: str) -> None:
    wanted = published_day(day)
    assert wanted is not None
    assert days_of(given, published_day("2014-07-02")) == (wanted.toordinal(), wanted.toordinal())


@pytest.mark.parametrize(
    ("values", "day"),
    [
        (("2014-07-01", "XXXX-WXX-4"), "2014-07-01"),
        (("XXXX-07-01", "XXXX-WXX-2", "2014"), "2014-07-01"),  # the first year from 2014 on in which it is a Tuesday
        (("XXXX-WXX-2", "2014"), "2015-01-06"),
        ((), None),
    ],
    ids=str,
)
def test_a_report_that_states_no_day_stands_in_a_week_of_its_own(values: tuple[str, ...], day: str | None) -> None:
    assert likely_day([time(v, direction=-1) for v in values]) == published_day(day)


def test_days_apart() -> None:
    assert apart((1, 3), (5, 9)) == 2
    assert apart((1, 5), (5, 9)) == 0


def test_mentions_of_two_stated_days_never_come_together(report: Reading, parser: object) -> None:
    from opensitrep.extract.syntax import parse

    told = Scene(parse(report, parser)).told  # type: ignore[arg-type]
    dated = [replace(t, days=((735000 + 9 * n, 735000 + 9 * n),)) for n, t in enumerate(told)]
    pairs = [(a, b) for b in dated for a in dated[: b.number]]
    assert len(gather(dated, pairs, [0.99] * len(pairs), {}, 0.5)) == len(dated)
    assert len(gather(told, pairs, [0.1] * len(pairs), {}, 0.5)) == len(told)


@pytest.mark.parametrize("size", [0, 1, 2, 24])
def test_the_likeliest_pairs_come_together_first_as_if_all_were_looked_at_each_time(size: int) -> None:
    told = [replace(SAME, number=n) for n in range(size)]
    draw = np.random.default_rng(size)
    pairs = [(told[i], told[j]) for j in range(size) for i in range(j) if draw.random() < 0.7]
    scores = [round(float(s), 1) for s in draw.random(len(pairs))]  # many are equal
    found = [[t.number for t in group] for group in gather(told, pairs, scores, {}, 0.5)]
    assert found == _gathered(size, {(a.number, b.number): s for (a, b), s in zip(pairs, scores, strict=True)}, 0.5)


def _gathered(size: int, scores: dict[tuple[int, int], float], threshold: float) -> list[list[int]]:
    """The same the slow way: every pair of groups anew."""
    groups, like = [[n] for n in range(size)], {}
    for i in range(size):
        for j in range(size):
            like[i, j] = scores.get((min(i, j), max(i, j)), 0.0)
    at, sizes = list(range(size)), [1.0] * size
    while len(at) > 1:
        best = max((like[i, j], -i, -j) for i in at for j in at if i < j)
        if best[0] < threshold:
            break
        i, j = -best[1], -best[2]
        for k in at:
            mixed = round((sizes[i] * like[i, k] + sizes[j] * like[j, k]) / (sizes[i] + sizes[j]), 9)
            like[i, k] = like[k, i] = mixed
        sizes[i] += sizes[j]
        groups[i] += groups[j]
        at.remove(j)
    return [sorted(groups[i]) for i in at]


def test_of_many_incidents_the_nearest_and_the_main_one_are_asked() -> None:
    drafts = [Draft([replace(SAME, number=n, sentence=n)], [0.5]) for n in range(3 * ASKED)]
    assert list(Around(drafts[:ASKED], 0)(7)) == list(range(ASKED))
    asked = Around(drafts, 0)(2 * ASKED)
    assert len(asked) == ASKED
    assert asked[0] == 0
    assert list(asked[1:]) == list(range(asked[1], asked[1] + ASKED - 1))
    assert asked[1] <= 2 * ASKED <= asked[-1]
    pairs = link_pairs(drafts, 0)
    assert (2 * ASKED, 0) in pairs
    assert len([j for i, j in pairs if i == 2 * ASKED]) <= ASKED + 1


def test_trees_ask_one_number_after_the_other() -> None:
    trees = Trees(
        classes=("no", "yes"), width=1, base=np.zeros(1), roots=np.array([0], dtype=np.int32),
        feature=np.array([0, 0, 0], dtype=np.int16), threshold=np.array([1.5, 0, 0], dtype=np.float32),
        left=np.array([1, 1, 2], dtype=np.int32), right=np.array([2, 1, 2], dtype=np.int32),
        missing=np.array([True, False, False]), value=np.array([0, -9, 9], dtype=np.float32), depth=1,
    )  # fmt: skip
    rows = np.array([[1.0], [2.0], [np.nan]], dtype=np.float32)
    assert [round(float(y), 3) for y in trees.yes(rows)] == [0.0, 1.0, 0.0]


CHARGED = """Court in Lyon indicts driver

LYON, France - A court in Lyon indicted a bus driver on Monday for attacking a guard, officials said.

The court also charged a woman who was filmed last month kicking a policeman.
"""


def test_what_somebody_is_charged_with_came_before_the_charge(read: Read) -> None:
    reading = read(CHARGED, published="2014-07-01")
    charge, attack = holding(reading, "indicted"), holding(reading, "attacking")
    assert words(reading, charge.day) == "Monday"
    assert attack.tie in (Tie.CAUSE, Tie.EARLIER)
    assert "Monday" not in words(reading, attack.day)
    assert attack.currency is Currency.BACKGROUND


def test_what_hangs_on_a_deed_that_somebody_is_charged_with_is_its_own_day(read: Read) -> None:
    text = "Guards hold a pass\n\nAn army spokesman accused the rebels of killing four shepherds near Lyon on Thursday."
    killing = holding(read(text, published="2014-07-05"), "killing")
    assert killing.day is not None


SINCE = """Coach overturns near Lyon, killing four

A coach overturned near Lyon on Tuesday, killing four people, police said.

Tuesday's crash is the worst on French roads since 2004, when seven people were killed in a collision near Dijon.
"""


def test_the_clause_that_a_time_of_long_ago_opens_is_of_that_time(read: Read) -> None:
    reading = read(SINCE, published="2016-11-09")
    old = holding(reading, "collision near")
    assert words(reading, old.day) == "2004"
    homes = {words(reading, c.number): c.incident for c in reading.counts}
    assert homes["seven"] == old.id
    crash = next(m for m in reading.mentions if words(reading, m.trigger) == "crash")
    assert all(words(reading, p.span) != "Dijon" for p in crash.places)
    assert homes["four"] != old.id


def test_the_raid_in_which_somebody_is_arrested_is_no_charge(read: Read) -> None:
    text = "Two men were arrested in a raid in Lyon on Tuesday, police said. A driver was held on suspicion of murder."
    reading = read(text, published="2016-11-09")
    arrest, raid = holding(reading, "arrested"), holding(reading, "raid")
    assert "Tuesday" in {words(reading, arrest.day), words(reading, raid.day)}
    assert raid is arrest or raid.tie is not Tie.CAUSE


def test_what_a_heading_counts_is_of_what_is_told_below_it(read: Read) -> None:
    reading = read(
        "Gunman kills nine at school in Riga\n\nA gunman killed nine people at a school in Riga on Monday.\n\n"
        "Here are details of some attacks of the past years:\n\nHarbour club: 26 killed\n\n"
        "A man opened fire in a club in Tallinn in May 2009.\n\nCinema: 12 dead\n\n"
        "Two men attacked a cinema in Vilnius in June 2012.",
        published="2014-07-02",
    )
    counts = {words(reading, c.number): c.incident for c in reading.counts}
    assert counts["26"] == holding(reading, "opened fire").id
    assert counts["12"] == holding(reading, "attacked a cinema").id
