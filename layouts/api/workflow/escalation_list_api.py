"""Escalations in the read API: parameters and rows."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema

from indicators.actions.escalation import Escalation, EscalationState, EscalationStep
from indicators.reports.base import Reports
from indicators.reports.escalations.escalation_rows import find_recipient
from layouts.api.base_rows import ApiRow, describe_field
from layouts.api.params import ActionParams
from layouts.api.resources import Page
from layouts.site.request_params import take_single

StateParam = Annotated[
    EscalationState | None,
    BeforeValidator(take_single),
    WithJsonSchema({"type": "string", "enum": list(EscalationState)}),
]


class EscalationParams(ActionParams):
    """Escalations: of every team, or of some, in every state or in one."""

    state: StateParam = Field(None, description="Only those in this state. All if not given.")


class EscalationStepRow(ApiRow):
    """One step of an escalation; it is never changed."""

    step: EscalationStep
    text: str
    who: str
    made_at: datetime = describe_field("In UTC.")


class EscalatedRow(ApiRow):
    """Something that a team escalated to the heads of service."""

    number: int
    team: str
    indicator: str | None
    service: str | None = describe_field(
        "The service to whose heads it goes; null for those of every service."
    )
    what: str
    reason: str
    action: int | None = describe_field("The number of the action that it is about.")
    meeting: int | None = describe_field("The number of the meeting that escalated it.")
    state: EscalationState
    who: str
    made_at: datetime = describe_field("In UTC.")
    steps: list[EscalationStepRow] = describe_field(
        "Replies, and when it was withdrawn, closed or opened again; oldest first."
    )


class EscalationPage(Page[EscalatedRow]):
    """One page of escalations."""


def serialize_escalation(reports: Reports, found: Escalation) -> EscalatedRow:
    """Return an escalation with its steps."""
    recipient = find_recipient(reports, found)
    return EscalatedRow(
        number=found.id,
        team=found.team,
        indicator=found.indicator or None,
        service=recipient.code if recipient else None,
        what=found.what,
        reason=found.reason,
        action=found.action,
        meeting=found.meeting,
        state=found.state,
        who=found.made_by,
        made_at=found.made_at,
        steps=[
            EscalationStepRow(step=each.step, text=each.text, who=each.who, made_at=each.made_at)
            for each in found.records
        ],
    )
