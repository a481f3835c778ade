"""Times two or more ways of doing things in turn, and prints their ratios with the limits.

Only ratios of runs taken in turn (A B A B) mean anything: on a shared machine the seconds move."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Line:
    """One line of the table: what was measured, the seconds of each round and the largest ratio.

    The ratio is the median of each round's own, whose two runs stand next to each other: a machine
    that is busy for some rounds moves it less than the quotient of the two medians.
    """

    what: str
    ours: list[float]
    other: list[float]
    limit: float

    @property
    def ratio(self) -> float:
        return median(a / b for a, b in zip(self.ours, self.other, strict=True))

    @property
    def missed(self) -> bool:
        return self.ratio > self.limit


def in_turn(
    runs: int,
    ways: Mapping[str, Callable[[], Any]],
    ready: Mapping[str, Callable[[], Any]] | None = None,
    clock: Callable[[], float] = time.perf_counter,
) -> dict[str, list[float]]:
    """The seconds of each way, by round. Each runs once unmeasured first; the order turns.

    What `ready` has for a way is done before each of its runs, outside the time taken. `clock` is
    `time.process_time` where all that is compared is done by this process."""
    names = list(ways)
    taken: dict[str, list[float]] = {name: [] for name in names}
    for turn in range(-1, runs):
        for at in range(len(names)):
            name = names[(turn + at) % len(names)]
            if ready and name in ready:
                ready[name]()
            gc.collect()
            start = clock()
            ways[name]()
            if turn >= 0:
                taken[name].append(clock() - start)
    return taken


def show(title: str, compared: str, lines: list[Line]) -> None:
    """Print the table; a line over its limit ends in “over”."""
    width = max(len(line.what) for line in lines)
    print(f"\n{title}, compared with {compared}")
    print(f"  {'':{width}}  {'ratio':>6}  {'limit':>6}  {'ours, s':>9}  {'other, s':>9}")
    for line in lines:
        print(
            f"  {line.what:{width}}  {line.ratio:6.2f}  {line.limit:6.2f}  "
            f"{median(line.ours):9.4f}  {median(line.other):9.4f}{'  over' if line.missed else ''}",
            flush=True,
        )
