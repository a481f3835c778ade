"""Who may see and change which actions, and which codes an action may name."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from indicators.access.permissions import (
    PARTNER,
    ExactRight,
    Permission,
    PermissionDeniedError,
    Scope,
)
from indicators.actions.action import UnknownActionError
from indicators.actions.action_fields import ActionField
from indicators.actions.field_merge import ActionConflictError
from indicators.domain.errors import UserError
from indicators.reports.actions.action_book import ActionBook
from indicators.store.actions.action_store import ActionStore
from tests.support.viewers import STRANGER, without

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
NORTH = replace(
    PARTNER, name="Ada", scopes=frozenset({Scope(places=frozenset({"north", "a", "b", "city"}))})
)
SMOKING = replace(PARTNER, exact=frozenset({ExactRight("x", frozenset({"smoking"}))}))
ABOUT_VISITS = {
    ActionField.TEAM: "north",
    ActionField.AREAS: "a",
    ActionField.INDICATOR: "visits",
    ActionField.WHAT: "Phone every family on day 5",
}
GENERAL = {ActionField.TEAM: "south", ActionField.WHAT: "Share the list of groups"}


@pytest.fixture
def numbers(reports):
    """The numbers of an action of each team."""
    book = ActionBook(reports, PARTNER)
    return [book.add(fields, now=NOW) for fields in (ABOUT_VISITS, GENERAL)]


def list_numbers(reports, viewer):
    return [each.id for each in ActionBook(reports, viewer).list_actions()]


def test_a_team_sees_its_own_actions_and_no_others(reports, numbers):
    assert list_numbers(reports, PARTNER) == numbers
    assert list_numbers(reports, NORTH) == numbers[:1]
    assert [team.code for team in ActionBook(reports, NORTH).list_teams()] == ["north"]
    with pytest.raises(UnknownActionError):
        ActionBook(reports, NORTH).find(numbers[1])


def test_what_a_team_wrote_is_seen_only_with_exact_figures(reports, numbers):
    outsider = replace(PARTNER, exact=frozenset())
    assert list_numbers(reports, outsider) == []
    assert list_numbers(reports, SMOKING) == numbers[1:]


def test_what_a_team_wrote_is_not_for_a_party_to_the_team_without_its_areas(reports, numbers):
    for places, seen in (({"north"}, []), ({"north", "a"}, []), ({"north", "a", "b"}, numbers[:1])):
        right = ExactRight("x", places=frozenset(places))
        assert list_numbers(reports, replace(PARTNER, exact=frozenset({right}))) == seen


def test_what_is_about_an_indicator_that_is_gone_needs_exact_figures_of_all(reports):
    fields = {ActionField.TEAM: "north", ActionField.INDICATOR: "gone", ActionField.WHAT: "3 plans"}
    number = ActionStore(reports.table.engine).add(fields, who="Ada", now=NOW)
    assert list_numbers(reports, NORTH) == [number]
    assert list_numbers(reports, SMOKING) == []


def test_what_was_written_about_another_indicator_stays_with_it(reports, numbers):
    book = ActionBook(reports, PARTNER)
    book.add_note(numbers[0], "Phoned 3 families", now=NOW - timedelta(days=9))
    about_smoking = {ActionField.INDICATOR: "smoking", ActionField.WHAT: "Ask at booking"}
    book.update(numbers[0], 1, about_smoking, now=NOW)
    book.update(numbers[0], 2, {ActionField.OWNER: "Ada"}, now=NOW)
    book.add_note(numbers[0], "Asked", now=NOW)
    limited = ActionBook(reports, SMOKING)
    assert [each.version for each in limited.list_changes(numbers[0])] == [3]
    assert [each.text for each in limited.list_notes(numbers[0])] == ["Asked"]
    assert len(book.list_notes(numbers[0])) == 2
    assert {each.version for each in book.list_changes(numbers[0])} == {1, 2, 3}
    with pytest.raises(ActionConflictError) as caught:
        limited.update(numbers[0], 2, {ActionField.OWNER: "Jo"}, now=NOW)
    assert caught.value.conflicts[0].base == ""
    changed = limited.update(numbers[0], 1, {ActionField.WHAT: "Ask twice"}, now=NOW)
    assert changed.what == "Ask twice"


def test_a_viewer_without_figures_sees_no_action(reports):
    with pytest.raises(PermissionDeniedError):
        ActionBook(reports, STRANGER)


def test_a_reader_may_not_change_an_action(reports, numbers):
    book = ActionBook(reports, without(Permission.EDIT_ACTIONS))
    assert not book.can_edit
    for change in (
        lambda: book.add(GENERAL, now=NOW),
        lambda: book.update(numbers[0], 1, {ActionField.OWNER: "Ada"}, now=NOW),
        lambda: book.add_note(numbers[0], "Held", now=NOW),
        lambda: book.apply_batch("x", [GENERAL], {}, now=NOW),
    ):
        with pytest.raises(PermissionDeniedError):
            change()


def test_a_champion_changes_the_own_team_and_cannot_move_an_action_to_another(reports, numbers):
    book = ActionBook(reports, NORTH)
    assert book.can_edit
    found = book.update(numbers[0], 1, {ActionField.OWNER: "Ada"}, now=NOW)
    assert found.fields[ActionField.OWNER] == "Ada"
    assert book.list_changes(numbers[0])[-1].who == "Ada"
    with pytest.raises(PermissionDeniedError):
        book.update(numbers[0], 2, {ActionField.TEAM: "south"}, now=NOW)
    with pytest.raises(PermissionDeniedError):
        book.add(GENERAL, now=NOW)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({ActionField.INDICATOR: "nothing"}, "There is no indicator “nothing”"),
        ({ActionField.AREAS: "c"}, "The area “c” is not one of the team's"),
        ({ActionField.TEAM: "a", ActionField.AREAS: ""}, "There is no team “a”"),
    ],
)
def test_a_code_that_does_not_exist_is_refused(reports, changes, says):
    with pytest.raises(UserError, match=says):
        ActionBook(reports, PARTNER).add(ABOUT_VISITS | changes, now=NOW)


def test_an_import_needs_the_right_to_each_of_its_actions(reports, numbers):
    with pytest.raises(UnknownActionError):
        ActionBook(reports, NORTH).apply_batch(
            "x", [], {numbers[1]: (1, {ActionField.OWNER: "Ada"})}, now=NOW
        )
    book = ActionBook(reports, PARTNER)
    book.apply_batch("x", [], {numbers[1]: (1, {ActionField.OWNER: "Ada"})}, now=NOW)
    with pytest.raises(UnknownActionError):
        ActionBook(reports, NORTH).revert_batch("x", now=NOW)
    assert book.revert_batch("x", now=NOW) == 1
    with pytest.raises(UserError, match="There is no import"):
        book.revert_batch("y", now=NOW)
