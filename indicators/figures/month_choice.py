"""The month in view and the months that can be chosen."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.domain.periods import Month


@dataclass(frozen=True, slots=True)
class MonthChoice:
    """The month in view among those that have data."""

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
        return max((m for m in self.available if m < self.shown), default=None)

    @property
    def following(self) -> Month | None:
        return min((m for m in self.available if m > self.shown), default=None)

    @property
    def latest(self) -> Month | None:
        return self.available[-1] if self.available else None
