"""Reads a due day, as a date or as people write one."""

from __future__ import annotations

import re
from datetime import date

from loaders.periods.period_reading import (
    NAME,
    complete_year,
    normalise_period,
    read_month_name,
)

_TIME = r"(?:[ t]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?)?"
_WEEKDAY = r"(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\.? )?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})[-/. ](\d{{1,2}})[-/. ](\d{{1,2}}){_TIME}")
_NUMBERS = re.compile(rf"(\d{{1,2}})[-/. ](\d{{1,2}})[-/. ](\d{{4}}|\d{{2}}){_TIME}")
_DAY_NAMED = re.compile(
    rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[-/ ]?(?:of )?(?P<month>{NAME})[-/ ']*"
    r"(?P<year>\d{4}|\d{2})"
)
_MONTH_NAMED = re.compile(
    rf"{_WEEKDAY}(?P<month>{NAME})[ -](?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ -](?P<year>\d{{4}})"
)
_FIRST_YEAR, _LAST_YEAR = 2000, 2099


def read_due_day(text: str) -> tuple[date, date | None] | None:
    """Return the day that a text names, and the day that it may name instead; None for no day.

    The day comes before the month, as in Britain. 01/12/2026 may be 12 January if the month comes
    first; 30/11/2026 and 1 Dec 2026 are one day only.
    """
    plain = normalise_period(text)
    if match := _YEAR_FIRST.fullmatch(plain):
        day = _make_day(match[1], match[2], match[3])
        return (day, None) if day else None
    if match := _NUMBERS.fullmatch(plain):
        first, second, year = match.groups()
        readings = (_make_day(year, second, first), _make_day(year, first, second))
        days = list(dict.fromkeys(day for day in readings if day))
        return (days[0], days[1] if len(days) > 1 else None) if days else None
    for pattern in (_DAY_NAMED, _MONTH_NAMED):
        if match := pattern.fullmatch(plain):
            day = _make_day(match["year"], str(read_month_name(match["month"])), match["day"])
            return (day, None) if day else None
    return None


def is_due_year(day: date) -> bool:
    """Return whether an action can be due in the year of a day."""
    return _FIRST_YEAR <= day.year <= _LAST_YEAR


def _make_day(year: str, month: str, day: str) -> date | None:
    try:
        made = date(complete_year(year), int(month), int(day))
    except ValueError:
        return None
    return made if is_due_year(made) else None
