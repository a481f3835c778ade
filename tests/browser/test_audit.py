"""The audit log and the question before a download, in a browser."""

from datetime import UTC, datetime

import pytest

from indicators.domain.audit.actor import Actor
from indicators.domain.audit.audit_event import AuditEvent, AuditKind
from indicators.reports.base import Reports
from indicators.store.audit_log import AuditLog
from indicators.store.observations import IndicatorTable
from layouts.site.site import Site
from layouts.web.app_factory import create_dash_app
from tests.support.audit_events import list_events
from tests.support.browser_checks import axe_violations, wait_until_idle
from tests.support.builders import catalogue, indicator, places, row, take_in
from tests.support.databases import create_sqlite
from tests.support.generated_places import LAST

LAPTOP, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
WHY = "The team's meeting on 3 December"


@pytest.fixture
def table(tmp_path):
    table = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    take_in(table, [row("visits", "a", LAST, 3, 100)])
    yield table
    table.engine.dispose()


@pytest.fixture
def site(table, live_site):
    reports = Reports(table, catalogue(indicator("visits")), places({"north": ["a"]}))
    return live_site(create_dash_app(Site(reports)).server)


def is_no_wider_than_the_screen(page):
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("size", [LAPTOP, PHONE])
def test_the_audit_log_can_be_read_and_filtered(site, table, page, size):
    at, actor = datetime(2026, 11, 29, 12, 0, tzinfo=UTC), Actor("user:7", "192.0.2.4", "r1")
    reason = "The pack for the meeting of the strategic group in December, with all areas"
    for number in range(120):
        kind = AuditKind.EXPORT if number % 2 else AuditKind.SMALL_NUMBERS_VIEWED
        what = f"/tables/csv/rows/team/north?month=2026-{number % 12 + 1:02}, data version {number}"
        AuditLog(table.engine).append(AuditEvent(kind, what, at, actor, reason))
    page.set_viewport_size(size)
    page.goto(f"{site}/audit")
    wait_until_idle(page)
    assert page.locator("tbody tr").count() == 100
    assert axe_violations(page) == []
    assert is_no_wider_than_the_screen(page)
    page.get_by_label("What happened").select_option(label="File loaded")
    page.get_by_role("button", name="Show", exact=True).first.press("Enter")
    wait_until_idle(page)
    assert page.locator("tbody tr").count() == 1
    assert "kind=load" in page.url


def test_an_empty_log_and_a_filter_without_events_say_so(live_site, page, tmp_path):
    table = IndicatorTable.open(create_sqlite(tmp_path / "empty.db"))
    reports = Reports(table, catalogue(indicator("visits")), places({"north": ["a"]}))
    address = live_site(create_dash_app(Site(reports)).server)
    page.goto(f"{address}/audit")
    wait_until_idle(page)
    assert page.get_by_text("Nothing has been recorded yet.").is_visible()
    assert axe_violations(page) == []
    table.engine.dispose()


@pytest.mark.parametrize("size", [LAPTOP, PHONE])
def test_a_download_asks_why_once_and_then_begins(site, table, page, size):
    page.set_viewport_size(size)
    page.goto(f"{site}/team/north?month={LAST}")
    wait_until_idle(page)
    page.get_by_role("link", name="Action-plan sheet").press("Enter")
    page.wait_for_url("**/export-reason?**")
    wait_until_idle(page)
    assert axe_violations(page) == []
    assert is_no_wider_than_the_screen(page)
    page.get_by_label("Reason").fill(WHY)
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.startswith("action-plan-north")
    assert page.get_by_role("heading", name="Your file is being downloaded").is_visible()
    page.get_by_role("link", name="Back to the page").press("Enter")
    wait_until_idle(page)
    assert page.url.endswith(f"/team/north?month={LAST}")
    with page.expect_download():
        page.get_by_role("link", name="Action-plan sheet").press("Enter")
    assert [why for _, _, why in list_events(table.engine, "export")] == [WHY, WHY]
