"""Settings in the browser: a target is changed and taken back, an arrangement rehearsed."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from indicators.reports.base import Reports
from indicators.store.observations import IndicatorTable
from layouts.site.site import Site
from layouts.web.app_factory import create_dash_app
from tests.support.browser_checks import axe_violations, wait_until_idle
from tests.support.builders import take_in
from tests.support.databases import create_sqlite
from tests.support.recorded_settings import keep_settings
from tests.support.two_years import CATALOGUE, PLACES, extracts

ARRANGEMENT = 'from = "2027-04"\n[team]\nnorth = ["a"]\nsouth = ["b", "c"]\n'


@pytest.fixture
def site(live_site: Callable[..., str], tmp_path: Path) -> Iterator[str]:
    table = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    for service, rows in extracts().items():
        take_in(table, rows, file=f"{service}.csv", service=service)
    reports = keep_settings(Reports(table, CATALOGUE, PLACES))
    yield live_site(create_dash_app(Site(reports)).server)
    table.engine.dispose()


def check(page: Page) -> None:
    wait_until_idle(page)
    assert axe_violations(page) == []


def test_a_target_is_changed_counts_and_is_taken_back(site: str, page: Page) -> None:
    page.goto(f"{site}/settings")
    check(page)
    page.get_by_role("link", name="Visits", exact=True).first.click()
    check(page)
    page.get_by_label("Target", exact=True).first.fill("85")
    page.get_by_label("Why", exact=False).first.fill("Agreed by the board")
    page.get_by_label("Your name", exact=False).first.fill("Asha")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#messages")).to_contain_text("It is saved")
    expect(page.locator(".setting-now")).to_contain_text("85% from April 2010")
    check(page)
    page.get_by_label("Why it is taken back").fill("A mistake")
    page.get_by_role("button", name="Undo this change").click()
    expect(page.locator("#messages")).to_contain_text("taken back")
    expect(page.locator(".setting-now")).to_contain_text("90% from April 2010")


def test_an_arrangement_is_looked_at_on_a_page_and_discarded(site: str, page: Page) -> None:
    page.goto(f"{site}/settings/arrangements")
    check(page)
    page.get_by_label("Or paste it").fill(ARRANGEMENT)
    page.get_by_role("button", name="Load as a draft").click()
    expect(page.locator("#content")).to_contain_text("B moves from North to South")
    page.get_by_role("button", name="Look at pages with it").click()
    page.get_by_role("link", name="Look at the first page").click()
    page.get_by_role("link", name="South").first.click()
    expect(page.get_by_text("Rehearsal of an arrangement from April 2027")).to_be_visible()
    check(page)
    page.get_by_role("link", name="Accept it, discard it or stop looking with it").click()
    page.get_by_role("button", name="Discard").click()
    expect(page.locator("#messages")).to_contain_text("Nothing was changed")
