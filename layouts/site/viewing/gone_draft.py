"""Says once that the draft of an arrangement, with which a browser looked, was removed."""

from __future__ import annotations

from indicators.domain.settings.settings_source import SettingsSource
from layouts.site.flash_messages import show_once
from layouts.site.viewing.current_settings import find_settings_key, leave_gone_draft

GONE = (
    "The arrangement that you rehearsed is not kept any more. "
    "You see pages as everyone does again, by the areas that count now."
)


def find_gone_notice(settings: SettingsSource | None) -> str:
    """Return what the page of this request says of it, or ""."""
    if settings:
        find_settings_key(settings)  # it looks for the draft
    return show_once(GONE if leave_gone_draft() else "")
