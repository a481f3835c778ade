"""Figures of places with their intervals, drawn in the rows of a table that is printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, log10

from indicators.domain.core import Unit
from indicators.domain.indicator import Indicator
from indicators.reports.comparison_models import Comparison, FunnelStanding

WIDTH, HEIGHT = 380, 20
_MARGIN = 12
_MOST_TICKS = 6


@dataclass(frozen=True, slots=True)
class RangeBar:
    """One place: `at` is its figure and `low` to `high` its interval, all in pixels."""

    standing: FunnelStanding
    at: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class RangeChart:
    """The bars in the order of the places, the target and the whole, and the marks of the axis."""

    bars: tuple[RangeBar, ...]
    target: float | None
    whole: float | None
    ticks: tuple[tuple[float, str], ...]
    width: int = WIDTH
    height: int = HEIGHT


def build_range_chart(compared: Comparison, standings: Sequence[FunnelStanding]) -> RangeChart:
    """Return the places' figures and intervals on one scale, with the target and the whole."""
    focus = compared.focus
    city = compared.city[focus.code]
    target = float(city.target_in_force.value) if city.target_in_force else None
    # A count of the whole is the sum of the places, far beyond any of them.
    whole = None if focus.unit is Unit.COUNT else _to_float(city.value)
    values = [_to_float(s.figure.value) for s in standings]
    ends = [end for s in standings for end in s.interval or ()]
    seen = [v for v in (*values, *ends, target, whole) if v is not None] or [0.0, 1.0]
    low, high = min(seen), max(seen)
    room = (high - low) or 1.0

    def x(value: float | None) -> float | None:
        if value is None:
            return None
        return round(_MARGIN + (value - low) / room * (WIDTH - 2 * _MARGIN), 1)

    bars = tuple(
        RangeBar(s, x(value), *(map(x, s.interval or (None, None))))
        for s, value in zip(standings, values, strict=True)
    )
    ticks = tuple((x(tick) or 0.0, _name_tick(tick, focus)) for tick in list_ticks(low, high))
    return RangeChart(bars, x(target), x(whole), ticks)


def list_ticks(low: float, high: float) -> list[float]:
    """Return round numbers within a range, at most six: 82, 84, 86."""
    rough = ((high - low) or 1.0) / _MOST_TICKS
    power = 10.0 ** floor(log10(rough))
    step = next(power * each for each in (1, 2, 5, 10) if power * each >= rough)
    first = ceil(low / step)
    return [round(each * step, 6) for each in range(first, floor(high / step) + 1)]


def _name_tick(tick: float, focus: Indicator) -> str:
    return f"{tick:g}%" if focus.unit is Unit.PERCENT else f"{tick:g}"


def _to_float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
