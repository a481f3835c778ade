"""Parse periods as people write them: months, quarters, financial years and spans.

Days come before months, as in Britain. What could mean two things is not a period: `Q4 2014`
(calendar or financial year?), and `2010-11` unless the expected length decides between year and
month.
"""

from __future__ import annotations

import re
from datetime import date

from indicators.domain.core import Frequency
from indicators.domain.periods import MONTH_NAMES, Month, Period
from loaders.readers.tolerant_names import strip_notes

_MONTHS = {name[:3].lower(): number for number, name in enumerate(MONTH_NAMES, 1)}
_NAME = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"((?:19|20)\d{2})"
_FINANCIAL = rf"(?:fy\s*)?{_YEAR}\s*[/_-]\s*(\d{{4}}|\d{{2}})"
_QUARTER = r"q(?:uarter\s*|tr\s*)?([1-4])"

_WHOLE_MONTHS = (
    re.compile(rf"{_YEAR}[-/.](0[1-9]|1[0-2])(?:[-/.]\d{{2}})?(?:[ t]00:00(?::00)?)?"),
    re.compile(rf"{_YEAR}(0[1-9]|1[0-2])"),
    re.compile(rf"(?P<month>0?[1-9]|1[0-2])/(?P<year>{_YEAR})"),
)
_NAMED_MONTH = re.compile(rf"(?:\d{{1,2}}(?:st|nd|rd|th)?[- ])?{_NAME}[-\s,/.']*(\d{{4}}|\d{{2}})")
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-]?(\d{4}|\d{2})(?: 00:00(?::00)?)?")
_QUARTERS = (
    re.compile(rf"{_FINANCIAL}\s*[-_,:]?\s*{_QUARTER}"),
    re.compile(rf"{_QUARTER}\s*[-_,:]?\s*{_FINANCIAL}"),
)
_FINANCIAL_YEAR = re.compile(_FINANCIAL)
_BETWEEN = re.compile(r"\s+(?:-|–|—|to)\s+|(?<=\d{4})\s*[-–—]\s*(?=[\da-z])")


def parse_period(cell: object, every: Frequency | None = None) -> Period | None:
    """Return the month, quarter, financial year or span of months in a cell, or None.

    The cell may hold text, a number such as 202610.0, or a date, which means its month. `every` is
    the expected length: it decides what could be read in two ways.
    """
    if isinstance(cell, date):
        return Period(Month.of(cell.year, cell.month), 1)
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        return None
    if isinstance(cell, int | float):
        cell = str(int(cell)) if cell == cell and abs(cell) < 10**7 and cell == int(cell) else ""
    text = re.sub(r"\s+", " ", strip_notes(cell)).strip().casefold()
    year, month = _parse_financial_year(text), _parse_month(text)
    if year and month:
        return {Frequency.YEAR: year, Frequency.MONTH: month}.get(every) if every else None
    return _parse_quarter(text) or year or month or _parse_span(text)


def read_bare_year(cell: object, ends: int) -> Period | None:
    """Return the 12 months to month `ends` of a year written alone, such as 2025, or None."""
    text = str(int(cell)) if isinstance(cell, float) and cell == cell // 1 else str(cell).strip()
    return Period(Month.of(int(text), ends), 12) if re.fullmatch(_YEAR, text) else None


def _parse_month(text: str) -> Period | None:
    for pattern in _WHOLE_MONTHS:
        if match := pattern.fullmatch(text):
            named = match.groupdict() or {"year": match[1], "month": match[2]}
            return Period(Month.of(int(named["year"]), int(named["month"])), 1)
    if match := _NAMED_MONTH.fullmatch(text):
        return Period(Month.of(_complete_year(match[2]), _MONTHS[match[1][:3]]), 1)
    if (match := _DAY.fullmatch(text)) and _is_day(match[1], match[2], match[3]):
        return Period(Month.of(_complete_year(match[3]), int(match[2])), 1)
    return None


def _complete_year(written: str) -> int:
    return int(written) if len(written) == 4 else 2000 + int(written)


def _is_day(day: str, month: str, year: str) -> bool:
    try:
        date(_complete_year(year), int(month), int(day))
    except ValueError:
        return False
    return True


def _find_year_end(first: str, second: str) -> Month | None:
    """Return March of the second year if it follows the first: 2024/25, 2024_2025."""
    follows = (int(first) + 1) % 10 ** len(second) == int(second)
    return Month.of(int(first) + 1, 3) if follows else None


def _parse_financial_year(text: str) -> Period | None:
    match = _FINANCIAL_YEAR.fullmatch(text)
    ends = _find_year_end(match[1], match[2]) if match else None
    return Period(ends, 12) if ends else None


def _parse_quarter(text: str) -> Period | None:
    for at, pattern in enumerate(_QUARTERS):
        if match := pattern.fullmatch(text.replace("_", " ") if at else text):
            first, second, quarter = match.groups() if not at else (match[2], match[3], match[1])
            ends = _find_year_end(first, second)
            return Period(ends - 3 * (4 - int(quarter)), 3) if ends else None
    return None


def _parse_span(text: str) -> Period | None:
    """Parse a span of months: `April 2021 - June 2021`, `Apr to Jun 2021`, two dates."""
    parts = [part.strip() for part in _BETWEEN.split(text)]
    if len(parts) != 2:
        return None
    first, last = _parse_month(parts[0]), _parse_month(parts[1])
    if last and re.fullmatch(_NAME, parts[0]):
        first = _parse_month(f"{parts[0]} {last.ended.year}")
    if not first or not last or last.ended < first.ended:
        return None
    return Period(last.ended, last.ended.ordinal - first.ended.ordinal + 1)


WITHIN = re.compile(
    rf"(?<!\d){_FINANCIAL}[\s_-]*{_QUARTER}(?!\d)|{_QUARTER}[\s_-]*{_FINANCIAL}(?!\d)"
    rf"|(?<![\d-]){_YEAR}[-_.]?(?:0[1-9]|1[0-2])(?!\d|[-_/]\d\d(?!\d))"
    rf"|(?<![a-z]){_NAME}[-\s_]*(?:\d{{4}}|\d{{2}})(?!\d)"
    rf"|(?<!\d){_FINANCIAL}(?!\d)"
)


def find_period(text: str, every: Frequency | None = None) -> Period | None:
    """Return the one period within a longer text, such as the name of a file or sheet.

    Return None where there is no period, or where there are two different ones.
    """
    found = set()
    for match in WITHIN.finditer(text.casefold()):
        written = re.sub(r"[\s_]+", "-", match[0].strip())
        period = parse_period(written, every) or parse_period(written.replace("-", " "), every)
        if period:
            found.add(period)
    return found.pop() if len(found) == 1 else None


def widen_period(period: Period, every: Frequency) -> Period:
    """Return the calendar quarter or financial year of a month that a profile says means it."""
    if period.months != 1 or every is Frequency.MONTH:
        return period
    if every is Frequency.YEAR:
        return period.ended.financial_year
    return Period(period.ended + (-period.ended.month) % 3, 3)
