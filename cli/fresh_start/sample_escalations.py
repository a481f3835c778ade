"""Keeps the sample's escalations, with their replies."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from indicators.actions.escalation import EscalationStep, NewEscalation
from indicators.domain.catalogue import Catalogue
from indicators.domain.places import Places
from indicators.store.actions.action_store import ActionStore
from indicators.store.escalations.escalation_store import EscalationStore
from sample.sample_action import CHAMPION
from sample.team_escalations import HEAD, SAMPLE_ESCALATIONS, SampleEscalation


def keep_sample_escalations(store: EscalationStore, catalogue: Catalogue, places: Places) -> None:
    """Keep the escalations of the sample if there are none.

    Those of a team, an indicator or an action that is not there are left out.
    """
    if store.list_escalations():
        return
    actions = {each.what: each for each in ActionStore(store.engine).list_actions()}
    for sample in SAMPLE_ESCALATIONS:
        action = actions.get(sample.action)
        has_subject = action is not None if sample.action else True
        is_known = not sample.indicator or sample.indicator in catalogue.indicators
        if has_subject and is_known and sample.team in places.localities:
            new = NewEscalation(
                sample.team,
                action.what if action else sample.what,
                sample.reason,
                f"sample {sample.made} {sample.team}",
                action.indicator if action else sample.indicator,
                sample.service,
                action.id if action else None,
            )
            number = store.add(new, who=CHAMPION, now=_at_noon(sample.made))
            _keep_steps(store, number, sample)


def _keep_steps(store: EscalationStore, number: int, sample: SampleEscalation) -> None:
    for day, text in sample.replies.items():
        _keep_step(store, number, EscalationStep.REPLY, text, HEAD, day)
    if sample.closed:
        _keep_step(store, number, EscalationStep.CLOSED, "", HEAD, sample.closed)
    if sample.withdrawn:
        day, why = sample.withdrawn
        _keep_step(store, number, EscalationStep.WITHDRAWN, why, CHAMPION, day)


def _keep_step(
    store: EscalationStore, number: int, step: EscalationStep, text: str, who: str, day: date
) -> None:
    seen = store.find(number).last_record
    store.add_record(
        number, step, text, client=f"sample {day}", seen=seen, who=who, now=_at_noon(day)
    )


def _at_noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
