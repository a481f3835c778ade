"""A whole meeting by keyboard, without a network in between, and its pages on three screens."""

import re
import sys

import pytest
from playwright.sync_api import expect

from indicators.reports.base import Reports
from indicators.store.observations import IndicatorTable
from layouts.site.site import Site
from layouts.web.app_factory import create_dash_app
from tests.support.browser_checks import axe_violations, wait_until_idle
from tests.support.builders import take_in
from tests.support.databases import create_sqlite
from tests.support.export_reason import REASON_HEADER
from tests.support.two_years import CATALOGUE, PLACES, extracts

MODE = "/team/north/meeting"
SIZES = [(1366, 768), (390, 844), (1920, 1080)]
OUTCOMES = [
    ("/a", "Phone every family on day 5"),
    ("", "Keep the Tuesday clinic"),
    ("/q", "Why did the figure fall in May?"),
    ("/e", "The clinic has no room from January"),
    ("/n", "one month is not a trend"),
    ("/a", "Ask the practice for the list"),
    ("", "Look at this again in spring"),
    ("/a", "Share the leaflet in four languages"),
    ("/n", "the target is met"),
    ("", "Thank the team for its work"),
]


class CountedKeyboard:
    """Types words, and counts every other key."""

    def __init__(self, page):
        self.page, self.pressed = page, []

    def press(self, key):
        self.pressed.append(key)
        self.page.keyboard.press(key)

    def type_words(self, words):
        self.page.keyboard.type(words)

    def type_kind(self, prefix):
        for key in prefix:
            self.press(key)


@pytest.fixture
def site(tmp_path, live_site):
    table = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    for service, rows in extracts().items():
        take_in(table, rows, file=service, service=service)
    yield live_site(create_dash_app(Site(Reports(table, CATALOGUE, PLACES))).server)
    table.engine.dispose()


@pytest.fixture
def meeting_page(site, page):
    """The page of a meeting that has just begun."""
    page.goto(f"{site}{MODE}")
    expect(page.locator("#chair")).to_be_focused()
    page.keyboard.type("Ada Chair")
    page.keyboard.press("Enter")
    wait_for_line(page)
    return page


def wait_for_line(page):
    """Wait until the meeting's page takes what is typed."""
    expect(page.locator(".one-at-a-time [data-line]:visible")).to_be_focused()


def wait_for_state(page, text):
    page.locator("[data-sync]").get_by_text(text, exact=True).wait_for()


@pytest.mark.parametrize("size", SIZES)
def test_a_meeting_goes_from_item_to_item_without_a_keyboard(meeting_page, size):
    page = meeting_page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    place, back = page.locator("[data-place]"), page.get_by_role("button", name="Back")
    follow = page.get_by_role("button", name="Next item")
    expect(back).to_be_disabled()
    page.locator("[name=names]").first.fill("Grace Hopper")
    follow.click()
    expect(place).to_have_text(re.compile("^1 of "))
    wait_for_state(page, "Saved")
    back.click()
    expect(page.locator("[name=names]").first).to_be_visible()
    for _ in range(page.locator("[data-item]").count() - 1):
        follow.click()
    expect(place).to_have_text("Close the meeting")
    expect(follow).to_be_disabled()


def test_a_whole_meeting_by_keyboard_takes_at_most_40_keys_besides_words(
    site, page, context, tmp_path, soffice, capsys
):
    page.goto(f"{site}{MODE}")
    expect(page.locator("#chair")).to_be_focused()
    keys = CountedKeyboard(page)
    keys.type_words("Ada Chair")
    keys.press("Enter")
    wait_for_line(page)
    for names in ("Grace Hopper", "Alan Turing"):
        keys.type_words(names)
        keys.press("Tab")
    keys.press("PageDown")
    wait_for_state(page, "Saved")
    count = int(page.locator("[data-place]").inner_text().split(" of ")[1])
    for number, (kind, words) in enumerate(OUTCOMES, 1):
        keys.type_kind(kind)
        keys.type_words(words)
        is_last_item = number >= count
        keys.press("Enter" if is_last_item and number < len(OUTCOMES) else "PageDown")
    wait_for_state(page, "Saved")
    page.locator("[data-sync]").get_by_text("Saved").wait_for()
    assert page.evaluate("JSON.parse(localStorage.getItem('meeting-1-queue')).length") == 0
    keys.press("Enter")
    page.wait_for_url("**/meetings/1")
    wait_until_idle(page)
    minutes = page.locator("main").inner_text()
    for _, words in OUTCOMES:
        assert words in minutes, words
    for words in ("Grace Hopper", "Alan Turing", "Ada Chair", "Open list for next month", "A-3"):
        assert words in minutes, words
    with capsys.disabled():
        found = f"{len(OUTCOMES)} outcomes: {len(keys.pressed)} keys besides typed words, no click"
        sys.stdout.write(f"\n{found}\n")
    assert len(keys.pressed) <= 40
    assert_document_opens(context, site, tmp_path, soffice)


