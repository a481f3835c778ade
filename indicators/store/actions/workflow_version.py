"""The version of what people enter besides notes on figures."""

from __future__ import annotations

import sqlalchemy as sa

from indicators.store.escalations.escalation_tables import select_escalations_version
from indicators.store.feedback.feedback_store import select_feedback_version
from indicators.store.meetings.meeting_store import select_meetings_version
from indicators.store.page_reads.direct_query import DirectQuery
from indicators.store.records.record_store import select_records_version
from indicators.store.surveys.survey_store import select_surveys_version

_VERSION = DirectQuery(
    sa.select(
        select_meetings_version()
        + select_escalations_version()
        + select_records_version()
        + select_feedback_version()
        + select_surveys_version()
    )
)
"""Some pages ask it for each request."""


def read_workflow_version(engine: sa.Engine) -> int:
    """Return a number that changes with any meeting, escalation, record, feedback or survey."""
    row = _VERSION.read_first(engine)
    return int(row[0] or 0) if row else 0
