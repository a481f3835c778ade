"""Renders the pages of accounts: before sign-in without navigation, afterwards in the frame."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import flask
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup as SafeHtml

from indicators.access.permissions import AccessError
from indicators.domain.catalogue import Programme
from indicators.domain.errors import UserError
from layouts.site.flash_messages import begin_page, read_messages
from layouts.site.markup_component import Markup
from layouts.site.page_view import PAGE, PageView

NOT_KEPT = "no-store"


@dataclass(frozen=True, slots=True)
class AccountPages:
    """The pages of one site.

    `render` renders a template, `render_in_frame` one with navigation, `show_error` what was not
    done, and `render_plain` a whole page without scripts. `contact` says where people get help.
    """

    find_programme: Callable[[], Programme]
    render: Callable[..., SafeHtml]
    render_in_frame: Callable[..., PageView]
    show_error: Callable[[UserError], PageView]
    render_plain: Callable[[PageView], str]
    contact: str = ""

    @property
    def programme(self) -> Programme:
        """What the programme is called now; before the set-up it has no council's name."""
        return self.find_programme()

    def render_bare(
        self, template: str, title: str, *, status: int = 200, **context: Any
    ) -> flask.Response:
        """Return a page for someone who is not signed in."""
        html = self.render(
            template,
            title=title,
            programme=self.programme,
            contact=self.contact,
            csrf_token=generate_csrf(),
            **context,
        )
        heading = f"{title} – {self.programme.name}"
        return self._answer(PageView(heading, (Markup(id=PAGE, html=html),), status))

    def render_framed(
        self, template: str, title: str, *, status: int = 200, **context: Any
    ) -> flask.Response:
        """Return a page for someone who is signed in, with the messages that wait for them."""
        begin_page(flask.request.path, flask.request.args, is_live=False)
        view = self.render_in_frame(
            template,
            title=title,
            contact=self.contact,
            messages=read_messages(),
            csrf_token=generate_csrf(),
            **context,
        )
        return self._answer(PageView(view.title, view.body, status))

    def render_error(self, error: UserError) -> flask.Response:
        """Return a page that says why something was not done."""
        view = self.show_error(error)
        status = 403 if isinstance(error, AccessError) else 400
        return self._answer(PageView(view.title, view.body, status))

    def _answer(self, view: PageView) -> flask.Response:
        response = flask.Response(self.render_plain(view), view.status, mimetype="text/html")
        response.headers["Cache-Control"] = NOT_KEPT
        return response
