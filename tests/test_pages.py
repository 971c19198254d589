"""Web pages and texts as they come: what the shared cases of forms taught, in our own words."""

from __future__ import annotations

import pytest

from opensitrep.extract.dateline import find_dates
from opensitrep.extract.layout import label_layout
from opensitrep.model import Account, Document, Interval, Label, Mark, Problem, Rank, Reading
from opensitrep.pipeline import extract, extractors
from opensitrep.read import Source, make_document
from opensitrep.read.html import read_html
from opensitrep.read.html.addresses import plain_address
from opensitrep.read.jsonl import read_json
from opensitrep.read.source import Known
from opensitrep.read.text import read_text
from opensitrep.read.titles import titled
from opensitrep.reconcile.dates import settle_dates
from opensitrep.settings import Settings
from opensitrep.text.written import day_first, written_days
from tests.cases_of_forms import body, day, figures

HERE = Settings(engine="here")


def page(markup: str, url: str | None = None) -> list[Document | Problem]:
    """What is read in a page."""
    head = f'<link rel="canonical" href="{url}">' if url else ""
    return list(read_html(Source("page.html", f"<html lang='en'><head>{head}{markup}".encode(), HERE)))


def report(markup: str, url: str | None = None) -> Document:
    """The one report of a page."""
    [found] = [d for d in page(markup, url) if isinstance(d, Document)]
    return found


# ---------------------------------------------------------------- days


def settled(*documents: Document) -> Account:
    return settle_dates(Account(readings=tuple(Reading(d) for d in documents)))


def basis(account: Account) -> list[tuple[str, str]]:
    """Basis and reason of every day of publication."""
    return [(r.value.basis, r.why) for r in account.resolutions if isinstance(r.value, Interval)]


def test_a_guess_is_called_a_guess_and_what_lost_is_named() -> None:
    shown = "<h1>Bridge opened</h1><p>" + "The bridge over the river was opened to traffic again. " * 30 + "</p>"
    guess = report(shown + '<div class="date">4 May 2023</div>')
    assert guess.given[0].rank is Rank.GUESSED
    [(kind, why)] = basis(settled(guess))
    assert kind == "guessed"
    assert why.startswith("guessed: 2023-05-04")
    stated = report(
        '<meta property="article:published_time" content="2023-05-04T10:00:00+02:00">'
        '<meta property="article:modified_time" content="2023-06-01T10:00:00+02:00">' + shown
    )
    [(kind, why)] = basis(settled(stated))
    assert kind == "stated"
    assert "2023-06-01 (the day of a change) is left aside" in why


def test_a_form_and_an_address_far_apart_are_said() -> None:
    old = report(
        '<meta name="date" content="2014-12-16"><h1>Dam breached</h1><p>A dam was breached.</p>',
        "https://news.example/2024/03/04/dam",
    )
    [said] = [p.message for p in settled(old).problems]
    assert said == "its form states 2014-12-16, its address 2024-03-04; the first is taken"


@pytest.mark.parametrize(
    ("text", "locale", "days"),
    [
        ("4. März 2024", "de", ["2024-03-04"]),
        ("le 4 mars 2024 à 10h", "fr", ["2024-03-04"]),
        ("4 de marzo de 2024", "es", ["2024-03-04"]),
        ("4 березня 2024", "uk", ["2024-03-04"]),
        ("2024年3月4日", "zh", ["2024-03-04"]),
        ("March 4th, 2024", "en", ["2024-03-04"]),
        ("Mon 4-Mar-2024", None, ["2024-03-04"]),
        ("04.03.24, 10:12", "de", ["2024-03-04"]),
        ("03/04/2024", "en", []),
        ("13/04/2024", "en", ["2024-04-13"]),
        ("04/31/2024", "en-US", []),
        ("March 2024", "en", []),
        ("version 10.4.2024.1", "en", []),
    ],
)
def test_days_are_read_as_written(text: str, locale: str | None, days: list[str]) -> None:
    assert [d for _, _, d in written_days(text, locale, first=day_first(locale))] == days


@pytest.mark.parametrize(
    ("locale", "url", "first"),
    [
        ("en-GB", None, True), ("en-US", None, False), ("en_us", None, False), ("en", None, None), ("de", None, True),
        ("en", "https://news.example.co.uk/a", True), ("en", "https://www.state.gov/a", False), (None, None, None),
        ("en-US", "https://paper.com.au/a", True), ("ja", None, None),
    ],
)  # fmt: skip
def test_the_order_of_figures_is_that_of_language_and_country(
    locale: str | None, url: str | None, first: bool | None
) -> None:
    assert day_first(locale, url) is first


