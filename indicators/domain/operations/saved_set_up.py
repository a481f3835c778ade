"""What was saved in the set-up of a council, who saved it and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from indicators.domain.errors import UserError
from indicators.domain.periods import format_day


@dataclass(frozen=True, slots=True)
class StoredStep:
    """What was saved of a step. Times are UTC."""

    step: str
    version: int
    content: str
    who: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class FinishedSetUp:
    """A set-up that was finished: its number, who finished it and when."""

    id: int
    who: str
    made_at: datetime


class StepConflictError(UserError):
    """Somebody else saved the step meanwhile."""

    def __init__(self, newest: StoredStep) -> None:
        self.newest = newest
        super().__init__(
            f"{newest.who or 'Somebody'} saved this step on {format_day(newest.made_at)} at "
            f"{newest.made_at:%H:%M} UTC, after you opened it.",
            remedy="What you entered is still here. Compare it with theirs in another tab, then "
            "save again to replace theirs.",
        )
