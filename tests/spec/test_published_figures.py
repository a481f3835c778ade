"""Runs published_figures.toml: every figure the seed documents print, or why it is another."""

import ast
import tomllib
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from cli.context import Context
from cli.settings import Settings
from indicators.access.permissions import PARTNER
from indicators.domain.core import LocalityKind
from indicators.domain.periods import Month
from indicators.reports.outcomes_report import build_counts_by_site
from indicators.reports.place_report import build_place_report
from indicators.stats.rules import calculate_value, round_half_away
from sample.quarter_files import QUARTER_FILES
from tests.conftest import ROOT
from tests.support.extracts import midwifery, mothers, write_csv

WHOLE = tomllib.loads(Path(__file__).with_name("published_figures.toml").read_text("utf-8"))
FIGURES = WHOLE["figure"]
FIGURE_2 = WHOLE["figure_2"]
COLUMNS = ["Area", "Quarter", *next(f for f in QUARTER_FILES if f.name == "CCC_quarters").columns]
NOW = datetime(2016, 7, 10, tzinfo=UTC)


def calculate(rule, inputs):
    """What the inputs come to, with the digits and the sign of the printed figure."""
    if rule == "span":
        first, last = map(Month.parse, inputs)
        return str(last.ordinal - first.ordinal)
    numbers = [int(each) for each in inputs]
    if rule == "share":
        return f"{round_half_away(calculate_value(*numbers), 0)}%"
    if rule == "fall":
        before, after = numbers
        return f"{round_half_away(calculate_value(before - after, before), 0)}%"
    if rule == "months":
        return str(round_half_away(Fraction(numbers[0], 12), 0))
    return str(sum(numbers))


@pytest.mark.parametrize(
    "figure", [f for f in FIGURES if "rule" in f], ids=lambda f: f"{f['place']}: {f['printed']}"
)
def test_the_printed_inputs_come_to_the_printed_figure_or_the_difference_is_explained(figure):
    found = calculate(figure["rule"], figure["inputs"])
    assert found.strip("%") == figure.get("comes_to", figure["printed"]).strip("%")
    assert "comes_to" not in figure or figure["why"]


@pytest.mark.parametrize("figure", FIGURES, ids=lambda f: f"{f['place']}: {f['printed']}")
def test_every_figure_has_inputs_a_test_or_a_reason(figure):
    if "test" in figure:
        file, _, name = figure["test"].partition("::")
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    assert "rule" in figure or "test" in figure or "why" in figure


@pytest.fixture
def context(database_url):
    opened = Context.open(Settings(database_url=database_url, now=NOW))
    yield opened
    opened.table.engine.dispose()


def load(context, path):
    report = context.loader.load(path, viewer=PARTNER, now=NOW)
    assert report.outcome == "loaded", report


def test_consent_in_june_2016_is_99_percent_of_those_asked(context, tmp_path):
    asked = {"Bookings": 210, "Booked_by_12+6": 190, "Asked_for_consent": 200, "Consented": 198}
    june = mothers(month="2016-06", **asked)
    load(context, midwifery(tmp_path, june, name="UHCW_maternity_2016-06.csv"))
    report = build_place_report(context.reports, "hillfields", Month.of(2016, 6), PARTNER)
    row = next(row for row in report.rows if row.indicator.code == "consent_to_share")
    assert str(round_half_away(row.month.value, 0)) + "%" == "99%"


def test_figure_2_is_the_sum_of_the_cafs_made_by_site_and_year(context, tmp_path):
    """The sum of the events of a year, and not the mean number open."""
    rows = [
        [area, f"Q{quarter} {year}", *counts_of(made)]
        for area, years in FIGURE_2["quarters"].items()
        for year, quarters in zip(FIGURE_2["years"], years, strict=True)
        for quarter, made in enumerate(quarters, 1)
    ]
    load(context, write_csv(tmp_path / "CCC_quarters_2012-04_to_2016-03.csv", [COLUMNS, *rows]))
    # The years that a page lists are those of the dashboards' months.
    months = [mothers(month=f"{2012 + at}-04") for at in range(4)]
    load(context, midwifery(tmp_path, *months, name="UHCW_maternity_2015-04.csv"))
    made = context.catalogue.indicator("cafs_made")
    assert context.catalogue.counts_by_year[0] is made
    report = build_counts_by_site(context.reports, made, LocalityKind.TEAM, PARTNER)
    assert [year.name for year in report.years] == FIGURE_2["years"]
    names = {place.name: report.cells[place.code] for place in report.places}
    for site, printed in FIGURE_2["sites"].items():
        assert [str(figure.shown) for figure in names[site]] == printed
        assert all(figure.sum.months_with == 12 for figure in names[site])
        assert int(printed[-1]) * 2 > int(printed[0]) * 3, "a considerable increase"


def counts_of(made):
    """The cells of a row of the council's quarterly table: CAFs made, the rest not available."""
    cells = ["[x]"] * (len(COLUMNS) - 2)
    cells[COLUMNS.index("CAFs made") - 2] = made
    return cells
