"""What a setting is called, what it says, and what a change of it changed, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from indicators.domain.catalogue import Catalogue
from indicators.domain.periods import Month
from indicators.domain.places import Places
from indicators.domain.settings.setting_change import (
    ChangeAction,
    SettingChange,
    SettingKind,
    SettingState,
    Table,
)
from indicators.domain.sharing.agreements import Agreement
from layouts.text.access.agreement_text import describe_agreement
from layouts.text.labels import format_unit

KIND_NAMES: Mapping[SettingKind, str] = {
    SettingKind.TARGETS: "Targets",
    SettingKind.TRAJECTORIES: "Trajectories",
    SettingKind.EVENT: "Events on charts",
    SettingKind.BASELINE: "Baselines of limits",
    SettingKind.DUE_DAY: "Due days",
    SettingKind.BOUNDARIES: "Arrangements",
    SettingKind.ORGANISATION: "Organisations",
    SettingKind.AGREEMENT: "Sharing agreements",
}
ONE_OF_KIND: Mapping[SettingKind, str] = {
    SettingKind.EVENT: "event",
    SettingKind.BASELINE: "baseline",
    SettingKind.ORGANISATION: "organisation",
    SettingKind.AGREEMENT: "sharing agreement",
}
"""What one of those is called that can be added."""
ABOUT: Mapping[SettingKind, str] = {
    SettingKind.TARGETS: "What an indicator is compared with, month by month.",
    SettingKind.TRAJECTORIES: "What is planned for each month; verdicts stay against the target.",
    SettingKind.DUE_DAY: "The day of the next month on which a service’s extract is due.",
    SettingKind.BOUNDARIES: "Who holds which areas from a month on. Look at any page with an "
    "arrangement before you accept it.",
    SettingKind.EVENT: "Marks on charts. An event can start new limits of usual variation.",
    SettingKind.BASELINE: "The months that limits of usual variation are fixed on.",
}
ROW_NAMES: Mapping[SettingKind, str] = {
    SettingKind.TARGETS: "target",
    SettingKind.TRAJECTORIES: "trajectory",
}
"""What one of several in one setting is called."""
_NOT_THERE = "nothing"
_NAMED_BY = {
    SettingKind.EVENT: "what",
    SettingKind.ORGANISATION: "name",
    SettingKind.AGREEMENT: "name",
}
OF_AGREEMENTS = frozenset({SettingKind.ORGANISATION, SettingKind.AGREEMENT})
"""The kinds that administrators change, next to the agreements."""


def name_list(kind: SettingKind) -> str:
    """Return what the list of a kind of setting is called."""
    if kind in OF_AGREEMENTS:
        return KIND_NAMES[SettingKind.AGREEMENT]
    return f"Settings: {KIND_NAMES[kind].lower()}"


def name_setting(kind: SettingKind, subject: str, value: Table | None, catalogue: Catalogue) -> str:
    """Return the name of a setting: of what indicator, or which event."""
    if kind in (SettingKind.TARGETS, SettingKind.TRAJECTORIES):
        found = catalogue.indicators.get(subject)
        return found.name if found else subject
    if kind is SettingKind.DUE_DAY:
        service = catalogue.services.get(subject)
        return service.name if service else subject
    if kind is SettingKind.BOUNDARIES:
        return f"From {_name_month(value['from'])}" if value else subject
    if value is None:
        return "Removed"
    if kind in _NAMED_BY:
        return str(value.get(_NAMED_BY[kind], ""))
    found = catalogue.indicators.get(str(value.get("indicator", "")))
    return found.name if found else str(value.get("indicator", ""))


def describe_value(
    kind: SettingKind, subject: str, value: Table | None, catalogue: Catalogue, places: Places
) -> list[str]:
    """Return what a setting says, a line for each part."""
    if value is None:
        return ["Removed"]
    known = catalogue.indicators.get(subject)
    unit = format_unit(known) if known else ""
    if kind is SettingKind.TARGETS:
        return [_describe_target(each, unit, places) for each in value["target"]] or ["No target"]
    if kind is SettingKind.TRAJECTORIES:
        plans = [_describe_plan(each, unit, places) for each in value["trajectory"]]
        return plans or ["No trajectory"]
    if kind is SettingKind.BOUNDARIES:
        return describe_arrangement(value)
    if kind is SettingKind.AGREEMENT:
        return describe_agreement(Agreement.model_validate(value), catalogue, places)
    return [_describe_one(kind, value, catalogue, places)]


def _describe_one(kind: SettingKind, value: Table, catalogue: Catalogue, places: Places) -> str:
    if kind is SettingKind.DUE_DAY:
        return f"Day {value['due_day']} of the next month"
    if kind is SettingKind.ORGANISATION:
        return f"{value['code']}: {value['name']}"
    where = _name_place(value.get("place"), places)
    if kind is SettingKind.EVENT:
        codes = value.get("indicators") or []
        known = catalogue.indicators
        named = [known[code].name if code in known else code for code in codes]
        about = ", ".join(named) or "all indicators"
        rebase = "; limits restart" if value.get("rebase") else ""
        return f"{_name_month(value['month'])}, {where}, {about}{rebase}"
    span = f"{_name_month(value['from'])} to {_name_month(value['until'])}"
    return f"{span}, {where}: {value['reason']}"


def describe_arrangement(table: Table) -> list[str]:
    """Return what an arrangement holds, a line for each part."""
    new = [str(each["name"]) for each in table.get("place", [])]
    ended = [str(each["place"]) for each in table.get("ended", [])]
    counts = {"teams": len(table.get("team") or {}), "hubs": len(table.get("hub") or {})}
    return [
        f"From {_name_month(table['from'])}",
        *(f"{count} {what}" for what, count in counts.items() if count),
        *([f"New: {', '.join(new)}"] if new else []),
        *([f"Ends: {', '.join(ended)}"] if ended else []),
    ]


def _describe_target(table: Table, unit: str, places: Places) -> str:
    until = f" to {_name_month(table['until'])}" if table.get("until") else ""
    assumed = ", assumed" if table.get("assumed") else ""
    where = f", {_name_place(table['place'], places)}" if table.get("place") else ""
    return f"{table['value']}{unit} from {_name_month(table['from'])}{until}{where}{assumed}"


def _describe_plan(table: Table, unit: str, places: Places) -> str:
    points = table["point"]
    first, last = points[0], points[-1]
    where = f", {_name_place(table['place'], places)}" if table.get("place") else ""
    return (
        f"{first['value']}{unit} in {_name_month(first['month'])} to "
        f"{last['value']}{unit} in {_name_month(last['month'])}{where}"
    )


def _name_place(code: object, places: Places) -> str:
    if not code:
        return "all places"
    found = places.localities.get(str(code))
    return found.name if found else str(code)


def _name_month(text: object) -> str:
    return Month.parse(str(text)).name


def describe_change(change: SettingChange) -> list[str]:
    """Return what a change changed, a line for each value that is different."""
    if change.state.action is ChangeAction.USE_FILE:
        return ["As the file says again", *_list_differences(change.before, change.in_file)]
    after = change.state.value
    if change.kind is SettingKind.BOUNDARIES:
        return describe_arrangement(after or change.before or {})
    if change.before is None:
        return [f"Added: {line}" for line in _list_lines(after)]
    if change.state.action is ChangeAction.REMOVE:
        return [f"Removed: {line}" for line in _list_lines(change.before)]
    return _list_differences(change.before, after)


def describe_action(state: SettingState) -> str:
    """Return what a change did, in a word."""
    return {
        ChangeAction.SET: "Changed",
        ChangeAction.REMOVE: "Removed",
        ChangeAction.USE_FILE: "As in the file",
    }[state.action]


def describe_planned(state: SettingState) -> str:
    """Return what a change would do, to be followed by its day."""
    return {
        ChangeAction.SET: "This counts",
        ChangeAction.REMOVE: "It is withdrawn",
        ChangeAction.USE_FILE: "What the file says counts",
    }[state.action]


def describe_difference(before: Table | None, after: Table | None) -> list[str]:
    """Return what would be different, a line for each value."""
    if before is None:
        return [f"Added: {line}" for line in _list_lines(after)]
    if after is None:
        return [f"Removed: {line}" for line in _list_lines(before)]
    return _list_differences(before, after)


def _list_differences(before: Table | None, after: Table | None) -> list[str]:
    old, new = dict(_flatten(before or {})), dict(_flatten(after or {}))
    return [
        f"{key}: {old.get(key, _NOT_THERE)} → {new.get(key, _NOT_THERE)}"
        for key in dict.fromkeys([*old, *new])
        if old.get(key) != new.get(key)
    ]


def _list_lines(table: Table | None) -> list[str]:
    return [f"{key}: {value}" for key, value in _flatten(table or {})]


def _flatten(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield each value of a table with its keys, those of several tables counted from 1."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _flatten(inner, f"{path} {key}".strip())
    elif isinstance(value, list) and any(isinstance(each, Mapping) for each in value):
        for at, each in enumerate(value, 1):
            yield from _flatten(each, f"{path} {at}")
    elif isinstance(value, list):
        yield path, ", ".join(map(str, value))
    else:
        yield (
            path,
            {True: "yes", False: "no"}.get(value, str(value))
            if isinstance(value, bool)
            else str(value),
        )
