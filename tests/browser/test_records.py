"""A record in the browser: by keyboard typed, kept over a reload, saved and undone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from indicators.reports.base import Reports
from indicators.store.observations import IndicatorTable
from indicators.store.records.record_store import RecordStore
from layouts.site.site import Site
from layouts.web.app_factory import create_dash_app
from tests.support.browser_checks import axe_violations, wait_until_idle
from tests.support.records import keep, scored
from tests.support.two_years import CATALOGUE, PLACES

FORM = "/records/matrix/north?period=2026-Q2"


@pytest.fixture
def site(live_site: Callable[..., str], tmp_path: Path) -> Iterator[str]:
    table = IndicatorTable.open(f"sqlite:///{tmp_path / 'test.db'}")
    keep(RecordStore(table.engine), "matrix", "north", "2026-Q2", {"first": 4, "second": 2})
    reports = Reports(table, CATALOGUE, PLACES, records={"matrix": scored("matrix")})
    yield live_site(create_dash_app(Site(reports)).server)
    table.engine.dispose()


def test_a_score_is_typed_kept_over_a_reload_saved_and_undone(site: str, page: Page) -> None:
    page.goto(f"{site}/records/matrix")
    wait_until_idle(page)
    assert axe_violations(page) == []
    page.goto(f"{site}{FORM}")
    wait_until_idle(page)
    assert axe_violations(page) == []
    page.locator("#value-first").focus()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("5")
    page.keyboard.press("Tab")
    page.keyboard.type("Agreed in July")
    page.reload()
    wait_until_idle(page)
    expect(page.locator("#evidence-first")).to_have_value("Agreed in July")
    expect(page.locator("[data-draft-note]")).to_be_visible()
    page.locator("#value-first").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#messages")).to_contain_text("Saved: 1 value.")
    wait_until_idle(page)
    expect(page.locator("#live [data-draft-note]")).to_be_hidden()
    assert axe_violations(page) == []
    page.get_by_role("button", name="Undo").first.click()
    expect(page.locator("#messages")).to_contain_text("Undone")
    wait_until_idle(page)
    expect(page.locator("#live #value-first")).to_have_value("4")
