"""Variation of 100,000 series of 60 points at once, against a loop over one series at a time."""

import numpy as np

from benchmarks.common.measure import Line, in_turn, show
from indicators.stats.spc import analyse_variation

SERIES, POINTS = 100_000, 60
LOOPED = 5_000
"""Series that the loop takes on; its time is brought to that of all."""
RUNS = 5
LIMIT = 1 / 20


def main() -> None:
    chance = np.random.default_rng(2017)
    values = 100 * chance.binomial(23, 0.9, (SERIES, POINTS)) / 23
    values[chance.random(values.shape) < 0.03] = np.nan
    taken = in_turn(
        RUNS,
        {
            "at once": lambda: analyse_variation(values),
            "loop": lambda: [analyse_variation(values[at : at + 1]) for at in range(LOOPED)],
        },
    )
    looped = [seconds * SERIES / LOOPED for seconds in taken["loop"]]
    line = Line(f"{SERIES:,} series of {POINTS} points", taken["at once"], looped, LIMIT)
    show("Variation", "a loop over one series at a time", [line])


if __name__ == "__main__":
    main()
