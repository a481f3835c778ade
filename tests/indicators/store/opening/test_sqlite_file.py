"""A file that was replaced under open connections: its rows are shown, not those of the old one."""

import pytest
import sqlalchemy as sa

from indicators.store.database import connect

COUNT = sa.text("SELECT count(*) FROM one")


@pytest.fixture
def engine(tmp_path):
    engine = make(tmp_path / "open.db", rows=1)
    yield engine
    engine.dispose()


def make(path, *, rows):
    engine = connect(f"sqlite:///{path}")
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE one (id INTEGER)"))
        for number in range(rows):
            connection.execute(sa.text("INSERT INTO one VALUES (:id)"), {"id": number})
    return engine


def count(engine):
    with engine.connect() as connection:
        return connection.scalar(COUNT)


def test_a_connection_is_to_the_file_that_has_the_name_now(engine, tmp_path):
    assert count(engine) == 1
    make(tmp_path / "restored.db", rows=3).dispose()
    (tmp_path / "restored.db").rename(tmp_path / "open.db")
    assert count(engine) == 3


def test_no_empty_database_is_begun_in_place_of_one_that_is_gone(engine, tmp_path):
    assert count(engine) == 1
    (tmp_path / "open.db").rename(tmp_path / "moved.db")
    for _ in range(2):
        with pytest.raises(sa.exc.OperationalError, match="the file of the database is gone"):
            count(engine)
    assert not (tmp_path / "open.db").exists()
    (tmp_path / "moved.db").rename(tmp_path / "open.db")
    assert count(engine) == 1
