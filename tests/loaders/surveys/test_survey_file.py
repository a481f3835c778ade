"""A staff survey as a file: every row is loaded, refused or blank, and no person is in it."""

from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import Workbook

from indicators.surveys.survey_refusals import RefusedSurveyError, SurveyRefusalCode
from layouts.pages.surveys.survey_template import write_template
from loaders.surveys.survey_file import HEADINGS, SurveyFiles
from tests.support.sheet_files import save

MIDWIFE = ("Midwife", "Ability to lead", 5, 7)


def read(*rows, headings=HEADINGS, highest=10):
    book = Workbook()
    for row in (headings, *rows):
        book.worksheets[0].append(row)
    return SurveyFiles().read("survey.xlsx", BytesIO(save(book)), highest)


def read_rows(text: str):
    return SurveyFiles().read("survey.csv", BytesIO(text.encode()), 10)


def test_each_row_is_a_pair_of_scores():
    reading = read(MIDWIFE, ("Health visitor", "Root causes", 6.5, 8))
    assert [(p.profession, p.question, p.before, p.after) for p in reading.pairs] == [
        ("Midwife", "Ability to lead", 5, 7),
        ("Health visitor", "Root causes", Decimal("6.5"), 8),
    ]
    assert (reading.rows_read, reading.rows_blank, reading.refusals) == (2, 0, ())


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ((None, "Q", 1, 2), SurveyRefusalCode.SURVEY_PROFESSION_MISSING),
        (("Midwife", None, 1, 2), SurveyRefusalCode.SURVEY_QUESTION_MISSING),
        (("Midwife 48213", "Q", 1, 2), SurveyRefusalCode.SURVEY_TEXT_NAMES_PERSON),
        (("ann@nhs.example", "Q", 1, 2), SurveyRefusalCode.SURVEY_TEXT_NAMES_PERSON),
        (("Midwife", "Q" * 121, 1, 2), SurveyRefusalCode.SURVEY_TEXT_TOO_LONG),
        (("Midwife", "Q", None, 2), SurveyRefusalCode.SURVEY_SCORE_MISSING),
        (("Midwife", "Q", 1, "agree"), SurveyRefusalCode.SURVEY_SCORE_UNREADABLE),
        (("Midwife", "Q", 1, True), SurveyRefusalCode.SURVEY_SCORE_UNREADABLE),
        (("Midwife", "Q", 1, 2.125), SurveyRefusalCode.SURVEY_SCORE_UNREADABLE),
        (("Midwife", "Q", 1, 10.5), SurveyRefusalCode.SURVEY_SCORE_OFF_SCALE),
        (("Midwife", "Q", -1, 2), SurveyRefusalCode.SURVEY_SCORE_OFF_SCALE),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_a_row_is_refused_with_one_reason_and_the_others_are_loaded(row, code):
    reading = read(MIDWIFE, row, (None, None, None, None), MIDWIFE)
    assert [(refusal.code, refusal.row) for refusal in reading.refusals] == [(code, 3)]
    assert (len(reading.pairs), reading.rows_refused, reading.rows_blank) == (2, 1, 1)
    assert reading.rows_read == 4


@pytest.mark.parametrize("highest", [5, 10])
def test_the_ends_of_the_scale_are_on_it(highest):
    assert not read(("Midwife", "Q", 0, highest), highest=highest).refusals


def test_capitals_and_spaces_do_not_make_another_profession():
    reading = read(MIDWIFE, ("  midwife", "ability  to lead", 1, 2))
    assert len({(p.profession, p.question) for p in reading.pairs}) == 1


def test_a_year_in_a_question_is_no_staff_number():
    assert not read(("Midwife", "Confident since 2016", 1, 2)).refusals


@pytest.mark.parametrize(
    ("extra", "code"),
    [
        (["Ann Jones", "Sam Patel", "Joe Brown", "Eve Smith", "Raj Singh", "Amy Clark"], None),
        (["A123"] * 6, SurveyRefusalCode.SURVEY_OTHER_COLUMN),
        (["a@b.example", "c@d.example"] * 3, None),
    ],
)
def test_a_column_besides_the_four_is_refused(extra, code):
    rows = [(*MIDWIFE, each) for each in extra]
    with pytest.raises(RefusedSurveyError) as refused:
        read(*rows, headings=(*HEADINGS, "Who"))
    allowed = (SurveyRefusalCode.SURVEY_NAMES_PEOPLE, SurveyRefusalCode.SURVEY_OTHER_COLUMN)
    assert refused.value.code is code or (code is None and refused.value.code in allowed)
    assert not any(each in str(refused.value) for each in extra)


def test_a_column_that_is_not_headed_is_refused_too():
    with pytest.raises(RefusedSurveyError) as refused:
        read((*MIDWIFE, "W1"))
    assert refused.value.code is SurveyRefusalCode.SURVEY_OTHER_COLUMN


def test_names_under_profession_are_refused():
    names = ["Ann Jones", "Samir Patel", "Joseph Brown", "Eve Smith", "Raj Singh", "Amy Clark"]
    with pytest.raises(RefusedSurveyError) as refused:
        read(*((name, "Ability to lead", 5, 7) for name in names))
    assert refused.value.code is SurveyRefusalCode.SURVEY_NAMES_PEOPLE
    assert "Jones" not in str(refused.value)


def test_a_file_without_the_headings_or_with_them_twice_is_refused():
    with pytest.raises(RefusedSurveyError) as refused:
        read_rows("Profession,Question,Before\nMidwife,Q,1\n")
    assert refused.value.code is SurveyRefusalCode.SURVEY_TABLE_MISSING
    with pytest.raises(RefusedSurveyError) as refused:
        read_rows("profession,question,before,after\n" * 2)
    assert refused.value.code is SurveyRefusalCode.SURVEY_TABLE_TWICE


def test_more_rows_than_a_survey_has_are_refused():
    with pytest.raises(RefusedSurveyError) as refused:
        read_rows("Profession,Question,Before,After\n" + "Midwife,Ability to lead,1,2\n" * 5001)
    assert refused.value.code is SurveyRefusalCode.SURVEY_TOO_MANY_ROWS


def test_the_template_is_read_as_it_is():
    content = write_template("Acting Early", datetime(2026, 11, 29, tzinfo=UTC))
    reading = SurveyFiles().read("staff-survey.xlsx", BytesIO(content), 10)
    assert (reading.rows_read, reading.pairs) == (0, ())
