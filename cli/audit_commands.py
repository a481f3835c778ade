"""Commands about the audit log: list, export and verify."""

from __future__ import annotations

from pathlib import Path

import click

from cli.shared import OUT, write_file
from indicators.access.declared_needs import operator
from indicators.access.permissions import PARTNER
from indicators.domain.errors import UserError


@click.command("list")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1), help="How many.")
@operator
def list_audit(limit: int) -> None:
    """List the newest events."""
    from itertools import islice

    from cli.context import open_context
    from indicators.domain.audit.audit_event import AuditFilter
    from indicators.reports.auditing.audit_book import AuditBook
    from layouts.text.workflow.audit_text import KINDS, describe_actor

    book = AuditBook(open_context(align=False).reports.audit_log)
    for each in islice(book.read_all(AuditFilter(), PARTNER), limit):
        event = each.event
        reason = f" ({event.reason})" if event.reason else ""
        who = describe_actor(event.actor.who, {})
        click.echo(
            f"{each.number}  {event.at:%Y-%m-%d %H:%M:%S}  {who}: {KINDS[event.kind]}, "
            f"{event.what}{reason}"
        )


@click.command("export")
@OUT
@operator
def export_audit(out: Path) -> None:
    """Write every event to a file (.csv)."""
    from cli.context import open_context
    from indicators.domain.audit.audit_event import AuditFilter
    from indicators.reports.auditing.audit_book import AuditBook
    from layouts.exports.audit_csv import write_audit_csv

    book = AuditBook(open_context(align=False).reports.audit_log)
    write_file(out, write_audit_csv(book.read_all(AuditFilter(), PARTNER), {}))


@click.command("verify")
@click.option(
    "--expect",
    default="",
    metavar="HASH",
    help="The hash that this command printed earlier. It must still be in the log.",
)
@operator
def verify_audit(expect: str) -> None:
    """Check that no event was changed, removed, added or moved.

    Note the hash that it prints in another place, such as the minutes of a meeting. Give it with
    --expect next time: then a log that was cut off or replaced as a whole is found as well.
    """
    from cli.context import open_context

    found = open_context(align=False).reports.audit_log.check(expect.strip().lower())
    if found.fault:
        raise UserError(
            f"The audit log is not intact. {found.fault} It is intact up to event "
            f"{found.head.number:,}.",
            remedy="Keep a copy of the database as it is, and find out who could write to it.",
        )
    click.echo(f"The audit log is intact: {found.head.number:,} events.")
    click.echo(f"Hash of the last one: {found.head.hash}")
