"""Read quarters: Q1 2024/25, 2021-22 Q1, 2021 Q1."""

from __future__ import annotations

import re

from indicators.domain.periods import Month, Period
from loaders.periods.period_reading import (
    CALENDAR,
    FINANCIAL,
    PAIR,
    SHORT_PAIR,
    YEAR,
    PeriodDoubt,
    PeriodReading,
    find_year_end,
)

_QUARTER = r"(?:q|qtr|quarter)\s*([1-4])"
_ORDINAL = r"([1-4])(?:st|nd|rd|th) (?:q|qtr|quarter)(?: of)?"
_NAMED = rf"(?:{_QUARTER}|{_ORDINAL})"
_BETWEEN = r"[-\s_:/]*"
_OF_YEAR = (
    re.compile(rf"{_NAMED}{_BETWEEN}(?:fy\s*|of\s*)?(?:{PAIR}|{SHORT_PAIR})"),
    re.compile(rf"(?:fy\s*)?(?:{PAIR}|{SHORT_PAIR}){_BETWEEN}{_NAMED}"),
)
_OF_SINGLE_YEAR = (
    re.compile(rf"{_NAMED}{_BETWEEN}{YEAR}"),
    re.compile(rf"{YEAR}{_BETWEEN}{_NAMED}"),
)


def read_quarter(text: str, ends: int | None) -> PeriodReading | None:
    """Return a quarter. Q1 is April to June, unless years end in another month than March.

    With one year, as in 2021 Q1, the quarter is of the year that begins in it, with a doubt: it may
    be of the calendar year. A profile that states when years end leaves none.
    """
    for at, pattern in enumerate(_OF_YEAR):
        if match := pattern.fullmatch(text):
            quarter, years = _split_groups(match, first=at == 0, quarters=2)
            end = find_year_end(years[0], years[1], ends)
            return PeriodReading(_make_quarter(end, quarter)) if end else None
    for at, pattern in enumerate(_OF_SINGLE_YEAR):
        if match := pattern.fullmatch(text):
            quarter, years = _split_groups(match, first=at == 0, quarters=2)
            return _read_of_single_year(int(years[0]), quarter, ends)
    return None


def _split_groups(match: re.Match[str], *, first: bool, quarters: int) -> tuple[int, list[str]]:
    groups = match.groups()
    named, years = (
        (groups[:quarters], groups[quarters:])
        if first
        else (groups[-quarters:], groups[:-quarters])
    )
    return int(next(part for part in named if part)), [part for part in years if part]


def _make_quarter(end: Month, quarter: int) -> Period:
    return Period(end - 3 * (4 - quarter), 3)


def _read_of_single_year(year: int, quarter: int, ends: int | None) -> PeriodReading:
    calendar = _make_quarter(Month.of(year, CALENDAR), quarter)
    if ends == CALENDAR:
        return PeriodReading(calendar)
    begins = _make_quarter(Month.of(year + 1, ends or FINANCIAL), quarter)
    if ends:
        return PeriodReading(begins)
    return PeriodReading(begins, PeriodDoubt.QUARTER_OF_WHICH_YEAR, calendar)
