"""Dash with the page in its first response."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import flask
from dash import Dash
from werkzeug.test import create_environ

from indicators.access.permissions import PARTNER, Viewer
from indicators.accounts.signed_in import SignedIn
from layouts.accounts.user_bar import render_user_bar
from layouts.site import csrf, flash_messages, rendering
from layouts.site.current_user import find_current_user, get_current_viewer
from layouts.site.sample_mode import SampleMode
from layouts.site.site import Site
from layouts.web.joined_script import JoinedScript, join_scripts
from layouts.web.personal_notices import render_notices
from layouts.web.request_log import note_page_rule

_KEPT = 500
"""People whose notices each process keeps."""
START, DISPLAY = (
    (Path(__file__).parent / name).read_text(encoding="utf-8")
    for name in ("start.js", "display.js")
)
"""The scripts that are written into a page."""


class DashboardApp(Dash):
    """Dash, with the page's own markup already in its first response."""

    site: Site
    sample: SampleMode | None
    _same_parts: dict[str, Any] | None = None
    _script: JoinedScript | None = None

    def index(self, *_args: Any, **_kwargs: Any) -> str:
        """Return the first response. What Dash adds to it is the same for all, so it is made once.

        Dash's set-up is done by then: it comes before the first request.
        """
        path, query = flask.request.path, flask.request.args
        note_page_rule(self.site.registry.find_rule(path))
        csrf.give_token()
        flash_messages.begin_page(path, query, is_live=False)
        viewer = get_viewer()
        view = self.site.serve_view(path, query, viewer)
        flask.g.status = view.status
        parts = self._find_same_parts() | {"title": view.title, "first": view.html}
        parts["is_live"] = viewer.is_signed_in
        parts["scripts"], parts["start"] = self.find_script().tags, START
        parts["display"] = DISPLAY
        parts["user_bar"] = self.render_personal_bars()
        return rendering.render("index.html", **parts)

    def find_script(self) -> JoinedScript:
        """Return the script of all pages."""
        if self._script is None:
            tags = self._find_same_parts()["scripts"]
            self._script = join_scripts(tags, Path(self.config.assets_folder))
        return self._script

    def _find_same_parts(self) -> dict[str, Any]:
        if self._same_parts is None:
            super().index()
        return self._same_parts or {}

    def interpolate_index(self, *_: Any, **parts: Any) -> str:
        """Keep what Dash adds to a page. It only checks the text that it gets back."""
        self._same_parts = parts
        return "".join(map(str, parts.values()))

    def render_personal_bars(self) -> str:
        """Return the bar and the notices above every page, which are for who is signed in alone."""
        found = find_current_user()
        if found is None:
            return ""
        notices = _render_notices(found, datetime.now(UTC).date())
        return render_user_bar(self.sample) + notices

    def warm(self, path: str) -> None:
        """Render a page once, so that what it needs is there before the first visitor."""
        with self.server.request_context(create_environ(path)):
            flash_messages.begin_page(path, {}, is_live=False)
            self.site.get_view(path, {}, PARTNER)

    def close_connections(self) -> None:
        """Close the connections to the database; the next request opens others."""
        self.site.close_connections()


def get_viewer() -> Viewer:
    """Return the viewer of this request: nobody, unless they are signed in."""
    return get_current_viewer()


@lru_cache(_KEPT)
def _render_notices(found: SignedIn, day: date) -> str:
    return render_notices(found.agreements, found.viewer, day)
