"""A month is checked and published by keyboard, on a laptop and a phone."""

import pytest

from indicators.reports.base import Reports
from indicators.store.observations import IndicatorTable
from layouts.site.site import Site
from layouts.web.app_factory import create_dash_app
from tests.support.browser_checks import axe_violations, wait_until_idle
from tests.support.builders import take_in
from tests.support.databases import create_sqlite
from tests.support.two_years import CATALOGUE, PLACES, extracts

LAPTOP, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}


@pytest.fixture
def site(tmp_path, live_site):
    table = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    for service, rows in extracts().items():
        take_in(table, rows, file=service, service=service)
    yield live_site(create_dash_app(Site(Reports(table, CATALOGUE, PLACES))).server)
    table.engine.dispose()


def is_no_wider_than_the_screen(page):
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("size", [LAPTOP, PHONE])
def test_a_month_is_checked_and_published(site, page, size):
    page.set_viewport_size(size)
    page.goto(f"{site}/sharing")
    wait_until_idle(page)
    assert axe_violations(page) == []
    page.get_by_role("button", name="Check this month").press("Enter")
    page.get_by_role("heading", name="March 2026: what could be inferred").wait_for()
    assert axe_violations(page) == []
    assert is_no_wider_than_the_screen(page)
    page.get_by_role("link", name="Smoking").press("Enter")
    page.get_by_role("heading", name="Smoking: hidden figures").wait_for()
    assert page.get_by_role("region", name="Hidden figures").locator("tbody tr").count() == 5
    page.get_by_label("What it is published for").fill("Board papers")
    page.get_by_label("I have checked this month").press("Space")
    page.get_by_role("button", name="Publish", exact=True).press("Enter")
    page.get_by_text("It is published as release 1.").wait_for()
    wait_until_idle(page)
    assert axe_violations(page) == []
    assert is_no_wider_than_the_screen(page)
    assert "Board papers" in page.get_by_role("region", name="Releases").inner_text()
