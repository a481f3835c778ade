"""Read dates and times of day: each stands for its month, and some leave a doubt."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, timedelta

from indicators.domain.periods import Month, Period
from loaders.periods.period_reading import (
    NAME,
    YEAR,
    PeriodDoubt,
    PeriodReading,
    complete_year,
    make_month,
    read_month_name,
)

_TIME = (
    r"(?:[ t](?P<hour>[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?"
    r"\s*(?P<zone>z|utc|[+-]\d\d:?\d\d)?)?"
)
_YEAR_FIRST = re.compile(
    rf"(?P<year>{YEAR})(?P<mark>[-/.]?)(?P<month>\d\d)(?P=mark)(?P<day>\d\d){_TIME}"
)
_DAY_FIRST = re.compile(
    r"(?P<day>\d{1,2})(?P<mark>[-/.])(?P<month>\d{1,2})"
    rf"(?:(?P=mark)(?P<year>\d{{4}}|\d{{2}})|(?P<joined>\d{{4}})){_TIME}"
)
_NAMED = (
    re.compile(
        rf"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)? )?"
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[-\s]?(?:of )?(?P<month>{NAME})[-\s/']*"
        rf"(?P<year>\d{{4}}|\d{{2}}){_TIME}"
    ),
    re.compile(
        rf"(?P<month>{NAME})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<year>\d{{4}}){_TIME}"
    ),
)
_EARLIEST_YEAR = 1900


def read_date(day: date) -> PeriodReading:
    """Return the month of a date, with a doubt if it is in the middle of the month.

    If “Oct-25” is typed, Excel makes it 25 October of the current year. 26 October 2026 leaves no
    doubt, because both readings are October 2026.
    """
    month = make_month(day.year, day.month)
    if day.day in (1, monthrange(day.year, day.month)[1]) or day.year == 2000 + day.day:
        return PeriodReading(month)
    other = make_month(2000 + day.day, day.month) if 2000 + day.day <= day.year + 1 else None
    return PeriodReading(month, PeriodDoubt.DAY_IN_MONTH, other)


def read_day(text: str) -> PeriodReading | None:
    """Return the month of a written date, which has the day before the month as in Britain."""
    for pattern in (_YEAR_FIRST, _DAY_FIRST, *_NAMED):
        if not (match := pattern.fullmatch(text)):
            continue
        parts = match.groupdict()
        if (day := _make_date(parts)) is None:
            return None
        if (next_month := _find_local_month(day, parts)) is not None:
            return PeriodReading(
                make_month(day.year, day.month), PeriodDoubt.MIDNIGHT_ELSEWHERE, next_month
            )
        reading = read_date(day)
        if pattern is _DAY_FIRST and reading.doubt and day.month == 1 and day.day <= 12:
            other = make_month(day.year, day.day)
            return PeriodReading(reading.period, PeriodDoubt.MONTH_FIRST, other)
        return reading
    return None


def _make_date(parts: dict[str, str | None]) -> date | None:
    month, year = str(parts["month"]), str(parts["year"] or parts.get("joined"))
    number = int(month) if month.isdigit() else read_month_name(month)
    try:
        made = date(complete_year(year), number, int(str(parts["day"])))
    except ValueError:
        return None
    return made if made.year >= _EARLIEST_YEAR else None


def _find_local_month(day: date, parts: dict[str, str | None]) -> Period | None:
    """Return the next month if the time, which names its zone, is its first midnight elsewhere."""
    if not parts["zone"] or int(parts["hour"] or 0) < 22:
        return None
    after = datetime(day.year, day.month, day.day) + timedelta(days=1)  # noqa: DTZ001
    return Period(Month.of(after.year, after.month), 1) if after.day == 1 else None
