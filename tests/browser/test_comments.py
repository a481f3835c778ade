"""Comments on figures in the browser: by keyboard written and withdrawn, and what is refused."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app import create_app
from tests.support.browser_checks import axe_violations, wait_until_idle
from tests.support.sample_site import copy_sample

PAGE = "/indicator/early_booking/comments?place=radford"


@pytest.fixture
def site(live_site: Callable[..., str], tmp_path: Path) -> Iterator[str]:
    app = create_app(copy_sample(tmp_path))
    yield live_site(app.server)
    app.site.reports.table.engine.dispose()


def type_into(page: Page, *texts: str) -> None:
    """Type into the field with the focus, and the next ones."""
    for text in texts:
        page.keyboard.type(text)
        page.keyboard.press("Tab")


def test_a_comment_is_written_and_withdrawn_by_keyboard(site: str, page: Page) -> None:
    page.goto(f"{site}{PAGE}")
    wait_until_idle(page)
    assert axe_violations(page) == []
    page.locator("#comment-month").focus()
    page.keyboard.press("Tab")
    type_into(page, "The clinic was closed for two weeks.", "Priya")
    assert page.evaluate("document.activeElement.textContent") == "Save comment"
    page.keyboard.press("Enter")
    expect(page.locator("#messages")).to_contain_text("is kept")
    expect(page.locator("#messages")).to_be_focused()
    wait_until_idle(page)
    comment = page.locator(".comment").first
    expect(comment).to_contain_text("The clinic was closed for two weeks.")
    expect(comment).to_contain_text("Priya")
    assert axe_violations(page) == []
    comment.locator("input[name=who]").focus()
    page.keyboard.press("ControlOrMeta+A")
    type_into(page, "Sam")
    page.keyboard.press("Enter")
    expect(page.locator("#messages")).to_contain_text("The comment is withdrawn")
    wait_until_idle(page)
    expect(page.locator(".comment").first).to_contain_text("Withdrawn by Sam")
    assert axe_violations(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_what_is_refused_has_the_focus_and_the_text_is_kept(
    site: str, page: Page, problems: list[str]
) -> None:
    page.goto(f"{site}{PAGE}")
    wait_until_idle(page)
    page.locator("#comment-text").fill("Nobody signed this")
    page.locator("#who-comment").fill("")
    page.get_by_role("button", name="Save comment").click()
    said = page.locator("#messages")
    expect(said).to_contain_text("Not done")
    expect(said).to_be_focused()
    expect(said).to_be_in_viewport()
    expect(page.locator("#comment-text")).to_have_value("Nobody signed this")
    assert [problem for problem in problems if "status of 422" not in problem] == []
    problems.clear()  # the browser reports the answer to a refused form
    assert axe_violations(page) == []
