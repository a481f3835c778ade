"""More indicators of a place: by heading, to the last period sent, not in the rows of a team."""

import re

import pytest

from indicators.access.permissions import PARTNER
from indicators.domain.core import Frequency, Placement
from indicators.domain.periods import Month
from indicators.reports.base import Reports
from indicators.reports.overview.more_report import build_more_report
from indicators.store.observations import IndicatorTable
from layouts.site.site import Site
from layouts.web.app_factory import create_dash_app
from tests.support.builders import catalogue, indicator, places, row, take_in
from tests.support.databases import create_sqlite
from tests.support.export_reason import REASON_HEADER

MORE = {"shown": Placement.MORE, "every": Frequency.QUARTER}
CATALOGUE = catalogue(
    indicator("visits"),
    indicator("audits", order=2, group="Records", **MORE),
    indicator("refreshers", order=3, group="Records", **MORE),
    indicator("joint", order=4, group="Joint working", **MORE),
)
OCTOBER = Month.of(2026, 10)


@pytest.fixture
def reports(tmp_path):
    table = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    rows = [row("visits", "a", OCTOBER - at, 9, 10) for at in range(12)]
    for quarter in range(8):
        ended = Month.of(2026, 9) - 3 * quarter
        rows += [row("audits", area, ended, 8, 10, months=3) for area in "ab"]
        rows.append(row("joint", "a", ended, 2, 10, months=3))
    take_in(table, rows, first_ended=202410)
    yield Reports(table, CATALOGUE, places({"north": ["a", "b"]}))
    table.engine.dispose()


@pytest.fixture
def client(reports):
    return create_dash_app(Site(reports)).server.test_client()


def test_a_quarter_is_shown_to_the_last_one_sent_and_not_to_the_month_in_view(reports):
    report = build_more_report(reports, "north", OCTOBER, PARTNER)
    audits = next(r for r in report.rows if r.indicator.code == "audits")
    assert audits.rolling.span.ended == Month.of(2026, 9)
    assert (audits.rolling.sum.numerator, audits.rolling.sum.denominator) == (64, 80)
    assert (audits.rolling.sum.months_with, audits.month.span.name) == (12, "Q2 2026/27")


def test_headings_are_in_alphabetical_order_and_what_was_never_sent_is_named(reports):
    report = build_more_report(reports, "north", OCTOBER, PARTNER)
    assert [(g.name, [r.indicator.code for r in g.rows]) for g in report.groups] == [
        ("Joint working", ["joint"]),
        ("Records", ["audits"]),
    ]
    assert [i.code for i in report.lacking] == ["refreshers"]


def test_they_are_on_a_page_of_their_own_and_linked_below_the_rows_of_the_team(client):
    team = client.get("/team/north").text
    assert "Audits" not in team
    assert "/team/north/more" in team
    page = client.get("/team/north/more").text
    assert re.findall(r"<h2 id=\"group-\d\">([^<]*)</h2>", page) == ["Joint working", "Records"]
    assert page.count('<details class="more-group">') == 2, "folded"
    assert "No figures yet: " in page
    assert "/indicator/audits?month=2026-09&amp;place=north" in page
    assert client.get("/area/north/more").status_code == 404


def test_each_heading_says_what_really_changed_and_leads_to_a_comparison_of_areas(client):
    page = client.get("/team/north/more").text
    assert "2 indicators" not in page
    assert "since last year no real change" in page
    assert "/compare?month=2026-10&amp;indicator=audits" in page
    compared = client.get("/compare?month=2026-10&indicator=audits").text
    assert "Records, 12 months to September 2026" in compared
    assert "80.0%" in compared
    table = client.get("/tables/csv/matrix/compare?indicator=audits", headers=REASON_HEADER).text
    assert "Shown: 2 centre areas; Records; " in table


def test_a_page_of_a_release_names_what_is_not_in_it(client):
    assert "Not in it: joint working and records." in client.get("/sharing").text


def test_a_catalogue_without_them_has_no_link_and_an_empty_page_that_says_so(tmp_path):
    table = IndicatorTable.open(create_sqlite(tmp_path / "plain.db"))
    take_in(table, [row("visits", "a", OCTOBER, 9, 10)])
    site = Site(Reports(table, catalogue(indicator("visits")), places({"north": ["a"]})))
    client = create_dash_app(site).server.test_client()
    assert "/team/north/more" not in client.get("/team/north").text
    assert "No figures have been loaded for these indicators" in client.get("/team/north/more").text
    table.engine.dispose()


def test_a_search_finds_them(client):
    assert "/indicator/audits" in client.get("/search?q=audits").text


def test_an_action_can_be_about_one_and_says_why_it_has_no_score(client):
    page = client.get("/team/north/more").text
    assert "/actions/new?month=2026-10&amp;place=north&amp;indicator=audits" in page
    form = client.get("/actions/new?place=north&indicator=audits").text
    assert '<optgroup label="Records"><option value="audits" selected>' in form
    token = re.search(r'name="csrf_token" value="([^"]+)"', form)
    assert token is not None
    fields = {"team": "north", "indicator": "audits", "what": "Audit", "started": "2025-10"}
    made = client.post("/actions", data={"csrf_token": token[1], **fields})
    assert made.status_code == 303
    assert "only monthly figures are scored" in client.get(made.location).text
    board = client.get("/actions?indicator=audits").text
    assert '<option value="audits" selected>' in board
    assert "Audit" in board
