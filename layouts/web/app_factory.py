"""The Dash app around the site: the first response, the live page, and what guards both."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import timedelta
from enum import StrEnum
from functools import partial
from pathlib import Path
from secrets import token_urlsafe
from typing import Any
from urllib.parse import parse_qsl

import flask
from dash import Dash, Input, Output, dcc, html
from flask_compress import Compress
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from indicators.access.permissions import PARTNER, PermissionDeniedError, Viewer
from indicators.domain.errors import UserError
from layouts.api import api_routes
from layouts.charts import chart_scripts
from layouts.exports import download_routes
from layouts.pages import register_all
from layouts.pages.compare import pack_routes
from layouts.pages.data import upload_routes
from layouts.pages.outcomes import outcome_downloads
from layouts.pages.profiles import profile_routes
from layouts.site import forms, rendering
from layouts.site.message_pages import HOME
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site

ASSETS = Path(__file__).parents[1] / "assets"
START = (Path(__file__).parent / "start.js").read_text(encoding="utf-8")


class ElementIds(StrEnum):
    ADDRESS = "shell-address"
    PAGE = "shell-page"


class DashboardApp(Dash):
    """Dash, with the page's own markup already in its first response."""

    site: Site

    def interpolate_index(self, *_: Any, **parts: Any) -> str:
        asked = flask.request
        forms.begin()
        view = self.site.get_view(asked.path, asked.args, get_viewer())
        flask.g.status = view.status
        parts |= {"title": view.title, "first": view.html, "start": START}
        parts["scripts_to_come"] = re.findall(r'<script src="([^"]+)"', parts["scripts"])
        return rendering.render("index.html", **parts)


def get_viewer() -> Viewer:
    """Who asks. Until there is sign-in, the dashboard serves partners on their own network only."""
    return PARTNER


def create_dash_app(site: Site, secret: str = "") -> DashboardApp:
    """The whole app over a site whose pages are registered here. Processes that serve one site
    share the `secret` that its forms are signed with; one alone may make its own.
    """
    register_all(site)
    server = flask.Flask("acting_early", static_folder=None)
    guarded = forms.guard(server, secret or token_urlsafe())
    if site.upload_service:
        server.config["MAX_CONTENT_LENGTH"] = 3 * site.upload_service.most_bytes
        server.register_blueprint(upload_routes.create_blueprint(site.upload_service, get_viewer))
    server.register_blueprint(download_routes.create_blueprint(site.reports, get_viewer))
    server.register_blueprint(chart_scripts.create_blueprint())
    server.register_blueprint(outcome_downloads.create_blueprint(site, get_viewer))
    server.register_blueprint(pack_routes.create_blueprint(site, get_viewer))
    server.config["COMPRESS_MIMETYPES"] = [
        "text/html",
        "text/css",
        "text/csv",
        "text/javascript",
        "application/javascript",
        "application/json",
        "image/svg+xml",
    ]
    server.config["COMPRESS_ALGORITHM"] = ["br", "gzip"]
    # An asset's address changes with its content, so a browser may keep it.
    server.config["SEND_FILE_MAX_AGE_DEFAULT"] = timedelta(days=365)
    Compress(server)
    read_api = api_routes.create_blueprint(site.reports, get_viewer)
    guarded.exempt(read_api)
    server.register_blueprint(read_api)
    app = DashboardApp(
        __name__,
        server=server,  # type: ignore[arg-type]  # Dash says bool, and takes a Flask server
        assets_folder=str(ASSETS),
        title=site.reports.catalogue.programme.name,
        update_title="",
        suppress_callback_exceptions=True,
        use_async=False,
        serve_locally=True,
    )
    app.site = site
    app.layout = html.Div(
        [dcc.Location(id=ElementIds.ADDRESS, refresh="callback-nav"), html.Div(id=ElementIds.PAGE)]
    )
    if site.profile_builder:
        show = partial(render_plain_page, app)
        server.register_blueprint(
            profile_routes.create_blueprint(site, site.profile_builder, get_viewer, show)
        )
    _register_live_page(app, site)
    _guard(app, server, site)
    return app


