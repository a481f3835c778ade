"""The months that limits are fixed on, in words."""

from __future__ import annotations

from indicators.domain.chart_entries.limit_baseline import LimitBaseline


def label_baseline(baseline: LimitBaseline | None) -> str:
    """Return “April 2024 to March 2025: before the new clinic”; empty without a baseline."""
    if baseline is None:
        return ""
    months = f"{baseline.from_.name} to {baseline.until.name}"
    return f"{months}: {baseline.reason.rstrip('.')}"


def describe_baseline(baseline: LimitBaseline, many: str, *, used: bool, too_old: bool) -> str:
    """Return the sentence below the chart: what the limits are fixed on, or why they are not."""
    if used:
        return f"Limits are fixed on {label_baseline(baseline)}."
    why = (
        "it begins before the five years of this chart"
        if too_old
        else f"fewer than 2 of its {many} have a figure"
    )
    months = f"{baseline.from_.name} to {baseline.until.name}"
    return f"Limits are not fixed on the baseline of {months}: {why}."
