"""The list of records, and the record of one team with its history, as tables to download."""

from __future__ import annotations

from collections.abc import Iterator

from indicators.records.record_definition import RecordDefinition
from indicators.records.record_values import RecordVersion
from indicators.reports.records.record_models import EnteredField, SavedTogether, TeamRecord
from indicators.reports.records.record_overview import list_records
from indicators.reports.records.team_record import build_team_record
from layouts.site.page_request import PageRequest
from layouts.text.page_table import Cell, PageTable
from layouts.text.workflow import record_text
from layouts.text.workflow.history_table import HistoryLine, build_history_table

RECORDS = "records"
ENTRIES = "entries"


def build_records_table(request: PageRequest) -> PageTable:
    """Return a row for each kind of record."""
    return PageTable(
        title="Records",
        name="records",
        period="The latest period of each",
        headings=("Record", "What it is", "Entered", "Latest", "Teams that entered", "Teams"),
        rows=tuple(
            (
                each.definition.name,
                each.definition.description,
                record_text.EVERY[each.definition.per],
                each.latest.name if each.entered else record_text.NOT_ENTERED,
                each.entered,
                each.teams,
            )
            for each in list_records(request.reports, request.today, request.viewer)
        ),
    )


def build_entries_table(request: PageRequest, kind: str, code: str) -> PageTable | None:
    """Return what a team entered; None if it is hidden. Raises UnknownRecordError."""
    record = _read(request, kind, code)
    if record.is_hidden:
        return None
    definition, shown = record.definition, record.periods.shown
    started = (f"Start, {record.started.name}",) if record.started else ()
    evidence = ("Evidence", "Evidence before") if definition.scores else ()
    return PageTable(
        title=f"{definition.name}: {record.team.name}",
        name=_make_name(record, shown.code),
        period=shown.name,
        headings=(
            *(record_text.head_fields(definition), *started, (shown - 1).name),
            *("Score" if definition.scores else "Count", *evidence),
        ),
        rows=tuple(
            (
                each.field.name,
                *((_read_value(each.start),) if record.started else ()),
                _read_value(each.previous),
                _read_value(each.current),
                *(_list_evidence(each) if definition.scores else ()),
            )
            for each in record.fields
        ),
    )


def build_record_history(request: PageRequest, kind: str, code: str) -> PageTable | None:
    """Return what was saved of a team's record; None if it is hidden."""
    record = _read(request, kind, code)
    if record.is_hidden:
        return None
    definition, shown = record.definition, record.periods.shown
    lines = (line for saved in record.history for line in _list_lines(definition, saved))
    title = f"{definition.name} of {record.team.name}, {shown.name}"
    return build_history_table(title, _make_name(record, shown.code), lines)


def _read(request: PageRequest, kind: str, code: str) -> TeamRecord:
    asked = request.query.get("period", "")
    return build_team_record(request.reports, kind, code, asked, request.today, request.viewer)


def _make_name(record: TeamRecord, period: str) -> str:
    return f"{record.definition.code}-{record.team.code}-{period}".replace("_", "-")


def _read_value(version: RecordVersion | None) -> Cell:
    if version is None or version.entered.value is None:
        return ""
    return version.entered.value


def _list_evidence(field: EnteredField) -> tuple[str, str]:
    now, before = (
        version.entered.evidence if version else "" for version in (field.current, field.previous)
    )
    return now, before


def _list_lines(definition: RecordDefinition, saved: SavedTogether) -> Iterator[HistoryLine]:
    for old, new in saved.changes:
        if new.cell.field in definition.fields:
            yield HistoryLine(
                saved.saved_at,
                saved.who,
                definition.fields[new.cell.field].name,
                record_text.format_entered(old.entered if old else None),
                record_text.format_entered(new.entered),
            )
