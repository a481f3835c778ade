"""Keeps the parent feedback of the sample, so that its page has something to show."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from indicators.domain.catalogue import Catalogue
from indicators.domain.places import Places
from indicators.feedback.feedback_fields import FeedbackField
from indicators.store.feedback.feedback_store import FeedbackStore
from sample.parent_feedback import SAMPLE_FEEDBACK, SampleFeedback
from sample.sample_action import CHAMPION


def keep_sample_feedback(store: FeedbackStore, catalogue: Catalogue, places: Places) -> None:
    """Keep the feedback if there is none.

    That of a team or a theme that the council's files do not have is left out.
    """
    if store.list_feedback(removed=True):
        return
    themes = catalogue.feedback_themes
    for sample in SAMPLE_FEEDBACK:
        if sample.fields["team"] in places.localities and sample.fields["theme"] in themes:
            _keep(store, sample)


def _keep(store: FeedbackStore, sample: SampleFeedback) -> None:
    number = store.add(_read_fields(sample.fields), who=CHAMPION, now=_at_noon(sample.made))
    for version, (day, fields) in enumerate(sample.changes.items(), 1):
        store.update(number, version, _read_fields(fields), who=CHAMPION, now=_at_noon(day))


def _read_fields(fields: dict[str, str]) -> dict[FeedbackField, str]:
    return {FeedbackField(name): text for name, text in fields.items()}


def _at_noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
