"""What a configuration says of each setting, by subject, as tables of its files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from indicators.configuration.agreement_rules import FILE as AGREEMENTS
from indicators.configuration.events_reader import FILE
from indicators.configuration.file_tables import build_table, make_storable
from indicators.configuration.recorded_settings import (
    PROGRAMME,
    TABLE_KEYS,
    find_service,
    rebuild_model,
)
from indicators.configuration.toml_files import validate_table
from indicators.domain.boundary_changes import BoundaryChange
from indicators.domain.chart_entries.limit_baseline import LimitBaseline
from indicators.domain.events import Event
from indicators.domain.file_models import FileModel
from indicators.domain.settings.configuration import Configuration
from indicators.domain.settings.setting_change import SettingKind, Table, make_file_subject
from indicators.domain.sharing.agreements import Agreement, Organisation


def list_values(configuration: Configuration, kind: SettingKind) -> Mapping[str, Table]:
    """Return what a configuration says of every setting of a kind."""
    indicators = configuration.catalogue.indicators.values()
    events = configuration.events
    match kind:
        case SettingKind.BOUNDARIES:
            return {}  # those of files are changed there
        case SettingKind.DUE_DAY:
            services = configuration.catalogue.services.values()
            return {each.code: {TABLE_KEYS[kind]: each.due_day} for each in services}
        case SettingKind.TARGETS:
            return {i.code: {TABLE_KEYS[kind]: _build_tables(i.target)} for i in indicators}
        case SettingKind.TRAJECTORIES:
            return {i.code: {TABLE_KEYS[kind]: _build_tables(i.trajectory)} for i in indicators}
        case SettingKind.EVENT | SettingKind.BASELINE:
            listed = events.every if kind is SettingKind.EVENT else events.baselines
            return {make_file_subject(table): table for table in _build_tables(listed)}
        case SettingKind.ORGANISATION | SettingKind.AGREEMENT:
            found = configuration.agreements
            is_agreement = kind is SettingKind.AGREEMENT
            tables = _build_tables(found.agreements if is_agreement else found.organisations)
            return {table["code"]: table for table in tables}


def _build_tables(listed: Iterable[FileModel]) -> list[Table]:
    return [make_storable(build_table(each)) for each in listed]


def normalise_value(
    kind: SettingKind, subject: str, value: Table, configuration: Configuration
) -> Table:
    """Return the value of a setting as a file would have it. Raises ConfigurationError."""
    if kind in (SettingKind.TARGETS, SettingKind.TRAJECTORIES):
        indicator = configuration.catalogue.indicator(subject)
        rebuilt = rebuild_model(indicator, value, indicator.where)
        is_target = kind is SettingKind.TARGETS
        tables = _build_tables(rebuilt.target if is_target else rebuilt.trajectory)
        return {TABLE_KEYS[kind]: tables}
    if kind is SettingKind.DUE_DAY:
        service = find_service(configuration.catalogue, subject)
        return {TABLE_KEYS[kind]: rebuild_model(service, value, PROGRAMME).due_day}
    if kind is SettingKind.BOUNDARIES:
        return make_storable(build_table(validate_table(BoundaryChange, value, subject)))
    if kind in (SettingKind.ORGANISATION, SettingKind.AGREEMENT):
        of_file = Agreement if kind is SettingKind.AGREEMENT else Organisation
        return make_storable(
            build_table(validate_table(of_file, {**value, "code": subject}, AGREEMENTS))
        )
    model = Event if kind is SettingKind.EVENT else LimitBaseline
    return make_storable(build_table(validate_table(model, value, FILE)))
