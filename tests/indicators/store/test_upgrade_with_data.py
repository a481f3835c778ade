"""Whatever version of the tables the rows were written with, an upgrade keeps them."""

import pytest
import sqlalchemy as sa

from indicators.store.database import MIGRATIONS, connect, migrate, open_migration, upgrade
from indicators.store.schema import metadata
from tests.support.full_database import fill_every_table

REVISIONS = sorted(each.name[:4] for each in (MIGRATIONS / "versions").glob("[0-9]*.py"))


@pytest.fixture
def engine(empty_database_url):
    engine = connect(empty_database_url)
    yield engine
    engine.dispose()


def reflect(engine):
    """The tables as this database has them."""
    tables = sa.MetaData()
    tables.reflect(engine)
    tables.remove(tables.tables["alembic_version"])
    return tables


def read_rows(engine, tables):
    """The rows of these tables, in the columns that they have here."""
    with engine.connect() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(sa.select(table))), key=repr)
            for table in tables.sorted_tables
        }


@pytest.mark.parametrize("revision", REVISIONS)
def test_rows_of_every_version_are_there_after_the_upgrade(engine, revision):
    with open_migration(engine) as connection:
        upgrade(connection, revision)
    old = reflect(engine)
    fill_every_table(engine, old)
    before = read_rows(engine, old)
    assert all(before.values())
    migrate(engine)
    assert read_rows(engine, old) == before
    assert set(metadata.tables) == set(reflect(engine).tables)
