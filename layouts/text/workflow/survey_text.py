"""A staff survey in words and numbers."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from indicators.reports.surveys.survey_results import FEWEST, SurveyResults, SurveyRow
from indicators.stats.paired_test import NoTestReason
from layouts.text.labels import choose_plural

ALL = "All professions"
HIDDEN = f"Hidden: fewer than {FEWEST} answers"
HIDDEN_TOTAL = "Hidden: it would reveal a profession that is hidden"
REASONS = {
    NoTestReason.TOO_FEW: "one answer is not enough for a test",
    NoTestReason.NO_CHANGE: "nobody changed, so there is nothing to test",
    NoTestReason.SAME_CHANGE: "everyone changed by the same amount, so there is no test",
}
_SMALLEST_P = 0.0001
_THREE_DECIMALS_FROM = 0.001


def format_mean(value: Decimal) -> str:
    """Return a mean to one decimal, halves away from zero."""
    return f"{value.quantize(Decimal('0.1'), ROUND_HALF_UP)}"


def format_difference(value: Decimal) -> str:
    """Return a difference with its sign."""
    rounded = value.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{rounded:+}".replace("-", "−") if rounded else "0.0"


def format_interval(bounds: tuple[float, float]) -> str:
    """Return a 95% interval, as −0.1 to 1.3."""
    low, high = (format_difference(Decimal(bound)).removeprefix("+") for bound in bounds)
    return f"{low} to {high}"


def format_p(p: float) -> str:
    """Return a p value as reports print it: three decimals, four if it is small, or <0.0001."""
    if p < _SMALLEST_P:
        return f"<{_SMALLEST_P}"
    return f"{p:.3f}" if p >= _THREE_DECIMALS_FROM else f"{p:.4f}"


def name_row(row: SurveyRow) -> str:
    """Return the profession of a row, or that it is of all."""
    return row.profession or ALL


def describe_verdict(row: SurveyRow) -> str:
    """Return whether the difference is real, or why that is not said."""
    if row.result is None:
        return HIDDEN if row.profession else HIDDEN_TOTAL
    if row.result.reason:
        return REASONS[row.result.reason]
    allowing = ""
    if row.comparisons > 1:
        allowing = f" after allowing for {row.comparisons} comparisons"
    if row.is_real:
        return f"real difference{allowing}"
    if row.is_real_alone:
        return f"no real difference{allowing}, although it would be one alone"
    return "no real difference"


def describe_verdict_briefly(row: SurveyRow) -> str:
    """Return the verdict without the number of comparisons, for a table that names it above."""
    if row.is_real:
        return "Real difference"
    if row.result and row.result.test:
        return "No real difference"
    return describe_verdict(row).capitalize()


def describe_row(row: SurveyRow) -> str:
    """Return a row in one sentence."""
    if row.result is None:
        return f"{name_row(row)}: {describe_verdict(row).lower()}"
    found = row.result
    means = f"{format_mean(found.before)} before, {format_mean(found.after)} after"
    return f"{name_row(row)} (n = {found.n}): {means}; {describe_verdict(row)}"


def summarise_results(results: SurveyResults) -> str:
    """Return how many differences are real, of how many that were tested."""
    tested = [row for row in results.rows if row.result and row.result.test]
    if not tested:
        return "Nothing could be tested."
    real = sum(row.is_real for row in tested)
    return (
        f"{real} of {len(tested)} {choose_plural(len(tested), 'difference', 'differences')} "
        f"{choose_plural(real, 'is', 'are')} real after allowing for all of these comparisons."
    )
