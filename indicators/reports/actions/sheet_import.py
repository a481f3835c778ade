"""Imports of action sheets: compared, applied as it was shown, and undone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from indicators.access.permissions import Permission, Viewer, require
from indicators.actions.action import Action, ActionChange
from indicators.actions.action_fields import FIELD_NAMES
from indicators.actions.field_merge import ActionConflictError
from indicators.actions.sheets.difference_model import Choice, SheetDifference
from indicators.actions.sheets.settle_difference import settle_difference
from indicators.actions.sheets.sheet_difference import LaterAction, compare_sheet
from indicators.actions.sheets.sheet_model import (
    SheetReading,
    format_reference,
    make_check,
    rewind_fields,
)
from indicators.actions.sheets.sheet_refusals import RefusedSheetError, SheetRefusalCode
from indicators.domain.errors import UserError
from indicators.reports.actions.action_book import ActionBook
from indicators.reports.base import Reports
from indicators.store.actions.action_batches import ActionImport, ActionsMovedError

_ATTEMPTS = 5
"""Others may change actions again and again between comparing and writing."""


class DifferenceMovedError(UserError):
    """The difference is no longer the one that was shown. Nothing was written."""

    def __init__(self, difference: SheetDifference) -> None:
        self.difference = difference
        super().__init__(
            "Actions changed since the difference was shown, so nothing was applied.",
            remedy="Look at the new difference, and apply that.",
        )


@dataclass(frozen=True, slots=True)
class AppliedSheet:
    """What an import wrote: its batch, by which it is undone, and how many changes."""

    batch: str
    changes: int


class SheetImports:
    """The imports that one viewer may make."""

    def __init__(self, reports: Reports, viewer: Viewer) -> None:
        require(viewer, Permission.EDIT_ACTIONS)
        self._reports = reports
        self._book = ActionBook(reports, viewer)

    def check_team(self, reading: SheetReading, team: str) -> None:
        """Raise RefusedSheetError if a sheet is not that of a team."""
        other = reading.baseline.team
        if other != team:
            places = self._reports.places.localities
            name = places[other].name if other in places else other
            raise RefusedSheetError(SheetRefusalCode.OTHER_TEAM, reading.file, f"It is of {name}.")

    def check_cells(self, reading: SheetReading) -> None:
        """Raise UserError if cells of a sheet are refused: nothing of it is applied then."""
        if reading.refusals:
            raise UserError(
                f"Refused cells: {len(reading.refusals)}. Nothing was applied.",
                remedy="Correct them in the file first.",
            )

    def compare(self, reading: SheetReading) -> SheetDifference:
        """Return what a sheet changes. Raises RefusedSheetError for another dashboard's sheet."""
        every = {action.id: action for action in self._book.list_actions(removed=True)}
        exported = {row.number: row for row in reading.baseline.rows}
        own = {n: a for n, a in every.items() if a.team == reading.baseline.team}
        changes: dict[int, list[ActionChange]] = defaultdict(list)
        for change in self._book.list_changes_of([*exported.keys() & every.keys(), *own]):
            changes[change.action].append(change)
        bases = {}
        for number, row in exported.items():
            known = every.get(number)
            base = rewind_fields(known, changes[number], row.version) if known else {}
            if not base or make_check(number, row.version, base) != row.check:
                reference = f"{format_reference(number)} is another."
                code = SheetRefusalCode.BASELINE_UNKNOWN
                raise RefusedSheetError(code, reading.file, reference)
            bases[number] = base
        later = [
            _describe_later(action, changes[number], reading.baseline.export)
            for number, action in own.items()
            if number not in exported
        ]
        return compare_sheet(reading, every, bases, later)

    def apply(
        self,
        reading: SheetReading,
        answers: Mapping[str, str],
        *,
        seen: str,
        now: datetime,
        default: Choice | None = None,
    ) -> AppliedSheet:
        """Write what a sheet changes, exactly as it was shown under the key `seen`.

        Raises DifferenceMovedError if it would write something else by now.
        """
        self.check_cells(reading)
        for _ in range(_ATTEMPTS):
            version = self._book.get_version()
            difference = self.compare(reading)
            if difference.seen != seen:
                break
            team = reading.baseline.team
            changes = settle_difference(difference, team, answers, default)
            batch = self._name_batch(reading)
            if not changes.count():
                return AppliedSheet("", 0)
            try:
                self._book.apply_batch(
                    batch, changes.added, changes.changed, now=now, at_version=version
                )
            except ActionsMovedError:
                continue
            return AppliedSheet(batch, changes.count())
        raise DifferenceMovedError(self.compare(reading))

    def list_imports(self, team: str | None = None) -> list[ActionImport]:
        """Return the imports of a team's sheets, or of all, the latest first."""
        return self._book.list_imports(team)

    def undo(self, batch: str, now: datetime) -> int:
        """Undo an import, and return how many actions it changed back.

        Raises UserError with what was changed since; then nothing is undone.
        """
        try:
            return self._book.revert_batch(batch, now=now)
        except ActionConflictError as error:
            names = ", ".join(FIELD_NAMES[conflict.field] for conflict in error.conflicts)
            raise UserError(
                f"{format_reference(error.action)} was changed since the import: {names}. "
                "Nothing was undone.",
                remedy="Change back by hand what is to go.",
            ) from None

    def _name_batch(self, reading: SheetReading) -> str:
        prefix = _make_prefix(reading.baseline.export)
        imports = self._book.list_imports(reading.baseline.team)
        return f"{prefix}{sum(each.batch.startswith(prefix) for each in imports) + 1}"


def _make_prefix(export: str) -> str:
    """Return how the names of all imports of one exported sheet begin."""
    return f"sheet-{export}-"


def _describe_later(action: Action, changes: list[ActionChange], export: str) -> LaterAction:
    first = rewind_fields(action, changes, 1)
    prefix = _make_prefix(export)
    made = any(each.version == 1 and each.batch.startswith(prefix) for each in changes)
    return LaterAction(action, first, made)
