"""Meetings are kept as they were seen; records stay, and what is sent twice is kept once."""

from dataclasses import replace

import pytest

from indicators.actions.action_fields import ActionField
from indicators.domain.errors import UserError
from indicators.meetings.meeting import MeetingStateError, UnknownMeetingError
from indicators.meetings.meeting_kinds import MeetingState, MinutesState, RecordKind
from indicators.meetings.seen_item import ClosingList, OpenAction
from indicators.store.actions.action_store import ActionStore
from indicators.store.database import connect, migrate
from indicators.store.meetings.meeting_store import MeetingStore
from tests.support.meetings import ITEMS, MEETING, NOW, record

PHONE = {ActionField.TEAM: "north", ActionField.WHAT: "Phone every family"}


@pytest.fixture
def store(database_url):
    engine = connect(database_url)
    migrate(engine)
    yield MeetingStore(engine)
    engine.dispose()


def start(store, new=MEETING) -> int:
    return store.start(new, ITEMS, who="Ada", now=NOW)


def add(store, number, *given, **more):
    return store.add_record(number, record(*given), who="Ada", now=NOW, **more)


def test_a_meeting_keeps_its_agenda_as_it_was_seen(store):
    found = store.find(start(store))
    assert (found.team, found.month, found.day) == ("north", MEETING.month, MEETING.day)
    assert (found.data_version, found.chair, found.made_by) == (1, "Ada Chair", "Ada")
    assert [(item.kind, item.reference, item.indicator, item.seen) for item in found.items] == [
        (item.kind, item.reference, item.indicator, item.seen) for item in ITEMS
    ]
    assert (found.state, found.minutes) == (MeetingState.OPEN, MinutesState.DRAFT)


def test_a_team_has_one_open_meeting_and_others_have_theirs(store):
    first = start(store)
    assert start(store) == first
    assert start(store, replace(MEETING, team="south")) != first
    add(store, first, RecordKind.CLOSED)
    assert start(store) != first
    assert [each.id for each in store.list_meetings(["north"])] == [3, 1]


def test_a_record_that_is_sent_again_is_kept_once_with_its_one_action(store):
    number = start(store)
    first = add(store, number, RecordKind.ACTION, "Phone every family", action=PHONE)
    again = add(store, number, RecordKind.ACTION, "Phone every family", action=PHONE)
    assert again == first
    (action,) = ActionStore(store.engine).list_actions(teams=["north"])
    assert (first.action, action.what) == (action.id, "Phone every family")
    assert len(store.find(number).records) == 1


def test_an_action_that_cannot_be_kept_leaves_no_record(store):
    number = start(store)
    with pytest.raises(UserError):
        add(store, number, RecordKind.ACTION, "", action=PHONE | {ActionField.WHAT: ""})
    assert store.find(number).records == ()


def test_what_was_recorded_last_about_attendance_counts(store):
    number = start(store)
    for names in ("Ada", "Ada, Grace"):
        new = record(RecordKind.ATTENDED, names, agency="CWPT")
        store.add_record(number, new, who="Ada", now=NOW)
    assert store.find(number).list_attendance() == {"CWPT": "Ada, Grace"}


def test_closing_keeps_the_open_list_and_minutes_go_from_draft_to_agreed_to_approved(store):
    number = start(store)
    left = OpenAction(
        number=4, indicator="", what="Phone", owner="", agency="", due="", status="Not started"
    )
    add(store, number, RecordKind.CLOSED, closing=ClosingList(open_actions=(left,)))
    held = store.find(number)
    assert (held.state, held.minutes) == (MeetingState.CLOSED, MinutesState.DRAFT)
    assert held.closing is not None
    assert held.closing.closing is not None
    assert held.closing.closing.open_actions == (left,)
    add(store, number, RecordKind.AGREED, "Ada Chair")
    assert store.find(number).minutes is MinutesState.AGREED
    add(store, number, RecordKind.APPROVED)
    assert store.find(number).minutes is MinutesState.APPROVED


@pytest.mark.parametrize(
    ("before", "kind"),
    [
        ([], RecordKind.AGREED),
        ([], RecordKind.CORRECTION),
        ([RecordKind.CLOSED], RecordKind.APPROVED),
        ([RecordKind.CLOSED, RecordKind.AGREED], RecordKind.DECISION),
        ([RecordKind.CLOSED, RecordKind.AGREED], RecordKind.ATTENDED),
        ([RecordKind.CLOSED, RecordKind.AGREED, RecordKind.APPROVED], RecordKind.APPROVED),
    ],
)
def test_what_comes_too_early_or_too_late_is_refused(store, before, kind):
    number = start(store)
    for each in before:
        add(store, number, each, "once")
    with pytest.raises(MeetingStateError):
        add(store, number, kind, "again")
    assert len(store.find(number).records) == len(before)


def test_an_outcome_that_a_lost_network_held_back_is_taken_after_closing_and_known_as_late(store):
    number = start(store)
    before = add(store, number, RecordKind.DECISION, "In time")
    add(store, number, RecordKind.CLOSED)
    after = add(store, number, RecordKind.DECISION, "Late")
    held = store.find(number)
    assert [held.is_late(each) for each in (before, after)] == [False, True]


def test_corrections_are_additions_at_any_time_after_closing(store):
    number = start(store)
    for kind in (RecordKind.CLOSED, RecordKind.AGREED, RecordKind.APPROVED):
        add(store, number, kind)
    add(store, number, RecordKind.CORRECTION, "Grace sent apologies")
    assert [each.text for each in store.find(number).corrections] == ["Grace sent apologies"]


def test_a_meeting_that_is_not_there_is_said(store):
    with pytest.raises(UnknownMeetingError):
        store.find(9)
    with pytest.raises(UnknownMeetingError):
        add(store, 9, RecordKind.DECISION, "x")
