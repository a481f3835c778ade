"""The dashboard as `app.py` puts it together, but without sign-in: everyone is a partner."""

from cli.context import Context
from cli.settings import Settings
from layouts.site.site import Site
from layouts.web.app_factory import create_dash_app
from layouts.web.dashboard_app import DashboardApp
from layouts.web.request_origin import RequestOrigin


def create_partner_app(settings: Settings) -> DashboardApp:
    """For tests of pages and uploads that are not about who may see them."""
    context = Context.open(settings)
    site = Site(context.reports, context.upload_service, context.profile_builder)
    app = create_dash_app(
        site, context.secret, RequestOrigin(settings.hosts, settings.is_behind_proxy)
    )
    app.server.test_client().get("/healthz")
    app.server.test_client().get("/")
    return app
