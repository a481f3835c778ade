"""The settings of a kind, and the latest changes, as tables to download."""

from __future__ import annotations

from indicators.domain.periods import format_day
from indicators.reports.settings.settings_book import SettingsBook
from layouts.pages.settings.settings_list import (
    build_change_row,
    build_section,
    choose_kind,
)
from layouts.site.page_request import PageRequest
from layouts.text import load_labels
from layouts.text.page_table import PageTable
from layouts.text.settings import setting_text

SETTINGS = "settings"
CHANGES = "changes"


def build_settings_table(request: PageRequest) -> PageTable:
    """Return a row for each setting of the kind in the address."""
    book = SettingsBook(request.reports, request.viewer)
    kind = choose_kind(book, request)
    return PageTable(
        title=f"Settings: {setting_text.KIND_NAMES[kind]}",
        name=f"settings-{kind}",
        period=f"As of {format_day(request.today)}",
        headings=("Setting", "Now", "From"),
        rows=tuple(
            (row.name, "\n".join(row.lines), row.origin)
            for row in build_section(request, book, kind).entries
        ),
    )


def build_changes_table(request: PageRequest) -> PageTable:
    """Return a row for each of the latest changes of all settings, newest first."""
    book = SettingsBook(request.reports, request.viewer)
    rows = (build_change_row(request, change) for change in book.list_recent())
    return PageTable(
        title="Latest changes of settings",
        name="settings-changes",
        period=f"As of {format_day(request.today)}",
        headings=("Setting", "Kind", "What", "When (UTC)", "Who", "Why"),
        rows=tuple(
            (
                row.name,
                setting_text.KIND_NAMES[row.change.kind],
                setting_text.describe_action(row.change.state),
                load_labels.format_moment(row.change.made_at),
                row.change.who,
                row.change.reason,
            )
            for row in rows
        ),
    )
