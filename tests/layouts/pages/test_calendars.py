"""Calendars of meetings and due days, as calendar programs read them."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from indicators.access.permissions import PARTNER, Scope
from indicators.actions.action_fields import ActionField
from indicators.meetings.meeting_kinds import RecordKind
from indicators.reports.actions.action_book import ActionBook
from indicators.reports.base import Reports
from indicators.reports.meetings.meeting_book import MeetingBook
from indicators.store.observations import IndicatorTable
from layouts.site.site import Site
from tests.support.builders import take_in
from tests.support.chosen_viewer import build_app
from tests.support.meetings import ITEMS, MEETING, NOW, record
from tests.support.two_years import CATALOGUE, PLACES, extracts

SOUTH = replace(PARTNER, scopes=frozenset({Scope(places=frozenset({"south", "c", "city"}))}))
TEAM, OWN = "/team/north/calendar.ics", "/actions/calendar.ics"
LATER = (datetime.now(UTC) + timedelta(days=40)).date()


@pytest.fixture
def site(database_url, monkeypatch):
    table = IndicatorTable.open(database_url)
    for service, rows in extracts().items():
        take_in(table, rows, file=service, service=service)
    app, chosen = build_app(Site(Reports(table, CATALOGUE, PLACES)), monkeypatch)
    yield app.server.test_client(), chosen, app.site.reports
    table.engine.dispose()


def read(client, address=TEAM):
    """The events of a calendar by title."""
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    return {str(event["SUMMARY"]): event for event in Calendar.from_ical(answer.data).events}


def send_plan(client, **given):
    page = client.get("/team/north/meetings").text
    fields = {
        name: re.search(rf'name="{name}" value="([^"]*)"', page)[1]
        for name in ("csrf_token", "seen")
    }
    return client.post("/team/north/meetings/next", data=fields | given, follow_redirects=True)


def add_action(reports, what, owner="", due=LATER):
    fields = {ActionField.TEAM: "north", ActionField.WHAT: what, ActionField.DUE: due.isoformat()}
    return ActionBook(reports, PARTNER).add(fields | {ActionField.OWNER: owner}, now=NOW)


def test_a_planned_meeting_is_one_entry_that_is_moved_called_off_and_held(site):
    client, _, reports = site
    assert "is planned" in send_plan(client, day=LATER.isoformat()).text
    first = read(client)["Meeting: North"]
    assert (first.start, first.end) == (LATER, LATER + timedelta(days=1))
    send_plan(client, day=LATER.isoformat(), starts="10:30")
    moved = read(client)["Meeting: North"]
    assert (moved["UID"], moved["SEQUENCE"], first["SEQUENCE"]) == (first["UID"], 1, 0)
    assert moved.start.strftime("%H:%M %Z") in ("10:30 GMT", "10:30 BST")
    assert moved["DTSTART"].params["TZID"] == "Europe/London"
    assert moved["DTSTAMP"].dt >= first["DTSTAMP"].dt
    send_plan(client, day="")
    off = read(client)["Meeting: North"]
    assert (off["UID"], off["SEQUENCE"], off["STATUS"]) == (first["UID"], 2, "CANCELLED")
    MeetingBook(reports, PARTNER).start(MEETING, ITEMS, now=datetime.now(UTC))
    held = read(client)["Meeting: North"]
    assert (held["UID"], held["STATUS"]) == (first["UID"], "CONFIRMED")
    assert held["SEQUENCE"] > off["SEQUENCE"]
    assert held.start == MEETING.day
    assert held["URL"] == "http://localhost/meetings/1"


def test_times_come_with_the_rules_of_the_time_zone(site):
    client, *_ = site
    send_plan(client, day=LATER.isoformat(), starts="10:30")
    calendar = Calendar.from_ical(client.get(TEAM).data)
    assert [str(zone["TZID"]) for zone in calendar.timezones] == ["Europe/London"]
    assert calendar["METHOD"] == "PUBLISH"


def test_two_who_change_the_next_meeting_at_once_do_not_overwrite_each_other(site):
    client, *_ = site
    send_plan(client, day=LATER.isoformat())
    again = send_plan(client, day=(LATER + timedelta(days=1)).isoformat(), seen="0")
    assert "Someone else changed the next meeting" in again.text
    assert read(client)["Meeting: North"].start == LATER


@pytest.mark.parametrize("day", ["2020-01-01", "2999-01-01", "tomorrow"])
def test_a_day_that_no_meeting_can_have_is_refused(site, day):
    client, *_ = site
    assert "Not done" in send_plan(client, day=day).text
    assert read(client) == {}


def test_an_action_is_an_entry_that_changes_and_is_cancelled_once_it_is_done(site):
    client, _, reports = site
    number = add_action(reports, "Phone; every, family \\ “Zoë”\nand wait")
    (due,) = read(client).values()
    assert str(due["SUMMARY"]) == f"Due: Phone; every, family \\ “Zoë” and wait (A-{number})"
    assert (due.start, due["STATUS"], due["SEQUENCE"]) == (LATER, "CONFIRMED", 0)
    book, now = ActionBook(reports, PARTNER), datetime.now(UTC)
    book.update(number, 1, {ActionField.DUE: "2030-01-02"}, now=now)
    book.update(number, 2, {ActionField.STATUS: "done"}, now=now)
    (done,) = read(client).values()
    assert (done["UID"], done.start) == (due["UID"], date(2030, 1, 2))
    assert (done["STATUS"], done["SEQUENCE"]) == ("CANCELLED", 2)


def test_own_actions_are_those_that_name_the_viewer(site):
    client, chosen, reports = site
    add_action(reports, "Mine", owner="Ada Bell")
    add_action(reports, "Not mine", owner="Grace")
    chosen.now = replace(PARTNER, name="Ada Bell")
    assert list(read(client, OWN)) == ["Due: Mine (A-1)"]


def test_another_team_sees_no_entry(site):
    client, chosen, reports = site
    add_action(reports, "Phone the 3 families", owner="Ada")
    number = MeetingBook(reports, PARTNER).start(MEETING, ITEMS, now=NOW)
    MeetingBook(reports, PARTNER).record(number, record(RecordKind.CLOSED), now=NOW)
    chosen.now = replace(SOUTH, name="Ada")
    assert client.get(TEAM).status_code == 403
    assert read(client, OWN) == {}
    assert read(client, "/team/south/calendar.ics") == {}
