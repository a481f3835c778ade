"""The rows of the read API about staff surveys: one profession at one question."""

from __future__ import annotations

from decimal import Decimal

from indicators.reports.surveys.survey_results import SurveyRow
from indicators.stats.paired_test import NoTestReason
from indicators.surveys.survey import Survey
from layouts.api.base_rows import ApiRow, Exact, describe_field
from layouts.api.resources import Page
from layouts.text.workflow import survey_text

_HUNDREDTH = Decimal("0.01")
_MILLIONTH = Decimal("0.000001")


class SurveyResultRow(ApiRow):
    """The scores of one profession at one question, before and after."""

    survey: int = describe_field("The number of the survey.")
    name: str
    asked: str = describe_field("When it was asked, in words.")
    highest: int = describe_field("The end of the scale, which begins at 0.")
    profession: str | None = describe_field("null for all professions together.")
    question: str
    hidden: bool = describe_field(
        "Whether the row is hidden: of fewer than 5 people, or it would reveal such a row."
    )
    n: int | None = describe_field("How many scored both.")
    before: Exact | None = describe_field("The mean before.")
    after: Exact | None
    difference: Exact | None = describe_field("After minus before.")
    interval_from: Exact | None = describe_field("95% interval of the difference.")
    interval_to: Exact | None
    t: Exact | None = describe_field("Of a paired t-test.")
    p: Exact | None = describe_field("Two-sided, to 6 decimals.")
    p_corrected: Exact | None = describe_field("By Holm, for all comparisons.")
    comparisons: int
    real: bool | None = describe_field("Whether the corrected p is at most 0.05.")
    no_test: NoTestReason | None = describe_field("Why there is no test.")
    text: str = describe_field("The row in one sentence.")


class SurveyPage(Page[SurveyResultRow]):
    """One page of survey results."""


def serialize_survey(survey: Survey, row: SurveyRow) -> SurveyResultRow:
    """Return one row of a survey."""
    result = row.result
    test = result.test if result else None
    return SurveyResultRow(
        survey=survey.id,
        name=survey.name,
        asked=survey.asked,
        highest=survey.highest,
        profession=row.profession or None,
        question=row.question,
        hidden=row.is_hidden,
        n=result.n if result else None,
        before=result.before.quantize(_HUNDREDTH) if result else None,
        after=result.after.quantize(_HUNDREDTH) if result else None,
        difference=result.difference.quantize(_HUNDREDTH) if result else None,
        interval_from=_round(test.interval[0], _HUNDREDTH) if test else None,
        interval_to=_round(test.interval[1], _HUNDREDTH) if test else None,
        t=_round(test.t, _HUNDREDTH) if test else None,
        p=_round(test.p, _MILLIONTH) if test else None,
        p_corrected=None if row.p_corrected is None else _round(row.p_corrected, _MILLIONTH),
        comparisons=row.comparisons,
        real=row.is_real if test else None,
        no_test=result.reason if result else None,
        text=survey_text.describe_row(row),
    )


def _round(value: float, step: Decimal) -> Decimal:
    return Decimal(value).quantize(step)
