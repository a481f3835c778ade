"""What a digest says of a team's month and duties, and what it leaves out."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from indicators.access.permissions import PARTNER, Scope
from indicators.actions.action_fields import ActionField
from indicators.domain.core import Verdict
from indicators.meetings.meeting_kinds import RecordKind
from indicators.reports.actions.action_book import ActionBook
from indicators.reports.digests.digest_models import DutyKind
from indicators.reports.digests.month_completeness import (
    find_latest_complete,
    list_missing_services,
)
from indicators.reports.digests.team_digest import build_digest
from indicators.reports.meetings.meeting_book import MeetingBook
from indicators.stats.spc import VariationIcon
from tests.support.builders import row, take_in
from tests.support.meetings import ITEMS, MEETING, NOW, record
from tests.support.two_years import MARCH

DAY = date(2026, 12, 1)
ADA = replace(PARTNER, name="Ada Lovelace")
SOUTH = replace(PARTNER, scopes=frozenset({Scope(places=frozenset({"south", "c", "city"}))}))


def build(reports, viewer=PARTNER, month=None, day=DAY):
    digest = build_digest(reports, "north", month, viewer, day)
    assert digest is not None
    return digest


def list_duties(reports, day=DAY):
    return [each.kind for each in build(reports, day=day).duties]


def add_action(reports, due: date | None, owner="", **more):
    fields = {
        ActionField.TEAM: "north",
        ActionField.WHAT: "Phone the 3 families",
        ActionField.DUE: due.isoformat() if due else "",
        ActionField.OWNER: owner,
    } | more
    return ActionBook(reports, ADA).add(fields, now=NOW)


def load_visits(reports, last: int):
    """Visits at area a that go up and down by 4 in 100 each month, but for the last one."""
    usual = [(88 if at % 2 else 92) if at else last for at in range(24)]
    rows = [row("visits", "a", MARCH - at, done, 100) for at, done in enumerate(usual)]
    take_in(reports.table, rows, file="later")


def test_a_month_like_the_others_changes_nothing_and_nothing_is_owed(reports):
    digest = build(reports, month=MARCH - 13)
    assert (digest.changes, digest.duties, digest.one_thing) == ((), (), None)


def test_a_turned_verdict_and_a_special_cause_are_changes_for_the_worse(reports):
    load_visits(reports, 20)
    (change,) = build(reports).changes
    assert change.indicator.code == "visits"
    assert change.turned == (Verdict.NA, Verdict.CROSS)
    assert change.signal is VariationIcon.CONCERN_LOW
    assert change.since_last_year == "worse"
    assert change.is_for_worse


@pytest.mark.parametrize(("last", "is_hidden"), [(7, True), (8, False)])
def test_how_a_figure_changed_is_not_said_where_it_rests_on_a_small_number(
    table, reports, last, is_hidden
):
    """In 12 months 12 of 12 are reviewed; then all but 7 or 8, and 7 is the threshold."""
    rows = [row("reviews", "a", MARCH - at, 12, 12) for at in range(1, 24)]
    take_in(table, [*rows, row("reviews", "a", MARCH, 20, 20 + last)], service="health-visiting")
    said = {each.indicator.code: each for each in build(reports).changes}
    assert said["reviews"].is_hidden is is_hidden
    assert (said["reviews"].signal is None) is is_hidden
    assert said["reviews"].is_for_worse is not is_hidden


def test_actions_are_owed_from_31_days_before_they_are_due(reports):
    add_action(reports, DAY + timedelta(days=31))
    add_action(reports, DAY + timedelta(days=32))
    add_action(reports, None)
    assert list_duties(reports) == [DutyKind.DUE_ACTION]


def test_an_action_is_overdue_the_day_after_and_its_owner_knows_it_is_theirs(reports):
    add_action(reports, DAY - timedelta(days=1), owner="ada  lovelace")
    add_action(reports, DAY, owner="Grace")
    kinds = [(each.kind, each.is_own) for each in build(reports, ADA).duties]
    assert kinds == [(DutyKind.OVERDUE_ACTION, True), (DutyKind.DUE_ACTION, False)]


def test_minutes_are_owed_until_they_are_agreed_and_then_approved(reports):
    book = MeetingBook(reports, PARTNER)
    number = book.start(MEETING, ITEMS, now=NOW)
    assert list_duties(reports, MEETING.day) == []
    assert list_duties(reports, MEETING.day + timedelta(days=1)) == [DutyKind.OPEN_MEETING]
    book.record(number, record(RecordKind.CLOSED), now=NOW)
    assert list_duties(reports) == [DutyKind.DRAFT_MINUTES]
    book.record(number, record(RecordKind.AGREED, "Ada"), now=NOW)
    assert list_duties(reports) == []
    book.start(replace(MEETING, day=DAY), ITEMS, now=NOW)
    assert list_duties(reports) == [DutyKind.UNAPPROVED_MINUTES]


def test_a_decision_is_owed_once_its_day_has_come(reports):
    book = MeetingBook(reports, PARTNER)
    number = book.start(MEETING, ITEMS, now=NOW)
    book.record(number, record(RecordKind.DECISION, "Keep it", day="2026-12-20"), now=NOW)
    book.record(number, record(RecordKind.CLOSED), now=NOW)
    book.record(number, record(RecordKind.AGREED, "Ada"), now=NOW)
    assert list_duties(reports, date(2026, 12, 19)) == []
    assert list_duties(reports, date(2026, 12, 20)) == [DutyKind.DECISION_REVIEW]


def test_the_one_thing_is_what_got_worse_until_someone_acts_on_it(reports):
    load_visits(reports, 20)
    add_action(reports, DAY - timedelta(days=1))
    assert build(reports).one_thing.indicator.code == "visits"
    add_action(reports, None, **{ActionField.INDICATOR: "visits"})
    assert build(reports).one_thing.kind is DutyKind.OVERDUE_ACTION


def test_another_team_is_given_no_digest(reports):
    assert build_digest(reports, "north", None, SOUTH, DAY) is None
    assert build_digest(reports, "south", None, SOUTH, DAY) is not None
    assert build_digest(reports, "a", None, PARTNER, DAY) is None


def test_a_month_is_complete_when_every_service_sent_every_area(table, reports):
    missing = [service.code for service in list_missing_services(reports, MARCH)]
    assert missing == ["health-visiting"]
    assert find_latest_complete(reports) == MARCH - 1
    for at, area in enumerate("abc"):
        assert find_latest_complete(reports) == MARCH - 1
        take_in(table, [row("plans", area, MARCH, 10)], file=f"{at}", service="health-visiting")
    assert find_latest_complete(reports) == MARCH
    assert list_missing_services(reports, MARCH) == ()


@pytest.mark.parametrize(("back", "is_waited_for"), [(3, True), (4, False)])
def test_a_service_that_sent_nothing_for_three_months_is_not_waited_for(table, back, is_waited_for):
    from indicators.reports.base import Reports
    from tests.support.two_years import CATALOGUE, PLACES

    rows = [row("visits", area, MARCH - at, 90, 100) for area in "abc" for at in range(6)]
    take_in(table, rows)
    old = [row("plans", area, MARCH - back, 10) for area in "abc"]
    take_in(table, old, file="plans", service="health-visiting")
    missing = list_missing_services(Reports(table, CATALOGUE, PLACES), MARCH)
    assert bool(missing) is is_waited_for
