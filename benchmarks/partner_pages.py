"""Pages of a partner who is signed in, against those of a site that asks nobody to sign in.

What it costs to look up the session, to decide each row by roles and agreements, and to note who
sees small numbers: cold, when a page is rendered, and warm, when it is kept. Requests go through
the test client, and the processor time of the process is measured."""

import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from flask.testing import FlaskClient

from benchmarks.common.figures import fill
from benchmarks.common.measure import Line, in_turn, show
from cli.context import Context
from cli.settings import Settings
from indicators.access.permissions import PARTNER
from indicators.access.roles import Role
from indicators.accounts.visitor import Visitor
from indicators.domain.core import LocalityKind
from indicators.domain.people.users import UserDetails
from indicators.domain.periods import Month
from layouts.accounts.site_access import SiteAccess
from layouts.site.sample_mode import SampleMode
from layouts.site.site import Site
from layouts.web.app_factory import create_dash_app
from layouts.web.dashboard_app import DashboardApp

FIRST, LAST = Month.of(2021, 11), Month.of(2026, 10)
WARM, COLD, RUNS = 20, 1, 7
LIMIT = 1.1


def build(context: Context, *, asks: bool) -> tuple[DashboardApp, FlaskClient]:
    """Return a site, and a browser: signed in as a commissioner of a party where the site `asks`"""
    accounts = context.accounts
    sample = SampleMode(False, lambda: False, accounts.find_context, accounts.finder)
    access = SiteAccess(accounts, sample) if asks else None
    app = create_dash_app(Site(context.reports), context.secret, access=access)
    client = app.server.test_client()
    if asks:
        details = UserDetails("Ann", "ann@example.org", "CCC", (Role.COMMISSIONER.value,))
        user = accounts.admin.add(details, PARTNER, datetime.now(UTC))
        visitor = Visitor("127.0.0.1", "A browser")
        token = accounts.sessions.begin(user, "test", visitor, datetime.now(UTC))
        client.set_cookie("dashboard_session", token)
    return app, client


def ask(app: DashboardApp, client: FlaskClient, path: str, *, many: int, cold: bool) -> None:
    for _ in range(many):
        if cold:
            app.site.clear_cache()
        response = client.get(path)
        if response.status_code != 200:
            raise SystemExit(f"{path} answered {response.status}.")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        context = Context.open(Settings(database_url=f"sqlite:///{Path(folder) / 'bench.db'}"))
        fill(context.table, context.catalogue, context.places, FIRST, LAST)
        sites = {"asks": build(context, asks=True), "open": build(context, asks=False)}
        team = context.places.list_by_kind(LocalityKind.TEAM, LAST)[0].code
        indicator = context.catalogue.dashboard[0].code
        pages = {
            "team": f"/team/{team}",
            "home": "/",
            "indicator": f"/indicator/{indicator}?place={team}",
            "matrix": "/compare",
        }
        lines = []
        for name, path in pages.items():
            for word, many, cold in (("warm", WARM, False), ("cold", COLD, True)):
                ways = {
                    site: lambda made=made, path=path, many=many, cold=cold: ask(
                        *made, path, many=many, cold=cold
                    )
                    for site, made in sites.items()
                }
                taken = in_turn(RUNS, ways, clock=time.process_time)
                lines.append(Line(f"{name}, {word}", taken["asks"], taken["open"], LIMIT))
        show("Pages of a partner, processor time", "the same without sign-in", lines)
        context.table.engine.dispose()


if __name__ == "__main__":
    main()
