"""Measures how many files are still read after their headings and sheets are written differently.

    python -m tests.soak.heading_variations

Each shipped profile reads its files once as they are, then with every heading changed in one of the
ways below, then with its sheets renamed. The figures must be the same, and nothing more refused."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pandas as pd

from indicators.domain.errors import UserError
from indicators.domain.periods import Month
from loaders.parsing.extract import ParsedExtract, parse_grid
from loaders.parsing.header import find_header
from loaders.parsing.match_profile import find_sheets, list_claimants
from loaders.periods.period_formats import parse_period
from loaders.profiles.profile_schema import Profile
from loaders.readers.grid import Grid, read_grid
from loaders.readers.sheet import Sheet
from tests.conftest import ROOT
from tests.support.extracts import COVENTRY, SHARED, Council

Change = Callable[[str], str]
QUARTER = "financialyearquarter"

HEADINGS: dict[str, Change] = {
    "capitals": str.upper,
    "small letters": str.lower,
    "underscores": lambda text: text.replace(" ", "_"),
    "spaces for underscores": lambda text: text.replace("_", " "),
    "double spaces": lambda text: text.replace(" ", "  "),
    "line breaks": lambda text: text.replace(" ", "\n", 1),
    "no-break spaces": lambda text: text.replace(" ", "\u00a0") + "\u00a0",
    "spaces around": lambda text: f"  {text} ",
    "hyphens": lambda text: text.replace(" ", "-") if not text[-1:].isdigit() else text,
    "dashes for hyphens": lambda text: text.replace("-", "\u2013"),
    "footnote in brackets": lambda text: f"{text} [1]",
    "note in brackets": lambda text: f"{text} [note 12]",
    "asterisk": lambda text: f"{text}*",
    "superscript": lambda text: f"{text}\u00b2",
    "number in brackets": lambda text: text if "%" in text else f"{text} (number)",
    "number after it": lambda text: text if "%" in text else f"{text} no.",
    "percent in brackets": lambda text: text.replace("(%)", "%").replace("%", "(%)"),
    "percent apart": lambda text: text.replace("(%)", "%").replace("%", " %"),
    "percent written out": lambda text: text.replace("(%)", "%").replace("%", " per cent"),
    "slashes apart": lambda text: text.replace("/", " / "),
    "colon": lambda text: f"{text}:",
}
SHEETS: dict[str, Change] = {
    "sheets in capitals": str.upper,
    "sheets with underscores": lambda name: name.replace(" ", "_").replace("-", "_"),
    "sheets with spaces": lambda name: name.replace("_", " ").replace("-", " "),
    "sheets with hyphens": lambda name: name.replace("_", "-").replace(" ", "-"),
    "sheets with a mark before their number": lambda name: "".join(
        f"_{sign}" if sign.isdigit() and at and name[at - 1].isalpha() else sign
        for at, sign in enumerate(name)
    ),
}
_OF_PERIODS = ("footnote in brackets", "note in brackets", "asterisk", "superscript", "capitals")
"""The ways in which the heading of a period is changed; others may make it another period."""


def change_headings(grid: Grid, profile: Profile, kind: str) -> Grid:
    """Return the grid with the headings of each of the profile's tables changed."""
    sheets = dict(grid.sheets)
    for shape in profile.table:
        for name in find_sheets(tuple(grid.sheets), profile, shape):
            header = find_header(grid.sheets[name], shape.header, shape.header_rows)
            if header is None:
                continue
            rows = [list(row) for row in sheets[name]]
            for at in range(header.top, header.below):
                rows[at] = [_change_cell(cell, kind) for cell in grid.sheets[name][at]]
            sheets[name] = Sheet.from_rows(rows)
    return replace(grid, sheets=sheets)


def _change_cell(cell: object, kind: str) -> object:
    if not isinstance(cell, str) or not cell.strip():
        return cell
    return cell if parse_period(cell) and kind not in _OF_PERIODS else HEADINGS[kind](cell)


