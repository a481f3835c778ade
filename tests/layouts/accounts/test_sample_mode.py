"""Use without sign-in: with the sample on this computer, and in no other case at all."""

from datetime import UTC, datetime

import pytest

from app import create_app
from cli.context import Context
from cli.settings import Settings
from indicators.access.roles import Role
from indicators.accounts.sample_users import OUTSIDE
from layouts.site.site import Site
from layouts.web.app_factory import create_dash_app
from tests.support.account_site import AccountSite
from tests.support.builders import take_in
from tests.support.databases import create_sqlite


@pytest.fixture
def make_site(database_url):
    made = []

    def make_site(**how):
        made.append(AccountSite(database_url, **how))
        return made[-1]

    yield make_site
    for site in made:
        site.close()


def is_open(site, **request):
    client = site.server.test_client()
    answers = [client.get("/", **request), client.get("/api/v1/indicators", **request)]
    return [answer.status_code for answer in answers] == [200, 200]


def test_the_sample_on_this_computer_is_open_and_says_why(make_site):
    site = make_site(synthetic=True)
    assert is_open(site)
    page = site.browse().get("/").text
    assert "Sample data on this computer: no sign-in." in page
    assert "Sample analyst</option>" in page


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8050", "[::1]:8050"])
def test_each_name_of_this_computer_will_do(make_site, host):
    assert is_open(make_site(synthetic=True), headers={"Host": host})


def test_real_figures_are_never_open(make_site):
    assert not is_open(make_site(synthetic=False))


def test_an_empty_database_is_not_open(make_site):
    assert not is_open(make_site(synthetic=None))


def test_a_real_file_loaded_while_it_runs_closes_it_at_the_next_request(make_site):
    site = make_site(synthetic=True)
    assert is_open(site)
    site.load(synthetic=False, file="b.csv")
    assert not is_open(site)


def test_it_stays_closed_when_the_real_file_is_undone(make_site):
    site = make_site(synthetic=True)
    load, _ = take_in(site.table, [], file="b.csv", synthetic=False)
    site.table.undo_load(load, now=datetime.now(UTC), who="", why="", not_areas=[])
    assert not is_open(site)


@pytest.mark.parametrize("address", ["10.0.0.7", "192.168.1.5", "2001:db8::1", ""])
def test_another_computer_signs_in(make_site, address):
    assert not is_open(make_site(synthetic=True), environ_base={"REMOTE_ADDR": address})


@pytest.mark.parametrize(
    "header",
    [
        "Forwarded",
        "Via",
        "X-Forwarded-For",
        "X-Forwarded-Host",
        "X-Forwarded-Proto",
        "X-Forwarded-Anything",
        "X-Real-IP",
    ],
)
def test_a_request_that_a_proxy_passed_on_signs_in(make_site, header):
    assert not is_open(make_site(synthetic=True), headers={header: "127.0.0.1"})


def test_a_server_that_others_reach_asks_everyone_to_sign_in(make_site):
    assert not is_open(make_site(synthetic=True, is_local=False))


@pytest.mark.parametrize(
    ("settings", "local"),
    [
        (Settings(), True),
        (Settings().serve_on("127.0.0.1"), True),
        (Settings().serve_on("::1"), True),
        (Settings().serve_on("0.0.0.0"), False),
        (Settings().serve_on("10.0.0.7"), False),
        (Settings(is_behind_proxy=True), False),
    ],
)
def test_the_address_that_is_served_decides(settings, local):
    assert settings.is_local == local


@pytest.mark.parametrize("code", [*Role, OUTSIDE])
def test_the_visitor_can_be_a_user_of_every_role(make_site, code):
    browser = make_site(synthetic=True).browse()
    answer = browser.send("/sample-user", "/account", user=code)
    page = browser.get(answer.headers["Location"], follow_redirects=True)
    assert page.status_code == 200
    assert f'<option value="{code}" selected>' in page.text


def test_who_gives_the_roles_is_not_told_to_ask_for_one(make_site):
    browser = make_site(synthetic=True).browse()
    browser.send("/sample-user", "/account", user=Role.ADMINISTRATOR)
    refused = browser.get("/audit").text
    assert "It needs the role Auditor. You choose roles on the users page." in refused
    assert "Go to the first page" in refused
    assert "Choose a team" not in refused
    browser.send("/sample-user", "/account", user=Role.COMMISSIONER)
    assert "Ask your administrator for access." in browser.get("/audit").text


def test_the_menu_of_an_administrator_begins_with_the_users_where_they_begin(make_site):
    browser = make_site(synthetic=True).browse()
    browser.send("/sample-user", "/account", user=Role.ADMINISTRATOR)
    entry = '<a href="/users" data-plain aria-current="page">Users</a>'
    assert entry in browser.get("/users").text
    assert ">Teams</a>" not in browser.get("/users").text
    browser.send("/sample-user", "/account", user=Role.ANALYST)
    page = browser.get("/about").text
    assert ">Users</a>" not in page
    assert ">Teams</a>" in page


def test_a_sample_user_is_who_they_are_only_where_no_sign_in_is_needed(make_site):
    site = make_site(synthetic=True)
    browser = site.browse()
    browser.send("/sample-user", "/account", user=Role.ADMINISTRATOR)
    assert browser.get("/users").status_code == 200
    site.load(synthetic=False, file="b.csv")
    assert browser.get("/users").headers["Location"].startswith("/sign-in")


def test_a_sample_administrator_changes_no_account(make_site):
    site = make_site(synthetic=True)
    browser = site.browse()
    browser.send("/sample-user", "/account", user=Role.ADMINISTRATOR)
    given = {"name": "Eve", "email": "eve@example.org", "roles": "administrator"}
    answer = browser.send("/users/add", "/users", **given)
    assert answer.status_code == 400
    assert "A sample user has no account to change." in answer.text
    assert not site.accounts.users.has_users()
    assert (
        browser.send("/account/tokens", "/users", name="x", role="administrator").status_code == 400
    )


def test_a_wrong_token_is_refused_also_where_no_sign_in_is_needed(make_site):
    client = make_site(synthetic=True).server.test_client()
    headers = {"Authorization": "Bearer lpd_wrong"}
    assert client.get("/api/v1/indicators", headers=headers).status_code == 401


def test_the_dashboard_itself_always_asks_who_is_there(tmp_path, monkeypatch):
    """Without accounts everyone would be a partner: `app.py` never builds it so."""
    app = create_app(Settings(database_url=create_sqlite(tmp_path / "test.db")))
    client = app.server.test_client()
    assert client.get("/").headers["Location"] == "/sign-in"
    assert client.get("/api/v1/indicators").status_code == 401
    app.site.reports.table.engine.dispose()


def test_a_site_without_accounts_takes_everyone_for_a_partner(tmp_path):
    context = Context.open(Settings(database_url=create_sqlite(tmp_path / "test.db")))
    client = create_dash_app(Site(context.reports)).server.test_client()
    assert client.get("/").status_code == 200
    assert client.get("/sign-in").status_code == 404
    context.table.engine.dispose()
