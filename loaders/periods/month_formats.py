"""Read months: by name, by number, and by their number in a financial year."""

from __future__ import annotations

import re

from indicators.domain.periods import Period
from loaders.periods.period_reading import (
    CALENDAR,
    NAME,
    PAIR,
    SHORT_PAIR,
    YEAR,
    complete_year,
    find_year_end,
    make_month,
    read_month_name,
)

_NUMBERED = (
    re.compile(rf"(?P<year>{YEAR})[-/._]?(?P<month>0[1-9]|1[0-2])"),
    re.compile(rf"(?P<month>0?[1-9]|1[0-2])[-/._](?P<year>{YEAR})"),
    re.compile(rf"(?P<year>{YEAR})[-_ ]?m[-_ ]?(?P<month>0?[1-9]|1[0-2])"),
)
_NAMED = (
    re.compile(rf"(?P<month>{NAME})[-\s/_']*(?P<year>\d{{4}}|\d{{2}})"),
    re.compile(rf"(?P<year>{YEAR})[-\s/_]*(?P<month>{NAME})"),
)
_NAMED_IN_YEAR = (
    re.compile(rf"{NAME}[-\s_]*(?:fy\s*)?(?:{PAIR}|{SHORT_PAIR})"),
    re.compile(rf"(?:fy\s*)?(?:{PAIR}|{SHORT_PAIR})[-\s_]*{NAME}"),
)
_NUMBER = r"(?:m|mth|month|period|p)\s*(0?[1-9]|1[0-2])"
_NUMBERED_IN_YEAR = (
    re.compile(rf"{_NUMBER}[-\s_:]*(?:fy\s*)?(?:{PAIR}|{SHORT_PAIR})"),
    re.compile(rf"(?:fy\s*)?(?:{PAIR}|{SHORT_PAIR})[-\s_:]*{_NUMBER}"),
)


def read_month(text: str) -> Period | None:
    """Return a calendar month: 2026-10, 202610, 10/2026, 2026M10, Oct-26, October 2026."""
    for pattern in _NUMBERED:
        if match := pattern.fullmatch(text):
            return make_month(int(match["year"]), int(match["month"]))
    for pattern in _NAMED:
        if match := pattern.fullmatch(text):
            return make_month(complete_year(match["year"]), read_month_name(match["month"]))
    return None


def read_month_of_year(text: str, ends: int | None) -> Period | None:
    """Return a month of a financial or academic year: M07 2026/27, October 2026/27."""
    for at, pattern in enumerate((*_NAMED_IN_YEAR, *_NUMBERED_IN_YEAR)):
        if not (match := pattern.fullmatch(text)):
            continue
        groups = match.groups()
        written, years = (groups[0], groups[1:]) if at % 2 == 0 else (groups[-1], groups[:-1])
        first, second = [part for part in years if part]
        if (end := find_year_end(first, second, ends)) is None:
            return None
        if written.isdigit():
            return Period(end - (CALENDAR - int(written)), 1)
        return Period(end - (end.month - read_month_name(written)) % 12, 1)
    return None


def is_year_and_digits(text: str) -> bool:
    """Return whether a text is a year and two digits, which may be a month or the next year."""
    return re.fullmatch(rf"{YEAR}[-/._]?\d\d", text) is not None
