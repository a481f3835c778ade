"""Find records, and turn them into rows of the read API."""

from __future__ import annotations

from indicators.access.permissions import Viewer
from indicators.records.record_definition import RecordDefinition
from indicators.records.record_period import RecordPeriod
from indicators.records.record_values import RecordVersion
from indicators.reports.base import Reports
from indicators.reports.records.record_book import RecordBook
from layouts.api.params import ListParams, RecordParams
from layouts.api.records.record_resource import (
    ApiRecordBand,
    ApiRecordField,
    RecordKindRow,
    RecordValueRow,
)


def serialize_kind(definition: RecordDefinition) -> RecordKindRow:
    """Return one kind of record."""
    scale = definition.scores
    return RecordKindRow(
        code=definition.code,
        name=definition.name,
        description=definition.description,
        source=definition.source,
        per=definition.per,
        from_=str(definition.from_),
        entered_by=definition.entered_by,
        scored=scale is not None,
        lowest=scale.lowest if scale else None,
        highest=scale.highest if scale else None,
        mature_from=scale.mature_from if scale else None,
        fields=[
            ApiRecordField(code=f.code, name=f.name, group=f.group, assumed=f.assumed)
            for f in definition.field
        ],
        bands=[ApiRecordBand(name=b.name, from_=b.from_, to=b.to) for b in definition.band],
    )


def serialize_value(definition: RecordDefinition, version: RecordVersion) -> RecordValueRow:
    """Return what a team entered in one field."""
    value, scale = version.entered.value, definition.scores
    return RecordValueRow(
        team=version.cell.team,
        period=version.cell.period,
        starts=RecordPeriod.parse(definition.per, version.cell.period).start,
        field=version.cell.field,
        value=value,
        mature=None if scale is None or value is None else value >= scale.mature_from,
        evidence=version.entered.evidence,
        version=version.version,
        changed_at=version.changed_at,
    )


def find_kinds(
    params: ListParams, reports: Reports, viewer: Viewer
) -> tuple[int, list[RecordKindRow]]:
    """Return how many kinds of record there are, and those of a page."""
    found = RecordBook(reports, viewer).list_definitions()
    return len(found), [serialize_kind(each) for each in found[params.rows]]


def find_values(
    params: RecordParams, reports: Reports, viewer: Viewer
) -> tuple[int, list[RecordValueRow]]:
    """Return how many values a record has, and those of a page."""
    book = RecordBook(reports, viewer)
    definition = book.find_definition(params.kind)
    period = RecordPeriod.parse(definition.per, params.period) if params.period else None
    teams = params.team or [team.code for team in book.list_teams(definition)]
    for team in params.team:
        reports.scope.require_place(team)
    cells = book.read(definition, teams, (period, period) if period else None)
    found = [cells[cell] for cell in sorted(cells)]
    return len(found), [serialize_value(definition, each) for each in found[params.rows]]
