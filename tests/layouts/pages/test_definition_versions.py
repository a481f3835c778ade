"""An indicator that is counted differently from April 2025: on no page do its two versions meet.

In each month until March 2025 all 20 of 20 are counted (old target 90), from then on 10 of 20 (new
target 60). Any figure other than 100.0 and 50.0 mixes the two, and so does any change.
"""

import re
from html import unescape

import pytest

from indicators.access.permissions import PARTNER
from indicators.domain.core import LocalityKind
from indicators.domain.periods import Month
from indicators.reports.base import Reports
from indicators.reports.comparison import build_comparison
from indicators.reports.comparison_matrix import build_matrix
from indicators.reports.comparison_models import ComparisonChoice
from indicators.reports.indicator_report import build_indicator_report
from indicators.reports.outcomes_report import build_counts_by_site
from indicators.store.observations import IndicatorTable
from layouts.pages.compare.compare_view import VIEWS
from layouts.pages.outcomes.outcome_charts import build_site_chart
from layouts.site.site import Site
from layouts.web.app_factory import create_dash_app
from tests.support.builders import V1, catalogue, indicator, places, row, take_in, target
from tests.support.databases import create_sqlite
from tests.support.export_reason import give_reason
from tests.support.table_files import read_table

CHANGE, LAST = Month.of(2025, 4), Month.of(2026, 3)
MONTHS = [CHANGE + at for at in range(-12, 12)]
VERSIONS = [
    V1 | {"code": "old", "until": "2025-03"},
    V1 | {"code": "new", "from": "2025-04", "changed": "Late visits are left out."},
]
TARGETS = [target("90", "old", until="2025-03"), target("60", "new", since="2025-04")]
VISITS = indicator("visits", definition=VERSIONS, target=TARGETS)
PLANS = indicator(
    "plans", order=2, unit="count", better="neither", gathering="snapshot", definition=VERSIONS
)
READY = indicator("ready", order=3, every="year", shown="outcomes", definition=VERSIONS)
AREAS = ("a", "b", "c")
COMPARE = {"indicator": "visits", "month": "2026-03"}


@pytest.fixture
def reports(tmp_path):
    table = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    rows = []
    for month in MONTHS:
        version = "new" if month >= CHANGE else "old"
        seen, plans = (10, 5) if month >= CHANGE else (20, 10)
        for area in AREAS:
            rows.append(row("visits", area, month, seen, 20, definition=version))
            rows.append(row("plans", area, month, plans, definition=version))
    for year, version, value in ((2024, "old", "70"), (2025, "old", "71"), (2026, "new", "50")):
        ended = Month.of(year, 3)
        rows.append(row("ready", "city", ended, months=12, value=value, definition=version))
    take_in(table, rows)
    yield Reports(table, catalogue(VISITS, PLANS, READY), places({"north": ["a", "b"], "s": ["c"]}))
    table.engine.dispose()


@pytest.fixture
def client(reports):
    return give_reason(create_dash_app(Site(reports)).server.test_client())


def page(client, address, **asked):
    answer = client.get(address, query_string=asked)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def list_rows(text):
    """Every row of every table as the words in it."""
    found = re.findall(r"(?s)<tr.*?</tr>", text)
    return [" ".join(re.sub(r"<[^>]+>", " ", each).split()) for each in found]


@pytest.mark.parametrize("place", ["area/a", "team/north", "city/city"])
def test_a_dashboard_has_each_span_of_its_own_version_and_no_change(client, place):
    (visits,) = [each for each in list_rows(page(client, f"/{place}")) if "Visits" in each]
    shown = re.findall(r"\d+\.\d+%", visits)
    assert set(shown) == {"50.0%", "100.0%"}
    assert "points" not in visits.lower()


@pytest.mark.parametrize(
    ("month", "figure", "verdict", "months"),
    [(LAST, 50, "cross", 12), (CHANGE + 8, 50, "cross", 9), (CHANGE + 7, 50, None, 8)],
)
def test_a_span_over_the_change_holds_the_months_since_alone(
    reports, month, figure, verdict, months
):
    report = build_indicator_report(reports, "visits", "north", "", month, PARTNER)
    rolling = report.row.rolling
    assert (rolling.value, rolling.verdict, rolling.sum.months_with) == (figure, verdict, months)
    assert rolling.target.value == 60
    assert report.row.change is None


