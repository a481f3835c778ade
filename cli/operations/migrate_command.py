"""The command that migrates the tables of the database to the version of this program."""

from __future__ import annotations

import click

from cli.settings import Settings
from indicators.access.declared_needs import operator


@click.command("migrate")
@operator
def migrate_database() -> None:
    """Migrate the tables to the version of this program, and say which database it is.

    Only one process migrates at a time, and one already there is not changed. Every other command
    does the same when it starts. Make a backup before a new version.
    """
    from indicators.store.database import explain_unreachable, migrate, read_revision
    from indicators.store.operations.instances import (
        describe_setting,
        open_expected,
        read_instance,
    )

    settings = Settings.from_environment()
    with open_expected(settings.database_url, settings.instance, begins=True) as engine:
        with engine.connect() as connection:
            before = read_revision(connection)
        with explain_unreachable():
            migrate(engine)
        with engine.connect() as connection:
            after, code = read_revision(connection), read_instance(connection)
    if before == after:
        click.echo(f"The tables are of version {after} already.")
    else:
        click.echo(f"The tables are of version {after} now; before: {before or 'none'}.")
    if code != settings.instance:
        click.echo(describe_setting(code))
