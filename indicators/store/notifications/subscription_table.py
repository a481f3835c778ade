"""Which users asked for the digests of which teams by e-mail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from indicators.domain.audit.audit_event import AuditKind
from indicators.store.audit_log import record_event
from indicators.store.database import open_write_transaction
from indicators.store.moments import strip_zone
from indicators.store.notifications.notification_tables import digest_subscription

_ROW = digest_subscription.c


class SubscriptionTable:
    """Reads and changes subscriptions. What was changed is in the audit log."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    def list_teams(self, user_id: int) -> list[str]:
        """Return the teams whose digests a user gets."""
        return self.list_every().get(user_id, [])

    def list_every(self) -> dict[int, list[str]]:
        """Return the teams by user."""
        found = defaultdict(list)
        with self.engine.connect() as connection:
            for row in connection.execute(
                sa.select(_ROW.user_id, _ROW.team).order_by(_ROW.user_id, _ROW.team)
            ):
                found[row.user_id].append(row.team)
        return dict(found)

    def choose(self, user_id: int, teams: Collection[str], now: datetime) -> None:
        """Keep which digests a user gets from now on."""
        with open_write_transaction(self.engine) as connection:
            mine = sa.select(_ROW.team).where(_ROW.user_id == user_id)
            had = set(connection.scalars(mine))
            for team in sorted(set(teams) - had):
                row = {"user_id": user_id, "team": team, "made_at": strip_zone(now)}
                connection.execute(sa.insert(digest_subscription), row)
                _record(connection, user_id, team, "begun")
            for team in sorted(had - set(teams)):
                _end(connection, user_id, team)

    def end(self, user_id: int, team: str) -> None:
        """Send a user no more digests of a team."""
        with open_write_transaction(self.engine) as connection:
            _end(connection, user_id, team)


def _end(connection: sa.Connection, user_id: int, team: str) -> None:
    which = sa.delete(digest_subscription).where(_ROW.user_id == user_id, _ROW.team == team)
    if connection.execute(which).rowcount:
        _record(connection, user_id, team, "ended")


def _record(connection: sa.Connection, user_id: int, team: str, what: str) -> None:
    text = f"digests of {team} to user {user_id}, {what}"
    record_event(connection, AuditKind.DIGEST_CHOSEN, text)