# ---------------------------------------------------------------- articles


def label_names(document: Document) -> Reading:
    """Layout and the marks of outlets and agencies, without syntax."""
    return find_dates(label_layout(Reading(document)))


PARAGRAPHS = "".join(
    f"<p>Workers repaired house number {n} in the old town, and the street was opened again.</p>" for n in range(6)
)


def test_a_page_that_only_writes_of_errors_is_an_article() -> None:
    found = report(
        "<title>Page not found: how towns vanish from maps</title>"
        f"<h1>Page not found: how towns vanish</h1>{PARAGRAPHS}"
    )
    assert found.title == "Page not found: how towns vanish from maps"


def test_what_a_style_sheet_hides_is_not_read() -> None:
    sheet = "<style>.gone, #spare { display: none } @media print { .kept { display:none } }</style>"
    found = report(
        f"{sheet}<h1>Street opened</h1>{PARAGRAPHS}"
        "<p class='gone'>Nine were killed.</p><p id='spare'>Ten were killed.</p><p class='kept'>Nobody was hurt.</p>"
    )
    assert "killed" not in found.text
    assert "Nobody was hurt." in found.text


def test_an_article_in_several_pieces_and_with_a_table_is_whole() -> None:
    later = PARAGRAPHS.replace("house", "bridge")
    found = report(
        f"<h1>Street opened</h1><article><div class='piece'>{PARAGRAPHS}</div><aside><p>Sign up here.</p></aside>"
        f"<div class='piece'>{later}<table><tr><th>Quarter</th><th>Houses</th></tr><tr><td>Harbour</td><td>12</td></tr>"
        "</table></div></article>"
    )
    assert "house number 0" in body(found)
    assert "bridge number 5" in body(found)


def test_an_agency_that_publishes_on_the_page_of_another_is_its_wire() -> None:
    publisher = '{"@type": "Organization", "name": "Associated Press"}'
    data = f'{{"@type": "NewsArticle", "headline": "Street opened", "publisher": {publisher}}}'
    found = report(
        f'<script type="application/ld+json">{data}</script><meta property="og:site_name" content="Halden Post">'
        f"<h1>Street opened</h1>{PARAGRAPHS}",
        "https://www.haldenpost.example/a",
    )
    assert found.outlet == "Halden Post"
    assert [g.value for g in found.given if g.field == "wire"] == ["Associated Press"]


SITE = "<meta property='og:site_name' content='"


@pytest.mark.parametrize(
    ("url", "head", "outlet"),
    [
        ("https://halden.example/a", f"{SITE}Halden Post | All the news'>", "Halden Post"),
        ("https://hp.example/a", f"{SITE}Halden Post - All of the town'>", "Halden Post"),
        (
            "https://halden.example/a",
            f"<meta name='publisher' content='A. Lee'><meta name='author' content='A. Lee'>{SITE}halden.example'>",
            "halden.example",
        ),
        (
            "https://www.halden-post.co.uk/a",
            f"{SITE}HaldenPost.co.uk'><title>Street opened | Uk</title><body><a href='/'>Uk</a>",
            "HaldenPost.co.uk",
        ),
        (
            "https://halden.example/a",
            f"{SITE}halden.example'><title>Halden - News - New street opened in Halden</title>"
            "<body><h2>New street opened in Halden</h2>",
            "halden.example",
        ),
        ("https://halden.example/a", "<title>Halden Blog: Street opened</title>", "Halden Blog"),
        ("https://other.example/a", "<title>What we know: Street opened</title>", None),
        ("https://halden.blogs.example/a", "<title>Street opened - Blog of Halden</title>", "Blog of Halden"),
        ("https://moeller-post.example/a", "<title>Street opened - Möller Post</title>", "Möller Post"),
    ],
)
def test_the_outlet_is_what_the_site_calls_itself(url: str, head: str, outlet: str | None) -> None:
    assert report(f"{head}<h1>Street opened</h1>{PARAGRAPHS}", url).outlet == outlet


