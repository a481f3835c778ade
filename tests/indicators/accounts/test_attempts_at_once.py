"""Attempts at once, from several threads as from several processes, are counted one by one."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from indicators.access.throttle import BY_ACCOUNT, KEPT_FOR
from indicators.store.accounts.failure_table import FailureTable
from indicators.store.database import connect, migrate

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
WAITS = {"a": BY_ACCOUNT.find_wait}


@pytest.fixture
def failures(database_url):
    engine = connect(database_url)
    migrate(engine)
    yield FailureTable(engine, KEPT_FOR)
    engine.dispose()


def test_of_twenty_attempts_at_once_only_the_free_ones_are_made(failures):
    with ThreadPoolExecutor(8) as people:
        waits = list(people.map(lambda _: failures.begin_attempt(WAITS, NOW), range(20)))
    assert waits.count(timedelta()) == BY_ACCOUNT.free


def test_an_attempt_that_has_to_wait_does_not_make_the_wait_longer(failures):
    for _ in range(5):
        failures.begin_attempt(WAITS, NOW)
    first = failures.begin_attempt(WAITS, NOW)
    assert failures.begin_attempt(WAITS, NOW) == first == timedelta(seconds=30)


def test_a_right_attempt_is_taken_back_and_others_stay(failures):
    for _ in range(5):
        failures.begin_attempt(WAITS, NOW)
    failures.take_back("a")
    assert failures.begin_attempt(WAITS, NOW) == timedelta()
    assert failures.begin_attempt(WAITS, NOW) > timedelta()
    failures.forget("a")
    assert failures.begin_attempt(WAITS, NOW) == timedelta()


def test_after_an_hour_failures_count_no_more(failures):
    for _ in range(5):
        failures.begin_attempt(WAITS, NOW)
    assert failures.begin_attempt(WAITS, NOW + KEPT_FOR) == timedelta()
