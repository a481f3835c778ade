"""A new data folder has no profile: the first is made in the browser and a file is loaded by it."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from cli.settings import Settings
from tests.browser.test_data import no_fault
from tests.conftest import ROOT
from tests.support.browser_checks import wait_until_idle
from tests.support.databases import create_sqlite
from tests.support.extracts import write_csv
from tests.support.partner_app import create_partner_app

HEAD = ["Reach area", "Month", "New birth visits due", "New birth visits within 14 days"]
AREAS = ["Hillfields", "Tile Hill", "Canley", "Foleshill"]
NAME = "Health visiting 2026-10.csv"


@pytest.fixture
def site(live_site: Callable[..., str], tmp_path: Path) -> Iterator[str]:
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data", data, ignore=shutil.ignore_patterns("profiles"))
    app = create_partner_app(Settings(database_url=create_sqlite(tmp_path / "first.db"), data=data))
    yield live_site(app.server)
    app.site.reports.table.engine.dispose()


def test_the_first_profile_is_made_in_the_browser_and_a_file_is_loaded(
    site: str, page: Page, tmp_path: Path
) -> None:
    rows = [[area, "2026-10", 20 + at, 18] for at, area in enumerate(AREAS)]
    path = write_csv(tmp_path / NAME, [HEAD, *rows])
    page.goto(f"{site}/data")
    wait_until_idle(page)
    expect(page.get_by_role("heading", name="There is no profile yet")).to_be_visible()
    no_fault(page)

    with page.expect_file_chooser() as chooser:
        page.get_by_text("Choose a file for the first profile").click()
    chooser.value.set_files(path)
    page.get_by_role("link", name="Create the first profile").click(timeout=20_000)
    expect(page.get_by_role("heading", level=1)).to_have_text("Create a profile for this file")
    wait_until_idle(page)
    expect(page.locator("#maker [data-summary]")).to_have_text("4 rows would load, with 4 figures.")
    page.get_by_role("button", name="Save the profile").click()
    expect(page.locator("#live.on .messages")).to_contain_text("is saved", timeout=20_000)
    card = page.get_by_role("article", name=NAME)
    expect(card).to_contain_text("4", timeout=20_000)
    wait_until_idle(page)
    expect(page.get_by_role("heading", name="There is no profile yet")).to_have_count(0)
    for box in card.get_by_role("checkbox").all():
        box.check()
    card.get_by_role("button", name=re.compile("^Load 4 rows")).click()
    expect(page.locator(".messages")).to_contain_text("is loaded", timeout=20_000)
    no_fault(page)
