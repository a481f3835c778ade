"""Captions of an indicator's chart: sentences below it, notes in its table and its alt text."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from indicators.domain.chart_entries.figure_comment import FigureComment
from indicators.domain.core import ObservationStatus, Polarity, Unit
from indicators.domain.indicator import Indicator
from indicators.domain.periods import format_day
from indicators.ports.load_effect import SentFigure
from indicators.reports.chart_models import ChartPoint, ChartStep, IndicatorReport, Restatement
from indicators.stats.rules import round_half_away
from indicators.stats.spc import Assurance, AssuranceIcon, VariationIcon
from indicators.stats.spc_chart import Segment, SpcChart
from indicators.stats.xmr import Corner
from layouts.text import assurance_text, icon_labels, labels
from layouts.text.baseline_text import describe_baseline
from layouts.text.plan_text import describe_plan
from layouts.text.rule_text import describe_rules

BY = {
    ChartStep.MONTH: "Month",
    ChartStep.QUARTER: "Quarter",
    ChartStep.YEAR: "Year",
    ChartStep.ROLLING: "Rolling 12 months",
}
NOUNS = {ChartStep.MONTH: ("month", "months"), ChartStep.QUARTER: ("quarter", "quarters")}
ROLLING = (
    "Each point covers 12 months and shares most of them with the next point, so the steps between "
    "points do not show variation. No limits are drawn."
)
_WIDE = 10
"""Limits this far apart are written in whole numbers."""


def name_points(report: IndicatorReport) -> tuple[str, str]:
    """Return the words for one point and for many."""
    return NOUNS.get(report.by, ("year", "years"))


def name_sent_points(report: IndicatorReport) -> str:
    """Return the word for many points of the small charts: months, quarters or years."""
    return NOUNS.get(report.choices[0], ("year", "years"))[1]


def format_line(value: float | None, indicator: Indicator, decimals: int = 1) -> str:
    """Return a mean or a limit as it is read, with a real minus sign; empty where there is none."""
    if value is None:
        return ""
    text = labels.format_number(round_half_away(Fraction(value), decimals), indicator)
    return text.replace("-", "\N{MINUS SIGN}")


def find_segment(report: IndicatorReport, at: int) -> Segment | None:
    """Return the segment of limits that contains a point."""
    segments = report.chart.segments if report.chart else ()
    return next((s for s in segments if s.start <= at < s.end), None)


def list_lines(report: IndicatorReport) -> list[tuple[str, str]]:
    """Return the mean and the usual limits at each point as they are read; none without limits."""
    lines: list[tuple[str, str]] = []
    for segment in report.chart.segments if report.chart else ():
        mean, *ends = (
            format_line(line, report.indicator)
            for line in (segment.mean, segment.lower, segment.upper)
        )
        limits = "" if segment.lower is None else " to ".join(ends)
        lines += [(mean, limits)] * (segment.end - segment.start)
    return lines


def describe_chart(report: IndicatorReport) -> list[str]:
    """Return what the chart shows: usual variation and target first, then special causes."""
    one, many = name_points(report)
    if not any(point.figure.value is not None for point in report.points):
        return [f"No {one} up to {report.months.shown.name} has a figure."]
    sentences = [ROLLING] if report.chart is None else _describe_limits(report, report.chart)
    last = report.points[-1]
    sentences += describe_plan(report.trajectory, last.figure, last.planned, report.indicator)
    if report.by is not report.choices[0]:
        sentences.append(f"The icons above describe single {name_sent_points(report)}.")
    if report.chart and (gaps := len(report.chart.gaps)):
        sentences.append(
            f"{gaps} {one if gaps == 1 else many} without a figure "
            f"{'is' if gaps == 1 else 'are'} skipped."
        )
    if report.another_before and report.definition:
        since = report.definition.from_.name
        sentences.append(f"Figures before {since} use another definition and are left out.")
    return sentences


def _describe_limits(report: IndicatorReport, drawn: SpcChart) -> list[str]:
    at = drawn.latest or 0
    latest = report.points[at]
    segment = next(s for s in drawn.segments if s.start <= at < s.end)
    sentences = [_describe_variation(report, drawn, segment)]
    sentences += [
        describe_baseline(
            each.baseline, name_points(report)[1], used=each.used, too_old=each.too_old
        )
        for each in report.baselines
        if each.too_old or segment.start <= each.start < segment.end
    ]
    if segment.provisional and segment.upper is not None:
        few = f"{segment.points} {name_points(report)[1]}, fewer than 13"
        sentences.append(f"These limits are provisional: they are based on {few}.")
    if segment.start:
        since = report.points[segment.start].figure.span.name
        sentences.append(f"Limits restart in {since}: {segment.reason.rstrip('.')}.")
    if latest.icon and latest.icon is not VariationIcon.COMMON:
        kind = icon_labels.VARIATION[latest.icon].kind
        sentences.append(f"{kind}: {latest.figure.span.name} is {describe_cause(latest, report)}.")
    return sentences


def _describe_variation(report: IndicatorReport, drawn: SpcChart, segment: Segment) -> str:
    """Return “Usual variation is between 78% and 91%. The target of 90% is within ...”."""
    one, many = name_points(report)
    if segment.corner is Corner.ONE_POINT:
        return (
            f"Only one {one} has a figure since the limits started, so no limits can be drawn yet."
        )
    mean = format_line(segment.mean, report.indicator)
    if segment.corner is Corner.ALL_EQUAL:
        if segment.fixed:
            return (
                f"All {segment.points} {many} of the baseline are {mean}, so it has no variation."
            )
        same = f"All {segment.points} {many} are {mean}, so there is no variation."
        return f"{same}{_describe_equal_target(report, drawn.assurance)}"
    if segment.corner is Corner.NO_WIDTH or segment.lower is None or segment.upper is None:
        return f"The {many} vary too evenly around the mean of {mean} for limits to be drawn."
    first, last = _describe_target(report, drawn.assurance)
    limits = _format_range(segment.lower, segment.upper, report)
    return f"{first}Usual variation is {limits}.{last}"


def _describe_equal_target(report: IndicatorReport, found: Assurance | None) -> str:
    """Return whether months that are all equal meet the target."""
    target = report.row.target
    if target is None or found is None:
        return ""
    verb = "meet" if found.met else "miss"
    return f" They {verb} the target of {labels.format_target(target, report.indicator)}."


def _format_range(lower: float, upper: float, report: IndicatorReport) -> str:
    """Return the limits, and what they cannot go beyond: they are calculated without clipping."""
    indicator = report.indicator
    decimals = 0 if upper - lower >= _WIDE else 1
    low, high = (format_line(each, indicator, decimals) for each in (lower, upper))
    floor, ceiling = find_bounds(indicator)
    below, above = lower < floor, ceiling is not None and upper > ceiling
    why = f": {explain_bounds(lower, upper, indicator)}" if below or above else ""
    if below and above:
        ends = (format_line(each, indicator, 0) for each in (floor, ceiling))
        return f"anything from {' to '.join(ends)}{why}"
    if above:
        return f"from {low} up{why}"
    return f"up to {high}{why}" if below else f"between {low} and {high}"


def find_bounds(indicator: Indicator) -> tuple[float, float | None]:
    """Return the lowest and highest possible figure; a count or rate has no highest."""
    return 0.0, 100.0 if indicator.unit is Unit.PERCENT else None


def explain_bounds(lower: float, upper: float, indicator: Indicator) -> str:
    """Return why a limit is not reached: “a percentage cannot go below 0%”; else empty."""
    floor, ceiling = find_bounds(indicator)
    beyond = [f"below {format_line(floor, indicator, 0)}"] if lower < floor else []
    if ceiling is not None and upper > ceiling:
        beyond.append(f"above {format_line(ceiling, indicator, 0)}")
    words = {Unit.PERCENT: "a percentage", Unit.RATE: "a rate", Unit.COUNT: "a count"}
    return f"{words[indicator.unit]} cannot go {' or '.join(beyond)}" if beyond else ""


def _describe_target(report: IndicatorReport, found: Assurance | None) -> tuple[str, str]:
    """Return what to say of the target before the limits, and after them."""
    target = report.row.target
    if target is None or found is None:
        return "", ""
    value = labels.format_target(target, report.indicator)
    one, many = name_points(report)
    if found.is_rare or found.is_usual:
        record = assurance_text.describe_record(found, one, f"the target of {value}")
        could = "could meet it" if found.is_rare else "could miss it"
        return f"{record}. ", f" These limits reach the target, so single {many} {could}."
    count = assurance_text.count_met(found, one)
    named = f" The target of {value} is"
    if found.icon is AssuranceIcon.INCONSISTENT:
        return "", f"{named} within these limits, so single {many} can meet or miss it ({count})."
    below = (found.icon is AssuranceIcon.PASS) == (report.indicator.better is Polarity.HIGHER)
    verb = "meet" if found.icon is AssuranceIcon.PASS else "miss"
    side = "below" if below else "above"
    return "", f"{named} {side} these limits, so every {one} is expected to {verb} it ({count})."


def describe_cause(point: ChartPoint, report: IndicatorReport) -> str:
    """Return every rule that a point breaks, strongest first; empty for common cause."""
    return describe_rules(point.broken, name_points(report)[1])


def describe_point(point: ChartPoint, report: IndicatorReport) -> str:
    """Return a point's icon in words, with its cause."""
    if point.icon is None:
        return ""
    text, cause = icon_labels.VARIATION[point.icon].sentence, describe_cause(point, report)
    return f"{text} ({cause})" if cause else text


