"""Commands about digests: send those that are due."""

from __future__ import annotations

import sys

import click

from cli.mail.digest_sending import send_due_digests
from indicators.access.declared_needs import operator


@click.command("send")
@click.option("--dry-run", "is_trial", is_flag=True, help="Send nothing; say what would be sent.")
@click.option(
    "--again",
    metavar="EMAIL",
    default="",
    help="Send only to this user, what an earlier run may not have delivered.",
)
@operator
def send_digests(is_trial: bool, again: str) -> None:
    """Send the digests of the latest complete month to those who asked for them, each once.

    It can run often, and twice at the same time. Exits with 1 if a mail was not taken.
    """
    counts = send_due_digests(click.echo, is_trial=is_trial, again=again)
    if not counts.handled:
        click.echo("Nothing to send again." if again else "Nothing to send.")
    if counts.refused:
        sys.exit(1)
