"""Sentences at the top of a place's page: what to act on first, and what keeps improving."""

from __future__ import annotations

from collections.abc import Iterable

from indicators.domain.core import Verdict
from indicators.reports.models import DashboardRow, PlaceReport
from layouts.text.labels import VERDICTS, choose_plural, format_change, join_names, lower_first


def count_crosses(report: PlaceReport) -> str:
    """Return “5 crosses, 4 within 1 point, 5 ticks”, or why there are none."""
    tally = report.verdicts
    ticks, nas, crosses = (tally[v] for v in (Verdict.TICK, Verdict.NA, Verdict.CROSS))
    if not ticks + nas + crosses:
        return "No verdicts"
    return (
        f"{crosses or 'No'} {choose_plural(crosses, 'cross', 'crosses')}, "
        f"{nas} within 1 point, {ticks} {choose_plural(ticks, 'tick', 'ticks')}"
    )


def describe_certainty(row: DashboardRow) -> str:
    """Return “getting worse” where single months show it, else the change since last year."""
    if row.signal.is_concern and not (row.change and row.change.is_real):
        return "getting worse"
    return format_change(row.change, row.indicator)


def find_real_direction(row: DashboardRow) -> str:
    """Return “worse” or “better” if what `describe_certainty` says is a real change, else “”."""
    if row.change and row.change.is_real:
        return row.change.real_direction
    return "worse" if row.signal.is_concern else ""


def explain_listing(row: DashboardRow) -> str:
    """Return why a row is listed: “Cross”, “N/A, worse than last year (a real change)”."""
    reasons = [VERDICTS[row.rolling.verdict]] if row.rolling.verdict else []
    if row.change and row.change.real_direction == "worse":
        reasons.append("worse than last year (a real change)")
    if row.signal.is_concern:
        reasons.append("real deterioration in single months")
    return ", ".join(reasons)


def describe_improvements(rows: Iterable[DashboardRow]) -> str:
    """Return “Lasting improvement: smoking at delivery and 12 month review”, as a sentence."""
    names = [lower_first(row.indicator.name) for row in rows]
    return (
        f"Lasting {choose_plural(len(names), 'improvement', 'improvements')}: {join_names(names)}."
    )