def list_point_notes(point: ChartPoint, report: IndicatorReport) -> list[str]:
    """Return the notes of a period: what is missing, notes of the sender, restated figures."""
    sent = dict.fromkeys(note.text for note in point.figure.sum.notes)
    missing = labels.list_coverage_notes(point.figure)
    restated = (_describe_restatement(each, report) for each in point.restated)
    return [*missing, *sent, *restated, *map(_describe_comment, point.comments)]


def _describe_comment(comment: FigureComment) -> str:
    on = f"{format_day(comment.made_at)} {comment.made_at:%H:%M} UTC"
    return f"Comment by {comment.who}, {on}, on {comment.month.name}: {comment.text}"


def _describe_restatement(found: Restatement, report: IndicatorReport) -> str:
    own = found.place.code == report.place.code
    where = "" if own else f" for {found.place.name}"
    was = (
        "a figure that is now hidden"
        if found.was is None
        else format_restated(found.was, report.indicator)
    )
    return f"Restated on {format_day(found.on)}: was {was}{where}."


def format_restated(was: SentFigure, indicator: Indicator) -> str:
    """Return an earlier figure as it was sent."""
    if was.status is not ObservationStatus.OK:
        return labels.MARK_MEANS[was.status]
    if was.numerator is None:
        return f"{was.value}{labels.format_unit(indicator)}"
    of = "" if was.denominator is None else f" of {was.denominator:,}"
    return f"{was.numerator:,}{of}"


def write_alt_text(report: IndicatorReport) -> str:
    """Return the chart in one or two sentences, for screen readers."""
    name = f"{report.indicator.name}, {report.place.name}, by {BY[report.by].lower()}"
    if not report.points:
        return f"{name}. {describe_chart(report)[0]}"
    first, last = (report.points[at].figure.span.name for at in (0, -1))
    return f"Chart of {name}, {first} to {last}. {describe_chart(report)[0]}"


def describe_sources(report: IndicatorReport, seen_on: date | None = None) -> str:
    """Return which loads the figures come from, and the day they are shown as at."""
    loads = report.loads
    if not loads:
        return "No loads."
    newest = f"{loads[0].file} (load {loads[0].id})"
    others = f" and {len(loads) - 1} earlier" if loads[1:] else ""
    day = f", {labels.label_as_at(seen_on).lower()}" if seen_on else ""
    return f"From {newest}{others}{day}."
