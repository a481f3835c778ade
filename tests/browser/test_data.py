"""The data page as a person uses it: drop, see, load, find it in the calendar, undo; with and
without scripts."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from cli.settings import Settings
from tests.loaders.ingest.test_pipeline import CANLEY, HILLFIELDS, extract
from tests.support.browser_checks import axe_violations, wait_until_idle
from tests.support.databases import create_sqlite
from tests.support.partner_app import create_partner_app

DROP = """([name, text]) => {
  const carried = new DataTransfer();
  carried.items.add(new File([text], name));
  const place = document.querySelector("[data-drop]");
  for (const kind of ["dragenter", "dragover", "drop"]) {
    const how = {bubbles: true, cancelable: true, dataTransfer: carried};
    place.dispatchEvent(new DragEvent(kind, how));
  }
}"""


@pytest.fixture
def site(live_site: Callable[..., str], tmp_path: Path) -> Iterator[str]:
    app = create_partner_app(Settings(database_url=create_sqlite(tmp_path / "data.db")))
    yield live_site(app.server)
    app.site.reports.table.engine.dispose()


def no_fault(page: Page) -> None:
    """Nothing that axe sees, and no wider than the screen, at both sizes."""
    for width, height in ((1366, 768), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        assert axe_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.set_viewport_size({"width": 1366, "height": 768})


def test_a_file_is_dropped_looked_at_loaded_seen_and_undone(
    site: str, page: Page, tmp_path: Path
) -> None:
    page.goto(f"{site}/data")
    wait_until_idle(page)
    page.get_by_role("textbox", name="Your name kept in the history").fill("Jo Bloggs")
    path = extract(tmp_path, HILLFIELDS, CANLEY.replace("20,18", "20,21"))
    page.evaluate(DROP, [path.name, path.read_text()])
    expect(page.get_by_role("heading", name="1 waiting file")).to_be_visible(timeout=20_000)
    wait_until_idle(page)
    card = page.get_by_role("article", name=path.name)
    expect(card).to_contain_text("Midwifery, September 2026. Dropped by Jo Bloggs")
    expect(card).to_contain_text("1 row is refused. The other 1 row can be loaded.")
    expect(card.get_by_role("row", name=re.compile("D3, Booked by 12"))).to_contain_text("21")
    no_fault(page)
    with page.expect_download() as download:
        card.get_by_role("link", name="Errors to send back").click()
    assert download.value.suggested_filename == path.with_suffix(".xlsx").name

    expect(card.get_by_label("Your name")).to_have_value("Jo Bloggs")
    card.get_by_role("button", name="Load the other 1 row").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(path.name)
    expect(page.locator(".messages")).to_contain_text("is loaded")
    wait_until_idle(page)
    no_fault(page)

    page.goto(f"{site}/data?month=2026-09")
    wait_until_idle(page)
    months = page.get_by_role("table", name="What each service has sent")
    expect(months.get_by_role("row", name="Midwifery")).to_contain_text("1 of 17")
    page.get_by_text("Midwifery, centre area by centre area").click()
    areas = page.get_by_role("table", name="What Midwifery has sent")
    expect(areas.get_by_role("row", name="Hillfields")).to_contain_text("In")
    page.get_by_role("link", name="Changes made by number 1").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(path.name)
    wait_until_idle(page)

    page.get_by_text("Undo this load").click()
    page.get_by_label("Reason").fill("The wrong file")
    page.get_by_role("button", name="Yes, undo it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Load 1 undone: {path.name}")
    expect(page.locator(".lead")).to_contain_text("by Jo Bloggs. Reason: The wrong file")


def test_what_is_unlikely_must_be_ticked_before_the_browser_sends_it(
    site: str, page: Page, tmp_path: Path
) -> None:
    path = extract(tmp_path, HILLFIELDS, name="UHCW_maternity_2026-08.csv")
    page.goto(f"{site}/data")
    wait_until_idle(page)
    page.set_input_files("#files", [path])
    card = page.get_by_role("article", name=path.name)
    box = card.get_by_label("The file is named for August 2026, and its rows are for September")
    expect(box).to_be_visible()
    wait_until_idle(page)
    card.get_by_role("button", name="Load 1 row").click()
    expect(box).to_be_focused()  # the browser asks for it
    expect(card).to_be_visible()
    box.check()
    card.get_by_role("button", name="Load 1 row").click()
    expect(page.locator(".messages")).to_contain_text("is loaded")


def test_sending_can_be_cancelled_and_one_too_large_is_not_sent(
    site: str, page: Page, tmp_path: Path
) -> None:
    page.goto(f"{site}/data")
    wait_until_idle(page)
    page.route("**/data/files*", lambda route: None)  # a slow network: no answer comes
    path = extract(tmp_path, HILLFIELDS)
    page.set_input_files("#files", [path])
    line = page.locator("[data-sending] li")
    expect(line).to_contain_text("Sending")
    page.get_by_role("button", name=f"Cancel {path.name}").click()
    expect(line).to_contain_text("Cancelled")
    expect(page.locator("[data-sending-status]")).to_have_text(f"{path.name}: Cancelled")
    large = tmp_path / "large.csv"
    large.write_bytes(b"a,b\n" * (9 * 1024 * 1024))
    page.set_input_files("#files", [large])
    expect(page.locator("[data-sending] li").nth(1)).to_contain_text("Larger than 32 MB")


def test_without_scripts_the_same_is_done_by_forms(
    browser: Browser, site: str, tmp_path: Path
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/data")
    path = extract(tmp_path, HILLFIELDS)
    page.set_input_files("#files", [path])
    page.get_by_role("button", name="Check files").click()
    page.get_by_role("button", name="Load 1 row").click()
    assert "/data/load/1" in page.url
    page.get_by_text("Undo this load").click()
    page.get_by_role("button", name="Yes, undo it").click()
    assert "/data/load/2" in page.url
    context.close()
