"""What a chart says, in sentences: for under it, beside it and where it cannot be seen."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from indicators.domain.catalogue import Indicator
from indicators.domain.core import ObservationStatus, Polarity, Unit
from indicators.domain.periods import format_day
from indicators.reports.indicator_report import ChartPoint, ChartStep, IndicatorReport, Restatement
from indicators.reports.load_ledger import LedgerFigure
from indicators.stats.rules import round_half_away
from indicators.stats.spc import AssuranceIcon, Segment, SpcChart, VariationIcon
from indicators.stats.xmr import Corner, SpecialCause
from layouts.text import icon_labels, labels

BY = {
    ChartStep.MONTH: "Month",
    ChartStep.QUARTER: "Quarter",
    ChartStep.YEAR: "Year",
    ChartStep.ROLLING: "Rolling 12 months",
}
NOUNS = {ChartStep.MONTH: ("month", "months"), ChartStep.QUARTER: ("quarter", "quarters")}
ROLLING = (
    "Each point is 12 months, and neighbours share most of them, so steps between them say nothing "
    "of variation: no limits are drawn here."
)
_WIDE = 10
"""Limits this far apart are told in whole numbers."""


def name_points(report: IndicatorReport) -> tuple[str, str]:
    """What one point is called, and many."""
    return NOUNS.get(report.by, ("year", "years"))


def name_sent_points(report: IndicatorReport) -> str:
    """What the indicator is sent by, many: the points of the small charts."""
    return NOUNS.get(report.choices[0], ("year", "years"))[1]


def format_line(value: float | None, indicator: Indicator, decimals: int = 1) -> str:
    """A mean or a limit, as it is printed; empty where there is none."""
    return (
        ""
        if value is None
        else labels.format_number(round_half_away(Fraction(value), decimals), indicator)
    )


def find_segment(report: IndicatorReport, at: int) -> Segment | None:
    """The stretch of limits that a point lies in."""
    segments = report.chart.segments if report.chart else ()
    return next((s for s in segments if s.start <= at < s.end), None)


def describe_chart(report: IndicatorReport) -> list[str]:
    """What the chart shows: usual variation and the target first, then what stands out."""
    one, many = name_points(report)
    if not any(point.figure.value is not None for point in report.points):
        return [f"No {one} up to {report.months.shown.name} has a figure."]
    sentences = [ROLLING] if report.chart is None else _of_limits(report, report.chart)
    if report.by is not report.choices[0]:
        sentences.append(f"The icons above are of single {name_sent_points(report)}.")
    if report.chart and (gaps := len(report.chart.gaps)):
        sentences.append(
            f"{gaps} {one if gaps == 1 else many} without a figure "
            f"{'is' if gaps == 1 else 'are'} stepped over."
        )
    if report.another_before and report.definition:
        since = report.definition.from_.name
        sentences.append(f"Figures before {since} were of another definition and are left out.")
    return sentences


def _of_limits(report: IndicatorReport, drawn: SpcChart) -> list[str]:
    at = drawn.latest or 0
    latest = report.points[at]
    segment = next(s for s in drawn.segments if s.start <= at < s.end)
    told = [_limits(report, drawn, segment)]
    if segment.provisional and segment.upper is not None:
        few = f"{segment.points} {name_points(report)[1]}, fewer than 13"
        told.append(f"These limits are provisional: they rest on {few}.")
    if segment.start:
        since = report.points[segment.start].figure.span.name
        told.append(f"Limits start anew in {since}: {segment.reason.rstrip('.')}.")
    if latest.icon and latest.icon is not VariationIcon.COMMON:
        change = icon_labels.VARIATION[latest.icon].told.partition(":")[0]
        told.append(f"{change}: {latest.figure.span.name} is {describe_cause(latest, report)}.")
    return told


def _limits(report: IndicatorReport, drawn: SpcChart, segment: Segment) -> str:
    """“Usual variation between 78% and 91%; the target lies inside it, so ...”"""
    one, many = name_points(report)
    if segment.corner is Corner.ONE_POINT:
        return f"Only one {one} has a figure since limits began, so no limits can be drawn yet."
    mean = format_line(segment.mean, report.indicator)
    if segment.corner is Corner.ALL_EQUAL:
        return f"All {segment.points} {many} stand at {mean}, so there is no variation to see."
    if segment.corner is Corner.NO_WIDTH or segment.lower is None or segment.upper is None:
        return f"The {many} about the mean of {mean} step too evenly for limits to be drawn."
    between = _between(segment.lower, segment.upper, report)
    return f"Usual variation {between}{_target(report, drawn.assurance)}."


def _between(lower: float, upper: float, report: IndicatorReport) -> str:
    decimals = 0 if upper - lower >= _WIDE else 1
    low, high = (format_line(each, report.indicator, decimals) for each in (lower, upper))
    if report.indicator.unit is Unit.PERCENT and upper > 100 and lower > 0:
        return f"from {low} up"
    if lower <= 0:
        return f"up to {high}"
    return f"between {low} and {high}"


def _target(report: IndicatorReport, found: AssuranceIcon | None) -> str:
    held = report.row.target
    if held is None or found is None:
        return ""
    named = f"; the target of {labels.format_target(held, report.indicator)} lies"
    every, many = name_points(report)
    if found is AssuranceIcon.INCONSISTENT:
        return f"{named} inside it, so some {many} will miss it by chance alone"
    below = (found is AssuranceIcon.PASS) == (report.indicator.better is Polarity.HIGHER)
    does = "meet" if found is AssuranceIcon.PASS else "miss"
    every = name_points(report)[0]
    return (
        f"{named} {'below' if below else 'above'} it, so every {every} will {does} it as things are"
    )


def describe_cause(point: ChartPoint, report: IndicatorReport) -> str:
    """Why a point is no common cause: “outside the limits”; empty for one that is."""
    high = bool(point.icon) and str(point.icon).endswith("high")
    many, limit = name_points(report)[1], "upper" if high else "lower"
    side = "above" if high else "below"
    return {
        SpecialCause.NONE: "",
        SpecialCause.OUTSIDE: f"{side} the limits",
        SpecialCause.TREND: f"one of 7 or more {many} {'rising' if high else 'falling'} in a row",
        SpecialCause.TWO_OF_THREE: f"one of two in three {many} near the {limit} limit",
        SpecialCause.SHIFT: f"one of 7 or more {many} in a row {side} the mean",
    }[point.cause]


def describe_point(point: ChartPoint, report: IndicatorReport) -> str:
    """A point's own icon in words, with its cause."""
    if point.icon is None:
        return ""
    told, why = icon_labels.VARIATION[point.icon].told, describe_cause(point, report)
    return f"{told} ({why})" if why else told


