"""Statements are measured, and the slow ones are named by the function that asked."""

import logging

import pytest
import sqlalchemy as sa

from indicators.store.database import connect
from indicators.store.observations import IndicatorTable
from indicators.store.operations.statement_times import watch_statements

LOGGER = "indicators.store.operations.statement_times"


@pytest.fixture
def engine(database_url):
    table = IndicatorTable.open(database_url)
    yield table.engine
    table.engine.dispose()


def test_every_statement_is_measured_and_a_quick_one_is_not_logged(engine, caplog):
    seen = []
    watch_statements(engine, seen.append, slow=60)
    with engine.connect() as connection:
        connection.execute(sa.text("SELECT 1"))
        connection.execute(sa.text("SELECT 2"))
    assert len(seen) >= 2
    assert all(seconds >= 0 for seconds in seen)
    assert caplog.records == []


def test_a_slow_one_is_logged_with_who_asked_and_without_what_for(engine, caplog):
    watch_statements(engine, lambda _: None, slow=0)
    caplog.set_level(logging.WARNING, logger=LOGGER)
    IndicatorTable(engine).read_observations(["jane"], ["doe"], [1])
    fields = caplog.records[-1].fields
    assert fields["query"].startswith("indicators.store.")
    assert fields["ms"] >= 0
    assert "jane" not in str([record.__dict__ for record in caplog.records])


def test_a_database_that_is_not_watched_logs_nothing(database_url, caplog):
    engine = connect(database_url)
    with engine.connect() as connection:
        connection.execute(sa.text("SELECT 1"))
    engine.dispose()
    assert caplog.records == []
