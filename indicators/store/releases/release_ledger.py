"""The ledger of releases. Nothing in it is changed or removed: what was published stays known."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from indicators.domain.audit.audit_event import AuditKind
from indicators.domain.periods import Month
from indicators.domain.sharing.release import Release, ReleaseCounts, ReleaseDraft
from indicators.store.audit_log import record_event
from indicators.store.database import open_write_transaction
from indicators.store.moments import strip_zone
from indicators.store.releases.release_tables import release, release_table

Contents = Mapping[str, Any]
"""What a release has of each indicator, by code: anything that JSON can hold."""


@dataclass(frozen=True, slots=True)
class ReleaseLedger:
    """The releases in one database."""

    engine: sa.Engine

    def get_version(self) -> int:
        """Return the number of the last release; 0 before the first."""
        with self.engine.connect() as connection:
            return _get_last(connection)

    def list_releases(self, month: Month | None = None) -> list[Release]:
        """Return the releases, of one month or all, oldest first."""
        wanted = sa.select(release).order_by(release.c.id)
        if month:
            wanted = wanted.where(release.c.month == month.number)
        with self.engine.connect() as connection:
            return [_read(row._asdict()) for row in connection.execute(wanted)]

    def find_latest(self, month: Month) -> Release | None:
        """Return the last release of a month, or None."""
        wanted = (
            sa.select(release)
            .where(release.c.month == month.number)
            .order_by(release.c.id.desc())
            .limit(1)
        )
        with self.engine.connect() as connection:
            row = connection.execute(wanted).first()
        return _read(row._asdict()) if row else None

    def read_contents(self, number: int) -> dict[str, Any]:
        """Return what a release has of each indicator."""
        c = release_table.c
        wanted = sa.select(c.indicator, c.content).where(c.release_id == number)
        with self.engine.connect() as connection:
            rows = connection.execute(wanted.order_by(c.indicator)).all()
        return {code: unpack_content(content) for code, content in rows}

    def read_packed_up_to(self, last: int) -> list[tuple[int, str, bytes]]:
        """Return (number, indicator, packed content) of all releases up to a number, oldest first.

        `unpack_content` reads each, when it is needed.
        """
        c = release_table.c
        wanted = sa.select(c.release_id, c.indicator, c.content).where(c.release_id <= last)
        with self.engine.connect() as connection:
            rows = connection.execute(wanted.order_by(c.release_id, c.indicator)).all()
        return [(number, code, content) for number, code, content in rows]

    def record(
        self,
        draft: ReleaseDraft,
        contents: Contents,
        *,
        after: int,
        who: str,
        note: str,
        now: datetime,
    ) -> Release | None:
        """Record a release that was checked against all up to number `after`.

        Returns None, and records nothing, if there is a later one by now: the new one has to be
        checked against that as well.
        """
        compressed = {
            code: zlib.compress(json.dumps(content, separators=(",", ":")).encode())
            for code, content in contents.items()
        }
        counts, made_at = draft.counts, strip_zone(now)
        row = {
            "month": draft.month.number,
            "event": draft.event,
            "digest": draft.digest,
            "made_at": made_at,
            "who": who,
            "note": note,
            "cells": counts.cells,
            "hidden": counts.hidden,
            "small": counts.small,
            "revealed": counts.revealed,
        }
        with open_write_transaction(self.engine) as connection:
            if _get_last(connection) != after:
                return None
            added = connection.execute(sa.insert(release).returning(release.c.id), row)
            number = int(added.scalar_one())
            tables = [
                {"release_id": number, "indicator": code, "content": content}
                for code, content in compressed.items()
            ]
            if tables:
                connection.execute(sa.insert(release_table), tables)
            what = f"release {number}, month {draft.month}"
            record_event(connection, AuditKind.RELEASE_PUBLISHED, what, note, now)
        return Release(number, draft, made_at, who, note)


def unpack_content(packed: bytes) -> Any:
    """Return what a release has of an indicator, as it was recorded."""
    return json.loads(zlib.decompress(packed))


def _get_last(connection: sa.Connection) -> int:
    return int(connection.scalar(sa.select(sa.func.max(release.c.id))) or 0)


def _read(row: Mapping[str, Any]) -> Release:
    counts = ReleaseCounts(row["cells"], row["hidden"], row["small"], row["revealed"])
    draft = ReleaseDraft(Month.from_number(row["month"]), row["event"], row["digest"], counts)
    return Release(row["id"], draft, row["made_at"], row["who"], row["note"])
