"""The month in view and the months that can be chosen."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from indicators.domain.periods import Month


@dataclass(frozen=True, slots=True)
class MonthChoice:
    """The month in view among those that have data, earliest first."""

    shown: Month
    available: tuple[Month, ...]

    @property
    def has_data(self) -> bool:
        return self.shown in self.available

    @property
    def is_far(self) -> bool:
        """Whether the month is more than a year before or after all months with data."""
        return not self.available[0] - 12 <= self.shown <= self.available[-1] + 12

    @property
    def previous(self) -> Month | None:
        at = bisect_left(self.available, self.shown)
        return self.available[at - 1] if at else None

    @property
    def following(self) -> Month | None:
        at = bisect_right(self.available, self.shown)
        return self.available[at] if at < len(self.available) else None

    @property
    def latest(self) -> Month | None:
        return self.available[-1] if self.available else None
