"""Which digests were sent: at most one mail for each person, team and month.

A run claims a digest before it writes the mail, and notes that it hands the mail to the server
right before it does. What was only claimed can be claimed again once the run is over or gave up.
What was handed over is not sent again by itself, because nobody can know whether the server took
it: an operator who asked the person may claim it again.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa

from indicators.domain.audit.audit_event import AuditKind
from indicators.domain.people.notifications import DigestKey
from indicators.domain.periods import Month
from indicators.store.audit_log import record_event
from indicators.store.database import build_upsert, open_write_transaction
from indicators.store.moments import strip_zone
from indicators.store.notifications.notification_tables import digest_delivery

ABANDONED_AFTER = timedelta(minutes=15)
"""A claim of which nothing came for so long belonged to a run that was ended."""
_ROW = digest_delivery.c


class DeliveryState(StrEnum):
    """How far a mail is. The values are stored."""

    CLAIMED = "claimed"
    HANDED_OVER = "handed_over"
    SENT = "sent"


class DeliveryTable:
    """The mails of one database. `run` names the run that acts, and `now` has a zone."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    def list_handed_over(self, months: Collection[Month]) -> set[DigestKey]:
        """Return the mails of some months that were given to the server, taken or not."""
        return self._list_keys(months, _ROW.state != DeliveryState.CLAIMED.value)

    def list_uncertain(self, months: Collection[Month], now: datetime) -> set[DigestKey]:
        """Return the mails of which it is not known whether the server took them."""
        return self._list_keys(months, _is_uncertain(strip_zone(now)))

    def _list_keys(
        self, months: Collection[Month], which: sa.ColumnElement[bool]
    ) -> set[DigestKey]:
        wanted = sa.select(_ROW.user_id, _ROW.team, _ROW.month).where(
            _ROW.month.in_([each.number for each in months]), which
        )
        with self.engine.connect() as connection:
            return {
                DigestKey(row.user_id, row.team, Month.from_number(row.month))
                for row in connection.execute(wanted)
            }

    def claim(self, key: DigestKey, run: str, now: datetime) -> bool:
        """Return whether this run may write the mail: no other one has or had it."""
        at = strip_zone(now)
        begun = {"state": DeliveryState.CLAIMED.value, "run": run, "changed_at": at}
        row = {"user_id": key.user, "team": key.team, "month": key.month.number, **begun}
        with open_write_transaction(self.engine) as connection:
            insert = build_upsert(connection, digest_delivery).values(row).on_conflict_do_nothing()
            if connection.execute(insert.returning(_ROW.user_id)).first():
                return True
            abandoned = (
                _ROW.state == DeliveryState.CLAIMED.value,
                _ROW.changed_at < at - ABANDONED_AFTER,
            )
            taken = sa.update(digest_delivery).where(_is(key), *abandoned).values(begun)
            return connection.execute(taken).rowcount == 1

    def claim_again(self, key: DigestKey, run: str, now: datetime) -> bool:
        """Return whether this run may write a mail again that may not have arrived."""
        at = strip_zone(now)
        begun = {"state": DeliveryState.CLAIMED.value, "run": run, "changed_at": at}
        taken = sa.update(digest_delivery).where(_is(key), _is_uncertain(at)).values(begun)
        with open_write_transaction(self.engine) as connection:
            is_mine = connection.execute(taken).rowcount == 1
            if is_mine:
                record_event(connection, AuditKind.DIGEST_AGAIN, _describe(key))
            return is_mine

    def hand_over(self, key: DigestKey, run: str, now: datetime) -> bool:
        """Note that the mail goes to the server now. Returns False if another run has it."""
        return self._move(key, run, DeliveryState.CLAIMED, DeliveryState.HANDED_OVER, now)

    def settle(self, key: DigestKey, run: str, now: datetime) -> None:
        """Note that the server took the mail."""
        self._move(key, run, DeliveryState.HANDED_OVER, DeliveryState.SENT, now)

    def release(self, key: DigestKey, run: str) -> None:
        """Let a later run try again: the server was not reached, or refused the mail."""
        mine = _is(key), _ROW.run == run, _ROW.state != DeliveryState.SENT.value
        with open_write_transaction(self.engine) as connection:
            connection.execute(sa.delete(digest_delivery).where(*mine))

    def _move(
        self, key: DigestKey, run: str, old: DeliveryState, new: DeliveryState, now: datetime
    ) -> bool:
        mine = _is(key), _ROW.run == run, _ROW.state == old.value
        moved = sa.update(digest_delivery).where(*mine)
        with open_write_transaction(self.engine) as connection:
            changed = moved.values(state=new.value, changed_at=strip_zone(now))
            is_moved = connection.execute(changed).rowcount == 1
            if is_moved and new is DeliveryState.SENT:
                record_event(connection, AuditKind.DIGEST_SENT, _describe(key))
            return is_moved


def _is(key: DigestKey) -> sa.ColumnElement[bool]:
    return sa.and_(_ROW.user_id == key.user, _ROW.team == key.team, _ROW.month == key.month.number)


def _is_uncertain(at: datetime) -> sa.ColumnElement[bool]:
    is_open = _ROW.state == DeliveryState.HANDED_OVER.value
    return sa.and_(is_open, _ROW.changed_at < at - ABANDONED_AFTER)


def _describe(key: DigestKey) -> str:
    return f"digest of {key.team}, {key.month}, to user {key.user}"
