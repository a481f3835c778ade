"""Renders the pages of accounts: before sign-in without navigation, afterwards in the frame."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import flask
from flask_wtf.csrf import generate_csrf

from indicators.access.permissions import PermissionDeniedError
from indicators.domain.errors import UserError
from layouts.site import rendering
from layouts.site.current_user import get_current_viewer
from layouts.site.flash_messages import begin_page, read_messages
from layouts.site.markup_component import Markup
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PAGE, PageView
from layouts.site.site import Site

NOT_KEPT = "no-store"


@dataclass(frozen=True, slots=True)
class AccountPages:
    """The pages of one site; `render_plain` renders a page without scripts."""

    site: Site
    render_plain: Callable[[PageView], str]
    contact: str = ""

    def render_bare(
        self, template: str, title: str, *, status: int = 200, **context: Any
    ) -> flask.Response:
        """Return a page for someone who is not signed in."""
        programme = self.site.reports.catalogue.programme
        html = rendering.render(
            template,
            title=title,
            programme=programme,
            contact=self.contact,
            csrf_token=generate_csrf(),
            **context,
        )
        heading = f"{title} – {programme.name}"
        return self._answer(PageView(heading, (Markup(id=PAGE, html=html),), status))

    def render_framed(
        self, template: str, title: str, *, status: int = 200, **context: Any
    ) -> flask.Response:
        """Return a page for someone who is signed in, with the messages that wait for them."""
        begin_page(flask.request.path, flask.request.args, is_live=False)
        path = flask.request.path
        request = PageRequest(path, None, get_current_viewer(), self.site.reports)
        view = self.site.frame.render_page(
            template,
            request,
            title=title,
            shown=None,
            contact=self.contact,
            messages=read_messages(),
            csrf_token=generate_csrf(),
            **context,
        )
        return self._answer(PageView(view.title, view.body, status))

    def render_error(self, error: UserError) -> flask.Response:
        """Return a page that says why something was not done."""
        viewer, reports = get_current_viewer(), self.site.reports
        request = PageRequest(flask.request.path, None, viewer, reports)
        view = self.site.messages.show(
            request, "That cannot be done", error.what, remedy=error.remedy
        )
        status = 403 if isinstance(error, PermissionDeniedError) else 400
        return self._answer(PageView(view.title, view.body, status))

    def _answer(self, view: PageView) -> flask.Response:
        response = flask.Response(self.render_plain(view), view.status, mimetype="text/html")
        response.headers["Cache-Control"] = NOT_KEPT
        return response
