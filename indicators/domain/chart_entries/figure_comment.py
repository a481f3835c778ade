"""What a person says about the figure of a month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from indicators.domain.periods import Month

LONGEST_COMMENT = 1000
"""Characters of a comment, at most."""


@dataclass(frozen=True, slots=True)
class FigureComment:
    """A comment on the figure of one indicator, place and month. Times are UTC.

    It is never changed: it can be withdrawn, which `withdrawn_at` and `withdrawn_by` record.
    """

    id: int
    indicator: str
    place: str
    month: Month
    text: str
    who: str
    made_at: datetime
    withdrawn_by: str
    withdrawn_at: datetime | None

    def is_shown(self, before: datetime | None) -> bool:
        """Return whether it was made and not withdrawn before a moment in UTC, or by now."""
        if before is None:
            return self.withdrawn_at is None
        return self.made_at < before and (self.withdrawn_at is None or self.withdrawn_at >= before)
