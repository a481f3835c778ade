"""The chart of one indicator in one place: its periods as points, limits, causes, what happened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import dropwhile
from math import isnan

from indicators.access.permissions import Viewer
from indicators.domain.catalogue import Definition, Indicator
from indicators.domain.core import Frequency, LocalityKind, ObservationStatus
from indicators.domain.errors import UserError
from indicators.domain.loads import Load
from indicators.domain.localities import Locality
from indicators.domain.periods import Month, Period, get_rolling_year
from indicators.figures.figure import Figure, calculate_figure
from indicators.figures.icons import get_signal_window
from indicators.figures.series import MonthWindow, Series
from indicators.ports.load_effect import SentFigure
from indicators.reports.base import Reports
from indicators.reports.models import DashboardRow, MonthChoice
from indicators.reports.place_report import build_rows
from indicators.stats.spc import SpcChart, VariationIcon, analyse_series, choose_icon
from indicators.stats.xmr import SpecialCause

MOST_OTHERS = 60
"""Areas drawn beside each other, at most; in a larger council those of the place in view."""


class ChartStep(StrEnum):
    """What one point of a chart stands for."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    ROLLING = "year-rolling"

    @property
    def months(self) -> int:
        return {"month": 1, "quarter": 3}.get(self.value, 12)


CHOICES = {
    Frequency.MONTH: (ChartStep.MONTH, ChartStep.QUARTER, ChartStep.ROLLING),
    Frequency.QUARTER: (ChartStep.QUARTER, ChartStep.ROLLING),
    Frequency.YEAR: (ChartStep.YEAR,),
}
"""How an indicator may be looked at; the first is as it is sent, and what its icons come from."""


@dataclass(frozen=True, slots=True)
class Restatement:
    """A figure behind a point that another replaced: of which place, what it was, until when.

    `was` is None where the figure has been hidden since: what is hidden is not told as history.
    """

    place: Locality
    was: SentFigure | None
    on: datetime


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """One period. `icon` is what its point says, None where the chart has no limits for it."""

    figure: Figure
    cause: SpecialCause
    icon: VariationIcon | None
    restated: tuple[Restatement, ...]


@dataclass(frozen=True, slots=True)
class ChartEvent:
    """Something to see on the chart from a month on. A `rebase` starts new limits there."""

    month: Month
    what: str
    rebase: bool = False
    live: bool = False


@dataclass(frozen=True, slots=True)
class AreaChart:
    """An area's own chart of the same indicator, drawn small beside the others: binary floats, for
    drawing only. `rolling` is its 12 months.
    """

    place: Locality
    values: tuple[float | None, ...]
    chart: SpcChart
    rolling: Figure


@dataclass(frozen=True, slots=True)
class IndicatorReport:
    """One indicator in one place. `row` is the dashboard's own; `chart` has the limits and causes
    of the points, None where periods overlap; `definition` is the one every point is of, and
    `another_before` whether there was an earlier one, whose figures are left out.
    """

    indicator: Indicator
    place: Locality
    months: MonthChoice
    by: ChartStep
    choices: tuple[ChartStep, ...]
    row: DashboardRow
    points: tuple[ChartPoint, ...]
    chart: SpcChart | None
    happened: tuple[ChartEvent, ...]
    others: tuple[AreaChart, ...]
    definition: Definition | None
    another_before: bool
    loads: tuple[Load, ...]


def build_indicator_report(
    reports: Reports,
    code: str,
    place: str,
    by: str,
    asked: Month | None,
    viewer: Viewer,
) -> IndicatorReport | None:
    """The chart of an indicator in a place, up to five years to a month; None with no data.

    UserError for an indicator, a place or a `by` that is not known; an empty `place` is the city,
    an empty `by` what the indicator is sent by.
    """
    indicator = reports.catalogue.indicator(code)
    where = reports.places[place] if place else reports.places.city
    choices = CHOICES[indicator.every]
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
    row = build_rows(reports, where.code, [indicator], month, viewer)[indicator.code]
    window = get_signal_window(month)
    longer = MonthWindow(window.first - 11, month)  # the first rolling year ends in the first month
    series = reports.read_place_series(where.code, [indicator], longer, viewer)
    figures = _figures(series, indicator, where.code, window, chosen)
    spans = [figure.span for figure in figures]
    happened = _happened(reports, indicator, where, spans)
    values = [None if f.value is None else float(f.value) for f in figures]
    if chosen is choices[0]:
        values = _sent_values(series, indicator, where.code, spans)
    # Rolling years share most of their months: steps between them say nothing, so no limits.
    rolling = chosen is ChartStep.ROLLING
    target = float(row.target.value) if row.target else None
    made = None if rolling else _chart(reports, indicator, where.code, spans, values, target)
    restated = _restated(reports, indicator, where, longer, figures)
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
                _icon(made, at, indicator),
                tuple(r for ended, r in restated if _within(figure.span, ended)),
            )
            for at, figure in enumerate(figures)
        ),
        chart=made,
        happened=happened,
        others=_others(reports, indicator, where, window, viewer),
        definition=definition,
        another_before=bool(
            definition and any(d.from_ < definition.from_ for d in indicator.definition)
        ),
        loads=tuple(_loads(reports, indicator, where, window)),
    )


def _within(span: Period, ended: Month) -> bool:
    return span.start <= ended <= span.ended


def _icon(made: SpcChart | None, at: int, indicator: Indicator) -> VariationIcon | None:
    """What a point says; none without limits to hold it against, or without a figure."""
    if made is None or at in made.gaps:
        return None
    limits = next(s.upper for s in made.segments if s.start <= at < s.end)
    return None if limits is None else choose_icon(made.sides[at], indicator.better)