def list_point_notes(point: ChartPoint, report: IndicatorReport) -> list[str]:
    """What is to be known of a period: what is not behind it, what was said, what was restated."""
    said = dict.fromkeys(note.text for note in point.figure.sum.notes)
    behind = labels.list_coverage_notes(point.figure)
    return [*behind, *said, *(_restated(each, report) for each in point.restated)]


def _restated(found: Restatement, report: IndicatorReport) -> str:
    own = found.place.code == report.place.code
    where = "" if own else f" for {found.place.name}"
    was = "another figure, hidden since" if found.was is None else format_restated(found.was)
    return f"Restated: until {format_day(found.on)} it was {was}{where}."


def format_restated(was: LedgerFigure) -> str:
    """A figure as it came."""
    if was.status is not ObservationStatus.OK:
        return labels.MARK_MEANS[was.status]
    if was.numerator is None:
        return f"{was.value}"
    of = "" if was.denominator is None else f" of {was.denominator:,}"
    return f"{was.numerator:,}{of}"


def write_alt_text(report: IndicatorReport) -> str:
    """The chart in a sentence or two, for whoever does not see it."""
    name = f"{report.indicator.name}, {report.place.name}, by {BY[report.by].lower()}"
    if not report.points:
        return f"{name}. {describe_chart(report)[0]}"
    first, last = (report.points[at].figure.span.name for at in (0, -1))
    return f"Chart of {name}, {first} to {last}. {describe_chart(report)[0]}"


def describe_sources(report: IndicatorReport, seen_on: date | None = None) -> str:
    """Which loads the figures are from, and as at when they are seen."""
    loads = report.loads
    if not loads:
        return "From no loads."
    newest = f"{loads[0].file} (load {loads[0].id})"
    others = f" and {len(loads) - 1} earlier" if loads[1:] else ""
    seen = f", {labels.label_as_at(seen_on).lower()}" if seen_on else ""
    return f"From {newest}{others}{seen}."
