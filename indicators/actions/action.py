"""An action of a team in its current state, and the records of how it came to that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from indicators.actions.action_fields import (
    OPEN_STATUSES,
    ActionField,
    ActionFields,
    ActionStatus,
)
from indicators.domain.errors import UserError
from indicators.domain.periods import Month


@dataclass(frozen=True, slots=True)
class Action:
    """One action. `version` counts its changes; `changed_at` and `made_at` are in UTC."""

    id: int
    version: int
    fields: ActionFields
    made_at: datetime
    made_by: str
    changed_at: datetime

    @property
    def team(self) -> str:
        return self.fields[ActionField.TEAM]

    @property
    def areas(self) -> tuple[str, ...]:
        text = self.fields[ActionField.AREAS]
        return tuple(text.split(";")) if text else ()

    @property
    def indicator(self) -> str:
        """The code of the indicator it is about, or “”."""
        return self.fields[ActionField.INDICATOR]

    @property
    def what(self) -> str:
        return self.fields[ActionField.WHAT]

    @property
    def status(self) -> ActionStatus:
        return ActionStatus(self.fields[ActionField.STATUS])

    @property
    def due(self) -> date | None:
        text = self.fields[ActionField.DUE]
        return date.fromisoformat(text) if text else None

    @property
    def started(self) -> Month | None:
        """The first month in which it could have an effect."""
        text = self.fields[ActionField.STARTED]
        return Month.parse(text) if text else None

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_STATUSES and not self.is_removed

    @property
    def is_removed(self) -> bool:
        return bool(self.fields[ActionField.REMOVED])

    def is_owned_by(self, name: str) -> bool:
        """Return whether the owner that it names is a person with this name."""
        owner = _fold(self.fields[ActionField.OWNER])
        return bool(owner) and owner == _fold(name)

    def is_overdue(self, today: date) -> bool:
        return self.is_open and self.due is not None and self.due < today


@dataclass(frozen=True, slots=True)
class ActionChange:
    """One field that one person changed: a record that stays. `batch` names an import, or is “”."""

    action: int
    version: int
    field: ActionField
    before: str
    after: str
    who: str
    changed_at: datetime
    batch: str = ""


@dataclass(frozen=True, slots=True)
class ActionNote:
    """A note on the progress of an action: a record that stays."""

    action: int
    text: str
    who: str
    made_at: datetime


class UnknownActionError(UserError):
    """An action that is not there."""

    def __init__(self, number: int) -> None:
        super().__init__(f"There is no action {number}.", remedy="Look at the list of actions.")


def _fold(name: str) -> str:
    return " ".join(name.split()).casefold()


def sort_by_urgency(actions: list[Action], today: date) -> list[Action]:
    """Return actions, the open ones first: overdue, then by due day, then without one."""
    return sorted(
        actions,
        key=lambda a: (not a.is_open, not a.is_overdue(today), a.due or date.max, a.id),
    )
