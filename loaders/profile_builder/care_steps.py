"""The ages and doses that a heading or an indicator names: 24m, 5 years, MMR2, booster.

They tell apart columns that are otherwise worded alike: vaccinations by age and by dose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

_AGE = re.compile(
    r"(?<![\d.])(?<!last )(?<!rolling )(?<!past )(?<!previous )(\d{1,3}(?:\.\d)?)[\s-]*"
    r"(m|mths?|months?|y|yrs?|years?)\b(?!\s+(?:to|end(?:ed|ing))\s+[a-z])"
)
_BIRTHDAY = re.compile(
    r"\b(?:(\d)(?:st|nd|rd|th)|(first|second|third|fourth|fifth|sixth)) birthday"
)
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6}
_DOSE = re.compile(
    r"\b(first|second|third|both|one|two|three|1st|2nd|3rd)\s+doses?\b|\bdoses?\s*([1-4])\b"
    r"|[a-z]{3,}([1-4])\b"
)
_DOSES = {"first": 1, "one": 1, "1st": 1, "second": 2, "two": 2, "both": 2, "2nd": 2}
_DOSES |= {"third": 3, "three": 3, "3rd": 3}
_PRIMARY = re.compile(r"\bprim(?:ary)?\b|\b(?:first|primary) course\b")
_BOOSTER = re.compile(r"\bboo(?:st(?:er)?s?)?\b")

FITS, UNLIKELY = 0.3, -0.3


@dataclass(frozen=True, slots=True)
class CareSteps:
    """Ages in months, numbers of doses, and whether first courses or boosters are named."""

    ages: frozenset[Fraction]
    doses: frozenset[int]
    primary: bool
    booster: bool


def find_steps(text: str) -> CareSteps:
    """Return the ages and doses that a text names."""
    plain = re.sub(r"[\s_]+", " ", text.casefold())
    return CareSteps(
        frozenset(_list_ages(plain)),
        frozenset(_list_doses(plain)),
        bool(_PRIMARY.search(plain)),
        bool(_BOOSTER.search(plain)),
    )


def _list_ages(plain: str) -> Iterator[Fraction]:
    for number, unit in _AGE.findall(plain):
        yield Fraction(number) * (12 if unit.startswith("y") else 1)
    for digit, word in _BIRTHDAY.findall(plain):
        yield Fraction(12 * (_ORDINALS[word] if word else int(digit)))


def _list_doses(plain: str) -> Iterator[int]:
    for word, *digits in _DOSE.findall(plain):
        yield _DOSES[word] if word else int("".join(digits))


def compare_steps(wanted: CareSteps, heading: CareSteps, around: CareSteps) -> float | None:
    """Return how well a heading fits what an indicator counts; None if it is of another step.

    An age that the heading does not name may be in the sheet's name, which is `around`.
    """
    ages = heading.ages or around.ages
    score = 0.0
    if wanted.ages and ages:
        if not wanted.ages & ages:
            return None
        score += FITS
    if wanted.doses and heading.doses:
        if not wanted.doses & heading.doses:
            return None
        score += FITS
    elif heading.booster and not wanted.booster:
        if wanted.primary:
            return None
        score += UNLIKELY
    if heading.primary and not heading.booster:
        if wanted.booster and not wanted.primary:
            return None
        score += FITS if wanted.primary else 0.0
    return score
