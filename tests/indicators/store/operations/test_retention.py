"""What is removed when its time is over, what stays, and how a leaver's name goes."""

import importlib
import pkgutil
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

import indicators.store
from indicators.configuration.retention_reader import FILE, read_retention
from indicators.domain.errors import ConfigurationError
from indicators.domain.operations.retention import Retention
from indicators.domain.people.users import UserDetails
from indicators.store.accounts.account_schema import user_identity, user_session
from indicators.store.accounts.session_table import SessionTable
from indicators.store.accounts.user_table import UserTable
from indicators.store.audit_log import AuditLog
from indicators.store.moments import strip_zone
from indicators.store.observations import IndicatorTable
from indicators.store.operations.clean_up import clean_up
from indicators.store.operations.leavers import NAME_COLUMNS, OWN_TABLES, pseudonymise_leavers
from indicators.store.schema import figure_comment, load, metadata, original
from indicators.store.settings.draft_store import DraftStore
from indicators.store.settings.setting_tables import boundary_draft
from tests.support.audit_events import list_events
from tests.support.builders import row, take_in
from tests.support.generated_places import LAST

NOW = datetime(2026, 11, 29, 18, tzinfo=UTC)
SECOND = timedelta(seconds=1)
RULES = Retention()
YEAR = RULES.leavers.age


@pytest.fixture
def table(database_url):
    table = IndicatorTable.open(database_url)
    yield table
    table.engine.dispose()


def keep_file(table, name, moment):
    rows = [row("visits", "a", LAST, len(name), 9)]
    take_in(table, rows, file=name, loaded_at=strip_zone(moment), original=[b"x"])


def list_kept(table):
    with table.engine.connect() as connection:
        kept = sa.select(load.c.file).join(original, original.c.sha256 == load.c.sha256)
        return sorted(connection.scalars(kept))


def test_an_original_goes_when_its_time_is_over_and_its_figures_stay(table):
    keep_file(table, "1", NOW - RULES.originals.age - SECOND)
    keep_file(table, "22", NOW - RULES.originals.age)
    assert clean_up(table.engine, RULES, NOW).originals == 1
    assert list_kept(table) == ["22"]
    assert len(table.history.list_loads()) == 2
    told = list_events(table.engine, "retention")
    assert told == [("retention", "1 original files removed after 1826 days", "")]
    assert clean_up(table.engine, RULES, NOW).originals == 0


def add_user(table, name="Ada Min", email="ada@example.org"):
    details = UserDetails(name, email, "CWPT", ("analyst",), "", "")
    return UserTable(table.engine).add(details, NOW - 3 * YEAR)


def begin_session(table, user, hashed, moment):
    SessionTable(table.engine).begin(
        user.id, hashed, browser="Firefox", network="10.0.0.x", method="password", now=moment
    )


def test_a_session_goes_when_its_time_is_over(table):
    user = add_user(table)
    begin_session(table, user, "a" * 64, NOW - RULES.sessions.age - SECOND)
    begin_session(table, user, "b" * 64, NOW - RULES.sessions.age)
    assert clean_up(table.engine, RULES, NOW).sessions == 1
    with table.engine.connect() as connection:
        assert list(connection.scalars(sa.select(user_session.c.hash))) == ["b" * 64]


def test_a_draft_goes_when_its_time_is_over_accepted_discarded_or_neither(table):
    drafts, content = DraftStore(table.engine), {"from": "2027-04"}
    for age in (RULES.drafts.age + SECOND, RULES.drafts.age):
        for name in ("kept", "discarded"):
            secret = drafts.add(name, content, None, now=NOW - age)
            if name == "discarded":
                drafts.end(drafts.find(secret, None).key.number, name, now=NOW)
    assert clean_up(table.engine, RULES, NOW).drafts == 2
    with table.engine.connect() as connection:
        left = list(connection.scalars(sa.select(boundary_draft.c.made_at)))
    assert left == [strip_zone(NOW - RULES.drafts.age)] * 2
    told = list_events(table.engine, "retention")
    assert told == [("retention", "2 drafts of arrangements removed after 35 days", "")]


