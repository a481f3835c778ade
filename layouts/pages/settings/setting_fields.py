"""The fields of the forms that change settings, and how their tables are read from a form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from werkzeug.datastructures import MultiDict

from indicators.configuration.recorded_settings import TABLE_KEYS
from indicators.domain.catalogue import Catalogue, name_agencies
from indicators.domain.chart_entries.trajectory import TrajectoryShape
from indicators.domain.core import Frequency, LocalityKind
from indicators.domain.errors import UserError
from indicators.domain.settings.setting_change import NEW, SettingKind, Table
from indicators.reports.base import Reports

MOST_ROWS = 1000
"""Tables that one form takes: more than any indicator has targets, and no endless work."""
_EMPTY_ROWS = 1
_EVERYWHERE = ("", "All places")
_FOR_LIMITS = "with fewer than 13 months, limits are provisional"
Choices = Sequence[tuple[str, str]]


class FieldKind(StrEnum):
    """How a field is filled in. The values are those of the template."""

    TEXT = "text"
    NUMBER = "number"
    LONG = "long"
    MONTH = "month"
    CHECK = "check"
    CHOICE = "choice"
    SEVERAL = "several"
    POINTS = "points"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class SettingField:
    """One field: its key in the table, its label, and what can be chosen."""

    key: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    hint: str = ""
    choices: Choices = ()
    longest: int = 40


Row = dict[str, Any]
"""What a form shows or sends of one table: text by key, and a list where several are chosen."""


def has_rows(kind: SettingKind) -> bool:
    """Return whether a setting of a kind is a list of tables, each a row of the form."""
    return kind in (SettingKind.TARGETS, SettingKind.TRAJECTORIES)


def list_fields(kind: SettingKind, subject: str, reports: Reports) -> list[SettingField]:
    """Return the fields of a table of a kind of setting; none where nothing can be entered."""
    if not _has_form(kind, subject, reports.scope.whole):
        return []
    places = [_EVERYWHERE, *_list_places(reports)]
    place = SettingField("place", "Place", FieldKind.CHOICE, "", places)
    match kind:
        case SettingKind.TARGETS | SettingKind.TRAJECTORIES:
            return _list_row_fields(kind, subject, reports, place)
        case SettingKind.EVENT | SettingKind.BASELINE:
            return _list_chart_fields(kind, _list_indicators(reports), place)
        case SettingKind.DUE_DAY:
            return [SettingField("due_day", "Day of the next month", FieldKind.NUMBER, "1 to 28")]
        case SettingKind.ORGANISATION:
            return _list_organisation_fields(subject)
    return _list_agreement_fields(reports)


def _has_form(kind: SettingKind, subject: str, catalogue: Catalogue) -> bool:
    """Return whether a setting is entered in a form: not an arrangement, nor of what is gone."""
    if has_rows(kind):
        return subject in catalogue.indicators
    if kind is SettingKind.DUE_DAY:
        return subject in catalogue.services
    return kind is not SettingKind.BOUNDARIES


def _list_chart_fields(
    kind: SettingKind, indicators: list[tuple[str, str]], place: SettingField
) -> list[SettingField]:
    if kind is SettingKind.EVENT:
        return [
            SettingField("month", "Month from which it counts", FieldKind.MONTH),
            SettingField("what", "What happened", FieldKind.LONG),
            place,
            SettingField(
                "indicators", "Indicators", FieldKind.SEVERAL, "all if none is chosen", indicators
            ),
            SettingField("rebase", "Limits of usual variation restart here", FieldKind.CHECK),
        ]
    chosen = [("", "Choose"), *indicators]
    return [
        SettingField("indicator", "Indicator", FieldKind.CHOICE, "", chosen),
        place,
        SettingField("from", "First month", FieldKind.MONTH),
        SettingField("until", "Last month", FieldKind.MONTH, _FOR_LIMITS),
        SettingField("reason", "Why on these months", FieldKind.LONG),
    ]


def _list_row_fields(
    kind: SettingKind, subject: str, reports: Reports, place: SettingField
) -> list[SettingField]:
    found = reports.scope.whole.indicator(subject)
    definitions = [(d.code, f"{d.code}, from {d.from_.name}") for d in found.definition[::-1]]
    definition = SettingField("definition", "Definition", FieldKind.CHOICE, "", definitions)
    if kind is SettingKind.TRAJECTORIES:
        shapes = [(TrajectoryShape.LINEAR, "equal steps"), (TrajectoryShape.STEPS, "as before")]
        return [
            SettingField("point", "Planned months", FieldKind.POINTS, "a line each: 2026-04 80"),
            SettingField("shape", "Between them", FieldKind.CHOICE, "", shapes),
            definition,
            place,
            SettingField("reason", "Who decided it, and why", FieldKind.LONG),
        ]
    fields = [
        SettingField("value", "Target"),
        SettingField("from", "First month", FieldKind.MONTH),
        SettingField("until", "Last month", FieldKind.MONTH, "open if empty"),
        place,
        definition,
        SettingField("tolerance", "Tolerance", FieldKind.TEXT, "usual if empty"),
        SettingField("source", "Source", FieldKind.LONG),
        SettingField("assumed", "Assumed, not published", FieldKind.CHECK),
    ]
    if found.is_flow:
        spans = [(every.value, f"a {every}") for every in Frequency]
        fields.insert(1, SettingField("per", "For", FieldKind.CHOICE, "", spans))
    return fields


def _list_organisation_fields(subject: str) -> list[SettingField]:
    """Return its name, and of a new one the short name, which stays as it is."""
    code = SettingField("code", "Short name", hint="letters, digits and hyphens", longest=20)
    name = SettingField("name", "Full name", longest=200)
    return [code, name] if subject == NEW else [name]


def _list_agreement_fields(reports: Reports) -> list[SettingField]:
    several = FieldKind.SEVERAL
    indicators = _list_indicators(reports) + [
        (code, f"Record: {each.name}") for code, each in reports.records.items()
    ]
    return [
        SettingField("name", "Title", longest=200),
        SettingField("parties", "Parties", several, "", _list_organisations(reports)),
        SettingField("indicators", "Indicators", several, "all if none is chosen", indicators),
        SettingField("places", "Places", several, "all if none is chosen", _list_places(reports)),
        SettingField("purpose", "Purpose", FieldKind.LONG),
        SettingField("approver", "Approved by", FieldKind.TEXT, "a role", longest=200),
        SettingField("from", "First day", FieldKind.DAY),
        SettingField("until", "Last day", FieldKind.DAY),
    ]


def _list_organisations(reports: Reports) -> Choices:
    """Return those who can be a party: agencies that send figures, and those of the file."""
    named = name_agencies(reports.scope.whole.services.values())
    if reports.settings:
        found = reports.settings.find(reports.settings_key).configuration.agreements
        named |= {each.code: each.name for each in found.organisations}
    return [(code, f"{code}: {name}") for code, name in named.items()]


def _list_places(reports: Reports) -> list[tuple[str, str]]:
    kinds = (LocalityKind.CITY, LocalityKind.HUB, LocalityKind.TEAM, LocalityKind.AREA)
    listed = [place for kind in kinds for place in reports.places.list_by_kind(kind)]
    return [(place.code, place.name) for place in listed]


def _list_indicators(reports: Reports) -> list[tuple[str, str]]:
    return [(code, each.name) for code, each in reports.scope.whole.indicators.items()]


def fill_rows(kind: SettingKind, value: Table | None) -> list[Row]:
    """Return the rows of a form for a setting, with an empty one to add to a list."""
    if not has_rows(kind):
        return [_fill_row(value or {})]
    tables = (value or {}).get(TABLE_KEYS[kind], [])
    return [*map(_fill_row, tables), *({} for _ in range(_EMPTY_ROWS))]


def _fill_row(table: Table) -> Row:
    row = {key: value if isinstance(value, list) else str(value) for key, value in table.items()}
    for key, value in table.items():
        if isinstance(value, bool):
            row[key] = "yes" if value else ""
    if "point" in table:
        row["point"] = "\n".join(f"{p['month']} {p['value']}" for p in table["point"])
    return row


def read_rows(fields: Sequence[SettingField], form: MultiDict[str, str]) -> list[Row]:
    """Return what a form sent, without the rows that were ticked to be removed.

    Raises UserError for more rows than a form takes: none is left out unseen.
    """
    rows = form.get("rows", "")[:9]
    count = int(rows) if rows.isdecimal() else 1
    if count > MOST_ROWS:
        raise UserError(
            f"There are more than {MOST_ROWS} rows.", remedy="Change them in the file instead."
        )
    return [
        {each.key: _read_field(each, f"{at}-{each.key}", form) for each in fields}
        for at in range(count)
        if not form.get(f"{at}-removed")
    ]


def _read_field(field: SettingField, name: str, form: MultiDict[str, str]) -> Any:
    if field.kind is FieldKind.SEVERAL:
        return [code for code in form.getlist(name) if code]
    if field.kind is FieldKind.POINTS:
        return form.get(name, "").strip()
    return " ".join(form.get(name, "").split())


def build_value(kind: SettingKind, fields: Sequence[SettingField], rows: Sequence[Row]) -> Table:
    """Return what a form means as tables of a file. Rows in which nothing was typed are left out.

    They are checked as the tables of a file are.
    """
    if not has_rows(kind):
        return _build_table(fields, rows[0] if rows else {})
    return {TABLE_KEYS[kind]: [_build_table(fields, row) for row in list_written(fields, rows)]}


def list_written(fields: Sequence[SettingField], rows: Sequence[Row]) -> list[Row]:
    """Return the rows of a list in which something was typed."""
    typed = [field for field in fields if field.kind not in (FieldKind.CHOICE, FieldKind.CHECK)]
    return [row for row in rows if any(row.get(field.key) for field in typed)]


def _build_table(fields: Sequence[SettingField], row: Mapping[str, Any]) -> dict[str, Any]:
    table: dict[str, Any] = {}
    for field in fields:
        value = row.get(field.key)
        if not value:
            continue
        if field.kind is FieldKind.CHECK:
            table[field.key] = True
        elif field.kind is FieldKind.NUMBER:
            table[field.key] = int(value) if value.isdecimal() else value
        elif field.kind is FieldKind.POINTS:
            table[field.key] = [_build_point(line) for line in value.splitlines() if line.strip()]
        else:
            table[field.key] = value
    return table


def _build_point(line: str) -> dict[str, str]:
    month, _, value = line.strip().replace("=", " ").replace("\t", " ").partition(" ")
    return {"month": month, "value": value.strip()}
