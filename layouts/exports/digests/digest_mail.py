"""The digest as an e-mail: plain text and HTML, without a figure and without what people wrote."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

from indicators.notifications.digest_run import DigestMail
from layouts.site import rendering
from layouts.text.workflow import digest_text

UNSUBSCRIBE = "/unsubscribe"
_ONE_LINE = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class _MailPolicy(EmailPolicy):
    """The usual policy, which would break a long address in a header into encoded words."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name.lower() == "list-unsubscribe":
            return f"{name}: {value}{self.linesep}".encode("ascii")
        return super().fold_binary(name, value)


_POLICY = _MailPolicy(linesep="\r\n", cte_type="7bit")


@dataclass(frozen=True, slots=True)
class MailFrame:
    """What every mail has: the name of the dashboard, its address, and the sender's."""

    name: str
    dashboard: str
    sender: str


def write_digest_mail(mail: DigestMail, now: datetime, frame: MailFrame) -> bytes:
    """Return a mail as it goes to the server. Raises ValueError for an address that is none."""
    digest, root = mail.digest, frame.dashboard.rstrip("/")
    host = urlsplit(root).hostname or "localhost"
    end = f"{root}{UNSUBSCRIBE}/{mail.end}"
    subject = _make_one_line(digest_text.name_digest(digest))
    message = EmailMessage(_POLICY)
    message["Subject"] = subject
    message["From"] = _build_address(frame.name, frame.sender)
    message["To"] = _build_address(mail.user.name, mail.user.details.email)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{_name_mail(mail, root)}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    message["List-Unsubscribe"] = f"<{end}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    shown = {
        "subject": subject,
        "mail": mail,
        "digest": digest,
        "text": digest_text,
        "root": root,
        "frame": frame,
        "end": end,
    }
    message.set_content(rendering.render_text("digest_mail.txt", **shown))
    message.add_alternative(str(rendering.render("digest_mail.html", **shown)), subtype="html")
    return message.as_bytes()


def _build_address(name: str, address: str) -> Address:
    try:
        return Address(_make_one_line(name), addr_spec=address)
    except (HeaderParseError, IndexError):  # some faults make the library stumble
        raise ValueError(address) from None


def _name_mail(mail: DigestMail, root: str) -> str:
    """Return the same name for the same person, team and month."""
    text = f"{root} {mail.key.user} {mail.key.team} {mail.key.month}"
    return f"digest.{hashlib.sha256(text.encode()).hexdigest()[:32]}"


def _make_one_line(text: str) -> str:
    return _ONE_LINE.sub(" ", text).strip()
