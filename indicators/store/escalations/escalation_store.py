"""Escalations: rows are only added, and what is sent twice is kept once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from indicators.actions.escalation import (
    Escalation,
    EscalationRecord,
    EscalationStateError,
    EscalationStep,
    NewEscalation,
    UnknownEscalationError,
    check_step,
    format_escalation,
)
from indicators.domain.audit.audit_event import AuditKind
from indicators.store.audit_log import record_event
from indicators.store.database import open_write_transaction
from indicators.store.escalations.escalation_tables import (
    escalation,
    escalation_record,
    select_escalations_version,
)
from indicators.store.meetings.meeting_tables import meeting_record
from indicators.store.moments import strip_zone


class EscalationStore:
    """The escalations in one database."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    def get_version(self) -> int:
        """Return a number that changes whenever an escalation is made or takes a step."""
        with self.engine.connect() as connection:
            return int(connection.scalar(sa.select(select_escalations_version())) or 0)

    def list_escalations(self, teams: Collection[str] | None = None) -> list[Escalation]:
        """Return the escalations of some teams, the oldest first; None stands for every team."""
        wanted = None if teams is None else escalation.c.team.in_(teams)
        with self.engine.connect() as connection:
            return _read(connection, wanted)

    def find(self, number: int) -> Escalation:
        """Return one escalation. Raises UnknownEscalationError."""
        with self.engine.connect() as connection:
            return _find(connection, number)

    def add(self, new: NewEscalation, *, who: str, now: datetime) -> int:
        """Keep an escalation and return its number.

        Raises EscalationStateError if its action is escalated already and that has not ended.
        """
        with open_write_transaction(self.engine) as connection:
            if new.action is not None and _find_sent(connection, new.client) is None:
                _check_first(connection, new.action)
            return add_escalation(connection, new, who, now)

    def add_record(
        self,
        number: int,
        step: EscalationStep,
        text: str,
        *,
        client: str,
        seen: int,
        who: str,
        now: datetime,
    ) -> None:
        """Keep a step. Raises EscalationStateError if the escalation cannot take it now."""
        record = escalation_record.c
        with open_write_transaction(self.engine) as connection:
            sent = sa.select(record.id).where(
                record.escalation_id == number, record.client == client
            )
            if connection.scalar(sent):
                return
            check_step(_find(connection, number), step, seen)
            row = {
                "escalation_id": number,
                "client": client,
                "step": step.value,
                "text": text,
                "who": who,
                "made_at": strip_zone(now),
            }
            connection.execute(sa.insert(escalation_record), row)
            what = f"escalation {number} {step.value}"
            record_event(connection, AuditKind.ESCALATION_CHANGED, what)


def add_escalation(connection: sa.Connection, new: NewEscalation, who: str, now: datetime) -> int:
    """Write an escalation and return its number; sent again, that of the first."""
    sent_before = _find_sent(connection, new.client)
    if sent_before is not None:
        return sent_before
    row = {
        "client": new.client,
        "team": new.team,
        "indicator": new.indicator,
        "service": new.service,
        "what": new.what,
        "reason": new.reason,
        "action_id": new.action,
        "record_id": new.record,
        "made_by": who,
        "made_at": strip_zone(now),
    }
    made = sa.insert(escalation).returning(escalation.c.id)
    number = int(connection.execute(made, row).scalar_one())
    record_event(connection, AuditKind.ESCALATION_CHANGED, f"escalation {number} made")
    return number


def _find_sent(connection: sa.Connection, client: str) -> int | None:
    return connection.scalar(sa.select(escalation.c.id).where(escalation.c.client == client))


def _check_first(connection: sa.Connection, action: int) -> None:
    for earlier in _read(connection, escalation.c.action_id == action):
        if not earlier.has_ended:
            raise EscalationStateError(
                f"{earlier.made_by} escalated this action already.",
                remedy=f"Open {format_escalation(earlier.id)} in the list of escalations.",
            )


def _find(connection: sa.Connection, number: int) -> Escalation:
    found = _read(connection, escalation.c.id == number)
    if not found:
        raise UnknownEscalationError(number)
    return found[0]


def _read(connection: sa.Connection, wanted: sa.ColumnElement[bool] | None) -> list[Escalation]:
    chosen = (
        sa.select(escalation, meeting_record.c.meeting_id)
        .outerjoin(meeting_record, meeting_record.c.id == escalation.c.record_id)
        .order_by(escalation.c.id)
    )
    if wanted is not None:
        chosen = chosen.where(wanted)
    rows = connection.execute(chosen).all()
    if not rows:
        return []
    its_records = (
        sa.select(escalation_record)
        .where(escalation_record.c.escalation_id.in_([row.id for row in rows]))
        .order_by(escalation_record.c.id)
    )
    records: dict[int, list[EscalationRecord]] = defaultdict(list)
    for row in connection.execute(its_records):
        step = EscalationStep(row.step)
        read = EscalationRecord(row.id, step, row.text, row.who, row.made_at)
        records[row.escalation_id].append(read)
    return [_read_escalation(row, records[row.id]) for row in rows]


def _read_escalation(row: Any, records: list[EscalationRecord]) -> Escalation:
    return Escalation(
        id=row.id,
        team=row.team,
        indicator=row.indicator,
        service=row.service,
        what=row.what,
        reason=row.reason,
        action=row.action_id,
        record=row.record_id,
        meeting=row.meeting_id,
        made_by=row.made_by,
        made_at=row.made_at,
        records=tuple(records),
    )
