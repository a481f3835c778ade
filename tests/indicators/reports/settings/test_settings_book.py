"""Settings that are changed in the browser: they count over the files, and nothing is lost."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from indicators.access.permissions import PARTNER, Permission, PermissionDeniedError
from indicators.configuration.recorded_settings import apply_changes
from indicators.domain.audit.audit_event import AuditFilter, AuditKind
from indicators.domain.catalogue import Catalogue
from indicators.domain.errors import ConfigurationError, UserError
from indicators.domain.events import Event, Events
from indicators.domain.settings.setting_change import (
    ChangeAction,
    RecordedState,
    SettingConflictError,
    SettingKind,
    SettingState,
)
from indicators.reports.auditing.audit_book import AuditBook
from indicators.reports.base import Reports
from indicators.reports.settings.changed_files import write_changed_files
from indicators.reports.settings.settings_book import SettingsBook
from indicators.store.observations import IndicatorTable
from tests.support.builders import row, take_in, target
from tests.support.recorded_settings import NOON, TODAY, keep_settings, note
from tests.support.two_years import CATALOGUE, MARCH, PLACES
from tests.support.viewers import without

TARGETS, EVENT, BASELINE = SettingKind.TARGETS, SettingKind.EVENT, SettingKind.BASELINE
IN_FILE = Event.model_validate({"month": "2025-06", "what": "A clinic opens", "place": "a"})
TOMORROW, NEXT_WEEK = TODAY + timedelta(days=1), TODAY + timedelta(days=7)


@pytest.fixture
def reports(database_url):
    table = IndicatorTable.open(database_url)
    take_in(table, [row("visits", "a", MARCH, 80, 100)])
    yield keep_settings(Reports(table, CATALOGUE, PLACES), events=Events([IN_FILE]))
    table.engine.dispose()


@pytest.fixture
def book(reports):
    return SettingsBook(reports, PARTNER)


def set_target(book, value, version=0, **given):
    book.record(
        book.plan_value(TARGETS, "visits", {"target": [target(value)]}),
        note(version=version, **given),
        NOON,
    )


def read_target(reports, **view):
    now = reports.read_latest()
    return [str(each.value) for each in now.catalogue.indicators["visits"].target]


def test_a_target_counts_at_once_in_place_of_the_file_and_keeps_who_why_and_what_was(book, reports):
    set_target(book, "85")
    assert read_target(reports) == ["85"]
    (change,) = book.list_versions(TARGETS, "visits")
    assert (change.who, change.reason, change.version) == ("Asha", "Agreed by the board", 1)
    assert change.before == {"target": [target("90")]}
    entry = book.find_entry(TARGETS, "visits")
    assert (entry.in_file, entry.value) == (
        {"target": [target("90")]},
        {"target": [target("85")]},
    )


def test_another_process_reads_it_with_its_next_request(book, reports, database_url):
    other = keep_settings(Reports(IndicatorTable(reports.table.engine), CATALOGUE, PLACES))
    set_target(book, "85")
    assert read_target(other) == ["85"]
    assert other.read_latest().settings_key != other.settings_key


def test_undo_is_another_change_and_can_be_undone(book, reports):
    set_target(book, "85")
    book.record(book.plan_undo(TARGETS, "visits", TODAY).change, note("A mistake", version=1), NOON)
    assert read_target(reports) == ["90"]
    book.record(
        book.plan_undo(TARGETS, "visits", TODAY).change, note("It was right", version=2), NOON
    )
    assert read_target(reports) == ["85"]
    assert [each.version for each in book.list_versions(TARGETS, "visits")] == [3, 2, 1]


def test_what_someone_else_changed_meanwhile_is_never_overwritten_unseen(book, reports):
    set_target(book, "85", who="Ben")
    with pytest.raises(SettingConflictError, match="Ben changed this meanwhile") as raised:
        set_target(book, "80")
    assert read_target(reports) == ["85"]
    set_target(book, "80", version=raised.value.theirs.version)
    assert read_target(reports) == ["80"]


def test_a_change_waits_for_its_day(book, reports):
    set_target(book, "85", effective=TOMORROW)
    key = replace(reports.settings.get_key(), day=TODAY)
    today = reports.with_settings(key).catalogue.indicators["visits"]
    tomorrow = reports.with_settings(replace(key, day=TOMORROW)).catalogue.indicators["visits"]
    assert (str(today.target[0].value), str(tomorrow.target[0].value)) == ("90", "85")


def test_what_waits_is_in_no_file_and_is_named(book, reports):
    assert book.list_waiting() == []
    far = TODAY.replace(year=2999)
    set_target(book, "85", effective=far)
    assert write_changed_files(reports, PARTNER) == {}
    [waiting] = book.list_waiting()
    assert (waiting.kind, waiting.subject, waiting.effective) == (TARGETS, "visits", far)
    set_target(book, "80", version=1, effective=far.replace(year=2998))
    assert [each.version for each in book.list_waiting()] == [2]  # which counts after that too
    set_target(book, "75", version=2, effective=far)
    assert [each.version for each in book.list_waiting()] == [2, 3]
    set_target(book, "70", version=3)
    assert book.list_waiting() == []


def read_values(reports, *days):
    key = reports.settings.get_key()
    found = [reports.with_settings(replace(key, day=day)).catalogue for day in days]
    return [str(each.indicators["visits"].target[0].value) for each in found]


def undo(book, version):
    planned = book.plan_undo(TARGETS, "visits", TODAY)
    book.record(planned.change, note(version=version, effective=planned.effective), NOON)
    return planned


def test_what_was_planned_before_stays_planned_for_its_day_if_a_later_change_is_undone(
    book, reports
):
    days = TODAY, TOMORROW, NEXT_WEEK
    set_target(book, "85", effective=TOMORROW)
    set_target(book, "80", version=1, effective=NEXT_WEEK)
    assert read_values(reports, *days) == ["90", "85", "80"]
    undo(book, 2)
    assert read_values(reports, *days) == ["90", "85", "85"]
    undo(book, 3)
    assert read_values(reports, *days) == ["90", "85", "80"]


def test_a_plan_that_an_undo_cannot_bring_back_is_named_and_what_counts_today_stays(book, reports):
    set_target(book, "85", effective=NEXT_WEEK)
    set_target(book, "80", version=1, effective=TODAY)
    assert undo(book, 2).lapsed == NEXT_WEEK
    assert read_values(reports, TODAY, TOMORROW, NEXT_WEEK) == ["90", "90", "90"]


def test_the_same_value_for_another_day_is_said_to_need_an_undo_first(book):
    set_target(book, "85", effective=date(2099, 4, 1))
    with pytest.raises(UserError, match="To change only its day, undo the change"):
        set_target(book, "85", version=1, effective=date(2098, 4, 1))


def test_a_past_view_has_the_settings_of_its_day(book, reports):
    set_target(book, "85")
    day = NOON.date()
    before = reports.read_latest().as_at(day - timedelta(days=1))
    assert [str(t.value) for t in before.catalogue.indicators["visits"].target] == ["90"]
    after = reports.read_latest().as_at(day)
    assert [str(t.value) for t in after.catalogue.indicators["visits"].target] == ["85"]


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (target("much"), "“much” is not a number"),
        (target("90", definition="v9"), "“v9”"),
        (target("90", place="nowhere"), "There is no place “nowhere”"),
        ({"value": "90", "definition": "v1", "source": "us"}, "This key is missing"),
    ],
)
def test_what_a_file_may_not_say_is_refused_as_there(book, reports, table, says):
    with pytest.raises(ConfigurationError, match=says):
        book.record(book.plan_value(TARGETS, "visits", {"target": [table]}), note(), NOON)
    assert book.list_versions(TARGETS, "visits") == []


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"reason": " "}, "There is no reason"),
        ({"reason": "a" * 501}, "more than 500 characters"),
        ({"effective": TODAY - timedelta(days=1)}, "from today on"),
    ],
)
def test_each_change_has_a_reason_and_a_day_that_is_not_over(book, given, says):
    with pytest.raises(UserError, match=says):
        set_target(book, "85", **given)


def test_an_event_of_the_file_can_be_changed_and_removed_and_others_added(book, reports):
    (in_file,) = book.list_entries(EVENT)
    changed = {"month": "2025-07", "what": "A clinic opens", "place": "a"}
    book.record(book.plan_value(EVENT, in_file.subject, changed), note(), NOON)
    book.record(
        book.plan_addition(EVENT, {"month": "2025-09", "what": "Forms change", "rebase": True}),
        note(),
        NOON,
    )
    events = reports.read_latest().events.every
    assert [(str(e.month), e.what, e.rebase) for e in events] == [
        ("2025-07", "A clinic opens", False),
        ("2025-09", "Forms change", True),
    ]
    book.record(book.plan_removal(EVENT, in_file.subject), note(version=1), NOON)
    assert [e.what for e in reports.read_latest().events.every] == ["Forms change"]
    book.record(book.plan_undo(EVENT, in_file.subject, TODAY).change, note(version=2), NOON)
    assert [str(e.month) for e in reports.read_latest().events.every] == ["2025-07", "2025-09"]


def test_an_event_that_was_added_and_exported_to_the_file_is_not_drawn_twice(book, reports):
    table = {"month": "2025-09", "what": "Forms change"}
    book.record(book.plan_addition(EVENT, table), note(), NOON)
    exported = Events([IN_FILE, Event.model_validate(table)])
    again = keep_settings(Reports(reports.table, CATALOGUE, PLACES), events=exported)
    assert len(again.read_latest().events.every) == 2


def test_a_change_of_what_the_file_does_not_have_any_more_is_left_out_with_the_reason(
    book, reports
):
    (in_file,) = book.list_entries(EVENT)
    changed = {"month": "2025-07", "what": "A clinic opens", "place": "a"}
    book.record(book.plan_value(EVENT, in_file.subject, changed), note(), NOON)
    other = keep_settings(Reports(reports.table, CATALOGUE, PLACES), events=Events())
    assert other.read_latest().events.every == ()
    (entry,) = SettingsBook(other, PARTNER).list_entries(EVENT)
    assert "is not in events.toml any more" in entry.unused


def test_the_page_is_told_when_the_file_was_changed_since(book, reports):
    set_target(book, "85")
    for value, is_newer in (("90", False), ("85", False), ("70", True)):
        visits = CATALOGUE.indicators["visits"].model_copy(
            update={"target": CATALOGUE.indicators["visits"].target}
        )
        files = reports.settings.files
        state = SettingState(ChangeAction.SET, {"target": [target(value)]})
        edited, _ = apply_changes(files, [RecordedState(TARGETS, visits.code, state)])
        other = keep_settings(Reports(reports.table, edited.catalogue, PLACES))
        entry = SettingsBook(other, PARTNER).find_entry(TARGETS, "visits")
        assert (entry.is_file_newer, read_target(other)) == (is_newer, ["85"])


def test_a_due_day_is_changed_and_checked(book, reports):
    book.record(book.plan_value(SettingKind.DUE_DAY, "midwifery", {"due_day": 12}), note(), NOON)
    assert reports.read_latest().catalogue.services["midwifery"].due_day == 12
    with pytest.raises(ConfigurationError, match="at most 28"):
        book.record(
            book.plan_value(SettingKind.DUE_DAY, "midwifery", {"due_day": 31}),
            note(version=1),
            NOON,
        )


def test_a_due_day_of_a_service_that_is_gone_is_refused_and_can_be_taken_back(book, reports):
    kind = SettingKind.DUE_DAY
    book.record(book.plan_value(kind, "midwifery", {"due_day": 12}), note(), NOON)
    programme = CATALOGUE.programme
    left = tuple(each for each in programme.service if each.code != "midwifery")
    smaller = Catalogue(programme.model_copy(update={"service": left}), ())
    other = SettingsBook(keep_settings(Reports(reports.table, smaller, PLACES)), PARTNER)
    assert "no service “midwifery”" in other.find_entry(kind, "midwifery").unused
    with pytest.raises(UserError, match="no service “midwifery”"):
        other.plan_value(kind, "midwifery", {"due_day": 13})
    other.record(other.plan_undo(kind, "midwifery", TODAY).change, note(version=1), NOON)
    assert other.find_entry(kind, "midwifery").unused == ""


def test_limits_cannot_restart_within_the_months_they_are_fixed_on(book):
    fixed = {"indicator": "visits", "from": "2024-04", "until": "2025-04", "reason": "Before"}
    book.record(book.plan_addition(BASELINE, fixed), note(), NOON)
    with pytest.raises(UserError, match="limits restart in 2025-01"):
        book.record(
            book.plan_addition(EVENT, {"month": "2025-01", "what": "New forms", "rebase": True}),
            note(),
            NOON,
        )


def test_each_change_is_in_the_audit_log_with_its_reason(book, reports):
    set_target(book, "85")
    book.record(
        book.plan_addition(EVENT, {"month": "2025-09", "what": "Forms change"}),
        note("New forms"),
        NOON,
    )
    log = AuditBook(reports.audit_log)
    found = {each.event.kind: each.event for each in log.read_all(AuditFilter(), PARTNER)}
    assert found[AuditKind.TARGET_CHANGED].what == "targets visits, version 1, set"
    assert found[AuditKind.SETTING_CHANGED].reason == "New forms"


def test_others_neither_read_nor_change_settings(reports):
    with pytest.raises(PermissionDeniedError):
        SettingsBook(reports, without(Permission.CHANGE_SETTINGS, Permission.CHANGE_AGREEMENTS))
    other = SettingsBook(reports, without(Permission.CHANGE_SETTINGS))
    with pytest.raises(PermissionDeniedError):
        other.list_entries(TARGETS)
