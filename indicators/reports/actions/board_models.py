"""What a board of actions holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from indicators.actions.action import Action
from indicators.actions.action_score import ActionEffect
from indicators.domain.indicator import Indicator
from indicators.domain.localities import Locality


class ActionState(StrEnum):
    """Which actions a board shows."""

    OPEN = "open"
    OVERDUE = "overdue"
    DONE = "done"
    STOPPED = "stopped"
    ALL = "all"


class BoardSort(StrEnum):
    """What a board is sorted by. Equals stay with the most urgent first."""

    URGENCY = "urgency"
    ACTION = "action"
    TEAM = "team"
    OWNER = "owner"
    DUE = "due"
    STATUS = "status"


NONE_NAMED = "-"
"""Stands for actions that name no agency, or no owner."""


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """What a board is limited to and sorted by; an empty text stands for all. See `NONE_NAMED`."""

    team: str = ""
    indicator: str = ""
    agency: str = ""
    owner: str = ""
    state: ActionState = ActionState.OPEN
    sort: BoardSort = BoardSort.URGENCY
    is_descending: bool = False


@dataclass(frozen=True, slots=True)
class BoardRow:
    """An action with its places and its indicator, and its score if it is about one."""

    action: Action
    team: Locality
    areas: tuple[Locality, ...]
    indicator: Indicator | None
    effect: ActionEffect | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class ActionBoard:
    """The rows of a board, how many there are in each state, and what can be chosen."""

    rows: tuple[BoardRow, ...]
    counts: Mapping[ActionState, int]
    teams: tuple[Locality, ...]
    indicators: Mapping[str, Sequence[Indicator]]
    agencies: tuple[str, ...]
    can_edit: bool
