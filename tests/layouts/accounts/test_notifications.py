"""Own notifications: the choice of digests, private addresses, and what is behind them."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from xml.etree import ElementTree as ET

import pytest
from icalendar import Calendar

from indicators.access.permissions import PARTNER
from indicators.access.roles import Role
from indicators.actions.action_fields import ActionField
from indicators.reports.actions.action_book import ActionBook
from tests.support.account_site import AccountSite
from tests.support.audit_events import list_events
from tests.support.builders import row, take_in
from tests.support.databases import create_sqlite
from tests.support.two_years import MARCH

PAGE = "/account/notifications"
NOW = datetime(2026, 4, 20, tzinfo=UTC)
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def site(tmp_path):
    site = AccountSite(create_sqlite(tmp_path / "test.db"), synthetic=None)
    months = [(MARCH - at, 95 if at else 0) for at in range(13)]
    take_in(site.table, [row("visits", p, *month, 100) for month in months for p in "abc"])
    yield site
    site.close()


@pytest.fixture
def user(site):
    return site.add(Role.CHAMPION, team="north")


@pytest.fixture
def browser(site, user):
    return site.sign_in(user)


def make_addresses(browser) -> list[str]:
    page = browser.send(f"{PAGE}/addresses", PAGE).text
    return re.findall(r"http://localhost(/private/[^<]+)", page)


def read_feed(answer):
    feed = ET.fromstring(answer.data)
    return [
        (
            each.find("a:title", ATOM).text,
            each.find("a:content", ATOM).text,
            each.find("a:id", ATOM).text,
        )
        for each in feed.findall("a:entry", ATOM)
    ]


def test_teams_are_chosen_among_those_that_the_user_sees(site, user, browser):
    assert "Digest of North" in browser.get(PAGE).text
    assert "Digest of South" not in browser.get(PAGE).text
    browser.send(f"{PAGE}/digests", PAGE, team=["north", "south", "nowhere"])
    assert site.accounts.digests.list_teams(user) == ["north"]
    assert 'value="north" checked' in browser.get(PAGE).text
    browser.send(f"{PAGE}/digests", PAGE)
    assert site.accounts.digests.list_teams(user) == []


def test_private_addresses_need_no_sign_in_and_are_not_sent_again_unchanged(site, browser):
    own, calendar, feed = make_addresses(browser)
    fields = {
        ActionField.TEAM: "north",
        ActionField.WHAT: "Phone <b>Zoë</b> & 3 families",
        ActionField.DUE: date(2026, 4, 1).isoformat(),
        ActionField.OWNER: "Asha Bell",
    }
    ActionBook(site.reports, PARTNER).add(fields, now=NOW)
    program = site.server.test_client()
    for address in (own, calendar):
        (event,) = Calendar.from_ical(program.get(address).data).events
        assert str(event["SUMMARY"]) == "Due: Phone <b>Zoë</b> & 3 families (A-1)"
    answer = program.get(feed)
    assert answer.mimetype == "application/atom+xml"
    (title, content, _), *earlier = read_feed(answer)
    assert title == "North: March 2026 in brief"
    assert "Visits: tick to cross" in content
    assert "A-1 is overdue since 1 April 2026 (yours)" in content
    assert "families" not in answer.text
    assert len({title for title, *_ in earlier}) == 5
    assert all("overdue" not in content for _, content, _ in earlier)
    assert read_feed(program.get(feed)) == read_feed(answer)
    again = program.get(feed, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_private_addresses_show_what_their_user_sees_now(site, user, browser):
    own, calendar, feed = make_addresses(browser)
    program = site.server.test_client()
    south = [address.replace("/north/", "/south/") for address in (calendar, feed)]
    assert [program.get(address).status_code for address in south] == [404, 404]
    assert program.get(feed).status_code == 200
    site.accounts.admin.change(user.id, replace(user.details, team="south"), PARTNER)
    assert [program.get(each).status_code for each in (calendar, feed)] == [404, 404]
    assert [program.get(each).status_code for each in south] == [200, 200]
    site.accounts.admin.change(user.id, replace(user.details, roles=()), PARTNER)
    assert {program.get(each).status_code for each in (own, calendar, feed, *south)} == {404}


def test_private_addresses_end(site, user, browser):
    program = site.server.test_client()
    first = make_addresses(browser)
    second = make_addresses(browser)
    assert {program.get(each).status_code for each in first} == {404}
    assert {program.get(each).status_code for each in second} == {200}
    browser.send(f"{PAGE}/addresses/end", PAGE)
    assert {program.get(each).status_code for each in second} == {404}
    third = make_addresses(browser)
    site.accounts.admin.disable(user.id, PARTNER, NOW)
    assert {program.get(each).status_code for each in third} == {404}
    assert program.get("/private/x/actions.ics").status_code == 404
    kinds = [kind for kind, *_ in list_events(site.table.engine)]
    assert (kinds.count("token_made"), kinds.count("token_revoked")) == (3, 1)
