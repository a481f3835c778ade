"""Records as tables to download."""

from __future__ import annotations

from indicators.reports.records.count_report import build_count_report
from indicators.reports.records.record_book import RecordBook
from indicators.reports.records.record_models import CountReport, ScoreReport, TeamCounts
from indicators.reports.records.score_report import build_score_report
from layouts.site.page_request import PageRequest
from layouts.text.page_table import Cell, PageTable
from layouts.text.workflow import record_text

RECORD = "record"
TREND = "trend"
STEPS = "steps"


def build_record_table(request: PageRequest, kind: str) -> PageTable:
    """Return a record of every team: one row for each."""
    definition = RecordBook(request.reports, request.viewer).find_definition(kind)
    asked = (kind, request.query.get("period", ""), request.today, request.viewer)
    if definition.scores:
        return _build_score_table(build_score_report(request.reports, *asked))
    return _build_count_table(build_count_report(request.reports, *asked))


def build_trend_table(request: PageRequest, kind: str) -> PageTable:
    """Return what was scored or counted in each period."""
    definition = RecordBook(request.reports, request.viewer).find_definition(kind)
    asked = (kind, request.query.get("period", ""), request.today, request.viewer)
    if definition.scores:
        return _build_mature_table(build_score_report(request.reports, *asked))
    return _build_period_table(build_count_report(request.reports, *asked))


def build_steps_table(request: PageRequest, kind: str) -> PageTable | None:
    """Return what moves each team to its next band; None for a record without bands."""
    definition = RecordBook(request.reports, request.viewer).find_definition(kind)
    if not definition.band:
        return None
    asked = request.query.get("period", "")
    report = build_score_report(request.reports, kind, asked, request.today, request.viewer)
    return PageTable(
        title=f"{definition.name}: what would move each team on",
        name=f"{definition.code}-next-bands".replace("_", "-"),
        period=report.periods.shown.name,
        headings=("Team", "Band", "To the next"),
        rows=tuple(
            (each.team.name, each.band.name, record_text.describe_next_band(definition, each))
            for each in report.teams
            if each.band
        ),
    )


def _build_mature_table(report: ScoreReport) -> PageTable:
    periods = [period for period, _ in report.teams[0].trend] if report.teams else []
    return PageTable(
        title=f"{report.definition.name}: mature {report.definition.words[1]} over time",
        name=f"{report.definition.code}-over-time".replace("_", "-"),
        period=f"To {report.periods.shown.name}",
        headings=("Team", *(period.name for period in periods)),
        rows=tuple(
            (each.team.name, *(_choose_cell(mature) for _, mature in each.trend))
            for each in report.teams
        ),
    )


def _build_period_table(report: CountReport) -> PageTable:
    definition = report.definition
    return PageTable(
        title=f"{definition.name} by {definition.per}",
        name=f"{definition.code}-by-{definition.per}".replace("_", "-"),
        period=record_text.name_year(report.periods.shown),
        headings=(definition.per.capitalize(), *(f.name for f in definition.field), "Teams"),
        rows=tuple(
            (period.name, *(_choose_cell(counts[f.code]) for f in definition.field), teams)
            for period, counts, teams in reversed(report.trend)
        ),
    )


def _build_score_table(report: ScoreReport) -> PageTable:
    definition = report.definition
    return PageTable(
        title=definition.name,
        name=f"{definition.code}-{report.periods.shown.code}".replace("_", "-"),
        period=report.periods.shown.name,
        headings=("Team", *(field.name for field in definition.field), "Mature", "Band"),
        rows=tuple(
            (
                each.team.name,
                *(_choose_cell(cell.score) for cell in each.cells.values()),
                _choose_cell(each.mature),
                each.band.name if each.band else "",
            )
            for each in report.teams
        ),
    )


def _build_count_table(report: CountReport) -> PageTable:
    definition = report.definition
    teams = [*report.teams, *([report.total] if report.total else [])]
    return PageTable(
        title=definition.name,
        name=f"{definition.code}-{report.periods.shown.code}".replace("_", "-"),
        period=record_text.name_year(report.periods.shown),
        headings=(
            "Team",
            *(field.name for field in definition.field),
            *(heading for rate in definition.rate for heading in (rate.name, "95% interval")),
            record_text.name_entered(definition.per),
        ),
        rows=tuple(_list_count_cells(each) for each in teams),
        notes=tuple(rate.explanation for rate in definition.rate if rate.explanation),
    )


def _list_count_cells(counts: TeamCounts) -> tuple[Cell, ...]:
    shown = [record_text.HIDDEN if counts.is_hidden else n for n in counts.year.values()]
    return (
        counts.team.name if counts.team else record_text.ALL_TEAMS,
        *(_choose_cell(each) for each in shown),
        *(
            text
            for rate in counts.rates
            for text in (record_text.format_rate(rate), record_text.format_interval(rate))
        ),
        "" if counts.is_hidden else counts.entered,
    )


def _choose_cell(value: int | str | None) -> Cell:
    return "" if value is None else value
