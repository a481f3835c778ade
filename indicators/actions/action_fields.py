"""The fields of an action, and what may be written into each.

Every field is kept as text in one form: a day as 2026-11-30, a month as 2026-11, a list with `;`.
So two values are the same if their texts are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from indicators.domain.errors import UserError
from indicators.domain.periods import Month

LONGEST_TEXT = 2000
"""Characters of a text field, at most."""
LONGEST_NAME = 200
"""Characters of an owner's or an agency's name, at most."""


class ActionField(StrEnum):
    """One field of an action."""

    TEAM = "team"
    AREAS = "areas"
    INDICATOR = "indicator"
    WHAT = "what"
    WHY = "why"
    OWNER = "owner"
    AGENCY = "agency"
    DUE = "due"
    STATUS = "status"
    MEASURE = "measure"
    STARTED = "started"
    EXPECTED_DIRECTION = "expected_direction"
    EXPECTED_SIZE = "expected_size"
    EXPECTED_UNIT = "expected_unit"
    EXPECTED_FROM = "expected_from"
    OUTCOME = "outcome"
    REMOVED = "removed"


class ActionStatus(StrEnum):
    """How far an action is."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    STOPPED = "stopped"


class ExpectedDirection(StrEnum):
    """Which way a figure is expected to move."""

    UP = "up"
    DOWN = "down"


class EffectUnit(StrEnum):
    """What the size of an expected effect is counted in."""

    PEOPLE = "people"
    POINTS = "points"


OPEN_STATUSES = frozenset({ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS})
FIELD_NAMES = {
    ActionField.TEAM: "Team",
    ActionField.AREAS: "Areas",
    ActionField.INDICATOR: "Indicator",
    ActionField.WHAT: "Action",
    ActionField.WHY: "Why",
    ActionField.OWNER: "Owner",
    ActionField.AGENCY: "Agency",
    ActionField.DUE: "Due",
    ActionField.STATUS: "Status",
    ActionField.MEASURE: "Measure of success",
    ActionField.STARTED: "Started in",
    ActionField.EXPECTED_DIRECTION: "Expected to go",
    ActionField.EXPECTED_SIZE: "Expected change",
    ActionField.EXPECTED_UNIT: "Counted in",
    ActionField.EXPECTED_FROM: "Could show from",
    ActionField.OUTCOME: "Outcome",
    ActionField.REMOVED: "Removed",
}
STATUS_NAMES = {
    ActionStatus.NOT_STARTED: "Not started",
    ActionStatus.IN_PROGRESS: "In progress",
    ActionStatus.DONE: "Done",
    ActionStatus.STOPPED: "Stopped",
}
EMPTY = dict.fromkeys(ActionField, "") | {ActionField.STATUS: ActionStatus.NOT_STARTED.value}
"""The fields of an action nobody has filled in."""

ActionFields = Mapping[ActionField, str]


def normalise_fields(given: ActionFields) -> dict[ActionField, str]:
    """Return the given fields, each in the one form in which it is kept.

    Raises UserError for the first that cannot be kept, naming the field.
    """
    return {field: _NORMALISE[field](field, text) for field, text in given.items()}


def check_action(fields: ActionFields) -> None:
    """Raise UserError if an action lacks what every action needs, or contradicts itself."""
    for needed in (ActionField.TEAM, ActionField.WHAT):
        if not fields[needed]:
            raise _build_error(needed, "is missing", "Fill it in.")
    expected = [fields[field] for field in (ActionField.EXPECTED_SIZE, ActionField.EXPECTED_UNIT)]
    if any(expected) and not all(expected):
        raise _build_error(
            ActionField.EXPECTED_SIZE,
            "needs a number and what it counts",
            "Fill in both, or leave both empty.",
        )


def _keep_text(field: ActionField, text: str) -> str:
    kept = "\n".join(line.rstrip() for line in text.replace("\x00", "").splitlines()).strip()
    longest = LONGEST_NAME if field in (ActionField.OWNER, ActionField.AGENCY) else LONGEST_TEXT
    if len(kept) > longest:
        raise _build_error(
            field, f"has {len(kept)} characters, and {longest} are allowed", "Shorten it."
        )
    return kept


def _keep_codes(_field: ActionField, text: str) -> str:
    return ";".join(sorted({code.strip() for code in text.split(";") if code.strip()}))


def _keep_day(field: ActionField, text: str) -> str:
    if not text.strip():
        return ""
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        raise _build_error(
            field, f"is “{text.strip()[:40]}”, which is not a day", "Write it as 2026-11-30."
        ) from None


def _keep_month(field: ActionField, text: str) -> str:
    if not text.strip():
        return ""
    try:
        return str(Month.parse(text.strip()))
    except UserError:
        raise _build_error(
            field, f"is “{text.strip()[:40]}”, which is not a month", "Write it as 2026-11."
        ) from None


def _keep_size(field: ActionField, text: str) -> str:
    if not text.strip():
        return ""
    try:
        size = Decimal(text.strip())
    except InvalidOperation:
        size = Decimal("NaN")
    if not size.is_finite() or not 0 < size < 1_000_000:
        raise _build_error(
            field,
            f"is “{text.strip()[:40]}”, which is not a number over 0",
            "Write a number such as 5 or 2.5, without a sign.",
        )
    return f"{size.normalize():f}"


def _keep_one_of(choices: type[StrEnum]) -> Callable[[ActionField, str], str]:
    def keep(field: ActionField, text: str) -> str:
        chosen = text.strip()
        if chosen and chosen not in list(choices):
            allowed = ", ".join(choices)
            raise _build_error(field, f"is “{chosen[:40]}”", f"It must be one of: {allowed}.")
        return chosen

    return keep


def _keep_status(field: ActionField, text: str) -> str:
    return _keep_one_of(ActionStatus)(field, text) or ActionStatus.NOT_STARTED.value


def _keep_removed(_field: ActionField, text: str) -> str:
    return "yes" if text.strip() else ""


def _build_error(field: ActionField, what: str, remedy: str) -> UserError:
    return UserError(f"“{FIELD_NAMES[field]}” {what}.", remedy=remedy)


_NORMALISE: dict[ActionField, Callable[[ActionField, str], str]] = dict.fromkeys(
    ActionField, _keep_text
) | {
    ActionField.AREAS: _keep_codes,
    ActionField.DUE: _keep_day,
    ActionField.STARTED: _keep_month,
    ActionField.EXPECTED_FROM: _keep_month,
    ActionField.EXPECTED_SIZE: _keep_size,
    ActionField.EXPECTED_DIRECTION: _keep_one_of(ExpectedDirection),
    ActionField.EXPECTED_UNIT: _keep_one_of(EffectUnit),
    ActionField.STATUS: _keep_status,
    ActionField.REMOVED: _keep_removed,
}