def _figures(
    series: Series, indicator: Indicator, place: str, window: MonthWindow, by: ChartStep
) -> list[Figure]:
    """The periods from the first that anything is known of."""
    spans = _spans(indicator, window, by)
    figures = (calculate_figure(series, indicator, place, span) for span in spans)
    return list(dropwhile(_nothing, figures))


def _spans(indicator: Indicator, window: MonthWindow, by: ChartStep) -> list[Period]:
    """The periods of the definition in force at the end. Quarters and years are those of the
    financial year; rolling years end as often as figures come.
    """
    definition = indicator.find_definition(window.last)
    if definition is None:
        return []
    step = indicator.months if by is ChartStep.ROLLING else by.months
    ends = (window.first + at for at in range(window.length))
    spans = (Period(end, by.months) for end in ends if (end.month - 3) % step == 0)
    return [span for span in spans if span.start >= definition.from_]


def _nothing(figure: Figure) -> bool:
    empty = figure.status is ObservationStatus.NOT_AVAILABLE and not figure.sum.months_with
    return empty and not figure.sum.notes


def _sent_values(
    series: Series, indicator: Indicator, place: str, spans: Iterable[Period]
) -> list[float | None]:
    """The very numbers that the icons of the dashboard are worked out from."""
    own = series.values()[series.indicators[indicator.code], series.places[place]].tolist()
    values = (own[series.window.at(span.ended)] for span in spans)
    return [None if isnan(value) else value for value in values]


def _chart(
    reports: Reports,
    indicator: Indicator,
    place: str,
    spans: Sequence[Period],
    values: Sequence[float | None],
    target: float | None = None,
) -> SpcChart:
    """The limits and causes, by the engine that the icons come from."""
    rebases: dict[int, str] = {}
    for event in reports.events.of(indicator.code, place, reports.places):
        after = [at for at, span in enumerate(spans) if span.ended >= event.month]
        if event.rebase and after and spans[0].ended < event.month:
            rebases[after[0]] = event.what
    screened = reports.catalogue.programme.screened_limits
    return analyse_series(
        values, indicator.better, target=target, rebases=rebases, screened=screened
    )


def _happened(
    reports: Reports, indicator: Indicator, place: Locality, spans: Sequence[Period]
) -> tuple[ChartEvent, ...]:
    """Recorded events, and when the place's team went live, within the months on the chart."""
    if not spans:
        return ()
    told = [
        ChartEvent(event.month, event.what, rebase=event.rebase)
        for event in reports.events.of(indicator.code, place.code, reports.places)
    ]
    month = spans[-1].ended
    team = (
        reports.places.find_parent(place.code, LocalityKind.TEAM, month)
        if place.kind is LocalityKind.AREA
        else place
    )
    if team and team.live_from:
        told.append(ChartEvent(team.live_from, f"The {team.name} team went live", live=True))
    seen = (h for h in told if spans[0].start <= h.month <= month)
    return tuple(sorted(seen, key=lambda h: h.month))


def _restated(
    reports: Reports,
    indicator: Indicator,
    place: Locality,
    window: MonthWindow,
    figures: Sequence[Figure],
) -> list[tuple[Month, Restatement]]:
    """The figures of the place and its areas that others replaced, each with its last month."""
    if not figures:
        return []
    codes = [place.code]
    if place.kind is not LocalityKind.CITY:
        codes += [a.code for a in reports.places.list_areas(place.code, window.last)]
    rows = reports.table.history.read_replaced(
        indicator.code, list(dict.fromkeys(codes)), window.numbers
    )
    return [
        (
            Month.from_number(row.ended),
            Restatement(
                reports.places[row.place],
                None
                if row.hidden_since
                else SentFigure(
                    row.numerator,
                    row.denominator,
                    row.value,
                    ObservationStatus(row.status),
                    row.note,
                ),
                row.loaded_at,
            ),
        )
        for row in rows
    ]


def _others(
    reports: Reports, indicator: Indicator, place: Locality, window: MonthWindow, viewer: Viewer
) -> tuple[AreaChart, ...]:
    """Every area's months (or what the indicator is sent by), in one query."""
    month = reports.get_areas_month(window.last)
    areas = reports.places.list_by_kind(LocalityKind.AREA, month)
    if len(areas) > MOST_OTHERS:
        holder = reports.places.find_parent(place.code, LocalityKind.TEAM, month) or place
        areas = reports.places.list_areas(holder.code, month)[:MOST_OTHERS]
    if not areas:
        return ()
    codes = [area.code for area in areas]
    series = reports.read_series(codes, [indicator], window, viewer)
    spans = _spans(indicator, window, CHOICES[indicator.every][0])
    every = {code: _sent_values(series, indicator, code, spans) for code in codes}
    year = get_rolling_year(window.last)
    return tuple(
        AreaChart(
            area,
            tuple(every[area.code]),
            _chart(reports, indicator, area.code, spans, every[area.code]),
            calculate_figure(series, indicator, area.code, year),
        )
        for area in areas
    )


def _loads(
    reports: Reports, indicator: Indicator, place: Locality, window: MonthWindow
) -> list[Load]:
    areas = reports.places.list_areas(place.code, window.last)
    codes = list(dict.fromkeys([place.code, *(area.code for area in areas)]))
    return reports.table.history.list_loads_behind(window.numbers, [indicator.code], codes)
