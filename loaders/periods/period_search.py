"""Find the periods within a longer text: the name of a file or sheet, or a title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indicators.domain.core import Frequency
from indicators.domain.periods import Month, Period
from loaders.periods.period_formats import read_period
from loaders.periods.period_reading import (
    NAME,
    YEAR,
    PeriodDoubt,
    PeriodReading,
    normalise_period,
)

_PAIR = rf"(?:fy\s*)?{YEAR}\s*[/_-]\s*(?:\d{{4}}|\d{{2}})"
_SHORT = r"\d{2}[/_-]\d{2}"
_QUARTER = r"q(?:uarter\s*|tr\s*)?[1-4]"
_MONTH_NUMBER = r"(?:m|month\s*)(?:0?[1-9]|1[0-2])"
_GAP = r"[\s_:,-]*"
_YEAR_TO = r"(?:year|12 months|y/?e)[\s_-]+(?:(?:ending|ended|to|up to)[\s_-]+)?(?:\d{1,2}[\s_-]+)?"
WITHIN = re.compile(
    rf"(?<![a-z]){_YEAR_TO}{NAME}[-\s_]*{YEAR}(?!\d)|"
    rf"(?<!\d){_PAIR}{_GAP}(?:{_QUARTER}|{_MONTH_NUMBER})(?!\d)"
    rf"|(?<![a-z])(?:{_QUARTER}|{_MONTH_NUMBER}){_GAP}(?:{_PAIR}|{_SHORT})(?!\d)"
    rf"|(?<![\d-]){YEAR}[-_.]?(?:0[1-9]|1[0-2])(?!\d|[-_/]\d\d(?!\d))"
    rf"|(?<!\d)(?<!\d[-_./])(?:0[1-9]|1[0-2])[-_.]{YEAR}(?!\d|[-_/.]\d)"
    rf"|(?<!\d){YEAR}m(?:0[1-9]|1[0-2])(?!\d)"
    rf"|(?<![a-z]){NAME}[-\s_]*{_PAIR}(?!\d)"
    rf"|(?<![a-z]){NAME}[-\s_]*(?:\d{{4}}|\d{{2}})(?!\d)"
    rf"|(?<!\d){_PAIR}(?!\d)"
    rf"|(?<![a-z])fy\s*{_SHORT}(?!\d)"
)
_DAYS = re.compile(
    rf"(?<!\d)(?:{YEAR}([-_. ]?)(?:0[1-9]|1[0-2])\2(?:0[1-9]|[12]\d|3[01])"
    rf"|(?:0?[1-9]|[12]\d|3[01])([-_./])(?:0?[1-9]|1[0-2])\3(?:{YEAR}|\d\d)"
    rf"|(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?[-_\s]*{NAME}[-_\s]*{YEAR})(?!\d)"
)
_SPANS = re.compile(
    rf"(?P<first>(?<![a-z\d]){NAME}(?:[-\s_]*{YEAR})?|(?<!\d){_PAIR}|(?<!\d){YEAR}[-_.]?(?:0[1-9]|1[0-2]))"
    rf"(?:\s*-\s*|[\s_-]+to[\s_-]+)"
    rf"(?P<last>{NAME}[-\s_]*(?:{_PAIR}|\d{{4}}|\d{{2}})|{YEAR}[-_.]?(?:0[1-9]|1[0-2])|{_PAIR})"
    r"(?!\d)"
)
_BARE_YEAR = re.compile(rf"(?<![\da-z]){YEAR}(?![\da-z])")
_NAMED_YEAR = re.compile(rf"^{YEAR}$|(?<![a-z])year[ :]+{YEAR}(?!\s*(?:-|to|and|&|/)\s*\d|[\da-z])")
"""A year that is all of a text, or that the text calls a year."""


@dataclass(frozen=True, slots=True)
class PeriodClaim:
    """The months that a text names, and how it is written.

    A day is when something was made, so that figures may be for any month up to it: then `first` is
    None. A year alone, such as 2026, may be a calendar year or either year that it begins or ends.
    """

    written: str
    first: Month | None
    last: Month
    is_year: bool = False

    @property
    def name(self) -> str:
        """October 2026; 2025/26; April 2025 to September 2025; a day or year as it is written."""
        if self.first is None or self.is_year:
            return self.written
        months = self.last.ordinal - self.first.ordinal + 1
        if months in (1, 3) or (months == 12 and self.first.month == 4):
            return Period(self.last, months).name
        return f"{self.first.name} to {self.last.name}"


def find_period(
    text: str, every: Frequency | None = None, year_ends: int | None = None
) -> Period | None:
    """Return the one period within a longer text, such as the name of a file or sheet.

    Return None where there is no period, or where there are two different ones.
    """
    reading = find_period_reading(text, every, year_ends)
    return reading.period if reading else None


def find_period_reading(
    text: str, every: Frequency | None, year_ends: int | None
) -> PeriodReading | None:
    """As `find_period`, with any doubt."""
    found = {
        reading.period: reading
        for _, reading in _list_readings(normalise_period(text), every, year_ends)
    }
    return next(iter(found.values())) if len(found) == 1 else None


def _list_readings(
    text: str, every: Frequency | None, year_ends: int | None
) -> Iterator[tuple[str, PeriodReading]]:
    for match in WITHIN.finditer(text):
        written = re.sub(r"[\s_]+", "-", match[0].strip())
        reading = read_period(written, every, year_ends) or read_period(
            written.replace("-", " "), every, year_ends
        )
        if reading and not (every is None and reading.doubt is PeriodDoubt.MONTH_OR_YEAR):
            yield match[0].strip(" _-"), reading


def list_claims(
    text: str, every: Frequency | None, year_ends: int | None, *, bare_years: bool
) -> list[PeriodClaim]:
    """Return every period that a text names.

    `bare_years` says whether 2026 anywhere in it is one, or only “2026” and “Year 2026”.
    """
    rest, claims = normalise_period(text), []
    for match in _DAYS.finditer(rest):
        written = match[0].strip(" _-")
        day = read_period(re.sub(r"[_\s]+", "-", written)) or read_period(written)
        if day:
            claims.append(PeriodClaim(written, None, day.period.ended))
    rest = _DAYS.sub(" ; ", rest)
    for match in _SPANS.finditer(rest):
        if span := _read_span(match, year_ends):
            claims.append(PeriodClaim(match[0], span.start, span.ended))
            rest = rest.replace(match[0], " ; ")
    for written, reading in _list_readings(rest, every, year_ends):
        claims.append(PeriodClaim(written, reading.period.start, reading.period.ended))
        rest = rest.replace(written, " ; ")
    pattern = _BARE_YEAR if bare_years else _NAMED_YEAR
    for match in pattern.finditer(rest.replace("_", " ")):
        written = next(filter(None, match.groups()))
        first, last = Month.of(int(written) - 1, 4), Month.of(int(written) + 1, 8)
        claims.append(PeriodClaim(written, first, last, is_year=True))
    return claims


def _read_span(match: re.Match[str], year_ends: int | None) -> Period | None:
    """Return the months from the start of the first period to the end of the last."""
    first, last = (re.sub(r"_+", "-", match[name].strip()) for name in ("first", "last"))
    joined = read_period(f"{first} to {last}", None, year_ends)
    if joined:
        return joined.period
    beginning = read_period(first, Frequency.YEAR, year_ends)
    ending = read_period(last, Frequency.MONTH, year_ends)
    if not beginning or not ending or ending.period.ended < beginning.period.start:
        return None
    months = ending.period.ended.ordinal - beginning.period.start.ordinal + 1
    return Period(ending.period.ended, months)
