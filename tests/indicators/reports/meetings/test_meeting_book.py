"""Who may see and run which meetings, and what an agenda is made from."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from indicators.access.permissions import (
    PARTNER,
    ExactRight,
    Permission,
    PermissionDeniedError,
    Scope,
)
from indicators.actions.action_fields import ActionField
from indicators.domain.errors import UserError
from indicators.domain.sharing.agreements import Agreement, Agreements
from indicators.meetings.meeting import NewItem, NewMeeting, UnknownMeetingError
from indicators.meetings.meeting_kinds import RecordKind, TopicKind
from indicators.meetings.seen_item import SeenItem
from indicators.reports.actions.action_book import ActionBook
from indicators.reports.meetings.agenda_report import build_agenda
from indicators.reports.meetings.meeting_book import MeetingBook
from indicators.reports.place_report import build_rows
from tests.support.builders import row, take_in
from tests.support.meetings import ITEMS, MEETING, NOW, record
from tests.support.two_years import MARCH
from tests.support.viewers import without

DAY = date(2026, 12, 1)
NO_AGREEMENTS = Agreements()
SOUTH = replace(PARTNER, scopes=frozenset({Scope(places=frozenset({"south", "c", "city"}))}))


def start(reports, viewer=PARTNER) -> int:
    return MeetingBook(reports, viewer).start(MEETING, ITEMS, now=NOW)


def add(reports, number, kind, text="", viewer=PARTNER, now=NOW, **more):
    return MeetingBook(reports, viewer).record(number, record(kind, text, **more), now=now)


def list_references(reports, viewer=PARTNER, day=DAY, agreements=NO_AGREEMENTS):
    held = MeetingBook(reports, viewer).list_meetings("north")
    agenda = build_agenda(reports, "north", viewer, day, agreements, held)
    assert agenda is not None
    return [topic.reference for topic in agenda.topics]


def find_reasons(reports):
    """The reasons for each indicator that is on the agenda now."""
    held = MeetingBook(reports, PARTNER).list_meetings("north")
    agenda = build_agenda(reports, "north", PARTNER, DAY, NO_AGREEMENTS, held)
    assert agenda is not None
    return {topic.indicator: topic.reasons for topic in agenda.topics}


def test_another_team_sees_no_meeting_and_records_in_none(reports):
    number = start(reports)
    assert MeetingBook(reports, SOUTH).list_meetings("north") == []
    with pytest.raises(UnknownMeetingError):
        MeetingBook(reports, SOUTH).find(number)
    with pytest.raises(UnknownMeetingError):
        add(reports, number, RecordKind.DECISION, "x", SOUTH)


def test_a_reader_may_look_and_not_record(reports):
    number, reader = start(reports), without(Permission.EDIT_ACTIONS)
    assert len(MeetingBook(reports, reader).find(number).items) == 2
    assert not MeetingBook(reports, reader).can_run("north")
    for attempt in (
        lambda: start(reports, reader),
        lambda: add(reports, number, RecordKind.DECISION, "x", reader),
    ):
        with pytest.raises(PermissionDeniedError):
            attempt()


def test_an_item_and_its_outcomes_are_seen_only_with_exact_figures_of_its_indicator(reports):
    number = start(reports)
    item = MeetingBook(reports, PARTNER).find(number).items[0].id
    add(reports, number, RecordKind.ACTION, "Phone 3 families", item=item)
    add(reports, number, RecordKind.CLOSED)
    add(reports, number, RecordKind.CORRECTION, "4 families, not 3")
    assert len(MeetingBook(reports, PARTNER).find(number).corrections) == 1
    smoking = replace(PARTNER, exact=frozenset({ExactRight("x", frozenset({"smoking"}))}))
    limited = MeetingBook(reports, smoking).find(number)
    assert [each.reference for each in limited.items] == ["any-other"]
    assert [each.kind for each in limited.records] == [RecordKind.CLOSED]
    assert limited.closing is not None
    assert limited.closing.closing is not None
    assert limited.closing.closing.open_actions == ()


def test_an_action_of_a_meeting_is_one_of_the_team_about_the_same_indicator(reports):
    number = start(reports)
    item = MeetingBook(reports, PARTNER).find(number).items[0].id
    more = {"item": item, "owner": "Ada", "day": "2026-12-20"}
    made = add(reports, number, RecordKind.ACTION, "Phone every family", **more)
    assert made.action is not None
    kept = ActionBook(reports, PARTNER).find(made.action)
    assert (kept.team, kept.indicator, kept.what) == ("north", "visits", "Phone every family")
    assert (kept.fields[ActionField.OWNER], kept.due) == ("Ada", date(2026, 12, 20))


def test_an_outcome_needs_words_a_day_that_exists_and_an_item_of_the_agenda(reports):
    number = start(reports)
    for given in (
        {"text": " "},
        {"text": "x", "day": "2026-02-30"},
        {"text": "x", "item": 99},
        {"text": "x" * 2001},
    ):
        with pytest.raises(UserError):
            add(reports, number, RecordKind.DECISION, **given)
    assert MeetingBook(reports, PARTNER).find(number).records == ()


def test_minutes_are_approved_only_once_the_next_meeting_has_started(reports):
    number = start(reports)
    add(reports, number, RecordKind.CLOSED)
    add(reports, number, RecordKind.AGREED, "Ada Chair")
    with pytest.raises(UserError):
        add(reports, number, RecordKind.APPROVED)
    start(reports)
    add(reports, number, RecordKind.APPROVED)


def test_the_agenda_follows_the_figures_and_takes_up_what_the_last_meeting_left(reports):
    first = list_references(reports)
    assert "indicator visits" in first  # from 93 to 89 in a year, against a target of 90
    number = start(reports)
    made = add(reports, number, RecordKind.ACTION, "Phone every family", day="2027-06-01")
    decided = add(reports, number, RecordKind.DECISION, "Look again", day="2027-01-05")
    add(reports, number, RecordKind.CLOSED)
    before, on_day = (
        list_references(reports, day=day) for day in (date(2027, 1, 4), date(2027, 1, 5))
    )
    assert f"decision {decided.id}" not in before
    assert f"decision {decided.id}" in on_day
    assert on_day[:2] == [f"minutes {number}", f"action {made.action}"]


def test_a_decision_that_was_looked_at_again_is_not_on_the_next_agenda(reports):
    number = start(reports)
    decided = add(reports, number, RecordKind.DECISION, "Look again", day="2026-12-01")
    add(reports, number, RecordKind.CLOSED)
    reference = f"decision {decided.id}"
    assert reference in list_references(reports)
    item = NewItem(TopicKind.DECISION_REVIEW, reference, "", SeenItem(title="Look again"))
    next_meeting = MeetingBook(reports, PARTNER).start(MEETING, [item], now=NOW)
    add(reports, next_meeting, RecordKind.CLOSED)
    assert reference not in list_references(reports)


def test_a_figure_that_was_restated_since_the_last_meeting_is_on_the_agenda(reports):
    at = reports.get_version()
    smoking = [reports.catalogue.indicators["smoking"]]
    before = build_rows(reports, "north", smoking, MARCH, PARTNER)["smoking"].rolling.value
    meeting = NewMeeting("north", MARCH, DAY, at, "Ada")
    number = MeetingBook(reports, PARTNER).start(meeting, ITEMS, now=NOW)
    add(reports, number, RecordKind.CLOSED)
    kinds = find_reasons(reports)
    assert TopicKind.RESTATED not in kinds.get("smoking", ())
    take_in(reports.table, [row("smoking", "a", MARCH, 9, 100)], file="again.csv")
    kinds = find_reasons(reports)
    assert TopicKind.RESTATED in kinds["smoking"]
    assert TopicKind.RESTATED not in kinds.get("visits", ())
    held = MeetingBook(reports, PARTNER).list_meetings("north")
    agenda = build_agenda(reports, "north", PARTNER, DAY, NO_AGREEMENTS, held)
    assert agenda is not None
    assert list(agenda.restated) == ["smoking"]
    both = agenda.restated["smoking"]
    assert both.month == MARCH
    assert (both.was.rolling.value, both.now.rolling.value) == (
        before,
        agenda.rows["smoking"].rolling.value,
    )
    assert both.was.rolling.value != both.now.rolling.value


def test_an_agreement_that_is_about_to_end_is_on_the_agenda_of_the_teams_it_covers(reports):
    def agree(**more):
        keys = {
            "code": "sharing",
            "name": "Sharing",
            "parties": ["A"],
            "purpose": "x",
            "approver": "x",
            "from": "2025-01-01",
            "until": str(DAY + timedelta(days=60)),
        }
        return Agreements((Agreement.model_validate(keys | more),))

    assert "agreement sharing" in list_references(reports, agreements=agree())
    assert "agreement sharing" not in list_references(reports, agreements=agree(places=["south"]))
    late = agree(until=str(DAY + timedelta(days=61)))
    assert "agreement sharing" not in list_references(reports, agreements=late)
