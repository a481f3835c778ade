"""Settings of the dashboard: the council's files, the database and today's date."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from indicators.domain.errors import UserError
from indicators.domain.people.loopback import LOOPBACK
from indicators.domain.periods import Month
from indicators.notifications.mail_settings import MailSecurity, MailSettings

if TYPE_CHECKING:  # it imports pydantic, which a command's help does without
    from indicators.domain.people.sign_in_settings import OpenIdProvider

ROOT = Path(__file__).resolve().parents[1]
"""The folder of this checkout, which holds `data/` and `var/`."""
SHIPPED_DATA = ROOT / "data"
"""The files of the example council, which count until others are named or set up."""

MAIL_HOST = "MAIL_HOST"
"""Set where mail is sent."""
SECRET_KEY = "SECRET_KEY"  # noqa: S105 - the name of the variable
ADDRESS = "DASHBOARD_ADDRESS"
"""The variable with the address at which people open the dashboard, for links in mails."""
_SHORTEST_KEY = 32
"""Bytes: 256 bits."""
_LEAST_LETTERS = 10
"""Different characters. A random text of 32 has about 20; an example that was left has fewer."""
_EXAMPLE_WORDS = ("changeme", "change-me", "change_me", "secret", "example", "default", "password")
MAKE_ONE = 'python -c "import secrets; print(secrets.token_urlsafe(48))"'


@dataclass(frozen=True)
class Settings:
    """Where the council's files and the database are, who may ask, and the current time in UTC.

    `instance` is the code of the database that is expected, or "" for any.
    `host` is the address that the server listens on. `hosts` are names of the server;
    `is_behind_proxy` says that a proxy's headers may be believed. `processes` answer requests, and
    `cache_megabytes` is the most memory in which each of them keeps rendered pages.
    """

    data: Path = SHIPPED_DATA
    database_url: str = f"sqlite:///{ROOT / 'var' / 'dashboard.db'}"
    instance: str = ""
    host: str = LOOPBACK[0]
    hosts: tuple[str, ...] = ()
    is_behind_proxy: bool = False
    processes: int = 1
    cache_megabytes: int = 3
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    @classmethod
    def from_environment(cls) -> Settings:
        """Return the settings that environment variables give, or the defaults.

        Raises UserError for one that makes no sense.
        """
        settings = cls()
        if url := os.environ.get("DATABASE_URL"):
            _refuse_memory(url)
            settings = replace(settings, database_url=url)
        if folder := os.environ.get("DATA_FOLDER"):
            settings = replace(settings, data=Path(folder))
        settings = replace(settings, instance=os.environ.get("INSTANCE_ID", "").strip())
        hosts = tuple(re.split(r"[,\s]+", os.environ.get("ALLOWED_HOSTS", "").strip(", ")))
        behind = os.environ.get("BEHIND_PROXY", "0")
        if behind not in ("0", "1"):
            raise UserError(f"BEHIND_PROXY is “{behind}”.", remedy="Set it to 1 or 0.")
        return replace(
            settings,
            hosts=tuple(filter(None, hosts)),
            is_behind_proxy=behind == "1",
            processes=_read_number("WEB_CONCURRENCY", settings.processes, "processes", 64),
            cache_megabytes=_read_number(
                "CACHE_MEGABYTES", settings.cache_megabytes, "megabytes", 4096
            ),
        )

    def serve_on(self, host: str) -> Settings:
        """Return these settings for a server that listens on an address, which names it too."""
        name = f"[{host}]" if ":" in host else host
        return replace(self, host=host, hosts=(*self.hosts, name))

    @property
    def is_local(self) -> bool:
        """Whether only this computer reaches the server, and through no proxy."""
        return self.host in LOOPBACK and not self.is_behind_proxy

    @property
    def has_own_files(self) -> bool:
        """Whether DATA_FOLDER names the council's files."""
        return self.data != SHIPPED_DATA

    def check_folder(self) -> None:
        """Raise UserError if DATA_FOLDER names no folder."""
        if self.has_own_files and not self.data.is_dir():
            raise UserError(
                f"DATA_FOLDER names {self.data}, where there is no folder.",
                remedy="Correct it, or put the council’s files there.",
            )

    @property
    def today(self) -> Month:
        return Month.of(self.now.year, self.now.month)


