"""Runs table1.toml and table5.toml: the report's own tables, with the catalogue as shipped."""

import tomllib
from fractions import Fraction
from pathlib import Path

import pytest

from indicators.configuration.catalogue_reader import read_catalogue
from indicators.configuration.places_reader import read_places
from indicators.domain.periods import Month
from indicators.figures.judge_figures import calculate_figure
from indicators.figures.series import MonthWindow, Series
from indicators.stats import rules
from tests.conftest import ROOT
from tests.support.builders import fill, row

HERE = Path(__file__)
CATALOGUE, PLACES = read_catalogue(ROOT / "data"), read_places(ROOT / "data")
TABLE_1 = tomllib.loads(HERE.with_name("table1.toml").read_text())
TABLE_5 = tomllib.loads(HERE.with_name("table5.toml").read_text())
COLOURS = {"better": "green", "worse": "red"}


def year_named(name: str):
    """The financial year that is written 2013/14."""
    year = Month.of(int(name[:4]), 4).financial_year
    assert year.name == name
    return year


@pytest.mark.parametrize("case", TABLE_1["case"], ids=lambda case: case["printed"])
def test_table_1_has_its_verdict_for_each_figure_by_the_shipped_target(case):
    made = CATALOGUE.indicator(case["indicator"])
    place, year = PLACES[TABLE_1["place"]].code, year_named(TABLE_1["financial_year"])
    definition = made.find_definition(year.ended).code
    series = Series([made], [place], MonthWindow(year.start, year.ended))
    sent = {"numerator": int(case["figure"])} if made.unit == "count" else {"value": case["figure"]}
    fill(
        series,
        (row(made.code, place, year.start + at, definition=definition, **sent) for at in range(12)),
    )
    figure = calculate_figure(series, made, place, year)
    assert figure.value == Fraction(case["figure"])
    assert (figure.verdict or "none") == case["verdict"]


def test_table_1_has_seven_ticks_three_crosses_and_three_without_a_verdict():
    told = [case["verdict"] for case in TABLE_1["case"]]
    assert [told.count(each) for each in ("tick", "cross", "none")] == [7, 3, 3]


@pytest.mark.parametrize("case", TABLE_5["case"], ids=lambda case: case["printed"])
def test_table_5_has_its_difference_and_colour_for_each_pair_of_years(case):
    better = CATALOGUE.indicator(case["indicator"]).better
    points, direction = rules.calculate_points_change(
        Fraction(case["later"]), Fraction(case["earlier"]), better
    )
    assert points == Fraction(case["difference"])
    assert COLOURS[direction] == case["colour"]
