"""Areas that changed, on every page, sheet and list, as they were or today's; on both databases."""

import re
from html import unescape
from io import BytesIO

import pytest
from openpyxl import load_workbook

from indicators.access.permissions import PARTNER
from indicators.domain.core import AreaBasis
from indicators.reports.base import Reports
from indicators.reports.home_report import build_home_report
from indicators.reports.place_report import build_place_report
from indicators.reports.service_report import build_service_report
from indicators.store.observations import IndicatorTable
from layouts.site.site import Site
from layouts.web.app_factory import create_dash_app
from tests.support.builders import row, take_in
from tests.support.changing_areas import area, council
from tests.support.export_reason import give_reason
from tests.support.two_years import CATALOGUE, MARCH, row_of

BEFORE, SINCE = str(MARCH - 6), str(MARCH - 5)  # October 2025 began another arrangement
NORTH, SOUTH = ("north", "2010-04"), ("south", "2010-04")
BEGAN = {"from": SINCE}
PLACES = council(
    area("a", NORTH),
    area("b", ("south", "2010-04", BEFORE), ("north", SINCE)),
    area("old", SOUTH, until=BEFORE, became=["part1", "part2"]),
    area("part1", SOUTH) | BEGAN,
    area("part2", ("west", SINCE)) | BEGAN,
    area("one", ("west", "2010-04"), until=BEFORE, became=["two"]),
    area("two", ("west", "2010-04")),
)
PAGES = ["/", "/team/north", "/area/two", "/city/city", "/service/midwifery", "/about", "/nowhere"]


@pytest.fixture
def table(database_url):
    """Of 100 visits: a 50, b 90, everything else 80, in every month that it existed."""
    table = IndicatorTable.open(database_url)
    rows = [
        row("visits", code, MARCH - at, {"a": 50, "b": 90}.get(code, 80), 100)
        for at in range(24)
        for code in ("a", "b", "old", "part1", "part2", "one", "two")
        if PLACES[code].is_open(MARCH - at)
    ]
    take_in(table, rows, not_areas=PLACES.not_areas, first_ended=(MARCH - 23).number)
    yield table
    table.engine.dispose()


@pytest.fixture
def reports(table):
    return Reports(table, CATALOGUE, PLACES)


@pytest.fixture
def client(reports):
    return give_reason(create_dash_app(Site(reports)).server.test_client())


def visits(reports, code, area_basis=AreaBasis.AS_IT_WAS, month=None):
    found = row_of(
        build_place_report(reports.with_area_basis(area_basis), code, month, PARTNER), "visits"
    ).rolling
    return found.sum.numerator, found.sum.denominator


def test_a_team_has_each_month_s_own_areas_or_today_s_in_all(reports):
    assert visits(reports, "north") == (12 * 50 + 6 * 90, 18 * 100)
    assert visits(reports, "north", AreaBasis.TODAY) == (12 * 50 + 12 * 90, 24 * 100)
    then = MARCH - 12  # a past month by today's areas has today's too
    assert visits(reports, "north", month=then) == (12 * 50, 12 * 100)
    assert visits(reports, "north", AreaBasis.TODAY, then) == (12 * 50 + 12 * 90, 24 * 100)


def test_the_history_of_what_merged_is_pooled_and_of_what_was_split_is_on_its_own_page(reports):
    assert visits(reports, "two") == (12 * 80, 12 * 100)
    assert visits(reports, "two", AreaBasis.TODAY) == (18 * 80, 18 * 100)
    assert visits(reports, "part1", AreaBasis.TODAY) == (6 * 80, 6 * 100)
    assert visits(reports, "old") == visits(reports, "old", AreaBasis.TODAY) == (6 * 80, 6 * 100)


def test_the_city_is_the_same_either_way_and_lacks_no_area(reports):
    for area_basis in AreaBasis:
        whole = row_of(
            build_place_report(reports.with_area_basis(area_basis), "city", None, PARTNER), "visits"
        ).rolling
        assert (whole.sum.denominator, whole.sum.areas_missing) == (12 * 500, 0)


def test_pages_list_the_areas_of_the_month_or_those_of_today(reports):
    def listed(area_basis, month):
        found = build_service_report(
            reports.with_area_basis(area_basis), "midwifery", month, PARTNER
        )
        return {place.code for place in found.places}

    then, now = {"a", "b", "old", "one", "two"}, {"a", "b", "part1", "part2", "two"}
    assert (listed(AreaBasis.AS_IT_WAS, MARCH - 6), listed(AreaBasis.AS_IT_WAS, MARCH)) == (
        then,
        now,
    )
    assert listed(AreaBasis.TODAY, MARCH - 6) == now
    home = build_home_report(reports, MARCH - 6, PARTNER)
    assert {c.place.code: {a.code for a in c.areas} for c in home.cards} == {
        "north": {"a"},
        "south": {"b", "old"},
        "west": {"one", "two"},
    }


