"""The page on which another council is chosen to compare with."""

from __future__ import annotations

from indicators.access.permissions import Permission
from layouts.pages.councils.councils_view import PATH, render_comparison
from layouts.site.flash_messages import read_messages
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site


def register(site: Site) -> None:
    """Show the form. What it answers is never kept, so it has no address of its own."""
    if not site.has_settings:
        return

    def show(request: PageRequest) -> PageView:
        return render_comparison(site.frame, request, read_messages())

    site.add(PATH, show, needs=Permission.CHANGE_SETTINGS, cached=False)
