"""Table 1 of the report, sent as one figure a year, is loaded and shown with its verdicts."""

import re
import tomllib
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest

from cli.context import Context
from cli.settings import Settings
from indicators.access.permissions import PARTNER
from indicators.domain.periods import Month
from indicators.reports.base import Reports
from indicators.reports.place_report import build_place_report
from layouts.site.site import Site
from layouts.web.app_factory import create_dash_app
from loaders.ingest.pipeline import Loader
from loaders.profiles.profile_schema import Profile
from tests.support.export_reason import give_reason
from tests.support.extracts import write_csv

TABLE_1 = tomllib.loads(Path(__file__).with_name("table1.toml").read_text("utf-8"))
NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
MARCH = Month.of(2014, 3)
PROFILE = Profile.model_validate(
    {
        "code": "table_1",
        "service": "midwifery",
        "table": [
            {
                "header": ["Area", "Indicator", "Year", "Mean"],
                "area": "Area",
                "period": {"column": "Year"},
                "measure": [
                    {
                        "indicator": case["indicator"],
                        "numerator" if case["verdict"] == "none" else "percentage": "Mean",
                        "where": {"Indicator": case["printed"]},
                    }
                    for case in TABLE_1["case"]
                ],
            }
        ],
    }
)


@pytest.fixture
def context(database_url):
    context = Context.open(Settings(database_url=database_url, now=NOW))
    yield context
    context.table.engine.dispose()


def load(context, folder, *months):
    """Load Table 1, and a percentage of one indicator for each of these months."""
    loader = Loader(context.table, context.catalogue, context.places, [PROFILE], Month.of(2026, 11))
    rows = [[case["printed"], "2013/14", case["figure"]] for case in TABLE_1["case"]]
    rows += [["Early booking", str(month), "60"] for month in months]
    cells = [["Area", "Indicator", "Year", "Mean"], *(["Hillfields", *row] for row in rows)]
    path = write_csv(folder / f"table_1_{len(rows)}.csv", cells)
    return loader.load(path, viewer=PARTNER, now=NOW)


def rows_of(context, month):
    reports = Reports(context.table, context.catalogue, context.places)
    report = build_place_report(reports, "hillfields", month, PARTNER)
    return {row.indicator.code: row for row in report.rows}


def test_each_figure_is_the_mean_for_last_year_with_its_verdict(context, tmp_path):
    report = load(context, tmp_path, MARCH + 1)
    assert (report.outcome, report.rows_loaded, report.to_confirm) == ("loaded", 14, ())
    for month, column in ((MARCH, "rolling"), (MARCH + 1, "last_year")):
        rows = rows_of(context, month)
        for case in TABLE_1["case"]:
            figure = getattr(rows[case["indicator"]], column)
            assert str(figure.shown).removesuffix(".0") == case["figure"], case["printed"]
            assert (figure.verdict or "none") == case["verdict"], case["printed"]
            assert [period.name for period in figure.sum.wholes] == ["2013/14"]


def test_months_of_the_year_take_its_place(context, tmp_path):
    load(context, tmp_path, *(MARCH - at for at in range(12)))
    row = rows_of(context, MARCH)["early_booking"]
    assert (row.rolling.value, row.rolling.sum.wholes, row.rolling.sum.months_with) == (60, (), 12)


def test_page_api_and_action_plan_say_that_it_was_sent_as_a_year(context, tmp_path):
    load(context, tmp_path, MARCH + 1)
    reports = Reports(context.table, context.catalogue, context.places)
    client = give_reason(create_dash_app(Site(reports)).server.test_client())
    page = unescape(client.get("/area/hillfields?month=2014-04").text)
    (cell,) = re.findall(r'data-label="Mean 2013/14">(.*?)</td>', page, re.S)[:1]
    assert "83.0%" in cell
    assert "sent as a year" in cell
    answer = client.get(
        "/api/v1/verdicts?indicator=mmr_at_5&place=hillfields&from=2014-03&to=2014-03"
    )
    (row,) = answer.get_json()["data"]
    assert (row["sent_as_one"], row["verdict"], row["months_with"]) == (["2013/14"], "cross", 12)


def test_it_is_undone_as_any_load(context, tmp_path):
    report = load(context, tmp_path, MARCH + 1)
    context.table.undo_load(report.load_id, now=NOW, who="ann", why="", not_areas=[])
    codes = [case["indicator"] for case in TABLE_1["case"]]
    assert context.table.read_observations(codes, ["hillfields"], [201403]) == []
    before = context.table.after(report.load_id)
    assert len(before.read_observations(codes, ["hillfields"], [201403])) == 13
