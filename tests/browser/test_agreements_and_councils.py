"""Agreements, organisations and a comparison of councils, by keyboard."""

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from indicators.reports.base import Reports
from indicators.store.observations import IndicatorTable
from layouts.site.site import Site
from layouts.web.app_factory import create_dash_app
from tests.support.browser_checks import axe_violations, wait_until_idle
from tests.support.databases import create_sqlite
from tests.support.recorded_settings import keep_settings
from tests.support.shipped_data import CATALOGUE, DATA, PLACES

_MOST_STEPS = 40


@pytest.fixture
def site(live_site: Callable[..., str], tmp_path: Path) -> Iterator[str]:
    table = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    reports = keep_settings(Reports(table, CATALOGUE, PLACES), tmp_path)
    yield live_site(create_dash_app(Site(reports)).server)
    table.engine.dispose()


def open_page(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(address)
    check(page)


def check(page: Page) -> None:
    wait_until_idle(page)
    assert axe_violations(page) == []


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until an element has the focus."""
    for _ in range(_MOST_STEPS):
        page.keyboard.press("Tab")
        if wanted.evaluate("each => each === document.activeElement"):
            return
    raise AssertionError(f"{wanted} is not reached with the Tab key.")


def write_text(page: Page, label: str, text: str) -> None:
    tab_to(page, page.get_by_label(label, exact=False).first)
    page.keyboard.type(text)


def press(page: Page, name: str) -> None:
    tab_to(page, page.get_by_role("button", name=name))
    page.keyboard.press("Enter")


def test_an_organisation_and_its_agreement_are_added_by_keyboard(site: str, page: Page) -> None:
    open_page(page, f"{site}/organisations/new")
    write_text(page, "Short name", "BOARD")
    write_text(page, "Full name", "The board")
    write_text(page, "Why", "They joined")
    write_text(page, "Your name", "Ada")
    press(page, "See who sees what")
    expect(page.get_by_text("can be chosen for users and in agreements")).to_be_visible()
    check(page)
    press(page, "Save")
    expect(page.locator("#messages")).to_contain_text("It is added")
    open_page(page, f"{site}/agreements/new")
    write_text(page, "Title", "Sharing with the board")
    tab_to(page, page.get_by_label("Parties"))
    page.keyboard.press("End")
    write_text(page, "Purpose", "Meetings")
    write_text(page, "Approved by", "The lead")
    write_text(page, "First day", "01012026")
    write_text(page, "Last day", "01012031")
    write_text(page, "Why", "Agreed by the board")
    write_text(page, "Your name", "Ada")
    press(page, "See who sees what")
    expect(page.locator("#content")).to_contain_text("BOARD")
    check(page)
    press(page, "Save")
    expect(page.locator("#messages")).to_contain_text("It is added")
    check(page)


def test_two_councils_are_compared_and_rehearsed_as_one_by_keyboard(site: str, page: Page) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path in [*DATA.glob("*.toml"), *(DATA / "catalogue").rglob("*.toml")]:
            text = path.read_text(encoding="utf-8").replace('value = "95"', 'value = "90"')
            archive.writestr(f"data/{path.relative_to(DATA).as_posix()}", text)
    sent = {"name": "other.zip", "mimeType": "application/zip", "buffer": packed.getvalue()}
    open_page(page, f"{site}/settings/councils")
    page.get_by_label("Data folder").set_input_files(sent)  # the dialog is the system's
    press(page, "Compare")
    expect(page.locator("#councils")).to_contain_text("90")
    check(page)
    page.get_by_label("Data folder").set_input_files(sent)
    write_text(page, "First month", "2028-04")
    press(page, "Rehearse")
    expect(page.locator("#messages")).to_contain_text("The places of both councils are loaded")
    check(page)
    press(page, "Discard")
    expect(page.locator("#messages")).to_contain_text("Nothing was changed")
