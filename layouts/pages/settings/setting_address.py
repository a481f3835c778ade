"""The addresses of settings."""

from __future__ import annotations

from urllib.parse import quote

from indicators.domain.settings.setting_change import SettingKind
from indicators.reports.settings.planned_change import UnknownSettingError
from layouts.text.settings import setting_text

PATH, AGREEMENTS, ORGANISATIONS = "/settings", "/agreements", "/organisations"
LISTED = [kind for kind in setting_text.KIND_NAMES if kind not in setting_text.OF_AGREEMENTS]
"""The kinds of the page of settings, in its order; those of agreements have their own pages."""
OWN_PATHS = {SettingKind.ORGANISATION: ORGANISATIONS, SettingKind.AGREEMENT: AGREEMENTS}


def make_path(kind: SettingKind, subject: str) -> str:
    """Return the address of a setting."""
    return f"{OWN_PATHS.get(kind, f'{PATH}/{kind}')}/{quote(subject)}"


def make_list_path(kind: SettingKind) -> str:
    """Return the address of the list of a kind of setting."""
    return AGREEMENTS if kind in OWN_PATHS else f"{PATH}?kind={kind}"


def find_kind(kind: str) -> SettingKind:
    """Return the kind that an address names. Raises UnknownSettingError."""
    for listed in LISTED:
        if listed == kind:
            return listed
    raise UnknownSettingError("There is no such kind of setting.")
