"""Settings: what can be changed in the browser, who changed it, and each setting's own page."""

from __future__ import annotations

from indicators.access.permissions import Permission
from indicators.domain.periods import format_day
from indicators.domain.settings.setting_change import NEW
from indicators.reports.settings.changed_files import write_changed_files
from indicators.reports.settings.planned_change import UnknownSettingError
from indicators.reports.settings.settings_book import SettingsBook
from layouts.pages.settings.arrangement_view import ARRANGEMENTS, render_arrangements
from layouts.pages.settings.setting_address import PATH, find_kind
from layouts.pages.settings.setting_fields import fill_rows
from layouts.pages.settings.setting_view import render_setting
from layouts.pages.settings.settings_list import (
    build_change_row,
    build_section,
    choose_kind,
    list_shown_kinds,
)
from layouts.pages.settings.settings_tables import (
    CHANGES,
    SETTINGS,
    build_changes_table,
    build_settings_table,
)
from layouts.site.flash_messages import read_messages
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.text import load_labels
from layouts.text.settings import setting_text


def register(site: Site) -> None:
    """Add the pages if settings are kept. They have forms, so they are not cached."""
    if not site.has_settings:
        return

    def show_list(request: PageRequest) -> PageView:
        reports = site.reports
        book = SettingsBook(reports, request.viewer)
        kind = choose_kind(book, request)
        return site.frame.render_page(
            "settings.html",
            request,
            title=f"Settings: {setting_text.KIND_NAMES[kind]}",
            shown=None,
            messages=read_messages(),
            kinds=list_shown_kinds(book),
            section=build_section(request, book, kind),
            recent=[build_change_row(request, change) for change in book.list_recent()],
            files=list(write_changed_files(reports, request.viewer)),
            waiting=[build_change_row(request, change) for change in book.list_waiting()],
            text=setting_text,
            format_day=format_day,
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
    tables = {SETTINGS: build_settings_table, CHANGES: build_changes_table}
    site.add(
        PATH,
        show_list,
        needs=Permission.CHANGE_SETTINGS,
        asks=("kind",),
        cached=False,
        tables=tables,
    )
    site.add(
        f"{PATH}/<kind>/<subject>", show_setting, needs=Permission.CHANGE_SETTINGS, cached=False
    )
