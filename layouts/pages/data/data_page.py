"""Data: check and load files, the calendar of what was received, the history."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache

from flask_wtf.csrf import generate_csrf
from markupsafe import Markup as SafeHtml

from indicators.access.permissions import Permission, Viewer
from indicators.domain.core import LocalityKind
from indicators.domain.periods import Month
from indicators.domain.places import SENT_FOR
from indicators.domain.settings.settings_key import SettingsKey
from indicators.ports.upload_service import UploadService
from indicators.reports.loading.arrivals_calendar import MONTHS, build_calendar
from indicators.reports.loading.load_ledger import build_ledger
from layouts.pages.data import data_tables, upload_routes
from layouts.site import rendering
from layouts.site.flash_messages import read_messages
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.text import load_history, load_labels

_REFUSALS_SHOWN = 500
_EVENTS_SHOWN = 20
_CHANGES_SHOWN, _CHANGES_KEPT = 20, 1000
_CALENDARS = 32


def register(site: Site) -> None:
    """Add both pages if files can be uploaded. They contain forms, so they are not cached."""
    if site.upload_service is None:
        return
    uploads: UploadService = site.upload_service

    @lru_cache(_CALENDARS)
    def calendar(
        version: int, settings: SettingsKey, last: Month, today: date, viewer: Viewer
    ) -> SafeHtml:
        """Return the calendar's tables, cached because they are the slowest part of the page."""
        reports = site.reports.with_settings(settings).after(version)
        return rendering.render(
            "calendar.html",
            calendar=build_calendar(reports, last, today, viewer),
            area_word=reports.places.words[LocalityKind.AREA][0],
            load_labels=load_labels,
        )

    def show(request: PageRequest) -> PageView:
        now = datetime.now(UTC)
        today = request.reports.seen_on or now.date()
        last, latest = data_tables.choose_months(request, now)
        back = bool(request.reports.seen_on)
        every = request.query.get("history") == "all"
        places = site.reports.places.localities.values()
        events = request.reports.list_history(
            data_tables.MOST_EVENTS if every else _EVENTS_SHOWN + 1, request.viewer
        )
        return site.frame.render_page(
            "data.html",
            request,
            title="Data",
            shown=None,
            messages=read_messages(),
            waiting=None
            if back
            else uploads.list_waiting(now, request.viewer, request.query.get("file", "")),
            calendar_html=calendar(
                request.reports.get_version(),
                request.reports.settings_key,
                last,
                today,
                request.viewer,
            ),
            first=last - (MONTHS - 1),
            last=last,
            earlier=last - MONTHS,
            later=min(last + MONTHS, latest) if last < latest else None,
            events=events if every else events[:_EVENTS_SHOWN],
            more_events=not every and len(events) > _EVENTS_SHOWN,
            most_bytes=uploads.most_bytes,
            shown_refusals=_REFUSALS_SHOWN,
            place_names={p.code: p.name for p in places},
            sent_for={p.code: p.name for p in places if p.kind in SENT_FOR},
            senders=site.reports.catalogue.services,
            service_names=load_labels.name_senders(site.reports.catalogue),
            csrf_token=generate_csrf(),
            upload_routes=upload_routes,
            load_labels=load_labels,
            load_history=load_history,
        )

    def event(request: PageRequest, event: int) -> PageView:
        ledger = build_ledger(request.reports, event, request.viewer)
        return site.frame.render_page(
            "load.html",
            request,
            title=f"Load {event}"
            if ledger.undone is None
            else f"Undoing of load {ledger.undone.id}",
            shown=None,
            messages=read_messages(),
            ledger=ledger,
            service_names=load_labels.name_senders(site.reports.catalogue),
            shown_refusals=_REFUSALS_SHOWN,
            listed=_CHANGES_SHOWN,
            most=_CHANGES_KEPT,
            csrf_token=generate_csrf(),
            load_labels=load_labels,
            load_history=load_history,
        )

    tables = {
        data_tables.RECEIVED: data_tables.build_received_table,
        data_tables.HISTORY: data_tables.build_history_table,
    }
    site.add(
        upload_routes.PATH,
        show,
        needs=Permission.VIEW_LOAD_HISTORY,
        asks=("history", "file"),
        cached=False,
        tables=tables,
    )
    of_a_load = {
        data_tables.VERDICTS: data_tables.build_verdicts_table,
        data_tables.FIGURES: data_tables.build_figures_table,
        data_tables.REFUSED: data_tables.build_refused_table,
    }
    site.add(
        f"{upload_routes.PATH}/load/<int:event>",
        event,
        needs=Permission.VIEW_LOAD_HISTORY,
        cached=False,
        tables=of_a_load,
    )
