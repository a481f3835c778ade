"""Calendars to download: of a team, and of the own actions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import flask

from indicators.access.declared_needs import needs
from indicators.access.permissions import Permission, Viewer
from indicators.reports.digests.team_calendar import list_own_entries, list_team_entries
from layouts.exports.file_response import ICS, build_download
from layouts.exports.gate.export_gate import guard_export
from layouts.site.page_view import PageView
from layouts.site.site import Site


def create_blueprint(
    site: Site, viewer: Callable[[], Viewer], _render_plain: Callable[[PageView], str]
) -> flask.Blueprint:
    """Return /team/<code>/calendar.ics and /actions/calendar.ics."""
    blueprint = flask.Blueprint("calendars", __name__)

    @blueprint.get("/team/<code>/calendar.ics")
    @needs(Permission.VIEW_FIGURES)
    @guard_export
    def download_team_calendar(code: str) -> flask.Response:
        from layouts.exports.digests.calendar_file import write_calendar  # slow to import

        team = site.reports.for_viewer(viewer()).scope.require_place(code)
        entries = list_team_entries(site.reports, code, viewer(), datetime.now(UTC))
        content = write_calendar(entries, team.name, flask.request.url_root)
        return build_download(content, f"{code}.ics", ICS)

    @blueprint.get("/actions/calendar.ics")
    @needs(Permission.VIEW_FIGURES)
    @guard_export
    def download_own_calendar() -> flask.Response:
        from layouts.exports.digests.calendar_file import write_calendar  # slow to import

        entries = list_own_entries(site.reports, viewer(), datetime.now(UTC))
        content = write_calendar(entries, "My actions", flask.request.url_root)
        return build_download(content, "my-actions.ics", ICS)

    return blueprint
