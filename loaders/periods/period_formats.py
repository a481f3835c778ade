"""Read a period in any of its written forms: a month, a quarter, a year or a span of months."""

from __future__ import annotations

import re
from datetime import date, datetime

from indicators.domain.core import Frequency
from indicators.domain.periods import Period, get_quarter
from loaders.periods.day_formats import read_date, read_day
from loaders.periods.month_formats import is_year_and_digits, read_month, read_month_of_year
from loaders.periods.period_reading import (
    CALENDAR,
    FINANCIAL,
    NAME,
    PAIR,
    SHORT_PAIR,
    YEAR,
    PeriodDoubt,
    PeriodReading,
    find_year_end,
    make_month,
    normalise_period,
    read_month_name,
)
from loaders.periods.quarter_formats import read_quarter
from loaders.periods.year_formats import read_year, read_years

_BETWEEN = re.compile(
    r"\s+(?:-|to|until|up to)\s+|(?<=\d{4})\s*-\s*(?=[\da-z])|(?<=[a-z])\s*-\s*(?=[a-z])|\s*_to_\s*"
)
_LARGEST = 10**8
_IN_WORDS = re.compile(r"(?:the )?(?:month|quarter|period|year)(?: of)?\s*[:-]?\s+(?=\D*\d)")


def read_period(
    cell: object, every: Frequency | None = None, year_ends: int | None = None
) -> PeriodReading | None:
    """Return the period in a cell, or None.

    The cell may hold text, a number such as 202610.0, or a date, which means its month. `every` is
    the expected length: it decides what could be read in two ways. `year_ends` is the last month of
    a year in this file; a year written alone, such as 2018, is read only with it.
    """
    if isinstance(cell, datetime):
        return read_date(cell.date())
    if isinstance(cell, date):
        return read_date(cell)
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        return None
    if isinstance(cell, int | float):
        if cell != cell or abs(cell) >= _LARGEST or cell != int(cell):
            return None
        cell = str(int(cell))
    text = normalise_period(cell)
    return _read_text(text, every, year_ends) if text.isascii() else None


def parse_period(
    cell: object, every: Frequency | None = None, year_ends: int | None = None
) -> Period | None:
    """Return the period in a cell; None also if only `every` could decide between two."""
    reading = read_period(cell, every, year_ends)
    if reading is None or (every is None and reading.doubt is PeriodDoubt.MONTH_OR_YEAR):
        return None
    return reading.period


def _read_text(text: str, every: Frequency | None, ends: int | None) -> PeriodReading | None:
    month, year = read_month(text), read_year(text, ends)
    bare = is_year_and_digits(text)
    if month and year:
        if every is Frequency.YEAR:
            return PeriodReading(year, other=month, bare=bare)
        # A quarter may be written by its last month: 201112 after 201109.
        is_year = every is Frequency.QUARTER or "/" in text
        first, other = (year, month) if is_year else (month, year)
        return PeriodReading(first, PeriodDoubt.MONTH_OR_YEAR, other, bare)
    if whole := month or year or read_month_of_year(text, ends):
        return PeriodReading(whole, bare=bare)
    if reading := read_quarter(text, ends) or read_day(text):
        return reading
    if several := _read_span(text, ends) or read_years(text, ends):
        return PeriodReading(several)
    match = _IN_WORDS.match(text)
    return _read_text(text[match.end() :], every, ends) if match else None


def _read_span(text: str, ends: int | None) -> Period | None:
    """Return a span: April 2021 - June 2021, Apr-Jun 2021/22, 2001/02 to 2003/04, two dates."""
    for match in _BETWEEN.finditer(text):
        first, last = text[: match.start()].strip(), text[match.end() :].strip()
        if span := _join_ends(first, last, ends):
            return span
    return None


def _join_ends(first: str, last: str, ends: int | None) -> Period | None:
    beginning, ending = _read_part(first, ends), _read_part(last, ends)
    years = read_year(first, ends), read_year(last, ends)
    if years[0] and years[1]:
        if beginning and ending and "/" not in first:
            return None  # 2010-11 to 2011-12 could be months or years
        beginning, ending = years
    if ending and beginning is None and (match := re.fullmatch(NAME, first)):
        back = (ending.ended.month - read_month_name(match[1])) % CALENDAR
        return Period(ending.ended, back + 1) if ending.months == 1 and back else None
    if not ending or not beginning or ending.ended <= beginning.ended:
        return None
    return Period(ending.ended, ending.ended.ordinal - beginning.start.ordinal + 1)


def _read_part(text: str, ends: int | None) -> Period | None:
    """Return one end of a span of months: a month, or the month of a day."""
    if day := read_day(text):
        return day.period
    return read_month_of_year(text, ends) or read_month(text)


def complete_period(
    part: str, year: str, every: Frequency | None, year_ends: int | None
) -> PeriodReading | None:
    """Return the period of a month or quarter whose year is written elsewhere: Apr and 2026/27.

    The number of a month needs no name before a calendar year (4 and 2026), and none is known
    before a financial year, where it could count from January or from April.
    """
    part, year = normalise_period(part), normalise_period(year)
    if re.fullmatch(r"0?[1-9]|1[0-2]", part):
        single = re.fullmatch(YEAR, year)
        return PeriodReading(make_month(int(year), int(part))) if single else None
    if not is_without_year(part):
        return None
    return read_period(f"{part} {year}", every, year_ends)


def is_without_year(cell: object) -> bool:
    """Return whether a cell is a month or quarter without its year: Apr, October, Q1, M07."""
    return isinstance(cell, str) and bool(_WITHOUT_YEAR.fullmatch(normalise_period(cell)))


_WITHOUT_YEAR = re.compile(
    rf"{NAME}|{NAME}\s*(?:-|to)\s*{NAME}|(?:q|qtr|quarter)\s*[1-4]|[1-4](?:st|nd|rd|th) quarter"
    r"|(?:m|mth|month)\s*(?:0?[1-9]|1[0-2])"
)
_YEAR_WITHIN = re.compile(rf"(?<!\d)(?:{PAIR}|{SHORT_PAIR})(?!\d)|(?<!\d){YEAR}(?!\d)")


def find_year(text: str, year_ends: int | None) -> str | None:
    """Return the one year that a title or name holds, as it is written, or None.

    A financial year takes precedence over a year alone: “2026/27, April to September 2026” is of
    2026/27.
    """
    pairs, single = set(), set()
    for match in _YEAR_WITHIN.finditer(normalise_period(text)):
        parts = [part for part in match.groups() if part]
        if len(parts) == 1:
            single.add(parts[0])
        elif end := find_year_end(parts[0], parts[1], year_ends):
            pairs.add(f"{end.year - 1}/{end.year % 100:02}")
    found = pairs or single
    return found.pop() if len(found) == 1 else None


def widen_period(period: Period, every: Frequency, year_ends: int | None = None) -> Period:
    """Return the calendar quarter, or the year, of a month that a profile says means it."""
    if period.months != 1 or every is Frequency.MONTH:
        return period
    if every is Frequency.YEAR:
        ends = year_ends or FINANCIAL
        return Period(period.ended + (ends - period.ended.month) % CALENDAR, 12)
    return get_quarter(period.ended)
