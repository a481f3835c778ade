"""The migrations and the tables the code knows are the same thing, on both databases."""

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext

from indicators.domain.errors import UserError
from indicators.domain.refusals import Refusal, RefusalCode
from indicators.store import database
from indicators.store.database import (
    MIGRATIONS,
    OtherVersionError,
    connect,
    get_newest_revision,
    is_known_revision,
    migrate,
    open_migration,
    open_write_transaction,
)
from indicators.store.observations import IndicatorTable
from indicators.store.schema import metadata
from tests.conftest import ROOT
from tests.support.builders import row, take_in
from tests.support.generated_places import LAST

TABLES = {"load", "refusal", "observation", "repeat", "original", "city_total"}
ONLY_ON_SQLITE = "fk_observation_replaced_by"
TABLES |= {"staged", "staged_part", "staged_cells", "secret", "profile", "spelling"}
TABLES |= {"counts_declaration", "pdf_job", "figure_comment"}
TABLES |= {"audit_event", "audit_head", "rate_count"}
TABLES |= {"action", "action_change", "action_note"}
TABLES |= {"user_account", "user_identity", "unknown_identity", "user_password", "user_session"}
TABLES |= {"user_authenticator", "recovery_code", "invitation", "pending_sign_in"}
TABLES |= {"api_token", "sign_in_failure"}
TABLES |= {"release", "release_table", "instance", "job_run"}
TABLES |= {"setup_entry", "council", "council_file"}
TABLES |= {"parent_feedback", "parent_feedback_change"}
TABLES |= {"survey", "survey_removal", "survey_score"}
TABLES |= {"meeting", "meeting_item", "meeting_record", "meeting_plan"}
TABLES |= {"private_link", "digest_subscription", "digest_delivery"}
TABLES |= {"escalation", "escalation_record"}
TABLES |= {"record_version", "setting_change", "boundary_draft"}
TABLES |= {"arrival", "place_set"}


@pytest.fixture
def engine(empty_database_url):
    engine = connect(empty_database_url)
    yield engine
    engine.dispose()


def names(engine):
    return set(sa.inspect(engine).get_table_names()) - {"alembic_version"}


def downgrade(engine, revision):
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with open_migration(engine) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)


def test_migrations_make_the_tables_the_code_knows(engine):
    migrate(engine)
    assert names(engine) == TABLES == set(metadata.tables)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differ = [
            each
            for each in compare_metadata(context, metadata)
            if not (each[0] == "add_fk" and each[1].name == ONLY_ON_SQLITE)
        ]
        assert differ == []
    keys = {key["name"] for key in sa.inspect(engine).get_foreign_keys("observation")}
    assert (keys == {ONLY_ON_SQLITE}) == (engine.dialect.name == "sqlite")


def test_migrated_and_made_from_the_code_have_the_same_columns_and_indexes(engine):
    def shape():
        look = sa.inspect(engine)
        return {
            name: (
                [(c["name"], str(c["type"]), c["nullable"]) for c in look.get_columns(name)],
                sorted((i["name"], i["column_names"], i["unique"]) for i in look.get_indexes(name)),
                sorted(check["sqltext"] for check in look.get_check_constraints(name)),
            )
            for name in TABLES
        }

    migrate(engine)
    migrated = shape()
    metadata.drop_all(engine)
    metadata.create_all(engine)
    assert shape() == migrated


def test_migrating_again_changes_nothing(engine):
    table = IndicatorTable(engine)
    migrate(engine)
    take_in(table, [row("visits", "a", LAST, 1, 2)])
    before = (
        table.history.list_loads(),
        table.read_page({frozenset("a"): ["visits"]}, 0, 999999, limit=9, offset=0),
    )
    migrate(engine)
    assert (
        table.history.list_loads(),
        table.read_page({frozenset("a"): ["visits"]}, 0, 999999, limit=9, offset=0),
    ) == before


def test_what_was_loaded_before_there_was_a_history_can_be_seen_and_undone(engine):
    migrate(engine)
    table = IndicatorTable(engine)
    for n in (1, 2):
        take_in(table, [row("visits", "a", LAST, n, 9)], file=str(n))
    asked = ["visits"], ["a"], [LAST.number]
    downgrade(engine, "0001")
    migrate(engine)
    assert [tuple(found) for found in table.read_observations(*asked)] == [
        row("visits", "a", LAST, 2, 9)
    ]
    earlier = table.after(1).read_observations(*asked)
    assert [tuple(found) for found in earlier] == [row("visits", "a", LAST, 1, 9)]
    now = datetime(2027, 1, 1, tzinfo=UTC)
    table.undo_load(2, now=now, who="", why="", not_areas=[])
    assert [tuple(found) for found in table.read_observations(*asked)] == list(map(tuple, earlier))


