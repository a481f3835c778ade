"""The records that a viewer may see and enter."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby

from indicators.access.permissions import (
    PARTNER,
    Permission,
    PermissionDeniedError,
    Viewer,
    require,
)
from indicators.access.row_access import RowAccess, sees_place
from indicators.domain.errors import UserError
from indicators.domain.localities import Locality
from indicators.records.record_definition import EnteredBy, RecordDefinition
from indicators.records.record_period import RecordPeriod
from indicators.records.record_values import (
    CellChange,
    RecordCell,
    RecordConflictError,
    RecordVersion,
)
from indicators.reports.auditing.small_numbers import note_plain_counts
from indicators.reports.base import Reports
from indicators.reports.records.record_models import SavedTogether
from indicators.reports.scope.team_access import decide_team, sees_writing
from indicators.store.records.record_store import UNDO, RecordStore

Cells = Mapping[RecordCell, RecordVersion]
"""What was entered, by where it is."""
_NEEDS = {
    EnteredBy.CHAMPION: Permission.ENTER_CHAMPION_RECORDS,
    EnteredBy.TEAM_MEMBER: Permission.ENTER_RECORDS,
}


class UnknownRecordError(UserError):
    """A kind of record that has no file, or a team whose records the viewer does not see."""


class RecordBook:
    """Every record that one viewer may see. Raises PermissionDeniedError without that right.

    Scores are about a team, and are for everyone whose role is about it. Evidence may name a small
    number, as an action may, and is for those who see the team's actions. Counts are figures of a
    service: those who do not see these exactly see [c], and nothing is worked out from them.
    """

    def __init__(self, reports: Reports, viewer: Viewer) -> None:
        require(viewer, Permission.VIEW_FIGURES)
        self._reports = reports
        self._viewer = viewer
        self._store = RecordStore(reports.table.engine)

    def list_definitions(self) -> list[RecordDefinition]:
        """Return every kind of record, in its order."""
        return list(self._reports.records.values())

    def find_definition(self, code: str) -> RecordDefinition:
        """Return a kind of record. Raises UnknownRecordError."""
        if code not in self._reports.records:
            known = ", ".join(self._reports.records) or "none"
            raise UnknownRecordError(
                f"There is no record “{code}”.", remedy=f"The records are: {known}."
            )
        return self._reports.records[code]

    def list_teams(
        self, definition: RecordDefinition, period: RecordPeriod | None = None
    ) -> list[Locality]:
        """Return the teams whose record the viewer sees, or sees the hidden form of."""
        month = period.month if period else None
        teams = self._reports.places.list_by_kind(self._reports.home_kind, month)
        return [team for team in teams if self.decide(definition, team.code) is not RowAccess.NONE]

    def find_team(self, definition: RecordDefinition, code: str) -> Locality:
        """Return a team. Raises UnknownPlaceError, OutOfScopeError and UnknownRecordError."""
        team = self._reports.for_viewer(self._viewer).scope.require_place(code)
        if team not in self.list_teams(definition):
            raise UnknownRecordError(
                f"You see no record “{definition.name}” of {team.name}.",
                remedy="Choose one of the teams of the list.",
            )
        return team

    def decide(self, definition: RecordDefinition, team: str) -> RowAccess:
        """Return what the viewer sees of a team's record."""
        if self._viewer.sees_everything:
            return RowAccess.EXACT
        if definition.counts is None:
            return RowAccess.EXACT if sees_place(self._viewer, team) else RowAccess.NONE
        places, service = self._reports.places, definition.counts.service
        return decide_team(self._viewer, places, team, definition.code, service)

    def can_enter(self, definition: RecordDefinition, team: str) -> bool:
        """Return whether the viewer may enter a team's record: its own people, and the operator."""
        if _NEEDS[definition.entered_by] not in self._viewer.permissions:
            return False
        is_own = self._viewer.team == team or self._viewer == PARTNER
        return is_own and self._sees_all_of(definition, team)

    def _sees_all_of(self, definition: RecordDefinition, team: str) -> bool:
        is_exact = self.decide(definition, team) is RowAccess.EXACT
        return is_exact and (definition.scores is None or self.sees_evidence(team))

    def sees_evidence(self, team: str) -> bool:
        """Return whether the viewer sees what a team wrote."""
        whole, places = self._reports.scope.whole, self._reports.places
        return sees_writing(self._viewer, whole, places, team)

    def require_enter(self, definition: RecordDefinition, team: str) -> None:
        """Raise PermissionDeniedError unless the viewer may enter a team's record."""
        if not self.can_enter(definition, team):
            raise PermissionDeniedError(_NEEDS[definition.entered_by])

    def read(
        self,
        definition: RecordDefinition,
        teams: Collection[str],
        periods: tuple[RecordPeriod, RecordPeriod] | None = None,
    ) -> dict[RecordCell, RecordVersion]:
        """Return what teams entered, as at the day of the reports.

        Cells that the viewer does not see exactly are left out, and evidence that they do not see.
        """
        seen = [team for team in teams if self.decide(definition, team) is RowAccess.EXACT]
        day = self._reports.seen_on
        end = datetime.combine(day, time(), UTC) + timedelta(days=1) if day else None
        span = (periods[0].code, periods[1].code) if periods else None
        found = self._store.list_current(definition.code, seen, span, end)
        kept = self._limit(definition, found)
        return {each.cell: each for each in kept if each.cell.field in definition.fields}

    def _limit(
        self, definition: RecordDefinition, found: Sequence[RecordVersion]
    ) -> list[RecordVersion]:
        """Remove the evidence that the viewer does not see, and note small counts."""
        if definition.counts:
            most = definition.counts.small_number_threshold
            note_plain_counts((each.entered.value for each in found), most)
            return list(found)
        writes = {team for team in {each.cell.team for each in found} if self.sees_evidence(team)}
        return [each if each.cell.team in writes else _drop_evidence(each) for each in found]

    def find_latest(self, definition: RecordDefinition, teams: Collection[str]) -> str:
        """Return the code of the latest period in which teams entered anything, or ""."""
        return self._store.find_latest(definition.code, teams)

    def list_history(
        self, definition: RecordDefinition, team: str, period: RecordPeriod
    ) -> list[SavedTogether]:
        """Return what was saved of a team in a period, newest first."""
        if self.decide(definition, team) is not RowAccess.EXACT:
            return []
        found = self._store.list_versions(definition.code, team, period.code)
        found = self._limit(definition, found)
        newest = {each.cell: each.version for each in found}
        before: dict[tuple[RecordCell, int], RecordVersion] = {
            (each.cell, each.version): each for each in found
        }
        undone = {each.batch.removeprefix(UNDO) for each in found if each.batch.startswith(UNDO)}
        entries = []
        for batch, versions in groupby(found, key=lambda each: each.batch):
            held = list(versions)
            is_current = all(newest[each.cell] == each.version for each in held)
            can_undo = is_current and not batch.startswith(UNDO) and batch not in undone
            changes = tuple((before.get((each.cell, each.version - 1)), each) for each in held)
            first = held[0]
            entries.append(SavedTogether(batch, first.who, first.changed_at, changes, can_undo))
        return entries[::-1]

    def save(
        self,
        definition: RecordDefinition,
        batch: str,
        changes: Sequence[CellChange],
        *,
        now: datetime,
    ) -> int:
        """Write what was entered, all of it or nothing, and return how many values changed."""
        for team in {change.cell.team for change in changes}:
            self.require_enter(definition, team)
        self._check_periods(definition, {change.cell.period for change in changes}, now.date())
        try:
            return self._store.save(definition.code, batch, changes, who=self._viewer.name, now=now)
        except RecordConflictError as error:
            raise self._name_fields(definition, error) from None

    def undo(self, definition: RecordDefinition, batch: str, *, now: datetime) -> int:
        """Undo what was saved together, and return how many values changed back."""
        batch = batch.replace("\x00", "")
        saved = self._store.list_batch(batch)
        for team in {each.cell.team for each in saved}:
            self.require_enter(definition, team)
        if self._store.find_record(batch) != definition.code:
            raise UserError(
                f"“{batch}” is of another record.", remedy="Undo it on the page of that record."
            )
        try:
            return self._store.revert(definition.code, batch, who=self._viewer.name, now=now)
        except RecordConflictError as error:
            raise self._name_fields(definition, error) from None

    def _check_periods(
        self, definition: RecordDefinition, codes: Collection[str], today: date
    ) -> None:
        for code in codes:
            check_period(definition, RecordPeriod.parse(definition.per, code), today)

    def _name_fields(
        self, definition: RecordDefinition, error: RecordConflictError
    ) -> RecordConflictError:
        names = [definition.fields[each.cell.field].name for each in error.conflicts]
        return RecordConflictError(error.conflicts, names)

    def get_version(self) -> int:
        """Return a number that changes whenever anything is entered."""
        return self._store.get_version()


def check_period(definition: RecordDefinition, period: RecordPeriod, today: date) -> None:
    """Raise UserError for a period before the record began, or that has not begun."""
    first = find_first_period(definition)
    last = RecordPeriod.find(definition.per, today)
    if not first <= period <= last:
        raise UserError(
            f"{definition.name} is not kept for {period.name}.",
            remedy=f"Choose a {definition.per} from {first.name} to {last.name}.",
        )


def find_first_period(definition: RecordDefinition) -> RecordPeriod:
    """Return the first period of which a record is kept."""
    first = definition.from_
    return RecordPeriod.find(definition.per, date(first.year, first.month, 1))


def _drop_evidence(version: RecordVersion) -> RecordVersion:
    return replace(version, entered=replace(version.entered, evidence=""))
