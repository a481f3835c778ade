"""What is typed in a form is there again after a reload, until it is saved, and not after."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from indicators.access.permissions import PARTNER
from indicators.actions.action_fields import ActionField
from indicators.reports.actions.action_book import ActionBook
from indicators.reports.base import Reports
from indicators.reports.escalations.escalation_book import EscalationBook
from indicators.store.observations import IndicatorTable
from layouts.site.site import Site
from layouts.web.app_factory import create_dash_app
from tests.support.browser_checks import wait_until_idle
from tests.support.builders import row, take_in
from tests.support.databases import create_sqlite
from tests.support.escalations import escalate
from tests.support.recorded_settings import keep_settings
from tests.support.two_years import CATALOGUE, MARCH, PLACES

NOW = datetime(2026, 4, 1, 10, tzinfo=UTC)
TYPED = "Phone twice, also in the evening"
FORMS = [
    ("/actions/new?team=north&indicator=visits", "#what", "Save action", "The action is saved."),
    ("/actions/1", "#owner", "Save", "Saved."),
    ("/actions/1", "#note", "Save note", "The note is saved."),
    ("/escalations/new?action=1", "#reason", "Escalate", "It is escalated."),
    ("/escalations/1", "#reply", "Send reply", "The reply"),
    ("/indicator/visits/comments?place=a", "#comment-text", "Save comment", "is kept"),
    ("/settings/targets/visits", "#f-0-source", "Save", "It is saved"),
]


@pytest.fixture
def site(tmp_path: Path, live_site: Callable[..., str]) -> Iterator[str]:
    table = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    take_in(table, [row("visits", area, MARCH - at, 80, 100) for area in "ac" for at in range(3)])
    reports = keep_settings(Reports(table, CATALOGUE, PLACES))
    for what in ("Phone every family", "Open a clinic"):
        fields = {ActionField.TEAM: "north", ActionField.WHAT: what}
        number = ActionBook(reports, PARTNER).add(fields, now=NOW)
    EscalationBook(reports, PARTNER).add(escalate("1", action=number), now=NOW)
    yield live_site(create_dash_app(Site(reports)).server)
    table.engine.dispose()


def open_page(page: Page, address: str) -> None:
    page.goto(address)
    wait_until_idle(page)


@pytest.mark.parametrize(("address", "field", "button", "says"), FORMS)
def test_what_is_typed_is_kept_until_it_is_saved(
    site: str, page: Page, address: str, field: str, button: str, says: str
) -> None:
    open_page(page, f"{site}{address}")
    page.locator(f"#live {field}").fill(TYPED)
    page.reload()
    wait_until_idle(page)
    form = page.locator("#live form", has=page.locator(field))
    expect(form.locator(field)).to_have_value(TYPED)
    expect(form.locator("[data-draft-note]")).to_be_visible()

    if "settings" in address:
        form.locator("#reason").fill("Agreed by the board")
    if form.locator("input[name=who]").count():
        form.locator("input[name=who]").first.fill("Asha")
    form.get_by_role("button", name=button, exact=True).press("Enter")
    expect(page.locator("#messages")).to_contain_text(says)
    wait_until_idle(page)
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('draft'))") == []
    open_page(page, f"{site}{address}")
    expect(page.locator("#live [data-draft-note]").filter(visible=True)).to_have_count(0)


def test_a_new_action_begins_with_what_was_typed_for_the_same_indicator_only(
    site: str, page: Page
) -> None:
    open_page(page, f"{site}/actions/new?team=north&indicator=visits")
    page.locator("#live #what").fill(TYPED)
    open_page(page, f"{site}/actions/new?team=north")
    expect(page.locator("#live #what")).to_have_value("")
    open_page(page, f"{site}/actions/new?team=north&indicator=visits")
    expect(page.locator("#live #what")).to_have_value(TYPED)
    page.get_by_role("button", name="Discard it").click()
    wait_until_idle(page)
    expect(page.locator("#live #what")).to_have_value("")
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('draft'))") == []


def test_a_note_that_is_refused_is_in_its_form_again(site: str, page: Page) -> None:
    open_page(page, f"{site}/actions/1")
    page.locator("#live #note").fill("word " * 3000)
    page.get_by_role("button", name="Save note").press("Enter")
    expect(page.locator("#messages")).to_contain_text("Not done")
    wait_until_idle(page)
    assert page.locator("#live #note").input_value().startswith("word word")


def test_removing_an_action_keeps_what_is_typed_in_its_form(
    site: str, page: Page, problems: list[str]
) -> None:
    open_page(page, f"{site}/actions/1")
    page.locator("#live #owner").fill("Ada")
    page.get_by_role("button", name="Remove the action").click()
    expect(page.locator("#messages")).to_contain_text("removed")
    wait_until_idle(page)
    expect(page.locator("#live #owner")).to_have_value("Ada")
