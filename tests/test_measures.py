"""Units of measure: their worth is that of Pint, and figures in different units are compared as one measure."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from opensitrep.extract.quantities.words import load_figure_words
from opensitrep.text.measures import comparable, convert, load_measures

DATA = Path(__file__).resolve().parents[1] / "src" / "opensitrep" / "data"


def test_the_worth_of_units_and_the_names_of_money_are_current() -> None:
    pytest.importorskip("pint", reason="the extra `test` is not installed")
    pytest.importorskip("babel", reason="the extra `test` is not installed")
    build = importlib.import_module("tools.build_units")
    assert (DATA / "codes/measures.tsv").read_text(encoding="utf-8") == build.measures()
    assert (DATA / "codes/currencies.tsv").read_text(encoding="utf-8") == build.currencies()


def test_the_months_and_the_order_of_dates_are_those_of_cldr() -> None:
    pytest.importorskip("babel", reason="the extra `test` is not installed")
    build = importlib.import_module("tools.build_months")
    assert (DATA / "world/months.tsv").read_text(encoding="utf-8") == build.months()
    assert (DATA / "world/date_order.tsv").read_text(encoding="utf-8") == build.order()


def test_the_names_of_days_numbers_and_countries_are_those_of_cldr() -> None:
    pytest.importorskip("babel", reason="the extra `test` is not installed")
    build = importlib.import_module("tools.build_names")
    assert (DATA / "world/demonyms.tsv").read_text(encoding="utf-8") == build.countries()
    if not build.RULES.exists():
        pytest.skip("cldr-rbnf is not there: npm install in frontend/")
    assert (DATA / "en/cldr.toml").read_text(encoding="utf-8") == build.words()


@pytest.mark.parametrize(
    ("value", "unit", "into", "there"),
    [
        (43, "mile", "km", 69.2),
        (1000, "acre", "hectare", 404.7),
        (12, "tonne", "kilogram", 12_000),
        (212, "degree_fahrenheit", "degree", 100),
        (100, "knot", "km_per_hour", 185.2),
        (5, "km", "km", 5),
    ],
)
def test_a_figure_is_told_in_another_unit(value: float, unit: str, into: str, there: float) -> None:
    assert convert(value, unit, into) == pytest.approx(there, rel=0.001)
    assert convert(convert(value, unit, into), into, unit) == pytest.approx(value)


def test_only_measures_of_one_dimension_compare() -> None:
    assert comparable("km", "mile")
    assert not comparable("km", "km")
    assert not comparable("km", "hectare")
    assert not comparable("person", "km")
    with pytest.raises(ValueError, match="hectare"):
        convert(1, "km", "hectare")


def test_every_unit_of_measure_has_words() -> None:
    assert set(load_measures()) <= {unit for found in load_figure_words().units.measures.values() for _, unit in found}
