"""Reads an action sheet that comes back: everything it says, and every cell that is refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from indicators.actions.sheets.sheet_model import SheetReading
from indicators.actions.sheets.sheet_refusals import RefusedSheetError, SheetRefusalCode
from indicators.domain.indicator import Indicator
from loaders.action_sheets.action_cells import make_indicator_key
from loaders.action_sheets.baseline_reader import find_baseline, read_baseline
from loaders.action_sheets.formula_cells import CalculatedCells, find_calculated_cells
from loaders.action_sheets.sheet_action_rows import ActionRows
from loaders.action_sheets.sheet_action_table import find_table
from loaders.readers import limits
from loaders.readers.details.limited_copy import copy_limited
from loaders.readers.file_names import make_safe_name
from loaders.readers.file_type import ZIPS
from loaders.readers.grid import Grid, read_grid


class ActionSheetFiles:
    """Reads sheets from files. It implements `indicators.ports.action_sheet_reader`."""

    most_bytes = 8 * limits.MEGABYTE

    def read(
        self, name: str, content: IO[bytes], indicators: Mapping[str, Indicator]
    ) -> SheetReading:
        with TemporaryDirectory(prefix="sheet-", ignore_cleanup_errors=True) as folder:
            path = Path(folder) / make_safe_name(name)
            copy_limited(path, content, self.most_bytes)
            grid, calculated = _read_file(path)
        hidden = find_baseline(grid)
        if calculated.formulas.get(hidden):
            raise RefusedSheetError(SheetRefusalCode.BASELINE_DAMAGED, grid.file)
        baseline, known = read_baseline(grid, hidden)
        table = find_table(grid, hidden)
        names = _name_indicators(indicators) | known
        return ActionRows(grid, table, baseline, calculated, names).read()


def _read_file(path: Path) -> tuple[Grid, CalculatedCells]:
    """Return the cells of an xlsx or ods workbook, and which of them are calculated.

    What cannot be read at all says so first: a PDF, a workbook with a password.
    """
    grid = read_grid(path)
    with path.open("rb") as file:
        is_zipped = file.read(4).startswith(ZIPS)
    calculated = find_calculated_cells(path) if is_zipped and not grid.inside else None
    if calculated is None:
        raise RefusedSheetError(SheetRefusalCode.WRONG_KIND, path.name)
    return grid, calculated


def _name_indicators(indicators: Mapping[str, Indicator]) -> dict[str, str]:
    """Return the codes by the key of every name; a name of two indicators is none."""
    codes: dict[str, set[str]] = defaultdict(set)
    for code, indicator in indicators.items():
        for name in filter(None, (code, indicator.name, indicator.short_name)):
            codes[make_indicator_key(name)].add(code)
    return {key: next(iter(held)) for key, held in codes.items() if len(held) == 1}
