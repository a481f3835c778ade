"""A database address: what is understood, and what is wrong with one that is not."""

import pytest

from indicators.domain.errors import UserError
from indicators.store.opening.database_address import make_folder, read_address


@pytest.mark.parametrize(
    ("written", "driver"),
    [
        ("sqlite:////var/lib/a.db", "sqlite"),
        ("postgresql://user@host/name", "postgresql"),
        ("postgres://user@host/name", "postgresql"),
        ("postgresql+psycopg2://user@host/name", "postgresql"),
    ],
)
def test_the_driver_is_the_one_that_is_installed(written, driver):
    assert read_address(written).drivername == driver


def test_a_password_may_have_any_character_that_is_written_as_a_code():
    found = read_address("postgresql://user:%40%3A%2F%25%23%3F@host/name")
    assert (found.password, found.host) == ("@:/%#?", "host")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("dashboard", "DATABASE_URL is not a database address. Write sqlite:///"),
        ("postgresql://user@host:port/name", "DATABASE_URL is not a database address."),
        ("mysql://user@host/name", "DATABASE_URL names mysql, which is not supported."),
        ("sqlite://var/a.db", "DATABASE_URL names no path of a SQLite file. Write three slashes"),
        ("sqlite:///a.db?mode=ro", "DATABASE_URL names no path of a SQLite file."),
        ("sqlite:///file:a.db", "DATABASE_URL names no path of a SQLite file."),
        ("postgresql://user:pa@ss@host/name", "DATABASE_URL has more than one @. In a user name"),
    ],
)
def test_what_is_wrong_is_said_without_the_password(written, said):
    with pytest.raises(UserError, match=said) as refused:
        read_address(written)
    assert "ss@host" not in str(refused.value)


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UserError, match=r"The folder of the database, .*, cannot be made: Not a "):
        make_folder(read_address(f"sqlite:///{tmp_path / 'file' / 'below' / 'a.db'}"))
