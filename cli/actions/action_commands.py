"""Commands about actions: a team's sheet out and in again, undoing an import, and lists."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.settings import Settings
from cli.shared import OUT, WHY, find_user_name, write_file
from indicators.access.declared_needs import operator
from indicators.access.permissions import PARTNER, Viewer
from indicators.domain.audit.audit_event import AuditKind
from indicators.domain.errors import UserError
from indicators.domain.periods import Month

if TYPE_CHECKING:
    from indicators.actions.sheets.difference_model import SheetDifference
    from indicators.actions.sheets.sheet_model import SheetReading
    from indicators.reports.base import Reports

DIFFERENT = 3
"""The exit status if a sheet differs and nothing was applied."""
TEAM = click.option("--team", required=True, help="Code of the team.")


@click.command("export")
@TEAM
@click.option("--month", help="Month of the figures, as 2026-10. Default: the latest month.")
@OUT
@WHY
@operator
def export_actions(team: str, month: str | None, out: Path, why: str) -> None:
    """Write the action sheet of a team (.xlsx), with its open actions, to edit and import."""
    from cli.context import open_context
    from layouts.exports.action_plan import write_action_plan

    settings = Settings.from_environment()
    reports = open_context(settings).reports
    if team not in {each.code for each in reports.places.list_by_kind(reports.home_kind)}:
        raise UserError(f"There is no team “{team}”.", remedy="Give the code of a team.")
    chosen = Month.parse(month) if month else None
    sheet = write_action_plan(reports, team, chosen, PARTNER, settings.now)
    reports.audit_log.record(AuditKind.EXPORT, f"action-plan sheet, {team}", why)
    write_file(out, [sheet])


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--team", help="Code of the team whose sheet it must be.")
@click.option("--apply", "is_applied", is_flag=True, help="Apply the difference.")
@click.option("--answer", "answers", multiple=True, help="An answer, as A-12.owner=sheet.")
@click.option(
    "--others",
    type=click.Choice(["keep", "sheet"]),
    help="The answer to all other questions that can be answered so.",
)
@operator
def import_actions(
    file: Path, team: str | None, is_applied: bool, answers: tuple[str, ...], others: str | None
) -> None:
    """Show what the sheet FILE changes, and with --apply apply it.

    Exits with 0 if there is no difference or it was applied, with 3 if there is one that was not
    applied, and with 1 if cells are refused or questions have no answer.
    """
    from cli.context import open_context
    from indicators.actions.sheets.difference_model import Choice
    from indicators.reports.actions.sheet_import import SheetImports
    from layouts.text.workflow.sheet_difference_text import NO_DIFFERENCE, count_changes

    reports = open_context().reports
    imports = SheetImports(reports, _name_viewer())
    reading = _read_sheet(reports, file)
    if team:
        imports.check_team(reading, team)
    difference = imports.compare(reading)
    _print_difference(reports, reading, difference)
    imports.check_cells(reading)
    if not difference.has_changes:
        click.echo(NO_DIFFERENCE)
        return
    if not is_applied:
        sys.exit(DIFFERENT)
    applied = imports.apply(
        reading,
        _parse_answers(answers),
        seen=difference.seen,
        now=datetime.now(UTC),
        default=Choice(others) if others else None,
    )
    undo = f" Undo: python app.py actions undo {applied.batch}" if applied.batch else ""
    click.echo(f"Applied {count_changes(applied.changes)}.{undo}")


def _name_viewer() -> Viewer:
    """Return the viewer at the command line, with the name that the history keeps."""
    return replace(PARTNER, name=find_user_name() or PARTNER.name)


def _read_sheet(reports: Reports, file: Path) -> SheetReading:
    from loaders.action_sheets.action_sheet_file import ActionSheetFiles

    try:
        with file.open("rb") as content:
            return ActionSheetFiles().read(file.name, content, reports.catalogue.indicators)
    except OSError as error:
        raise UserError(
            f"{file} cannot be read: {error.strerror}.", remedy="Check where it is."
        ) from None


def _print_difference(reports: Reports, reading: SheetReading, difference: SheetDifference) -> None:
    from layouts.text.workflow import sheet_difference_text as text

    indicators = reports.catalogue.indicators
    months = reports.find_months()
    notes = (
        text.describe_age(reading, months.latest if months else None),
        text.describe_left_out(reading),
        text.describe_changes_there(difference),
    )
    questions = list(text.list_questions(difference, indicators))
    lines = [
        *filter(None, notes),
        *map(str, reading.refusals),
        *text.list_difference(difference, indicators),
        *(["Questions, to be answered with --answer KEY=CHOICE:"] if questions else []),
        *(f"  {line}" for line in questions),
    ]
    click.echo("\n".join(lines))


def _parse_answers(answers: tuple[str, ...]) -> dict[str, str]:
    parsed = {}
    for answer in answers:
        key, equals, choice = answer.partition("=")
        if not equals:
            raise UserError(f"“{answer}” is no answer.", remedy="Write it as A-12.owner=sheet.")
        parsed[key.strip()] = choice.strip()
    return parsed


@click.command("undo")
@click.argument("batch", required=False)
@operator
def undo_import(batch: str | None) -> None:
    """Undo an import, the latest one unless BATCH names another."""
    from cli.context import open_context
    from indicators.reports.actions.sheet_import import SheetImports

    imports = SheetImports(open_context().reports, _name_viewer())
    latest = (each.batch for each in imports.list_imports() if not each.is_undone)
    chosen = batch or next(latest, None)
    if chosen is None:
        raise UserError("There is no import to undo.")
    undone = imports.undo(chosen, datetime.now(UTC))
    click.echo(f"Undone: {chosen}. Actions changed back: {undone}.")


@click.command("list")
@click.option("--team", help="Code of a team. Default: all teams.")
@click.option("--imports", "is_imports", is_flag=True, help="List imports and not actions.")
@operator
def list_team_actions(team: str | None, is_imports: bool) -> None:
    """List the open actions of a team or of all, or the imports of their sheets."""
    from cli.context import open_context
    from indicators.reports.actions.action_book import ActionBook
    from indicators.reports.actions.sheet_import import SheetImports
    from layouts.text.workflow.sheet_difference_text import (
        format_action_line,
        format_import_line,
    )

    reports = open_context().reports
    if is_imports:
        lines = map(format_import_line, SheetImports(reports, _name_viewer()).list_imports(team))
    else:
        found = ActionBook(reports, PARTNER).list_actions(teams=[team] if team else None)
        lines = map(format_action_line, (each for each in found if each.is_open))
    click.echo("\n".join(lines) or "None.")