def test_the_api_and_the_page_say_the_same_by_each_area_basis(reports, client):
    for area_basis in AreaBasis:
        reported = client.get(
            f"/api/v1/verdicts?place=north&indicator=visits&areas={area_basis}"
        ).json
        (given,) = reported["data"]
        assert (given["numerator"], given["denominator"]) == visits(reports, "north", area_basis)
        assert reported["areas"] == area_basis
    wrong = client.get("/api/v1/verdicts?areas=tomorrow")
    assert (wrong.status_code, wrong.json["errors"][0]["parameter"]) == (400, "areas")


def words_of(page):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page)))


def test_a_team_s_page_says_what_changed_and_leads_to_the_other_area_basis(client):
    page = client.get("/team/north").text
    change = "B joined this team in October 2025. Earlier months use the areas of their time."
    assert f"{change} Show all months by" in words_of(page)
    assert 'href="/team/north?month=2026-03&amp;areas=today"' in page
    today = client.get("/team/north?areas=today").text
    assert "Every month uses the areas of March 2026." in words_of(today)
    assert 'href="/team/north?month=2026-03">Show areas as they were' in today
    assert "66.7%" not in today
    assert "66.7%" not in page
    assert "63.3%" in page
    assert "70.0%" in today


def test_a_part_says_what_it_was_and_leads_to_the_former_area(client):
    page = client.get("/area/part1").text
    assert "Old became Part1 and Part2 in October 2025" in words_of(page)
    assert '<a href="/area/old?month=2026-03">Old as it was</a>' in page
    today = client.get("/area/part1?areas=today").text
    gap = "Figures for Old cannot be divided between the new areas, so the months before"
    assert f"{gap} leave them out." in words_of(today)
    former = client.get("/area/old").text
    assert "Old became Part1 and Part2 in October 2025. Part1 Part2" in words_of(former)
    assert '<a href="/area/part2?month=2026-03">Part2</a>' in former


def test_where_nothing_changed_nothing_is_shown(client):
    page = client.get("/area/a").text
    assert 'class="changed"' not in page
    assert "By today’s areas" not in page


@pytest.mark.parametrize("path", PAGES)
def test_every_link_and_form_keeps_the_area_basis_and_the_foot_changes_it(path, client):
    page = client.get(f"{path}?month=2026-02&areas=today").text
    found = [unescape(link) for link in re.findall(r'<a [^>]*href="(/[^"]*)"', page)]
    kept = [link for link in found if not link.startswith(("/api/v1/openapi.json", "/assets/"))]
    back = {path, f"{path}?month=2026-02"}
    assert [link for link in kept if "areas=today" not in link and link not in back] == []
    assert any(link in back for link in kept)
    assert all('name="areas"' in form for form in re.findall(r"<form.*?</form>", page, re.DOTALL))


def test_teams_and_hubs_and_areas_are_chosen_in_the_address(client):
    page = client.get("/service/midwifery?by=team").text
    assert [c for c in ("north", "south", "west") if f'href="/team/{c}?' in page] == [
        "north",
        "south",
        "west",
    ]
    assert 'href="/area/a?' not in page
    assert re.search(r'by=team" aria-current="true">Teams', page)
    for other in ("area", "city", "nobody"):  # no choice here, so it changes nothing
        assert "Choose your team" in client.get(f"/?by={other}").text
    assert 'aria-label="Shown by"' not in client.get("/").text  # there are only teams here


def test_the_sheet_says_by_which_areas_it_is(client):
    answer = client.get("/sheets/action-plan.xlsx?place=north&areas=today")
    assert "north-2026-03-todays-areas.xlsx" in answer.headers["Content-Disposition"]
    sheet = load_workbook(BytesIO(answer.data)).worksheets[0]
    cells = [str(cell) for line in sheet.iter_rows(values_only=True) for cell in line if cell]
    assert any("Every month uses the areas of March 2026." in cell for cell in cells)
    assert "0.7" in cells  # a number, which the sheet shows as 70.0%
    plain = client.get("/sheets/action-plan.xlsx?place=north")
    assert "todays" not in plain.headers["Content-Disposition"]
