"""What a person does: first page, a team, another month, the sheet; with and without scripts."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, Route, expect

from tests.support.browser_checks import axe_violations, wait_until_idle
from tests.support.export_reason import REASON_HEADER
from tests.support.sample_site import dashboard_codes, sample_server

TEAM = "/team/foleshill-stoke-heath"
EVERY_PAGE = [
    "/",
    TEAM,
    "/area/spon-gate",
    "/hub/mosaic",
    "/city/coventry",
    "/service/midwifery",
    "/service/health-visiting",
    "/service/childrens-centres",
    "/about",
    "/accessibility",
    "/?by=hub",
    f"{TEAM}?areas=today",
    f"{TEAM}?as_at=2026-11-24&month=2026-09",
    "/indicator/early_booking/comments?place=radford",
    "/changes",
    "/search?q=hill",
    "/side-by-side",
]


@pytest.fixture
def site(live_site: Callable[..., str]) -> str:
    return live_site(sample_server())


def verdict_of(page: Page, code: str) -> str:
    """The verdict of the 12 months as the page tells it to a screen reader."""
    mark = page.locator(f"#{code} .now svg.mark")
    return mark.get_attribute("aria-label") or ""


def test_from_the_first_page_to_the_sheet(site: str, page: Page, tmp_path: Path) -> None:
    page.goto(site)
    expect(page.get_by_role("heading", level=1)).to_have_text("Choose your team")
    wait_until_idle(page)
    page.get_by_role("link", name="Foleshill and Stoke Heath").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Foleshill and Stoke Heath")
    assert verdict_of(page, "early_booking") == "Cross"
    figure = page.locator("#early_booking .now .figure").inner_text()

    wait_until_idle(page)
    page.get_by_role("link", name="September 2026").click()
    expect(page).to_have_url(re.compile(r"\?month=2026-09$"))
    expect(page.locator("#early_booking .now .figure")).not_to_have_text(figure)
    page.get_by_role("link", name="October 2026").click()
    expect(page.locator("#early_booking .now .figure")).to_have_text(figure)

    page.set_extra_http_headers(REASON_HEADER)
    with page.expect_download() as download:
        page.get_by_role("link", name="Action-plan sheet").click()
    saved = tmp_path / "plan.xlsx"
    download.value.save_as(saved)
    sheet = load_workbook(BytesIO(saved.read_bytes())).worksheets[0]
    assert sheet["A1"].value == "Action plan: Foleshill and Stoke Heath"
    rows = {row[0]: row for row in sheet.iter_rows(min_row=8, values_only=True) if row[0]}
    number, verdict = rows["Early booking"][1:3]
    assert (f"{number:.1%}", verdict) == (figure, "✗ Cross")


def test_without_scripts_the_table_marks_and_links_work(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}{TEAM}?month=2026-10")
    assert page.locator("table.rows tbody tr:not(.service)").count() == len(dashboard_codes())
    assert verdict_of(page, "early_booking") == "Cross"
    assert page.locator("svg.spark").first.is_visible()
    page.get_by_role("link", name="September 2026").click()
    assert page.url.endswith("?month=2026-09")
    page.get_by_role("link", name="Stoke Heath", exact=True).click()
    assert "/area/stoke-heath?month=2026-09" in page.url
    page.get_by_label("Choose a month").select_option("2025-03")
    page.get_by_role("navigation", name="Month").get_by_role("button", name="Show").click()
    assert page.url.endswith("/area/stoke-heath?month=2025-03")
    context.close()


def test_the_live_page_takes_over_with_the_same_markup_and_keeps_focus(
    site: str, page: Page
) -> None:
    held: list[Route] = []  # Dash's own start waits here until the first response was looked at
    page.route("**/_dash-layout", lambda route: held.append(route))  # noqa: PLW0108
    page.goto(f"{site}{TEAM}?month=2026-10", wait_until="domcontentloaded")
    before = page.locator("#first .page").evaluate("node => node.outerHTML")
    page.locator("#first").get_by_role("link", name="Stoke Heath", exact=True).focus()
    page.locator("#live").wait_for(state="attached")
    while not held:
        page.wait_for_event("request")
    held[0].continue_()
    page.locator("#live.on").wait_for()
    assert page.locator("#first").count() == 0
    assert page.locator("#live .page").evaluate("node => node.outerHTML") == before
    assert page.evaluate("document.activeElement.textContent") == "Stoke Heath"


def test_a_link_pressed_while_the_live_page_takes_over_still_leads_on(
    site: str, page: Page
) -> None:
    held: list[Route] = []
    page.route("**/_dash-layout", lambda route: held.append(route))  # noqa: PLW0108
    page.goto(f"{site}{TEAM}?month=2026-10", wait_until="domcontentloaded")
    page.locator("#first").get_by_role("link", name="Stoke Heath", exact=True).hover()
    page.locator("#live").wait_for(state="attached")
    while not held:
        page.wait_for_event("request")
    page.mouse.down()
    held[0].continue_()
    page.locator("#live .page").wait_for(state="attached")
    page.mouse.up()
    expect(page.get_by_role("heading", level=1)).to_have_text("Stoke Heath")


def test_arrow_keys_step_through_the_months_and_focus_stays(site: str, page: Page) -> None:
    page.goto(f"{site}{TEAM}?month=2026-10")
    wait_until_idle(page)
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile("month=2026-09"))
    wait_until_idle(page)
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile("month=2026-08"))
    wait_until_idle(page)
    assert page.evaluate("document.activeElement.dataset.key") == "ArrowLeft"
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("month=2026-09"))
    page.go_back()
    expect(page.locator("caption")).to_contain_text("August 2026")


def test_after_a_move_to_another_page_focus_is_on_its_heading(site: str, page: Page) -> None:
    page.goto(site)
    wait_until_idle(page)
    page.get_by_role("link", name="Hillfields").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_focused()


def test_one_key_focuses_the_search_and_it_finds_by_centre(site: str, page: Page) -> None:
    page.goto(site)
    wait_until_idle(page)
    page.keyboard.press("/")
    page.keyboard.type("stoke h")
    shown = page.locator(".card:visible h2")
    expect(shown).to_have_text(["Foleshill and Stoke Heath"])
    page.get_by_label("Search", exact=True).fill("nowhere")
    expect(page.locator("#none-found")).to_be_visible()


def test_enter_opens_the_only_match_be_it_a_team_or_an_indicator(site: str, page: Page) -> None:
    for typed, heading in (("stoke h", "Foleshill and Stoke Heath"), ("smoking", "How many")):
        page.goto(site)
        wait_until_idle(page)
        page.keyboard.press("/")
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text(heading)


def test_enter_lists_many_matches_and_a_link_with_one_match_opens_it(site: str, page: Page) -> None:
    page.goto(site)
    wait_until_idle(page)
    page.keyboard.press("/")
    page.keyboard.type("hill")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("6 matches for “hill”.")
    page.goto(f"{site}/search?q=smoking")
    expect(page.get_by_role("heading", level=1)).to_contain_text("How many")


def test_the_team_opened_last_is_offered_on_the_first_page(site: str, page: Page) -> None:
    page.goto(f"{site}{TEAM}")
    wait_until_idle(page)
    page.goto(site)
    wait_until_idle(page)
    expect(page.locator("#my-team")).to_have_text("Your team: Foleshill and Stoke Heath")


def test_dark_colours_and_larger_text_stay_chosen_and_break_no_rule(site: str, page: Page) -> None:
    page.goto(f"{site}{TEAM}")
    wait_until_idle(page)
    for choice, mode in (("dark", "dark"), ("projector (larger)", "projector")):
        page.get_by_role("button", name=choice).click()
        page.reload()
        wait_until_idle(page)
        assert page.evaluate("document.documentElement.dataset.display") == mode
        expect(page.get_by_role("button", name=choice)).to_have_attribute("aria-pressed", "true")
        assert axe_violations(page) == []


def test_a_link_with_a_month_shows_that_month_to_whoever_gets_it(site: str, page: Page) -> None:
    page.goto(f"{site}{TEAM}")
    wait_until_idle(page)
    assert page.url.endswith(f"{TEAM}?month=2026-10")  # the month in view stands in the address


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_no_page_breaks_wcag_or_is_wider_than_a_phone(path: str, site: str, page: Page) -> None:
    page.goto(f"{site}{path}")
    wait_until_idle(page)
    assert axe_violations(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert axe_violations(page) == []


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/team/nowhere", "There is no place “nowhere”."),
        ("/team/hillfields", "Hillfields is a centre area"),
        ("/nothing-here", "There is nothing at /nothing-here."),
        (f"{TEAM}?month=2031-04", "There are no figures for April 2031."),
        (f"{TEAM}?month=June", "“June” is not a month."),
        ("/service/dentistry", "There is no service “dentistry”."),
    ],
)
def test_what_is_not_there_gets_a_page_that_says_so(
    path: str, says: str, site: str, page: Page, problems: list[str]
) -> None:
    response = page.goto(f"{site}{path}")
    assert response is not None
    assert response.status in (400, 404)
    expect(page.locator("main")).to_contain_text(says)
    wait_until_idle(page)
    assert axe_violations(page) == []
    assert all("status of 4" in problem for problem in problems), problems
    problems.clear()


@pytest.mark.parametrize("address", [TEAM, "/indicator/mmr_at_5?place=hillfields"])
def test_a_cold_visit_moves_little_in_six_requests_and_no_charting_library(
    address: str, site: str, page: Page
) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    moved: list[float] = []
    fetched: list[str] = []
    session.on("Network.loadingFinished", lambda event: moved.append(event["encodedDataLength"]))
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(f"{site}{address}")
    wait_until_idle(page)
    assert sum(moved) <= 450_000
    asked = [url for url in fetched if not url.startswith("data:")]
    assert len(asked) <= 6, asked
    assert not [url for url in asked if "plotly" in url or "chart" in url]