def _register_live_page(app: Dash, site: Site) -> None:
    @app.callback(
        Output(ElementIds.PAGE, "children"),
        Input(ElementIds.ADDRESS, "pathname"),
        Input(ElementIds.ADDRESS, "search"),
        prevent_initial_call=True,
    )
    def show(pathname: str, search: str) -> list[Any]:
        query = dict(parse_qsl((search or "").lstrip("?")))
        return list(site.get_view(pathname or "/", query, get_viewer()).body)


def _guard(app: DashboardApp, server: flask.Flask, site: Site) -> None:
    policy = ""

    @server.get("/healthz")
    def healthz() -> str:
        return f"ok {site.reports.version()}\n"

    @server.after_request
    def whole(response: flask.Response) -> flask.Response:
        # Files are small here: read whole they are closed at once and compressed with a length.
        if response.direct_passthrough and response.status_code == 200:
            response.direct_passthrough = False
            response.set_data(response.get_data())
        return response

    @server.after_request
    def headers(response: flask.Response) -> flask.Response:
        nonlocal policy
        policy = policy or _content_policy(app)
        status = flask.g.pop("status", None)
        if status and response.status_code == 200:
            response.status_code = status
        if response.mimetype in ("text/html", "application/json"):
            # Figures are for partners: no cache between them and us keeps a page.
            response.headers.setdefault("Cache-Control", "private, no-cache")
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("X-Frame-Options", "DENY")
        return response

    # Away from the pages (a download, say) there is no live page to answer in, so a plain one does.
    @server.errorhandler(UserError)
    def user_error(error: UserError) -> tuple[str, int]:
        asked = PageRequest(flask.request.path, None, get_viewer(), site.reports)
        view = site.messages.show(
            asked, "That cannot be done", error.what, remedy=error.remedy, links=[(HOME, "/")]
        )
        return plain(view), 403 if isinstance(error, PermissionDeniedError) else 400

    @server.errorhandler(413)
    def too_large(error: RequestEntityTooLarge) -> Response:
        return upload_routes.answer_too_large(error)

    @server.errorhandler(CSRFError)
    def not_ours(_: CSRFError) -> tuple[str, int]:
        asked = PageRequest(flask.request.path, None, get_viewer(), site.reports)
        view = site.messages.show(
            asked,
            "Nothing was changed",
            "The form was not sent from a page of this dashboard, or the page is from before your "
            "browser was closed.",
            remedy="Let your browser keep this site’s cookies, open the page again, and send it.",
            links=[("Data", upload_routes.PATH), (HOME, "/")],
        )
        return plain(view), 400

    @server.errorhandler(500)
    def failed(_: Exception) -> tuple[str, int]:
        asked = PageRequest(flask.request.path, None, get_viewer(), site.reports)
        view = site.messages.show(
            asked,
            "Something went wrong here",
            "The page could not be made. Nothing you entered or loaded is lost.",
            remedy="Try again; if it goes on, tell whoever runs the dashboard when it happened.",
            links=[(HOME, "/")],
        )
        return plain(view), 500

    def plain(view: PageView) -> str:
        return render_plain_page(app, view)


def render_plain_page(app: Dash, view: PageView) -> str:
    """A page that stands alone, with the look of the others and none of their scripts."""
    style = app.get_asset_url("style.css")
    return rendering.render("plain.html", title=view.title, style=style, page=view.html)


def _content_policy(app: Dash) -> str:
    start = base64.b64encode(hashlib.sha256(START.encode()).digest()).decode()
    scripts = " ".join([*app.csp_hashes(), f"'sha256-{start}'"])
    return (
        f"default-src 'self'; script-src 'self' {scripts}; style-src 'self' 'unsafe-inline'; "
        # A chart saved as an image is painted by way of an address within the page (blob:).
        "img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
    )
