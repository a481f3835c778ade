"""Months, quarters, financial years and rolling spans, as the field names them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from indicators.domain.errors import FutureDayError, UserError

MONTH_NAMES = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month. `ordinal` counts months since year 0, so that months add and subtract."""

    ordinal: int

    def __hash__(self) -> int:
        return self.ordinal  # months are the keys of most caches

    @classmethod
    def of(cls, year: int, month: int) -> Month:
        return cls(year * 12 + month - 1)

    @classmethod
    def from_number(cls, number: int) -> Month:
        """From the number kept in the database: 202610 is October 2026."""
        return cls.of(number // 100, number % 100)

    @classmethod
    def parse(cls, text: str) -> Month:
        """From an address or a command line: `2026-10`. Anything else is a UserError."""
        match = re.fullmatch(r"(\d{4})-(\d{2})", text.strip(), re.ASCII)
        if not match or not 1 <= int(match[2]) <= 12 or int(match[1]) < 1900:
            raise UserError(
                f"“{text}” is not a month.", remedy="Write year and month, for example 2026-10."
            )
        return cls.of(int(match[1]), int(match[2]))

    @property
    def year(self) -> int:
        return self.ordinal // 12

    @property
    def month(self) -> int:
        return self.ordinal % 12 + 1

    @property
    def number(self) -> int:
        return self.year * 100 + self.month

    @property
    def financial_year(self) -> Period:
        """The financial year, April to March, that this month lies in."""
        starts = self.year if self.month >= 4 else self.year - 1
        return Period(Month.of(starts + 1, 3), 12)

    @property
    def last_financial_year(self) -> Period:
        """The financial year before the one this month lies in."""
        return Period(self.financial_year.ended - 12, 12)

    @property
    def name(self) -> str:
        return f"{MONTH_NAMES[self.month - 1]} {self.year}"

    def __add__(self, months: int) -> Month:
        return Month(self.ordinal + months)

    def __sub__(self, months: int) -> Month:
        return Month(self.ordinal - months)

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02}"


@dataclass(frozen=True, slots=True)
class Period:
    """`months` calendar months, the last of them `ended`: 1, 3, 12 are months, quarters, years."""

    ended: Month
    months: int

    def __hash__(self) -> int:
        return self.ended.ordinal * 1000 + self.months  # periods are keys as often as months

    @property
    def start(self) -> Month:
        return self.ended - (self.months - 1)

    @property
    def name(self) -> str:
        """October 2026; Q2 2026/27; 2025/26; else the span in words."""
        if self.months == 1:
            return self.ended.name
        start = self.start
        if self.months == 3 and start.month in (4, 7, 10, 1):
            return f"Q{(start.month - 4) % 12 // 3 + 1} {self.ended.financial_year.name}"
        if self.months == 12 and start.month == 4:
            return f"{start.year}/{(start.year + 1) % 100:02}"
        return f"{self.months} months to {self.ended.name}"

    def covers(self, other: Period) -> bool:
        return self.start <= other.start and other.ended <= self.ended


def get_rolling_year(month: Month) -> Period:
    """Return the 12 months to `month`: the main figure of every dashboard."""
    return Period(month, 12)


def parse_year(text: str) -> Period:
    """From an address: `2013/14`, a financial year. Anything else is a UserError."""
    match = re.fullmatch(r"((?:19|20)\d{2})/(\d{2})", text.strip(), re.ASCII)
    year = Month.of(int(match[1]), 4).financial_year if match else None
    if year is None or year.name != text.strip():
        raise UserError(
            f"“{text}” is not a financial year.", remedy="Write it as 2013/14, April to March."
        )
    return year


def parse_quarter(text: str) -> Period:
    """From an address: `2024-Q1` is April to June 2024. Anything else is a UserError."""
    match = re.fullmatch(r"((?:19|20)\d{2})-Q([1-4])", text.strip(), re.ASCII)
    if not match:
        raise UserError(
            f"“{text}” is not a quarter.",
            remedy="Write the year in which the financial year begins and the quarter: 2024-Q1 is "
            "April to June 2024.",
        )
    return Period(Month.of(int(match[1]), 6) + 3 * (int(match[2]) - 1), 3)


def get_quarter(month: Month) -> Period:
    """Return the quarter of a month; Q1 is April to June."""
    return Period(month + (-month.month) % 3, 3)


def format_quarter_code(quarter: Period) -> str:
    """As `parse_quarter` reads it."""
    year = quarter.ended.financial_year.start.year
    return f"{year}-Q{(quarter.start.month - 4) % 12 // 3 + 1}"


def parse_day(text: str) -> date:
    """From an address or a command line: `2026-09-14`. Anything else is a UserError."""
    try:
        if not re.fullmatch(r"[12]\d{3}-\d{2}-\d{2}", text.strip(), re.ASCII):
            raise ValueError(text)
        return date.fromisoformat(text.strip())
    except ValueError:
        raise UserError(
            f"“{text}” is not a date.",
            remedy="Write year, month and day, for example 2026-09-14.",
        ) from None


def parse_past_day(text: str, today: date) -> date:
    """Parse a day up to `today`. Raises FutureDayError for a later one, UserError for no day."""
    day = parse_day(text)
    if day > today:
        raise FutureDayError(
            f"{format_day(day)} is in the future, so no figures of that day can be known.",
            remedy=f"Choose {today} (today in UTC) or an earlier day.",
        )
    return day


def format_day(day: date) -> str:
    """As it is written everywhere: 14 September 2026."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"
