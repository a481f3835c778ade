"""Every page, sheet and list as the meeting saw it: `as_at` in the address, on both databases."""

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from io import BytesIO

import pytest
from openpyxl import load_workbook

from indicators.access.permissions import PARTNER
from indicators.reports.base import Reports
from indicators.reports.place_report import build_place_report
from indicators.store.observations import IndicatorTable
from layouts.pages import register_all
from layouts.site.site import Site
from layouts.web.app_factory import create_dash_app
from tests.support.builders import row, take_in
from tests.support.export_reason import give_reason
from tests.support.two_years import CATALOGUE, MARCH, PLACES, extracts

PAGES = ["/", "/team/north", "/area/a", "/city/city", "/service/midwifery", "/about", "/nowhere"]
DAYS = {
    "before": "2026-03-31",
    "first": "2026-04-14",
    "restated": "2026-05-14",
    "undone": "2026-06-14",
}
NOT_ABOUT_FIGURES = ("/api/v1/openapi.json", "/assets/")


@pytest.fixture
def table(database_url):
    """Midwifery on 10 April, restated on 10 May at 23:59, which was undone on 10 June."""
    table = IndicatorTable.open(database_url)

    def at(month, hour=12):
        return datetime(2026, month, 10, hour, 59)  # noqa: DTZ001 -- kept as UTC, without its zone

    take_in(table, extracts()["midwifery"], file="first", loaded_at=at(4))
    worse = [row("visits", "a", MARCH - n, 1, 100) for n in range(12)]
    take_in(table, worse, file="restated", loaded_at=at(5, 23), synthetic=True)
    table.undo_load(2, now=at(6).replace(tzinfo=UTC), who="", why="", not_areas=PLACES.not_areas)
    yield table
    table.engine.dispose()


def stamp(month, day):
    return datetime(2026, month, day, 12)  # noqa: DTZ001 -- kept as UTC, without its zone


@pytest.fixture
def reports(table):
    return Reports(table, CATALOGUE, PLACES)


@pytest.fixture
def client(reports):
    return give_reason(create_dash_app(Site(reports)).server.test_client())


def figure(reports, day):
    report = build_place_report(reports.as_at(date.fromisoformat(day)), "a", None, PARTNER)
    return report and str(report.rows[0].rolling.shown)


def test_a_page_shows_what_stood_at_the_end_of_the_day(reports, client):
    assert {name: figure(reports, day) for name, day in DAYS.items()} == {
        "before": None,
        "first": "88.0",
        "restated": "1.0",
        "undone": "88.0",
    }
    assert figure(reports, "2026-05-09") == "88.0"
    assert figure(reports, "2026-05-10") == "1.0"  # the whole day counts, to midnight UTC
    page = client.get(f"/area/a?as_at={DAYS['restated']}").text
    assert "1.0%" in page
    assert "88.0%" not in page
    assert "<strong>As at 14 May 2026.</strong>" in page
    assert "88.0%" in client.get("/area/a").text


def test_whether_figures_are_made_up_is_shown_as_at_the_day(client):
    assert "Synthetic data" in client.get("/?as_at=2026-05-14").text
    assert "Synthetic data" not in client.get("/?as_at=2026-04-14").text
    assert "Synthetic data" not in client.get("/").text


@pytest.mark.parametrize("path", PAGES)
def test_every_link_and_form_of_a_page_keeps_the_day(path, client):
    page = client.get(f"{path}?month=2026-02&as_at=2026-05-14").text
    found = [unescape(link) for link in re.findall(r'<a [^>]*href="(/[^"]*)"', page)]
    kept = [link for link in found if not link.startswith(NOT_ABOUT_FIGURES)]
    back = {path, f"{path}?month=2026-02"}
    assert [link for link in kept if "as_at=2026-05-14" not in link and link not in back] == []
    assert len(kept) > len(back)
    assert any(link in back for link in kept)
    forms = re.findall(r"<form.*?</form>", page, re.DOTALL)
    assert forms
    assert all('name="as_at"' in form and "2026-05-14" in form for form in forms)
    address = unescape(re.search(r'data-address="([^"]*)"', page)[1])
    assert "as_at=2026-05-14" in address


def test_a_page_of_now_says_nothing_of_another_day(client):
    page = client.get("/area/a").text
    assert "as_at=" not in page
    assert "As at" not in page


def test_a_day_before_anything_was_loaded_says_so_and_leads_to_now(client):
    answer = client.get("/area/a?as_at=2026-03-31")
    assert (answer.status_code, "There were no figures on 31 March 2026" in answer.text) == (
        404,
        True,
    )
    assert 'href="/area/a"' in answer.text


@pytest.mark.parametrize(
    "day", ["2026-02-30", "yesterday", "2026-5-1", "20260501", "<b>", "٢٠٢٦-٠٥-٠١"]
)
def test_what_is_no_date_is_shown_with_one_that_is(day, client):
    for path in ("/area/a", "/sheets/action-plan.xlsx"):
        answer = client.get(path, query_string={"place": "a", "as_at": day})
        assert answer.status_code == 400
        assert "is not a date" in answer.text
        assert "2026-09-14" in answer.text
    reported = client.get("/api/v1/verdicts", query_string={"as_at": day}).json
    assert [fault["parameter"] for fault in reported["errors"]] == ["as_at"]


