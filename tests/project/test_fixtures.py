"""The fixtures of conftest.py keep their word."""

import os

import openpyxl
import pytest
from sqlalchemy import NullPool, create_engine, inspect, text

from tests.conftest import make_database, program


@pytest.mark.parametrize("_again", [1, 2])
def test_every_database_starts_empty(database_url, _again):
    engine = create_engine(database_url, poolclass=NullPool)
    assert inspect(engine).get_table_names() == []
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE left_behind (id INTEGER)"))
    assert inspect(engine).get_table_names() == ["left_behind"]


def test_postgresql_is_spoken_with_psycopg_3(postgresql_url):
    assert create_engine(postgresql_url).driver == "psycopg"


def test_a_pool_that_a_test_left_open_is_closed_with_its_database(postgresql_server):
    with make_database(postgresql_server) as url:
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
