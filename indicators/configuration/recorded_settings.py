"""Puts the changes that people recorded in the browser over what the council's files say.

The files come first. A recorded change counts in place of what the file says of the same setting,
until it is taken back. What was recorded in addition counts next to the file. A change that does
not fit the files any more is left out, and the reason is kept; of a sharing agreement, nothing is
left then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from indicators.configuration.agreement_rules import change_agreement, withdraw_agreement
from indicators.configuration.events_reader import FILE, check_events
from indicators.configuration.file_tables import build_table
from indicators.configuration.organisation_rules import change_organisation
from indicators.configuration.target_places import list_target_faults
from indicators.configuration.toml_files import validate_table
from indicators.domain.boundary_changes import FOLDER as ARRANGEMENTS
from indicators.domain.boundary_changes import BoundaryChange, apply_to_places
from indicators.domain.catalogue import Catalogue, Service
from indicators.domain.chart_entries.limit_baseline import LimitBaseline
from indicators.domain.errors import ConfigurationError, UserError
from indicators.domain.events import Event, Events, EventsFile
from indicators.domain.file_models import FileModel
from indicators.domain.settings.configuration import Configuration
from indicators.domain.settings.setting_change import (
    ChangeAction,
    RecordedState,
    SettingKind,
    Table,
    UnusedChange,
    is_of_file,
    make_file_subject,
)

TABLE_KEYS: Mapping[SettingKind, str] = {
    SettingKind.DUE_DAY: "due_day",
    SettingKind.TARGETS: "target",
    SettingKind.TRAJECTORIES: "trajectory",
    SettingKind.EVENT: "event",
    SettingKind.BASELINE: "baseline",
    SettingKind.ORGANISATION: "organisation",
    SettingKind.AGREEMENT: "agreement",
}
"""The heading under which a file has the tables of a kind."""
_ORDER = list(SettingKind)
_Model = TypeVar("_Model", bound=FileModel)
PROGRAMME = "programme.toml"


def order_changes(changes: Iterable[RecordedState]) -> list[RecordedState]:
    """Return changes in an order in which each can refer to those before it."""
    return sorted(changes, key=lambda change: _ORDER.index(change.kind))


def apply_changes(
    files: Configuration, changes: Iterable[RecordedState]
) -> tuple[Configuration, list[UnusedChange]]:
    """Return the configuration with the changes, and those that cannot be used."""
    configuration, unused = files, []
    for change in changes:
        try:
            configuration = apply_change(configuration, change)
        except UserError as error:
            unused.append(UnusedChange(change.kind, change.subject, str(error)))
            if change.kind is SettingKind.AGREEMENT:  # nobody sees more than was agreed
                left = withdraw_agreement(configuration.agreements, change.subject)
                configuration = replace(configuration, agreements=left)
    return configuration, unused


def apply_change(configuration: Configuration, change: RecordedState) -> Configuration:
    """Return the configuration with one change. Raises UserError for what files may not say."""
    if change.state.action is ChangeAction.USE_FILE:
        return configuration
    return _APPLIED[change.kind](configuration, change)


def _apply_to_indicator(configuration: Configuration, change: RecordedState) -> Configuration:
    catalogue = configuration.catalogue
    indicator = catalogue.indicator(change.subject)
    value = change.state.value or {}
    key = TABLE_KEYS[change.kind]
    changed = rebuild_model(indicator, {key: value.get(key, [])}, indicator.where)
    changed.mark_as_in(indicator.folder)
    if faults := list_target_faults(changed, configuration.places):
        raise ConfigurationError(faults)
    every = {**catalogue.indicators, changed.code: changed}
    rebuilt = Catalogue(catalogue.programme, every.values(), catalogue.rules)
    return replace(configuration, catalogue=rebuilt)


def _apply_to_events(configuration: Configuration, change: RecordedState) -> Configuration:
    events = configuration.events
    every: Sequence[Event] = _exchange(events.every, change, Event)
    return _check_and_keep(configuration, every, events.baselines)


def _apply_to_baselines(configuration: Configuration, change: RecordedState) -> Configuration:
    events = configuration.events
    baselines: Sequence[LimitBaseline] = _exchange(events.baselines, change, LimitBaseline)
    return _check_and_keep(configuration, events.every, baselines)


def _check_and_keep(
    configuration: Configuration, events: Iterable[Event], baselines: Iterable[LimitBaseline]
) -> Configuration:
    read = EventsFile(event=tuple(events), baseline=tuple(baselines))
    check_events(read, configuration.catalogue, configuration.places)
    return replace(configuration, events=Events(read.event, read.baseline))


def _exchange(
    listed: Sequence[Any], change: RecordedState, model: type[FileModel]
) -> Sequence[Any]:
    """Return the tables of a file with one exchanged, removed or added."""
    tables = {make_file_subject(build_table(each)): each for each in listed}
    is_there = change.subject in tables
    if change.state.action is ChangeAction.REMOVE:
        return [each for subject, each in tables.items() if subject != change.subject]
    new = validate_table(model, change.state.value or {}, FILE)
    if is_of_file(change.subject) and not is_there:
        if make_file_subject(build_table(new)) in tables:
            return listed  # the file was replaced by an export, which has the change
        raise UserError(
            f"What this changed is not in {FILE} any more.",
            remedy="Record it again if it is still wanted, or take the change back.",
        )
    if is_there:
        return [new if subject == change.subject else each for subject, each in tables.items()]
    return listed if make_file_subject(build_table(new)) in tables else [*listed, new]


def rebuild_model(model: _Model, changed: Table, where: str) -> _Model:
    """Return a model with other values for some keys. Raises ConfigurationError."""
    fields = type(model).model_fields
    given = {fields[name].alias or name: getattr(model, name) for name in model.model_fields_set}
    return validate_table(type(model), given | dict(changed), where)


def _apply_to_places(configuration: Configuration, change: RecordedState) -> Configuration:
    if change.state.action is ChangeAction.REMOVE:
        return configuration
    name = f"{ARRANGEMENTS}/{change.subject}.toml"
    arrangement = validate_table(BoundaryChange, change.state.value or {}, name)
    places = apply_to_places(configuration.places, arrangement, name)
    places.shapes = configuration.places.shapes
    return replace(configuration, places=places)


def find_service(catalogue: Catalogue, code: str) -> Service:
    """Return a service. Raises UserError for one that is not there any more."""
    if code not in catalogue.services:
        raise UserError(
            f"There is no service “{code}”.",
            where=PROGRAMME,
            remedy="Add it there again, or take the change back.",
        )
    return catalogue.services[code]


def _apply_to_services(configuration: Configuration, change: RecordedState) -> Configuration:
    catalogue = configuration.catalogue
    service = find_service(catalogue, change.subject)
    changed = rebuild_model(service, change.state.value or {}, PROGRAMME)
    services = tuple(changed if each is service else each for each in catalogue.services.values())
    programme = catalogue.programme.model_copy(update={"service": services})
    rebuilt = Catalogue(programme, catalogue.indicators.values(), catalogue.rules)
    return replace(configuration, catalogue=rebuilt)


def _apply_to_organisations(configuration: Configuration, change: RecordedState) -> Configuration:
    agencies = configuration.known_codes.agencies
    changed = change_organisation(configuration.agreements, change, agencies)
    return replace(configuration, agreements=changed)


def _apply_to_agreements(configuration: Configuration, change: RecordedState) -> Configuration:
    changed = change_agreement(
        configuration.agreements, change.subject, change.state, configuration.known_codes
    )
    return replace(configuration, agreements=changed)


_APPLIED: Mapping[SettingKind, Callable[[Configuration, RecordedState], Configuration]] = {
    SettingKind.BOUNDARIES: _apply_to_places,
    SettingKind.DUE_DAY: _apply_to_services,
    SettingKind.TARGETS: _apply_to_indicator,
    SettingKind.TRAJECTORIES: _apply_to_indicator,
    SettingKind.EVENT: _apply_to_events,
    SettingKind.BASELINE: _apply_to_baselines,
    SettingKind.ORGANISATION: _apply_to_organisations,
    SettingKind.AGREEMENT: _apply_to_agreements,
}
