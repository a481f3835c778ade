"""The outcomes and birth cohort pages as a person uses them, at both sizes."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser_checks import axe_violations, wait_until_idle
from tests.support.sample_site import sample_server

SIZES = {"laptop": (1366, 768), "phone": (390, 844)}


@pytest.fixture
def site(live_site: Callable[..., str]) -> str:
    return live_site(sample_server())


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_areas_and_years_are_chosen_and_the_address_keeps_them(site: str, page: Page) -> None:
    page.goto(f"{site}/outcomes")
    wait_until_idle(page)
    expect(page.get_by_role("heading", name="Two years compared: Demonstrators")).to_be_visible()
    page.get_by_text("Centre areas chosen: Hillfields and Tile Hill").click()
    page.get_by_label("Canley").check()
    page.get_by_label("From").select_option("2022/23")
    page.locator("#compare-show").click()
    expect(page.get_by_text("Hillfields, Tile Hill and Canley")).to_be_visible()
    ticked = {name: ["1"] for name in ("in-hillfields", "in-tile-hill", "in-canley")}
    assert asked(page) == ticked | {"set": ["own"], "from": ["2022/23"], "to": ["2025/26"]}

    wait_until_idle(page)
    page.locator("#count").select_option("child_protection_under_5")
    page.locator("#sites-show").click()
    expect(page.get_by_role("heading", name="protection plan by place and year")).to_be_visible()
    assert asked(page)["in-canley"] == ["1"]
    address = page.url
    shown = page.locator("#progress").inner_text()
    page.goto(address)
    assert page.locator("#progress").inner_text() == shown


def test_the_chart_is_drawn_described_in_words_and_has_its_table(site: str, page: Page) -> None:
    page.goto(f"{site}/outcomes")
    plot = page.locator(".chart .plot")
    expect(plot.locator(".area rect")).not_to_have_count(0)
    assert (plot.get_attribute("aria-label") or "").startswith("CAFs made for under 5s by place")
    expect(page.locator("#by-site tbody tr")).to_have_count(10)


def test_a_cohort_s_quarter_and_place_are_stepped_and_chosen(site: str, page: Page) -> None:
    page.goto(f"{site}/area/hillfields")
    wait_until_idle(page)
    page.get_by_role("link", name="Birth cohort").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hillfields")
    expect(page.get_by_text("Not reached yet: from January 2029")).to_be_visible()
    wait_until_idle(page)
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile("quarter=2023-Q3"))
    wait_until_idle(page)
    page.get_by_label("Place").select_option("foleshill-stoke-heath")
    page.locator("#cohort-show").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Foleshill and Stoke Heath")
    assert asked(page)["quarter"] == ["2023-Q3"]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "path",
    [
        "/outcomes",
        "/outcomes?set=own",
        "/cohort?place=hillfields",
        "/team/tile-hill-canley/more",
    ],
)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    site: str, page: Page, path: str, size: str
) -> None:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{site}{path}")
    wait_until_idle(page)
    page.evaluate("document.querySelectorAll('.more-group').forEach(each => each.open = true)")
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
