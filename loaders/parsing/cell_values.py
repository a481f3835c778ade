"""Read single cells: whole counts, percentages as written, and marks such as [x]."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indicators.domain.refusal_texts import explain_refusal
from indicators.domain.refusals import RefusalCode, RefusalReason
from loaders.profiles.marks import USUAL_MARKS, CellState, Marks, mark_key
from loaders.readers.cell_text import format_cell
from loaders.readers.sheet import Column

_ERROR = re.compile(r"#(?:DIV/0|NAME|NULL|NUM|REF|VALUE|SPILL|CALC|N/A)[!?]?|Err:\d{3}", re.I)
_COUNT = re.compile(r"\d{1,15}(?:\.\d+)?|\d{1,3}(?:([,\s'’])\d{3}(?:\1\d{3})*)(?:\.\d+)?")
_THOUSANDS = re.compile(r"[,\s'’]")
_BRACKETED = re.compile(r"\s*([^()]*[^()\s])\s*\([^()]*\)\s*")
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,20})?|\.\d{1,20})\s*(%?)")
_RATE = re.compile(rf"(?:{_COUNT.pattern})|\.\d{{1,20}}")
_LARGEST = 10**15
_NOISE = 1e-9
"""The rounding error of a spreadsheet's arithmetic: 88.0000000000001 is 88."""


def read_count(cell: object, marks: Marks) -> tuple[int, CellState]:
    """Return the whole number in a cell, or 0 and its state."""
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        number = _round_whole(cell)
        if (state := marks.in_place.get(format_cell(cell))) is not None:
            return 0, state
    elif isinstance(cell, str):
        text, state = _split_mark(cell, marks)
        if state is not None:
            return 0, state
        number = _round_whole(float(_THOUSANDS.sub("", text))) if _COUNT.fullmatch(text) else None
    else:
        number = None
    return (0, CellState.FAULT) if number is None else (number, CellState.NUMBER)


def _split_mark(cell: str, marks: Marks) -> tuple[str, CellState | None]:
    """Return a text without marks after its number, and what it means if it is a mark."""
    key = mark_key(cell)
    state = marks.in_place.get(key)
    if state is not None or key[-1:].isdecimal():  # most cells end here
        return cell.strip(), state
    text = marks.split_status(cell)[0].strip()
    return text, marks.in_place.get(mark_key(text))


def _round_whole(number: float) -> int | None:
    if not 0 <= number < _LARGEST:
        return None
    nearest = round(number)
    return nearest if abs(number - nearest) <= _NOISE else None


def read_percent(cell: object, marks: Marks, proportion: bool) -> tuple[str, CellState]:
    """Return the percentage in a cell as the decimal that was written, or "" and its state.

    `proportion` means that 0.934 is 93.4; "93.4%" is 93.4 in any case. The multiplication by
    100 moves the decimal point, so it is exact.
    """
    if isinstance(cell, str):
        text, state = _split_mark(cell, marks)
        if state is not None:
            return "", state
        match = _PERCENT.fullmatch(text)
        written = match[1] if match else ""
        proportion = proportion and not (match and match[2])
    elif isinstance(cell, float | int) and not isinstance(cell, bool):
        written = format_cell(cell) if cell == cell and 0 <= cell < _LARGEST else ""
        if (state := marks.in_place.get(format_cell(cell))) is not None:
            return "", state
    else:
        written = ""
    if not written:
        return "", CellState.FAULT
    figure = Decimal(written)
    if proportion:
        sign, digits, exponent = figure.as_tuple()
        figure = Decimal((sign, digits, int(exponent) + 2))
    return (f"{figure:f}", CellState.NUMBER) if figure <= 100 else ("", CellState.FAULT)


def read_rate(cell: object, marks: Marks, base: int, wanted: int) -> tuple[str, CellState]:
    """Return the rate in a cell as the decimal that was written, or "" and its state.

    A rate per `base`, which is a power of ten, is converted exactly to one per `wanted`.
    """
    text, state = _split_mark(format_cell(cell), marks)
    if state is not None:
        return "", state
    written = _THOUSANDS.sub("", text) if _RATE.fullmatch(text.strip()) else ""
    if isinstance(cell, bool | date | time | timedelta) or not written:
        return "", CellState.FAULT
    if base == wanted:
        return f"{Decimal(written):f}", CellState.NUMBER
    converted = (Decimal(written) * wanted).scaleb(1 - len(str(base))).normalize()
    return f"{converted:f}", CellState.NUMBER


def is_figure(cell: object) -> bool:
    """Return whether a cell holds a count, a percentage, or a usual mark in place of one."""
    return (
        read_count(cell, USUAL_MARKS)[1] != CellState.FAULT
        or read_percent(cell, USUAL_MARKS, proportion=False)[1] != CellState.FAULT
    )


def strip_brackets(cell: Any) -> Any:
    """Return the cell without what follows in brackets: 93.4 of “93.4 (92.3)”."""
    match = _BRACKETED.fullmatch(cell) if isinstance(cell, str) else None
    return match[1] if match else cell