def test_arrivals_of_what_was_loaded_before_they_were_kept_are_counted(engine):
    migrate(engine)
    table = IndicatorTable(engine)
    take_in(table, [row("visits", area, LAST, 1, 9) for area in "abc"])
    restated = [row("visits", "a", LAST, 2, 9), row("plans", "d", LAST - 1, 1)]
    load_id, _ = take_in(table, restated, file="b.csv", service="health-visiting")
    take_in(table, [row("visits", "city", LAST, 5, 9)], file="c.csv")
    now = datetime(2027, 1, 1, tzinfo=UTC)

    def count_arrivals(month):
        return sorted(table.count_arrivals(["visits", "plans"], month.number, "city"))

    assert count_arrivals(LAST) == [("health-visiting", 1, False), ("midwifery", 2, True)]
    before = [count_arrivals(LAST), count_arrivals(LAST - 1)]
    downgrade(engine, "0028")
    migrate(engine)
    assert [count_arrivals(LAST), count_arrivals(LAST - 1)] == before
    table.undo_load(load_id, now=now, who="", why="", not_areas=[])
    assert [count_arrivals(LAST), count_arrivals(LAST - 1)] == [[("midwifery", 3, True)], []]


def test_refusals_stored_before_they_had_codes_keep_their_words(engine):
    migrate(engine)
    table = IndicatorTable(engine)
    columns = [("C", "Due (all)"), ("M", ""), ("", "")]
    refusals = [
        Refusal(
            RefusalCode.COUNT_NEGATIVE, "1", "", 2, *column, "-1", "Negative.", "Correct it.", "Do."
        )
        for column in columns
    ]
    take_in(table, [row("visits", "a", LAST, 1, 2)], file="1", refusals=refusals)
    downgrade(engine, "0005")
    with engine.connect() as connection:
        told = connection.execute(sa.text('SELECT "column", why FROM refusal ORDER BY id')).all()
        assert list(map(tuple, told)) == [
            ("C (Due (all))", "Negative."),
            ("M (no heading)", "Negative."),
            ("", "Negative."),
        ]
    migrate(engine)
    assert table.history.read_refusals(1) == [
        replace(each, code=RefusalCode.NOT_RECORDED, sender_remedy="") for each in refusals
    ]


def test_the_first_tables_can_be_taken_back_and_made_again(engine):
    migrate(engine)
    downgrade(engine, "base")
    assert names(engine) == set()
    migrate(engine)
    assert names(engine) == TABLES


@pytest.mark.slow
def test_two_workers_that_start_at_once_migrate_once(empty_database_url, engine):
    start = "from indicators.store.database import *; migrate(connect(sys.argv[1]))"
    command = [sys.executable, "-c", f"import sys; {start}", empty_database_url]
    workers = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE) for _ in range(2)]
    assert [worker.communicate()[1] for worker in workers] == [b"", b""]
    assert names(engine) == TABLES


@pytest.mark.parametrize(
    ("url", "told"),
    [("nonsense", "is not a database address"), ("mysql://host/name", "mysql, which is not supp")],
)
def test_an_address_that_will_not_do_is_told_with_one_that_will(url, told):
    with pytest.raises(UserError, match=told):
        connect(url)


def test_another_version_in_its_folder_does_not_change_what_a_process_needs(tmp_path, monkeypatch):
    newest = get_newest_revision()
    (tmp_path / "versions").mkdir()
    (tmp_path / "versions" / "9999_later.py").touch()
    monkeypatch.setattr(database, "MIGRATIONS", tmp_path)
    assert get_newest_revision() == newest
    assert not is_known_revision("9999")


@pytest.mark.parametrize("other", ["0028", "9999"])
def test_tables_of_another_version_are_not_changed(other, database_url):
    engine = connect(database_url)
    with engine.begin() as connection:
        connection.execute(
            sa.text("UPDATE alembic_version SET version_num = :other"), {"other": other}
        )
    says = (
        f"of version {other}, and this server of {get_newest_revision()}. So nothing was changed."
    )
    with pytest.raises(OtherVersionError, match=says), open_write_transaction(engine):
        pytest.fail("The transaction was begun.")
    engine.dispose()
