"""What a written period means, and what else it could mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum

from indicators.domain.periods import MONTH_NAMES, Month, Period
from loaders.readers.tolerant_names import strip_notes


class PeriodDoubt(StrEnum):
    """Why a written period could be another one."""

    MONTH_OR_YEAR = "month_or_year"
    """201112 and 2011-12: December 2011, or the year 2011/12."""
    DAY_IN_MONTH = "day_in_month"
    """25 October 2026 in a column of months: Excel makes it of “Oct-25”."""
    MONTH_FIRST = "month_first"
    """10/01/2026: 10 January, or 1 October with the month first."""
    QUARTER_OF_WHICH_YEAR = "quarter_of_which_year"
    """2021 Q1: April to June, or January to March."""
    MIDNIGHT_ELSEWHERE = "midnight_elsewhere"
    """2026-09-30T23:00Z is 1 October, midnight, in Britain."""


@dataclass(frozen=True, slots=True)
class PeriodReading:
    """A period as it was read.

    With a `doubt` a person is asked, and `other` is what it could mean instead, if that is known.
    Without one, `other` is less likely: 201112 of a yearly indicator is a year unless other cells
    are months.
    `bare` says that it was written as a year and two digits, such as 2011-12 or 201112. Other cells
    of its column then show whether the digits are months or years.
    """

    period: Period
    doubt: PeriodDoubt | None = None
    other: Period | None = None
    bare: bool = False


MONTH_NUMBERS = {name[:3].lower(): number for number, name in enumerate(MONTH_NAMES, 1)}
NAME = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
YEAR = r"((?:19|20)\d{2})"
PAIR = rf"{YEAR}\s*[/_-]\s*(\d{{4}}|\d{{2}})"
SHORT_PAIR = r"(\d{2})\s*[/_-]\s*(\d{2})"
LAST_OF_CENTURY = 70
"""Two digits from here on are years of the 20th century: 99 is 1999, and 26 is 2026."""

FINANCIAL, ACADEMIC, CALENDAR = 3, 8, 12
"""The last month of each kind of year."""

_HYPHENS = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-") | dict.fromkeys(map(ord, "‘’ʼ`´"), "'")
_STATUS = re.compile(
    r"(?:\s*[\[(]\s*(?:[preuf]|provisional|revised|estimated|final|note \d{1,2})\s*[\])]"
    r"|(?<=\d)\s+[pr])$"
)
_COMMA = re.compile(r"\s*,\s*")


def normalise_period(text: str) -> str:
    """Return a period in lower case with plain spaces and hyphens and without a status mark."""
    plain = unicodedata.normalize("NFKC", strip_notes(text)).translate(_HYPHENS).casefold()
    plain = re.sub(r"[\s\u200b\ufeff]+", " ", plain).strip()
    while (bare := _STATUS.sub("", plain)) != plain:
        plain = bare.strip()
    return _COMMA.sub(" ", plain).strip()


def complete_year(written: str) -> int:
    """Return a year written with two or four digits."""
    if len(written) == 4:
        return int(written)
    return int(written) + (1900 if int(written) >= LAST_OF_CENTURY else 2000)


def read_month_name(written: str) -> int:
    """Return the number of a month from its name or the start of it."""
    return MONTH_NUMBERS[written[:3]]


def make_month(year: int, month: int) -> Period:
    """Return one month as a period."""
    return Period(Month.of(year, month), 1)


def settle_reading(reading: PeriodReading, others: Collection[PeriodReading]) -> PeriodReading:
    """Return what a year and two digits mean, if others of the column show it.

    201112 is December 2011 next to 201109, and 2011/12 next to 201213. Next to both it is in doubt,
    also in a column of years.
    """
    if not reading.bare or reading.other is None:
        return reading
    lengths = {each.period.months for each in others if each.bare and each.other is None}
    for period in (reading.period, reading.other):
        if lengths == {period.months}:
            return replace(reading, period=period, doubt=None, other=None)
    return replace(reading, doubt=PeriodDoubt.MONTH_OR_YEAR) if lengths else reading


def find_year_end(first: str, second: str, ends: int | None) -> Month | None:
    """Return the last month of a year written as two that follow each other: 2024/25, 24-25.

    A year to December lies in one year, so that it is not written as two.
    """
    year = complete_year(first)
    follows = (year + 1) % 10 ** len(second) == int(second)
    ends = ends or FINANCIAL
    return Month.of(year + 1, ends) if follows and ends != CALENDAR else None
