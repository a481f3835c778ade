"""A query that goes to the driver as text answers as SQLAlchemy does, and is measured like it."""

import logging
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from indicators.domain.people.users import UserDetails
from indicators.store.accounts.account_schema import user_account
from indicators.store.accounts.session_table import SessionTable
from indicators.store.accounts.user_table import UserTable
from indicators.store.moments import read_moment, strip_zone
from indicators.store.observations import IndicatorTable
from indicators.store.operations.statement_times import watch_statements
from indicators.store.page_reads.direct_query import DirectQuery
from tests.support.databases import create_sqlite

NOW = datetime(2026, 10, 5, 9, 30, 0, 250, tzinfo=UTC)
ASKED = sa.select(
    user_account.c.id,
    user_account.c.organisation,
    user_account.c.disabled_at,
    user_account.c.made_at,
    sa.func.coalesce(user_account.c.disabled_at.is_(None), sa.literal("nobody") == "50 %"),
).where(user_account.c.name == sa.bindparam("name"))
QUERY = DirectQuery(ASKED)
MANY = (
    sa.select(user_account.c.name, user_account.c.disabled_at)
    .where(
        user_account.c.name.in_(sa.bindparam("names", expanding=True)),
        user_account.c.organisation == sa.bindparam("of"),
    )
    .order_by(user_account.c.name)
)


@pytest.fixture
def engine(database_url):
    engine = IndicatorTable.open(database_url).engine
    for name in ("Ann", "O'Brien; --"):
        UserTable(engine).add(UserDetails(name, f"{len(name)}@example.org", "CCC", ()), NOW)
    yield engine
    engine.dispose()


@pytest.mark.parametrize("name", ["Ann", "O'Brien; --"])
def test_it_gives_the_row_that_sqlalchemy_gives(engine, name):
    found = QUERY.read_first(engine, name=name)
    with engine.connect() as connection:
        expected = connection.execute(ASKED, {"name": name}).one()
    assert found[:3] == expected[:3]
    assert read_moment(found[3]) == expected.made_at == strip_zone(NOW)
    assert bool(found[4]) is True


def test_nothing_is_found_for_another_value(engine):
    assert QUERY.read_first(engine, name="Anne") is None


@pytest.mark.parametrize("names", [[], ["Ann"], ["O'Brien; --", "Ann", "nobody"], ["Ann"] * 40])
def test_lists_of_any_length_give_the_rows_that_sqlalchemy_gives(engine, names):
    query = DirectQuery(MANY)
    for of in ("CCC", "others"):
        given = {"names": names, "of": of}
        with engine.connect() as connection:
            expected = [tuple(row) for row in connection.execute(MANY, given)]
        assert query.read_all(engine, **given) == expected


@pytest.mark.parametrize("names", [[], ["Ann", "O'Brien; --"]])
def test_dictionaries_hold_what_sqlalchemy_makes_of_the_values(engine, names):
    moment = user_account.c.made_at
    asked = MANY.add_columns(moment, (moment > NOW.replace(tzinfo=None)).label("is_late"))
    given = {"names": names, "of": "CCC"}
    with engine.connect() as connection:
        expected = [row._asdict() for row in connection.execute(asked, given)]
    found = DirectQuery(asked).read_dicts(engine, **given)
    assert found == expected
    assert [(row["made_at"], row["is_late"]) for row in found] == [
        (strip_zone(NOW), False) for _ in names
    ]


def test_lists_of_the_same_length_are_not_mixed_up(engine):
    query = DirectQuery(MANY)
    for name in ("Ann", "nobody", "O'Brien; --"):
        found = query.read_all(engine, of="CCC", names=[name])
        assert [row[0] for row in found] == [name] * (name != "nobody")


def test_it_sees_what_was_written_since_and_keeps_no_connection(engine):
    first = QUERY.read_first(engine, name="Ann")
    UserTable(engine).disable(first[0], NOW)
    assert first[2] is None
    assert read_moment(QUERY.read_first(engine, name="Ann")[2]) == strip_zone(NOW)
    assert engine.pool.checkedout() == 0


def test_a_failure_is_one_of_sqlalchemy_and_gives_its_connection_back(engine):
    with pytest.raises(sa.exc.DBAPIError):
        DirectQuery(sa.select(sa.text("1 / nothing"))).read_first(engine)
    assert engine.pool.checkedout() == 0
    assert QUERY.read_first(engine, name="Ann") is not None


def test_a_database_that_is_gone_is_a_failure_of_sqlalchemy_too(tmp_path):
    table = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    (tmp_path / "test.db").unlink()
    with pytest.raises(sa.exc.OperationalError, match="gone"):
        table.list_months_with_data(["visits"])
    table.engine.dispose()


def test_it_is_measured_and_a_slow_one_is_logged_with_who_asked(engine, caplog):
    seen = []
    watch_statements(engine, seen.append, slow=0)
    caplog.set_level(logging.WARNING)
    SessionTable(engine).find("no session")
    assert len(seen) == 1
    asked = [record.fields["query"] for record in caplog.records]
    assert asked == ["indicators.store.accounts.session_table.find"]
