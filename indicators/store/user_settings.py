"""What people recorded in the browser: shapes of extracts, and other spellings of places.

Both are kept in the database, so that every worker and machine reads by the same ones. Nothing is
removed: what was replaced or taken back stays, with when and who did it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from indicators.domain.audit.audit_event import AuditKind
from indicators.domain.errors import UserError
from indicators.domain.localities import normalise_spelling
from indicators.domain.places import Places
from indicators.store.audit_log import record_event
from indicators.store.database import open_write_transaction
from indicators.store.moments import strip_zone
from indicators.store.schema import profile, spelling


@dataclass(frozen=True, slots=True)
class StoredProfile:
    """A profile made in the browser, as TOML text like that of a file in data/profiles.

    Times are UTC. A profile in use has no `ended_at`.
    """

    id: int
    code: str
    toml: str
    who: str
    made_at: datetime
    ended_by: str
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class StoredSpelling:
    """Another spelling of a place, by its code."""

    id: int
    key: str
    spelling: str
    place: str
    who: str
    made_at: datetime
    ended_by: str
    ended_at: datetime | None


class UserSettings:
    """The tables of what was recorded, in one database."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    def version(self) -> tuple[int, ...]:
        """Return what changes whenever anything is recorded, replaced or removed."""
        counts = [
            sa.select(sa.func.count(column)).scalar_subquery()
            for table in (profile, spelling)
            for column in (table.c.id, table.c.ended_at)
        ]
        with self.engine.connect() as connection:
            return tuple(connection.execute(sa.select(*counts)).one())

    def list_profiles(self, code: str | None = None) -> list[StoredProfile]:
        """Return the profiles in use, by code, or every version of one `code`, newest first."""
        if code is None:
            return [StoredProfile(*row) for row in self._read_in_use(profile, profile.c.code)]
        wanted = sa.select(profile).where(profile.c.code == code).order_by(profile.c.id.desc())
        with self.engine.connect() as connection:
            return [StoredProfile(*row) for row in connection.execute(wanted)]

    def keep_profile(self, code: str, toml: str, *, who: str, now: datetime) -> None:
        """Keep a profile, in the place of the one in use under its code."""
        kept = {"code": code, "toml": toml, "who": who, "made_at": strip_zone(now)}
        with open_write_transaction(self.engine) as connection:
            _end(connection, profile, profile.c.code == code, who, now)
            connection.execute(sa.insert(profile).values(kept))
            record_event(connection, AuditKind.PROFILE_CHANGED, f"profile {code}, saved")

    def remove_profile(self, code: str, *, who: str, now: datetime) -> None:
        """Use a profile no more. UserError where none of that code is in use."""
        with open_write_transaction(self.engine) as connection:
            if not _end(connection, profile, profile.c.code == code, who, now):
                raise UserError(
                    f"No profile “{code}” made in the browser is in use.",
                    remedy="Look at the list of profiles again: it may have been removed already.",
                )
            record_event(connection, AuditKind.PROFILE_CHANGED, f"profile {code}, removed")

    def list_removed_profiles(self) -> list[StoredProfile]:
        """Return the latest version of each code that is not in use, the last removed first."""
        used = sa.select(profile.c.code).where(profile.c.ended_at.is_(None))
        last = sa.select(sa.func.max(profile.c.id)).group_by(profile.c.code)
        wanted = sa.select(profile).where(profile.c.id.in_(last), profile.c.code.not_in(used))
        with self.engine.connect() as connection:
            found = connection.execute(wanted.order_by(profile.c.ended_at.desc()))
            return [StoredProfile(*row) for row in found]

    def list_spellings(self) -> list[StoredSpelling]:
        """Return the spellings in use, as they are written."""
        return [StoredSpelling(*row) for row in self._read_in_use(spelling, spelling.c.key)]

    def add_to(self, places: Places) -> Places:
        """Return the places with every spelling recorded for them."""
        return places.add_spellings((each.spelling, each.place) for each in self.list_spellings())

    def record_spelling(
        self, text: str, place: str, known: Places, *, who: str, now: datetime
    ) -> None:
        """Record `text` as another spelling of a place.

        Nothing is recorded if it is already that place's own. `known` are the places of the files.
        Raises UserError if it is another place's.
        """
        text = " ".join(text.split())
        made = {"key": normalise_spelling(text), "spelling": text, "place": place, "who": who}
        with open_write_transaction(
            self.engine
        ) as connection:  # nobody records a second one meanwhile
            places = self.add_to(known)
            places.check_spelling(text, place)
            if places.find(text) == place:
                return
            # One for a place that the files have no more would be in the way.
            _end(connection, spelling, spelling.c.key == made["key"], who, now)
            connection.execute(sa.insert(spelling).values(**made, made_at=strip_zone(now)))
            record_event(connection, AuditKind.SPELLING_CHANGED, f"spelling of {place}, added")

    def remove_spelling(self, number: int, *, who: str, now: datetime) -> StoredSpelling:
        """Take a spelling back. UserError where it is not in use."""
        found = next((each for each in self.list_spellings() if each.id == number), None)
        with open_write_transaction(self.engine) as connection:
            if not found or not _end(connection, spelling, spelling.c.id == number, who, now):
                raise UserError(
                    "This spelling is not in use.",
                    remedy="Look at the list again: it may have been taken back already.",
                )
            what = f"spelling {number} of {found.place}, removed"
            record_event(connection, AuditKind.SPELLING_CHANGED, what)
        return found

    def _read_in_use(self, table: sa.Table, order: sa.Column[Any]) -> list[Any]:
        wanted = sa.select(table).where(table.c.ended_at.is_(None)).order_by(order)
        with self.engine.connect() as connection:
            return list(connection.execute(wanted))


def _end(
    connection: sa.Connection,
    table: sa.Table,
    which: sa.ColumnElement[bool],
    who: str,
    now: datetime,
) -> int:
    ended = sa.update(table).where(which, table.c.ended_at.is_(None))
    return connection.execute(ended.values(ended_by=who, ended_at=strip_zone(now))).rowcount
