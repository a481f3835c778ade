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
from tests.support.databases import create_sqlite
from tests.support.records import NOW, change, keep, scored
from tests.support.two_years import CATALOGUE, PLACES

FORM = "/records/matrix/north?period=2026-Q2"


@pytest.fixture
def table(tmp_path: Path) -> Iterator[IndicatorTable]:
    opened = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    yield opened
    opened.engine.dispose()


@pytest.fixture
def site(live_site: Callable[..., str], table: IndicatorTable) -> str:
    keep(RecordStore(table.engine), "matrix", "north", "2026-Q2", {"first": 4, "second": 2})
    reports = Reports(table, CATALOGUE, PLACES, records={"matrix": scored("matrix")})
    return live_site(create_dash_app(Site(reports)).server)


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


def test_what_was_typed_is_offered_until_it_is_saved_and_not_after(
    site: str, page: Page, table: IndicatorTable, problems: list[str]
) -> None:
    page.goto(f"{site}{FORM}")
    wait_until_idle(page)
    page.locator("#value-first").fill("3")
    theirs = [change("north", "2026-Q2", "first", 5, "Ben’s", base=1)]
    RecordStore(table.engine).save("matrix", "ben", theirs, who="Ben", now=NOW)
    page.locator("#value-first").press("Enter")
    expect(page.get_by_role("heading", name="Changed by someone else")).to_be_visible()
    problems.clear()  # the refusal has the status 409

    page.goto(f"{site}{FORM}")  # left without an answer
    wait_until_idle(page)
    expect(page.locator("#live #value-first")).to_have_value("3")
    expect(page.locator("#live [data-draft-note]")).to_be_visible()

    page.get_by_role("button", name="Undo what Ben saved").click()  # another form of the page
    expect(page.locator("#messages")).to_contain_text("Undone")
    wait_until_idle(page)
    expect(page.locator("#live #value-first")).to_have_value("3")

    page.locator("#live #value-first").press("Enter")
    expect(page.locator("#messages")).to_contain_text("Saved: 1 value.")
    wait_until_idle(page)
    page.goto(f"{site}{FORM}")
    wait_until_idle(page)
    expect(page.locator("#live #value-first")).to_have_value("3")
    expect(page.locator("#live [data-draft-note]")).to_be_hidden()
    assert list_drafts(page) == []


def test_a_draft_that_was_saved_is_dropped_though_the_answer_was_not_read(
    site: str, page: Page, table: IndicatorTable
) -> None:
    page.goto(f"{site}{FORM}")
    wait_until_idle(page)
    page.locator("#value-first").fill("3")
    assert len(list_drafts(page)) == 1
    same = [change("north", "2026-Q2", "first", 3, "", base=1)]
    RecordStore(table.engine).save("matrix", "asha", same, who="Asha", now=NOW)
    page.goto(f"{site}{FORM}")
    wait_until_idle(page)
    assert list_drafts(page) == []


def list_drafts(page: Page) -> list[str]:
    drafts: list[str] = page.evaluate(
        "Object.keys(localStorage).filter(key => key.startsWith('draft'))"
    )
    return drafts
