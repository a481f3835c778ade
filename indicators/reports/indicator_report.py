"""The chart of one indicator in one place: its periods as points, limits, causes, what happened."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import dropwhile

from indicators.access.permissions import Viewer
from indicators.domain.core import LocalityKind, ObservationStatus
from indicators.domain.errors import UserError
from indicators.domain.indicator import Indicator
from indicators.domain.loads import Load
from indicators.domain.localities import Locality
from indicators.domain.periods import Month, Period, get_rolling_year
from indicators.figures.figure import Figure
from indicators.figures.icons import get_signal_window
from indicators.figures.judge_figures import calculate_figures, calculate_figures_at
from indicators.figures.series import MonthWindow, Series
from indicators.reports.actions.place_actions import list_place_actions
from indicators.reports.base import Reports
from indicators.reports.chart_models import (
    STEPS,
    AreaChart,
    ChartEvent,
    ChartPoint,
    ChartStep,
    IndicatorReport,
)
from indicators.reports.chart_periods import (
    ChartSeries,
    calculate_charts,
    list_periods,
    place_baselines,
    read_sent_values,
)
from indicators.reports.place_report import build_rows_from
from indicators.reports.restatements import list_restatements
from indicators.stats.spc import VariationIcon, choose_icon
from indicators.stats.spc_chart import SpcChart
from indicators.stats.xmr import SpecialCause

MOST_OTHERS = 60
"""Small charts of areas, at most; in a larger council those of the areas of the place in view."""


def build_indicator_report(
    reports: Reports,
    code: str,
    place: str,
    by: str,
    asked: Month | None,
    viewer: Viewer,
) -> IndicatorReport | None:
    """Return the chart of an indicator in a place, up to five years to a month, or None if empty.

    An empty `place` is the city, and an empty `by` the periods that are sent. Raises UserError for
    an indicator, a place or a `by` that is unknown, and OutOfScopeError for what is not shown.
    """
    reports = reports.limit_to(viewer)
    indicator = reports.scope.require_indicator(code)
    where = reports.scope.require_place(place or reports.places.city.code)
    choices = STEPS[indicator.every]
    if by and by not in choices:
        raise UserError(
            f"{indicator.name} cannot be shown by “{by}”.",
            remedy=f"It can be shown by: {', '.join(choices)}.",
        )
    chosen = ChartStep(by) if by else choices[0]
    months = reports.find_months(asked)
    if months is None:
        return None
    month = months.shown
    window = get_signal_window(month)
    longer = MonthWindow(window.first - 11, month)  # the first rolling year ends in the first month
    series = reports.read_place_series(where.code, [indicator], longer, viewer)
    within = series.restrict_to(window)
    row = build_rows_from(reports, where.code, [indicator], within, viewer)[indicator.code]
    figures = _calculate_figures(series, indicator, where.code, window, chosen)
    if code in series.released:
        figures = _keep_published(figures, month)
    spans = [figure.span for figure in figures]
    happened = _list_events(reports, indicator, where, spans, months.latest, viewer)
    values = [None if f.value is None else float(f.value) for f in figures]
    if chosen is choices[0]:
        values = read_sent_values(series, indicator, [where.code], spans)[where.code]
    # Rolling years share most of their months: steps between them say nothing, so no limits.
    rolling = chosen is ChartStep.ROLLING
    held = indicator.find_target_for_span(Period(month, chosen.months), where.code)
    target = float(held.value) if held else None
    baselines = place_baselines(reports, indicator, where.code, spans, values, window.first)
    made = (
        None
        if rolling or code in series.released
        else calculate_charts(
            reports, indicator, spans, [ChartSeries(where.code, values, baselines, target)]
        )[0]
    )
    restated = list_restatements(reports, indicator, where, longer, figures)
    comments = reports.list_comments([code], [where.code], viewer)
    definition = indicator.find_definition(month)
    return IndicatorReport(
        indicator=indicator,
        place=where,
        months=months,
        by=chosen,
        choices=choices,
        row=row,
        points=tuple(
            ChartPoint(
                figure,
                made.causes[at] if made else SpecialCause.NONE,
                made.broken[at] if made else (),
                _choose_point_icon(made, at, indicator),
                tuple(r for ended, r in restated if _is_within(figure.span, ended)),
                indicator.calculate_planned(figure.span, where.code),
                tuple(c for c in comments if _is_within(figure.span, c.month)),
            )
            for at, figure in enumerate(figures)
        ),
        chart=made,
        baselines=() if rolling else baselines,
        happened=happened,
        others=_build_area_charts(reports, indicator, where, window, viewer),
        definition=definition,
        another_before=bool(
            definition and any(d.from_ < definition.from_ for d in indicator.definition)
        ),
        trajectory=indicator.find_trajectory(Period(month, chosen.months), where.code),
        loads=tuple(_list_loads(reports, indicator, where, window)),
    )


def _is_within(span: Period, ended: Month) -> bool:
    return span.start <= ended <= span.ended


def _choose_point_icon(
    made: SpcChart | None, at: int, indicator: Indicator
) -> VariationIcon | None:
    """Return the icon of a point, or None without limits or without a figure."""
    if made is None or at in made.gaps:
        return None
    limits = next(s.upper for s in made.segments if s.start <= at < s.end)
    return None if limits is None else choose_icon(made.sides[at], indicator.better)


def _calculate_figures(
    series: Series, indicator: Indicator, place: str, window: MonthWindow, by: ChartStep
) -> list[Figure]:
    """Return the figures from the first period about which anything is known."""
    spans = list_periods(indicator, window, by)
    figures = calculate_figures_at(series, [(indicator, place, span) for span in spans])
    return list(dropwhile(_is_empty, figures))


def _keep_published(figures: Sequence[Figure], month: Month) -> list[Figure]:
    """Return the figures that were published, and that of the month in view."""
    return [f for f in figures if f.value is not None or f.span.ended == month]


def _is_empty(figure: Figure) -> bool:
    empty = figure.status is ObservationStatus.NOT_AVAILABLE and not figure.sum.months_with
    return empty and not figure.sum.notes


def _list_events(
    reports: Reports,
    indicator: Indicator,
    place: Locality,
    spans: Sequence[Period],
    latest: Month | None,
    viewer: Viewer,
) -> tuple[ChartEvent, ...]:
    """Return the events on the chart, the starts of actions, and when the team went live."""
    if not spans:
        return ()
    events = [
        ChartEvent(event.month, event.what, rebase=event.rebase)
        for event in reports.events.of(indicator.code, place.code, reports.places)
    ]
    if place.kind is not LocalityKind.CITY:
        events += [
            ChartEvent(action.started, f"Action started: {action.what}")
            for action in list_place_actions(reports, place, latest, viewer, [indicator.code])
            if action.started is not None
        ]
    month = spans[-1].ended
    team = (
        reports.places.find_parent(place.code, LocalityKind.TEAM, month)
        if place.kind is LocalityKind.AREA
        else place
    )
    if team and team.live_from:
        events.append(ChartEvent(team.live_from, f"The {team.name} team went live", live=True))
    seen = (h for h in events if spans[0].start <= h.month <= month)
    return tuple(sorted(seen, key=lambda h: h.month))


def _build_area_charts(
    reports: Reports, indicator: Indicator, place: Locality, window: MonthWindow, viewer: Viewer
) -> tuple[AreaChart, ...]:
    """Every area's months (or what the indicator is sent by), in one query."""
    month = reports.get_areas_month(window.last)
    areas = reports.list_places(LocalityKind.AREA, month)
    if len(areas) > MOST_OTHERS:
        holder = reports.places.find_parent(place.code, LocalityKind.TEAM, month) or place
        areas = reports.places.list_areas(holder.code, month)[:MOST_OTHERS]
    if not areas:
        return ()
    codes = [area.code for area in areas]
    series = reports.read_series(codes, [indicator], window, viewer)
    spans = list_periods(indicator, window, STEPS[indicator.every][0])
    every = read_sent_values(series, indicator, codes, spans)
    year = calculate_figures(series, indicator, codes, get_rolling_year(window.last))
    charts = calculate_charts(
        reports,
        indicator,
        spans,
        [
            ChartSeries(
                code,
                every[code],
                place_baselines(reports, indicator, code, spans, every[code], window.first),
            )
            for code in codes
        ],
    )
    return tuple(
        AreaChart(
            area,
            tuple(every[area.code]),
            chart,
            year[area.code],
            indicator.find_target_for_span(Period(window.last, indicator.months), area.code),
        )
        for area, chart in zip(areas, charts, strict=True)
    )


def _list_loads(
    reports: Reports, indicator: Indicator, place: Locality, window: MonthWindow
) -> list[Load]:
    areas = reports.places.list_areas(place.code, window.last)
    if not reports.scope.has_exact_row(indicator.code, place.code):
        return []
    codes = list(dict.fromkeys([place.code, *(area.code for area in areas)]))
    return reports.table.history.list_loads_behind(window.numbers, [indicator.code], codes)