@pytest.mark.parametrize(
    ("line", "wire"),
    [
        ("App", None),
        ("Mena", None),
        ("Mehr", None),
        ("Mehr News", "Mehr News Agency"),
        ("APP", "Associated Press of Pakistan"),
        ("By AFP", "Agence France-Presse"),
    ],
)
def test_an_agency_known_by_its_initials_is_credited_only_as_it_is_written(line: str, wire: str | None) -> None:
    found = report(f"<h1>Street opened</h1><article><p>{line}</p>{PARAGRAPHS}</article>")
    account = settle_dates(Account(readings=(label_names(found),)))
    assert next((r.value for r in account.resolutions if r.field == "wire"), None) == wire


def test_what_no_reader_sees_parts_no_word() -> None:
    found = report(
        "<h1>Street op\u00adened</h1>"
        "<p>Three peo<wbr>ple were kil&shy;led in the work\u200bshop &#150; \u201cat noon\u201d.</p>"
    )
    assert "Street opened" in found.text
    assert "Three people were killed in the workshop – “at noon”." in found.text


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("https://m.news.example/a?utm_source=x&id=5", "https://news.example/a?id=5"),
        ("https://news.example/world/a/amp/", "https://news.example/world/a"),
        ("https://amp.news.example/amp/world/a#top", "https://news.example/world/a"),
        ("https://news.example/index.php?id=55&outputType=amp", "https://news.example/index.php?id=55"),
        ("https://m.example/a", "https://m.example/a"),
        ("not an address", "not an address"),
    ],
)
def test_twins_of_a_page_have_one_address(url: str, plain: str) -> None:
    assert plain_address(url) == plain


# ---------------------------------------------------------------- texts


def words_of(reading: Reading, mark: Mark) -> str:
    return reading.document.text[mark.span.start : mark.span.end]


def test_a_text_of_short_lines_is_left_as_it_is() -> None:
    lines = [
        "Markets in brief",
        "Copper rose in the morning",
        "Wheat fell",
        "Oil was steady at noon",
        "Gold rose",
        "Tin",
    ]
    reading = label_layout(Reading(make_document(name="a.txt", text="\n".join(lines))))
    assert [words_of(reading, m) for m in reading.marks if m.label is not Label.LIVE] == lines


def test_a_compound_broken_at_its_own_hyphen_keeps_it() -> None:
    text = (
        "The relief team crossed the northern province on Monday with fuel-\n"
        "carrying lorries, and the drivers stayed over night in the harbour\n"
        "of the town, where they were met by officials from the min-\n"
        "istry of transport and by three doctors, a spokesman told us."
    )
    found = extract(extractors(HERE), make_document(name="a.txt", text=text))
    repaired = {m.reading for m in found.marks if m.label is Label.REPAIR}
    assert repaired == {"fuel-carrying", "ministry"}
    assert 3 in {low for low, _ in figures(found)}
    assert found.document.text == text


@pytest.mark.parametrize(
    "text", ["---\nA rule and no fields.\n---\nMore words.", "+++\nno toml\n+++\nWords.", "---\ntitle: A\n"]
)
def test_a_rule_is_no_head_of_fields(text: str) -> None:
    [document] = [d for d in read_text(Source("a.md", text.encode(), HERE)) if isinstance(d, Document)]
    assert (document.title, document.body) == (None, ())


def test_a_title_that_stands_alone_is_part_of_the_report() -> None:
    row = b'{"title": "31 dead in mine", "text": "Rescue teams reached the lower level of the mine on Monday."}'
    [document] = [d for d in read_json(Source("a.json", row, HERE)) if isinstance(d, Document)]
    assert document.text.startswith("31 dead in mine\n\nRescue teams")
    assert (31, "person_killed") in figures(extract(extractors(HERE), document))
    assert titled("31 Dead in mine. More soon.", "31 dead in mine") == "31 Dead in mine. More soon."


def test_days_of_a_list_of_stories_are_no_day_of_the_page() -> None:
    cards = "".join(
        f"<div class='card'><time class='entry-date published' datetime='2023-05-0{n}'>{n} May 2023</time>"
        f"<a href='/{n}'>A bridge was opened in town {n}</a></div>"
        for n in range(1, 5)
    )
    page = f"<h1>Street opened</h1>{PARAGRAPHS}{cards}"
    assert report(page).published is None
    own = report(
        f"<h1>Street opened</h1><time class='entry-date published' datetime='2023-06-09'></time>{PARAGRAPHS}{cards}"
    )
    assert (day(own), own.given[0].rank) == ("2023-06-09", Rank.STATED)


