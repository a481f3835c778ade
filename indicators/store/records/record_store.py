"""What teams entered: rows are only added, so every value that ever was is kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from indicators.domain.audit.audit_event import AuditKind
from indicators.domain.errors import UserError
from indicators.records.record_values import (
    NOTHING_ENTERED,
    CellChange,
    CellConflict,
    EnteredValue,
    RecordCell,
    RecordConflictError,
    RecordVersion,
    find_conflict,
    has_effect,
)
from indicators.store.audit_log import record_event
from indicators.store.database import open_write_transaction
from indicators.store.moments import strip_zone
from indicators.store.records.record_tables import record_version

UNDO = "undo of "
"""What the batch of an undoing begins with, before the batch that it undid."""
_CELL = (record_version.c.team, record_version.c.period, record_version.c.field)
_Versions = Mapping[RecordCell, Sequence[RecordVersion]]


def select_records_version() -> sa.ColumnElement[int]:
    """Return a query for a number that changes whenever anything is entered in a record."""
    return sa.select(sa.func.coalesce(sa.func.max(record_version.c.id), 0)).scalar_subquery()


class RecordStore:
    """Every record of one database."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    def get_version(self) -> int:
        """Return a number that changes whenever anything is entered, for cache keys."""
        with self.engine.connect() as connection:
            return int(connection.scalar(sa.select(select_records_version())) or 0)

    def list_current(
        self,
        record: str,
        teams: Collection[str],
        periods: tuple[str, str] | None = None,
        before: datetime | None = None,
    ) -> list[RecordVersion]:
        """Return what the cells of teams hold, those emptied left out.

        `periods` are the codes of the first and the last; None stands for all. `before` is the time
        (UTC) at which they are read; None is now.
        """
        table = record_version.c
        wanted = [table.record == record, table.team.in_(teams)]
        if periods:
            wanted += [table.period >= periods[0], table.period <= periods[1]]
        if before:
            wanted.append(table.changed_at < strip_zone(before))
        newest = sa.select(sa.func.max(table.id)).where(*wanted).group_by(*_CELL)
        found = (
            sa.select(record_version)
            .where(table.id.in_(newest), sa.or_(table.value.is_not(None), table.evidence != ""))
            .order_by(table.id)
        )
        with self.engine.connect() as connection:
            return [_read(row._asdict()) for row in connection.execute(found)]

    def find_latest(self, record: str, teams: Collection[str]) -> str:
        """Return the code of the latest period in which teams entered anything, or ""."""
        table = record_version.c
        wanted = sa.select(sa.func.max(table.period)).where(
            table.record == record, table.team.in_(teams)
        )
        with self.engine.connect() as connection:
            return connection.scalar(wanted) or ""

    def list_versions(self, record: str, team: str, period: str) -> list[RecordVersion]:
        """Return every version of the cells of a team in a period, oldest first."""
        table = record_version.c
        with self.engine.connect() as connection:
            return _read_versions(
                connection, table.record == record, table.team == team, table.period == period
            )

    def list_batch(self, batch: str) -> list[RecordVersion]:
        """Return what was saved together. Raises UserError for nothing."""
        with self.engine.connect() as connection:
            return _read_batch(connection, batch)

    def find_record(self, batch: str) -> str:
        """Return the code of the record that a batch is of, or ""."""
        wanted = sa.select(record_version.c.record).where(record_version.c.batch == batch)
        with self.engine.connect() as connection:
            return connection.scalar(wanted.limit(1)) or ""

    def save(
        self, record: str, batch: str, changes: Sequence[CellChange], *, who: str, now: datetime
    ) -> int:
        """Write what was entered, all of it or nothing, and return how many cells changed.

        Cells that others changed meanwhile and that this does not touch stay as they are. Raises
        RecordConflictError if both changed one, to different values.
        """
        return self.save_batches(record, {batch: changes}, who=who, now=now)

    def save_batches(
        self,
        record: str,
        batches: Mapping[str, Sequence[CellChange]],
        *,
        who: str,
        now: datetime,
    ) -> int:
        """Write several batches, no two of them of one cell, all of it or nothing: see `save`."""
        every = [change for changes in batches.values() for change in changes]
        with open_write_transaction(self.engine) as connection:
            known = _read_cells(connection, record, every)
            settled = {batch: _settle(changes, known) for batch, changes in batches.items()}
            if conflicts := [each for _, found in settled.values() for each in found]:
                raise RecordConflictError(conflicts)
            written = {batch: changes for batch, (changes, _) in settled.items()}
            return _write(connection, record, written, known, who, now)

    def revert(self, record: str, batch: str, *, who: str, now: datetime) -> int:
        """Undo what was saved together, and return how many cells changed back.

        Raises RecordConflictError if one was changed since, UserError if it is undone already.
        """
        with open_write_transaction(self.engine) as connection:
            saved = _read_batch(connection, batch)
            if batch.startswith(UNDO) or _is_undone(connection, batch):
                raise UserError("This is undone already.", remedy="Look at the history below.")
            back = [CellChange(each.cell, each.version, NOTHING_ENTERED) for each in saved]
            known = _read_cells(connection, record, back)
            conflicts = [
                CellConflict(each.cell, each.entered, NOTHING_ENTERED, known[each.cell][-1])
                for each in saved
                if known[each.cell][-1].version != each.version
            ]
            if conflicts:
                raise RecordConflictError(conflicts)
            before = [
                CellChange(
                    each.cell, each.version, _find_entered(known, each.cell, each.version - 1)
                )
                for each in saved
            ]
            return _write(connection, record, {f"{UNDO}{batch}": before}, known, who, now)


