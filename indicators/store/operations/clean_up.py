"""Removes what has been kept for as long as it may be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from indicators.domain.audit.audit_event import AuditKind
from indicators.domain.operations.retention import Retention
from indicators.store.accounts.account_schema import (
    invitation,
    pending_sign_in,
    sign_in_failure,
    unknown_identity,
    user_session,
)
from indicators.store.audit_log import record_event
from indicators.store.database import open_write_transaction
from indicators.store.limits.rate_limits import rate_count
from indicators.store.moments import strip_zone
from indicators.store.schema import load, original, pdf_job
from indicators.store.settings.setting_tables import boundary_draft

_SHORT = timedelta(days=1)
"""What is needed for minutes or hours only: sign-ins under way, counts, PDFs."""


@dataclass(frozen=True, slots=True)
class CleanUpCounts:
    """How much was removed."""

    originals: int
    sessions: int
    strangers: int
    drafts: int


def clean_up(engine: sa.Engine, retention: Retention, now: datetime) -> CleanUpCounts:
    """Remove what is older than it may be, in one transaction, and record it in the audit log."""
    at = strip_zone(now)
    with open_write_transaction(engine) as connection:
        counts = CleanUpCounts(
            _remove_originals(connection, at - retention.originals.age),
            _delete(connection, user_session, _is_over(at - retention.sessions.age)),
            _delete(
                connection,
                unknown_identity,
                unknown_identity.c.seen_at < at - retention.strangers.age,
            ),
            _delete(
                connection, boundary_draft, boundary_draft.c.made_at < at - retention.drafts.age
            ),
        )
        _remove_short_lived(connection, at - _SHORT, int(now.timestamp()))
        for count, named, rule in (
            (counts.originals, "original files", retention.originals),
            (counts.drafts, "drafts of arrangements", retention.drafts),
        ):
            if count:
                what = f"{count} {named} removed after {rule.days} days"
                record_event(connection, AuditKind.RETENTION, what, at=now)
    return counts


def _remove_originals(connection: sa.Connection, before: datetime) -> int:
    """Remove the files of loads before a moment, unless a later load has the same file."""
    newest = (
        sa.select(load.c.sha256)
        .where(load.c.undoes.is_(None))
        .group_by(load.c.sha256)
        .having(sa.func.max(load.c.loaded_at) < before)
    )
    old = sa.select(original.c.sha256).where(original.c.sha256.in_(newest)).distinct()
    files = list(connection.scalars(old))
    connection.execute(sa.delete(original).where(original.c.sha256.in_(newest)))
    return len(files)


def _is_over(before: datetime) -> sa.ColumnElement[bool]:
    """Whether a session was last seen before a moment: no session lasts longer than a day."""
    return user_session.c.seen_at < before


def _remove_short_lived(connection: sa.Connection, before: datetime, second: int) -> None:
    _delete(connection, pending_sign_in, pending_sign_in.c.made_at < before)
    _delete(connection, invitation, invitation.c.ends_at < before)
    _delete(connection, sign_in_failure, sign_in_failure.c.last_at < before)
    _delete(connection, pdf_job, pdf_job.c.seen_at < before)
    _delete(connection, rate_count, rate_count.c.ends_at < second)


def _delete(connection: sa.Connection, table: sa.Table, which: sa.ColumnElement[bool]) -> int:
    return connection.execute(sa.delete(table).where(which)).rowcount
