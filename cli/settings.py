"""Settings of the dashboard: the council's files, the database and today's date."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from indicators.domain.periods import Month

ROOT = Path(__file__).resolve().parents[1]
"""The folder of this checkout, which holds `data/` and `var/`."""


@dataclass(frozen=True)
class Settings:
    """Where the council's files and the database are, and the current time in UTC."""

    data: Path = ROOT / "data"
    database_url: str = f"sqlite:///{ROOT / 'var' / 'dashboard.db'}"
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    @classmethod
    def from_environment(cls) -> Settings:
        """Return the settings that DATABASE_URL and DATA_FOLDER give, or the defaults."""
        settings = cls()
        if url := os.environ.get("DATABASE_URL"):
            settings = replace(settings, database_url=url)
        if folder := os.environ.get("DATA_FOLDER"):
            settings = replace(settings, data=Path(folder))
        return settings

    @property
    def today(self) -> Month:
        return Month.of(self.now.year, self.now.month)
