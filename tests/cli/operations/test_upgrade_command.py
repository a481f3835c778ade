"""upgrade: a backup first, and a rehearsal with the version that runs now."""

import csv

import pytest
import sqlalchemy as sa

from indicators.domain.periods import Month
from indicators.store.database import (
    get_newest_revision,
    open_engine,
    open_migration,
    read_revision,
    upgrade,
)
from indicators.store.observations import IndicatorTable
from tests.conftest import ROOT
from tests.support.builders import row, take_in
from tests.support.databases import create_sqlite
from tests.support.full_database import read_every_table

OLDER = "0020"
MONTHS = [Month.of(2026, 10) - back for back in range(12)]
OLD_PROGRAM = f"""
import subprocess, sys
sys.path.insert(0, {str(ROOT)!r})
done = subprocess.run([sys.executable, {str(ROOT / "app.py")!r}, *sys.argv[1:]])
out = sys.argv[sys.argv.index("--out") + 1]
text = open(out, encoding="utf-8").read()
open(out, "w", encoding="utf-8").write(text.replace(",tick,", ",na,", 1))
sys.exit(done.returncode)
"""
"""A version that runs now and shows the first tick otherwise."""


@pytest.fixture
def database(database_url):
    """The environment that names a database with a year of visits in one area."""
    table = IndicatorTable.open(database_url)
    take_in(table, [row("new_birth_visit", "canley", month, 99, 100) for month in MONTHS])
    table.engine.dispose()
    return {"DATABASE_URL": database_url}


@pytest.fixture
def older(empty_database_url):
    """The environment that names a database of an older version."""
    with open_engine(empty_database_url) as engine, open_migration(engine) as connection:
        upgrade(connection, OLDER)
    return {"DATABASE_URL": empty_database_url}


@pytest.fixture
def key(typed, tmp_path):
    """The environment that names a key of backups."""
    typed({}, "backup-key", "--out", tmp_path / "key")
    return {"BACKUP_KEY_FILE": str(tmp_path / "key")}


def find_revision(environment):
    with open_engine(environment["DATABASE_URL"]) as engine, engine.connect() as connection:
        return read_revision(connection)


def read_rows(environment):
    with open_engine(environment["DATABASE_URL"]) as engine:
        return read_every_table(engine)


def test_an_upgrade_makes_a_verified_backup_and_migrates(typed, older, key, tmp_path):
    done = typed(older | key, "upgrade", "--out", tmp_path / "before.age")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"of version {get_newest_revision()} now; before: {OLDER}." in done.stdout
    assert find_revision(older) == get_newest_revision()
    assert typed(key, "verify", tmp_path / "before.age").returncode == 0


def test_tables_of_a_newer_version_are_refused_before_a_backup_is_made(
    typed, database, key, tmp_path
):
    with open_engine(database["DATABASE_URL"]) as engine, engine.begin() as connection:
        connection.execute(sa.text("update alembic_version set version_num = '9999'"))
    done = typed(database | key, "upgrade", "--out", tmp_path / "before.age")
    assert (done.returncode, done.stdout) == (1, "")
    assert "migrated by a newer version of this program, to 9999" in done.stderr
    assert not (tmp_path / "before.age").exists()


def test_nothing_is_migrated_without_a_backup(typed, older, key, tmp_path):
    done = typed(older | key, "upgrade", "--out", tmp_path / "no folder" / "before.age")
    assert done.returncode == 1
    assert find_revision(older) == OLDER
    assert typed(older, "upgrade").returncode == 2


def test_an_upgrade_of_the_newest_tables_does_nothing(typed, database, key, tmp_path):
    done = typed(database | key, "upgrade", "--out", tmp_path / "before.age")
    newest = get_newest_revision()
    assert done.stdout == f"The tables are of version {newest} already, so no backup was written.\n"
    assert not (tmp_path / "before.age").exists()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("old.db", "The database that --copy names is not empty. Nothing of it was changed."),
        ("new.db", "did not write its figures"),
    ],
)
def test_a_copy_that_is_used_or_fails_is_left_as_it_was(typed, database, tmp_path, name, said):
    create_sqlite(tmp_path / "old.db")
    before = {each.name: each.read_bytes() for each in tmp_path.iterdir() if each.is_file()}
    copy = ("--copy", f"sqlite:///{tmp_path / name}")
    done = typed(database, "upgrade", "--rehearse", "--old", tmp_path, *copy)
    assert (done.returncode, said in done.stderr) == (1, True)
    after = {each.name: each.read_bytes() for each in tmp_path.iterdir() if each.is_file()}
    assert after == before


def test_a_report_without_a_folder_is_refused_before_anything_is_compared(
    typed, database, tmp_path
):
    report = ("--report", tmp_path / "none" / "report.csv")
    done = typed(database, "upgrade", "--rehearse", "--old", ROOT, *report)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"There is no folder {tmp_path / 'none'}." in done.stderr


def test_a_rehearsal_of_the_same_version_finds_no_difference(typed, database):
    done = typed(database, "upgrade", "--rehearse", "--old", ROOT)
    assert (done.returncode, done.stderr) == (0, "")
    # The area, its team, its hub and the city, in twelve months.
    assert "Figures compared: 48. Different figures or verdicts: 0." in done.stdout


def test_a_rehearsal_without_figures_says_that_it_compared_none(typed, tmp_path):
    url = f"sqlite:///{tmp_path / 'empty.db'}"
    IndicatorTable.open(url).engine.dispose()
    done = typed({"DATABASE_URL": url}, "upgrade", "--rehearse", "--old", ROOT)
    assert (done.returncode, "No figure is in both" in done.stdout) == (0, True)


def test_a_rehearsal_reports_a_verdict_that_differs_and_changes_nothing(typed, database, tmp_path):
    old, report = tmp_path / "old", tmp_path / "report.csv"
    old.mkdir()
    (old / "app.py").write_text(OLD_PROGRAM, encoding="utf-8")
    before = read_rows(database)
    done = typed(database, "upgrade", "--rehearse", "--old", old, "--report", report)
    assert done.returncode == 1
    assert "Different figures or verdicts: 1." in done.stdout
    assert "verdict was “na” and would be “tick”" in done.stdout
    assert "Figures or verdicts would change with this version." in done.stderr
    with report.open(encoding="utf-8", newline="") as file:
        [difference] = csv.DictReader(file)
    assert (difference["before"], difference["after"]) == ("na", "tick")
    assert read_rows(database) == before


def test_a_rehearsal_migrates_the_copy_and_says_what_the_old_version_could_not(
    typed, older, tmp_path
):
    (tmp_path / "app.py").write_text("import sys; sys.exit('No such command')", encoding="utf-8")
    done = typed(older, "upgrade", "--rehearse", "--old", tmp_path)
    assert done.returncode == 1
    assert "did not write its figures: No such command" in done.stderr
    assert find_revision(older) == OLDER
