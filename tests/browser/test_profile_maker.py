"""Making a profile as a person does it: from a file never seen before to figures that are loaded,
and undone again; with scripts and a keyboard."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook
from playwright.sync_api import Page, expect

from cli.settings import Settings
from tests.browser.test_data import no_fault
from tests.support.browser_checks import wait_until_idle
from tests.support.databases import create_sqlite
from tests.support.partner_app import create_partner_app

NAME = "KCNT return Oct-26 v2.xlsx"
AREAS = ["Hilfields", "Tile Hill", "Canley", "Foleshill", "Stoke Heath"]


@pytest.fixture
def site(live_site: Callable[..., str], tmp_path: Path) -> Iterator[str]:
    app = create_partner_app(Settings(database_url=create_sqlite(tmp_path / "profiles.db")))
    yield live_site(app.server)
    app.site.reports.table.engine.dispose()


def return_of_a_trust(folder: Path) -> Path:
    """A workbook with titles, a header of two rows, a mark of its own, a misspelt place, and words
    from which nobody could guess the first indicator."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Return"
    for row in [
        ["Kirkby Community NHS Trust: monthly return"],
        ["Reporting month", "October 2026"],
        [],
        [None, None, "Measure A", None, "MMR by 5 years", None],
        ["Reach area", "Staff", "Total", "Yes", "Eligible", "Vaccinated"],
        *([area, 3, 20 + at, 15 + at, 22, "supp" if at == 3 else 20] for at, area in
          enumerate(AREAS)),
    ]:  # fmt: skip
        sheet.append(row)
    workbook.save(folder / NAME)
    return folder / NAME


def summary(page: Page) -> str:
    return page.locator("#maker [data-summary]").inner_text()


def test_a_profile_is_made_from_a_file_never_seen_and_the_file_is_loaded_and_undone(
    site: str, page: Page, tmp_path: Path
) -> None:
    page.goto(f"{site}/data")
    wait_until_idle(page)
    page.get_by_label("Drop the month’s files here").set_input_files(return_of_a_trust(tmp_path))
    expect(page.get_by_role("link", name="Create a profile")).to_be_visible()
    wait_until_idle(page)
    page.get_by_role("link", name="Create a profile").click()
    page.wait_for_url("**/data/profile?**")
    expect(page.get_by_role("heading", level=1)).to_have_text("Create a profile for this file")
    wait_until_idle(page)
    status = page.locator("#maker [data-summary]")
    expect(status).to_have_text("3 rows would load, with 3 figures. 2 rows are refused.")
    no_fault(page)

    # A column is pointed at, and said to be something.
    for letter, what in [("D", "numerator"), ("C", "denominator")]:
        page.get_by_role("button", name=f"Column {letter}: ").click()
        choice = page.locator("#is")
        expect(choice).to_be_focused()
        choice.select_option(f"{what}:consent_to_share")
        page.get_by_role("button", name="Apply").click()
        expect(choice).to_have_count(0)
    expect(status).to_have_text("3 rows would load, with 6 figures. 2 rows are refused.")
    page.get_by_label("“supp” is").select_option("hidden")
    expect(status).to_have_text("4 rows would load, with 8 figures. 1 row is refused.")
    page.get_by_role("button", name="Record the spelling “Hilfields”").click()
    expect(status).to_have_text("5 rows would load, with 10 figures.")
    expect(page.locator("#first-figures")).to_contain_text("15 of 20")
    no_fault(page)

    page.get_by_label("Name of the profile").fill("Kirkby return")
    page.get_by_role("button", name="Save the profile").click()
    expect(page.locator("#live.on .messages")).to_contain_text("is saved", timeout=20_000)
    card = page.get_by_role("article", name=NAME)
    expect(card).to_contain_text("5", timeout=20_000)
    wait_until_idle(page)
    for box in card.get_by_role("checkbox").all():
        box.check()
    card.get_by_role("button", name=re.compile("^Load 5 rows")).click()
    expect(page.locator(".messages")).to_contain_text("is loaded", timeout=20_000)
    wait_until_idle(page)
    page.get_by_text("Undo this load").click()
    page.get_by_role("button", name="Yes, undo it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Load 1 undone: {NAME}")

    page.goto(f"{site}/data/profiles")
    wait_until_idle(page)
    expect(page.get_by_role("row", name=re.compile("Kirkby return"))).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("^Hilfields Hillfields"))).to_be_visible()
    no_fault(page)


def test_a_row_pointed_at_by_keyboard_is_the_header_and_focus_stays(
    site: str, page: Page, tmp_path: Path
) -> None:
    page.goto(f"{site}/data")
    wait_until_idle(page)
    page.get_by_label("Drop the month’s files here").set_input_files(return_of_a_trust(tmp_path))
    page.get_by_role("link", name="Create a profile").click(timeout=20_000)
    wait_until_idle(page)
    page.get_by_role("button", name="Make row 4 the header").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("The header is row")).to_have_value("4")
    expect(page.get_by_role("button", name="Make row 4 the header")).to_be_focused()
    expect(page.locator("#maker-status")).to_contain_text("Nothing can be read yet.")
    expect(page.locator(".problems")).to_contain_text("has no heading in the rows chosen")
    no_fault(page)
