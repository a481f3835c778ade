"""What several commands share: arguments, options and groups, writing a file, the user's name."""

from __future__ import annotations

import getpass
from collections.abc import Iterable
from pathlib import Path

import click

from indicators.access.audience import Audience
from indicators.access.declared_needs import find_need
from indicators.domain.errors import UserError

FILES = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
ROW_NUMBER = click.IntRange(1, 10**18)
"""The number of a row: what fits a 64-bit column."""
LOAD = click.argument("load_id", metavar="LOAD", type=ROW_NUMBER)
OUT = click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False))
WHY = click.option("--why", default="", help="A reason, kept in the history.")


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


class DeclaredCommands(click.Group):
    """Commands that say who may use them. Others cannot be run."""

    def add_command(self, cmd: click.Command, name: str | None = None) -> None:
        is_declared = cmd.callback and find_need(cmd.callback) is Audience.OPERATOR
        if not is_declared and not isinstance(cmd, DeclaredCommands):
            raise TypeError(f"The command {cmd.name} does not say who may use it: write @operator.")
        super().add_command(cmd, name)
