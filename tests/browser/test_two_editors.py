"""Two people who have the same action open: neither loses what they wrote."""

import pytest

from indicators.access.permissions import PARTNER
from indicators.actions.action_fields import ActionField
from indicators.reports.actions.action_book import ActionBook
from indicators.reports.base import Reports
from indicators.store.observations import IndicatorTable
from layouts.site.site import Site
from layouts.web.app_factory import create_dash_app
from tests.support.action_sheets import EXPORTED
from tests.support.browser_checks import axe_violations, wait_until_idle
from tests.support.builders import row, take_in
from tests.support.databases import create_sqlite
from tests.support.two_years import CATALOGUE, MARCH, PLACES


@pytest.fixture
def site(tmp_path, live_site):
    table = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    take_in(table, [row("visits", "a", MARCH - at, 80, 100) for at in range(3)])
    reports = Reports(table, CATALOGUE, PLACES)
    fields = {ActionField.TEAM: "north", ActionField.WHAT: "Phone every family"}
    ActionBook(reports, PARTNER).add(fields, now=EXPORTED)
    yield live_site(create_dash_app(Site(reports)).server)
    table.engine.dispose()


def test_the_second_to_save_the_same_field_sees_both_texts_and_decides(
    browser, site, page, problems
):
    other = browser.new_context().new_page()
    for each in (page, other):
        each.goto(f"{site}/actions/1")
        wait_until_idle(each)
    page.get_by_label("Owner").fill("Ada")
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    page.get_by_text("Saved.").wait_for()

    other.get_by_label("Owner").fill("Ben")
    other.get_by_label("Due", exact=True).fill("2026-12-01")
    other.get_by_role("button", name="Save", exact=True).press("Enter")
    other.get_by_role("heading", name="Changed by someone else meanwhile").wait_for()
    cells = other.locator(".conflicts td").all_inner_texts()
    assert cells[1:] == ["Ada", "Ben"]
    assert other.get_by_label("Owner").input_value() == "Ben"
    assert other.get_by_label("Due", exact=True).input_value() == "2026-12-01"
    assert axe_violations(other) == []

    other.get_by_role("button", name="Save", exact=True).press("Enter")
    other.get_by_text("Saved.").wait_for()
    wait_until_idle(other)
    history = other.locator("main").inner_text()
    assert "→ Ada" in history
    assert "Ada → Ben" in history
    other.context.close()
    problems.clear()  # the refusal has the status 409
