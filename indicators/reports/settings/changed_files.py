"""The files of a council's folder that would say what was recorded over them."""

from __future__ import annotations

from collections.abc import Mapping

from indicators.access.permissions import Permission, Viewer, require
from indicators.configuration.setting_files import write_files
from indicators.reports.base import Reports


def write_changed_files(reports: Reports, viewer: Viewer) -> Mapping[str, str]:
    """Return the text of each file that has to be different, by its path below the folder."""
    require(viewer, Permission.CHANGE_SETTINGS)
    settings = reports.settings
    if settings is None:
        return {}
    now = settings.find(settings.get_key()).configuration
    return write_files(settings.read_file, settings.files, now)
