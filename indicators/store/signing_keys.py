"""The secrets of one database: made when they are first asked for, the same for every process."""

from __future__ import annotations

import secrets

import sqlalchemy as sa

from indicators.store.database import open_write_transaction
from indicators.store.schema import secret

FORMS = "forms"
"""Signs forms where the environment gives no secret."""


def get_secret(engine: sa.Engine, name: str) -> str:
    """Return a secret of 256 bits by its name."""
    if held := find_secret(engine, name):
        return held
    with open_write_transaction(engine) as connection:  # another process may have been quicker
        if held := _read_secret(connection, name):
            return held
        made = secrets.token_urlsafe(32)
        connection.execute(sa.insert(secret), {"name": name, "value": made})
        return made


def find_secret(engine: sa.Engine, name: str) -> str:
    """Return a secret by its name, or "" before it is first asked for."""
    with engine.connect() as connection:
        return _read_secret(connection, name)


def _read_secret(connection: sa.Connection, name: str) -> str:
    return connection.scalar(sa.select(secret.c.value).where(secret.c.name == name)) or ""
