"""The indicator page in a browser: its chart is there at once, moves nothing, can be taken away."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.support.browser_checks import axe_violations, wait_until_idle
from tests.support.sample_site import sample_server

PAGE = "/indicator/early_booking?place=radford&month=2026-10"
DRAWN = ".chart .plot .area circle"
EXPLORED = ".chart .plot.js-plotly-plot .main-svg"


@pytest.fixture
def site(live_site: Callable[..., str]) -> str:
    return live_site(sample_server())


def test_the_chart_is_there_before_any_script_and_no_library_is_fetched(
    site: str, page: Page
) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    held: list[Route] = []
    page.route("**/_dash-layout", lambda route: held.append(route))  # noqa: PLW0108
    page.goto(f"{site}{PAGE}", wait_until="domcontentloaded")
    assert page.locator("#first .chart").is_visible()
    top = page.locator("#figures-heading").bounding_box()
    while not held:
        page.wait_for_event("request")
    held[0].continue_()
    page.locator("#live.on").wait_for()
    wait_until_idle(page)
    assert page.locator("#figures-heading").bounding_box() == top
    assert page.locator(f"#live {DRAWN}").count() >= 60
    assert not [url for url in fetched if "/scripts/chart" in url or "plotly" in url]


def test_a_chart_is_explored_in_its_place(site: str, page: Page) -> None:
    page.goto(f"{site}{PAGE}")
    wait_until_idle(page)
    explore = page.get_by_role("button", name="Explore: zoom and read values")
    explore.focus()  # which scrolls to it
    room = page.locator(".chart").bounding_box()
    page.keyboard.press("Enter")
    page.locator(EXPLORED).first.wait_for()
    show_all = page.get_by_role("button", name="Show all of the chart")
    show_all.wait_for()
    assert page.locator(".chart").bounding_box() == room
    plot = page.locator(".chart .plot")
    plot.hover(position={"x": 300, "y": 100})
    range_of = "document.querySelector('.chart .plot')._fullLayout.xaxis.range"
    whole = page.evaluate(range_of)
    page.mouse.down()
    page.mouse.move(600, room["y"] + 110 if room else 110, steps=4)
    page.mouse.up()
    page.wait_for_function(f"String({range_of}) !== {str(','.join(whole))!r}")
    show_all.click()
    page.wait_for_function(f"String({range_of}) === {str(','.join(whole))!r}")


def test_a_switch_of_period_place_and_month_is_kept_in_the_address(site: str, page: Page) -> None:
    page.goto(f"{site}{PAGE}")
    wait_until_idle(page)
    page.get_by_role("link", name="Quarter", exact=True).click()
    expect(page).to_have_url(re.compile(r"place=radford&by=quarter$"))
    expect(page.locator("#figures tbody tr")).to_have_count(20)
    page.locator(DRAWN).first.wait_for()
    page.get_by_label("Place").select_option("mosaic")
    page.locator(".pick").get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile(r"(?=.*place=mosaic)(?=.*by=quarter)"))
    expect(page.locator(".kind")).to_contain_text("Mosaic")
    wait_until_idle(page)
    page.get_by_role("link", name="September 2026").first.click()
    expect(page).to_have_url(re.compile(r"(?=.*month=2026-09)(?=.*place=mosaic)(?=.*by=quarter)"))


def test_from_a_dashboard_s_row_to_its_chart(site: str, page: Page) -> None:
    page.goto(f"{site}/area/radford?month=2026-10")
    wait_until_idle(page)
    page.get_by_role("link", name="Early booking", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("How many women book")
    page.locator(DRAWN).first.wait_for()
    reported = page.locator(".chart .plot").get_attribute("aria-label") or ""
    assert reported.startswith("Chart of Early booking, Radford, by month")
    assert "Usual variation" in reported


def test_the_chart_is_saved_as_an_image_and_its_figures_as_files(
    site: str, page: Page, tmp_path: Path
) -> None:
    page.goto(f"{site}{PAGE}")
    wait_until_idle(page)
    page.locator(DRAWN).first.wait_for()
    for button, name, begins in (
        ("PNG", "early-booking-radford-month-2026-10.png", b"\x89PNG"),
        ("SVG", "early-booking-radford-month-2026-10.svg", b"<svg"),
    ):
        with page.expect_download() as download:
            page.locator(".chart").get_by_role("button", name=button).click()
        assert download.value.suggested_filename == name
        download.value.save_as(tmp_path / name)
        assert (tmp_path / name).read_bytes().startswith(begins)
    assert "Early booking, Radford" in (tmp_path / name).read_text(encoding="utf-8")
    with page.expect_download() as download:
        page.locator(".save-drawing").get_by_role("button", name="SVG").click()
    assert download.value.suggested_filename == "early-booking-by-area-2026-10.svg"
    download.value.save_as(tmp_path / "all.svg")
    drawn = (tmp_path / "all.svg").read_text(encoding="utf-8")
    assert "Early booking by centre area" in drawn
    assert "Created" in drawn
    # Files with exact small numbers ask why, once.
    page.get_by_role("link", name="Workbook", exact=True).click()
    page.wait_for_url("**/export-reason?**")
    page.get_by_label("Reason").fill("Figures for the team's meeting in December")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == "early-booking-radford-month-2026-10.xlsx"
    page.get_by_role("link", name="Back to the page").click()
    wait_until_idle(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).click()
    assert download.value.suggested_filename == "early-booking-radford-month-2026-10.csv"


def test_without_scripts_the_chart_and_the_table_are_shown(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}{PAGE}")
    assert page.locator("#figures tbody tr").count() == 60
    assert page.locator(".chart .plot").is_visible()
    assert page.locator(DRAWN).count() >= 60
    assert page.locator(".small-chart").first.is_visible()
    page.get_by_role("link", name="Rolling 12 months").click()
    assert page.url.endswith("by=year-rolling")
    context.close()


@pytest.mark.parametrize("address", [PAGE, "/indicator/child_protection_under_5?by=year-rolling"])
def test_it_breaks_no_wcag_and_fits_a_phone(address: str, site: str, page: Page) -> None:
    page.goto(f"{site}{address}")
    wait_until_idle(page)
    page.locator(DRAWN).first.wait_for()
    assert axe_violations(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert axe_violations(page) == []
    page.get_by_role("button", name="Explore").click()
    page.locator(EXPLORED).first.wait_for()
    assert axe_violations(page) == []
    expect(page.locator(EXPLORED).first).to_have_attribute("width", "288")