def assert_document_opens(context, site, tmp_path, soffice):
    answer = context.request.get(f"{site}/meetings/1/minutes.docx", headers=REASON_HEADER)
    document = tmp_path / "minutes.docx"
    document.write_bytes(answer.body())
    read = soffice(document, "html").read_text(encoding="utf-8")
    assert re.search(r"<h1", read)
    assert re.search(r"<h2", read)
    assert "<thead>" in read
    assert 'lang="en-GB"' in read
    assert "Thank the team for its work" in read
    described = soffice(document, "fodt").read_text(encoding="utf-8")
    assert "<svg:desc>Visits, months to" in described


def test_without_a_network_what_is_typed_is_kept_and_sent_later(meeting_page, context, problems):
    page = meeting_page
    page.keyboard.press("PageDown")
    context.set_offline(True)
    page.keyboard.type("/aPhone every family")
    page.keyboard.press("Enter")
    wait_for_state(page, "Not sent yet: kept on this computer")
    page.keyboard.type("Half a sentence")
    page.locator("[data-outcomes]:visible").get_by_text("not sent yet").wait_for()
    page.route("**/records", lambda route: route.abort("internetdisconnected"))
    context.set_offline(False)
    page.reload()
    assert page.locator("[data-line]:visible").input_value() == "Half a sentence"
    page.locator("[data-outcomes]:visible").get_by_text("not sent yet").wait_for()
    page.unroute("**/records")
    wait_for_state(page, "Saved")
    page.locator("[data-outcomes]:visible").get_by_text("Phone every family (A-1)").wait_for()
    page.reload()
    assert page.locator("[data-outcomes] li").count() == 1
    assert page.locator("[data-line]:visible").input_value() == "Half a sentence"
    assert all("ERR_INTERNET_DISCONNECTED" in each for each in problems)
    problems.clear()


def test_a_meeting_closes_only_once_everything_is_sent(meeting_page, context, problems):
    page = meeting_page
    page.keyboard.press("PageDown")
    context.set_offline(True)
    page.keyboard.type("Kept for later")
    page.keyboard.press("PageDown")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    wait_for_state(page, "Not sent yet: the meeting closes once it is")
    context.set_offline(False)
    page.wait_for_url("**/meetings/1")
    assert "Kept for later" in page.locator("main").inner_text()
    problems.clear()


def test_two_letters_and_a_key_approve_the_minutes_of_the_last_meeting(meeting_page, site):
    page = meeting_page
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.wait_for_url("**/meetings/1")
    page.goto(f"{site}{MODE}")
    expect(page.locator("#chair")).to_be_focused()
    page.keyboard.press("Enter")
    wait_for_line(page)
    page.keyboard.press("PageDown")
    page.keyboard.type("/m")
    assert page.locator("[data-line]:visible").input_value() == "Approved"
    page.keyboard.type(" /q")  # no kind is chosen in the middle of a line
    assert page.locator("[data-line]:visible").input_value() == "Approved /q"
    for _ in range(3):
        page.keyboard.press("Backspace")
    page.keyboard.press("PageDown")
    wait_for_state(page, "Saved")
    page.goto(f"{site}/meetings/1")
    page.get_by_text("Minutes approved on").wait_for()


@pytest.mark.parametrize("size", SIZES)
def test_the_pages_of_a_meeting_have_no_violations_and_fit(meeting_page, site, size):
    page = meeting_page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.keyboard.press("PageDown")
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    if size[0] > 1000:
        foot = page.locator(".meeting-foot").bounding_box()
        line = page.locator("[data-line]:visible").bounding_box()
        assert foot is not None
        assert line is not None
        assert line["y"] + line["height"] < foot["y"]
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.wait_for_url("**/meetings/1")
    for address in ("/meetings/1", "/team/north/meetings", "/team/north/digest"):
        page.goto(f"{site}{address}")
        wait_until_idle(page)
        assert axe_violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address


def test_every_item_has_its_own_form_without_a_script(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}{MODE}")
    page.get_by_label("Chair").fill("Ada")
    page.get_by_role("button", name="Start the meeting").click()
    assert page.locator("[data-item]").count() == page.locator("[data-item]:visible").count()
    form = page.locator("form.outcome").first
    form.get_by_label("Question").check()
    form.locator("[name=text]").fill("Who phones?")
    form.get_by_role("button", name="Save").click()
    assert page.locator("[data-outcomes]").first.inner_text() == "Question Who phones?"
    context.close()