@pytest.mark.parametrize(
    "line",
    [
        "<blockquote><p>We will come back.</p>A. Writer, May 1, 2023</blockquote>",
        "<p>The street was closed after a pipe had burst on May 1, 2023. (Picture: Halden Post)</p>",
        "<footer>© 2023 Halden Post</footer>",
        "<p>Nobody was hurt when the same house burned in May 2021.</p>",
    ],
)
def test_a_day_of_something_else_is_no_day_of_the_page(line: str) -> None:
    assert report(f"<h1>Street opened</h1>{line}{PARAGRAPHS}").published is None


def test_a_day_far_from_the_headline_in_an_element_for_it_is_a_guess() -> None:
    shown = "<span class='published'>9 June 2023</span>"
    far = report(f"<h1>Street opened</h1>{PARAGRAPHS * 4}<div>{shown}</div>")
    assert (day(far), far.given[0].rank) == ("2023-06-09", Rank.GUESSED)
    near = report(f"<h1>Street opened</h1><div>{shown}</div>{PARAGRAPHS}")
    assert (day(near), near.given[0].rank) == ("2023-06-09", Rank.STATED)


CHANGED = '<meta property="article:modified_time" content="2023-06-01T10:00:00+02:00">'


def test_the_day_of_a_change_bounds_the_day_of_publication_and_is_none() -> None:
    changed = report(f"{CHANGED}<h1>Street opened</h1>{PARAGRAPHS}<div>Last updated: 3 June 2023</div>")
    assert changed.published is None
    assert {(g.field, g.value[:10]) for g in changed.given if g.field in ("published", "changed")} == {
        ("changed", "2023-06-01"), ("changed", "2023-06-03")
    }  # fmt: skip
    account = settled(changed)
    assert not basis(account)
    assert "published no later than its last change, 2023-06-03" in account.problems[0].message
    after = report(f"{CHANGED}<h1>Street opened</h1>{PARAGRAPHS * 4}<div class='date'>4 September 2023</div>")
    assert after.published is None


@pytest.mark.parametrize(
    "beside",
    [
        "<div><h3><a href='/x'>Fair in the harbour opens its gates</a></h3><div class='date'>4 May 2023</div></div>",
        "<a href='/x'><h3>Fair in the harbour opens its gates</h3><div class='date'>4 May 2023</div></a>",
        "<footer><ul><li class='date'>4 May 2023</li></ul><p>Halden Post, Main Road 4, printed in the house of the"
        " old mill by the river since the year of the great fire, all days but Sunday</p></footer>",
        "<div><h4>Last updated:</h4><ul><li class='date'>4 May 2023</li></ul></div>",
        "<div class='date'>4 May 2023</div><div class='day'>9 June 2022</div>",
    ],
)
def test_a_day_of_a_card_a_footer_or_a_change_is_not_guessed(beside: str) -> None:
    page = f"<h1>Street opened</h1><div>{PARAGRAPHS * 4}</div>"
    assert day(report(page + "<div class='date'>4 May 2023</div>")) == "2023-05-04"
    assert report(page + beside).published is None


def test_no_page_is_published_after_it_was_archived() -> None:
    page = f"<h1>Street opened</h1><div class='date'>4 May 2023</div>{PARAGRAPHS}".encode()
    for seen, expected in (("2023-05-03", "2023-05-04"), ("2023-05-01", None), (None, "2023-05-04")):
        source = Source(name="page.html", data=page, settings=Settings(), known=Known(seen=seen))
        [found] = read_html(source)
        assert isinstance(found, Document)
        assert found.published == expected


def test_a_guess_far_behind_all_stated_days_is_none() -> None:
    stated = report(f"<meta name='date' content='2023-04-20'><h1>Bridge opened</h1>{PARAGRAPHS}")
    for shown, expected in (("4 May 2023", ["stated", "guessed"]), ("4 May 2030", ["stated"])):
        guess = report(f"<h1>Street opened</h1>{PARAGRAPHS * 4}<div class='date'>{shown}</div>")
        assert sorted(kind for kind, _ in basis(settled(stated, guess))) == sorted(expected)


def test_what_stands_for_browsers_without_scripts_holds_no_page() -> None:
    assert "house number 5" in report(f"<body><noscript><div></noscript><h1>Street opened</h1>{PARAGRAPHS}").text
