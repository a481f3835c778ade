"""Why a staff survey, or a row of it, is refused: stable codes, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from indicators.domain.errors import UserError


class SurveyRefusalCode(StrEnum):
    """Why a survey or a row is refused. A code never changes its meaning."""

    SURVEY_TABLE_MISSING = "survey_table_missing"
    SURVEY_TABLE_TWICE = "survey_table_twice"
    SURVEY_TOO_MANY_ROWS = "survey_too_many_rows"
    SURVEY_OTHER_COLUMN = "survey_other_column"
    SURVEY_NAMES_PEOPLE = "survey_names_people"

    SURVEY_PROFESSION_MISSING = "survey_profession_missing"
    SURVEY_QUESTION_MISSING = "survey_question_missing"
    SURVEY_TEXT_NAMES_PERSON = "survey_text_names_person"
    SURVEY_TEXT_TOO_LONG = "survey_text_too_long"
    SURVEY_SCORE_MISSING = "survey_score_missing"
    SURVEY_SCORE_UNREADABLE = "survey_score_unreadable"
    SURVEY_SCORE_OFF_SCALE = "survey_score_off_scale"


@dataclass(frozen=True, slots=True)
class SurveyRefusalText:
    """What a code says, and what to do."""

    reason: str
    remedy: str


SURVEY_REFUSAL_TEXTS = {
    SurveyRefusalCode.SURVEY_TABLE_MISSING: SurveyRefusalText(
        "No sheet has a row with the headings Profession, Question, Before and After.",
        "Download the template and copy the scores into it.",
    ),
    SurveyRefusalCode.SURVEY_TABLE_TWICE: SurveyRefusalText(
        "More than one row has the headings Profession, Question, Before and After.",
        "Keep one table in the file.",
    ),
    SurveyRefusalCode.SURVEY_TOO_MANY_ROWS: SurveyRefusalText(
        "The table has more rows than a survey can have.", "Split it into surveys of one year."
    ),
    SurveyRefusalCode.SURVEY_OTHER_COLUMN: SurveyRefusalText(
        "There is a column besides Profession, Question, Before and After.",
        "Delete it. A survey is kept without anything that tells people apart.",
    ),
    SurveyRefusalCode.SURVEY_NAMES_PEOPLE: SurveyRefusalText(
        "The file looks like a list of people.",
        "Delete names, e-mail addresses and staff numbers, and keep scores only.",
    ),
    SurveyRefusalCode.SURVEY_PROFESSION_MISSING: SurveyRefusalText(
        "The row has no profession.", "Write one, such as Midwife."
    ),
    SurveyRefusalCode.SURVEY_QUESTION_MISSING: SurveyRefusalText(
        "The row has no question.", "Write what was asked, such as Ability to lead."
    ),
    SurveyRefusalCode.SURVEY_TEXT_NAMES_PERSON: SurveyRefusalText(
        "The profession or question holds an e-mail address or a long number.",
        "Write the profession and the question alone.",
    ),
    SurveyRefusalCode.SURVEY_TEXT_TOO_LONG: SurveyRefusalText(
        "The profession or question has more than 120 characters.", "Shorten it."
    ),
    SurveyRefusalCode.SURVEY_SCORE_MISSING: SurveyRefusalText(
        "One of the two scores is empty, so there is no pair.",
        "Fill it in, or leave the row out.",
    ),
    SurveyRefusalCode.SURVEY_SCORE_UNREADABLE: SurveyRefusalText(
        "A score is not a number with at most two decimals.", "Write a number, such as 7 or 7.5."
    ),
    SurveyRefusalCode.SURVEY_SCORE_OFF_SCALE: SurveyRefusalText(
        "A score is not on the scale.", "Correct it, or choose another highest score."
    ),
}


@dataclass(frozen=True, slots=True)
class SurveyRefusal:
    """A refused row of a sheet, from 1. What is in it is not repeated: it may name a person."""

    code: SurveyRefusalCode
    row: int

    @property
    def text(self) -> SurveyRefusalText:
        return SURVEY_REFUSAL_TEXTS[self.code]


class RefusedSurveyError(UserError):
    """A whole file is refused. `detail` names columns, and never what is in them."""

    def __init__(self, code: SurveyRefusalCode, file: str, detail: str = "") -> None:
        self.code = code
        text = SURVEY_REFUSAL_TEXTS[code]
        super().__init__(f"{text.reason} {detail}".strip(), where=file, remedy=text.remedy)
