"""A small site with users, and browsers without scripts that sign in to it."""

import dataclasses
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property

import pyotp
from flask import Flask
from flask.testing import FlaskClient

from indicators.access.permissions import PARTNER
from indicators.access.roles import AccessContext, Role
from indicators.accounts.accounts import Accounts
from indicators.accounts.open_id.provider_client import ProviderClient
from indicators.domain.people.users import User, UserDetails
from indicators.domain.sharing.agreements import Agreement, Agreements, Organisation
from indicators.reports.base import Reports
from indicators.store.observations import IndicatorTable
from layouts.accounts.site_access import SiteAccess
from layouts.site.sample_mode import SampleMode
from layouts.site.site import Site
from layouts.site.viewing.request_state import find_state, note_state
from layouts.web.app_factory import create_dash_app
from layouts.web.dashboard_app import DashboardApp
from tests.support.builders import row, take_in
from tests.support.two_years import CATALOGUE, MARCH, PLACES

SECRET = "a secret of the server, for tests only"
PASSWORD = "tulip garage bicycle moon"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
AGREEMENTS = Agreements(
    [
        Agreement.model_validate(
            {
                "code": "all",
                "name": "All figures",
                "parties": ["A"],
                "purpose": "Meetings",
                "approver": "The lead",
                "from": "2020-01-01",
                "until": "2099-12-31",
            }
        )
    ],
    [Organisation(code="ICB", name="The board")],
)


class AccountSite:
    """One site over one database. `synthetic` says what its one load is; None loads nothing."""

    def __init__(
        self,
        url: str,
        *,
        clients: Sequence[ProviderClient] = (),
        synthetic: bool | None = False,
        is_local: bool = True,
        contact: str = "",
    ) -> None:
        self.table = IndicatorTable.open(url)
        if synthetic is not None:
            self.load(synthetic=synthetic)
        self.reports = reports = Reports(self.table, CATALOGUE, PLACES)
        services = tuple(CATALOGUE.services.values())
        self.context = AccessContext(PLACES, services, AGREEMENTS)
        self.accounts = Accounts(
            self.table.engine, SECRET, lambda: self.context, clients, contact, note_state
        )
        sample = SampleMode(
            is_local,
            lambda: find_state(reports).holds_only_sample,
            lambda: self.context,
            self.accounts.finder,
        )
        self.access = SiteAccess(self.accounts, sample)

    @cached_property
    def app(self) -> DashboardApp:
        return create_dash_app(Site(self.reports), SECRET, access=self.access)

    @property
    def server(self) -> Flask:
        return self.app.server

    def load(self, *, synthetic: bool, file: str = "a.csv") -> None:
        rows = [row("visits", "a", MARCH - at, 80 + at, 100) for at in range(3)]
        take_in(self.table, rows, file=file, synthetic=synthetic)

    def withdraw(self, organisation: Organisation) -> None:
        """Withdraw an organisation, from the next request on."""
        context = self.context
        left = dataclasses.replace(context.agreements, withdrawn=[organisation], organisations=())
        self.context = AccessContext(context.places, context.services, left)

    def close(self) -> None:
        self.table.engine.dispose()

    def add(
        self,
        *roles: Role,
        name: str = "Asha Bell",
        email: str = "asha@example.org",
        organisation: str = "A",
        team: str = "",
        service: str = "",
    ) -> User:
        """A user with PASSWORD and without an app."""
        codes = tuple(role.value for role in roles)
        details = UserDetails(name, email, organisation, codes, team, service)
        user = self.accounts.admin.add(details, PARTNER, datetime.now(UTC))
        self.accounts.local.keep_password(user, PASSWORD, datetime.now(UTC))
        return user

    def add_with_app(self, *roles: Role, **details: str) -> tuple[User, str, list[str]]:
        """A user with PASSWORD and an app: the user, the app's key and the recovery codes."""
        user = self.add(*roles, **details)
        authenticator = self.accounts.authenticator
        encrypted = authenticator.make_secret()
        key = authenticator.read_secret(encrypted)
        # Its first code is of an earlier time, so that the present one can be used.
        before = datetime.now(UTC) - timedelta(minutes=5)
        codes = authenticator.set_up(user.id, encrypted, pyotp.TOTP(key).at(before), before)
        return user, key, codes

    def browse(self) -> "Browser":
        return Browser(self.server.test_client())

    def sign_in(self, user: User) -> "Browser":
        """A browser that is signed in, without the steps that lead there."""
        from indicators.accounts.visitor import Visitor

        browser, visitor = self.browse(), Visitor("127.0.0.1", "Firefox on Windows")
        token = self.accounts.sessions.begin(user, "test", visitor, datetime.now(UTC))
        browser.client.set_cookie("dashboard_session", token)
        return browser


class Browser:
    """Keeps cookies and sends the token that the page before held."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.get: Callable = client.get

    def send(self, address: str, page: str = "/sign-in", **fields: object):
        """Send a form of a page."""
        token = TOKEN.search(self.get(page).text)
        assert token is not None, page
        return self.client.post(address, data={"csrf_token": token[1], **fields})

    def type_password(self, email: str = "asha@example.org", password: str = PASSWORD, **more):
        return self.send("/sign-in", email=email, password=password, **more)

    def type_code(self, code: str):
        return self.send("/sign-in/code", "/sign-in/code", code=code)

    def sign_in(self, key: str, **more: str):
        """Sign in with the password and the present code of an app."""
        assert self.type_password(**more).headers["Location"] == "/sign-in/code"
        return self.type_code(pyotp.TOTP(key).now())

    @property
    def session_id(self) -> str:
        cookie = self.client.get_cookie("dashboard_session")
        return cookie.value if cookie else ""

    def is_signed_in(self) -> bool:
        return self.get("/account").status_code == 200