def _settle(
    changes: Sequence[CellChange], known: _Versions
) -> tuple[list[CellChange], list[CellConflict]]:
    written, conflicts = [], []
    for change in changes:
        base = _find_entered(known, change.cell, change.base_version)
        held = known.get(change.cell, ())
        current = held[-1] if held else None
        if not has_effect(change, base, current):
            continue
        if conflict := find_conflict(change, base, current):
            conflicts.append(conflict)
        written.append(change)
    return written, conflicts


def _find_entered(known: _Versions, cell: RecordCell, version: int) -> EnteredValue:
    """Return what a cell held at a version; nothing before its first."""
    held = [each.entered for each in known.get(cell, ()) if each.version == version]
    return held[0] if held else NOTHING_ENTERED


def _write(
    connection: sa.Connection,
    record: str,
    batches: Mapping[str, Sequence[CellChange]],
    known: _Versions,
    who: str,
    now: datetime,
) -> int:
    rows = [
        {
            "record": record,
            "team": change.cell.team,
            "period": change.cell.period,
            "field": change.cell.field,
            "version": len(known.get(change.cell, ())) + 1,
            "value": change.entered.value,
            "evidence": change.entered.evidence,
            "who": who,
            "changed_at": strip_zone(now),
            "batch": batch,
        }
        for batch, changes in batches.items()
        for change in changes
    ]
    if rows:
        connection.execute(sa.insert(record_version), rows)
        record_event(
            connection, AuditKind.RECORD_CHANGED, f"{record}, {_name(batches)}, {len(rows)} values"
        )
    return len(rows)


def _name(batches: Mapping[str, object]) -> str:
    first, *others = batches
    return f"{first} and {len(others)} more" if others else first


def _read_cells(connection: sa.Connection, record: str, changes: Iterable[CellChange]) -> _Versions:
    """Return every version of the cells, and of others of their teams and periods."""
    cells = [change.cell for change in changes]
    table = record_version.c
    found: dict[RecordCell, list[RecordVersion]] = defaultdict(list)
    for each in _read_versions(
        connection,
        table.record == record,
        table.team.in_({cell.team for cell in cells}),
        table.period.in_({cell.period for cell in cells}),
    ):
        found[each.cell].append(each)
    return found


def _read_batch(connection: sa.Connection, batch: str) -> list[RecordVersion]:
    found = _read_versions(connection, record_version.c.batch == batch)
    if not found:
        raise UserError(f"Nothing was saved as “{batch}”.", remedy="Look at the history.")
    return found


def _is_undone(connection: sa.Connection, batch: str) -> bool:
    wanted = sa.select(sa.literal(1)).where(record_version.c.batch == f"{UNDO}{batch}")
    return connection.scalar(wanted.limit(1)) is not None


def _read_versions(
    connection: sa.Connection, *wanted: sa.ColumnElement[bool]
) -> list[RecordVersion]:
    found = sa.select(record_version).where(*wanted).order_by(record_version.c.id)
    return [_read(row._asdict()) for row in connection.execute(found)]


def _read(row: dict[str, Any]) -> RecordVersion:
    return RecordVersion(
        RecordCell(row["team"], row["period"], row["field"]),
        row["version"],
        EnteredValue(row["value"], row["evidence"]),
        row["who"],
        row["changed_at"],
        row["batch"],
    )
