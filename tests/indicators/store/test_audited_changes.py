"""Every change that people make is in the audit log, with who made it and why."""

from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from indicators.domain.audit.actor import Actor, act_as
from indicators.domain.errors import UserError
from indicators.domain.loads import CountsDeclaration
from indicators.store.audit_log import AuditLog
from indicators.store.audit_trail.audit_tables import audit_event
from indicators.store.declarations import CountsDeclarations
from indicators.store.figure_comments import FigureComments
from indicators.store.user_settings import UserSettings
from tests.support.builders import row, take_in
from tests.support.generated_places import LAST
from tests.support.two_years import PLACES

NOW = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)
JO = Actor("user:7", "192.0.2.4", "abc123")


@pytest.fixture
def list_new(table):
    """list_new(): what was recorded since the last time, as (kind, what, reason)."""
    seen = 0

    def list_new():
        nonlocal seen
        wanted = sa.select(audit_event).where(audit_event.c.number > seen)
        with table.engine.connect() as connection:
            rows = list(connection.execute(wanted.order_by(audit_event.c.number)))
        seen += len(rows)
        assert AuditLog(table.engine).check().fault == ""
        assert all(
            (each.who, each.origin, each.request) == ("user:7", "192.0.2.4", "abc123")
            for each in rows
        )
        return [(each.kind, each.what, each.reason) for each in rows]

    with act_as(lambda: JO):
        yield list_new


@contextmanager
def nothing_happens(list_new):
    with pytest.raises(UserError):
        yield
    assert list_new() == []


def test_a_load_and_its_undoing(table, list_new):
    rows = [row("visits", "a", LAST, 1, 2)]
    take_in(table, rows, file="1", why="First file")
    assert list_new() == [("load", "load 1", "First file")]
    take_in(table, rows, file="1")  # the same file changes nothing
    assert list_new() == []
    table.undo_load(1, now=NOW, who="Jo", why="Wrong file", not_areas=[])
    assert list_new() == [("undo", "load 1", "Wrong file")]
    with nothing_happens(list_new):
        table.undo_load(1, now=NOW, who="Jo", why="Again", not_areas=[])


def test_profiles(table, list_new):
    kept = UserSettings(table.engine)
    kept.keep_profile("births", "code = 'births'", who="Jo", now=NOW)
    kept.remove_profile("births", who="Jo", now=NOW)
    assert list_new() == [
        ("profile_changed", "profile births, saved", ""),
        ("profile_changed", "profile births, removed", ""),
    ]
    with nothing_happens(list_new):
        kept.remove_profile("births", who="Jo", now=NOW)


def test_spellings_by_the_place_they_are_of(table, list_new):
    kept, area = UserSettings(table.engine), "a"
    kept.record_spelling("Old Town", area, PLACES, who="Jo", now=NOW)
    kept.remove_spelling(1, who="Jo", now=NOW)
    assert list_new() == [
        ("spelling_changed", f"spelling of {area}, added", ""),
        ("spelling_changed", f"spelling 1 of {area}, removed", ""),
    ]
    with nothing_happens(list_new):
        kept.remove_spelling(1, who="Jo", now=NOW)


def test_comments_without_their_text(table, list_new):
    comments = FigureComments(table.engine)
    comments.add("visits", "a", LAST, "Ann Example was ill", who="Jo", now=NOW)
    comments.withdraw(1, "visits", "a", who="Jo", now=NOW)
    assert list_new() == [
        ("comment_changed", f"comment on visits, a, {LAST}, added", ""),
        ("comment_changed", "comment 1 on visits, a, withdrawn", ""),
    ]
    with nothing_happens(list_new):
        comments.withdraw(1, "visits", "a", who="Jo", now=NOW)


def test_declarations_by_the_hash_of_the_file(table, list_new):
    declaration = CountsDeclaration("ab" * 32, "Jo", "Rows are counts", NOW.replace(tzinfo=None))
    CountsDeclarations(table.engine).keep(declaration)
    assert list_new() == [("counts_declared", "file abababababab", "Rows are counts")]
    CountsDeclarations(table.engine).keep(declaration)
    assert list_new() == []
