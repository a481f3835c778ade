"""The ledger of releases: an order, and nothing that is changed or lost."""

from datetime import UTC, datetime

import pytest

from indicators.domain.periods import Month
from indicators.domain.sharing.release import ReleaseCounts, ReleaseDraft
from indicators.store.observations import IndicatorTable
from indicators.store.releases.release_ledger import ReleaseLedger, unpack_content

MARCH = Month.of(2026, 3)
NOW = datetime(2026, 4, 20, 9, tzinfo=UTC)
COUNTS = ReleaseCounts(cells=10, hidden=4, small=3, revealed=1)


@pytest.fixture
def ledger(database_url):
    table = IndicatorTable.open(database_url)
    yield ReleaseLedger(table.engine)
    table.engine.dispose()


def record(ledger, month=MARCH, after=0, contents=None, note=""):
    draft = ReleaseDraft(month, event=7, digest="d" * 64, counts=COUNTS)
    given = {"visits": {"cells": [1]}} if contents is None else contents
    return ledger.record(draft, given, after=after, who="Ann", note=note, now=NOW)


def test_a_release_is_read_as_it_was_recorded(ledger):
    made = record(ledger, note="Board papers")
    assert ledger.list_releases() == [made] == ledger.list_releases(MARCH)
    assert (made.month, made.counts, made.who, made.note) == (MARCH, COUNTS, "Ann", "Board papers")
    assert made.made_at == NOW.replace(tzinfo=None)
    assert made.counts.additional == 1
    assert ledger.read_contents(made.id) == {"visits": {"cells": [1]}}


def test_the_latest_release_of_a_month_is_found(ledger):
    assert ledger.find_latest(MARCH) is None
    first = record(ledger)
    other = record(ledger, MARCH + 1, after=first.id)
    second = record(ledger, after=other.id)
    assert ledger.find_latest(MARCH) == second
    assert ledger.find_latest(MARCH + 1) == other
    assert ledger.list_releases(MARCH) == [first, second]


def test_a_release_that_was_not_checked_against_the_last_one_is_not_recorded(ledger):
    first = record(ledger)
    assert ledger.get_version() == first.id
    assert record(ledger, MARCH + 1, after=0) is None
    assert ledger.list_releases() == [first]
    assert ledger.read_contents(first.id + 1) == {}


def test_the_contents_of_earlier_releases_come_in_their_order(ledger):
    first = record(ledger, contents={"visits": [1], "plans": [2]})
    second = record(ledger, after=first.id, contents={"visits": [3]})
    record(ledger, after=second.id, contents={"visits": [4]})
    packed = ledger.read_packed_up_to(second.id)
    assert [(number, code, unpack_content(each)) for number, code, each in packed] == [
        (first.id, "plans", [2]),
        (first.id, "visits", [1]),
        (second.id, "visits", [3]),
    ]
