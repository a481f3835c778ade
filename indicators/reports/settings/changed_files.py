"""The files of a council's folder that would say what was recorded over them."""

from __future__ import annotations

from collections.abc import Mapping

from indicators.access.permissions import Permission, Viewer, require
from indicators.configuration.agreement_rules import FILE as AGREEMENTS
from indicators.configuration.file_tables import write_table
from indicators.configuration.setting_files import write_files
from indicators.domain.boundary_changes import FOLDER
from indicators.domain.settings.setting_change import SettingKind
from indicators.domain.settings.settings_source import SettingsSource
from indicators.reports.base import Reports
from indicators.store.settings.setting_store import SettingStore


def write_changed_files(reports: Reports, viewer: Viewer) -> Mapping[str, str]:
    """Return the text of each file that has to be different, by its path below the folder."""
    require(viewer, Permission.CHANGE_SETTINGS)
    settings = reports.settings
    if settings is None:
        return {}
    key = settings.get_key()
    files = _write_files(settings)
    changes = SettingStore(reports.table.engine).list_in_force(key.version, key.day)
    arrangements = {
        f"{FOLDER}/{each.subject}.toml": write_table(each.state.value)
        for each in changes
        if each.kind is SettingKind.BOUNDARIES and each.state.value
    }
    return {**files, **arrangements}


def write_agreements(reports: Reports, viewer: Viewer) -> str:
    """Return the text of the file of sharing agreements that says what counts now."""
    require(viewer, Permission.CHANGE_AGREEMENTS)
    settings = reports.settings
    if settings is None:
        return ""
    return _write_files(settings).get(AGREEMENTS) or settings.read_file(AGREEMENTS)


def _write_files(settings: SettingsSource) -> Mapping[str, str]:
    counts = settings.find(settings.get_key()).configuration
    return write_files(settings.read_file, settings.files, counts)
