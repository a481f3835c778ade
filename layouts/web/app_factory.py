"""The Dash app around the site: the first response, the live page and the server's routes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from enum import StrEnum
from functools import partial
from http import HTTPStatus
from pathlib import Path
from secrets import token_urlsafe
from typing import Any
from urllib.parse import parse_qsl

import flask
from dash import Dash, Input, Output, dcc, html
from flask_wtf.csrf import CSRFProtect

from indicators.access.declared_needs import public, signed_in
from indicators.accounts.access_directory import AccessDirectory
from indicators.accounts.accounts import Accounts
from layouts.accounts.account_blueprints import register_account_routes
from layouts.accounts.account_pages import AccountPages
from layouts.accounts.answer_nobody import answer_nobody
from layouts.accounts.notifications import (
    notification_routes,
    private_routes,
    unsubscribe_routes,
)
from layouts.accounts.site_access import SiteAccess
from layouts.api import api_routes
from layouts.charts import chart_scripts
from layouts.exports import download_routes, table_routes
from layouts.exports.gate.export_gate import register_gate
from layouts.exports.record_sheets import record_sheet_routes
from layouts.pages import register_all
from layouts.pages.action_import import import_routes
from layouts.pages.actions import action_routes
from layouts.pages.agreements import agreement_routes
from layouts.pages.audit import audit_routes
from layouts.pages.comments import comment_routes
from layouts.pages.compare import pack_routes
from layouts.pages.councils import council_routes
from layouts.pages.data import upload_routes
from layouts.pages.digest import calendar_routes
from layouts.pages.escalations import escalation_routes
from layouts.pages.export_reason import reason_routes
from layouts.pages.feedback import feedback_routes
from layouts.pages.meetings import meeting_routes, minutes_routes, plan_routes
from layouts.pages.place import meeting_pack
from layouts.pages.profiles import draft_routes, profile_routes
from layouts.pages.record_import import record_import_routes
from layouts.pages.records import record_routes
from layouts.pages.settings import arrangement_routes, settings_routes
from layouts.pages.setup import setup_routes
from layouts.pages.sharing import sharing_routes
from layouts.pages.surveys import survey_routes
from layouts.pages.working_group import group_routes
from layouts.site import csrf, flash_messages, rendering
from layouts.site.numbers import CONVERTERS
from layouts.site.page_view import PageView
from layouts.site.site import NOT_SET_UP, Site
from layouts.web.access_guard import guard_routes
from layouts.web.account_frame import build_account_pages
from layouts.web.callback_guard import guard_calls
from layouts.web.dashboard_app import DISPLAY, START, DashboardApp, get_viewer
from layouts.web.error_pages import build_refusal, register_error_pages
from layouts.web.joined_script import register_joined_script
from layouts.web.kept_compression import KeptCompression
from layouts.web.monitoring.metrics_route import register_metrics
from layouts.web.protection.rate_limiting import limit_rates
from layouts.web.protection.refusal_record import record_refusals
from layouts.web.protection.refused_address import note_refusal
from layouts.web.protection.same_origin import refuse_other_sites
from layouts.web.request_actor import register_actor
from layouts.web.request_limits import limit_requests
from layouts.web.request_log import LoggedFlask, note_page_rule, register_request_log
from layouts.web.request_origin import RequestOrigin, check_origin
from layouts.web.response_headers import build_content_policy, register_headers
from layouts.web.sign_in_guard import guard_sign_in

ASSETS = Path(__file__).parents[1] / "assets"
COMPRESSED_TYPES = [
    "text/html",
    "text/css",
    "text/csv",
    "text/javascript",
    "application/javascript",
    "application/json",
    "image/svg+xml",
]


class ElementIds(StrEnum):
    """The ids of the components in Dash's own layout."""

    ADDRESS = "shell-address"
    PAGE = "shell-page"


def create_dash_app(
    site: Site,
    secret: str = "",
    origin: RequestOrigin | None = None,
    access: SiteAccess | None = None,
) -> DashboardApp:
    """Return the app over a site, and register the pages of the site.

    `secret` signs forms and sessions. Processes that serve one site share it; a single process can
    make its own. Without `access` everyone is a partner and nobody signs in: only tests of other
    things leave it out, and `app.py` never does.
    """
    if access:
        accounts = access.accounts
        site.directory = AccessDirectory(accounts.find_context, accounts.users.list_users)
    register_all(site)
    server = LoggedFlask("acting_early", static_folder=None)
    server.url_map.converters.update(CONVERTERS)

    def render_plain(view: PageView) -> str:
        return render_plain_page(app, view)

    pages = build_account_pages(site, render_plain, access.accounts.contact if access else "")
    to_sign_in = partial(answer_nobody, pages) if access else None
    answer_refusal = build_refusal(site, get_viewer, render_plain, to_sign_in)
    register_request_log(server)
    register_metrics(server, site.reports)
    register_actor(server, get_viewer)
    record_refusals(server, site, get_viewer)
    check_origin(server, origin or RequestOrigin())
    refuse_other_sites(server, answer_refusal)
    limit_requests(server)
    guard_sign_in(server, access, pages, site.is_set_up_due)
    guard_routes(server, site.registry, get_viewer, answer_refusal)
    limit_rates(server, site, get_viewer, render_plain)
    protection = csrf.protect_forms(server, secret or token_urlsafe())
    register_gate(server, site.audit)
    _register_routes(server, site, protection)
    server.config["COMPRESS_MIMETYPES"] = COMPRESSED_TYPES
    server.config["COMPRESS_ALGORITHM"] = ["br", "gzip"]
    # An asset's address changes with its content, so a browser may keep it.
    server.config["SEND_FILE_MAX_AGE_DEFAULT"] = timedelta(days=365)
    KeptCompression(server, site.compressed_bytes)
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
    app.site, app.sample = site, access.sample if access else None
    app.layout = html.Div(
        [dcc.Location(id=ElementIds.ADDRESS, refresh="callback-nav"), html.Div(id=ElementIds.PAGE)]
    )
    if access:
        register_account_routes(server, access, get_viewer, pages)
        _register_notifications(server, site, access.accounts, pages, protection)
    every = (
        pack_routes,
        group_routes,
        meeting_pack,
        comment_routes,
        action_routes,
        escalation_routes,
        reason_routes,
        sharing_routes,
        meeting_routes,
        minutes_routes,
        survey_routes,
        feedback_routes,
        plan_routes,
        calendar_routes,
        record_routes,
    )
    for page_routes in every:
        server.register_blueprint(page_routes.create_blueprint(site, get_viewer, render_plain))
    if reader := site.sheet_reader:
        server.register_blueprint(
            import_routes.create_blueprint(site, reader, get_viewer, render_plain)
        )
    if record_reader := site.record_reader:
        server.register_blueprint(
            record_import_routes.create_blueprint(site, record_reader, get_viewer, render_plain)
        )
    _register_council_forms(server, site, render_plain)
    if builder := site.profile_builder:
        for routes in (draft_routes, profile_routes):
            server.register_blueprint(
                routes.create_blueprint(site, builder, get_viewer, render_plain)
            )
    _register_live_page(app, site)
    register_joined_script(server, app.find_script)
    guard_calls(server, app)
    register_headers(server, lambda: build_content_policy(app.csp_hashes(), START, DISPLAY))
    register_error_pages(
        server, site, get_viewer, render_plain, partial(render_failure_page, app), answer_refusal
    )
    return app


