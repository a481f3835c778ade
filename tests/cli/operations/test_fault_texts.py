"""A fault of the computer or the database ends a command in a sentence, never in a traceback."""

import errno
import re
from pathlib import Path

import sqlalchemy as sa

from cli.operations.fault_texts import explain_fault
from indicators.store.database import open_engine

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