def comment(table, who):
    with table.engine.begin() as connection:
        values = {"indicator": "visits", "place": "a", "ended": LAST.number, "text": "Snow"}
        made = {"who": who, "made_at": strip_zone(NOW)}
        connection.execute(sa.insert(figure_comment).values(**values, **made))


def list_authors(table):
    with table.engine.connect() as connection:
        return sorted(connection.scalars(sa.select(figure_comment.c.who)))


def test_a_leaver_is_a_number_everywhere_and_the_audit_log_is_intact(table):
    users, user = UserTable(table.engine), add_user(table)
    begin_session(table, user, "a" * 64, NOW - 2 * YEAR)
    with table.engine.begin() as connection:
        linked = {"user_id": user.id, "linked_at": strip_zone(NOW)}
        connection.execute(sa.insert(user_identity).values(issuer="i", subject="s", **linked))
    comment(table, "Ada Min")
    comment(table, "Bo Lund")
    users.disable(user.id, NOW - YEAR - SECOND)
    before = AuditLog(table.engine).check().head
    assert pseudonymise_leavers(table.engine, YEAR, NOW) == 1
    found = users.find(user.id)
    assert (found.name, found.details.email) == ("Former user 1", "1@left.invalid")
    assert list_authors(table) == ["Bo Lund", "Former user 1"]
    with table.engine.connect() as connection:
        rows = [
            tuple(each) for t in metadata.sorted_tables for each in connection.execute(sa.select(t))
        ]
    assert "Ada" not in repr(rows)
    assert "ada@" not in repr(rows)
    checked = AuditLog(table.engine).check(expected=before.hash)
    assert (checked.fault, checked.head.number) == ("", before.number + 1)
    assert pseudonymise_leavers(table.engine, YEAR, NOW) == 0


def test_a_name_stays_for_its_time_and_while_the_user_is_here(table):
    user = add_user(table)
    assert pseudonymise_leavers(table.engine, YEAR, NOW) == 0
    UserTable(table.engine).disable(user.id, NOW - YEAR)
    assert pseudonymise_leavers(table.engine, YEAR, NOW) == 0
    assert UserTable(table.engine).find(user.id).name == "Ada Min"


def test_a_namesake_who_is_still_here_keeps_the_name(table):
    leaver = add_user(table)
    add_user(table, email="other@example.org")
    comment(table, "Ada Min")
    UserTable(table.engine).disable(leaver.id, NOW - 2 * YEAR)
    assert pseudonymise_leavers(table.engine, YEAR, NOW) == 1
    assert list_authors(table) == ["Ada Min"]


def test_every_column_that_says_who_and_every_table_of_a_user_is_known():
    for each in pkgutil.walk_packages(indicators.store.__path__, "indicators.store."):
        if ".migrations" not in each.name:
            importlib.import_module(each.name)
    of_users = {t for t in metadata.tables.values() if "user_id" in t.columns}
    assert of_users == set(OWN_TABLES)
    named = {c for t in metadata.sorted_tables for c in t.columns if c.name in {"who", "made_by"}}
    assert {str(c) for c in named} - {str(c) for c in NAME_COLUMNS} == {"audit_event.who"}


def test_the_council_sets_each_time_with_its_reason(tmp_path):
    assert read_retention(tmp_path) == RULES
    (tmp_path / FILE).write_text('[leavers]\ndays = 30\nreason = "Policy 7"\n', encoding="utf-8")
    read = read_retention(tmp_path)
    assert (read.leavers.days, read.sessions) == (30, RULES.sessions)
    (tmp_path / FILE).write_text("[leavers]\ndays = 0\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="key leavers"):
        read_retention(tmp_path)