def _register_council_forms(
    server: flask.Flask, site: Site, render_plain: Callable[[PageView], str]
) -> None:
    """Register the forms that say what the council is, and change its settings."""
    setting_pages = (settings_routes, arrangement_routes, agreement_routes, council_routes)
    for routes in setting_pages if site.has_settings else ():
        server.register_blueprint(routes.create_blueprint(site, get_viewer, render_plain))
    if book := site.setup_book:
        server.register_blueprint(
            setup_routes.create_blueprint(site, book, get_viewer, render_plain)
        )


def render_plain_page(app: DashboardApp, view: PageView) -> str:
    """Return a page that looks like the others but has no scripts."""
    style = app.get_asset_url("style.css")
    bar = app.render_personal_bars()
    parts = {"title": view.title, "style": style, "page": view.html, "user_bar": bar}
    return rendering.render("plain.html", display=DISPLAY, **parts)


def render_failure_page(app: DashboardApp, says: Mapping[str, Any]) -> str:
    """Return the page of a failure, which needs no database: `says` is for its message."""
    page = rendering.render("failure.html", name=NOT_SET_UP["name"], command="", **says)
    parts = {"title": says["heading"], "style": app.get_asset_url("style.css"), "user_bar": ""}
    return rendering.render("plain.html", display=DISPLAY, page=page, **parts)


def _register_routes(server: flask.Flask, site: Site, protection: CSRFProtect) -> None:
    if uploads := site.upload_service:
        server.config["MAX_CONTENT_LENGTH"] = 3 * uploads.most_bytes
        server.register_blueprint(upload_routes.create_blueprint(uploads, get_viewer))
    server.register_blueprint(download_routes.create_blueprint(site.find_reports, get_viewer))
    server.register_blueprint(record_sheet_routes.create_blueprint(site.find_reports, get_viewer))
    server.register_blueprint(audit_routes.create_blueprint(site, get_viewer))
    server.register_blueprint(chart_scripts.create_blueprint())
    server.register_blueprint(table_routes.create_blueprint(site, get_viewer))
    read_api = api_routes.create_blueprint(site.find_reports, get_viewer, site.is_away)
    protection.exempt(read_api)
    server.register_blueprint(read_api)

    @server.get("/readyz")
    @public
    def answer_readiness_check() -> flask.Response:
        state = site.read_state()
        checks = {
            each.name: {"level": each.level.value, "says": each.says} for each in state.checks
        }
        answer = flask.jsonify(ready=state.is_ready, checks=checks)
        answer.status_code = 200 if state.is_ready else 503
        return answer

    @server.get("/healthz")
    @public
    def answer_health_check() -> str:
        return "ok\n"  # without the database: starting again would not bring that back


def _register_notifications(
    server: flask.Flask,
    site: Site,
    accounts: Accounts,
    pages: AccountPages,
    protection: CSRFProtect,
) -> None:
    server.register_blueprint(notification_routes.create_blueprint(site, accounts, pages))
    server.register_blueprint(private_routes.create_blueprint(site, accounts))
    ends = unsubscribe_routes.create_blueprint(accounts, pages, lambda: site.reports.places)
    protection.exempt(ends)  # programs of mail providers post there
    server.register_blueprint(ends)


def _register_live_page(app: Dash, site: Site) -> None:
    @app.callback(
        Output(ElementIds.PAGE, "children"),
        Input(ElementIds.ADDRESS, "pathname"),
        Input(ElementIds.ADDRESS, "search"),
        prevent_initial_call=True,
    )
    @signed_in
    def show_page(pathname: str, search: str) -> list[Any]:
        path, query = pathname or "/", dict(parse_qsl((search or "").lstrip("?")))
        note_page_rule(site.registry.find_rule(path))
        flash_messages.begin_page(path, query, is_live=True)
        view = site.serve_view(path, query, get_viewer())
        if view.status == HTTPStatus.FORBIDDEN:
            note_refusal(path, query)
        return list(view.body)
