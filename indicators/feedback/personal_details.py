"""Finds what tells who a person is in a text that must not name anyone."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_EMAIL = re.compile(r"\S@\S")
_TEN_DIGITS = re.compile(r"(?<!\d)\d(?:[ -]?\d){9}(?!\d)")
_PHONE = re.compile(r"(?<!\d)(?:\+44[ -]?|\(?0)\d(?:[ )-]{0,2}\d){7,9}(?!\d)")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", re.IGNORECASE)
_NUMERIC_DAY = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?!\d)")
_ISO_DAY = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_NAME = f"({'|'.join(_MONTHS)})[a-z]*"
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_NAME},? (\d{{4}})\b", re.I)
_MONTH_FIRST = re.compile(rf"\b{_NAME} (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})\b", re.I)
_CENTURY_BREAK = 70


class PersonalDetail(StrEnum):
    """What tells who a person is."""

    NHS_NUMBER = "an NHS number"
    PHONE = "a telephone number"
    EMAIL = "an e-mail address"
    POSTCODE = "a postcode"
    DAY = "a full date in the past, as a date of birth"


def find_personal_detail(text: str, today: date) -> PersonalDetail | None:
    """Return the first kind of detail in a text that tells who a person is, or None.

    Names cannot be found in this way: who writes must leave them out.
    """
    found = {
        PersonalDetail.NHS_NUMBER: any(map(_is_nhs_number, _TEN_DIGITS.findall(text))),
        PersonalDetail.PHONE: bool(_PHONE.search(text)),
        PersonalDetail.EMAIL: bool(_EMAIL.search(text)),
        PersonalDetail.POSTCODE: bool(_POSTCODE.search(text)),
        PersonalDetail.DAY: any(day <= today for day in _list_days(text)),
    }
    return next((kind for kind, is_there in found.items() if is_there), None)


def _is_nhs_number(text: str) -> bool:
    """Return whether ten digits have the check digit of an NHS number (modulus 11)."""
    digits = [int(each) for each in text if each.isdigit()]
    rest = sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return (11 - rest) % 11 == digits[9]


def _list_days(text: str) -> list[date]:
    parts = [
        *((year, month, day) for day, month, year in _NUMERIC_DAY.findall(text)),
        *_ISO_DAY.findall(text),
        *((year, _number(month), day) for day, month, year in _DAY_FIRST.findall(text)),
        *((year, _number(month), day) for month, day, year in _MONTH_FIRST.findall(text)),
    ]
    days = (_read_day(int(year), int(month), int(day)) for year, month, day in parts)
    return [day for day in days if day is not None]


def _number(month: str) -> int:
    return _MONTHS.index(month.casefold()) + 1


def _read_day(year: int, month: int, day: int) -> date | None:
    if year < 100:
        year += 1900 if year >= _CENTURY_BREAK else 2000
    try:
        return date(year, month, day)
    except ValueError:
        return None
