"""What may be written into an action, and the one form in which it is kept."""

import pytest

from indicators.actions.action_fields import (
    EMPTY,
    FIELD_NAMES,
    LONGEST_NAME,
    LONGEST_TEXT,
    STATUS_NAMES,
    ActionField,
    ActionStatus,
    check_action,
    normalise_fields,
)
from indicators.domain.errors import UserError


def keep(field: ActionField, text: str) -> str:
    return normalise_fields({field: text})[field]


@pytest.mark.parametrize(
    ("field", "written", "kept"),
    [
        (
            ActionField.WHAT,
            "  Phone every family \r\n on day 5  \n",
            "Phone every family\n on day 5",
        ),
        (ActionField.WHAT, "=1+1", "=1+1"),
        (ActionField.DUE, " 2026-11-30 ", "2026-11-30"),
        (ActionField.DUE, "", ""),
        (ActionField.STARTED, "2026-11", "2026-11"),
        (ActionField.EXPECTED_SIZE, "05.50", "5.5"),
        (ActionField.EXPECTED_SIZE, "100", "100"),
        (ActionField.STATUS, "", "not_started"),
        (ActionField.STATUS, "done", "done"),
        (ActionField.AREAS, "radford; canley;radford;", "canley;radford"),
        (ActionField.REMOVED, "1", "yes"),
    ],
)
def test_a_field_is_kept_in_one_form(field, written, kept):
    assert keep(field, written) == kept
    assert keep(field, kept) == kept


@pytest.mark.parametrize(
    ("field", "written", "says"),
    [
        (ActionField.DUE, "30/11/2026", "“Due” is “30/11/2026”, which is not a day."),
        (ActionField.STARTED, "November", "“Started in” is “November”, which is not a month."),
        (ActionField.EXPECTED_SIZE, "0", "which is not a number over 0"),
        (ActionField.EXPECTED_SIZE, "-3", "which is not a number over 0"),
        (ActionField.EXPECTED_SIZE, "NaN", "which is not a number over 0"),
        (ActionField.STATUS, "finished", "It must be one of: not_started"),
        (ActionField.EXPECTED_DIRECTION, "sideways", "It must be one of: up, down."),
        (ActionField.OWNER, "x" * (LONGEST_NAME + 1), "has 201 characters, and 200 are allowed"),
        (ActionField.WHAT, "x" * (LONGEST_TEXT + 1), "has 2001 characters, and 2000 are allowed"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_the_field_and_what_to_do(field, written, says):
    with pytest.raises(UserError) as refused:
        keep(field, written)
    assert says in str(refused.value)


def test_the_longest_texts_are_kept():
    assert len(keep(ActionField.WHAT, "x" * LONGEST_TEXT)) == LONGEST_TEXT
    assert len(keep(ActionField.OWNER, "x" * LONGEST_NAME)) == LONGEST_NAME


@pytest.mark.parametrize("missing", [ActionField.TEAM, ActionField.WHAT])
def test_an_action_needs_a_team_and_what_is_done(missing):
    whole = EMPTY | {ActionField.TEAM: "a", ActionField.WHAT: "Phone"}
    check_action(whole)
    with pytest.raises(UserError, match=f"“{FIELD_NAMES[missing]}” is missing"):
        check_action(whole | {missing: ""})


def test_a_size_needs_what_it_counts():
    whole = EMPTY | {ActionField.TEAM: "a", ActionField.WHAT: "Phone"}
    with pytest.raises(UserError, match="needs a number and what it counts"):
        check_action(whole | {ActionField.EXPECTED_SIZE: "3"})
    check_action(whole | {ActionField.EXPECTED_SIZE: "3", ActionField.EXPECTED_UNIT: "people"})


def test_every_field_and_status_has_a_name():
    assert set(FIELD_NAMES) == set(ActionField)
    assert set(STATUS_NAMES) == set(ActionStatus)
