"""Reads a database address: which database it names, or what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from indicators.domain.errors import UserError

SQLITE, POSTGRESQL = "sqlite", "postgresql"
_KINDS = {SQLITE: SQLITE, POSTGRESQL: POSTGRESQL, "postgres": POSTGRESQL}
_REMEDY = "Write sqlite:///var/dashboard.db or postgresql://user:password@host/name."


def read_address(url: str) -> sa.URL:
    """Return the address of a SQLite or PostgreSQL database, for the driver that is used here.

    Raises UserError for any other. The address is not repeated, since it may hold a password.
    """
    try:
        parsed = sa.make_url(url)
    except (sa.exc.ArgumentError, ValueError):  # the second for a port that is no number
        raise UserError("DATABASE_URL is not a database address.", remedy=_REMEDY) from None
    named = parsed.get_backend_name()
    if named not in _KINDS:
        raise UserError(
            f"DATABASE_URL names {named}, which is not supported.",
            remedy="Use SQLite or PostgreSQL.",
        )
    if "@" in (parsed.host or ""):
        raise UserError(
            "DATABASE_URL has more than one @.",
            remedy="In a user name or password, write @ as %40 and % as %25.",
        )
    if named == SQLITE and (
        parsed.host or parsed.query or (parsed.database or "").startswith("file:")
    ):
        raise UserError(
            "DATABASE_URL names no path of a SQLite file.",
            remedy="Write three slashes before a path, and four before a whole one: "
            "sqlite:///var/dashboard.db or sqlite:////srv/dashboard.db.",
        )
    return parsed.set(drivername=_KINDS[named])


def find_file(address: sa.URL) -> Path | None:
    """Return the file of a SQLite database, or None for one that is in no file of its own."""
    name = address.database
    if address.get_backend_name() != SQLITE or not name or name == ":memory:":
        return None
    return Path(name)


def make_folder(address: sa.URL) -> None:
    """Make the folder of a SQLite file. Raises UserError if that is not possible."""
    if not address.database:
        return
    folder = Path(address.database).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(
            f"The folder of the database, {folder}, cannot be made: {error.strerror}.",
            remedy="Correct DATABASE_URL, or make it and give it to the user that runs this.",
        ) from None
