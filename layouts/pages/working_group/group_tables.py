"""The three questions of the working group as tables to download, and as its workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from indicators.actions.action_fields import ActionField
from indicators.domain.periods import Period
from indicators.reports.working_group.group_models import GroupReport
from indicators.reports.working_group.group_report import build_group_report
from layouts.site.page_registry import BuildTable
from layouts.site.page_request import PageRequest
from layouts.text import icon_labels
from layouts.text.page_table import Cell, PageTable, TableSource, build_figure_cell
from layouts.text.workflow import action_text, group_text

Rows = tuple[tuple[Cell, ...], ...]


def build_tables(report: GroupReport) -> dict[str, PageTable]:
    """Return the tables of a report by the names of their sheets."""
    return {
        group_text.RED: _build(
            report,
            "red",
            group_text.RED,
            ("Indicator", "Teams with a cross", "Teams with a verdict", "In most teams", "Which"),
            _list_red(report),
        ),
        group_text.STUCK: _build(
            report,
            "stuck",
            group_text.STUCK,
            ("Number", "What", "Team", "Indicator", "Owner", "Agency", "Why"),
            _list_stuck(report),
        ),
        group_text.WORKED: _build(
            report,
            "worked",
            group_text.WORKED,
            ("Action", "Team", "Indicator", "Result", "Outcome, as the team wrote it"),
            _list_worked(report),
        ),
        group_text.IMPROVING: _build(
            report,
            "improving",
            group_text.IMPROVING,
            ("Indicator", "Team", "12 months", "Variation", "What the team did"),
            _list_improving(report),
        ),
    }


def describe_pack(report: GroupReport) -> PageTable:
    """Return what the workbook says about itself: a table without rows."""
    return _build(report, "working-group", group_text.TITLE, (), ())


def make_table_builders() -> Mapping[str, BuildTable]:
    """Return the tables of the page by their names in addresses."""
    names = {
        "red": group_text.RED,
        "stuck": group_text.STUCK,
        "worked": group_text.WORKED,
        "improving": group_text.IMPROVING,
    }
    return {code: _make_builder(name) for code, name in names.items()}


def _make_builder(name: str) -> Callable[[PageRequest], PageTable | None]:
    return partial(_build_one, name)


def _build_one(name: str, request: PageRequest) -> PageTable | None:
    report = build_group_report(request.reports, request.month, request.today, request.viewer)
    return build_tables(report)[name] if report else None


def _build(
    report: GroupReport, name: str, title: str, headings: tuple[str, ...], rows: Rows
) -> PageTable:
    month = report.months.shown
    indicators = [red.indicator for red in report.red]
    return PageTable(
        title=title,
        name=f"working-group-{name}-{month}",
        period=f"12 months to {month.name}",
        headings=headings,
        rows=rows,
        source=TableSource([team.code for team in report.teams], indicators, Period(month, 12)),
        notes=(group_text.AFTER,),
    )


def _list_red(report: GroupReport) -> Rows:
    return tuple(
        (
            red.indicator.name,
            len(red.crosses),
            red.judged,
            "yes" if red.is_in_most else "no",
            ", ".join(team.name for team in red.crosses),
        )
        for red in report.red
    )


def _list_stuck(report: GroupReport) -> Rows:
    return tuple(
        (
            group_text.list_references(item),
            item.what,
            item.team.name,
            item.indicator.name if item.indicator else "",
            item.action.fields[ActionField.OWNER] if item.action else "",
            item.action.fields[ActionField.AGENCY] if item.action else "",
            "\n".join(group_text.list_reasons(item)),
        )
        for item in report.stuck
    )


def _list_worked(report: GroupReport) -> Rows:
    return tuple(
        (
            each.action.what,
            each.team.name,
            each.indicator.name,
            action_text.describe_effect(each.effect),
            each.action.fields[ActionField.OUTCOME],
        )
        for each in report.worked
    )


def _list_improving(report: GroupReport) -> Rows:
    month = report.months.shown
    return tuple(
        (
            each.row.indicator.name,
            each.team.name,
            build_figure_cell(each.row.rolling, each.row.indicator),
            icon_labels.label_variation(each.row.signal, month),
            group_text.describe_actions(each.actions),
        )
        for each in report.improvements
    )
