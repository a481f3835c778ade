"""The action-plan sheet for the meeting: what is off target, and space to plan actions."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from indicators.access.permissions import Permission, PermissionDeniedError, Viewer
from indicators.actions.action import Action
from indicators.actions.action_fields import STATUS_NAMES, ActionField
from indicators.actions.sheets.sheet_model import (
    SheetBaseline,
    build_baseline,
    format_reference,
)
from indicators.domain.periods import Month, format_day
from indicators.reports.actions.action_book import ActionBook
from indicators.reports.base import Reports
from indicators.reports.models import DashboardRow, PlaceReport
from indicators.reports.place_report import list_loads_behind
from layouts.exports import sheet_style
from layouts.exports.action_sheets.baseline_sheet import BASELINE, add_baseline
from layouts.exports.action_sheets.entry_checks import (
    CHOICES,
    add_choices,
    add_entry_checks,
    write_meeting_lines,
)
from layouts.exports.action_sheets.planned_rows import BLANK_ROWS, PlannedRow, plan_rows
from layouts.exports.action_sheets.sheet_columns import (
    DAY_FORMAT,
    FIELD_COLUMNS,
    HEADING_ROW,
    HEADINGS,
    REFERENCE_COLUMN,
    make_alignment,
    write_headings,
)
from layouts.exports.figure_cells import (
    CENTRED,
    colour_verdicts,
    write_figure_cell,
    write_header,
    write_number_cell,
    write_verdict_cell,
)
from layouts.exports.file_response import find_place_report
from layouts.text import icon_labels, labels, load_labels, priority_text, summaries
from layouts.text.area_basis_text import describe_area_basis

_LETTERS = 200  # on a line across all columns
_ROOM_TO_WRITE = 42.0  # points, enough for handwriting
_NOTHING_LISTED = "No crosses, and no N/A that is worsening: no actions needed."
_SENT_BACK = (
    "Fill in Action to Outcome, and upload this file on the team's page of actions. You see every "
    "difference before anything is changed."
)


def write_action_plan(
    reports: Reports,
    code: str,
    month: Month | None,
    viewer: Viewer,
    now: datetime,
    open_then: Sequence[Action] | None = None,
) -> bytes:
    """Return one place's action-plan sheet as an .xlsx. UserError for an unknown place or month.

    A team's sheet has its open actions and a baseline, so that it can be imported. `open_then` are
    those that were open at a past `now`; None stands for today's.
    """
    report = find_place_report(reports, code, month, viewer)
    if open_then is None:
        actions = _list_open_actions(reports, [report], viewer)
    else:
        actions = {code: list(open_then)}
    baseline = None
    if code in actions:
        baseline = build_baseline(code, report.months.shown, actions[code], now)
    return _write_workbook(reports, [report], actions, now, baseline)


def write_all_action_plans(
    reports: Reports, month: Month | None, viewer: Viewer, now: datetime
) -> bytes:
    """Return every team's sheet in one .xlsx; every area's or the city's without teams."""
    reports = reports.limit_to(viewer)
    months = reports.find_months(month)
    at = reports.get_areas_month(months.shown) if months else None
    places = reports.list_places(reports.home_kind, at)
    if not places:
        raise PermissionDeniedError(Permission.VIEW_FIGURES)
    found = [find_place_report(reports, place.code, month, viewer) for place in places]
    return _write_workbook(reports, found, _list_open_actions(reports, found, viewer), now)


def _list_open_actions(
    reports: Reports, places: Sequence[PlaceReport], viewer: Viewer
) -> dict[str, list[Action]]:
    """Return the open actions by team; no team on a past day, of which no actions are known."""
    if reports.seen_on:
        return {}
    teams = [each.place.code for each in places if each.place.kind is reports.home_kind]
    found: dict[str, list[Action]] = {team: [] for team in teams}
    for action in ActionBook(reports, viewer).list_actions(teams=teams):
        if action.is_open:
            found[action.team].append(action)
    return found


def _write_workbook(
    reports: Reports,
    places: Sequence[PlaceReport],
    actions: Mapping[str, Sequence[Action]],
    now: datetime,
    baseline: SheetBaseline | None = None,
) -> bytes:
    title = f"Action plans, {places[0].months.shown.name}"
    workbook = sheet_style.create_workbook(title, reports.catalogue.programme.name, now)
    agencies = list(reports.catalogue.agencies)
    names = {CHOICES.lower(), BASELINE.lower()}
    for report in places:
        sheet = workbook.create_sheet(sheet_style.make_sheet_name(report.place.name, names))
        month = report.months.shown
        rows = plan_rows(
            report.actions,
            [row for row in report.rows if row not in report.actions],
            reports.catalogue.indicators,
            actions.get(report.place.code, ()),
            now.date(),
            BLANK_ROWS,
        )
        lines = _list_header_lines(reports, report, now)
        write_header(sheet, [*lines, _SENT_BACK] if baseline else lines, len(HEADINGS), _LETTERS)
        write_meeting_lines(sheet, agencies)
        last = _fill(sheet, rows, month, has_notice=not report.actions)
        add_entry_checks(sheet, last, agencies)
        sheet_style.set_up_print(
            sheet, HEADING_ROW, f"{report.place.name}, {month.name}{_describe_as_at(reports)}"
        )
        sheet.freeze_panes = f"C{HEADING_ROW + 1}"
    add_choices(workbook, agencies)
    if baseline:
        add_baseline(workbook, baseline, reports.catalogue.indicators)
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


