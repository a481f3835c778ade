"""Who would see more or less with another sharing agreement, before it is recorded."""

from __future__ import annotations

from datetime import date

from indicators.access.agreement_effects import AccessPeriod, compare_access, list_turns
from indicators.access.permissions import Permission, Viewer, require
from indicators.access.roles import AccessContext
from indicators.configuration.recorded_settings import (
    apply_changes,
    order_changes,
)
from indicators.domain.settings.configuration import Configuration
from indicators.reports.base import Reports
from indicators.reports.settings.planned_change import PlannedChange
from indicators.store.settings.setting_store import SettingStore


def preview_agreement(
    reports: Reports, viewer: Viewer, planned: PlannedChange, effective: date
) -> list[AccessPeriod]:
    """Return the periods in which somebody sees more or less, from the day of the change on.

    What was recorded for a later day counts from that day on in both that are compared.
    """
    require(viewer, Permission.CHANGE_AGREEMENTS)
    settings, store = reports.settings, SettingStore(reports.table.engine)
    if settings is None:
        return []
    version, change = store.get_version(), planned.recorded_state
    steps = [effective, *store.list_later_days(effective)]
    before: dict[date, Configuration] = {}
    after: dict[date, Configuration] = {}
    for step in steps:
        listed = [each.recorded_state for each in store.list_in_force(version, step)]
        others = [
            each for each in listed if (each.kind, each.subject) != (change.kind, change.subject)
        ]
        before[step] = apply_changes(settings.files, order_changes(listed))[0]
        after[step] = apply_changes(settings.files, order_changes([*others, change]))[0]

    def find_step(day: date) -> date:
        return max(step for step in steps if step <= day)

    every = [each for found in (before, after) for each in found.values()]
    days = {day for each in every for day in list_turns(each.agreements.agreements, effective)}
    return compare_access(
        lambda day: _build_context(before[find_step(day)]),
        lambda day: _build_context(after[find_step(day)]),
        days | set(steps),
        list(settings.files.catalogue.indicators.values()),
    )


def _build_context(configuration: Configuration) -> AccessContext:
    services = tuple(configuration.catalogue.services.values())
    return AccessContext(configuration.places, services, configuration.agreements)
