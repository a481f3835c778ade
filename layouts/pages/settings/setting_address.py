"""The addresses of settings."""

from __future__ import annotations

from indicators.domain.settings.setting_change import SettingKind

PATH = "/settings"
NEW = "new"
"""The last part of the address at which an event or baseline is added."""


def make_path(kind: SettingKind, subject: str) -> str:
    """Return the address of a setting."""
    return f"{PATH}/{kind}/{subject}"
