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


def build_record_table(request: PageRequest, kind: str) -> PageTable:
    """Return a record of every team: one row for each."""
    definition = RecordBook(request.reports, request.viewer).find_definition(kind)
    asked = (kind, request.query.get("period", ""), request.today, request.viewer)
    if definition.scores:
        return _build_score_table(build_score_report(request.reports, *asked))
    return _build_count_table(build_count_report(request.reports, *asked))


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
