"""What a workbook changes: each row as exported, in the workbook, and in the dashboard now."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from indicators.domain.errors import UserError
from indicators.records.record_definition import RecordDefinition
from indicators.records.record_refusals import RecordRefusalCode, RecordSheetFault
from indicators.records.record_sheet import BaseRow, RecordSheet, RecordSheetRow, format_ref
from indicators.records.record_values import (
    NOTHING_ENTERED,
    CellChange,
    EnteredValue,
    RecordCell,
    RecordVersion,
    parse_entered,
)

Current = Mapping[RecordCell, RecordVersion]


class LineState(StrEnum):
    """What happens to a row that differs. Only a changed one is applied without a question."""

    CHANGED = "changed"
    EMPTIED = "emptied"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A row that says something else than the dashboard, with all three values."""

    cell: RecordCell
    base: EnteredValue
    here: EnteredValue
    there: EnteredValue
    there_version: int
    state: LineState

    @property
    def key(self) -> str:
        """The name of its question in a form."""
        return format_ref(self.cell)

    @property
    def is_asked(self) -> bool:
        return self.state is not LineState.CHANGED


@dataclass(frozen=True, slots=True)
class RecordSheetDifference:
    """What a workbook changes. With a fault nothing of it can be applied."""

    lines: tuple[SheetLine, ...]
    faults: tuple[RecordSheetFault, ...]

    @property
    def seen(self) -> str:
        """A hash of what is shown: what is applied is exactly that."""
        return hashlib.sha256(repr(self.lines).encode()).hexdigest()[:32]

    def choose(self, from_sheet: frozenset[str]) -> list[CellChange]:
        """Return the changes, with those questions that were answered “from the sheet”."""
        return [
            CellChange(line.cell, line.there_version, line.here)
            for line in self.lines
            if not line.is_asked or line.key in from_sheet
        ]


def compare_record_sheet(
    definition: RecordDefinition, sheet: RecordSheet, current: Current
) -> RecordSheetDifference:
    """Return what a workbook changes. A row that is not in it any more changes nothing."""
    base = {row.cell: row for row in sheet.base}
    faults = list(_find_row_faults(sheet, base))
    lines = []
    for row in sheet.rows:
        if row.cell not in base or row.cell.field not in definition.fields:
            continue
        try:
            line = _compare_row(definition, row, base[row.cell], current.get(row.cell))
        except UserError as error:
            value, detail = row.value or row.evidence, str(error)
            faults.append(
                RecordSheetFault(RecordRefusalCode.NOT_A_VALUE, row.at, value[:60], detail)
            )
            continue
        if line:
            lines.append(line)
    return RecordSheetDifference(tuple(lines), tuple(faults))


def _find_row_faults(
    sheet: RecordSheet, base: Mapping[RecordCell, BaseRow]
) -> Iterator[RecordSheetFault]:
    times = Counter(row.cell for row in sheet.rows)
    for at, value in sheet.without_ref:
        yield RecordSheetFault(RecordRefusalCode.REFERENCE_MISSING, at, value[:60])
    for row in sheet.rows:
        if row.cell not in base:
            ref = format_ref(row.cell)
            yield RecordSheetFault(RecordRefusalCode.ROW_UNKNOWN, row.at, ref[:60])
        elif times[row.cell] > 1:
            ref = format_ref(row.cell)
            yield RecordSheetFault(RecordRefusalCode.REFERENCE_TWICE, row.at, ref)


def _compare_row(
    definition: RecordDefinition, row: RecordSheetRow, base: BaseRow, version: RecordVersion | None
) -> SheetLine | None:
    field = definition.fields[row.cell.field]
    was = parse_entered(definition, field, base.value, base.evidence)
    here = parse_entered(definition, field, row.value, row.evidence)
    there = version.entered if version else NOTHING_ENTERED
    if here in (was, there):
        return None
    state = LineState.CHANGED if there == was else LineState.CONFLICT
    if state is LineState.CHANGED and here.value is None and was.value is not None:
        state = LineState.EMPTIED
    number = version.version if version else 0
    return SheetLine(row.cell, was, here, there, number, state)
