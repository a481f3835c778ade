"""Attacks the shared views of made-up councils, and compares them with simpler ways to hide cells.

    python -m tests.soak.disclosure [HOW MANY] [FIRST SEED]

Each data set has 17 areas, 10 teams, 8 hubs, 24 months, restatements, an area that moves to another
team, and three successive releases. The attack has all three. Prints how many hidden cells it
recovers (finds exactly) and narrows (finds more closely than docs/disclosure.md allows), and of how
many an earlier release had said too much before they were hidden. Two runs with halves of the seeds
use two processors. A run that was stopped goes on from the seed it printed last."""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence

from indicators.disclosure.attack import attack
from indicators.disclosure.primary import find_small_cells
from indicators.disclosure.secondary import suppress
from indicators.disclosure.shared_cells import CellKey, ReleasedTable, SharedTable, sum_parts
from tests.support.generated_releases import make_tables

Way = Callable[[SharedTable, Sequence[ReleasedTable]], frozenset[CellKey]]


def hide_small(table, earlier):
    """Nothing but the small numbers: a naive shared view."""
    return find_small_cells(table)


def hide_a_neighbour(table, earlier):
    """One total at a time: where it has a single hidden part, its smallest other part as well."""
    hidden = set(find_small_cells(table))
    for whole in table.cells:
        parts = [
            cell
            for cell in table.cells
            if cell.period == whole.period and cell.parts and cell.parts < whole.parts
        ]
        largest = [c for c in parts if not any(c.parts < other.parts for other in parts)]
        if sum(cell.key in hidden for cell in largest) == 1:
            others = [cell for cell in largest if cell.key not in hidden]
            hidden |= {min(others, key=size_of).key} if others else set()
    return frozenset(hidden)


def hide_whole_periods(table, earlier):
    """All areas, teams and hubs of a period in which any of them is small."""
    small = find_small_cells(table)
    periods = {period for _, period in small}
    return small | {c.key for c in table.cells if c.period in periods and c.place != "city"}


def hide_by_constraints(table, earlier):
    """The rule of this project."""
    return suppress(table, earlier).released.hidden


WAYS: dict[str, Way] = {
    "small numbers alone": hide_small,
    "one total at a time": hide_a_neighbour,
    "whole periods": hide_whole_periods,
    "all constraints": hide_by_constraints,
}


PROGRESS = 50
"""After so many data sets it is printed what was found so far."""
MOST_COMPARED = 50
"""Data sets that the simpler ways are tried on, at most: they fail soon enough."""


def size_of(cell):
    return sum(sum_parts(cell.parts)), cell.key[0]


def trial(seed: int, way: Way, tally: dict) -> list[str]:
    """Release three tables in one way and attack them; what was found goes into the tally."""
    released: list[ReleasedTable] = []
    for table in make_tables(seed):
        started = time.process_time()
        hidden = way(table, released)
        tally["seconds", len(released)] += time.process_time() - started
        tally["cells"] += len(table.cells)
        tally["small"] += len(find_small_cells(table))
        tally["hidden"] += len(hidden)
        released.append(ReleasedTable(table, hidden))
    found = attack(released[-1], released[:-1])
    tally["attacked"] += len(found)
    tally["recovered"] += sum(each.recovered for each in found)
    tally["narrowed"] += sum(each.narrowed and not each.recovered for each in found)
    tally["revealed"] += sum(each.revealed for each in found)
    return [
        f"seed {seed}: {each.cell.place}, {each.cell.period.name}: {each.ranges}"
        for each in found
        if each.narrowed
    ]


def describe(tally: dict) -> str:
    added = tally["hidden"] - tally["small"]
    return (
        f"{tally['recovered']} recovered and {tally['narrowed']} narrowed of {tally['attacked']} "
        f"hidden cells, {tally['revealed']} revealed before; of {tally['cells']} cells "
        f"{100 * tally['small'] / tally['cells']:.1f}% are small and "
        f"{100 * added / tally['cells']:.1f}% hidden in addition"
    )


def main(many: int = 1000, first: int = 0) -> int:
    wrong: list[str] = []
    asked = many
    for name, way in WAYS.items():
        many = asked if way is hide_by_constraints else min(asked, MOST_COMPARED)
        tally: dict = defaultdict(int)
        started = time.monotonic()
        for seed in range(first, first + many):
            found = trial(seed, way, tally)
            if way is hide_by_constraints:
                if seed % PROGRESS == PROGRESS - 1:
                    print(f"up to seed {seed}: {describe(tally)}", flush=True)
                for each in found:
                    print(f"WRONG: {each}", flush=True)
                wrong += found
        times = ", ".join(f"{1000 * tally['seconds', at] / many:.0f}" for at in range(3))
        print(
            f"{name}: {many} data sets in {time.monotonic() - started:.0f} s; {describe(tally)}; "
            f"{times} ms for the first, second and third release.",
            flush=True,
        )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
