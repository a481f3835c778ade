"""Read years, and several years: financial, academic and calendar ones."""

from __future__ import annotations

import re

from indicators.domain.periods import Month, Period
from loaders.periods.period_reading import (
    ACADEMIC,
    CALENDAR,
    FINANCIAL,
    NAME,
    PAIR,
    SHORT_PAIR,
    YEAR,
    complete_year,
    find_year_end,
    read_month_name,
)

_KINDS = {"financial": FINANCIAL, "fiscal": FINANCIAL, "academic": ACADEMIC, "school": ACADEMIC}
_PREFIX = r"(?:(?P<kind>financial|fiscal|academic|school) year|(?P<short>fy|ay))?(?:\s*[:_-])?\s*"
_PREFIXED = re.compile(rf"{_PREFIX}(?:{PAIR}|{YEAR}(\d{{2}}|\d{{4}})|{SHORT_PAIR})")
_ENDING = re.compile(
    rf"(?:(?:rolling )?(?:12|twelve)[- ]months?|(?:rolling |financial |full )?year|y/?e|annual)"
    rf"(?: (?:ending|ended|end|to|up to))?(?: in)?[: ]*(?:\d{{1,2}}(?:st|nd|rd|th)? )?"
    rf"{NAME}[-\s']*(\d{{4}}|\d{{2}})"
)
_CALENDAR = re.compile(rf"(?:calendar year|cy)\s*{YEAR}")
_SEVERAL = re.compile(rf"{YEAR}(?P<mark>\s*(?:-|to)\s*){YEAR}")
_SEVERAL_SHORT = re.compile(rf"{YEAR}(\s*-\s*)(\d{{2}})")
_MOST_YEARS = 100


def read_year(text: str, ends: int | None) -> Period | None:
    """Return a year: 2017/18, FY17/18, 201718, Year ending March 2018; with `ends` also 2018."""
    if match := _ENDING.fullmatch(text):
        return Period(Month.of(complete_year(match[2]), read_month_name(match[1])), 12)
    if match := _CALENDAR.fullmatch(text):
        return Period(Month.of(int(match[1]), CALENDAR), 12)
    if ends and re.fullmatch(YEAR, text):
        return Period(Month.of(int(text), ends), 12)
    if not (match := _PREFIXED.fullmatch(text)):
        return None
    first, second = next(
        (match[at], match[at + 1]) for at in (3, 5, 7) if match[at] and match[at + 1]
    )
    named = match["kind"] or match["short"]
    if not named and len(first) == 2 and int(first) <= 12:
        return None  # 10/11 could be October 2011
    kind = {"fy": FINANCIAL, "ay": ACADEMIC, **_KINDS}.get(named or "")
    if named in ("ay", "academic", "school") or ends in (None, CALENDAR):
        ends = kind or ends
    end = find_year_end(first, second, ends)
    return Period(end, 12) if end else None


def read_years(text: str, ends: int | None) -> Period | None:
    """Return several whole years: 2001-2003, 2015-17, 2001/02 to 2003/04."""
    if match := _SEVERAL.fullmatch(text):
        return _join_years(int(match[1]), int(match[3]), ends or CALENDAR)
    if match := _SEVERAL_SHORT.fullmatch(text):
        first, last = int(match[1]), int(match[1]) // 100 * 100 + int(match[3])
        is_month = int(match[3]) <= 12 and " " not in match[2]
        return None if is_month else _join_years(first, last, ends or CALENDAR)
    return None


def _join_years(first: int, last: int, ends: int) -> Period | None:
    if not first < last < first + _MOST_YEARS or (ends != CALENDAR and last == first + 1):
        return None
    return Period(Month.of(last, ends), 12 * (last - first + 1))
