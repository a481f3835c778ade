"""Where mail is handed over."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class MailSecurity(StrEnum):
    """How the connection is encrypted."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class MailSettings:
    """Where mail is handed over, in whose name, and the address of the dashboard for links."""

    host: str
    sender: str
    dashboard: str
    port: int = 587
    security: MailSecurity = MailSecurity.STARTTLS
    user: str = ""
    password: str = field(default="", repr=False)
