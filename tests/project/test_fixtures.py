"""The fixtures of conftest.py keep their word."""

import os

import openpyxl
import pytest
import sqlalchemy as sa
from sqlalchemy import NullPool, create_engine, inspect, text

from indicators.store.database import connect, migrate
from tests.conftest import program
from tests.support.databases import create_empty_postgresql, create_sqlite


@pytest.mark.parametrize("_again", [1, 2])
@pytest.mark.parametrize(
    ("database_url", "empty_database_url"),
    [
        ("sqlite", "sqlite"),
        pytest.param("postgresql", "postgresql", marks=pytest.mark.postgresql),
    ],
    indirect=True,
)
def test_every_database_starts_with_the_tables_that_migrating_makes(
    database_url, empty_database_url, _again
):
    engine = connect(empty_database_url)
    migrate(engine)
    migrated = read_everything(engine)
    engine.dispose()
    engine = connect(database_url)
    assert read_everything(engine) == migrated
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE left_behind (id INTEGER)"))


def read_everything(engine):
    """Return the columns of every table, and its rows."""
    with engine.connect() as connection:
        names = sa.inspect(connection).get_table_names()
        tables = {name: connection.execute(text(f"SELECT * FROM {name}")) for name in names}
        del tables["instance"]  # its code is a random one
        return {name: (list(rows.keys()), rows.all()) for name, rows in tables.items()}


def test_no_two_databases_are_the_same_installation(database_url, tmp_path):
    urls = [database_url, *(create_sqlite(tmp_path / name) for name in ("one.db", "two.db"))]
    codes = []
    for url in urls:
        with connect(url).connect() as connection:
            codes.append(connection.scalar(text("SELECT code FROM instance")))
    assert len(set(codes)) == len(urls)


@pytest.mark.parametrize("_again", [1, 2])
def test_an_empty_database_has_no_table(empty_database_url, _again):
    engine = create_engine(empty_database_url, poolclass=NullPool)
    assert inspect(engine).get_table_names() == []
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE left_behind (id INTEGER)"))
    assert inspect(engine).get_table_names() == ["left_behind"]


def test_postgresql_is_spoken_with_psycopg_3(postgresql_url):
    assert create_engine(postgresql_url).driver == "psycopg"


def test_a_pool_that_a_test_left_open_is_closed_with_its_database(postgresql_server):
    with create_empty_postgresql(postgresql_server) as url:
        connection = create_engine(url).raw_connection().driver_connection
    assert connection.closed


def test_no_real_database_can_be_reached():
    assert not [name for name in os.environ if name == "DATABASE_URL" or name.startswith("PG")]


def test_a_missing_program_fails_with_the_remedy(monkeypatch):
    monkeypatch.setenv("SOFFICE", "/nowhere/soffice")
    with pytest.raises(pytest.fail.Exception, match=r"Run tests/setup\.sh, or set SOFFICE="):
        program("SOFFICE", "soffice")


def test_libreoffice_reads_a_workbook(soffice, tmp_path):
    workbook = openpyxl.Workbook()
    workbook.active["A1"] = "early booking"
    workbook.save(tmp_path / "book.xlsx")
    assert "early booking" in soffice(tmp_path / "book.xlsx", to="csv").read_text()