def _explain_brackets(cell: object, profile: str) -> RefusalReason | None:
    if isinstance(cell, str) and _BRACKETED.fullmatch(cell) and re.match(r"\s*[\d.]", cell):
        return explain_refusal(RefusalCode.SECOND_FIGURE_IN_BRACKETS, profile=profile)
    return None


def explain_uncached(cell: object) -> RefusalReason | None:
    """Return why a cell is an error, or a formula without a saved result; None if it is neither."""
    if not isinstance(cell, str) or cell[:1] not in ("#", "=", "E", "e", " "):
        return None
    text = cell.strip()
    if _ERROR.fullmatch(text):
        return explain_refusal(RefusalCode.FORMULA_ERROR, error=text)
    if text.startswith("="):
        return explain_refusal(RefusalCode.FORMULA_NOT_CALCULATED)
    return None


def explain_bad_count(cell: object, profile: str) -> RefusalReason:
    """Return why a cell is not a count; the remedy names the profile."""
    if reason := explain_uncached(cell) or _explain_brackets(cell, profile):
        return reason
    if isinstance(cell, bool | date | time | timedelta):
        return explain_refusal(RefusalCode.NOT_A_NUMBER)
    try:
        number = float(_THOUSANDS.sub("", str(cell)))
    except ValueError:
        shows_percent = str(cell).rstrip().endswith("%")
        code = RefusalCode.COUNT_IS_PERCENTAGE if shows_percent else RefusalCode.COUNT_IS_TEXT
        return explain_refusal(code, profile=profile)
    if number < 0:
        return explain_refusal(RefusalCode.COUNT_NEGATIVE)
    if number >= _LARGEST:
        return explain_refusal(RefusalCode.COUNT_TOO_LARGE)
    return explain_refusal(RefusalCode.COUNT_NOT_WHOLE, profile=profile)


def explain_bad_percent(cell: object, profile: str) -> RefusalReason:
    """Return why a cell is not a percentage; the remedy names the profile."""
    if reason := explain_uncached(cell) or _explain_brackets(cell, profile):
        return reason
    if isinstance(cell, str) and not re.fullmatch(r"[-+]?[\d.]+\s*%?", cell.strip()):
        return explain_refusal(RefusalCode.PERCENTAGE_IS_TEXT, profile=profile)
    number = float(str(cell).strip().rstrip("%").strip()) if _is_decimal(cell) else -1
    if 0 < number <= 1:
        return explain_refusal(RefusalCode.PERCENTAGE_SCALE_UNCLEAR)
    return explain_refusal(RefusalCode.PERCENTAGE_OUT_OF_RANGE, profile=profile)


def explain_bad_rate(cell: object, profile: str) -> RefusalReason:
    """Return why a cell is not a rate; the remedy names the profile."""
    if reason := explain_uncached(cell) or _explain_brackets(cell, profile):
        return reason
    if isinstance(cell, str) and not re.fullmatch(r"[-+]?[\d.,\s]+", cell.strip()):
        return explain_refusal(RefusalCode.PERCENTAGE_IS_TEXT, profile=profile)
    return explain_refusal(RefusalCode.RATE_OUT_OF_RANGE)


def _is_decimal(cell: object) -> bool:
    return bool(_PERCENT.fullmatch(str(cell).strip()))


def has_percent_sign(cell: object) -> bool:
    """Return whether a cell holds a percentage with its sign, such as 93.4%."""
    match = _PERCENT.fullmatch(cell.strip()) if isinstance(cell, str) else None
    return bool(match and match[2])


def flag_up_to_one(percents: Any, state: NDArray[np.int8]) -> NDArray[np.bool_]:
    """Flag the numbers above 0 and up to 1 of a column of percentages."""
    flags: NDArray[np.bool_] = state == CellState.NUMBER
    numbers = percents[flags].astype(float)
    flags[flags] = (numbers > 0) & (numbers <= 1)
    return flags


def read_counts(cells: Column, marks: Marks) -> tuple[NDArray[np.int64], NDArray[np.int8]]:
    """Return `read_count` of each row: the numbers (0 for none) and the states."""
    read = [read_count(cell, marks) for cell in cells.values]
    return _repeat_cells(read, np.int64, cells)


def read_percents(cells: Column, marks: Marks, proportion: bool) -> tuple[Any, NDArray[np.int8]]:
    """Return `read_percent` of each row: decimals as text in an object array, and the states."""
    read = [read_percent(cell, marks, proportion) for cell in cells.values]
    return _repeat_cells(read, object, cells)


def read_rates(cells: Column, marks: Marks, base: int, wanted: int) -> tuple[Any, Any]:
    """Return `read_rate` of each row: decimals as text in an object array, and the states."""
    read = [read_rate(cell, marks, base, wanted) for cell in cells.values]
    return _repeat_cells(read, object, cells)


def _repeat_cells(
    read: list[Any], kind: Any, cells: Column
) -> tuple[NDArray[Any], NDArray[np.int8]]:
    """Repeat the values and states of a column's different cells for all of its rows."""
    what = np.array([one for one, _ in read], kind)
    state = np.array([state for _, state in read], np.int8)
    return what[cells.codes], state[cells.codes]
