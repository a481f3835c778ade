"""Verdicts for 5 million observations, against one numpy pass over the same arrays."""

from decimal import Decimal

import numpy as np

from benchmarks.common.measure import Line, in_turn, show
from indicators.domain.core import Polarity
from indicators.stats.rules import Standard, judge_arrays

OBSERVATIONS = 5_000_000
RUNS = 9
LIMIT = 5.0


def main() -> None:
    chance = np.random.default_rng(2017)
    denominators = chance.integers(1, 60, OBSERVATIONS)
    numerators = chance.binomial(denominators, 0.9)
    standard = Standard(Decimal("90"), Decimal("1"), Polarity.HIGHER)
    taken = in_turn(
        RUNS,
        {
            "verdicts": lambda: judge_arrays(numerators, denominators, standard),
            "one pass": lambda: numerators * denominators,
        },
    )
    line = Line(
        f"{OBSERVATIONS:,} observations judged", taken["verdicts"], taken["one pass"], LIMIT
    )
    show("Verdicts", "one multiplication of the two arrays", [line])


if __name__ == "__main__":
    main()
