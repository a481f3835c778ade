"""Users on the command line, and the secret without which real figures are not served."""

import re

import pytest
from click.testing import CliRunner

from app import create_app
from cli.accounts.user_commands import users
from cli.settings import Settings, WeakSecretKeyError, check_secret_key
from indicators.domain.errors import UserError
from indicators.store.observations import IndicatorTable
from tests.support.builders import row, take_in
from tests.support.generated_places import LAST

GOOD = "sK3nV9xQ2mR7tY4wZ8bC1dF6gH5jL0pA"
ADD = ("users", "add", "--name", "Ada Min", "--email", "ada@example.org")


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'test.db'}"


def test_the_first_administrator_is_made_here_and_gets_a_link(typed, url):
    done = typed({"DATABASE_URL": url}, *ADD, "--administrator")
    assert done.returncode == 0
    link = re.search(r"http://127\.0\.0\.1:8050(/invitation/[\w-]{43})\n", done.stdout)[1]
    app = create_app(Settings(database_url=url))
    client = app.server.test_client()
    assert "Ada Min" in client.get(link).text
    assert "python app.py users add" not in client.get("/sign-in").text
    app.site.reports.table.engine.dispose()


def test_a_secret_that_is_not_set_yet_is_named_before_an_app_depends_on_it(typed, url):
    done = typed({"DATABASE_URL": url}, *ADD, "--administrator")
    assert "SECRET_KEY is not set." in done.stderr
    again = ("users", "add", "--name", "Ben", "--email", "ben@example.org", "--role", "auditor")
    assert typed({"DATABASE_URL": url, "SECRET_KEY": GOOD}, *again).stderr == ""


def test_without_a_user_the_sign_in_page_says_how_the_first_is_made(url):
    app = create_app(Settings(database_url=url))
    shown = app.server.test_client().get("/sign-in").text
    assert "python app.py users add --administrator" in shown
    app.site.reports.table.engine.dispose()


def test_a_password_is_asked_for_and_is_no_argument(url, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", url)
    words = [*ADD[1:], "--administrator", "--password"]
    weak, good = "short", "tulip garage bicycle moon"
    typed_in = f"{weak}\n{weak}\n{good}\n{good}\n"
    done = CliRunner().invoke(users, words, input=typed_in)
    assert done.exit_code == 0, done.output
    assert "The password has 5 characters." in done.output
    assert good not in done.output
    refused = CliRunner().invoke(users, [*words[:-1], "--password", good])
    assert refused.exit_code != 0


def test_users_are_listed_disabled_enabled_and_reset(typed, url):
    at = {"DATABASE_URL": url}
    typed(at, *ADD, "--administrator")
    given = ("--name", "Asha Bell", "--email", "asha@example.org", "--role", "champion")
    assert typed(at, "users", "add", *given, "--team", "north").returncode == 1
    added = typed(at, "users", "add", *given, "--organisation", "CWPT")
    assert added.stdout.startswith("Added: Asha Bell")
    listed = typed(at, "users", "list").stdout
    assert "Ada Min <ada@example.org>: Administrator; none" in listed
    assert "Asha Bell <asha@example.org>: Champion; CWPT" in listed
    assert typed(at, "users", "disable", "Asha@example.org").stdout == "Disabled: Asha Bell\n"
    assert "(disabled)" in typed(at, "users", "list").stdout
    assert typed(at, "users", "enable", "asha@example.org").stdout == "Enabled: Asha Bell\n"
    again = typed(at, "users", "reset", "asha@example.org", "--address", "https://here.example/")
    assert re.search(r"^https://here\.example/invitation/[\w-]{43}$", again.stdout, re.M)
    assert "last administrator" in typed(at, "users", "disable", "ada@example.org").stderr
    assert typed(at, "users", "reset", "nobody@example.org").returncode == 1
    assert typed(at, *ADD).returncode == 1


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("", "SECRET_KEY is not set"),
        (GOOD[:31], "fewer than 32"),
        ("a" * 40, "easy to guess"),
        ("change-me-change-me-change-me-0123456789", "is an example"),
    ],
)
def test_a_weak_secret_is_refused_with_real_figures_only(monkeypatch, key, said):
    monkeypatch.setenv("SECRET_KEY", key)
    with pytest.raises(WeakSecretKeyError, match=said) as refused:
        check_secret_key(has_real=True)
    assert 'python -c "import secrets; print(secrets.token_urlsafe(48))"' in str(refused.value)
    check_secret_key(has_real=False)


def test_32_random_characters_are_enough(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", GOOD)
    check_secret_key(has_real=True)


@pytest.mark.parametrize("synthetic", [True, False])
def test_the_dashboard_does_not_start_with_real_figures_and_no_secret(url, monkeypatch, synthetic):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    table = IndicatorTable.open(url)
    take_in(table, [row("early_booking", "hillfields", LAST, 20, 24)], synthetic=synthetic)
    table.engine.dispose()
    if synthetic:
        create_app(Settings(database_url=url)).close_connections()
        return
    with pytest.raises(UserError, match="SECRET_KEY is not set"):
        create_app(Settings(database_url=url))
    monkeypatch.setenv("SECRET_KEY", GOOD)
    create_app(Settings(database_url=url)).close_connections()
