"""A sparkline as two SVG paths: the place's months and its target."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from indicators.reports.models import DashboardRow
from indicators.stats.rules import round_half_away
from layouts.text import labels

WIDTH, HEIGHT, MARGIN = 132, 36, 4


@dataclass(frozen=True, slots=True)
class Sparkline:
    """A small line chart. `alone` are months without neighbours; `last` is the last point."""

    line: str
    target: str
    last: tuple[float, float] | None
    alone: tuple[tuple[float, float], ...]
    label: str
    width: int = WIDTH
    height: int = HEIGHT


def build_sparkline(row: DashboardRow) -> Sparkline | None:
    """Return the row's months to draw; None if no month has a figure."""
    values = [None if p.value is None else float(p.value) for p in row.points]
    targets = [None if p.target is None else float(p.target) for p in row.points]
    seen = [v for v in (*values, *targets) if v is not None]
    if not any(v is not None for v in values):
        return None
    low, high = min(seen), max(seen)
    room = (high - low) or 1.0
    across = _place_across(len(values))

    def place(of: Sequence[float | None]) -> list[tuple[float, float] | None]:
        return [
            None
            if value is None
            else (x, round(HEIGHT - MARGIN - (value - low) / room * (HEIGHT - 2 * MARGIN), 1))
            for x, value in zip(across, of, strict=True)
        ]

    drawn = place(values)
    return Sparkline(
        _build_path(drawn, row),
        _build_path(place(targets), row),
        drawn[-1],
        _find_lone_points(drawn, row),
        _describe_sparkline(row),
    )


@lru_cache
def _place_across(many: int) -> tuple[float, ...]:
    """Return how far to the right each point is: the same for every sparkline of so many."""
    step = (WIDTH - 2 * MARGIN) / max(many - 1, 1)
    return tuple(round(MARGIN + at * step, 1) for at in range(many))


def _build_path(points: Iterable[tuple[float, float] | None], row: DashboardRow) -> str:
    """Return a path with gaps for missing periods; quarters and years are joined."""
    near = row.indicator.months
    parts, gap = [], near
    for point in points:
        if point is None:
            gap += 1
            continue
        parts.append(f"{'L' if gap < near else 'M'}{point[0]:g} {point[1]:g}")
        gap = 0
    return "".join(parts)


def _find_lone_points(
    points: Sequence[tuple[float, float] | None], row: DashboardRow
) -> tuple[tuple[float, float], ...]:
    """Points with no neighbour to be joined to, which a line would not show."""
    near = row.indicator.months
    return tuple(
        point
        for at, point in enumerate(points)
        if point
        and not any(points[max(at - near, 0) : at])
        and not any(points[at + 1 : at + near + 1])
    )


def _describe_sparkline(row: DashboardRow) -> str:
    known = [(p.month, p.value) for p in row.points if p.value is not None]
    values = [value for _, value in known]
    ends = min(values, key=float), max(values, key=float)  # the same order, and faster to compare
    spread = " and ".join(labels.format_number(round_half_away(v, 1), row.indicator) for v in ends)
    last, value = known[-1]
    latest = labels.format_number(round_half_away(value, 1), row.indicator)
    held = f"; target {labels.format_target(row.target, row.indicator)}" if row.target else ""
    return (
        f"{row.indicator.name}, months to {row.points[-1].month.name}: between {spread}, "
        f"last {latest} in {last.name}{held}"
    )
