"""Which settings count for a request, asked once."""

from __future__ import annotations

import flask

from indicators.domain.settings.settings_key import SettingsKey
from indicators.domain.settings.settings_source import SettingsSource


def find_settings_key(settings: SettingsSource) -> SettingsKey:
    """Return which settings count for this request, or now where there is none."""
    if not flask.has_request_context():
        return settings.get_key()
    if "settings_key" not in flask.g:
        flask.g.settings_key = settings.get_key()
    found: SettingsKey = flask.g.settings_key
    return found


def forget_settings_key() -> None:
    """Ask again within this request, which has changed a setting."""
    flask.g.pop("settings_key", None)