def test_the_month_before_the_change_is_held_against_the_old_target(reports):
    report = build_indicator_report(reports, "visits", "a", "", CHANGE - 1, PARTNER)
    assert (report.row.rolling.value, report.row.rolling.verdict) == (100, "tick")
    assert report.row.rolling.target.value == 90


@pytest.mark.parametrize(("by", "points"), [("month", 12), ("quarter", 4), ("year-rolling", 1)])
def test_a_chart_and_its_limits_begin_with_the_version(reports, by, points):
    report = build_indicator_report(reports, "visits", "a", by, LAST, PARTNER)
    assert [point.figure.value for point in report.points] == [50] * points
    if report.chart:
        assert {segment.mean for segment in report.chart.segments} == {50}
    for other in report.others:
        assert {value for value in other.values if value is not None} == {50}


def test_the_chart_says_what_it_leaves_out_and_the_definition_has_both_versions(client):
    text = page(client, "/indicator/visits", place="a")
    assert "Figures before April 2025 use another definition and are left out." in text
    assert "From April 2010 to March 2025" in text
    assert "Changed: Late visits are left out." in text


def test_a_sparkline_has_no_month_nor_target_of_the_old_version(reports):
    report = build_indicator_report(reports, "visits", "a", "", LAST, PARTNER)
    told = [(point.value, point.target) for point in report.row.points]
    assert told == [(None, None)] * 12 + [(50, 60)] * 12


def test_the_matrix_has_no_change(reports):
    compared = build_comparison(reports, LAST, ComparisonChoice(), PARTNER)
    cells = build_matrix(reports, compared, PARTNER).cells
    assert {(c["visits"].figure.value, c["visits"].change) for c in cells.values()} == {(50, None)}


def test_a_baseline_year_of_another_version_is_shown_and_not_compared(client):
    text = page(client, "/compare", view="change", baseline="2024/25", **COMPARE)
    assert "No figures can be compared: too few months, or another definition." in text
    (city,) = [each for each in list_rows(text) if each.startswith("City")]
    assert (city.count("100.0%"), city.count("50.0%")) == (1, 1)
    assert city.endswith("cannot be compared")


@pytest.mark.parametrize("view", [view for view in VIEWS if view != "change"])
def test_every_other_view_compares_places_by_the_new_version(client, view):
    text = page(client, "/compare", view=view, **COMPARE)
    assert "50.0%" in text
    assert "100.0%" not in text


def test_two_years_compared_say_that_the_definition_changed(client):
    text = page(client, "/outcomes", **{"set": "city", "from": "2024/25", "to": "2025/26"})
    (visits,) = [each for each in list_rows(text) if each.startswith("Visits")]
    assert visits.endswith("The definition changed")
    file = client.get("/tables/csv/two-years-compared/outcomes?set=city&from=2024/25&to=2025/26")
    (sent,) = read_table(file.data)
    assert (sent["Difference"], sent["Better or worse"]) == ("", "The definition changed")


def test_yearly_outcomes_mark_the_year_and_have_no_change(client):
    (ready,) = [each for each in list_rows(page(client, "/outcomes")) if each.startswith("Ready")]
    assert ready.count("Counted differently from 2024/25: cannot be compared") == 1
    assert ready.endswith("Cannot be compared")


def test_counts_by_year_mark_the_year_and_their_chart_leaves_out_those_before(client, reports):
    text = page(client, "/outcomes", count="plans", by="area")
    assert "Years up to 2024/25 use another definition and are left out." in text
    assert text.count("Counted differently from 2024/25: cannot be compared") == len(AREAS) + 2
    sites = build_counts_by_site(reports, PLANS, LocalityKind.AREA, PARTNER)
    assert [year.name for year in sites.comparable_years] == ["2025/26"]
    assert "2024/25" not in str(build_site_chart(sites, "Source"))


def test_the_about_page_says_what_changed_and_when(client):
    text = page(client, "/about")
    assert "What changed in April 2025" in text
    assert "Late visits are left out. Figures before are never compared with these." in text


def test_the_api_names_the_version_of_each_figure_and_what_changed(client):
    months = {"from": "2025-03", "to": "2025-04", "indicator": "visits", "place": "a"}
    sent = client.get("/api/v1/observations", query_string=months).json["data"]
    assert [each["definition"] for each in sent] == ["old", "new"]
    (visits,) = [i for i in client.get("/api/v1/indicators").json["data"] if i["code"] == "visits"]
    assert [d["changed"] for d in visits["definitions"]] == ["", "Late visits are left out."]
