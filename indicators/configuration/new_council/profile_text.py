"""Write a chosen profile: the shipped one, without the figures of indicators not chosen."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from indicators.configuration.toml_text.toml_blocks import (
    TomlBlock,
    join_blocks,
    split_blocks,
)

_TABLE, _MEASURE = "table", "table.measure"
_LEAVE_COLUMNS = 'other_columns = "leave"'
_LEAVE_ROWS = 'other_rows = "leave"'
_LEAVE_SHEETS = 'other_sheets = "leave"'


def find_service(shipped: str) -> str:
    """Return the code of the service whose files a profile reads."""
    return str(split_blocks(shipped)[0].find_value("service"))


def list_measured(shipped: str) -> list[str]:
    """Return the codes of the indicators that a profile reads."""
    measures = [block for block in split_blocks(shipped) if block.name == _MEASURE]
    return list(dict.fromkeys(str(block.find_value("indicator")) for block in measures))


def write_profile(shipped: str, indicators: Collection[str]) -> str:
    """Return the text of a profile that reads these indicators alone.

    What the others need of a file (columns, rows, sheets) is left out when it is read.
    """
    if set(list_measured(shipped)) <= set(indicators):
        return shipped
    top, *tables = _group(split_blocks(shipped), _TABLE)
    kept = [_keep_measures(table, indicators) for table in tables]
    if not all(kept):
        top = [_add(top[0], _LEAVE_SHEETS), *top[1:]]
    return join_blocks(block for group in (top, *kept) for block in group)


def _keep_measures(table: Sequence[TomlBlock], indicators: Collection[str]) -> list[TomlBlock]:
    """Return a table with the measures of these indicators, or nothing where it has none."""
    head, *measures = _group(table, _MEASURE)
    kept = [each for each in measures if each[0].find_value("indicator") in indicators]
    if len(kept) == len(measures):
        return list(table)
    by_row = any(block.name == f"{_MEASURE}.where" for each in measures for block in each)
    by_row = by_row or any(each[0].find_value("where") for each in measures)
    head = [_add(head[0], _LEAVE_ROWS if by_row else _LEAVE_COLUMNS), *head[1:]]
    return [block for group in (head, *kept) for block in group] if kept else []


def _group(blocks: Sequence[TomlBlock], name: str) -> list[list[TomlBlock]]:
    """Return what is before the first table of this name, then each with what belongs to it."""
    groups: list[list[TomlBlock]] = [[]]
    for block in blocks:
        if block.name == name and groups[-1]:
            groups.append([])
        groups[-1].append(block)
    return groups


def _add(block: TomlBlock, line: str) -> TomlBlock:
    """Return a block with a line below its last key, unless the key is there."""
    key = line.partition(" = ")[0]
    if block.find_value(key) is not None:
        return block
    return TomlBlock(block.name, f"{block.text.rstrip()}\n{line}\n")


def rename_agency(text: str, shipped: str, own: str) -> str:
    """Return the text with the council's own short name of an agency.

    The names of its files begin with its letters and digits.
    """
    short = "".join(re.findall(r"[A-Za-z0-9]+", own))
    return re.sub(rf"(?<![A-Za-z0-9]){re.escape(shipped)}(?![A-Za-z0-9])", short, text)
