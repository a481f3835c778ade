"""Writes the synthetic extracts of four senders and the benchmark series.

They run from April 2021 to a chosen month. `storylines.py` has what happens, `city.py` where.
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
    quarter_files,
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
    """Write the extracts up to `last` into `folder` and return them in the order of sending.

    An existing file is kept, so a later `last` only adds files. The same seed gives the same
    bytes. `progress` gets the name of each file before it is written.
    """
    if last < FIRST:
        raise UserError(
            f"The sample starts in {FIRST.name}, after {last.name}.",
            remedy=f"Choose {FIRST} or a later month.",
        )
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, make_content in _list_files(Chance(seed), last):
        path = folder / name
        if not path.exists():
            if progress:
                progress(name)
            write_whole(path, make_content())
        paths.append(path)
    return paths


def _list_files(chance: Chance, last: Month) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Yield each file's name and a function that makes its content, in the order of sending."""
    for month in map(Month, range(FIRST.ordinal, last.ordinal + 1)):
        yield midwifery.name_file(month), partial(midwifery.write_content, chance, month)
        for again, sent_with in RESTATED.items():
            if sent_with == month:
                yield (
                    midwifery.name_file(again, restated=True),
                    partial(midwifery.write_content, chance, again, restated=True),
                )
        yield (
            health_visiting.name_file(month),
            partial(health_visiting.write_content, chance, month),
        )
        if month.month == city_outcomes.SENT_IN and month.last_financial_year.ended > FIRST:
            yield (
                city_outcomes.name_file(month),
                partial(city_outcomes.write_content, chance, month),
            )
        if month.month % quarter_files.SENT_EACH == 3:
            for file in quarter_files.QUARTER_FILES:
                yield (
                    quarter_files.name_file(file, month),
                    partial(quarter_files.write_content, file, chance, month),
                )
        if month < last:  # the council's file for the last month is late
            yield (
                childrens_centres.name_file(month),
                partial(childrens_centres.write_content, chance, month),
            )
        if month.month % 3 == 0:
            quarter = Period(month, 3)
            yield (
                benchmark_series.name_file(quarter),
                partial(benchmark_series.write_content, chance, quarter),
            )
