"""Reports over settings that people can change, and changes of them."""

from datetime import UTC, date, datetime
from pathlib import Path

from indicators.domain.events import Events
from indicators.domain.settings.configuration import Configuration
from indicators.reports.base import Reports
from indicators.reports.settings.council_settings import CouncilSettings
from indicators.reports.settings.planned_change import ChangeNote
from indicators.store.settings.setting_store import SettingStore

NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)
TODAY = NOON.date()


def keep_settings(reports: Reports, folder: Path = Path("data"), events=None) -> Reports:
    """The reports with settings that can be changed; `folder` has the files to export."""
    files = Configuration(reports.scope.whole, reports.places, events or Events())
    store = SettingStore(reports.table.engine)
    return Reports(
        reports.table,
        files.catalogue,
        files.places,
        files.events,
        records=reports.records,
        settings=CouncilSettings(files, store, folder),
    )


def note(
    reason: str = "Agreed by the board",
    version: int = 0,
    effective: date = TODAY,
    who: str = "Asha",
) -> ChangeNote:
    return ChangeNote(who, reason, effective, version)
