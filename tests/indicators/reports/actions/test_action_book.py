"""Who may see and change which actions, and which codes an action may name."""

from dataclasses import replace
from datetime import UTC, datetime

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
from indicators.domain.errors import UserError
from indicators.reports.actions.action_book import ActionBook
from tests.support.viewers import STRANGER, without

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
NORTH = replace(
    PARTNER, name="Ada", scopes=frozenset({Scope(places=frozenset({"north", "a", "b", "city"}))})
)
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
    smoking = replace(PARTNER, exact=frozenset({ExactRight("x", frozenset({"smoking"}))}))
    assert list_numbers(reports, smoking) == numbers[1:]


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
