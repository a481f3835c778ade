"""What was changed in the browser: rows are only added, so every version is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from indicators.domain.audit.audit_event import AuditKind
from indicators.domain.settings.setting_change import (
    ChangeAction,
    NewSetting,
    SettingChange,
    SettingConflictError,
    SettingKind,
    SettingState,
)
from indicators.store.audit_log import record_event
from indicators.store.database import open_write_transaction
from indicators.store.moments import strip_zone
from indicators.store.page_reads.versions import select_newest_setting
from indicators.store.settings.setting_tables import setting_change

_AUDITED: Mapping[SettingKind, AuditKind] = {
    SettingKind.BOUNDARIES: AuditKind.PLACE_CHANGED,
    SettingKind.ORGANISATION: AuditKind.AGREEMENT_CHANGED,
    SettingKind.AGREEMENT: AuditKind.AGREEMENT_CHANGED,
    SettingKind.TARGETS: AuditKind.TARGET_CHANGED,
    SettingKind.TRAJECTORIES: AuditKind.TARGET_CHANGED,
}
"""The kinds of event that other ways of changing the same thing have too."""


class SettingStore:
    """Every recorded change of one database."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    def get_version(self, before: datetime | None = None) -> int:
        """Return the number of the newest change, or of the newest before a moment in UTC."""
        newest = select_newest_setting()
        if before:
            newest = newest.where(setting_change.c.made_at < strip_zone(before))
        with self.engine.connect() as connection:
            return int(connection.scalar(newest) or 0)

    def list_in_force(self, version: int, day: date) -> list[SettingChange]:
        """Return the change that counts for each setting on a day, of those up to a version."""
        table = setting_change.c
        newest = (
            sa.select(sa.func.max(table.id))
            .where(table.id <= version, table.effective <= day)
            .group_by(table.kind, table.subject)
        )
        found = sa.select(setting_change).where(table.id.in_(newest)).order_by(table.id)
        with self.engine.connect() as connection:
            return [_read(row._asdict()) for row in connection.execute(found)]

    def list_later_days(self, day: date) -> list[date]:
        """Return the days after a day from which some change counts."""
        table = setting_change.c
        found = sa.select(table.effective).distinct().where(table.effective > day)
        with self.engine.connect() as connection:
            return sorted(connection.scalars(found))

    def list_waiting(self, version: int, day: date) -> list[SettingChange]:
        """Return the changes up to a version that will count from a later day, the next first."""
        newer = setting_change.alias("newer")
        mine, other = setting_change.c, newer.c
        is_overtaken = sa.exists().where(
            other.kind == mine.kind,
            other.subject == mine.subject,
            other.id > mine.id,
            other.id <= version,
            other.effective <= mine.effective,
        )
        found = (
            sa.select(setting_change)
            .where(mine.id <= version, mine.effective > day, ~is_overtaken)
            .order_by(mine.effective, mine.id)
        )
        with self.engine.connect() as connection:
            return [_read(row._asdict()) for row in connection.execute(found)]

    def list_versions(self, kind: SettingKind, subject: str) -> list[SettingChange]:
        """Return every change of a setting, newest first."""
        table = setting_change.c
        found = (
            sa.select(setting_change)
            .where(table.kind == kind, table.subject == subject)
            .order_by(table.version.desc())
        )
        with self.engine.connect() as connection:
            return [_read(row._asdict()) for row in connection.execute(found)]

    def list_recent(self, limit: int) -> list[SettingChange]:
        """Return the newest changes of all settings, newest first."""
        found = sa.select(setting_change).order_by(setting_change.c.id.desc()).limit(limit)
        with self.engine.connect() as connection:
            return [_read(row._asdict()) for row in connection.execute(found)]

    def add(self, new: NewSetting, *, now: datetime) -> None:
        """Record a change. Raises SettingConflictError if its base is not the newest version."""
        table = setting_change.c
        newest = (
            sa.select(setting_change)
            .where(table.kind == new.kind, table.subject == new.subject)
            .order_by(table.version.desc())
            .limit(1)
        )
        with open_write_transaction(self.engine) as connection:
            found = connection.execute(newest).first()
            if found is not None and found.version != new.base_version:
                raise SettingConflictError(_read(found._asdict()))
            version = new.base_version + 1
            row = {
                "kind": new.kind,
                "subject": new.subject,
                "version": version,
                "action": new.state.action,
                "value": new.state.value,
                "before": new.before,
                "in_file": new.in_file,
                "effective": new.effective,
                "reason": new.reason,
                "who": new.who,
                "made_at": strip_zone(now),
            }
            connection.execute(sa.insert(setting_change), row)
            kind = _AUDITED.get(new.kind, AuditKind.SETTING_CHANGED)
            what = f"{new.kind} {new.subject}, version {version}, {new.state.action}"
            record_event(connection, kind, what, new.reason)


def _read(row: dict[str, Any]) -> SettingChange:
    action, value = ChangeAction(row.pop("action")), row.pop("value")
    kind = SettingKind(row.pop("kind"))
    return SettingChange(kind=kind, state=SettingState(action, value), **row)