def _list_header_lines(reports: Reports, report: PlaceReport, now: datetime) -> list[str]:
    source = load_labels.describe_loads(
        list_loads_behind(reports, report), is_published=reports.scope.sees_only_published
    )
    lines = [
        f"Action plan: {report.place.name}",
        f"Figures for the 12 months to {report.months.shown.name}{_describe_as_at(reports)}",
        " ".join(summaries.summarise_place(report)),
        f"Created {format_day(now)} from {source}",
    ]
    if areas := describe_area_basis(reports):
        lines[1] += f". {areas}"
    if reports.has_synthetic():
        lines.append(f"Synthetic data. {labels.SYNTHETIC}")
    return [*lines, labels.ACTION_RULE]


def _describe_as_at(reports: Reports) -> str:
    return f", as at {format_day(reports.seen_on)}" if reports.seen_on else ""


def _fill(sheet: Worksheet, rows: Sequence[PlannedRow], month: Month, *, has_notice: bool) -> int:
    """Write the table and return its last row."""
    write_headings(sheet)
    first = HEADING_ROW + 1
    if has_notice:
        _write_row(sheet, first, PlannedRow(), month)
        sheet_style.write_text(sheet, first, 2, _NOTHING_LISTED)
        sheet.merge_cells(None, first, 2, first, REFERENCE_COLUMN - 1)
        first += 1
    last = first + len(rows) - 1
    for at, row in enumerate(rows, first):
        _write_row(sheet, at, row, month)
    colour_verdicts(sheet, f"C{HEADING_ROW + 1}:C{last}")
    return last


def _write_row(sheet: Worksheet, at: int, row: PlannedRow, month: Month) -> None:
    """Write a row, tall enough for its wrapped text: spreadsheets do not adjust it on opening."""
    words = _list_words(row, month)
    texts = {column: text for column, text in enumerate(words, 1) if text}
    texts |= _list_action_texts(row.action) if row.action else {}
    for column in range(1, len(HEADINGS) + 1):
        cell = sheet_style.write_text(sheet, at, column, texts.get(column, ""))
        cell.font, cell.border, cell.alignment = (
            sheet_style.make_font(),
            sheet_style.BOX if column >= REFERENCE_COLUMN else sheet_style.LINE,
            make_alignment(column),
        )
    sheet.cell(at, REFERENCE_COLUMN).fill = sheet_style.GROUND
    due: Any = sheet.cell(at, FIELD_COLUMNS[ActionField.DUE])
    due.number_format = DAY_FORMAT
    if row.action and row.action.due:
        due.value = row.action.due
    if row.figures:
        _write_figures(sheet, at, row.figures)
    sized = [(text, HEADINGS[column - 1][1]) for column, text in texts.items()]
    sheet_style.fit_row(sheet, at, sized, least=_ROOM_TO_WRITE)


def _list_action_texts(action: Action) -> dict[int, str]:
    """Return the texts of an action by column; the due day is no text."""
    shown = {column: action.fields[field] for field, column in FIELD_COLUMNS.items()}
    shown[FIELD_COLUMNS[ActionField.STATUS]] = STATUS_NAMES[action.status]
    del shown[FIELD_COLUMNS[ActionField.DUE]]
    return {REFERENCE_COLUMN: format_reference(action.id), **shown}


def _list_words(row: PlannedRow, month: Month) -> tuple[str, ...]:
    """Return the words of the first columns."""
    if row.figures is None:
        return (row.indicator.name if row.indicator else "",)
    shown, indicator = row.figures.rolling, row.figures.indicator
    return (
        indicator.name,
        *("", "", ""),  # figure, verdict and target are no words
        labels.format_counts(shown, indicator),
        labels.format_change(row.figures.change, indicator),
        labels.describe_next_verdict(shown, indicator),
        icon_labels.label_signal(row.figures.signal, month),
        priority_text.explain_listing(row.figures) if row.is_listed else "",
    )


def _write_figures(sheet: Worksheet, at: int, row: DashboardRow) -> None:
    """Write the figure and target as numbers, and the verdict as its symbol and word."""
    write_figure_cell(sheet, at, 2, row.rolling, row.indicator)
    write_verdict_cell(sheet, at, 3, row.rolling, word=True)
    if row.target and row.target.per is None:
        write_number_cell(sheet, at, 4, row.target.value, row.indicator)
    else:
        sheet_style.write_text(sheet, at, 4, labels.format_target(row.target, row.indicator))
    for column in (2, 4):
        sheet.cell(at, column).alignment = make_alignment(column)
    sheet.cell(at, 3).alignment = CENTRED
