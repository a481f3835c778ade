"""What values alone say about people: NHS numbers, postcodes, dates, first names."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from itertools import pairwise

from loaders.pii.person_names import FORENAMES, PLACE_WORDS, SURNAME_ENDING, SURNAMES
from loaders.readers.cell_text import format_cell

_TEN = re.compile(r"(?<![\d.,])(\d{3})[ \u00a0-]?(\d{3})[ \u00a0-]?(\d{4})(?:\.0+)?(?![\d.,]\d|\d)")
SPACED = re.compile(r"\d{3}[ \u00a0-]\d{3}[ \u00a0-]\d{4}")
"""Ten digits as NHS numbers are written."""
_WEIGHTS = (10, 9, 8, 7, 6, 5, 4, 3, 2)
_POSTCODE = re.compile(
    r"^[ \t]*(?:GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2})[ \t]*$", re.I | re.M
)
_STREET = re.compile(
    r"^(?:(?:flat|apartment|unit) \w+,? )?\d+[a-z]?,? (?:[^\W\d_]+['’]?[^\W\d_]*[ ,]+){1,4}"
    r"(?:street|st|road|rd|lane|close|avenue|ave|way|drive|crescent|court|grove|gardens|terrace|"
    r"place|hill|walk|row|mews|rise|green|square|park|view|croft|path)(?:,.*)?$",
    re.I | re.M,
)
_TITLE = re.compile(r"^(?:mrs?|miss|ms|mx|master|dr|prof)\.? +", re.I)
_INITIALLED = re.compile(
    r"^(?:[^\W\d_][^\W\d_]+(?:['’ -][^\W\d_]+){0,2},? [A-Z](?:\.|[. ]?[A-Z]\.?)?"
    r"|[A-Z]\.? [A-Z][^\W\d_]{2,}(?:['’-][^\W\d_]+)?|(?:mrs|mr|miss|ms|mx|master)\.? \S.*)$"
)
_INITIALS = re.compile(r"^[^\W\d_](?:[. ]{0,2}[^\W\d_]){1,3}\.?$")
_BORN_WITHIN = re.compile(r"\b(?:dob|d\.o\.b\.?|born|b\.)[: ]*(?:on )?\d", re.I)
_CONTACT = re.compile(
    r"^(?:[^@\s]+@[^@\s]+\.[a-z]{2,}|(?:\+44 ?|0)7\d{3} ?\d{3} ?\d{3})$", re.I | re.M
)
_ORGANISATION = re.compile(
    r"\b(?:surgery|surgeries|practice|centre|center|hospital|school|nursery|clinic|trust|pct|medical|"
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


def is_long_number(text: str) -> bool:
    """Return whether a text holds nine digits or more, or a number written with an exponent."""
    return sum(map(str.isdigit, text)) >= 9 or "E+0" in text.upper()


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
    """Return how many of the texts are a `postcode`, a `contact`, a `street`, an `official` code.

    `born` counts texts with a date of birth in them.
    """
    joined = "\n".join(texts)
    found = {
        "postcode": _POSTCODE,
        "contact": _CONTACT,
        "street": _STREET,
        "official": _OFFICIAL,
        "born": _BORN_WITHIN,
    }[pattern]
    return len(found.findall(joined))


def count_organisations(texts: Iterable[str]) -> int:
    """Return how many of the texts name a practice, hospital, school or another organisation."""
    return sum(1 for text in texts if _ORGANISATION.search(text))


def count_prose(texts: Iterable[str]) -> tuple[int, int]:
    """Return how many texts are prose (eight words or more), and how many of those name people."""
    prose = [text for text in texts if text.count(" ") >= 7]
    return len(prose), sum(1 for text in prose if _OF_PEOPLE.search(text))


def count_names(texts: Iterable[str]) -> tuple[int, int, int]:
    """Return how many texts look like a name, and how many of those hold one that people have.

    The third number is that of the different given names and surnames in them.
    """
    named = [strip_marks(text) for text in texts if is_name_like(text)]
    held = [_find_name_words(text) for text in named]
    return len(named), sum(map(bool, held)), len(set().union(*held))


@lru_cache(20_000)
def strip_marks(text: str) -> str:
    """Return a text without accents and without the vowel signs of other scripts."""
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFD", text)
    return "".join(sign for sign in parts if not unicodedata.category(sign).startswith("M"))


def is_name_like(text: str) -> bool:
    """Return whether a text has the form of a name: up to four words, the first with a capital."""
    plain = _TITLE.sub("", strip_marks(text))
    return bool(_NAMED.match(plain)) and plain[0] == plain[0].upper()


def is_full_name(text: str) -> bool:
    """Return whether a text has the form of a full name: words with capitals, none of a place."""
    words = re.findall(r"[^\W\d_]+", _TITLE.sub("", strip_marks(text)))
    if not (is_name_like(text) and 2 <= len(words) <= 5 and len(text) <= 40):
        return False
    capitals = all(word[0] == word[0].upper() for word in words)
    return capitals and not PLACE_WORDS.intersection(word.casefold() for word in words)


def is_initialled(text: str) -> bool:
    """Return whether a text is a surname with an initial, or a title and a name."""
    return bool(_INITIALLED.match(text))


def is_initials(text: str) -> bool:
    """Return whether a text is the initials of a person."""
    return bool(_INITIALS.match(text))


def _find_name_words(text: str) -> set[str]:
    """Return the words of a name that people have; none if it has the words of a place."""
    words = [word for word in re.split(r"[\W\d_]+", text.casefold()) if word]
    if len(words) > 1 and PLACE_WORDS.intersection(words):
        return set()
    return {
        word
        for word in words
        if word in FORENAMES or word in SURNAMES or (len(word) > 5 and SURNAME_ENDING.search(word))
    }


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
