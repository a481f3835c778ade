"""The results of a staff survey as a table to download."""

from __future__ import annotations

from decimal import Decimal

from indicators.domain.periods import format_day
from indicators.reports.surveys.survey_book import SurveyBook
from indicators.reports.surveys.survey_results import SurveyRow
from indicators.surveys.survey import Survey
from layouts.site.page_request import PageRequest
from layouts.text import load_labels
from layouts.text.page_table import Cell, PageTable
from layouts.text.workflow import survey_text

RESULTS = "survey"
LIST = "surveys"
HEADINGS = (
    *("Profession", "Question", "n", "Mean before", "Mean after", "Difference"),
    *("95% from", "95% to", "t", "p", "p after Holm's correction", "Comparisons", "Result"),
)


def build_surveys_table(request: PageRequest) -> PageTable:
    """Return a row for each survey, the newest first: with its rows for who loads them."""
    book = SurveyBook(request.reports, request.viewer)
    loading = ("Rows read", "Loaded", "Refused", "Blank", "Loaded at (UTC)", "By", "Removed (UTC)")
    return PageTable(
        title="Staff surveys",
        name="staff-surveys",
        period=f"As of {format_day(request.today)}",
        headings=("Survey", "Asked in", *(loading if book.can_load else ())),
        rows=tuple(
            (each.name, each.asked, *(_list_loading(each) if book.can_load else ()))
            for each in book.list_surveys()
        ),
    )


def _list_loading(survey: Survey) -> tuple[Cell, ...]:
    removed = load_labels.format_moment(survey.removed_at) if survey.removed_at else ""
    read = survey.loaded + survey.refused + survey.blank
    rows = (read, survey.loaded, survey.refused, survey.blank)
    return (*rows, load_labels.format_moment(survey.made_at), survey.made_by, removed)


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
