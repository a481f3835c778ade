"""What is planned for an indicator, in words."""

from __future__ import annotations

from fractions import Fraction

from indicators.domain.chart_entries.trajectory import Trajectory
from indicators.domain.core import Polarity, Unit
from indicators.domain.indicator import Indicator
from indicators.figures.figure import Figure
from indicators.stats.rules import round_change, round_half_away
from layouts.text import labels


def format_planned(value: Fraction | None, indicator: Indicator) -> str:
    """Return a planned value with its unit; empty without one."""
    if value is None:
        return ""
    return labels.format_number(round_half_away(value, 1), indicator)


def describe_plan(
    plan: Trajectory | None, now: Figure | None, planned: Fraction | None, indicator: Indicator
) -> list[str]:
    """Return the sentences about a plan and where the last figure is; none without a plan.

    “Planned: 92% by March 2027; now 90.0%, 0.4 points behind plan (October 2026).”
    """
    if plan is None:
        return []
    value = labels.format_number(plan.last.value, indicator)
    standing = "" if now is None or planned is None else f"; {_compare(now, planned, indicator)}"
    return [
        f"Planned: {value} by {plan.last.month.name}{standing}.",
        f"Reason for the plan: {plan.reason.rstrip('.')}. The verdict is against the target.",
    ]


def _compare(now: Figure, planned: Fraction, indicator: Indicator) -> str:
    month = now.span.name
    if now.value is None:
        return f"{month} has no figure"
    ahead = now.value - planned
    if indicator.better is Polarity.LOWER:
        ahead = -ahead
    return f"now {labels.format_figure(now, indicator)}, {_judge(ahead, indicator)} ({month})"


def _judge(ahead: Fraction, indicator: Indicator) -> str:
    if ahead == 0:
        return "as planned"
    distance = round_change(abs(ahead))
    words = (
        f"{distance} points"
        if indicator.unit is Unit.PERCENT
        else labels.format_number(distance, indicator)
    )
    return f"{words} {'ahead of' if ahead > 0 else 'behind'} plan"
