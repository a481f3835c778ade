"""The door to the database: SQLite or PostgreSQL by address, migrations, one writer at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from indicators.domain.errors import UserError
from indicators.store.opening.database_address import (
    POSTGRESQL,
    find_file,
    make_folder,
    read_address,
)
from indicators.store.opening.sqlite_file import DamagedFileError, is_damaged, watch_file

if TYPE_CHECKING:  # slow to import, and needed only for a database that is behind
    from alembic.config import Config

MIGRATIONS = Path(__file__).resolve().parent / "migrations"
_REVISION = sa.table("alembic_version", sa.column("version_num"))
_SELECT_REVISION = sa.select(_REVISION.c.version_num)
_ADVISORY_LOCK = 4_117_902  # any number, as long as nothing else on that server uses it


class LockName(StrEnum):
    """What only one process at a time does, besides writing."""

    PULL = "pull"
    JOBS = "jobs"


_LOCK_NUMBERS = {LockName.PULL: 4_117_903, LockName.JOBS: 4_117_904}
_KEPT_PAGES = 65_536
"""Changed pages of 4 kB that a transaction on SQLite keeps in memory at most: 256 MB."""
_READ_KILOBYTES = 500
"""What each connection to SQLite keeps of the file, which the system keeps in memory anyway."""
_MAPPED_BYTES = 1024**3
"""How much of an SQLite file is read where the system keeps it, in place of being copied page by
page. Connections and workers share it, and the system takes it back when memory is short."""
_KEPT_CONNECTIONS = 16
"""What a process keeps open to PostgreSQL: two for each of a worker's threads. One that is opened
for a single statement costs more than the statement, for the server starts a process for it."""
_SILENT = {"hide_parameters": True}
"""A fault ends in a log, and what was to be written is no log's to keep: cells that were refused,
names that people typed, a file's own bytes."""


