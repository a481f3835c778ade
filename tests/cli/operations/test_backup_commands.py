"""The commands of backups as they are typed, with their keys."""

import sqlite3

import pytest
from sqlalchemy.exc import OperationalError

from cli.operations.backup_keys import write_new_key
from indicators.store.database import open_engine
from indicators.store.observations import IndicatorTable
from indicators.store.operations.instances import read_instance
from tests.support.builders import row, take_in
from tests.support.generated_places import LAST


@pytest.fixture
def key(typed, tmp_path):
    """The environment that names a key which was made."""
    path = tmp_path / "key"
    assert typed({}, "backup-key", "--out", path).returncode == 0
    assert path.stat().st_mode & 0o777 == 0o600
    return {"BACKUP_KEY_FILE": str(path)}


@pytest.fixture
def database(tmp_path):
    """The environment that names a database with one load."""
    url = f"sqlite:///{tmp_path / 'one.db'}"
    table = IndicatorTable.open(url)
    take_in(table, [row("visits", "a", LAST, 1, 2)], file="1")
    table.engine.dispose()
    return {"DATABASE_URL": url}


def read_code(database):
    with open_engine(database["DATABASE_URL"]) as engine, engine.connect() as connection:
        return read_instance(connection)


def test_what_was_backed_up_is_verified_and_restored(typed, tmp_path, key, database):
    path, other = tmp_path / "backup", {"DATABASE_URL": f"sqlite:///{tmp_path / 'two.db'}"}
    made = typed(key | database, "backup", "--out", path)
    assert (made.returncode, made.stderr) == (0, "")
    verified = typed(key, "verify", path)
    assert verified.returncode == 0
    assert f"{path} is complete: " in verified.stdout
    restored = typed(key | other, "restore", path, "--files", tmp_path / "files")
    assert restored.returncode == 0
    found = verified.stdout.split(": ", 1)[1]
    assert restored.stdout.split(": ", 1)[1].startswith(found)
    assert restored.stdout.splitlines()[-1] == f"INSTANCE_ID={read_code(database)}"
    assert (tmp_path / "files" / "places.toml").exists()
    again = typed(key | other, "restore", path)
    assert (again.returncode, again.stdout) == (1, "")
    assert "not empty, so nothing was restored" in again.stderr


def cut_off(path, key):
    path.write_bytes(path.read_bytes()[:-200])
    return key


def put_another_key(path, key):
    other = path.with_name("other-key")
    write_new_key(other)
    return {"BACKUP_KEY_FILE": str(other)}


@pytest.mark.parametrize("spoil", [cut_off, put_another_key])
def test_a_restore_that_is_refused_leaves_nothing_that_was_not_there(
    typed, tmp_path, key, database, spoil
):
    path = tmp_path / "backup"
    typed(key | database, "backup", "--out", path)
    key = spoil(path, key)
    before = sorted(tmp_path.iterdir())
    new = {"DATABASE_URL": f"sqlite:///{tmp_path / 'new' / 'two.db'}"}
    refused = typed(key | new, "restore", path, "--files", tmp_path / "more" / "files")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert sorted(tmp_path.iterdir()) == before
    empty = tmp_path / "empty.db"
    empty.touch()
    typed(key | {"DATABASE_URL": f"sqlite:///{empty}"}, "restore", path)
    assert empty.read_bytes() == b""


def test_a_backup_of_another_installation_is_refused_and_nothing_of_it_is_kept(
    typed, tmp_path, key, database
):
    path, code = tmp_path / "backup", read_code(database)
    typed(key | database, "backup", "--out", path)
    other = key | {"DATABASE_URL": f"sqlite:///{tmp_path / 'two.db'}"}
    wrong = {"INSTANCE_ID": "f" * 32}
    refused = typed(other | wrong, "restore", path, "--files", tmp_path / "files")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert f"The backup is of {code}, and INSTANCE_ID expects {'f' * 32}." in refused.stderr
    assert f"or set INSTANCE_ID={code} if you mean that one" in refused.stderr
    assert not (tmp_path / "files").exists()
    done = typed(other | {"INSTANCE_ID": code}, "restore", path)  # it is still empty
    assert (done.returncode, "INSTANCE_ID" in done.stdout) == (0, False)


def test_a_server_can_make_backups_that_it_cannot_read(typed, tmp_path, key, database):
    text = (tmp_path / "key").read_text(encoding="utf-8")
    public = {"BACKUP_RECIPIENT": text.split("Public part: ")[1].split("\n")[0]}
    path = tmp_path / "backup"
    assert typed(public | database, "backup", "--out", path).returncode == 0
    assert "BACKUP_KEY_FILE is not set" in typed(public, "verify", path).stderr
    assert typed(key, "verify", path).returncode == 0


@pytest.mark.parametrize(
    ("environment", "fault"),
    [
        ({}, "There is no key for backups: BACKUP_KEY_FILE is not set. Make one with"),
        ({"BACKUP_KEY_FILE": "/no/such"}, "/no/such: The file that BACKUP_KEY_FILE names has no"),
        ({"BACKUP_RECIPIENT": "age1"}, "BACKUP_RECIPIENT is not the public part of a key."),
    ],
)
def test_a_key_that_is_missing_or_wrong_is_said_with_its_remedy(
    typed, tmp_path, database, environment, fault
):
    done = typed(environment | database, "backup", "--out", tmp_path / "backup")
    assert done.returncode == 1
    assert fault in done.stderr
    assert not (tmp_path / "backup").exists()


def test_a_key_is_never_written_over_another(typed, tmp_path, key):
    before = (tmp_path / "key").read_bytes()
    done = typed({}, "backup-key", "--out", tmp_path / "key")
    assert (done.returncode, (tmp_path / "key").read_bytes()) == (1, before)


def test_a_database_of_another_installation_is_not_backed_up(typed, tmp_path, key, database):
    other = {"INSTANCE_ID": "f" * 32}
    done = typed(key | database | other, "backup", "--out", tmp_path / "backup")
    assert done.returncode == 1
    assert f"and INSTANCE_ID expects {'f' * 32}." in done.stderr
    assert not (tmp_path / "backup").exists()


def test_an_empty_database_is_not_backed_up(typed, tmp_path, key):
    empty = tmp_path / "empty.db"
    sqlite3.connect(empty).close()
    done = typed(key | {"DATABASE_URL": f"sqlite:///{empty}"}, "backup", "--out", tmp_path / "b")
    assert (done.returncode, done.stdout) == (1, "")
    assert "The database is empty: there is nothing to back up." in done.stderr


def test_a_backup_is_said_to_be_there_also_if_that_cannot_be_recorded(
    typed, tmp_path, key, database, monkeypatch
):
    def fail(*_):
        raise OperationalError("INSERT", {}, Exception("attempt to write a readonly database"))

    monkeypatch.setattr("cli.operations.make_backup.record_backup", fail)
    done = typed(key | database, "backup", "--out", tmp_path / "backup")
    assert f"Written: {tmp_path / 'backup'}" in done.stdout
    assert (done.returncode, "readonly" in done.stderr) == (1, True)


def test_a_database_that_cannot_be_reached_is_said(typed, tmp_path, key):
    nowhere = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}
    done = typed(key | nowhere, "backup", "--out", tmp_path / "b")
    assert done.returncode == 1
    assert "The database cannot be opened" in done.stderr