def test_a_day_in_the_future_shows_the_current_figures_and_says_so(client):
    answer = client.get("/area/a?as_at=2999-12-31&month=2026-02")
    assert answer.status_code == 200
    assert "31 December 2999 is in the future" in answer.text
    assert "These are the current figures." in answer.text
    assert "as_at=2999" not in answer.text
    assert "February 2026" in answer.text
    assert client.get("/area/a?as_at=2999-12-31&month=x").status_code == 400
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date()
    assert "is in the future" in client.get(f"/?as_at={tomorrow}").text
    assert "is in the future" not in client.get(f"/?as_at={datetime.now(UTC).date()}").text


def test_downloads_and_the_api_refuse_a_day_in_the_future(client):
    for path in ("/sheets/action-plan.xlsx", "/sheets/indicator.csv", "/packs/compare.xlsx"):
        answer = client.get(path, query_string={"place": "a", "as_at": "2999-12-31"})
        assert (answer.status_code, "is in the future" in answer.text) == (400, True)
    for path in ("/api/v1/verdicts", "/api/v1/observations"):
        answer = client.get(path, query_string={"as_at": "2999-12-31"})
        assert answer.status_code == 400
        (fault,) = answer.json["errors"]
        assert (fault["parameter"], "is in the future" in fault["why"]) == ("as_at", True)


def test_a_clock_that_ran_backwards_shows_nothing_the_meeting_did_not_see(table, reports):
    """Loads 4 and 5: the clock said 20 July, then 1 July. On 10 July neither was there."""
    later = [row("visits", "a", MARCH - n, 50, 100) for n in range(12)]
    take_in(table, later, file="ahead", loaded_at=stamp(7, 20))
    last = [row("visits", "a", MARCH - n, 60, 100) for n in range(12)]
    take_in(table, last, file="backwards", loaded_at=stamp(7, 1))
    assert [figure(reports, day) for day in ("2026-07-10", "2026-07-19")] == ["88.0", "88.0"]
    assert figure(reports, "2026-07-20") == "60.0"
    assert reports.as_at(date(2026, 7, 20)).get_version() == 5


def test_a_clock_that_was_far_ahead_hides_nothing_for_long(table, reports):
    """Load 4 was recorded in a year to come, so it counts from the load after it."""
    ahead = [row("visits", "a", MARCH - n, 50, 100) for n in range(12)]
    take_in(table, ahead, file="ahead", loaded_at=datetime(2999, 1, 1))  # noqa: DTZ001
    assert figure(reports, "2026-07-10") == "88.0"
    take_in(table, [row("visits", "b", MARCH, 5, 10)], file="next", loaded_at=stamp(7, 1))
    assert figure(reports, "2026-06-30") == "88.0"
    assert figure(reports, "2026-07-01") == "50.0"


def test_the_sheet_is_as_at_the_day_and_says_so(client):
    answer = client.get("/sheets/action-plan.xlsx?place=a&month=2026-03&as_at=2026-05-14")
    assert "as-at-2026-05-14.xlsx" in answer.headers["Content-Disposition"]
    sheet = load_workbook(BytesIO(answer.data)).worksheets[0]
    cells = [str(cell) for line in sheet.iter_rows(values_only=True) for cell in line if cell]
    assert "Figures for the 12 months to March 2026, as at 14 May 2026" in cells
    assert "0.01" in cells  # a number, which the sheet shows as 1.0%
    assert any("restated (load 2)" in cell for cell in cells)
    answer = client.get("/sheets/action-plans.xlsx?as_at=2026-03-31")
    assert (answer.status_code, "There were no figures on" in answer.text) == (400, True)


def test_the_api_gives_the_figures_of_the_day_under_their_own_tag(client):
    def asked(day):
        answer = client.get(f"/api/v1/verdicts?place=a&indicator=visits&as_at={day}")
        found = answer.json
        return found["data"][0]["figure"], found["version"], found["as_at"], answer.headers["ETag"]

    first, restated, undone = (asked(DAYS[name]) for name in ("first", "restated", "undone"))
    assert first[:3] == ("88.0", 1, "2026-04-14")
    assert restated[:3] == ("1.0", 2, "2026-05-14")
    assert undone[:3] == ("88.0", 3, "2026-06-14")
    assert len({first[3], restated[3], undone[3]}) == 3
    rows = client.get("/api/v1/observations?place=a&indicator=visits&as_at=2026-05-14&to=2026-03")
    assert rows.json["data"][-1]["load"] == 2


def test_a_page_as_at_a_day_is_not_made_again_when_something_is_loaded(reports, table):
    site = Site(reports)
    register_all(site)
    before = site.get_view("/area/a", {"as_at": "2026-05-14"}, PARTNER)
    take_in(table, [row("visits", "a", MARCH, 99, 100)], file="later")
    assert site.get_view("/area/a", {"as_at": "2026-05-14"}, PARTNER) is before
