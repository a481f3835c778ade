"""The version of what people enter besides notes on figures."""

from __future__ import annotations

import sqlalchemy as sa

from indicators.store.escalations.escalation_store import EscalationStore
from indicators.store.feedback.feedback_store import FeedbackStore
from indicators.store.meetings.meeting_store import MeetingStore
from indicators.store.records.record_store import RecordStore
from indicators.store.surveys.survey_store import SurveyStore


def read_workflow_version(engine: sa.Engine) -> int:
    """Return a number that changes with any meeting, escalation, record, feedback or survey."""
    stores = (
        *(MeetingStore(engine), EscalationStore(engine), RecordStore(engine)),
        *(FeedbackStore(engine), SurveyStore(engine)),
    )
    return sum(store.get_version() for store in stores)
