"""Reads the rows of a survey: each is a pair of scores, refused with one reason, or blank."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from indicators.surveys.survey import ScorePair, SurveyReading
from indicators.surveys.survey_refusals import (
    RefusedSurveyError,
    SurveyRefusal,
    SurveyRefusalCode,
)
from loaders.readers.cell_text import format_cell
from loaders.readers.sheet import Sheet

MOST_ROWS = 5000
_LONGEST_TEXT = 120
_NAMES_PERSON = re.compile(r"@|(?<!\d)(?!(?:19|20)\d\d(?!\d))\d{4}|\d{3}[ -]\d{3}")
"""E-mail addresses, staff numbers, phone numbers and NHS numbers; a year is none of them."""


@dataclass(frozen=True, slots=True)
class SurveyColumns:
    """Where the four columns are, from 0."""

    profession: int
    question: int
    before: int
    after: int


class _RefusedRowError(Exception):
    def __init__(self, code: SurveyRefusalCode) -> None:
        self.code = code
        super().__init__(code)


def read_rows(
    file: str, sheet: Sheet, heading: int, columns: SurveyColumns, highest: int
) -> SurveyReading:
    """Return the rows below the headings. Raises RefusedSurveyError if there are too many."""
    below = range(heading + 1, len(sheet))
    if len(below) > MOST_ROWS:
        raise RefusedSurveyError(SurveyRefusalCode.SURVEY_TOO_MANY_ROWS, file)
    names: dict[str, str] = {}
    pairs, refusals, blank = [], [], 0
    for at in below:
        row = sheet[at]
        if not any(format_cell(cell).strip() for cell in row):
            blank += 1
            continue
        try:
            pairs.append(_read_pair(row, columns, highest, names))
        except _RefusedRowError as error:
            refusals.append(SurveyRefusal(error.code, at + 1))
    return SurveyReading(file, tuple(pairs), tuple(refusals), len(below), blank)


def _read_pair(
    row: Sequence[Any], columns: SurveyColumns, highest: int, names: dict[str, str]
) -> ScorePair:
    return ScorePair(
        _read_name(row[columns.profession], SurveyRefusalCode.SURVEY_PROFESSION_MISSING, names),
        _read_name(row[columns.question], SurveyRefusalCode.SURVEY_QUESTION_MISSING, names),
        _read_score(row[columns.before], highest),
        _read_score(row[columns.after], highest),
    )


def _read_name(cell: Any, missing: SurveyRefusalCode, names: dict[str, str]) -> str:
    """Return a name as it was first written: capitals and spaces do not tell names apart."""
    text = " ".join(format_cell(cell).split())
    if not text:
        raise _RefusedRowError(missing)
    if _NAMES_PERSON.search(text):
        raise _RefusedRowError(SurveyRefusalCode.SURVEY_TEXT_NAMES_PERSON)
    if len(text) > _LONGEST_TEXT:
        raise _RefusedRowError(SurveyRefusalCode.SURVEY_TEXT_TOO_LONG)
    return names.setdefault(text.casefold(), text)


def _read_score(cell: Any, highest: int) -> Decimal:
    text = format_cell(cell).strip()
    if not text:
        raise _RefusedRowError(SurveyRefusalCode.SURVEY_SCORE_MISSING)
    try:
        score = Decimal(text)
    except InvalidOperation:
        raise _RefusedRowError(SurveyRefusalCode.SURVEY_SCORE_UNREADABLE) from None
    if isinstance(cell, bool) or not score.is_finite() or score != round(score, 2):
        raise _RefusedRowError(SurveyRefusalCode.SURVEY_SCORE_UNREADABLE)
    if not 0 <= score <= highest:
        raise _RefusedRowError(SurveyRefusalCode.SURVEY_SCORE_OFF_SCALE)
    return Decimal(f"{score.normalize():f}")
