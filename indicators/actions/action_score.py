"""What the months after an action showed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from indicators.domain.periods import Month


class ActionScore(StrEnum):
    """What happened after an action. Never because of it: nothing here can tell that."""

    IMPROVEMENT = "improvement"
    NO_SIGNAL = "no_signal"
    WORSE = "worse"
    TOO_EARLY = "too_early"
    CANNOT_TELL = "cannot_tell"


class UnknownReason(StrEnum):
    """Why there is no score."""

    NO_START = "no_start"
    NO_DIRECTION = "no_direction"
    NOT_MONTHLY = "not_monthly"
    FEW_MONTHS_BEFORE = "few_months_before"
    MONTHS_MISSING = "months_missing"
    DEFINITION_CHANGED = "definition_changed"
    REBASED = "rebased"
    ANOTHER_ACTION = "another_action"


@dataclass(frozen=True, slots=True)
class ActionEffect:
    """The score, why there is none, and the months: `could_show` is the first that could."""

    score: ActionScore
    reason: UnknownReason | None = None
    could_show: Month | None = None
    scored: Month | None = None
