"""Read the periods of one table, by its kind of year and its year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from indicators.domain.core import Frequency
from loaders.periods.period_formats import complete_period, read_period
from loaders.periods.period_reading import PeriodDoubt, PeriodReading


class WrittenPeriod(NamedTuple):
    """A period as it is written, and what it was read as."""

    written: str
    reading: PeriodReading


@dataclass(frozen=True, slots=True)
class DoubtfulPeriod:
    """A written period that could be another one, with the rows and the column that hold it."""

    period: WrittenPeriod
    rows: tuple[int, ...]
    column: str


@dataclass(frozen=True, slots=True)
class PeriodReader:
    """Reads the periods of a table.

    `year_ends` is the last month of its years; `year` is the year of months that are written
    without one. `widened` says that a day stands for the month, quarter or year it is in.
    """

    year_ends: int | None = None
    year: str | None = None
    widened: bool = False

    def read(self, cell: object, every: Frequency | None) -> PeriodReading | None:
        """Return the period in a cell, or None."""
        reading = read_period(cell, every, self.year_ends)
        if reading is None and self.year and isinstance(cell, str):
            reading = complete_period(cell, self.year, every, self.year_ends)
        if reading and self.widened and reading.doubt is PeriodDoubt.DAY_IN_MONTH:
            return PeriodReading(reading.period)
        return reading