def change_sheets(grid: Grid, change: Change) -> Grid:
    """Return the grid with its sheets renamed."""
    sheets = {change(name): rows for name, rows in grid.sheets.items()}
    return replace(grid, sheets=sheets, names=tuple(map(change, grid.names)))


def drop_quarters(grid: Grid) -> Grid:
    """Return the grid without the column of the quarter, which then only the file's name says."""
    sheets = {}
    for name, rows in grid.sheets.items():
        kept = [
            column
            for column in rows.columns
            if not any(_is_quarter_heading(cell) for cell in column.values)
        ]
        sheets[name] = Sheet(kept, rows.height)
    return replace(grid, sheets=sheets)


def _is_quarter_heading(cell: object) -> bool:
    return isinstance(cell, str) and cell.casefold().replace(" ", "").replace("_", "") == QUARTER


def list_variations(grid: Grid, profile: Profile) -> Iterator[tuple[str, Grid]]:
    """Yield the grid in each of the ways."""
    for kind in HEADINGS:
        yield kind, change_headings(grid, profile, kind)
    if grid.names != ("",):
        for name, change in SHEETS.items():
            yield name, change_sheets(grid, change)
    if profile.code == "cover_counts":
        yield "no column of the quarter", drop_quarters(grid)
    both = change_headings(grid, profile, Random(profile.code).choice(list(HEADINGS)))
    yield "headings and sheets", change_sheets(both, SHEETS["sheets with underscores"])


def list_files(folder: Path) -> Iterator[tuple[Council, Path]]:
    """Yield a file of each profile of the shipped data, and all shared files a council reads."""
    from sample.generate import write_sample

    seen = set()
    for path in write_sample(folder, Month.parse("2026-09")):
        claimed = tuple(list_claimants(read_grid(path), COVENTRY.parts[0]))
        if claimed not in seen:
            seen.add(claimed)
            yield COVENTRY, path
    for council in sorted((ROOT / "tests" / "councils").iterdir()):
        if (council / "profiles").is_dir():
            for path in sorted((SHARED / "extracts").rglob("*")):
                if path.suffix in (".csv", ".xls", ".xlsx", ".ods"):
                    yield Council(council), path


def _list_figures(reading: ParsedExtract) -> pd.DataFrame:
    """Return the figures without the names of their sheets."""
    return reading.observations.drop(columns="sheet")


def measure_file(council: Council, path: Path, kinds: Sequence[str] | None = None) -> list[str]:
    """Print how many variations of a file are read as the file is, and return the others."""
    profiles, catalogue, places = council.parts
    grid = read_grid(path)
    claimants = list_claimants(grid, profiles)
    if len(claimants) != 1:
        return []
    profile = next(each for each in profiles if each.code == claimants[0])

    def read(changed: Grid) -> ParsedExtract:
        return parse_grid(changed, profiles, catalogue, places, today=None)

    whole, count, wrong = read(grid), 0, []
    for kind, changed in list_variations(grid, profile):
        if kinds is None or kind in kinds:
            count += 1
            try:
                reading = read(changed)
            except UserError as error:
                wrong.append(f"{path.name}, {kind}: {error}")
                continue
            same = _list_figures(reading).equals(_list_figures(whole))
            if not same or len(reading.refusals) > len(whole.refusals):
                why = next((str(refusal) for refusal in reading.refusals), "other figures")
                wrong.append(f"{path.name}, {kind}: {why}")
    print(f"{profile.code} {path.name}: {count - len(wrong)} of {count} variations", flush=True)
    return wrong


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()
    wrong: list[str] = []
    with TemporaryDirectory() as folder:
        for council, path in list_files(Path(folder)):
            wrong += measure_file(council, path)
    print("\n".join(wrong))
    if wrong:
        raise SystemExit(f"{len(wrong)} variations are read differently.")


if __name__ == "__main__":
    main()
