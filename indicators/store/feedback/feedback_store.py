"""Feedback: what each line holds now, and every change of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from indicators.domain.audit.audit_event import AuditKind
from indicators.feedback.feedback import (
    Feedback,
    FeedbackChange,
    FeedbackConflictError,
    FeedbackState,
    UnknownFeedbackError,
    find_changed_twice,
    sort_feedback,
)
from indicators.feedback.feedback_fields import (
    EMPTY,
    FeedbackField,
    FeedbackFields,
    check_feedback,
    normalise_feedback,
)
from indicators.store.audit_log import record_event
from indicators.store.audit_trail.field_changes import build_change_rows, rewind_fields
from indicators.store.database import open_write_transaction
from indicators.store.feedback.feedback_tables import parent_feedback, parent_feedback_change
from indicators.store.moments import strip_zone


def select_feedback_version() -> sa.ColumnElement[int]:
    """Return a query for a number that changes whenever any feedback does."""
    return sa.select(
        sa.func.coalesce(sa.func.max(parent_feedback_change.c.id), 0)
    ).scalar_subquery()


class FeedbackStore:
    """The feedback in one database. `themes` are those that may be chosen."""

    def __init__(self, engine: sa.Engine, themes: Collection[str] = ()) -> None:
        self.engine = engine
        self._themes = themes

    def get_version(self) -> int:
        """Return a number that changes whenever any feedback does, for cache keys."""
        with self.engine.connect() as connection:
            return int(connection.scalar(sa.select(select_feedback_version())) or 0)

    def list_feedback(
        self, teams: Collection[str] | None = None, *, removed: bool = False
    ) -> list[Feedback]:
        """Return feedback in the order in which it was entered; None stands for all teams."""
        wanted = sa.select(parent_feedback).order_by(parent_feedback.c.id)
        if teams is not None:
            wanted = wanted.where(parent_feedback.c.team.in_(teams))
        if not removed:
            wanted = wanted.where(parent_feedback.c.removed == "")
        with self.engine.connect() as connection:
            return [_read(row._asdict()) for row in connection.execute(wanted)]

    def find(self, number: int) -> Feedback:
        """Return one line of feedback, also a removed one. Raises UnknownFeedbackError."""
        with self.engine.connect() as connection:
            return _find(connection, number)

    def list_changes(self, number: int) -> list[FeedbackChange]:
        """Return every change of one line, oldest first."""
        change = parent_feedback_change
        wanted = sa.select(change).where(change.c.feedback_id == number).order_by(change.c.id)
        with self.engine.connect() as connection:
            return [
                FeedbackChange(
                    row.version,
                    FeedbackField(row.field),
                    row.before,
                    row.after,
                    row.who,
                    row.changed_at,
                )
                for row in connection.execute(wanted)
            ]

    def add(self, given: FeedbackFields, *, who: str, now: datetime) -> int:
        """Keep new feedback and return its number. Raises UserError if something is wrong."""
        fields = EMPTY | normalise_feedback(given, now.date())
        check_feedback(fields, self._themes)
        moment = strip_zone(now)
        row: dict[str, Any] = {field.value: text for field, text in fields.items()}
        row |= {"version": 1, "made_at": moment, "made_by": who, "changed_at": moment}
        insert = sa.insert(parent_feedback).returning(parent_feedback.c.id)
        with open_write_transaction(self.engine) as connection:
            number = int(connection.execute(insert, row).scalar_one())
            _record(connection, number, 1, EMPTY, fields, who, moment)
        return number

    def update(
        self, number: int, base_version: int, given: FeedbackFields, *, who: str, now: datetime
    ) -> Feedback:
        """Change the given fields of feedback that was seen at a version, and return it.

        Fields that others changed meanwhile stay as they are. Raises FeedbackConflictError if one
        of them is among those given, with another text; then nothing is kept.
        """
        wanted = normalise_feedback(given, now.date())
        with open_write_transaction(self.engine) as connection:
            current = _find(connection, number)
            base = _read_fields_at(connection, current, base_version)
            if conflicts := find_changed_twice(base, wanted, current.fields):
                raise FeedbackConflictError(conflicts)
            changes = {field: text for field, text in wanted.items() if text != base[field]}
            fields = {**current.fields, **changes}
            if fields == dict(current.fields):
                return current
            check_feedback(fields, {*self._themes, current.theme})
            _write(connection, current, fields, who, strip_zone(now))
            return _find(connection, number)

    def list_open(self, team: str) -> list[Feedback]:
        """Return the feedback of a team that has no answer yet, the longest waiting first."""
        found = self.list_feedback([team])
        return sort_feedback([each for each in found if each.state is FeedbackState.OPEN])

    def answer(self, number: int, done: str, *, who: str, now: datetime) -> None:
        """Write what was decided about open feedback; nothing if it has an answer by now."""
        current = self.find(number)
        if current.state is FeedbackState.OPEN and not current.is_removed:
            self.update(number, current.version, {FeedbackField.DONE: done}, who=who, now=now)


def _write(
    connection: sa.Connection,
    current: Feedback,
    fields: FeedbackFields,
    who: str,
    moment: datetime,
) -> None:
    row: dict[str, Any] = {field.value: text for field, text in fields.items()}
    row |= {"version": current.version + 1, "changed_at": moment}
    changed = sa.update(parent_feedback).where(parent_feedback.c.id == current.id).values(row)
    connection.execute(changed)
    _record(connection, current.id, current.version + 1, current.fields, fields, who, moment)


def _record(
    connection: sa.Connection,
    number: int,
    version: int,
    before: FeedbackFields,
    after: FeedbackFields,
    who: str,
    moment: datetime,
) -> None:
    common = {"feedback_id": number, "version": version, "who": who, "changed_at": moment}
    rows = build_change_rows(before, after, common)
    connection.execute(sa.insert(parent_feedback_change), rows)
    record_event(connection, AuditKind.FEEDBACK_CHANGED, f"feedback {number} version {version}")


def _read_fields_at(connection: sa.Connection, current: Feedback, version: int) -> FeedbackFields:
    """Return the fields as they were at a version."""
    change = parent_feedback_change
    which = change.c.feedback_id == current.id
    return rewind_fields(connection, change, which, version, current.fields)


def _find(connection: sa.Connection, number: int) -> Feedback:
    wanted = sa.select(parent_feedback).where(parent_feedback.c.id == number)
    row = connection.execute(wanted).one_or_none()
    if row is None:
        raise UnknownFeedbackError(number)
    return _read(row._asdict())


def _read(row: dict[str, Any]) -> Feedback:
    return Feedback(
        row["id"],
        row["version"],
        {field: row[field.value] for field in FeedbackField},
        row["made_by"],
        row["made_at"],
        row["changed_at"],
    )
