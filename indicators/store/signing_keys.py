"""The secrets of one database: made when they are first asked for, the same for every process."""

from __future__ import annotations

import secrets

import sqlalchemy as sa

from indicators.store.database import open_write_transaction
from indicators.store.schema import secret


def get_secret(engine: sa.Engine, name: str) -> str:
    """Return a secret of 256 bits by its name."""
    wanted = sa.select(secret.c.value).where(secret.c.name == name)
    with engine.connect() as connection:
        if held := connection.scalar(wanted):
            return str(held)
    with open_write_transaction(engine) as connection:  # another process may have been quicker
        if held := connection.scalar(wanted):
            return str(held)
        made = secrets.token_urlsafe(32)
        connection.execute(sa.insert(secret), {"name": name, "value": made})
        return made
