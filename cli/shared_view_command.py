"""The command that writes the shared view: what may be given to anyone."""

from __future__ import annotations

from pathlib import Path

import click

from cli.shared import write_file
from indicators.access.permissions import PARTNER
from indicators.domain.errors import UserError
from indicators.domain.periods import Month


@click.command()
@click.option("--month", required=True, help="Month of the figures, as 2026-10.")
@click.option(
    "--out",
    "folder",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder to write to. It is created if it does not exist.",
)
def shared(month: str, folder: Path) -> None:
    """Write a month's figures for sharing (.csv), without small numbers.

    Further figures are hidden so that no small number can be worked out. Earlier releases are not
    taken into account yet.
    """
    from cli.context import open_context
    from indicators.reports.sharing.shared_view import build_shared_view
    from layouts.exports.shared_view_csv import write_shared_view

    chosen = Month.parse(month)
    reports = open_context().reports
    months = reports.find_months(chosen)
    if months is None or not months.has_data:
        raise UserError(
            f"There are no figures for {chosen.name}.", remedy="Choose a month that was loaded."
        )
    view = build_shared_view(reports, chosen, PARTNER)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(
            f"{folder} cannot be created: {error.strerror}.", remedy="Choose another folder."
        ) from None
    write_file(folder / f"shared-view-{chosen}.csv", [write_shared_view(view)])
    click.echo(
        f"{len(view.rows):,} figures, {view.hidden:,} of them hidden: {view.small:,} small numbers "
        f"and {view.hidden - view.small:,} that would reveal them."
    )
    click.echo(
        "Publish one month only: releases are not recorded yet, so a second month is not checked "
        "against this one.",
        err=True,
    )
