"""Measures how often the guard is wrong: figures refused, and lists of people accepted.

    python -m tests.soak.person_lists --each 10

Figures are all published files in the shared folder, the sample, and generated tables; lists are
generated in the shapes that careless senders use, half of them workbooks. Both rates must be 0."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from indicators.domain.errors import PersonalRecordsError, UnreadableFileError
from indicators.domain.periods import Month
from loaders.pii.detection import refuse_people
from loaders.readers.cell_text import format_cell
from loaders.readers.grid import Grid, read_grid
from loaders.readers.sheet import Sheet
from tests.support import careless_lists, count_tables
from tests.support.extracts import SHARED

NAMES_OF_PEOPLE = {
    "biff5-rich-text-string.xls": "a list of voters",
    "empty_s_attribute.xlsx": "John, Sophia, Peter and Sam",
    "empty_shared_string_value.xlsx": "Alice in Berlin",
    "issue444.xls": "people with their ages",
    "minimal_package.xlsx": "people under arrest",
}
"""Files of the shared folder that do list people, with what is in them."""
OTHERS = (".md", ".json", ".geojson", ".topojson", ".toml")


def is_refused(grid: Grid) -> bool:
    try:
        refuse_people(grid)
    except PersonalRecordsError:
        return True
    return False


def list_published() -> Iterator[tuple[str, Grid]]:
    """Yield the published files that can be read, except those that do list people."""
    for path in sorted(SHARED.rglob("*")):
        if path.is_file() and path.suffix not in OTHERS and path.name not in NAMES_OF_PEOPLE:
            try:
                yield path.name, read_grid(path)
            except UnreadableFileError:
                continue


def list_sample(folder: Path) -> Iterator[tuple[str, Grid]]:
    from sample.generate import write_sample

    for path in write_sample(folder, Month.parse("2026-09")):
        yield path.name, read_grid(path)


def list_tables(each: int) -> Iterator[tuple[str, Grid]]:
    """Yield generated tables of counts, half of them with every cell as text."""
    for shape, make in count_tables.SHAPES.items():
        for seed in range(each):
            rows = make(Random(seed))
            if seed % 2:
                rows = [[format_cell(cell) for cell in row] for row in rows]
            yield shape, Grid("figures.csv", {"": Sheet.from_rows(rows)}, ("",))


def measure_refused(name: str, figures: Iterator[tuple[str, Grid]]) -> list[str]:
    """Print how many files of figures are refused, and return their names."""
    judged = [(file, is_refused(grid)) for file, grid in figures]
    wrong = [file for file, refused in judged if refused]
    print(f"{name}: {len(wrong)} of {len(judged)} refused {wrong or ''}", flush=True)
    return wrong


def measure_accepted(each: int, seed: int) -> list[str]:
    """Print how many generated lists of people are accepted, and return their shapes."""
    with TemporaryDirectory() as folder:
        lists = careless_lists.write_lists(Path(folder), each, seed)
        judged = [(shape, is_refused(read_grid(path))) for shape, path in lists]
    wrong = [shape for shape, refused in judged if not refused]
    print(f"Lists of people: {len(wrong)} of {len(judged)} accepted {wrong or ''}", flush=True)
    return wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=10, help="lists and tables of each shape")
    parser.add_argument("--seed", type=int, default=2026)
    asked = parser.parse_args()
    wrong = measure_refused("Published files", list_published())
    with TemporaryDirectory() as folder:
        wrong += measure_refused("The sample", list_sample(Path(folder)))
    wrong += measure_refused("Generated tables", list_tables(asked.each))
    wrong += measure_accepted(asked.each, asked.seed)
    if wrong:
        raise SystemExit(f"{len(wrong)} files were judged wrongly.")


if __name__ == "__main__":
    main()
