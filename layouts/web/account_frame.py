"""The pages of accounts in the frame of the site."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flask

from indicators.domain.errors import UserError
from layouts.accounts.account_pages import AccountPages
from layouts.site import rendering
from layouts.site.current_user import get_current_viewer
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site


def build_account_pages(
    site: Site, render_plain: Callable[[PageView], str], contact: str
) -> AccountPages:
    """Return the pages of accounts; `render_plain` renders a page without scripts."""

    def build_request() -> PageRequest:
        return PageRequest(flask.request.path, None, get_current_viewer(), site.reports)

    def render_in_frame(template: str, **context: Any) -> PageView:
        return site.frame.render_page(template, build_request(), shown=None, **context)

    def show_error(error: UserError) -> PageView:
        heading = "That cannot be done"
        return site.messages.show(build_request(), heading, error.what, remedy=error.remedy)

    renderers = (rendering.render, render_in_frame, show_error, render_plain)
    return AccountPages(site.find_programme, *renderers, contact)
