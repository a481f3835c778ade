"""How many open actions the places of a comparison have."""

from dataclasses import replace
from datetime import UTC, datetime

from indicators.access.permissions import PARTNER
from indicators.actions.action_fields import ActionField
from indicators.domain.periods import Month
from indicators.reports.actions.action_book import ActionBook
from indicators.reports.actions.place_actions import count_open_actions

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)


def add(reports, **fields):
    given = {ActionField(name): text for name, text in fields.items()}
    return ActionBook(reports, PARTNER).add(given, now=NOW)


def count(reports, *codes, viewer=PARTNER):
    places = [reports.places[code] for code in codes]
    return count_open_actions(reports, places, Month.of(2026, 10), viewer)


def test_a_team_has_its_own_open_actions_about_each_indicator(reports):
    add(reports, team="north", indicator="visits", what="Phone every family")
    add(reports, team="north", indicator="visits", what="Ask why", areas="a")
    add(reports, team="south", indicator="visits", what="Another team's")
    add(reports, team="north", what="About no indicator")
    assert count(reports, "north")["north", "visits"] == 2
    assert count(reports, "north", "south")["south", "visits"] == 1
    assert count(reports, "north")["north", "smoking"] == 0


def test_actions_that_have_ended_or_are_not_for_the_viewer_are_not_counted(reports):
    add(reports, team="north", indicator="visits", what="Over", status="done")
    add(reports, team="north", indicator="visits", what="Open")
    assert count(reports, "north") == {("north", "visits"): 1}
    assert not count(reports, "north", viewer=replace(PARTNER, exact=frozenset()))
