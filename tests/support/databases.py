"""Databases for tests, with all tables and no rows: copied, because migrating takes a second."""

import atexit
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from sqlalchemy import Pool, event, make_url

from indicators.store.database import connect, migrate

_connections: dict[str, list[psycopg.Connection]] = {}
"""What was opened to each of the databases that the tests made, by its name."""


@event.listens_for(Pool, "connect")
def keep_connection(connection: Any, _record: Any) -> None:
    """Keep each connection to PostgreSQL until its database is dropped.

    A test may leave a pool to the garbage collector. That comes when it likes, and psycopg then
    warns in whichever test is running.
    """
    if isinstance(connection, psycopg.Connection):
        _connections.setdefault(connection.info.dbname, []).append(connection)


def create_sqlite(path: Path) -> str:
    """Create a database with all tables. Return its URL. Raises FileExistsError if there is one."""
    if path.exists():
        raise FileExistsError(path)
    shutil.copy(_migrate_sqlite(), path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"UPDATE instance SET code = '{uuid4().hex}'")
    return f"sqlite:///{path}"


@cache
def _migrate_sqlite() -> Path:
    """Return a migrated file, made once by each process."""
    folder = tempfile.mkdtemp(prefix="migrated-")
    atexit.register(shutil.rmtree, folder)
    path = Path(folder) / "all.db"
    _migrate(f"sqlite:///{path}")
    return path


@contextmanager
def create_empty_postgresql(server: str) -> Iterator[str]:
    """Create a database without any table on a server. Give its URL, and drop it in the end."""
    with _create_postgresql(server, "template0") as url:
        yield url


@contextmanager
def create_postgresql(server: str, migrated: str) -> Iterator[str]:
    """Create a copy of a migrated database. Give its URL, and drop it in the end."""
    with _create_postgresql(server, str(make_url(migrated).database)) as url:
        with psycopg.connect(_render(url)) as connection:
            connection.execute(f"UPDATE instance SET code = '{uuid4().hex}'".encode())
        yield url


@contextmanager
def migrate_postgresql(server: str) -> Iterator[str]:
    """Create a database with all tables, to be copied. Give its URL, and drop it in the end."""
    with create_empty_postgresql(server) as url:
        _migrate(url)
        yield url


@contextmanager
def _create_postgresql(server: str, template: str) -> Iterator[str]:
    name = f"test_{uuid4().hex}"
    with psycopg.connect(_render(server), autocommit=True) as admin:
        # Files are copied five times as fast as the pages are logged, where nothing is synced.
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY".encode())
        try:
            yield make_url(_render(server)).set(database=name).render_as_string(hide_password=False)
        finally:
            for connection in _connections.pop(name, []):
                connection.close()
            # FORCE: what another process left open must not stop the next one.
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def _render(url: str) -> str:
    """Return an address as PostgreSQL's own client takes it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def _migrate(url: str) -> None:
    engine = connect(url)
    migrate(engine)
    engine.dispose()
