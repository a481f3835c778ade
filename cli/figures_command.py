"""The command that writes every figure with its verdict."""

from __future__ import annotations

from pathlib import Path

import click

from cli.settings import Settings
from cli.shared import OUT, WHY, write_file
from indicators.access.declared_needs import operator
from indicators.access.permissions import PARTNER
from indicators.domain.audit.audit_event import AuditKind
from indicators.domain.periods import Month


@click.command()
@operator
@click.option("--month", "chosen", multiple=True, help="Only this month, as 2026-10. May repeat.")
@OUT
@WHY
def figures(chosen: tuple[str, ...], out: Path, why: str) -> None:
    """Write every figure with its verdict, change and icons (.csv), for all places and months.

    The columns are those of /api/v1/verdicts. Small numbers are in it.
    """
    from cli.context import open_context
    from layouts.api.figure_file import write_every_figure

    reports = open_context(Settings.from_environment()).reports
    known = reports.find_months()
    asked = [Month.parse(each) for each in chosen]
    months = asked or (known.available if known else [])
    reports.audit_log.record(AuditKind.EXPORT, "every figure", why)
    write_file(out, write_every_figure(reports, months, PARTNER))
