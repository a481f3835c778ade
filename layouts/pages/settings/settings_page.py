"""Settings: what can be changed in the browser, who changed it, and each setting's own page."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.access.permissions import Permission
from indicators.domain.settings.setting_change import SettingChange, SettingKind
from indicators.reports.settings.changed_files import write_changed_files
from indicators.reports.settings.planned_change import SettingEntry, UnknownSettingError
from indicators.reports.settings.settings_book import SettingsBook
from layouts.pages.settings.arrangement_view import ARRANGEMENTS, render_arrangements
from layouts.pages.settings.setting_fields import fill_rows, has_rows
from layouts.pages.settings.setting_paths import LISTED, NEW, PATH, find_kind, make_path
from layouts.pages.settings.setting_view import render_setting
from layouts.site.flash_messages import read_messages
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.text import load_labels
from layouts.text.settings import setting_text


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A setting as the list shows it."""

    entry: SettingEntry
    name: str
    path: str
    lines: list[str]


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


def register(site: Site) -> None:
    """Add the pages if settings are kept. They have forms, so they are not cached."""
    if not site.has_settings:
        return

    def show_list(request: PageRequest) -> PageView:
        reports = site.reports
        book = SettingsBook(reports, request.viewer)
        allowed, asked = book.list_kinds(), request.query.get("kind", "")
        kinds = [kind for kind in LISTED if kind in allowed]
        shown = next((kind for kind in kinds if kind == asked), kinds[0])
        return site.frame.render_page(
            "settings.html",
            request,
            title="Settings",
            shown=None,
            messages=read_messages(),
            kinds=kinds,
            section=_build_section(request, book, shown),
            recent=[_build_change_row(request, change) for change in book.list_recent()],
            files=list(write_changed_files(reports, request.viewer)),
            text=setting_text,
            format_moment=load_labels.format_moment,
        )

    def show_setting(request: PageRequest, kind: str, subject: str) -> PageView:
        try:
            named = find_kind(kind)
            book = SettingsBook(site.reports, request.viewer)
            if subject == NEW and named in setting_text.ONE_OF_KIND:
                rows = fill_rows(named, None)
                return render_setting(site.frame, request, named, None, rows)
            entry = book.find_entry(named, subject)
        except UnknownSettingError as error:
            links = [("All settings", request.link(PATH))]
            return site.messages.show(request, error.what, error.remedy, links=links, status=404)
        versions = book.list_versions(named, subject)
        rows = fill_rows(named, entry.newest_value or entry.in_file)
        return render_setting(site.frame, request, named, entry, rows, versions, read_messages())

    def show_arrangements(request: PageRequest) -> PageView:
        return render_arrangements(
            site.frame, site.find_reports_for_all(), request, read_messages()
        )

    site.add(ARRANGEMENTS, show_arrangements, needs=Permission.CHANGE_SETTINGS, cached=False)
    site.add(PATH, show_list, needs=Permission.CHANGE_SETTINGS, asks=("kind",), cached=False)
    site.add(
        f"{PATH}/<kind>/<subject>", show_setting, needs=Permission.CHANGE_SETTINGS, cached=False
    )


def _build_section(request: PageRequest, book: SettingsBook, kind: SettingKind) -> KindSection:
    catalogue, places = request.reports.scope.whole, request.reports.places
    rows: list[EntryRow] = []
    without: list[EntryRow] = []
    for entry in book.list_entries(kind):
        if entry.in_file is None and entry.newest_value is None:
            continue  # added and removed again: it is in the list of changes
        value = entry.value if entry.value is not None else entry.newest_value or entry.in_file
        name = setting_text.name_setting(kind, entry.subject, value, catalogue)
        lines = setting_text.describe_value(kind, entry.subject, entry.value, catalogue, places)
        row = EntryRow(entry, name, make_path(kind, entry.subject), lines)
        is_without = not entry.newest and has_rows(kind) and not any((value or {}).values())
        (without if is_without else rows).append(row)
    return KindSection(kind, rows, without)


def _build_change_row(request: PageRequest, change: SettingChange) -> ChangeRow:
    value = change.state.value or change.before
    name = setting_text.name_setting(
        change.kind, change.subject, value, request.reports.scope.whole
    )
    return ChangeRow(change, name, make_path(change.kind, change.subject))
