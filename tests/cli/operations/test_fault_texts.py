"""A fault of the computer or the database ends a command in a sentence, never in a traceback."""

import errno
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from cli.operations.fault_texts import explain_fault
from indicators.store.database import open_engine
from tests.support.databases import create_sqlite

ADD = ("users", "add", "--administrator", "--name", "Ada", "--email", "ada@example.org")
_WRITE_VERSION = 18
"""Where the file of SQLite says which version may write to it."""


def make_read_only(url):
    """Let the database refuse changes, as a standby or a file without rights does."""
    address = sa.make_url(url)
    if address.get_backend_name() == "sqlite":
        with Path(address.database).open("r+b") as file:
            file.seek(_WRITE_VERSION)
            file.write(b"\x03")
        return
    with open_engine(url) as engine, engine.begin() as connection:
        alter = f'ALTER DATABASE "{address.database}" SET default_transaction_read_only = on'
        connection.execute(sa.text(alter))


def test_a_database_that_takes_no_changes_is_said_by_commands_and_doctor(typed, database_url):
    where = {"DATABASE_URL": database_url}
    typed(where, "migrate")
    make_read_only(database_url)
    done = typed(where, *ADD)
    assert done.returncode == 1
    assert done.stderr.startswith("The database stopped it: ")
    assert done.stderr.endswith("Run python app.py doctor, and then it again.\n")
    doctor = typed(where, "doctor")
    assert doctor.returncode == 1
    assert re.search("WRONG   database .* takes no changes", doctor.stdout)


def test_a_full_disk_is_said_with_its_place():
    fault = explain_fault(OSError(errno.ENOSPC, "No space left on device", "/backups/one"))
    assert str(fault).startswith("/backups/one: It stopped: No space left on device. Free some")


def test_a_fault_of_the_program_keeps_its_traceback():
    assert explain_fault(KeyError("word")) is None


def test_a_file_that_is_gone_while_it_is_in_use_is_said(tmp_path):
    path = tmp_path / "test.db"
    with open_engine(create_sqlite(path)) as engine:
        path.unlink()
        with pytest.raises(sa.exc.DBAPIError) as gone:
            engine.connect()
    assert str(explain_fault(gone.value)).startswith("The database stopped it: the file of the")


def test_a_damaged_file_is_said_with_what_to_do(typed, tmp_path):
    path = tmp_path / "test.db"
    where = {"DATABASE_URL": create_sqlite(path)}
    assert "good    database         The whole file can be read." in typed(where, "doctor").stdout
    with closing(sqlite3.connect(path)) as connection:
        page = "SELECT rootpage FROM sqlite_schema WHERE name = 'user_account'"
        (number,), (size,) = connection.execute(page), connection.execute("PRAGMA page_size")
    with path.open("r+b") as file:
        file.seek((number[0] - 1) * size[0])
        file.write(b"\x55" * size[0])
    said = "The file of the database is damaged, or is no database. Check that DATABASE_URL names"
    done = typed(where, "users", "list")
    assert (done.returncode, done.stderr.startswith(said)) == (1, True)
    assert f"WRONG   database         {said}" in typed(where, "doctor").stdout
    path.write_bytes(b"no database" * 1000)
    assert typed(where, "users", "list").stderr.startswith(said)
