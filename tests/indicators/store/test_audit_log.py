"""The audit log: it only grows, and a change made past it is found."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.domain.audit.actor import SYSTEM, Actor, act_as
from indicators.domain.audit.audit_event import AuditEvent, AuditKind
from indicators.store.audit_log import LONGEST_TEXT, AuditLog, append_event, record_event
from indicators.store.audit_trail.audit_chain import START, ChainHead
from indicators.store.audit_trail.audit_tables import audit_event, audit_head
from indicators.store.database import connect, migrate, open_write_transaction
from tests.conftest import ROOT

NOW = datetime(2026, 11, 29, 9, 30, 15, 250, tzinfo=UTC)
JO = Actor("user:7", "192.0.2.4", "abc123")
COLUMNS = [column.name for column in audit_event.c]
TRIGGERS = {
    "sqlite": [
        "DROP TRIGGER audit_event_not_changed",
        "DROP TRIGGER audit_event_not_removed",
        "DROP TRIGGER audit_head_stays",
        "DROP TRIGGER audit_head_only_moves_on",
    ],
    "postgresql": [
        "ALTER TABLE audit_event DISABLE TRIGGER ALL",
        "ALTER TABLE audit_head DISABLE TRIGGER ALL",
    ],
}


@pytest.fixture
def engine(database_url):
    engine = connect(database_url)
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def log(engine):
    return AuditLog(engine)


def event(number=1, kind=AuditKind.LOAD, **more):
    at = NOW + timedelta(seconds=number)
    return AuditEvent(**{"kind": kind, "what": f"load {number}", "at": at, "actor": JO} | more)


def fill(log, many):
    for number in range(1, many + 1):
        log.append(event(number))


def read(engine):
    with engine.connect() as connection:
        found = connection.execute(sa.select(audit_event).order_by(audit_event.c.number))
        return [dict(row) for row in found.mappings()]


def let_anybody_write(engine):
    with engine.begin() as connection:
        for statement in TRIGGERS[engine.dialect.name]:
            connection.exec_driver_sql(statement)


def replace_rows(engine, rows):
    """What someone could do who owns the database."""
    with engine.begin() as connection:
        connection.execute(sa.delete(audit_event))
        if rows:
            connection.execute(sa.insert(audit_event), rows)


def test_an_empty_log_is_intact(log):
    assert log.check().head == ChainHead(0, START)
    assert log.check().fault == ""


def test_an_event_says_who_did_what_when_why_and_from_where(log, engine):
    assert log.append(event(reason="Sent twice"))
    (row,) = read(engine)
    del row["hash"]
    assert row == {
        "number": 1,
        "at": datetime(2026, 11, 29, 9, 30, 16, 250),  # noqa: DTZ001 - as it is stored
        "kind": "load",
        "who": "user:7",
        "what": "load 1",
        "reason": "Sent twice",
        "origin": "192.0.2.4",
        "request": "abc123",
        "once": None,
    }


def test_the_chain_is_intact_after_every_event_and_ends_with_the_last(log, engine):
    heads = []
    for number in range(1, 4):
        log.append(event(number))
        assert log.check().fault == ""
        heads.append(log.check().head)
    assert [head.number for head in heads] == [1, 2, 3]
    assert heads[-1].hash == read(engine)[-1]["hash"]
    assert len({head.hash for head in heads}) == 3


def test_an_event_of_a_change_is_kept_only_if_the_change_is(log, engine):
    def fail_halfway():
        with open_write_transaction(engine) as connection:
            record_event(connection, AuditKind.UNDO, "load 3")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_halfway()
    assert read(engine) == []
    with open_write_transaction(engine) as connection:
        record_event(connection, AuditKind.UNDO, "load 3", "A wrong file")
    (row,) = read(engine)
    assert (row["what"], row["reason"], row["who"]) == ("load 3", "A wrong file", SYSTEM.who)
    assert log.check().fault == ""


def test_an_event_is_of_whoever_acts_when_it_is_recorded(engine):
    acting = [Actor("user:1", "192.0.2.1", "r1"), Actor("user:2", "192.0.2.2", "r2")]
    remaining = iter(acting)
    with act_as(lambda: next(remaining)), open_write_transaction(engine) as connection:
        record_event(connection, AuditKind.SIGN_OUT, "session")
        record_event(connection, AuditKind.SIGN_IN, "session")
    with open_write_transaction(engine) as connection:
        record_event(connection, AuditKind.LOAD, "load 1")
    rows = read(engine)
    assert [Actor(r["who"], r["origin"], r["request"]) for r in rows] == [*acting, SYSTEM]


def test_what_is_recorded_once_is_not_recorded_again(log, engine):
    assert log.append(event(1), once=("user:7", "/team/a", 41))
    assert not log.append(event(2), once=("user:7", "/team/a", 41))
    assert log.append(event(3), once=("user:7", "/team/a", 42))
    assert [row["what"] for row in read(engine)] == ["load 1", "load 3"]
    assert log.check().fault == ""


@pytest.mark.parametrize(
    "text", ["a\0b", "line\r\nline", "\ud800", "é" * 3000, "\x1b[31m", "'\"=1+1"]
)
def test_any_text_can_be_recorded_and_is_one_line(log, engine, text):
    log.append(event(reason=text, what=text))
    (row,) = read(engine)
    assert row["reason"].isprintable()
    assert len(row["reason"]) <= LONGEST_TEXT
    assert log.check().fault == ""


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET reason = 'x'",
        "UPDATE audit_event SET hash = hash WHERE number = 2",
        "DELETE FROM audit_event WHERE number = 2",
        "DELETE FROM audit_event",
        "DELETE FROM audit_head",
        "UPDATE audit_head SET number = 1",
        "UPDATE audit_head SET hash = 'x'",
        "TRUNCATE audit_event",
        "TRUNCATE audit_head",
    ],
)
def test_the_database_refuses_to_change_or_remove_events(log, engine, statement):
    fill(log, 2)
    before = read(engine)
    with pytest.raises(sa.exc.DBAPIError), engine.begin() as connection:
        connection.exec_driver_sql(statement)
    assert read(engine) == before
    assert log.check().fault == ""


# Whoever owns the database can drop the triggers. The chain shows what they did.


def change(rows, at, column, _):
    replaced = {"number": 999, "at": NOW, "once": "x" * 64, "hash": "0" * 64}
    rows[at] = rows[at] | {column: replaced.get(column, "other")}


def remove(rows, at, *_):
    del rows[at]


def insert(rows, at, *_):
    copied = rows[at] | {"what": "load 99", "once": None}
    rows[at:at] = [copied]
    for number, row in enumerate(rows, 1):
        row["number"] = number


def swap(rows, at, _, other):
    if at == other:
        other = (at + 1) % len(rows)
    rows[at], rows[other] = (
        rows[other] | {"number": rows[at]["number"]},
        rows[at] | {"number": rows[other]["number"]},
    )


def cut_off(rows, at, *_):
    del rows[at:]


MANY = 6
PLACES_IN_CHAIN = st.integers(0, MANY - 1)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from([change, remove, insert, swap, cut_off]),
    PLACES_IN_CHAIN,
    st.sampled_from(COLUMNS),
    PLACES_IN_CHAIN,
)
def test_any_tampering_is_found(tampered_log, tamper, at, column, other):
    log, good = tampered_log
    rows = [dict(row) for row in good]
    tamper(rows, at, column, other)
    replace_rows(log.engine, rows)
    checked = log.check()
    assert checked.fault
    assert checked.head.number <= len(good)
    replace_rows(log.engine, good)
    assert log.check().fault == ""


@pytest.fixture
def tampered_log(log, engine):
    fill(log, MANY)
    let_anybody_write(engine)
    return log, read(engine)


def test_a_log_cut_off_together_with_its_head_is_found_by_a_hash_noted_elsewhere(log, engine):
    fill(log, 3)
    noted = log.check().head
    let_anybody_write(engine)
    rows = read(engine)[:2]
    replace_rows(engine, rows)
    with engine.begin() as connection:
        connection.execute(sa.update(audit_head).values(number=2, hash=rows[-1]["hash"]))
    assert log.check().fault == ""  # nothing in the database can show it
    assert "cut off or replaced" in log.check(expected=noted.hash).fault


def test_a_hash_noted_earlier_is_still_found_when_the_log_has_grown(log):
    fill(log, 2)
    noted = log.check().head
    fill(log, 2)
    assert log.check(expected=noted.hash).fault == ""
    assert log.check(expected="0" * 63 + "1").fault


def test_what_was_checked_before_need_not_be_checked_again(log, engine):
    fill(log, 3)
    known = log.check().head
    fill(log, 2)
    assert log.check(known=known).head.number == 5
    let_anybody_write(engine)
    rows = read(engine)
    replace_rows(engine, [*rows[:2], rows[2] | {"hash": "f" * 64}, *rows[3:]])
    assert log.check(known=known).head.number == 2  # what was known has changed


# Several at once


def test_threads_that_append_at_once_make_one_chain(log, engine):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: log.append(event(number)), range(1, 41)))
    assert log.check().fault == ""
    assert sorted(row["what"] for row in read(engine)) == sorted(f"load {n}" for n in range(1, 41))


def test_threads_that_record_the_same_once_record_it_once(log):
    with ThreadPoolExecutor(8) as pool:
        new = list(pool.map(lambda number: log.append(event(number), once=("a",)), range(16)))
    assert new.count(True) == 1
    assert log.check().head.number == 1


PROCESS = """
import sys
from datetime import UTC, datetime
from indicators.domain.audit.actor import Actor
from indicators.domain.audit.audit_event import AuditEvent, AuditKind
from indicators.store.audit_log import AuditLog
from indicators.store.database import connect
log = AuditLog(connect(sys.argv[1]))
for number in range(15):
    log.append(AuditEvent(AuditKind.LOAD, str(number), datetime.now(UTC), Actor(sys.argv[2])))
"""


@pytest.mark.slow
def test_processes_that_append_at_once_make_one_chain(log, database_url):
    running = [
        subprocess.Popen([sys.executable, "-c", PROCESS, database_url, str(number)], cwd=ROOT)
        for number in range(3)
    ]
    assert [process.wait(60) for process in running] == [0, 0, 0]
    assert log.check().head.number == 45
    assert log.check().fault == ""


def test_an_event_in_a_longer_transaction_waits_for_nobody_but_others_who_append(log, engine):
    with open_write_transaction(engine) as connection:
        append_event(connection, event(1))
    log.append(event(2))
    assert log.check().head.number == 2
