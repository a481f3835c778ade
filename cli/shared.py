"""What several commands share: arguments and options, opening the database, writing a file."""

from __future__ import annotations

import getpass
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.settings import Settings
from indicators.domain.errors import UserError

if TYPE_CHECKING:
    from cli.context import Context

FILES = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
LOAD = click.argument("load_id", metavar="LOAD", type=int)
OUT = click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False))
WHY = click.option("--why", default="", help="A reason, kept in the history.")


def open_context(settings: Settings | None = None) -> Context:
    """Open the dashboard that the settings name: by default those of the environment."""
    from cli.context import Context  # imports pandas and SQLAlchemy, which --help does not need

    return Context.open(settings or Settings.from_environment())


def write_file(out: Path, pieces: Iterable[bytes]) -> None:
    """Write the pieces to a file and say so. Raises UserError if it cannot be written."""
    try:
        with out.open("wb") as file:
            file.writelines(pieces)
    except OSError as error:
        raise UserError(
            f"{out} cannot be written: {error.strerror}.", remedy="Choose another place."
        ) from None
    click.echo(f"Written: {out}")


def find_user_name() -> str:
    """Return the name of the system's user, or "" if it has none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""
