"""Sends the digests that are due, for the command and for the jobs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from cli.settings import Settings, read_mail_settings


@dataclass
class DigestCounts:
    """How many digests there were, and how many of them a mail server refused."""

    handled: int = 0
    refused: int = 0


def greet_mail_server() -> None:
    """Connect and sign in to the mail server without a mail. Raises UserError if it fails."""
    from indicators.notifications.mail_server import MailServer

    with MailServer(read_mail_settings(), tries=1).open():
        pass


def send_due_digests(
    say: Callable[[str], object],
    *,
    is_trial: bool,
    settings: Settings | None = None,
    again: str = "",
) -> DigestCounts:
    """Send what is due, say each delivery, and return how many there were.

    A trial sends nothing and says what would be sent. `again` is the address of a user: only what
    may not have arrived is sent again. Raises UserError if no mail can be sent.
    """
    from cli.context import open_context
    from indicators.access.permissions import PARTNER
    from indicators.notifications.digest_run import DeliveryOutcome, DigestRun
    from indicators.notifications.mail_server import MailServer
    from layouts.exports.digests.digest_mail import MailFrame, write_digest_mail
    from layouts.text.workflow.delivery_text import describe_delivery, describe_uncertain

    context = open_context(settings)
    places = context.places
    names = context.reports.list_user_names()
    run = DigestRun(context.reports, context.accounts, lambda: datetime.now(UTC))
    user = context.accounts.admin.find_by_email(again, PARTNER).id if again else None
    if is_trial:
        sent = run.list_due(user)
    else:
        mail = read_mail_settings()
        frame = MailFrame(context.catalogue.programme.name, mail.dashboard, mail.sender)
        sent = run.send(MailServer(mail), partial(write_digest_mail, frame=frame), user)
    counts = DigestCounts()
    for delivery in sent:
        say(describe_delivery(delivery, places, names))
        counts.handled += 1
        counts.refused += delivery.outcome is DeliveryOutcome.REFUSED
    for key in run.list_uncertain():
        say(describe_uncertain(key, places, names))
    return counts
