"""The command that sends digests: its settings, and what it says."""

import pytest

from cli.settings import read_mail_settings
from indicators.domain.errors import UserError
from indicators.notifications.mail_settings import MailSecurity
from tests.support.databases import create_sqlite

GOOD = {
    "MAIL_HOST": "mail.example.org",
    "MAIL_FROM": "dashboard@example.org",
    "DASHBOARD_ADDRESS": "https://dashboard.example.org",
}
ALL = (*GOOD, "MAIL_PORT", "MAIL_SECURITY", "MAIL_USER", "MAIL_PASSWORD")


@pytest.fixture
def give(monkeypatch):
    """give(NAME="value") reads the settings of an environment."""

    def give(**given):
        for name in ALL:
            monkeypatch.delenv(name, raising=False)
        for name, value in (GOOD | given).items():
            monkeypatch.setenv(name, value)
        return read_mail_settings()

    return give


def test_three_settings_are_enough_and_the_connection_is_encrypted(give):
    settings = give()
    assert (settings.port, settings.security) == (587, MailSecurity.STARTTLS)
    assert give(MAIL_HOST="localhost", MAIL_SECURITY="none").security is MailSecurity.NONE


FAULTS = (
    ({"MAIL_HOST": ""}, "MAIL_HOST is not set"),
    ({"MAIL_FROM": ""}, "MAIL_FROM is not set"),
    ({"DASHBOARD_ADDRESS": ""}, "DASHBOARD_ADDRESS is not set"),
    ({"DASHBOARD_ADDRESS": "dashboard"}, "is no address"),
    ({"DASHBOARD_ADDRESS": "http://dashboard.example.org"}, "is not encrypted"),
    ({"MAIL_SECURITY": "maybe"}, "MAIL_SECURITY is “maybe”"),
    ({"MAIL_SECURITY": "none"}, "on another computer"),
    ({"MAIL_PORT": "0"}, "MAIL_PORT is “0”"),
    ({"MAIL_PORT": "²"}, "MAIL_PORT is “²”"),
)


@pytest.mark.parametrize(("given", "says"), FAULTS)
def test_a_fault_in_the_settings_is_named(give, given, says):
    with pytest.raises(UserError, match=says):
        give(MAIL_PASSWORD="not to be said", **given)


def test_a_password_is_in_no_text_of_the_settings(give):
    assert "not to be said" not in repr(give(MAIL_USER="u", MAIL_PASSWORD="not to be said"))


def test_without_anyone_who_asked_there_is_nothing_to_send(typed, tmp_path):
    database = {"DATABASE_URL": create_sqlite(tmp_path / "test.db")}
    done = typed(database, "digest", "send", "--dry-run")
    assert (done.returncode, done.stdout) == (0, "Nothing to send.\n")
    again = typed(database, "digest", "send", "--again", "nobody@example.org")
    assert (again.returncode, "There is no such user" in again.stderr) == (1, True)
    assert "MAIL_HOST is not set" in typed(database, "digest", "send").stderr
