"""The mail server that takes what the dashboard sends (SMTP)."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_random_exponential

from indicators.domain.errors import UserError
from indicators.notifications.mail_settings import MailSecurity, MailSettings

_SECONDS = 30
_TRIES = 3
_LONGEST_WAIT = 8
_NOT_TAKEN = (
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPSenderRefused,
    smtplib.SMTPDataError,
    smtplib.SMTPHeloError,
    smtplib.SMTPNotSupportedError,
    UnicodeError,
    ValueError,
)
"""What says for certain that the server did not take a mail."""


class MailServerError(UserError):
    """The mail server cannot be used at all. It took nothing."""


class MailRefusedError(Exception):
    """The mail server did not take this mail. `code` is what it answered, or 0."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class MailUncertainError(Exception):
    """The connection ended before the server answered: it may have taken the mail or not."""


class MailServer:
    """Hands mails over, each in a connection of its own, so that none can hurt another."""

    def __init__(self, settings: MailSettings, tries: int = _TRIES) -> None:
        self.settings = settings
        self._tries = tries

    @contextmanager
    def open(self) -> Iterator[smtplib.SMTP]:
        """Connect and sign in. Raises MailServerError if that fails several times."""
        where = f"{self.settings.host}:{self.settings.port}"
        retrying = Retrying(
            retry=retry_if_exception(_is_temporary),
            stop=stop_after_attempt(self._tries),
            wait=wait_random_exponential(max=_LONGEST_WAIT),
            reraise=True,
        )
        try:
            connection = retrying(self._connect)
        except ssl.SSLError:
            raise MailServerError(
                f"The certificate of the mail server {where} is not trusted, or it has no TLS.",
                remedy="Check MAIL_HOST and MAIL_SECURITY; SSL_CERT_FILE names other authorities.",
            ) from None
        except (OSError, smtplib.SMTPException) as error:
            raise MailServerError(
                f"The mail server {where} cannot be used ({type(error).__name__}).",
                remedy="Check MAIL_HOST, MAIL_PORT and MAIL_SECURITY. The next run tries again.",
            ) from None
        try:
            yield connection
        finally:
            connection.close()

    def _connect(self) -> smtplib.SMTP:
        chosen = self.settings
        context = ssl.create_default_context()
        if chosen.security is MailSecurity.TLS:
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                chosen.host, chosen.port, timeout=_SECONDS, context=context
            )
        else:
            connection = smtplib.SMTP(chosen.host, chosen.port, timeout=_SECONDS)
        try:
            if chosen.security is MailSecurity.STARTTLS:
                connection.starttls(context=context)
            connection.ehlo_or_helo_if_needed()
            if chosen.user:
                self._sign_in(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _sign_in(self, connection: smtplib.SMTP) -> None:
        """Sign in, once: some servers lock an account after a few wrong passwords."""
        try:
            connection.login(self.settings.user, self.settings.password)
        except smtplib.SMTPException:
            raise MailServerError(
                f"The mail server {self.settings.host} did not accept the user or the password.",
                remedy="Check MAIL_USER and MAIL_PASSWORD.",
            ) from None

    def hand_over(self, connection: smtplib.SMTP, recipient: str, mail: bytes) -> None:
        """Give one mail to the server.

        Raises MailRefusedError if it was certainly not taken, and MailUncertainError if that is not
        known.
        """
        try:
            connection.sendmail(self.settings.sender, [recipient], mail)
        except _NOT_TAKEN as error:
            raise MailRefusedError(_find_code(error)) from None
        except (OSError, smtplib.SMTPException):
            raise MailUncertainError from None


def _is_temporary(error: BaseException) -> bool:
    """Return whether another try may succeed: the server was not there, or too busy."""
    if isinstance(error, smtplib.SMTPException):
        return isinstance(error, smtplib.SMTPServerDisconnected | smtplib.SMTPConnectError)
    return isinstance(error, OSError) and not isinstance(error, ssl.SSLError)


def _find_code(error: Exception) -> int:
    if isinstance(error, smtplib.SMTPResponseException):
        return int(error.smtp_code)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return int(next(iter(error.recipients.values()))[0])
    return 0
