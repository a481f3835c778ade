"""Writes a grid as bytes and reads it back, so that a file's cells can be stored.

The bytes are JSON and plain numbers. Reading them cannot run code, as reading a pickle could. They
are a sequence of blocks, each with its length in front: one block describes the grid, then each
column has one block for its different cells and one that says which of them is on each row.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from loaders.readers.grid import Grid
from loaders.readers.layout.sheet_layout import SheetLayout
from loaders.readers.sheet import Column, Sheet

FORMAT = 2
"""Raise it when the format changes: what has another number is read from the file again."""
_LENGTH_BYTES = 8
_ENCODERS: dict[type, tuple[str, Callable[[Any], Any]]] = {
    date: ("date", date.isoformat),
    datetime: ("datetime", datetime.isoformat),
    time: ("time", time.isoformat),
    timedelta: ("timedelta", lambda cell: [cell.days, cell.seconds, cell.microseconds]),
}
_DECODERS: dict[str, Callable[[Any], Any]] = {
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "time": time.fromisoformat,
    "timedelta": lambda parts: timedelta(*parts),
}


def encode_grid(grid: Grid, part_bytes: int) -> Iterator[bytes]:
    """Yield the grid in parts of `part_bytes`; the last one may be shorter."""
    waiting = bytearray()
    for block in _encode_blocks(grid):
        waiting += len(block).to_bytes(_LENGTH_BYTES, "little") + block
        while len(waiting) >= part_bytes:
            yield bytes(waiting[:part_bytes])
            del waiting[:part_bytes]
    yield bytes(waiting)


def decode_grid(file: str, parts: Iterable[bytes]) -> Grid | None:
    """Return the grid of the file with this name, or None if there is none in this format."""
    blocks = io.BytesIO(b"".join(parts))
    if not blocks.getbuffer():
        return None
    about = json.loads(_read_block(blocks))
    if about["format"] != FORMAT:
        return None
    sheets = {
        name: Sheet([_decode_column(blocks) for _ in range(width)], height)
        for name, height, width in about["sheets"]
    }
    layouts = {
        name: SheetLayout(tuple(rows), tuple(columns), tuple(map(tuple, merged)))
        for name, rows, columns, merged in about["layouts"]
    }
    return Grid(
        file, sheets, tuple(about["names"]), layouts, tuple(about["hidden"]), about["inside"]
    )


def _encode_blocks(grid: Grid) -> Iterator[bytes]:
    sheets = [(name, len(sheet), len(sheet.columns)) for name, sheet in grid.sheets.items()]
    layouts = [
        (name, one.hidden_rows, one.hidden_columns, one.merged)
        for name, one in grid.layouts.items()
    ]
    about = {
        "format": FORMAT,
        "names": grid.names,
        "sheets": sheets,
        "layouts": layouts,
        "hidden": grid.hidden,
        "inside": grid.inside,
    }
    yield json.dumps(about).encode()
    for sheet in grid.sheets.values():
        for column in sheet.columns:
            small = np.min_scalar_type(len(column.values)).newbyteorder("<")
            cells = [_encode_cell(cell) for cell in column.values]
            yield json.dumps({"type": small.str, "cells": cells}).encode()
            yield column.codes.astype(small).tobytes()


def _decode_column(blocks: io.BytesIO) -> Column:
    about = json.loads(_read_block(blocks))
    codes: NDArray[Any] = np.frombuffer(_read_block(blocks), about["type"])
    return Column([_decode_cell(cell) for cell in about["cells"]], codes.astype(np.int32))


def _read_block(blocks: io.BytesIO) -> bytes:
    return blocks.read(int.from_bytes(blocks.read(_LENGTH_BYTES), "little"))


def _encode_cell(cell: Any) -> Any:
    """Return text, numbers and truth values as they are, others as [type, value]."""
    if (encoder := _ENCODERS.get(type(cell))) is None:
        return cell
    kind, encode = encoder
    return [kind, encode(cell)]


def _decode_cell(cell: Any) -> Any:
    if not isinstance(cell, list):
        return cell
    kind, value = cell
    return _DECODERS[kind](value)
