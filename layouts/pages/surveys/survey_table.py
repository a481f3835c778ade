"""The results of a staff survey as a table to download."""

from __future__ import annotations

from decimal import Decimal

from indicators.reports.surveys.survey_book import SurveyBook
from indicators.reports.surveys.survey_results import SurveyRow
from layouts.site.page_request import PageRequest
from layouts.text.page_table import Cell, PageTable
from layouts.text.workflow import survey_text

RESULTS = "survey"
HEADINGS = (
    *("Profession", "Question", "n", "Mean before", "Mean after", "Difference"),
    *("95% from", "95% to", "t", "p", "p after Holm's correction", "Comparisons", "Result"),
)


def build_results_table(request: PageRequest, number: int) -> PageTable | None:
    """Return every row of a survey. Raises UnknownSurveyError."""
    results = SurveyBook(request.reports, request.viewer).find_results(number)
    survey = results.survey
    return PageTable(
        title=f"Staff survey: {survey.name}",
        name=f"staff-survey-{survey.id}",
        period=survey.asked,
        headings=HEADINGS,
        rows=tuple(_list_cells(row) for row in (*results.rows, *results.totals)),
        notes=(f"Scores from 0 to {survey.highest}",),
    )


def _list_cells(row: SurveyRow) -> tuple[Cell, ...]:
    names = (survey_text.name_row(row), row.question)
    result = row.result
    if result is None:
        return (*names, *[""] * 9, "", survey_text.describe_verdict(row))
    means = tuple(_round(each) for each in (result.before, result.after, result.difference))
    test, corrected = result.test, row.p_corrected
    tested: tuple[Cell, ...] = ("",) * 5
    if test and corrected is not None:
        low, high = test.interval
        tested = (
            *(_round(Decimal(each)) for each in (low, high, test.t)),
            survey_text.format_p(test.p),
            survey_text.format_p(corrected),
        )
    return (*names, result.n, *means, *tested, row.comparisons, survey_text.describe_verdict(row))


def _round(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"))
