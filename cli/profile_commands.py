"""Commands about what was recorded in the browser: profiles and spellings."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from cli.shared import ROW_NUMBER, find_user_name, write_file
from indicators.access.declared_needs import operator
from indicators.access.permissions import PARTNER


@click.command()
@operator
@click.argument("code", required=False)
@click.option("--out", type=click.Path(path_type=Path), help="Write its TOML to this file.")
@click.option("--remove", is_flag=True, help="Stop using it. It stays in the history.")
def profiles(code: str | None, out: Path | None, remove: bool) -> None:
    """List the profiles; or show one CODE made in the browser, write it to a file or remove it.

    Once a profile is in data/profiles/CODE.toml, you can remove it from the database.
    """
    from cli.context import open_context

    builder = open_context().profile_builder
    if code is None:
        for each in builder.list_profiles(PARTNER):
            made = f"made {each.when} by {each.who or 'somebody'}" if each.made else "a file"
            click.echo(f"{each.code}  {each.about} ({made}) {each.fault}".rstrip())
        return
    toml = builder.read_text(code, PARTNER)
    if out:
        write_file(out, [toml.encode()])
    if remove:
        builder.remove(code, who=find_user_name(), now=datetime.now(UTC), viewer=PARTNER)
        click.echo(f"The profile {code} is no longer used.")
    if not out and not remove:
        click.echo(toml)


@click.command()
@operator
@click.option(
    "--remove", metavar="NUMBER", type=ROW_NUMBER, help="Remove the spelling of this number."
)
def spellings(remove: int | None) -> None:
    """List the spellings of places that were recorded in the browser, or remove one."""
    from cli.context import open_context

    builder = open_context().profile_builder
    if remove is not None:
        now = datetime.now(UTC)
        removed = builder.remove_spelling(remove, who=find_user_name(), now=now, viewer=PARTNER)
        click.echo(f"“{removed.spelling}” is no longer a spelling of {removed.place}.")
        return
    for each in builder.list_spellings(PARTNER):
        by = f" by {each.who}" if each.who else ""
        click.echo(f"{each.id}  {each.spelling}: {each.place} ({each.when}{by})")
