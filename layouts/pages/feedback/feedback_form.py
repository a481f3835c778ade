"""The form of feedback: its fields as they were typed."""

from __future__ import annotations

from collections.abc import Mapping

from werkzeug.datastructures import MultiDict

from indicators.feedback.feedback_fields import EMPTY, FeedbackField, FeedbackFields

EDITABLE = tuple(field for field in FeedbackField if field is not FeedbackField.REMOVED)


def read_sent_feedback(sent: MultiDict[str, str]) -> dict[FeedbackField, str]:
    """Return the fields that a form sent."""
    return {field: sent[field.value] for field in EDITABLE if field.value in sent}


def read_version(sent: MultiDict[str, str], current: int) -> int:
    """Return the version that the oldest text in the form was typed on.

    Each field has one: a draft that the browser kept has its own.
    """
    versions = [int(text) for text in sent.getlist("version") if text.isdecimal()]
    return min(versions, default=current)


def fill_feedback_form(fields: FeedbackFields, version: int) -> dict[str, str]:
    """Return what a form starts with."""
    return {field.value: fields[field] for field in FeedbackField} | {"version": str(version)}


def start_feedback_form(query: Mapping[str, str]) -> dict[str, str]:
    """Return what the form of new feedback starts with: what its address says."""
    given = {name: query[name] for name in ("team", "theme", "source") if query.get(name)}
    return fill_feedback_form(EMPTY, 0) | given
