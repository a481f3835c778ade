"""A real mail server on a socket of this machine, which keeps what it is given."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from indicators.notifications.mail_settings import MailSecurity, MailSettings
from tests.support.running_server import HOST, find_free_port

SENDER = "dashboard@example.org"
DASHBOARD = "https://dashboard.example.org"
USER, PASSWORD = "dashboard", "a password of the mail server"


class Mailbox:
    """What the server took. `answers` are its answers to recipients, where they are no usual ones.

    It closes the connection when it has the whole mail of a recipient in `cut`.
    """

    def __init__(self) -> None:
        self.raw: list[bytes] = []
        self.answers: dict[str, str] = {}
        self.cut: set[str] = set()

    @property
    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(raw, policy=policy.default) for raw in self.raw]

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.raw.append(envelope.content)
        if self.cut & {*envelope.rcpt_tos}:
            server.transport.abort()
        return "250 taken"


def check_password(server, session, envelope, mechanism, given) -> AuthResult:
    is_right = (given.login, given.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_right, handled=False)


@contextmanager
def run_mail_server(
    box: Mailbox, port: int = 0, tls: ssl.SSLContext | None = None
) -> Iterator[MailSettings]:
    """Take mails until the block ends; with `tls` only encrypted, and from USER."""
    port = port or find_free_port()
    secured = {
        "tls_context": tls,
        "require_starttls": True,
        "authenticator": check_password,
        "auth_required": True,
    }
    controller = Controller(box, hostname=HOST, port=port, **(secured if tls else {}))
    controller.start()
    try:
        security = MailSecurity.STARTTLS if tls else MailSecurity.NONE
        user, password = (USER, PASSWORD) if tls else ("", "")
        yield MailSettings(HOST, SENDER, DASHBOARD, port, security, user, password)
    finally:
        controller.stop()
