"""Keeps the sample's actions, so that every page has something to show on a fresh start."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from indicators.actions.action_fields import ActionField
from indicators.domain.catalogue import Catalogue
from indicators.domain.places import Places
from indicators.store.actions.action_store import ActionStore
from sample.sample_action import CHAMPION, SampleAction
from sample.team_actions import SAMPLE_ACTIONS


def keep_sample_actions(store: ActionStore, catalogue: Catalogue, places: Places) -> None:
    """Keep the actions of the sample if there are none, with their changes and notes.

    Those of a team or an indicator that the council's files do not have are left out.
    """
    if store.list_actions(removed=True):
        return
    for sample in SAMPLE_ACTIONS:
        indicator = sample.fields.get("indicator", "")
        known = not indicator or indicator in catalogue.indicators
        if known and sample.fields["team"] in places.localities:
            _keep(store, sample)


def _keep(store: ActionStore, sample: SampleAction) -> None:
    number = store.add(_read_fields(sample.fields), who=CHAMPION, now=_at_noon(sample.made))
    for day, fields in sample.changes.items():
        version = store.find(number).version
        store.update(number, version, _read_fields(fields), who=CHAMPION, now=_at_noon(day))
    for day, text in sample.notes.items():
        store.add_note(number, text, who=CHAMPION, now=_at_noon(day))


def _read_fields(fields: dict[str, str]) -> dict[ActionField, str]:
    return {ActionField(name): text for name, text in fields.items()}


def _at_noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
