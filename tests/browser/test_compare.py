"""Comparing places in a browser: sort, filter, tabs, the way back, charts, maps, and the printed
form."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from indicators.access.roles import Role
from tests.support.browser_checks import axe_violations, wait_until_idle
from tests.support.sample_site import sample_server

VIEWS = ("", "view=funnel", "view=order", "view=map", "view=change")


@pytest.fixture
def site(live_site: Callable[..., str]) -> str:
    return live_site(sample_server())


def opened(page: Page, site: str, query: str = "") -> None:
    page.goto(f"{site}/compare?month=2026-10&{query}")
    wait_until_idle(page)


def first_row(page: Page) -> str:
    return page.locator(".compare tbody th").first.inner_text()


def test_a_click_on_a_heading_sorts_and_the_way_back_unsorts(site: str, page: Page) -> None:
    opened(page, site)
    assert first_row(page) == "Bell Green"
    page.locator(".compare thead").get_by_role("link", name="MMR at 5").click()
    expect(page).to_have_url(re.compile("indicator=mmr_at_5.*sort=worst"))
    expect(page.locator(".compare tbody th").first).to_have_text("Foleshill")
    expect(page.locator(".compare th[aria-sort=ascending]")).to_contain_text("MMR")
    page.locator(".compare thead").get_by_role("link", name="MMR at 5").click()
    expect(page.locator(".compare tbody th").first).to_have_text("Canley")
    page.go_back()
    expect(page.locator(".compare tbody th").first).to_have_text("Foleshill")
    page.go_back()
    expect(page.locator(".compare tbody th").first).to_have_text("Bell Green")


def test_choices_stay_in_the_address_from_tab_to_tab(site: str, page: Page) -> None:
    opened(page, site)
    page.get_by_label("Indicator", exact=True).select_option("early_booking")
    page.get_by_label("Hub", exact=True).select_option("mosaic")
    page.locator(".choose").get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("hub=mosaic"))
    expect(page.locator(".compare tbody th")).to_have_text(["Canley", "Tile Hill"])
    for name in ("Funnel", "Order", "Map", "Change", "Matrix"):
        wait_until_idle(page)
        tabs = page.get_by_role("navigation", name="Ways to compare")
        tabs.get_by_role("link", name=name).click()
        expect(tabs.locator("[aria-current]")).to_have_text(name)
        assert "hub=mosaic" in page.url
        assert "indicator=early_booking" in page.url
    page.reload()
    expect(page.locator(".compare tbody th")).to_have_text(["Canley", "Tile Hill"])


def test_the_header_and_the_first_column_stay_in_sight(site: str, page: Page) -> None:
    page.set_viewport_size({"width": 700, "height": 600})
    opened(page, site)
    region = page.get_by_role("region", name="All indicators by centre area")
    region.evaluate("node => { node.scrollTop = 300; node.scrollLeft = 400; }")
    box = region.bounding_box()
    header = page.locator(".compare thead").bounding_box()
    first = page.locator(".compare tbody th").nth(10).bounding_box()
    assert box
    assert header
    assert first
    assert abs(header["y"] - box["y"]) < 3
    assert abs(first["x"] - box["x"]) < 3


@pytest.mark.parametrize("view", ["funnel", "order"])
def test_a_chart_is_drawn_and_leads_to_its_table(view: str, site: str, page: Page) -> None:
    opened(page, site, f"view={view}&indicator=mmr_at_5")
    page.locator("#live .plot .area svg").first.wait_for()
    chart = page.get_by_role("img", name=re.compile("MMR"))
    assert chart.get_attribute("aria-label")
    page.get_by_role("link", name="Figures as a table").click()
    expect(page.locator("#standings tbody tr")).to_have_count(17)
    assert page.url.endswith("#standings")


def test_a_tile_of_the_map_leads_to_the_indicator_of_its_place(site: str, page: Page) -> None:
    opened(page, site, "view=map&indicator=mmr_at_5")
    tile = page.locator(".map a").first
    assert "/indicator/mmr_at_5" in (tile.get_attribute("href") or "")
    tile.focus()
    assert page.evaluate("document.activeElement.closest('.map') !== null")


@pytest.mark.parametrize("view", VIEWS)
def test_no_view_breaks_wcag_or_is_wider_than_a_phone(view: str, site: str, page: Page) -> None:
    opened(page, site, view)
    assert axe_violations(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert axe_violations(page) == []


PAPER = {"width": 1032, "height": 703}  # A4 across, without its margins, in CSS pixels


@pytest.mark.parametrize(("width", "display"), [(1366, ""), (1920, ""), (1366, "projector")])
def test_no_figure_of_the_matrix_runs_into_its_neighbour_or_out_of_sight(
    width: int, display: str, site: str, page: Page
) -> None:
    page.add_init_script(f"localStorage.setItem('display', '{display}')")
    page.set_viewport_size({"width": width, "height": 768})
    opened(page, site)
    over = page.evaluate(
        """() => [...document.querySelectorAll("#live .compare tbody td a")]
          .filter((a) => a.scrollWidth > a.clientWidth + 1).map((a) => a.textContent)"""
    )
    assert over == []
    region = page.locator("#live .scroll:has(.compare)")
    assert region.evaluate("region => region.scrollWidth - region.clientWidth") <= 1


def test_the_map_is_saved_as_an_image_with_title_and_source(
    site: str, page: Page, tmp_path: Path
) -> None:
    opened(page, site, "view=map")
    name = "mmr-at-5-map-2026-10"
    for button, ending, begins in (("PNG", "png", b"\x89PNG"), ("SVG", "svg", b"<svg")):
        with page.expect_download() as download:
            page.get_by_role("button", name=button).click()
        assert download.value.suggested_filename == f"{name}.{ending}"
        download.value.save_as(tmp_path / ending)
        assert (tmp_path / ending).read_bytes().startswith(begins)
    drawn = (tmp_path / "svg").read_text(encoding="utf-8")
    for part in (
        "MMR immunisation by 5 years by centre area",
        "Tile Hill",
        "87.3%",
        "Coventry City",
    ):
        assert part in drawn
    assert "<use" not in drawn  # the image needs nothing of the page


def test_on_paper_the_matrix_is_one_table_on_one_page(site: str, page: Page) -> None:
    opened(page, site)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("table.printed").count() == 0
    page.set_viewport_size({"width": PAPER["width"], "height": PAPER["height"]})
    page.emulate_media(media="print")
    matrix = page.locator("table.compare")
    assert matrix.evaluate("table => table.scrollWidth") <= PAPER["width"]
    box = matrix.bounding_box()
    assert box
    assert box["y"] + box["height"] <= PAPER["height"]


def test_a_wider_matrix_is_a_table_for_each_service_on_paper_and_comes_off_again(
    site: str, page: Page
) -> None:
    opened(page, site)
    page.evaluate(
        """() => {
            const table = document.querySelector("table.compare");
            [...table.rows].forEach((row, at) => {
                const last = row.cells[row.cells.length - 1];
                if (at === 0) { last.colSpan += 4; return; }
                for (let more = 0; more < 4; more++) { row.appendChild(last.cloneNode(true)); }
            });
            window.dispatchEvent(new Event("beforeprint"));
        }"""
    )
    parts = page.locator("table.printed")
    assert parts.count() == 3
    shown = parts.evaluate_all(
        "tables => tables.map(t => [t.rows[0].textContent, t.rows[3].cells.length])"
    )
    assert [name.strip() for name, _ in shown] == [
        "Midwifery",
        "Health visiting",
        "Children's centres",
    ]
    assert [columns for _, columns in shown] == [6, 9, 9]
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert parts.count() == 0


def test_a_figure_in_the_matrix_offers_an_action_about_it(site: str, page: Page) -> None:
    opened(page, site)
    page.get_by_label("You are").select_option(Role.CHAMPION)
    with page.expect_navigation():
        page.locator(".user-bar button").first.click()
    opened(page, site)
    cells = page.locator(".matrix tbody tr").nth(1).locator("td")
    figure = cells.nth(2).locator("a").first
    indicator = str(figure.get_attribute("href")).split("?")[0].split("/")[2]
    figure.focus()
    page.keyboard.press("Tab")
    expect(cells.nth(2).locator(".add-action")).to_be_focused()
    assert axe_violations(page) == []
    cells.nth(5).hover()
    expect(page.locator(".add-action")).to_have_count(2)  # one has the focus, one is pointed at
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("New action")
    expect(page.locator("#live select[name=indicator]")).to_have_value(indicator)
