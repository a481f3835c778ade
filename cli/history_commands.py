"""Commands about what was loaded before: history, undo and original."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from cli.shared import LOAD, OUT, ROW_NUMBER, WHY, find_user_name, write_file
from indicators.access.declared_needs import operator
from indicators.access.permissions import PARTNER
from indicators.domain.refusals import group_refusals


@click.command()
@operator
@click.argument("load_id", metavar="[LOAD]", required=False, type=ROW_NUMBER)
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1), help="How many.")
def history(load_id: int | None, limit: int) -> None:
    """List loads and undone loads, newest first; or show everything that one LOAD changed."""
    from cli.context import open_context
    from indicators.reports.loading.load_ledger import build_ledger
    from layouts.text.load_history import format_event, format_ledger

    context = open_context()
    if load_id is not None:
        ledger = build_ledger(context.reports, load_id, PARTNER)
        refused = [f"  Refused: {group}" for group in group_refusals(ledger.refusals)]
        click.echo("\n".join([*format_ledger(ledger, context.places.words), *refused]))
        return
    events = context.reports.list_history(limit, PARTNER)
    click.echo("\n".join(map(format_event, events)) or "Nothing has been loaded yet.")


@click.command()
@operator
@LOAD
@click.option("--yes", is_flag=True, help="Do not ask first.")
@WHY
def undo(load_id: int, yes: bool, why: str) -> None:
    """Undo one LOAD and restore the figures it replaced. You can load the file again later."""
    from cli.context import open_context
    from layouts.text.load_history import format_event, format_undone
    from loaders.ingest.undo_load import undo_load

    context = open_context()
    click.echo(format_event(context.reports.find_load(load_id, PARTNER)))
    if not yes:
        click.confirm("Undo this?", abort=True)
    undone = undo_load(
        context.table,
        context.places,
        load_id,
        now=datetime.now(UTC),
        who=find_user_name(),
        why=why,
        viewer=PARTNER,
    )
    click.echo("\n".join(format_undone(undone)))


@click.command()
@operator
@LOAD
@OUT
@WHY
def original(load_id: int, out: Path, why: str) -> None:
    """Write the file of one LOAD exactly as it was received."""
    from cli.context import open_context

    _, pieces = open_context().upload_service.read_original(load_id, PARTNER, why)
    write_file(out, pieces)
