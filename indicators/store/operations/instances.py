"""Which installation a database is of, so that a lost setting never starts an empty one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import sqlalchemy as sa

from indicators.domain.errors import UserError
from indicators.store.database import open_engine, open_write_transaction
from indicators.store.opening.database_address import find_file, read_address
from indicators.store.operations.operation_tables import instance

SETTING = "INSTANCE_ID"


class UnexpectedDatabaseError(UserError):
    """A database that is not the one of this installation."""


def read_instance(connection: sa.Connection) -> str:
    """Return the code of a database, or "" before it has one."""
    if not sa.inspect(connection).has_table(instance.name):
        return ""
    return connection.scalar(sa.select(instance.c.code).order_by(instance.c.id)) or ""


def describe_setting(code: str) -> str:
    """Return what to add to the settings of an installation; the setting is a line of its own."""
    return f"Add this line to the settings, so that no other database is used:\n{SETTING}={code}"


def read_copy(connection: sa.Connection) -> str:
    """Return a code that no other database has, nor one restored from a backup of this one."""
    newest = sa.select(instance.c.code).order_by(instance.c.id.desc()).limit(1)
    return connection.scalar(newest) or ""


def mark_restored(engine: sa.Engine) -> None:
    """Note that a database was restored, which makes it another copy of the same installation."""
    with open_write_transaction(engine) as connection:
        last = connection.scalar(sa.select(sa.func.max(instance.c.id))) or 0
        connection.execute(sa.insert(instance).values(id=last + 1, code=uuid4().hex))


def require_file(url: str, expected: str, *, begins: bool = False) -> None:
    """Raise UnexpectedDatabaseError if the SQLite file that is named is not there.

    What `begins` a new database may do so, unless one is expected. It is asked before anything is
    opened, since that would begin an empty file.
    """
    file = find_file(read_address(url))
    if not file or file.exists():
        return
    if expected:
        raise _build_empty_error(expected)
    if not begins:
        raise UnexpectedDatabaseError(
            f"There is no database at {file}.",
            remedy="Correct DATABASE_URL, or begin a new one there: python app.py migrate",
        )


@contextmanager
def open_expected(url: str, expected: str, *, begins: bool = False) -> Iterator[sa.Engine]:
    """Give an engine for the expected database, as it is. Raises UserError if it is another."""
    require_file(url, expected, begins=begins)
    with open_engine(url) as engine:
        require_instance(engine, expected)
        yield engine


def require_instance(engine: sa.Engine, expected: str) -> None:
    """Raise UnexpectedDatabaseError unless the database is the expected one. "" expects any.

    One from before there were codes is let through: it gets its code by migrating.
    """
    if not expected:
        return
    with engine.connect() as connection:
        is_empty, found = (
            not sa.inspect(connection).get_table_names(),
            read_instance(connection),
        )
    if is_empty:
        raise _build_empty_error(expected)
    if found not in ("", expected):
        raise UnexpectedDatabaseError(
            f"The database is {found}, and {SETTING} expects {expected}.",
            remedy=f"Correct DATABASE_URL, or {SETTING} if you mean this database.",
        )


def _build_empty_error(expected: str) -> UnexpectedDatabaseError:
    return UnexpectedDatabaseError(
        f"The database is empty, and {SETTING} expects {expected}.",
        remedy="Correct DATABASE_URL. If the database is lost, restore a backup into this one. "
        f"For a new installation, remove {SETTING}.",
    )
