"""Arrangements of places that someone looks at before they are accepted."""

from __future__ import annotations

import secrets
from datetime import datetime

import sqlalchemy as sa

from indicators.domain.audit.audit_event import AuditKind
from indicators.domain.periods import Month
from indicators.domain.settings.boundary_draft import BoundaryDraft
from indicators.domain.settings.setting_change import Table
from indicators.domain.settings.settings_key import DraftKey
from indicators.store.audit_log import record_event
from indicators.store.database import open_write_transaction
from indicators.store.moments import strip_zone
from indicators.store.settings.setting_tables import boundary_draft


class DraftStore:
    """The drafts in one database."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    def add(self, name: str, content: Table, user: int | None, *, now: datetime) -> str:
        """Keep a draft, and return the secret by which its browser finds it."""
        secret = secrets.token_urlsafe(24)
        row = {
            "secret": secret,
            "user_id": user,
            "name": name,
            "content": dict(content),
            "made_at": strip_zone(now),
        }
        with open_write_transaction(self.engine) as connection:
            connection.execute(sa.insert(boundary_draft), row)
            record_event(connection, AuditKind.SETTING_CHANGED, "arrangement draft, kept")
        return secret

    def find(self, secret: str, user: int | None) -> BoundaryDraft | None:
        """Return a draft that is not over, for the browser and user that kept it."""
        table = boundary_draft.c
        wanted = sa.select(boundary_draft).where(
            table.secret == secret,
            table.user_id == user if user is not None else table.user_id.is_(None),
            table.ended_at.is_(None),
        )
        with self.engine.connect() as connection:
            row = connection.execute(wanted).first()
        if row is None:
            return None
        key = DraftKey(row.id, Month.parse(str(row.content["from"])))
        return BoundaryDraft(key, row.name, row.content, row.made_at)

    def read_table(self, number: int) -> Table:
        """Return the content of a draft."""
        wanted = sa.select(boundary_draft.c.content).where(boundary_draft.c.id == number)
        with self.engine.connect() as connection:
            found: Table = connection.execute(wanted).scalar_one()
        return found

    def end(self, number: int, how: str, *, now: datetime) -> None:
        """Note that a draft was accepted or discarded."""
        ended = (
            sa.update(boundary_draft)
            .where(boundary_draft.c.id == number, boundary_draft.c.ended_at.is_(None))
            .values(ended_at=strip_zone(now))
        )
        with open_write_transaction(self.engine) as connection:
            connection.execute(ended)
            what = f"arrangement draft {number}, {how}"
            record_event(connection, AuditKind.SETTING_CHANGED, what)
