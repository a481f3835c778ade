"""Escalations and their steps are only added, once each, and meetings make them with a record."""

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from indicators.actions.action_fields import ActionField
from indicators.actions.escalation import (
    EscalationState,
    EscalationStateError,
    EscalationStep,
    UnknownEscalationError,
)
from indicators.domain.audit.audit_event import AuditKind
from indicators.meetings.meeting_kinds import RecordKind
from indicators.store.actions.action_store import ActionStore
from indicators.store.database import MIGRATIONS, connect, migrate, open_migration
from indicators.store.escalations.escalation_store import EscalationStore
from indicators.store.meetings.meeting_store import MeetingStore
from tests.support.audit_events import list_events
from tests.support.escalations import NOW, escalate
from tests.support.meetings import ITEMS, MEETING, record

BEFORE = "0019"
"""The newest version of the database without escalations."""
PHONE = {ActionField.TEAM: "north", ActionField.WHAT: "Phone every family"}


@pytest.fixture
def store(database_url):
    engine = connect(database_url)
    migrate(engine)
    yield EscalationStore(engine)
    engine.dispose()


def reply(
    store, number, text="Two start in January", client="1", step=EscalationStep.REPLY, seen=0
):
    store.add_record(number, step, text, client=client, seen=seen, who="Head", now=NOW)


def test_an_escalation_and_a_reply_that_are_sent_twice_are_kept_once_with_who_and_when(store):
    number = store.add(escalate(), who="Ada", now=NOW)
    assert store.add(escalate(), who="Ada", now=NOW) == number
    before = store.get_version()
    reply(store, number)
    reply(store, number)
    assert store.get_version() > before
    (found,) = store.list_escalations(["north"])
    assert (found.what, found.reason, found.made_by) == (escalate().what, escalate().reason, "Ada")
    assert [(r.text, r.who, r.made_at.hour) for r in found.replies] == [
        ("Two start in January", "Head", 10)
    ]
    assert store.list_escalations(["south"]) == []
    events = list_events(store.engine, AuditKind.ESCALATION_CHANGED)
    assert [what for _, what, _ in events] == [
        f"escalation {number} made",
        f"escalation {number} reply",
    ]


def test_an_action_is_escalated_again_only_after_the_first_has_ended(store):
    action = ActionStore(store.engine).add(PHONE, who="Ada", now=NOW)
    first = store.add(escalate("1", action=action), who="Ada", now=NOW)
    with pytest.raises(EscalationStateError, match="Ada escalated this action already"):
        store.add(escalate("2", action=action), who="Bo", now=NOW)
    reply(store, first, step=EscalationStep.WITHDRAWN)
    assert store.add(escalate("2", action=action), who="Bo", now=NOW) != first
    assert store.find(first).state is EscalationState.WITHDRAWN
    with pytest.raises(UnknownEscalationError):
        store.find(99)


def escalate_in_meeting(engine, escalation=None) -> int:
    meetings = MeetingStore(engine)
    number = meetings.start(MEETING, ITEMS, who="Ada", now=NOW)
    item = meetings.find(number).items[0].id
    for _ in range(2):  # a lost network sends it again
        new = record(RecordKind.ESCALATION, "We need a second clinic", item=item)
        kept = meetings.add_record(number, new, who="Ada", now=NOW, escalation=escalation)
    return kept.id


def test_a_meeting_keeps_its_record_and_one_escalation_together(store):
    made = escalate_in_meeting(store.engine, escalate("Visits", indicator="visits"))
    (found,) = store.list_escalations()
    assert (found.what, found.indicator, found.record) == ("Visits", "visits", made)
    assert found.meeting == 1


def test_what_meetings_escalated_before_becomes_escalations(store):
    made = escalate_in_meeting(store.engine)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with open_migration(store.engine) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, BEFORE)
    assert "escalation" not in sa.inspect(store.engine).get_table_names()
    migrate(store.engine)
    (found,) = store.list_escalations()
    assert (found.record, found.team, found.indicator) == (made, "north", "visits")
    assert (found.what, found.reason) == ("Visits", "We need a second clinic")
    assert (found.made_by, found.made_at.day) == ("Ada", NOW.day)
