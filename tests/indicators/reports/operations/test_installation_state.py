"""What is said of an installation: ready or not, and from when on something is too old."""

import os
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from indicators.domain.operations.job_run import JobKind, JobOutcome
from indicators.reports.operations.installation_state import (
    LONGEST_RUN,
    OLDEST_BACKUP,
    OLDEST_DATA,
    OLDEST_RESTORE,
    Level,
    read_state,
)
from indicators.store.database import connect, migrate
from indicators.store.moments import strip_zone
from indicators.store.observations import IndicatorTable
from indicators.store.operations.job_runs import JobRuns
from tests.support.builders import row, take_in
from tests.support.generated_places import LAST

NOW = datetime(2026, 11, 29, 18, tzinfo=UTC)
ONLY_READS = "The database answers, but takes no changes."
SECOND = timedelta(seconds=1)


@pytest.fixture
def table(database_url):
    table = IndicatorTable.open(database_url)
    yield table
    table.engine.dispose()


def load_at(table, moment, *, synthetic=False):
    take_in(
        table,
        [row("visits", "a", LAST, 1, 2)],
        file="1",
        loaded_at=strip_zone(moment),
        synthetic=synthetic,
    )


def finish(table, kind, moment, outcome=JobOutcome.DONE):
    runs = JobRuns(table.engine)
    runs.end(runs.begin(kind, moment), outcome, "In words", moment)


def look(table, name):
    [found] = [each for each in read_state(table.engine, NOW).checks if each.name == name]
    return found.level, found.says


def test_a_fresh_installation_and_one_with_the_sample_are_well(table):
    assert {each.level for each in read_state(table.engine, NOW).checks} == {Level.GOOD}
    load_at(table, NOW - timedelta(days=900), synthetic=True)
    assert {each.level for each in read_state(table.engine, NOW).checks} == {Level.GOOD}


@pytest.mark.postgresql
def test_a_standby_is_not_ready(postgresql_url):
    engine = connect(postgresql_url)
    migrate(engine)
    assert read_state(engine, NOW).is_ready
    standby = engine.execution_options(postgresql_readonly=True)
    assert read_state(standby, NOW).checks[0].says == ONLY_READS
    engine.dispose()


def test_a_file_that_may_only_be_read_is_not_ready(tmp_path, monkeypatch):
    engine = connect(f"sqlite:///{tmp_path / 'test.db'}")
    migrate(engine)
    # The tests may run as root, who may write to every file.
    monkeypatch.setattr(os, "access", lambda _path, mode: mode != os.W_OK)
    assert read_state(engine, NOW).checks[0].says == ONLY_READS
    assert not read_state(engine, NOW).is_ready
    engine.dispose()


def test_a_backup_of_a_time_to_come_is_the_fault_of_a_clock(table):
    load_at(table, NOW)
    finish(table, JobKind.BACKUP, NOW + timedelta(days=400))
    level, says = look(table, "backup")
    assert (level, says.rsplit(", ", 1)[1]) == (Level.WARNING, "which is still to come.")


def test_real_figures_without_a_backup_are_warned_about_and_the_server_is_ready(table):
    load_at(table, NOW)
    assert look(table, "backup") == (Level.WARNING, "There has been no backup.")
    assert look(table, "restore") == (Level.WARNING, "There has been no trial restore.")
    assert read_state(table.engine, NOW).is_ready


@pytest.mark.parametrize(
    ("name", "kind", "oldest"),
    [
        ("backup", JobKind.BACKUP, OLDEST_BACKUP),
        ("restore", JobKind.RESTORE_TRIAL, OLDEST_RESTORE),
    ],
)
def test_what_was_done_is_good_until_it_is_too_old(table, name, kind, oldest):
    load_at(table, NOW)
    finish(table, kind, NOW - oldest - SECOND)
    assert look(table, name)[0] is Level.WARNING
    finish(table, kind, NOW - oldest)
    assert look(table, name)[0] is Level.GOOD
    finish(table, kind, NOW, JobOutcome.FAILED)  # the one that worked still counts
    assert look(table, name)[0] is Level.GOOD


def test_data_is_good_until_it_is_too_old(table):
    load_at(table, NOW - OLDEST_DATA)
    says = "The newest file was loaded on 2026-10-20 at 18:00 UTC, 40 days ago."
    assert look(table, "data") == (Level.GOOD, says)
    table.undo_load(1, now=NOW, who="", why="", not_areas=[])  # no new file
    load_at(table, NOW - OLDEST_DATA - SECOND)
    assert look(table, "data")[0] is Level.GOOD
    with table.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE load SET loaded_at = '2026-10-20 17:59:59.000000'")
    assert look(table, "data")[0] is Level.WARNING


def test_a_job_that_failed_is_named_until_it_works_again(table):
    finish(table, JobKind.PULL, NOW, JobOutcome.FAILED)
    assert look(table, "jobs") == (Level.WARNING, "Failed last time: Collecting files.")
    finish(table, JobKind.PULL, NOW)
    assert look(table, "jobs")[0] is Level.GOOD


def test_a_job_that_was_stopped_before_its_end_is_named_once_it_cannot_be_running(table):
    runs = JobRuns(table.engine)
    runs.begin(JobKind.PULL, NOW - LONGEST_RUN)
    assert look(table, "jobs") == (Level.GOOD, "No job failed last time.")
    runs.begin(JobKind.PULL, NOW - LONGEST_RUN - SECOND)
    assert look(table, "jobs") == (Level.WARNING, "Failed last time: Collecting files.")


@pytest.mark.parametrize("revision", ["0001", "9999"])
def test_tables_of_another_version_are_not_ready(table, revision):
    with table.engine.begin() as connection:
        connection.execute(sa.text(f"UPDATE alembic_version SET version_num = '{revision}'"))
    state = read_state(table.engine, NOW)
    assert not state.is_ready
    assert look(table, "migrations")[0] is Level.FAILURE


def test_a_database_that_does_not_answer_is_not_ready():
    engine = sa.create_engine("postgresql://nobody@127.0.0.1:1/none")
    state = read_state(engine, NOW)
    assert [each.says for each in state.checks] == ["The database cannot be reached."]
    assert not state.is_ready


def test_old_runs_are_forgotten_but_the_last_of_each_kind(table):
    runs = JobRuns(table.engine)
    for days in (400, 399, 10):
        finish(table, JobKind.BACKUP, NOW - timedelta(days=days))
    finish(table, JobKind.PULL, NOW - timedelta(days=500))
    assert runs.forget(timedelta(days=90), NOW) == 2
    assert {kind: run.started_at for kind, run in runs.find_last().items()} == {
        JobKind.BACKUP: strip_zone(NOW - timedelta(days=10)),
        JobKind.PULL: strip_zone(NOW - timedelta(days=500)),
    }
