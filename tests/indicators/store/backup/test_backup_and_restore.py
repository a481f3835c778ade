"""A backup has every row of every table, and gives all of them back, on either database."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pyrage
import pytest
import sqlalchemy as sa

from app import create_app
from indicators.access.permissions import PARTNER
from indicators.domain.audit.audit_event import AuditKind
from indicators.store.audit_log import AuditLog
from indicators.store.audit_trail.audit_tables import audit_event
from indicators.store.backup.backup_errors import BackupFileError, NotEmptyError
from indicators.store.backup.backup_values import find_kind
from indicators.store.backup.check_backup import check_backup
from indicators.store.backup.read_backup import open_backup
from indicators.store.backup.restore_backup import restore_backup
from indicators.store.backup.restore_guards import lift_guards
from indicators.store.backup.write_backup import write_backup
from indicators.store.database import (
    connect,
    migrate,
    open_migration,
    open_write_transaction,
    upgrade,
)
from indicators.store.observations import IndicatorTable
from indicators.store.schema import load, metadata, original
from layouts.site import flash_messages
from tests.support.builders import row, take_in
from tests.support.full_database import SHA256, fill_every_table, read_every_table
from tests.support.generated_places import LAST
from tests.support.sample_site import copy_sample

KEY = pyrage.x25519.Identity.generate()
NOW = datetime(2026, 11, 29, 18, tzinfo=UTC)
PAGES = ["/", "/compare", "/team/tile-hill-canley", "/data", "/changes", "/audit", "/actions"]
GUARDED = [
    "UPDATE audit_event SET what = 'x'",
    "DELETE FROM audit_event",
    "DELETE FROM audit_head",
    "UPDATE audit_head SET number = 99",
]


@pytest.fixture
def open_database():
    """open_database(url): an engine that is closed afterwards."""
    opened = []

    def open_database(url: str) -> sa.Engine:
        opened.append(connect(url))
        return opened[-1]

    yield open_database
    for engine in opened:
        engine.dispose()


@pytest.fixture
def full(database_url, open_database):
    engine = open_database(database_url)
    migrate(engine)
    fill_every_table(engine)
    return engine


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def empty(request, tmp_path, open_database):
    if request.param == "postgresql":
        return open_database(request.getfixturevalue("second_postgresql_url"))
    return open_database(f"sqlite:///{tmp_path / 'restored.db'}")


def make(engine, path, data=None):
    write_backup(engine, path, [KEY.to_public()], program="1.2.3", now=NOW, data=data)
    return path


def put_back(engine, path, data=None):
    with open_backup(path, [KEY]) as reader:
        return restore_backup(engine, reader, data)


def test_every_table_of_the_code_is_in_a_backup_with_all_its_columns(full, tmp_path):
    with open_backup(make(full, tmp_path / "b"), [KEY]) as reader:
        stored = {
            each.table.name: (each.table, len(list(each.rows))) for each in reader.read_sections()
        }
    for table in metadata.tables.values():
        found, rows = stored[table.name]
        assert found.columns == {c.name: find_kind(c.type) for c in table.columns}
        assert rows, table.name
    assert set(stored) - set(metadata.tables) == {"council files"}


def test_restored_rows_are_those_that_were_backed_up(full, empty, tmp_path):
    check = put_back(empty, make(full, tmp_path / "b"))
    assert (check.faults, check.originals, check.chain.head.number) == ([], 1, 3)
    assert read_every_table(empty) == read_every_table(full)
    assert AuditLog(empty).check() == AuditLog(full).check() == check.chain


def test_a_restored_database_goes_on_as_before(full, empty, tmp_path):
    put_back(empty, make(full, tmp_path / "b"))
    for statement in GUARDED:
        with pytest.raises(sa.exc.DBAPIError, match="only grows"), empty.begin() as connection:
            connection.exec_driver_sql(statement)
    with pytest.raises(sa.exc.IntegrityError), empty.begin() as connection:
        connection.execute(sa.update(load).values(undoes=77))
    table = IndicatorTable(empty)
    load_id, _ = take_in(table, [row("visits", "a", LAST, 1, 2)], file="next")
    assert load_id == 10
    AuditLog(empty).record(AuditKind.UNDO, "load 10")
    assert AuditLog(empty).check().fault == ""
    migrate(empty)


def test_a_database_with_tables_is_not_restored_into(full, tmp_path):
    before = read_every_table(full)
    with pytest.raises(NotEmptyError, match="not empty, so nothing was restored"):
        put_back(full, make(full, tmp_path / "b"))
    assert read_every_table(full) == before


def test_faults_of_the_database_are_found_in_the_backup_and_it_is_restored_all_the_same(
    full, empty, tmp_path
):
    with full.begin() as connection:
        connection.execute(sa.delete(original).where(original.c.part == 9))
        with lift_guards(connection):
            connection.execute(
                sa.update(audit_event).where(audit_event.c.number == 2).values(what="x")
            )
    path = make(full, tmp_path / "b")
    with open_backup(path, [KEY]) as reader:
        faults = check_backup(reader).faults
    assert faults == [
        "The audit log is not intact. Event 2 was changed, inserted or moved.",
        f"The original file {SHA256[:12]} is damaged.",
    ]
    assert put_back(empty, path).faults == faults
    assert read_every_table(empty) == read_every_table(full)


def test_a_backup_is_of_one_moment(database_url, open_database, tmp_path):
    engine = open_database(database_url)
    migrate(engine)
    table = IndicatorTable(engine)
    take_in(table, [row("visits", "a", LAST, 1, 2)], file="1")
    before = read_every_table(engine)

    class Late(datetime):
        """The moment of a backup, asked for after its first read: then another load comes."""

        def astimezone(self, tz=None):
            with open_write_transaction(engine) as connection:
                connection.execute(sa.text("UPDATE load SET why = 'later'"))
            return super().astimezone(tz)

    late = Late(2026, 11, 29, tzinfo=UTC)
    write_backup(engine, tmp_path / "b", [KEY.to_public()], program="1", now=late)
    assert read_every_table(engine) != before
    restored = open_database(f"sqlite:///{tmp_path / 'restored.db'}")
    put_back(restored, tmp_path / "b")
    assert read_every_table(restored) == before


def test_a_backup_of_an_older_version_is_restored_and_migrated(
    empty_database_url, empty, tmp_path, open_database
):
    engine = open_database(empty_database_url)
    with open_migration(engine) as connection:
        upgrade(connection, "0011")
        connection.execute(sa.text("INSERT INTO secret VALUES ('forms', 'kept')"))
    put_back(empty, make(engine, tmp_path / "b"))
    assert set(metadata.tables) < set(sa.inspect(empty).get_table_names())
    assert read_every_table(empty)["secret"] == [("forms", "kept")]


def test_a_backup_of_a_newer_version_is_refused(full, empty, tmp_path):
    with full.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(BackupFileError, match="by a newer version of this program"):
        put_back(empty, make(full, tmp_path / "b"))
    assert sa.inspect(empty).get_table_names() == []


def test_a_table_that_no_migration_makes_is_said(full, empty, tmp_path):
    with full.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE another (id integer PRIMARY KEY)")
    with pytest.raises(BackupFileError, match="tables that this version does not know: another"):
        put_back(empty, make(full, tmp_path / "b"))
    assert sa.inspect(empty).get_table_names() == []


def test_the_files_of_the_council_are_in_it(full, empty, tmp_path):
    data = tmp_path / "data"
    (data / "catalogue").mkdir(parents=True)
    (data / "catalogue" / "visits.toml").write_bytes(b"code = 1")
    put_back(empty, make(full, tmp_path / "b", data), tmp_path / "written")
    assert (tmp_path / "written" / "catalogue" / "visits.toml").read_bytes() == b"code = 1"


def read_page(app, path):
    with app.server.test_request_context(path):
        flash_messages.begin_page(path, {}, is_live=False)
        html = app.site.get_view(path, {}, PARTNER).html
    return re.sub(r'(name="csrf_token" value=)"[^"]+"', r"\1", html)  # new for each page


@pytest.mark.slow
def test_pages_are_the_same_after_a_restore(empty, tmp_path):
    settings = copy_sample(tmp_path)
    before = create_app(settings)
    put_back(empty, make(before.site.reports.table.engine, tmp_path / "b"))
    url = empty.url.render_as_string(hide_password=False)
    after = create_app(replace(settings, database_url=url))
    for path in PAGES:
        pages = [read_page(each, path) for each in (before, after)]
        assert pages[0] == pages[1], path
        assert len(pages[0]) > 1000, path
    after.site.reports.table.engine.dispose()
