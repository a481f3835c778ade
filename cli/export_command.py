"""The commands that write action-plan sheets, and every figure with its verdict."""

from __future__ import annotations

from pathlib import Path

import click

from cli.settings import Settings
from cli.shared import OUT, WHY, write_file
from indicators.access.declared_needs import operator
from indicators.access.permissions import PARTNER
from indicators.domain.audit.audit_event import AuditKind
from indicators.domain.core import AreaBasis
from indicators.domain.errors import FutureDayError, UserError
from indicators.domain.periods import Month, parse_past_day


@click.command()
@operator
@click.option("--team", "place", help="Code of a team, centre area, hub or the city.")
@click.option("--all", "every", is_flag=True, help="One workbook with a sheet for each team.")
@click.option("--month", help="Month of the figures, as 2026-10. Default: the latest month.")
@click.option("--as-at", help="A past day, as 2026-09-14: the figures at the end of that day.")
@click.option("--todays-areas", is_flag=True, help="Use today's areas for earlier months too.")
@OUT
@WHY
def export(
    place: str | None,
    every: bool,
    month: str | None,
    as_at: str | None,
    todays_areas: bool,
    out: Path,
    why: str,
) -> None:
    """Write an action-plan sheet (.xlsx) for a meeting."""
    from cli.context import open_context
    from layouts.exports.action_plan import write_action_plan, write_all_action_plans

    if bool(place) == every:
        raise UserError("Choose one team or all teams.", remedy="Give --team CODE or --all.")
    settings = Settings.from_environment()
    try:
        day = parse_past_day(as_at, settings.now.date()) if as_at else None
    except FutureDayError as error:
        raise click.BadParameter(str(error), param_hint="--as-at") from None
    reports = open_context(settings).reports.as_at(day)
    audit_log = reports.audit_log
    if todays_areas:
        reports = reports.with_area_basis(AreaBasis.TODAY)
    chosen = Month.parse(month) if month else None
    workbook = (
        write_action_plan(reports, place, chosen, PARTNER, settings.now)
        if place
        else write_all_action_plans(reports, chosen, PARTNER, settings.now)
    )
    audit_log.record(AuditKind.EXPORT, f"action-plan sheet, {place or 'all'}", why)
    write_file(out, [workbook])


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
