"""Escalations made in code."""

from datetime import UTC, datetime

from indicators.actions.escalation import NewEscalation

NOW = datetime(2026, 12, 3, 10, tzinfo=UTC)


def escalate(what: str = "No interpreter for Romanian", **more) -> NewEscalation:
    """A risk of the team north, with its text for its own number unless another is given."""
    given = {"team": "north", "reason": "Only the trust can book one", "client": what} | more
    return NewEscalation(what=what, **given)
