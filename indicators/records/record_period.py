"""The quarters, months and weeks that records are entered for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from indicators.domain.errors import UserError
from indicators.domain.periods import (
    Month,
    Period,
    format_day,
    format_quarter_code,
    get_quarter,
    parse_quarter,
)


class RecordSpan(StrEnum):
    """How often a record is entered."""

    QUARTER = "quarter"
    MONTH = "month"
    WEEK = "week"

    @property
    def in_a_year(self) -> int:
        return {"quarter": 4, "month": 12, "week": 52}[self.value]


_EXAMPLES = {
    RecordSpan.QUARTER: "2026-Q1 is April to June 2026",
    RecordSpan.MONTH: "2026-09",
    RecordSpan.WEEK: "2026-W36, the week of 31 August 2026",
}


@dataclass(frozen=True, slots=True, order=True)
class RecordPeriod:
    """One quarter, month or week (Monday to Sunday), by its first day."""

    span: RecordSpan
    start: date

    @classmethod
    def find(cls, span: RecordSpan, day: date) -> RecordPeriod:
        """Return the period that a day is in."""
        month = Month.of(day.year, day.month)
        if span is RecordSpan.WEEK:
            return cls(span, day - timedelta(days=day.weekday()))
        is_quarter = span is RecordSpan.QUARTER
        return cls(span, _first_day(get_quarter(month).start if is_quarter else month))

    @classmethod
    def parse(cls, span: RecordSpan, text: str) -> RecordPeriod:
        """From an address or a sheet. Raises UserError for anything else."""
        try:
            if span is RecordSpan.QUARTER:
                return cls(span, _first_day(parse_quarter(text).start))
            if span is RecordSpan.MONTH:
                return cls(span, _first_day(Month.parse(text)))
            match = re.fullmatch(r"((?:19|20)\d{2})-W(\d{2})", text.strip(), re.ASCII)
            if match:
                return cls(span, date.fromisocalendar(int(match[1]), int(match[2]), 1))
        except (UserError, ValueError):
            pass
        raise UserError(
            f"“{text}” is not a {span}.", remedy=f"Write it as in this example: {_EXAMPLES[span]}."
        )

    @property
    def code(self) -> str:
        """As `parse` reads it. The codes of a span sort by time."""
        if self.span is RecordSpan.WEEK:
            year, week, _ = self.start.isocalendar()
            return f"{year}-W{week:02}"
        return (
            str(self.month) if self.span is RecordSpan.MONTH else format_quarter_code(self._whole)
        )

    @property
    def name(self) -> str:
        """Q2 2026/27; September 2026; week of 31 August 2026."""
        if self.span is RecordSpan.WEEK:
            return f"week of {format_day(self.start)}"
        return self._whole.name

    @property
    def month(self) -> Month:
        """The month of its first day."""
        return Month.of(self.start.year, self.start.month)

    @property
    def _whole(self) -> Period:
        return get_quarter(self.month) if self.span is RecordSpan.QUARTER else Period(self.month, 1)

    @property
    def year_start(self) -> RecordPeriod:
        """The first period of the year that ends with this one."""
        return self - (self.span.in_a_year - 1)

    def __add__(self, many: int) -> RecordPeriod:
        if self.span is RecordSpan.WEEK:
            return RecordPeriod(self.span, self.start + timedelta(weeks=many))
        months = many * (3 if self.span is RecordSpan.QUARTER else 1)
        return RecordPeriod(self.span, _first_day(self.month + months))

    def __sub__(self, many: int) -> RecordPeriod:
        return self + -many


def list_periods(first: RecordPeriod, last: RecordPeriod) -> list[RecordPeriod]:
    """Return the periods from one to another, both included."""
    found = []
    while first <= last:
        found.append(first)
        first += 1
    return found


def _first_day(month: Month) -> date:
    return date(month.year, month.month, 1)
