"""One run that sends the digests which are due, safe next to another one and after a crash."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache

from indicators.access.permissions import Permission, Viewer
from indicators.accounts.accounts import Accounts
from indicators.domain.people.notifications import DigestKey
from indicators.domain.people.users import User
from indicators.domain.periods import Month
from indicators.notifications.mail_server import (
    MailRefusedError,
    MailServer,
    MailServerError,
    MailUncertainError,
)
from indicators.reports.base import Reports
from indicators.reports.digests.digest_models import TeamDigest
from indicators.reports.digests.month_completeness import find_latest_complete
from indicators.reports.digests.team_digest import build_digest
from indicators.store.notifications.delivery_table import DeliveryTable


class DeliveryOutcome(StrEnum):
    """What became of one digest."""

    SENT = "sent"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"
    WOULD_BE_SENT = "would_be_sent"


@dataclass(frozen=True, slots=True)
class DigestMail:
    """A digest that is due for a user, and the text of the link that ends them."""

    user: User
    digest: TeamDigest
    end: str

    @property
    def key(self) -> DigestKey:
        return DigestKey(self.user.id, self.digest.team.code, self.digest.months.shown)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One digest and what became of it. `code` is what the mail server answered, or 0."""

    key: DigestKey
    outcome: DeliveryOutcome
    code: int = 0


WriteMail = Callable[[DigestMail, datetime], bytes]
"""Writes the mail. Raises ValueError if its address cannot be one."""


class DigestRun:
    """Sends each digest that is due once. Every `now` is a time with its zone."""

    def __init__(
        self, reports: Reports, accounts: Accounts, find_now: Callable[[], datetime]
    ) -> None:
        self._reports = reports
        self._accounts = accounts
        self._find_now = find_now
        self._deliveries = DeliveryTable(reports.table.engine)
        self._run = secrets.token_hex(8)

    def list_due(self, again: int | None = None) -> Iterator[Delivery]:
        """Yield what `send` would send."""
        for key in self._choose_keys(again):
            yield Delivery(key, DeliveryOutcome.WOULD_BE_SENT)

    def send(
        self, server: MailServer, write: WriteMail, again: int | None = None
    ) -> Iterator[Delivery]:
        """Send what is due, one mail at a time, and yield what became of each.

        `again` is a user who said that nothing arrived: what is uncertain is sent to them once
        more, and nothing else. Raises MailServerError if the server cannot be used; what was not
        sent is due in the next run.
        """
        claim = self._deliveries.claim if again is None else self._deliveries.claim_again
        for key in self._choose_keys(again):
            if claim(key, self._run, self._find_now()):
                sent = self._send_claimed(server, write, key)
                if sent:
                    yield sent

    def list_uncertain(self) -> list[DigestKey]:
        """Return the mails that an earlier run handed over without learning what became of them."""
        months = {key.month for key in self._list_wanted()}
        return sorted(self._deliveries.list_uncertain(months, self._find_now()))

    def _send_claimed(
        self, server: MailServer, write: WriteMail, key: DigestKey
    ) -> Delivery | None:
        """Send one claimed digest. Returns None if it is not due any more."""
        try:
            mail = self._find_mail(key)
            content = write(mail, self._find_now()) if mail else b""
        except ValueError:
            self._deliveries.release(key, self._run)
            return Delivery(key, DeliveryOutcome.REFUSED)
        if mail is None:
            self._deliveries.release(key, self._run)
            return None
        try:
            with server.open() as connection:
                if not self._deliveries.hand_over(key, self._run, self._find_now()):
                    return None  # it took so long that another run has it
                server.hand_over(connection, mail.user.details.email, content)
        except MailServerError:
            self._deliveries.release(key, self._run)
            raise
        except MailRefusedError as error:
            self._deliveries.release(key, self._run)
            return Delivery(key, DeliveryOutcome.REFUSED, error.code)
        except MailUncertainError:
            return Delivery(key, DeliveryOutcome.UNCERTAIN)
        self._deliveries.settle(key, self._run, self._find_now())
        return Delivery(key, DeliveryOutcome.SENT)

    def _choose_keys(self, again: int | None) -> list[DigestKey]:
        """Return what is due, or what is uncertain of the user who asked for it again."""
        if again is None:
            return self._list_keys()
        return [key for key in self.list_uncertain() if key.user == again]

    def _list_keys(self) -> list[DigestKey]:
        """Return the digests that were not handed over yet."""
        wanted = self._list_wanted()
        done = self._deliveries.list_handed_over({key.month for key in wanted})
        return [key for key in wanted if key not in done]

    def _list_wanted(self) -> list[DigestKey]:
        """Return the digests of the latest complete month that users asked for."""
        find_month = cache(self._find_month)
        wanted = []
        for user, teams in self._accounts.digests.list_subscribers():
            month = find_month(self._build_viewer(user))
            wanted += [DigestKey(user.id, team, month) for team in teams] if month else []
        return wanted

    def _find_mail(self, key: DigestKey) -> DigestMail | None:
        """Return the digest that a user may see at this moment."""
        user = self._accounts.users.find(key.user)
        if (
            user is None
            or user.disabled_at
            or key.team not in self._accounts.digests.list_teams(user)
        ):
            return None
        viewer, day = self._build_viewer(user), self._find_now().date()
        if Permission.VIEW_FIGURES not in viewer.permissions:
            return None
        digest = build_digest(self._reports, key.team, key.month, viewer, day)
        if digest is None:
            return None
        return DigestMail(user, digest, self._accounts.digests.sign_end(user, key.team))

    def _build_viewer(self, user: User) -> Viewer:
        return self._accounts.finder.build_viewer(user, self._find_now())

    def _find_month(self, viewer: Viewer) -> Month | None:
        if Permission.VIEW_FIGURES not in viewer.permissions:
            return None
        reports = self._reports.for_viewer(viewer)
        # Who sees published figures only is given no digest.
        return None if reports.scope.sees_only_published else find_latest_complete(reports)
