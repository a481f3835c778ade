"""Imports of workbooks of a record: compared, shown, applied as shown, and undone as one."""

from __future__ import annotations

import secrets
from datetime import datetime

from indicators.access.permissions import Viewer
from indicators.domain.errors import UserError
from indicators.records.record_definition import RecordDefinition
from indicators.records.record_refusals import (
    RecordRefusalCode,
    RecordSheetFault,
    RefusedRecordSheetError,
)
from indicators.records.record_sheet import RecordSheet
from indicators.records.sheet_comparison import RecordSheetDifference, compare_record_sheet
from indicators.reports.base import Reports
from indicators.reports.records.record_book import RecordBook


class RecordSheetMovedError(UserError):
    """What a workbook changes is no longer what was shown. Nothing was applied."""

    def __init__(self, difference: RecordSheetDifference) -> None:
        self.difference = difference
        super().__init__(
            "Something was entered meanwhile, so the difference is another now.",
            remedy="Look at it again, then apply it.",
        )


class RecordImports:
    """Imports of one kind of record by one viewer."""

    def __init__(self, reports: Reports, code: str, viewer: Viewer) -> None:
        self._reports = reports
        self._book = RecordBook(reports, viewer)
        self.definition: RecordDefinition = self._book.find_definition(code)

    def compare(self, sheet: RecordSheet) -> RecordSheetDifference:
        """Return what a workbook changes. Raises RefusedRecordSheetError for another record's."""
        if sheet.record != self.definition.code:
            raise RefusedRecordSheetError(RecordRefusalCode.OTHER_RECORD, sheet.file)
        teams = {row.cell.team for row in sheet.base}
        known = {team.code for team in self._book.list_teams(self.definition)}
        current = self._book.read(self.definition, teams & known)
        found = compare_record_sheet(self.definition, sheet, current)
        return RecordSheetDifference(found.lines, (*found.faults, *self._refuse_others(found)))

    def _refuse_others(self, found: RecordSheetDifference) -> list[RecordSheetFault]:
        """Return a fault for each team whose record the viewer may not enter."""
        teams = sorted({line.cell.team for line in found.lines})
        names = self._reports.places.localities
        return [
            RecordSheetFault(RecordRefusalCode.NOT_YOURS, 0, names[team].name)
            for team in teams
            if not self._book.can_enter(self.definition, team)
        ]

    def apply(
        self, sheet: RecordSheet, from_sheet: frozenset[str], *, seen: str, now: datetime
    ) -> int:
        """Apply what was shown, with the answers, and return how many values changed.

        Raises RecordSheetMovedError if the difference is another by now, or has faults.
        """
        difference = self.compare(sheet)
        if difference.seen != seen or difference.faults:
            raise RecordSheetMovedError(difference)
        batch = f"workbook {secrets.token_hex(6)}"
        return self._book.save(self.definition, batch, difference.choose(from_sheet), now=now)
