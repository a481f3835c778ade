"""Writes the synthetic extracts of four senders, April 2021 to a chosen month, as they were sent,
and the benchmark series beside them.

`story.py` tells what happens in them, `city.py` where.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from indicators.domain.errors import UserError
from indicators.domain.periods import Month, Period
from sample import (
    benchmark_series,
    childrens_centres,
    city_outcomes,
    health_visiting,
    midwifery,
)
from sample.city import FIRST
from sample.random_counts import Chance
from sample.sample_files import write_whole
from sample.storylines import RESTATED


def write_sample(
    folder: Path,
    last: Month,
    *,
    seed: int = 2021,
    progress: Callable[[str], None] | None = None,
) -> list[Path]:
    """Write the extracts up to `last` into `folder`; all of them, in the order they were sent.

    A file that is already there is left as it is, so a later `last` only adds files. The same seed
    gives the same bytes. `progress` is told the name of each file before it is written.
    """
    if last < FIRST:
        raise UserError(
            f"The sample begins in {FIRST.name}, after {last.name}.",
            remedy=f"Ask for a month from {FIRST} on.",
        )
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, content in _sent(Chance(seed), last):
        path = folder / name
        if not path.exists():
            if progress:
                progress(name)
            write_whole(path, content())
        paths.append(path)
    return paths


def _sent(chance: Chance, last: Month) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Each file's name and what makes its content, in the order of sending."""
    for month in map(Month, range(FIRST.ordinal, last.ordinal + 1)):
        yield midwifery.file_name(month), partial(midwifery.content, chance, month)
        for again, sent_with in RESTATED.items():
            if sent_with == month:
                yield (
                    midwifery.file_name(again, restated=True),
                    partial(midwifery.content, chance, again, restated=True),
                )
        yield health_visiting.file_name(month), partial(health_visiting.content, chance, month)
        if month.month == city_outcomes.SENT_IN and month.last_financial_year.ended > FIRST:
            yield city_outcomes.file_name(month), partial(city_outcomes.content, chance, month)
        if month < last:  # the council's file for the last month is not in yet
            yield (
                childrens_centres.file_name(month),
                partial(childrens_centres.content, chance, month),
            )
        if month.month % 3 == 0:
            quarter = Period(month, 3)
            yield (
                benchmark_series.file_name(quarter),
                partial(benchmark_series.content, chance, quarter),
            )
