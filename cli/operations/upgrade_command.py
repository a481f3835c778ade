"""The command that upgrades a database, or rehearses that on a copy."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from cli.settings import Settings
from indicators.access.declared_needs import operator
from indicators.domain.errors import UserError

if TYPE_CHECKING:
    from cli.operations.rehearsal import Rehearsal

_MOST_SHOWN = 20
_FILE = click.Path(path_type=Path, dir_okay=False)


class FiguresDifferError(UserError):
    """A rehearsal that found figures which this version shows differently."""


@click.command("upgrade")
@operator
@click.option("--out", type=_FILE, help="Where to write the backup that is made first.")
@click.option("--rehearse", is_flag=True, help="Only try it, on a restored copy.")
@click.option(
    "--old",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="With --rehearse: the folder of the version that runs now.",
)
@click.option(
    "--backup",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="With --rehearse: a backup to use, instead of the database of DATABASE_URL.",
)
@click.option(
    "--copy", help="With --rehearse: an empty database for the copy. Default: a SQLite file."
)
@click.option("--report", type=_FILE, help="With --rehearse: write every difference here (.csv).")
def upgrade_installation(
    out: Path | None,
    rehearse: bool,
    old: Path | None,
    backup: Path | None,
    copy: str | None,
    report: Path | None,
) -> None:
    """Back up the database, verify the backup, and migrate the tables to this version.

    With --rehearse nothing is changed. A backup is restored into a copy, the version that runs now
    and this one calculate every figure and verdict from it, and each difference is reported. The
    exit status is 1 if a figure or verdict differs.
    """
    if not rehearse:
        if old or backup or copy or report:
            raise click.UsageError("--old, --backup, --copy and --report go with --rehearse.")
        if out is None:
            raise click.UsageError("Name the file of the backup with --out, or use --rehearse.")
        _upgrade(Settings.from_environment(), out)
        return
    if old is None:
        raise click.UsageError("Name the folder of the version that runs now with --old.")
    if out:
        raise click.UsageError("--out is for an upgrade. Write the differences with --report.")
    _rehearse(old, backup, copy, report)


def _upgrade(settings: Settings, out: Path) -> None:
    from cli.operations.backup_keys import find_identities
    from cli.operations.make_backup import make_backup, record_backup
    from indicators.store.backup.check_backup import check_backup
    from indicators.store.backup.read_backup import open_backup
    from indicators.store.database import (
        get_newest_revision,
        migrate,
        read_revision,
        refuse_newer,
    )
    from indicators.store.operations.instances import open_expected

    identities, started = find_identities(), datetime.now(UTC)
    with open_expected(settings.database_url, settings.instance) as engine:
        with engine.connect() as connection:
            before = read_revision(connection)
        if before == get_newest_revision():
            click.echo(f"The tables are of version {before} already, so no backup was written.")
            return
        refuse_newer(before)
        made = make_backup(engine, settings, out, [each.to_public() for each in identities])
        with open_backup(out, identities) as reader:
            check = check_backup(reader)
        if check.faults:
            raise UserError(" ".join(check.faults), remedy="The database was not migrated.")
        click.echo(f"Written and verified: {out}, {made.rows:,} rows of {made.tables} tables.")
        migrate(engine)
        record_backup(engine, made, out.name, started)
        click.echo(
            f"The tables are of version {get_newest_revision()} now; before: {before}.\n"
            f"To go back, restore {out} into an empty database with the old version."
        )


def _rehearse(old: Path, backup: Path | None, copy: str | None, report: Path | None) -> None:
    import pyrage

    from cli.operations.backup_keys import find_identities
    from cli.operations.make_backup import make_backup
    from cli.operations.rehearsal import rehearse_upgrade
    from indicators.store.operations.instances import open_expected

    if report and not report.parent.is_dir():  # said now, and not after all is compared
        raise UserError(f"There is no folder {report.parent}.", remedy="Make it, or name another.")
    settings = Settings.from_environment()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="rehearsal-")))
        if backup:
            identities = find_identities()
        else:
            click.echo("Backing up the database.")
            identities = [pyrage.x25519.Identity.generate()]  # opens only this file, once
            backup = folder / "backup.age"
            with open_expected(settings.database_url, settings.instance) as engine:
                make_backup(engine, settings, backup, [identities[0].to_public()])
        found = rehearse_upgrade(
            backup,
            identities,
            old=old,
            copy=copy or f"sqlite:///{folder}/copy.db",
            folder=folder,
            settings=settings,
            say=click.echo,
        )
    click.echo(describe_rehearsal(found))
    if report:
        _write_report(found, report)
    if found.comparison.figures:
        raise FiguresDifferError(
            "Figures or verdicts would change with this version.",
            remedy="CHANGELOG.md says which changes are meant. Nothing was changed.",
        )


def describe_rehearsal(found: Rehearsal) -> str:
    """Return what a rehearsal found, in a few lines."""
    compared = found.comparison
    lines = [
        (
            f"Version of the tables: {found.revision_before} before, {found.revision_after} after. "
            f"Migrating took {found.seconds:.1f} seconds."
        ),
        (
            f"Figures compared: {compared.compared:,}. Different figures or verdicts: "
            f"{len(compared.figures):,}. Different words only: {len(compared.wording):,}."
        ),
    ]
    lines += [
        f"Rows of {name}: {before:,} before, {after:,} after."
        for name, (before, after) in found.rows.items()
    ]
    if not compared.compared:
        lines.append("No figure is in both: this says nothing about figures and verdicts.")
    for columns, when in ((compared.columns_before, "before"), (compared.columns_after, "after")):
        if columns:
            lines.append(f"Columns only {when}: {', '.join(columns)}.")
    for each in (compared.figures, compared.wording):
        lines += [f"  {difference}" for difference in each[:_MOST_SHOWN]]
        if len(each) > _MOST_SHOWN:
            lines.append(f"  and {len(each) - _MOST_SHOWN:,} more. --report writes all of them.")
    return "\n".join(lines)


def _write_report(found: Rehearsal, path: Path) -> None:
    from cli.operations.difference_row import DifferenceRow
    from cli.shared import write_file
    from layouts.exports.csv_export import write_csv

    rows = [DifferenceRow.model_validate(each) for each in found.comparison.differences]
    write_file(path, [write_csv(DifferenceRow, rows).encode()])
