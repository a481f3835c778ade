"""The commands that make, verify and restore backups."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.settings import Settings
from cli.shared import OUT
from indicators.access.declared_needs import operator
from indicators.domain.audit.audit_event import AuditKind
from indicators.domain.errors import UserError

if TYPE_CHECKING:
    from indicators.store.backup.backup_header import BackupHeader
    from indicators.store.backup.check_backup import ContentCheck

FILE = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))


@click.command("backup-key")
@OUT
@operator
def make_backup_key(out: Path) -> None:
    """Make the key that opens backups.

    Without it no backup can be restored: keep a copy in another place than the server.
    """
    from cli.operations.backup_keys import KEY_FILE, RECIPIENT, write_new_key

    public = write_new_key(out)
    click.echo(
        f"Written: {out}. Keep a copy in a safe place away from this server.\n"
        f"To make, verify and restore backups, set {KEY_FILE} to this file.\n"
        f"A server that only makes backups needs no file: set {RECIPIENT}={public}"
    )


@click.command()
@OUT
@operator
def backup(out: Path) -> None:
    """Write the whole database and the council's files to one encrypted file.

    The database may be in use meanwhile. The file has its name only when it is complete.
    """
    from cli.operations.backup_keys import find_recipients
    from cli.operations.make_backup import make_backup, record_backup
    from indicators.store.operations.instances import open_expected

    settings, started = Settings.from_environment(), datetime.now(UTC)
    recipients = find_recipients()
    with open_expected(settings.database_url, settings.instance) as engine:
        made = make_backup(engine, settings, out, recipients)
        click.echo(
            f"Written: {out}, {made.size:,} bytes with {made.rows:,} rows of {made.tables} tables."
            f"\nCheck it with: python app.py verify {out}"
        )
        record_backup(engine, made, out.name, started)


@click.command()
@FILE
@operator
def verify(file: Path) -> None:
    """Check a backup: that it is complete, its counts and hashes, and the audit log in it.

    It needs the key, and no database.
    """
    from cli.operations.backup_keys import find_identities
    from indicators.store.backup.check_backup import check_backup
    from indicators.store.backup.read_backup import open_backup

    with open_backup(file, find_identities()) as reader:
        check = check_backup(reader)
        click.echo(f"{file} is complete: {describe_backup(reader.header, reader.rows, check)}")
    refuse_faults(check)


@click.command()
@FILE
@click.option(
    "--files",
    type=click.Path(path_type=Path, file_okay=False),
    help="Also write the council's files, to this new folder.",
)
@operator
def restore(file: Path, files: Path | None) -> None:
    """Restore a backup into the empty database that DATABASE_URL names.

    It may be SQLite or PostgreSQL, whichever the backup is of. All of it is restored or nothing. A
    backup of another installation than INSTANCE_ID names is refused.
    """
    from cli.operations.backup_keys import find_identities
    from indicators.store.audit_log import AuditLog
    from indicators.store.backup.new_path import begin_database, begin_path
    from indicators.store.backup.read_backup import open_backup
    from indicators.store.backup.restore_backup import restore_backup
    from indicators.store.database import open_engine
    from indicators.store.operations.instances import (
        describe_setting,
        mark_restored,
        read_instance,
    )

    if files and files.exists():
        raise UserError(f"{files} exists already.", remedy="Name a new folder.")
    identities = find_identities()
    settings = Settings.from_environment()
    with (
        begin_database(settings.database_url),
        begin_path(files, is_folder=True) if files else nullcontext(),
        open_engine(settings.database_url) as engine,
        open_backup(file, identities) as reader,
    ):
        check = restore_backup(engine, reader, files, expected=settings.instance)
        mark_restored(engine)
        AuditLog(engine).record(AuditKind.BACKUP_RESTORED, f"backup {file.name}")
        click.echo(f"Restored: {describe_backup(reader.header, reader.rows, check)}")
        with engine.connect() as connection:
            code = read_instance(connection)
    if code != settings.instance:
        click.echo(describe_setting(code))
    refuse_faults(check)


def describe_backup(header: BackupHeader, rows: int, check: ContentCheck) -> str:
    """Return what is in a backup, in a few lines."""
    return (
        f"{rows:,} rows of {len(header.tables) - 1} tables, {check.originals:,} original files.\n"
        f"Made {header.made_at:%Y-%m-%d %H:%M} UTC from {header.database} by version "
        f"{header.program}.\n"
        f"Audit log: {check.chain.head.number:,} events. "
        f"Hash of the last one: {check.chain.head.hash}"
    )


def refuse_faults(check: ContentCheck) -> None:
    """Raise UserError if the database that was backed up had faults."""
    if check.faults:
        raise UserError(
            "\n".join(check.faults),
            remedy="The database was like this when the backup was made. Compare an earlier one.",
        )
