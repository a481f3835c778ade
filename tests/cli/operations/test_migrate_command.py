"""migrate, and the instance that an installation expects."""

import re
from uuid import uuid4

import psycopg
import pytest
import sqlalchemy as sa

from indicators.store.database import get_newest_revision, open_engine, open_migration
from indicators.store.database import upgrade as upgrade_to
from indicators.store.observations import IndicatorTable
from indicators.store.operations.instances import UnexpectedDatabaseError, read_instance
from tests.conftest import ROOT


def read_code(url):
    with open_engine(url) as engine, engine.connect() as connection:
        return read_instance(connection)


def test_migrating_twice_changes_nothing_and_names_the_instance(typed, empty_database_url):
    first = typed({"DATABASE_URL": empty_database_url}, "migrate")
    assert f"of version {get_newest_revision()} now; before: none." in first.stdout
    second = typed({"DATABASE_URL": empty_database_url}, "migrate")
    assert f"of version {get_newest_revision()} already." in second.stdout
    line = f"INSTANCE_ID={read_code(empty_database_url)}"
    assert [each.stdout.splitlines()[-1] for each in (first, second)] == [line, line]
    known = {"DATABASE_URL": empty_database_url, "INSTANCE_ID": read_code(empty_database_url)}
    assert "INSTANCE_ID" not in typed(known, "migrate").stdout


def test_a_database_that_does_not_hold_every_letter_is_refused(typed, postgresql_server):
    name = f"latin_{uuid4().hex}"
    with psycopg.connect(postgresql_server, autocommit=True) as admin:
        options = "TEMPLATE template0 ENCODING LATIN1 LC_COLLATE 'C' LC_CTYPE 'C'"
        admin.execute(f"CREATE DATABASE {name} {options}".encode())
        url = sa.make_url(postgresql_server).set(database=name)
        done = typed({"DATABASE_URL": url.render_as_string(hide_password=False)}, "migrate")
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
    assert done.returncode == 1
    assert done.stderr.startswith("The database has the encoding LATIN1, which does not hold every")
    assert "createdb --encoding UTF8 --template template0" in done.stderr


def test_a_newer_database_is_refused_with_a_sentence(typed, database_url):
    typed({"DATABASE_URL": database_url}, "migrate")
    with open_engine(database_url) as engine, engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    for command in ("migrate", "history"):
        done = typed({"DATABASE_URL": database_url}, command)
        assert done.returncode == 1
        assert "was migrated by a newer version of this program, to 9999" in done.stderr


def test_the_expected_database_is_opened_and_no_other(database_url, tmp_path):
    IndicatorTable.open(database_url).engine.dispose()
    code = read_code(database_url)
    IndicatorTable.open(database_url, code).engine.dispose()
    with pytest.raises(UnexpectedDatabaseError, match=f"The database is {code}, and INSTANCE_ID"):
        IndicatorTable.open(database_url, "f" * 32)


def test_an_empty_database_is_not_filled_where_another_is_expected(typed, empty_database_url):
    done = typed({"DATABASE_URL": empty_database_url, "INSTANCE_ID": "f" * 32}, "history")
    assert done.returncode == 1
    assert f"The database is empty, and INSTANCE_ID expects {'f' * 32}." in done.stderr
    with open_engine(empty_database_url) as engine:
        assert sa.inspect(engine).get_table_names() == []


@pytest.mark.parametrize(
    "command",
    [
        ["migrate"],
        ["history"],
        ["doctor"],
        ["backup", "--out", "/nowhere/made.age"],
        ["upgrade", "--out", "/nowhere/made.age"],
    ],
)
@pytest.mark.parametrize("has_own_files", [False, True])
def test_a_wrong_path_is_refused_without_a_file_or_folder_at_it(
    typed, tmp_path, command, has_own_files
):
    key = tmp_path / "key"
    # The shipped files by another name.
    more = {"DATA_FOLDER": str(ROOT / "tests" / ".." / "data")} if has_own_files else {}
    typed({}, "backup-key", "--out", key)
    wrong = {"DATABASE_URL": f"sqlite:///{tmp_path / 'wrong' / 'path.db'}", "INSTANCE_ID": "f" * 32}
    done = typed(wrong | more | {"BACKUP_KEY_FILE": str(key)}, *command)
    assert done.returncode == 1
    said = f"The database is empty, and INSTANCE_ID expects {'f' * 32}."
    assert said in done.stdout + done.stderr
    assert list(tmp_path.iterdir()) == [key]


def test_a_database_from_before_there_were_codes_gets_one(empty_database_url):
    with open_engine(empty_database_url) as engine, open_migration(engine) as connection:
        upgrade_to(connection, "0018")
    IndicatorTable.open(empty_database_url, "f" * 32).engine.dispose()
    assert re.fullmatch("[0-9a-f]{32}", read_code(empty_database_url))


@pytest.mark.parametrize(
    "command",
    [
        ["history"],
        ["doctor"],
        ["jobs"],
        ["users", "list"],
        ["audit", "verify"],
        ["figures", "--out", "figures.csv"],
        ["upgrade", "--rehearse", "--old", str(ROOT)],
    ],
)
def test_a_command_that_begins_nothing_leaves_no_file_at_a_wrong_path(typed, tmp_path, command):
    path = tmp_path / "wrong" / "path.db"
    done = typed({"DATABASE_URL": f"sqlite:///{path}"}, *command)
    assert done.returncode == 1
    assert f"There is no database at {path}." in done.stdout + done.stderr
    assert "or begin a new one there: python app.py migrate" in done.stdout + done.stderr
    assert not path.parent.exists()


@pytest.mark.parametrize("command", [["migrate"], ["check"], ["load", "no-such-file.csv"]])
def test_what_a_new_installation_begins_with_makes_the_database(typed, tmp_path, command):
    path = tmp_path / "new.db"
    typed({"DATABASE_URL": f"sqlite:///{path}"}, *command)
    with open_engine(f"sqlite:///{path}") as engine, engine.connect() as connection:
        assert read_instance(connection)