def _refuse_memory(url: str) -> None:
    if url.rstrip("/") in ("sqlite:", "sqlite:///:memory:"):
        raise UserError(
            "DATABASE_URL names no file, so all would be lost when the program ends.",
            remedy="Write sqlite:///var/dashboard.db, or with the whole path, sqlite:////var/...",
        )


def _read_number(name: str, default: int, what: str, most: int) -> int:
    written = os.environ.get(name, str(default))
    if not written.isdecimal() or not 1 <= int(written) <= most:
        raise UserError(
            f"{name} is “{written}”.", remedy=f"Set it to a number of {what}, 1 to {most}."
        )
    return int(written)


class WeakSecretKeyError(UserError):
    """A secret of the server that others could guess, or none."""

    def __init__(self, what: str) -> None:
        super().__init__(
            what,
            remedy=f"Make one with {MAKE_ONE}, set {SECRET_KEY} to it, and keep it secret. Every "
            "process of this dashboard needs the same one.",
        )


def find_secret_key() -> str:
    """Return the secret that the environment gives, or ""."""
    return os.environ.get(SECRET_KEY, "")


def check_secret_key(*, has_real: bool) -> None:
    """Raise WeakSecretKeyError with real figures, unless the environment gives a good secret."""
    key = find_secret_key()
    if not has_real:
        return
    if not key:
        raise WeakSecretKeyError(f"Real figures are loaded, and {SECRET_KEY} is not set.")
    if len(key.encode()) < _SHORTEST_KEY:
        raise WeakSecretKeyError(f"{SECRET_KEY} has fewer than {_SHORTEST_KEY} characters.")
    if len(set(key)) < _LEAST_LETTERS or any(word in key.lower() for word in _EXAMPLE_WORDS):
        raise WeakSecretKeyError(f"{SECRET_KEY} is an example, or easy to guess.")


def find_client_secret(provider: OpenIdProvider) -> str:
    """Return the secret that a provider gave. Raises UserError if its variable is not set."""
    if not provider.secret:
        return ""
    secret = os.environ.get(provider.secret, "")
    if not secret:
        raise UserError(
            f"The environment variable {provider.secret} is not set.",
            where=f"sign-in.toml, provider {provider.code}, key secret",
            remedy="Set it to the secret that the provider gave for this dashboard.",
        )
    return secret


def read_mail_settings() -> MailSettings:
    """Return where mail is handed over, as the environment says. Raises UserError for faults."""
    given = {name: os.environ.get(name, "") for name in (MAIL_HOST, "MAIL_FROM", ADDRESS)}
    if missing := [name for name, value in given.items() if not value]:
        raise UserError(
            f"{missing[0]} is not set, so no mail can be sent.",
            remedy="Set MAIL_HOST, MAIL_FROM and DASHBOARD_ADDRESS: see docs/notifications.md.",
        )
    host, sender, dashboard = given.values()
    parts = urlsplit(dashboard)
    if parts.scheme not in ("https", "http") or not parts.hostname:
        raise UserError(f"{ADDRESS} is no address.", remedy="Write it as https://HOST.")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise UserError(f"{ADDRESS} is not encrypted.", remedy="Write it as https://HOST.")
    security = os.environ.get("MAIL_SECURITY", MailSecurity.STARTTLS)
    if security not in list(MailSecurity):
        raise UserError(f"MAIL_SECURITY is “{security}”.", remedy=f"Use {', '.join(MailSecurity)}.")
    if security == MailSecurity.NONE and host not in LOOPBACK:
        raise UserError(
            "MAIL_SECURITY is “none”, and the mail server is on another computer.",
            remedy="Use starttls or tls.",
        )
    port = os.environ.get("MAIL_PORT", "587")
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise UserError(f"MAIL_PORT is “{port}”.", remedy="Write a number, such as 587.")
    user, password = os.environ.get("MAIL_USER", ""), os.environ.get("MAIL_PASSWORD", "")
    return MailSettings(host, sender, dashboard, int(port), MailSecurity(security), user, password)
