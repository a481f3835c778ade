"""Commands about digests: send those that are due."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from functools import partial

import click

from cli.settings import read_mail_settings
from indicators.access.declared_needs import operator


@click.command("send")
@click.option("--dry-run", "is_trial", is_flag=True, help="Send nothing; say what would be sent.")
@operator
def send_digests(is_trial: bool) -> None:
    """Send the digests of the latest complete month to those who asked for them, each once.

    It can run often, and twice at the same time. Exits with 1 if a mail was not taken.
    """
    from cli.context import open_context
    from indicators.notifications.digest_run import DeliveryOutcome, DigestRun
    from indicators.notifications.mail_server import MailServer
    from layouts.exports.digests.digest_mail import MailFrame, write_digest_mail
    from layouts.text.workflow.delivery_text import describe_delivery, describe_uncertain

    context = open_context()
    places = context.places
    names = context.reports.list_user_names()
    run = DigestRun(context.reports, context.accounts, lambda: datetime.now(UTC))
    if is_trial:
        sent = run.list_due()
    else:
        settings = read_mail_settings()
        programme = context.catalogue.programme.name
        frame = MailFrame(programme, settings.dashboard, settings.sender)
        sent = run.send(MailServer(settings), partial(write_digest_mail, frame=frame))
    outcomes = set()
    for delivery in sent:
        click.echo(describe_delivery(delivery, places, names))
        outcomes.add(delivery.outcome)
    if not outcomes:
        click.echo("Nothing to send.")
    for key in run.list_uncertain():
        click.echo(describe_uncertain(key, places, names))
    if DeliveryOutcome.REFUSED in outcomes:
        sys.exit(1)
