"""The steps of a birth cohort as a table to download."""

from __future__ import annotations

from indicators.domain.periods import Period, format_quarter_code
from indicators.reports.outcome_models import Step
from layouts.pages.cohort.cohort_choices import read_cohort_request
from layouts.site.page_request import PageRequest
from layouts.text import labels, outcome_labels
from layouts.text.page_table import (
    Cell,
    PageTable,
    TableSource,
    build_count_cells,
    build_figure_cell,
    build_target_cell,
    build_verdict_cells,
    join_notes,
)

STEPS = "steps"


def build_steps_table(request: PageRequest) -> PageTable | None:
    """Return the steps in the order of the page; None while nothing is loaded."""
    report = read_cohort_request(request)
    if report is None:
        return None
    name, city = report.place.name, request.reports.places.city.name
    is_city = report.place.code == request.reports.places.city.code
    spans = [step.span for step in report.steps]
    first = min((span.start for span in spans), default=report.births.start)
    last = max((span.ended for span in spans), default=report.births.ended)
    return PageTable(
        title=f"{name}: birth cohort",
        name=f"cohort-{report.place.code}-{format_quarter_code(report.births)}",
        period=f"Born in {outcome_labels.describe_births(report.births)}",
        headings=(
            *("Indicator", "When", "Months", name, "Verdict", "Numerator", "Denominator"),
            "Target",
            *(() if is_city else (city, f"{city}: numerator", f"{city}: denominator")),
            "Notes",
        ),
        rows=tuple(_list_cells(step, is_city=is_city) for step in report.steps),
        source=TableSource(
            [report.place.code],
            [step.indicator for step in report.steps],
            Period(last, last.ordinal - first.ordinal + 1),
        ),
        notes=(outcome_labels.NOT_FOLLOWED,),
    )


def _list_cells(step: Step, *, is_city: bool) -> tuple[Cell, ...]:
    indicator = step.indicator
    missing = outcome_labels.explain_missing(step)
    head = (
        indicator.name,
        outcome_labels.describe_age(step.cohort),
        outcome_labels.format_span(step.span),
    )
    if step.figure.value is None and missing:
        return (*head, *[""] * (5 if is_city else 8), missing)
    city = (
        build_figure_cell(step.city, indicator),
        *build_count_cells(step.city, indicator),
    )
    return (
        *head,
        *build_verdict_cells(step.figure, indicator),
        *build_count_cells(step.figure, indicator),
        build_target_cell(step.figure.target, indicator),
        *(() if is_city else city),
        join_notes([*labels.list_coverage_notes(step.figure), *([missing] if missing else [])]),
    )
