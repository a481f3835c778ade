"""Keeps what the sample's teams did with their figures: actions, meetings and other records."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from cli.fresh_start.sample_escalations import keep_sample_escalations
from cli.fresh_start.sample_feedback import keep_sample_feedback
from cli.fresh_start.sample_meetings import keep_sample_meetings
from cli.fresh_start.sample_records import keep_sample_records
from cli.fresh_start.sample_survey import keep_sample_survey
from cli.fresh_start.sample_workflow import keep_sample_actions
from indicators.records.record_definition import RecordDefinition
from indicators.reports.base import Reports
from indicators.store.actions.action_store import ActionStore
from indicators.store.escalations.escalation_store import EscalationStore
from indicators.store.feedback.feedback_store import FeedbackStore
from indicators.store.records.record_store import RecordStore
from indicators.store.surveys.survey_store import SurveyStore


def keep_sample_workflow(
    reports: Reports, records: Iterable[RecordDefinition], today: date
) -> None:
    """Keep each kind of record of the sample if there are none of it yet.

    What is of a team or an indicator that the council's files do not have is left out.
    """
    engine, catalogue, places = reports.table.engine, reports.catalogue, reports.places
    keep_sample_actions(ActionStore(engine), catalogue, places)
    feedback = FeedbackStore(engine, catalogue.feedback_themes)
    keep_sample_feedback(feedback, catalogue, places)
    keep_sample_survey(SurveyStore(engine))
    keep_sample_escalations(EscalationStore(engine), catalogue, places)
    keep_sample_meetings(reports, today)
    keep_sample_records(RecordStore(engine), records, places, today)
