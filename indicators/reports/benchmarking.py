"""One indicator across places: funnel, intervals in order, and change on a baseline year."""

from __future__ import annotations

from collections.abc import Sequence

from indicators.access.permissions import Viewer
from indicators.domain.core import CountType, Polarity, Unit
from indicators.domain.errors import UserError
from indicators.domain.indicator import Indicator
from indicators.domain.periods import Period
from indicators.figures.change import calculate_changes
from indicators.figures.figure import Figure
from indicators.figures.judge_figures import calculate_figure, calculate_figures
from indicators.figures.series import MonthWindow
from indicators.reports.base import Reports
from indicators.reports.comparison_models import BaselineChange, Comparison, FunnelStanding
from indicators.reports.outliers import find_outliers, is_counted
from indicators.stats.intervals import poisson_interval, wilson_interval


def calculate_standings(compared: Comparison) -> tuple[FunnelStanding, ...]:
    """Return the compared places in their order, with intervals and funnel limits.

    The funnel is about the figure of the whole, whatever places were chosen.
    """
    focus = compared.focus
    figures = [compared.figures[place.code] for place in compared.compared]
    out = find_outliers([(figure, focus, compared.city[focus.code]) for figure in figures])
    intervals = _calculate_intervals(compared, figures)
    return tuple(
        FunnelStanding(place, figure, interval, *position)
        for place, figure, interval, position in zip(
            compared.compared, figures, intervals, out, strict=True
        )
    )


def _calculate_intervals(
    compared: Comparison, figures: Sequence[Figure]
) -> list[tuple[float, float] | None]:
    """Return Wilson intervals for percentages, and Poisson intervals for rates and events.

    A mean of what was open at month ends has none: the same children are counted in each month.
    """
    focus = compared.focus
    if focus.unit is Unit.COUNT and focus.gathering is CountType.SNAPSHOT:
        return [None] * len(figures)
    known = [at for at, figure in enumerate(figures) if is_counted(figure)]
    x = [figures[at].sum.numerator for at in known]
    n = [figures[at].sum.denominator for at in known]
    if focus.unit is Unit.PERCENT:
        lower, upper = wilson_interval(x, n)
    else:
        lower, upper = poisson_interval(x)
        lower, upper = lower / n, upper / n
    found: list[tuple[float, float] | None] = [None] * len(figures)
    for at, low, high in zip(known, lower.tolist(), upper.tolist(), strict=True):
        found[at] = low * focus.scale, high * focus.scale
    return found


def list_baselines(compared: Comparison) -> tuple[Period, ...]:
    """Return the financial years with data before that of the month in view, latest first."""
    years = {month.financial_year.ended for month in compared.months.available}
    now = compared.month.financial_year.ended
    return tuple(Period(ended, 12) for ended in sorted(years, reverse=True) if ended < now)


def choose_baseline(compared: Comparison, asked: str) -> Period | None:
    """Return the baseline year with a name such as 2021/22, or the earliest if none is given.

    Returns None if there is no earlier year. Raises UserError for a year without data.
    """
    years = list_baselines(compared)
    if not asked:
        return years[-1] if years else None
    found = next((year for year in years if year.name == asked), None)
    if found is None:
        named = ", ".join(year.name for year in years) or "none yet"
        raise UserError(f"There is no baseline year “{asked}”.", remedy=f"The years are: {named}.")
    return found


def compare_with_baseline(
    reports: Reports, compared: Comparison, baseline: Period, viewer: Viewer
) -> tuple[tuple[BaselineChange, ...], BaselineChange]:
    """Return the change of each compared place, and of the whole, from a baseline year to now.

    Figures of different definitions are never compared.
    """
    focus, city = compared.focus, reports.places.city
    window = MonthWindow(baseline.start, baseline.ended)
    codes = [place.code for place in compared.compared]
    then = reports.read_series(codes, [focus], window, viewer)
    was = calculate_figures(then, focus, codes, baseline)
    whole = reports.read_city_series([focus], window, viewer)
    was[city.code] = calculate_figure(whole, focus, city.code, baseline)
    every = [*compared.compared, city]
    now = [compared.figures.get(place.code) or compared.city[focus.code] for place in every]
    changes = calculate_changes(
        [(figure, was[place.code], focus) for figure, place in zip(now, every, strict=True)]
    )
    moves = tuple(
        BaselineChange(place, was[place.code], figure, change)
        for place, figure, change in zip(every, now, changes, strict=True)
    )
    return moves[:-1], moves[-1]


def order_by_change(
    moved: Sequence[BaselineChange], focus: Indicator, order: str
) -> tuple[BaselineChange, ...]:
    """Return the places with the worst or the best change first; those without a change last."""
    if order == "name":
        return tuple(moved)
    rising = (focus.better is Polarity.HIGHER) == (order == "worst")
    known = [(each, each.change.points) for each in moved if each.change]
    known.sort(key=lambda pair: pair[1], reverse=not rising)
    return (*(each for each, _ in known), *(each for each in moved if not each.change))
