"""The page on which a champion uploads the team's action sheet."""

from __future__ import annotations

from indicators.access.permissions import Permission
from layouts.pages.action_import.import_view import APPLIED, find_team, render_import
from layouts.site.flash_messages import read_messages
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site


def register(site: Site) -> None:
    """Show the page at /team/<code>/actions/import, if there is anything that reads sheets."""
    if site.sheet_reader is None:
        return

    def show(request: PageRequest, code: str) -> PageView:
        team = find_team(request, code)
        return render_import(site.frame, request, team, read_messages())

    rule = f"/{site.reports.home_kind}/<code>/actions/import"
    site.add(rule, show, needs=Permission.EDIT_ACTIONS, asks=(APPLIED,), cached=False)
