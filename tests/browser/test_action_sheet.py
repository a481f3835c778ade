"""A champion's way with the action sheet: download, LibreOffice, upload, questions, undo."""

import pytest

from indicators.access.permissions import PARTNER
from indicators.actions.action_fields import ActionField
from indicators.reports.actions.action_book import ActionBook
from indicators.reports.base import Reports
from indicators.store.observations import IndicatorTable
from layouts.site.site import Site
from layouts.web.app_factory import create_dash_app
from loaders.action_sheets.action_sheet_file import ActionSheetFiles
from tests.support.action_sheets import EXPORTED
from tests.support.browser_checks import axe_violations, wait_until_idle
from tests.support.builders import row, take_in
from tests.support.databases import create_sqlite
from tests.support.export_reason import REASON_HEADER
from tests.support.sheet_files import edit_workbook, write
from tests.support.two_years import CATALOGUE, MARCH, PLACES

SIZES = [
    {"width": 1920, "height": 1080},
    {"width": 1366, "height": 768},
    {"width": 390, "height": 844},
]
PAGE = "/team/north/actions/import"


@pytest.fixture
def reports(tmp_path):
    table = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    take_in(table, [row("visits", area, MARCH - at, 80, 100) for area in "ac" for at in range(3)])
    reports = Reports(table, CATALOGUE, PLACES)
    for what in ("Phone every family on day 5", "Open a clinic in the library"):
        fields = {
            ActionField.TEAM: "north",
            ActionField.INDICATOR: "visits",
            ActionField.WHAT: what,
            ActionField.OWNER: "Ada",
        }
        ActionBook(reports, PARTNER).add(fields, now=EXPORTED)
    yield reports
    table.engine.dispose()


@pytest.fixture
def site(reports, live_site):
    return live_site(create_dash_app(Site(reports, sheet_reader=ActionSheetFiles())).server)


def assert_fits(page):
    """Nothing is wrong for axe, and no page is wider than the screen."""
    for size in SIZES:
        page.set_viewport_size(size)
        assert axe_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), size
    page.set_viewport_size(SIZES[1])


def test_a_sheet_goes_out_through_libreoffice_and_comes_back(
    site, reports, page, tmp_path, soffice
):
    page.set_extra_http_headers(REASON_HEADER)
    page.goto(f"{site}/actions?team=north")
    wait_until_idle(page)
    page.get_by_role("link", name="Action sheet").click()
    page.wait_for_url(f"{site}{PAGE}")
    wait_until_idle(page)
    assert_fits(page)
    with page.expect_download() as started:
        page.get_by_role("link", name="Download the sheet").click()
    downloaded = tmp_path / "sheet.xlsx"
    started.value.save_as(downloaded)

    saved = soffice(soffice(downloaded, to="ods"), to="xlsx")

    def edit(sheet):
        write(sheet, "A-1", Owner="Ben", Status="In progress", Due="01/12/2026")
        write(sheet, "A-2", Owner="Dee")
        write(sheet, "", Action="Write to every school", Owner="Eva")

    edited = tmp_path / "edited.xlsx"
    edited.write_bytes(edit_workbook(saved.read_bytes(), edit))
    uploaded = soffice(edited, to="ods")
    book = ActionBook(reports, PARTNER)
    book.update(2, 1, {ActionField.OWNER: "Cai"}, now=EXPORTED)

    page.get_by_label("Action sheet").set_input_files(uploaded)
    page.get_by_role("button", name="Show the difference").press("Enter")
    page.get_by_role("heading", name="What edited.ods changes").wait_for()
    assert_fits(page)
    page.get_by_role("radio", name="Sheet: 1 December 2026").check()
    page.get_by_role("group", name="A-2 Owner").get_by_label("Sheet: Dee").check()
    page.get_by_role("button", name="Apply").press("Enter")
    page.get_by_text("Applied 5 changes.").wait_for()
    wait_until_idle(page)
    assert_fits(page)
    found = book.list_actions()
    assert [each.fields[ActionField.OWNER] for each in found] == ["Ben", "Dee", "Eva"]
    assert found[0].fields[ActionField.DUE] == "2026-12-01"

    page.get_by_role("button", name="Undo the import").press("Enter")
    page.get_by_text("The import is undone.").wait_for()
    wait_until_idle(page)
    found = book.list_actions()
    assert [each.fields[ActionField.OWNER] for each in found] == ["Ada", "Cai"]
