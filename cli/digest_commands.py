"""Commands about digests: send those that are due."""

from __future__ import annotations

import sys

import click

from cli.mail.digest_sending import send_due_digests
from indicators.access.declared_needs import operator


@click.command("send")
@click.option("--dry-run", "is_trial", is_flag=True, help="Send nothing; say what would be sent.")
@operator
def send_digests(is_trial: bool) -> None:
    """Send the digests of the latest complete month to those who asked for them, each once.

    It can run often, and twice at the same time. Exits with 1 if a mail was not taken.
    """
    counts = send_due_digests(click.echo, is_trial=is_trial)
    if not counts.handled:
        click.echo("Nothing to send.")
    if counts.refused:
        sys.exit(1)
