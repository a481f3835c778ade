"""The words of the outcomes and birth cohort pages: ages, spans, differences, what is missing."""

from __future__ import annotations

from collections.abc import Sequence

from indicators.domain.catalogue import Cohort, Indicator
from indicators.domain.core import CountType, ObservationStatus, Unit
from indicators.domain.periods import MONTH_NAMES, Period
from indicators.figures.figure import Change, Figure
from indicators.reports.cohort_report import CohortReport, Reached, Step
from indicators.reports.outcomes_report import CountsBySite, YearsComparison
from indicators.stats.rules import round_half_away
from layouts.text import labels

NOT_FOLLOWED = (
    "These are each service's figures for the months in which the babies of this quarter reached "
    "the step. They are not the same children followed: some families have moved in or out, and "
    "bookings are of all women who booked then."
)


def format_span(period: Period) -> str:
    """April to June 2024; November 2023 to January 2024."""
    start, ended = period.start, period.ended
    if start == ended:
        return ended.name
    first = MONTH_NAMES[start.month - 1] if start.year == ended.year else start.name
    return f"{first} to {ended.name}"


def describe_age(when: Cohort) -> str:
    """When the babies stand in a step: “7 months before birth”, “at birth”, “2.5 years”."""
    months = when.months
    if months < 0:
        return f"{-months} {'month' if months == -1 else 'months'} before birth"
    if months == 0:
        return "At birth"
    if months < 24 or months % 6:
        return f"{months} {'month' if months == 1 else 'months'}"
    return f"{months // 12}{'.5' if months % 12 else ''} years"


def describe_births(period: Period) -> str:
    """Born in Q1 2024/25: April to June 2024."""
    return f"{period.name}: {format_span(period)}"


def explain_missing(step: Step) -> str:
    """Why a step has no figure, or not all of it; empty where nothing is to be said."""
    if step.reached is Reached.NOT_YET:
        return f"Not reached yet: from {step.span.start.name}"
    if step.reached is Reached.BEFORE:
        return "Before the first month there are figures for"
    if step.reached is Reached.PARTLY:
        return f"Under way: whole after {step.span.ended.name}"
    return ""


def describe_path(report: CohortReport) -> str:
    """How far the path has come, in a sentence."""
    come = [step for step in report.steps if step.figure.value is not None]
    ahead = [step for step in report.steps if step.reached is Reached.NOT_YET]
    told = f"{len(come)} of {len(report.steps)} steps have figures"
    if not ahead:
        return f"{told}."
    first = ahead[0]
    return f"{told}; the next, {first.indicator.name}, is reached from {first.span.start.name}."


def format_difference(change: Change | None, indicator: Indicator) -> str:
    """The difference of two years with its sign: “+1.3 points”, “−0.4 points”."""
    if change is None:
        return ""
    size = round_half_away(abs(change.points), 1)
    sign = "" if change.points == 0 else "+" if change.points > 0 else "\u2212"
    told = f"{sign}{size:,}" if size or not sign else "under 0.1"
    if indicator.unit is not Unit.PERCENT:
        return told
    return f"{told} {'point' if size == 1 else 'points'}"


def format_yearly_change(change: Change | None, indicator: Indicator) -> str:
    """The last year on the one before: “1.7 points better”; of whole numbers “29 more”."""
    told = labels.format_change(change, indicator)
    whole = change and indicator.unit is Unit.COUNT and change.points.denominator == 1
    return told.replace(".0 ", " ") if whole else told or "Not to be compared"


def label_direction(change: Change | None) -> str:
    """Better, worse or the same; higher or lower where neither way is better."""
    if change is None:
        return ""
    return {"same": "No change"}.get(change.direction, change.direction.capitalize())


def explain_no_difference(was: Figure, now: Figure) -> str:
    """Why two years are not compared."""
    if was.value is None or now.value is None:
        return "No figure in both years"
    if was.too_few_months or now.too_few_months:
        return "Too few months"
    return "Counted in another way since"


def summarise_progress(report: YearsComparison) -> str:
    """“5 of 6 better than in 2021/22, 1 worse.”"""
    told = [row.change.direction for row in report.rows if row.change]
    if not told:
        return "There is nothing to compare in these two years."
    better, worse = told.count("better"), told.count("worse")
    rest = len(report.rows) - len(told)
    parts = [f"{better} of {len(told)} better than in {report.earlier.name}", f"{worse} worse"]
    if same := told.count("same"):
        parts.append(f"{same} the same")
    if rest:
        parts.append(f"{rest} without two years to compare")
    return f"{', '.join(parts)}."


def explain_no_outcome(figure: Figure) -> str:
    """Why a year has no figure, as the report's Table 4 says it."""
    if figure.status is ObservationStatus.INCOMPLETE:
        return "Data incomplete"
    if figure.status is ObservationStatus.NOT_AVAILABLE:
        return "No data available"
    return labels.MARK_MEANS[figure.status].capitalize()


def name_chosen_areas(report: YearsComparison, every: int) -> str:
    """The areas taken together: “Hillfields and Tile Hill”, “all 17”, “none”."""
    if len(report.areas) == every:
        return f"all {every}"
    return labels.join_names(area.name for area in report.areas) or "none"


def include_year(years: Sequence[Period], asked: Period) -> list[Period]:
    """The years to choose from, with the one asked for among them."""
    return sorted({*years, asked}, key=lambda year: year.ended)


def list_coverage_notes(figure: Figure) -> list[str]:
    """What is not behind a year's figure; nothing here has a verdict."""
    return [line for line in labels.list_coverage_notes(figure) if line != "no verdict"]


def explain_pooling(report: YearsComparison) -> str:
    """How the figures of two years are made."""
    areas = "" if len(report.areas) == 1 else " and areas"
    return f"Counts are added up over the months{areas} of each year, and percentages made of them."


def explain_count(indicator: Indicator) -> str:
    """What the year's number of a count is."""
    if indicator.gathering is CountType.SNAPSHOT:
        return "the mean of the year's month ends"
    return "the sum over the year's months"


def describe_highest(report: CountsBySite) -> str:
    """The place that stands highest in the last year with figures, in a sentence."""
    for at in range(len(report.years) - 1, -1, -1):
        known = [(p, report.cells[p.code][at]) for p in report.places]
        figures = [(f.value, p, f) for p, f in known if f.value is not None]
        if figures:
            _, place, figure = max(figures, key=lambda each: each[0])
            told = labels.format_figure(figure, report.indicator)
            return f"Highest in {report.years[at].name}: {place.name}, {told}."
    return ""
