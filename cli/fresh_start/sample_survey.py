"""Keeps the staff survey of the sample, so that its page has something to show."""

from __future__ import annotations

from datetime import UTC, datetime

from indicators.store.surveys.survey_store import SurveyStore
from sample.staff_survey import build_sample_survey

_LOADED = datetime(2026, 7, 1, 12, tzinfo=UTC)


def keep_sample_survey(store: SurveyStore) -> None:
    """Keep the survey if there is none."""
    if not store.list_surveys(removed=True):
        store.add(build_sample_survey(), who="Sample analyst", now=_LOADED)
