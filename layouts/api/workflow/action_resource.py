"""The rows of the read API about actions: an action as it is now, with its result."""

from __future__ import annotations

from datetime import date, datetime

from indicators.actions.action_fields import (
    ActionStatus,
    EffectUnit,
    ExpectedDirection,
)
from indicators.actions.action_score import ActionScore, UnknownReason
from layouts.api.base_rows import ApiRow, Exact, YearMonth, describe_field


class ActionRow(ApiRow):
    """An action that is not removed."""

    number: int
    version: int = describe_field("Counts its changes.")
    team: str
    areas: list[str] = describe_field("The areas it is for; empty for all of the team.")
    indicator: str | None
    what: str
    why: str
    owner: str
    agency: str
    due: date | None
    overdue: bool
    status: ActionStatus
    measure: str = describe_field("How the team will know that it worked.")
    started: YearMonth | None
    expected_direction: ExpectedDirection | None
    expected_size: Exact | None
    expected_unit: EffectUnit | None
    expected_from: YearMonth | None = describe_field("The first month in which it could show.")
    outcome: str
    result: ActionScore | None = describe_field(
        "What the year after it showed, not because of it; null without an indicator."
    )
    result_reason: UnknownReason | None = describe_field("Why there is no result.")
    result_from: YearMonth | None = describe_field("The first month in which a signal could show.")
    changed_at: datetime = describe_field("When it was last changed, in UTC.")
