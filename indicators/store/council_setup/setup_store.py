"""What was entered in the set-up, and the files of a finished one. Nothing is removed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import sqlalchemy as sa

from indicators.domain.audit.audit_event import AuditKind
from indicators.domain.operations.saved_set_up import (
    FinishedSetUp,
    StepConflictError,
    StoredStep,
)
from indicators.store.audit_log import record_event
from indicators.store.council_setup.setup_tables import council, council_file, setup_entry
from indicators.store.database import open_write_transaction
from indicators.store.moments import strip_zone


class SetUpStore:
    """The set-up in one database."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    def list_newest(self) -> list[StoredStep]:
        """Return the newest version of each step."""
        newest = sa.select(sa.func.max(setup_entry.c.id)).group_by(setup_entry.c.step)
        with self.engine.connect() as connection:
            return _read(connection, setup_entry.c.id.in_(newest))

    def list_versions(self, step: str) -> list[StoredStep]:
        """Return every version of a step, newest first."""
        with self.engine.connect() as connection:
            return _read(connection, setup_entry.c.step == step)

    def save(self, parts: Iterable[tuple[str, str, int]], *, who: str, now: datetime) -> None:
        """Save steps, each with its content, over the version that it was made from.

        Raises StepConflictError if one of these versions is not the newest; then none is saved.
        """
        newest = sa.select(
            setup_entry.c.step, sa.func.max(setup_entry.c.version).label("version")
        ).group_by(setup_entry.c.step)
        with open_write_transaction(self.engine) as connection:
            versions = {row.step: int(row.version) for row in connection.execute(newest)}
            for step, content, base in parts:
                version = versions.get(step, 0)
                if version != base:
                    raise StepConflictError(_read(connection, setup_entry.c.step == step)[0])
                row = {"step": step, "version": version + 1, "content": content, "who": who}
                connection.execute(sa.insert(setup_entry), row | {"made_at": strip_zone(now)})
                what = f"set-up, {step}, version {version + 1}"
                record_event(connection, AuditKind.SET_UP_CHANGED, what)

    def finish(self, files: Mapping[str, str], *, who: str, now: datetime) -> int:
        """Keep the files of the council, in the place of those kept before; return their number."""
        made = sa.insert(council).values(who=who, made_at=strip_zone(now)).returning(council.c.id)
        with open_write_transaction(self.engine) as connection:
            number = int(connection.execute(made).scalar_one())
            rows = [
                {"council_id": number, "path": path, "content": text}
                for path, text in files.items()
            ]
            connection.execute(sa.insert(council_file), rows)
            what = f"set-up finished as council {number}, {len(rows)} files"
            record_event(connection, AuditKind.SET_UP_CHANGED, what)
        return number

    def find_finished(self) -> FinishedSetUp | None:
        """Return the set-up that was finished last, or None."""
        last = sa.select(council).order_by(council.c.id.desc()).limit(1)
        with self.engine.connect() as connection:
            row = connection.execute(last).first()
        return FinishedSetUp(*row) if row else None

    def read_files(self, number: int) -> dict[str, str]:
        """Return the files of a finished set-up by their paths."""
        wanted = (
            sa.select(council_file.c.path, council_file.c.content)
            .where(council_file.c.council_id == number)
            .order_by(council_file.c.path)
        )
        with self.engine.connect() as connection:
            return {row.path: row.content for row in connection.execute(wanted)}


def _read(connection: sa.Connection, which: sa.ColumnElement[bool]) -> list[StoredStep]:
    table = setup_entry.c
    found = sa.select(table.step, table.version, table.content, table.who, table.made_at)
    rows = connection.execute(found.where(which).order_by(table.id.desc()))
    return [StoredStep(*row) for row in rows]
