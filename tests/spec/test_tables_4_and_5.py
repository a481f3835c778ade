"""Runs table4.toml and table5.toml through the outcomes page: the tables of the report itself."""

import csv
import re
import tomllib
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest

from cli.context import Context
from cli.settings import Settings
from indicators.access.permissions import PARTNER
from indicators.domain.core import ObservationStatus
from indicators.domain.periods import Month
from indicators.reports.outcomes_report import build_yearly_outcomes
from indicators.reports.place_report import build_place_report
from layouts.site.site import Site
from layouts.web.app_factory import create_dash_app
from tests.support.builders import row, take_in
from tests.support.export_reason import give_reason

HERE = Path(__file__)
TABLE_4 = tomllib.loads(HERE.with_name("table4.toml").read_text())
TABLE_5 = tomllib.loads(HERE.with_name("table5.toml").read_text())
NOW = datetime(2017, 4, 10, tzinfo=UTC)
HEADINGS = ["Area", "Outcome", "Year", "Number", "Out of", "%"]


@pytest.fixture
def context(database_url):
    context = Context.open(Settings(database_url=database_url, now=NOW))
    yield context
    context.table.engine.dispose()


def page(context, address="/outcomes"):
    return give_reason(create_dash_app(Site(context.reports)).server.test_client()).get(address)


def table_of(text, caption):
    """A table's rows as lists of what stands in their cells, by its caption."""
    table = next(t for t in re.findall(r"<table.*?</table>", text, re.S) if caption in t)
    rows = re.findall(r"<tr.*?</tr>", table, re.S)
    return [[_words(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.S)] for row in rows]


def _words(cell):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split())


# Table 4


@pytest.fixture
def outcomes(context, tmp_path):
    """The city's extract with Table 4's own cells, loaded as any extract is."""
    path = tmp_path / "CCC_outcomes_2016.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        written = csv.DictWriter(file, HEADINGS)
        written.writeheader()
        for case in TABLE_4["case"]:
            for year, cell in zip(TABLE_4["years"], case["cells"], strict=True):
                about = {"Area": "Coventry", "Outcome": case["printed"], "Year": year}
                written.writerow(about | {case["column"]: cell})
    report = context.loader.load(path, viewer=PARTNER, now=NOW)
    assert (report.outcome, report.rows_loaded) == ("loaded", 20), report
    return context


NEW_VERSION = " Counted differently from 2012/13: cannot be compared"


def test_table_4_is_shown_cell_by_cell_as_it_was_printed(outcomes):
    shown = table_of(page(outcomes).text, "Long-term outcomes of Coventry by year")
    assert shown[0][1:5] == TABLE_4["shown_as"]
    for case, cells in zip(TABLE_4["case"], shown[1:], strict=True):
        told = [cell.removesuffix(NEW_VERSION).replace(",", "") for cell in cells]
        told = [cell.removeprefix("[x] ").removeprefix("[i] ") for cell in told]
        assert told[1:5] == case["cells"], case["printed"]


def test_the_new_profile_of_2013_is_where_table_4_cannot_be_compared(outcomes):
    """England fell from 64% to 52% in that year, and the report's city from 61.7% to 55.4%."""
    shown = table_of(page(outcomes).text, "Long-term outcomes of Coventry by year")
    marked = [
        (row[0].split(" Children")[0], year)
        for row in shown[1:]
        for year, cell in zip(shown[0], row, strict=True)
        if "Counted differently" in cell
    ]
    assert marked == [("Good level of development at the end of reception", "2013/14")]


def test_no_data_and_incomplete_data_are_no_figures_and_differ(outcomes):
    rows = {r.indicator.code: r for r in build_yearly_outcomes(outcomes.reports, PARTNER).rows}
    small = rows["small_for_gestational_age"].figures
    assert [(figure.status, figure.value) for figure in small] == [
        (ObservationStatus.NOT_AVAILABLE, None),
        (ObservationStatus.INCOMPLETE, None),
        (ObservationStatus.OK, 1015),
        (ObservationStatus.OK, 719),
    ]
    statuses = {f.status for row in rows.values() for f in row.figures if row.figures is not small}
    assert statuses == {ObservationStatus.OK}


def test_the_last_year_is_better_or_worse_only_where_one_way_is_better(outcomes):
    rows = {r.indicator.code: r for r in build_yearly_outcomes(outcomes.reports, PARTNER).rows}
    told = {code: row.change.direction for code, row in rows.items()}
    assert told == {
        "good_development": "better",
        "obesity_4_5": "better",
        "small_for_gestational_age": "lower",
        "looked_after_at_year_end": "higher",
        "child_protection_at_year_end": "lower",
    }


def test_the_yearly_table_is_not_taken_for_a_month_of_the_dashboards(outcomes):
    assert outcomes.reports.find_months() is None
    assert build_place_report(outcomes.reports, "hillfields", None, PARTNER) is None
    assert page(outcomes, "/").text.count("Nothing has been loaded yet")


# Table 5


@pytest.fixture
def pilots(context):
    """Counts of the two early sites that come to Table 5's figures taken together: 1,200 and 1,800
    people a year, so that a mean of the two sites' percentages would not."""
    rows = []
    for case in TABLE_5["case"]:
        code = case["indicator"]
        for name, key in ((TABLE_5["earlier"], "earlier"), (TABLE_5["later"], "later")):
            start = Month.of(int(name[:4]), 4)
            definition = context.catalogue.indicator(code).find_definition(start).code
            some = round(float(case[key]) * 30)
            hillfields = some * 2 // 5 - 60 if some > 600 else some // 5
            shares = {"hillfields": (hillfields, 1200), "tile-hill": (some - hillfields, 1800)}
            for place, (done, due) in shares.items():
                each, rest = divmod(done, 12)
                rows += [
                    row(code, place, start + at, each + (at < rest), due // 12) for at in range(12)
                ]
                rows[-12:] = [(*r[:3], definition, *r[4:]) for r in rows[-12:]]
            rows.append(row(code, "canley", start, 1, 100, definition=definition))
    take_in(context.table, rows, not_areas=context.places.not_areas, first_ended=201304)
    return context


@pytest.mark.parametrize("areas", ["set=demonstrators", "set=own&in-hillfields=1&in-tile-hill=1"])
def test_table_5_comes_out_of_the_page_for_the_two_early_sites(pilots, areas):
    years = f"from={TABLE_5['earlier']}&to={TABLE_5['later']}"
    text = page(pilots, f"/outcomes?{areas}&{years}").text
    assert "Two years compared: Demonstrators" in text
    shown = table_of(text, "Demonstrators: 2013/14 and 2015/16")[1:]
    for case, cells in zip(TABLE_5["case"], shown, strict=True):
        _, earlier, later, difference, told = cells
        assert earlier.split("%")[0] == case["earlier"], case["printed"]
        assert later.split("%")[0] == case["later"], case["printed"]
        assert earlier.endswith("of 3,000")
        signed = difference.split()[0].replace("\u2212", "-").removeprefix("+")
        assert signed == case["difference"]
        assert {"Better": "green", "Worse": "red"}[told] == case["colour"]


def test_table_5_is_green_and_red_by_class_as_well_as_in_words(pilots):
    text = page(pilots, "/outcomes?set=demonstrators&from=2013/14&to=2015/16").text
    table = next(t for t in re.findall(r"<table.*?</table>", text, re.S) if 'id="progress"' in t)
    assert (table.count('<td class="better"'), table.count('<td class="worse"')) == (4, 2)
    assert "4 of 6 better than in 2013/14, 2 worse." in text
