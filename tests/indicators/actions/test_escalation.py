"""The state of an escalation follows from its steps, and each state allows some of them."""

from datetime import UTC, datetime

import pytest

from indicators.actions.escalation import (
    Escalation,
    EscalationRecord,
    EscalationState,
    EscalationStateError,
    EscalationStep,
    check_step,
)

NOW = datetime(2026, 12, 3, 10, tzinfo=UTC)
REPLY, CLOSED = EscalationStep.REPLY, EscalationStep.CLOSED
WITHDRAWN, REOPENED = EscalationStep.WITHDRAWN, EscalationStep.REOPENED


def after(*steps: EscalationStep) -> Escalation:
    records = [EscalationRecord(n, step, "", "Ada", NOW) for n, step in enumerate(steps, 1)]
    return Escalation(
        1, "north", "", "", "Risk", "Why", None, None, None, "Bo", NOW, tuple(records)
    )


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        ((), EscalationState.OPEN),
        ((REPLY,), EscalationState.ANSWERED),
        ((WITHDRAWN,), EscalationState.WITHDRAWN),
        ((WITHDRAWN, REOPENED), EscalationState.OPEN),
        ((REPLY, CLOSED), EscalationState.CLOSED),
        ((REPLY, CLOSED, REOPENED), EscalationState.ANSWERED),
    ],
)
def test_the_last_steps_decide_the_state(steps, state):
    assert after(*steps).state is state
    assert after(*steps).is_waiting == (state is EscalationState.OPEN)


@pytest.mark.parametrize(
    ("steps", "allowed"),
    [
        ((), {REPLY, WITHDRAWN}),
        ((REPLY,), {REPLY, WITHDRAWN, CLOSED}),
        ((REPLY, CLOSED), {REOPENED}),
        ((WITHDRAWN,), {REOPENED}),
    ],
)
def test_each_state_allows_some_steps(steps, allowed):
    found, taken = after(*steps), set()
    for step in EscalationStep:
        try:
            check_step(found, step, seen=found.last_record)
        except EscalationStateError:
            continue
        taken.add(step)
    assert taken == allowed


def test_a_step_is_refused_after_something_that_was_not_seen_but_a_reply_never_is():
    found = after(REPLY)
    check_step(found, REPLY, seen=0)
    with pytest.raises(EscalationStateError, match="Ada added something meanwhile"):
        check_step(found, WITHDRAWN, seen=0)
