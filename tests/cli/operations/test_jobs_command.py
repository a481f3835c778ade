"""jobs: each job, at most once a day where that is enough, and one run at a time."""

import os
from datetime import UTC, datetime, timedelta

import pyrage
import pytest

from indicators.domain.operations.job_run import JobKind, JobOutcome
from indicators.store.database import LockName, open_engine, try_exclusive_lock
from indicators.store.operations.job_runs import JobRuns


@pytest.fixture
def installed(database_url, tmp_path):
    """The environment of an installation with a key and a folder for backups."""
    identity = pyrage.x25519.Identity.generate()
    (tmp_path / "key").write_text(f"{identity}\n", encoding="utf-8")
    (tmp_path / "backups").mkdir()
    return {
        "DATABASE_URL": database_url,
        "BACKUP_KEY_FILE": str(tmp_path / "key"),
        "BACKUP_FOLDER": str(tmp_path / "backups"),
    }


def list_outcomes(url):
    with open_engine(url) as engine:
        return {kind: run.outcome for kind, run in JobRuns(engine).find_last().items()}


def test_a_backup_is_made_and_restored_on_trial_once_a_day(
    typed, installed, tmp_path, database_url
):
    first = typed(installed, "jobs")
    assert (first.returncode, first.stderr) == (0, "")
    assert "Collecting files: nothing to do." in first.stdout
    assert "rows restored and compared" in first.stdout
    [made] = (tmp_path / "backups").iterdir()
    assert typed(installed, "verify", made).returncode == 0
    expected = {JobKind.CLEAN_UP, JobKind.BACKUP, JobKind.RESTORE_TRIAL}
    assert list_outcomes(database_url) == dict.fromkeys(expected, JobOutcome.DONE)
    second = typed(installed, "jobs")
    assert "Backup: nothing to do.\nTrial restore: nothing to do.\n" in second.stdout
    assert list((tmp_path / "backups").iterdir()) == [made]


def test_a_job_that_fails_is_said_and_the_others_run(typed, installed, database_url, tmp_path):
    (tmp_path / "backups").rmdir()
    done = typed(installed, "jobs", "--only", "backup", "--only", "pull")
    assert done.returncode == 1
    assert "which is no folder. Make it, or correct it." in done.stdout
    assert done.stderr == "Failed: Backup.\n"
    assert list_outcomes(database_url) == {JobKind.BACKUP: JobOutcome.FAILED}


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (
            PermissionError(13, "Permission denied", "/b/old"),
            "/b/old: It stopped: Permission denied.",
        ),
        (KeyError("Asha Rai"), "A fault of the program: KeyError in test_jobs_command.py, line "),
    ],
)
def test_a_fault_of_the_computer_or_the_program_is_said_and_the_others_run(
    typed, installed, monkeypatch, fault, said
):
    def fail(*_):
        raise fault

    monkeypatch.setattr("cli.operations.job_steps.clean_up", fail)
    done = typed(installed, "jobs")
    assert f"Clean-up: failed. {said}" in done.stdout
    assert "Backup: done." in done.stdout
    assert "Asha" not in done.stdout + done.stderr
    assert (done.returncode, done.stderr) == (1, "Failed: Clean-up.\n")


def test_without_a_folder_no_backup_is_made(typed, database_url):
    done = typed({"DATABASE_URL": database_url}, "jobs")
    assert done.returncode == 0
    assert "Backup: nothing to do." in done.stdout


def begin_clean_up(url, moment):
    with open_engine(url) as engine:
        runs = JobRuns(engine)
        runs.end(runs.begin(JobKind.CLEAN_UP, moment), JobOutcome.DONE, "", moment)


def test_after_a_long_pause_nothing_is_removed_until_that_is_asked_for(
    typed, installed, database_url
):
    typed(installed, "migrate")
    begin_clean_up(database_url, datetime.now(UTC) - timedelta(days=61))
    refused = typed(installed, "jobs")
    assert (refused.returncode, refused.stderr) == (1, "Failed: Clean-up.\n")
    assert "last clean-up was 61 days ago, so nothing was removed. If the clock" in refused.stdout
    assert "Backup: done." in refused.stdout
    assert typed(installed, "jobs", "--only", "clean_up").returncode == 0
    assert typed(installed, "jobs").returncode == 0


def test_a_backup_of_a_time_to_come_does_not_hold_up_the_next(
    typed, installed, database_url, tmp_path
):
    typed(installed, "migrate")
    later = tmp_path / "backups" / "dashboard-2999-01-01T000000.age"
    later.write_bytes(b"of a clock that was wrong")
    with open_engine(database_url) as engine:
        runs, moment = JobRuns(engine), datetime(2999, 1, 1, tzinfo=UTC)
        runs.end(runs.begin(JobKind.BACKUP, moment), JobOutcome.DONE, "", moment)
    done = typed(installed, "jobs", "--only", "backup", "--only", "restore_trial")
    assert "Backup: done." in done.stdout
    assert "rows restored and compared" in done.stdout
    assert len(list(later.parent.iterdir())) == 2


def test_a_backup_is_made_where_the_folder_has_none_although_one_was_made_elsewhere(
    typed, installed, tmp_path
):
    typed(installed, "migrate")
    assert typed(installed, "backup", "--out", tmp_path / "by-hand.age").returncode == 0
    assert "Backup: done." in typed(installed, "jobs", "--only", "backup").stdout


def test_a_lock_that_cannot_be_taken_is_not_said_to_be_held_by_another_run(typed, tmp_path):
    where = {"DATABASE_URL": f"sqlite:///{tmp_path / 'one.db'}"}
    typed(where, "migrate")
    (tmp_path / "one.db-jobs").mkdir()
    done = typed(where, "jobs")
    assert done.returncode == 1
    assert "Nothing can be written next to the database: " in done.stderr


def test_a_second_run_at_the_same_time_does_nothing(typed, installed, tmp_path):
    typed(installed, "migrate")
    with (
        open_engine(installed["DATABASE_URL"]) as engine,
        try_exclusive_lock(engine, LockName.JOBS),
        try_exclusive_lock(engine) as may_pull,  # pulling has a lock of its own
    ):
        done = typed(installed, "jobs")
    assert may_pull
    assert (done.returncode, done.stdout.split(",")[0]) == (0, "The jobs are running already")
    assert list((tmp_path / "backups").iterdir()) == []


def test_old_backups_are_removed_but_the_newest_and_what_others_put_there(
    typed, installed, tmp_path
):
    folder = tmp_path / "backups"
    ours = [folder / f"dashboard-2020-01-0{day}T000000.age" for day in (1, 2)]
    others = [folder / "copy-of-another.age", folder / ".dashboard-2020-01-03T000000.age.part"]
    for path in (*ours, *others):
        path.write_bytes(b"")
        os.utime(path, (0, 0))
    typed(installed, "jobs", "--only", "clean_up")
    assert sorted(folder.iterdir()) == [others[0], ours[1]]


def test_a_mail_server_that_is_down_fails_the_job_also_with_nothing_to_send(
    typed, installed, database_url
):
    mail = {"MAIL_HOST": "127.0.0.1", "MAIL_PORT": "1", "MAIL_SECURITY": "none"}
    mail |= {"MAIL_FROM": "a@example.org", "DASHBOARD_ADDRESS": "https://d.example.org"}
    done = typed(installed | mail, "jobs", "--only", "digest")
    assert (done.returncode, done.stderr) == (1, "Failed: Digests by e-mail.\n")
    assert list_outcomes(database_url) == {JobKind.DIGEST: JobOutcome.FAILED}
