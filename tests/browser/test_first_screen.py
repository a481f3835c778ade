"""What a locality meeting asks is answered on the first screen of the page that a newcomer opens.

The screen is a laptop's, 1366 by 768, without what the browser takes: 640 pixels in height.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.browser_checks import wait_until_idle
from tests.support.sample_site import sample_server

HEIGHT = 640
PHONE = {"width": 390, "height": 844}
TEAM = "/team/tile-hill-canley?month=2026-10"
COMPARE = "/compare?month=2026-10"
MMR = "/indicator/mmr_at_5?place=tile-hill-canley&month=2026-10"

QUESTIONS = {
    "Which indicators are off target?": (TEAM, ".crosses li:last-child a", "New birth visit"),
    "Which of them is the most serious?": (
        TEAM,
        ".crosses li:first-child a",
        "Health visiting appointments not attended",
    ),
    "What would it take to get better?": (
        TEAM,
        ".crosses li:nth-child(2)",
        "18 more children immunised for N/A",
    ),
    "Is it a real change?": (TEAM, ".crosses li:nth-child(2)", "no real change"),
    "What could we do about it?": (TEAM, ".ideas li:first-of-type", "Send a reminder"),
    "Which figures are missing?": (TEAM, ".arrivals", "Overdue since 14 November 2026"),
    "How do we compare with the city?": (TEAM, "#early_booking td:nth-child(6)", "88.4%"),
    "What changed since last month?": (
        "/?month=2026-10",
        ".card:first-child .turns",
        "6 to 8 week review: N/A to tick",
    ),
    "Which areas make up the gap to target?": (COMPARE, ".gap-sentence", "Foleshill (36)"),
    "Are our months usual or not?": (MMR, ".chart .reading", "Usual variation is from 79% up"),
}


@pytest.fixture
def site(live_site: Callable[..., str]) -> str:
    return live_site(sample_server())


def opened(page: Page, address: str) -> Page:
    page.set_viewport_size({"width": 1366, "height": HEIGHT})
    page.goto(address)
    wait_until_idle(page)
    assert page.evaluate("window.scrollY") == 0
    return page


def bottom_of(found: Locator) -> float:
    box = found.bounding_box()
    assert box, "not on the page"
    return box["y"] + box["height"]


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_is_answered_without_scrolling(question: str, site: str, page: Page) -> None:
    path, where, answer = QUESTIONS[question]
    found = opened(page, f"{site}{path}").locator(where).first
    expect(found).to_contain_text(answer)
    assert bottom_of(found) <= HEIGHT


def test_the_first_rows_of_a_team_are_in_sight(site: str, page: Page) -> None:
    rows = opened(page, f"{site}{TEAM}").locator("table.rows tbody tr:not(.service)")
    assert bottom_of(rows.nth(4)) <= HEIGHT
    assert bottom_of(rows.nth(5)) <= 768  # without the browser's bars


def test_at_least_twelve_areas_of_the_matrix_are_in_sight(site: str, page: Page) -> None:
    rows = opened(page, f"{site}{COMPARE}").locator("table.compare tbody tr")
    assert bottom_of(rows.nth(11)) <= HEIGHT
    assert page.locator("table.compare").evaluate("table => table.scrollWidth") <= 1366


def test_the_whole_chart_of_an_indicator_is_in_sight_with_its_caption(
    site: str, page: Page
) -> None:
    chart = opened(page, f"{site}{MMR}").locator("figure.chart")
    assert bottom_of(chart.locator(".plot")) <= HEIGHT
    assert bottom_of(chart.locator(".reading")) <= HEIGHT


# The second has the most crosses of all teams, the third the most buttons.
@pytest.mark.parametrize(
    "path", [TEAM, "/team/middle-ride-team", "/area/tile-hill", "/city/coventry", "/hub/mosaic"]
)
def test_a_place_is_at_most_six_screens_long_on_a_phone(path: str, site: str, page: Page) -> None:
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    page.goto(f"{site}{path}")
    wait_until_idle(page)
    height = page.evaluate("document.documentElement.scrollHeight")
    assert height <= 6 * PHONE["height"]


def test_the_matrix_can_be_skipped_by_keyboard(site: str, page: Page) -> None:
    opened(page, f"{site}{COMPARE}")
    page.get_by_role("link", name="Skip the matrix").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.closest('table.compare') === null")
    assert focused
    assert page.evaluate("window.location.hash") == "#after-matrix"
