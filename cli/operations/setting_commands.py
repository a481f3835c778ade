"""Commands about what was changed in the browser over the council's files."""

from __future__ import annotations

from pathlib import Path

import click

from cli.shared import DeclaredCommands, write_file
from indicators.access.declared_needs import operator
from indicators.access.permissions import PARTNER


@click.group(cls=DeclaredCommands)
def settings() -> None:
    """List and export what was changed in the browser over the council's files."""


@settings.command("list")
@operator
def list_settings() -> None:
    """List the latest changes of settings, newest first."""
    from cli.context import open_context
    from indicators.reports.settings.settings_book import SettingsBook

    for each in SettingsBook(open_context().reports, PARTNER).list_recent():
        by = f", {each.who}" if each.who else ""
        click.echo(
            f"{each.made_at:%Y-%m-%d %H:%M}  {each.kind} {each.subject}, version {each.version}: "
            f"{each.state.action} from {each.effective}{by}. {each.reason}"
        )


@settings.command("export")
@operator
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def export_settings(folder: Path) -> None:
    """Write the files that would say what was changed in the browser, below FOLDER.

    Put into the data folder, they say the same without the database. Files that say it already are
    not written.
    """
    from cli.context import open_context
    from indicators.reports.settings.changed_files import write_changed_files
    from indicators.reports.settings.settings_book import SettingsBook

    reports = open_context().reports
    files = write_changed_files(reports, PARTNER)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, [text.encode()])
    if not files:
        click.echo("The files say all that counts. Nothing was written.")
    for each in SettingsBook(reports, PARTNER).list_waiting():
        click.echo(
            f"Waits in the database alone until {each.effective}: {each.kind} {each.subject}. "
            "Export again then."
        )
