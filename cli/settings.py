"""Settings of the dashboard: the council's files, the database and today's date."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from indicators.domain.errors import UserError
from indicators.domain.periods import Month

ROOT = Path(__file__).resolve().parents[1]
"""The folder of this checkout, which holds `data/` and `var/`."""

LOOPBACK = ("127.0.0.1", "localhost", "::1")
"""The names of this computer for itself."""


@dataclass(frozen=True)
class Settings:
    """Where the council's files and the database are, who may ask, and the current time in UTC.

    `host` is the address that the server listens on. `hosts` are names of the server;
    `is_behind_proxy` says that a proxy's headers may be believed.
    """

    data: Path = ROOT / "data"
    database_url: str = f"sqlite:///{ROOT / 'var' / 'dashboard.db'}"
    host: str = LOOPBACK[0]
    hosts: tuple[str, ...] = ()
    is_behind_proxy: bool = False
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    @classmethod
    def from_environment(cls) -> Settings:
        """Return the settings that environment variables give, or the defaults.

        Raises UserError for one that makes no sense.
        """
        settings = cls()
        if url := os.environ.get("DATABASE_URL"):
            settings = replace(settings, database_url=url)
        if folder := os.environ.get("DATA_FOLDER"):
            settings = replace(settings, data=Path(folder))
        hosts = tuple(re.split(r"[,\s]+", os.environ.get("ALLOWED_HOSTS", "").strip(", ")))
        behind = os.environ.get("BEHIND_PROXY", "0")
        if behind not in ("0", "1"):
            raise UserError(f"BEHIND_PROXY is “{behind}”.", remedy="Set it to 1 or 0.")
        return replace(settings, hosts=tuple(filter(None, hosts)), is_behind_proxy=behind == "1")

    def serve_on(self, host: str) -> Settings:
        """Return these settings for a server that listens on an address, which names it too."""
        name = f"[{host}]" if ":" in host else host
        return replace(self, host=host, hosts=(*self.hosts, name))

    @property
    def is_local(self) -> bool:
        """Whether only this computer reaches the server, and through no proxy."""
        return self.host in LOOPBACK and not self.is_behind_proxy

    @property
    def today(self) -> Month:
        return Month.of(self.now.year, self.now.month)
