"""Loads the synthetic extracts of a fresh start."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from cli.load_summary import format_load_report
from cli.settings import ROOT
from indicators.access.permissions import PARTNER
from indicators.domain.errors import UserError
from loaders.ingest.approval import EVERYTHING_CONFIRMED
from loaders.ingest.pipeline import Loader
from loaders.ingest.previous_loads import list_not_loaded
from sample.generate import write_sample


def load_sample(loader: Loader) -> None:
    """Write the synthetic extracts and load those that are not loaded yet, with the real loader.

    Raises UserError for a file that does not load.
    """
    if loader.table.history.has_real():
        click.echo("Real extracts are loaded, so the synthetic ones are left out.")
        return
    files = write_sample(ROOT / "var" / "sample", loader.today - 1)
    fresh = list_not_loaded(loader.table, files)
    if not fresh:
        return
    with click.progressbar(fresh, label="Loading the sample extracts") as bar:
        for path in bar:
            now = datetime.now(UTC)
            report = loader.load(
                path,
                viewer=PARTNER,
                now=now,
                synthetic=True,
                approval=EVERYTHING_CONFIRMED,
            )
            if report.failed:
                raise UserError(format_load_report(report, loader.catalogue.services))
