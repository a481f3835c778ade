"""The command that checks a boundary change before it takes effect."""

from __future__ import annotations

from pathlib import Path

import click

from cli.settings import Settings
from indicators.access.declared_needs import operator


@click.command()
@operator
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def arrangement(file: Path) -> None:
    """Check a new arrangement of areas: who is left out, counted twice, moved or ended.

    Nothing is changed. To use the FILE, put it into arrangements/ in your data folder.
    """
    from cli.boundary_change_summary import summarise_boundary_change
    from cli.context import use_finished_council

    data = use_finished_council(Settings.from_environment()).data
    click.echo("\n".join(summarise_boundary_change(data, file)))
