"""Signing in and the first visit of each role, with the keyboard alone."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from indicators.access.roles import Role
from indicators.accounts.sample_users import OUTSIDE
from indicators.store.accounts.account_schema import user_session
from tests.support.account_site import PASSWORD, AccountSite
from tests.support.browser_checks import axe_violations, wait_until_idle
from tests.support.databases import create_sqlite

SIZES = ((1366, 768), (390, 844))


@pytest.fixture
def make_site(tmp_path: Path) -> Iterator[Callable[..., AccountSite]]:
    made: list[AccountSite] = []

    def make_site(**how: bool) -> AccountSite:
        made.append(AccountSite(create_sqlite(tmp_path / "test.db"), **how))
        return made[-1]

    yield make_site
    for site in made:
        site.close()


def check(page: Page) -> None:
    """Nothing that axe sees, and no wider than the screen, at both sizes."""
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert axe_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def tab_to(page: Page, selector: str) -> None:
    """Press the tab key until an element has the focus."""
    for _ in range(80):
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the tab key does not reach {selector}")


def test_the_accessibility_statement_needs_no_sign_in(
    make_site: Callable[..., AccountSite], live_site: Callable[..., str], page: Page
) -> None:
    page.goto(live_site(make_site().server) + "/sign-in")
    page.get_by_role("link", name="Accessibility").click()
    expect(page.get_by_role("heading", name="Accessibility", level=1)).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert page.url.endswith("/accessibility")
    check(page)


def test_signing_in_with_a_password_and_an_app(
    make_site: Callable[..., AccountSite], live_site: Callable[..., str], page: Page
) -> None:
    site = make_site()
    _, key, _ = site.add_with_app(Role.ANALYST)
    page.goto(live_site(site.server) + "/indicator/visits?place=a")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    check(page)
    tab_to(page, "#email")
    page.keyboard.type("asha@example.org")
    tab_to(page, "#password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Type your code")).to_be_visible()
    check(page)
    tab_to(page, "#code")
    page.keyboard.type(pyotp.TOTP(key).now())
    page.keyboard.press("Enter")
    page.wait_for_url("**/indicator/visits?place=a*")
    wait_until_idle(page)
    page.goto(page.url.split("/indicator")[0] + "/account")
    check(page)
    tab_to(page, ".user-bar form[action='/sign-out'] button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_an_open_page_is_left_when_its_session_ends(
    make_site: Callable[..., AccountSite], live_site: Callable[..., str], page: Page
) -> None:
    site = make_site()
    user, address = site.add(Role.ANALYST), live_site(site.server)

    def open_page(where: Page) -> None:
        where.goto(address + "/indicator/visits?place=a")
        wait_until_idle(where)

    def sign_in() -> None:
        name, value = "dashboard_session", site.sign_in(user).session_id
        page.context.add_cookies([{"name": name, "value": value, "url": address}])

    sign_in()
    other = page.context.new_page()
    for each in (page, other):
        open_page(each)
    other.locator(".user-bar form[action='/sign-out'] button").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    other.close()
    sign_in()
    page.clock.install()
    open_page(page)
    with page.expect_request("**/sign-in?next=*"):
        page.clock.fast_forward("31:00")


def test_a_session_ends_in_time_on_a_computer_whose_clock_is_wrong(
    make_site: Callable[..., AccountSite], live_site: Callable[..., str], page: Page
) -> None:
    site = make_site()
    address, browser = live_site(site.server), site.sign_in(site.add(Role.ANALYST))
    before = datetime.now(UTC).replace(tzinfo=None) - timedelta(hours=7, minutes=50)
    with site.table.engine.begin() as connection:
        connection.execute(sa.update(user_session).values(made_at=before))
    cookie = {"name": "dashboard_session", "value": browser.session_id, "url": address}
    page.context.add_cookies([cookie])
    page.clock.install(time=datetime.now(UTC) + timedelta(days=2))
    page.goto(address + "/indicator/visits?place=a")
    wait_until_idle(page)
    page.clock.fast_forward("09:00")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    with page.expect_request("**/sign-in?next=*"):
        page.clock.fast_forward("02:00")


def test_a_fault_is_tied_to_its_field(
    make_site: Callable[..., AccountSite],
    live_site: Callable[..., str],
    page: Page,
    problems: list[str],
) -> None:
    site = make_site()
    site.add(Role.ANALYST)
    page.goto(live_site(site.server) + "/sign-in")
    tab_to(page, "#email")
    page.keyboard.press("Enter")
    email = page.get_by_label("E-mail address")
    expect(email).to_have_accessible_description("Error: Type your e-mail address.")
    expect(email).to_have_attribute("aria-invalid", "true")
    expect(email).to_have_attribute("autocomplete", "username")
    check(page)
    assert all("422" in problem for problem in problems)
    problems.clear()


@pytest.mark.parametrize(
    ("code", "heading"),
    [
        (Role.TEAM_MEMBER, "North"),
        (Role.CHAMPION, "North"),
        (Role.SERVICE_LEAD, "Choose your team"),
        (Role.HEAD_OF_SERVICE, "Choose your team"),
        (Role.COMMISSIONER, "Choose your team"),
        (Role.ANALYST, "Choose your team"),
        (Role.ADMINISTRATOR, "Users"),
        (Role.AUDITOR, "Audit log"),
        (OUTSIDE, "There are no figures to show"),
    ],
)
def test_the_first_visit_of_each_role(
    make_site: Callable[..., AccountSite],
    live_site: Callable[..., str],
    page: Page,
    code: str,
    heading: str,
) -> None:
    page.goto(live_site(make_site(synthetic=True).server) + "/")
    wait_until_idle(page)
    tab_to(page, "#sample-user")
    page.get_by_label("You are").select_option(code)
    tab_to(page, ".user-bar button")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    wait_until_idle(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    expect(page.get_by_label("You are")).to_have_value(code)
    check(page)
    tab_to(page, "#live a.name, .page a.name")


def test_every_way_home_of_an_administrator_leads_to_the_users(
    make_site: Callable[..., AccountSite],
    live_site: Callable[..., str],
    page: Page,
    problems: list[str],
) -> None:
    url = live_site(make_site(synthetic=True).server)
    page.goto(f"{url}/")
    page.get_by_label("You are").select_option(Role.ADMINISTRATOR)
    with page.expect_navigation():
        page.get_by_role("button", name="Switch").click()
    for path, link in (
        ("/about", "a.name"),
        ("/about", "nav a:text('Users')"),
        ("/audit", "a:text('Go to the first page')"),
    ):
        page.goto(f"{url}{path}")
        wait_until_idle(page)
        page.locator(f"#live {link}").click()
        page.wait_for_url("**/users*")
        expect(page.get_by_role("heading", level=1)).to_have_text("Users")
    assert [problem for problem in problems if "/audit" not in problem] == []
    problems.clear()  # the refused page was asked for


def test_a_page_whose_session_has_ended_goes_to_sign_in_and_back_with_what_was_typed(
    make_site: Callable[..., AccountSite],
    live_site: Callable[..., str],
    page: Page,
    problems: list[str],
) -> None:
    site = make_site()
    _, key, recovery_codes = site.add_with_app(Role.ANALYST)
    url = live_site(site.server)
    page.goto(f"{url}/indicator/visits/comments?place=a")
    page.get_by_label("E-mail address").fill("asha@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_label("Code").fill(pyotp.TOTP(key).now())
    page.keyboard.press("Enter")
    page.wait_for_url("**/comments?place=a*")
    wait_until_idle(page)
    page.locator("#live #comment-text").fill("The clinic moved")
    with site.table.engine.begin() as connection:
        ended = datetime.now(UTC).replace(tzinfo=None)
        connection.execute(sa.update(user_session).values(ended_at=ended))
    page.locator("#live a.name").click()
    page.wait_for_url("**/sign-in*")
    assert any("401" in problem for problem in problems)
    problems.clear()
    page.get_by_label("E-mail address").fill("asha@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_label("Code").fill(recovery_codes[0])
    page.keyboard.press("Enter")
    page.wait_for_url(url + "/")
    page.goto(f"{url}/indicator/visits/comments?place=a")
    wait_until_idle(page)
    expect(page.locator("#live #comment-text")).to_have_value("The clinic moved")
