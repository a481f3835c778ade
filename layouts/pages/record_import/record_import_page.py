"""The page on which a team uploads the workbook of a record."""

from __future__ import annotations

from indicators.access.permissions import Permission
from layouts.pages.record_import.record_import_view import render_record_import
from layouts.site.flash_messages import read_messages
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site


def register(site: Site) -> None:
    """Show the page at /records/<kind>/import, if there is anything that reads workbooks."""
    if site.record_reader is None:
        return

    def show(request: PageRequest, kind: str) -> PageView:
        return render_record_import(site.frame, request, kind, read_messages())

    site.add("/records/<kind>/import", show, needs=Permission.ENTER_RECORDS, cached=False)
