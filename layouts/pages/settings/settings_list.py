"""The settings of a kind, and the latest changes, as the page and its files list them."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.domain.periods import format_day
from indicators.domain.settings.setting_change import SettingChange, SettingKind
from indicators.reports.settings.planned_change import SettingEntry
from indicators.reports.settings.settings_book import SettingsBook
from layouts.pages.settings.setting_address import LISTED, make_path
from layouts.pages.settings.setting_fields import has_rows
from layouts.site.page_request import PageRequest
from layouts.text.settings import setting_text


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A setting as the list shows it."""

    entry: SettingEntry
    name: str
    path: str
    lines: list[str]
    origin: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change as the list of the latest shows it."""

    change: SettingChange
    name: str
    path: str


@dataclass(frozen=True, slots=True)
class KindSection:
    """The settings of a kind, and the indicators that are `without` one."""

    kind: SettingKind
    entries: list[EntryRow]
    without: list[EntryRow]

    @property
    def can_add(self) -> bool:
        return self.kind in setting_text.ONE_OF_KIND


def describe_origin(entry: SettingEntry) -> str:
    """Return who a setting is from: the council's file, or who changed it and when."""
    newest = entry.newest
    if entry.unused:
        return "Not used: see why"
    if newest and entry.is_pending:
        return f"Changes on {format_day(newest.effective)}"
    if newest is None or not entry.is_changed:
        return "File"
    who = f", {newest.who}" if newest.who else ""
    differs = ". The file differs" if entry.is_file_newer else ""
    return f"Changed {format_day(newest.made_at)}{who}{differs}"


def list_shown_kinds(book: SettingsBook) -> list[SettingKind]:
    """Return the kinds that the viewer may change, in the order of the tabs."""
    allowed = book.list_kinds()
    return [kind for kind in LISTED if kind in allowed]


def choose_kind(book: SettingsBook, request: PageRequest) -> SettingKind:
    """Return the kind that the address asks for, or the first."""
    kinds, asked = list_shown_kinds(book), request.query.get("kind", "")
    return next((kind for kind in kinds if kind == asked), kinds[0])


def build_section(request: PageRequest, book: SettingsBook, kind: SettingKind) -> KindSection:
    """Return the settings of a kind, and what has none yet."""
    catalogue, places = request.reports.scope.whole, request.reports.places
    rows: list[EntryRow] = []
    without: list[EntryRow] = []
    for entry in book.list_entries(kind):
        if entry.in_file is None and entry.newest_value is None:
            continue  # added and removed again: it is in the list of changes
        value = entry.value if entry.value is not None else entry.newest_value or entry.in_file
        name = setting_text.name_setting(kind, entry.subject, value, catalogue)
        lines = setting_text.describe_value(kind, entry.subject, entry.value, catalogue, places)
        row = EntryRow(entry, name, make_path(kind, entry.subject), lines, describe_origin(entry))
        is_without = not entry.newest and has_rows(kind) and not any((value or {}).values())
        (without if is_without else rows).append(row)
    return KindSection(kind, rows, without)


def build_change_row(request: PageRequest, change: SettingChange) -> ChangeRow:
    """Return a change with the name and the address of its setting."""
    value = change.state.value or change.before
    name = setting_text.name_setting(
        change.kind, change.subject, value, request.reports.scope.whole
    )
    return ChangeRow(change, name, make_path(change.kind, change.subject))
