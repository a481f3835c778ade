"""The addresses of settings."""

from __future__ import annotations

from indicators.domain.settings.setting_change import SettingKind
from indicators.reports.settings.planned_change import UnknownSettingError
from layouts.text.settings import setting_text

PATH, AGREEMENTS = "/settings", "/agreements"
NEW = "new"
"""The last part of the address at which an event or baseline is added."""
LISTED = [kind for kind in setting_text.KIND_NAMES if kind is not SettingKind.AGREEMENT]
"""The kinds of the page of settings, in its order. Agreements have pages of their own."""


def make_path(kind: SettingKind, subject: str) -> str:
    """Return the address of a setting."""
    return (
        f"{AGREEMENTS}/{subject}" if kind is SettingKind.AGREEMENT else f"{PATH}/{kind}/{subject}"
    )


def make_list_path(kind: SettingKind) -> str:
    """Return the address of the list of a kind of setting."""
    return AGREEMENTS if kind is SettingKind.AGREEMENT else f"{PATH}?kind={kind}"


def find_kind(kind: str) -> SettingKind:
    """Return the kind that an address names. Raises UnknownSettingError."""
    for listed in LISTED:
        if listed == kind:
            return listed
    raise UnknownSettingError("There is no such kind of setting.")
