"""Agreements: the register of sharing agreements, and what ends soon."""

from __future__ import annotations

from functools import partial

from indicators.access.audience import Audience
from indicators.access.permissions import Permission, Viewer
from indicators.domain.periods import format_day
from indicators.domain.settings.setting_change import NEW, SettingKind, Table
from indicators.reports.settings.planned_change import SettingEntry, UnknownSettingError
from indicators.reports.settings.settings_book import SettingsBook
from layouts.pages.settings.setting_address import AGREEMENTS as PATH
from layouts.pages.settings.setting_address import ORGANISATIONS, make_path
from layouts.pages.settings.setting_fields import fill_rows
from layouts.pages.settings.setting_view import render_setting
from layouts.site.flash_messages import read_messages
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.text.access import agreement_text
from layouts.text.page_table import PageTable

REGISTER = "agreements"


def register(site: Site) -> None:
    """Add the page. The file can change at any moment, so it is not cached."""

    def show(request: PageRequest) -> PageView:
        catalogue, places = site.reports.catalogue, site.reports.places
        agreements = site.find_agreements()
        day = request.day
        return site.frame.render_page(
            "agreements.html",
            request,
            title="Sharing agreements",
            shown=None,
            agreements=agreements,
            catalogue=catalogue,
            places=places,
            day=day,
            agreement_text=agreement_text,
            messages=read_messages(),
            **_describe_changes(site, request.viewer),
            may_download=Permission.VIEW_FIGURES in request.viewer.permissions,
            format_day=format_day,
            ending=[
                (each, agreement_text.list_losses(each, agreements, catalogue, places))
                for each in agreements.list_ending(day)
            ],
        )

    def build_table(request: PageRequest) -> PageTable:
        catalogue, places = site.reports.catalogue, site.reports.places
        agreements = site.find_agreements()
        return PageTable(
            title="Sharing agreements",
            name="sharing-agreements",
            period=f"State on {format_day(request.day)}",
            headings=(
                *("Agreement", "Parties", "Indicators", "Places", "Purpose"),
                *("Approved by", "From", "Until", "State"),
            ),
            rows=tuple(
                (
                    each.name,
                    "; ".join(
                        agreement_text.name_party(party, agreements, catalogue)
                        for party in each.parties
                    ),
                    agreement_text.name_indicators(each, catalogue),
                    agreement_text.name_places(each, places),
                    each.purpose,
                    each.approver,
                    format_day(each.from_),
                    format_day(each.until),
                    agreement_text.describe_state(each, request.day),
                )
                for each in agreements.agreements
            ),
        )

    def show_agreement(request: PageRequest, code: str) -> PageView:
        return _show_one(site, request, SettingKind.AGREEMENT, code)

    def show_organisation(request: PageRequest, code: str) -> PageView:
        return _show_one(site, request, SettingKind.ORGANISATION, code)

    tables = {REGISTER: build_table}
    site.add(PATH, show, needs=Audience.SIGNED_IN, cached=False, tables=tables)
    if site.has_settings:
        change = Permission.CHANGE_AGREEMENTS
        site.add(f"{PATH}/<code>", show_agreement, needs=change, cached=False)
        site.add(f"{ORGANISATIONS}/<code>", show_organisation, needs=change, cached=False)


def _show_one(site: Site, request: PageRequest, kind: SettingKind, code: str) -> PageView:
    """Return the page of an agreement or organisation, or the one that adds it."""
    book = SettingsBook(site.reports, request.viewer)
    if code == NEW:
        return render_setting(site.frame, request, kind, None, fill_rows(kind, None))
    try:
        entry = book.find_entry(kind, code)
    except UnknownSettingError as error:
        links = [("All agreements", request.link(PATH))]
        return site.messages.show(request, error.what, error.remedy, links=links, status=404)
    versions, rows = book.list_versions(kind, code), fill_rows(kind, _find_last(entry))
    return render_setting(site.frame, request, kind, entry, rows, versions, read_messages())


def _describe_changes(site: Site, viewer: Viewer) -> dict[str, object]:
    """Return whether the viewer may change agreements, which were changed, and organisations."""
    if not site.has_settings or Permission.CHANGE_AGREEMENTS not in viewer.permissions:
        return {"may_change": False, "changed": {}, "organisations": []}
    book = SettingsBook(site.reports, viewer)
    entries = book.list_entries(SettingKind.AGREEMENT)
    return {
        "may_change": True,
        "changed": {each.subject: each for each in entries if each.newest},
        "organisations": book.list_entries(SettingKind.ORGANISATION),
        "make_organisation_path": partial(make_path, SettingKind.ORGANISATION),
    }


def _find_last(entry: SettingEntry) -> Table | None:
    """Return what a withdrawn agreement said last, so that it can be entered again."""
    return entry.newest_value or (entry.newest and entry.newest.before) or entry.in_file
