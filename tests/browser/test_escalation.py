"""A head of service replies by keyboard alone; the pages of escalation fit, without axe faults."""

from datetime import UTC, datetime

import pytest

from indicators.access.permissions import PARTNER
from indicators.actions.action_fields import ActionField
from indicators.reports.actions.action_book import ActionBook
from indicators.reports.base import Reports
from indicators.reports.escalations.escalation_book import EscalationBook
from indicators.store.observations import IndicatorTable
from layouts.site.site import Site
from layouts.web.app_factory import create_dash_app
from tests.support.browser_checks import axe_violations, wait_until_idle
from tests.support.builders import row, take_in
from tests.support.databases import create_sqlite
from tests.support.escalations import escalate
from tests.support.two_years import CATALOGUE, MARCH, PLACES

NOW = datetime(2026, 4, 1, 10, tzinfo=UTC)
SIZES = [
    {"width": 1920, "height": 1080},
    {"width": 390, "height": 844},
    {"width": 1366, "height": 768},
]
MOST_TABS = 60


@pytest.fixture
def site(tmp_path, live_site):
    table = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    take_in(table, [row("visits", area, MARCH - at, 80, 100) for area in "ac" for at in range(3)])
    reports = Reports(table, CATALOGUE, PLACES)
    fields = {ActionField.TEAM: "north", ActionField.WHAT: "Phone every family"}
    fields |= {ActionField.OWNER: "Ada", ActionField.DUE: "2026-04-30"}
    action = ActionBook(reports, PARTNER).add(fields, now=NOW)
    EscalationBook(reports, PARTNER).add(escalate("1", action=action), now=NOW)
    yield live_site(create_dash_app(Site(reports)).server)
    table.engine.dispose()


def move_to(page, label: str) -> None:
    """Press Tab until the field, link or button with these words has the focus."""
    named = "(e => e.labels?.length ? e.labels[0].innerText : e.innerText)(document.activeElement)"
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(named).startswith(label):
            return
    raise AssertionError(label)


def test_a_head_of_service_replies_by_keyboard(site, page):
    page.set_viewport_size(SIZES[-1])
    page.goto(f"{site}/escalations")
    wait_until_idle(page)
    move_to(page, "Phone every family")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Replies").wait_for()
    move_to(page, "Your reply")
    page.keyboard.type("Two midwives start in January")
    move_to(page, "Send reply")
    page.keyboard.press("Enter")
    page.get_by_text("The reply is saved").wait_for()
    assert page.locator(".comment", has_text="Two midwives start in January").count() == 1
    page.goto(f"{site}/actions/1")
    wait_until_idle(page)
    assert page.get_by_text("Two midwives start in January").count() == 1  # with who and when
    assert_fits(page)
    for address in ("/escalations/1", "/escalations?state=all", "/escalations/new"):
        page.goto(f"{site}{address}")
        wait_until_idle(page)
        assert_fits(page)


@pytest.mark.parametrize("address", ["/working-group", "/actions/owners"])
def test_what_the_working_group_looks_at_fits_every_screen(site, page, address):
    page.goto(f"{site}{address}")
    wait_until_idle(page)
    assert_fits(page)


def assert_fits(page) -> None:
    for size in SIZES:
        page.set_viewport_size(size)
        assert axe_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), size
