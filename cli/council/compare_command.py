"""The command that shows the settings of two councils side by side, before they merge or split."""

from __future__ import annotations

from pathlib import Path

import click

from cli.shared import write_file
from indicators.access.declared_needs import operator

_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)


@click.command("compare-councils")
@operator
@click.argument("folder", type=_FOLDER)
@click.argument("other", type=_FOLDER)
@click.option("--every", is_flag=True, help="Also list what is the same.")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="Write them to this CSV file."
)
def compare_councils(folder: Path, other: Path, every: bool, out: Path | None) -> None:
    """Show services, indicators, definitions and targets of two data folders side by side.

    Only what differs is listed. Nothing is changed.
    """
    from indicators.configuration.catalogue_reader import read_catalogue
    from indicators.configuration.two_councils.council_comparison import (
        ComparedLine,
        compare_catalogues,
    )
    from layouts.exports.csv_export import write_csv

    one, two = read_catalogue(folder), read_catalogue(other)
    lines = compare_catalogues(one, two)
    different = [line for line in lines if line.differs]
    shown = lines if every else different
    if out:
        write_file(out, [write_csv(ComparedLine, shown).encode("utf-8-sig")])
    else:
        for line in shown:
            click.echo(f"{line.subject}, {line.what}")
            click.echo(f"  {one.programme.council}: {line.one or 'none'}")
            click.echo(f"  {two.programme.council}: {line.two or 'none'}")
    click.echo(f"{len(different)} of {len(lines)} lines differ.", err=bool(out))
