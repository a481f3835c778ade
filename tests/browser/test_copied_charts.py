"""A chart is copied as the picture that is saved: with its title, its source and the date."""

import base64
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.support.browser_checks import wait_until_idle
from tests.support.sample_site import sample_server

INDICATOR = "/indicator/early_booking?place=radford&month=2026-10"
CHARTS = {
    "one chart": (INDICATOR, ".chart .about-chart", "Early booking, Radford"),
    "all areas": (INDICATOR, ".save-drawing", "Early booking by centre area"),
    "a map": ("/compare?view=map&month=2026-10", ".save-drawing", "MMR immunisation by 5 years"),
}
READ_CLIPBOARD = """
async () => {
  const [item] = await navigator.clipboard.read();
  const bytes = new Uint8Array(await (await item.getType("image/png")).arrayBuffer());
  return btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ""));
}
"""


@pytest.fixture
def site(live_site: Callable[..., str]) -> str:
    return live_site(sample_server())


def open_buttons(page: Page, address: str, where: str) -> Locator:
    page.goto(address)
    wait_until_idle(page)
    return page.locator(f"#live {where}").first


def save(buttons: Locator, form: str, path: Path) -> bytes:
    with buttons.page.expect_download() as download:
        buttons.get_by_role("button", name=form).click()
    download.value.save_as(path)
    return path.read_bytes()


@pytest.mark.parametrize("chart", CHARTS)
def test_the_copied_picture_is_the_saved_one_with_title_source_and_date(
    chart: str, site: str, context: BrowserContext, page: Page, tmp_path: Path
) -> None:
    address, where, title = CHARTS[chart]
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    buttons = open_buttons(page, f"{site}{address}", where)
    drawn = save(buttons, "SVG", tmp_path / "chart.svg").decode()
    for line in (title, "Acting Early, Coventry", "Created", "Synthetic data."):
        assert line in drawn
    saved = Image.open(io.BytesIO(save(buttons, "PNG", tmp_path / "chart.png")))
    buttons.get_by_role("button", name="Copy").click()
    expect(buttons.get_by_role("status")).to_have_text("Copied.")
    copied = Image.open(io.BytesIO(base64.b64decode(page.evaluate(READ_CLIPBOARD))))
    assert copied.format == "PNG"
    assert copied.size == saved.size
    assert ImageChops.difference(copied.convert("RGB"), saved.convert("RGB")).getbbox() is None


@pytest.mark.parametrize("where", [".chart .about-chart", ".save-drawing"])
def test_a_browser_that_does_not_let_the_page_copy_is_said_to(
    where: str, site: str, context: BrowserContext, page: Page
) -> None:
    context.grant_permissions([])  # and thereby denies all others
    buttons = open_buttons(page, f"{site}{INDICATOR}", where)
    buttons.get_by_role("button", name="Copy").click()
    status = buttons.get_by_role("status")
    expect(status).to_contain_text("Not copied: this browser does not let the page copy.")
    expect(status).to_contain_text("save the PNG instead")


@pytest.mark.parametrize("where", [".chart .about-chart", ".save-drawing"])
def test_without_https_there_is_no_clipboard_and_the_page_says_so(
    where: str, site: str, page: Page
) -> None:
    page.add_init_script(
        "Object.defineProperty(Navigator.prototype, 'clipboard', {value: undefined})"
    )
    buttons = open_buttons(page, f"{site}{INDICATOR}", where)
    buttons.get_by_role("button", name="Copy").click()
    expect(buttons.get_by_role("status")).to_have_text(
        "Not copied: browsers copy images only from an address with https. Save the PNG instead."
    )
