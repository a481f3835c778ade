"""Composition of the dashboard: the web app over one database, and the command line."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

try:
    from cli.command_line import run_command_line
except ModuleNotFoundError as error:
    if error.name != "click":
        raise
    sys.exit("Run it in the environment that make builds: .venv/bin/python app.py ...")

if TYPE_CHECKING:
    from cli.settings import Settings
    from layouts.web.dashboard_app import DashboardApp


def create_app(settings: Settings) -> DashboardApp:
    """Return the Dash app; its `.server` is the WSGI application.

    Dash finishes its set-up at the first request and is not safe for two at once, so the first
    requests are made here.
    """
    # Most commands do without Dash, which these import.
    from werkzeug.test import create_environ, run_wsgi_app

    from cli.context import Context
    from cli.settings import check_secret_key
    from indicators.domain.people.loopback import LOOPBACK
    from layouts.accounts.site_access import SiteAccess
    from layouts.site.sample_mode import SampleMode
    from layouts.site.site import Site
    from layouts.site.viewing.request_state import find_state
    from layouts.web.app_factory import create_dash_app
    from layouts.web.request_origin import RequestOrigin

    context = Context.open(settings)
    context.note_files()
    check_secret_key(has_real=context.reports.has_real())
    site = Site(
        context.reports,
        context.upload_service,
        context.profile_builder,
        context.sheet_reader,
        context.survey_reader,
        context.record_reader,
        context.setup_book,
        settings.cache_megabytes * 1024 * 1024,
    )
    origin = RequestOrigin(settings.hosts, settings.is_behind_proxy)
    accounts = context.accounts
    sample = SampleMode(
        settings.is_local,
        lambda: find_state(site.reports).holds_only_sample,
        accounts.find_context,
        accounts.finder,
    )
    app = create_dash_app(site, context.secret, origin, SiteAccess(accounts, sample))
    for path in ("/healthz", "/about"):  # a page without figures: nobody looks at any
        run_wsgi_app(app.server, create_environ(path, environ_base={"REMOTE_ADDR": LOOPBACK[0]}))
    return app


def main() -> None:
    """Run the command line."""
    run_command_line(create_app)


if __name__ == "__main__":
    main()
