"""Turns what was read from a council's files back into the tables of those files, and into text."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

import tomlkit
from tomlkit.items import AoT

from indicators.configuration.toml_text.toml_blocks import replace_blocks
from indicators.domain.file_models import FileModel
from indicators.domain.periods import Month


def build_table(model: FileModel) -> dict[str, Any]:
    """Return the table that a file has for a model: the keys that are not as if left out."""
    fields = type(model).model_fields
    given = {name: getattr(model, name) for name in fields}
    return {
        fields[name].alias or name: _build_value(value)
        for name, value in given.items()
        if value is not None and value != fields[name].default
    }


def _build_value(value: Any) -> Any:
    if isinstance(value, FileModel):
        return build_table(value)
    if isinstance(value, list | tuple):
        return [_build_value(each) for each in value]
    if isinstance(value, Mapping):
        return {key: _build_value(each) for key, each in value.items()}
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Decimal | Month):
        return str(value)
    return value


def make_storable(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return a table as the database keeps it: days are text."""
    kept: dict[str, Any] = json.loads(json.dumps(table, default=_write_day))
    return kept


def _write_day(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"A file has no value like {value!r}.")


def replace_tables(text: str, key: str, tables: Sequence[Mapping[str, Any]]) -> str:
    """Return the text of a TOML file with other tables under a heading; the rest stays as it is."""
    document = tomlkit.parse(text)
    if key in document and not isinstance(document[key], AoT):
        document.pop(key)  # they were written on one line
        text = tomlkit.dumps(document)
    return replace_blocks(text, key, tomlkit.dumps({key: _lay_out(tables)}) if tables else "")


def _lay_out(tables: Sequence[Mapping[str, Any]]) -> AoT:
    """Lay tables out one below the other, with a line for each key."""
    listed = tomlkit.aot()
    for each in tables:
        table = tomlkit.table()
        for key, value in each.items():
            is_tables = isinstance(value, list) and value and isinstance(value[0], Mapping)
            table.add(key, _lay_out(value) if is_tables else value)
        listed.append(table)
    return listed


def replace_key(text: str, heading: str, code: str, key: str, value: object) -> str:
    """Return the text of a TOML file with another value in the table of a code."""
    document = tomlkit.parse(text)
    for table in document[heading]:
        if table["code"] == code:
            table[key] = value
    return tomlkit.dumps(document)


def write_table(table: Mapping[str, Any]) -> str:
    """Return a table as the text of a TOML file of its own."""
    return tomlkit.dumps(dict(table))
