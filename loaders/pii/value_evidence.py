"""What values alone say about people: NHS numbers, postcodes, dates, first names."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from loaders.pii.word_lists import FORENAMES
from loaders.readers.cell_text import format_cell

_TEN = re.compile(r"(?<![\d.,])(\d{3})[ \u00a0-]?(\d{3})[ \u00a0-]?(\d{4})(?:\.0+)?(?![\d.,]\d|\d)")
_WEIGHTS = (10, 9, 8, 7, 6, 5, 4, 3, 2)
_POSTCODE = re.compile(
    r"^[ \t]*(?:GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2})[ \t]*$", re.I | re.M
)
_CONTACT = re.compile(
    r"^(?:[^@\s]+@[^@\s]+\.[a-z]{2,}|(?:\+44 ?|0)7\d{3} ?\d{3} ?\d{3})$", re.I | re.M
)
_ORGANISATION = re.compile(
    r"\b(?:surgery|surgeries|practice|centre|center|hospital|school|nursery|clinic|trust|medical|"
    r"health|ltd|council|academy|infirmary|partnership|group|college|library|hub|team|ward|lsoa|"
    r"primary|borough|county|unitary|foundation|department|unit)\b",
    re.I,
)
_OFFICIAL = re.compile(
    r"^(?:[EWSNKJLMB]\d{8}|S0\d{7}|[A-Z]\d{5}|[A-Z]\d{3}[A-Z]|[A-Z0-9]{3,5})$", re.M
)
_OF_PEOPLE = re.compile(
    r"\b(?:she|he|her|his|him|mum|mother|mother's|dad|father|baby|sibling|partner|client)\b", re.I
)
_DAY = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)|(\d\d?)[/.-](\d\d?)[/.-](\d{4}|\d\d)")
_WRITTEN = re.compile(r"(\d\d?)(?:st|nd|rd|th)?[ -]([a-z]{3})[a-z]*[ ,-]+(\d{4}|\d\d)", re.I)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED = re.compile(r"^[^\W\d_][^\W\d_'’.-]*(?:[ ,'’.-]+[^\W\d_]+){0,3}\.?$")


def is_nhs_number(digits: str) -> bool:
    """Return whether ten digits end in the check digit of an NHS (or Scottish CHI) number.

    The check is modulus 11.
    """
    left = 11 - sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=False)) % 11
    return left != 10 and left % 11 == int(digits[9]) and len(set(digits)) > 1


def count_nhs_numbers(texts: Iterable[str]) -> tuple[int, int]:
    """Return how many different ten-digit numbers are in these texts, and how many are valid."""
    tens = {"".join(found) for found in _TEN.findall("\n".join(texts))}
    return len(tens), sum(map(is_nhs_number, tens))


def is_beyond_chance(of: int, valid: int, at_most: float = 1e-3) -> bool:
    """Return whether `valid` of `of` numbers are too many for chance: 1 in 11 are valid."""
    if valid < 3 or valid * 11 <= of:
        return False
    if of > 400:
        return valid > of / 11 + 6 * math.sqrt(of * 10 / 121)
    ways = sum(math.comb(of, k) * pow(10, of - k) for k in range(valid, of + 1))
    return bool(ways / pow(11, of) < at_most)


def count(pattern: str, texts: Iterable[str]) -> int:
    """Return how many of the texts are a `postcode`, a `contact` or an `official` code."""
    joined = "\n".join(texts)
    found = {"postcode": _POSTCODE, "contact": _CONTACT, "official": _OFFICIAL}[pattern]
    return len(found.findall(joined))


def count_organisations(texts: Iterable[str]) -> int:
    """Return how many of the texts name a practice, hospital, school or another organisation."""
    return sum(1 for text in texts if _ORGANISATION.search(text))


def count_prose(texts: Iterable[str]) -> tuple[int, int]:
    """Return how many texts are prose (eight words or more), and how many of those name people."""
    prose = [text for text in texts if text.count(" ") >= 7]
    return len(prose), sum(1 for text in prose if _OF_PEOPLE.search(text))


def count_forenames(texts: Iterable[str]) -> tuple[int, int, int]:
    """Return how many texts look like a name, and how many of those hold a common first name.

    The third number is that of the different first names in them.
    """
    named = [text.casefold() for text in texts if _NAMED.match(text) and text[0].isupper()]
    held = [FORENAMES.intersection(re.split(r"[\W\d_]+", text)) for text in named]
    return len(named), sum(map(bool, held)), len(set().union(*held))


def read_day(cell: object) -> int:
    """Return the day in a cell as a number (`date.toordinal`), or 0 if it is not a full date."""
    if isinstance(cell, date):
        return cell.toordinal()
    if not isinstance(cell, str) or not 6 <= len(cell) <= 30:
        return 0
    text = cell.strip()
    if match := _DAY.match(text):
        year, month, day = match[1] or match[6], match[2] or match[5], match[3] or match[4]
    elif (match := _WRITTEN.match(text)) and match[2].casefold() in _MONTHS:
        year, month, day = match[3], str(_MONTHS.index(match[2].casefold()) + 1), match[1]
    else:
        return 0
    century = (2000 if int(year) < 40 else 1900) if len(year) == 2 else 0
    try:
        return date(int(year) + century, int(month), int(day)).toordinal()
    except ValueError:
        return 0


def has_birthday_spread(days: list[int]) -> bool:
    """Return whether days are spread as births are: within a human life, not at even steps."""
    apart = sorted(set(days))
    if len(apart) < 10 or not 60 <= apart[-1] - apart[0] <= 115 * 366:
        return False
    if len({date.fromordinal(day).day for day in apart}) <= 2:
        return False  # first or last days of months
    steps = Counter(after - before for before, after in pairwise(apart))
    return steps.most_common(1)[0][1] <= 0.6 * (len(apart) - 1)


def trim_cell(cell: object) -> str:
    """Return a cell as it would be typed, without spaces around it; numbers have no `.0`."""
    return cell.strip() if isinstance(cell, str) else format_cell(cell)
