"""Words of the outcomes and birth cohort pages: ages, periods, differences, missing figures."""

from __future__ import annotations

from collections.abc import Sequence

from indicators.domain.catalogue_parts.indicator_parts import Cohort
from indicators.domain.core import CountType, ObservationStatus, Unit
from indicators.domain.indicator import Indicator
from indicators.domain.periods import MONTH_NAMES, Period
from indicators.figures.change import Change
from indicators.figures.figure import Figure
from indicators.reports.outcome_models import (
    CohortReport,
    CountsBySite,
    Reached,
    Step,
    YearsComparison,
)
from layouts.text import labels

NOT_FOLLOWED = (
    "Each step shows the service's figures for the months in which babies born in this quarter "
    "reached it. They are not the same children throughout: some families moved in or out, and "
    "bookings count all women who booked in those months."
)


def format_span(period: Period) -> str:
    """Return “April to June 2024”, “November 2023 to January 2024”."""
    start, ended = period.start, period.ended
    if start == ended:
        return ended.name
    first = MONTH_NAMES[start.month - 1] if start.year == ended.year else start.name
    return f"{first} to {ended.name}"


def describe_age(when: Cohort) -> str:
    """Return the age at a step: “7 months before birth”, “At birth”, “2.5 years”."""
    months = when.months
    if months < 0:
        return f"{-months} {'month' if months == -1 else 'months'} before birth"
    if months == 0:
        return "At birth"
    if months < 24 or months % 6:
        return f"{months} {'month' if months == 1 else 'months'}"
    return f"{months // 12}{'.5' if months % 12 else ''} years"


def describe_births(period: Period) -> str:
    """Return a quarter of births: “Q1 2024/25: April to June 2024”."""
    return f"{period.name}: {format_span(period)}"


def explain_missing(step: Step) -> str:
    """Return why a step has no figure or only part of one; empty for a complete figure."""
    if step.reached is Reached.NOT_YET:
        return f"Not reached yet: from {step.span.start.name}"
    if step.reached is Reached.BEFORE:
        return "Before the first month with figures"
    if step.reached is Reached.PARTLY:
        return f"In progress: complete after {step.span.ended.name}"
    return ""


def describe_path(report: CohortReport) -> str:
    """Return how many steps of the path have figures, and which comes next."""
    reached = [step for step in report.steps if step.figure.value is not None]
    ahead = [step for step in report.steps if step.reached is Reached.NOT_YET]
    counts = f"{len(reached)} of {len(report.steps)} steps have figures"
    if not ahead:
        return f"{counts}."
    first = ahead[0]
    return f"{counts}. Next: {first.indicator.name}, from {first.span.start.name}."


def format_difference(change: Change | None, indicator: Indicator) -> str:
    """Return the difference between two years with its sign; empty without one."""
    return labels.format_difference(change, indicator) if change else ""


def format_yearly_change(change: Change | None, indicator: Indicator) -> str:
    """Return the change since the year before: “1.7 points better”; for whole numbers “29 more”."""
    text = labels.format_change(change, indicator)
    whole = change and indicator.unit is Unit.COUNT and change.points.denominator == 1
    return text.replace(".0", "") if whole else text or "Cannot be compared"


def label_direction(change: Change | None) -> str:
    """Return better, worse or no change; higher or lower where neither direction is better."""
    if change is None:
        return ""
    return {"same": "No change"}.get(change.direction, change.direction.capitalize())


def explain_no_difference(was: Figure, now: Figure) -> str:
    """Return why two years are not compared."""
    if was.value is None or now.value is None:
        return "No figure for one or both years"
    if was.too_few_months or now.too_few_months:
        return "Too few months"
    return "The definition changed"


def summarise_progress(report: YearsComparison) -> str:
    """Return how many indicators got better or worse.

    “5 of 6 better than in 2021/22, 1 worse.”
    """
    directions = [row.change.direction for row in report.rows if row.change]
    if not directions:
        return "Nothing can be compared between these two years."
    better, worse = directions.count("better"), directions.count("worse")
    rest = len(report.rows) - len(directions)
    parts = [
        f"{better} of {len(directions)} better than in {report.earlier.name}",
        f"{worse} worse",
    ]
    if same := directions.count("same"):
        parts.append(f"{same} the same")
    if rest:
        parts.append(f"{rest} cannot be compared")
    return f"{', '.join(parts)}."


def explain_no_outcome(figure: Figure) -> str:
    """Return why a year has no figure, in the words of the report's Table 4."""
    if figure.status is ObservationStatus.INCOMPLETE:
        return "Data incomplete"
    if figure.status is ObservationStatus.NOT_AVAILABLE:
        return "No data available"
    return labels.MARK_MEANS[figure.status].capitalize()


def explain_new_version(figures: Sequence[Figure], at: int, indicator: Indicator) -> str:
    """Return that a year is counted in another way than the last figure before it, or nothing."""
    before = [figure for figure in figures[:at] if figure.value is not None]
    if not before or figures[at].value is None:
        return ""
    if indicator.is_counted_alike(before[-1].span.ended, figures[at].span.ended):
        return ""
    return f"Counted differently from {before[-1].span.name}: cannot be compared"


def explain_years_left_out(report: CountsBySite) -> str:
    """Return which years the chart leaves out because they are counted in another way."""
    left = len(report.years) - len(report.comparable_years)
    if not left:
        return ""
    return f"Years up to {report.years[left - 1].name} use another definition and are left out."


def name_chosen_areas(report: YearsComparison, every: int) -> str:
    """Return the areas added together: “Hillfields and Tile Hill”, “all 17”, “none”."""
    if len(report.areas) == every:
        return f"all {every}"
    return labels.join_names(area.name for area in report.areas) or "none"


def include_year(years: Sequence[Period], selected: Period) -> list[Period]:
    """Return the years to choose from, including the selected one."""
    return sorted({*years, selected}, key=lambda year: year.ended)


def explain_pooling(report: YearsComparison) -> str:
    """Return how the figures of two years are calculated."""
    areas = "" if len(report.areas) == 1 else " and areas"
    return (
        f"Counts are added up over the months{areas} of each year, and percentages are calculated "
        "from the totals."
    )


def explain_count(indicator: Indicator) -> str:
    """Return how a year's count is calculated."""
    if indicator.gathering is CountType.SNAPSHOT:
        return "mean of the year's month-end counts"
    return "sum of the year's months"


def describe_highest(report: CountsBySite) -> str:
    """Return the place with the highest count in the last year with figures, in a sentence.

    “Highest in 2026/27 (6 of 12 months): Foleshill, 114.”
    """
    for at in range(len(report.years) - 1, -1, -1):
        known = [(p, report.cells[p.code][at]) for p in report.places]
        figures = [(f.value, p, f) for p, f in known if f.value is not None]
        if figures:
            _, place, figure = max(figures, key=lambda each: each[0])
            count = labels.format_figure(figure, report.indicator)
            missing = ", ".join(labels.list_missing_parts(figure))
            year = report.years[at].name + (f" ({missing})" if missing else "")
            return f"Highest in {year}: {place.name}, {count}."
    return ""