def connect(url: str) -> sa.Engine:
    """Return an engine for `sqlite:///file.db` or `postgresql://user@host/name`.

    Raises UserError for any other address.
    """
    address = read_address(url)
    if address.get_backend_name() == POSTGRESQL:
        return sa.create_engine(
            address,
            pool_size=_KEPT_CONNECTIONS,
            max_overflow=4,
            pool_use_lifo=True,
            pool_pre_ping=True,
            **_SILENT,
        )
    make_folder(address)
    engine = sa.create_engine(address, connect_args={"timeout": 60}, **_SILENT)
    sa.event.listen(engine, "connect", _configure_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    if file := find_file(address):
        watch_file(engine, str(file))
    return engine


@contextmanager
def explain_unreachable() -> Iterator[None]:
    """Raise UserError, with the database's own reason, where it cannot be reached or used."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        if is_damaged(error):
            raise DamagedFileError from None
        reason = str(error.orig).strip().splitlines() or [type(error.orig).__name__]
        raise UserError(
            f"The database cannot be opened: {reason[0].rstrip('.')}.",
            remedy="Check that it runs, that DATABASE_URL names it, and that this user may use it.",
        ) from None


@contextmanager
def open_engine(url: str) -> Iterator[sa.Engine]:
    """Give an engine for a database that can be reached, as it is. Raises UserError if none can."""
    engine = connect(url)
    try:
        with explain_unreachable(), engine.connect():
            pass
        yield engine
    finally:
        engine.dispose()


def _configure_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the begin event below opens transactions, not the driver
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")  # what was discarded is not left in the file
    connection.execute(f"PRAGMA cache_size = -{_READ_KILOBYTES}")
    connection.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
    # A writer whose changes outgrow this would put them into the file early, which locks readers
    # out until it commits.
    connection.execute(f"PRAGMA cache_spill = {_KEPT_PAGES}")


def _begin_sqlite(connection: sa.Connection) -> None:
    if connection.get_execution_options().get("writes", False):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        return
    # It waits for nothing, so the driver is asked: a third of what a short query takes otherwise.
    connection.connection.cursor().execute("BEGIN")


class OtherVersionError(UserError):
    """A change to a database whose tables are of another version than this program."""


@contextmanager
def open_write_transaction(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One transaction that holds the only right to write, all of it kept or none of it.

    Raises OtherVersionError if another version of the program has migrated the database meanwhile:
    this one does not know what else it would have to keep in step.
    """
    with open_migration(engine) as connection:
        found, known = connection.scalar(_SELECT_REVISION), get_newest_revision()
        if found != known:
            raise OtherVersionError(
                f"The database is of version {found}, and this server of {known}. So nothing was "
                "changed.",
                remedy="Keep what you wrote, and send it again once every process of the server "
                "has been started with the newest version.",
            )
        yield connection


@contextmanager
def open_migration(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Open one for tables of any version, or for none: to migrate them or to fill them."""
    with engine.execution_options(writes=True).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ADVISORY_LOCK)))
        yield connection


@contextmanager
def try_exclusive_lock(engine: sa.Engine, name: LockName = LockName.PULL) -> Iterator[bool]:
    """Give whether no other process on this database holds the lock; it ends with the process.

    The right to write is not held meanwhile: on PostgreSQL by an advisory lock of its own, on
    SQLite by the write lock of a second, empty database next to the first.
    """
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            got = connection.scalar(sa.select(sa.func.pg_try_advisory_lock(_LOCK_NUMBERS[name])))
            try:
                yield bool(got)
            finally:
                with suppress(sa.exc.DBAPIError):  # a connection that broke has ended its lock
                    if got:
                        unlock = sa.func.pg_advisory_unlock(_LOCK_NUMBERS[name])
                        connection.execute(sa.select(unlock))
        return
    file = engine.url.database
    if not file or file == ":memory:":
        yield True  # no other process can reach it
        return
    with closing(_open_lock(f"{file}-{name}")) as lock:
        yield _try_lock(lock)


def _open_lock(path: str) -> sqlite3.Connection:
    try:
        return sqlite3.connect(path, timeout=0, isolation_level=None)
    except sqlite3.OperationalError as error:
        raise _refuse_lock(error) from None


def _try_lock(lock: sqlite3.Connection) -> bool:
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            return False
        raise _refuse_lock(error) from None  # such as a full disk
    return True


def _refuse_lock(error: sqlite3.OperationalError) -> UserError:
    return UserError(
        f"Nothing can be written next to the database: {error}.",
        remedy="Free some space there, and give the folder to the user that runs the dashboard.",
    )


def migrate(engine: sa.Engine) -> None:
    """Bring the database to the newest shape; one already there is only looked at.

    Raises UserError for one that a newer version of the program has migrated.
    """
    newest = get_newest_revision()
    with engine.connect() as connection:
        found = read_revision(connection)
    if found == newest:
        return
    refuse_newer(found)
    with open_migration(engine) as connection:
        upgrade(connection, "head")


def refuse_newer(found: str) -> None:
    """Raise UserError for a revision that only a newer version of the program has."""
    if found and not is_known_revision(found):
        raise UserError(
            f"The database was migrated by a newer version of this program, to {found}. This "
            f"version knows it up to {get_newest_revision()}.",
            remedy="Use that version, or restore a backup from before into an empty database.",
        )


def upgrade(connection: sa.Connection, revision: str) -> None:
    """Migrate up to a revision, in a transaction that may write.

    Raises UserError for a database that cannot hold every letter.
    """
    from alembic import command

    _require_unicode(connection)
    config = _configure_migrations()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _require_unicode(connection: sa.Connection) -> None:
    if connection.dialect.name != POSTGRESQL:
        return
    encoding = connection.scalar(sa.text("SHOW server_encoding"))
    if encoding != "UTF8":
        raise UserError(
            f"The database has the encoding {encoding}, which does not hold every letter.",
            remedy="Make it with UTF8: createdb --encoding UTF8 --template template0 NAME",
        )


def read_revision(connection: sa.Connection) -> str:
    """Return the revision that a database was migrated to, or "" before the first."""
    if not sa.inspect(connection).has_table(_REVISION.name):
        return ""
    return connection.scalar(_SELECT_REVISION) or ""


def get_newest_revision() -> str:
    """Return the revision of the tables that this version of the program works with."""
    return _list_revisions()[-1]


def is_known_revision(revision: str) -> bool:
    """Return whether this version of the program has a migration."""
    return revision in _list_revisions()


@cache
def _list_revisions() -> list[str]:
    """Return the revision of each migration, oldest first, as they were when the process began.

    Another version may be put into its folder while a server runs, and may migrate the database.
    """
    names = sorted(each.name for each in (MIGRATIONS / "versions").glob("[0-9]*.py"))
    return [name.partition("_")[0] for name in names]  # a file name starts with its revision


def _configure_migrations() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def build_upsert(connection: sa.Connection, table: sa.Table) -> postgresql.Insert | sqlite.Insert:
    """Return an insert with `on_conflict_do_update` and `on_conflict_do_nothing`."""
    if connection.dialect.name == POSTGRESQL:
        return postgresql.insert(table)
    return sqlite.insert(table)
