"""What a team asks the heads of service to solve, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from indicators.domain.errors import UserError


class EscalationStep(StrEnum):
    """What one record of an escalation says. The values are stored."""

    REPLY = "reply"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    REOPENED = "reopened"


class EscalationState(StrEnum):
    """Whether the heads of service still owe a reply, or nobody owes anything."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


ENDED = frozenset({EscalationState.CLOSED, EscalationState.WITHDRAWN})
_ENDS = {
    EscalationStep.CLOSED: EscalationState.CLOSED,
    EscalationStep.WITHDRAWN: EscalationState.WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class NewEscalation:
    """Something to escalate. Sent again with the same `client`, it is kept once.

    `service` is whose heads it goes to: “” for those of the indicator's service, or of every
    service if it is about no indicator. `record` is that of the meeting which escalated it.
    """

    team: str
    what: str
    reason: str
    client: str
    indicator: str = ""
    service: str = ""
    action: int | None = None
    record: int | None = None


@dataclass(frozen=True, slots=True)
class EscalationRecord:
    """One step of an escalation: it is never changed."""

    id: int
    step: EscalationStep
    text: str
    who: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Escalation:
    """What was escalated, and every step since. `made_at` is in UTC."""

    id: int
    team: str
    indicator: str
    service: str
    what: str
    reason: str
    action: int | None
    record: int | None
    meeting: int | None
    made_by: str
    made_at: datetime
    records: tuple[EscalationRecord, ...] = ()

    @property
    def state(self) -> EscalationState:
        return self.list_states()[-1]

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED

    @property
    def is_waiting(self) -> bool:
        return self.state is EscalationState.OPEN

    @property
    def replies(self) -> tuple[EscalationRecord, ...]:
        return tuple(each for each in self.records if each.step is EscalationStep.REPLY)

    @property
    def last_record(self) -> int:
        """The number of the latest step, or 0: what a person saw when they decided."""
        return self.records[-1].id if self.records else 0

    def list_states(self) -> list[EscalationState]:
        """Return the state at first, and the one after each record."""
        states, has_reply = [EscalationState.OPEN], False
        for record in self.records:
            has_reply = has_reply or record.step is EscalationStep.REPLY
            waiting = EscalationState.ANSWERED if has_reply else EscalationState.OPEN
            states.append(_ENDS.get(record.step, waiting))
        return states


class UnknownEscalationError(UserError):
    """An escalation that is not there."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"There is no escalation {number}.", remedy="Look at the list of escalations."
        )


class EscalationStateError(UserError):
    """Something that the state of an escalation does not allow."""


def format_escalation(number: int) -> str:
    """Return the reference of an escalation, as E-12."""
    return f"E-{number}"


def check_step(found: Escalation, step: EscalationStep, seen: int) -> None:
    """Raise EscalationStateError if an escalation cannot take a step.

    A reply is added whatever others wrote meanwhile. Other steps are refused if there is a record
    later than the one that was `seen`: it may change what the person would do.
    """
    if step is EscalationStep.REOPENED:
        if not found.has_ended:
            raise EscalationStateError("It is open already.", remedy="Reload the page.")
    elif found.has_ended:
        raise EscalationStateError(f"It is {found.state} already.", remedy="Open it again first.")
    if step is EscalationStep.REPLY:
        return
    if found.last_record != seen:
        last = found.records[-1]
        raise EscalationStateError(
            f"{last.who} added something meanwhile, so nothing was changed.",
            remedy="Read it, then decide again.",
        )
    if step is EscalationStep.CLOSED and not found.replies:
        raise EscalationStateError(
            "Nobody has replied yet.", remedy="Reply first, so that the team knows why it ends."
        )
