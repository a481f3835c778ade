"""doctor: each thing that can be wrong is said with its remedy, and nothing is changed."""

import shutil
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from cli.operations.doctor_checks import check_clock, check_newest_event
from cli.settings import Settings
from indicators.access.roles import Role
from indicators.domain.audit.audit_event import AuditKind
from indicators.reports.operations.installation_state import Level
from indicators.store.audit_log import AuditLog
from indicators.store.database import open_engine
from indicators.store.observations import IndicatorTable
from tests.support.account_site import AccountSite
from tests.support.builders import row, take_in
from tests.support.generated_places import LAST

KEY = "0123456789abcdefghijklmnopqrstuvwxyz"


@pytest.fixture
def real(tmp_path, monkeypatch):
    """The environment of an installation with real figures, and files of its own."""
    monkeypatch.setenv("SECRET_KEY", KEY)
    url = f"sqlite:///{tmp_path / 'one.db'}"
    table = IndicatorTable.open(url)
    moment = datetime.now(UTC).replace(tzinfo=None)
    take_in(table, [row("visits", "a", LAST, 1, 2)], file="1", loaded_at=moment, synthetic=False)
    table.engine.dispose()
    shutil.copytree(Settings().data, tmp_path / "data")
    return {"DATABASE_URL": url, "DATA_FOLDER": str(tmp_path / "data")}


def test_an_installation_that_works_is_warned_about_what_it_lacks(typed, real, tmp_path):
    (tmp_path / "one.db").chmod(0o644)
    before = (tmp_path / "one.db").read_bytes()
    done = typed(real, "doctor")
    assert (done.returncode, done.stderr) == (0, "")
    said = done.stdout
    assert "WARNING backup           There has been no backup. Run python app.py jobs" in said
    assert "WARNING backup key       There is no key for backups" in said
    assert "WARNING instance         Any database would be used. Set INSTANCE_ID=" in said
    assert f"WARNING database         Every user of this computer may open {tmp_path}/one" in said
    assert said.endswith("Nothing is wrong. Warnings: 5.\n")
    assert KEY not in said
    assert (tmp_path / "one.db").read_bytes() == before


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"SECRET_KEY": "short"}, "WRONG   secret key       SECRET_KEY has fewer than"),
        ({"INSTANCE_ID": "f" * 32}, "WRONG   instance         The database is "),
        ({"BACKUP_FOLDER": "/no/such"}, "WRONG   folders          The folder for backups"),
        ({"DATA_FOLDER": "/no/such"}, "WRONG   files            DATA_FOLDER names /no/such, where"),
        ({"DATABASE_URL": "postgresql://a@127.0.0.1:1/b"}, "WRONG   database         The data"),
    ],
)
def test_what_keeps_it_from_working_is_said_and_ends_in_a_failing_status(typed, real, change, said):
    done = typed(real | change, "doctor")
    assert said in done.stdout
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("profiles/midwifery.toml", "code = 3", "profiles/midwifery.toml, key code"),
        ("profiles/midwifery.toml", "code =", "profiles/midwifery.toml: This is not TOML"),
        ("sources.toml", "[[source]]\n", "sources.toml, key source.1"),
        ("sign-in.toml", "contact = 3", "sign-in.toml, key contact"),
        ("retention.toml", "months = 3", "retention.toml, key months"),
    ],
)
def test_a_fault_in_any_of_the_council_s_files_is_said(typed, real, tmp_path, name, text, said):
    (tmp_path / "data" / name).write_text(text)
    done = typed(real, "doctor")
    assert f"WRONG   files            {said}" in done.stdout


def test_a_secret_with_which_nobody_can_sign_in_any_more_is_said(typed, real):
    site = AccountSite(real["DATABASE_URL"], synthetic=None)
    site.add_with_app(Role.ANALYST)
    site.close()
    done = typed(real, "doctor")
    assert "WRONG   sign-in          1 of 1 authenticator apps were set up with" in done.stdout
    assert "python app.py users reset EMAIL" in done.stdout
    assert done.returncode == 1


def test_an_event_of_a_time_to_come_is_the_fault_of_a_clock(tmp_path):
    table = IndicatorTable.open(f"sqlite:///{tmp_path / 'one.db'}")
    AuditLog(table.engine).record(AuditKind.BACKUP_MADE, "backup one")
    hour = timedelta(hours=1)
    levels = [
        check_newest_event(table.engine, datetime.now(UTC) + apart).level for apart in (hour, -hour)
    ]
    table.engine.dispose()
    assert levels == [Level.GOOD, Level.WARNING]


def test_before_a_file_is_loaded_it_says_what_is_still_to_be_set(typed, real, tmp_path):
    url = f"sqlite:///{tmp_path / 'fresh.db'}"
    IndicatorTable.open(url).engine.dispose()
    done = typed(real | {"DATABASE_URL": url}, "doctor")
    assert done.returncode == 0
    assert "good    secret key       SECRET_KEY will do." in done.stdout
    assert "good    backup           None yet, and no real file is loaded." in done.stdout
    assert "WARNING backup key       There is no key for backups" in done.stdout
    assert "WARNING instance         Any database would be used. Set INSTANCE_ID=" in done.stdout


@pytest.mark.parametrize(
    ("environment", "level"),
    [({}, "good   "), ({"BACKUP_KEY_FILE": "/no/such"}, "WARNING")],
)
def test_with_the_sample_a_key_may_be_missing_but_not_wrong(typed, tmp_path, environment, level):
    url = f"sqlite:///{tmp_path / 'sample.db'}"
    table = IndicatorTable.open(url)
    take_in(table, [row("visits", "a", LAST, 1, 2)], file="1", synthetic=True)
    table.engine.dispose()
    done = typed({"DATABASE_URL": url} | environment, "doctor")
    assert f"{level} backup key " in done.stdout


def test_tables_of_a_newer_version_need_that_version_and_no_migration(typed, real):
    with open_engine(real["DATABASE_URL"]) as engine, engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    said = typed(real, "doctor").stdout
    assert "Start the newest version that was used here" in said
    assert "migrate" not in said.partition("migrations ")[2]


def test_tables_of_another_version_are_said(typed, real):
    with open_engine(real["DATABASE_URL"]) as engine, engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0018'"))
    assert "this program needs" in typed(real, "doctor").stdout


@pytest.mark.parametrize(
    ("megabytes", "said", "status"),
    [
        (15, "WRONG   disk space       15 MB are free in", 1),
        (16, "WARNING disk space       16 MB are free in", 0),
        (1024, "has space.", 0),
    ],
)
def test_little_space_is_warned_about_and_none_is_wrong(
    typed, real, monkeypatch, megabytes, said, status
):
    free = SimpleNamespace(free=megabytes * 1024**2)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: free)
    done = typed(real, "doctor")
    assert said in done.stdout
    assert done.returncode == status


def test_clocks_that_differ_are_said(database_url):
    with open_engine(database_url) as engine:
        now = datetime.now(UTC)
        assert check_clock(engine, now).level is Level.GOOD
        assert check_clock(engine, now + timedelta(minutes=3)).level is Level.WARNING
