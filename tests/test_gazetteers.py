"""Making gazetteers of a dump and of one's own sites; rows are written for these tests, in the layout of GeoNames."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

from opensitrep.cli import main
from opensitrep.errors import ResourceError, SettingsError
from opensitrep.pipeline import build, made_with
from opensitrep.settings import Settings, load_settings
from opensitrep.world.building.geonames import Numbers, codes
from opensitrep.world.building.making import Order, Outcome, country_codes, make
from opensitrep.world.building.sites import KINDS, day, representative
from opensitrep.world.gazetteer.file import PRIMARY, Draft, Row, numbered
from opensitrep.world.gazetteer.ranking import rank
from opensitrep.world.gazetteer.search import Gazetteer

ROWS = [
    # id, name, other names, lat, lon, class, code, country, admin1, admin2, people, zone
    (702657, "Luhansk Oblast", "Luhanska Oblast", 49.0, 39.0, "A", "ADM1", "UA", "14", "", 0, ""),
    (702658, "Luhansk", "Lugansk,Voroshilovgrad", 48.57, 39.32, "P", "PPLA", "UA", "14", "", 417990, "Europe/Kyiv"),
    (9000001, "Desna", "", 51.1, 30.9, "P", "PPL", "UA", "14", "", 6906, "Europe/Kyiv"),
    (9000002, "Desna", "", 50.5, 30.6, "P", "PPLX", "UA", "00", "", 300000, "Europe/Kyiv"),
    (9000003, "Old Desna", "", 50.4, 30.5, "P", "PPLQ", "UA", "14", "", 0, ""),
    (9000004, "Desna", "Desna River,Dzyasna", 51.0, 31.0, "H", "STM", "UA", "", "", 0, ""),
    (9000005, "Nameless Creek", "", 51.0, 31.0, "H", "STM", "UA", "", "", 0, ""),
    (9000006, "School No. 5", "", 51.0, 31.0, "S", "SCH", "UA", "", "", 0, ""),
    (9000007, "Ozerne", "Ozernoye", 50.2, 28.7, "S", "AIRB", "UA", "14", "", 0, "Mars/Base"),
    (9000008, "Tartu Airport", "TAY", 58.3, 26.7, "S", "AIRP", "EE", "", "", 0, "Europe/Tallinn"),
]


def line(row: tuple[object, ...]) -> str:
    ident, name, others, lat, lon, group, code, country, one, two, people, zone = row
    cells = [ident, name, name, others, lat, lon, group, code, country, "", one, two, "", "", people, "", 0, zone]
    return "\t".join(str(c) for c in [*cells, "2026-10-01"])


@pytest.fixture
def under(tmp_path: Path) -> Path:
    """A small gazetteer to lay dumps over."""
    sea = Row(numbered("os:azov-sea"), "Sea of Azov", "sea", 46.0, 36.6, None, label="os:azov-sea", feature="OWN")
    state = Row(690791, "Ukraine", "country", 49.0, 32.0, "UA", population=44_000_000, feature="PCLI")
    town = Row(702658, "Luhans'k", "city", 48.0, 39.0, "UA", admin1=702657, population=400_000, zone="Europe/Kyiv")
    hamlet = Row(588335, "Tartu", "city", 58.38, 26.73, "EE", population=91_000)
    rows = [sea, state, town, hamlet]
    for row in rows:
        row.call(row.name, PRIMARY)
    draft = Draft(tmp_path / "under.sqlite")
    draft.add(rows)
    draft.finish({"inputs": "0", "sources": "a test"}, sounded=["UA"])
    return tmp_path / "under.sqlite"


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    return packed(tmp_path / "UA.zip", "UA.txt", [line(r) for r in ROWS])


def packed(path: Path, member: str, lines: list[str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("readme.txt", "What is in here\n" * 1000)
        file.writestr(member, "".join(f"{text}\n" for text in lines))
    return path


def built(target: Path, order: Order) -> tuple[Gazetteer, Outcome]:
    outcome = make(order, target)
    return Gazetteer(target), outcome


def kinds(gazetteer: Gazetteer, name: str) -> dict[str, tuple[str, int]]:
    return {m.entry.id: (m.entry.kind, m.weight) for m in gazetteer.find(name)}


# ---------------------------------------------------------------- the dump


def test_a_dump_is_read_from_its_zip_and_filtered_by_feature_code(dump: Path, under: Path, tmp_path: Path) -> None:
    gazetteer, outcome = built(tmp_path / "out.sqlite", Order(geonames=dump, over=under))
    tally = outcome.tallies[0]
    assert (tally.read, tally.kept, tally.bad.total()) == (len(ROWS), len(ROWS) - 2, 0)
    assert gazetteer.find("Nameless Creek") == gazetteer.find("School No. 5") == ()
    assert kinds(gazetteer, "Desna River") == {"gn:9000004": ("river", 2)}
    assert kinds(gazetteer, "Ozerne") == {"gn:9000007": ("base", 4)}
    assert gazetteer.made["date"] == "2026-10-01"


def test_districts_and_abandoned_places_stand_behind_towns(dump: Path, under: Path, tmp_path: Path) -> None:
    gazetteer, _ = built(tmp_path / "out.sqlite", Order(geonames=dump, over=under))
    assert rank(gazetteer.find("Desna"))[0][0].entry.id == "gn:9000001"
    assert kinds(gazetteer, "Old Desna") == {"gn:9000003": ("area", 2)}


def test_places_know_their_division_and_zone(dump: Path, under: Path, tmp_path: Path) -> None:
    gazetteer, _ = built(tmp_path / "out.sqlite", Order(geonames=dump, over=under))
    town, site = gazetteer.entry("gn:9000001"), gazetteer.entry("gn:9000007")
    assert town is not None
    assert site is not None
    assert (town.admin1, town.zone) == ("gn:702657", "Europe/Kyiv")
    assert (site.admin1, site.zone) == ("gn:702657", "Mars/Base")


def test_a_file_of_towns_alone_learns_the_divisions_from_the_gazetteer_under_it(under: Path, tmp_path: Path) -> None:
    file = tmp_path / "towns.txt"
    file.write_text("\r\n".join(line(r) for r in ROWS[1:3]), encoding="utf-8")
    gazetteer, _ = built(tmp_path / "out.sqlite", Order(geonames=file, over=under))
    town = gazetteer.entry("gn:9000001")
    assert town is not None
    assert town.admin1 == "gn:702657"


def test_what_only_the_gazetteer_under_it_knows_stays(dump: Path, under: Path, tmp_path: Path) -> None:
    gazetteer, _ = built(tmp_path / "out.sqlite", Order(geonames=dump, over=under, countries=("UA",)))
    assert gazetteer.look_up("Sea of Azov")[0].id == "os:azov-sea"
    assert gazetteer.look_up("Ukraine")[0].population == 44_000_000
    assert gazetteer.look_up("Tartu")[0].country == "EE"
    assert gazetteer.find("Tartu Airport") == ()
    town = gazetteer.look_up("Luhansk")[0]
    assert (town.name, town.population, town.lat) == ("Luhansk", 417990, 48.57)


ALTERNATES = [
    "1\t702658\ten\tLugansk City\t1\t\t\t\t\t",
    "2\t702658\tru\tVoroshilovgrad\t\t\t\t1\t1935\t1958",
    "3\t702658\tde\tLuganske\t1\t\t\t\t\t",
    "4\t702658\tlink\tHttps://Example.org\t\t\t\t\t\t",
    "5\t9000008\tiata\tTAY\t\t\t\t\t\t",
    "6\t9000003\ten\tDesna Ruins\t1\t\t\t\t\t",
    "7\t5\ten\tElsewhere\t1\t\t\t\t\t",
    "8\t702658\tuk\tЛуганськ\t1\t\t\t\t\t",
    "9\tx\ten\tBroken\t1\t\t\t\t\t",
]


def test_alternate_names_say_how_a_name_is_used(dump: Path, under: Path, tmp_path: Path) -> None:
    names = packed(tmp_path / "alternateNamesV2.zip", "alternateNamesV2.txt", ALTERNATES)
    gazetteer, outcome = built(tmp_path / "out.sqlite", Order(geonames=dump, alternate=names, over=under))
    weights = {n: [m.weight for m in gazetteer.find(n)] for n in ("Lugansk City", "Voroshilovgrad", "Luganske", "TAY")}
    assert weights == {"Lugansk City": [4], "Voroshilovgrad": [1], "Luganske": [2], "TAY": [1]}
    assert [m.weight for m in gazetteer.find("Desna Ruins")] == [2]
    assert gazetteer.find("Elsewhere") == gazetteer.find("Https Example org") == ()
    assert outcome.tallies[1].bad == {"no place id": 1}


def test_without_them_all_other_names_weigh_the_same(dump: Path, under: Path, tmp_path: Path) -> None:
    gazetteer, _ = built(tmp_path / "out.sqlite", Order(geonames=dump, over=under))
    assert [m.weight for m in gazetteer.find("Voroshilovgrad")] == [2]


def test_the_hierarchy_gives_divisions_where_codes_do_not(dump: Path, under: Path, tmp_path: Path) -> None:
    lines = ["702658\t9000002\t", "702657\t702658\tADM", "9000002\t702657\tADM", "a\tb\tADM"]
    tree = packed(tmp_path / "hierarchy.zip", "hierarchy.txt", lines)
    gazetteer, outcome = built(tmp_path / "out.sqlite", Order(geonames=dump, hierarchy=tree, over=under))
    district = gazetteer.entry("gn:9000002")
    assert district is not None
    assert district.admin1 == "gn:702657"
    assert outcome.tallies[1].bad == {"no pair of ids": 1}


BAD = {
    "18 columns, 19 wanted": line(ROWS[2]).rsplit("\t", 1)[0],
    "no id": line(("x", *ROWS[2][1:])),
    "id out of range": line((-4, *ROWS[2][1:])),
    "no point": line((*ROWS[2][:3], "", *ROWS[2][4:])),
    "point not on the earth": line((*ROWS[2][:3], "nan", *ROWS[2][4:])),
    "country is no ISO code": line((*ROWS[2][:7], "UKR", *ROWS[2][8:])),
    "population is no number": line((*ROWS[2][:10], "many", ROWS[2][11])),
    "no name": line((9, " ", *ROWS[2][2:])),
}


@pytest.mark.parametrize("reason", sorted(BAD))
def test_a_bad_row_is_counted_with_its_line_and_reason(reason: str, under: Path, tmp_path: Path) -> None:
    file = packed(tmp_path / "UA.zip", "UA.txt", [line(ROWS[1]), "", BAD[reason], line(ROWS[2])])
    _, outcome = built(tmp_path / "out.sqlite", Order(geonames=file, over=under))
    assert outcome.tallies[0].bad == {reason: 1}
    assert outcome.tallies[0].examples[0].startswith(f"UA.zip:3: {reason}")
    assert outcome.tallies[0].kept == 2


def test_a_row_that_is_not_utf8_is_a_bad_row(under: Path, tmp_path: Path) -> None:
    file = tmp_path / "x.txt"
    file.write_bytes(line(ROWS[1]).encode() + b"\n" + line(ROWS[2]).replace("Desna", "D\u00e9sna").encode("latin-1"))
    _, outcome = built(tmp_path / "out.sqlite", Order(geonames=file, over=under))
    assert outcome.tallies[0].bad == {"not UTF-8": 1}


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("no.zip", b"PK\x03\x04 and no more", "not a zip file"),
        ("empty.zip", b"", "empty"),
        ("empty.txt", b"", "empty"),
        ("three.txt", b"a\tb\tc\n" * 200, "three.txt:1: 3 columns, 19 wanted"),
        ("bytes.txt", b"\xff\xfe\x00\n" * 200, "not UTF-8"),
        ("long.txt", b"x" * 2_500_000, "a line of more than a million bytes"),
        ("none.txt", line((*ROWS[6][:6], "HTL", *ROWS[6][7:])).encode(), "nothing in it could be used"),
    ],
)
def test_a_file_that_cannot_be_used_stops_the_run_and_leaves_the_target(
    name: str, content: bytes, said: str, under: Path, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    (tmp_path / "out.sqlite").write_bytes(b"as it was")
    with pytest.raises(ResourceError, match=said):
        make(Order(geonames=tmp_path / name, over=under), tmp_path / "out.sqlite")
    assert (tmp_path / "out.sqlite").read_bytes() == b"as it was"
    assert {p.name for p in tmp_path.iterdir()} == {name, "out.sqlite", "under.sqlite"}


def test_a_zip_damaged_inside_says_so(dump: Path, under: Path, tmp_path: Path) -> None:
    content = bytearray(dump.read_bytes())
    with zipfile.ZipFile(dump) as file:
        start = file.getinfo("UA.txt").header_offset + 60
    content[start : start + 40] = bytes(40)
    dump.write_bytes(bytes(content))
    with pytest.raises(ResourceError, match="damaged or not readable"):
        make(Order(geonames=dump, over=under), tmp_path / "out.sqlite")


def test_a_stopped_run_leaves_nothing_and_the_next_one_starts_afresh(dump: Path, under: Path, tmp_path: Path) -> None:
    def stop(step: str, done: int, whole: int) -> None:
        raise KeyboardInterrupt

    order = Order(geonames=dump, over=under)
    with pytest.raises(KeyboardInterrupt):
        make(order, tmp_path / "out.sqlite", progress=stop)
    assert not list(tmp_path.glob("out*"))
    (tmp_path / "out.sqlite.draft").write_bytes(b"left by a power cut")
    assert make(order, tmp_path / "out.sqlite").entries > 0


def test_the_same_files_give_the_same_bytes(dump: Path, under: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        make(Order(geonames=dump, over=under), tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_progress_goes_up_to_the_whole(dump: Path, under: Path, tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    make(Order(geonames=dump, over=under), tmp_path / "o.sqlite", progress=lambda *step: seen.append(step))
    assert [s for s in seen if s[0] == "UA.zip"][-1][1:] == (len("\n".join(map(line, ROWS)).encode()) + 1,) * 2


def test_a_set_of_numbers_holds_what_was_put_in() -> None:
    numbers = Numbers()
    for n in (0, 7, 8, 65535, 65536, 13_500_000):
        numbers.add(n)
    assert [n for n in (0, 6, 7, 8, 9, 65535, 65536, 65537, 13_500_000, -1) if n in numbers] == [
        0, 7, 8, 65535, 65536, 13_500_000,
    ]  # fmt: skip


def test_every_feature_code_becomes_a_kind_the_readers_know() -> None:
    assert {c.kind for c in codes().values()} <= {*KINDS, "settlement"}
    assert all(c.why and 1 <= c.weight <= 4 for c in codes().values())


# ---------------------------------------------------------------- own sites

TABLE = """\
Site ID;Title;Aliases;Latitude;Longitude;Type;Country;Opened;Closed
d7;Yard Seven;Depot 7|Old Yard;50,1;30,2;ammunition depot;UKR;2022-03;2022-08
k1;Kyiv;;51.0;31.0;base;Ukraine;;
"""


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_table_of_sites_is_read_under_the_names_people_give_columns(tmp_path: Path) -> None:
    gazetteer, _ = built(tmp_path / "mine.sqlite", Order(sites=(write(tmp_path / "my.csv", TABLE),)))
    site = gazetteer.look_up("Depot 7")[0]
    assert (site.id, site.name, site.kind, site.country) == ("own:d7", "Yard Seven", "base", "UA")
    assert (site.lat, site.lon) == (50.1, 30.2)
    assert (site.valid_from, site.valid_to) == (date(2022, 3, 1), date(2022, 8, 31))
    assert not site.stands(date(2022, 2, 28))
    assert site.stands(date(2022, 8, 31))
    assert gazetteer.entry("own:k1") == gazetteer.look_up("Kyiv")[0]


def test_sites_are_added_to_the_packaged_gazetteer_and_go_before_namesakes(tmp_path: Path) -> None:
    make(Order(sites=(write(tmp_path / "my.csv", TABLE),)), tmp_path / "mine.sqlite")
    both = Gazetteer(sites=[tmp_path / "mine.sqlite"])
    ranked = [m.entry.id for m, _ in rank(both.find("Kyiv"))]
    assert ranked[:2] == ["own:k1", "gn:703448"]
    assert len(set(ranked)) == len(ranked)
    assert both.look_up("Nairobi") == Gazetteer().look_up("Nairobi")
    assert both.knows("Old Yard")
    found = both.entry("own:d7")
    assert found is not None
    assert found.name == "Yard Seven"


def test_features_of_geojson_are_sites_and_polygons_take_a_point_inside(tmp_path: Path) -> None:
    horseshoe = [[0, 0], [4, 0], [4, 4], [3, 4], [3, 1], [1, 1], [1, 4], [0, 4], [0, 0]]
    features = [
        {"id": 5, "properties": {"name": "Camp Hotel", "type": "refugee camp", "country": "SD", "aka": ["Hotel Camp"]},
         "geometry": {"type": "Polygon", "coordinates": [horseshoe]}},
        {"properties": {"name": "Nowhere"}, "geometry": None},
        "not a feature",
    ]  # fmt: skip
    file = write(tmp_path / "c.geojson", json.dumps({"type": "FeatureCollection", "features": features}))
    gazetteer, outcome = built(tmp_path / "mine.sqlite", Order(sites=(file,)))
    camp = gazetteer.look_up("Hotel Camp")[0]
    assert (camp.id, camp.kind, camp.lon) == ("own:5", "area", 0.5)
    assert outcome.tallies[0].bad == {"no point": 1, "no name": 1}


@pytest.mark.parametrize(
    ("geometry", "at"),
    [
        ({"type": "Point", "coordinates": [30.5, 50.25, 100]}, (30.5, 50.25)),
        ({"type": "LineString", "coordinates": [[0, 0], [1, 1], [2, 5]]}, (1.0, 1.0)),
        ({"type": "Polygon", "coordinates": [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]]}, (1.0, 1.0)),
        ({"type": "MultiPolygon", "coordinates": [[[[9, 9], [9.1, 9], [9, 9.1]]], [[[0, 0], [2, 0], [2, 2], [0, 2]]]]},
         (1.0, 1.0)),
        ({"type": "Point", "coordinates": ["a", "b"]}, None),
        ({"type": "Point"}, None),
        ({"type": "GeometryCollection", "geometries": []}, None),
        (None, None),
    ],
)  # fmt: skip
def test_a_geometry_has_a_point_that_stands_for_it(geometry: object, at: tuple[float, float] | None) -> None:
    assert representative(geometry) == at


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("a,,1,1,base,UA,,", "no name"),
        ("a,Alpha,91,1,base,UA,,", "point not on the earth"),
        ("a,Alpha,1,1,castle,UA,,", "kind 'castle' not known"),
        ("a,Alpha,1,1,base,Atlantis,,", "country 'Atlantis' not known"),
        ("a,Alpha,1,1,base,UA,2022-13,", "no date"),
        ("a,Alpha,1,1,base,UA,2023,2022", "ends before it begins"),
        ("z,Alpha,1,1,base,UA,,", "id used twice"),
    ],
)
def test_a_bad_site_is_told_and_the_others_are_kept(row: str, reason: str, tmp_path: Path) -> None:
    head = "id,name,lat,lon,kind,country,valid_from,valid_to"
    file = write(tmp_path / "s.csv", f"{head}\nz,Zulu,2,2,base,UA,,\n{row}\n")
    _, outcome = built(tmp_path / "mine.sqlite", Order(sites=(file,)))
    assert outcome.entries == 1
    assert reason in outcome.tallies[0].examples[0]
    assert outcome.tallies[0].examples[0].startswith("s.csv:3: ")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "empty"),
        (b"id;place\n1;Alpha\n", "no column name .or title.*found: id, place"),
        (b"name,lat,lon\nCaf\xe9,1,1\n", "line 2: not UTF-8"),
        (b'{"type": "Feature"}', "not a GeoJSON FeatureCollection"),
        (b'{"type": ', "not JSON"),
        (b"name,lat,lon\nAlpha,x,1\n", "nothing in it could be used: s.csv:2: no point: Alpha"),
    ],
)
def test_a_list_of_sites_that_cannot_be_used_says_why(text: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_bytes(text)
    with pytest.raises(ResourceError, match=said):
        make(Order(sites=(tmp_path / "s.csv",)), tmp_path / "mine.sqlite")


def test_a_year_or_month_stands_for_its_first_and_last_day() -> None:
    assert [day("2024"), day("2024-02", last=True), day("2024-2-9"), day("")] == [
        "2024-01-01", "2024-02-29", "2024-02-09", None,
    ]  # fmt: skip


# ---------------------------------------------------------------- orders, settings, commands


@pytest.mark.parametrize(("word", "code"), [("GU", "GU"), ("ukr", "UA"), ("Sudan", "SD"), ("Kosovo", "XK"), ("", None)])
def test_a_country_is_known_by_code_and_name(word: str, code: str | None, tmp_path: Path) -> None:
    file = write(tmp_path / "s.csv", f"name,lat,lon,country\nAlpha,1,1,{word}\n")
    gazetteer, _ = built(tmp_path / "mine.sqlite", Order(sites=(file,)))
    assert gazetteer.look_up("Alpha")[0].country == code


def test_an_order_without_anything_to_read_is_refused() -> None:
    with pytest.raises(ResourceError, match="neither was given"):
        Order()
    with pytest.raises(ResourceError, match="go with a dump"):
        Order(sites=(Path("s.csv"),), countries=("UA",))
    assert country_codes("by, UA,by") == ("BY", "UA")
    with pytest.raises(ResourceError, match="UKR"):
        country_codes("UKR")


def test_readings_depend_on_what_is_in_a_file_of_sites_not_on_where_it_lies(tmp_path: Path) -> None:
    made = {}
    for name, text in (("a", TABLE), ("b", TABLE), ("c", TABLE.replace("50,1", "50,2"))):
        make(Order(sites=(write(tmp_path / "my.csv", text),)), tmp_path / name)
        made[name] = made_with(Settings(sites=(str(tmp_path / name),)))["settings"]
    assert made["a"] == made["b"] != made["c"]
    assert made["a"] != made_with(Settings())["settings"]


def test_a_file_that_is_no_gazetteer_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    write(tmp_path / "s.csv", TABLE)
    with pytest.raises(ResourceError, match="not a gazetteer"):
        made_with(Settings(sites=(str(tmp_path / "s.csv"),)))
    with pytest.raises(ResourceError, match="missing"):
        build([tmp_path / "no report"], settings=Settings(gazetteer=str(tmp_path / "none.sqlite")))


@pytest.mark.parametrize(("last", "found"), [("2026", True), ("2024-05", False)])
def test_a_site_is_found_in_reports_of_days_on_which_it_is_one(last: str, found: bool, tmp_path: Path) -> None:
    table = f"id,name,lat,lon,kind,country,to\nq4,Quarry Four,50.9,34.8,base,UA,{last}\n"
    make(Order(sites=(write(tmp_path / "my.csv", table),)), tmp_path / "mine.sqlite")
    text = "An army spokesman said on Monday that two drones hit the fuel store at Quarry Four near Sumy in Ukraine."
    report = write(tmp_path / "report.txt", f"Drones hit fuel store\n\n5 October 2026\n\n{text}\n")
    account = build([report], settings=Settings(engine="here", sites=(str(tmp_path / "mine.sqlite"),)))
    points = {p.id: (p.name, p.kind, p.lat, p.lon) for p in account.places}
    assert points.get("own:q4") == (("Quarry Four", "base", 50.9, 34.8) if found else None)


def test_sites_can_be_named_in_the_environment(tmp_path: Path) -> None:
    assert load_settings(environment={"OPENSITREP_SITES": "a.sqlite:b.sqlite"}).sites == ("a.sqlite", "b.sqlite")
    file = write(tmp_path / "s.toml", 'sites = ["a.sqlite"]')
    assert load_settings(file, environment={}).sites == ("a.sqlite",)
    with pytest.raises(SettingsError):
        load_settings(write(tmp_path / "t.toml", "sites = [1]"), environment={})


def test_the_commands_make_search_and_describe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path / "my.csv", TABLE + "x;Broken;;a;b;base;UA;;\n")
    arguments = ["gazetteer", "build", "--sites", str(file), "--out", str(tmp_path / "mine.sqlite")]
    assert main(arguments) == 0
    out = capsys.readouterr().out
    assert "2 places" in out
    assert "my.csv:4: no point: Broken" in out
    assert main([*arguments, "--strict", "--quiet"]) == 1
    monkeypatch.setenv("OPENSITREP_SITES", str(tmp_path / "mine.sqlite"))
    assert main(["gazetteer", "find", "Old Yard"]) == 0
    out = capsys.readouterr().out
    assert out.split("\n")[0].split()[:3] == ["id", "name", "kind"]
    assert "own:d7" in out
    assert "2022-08-31" in out
    assert main(["gazetteer", "info"]) == 0
    out = capsys.readouterr().out
    assert "CC BY 4.0" in out
    assert "my.csv" in out
    assert main(["gazetteer", "find", "Nosuchplaceatall"]) == 1
    assert main(["gazetteer", "build", "--out", str(tmp_path / "x")]) == 2
    assert "neither was given" in capsys.readouterr().err


def test_find_and_info_print_json(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["gazetteer", "find", "Nairobi", "--json", "--first", "1"]) == 0
    found = json.loads(capfdbinary.readouterr().out)
    assert (found["kind"], found["country"], found["step"], found["weight"]) == ("city", "KE", "exact", 4)
    assert main(["gazetteer", "info", "--json"]) == 0
    facts = json.loads(capfdbinary.readouterr().out)
    assert int(facts["entries"]) == sum(facts["kinds"].values()) > 200_000


def test_the_result_never_takes_the_place_of_what_it_is_made_of(tmp_path: Path) -> None:
    file = write(tmp_path / "s.csv", "name,lat,lon\nAlpha,1,1\n")
    before = file.read_bytes()
    with pytest.raises(ResourceError, match="one of the files to be read"):
        make(Order(sites=(file,)), file)
    assert file.read_bytes() == before
