"""Checks for figures that a load would take back, or know less of, than what is current."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from indicators.domain.catalogue import Catalogue
from indicators.domain.confirmation_texts import write_confirmation
from indicators.domain.confirmations import Confirmation, ConfirmationCode, join_list
from indicators.domain.periods import Month, format_day
from indicators.store.file_comparison import LostDetail, RestoredFigures
from loaders.anomalies.row_locator import RowLocator


def find_restored(
    restored: RestoredFigures | None, locator: RowLocator, catalogue: Catalogue
) -> Iterator[Confirmation]:
    """Yield the figures that would go back to what a later file had replaced."""
    if restored is None:
        return
    number, changed = len(restored.positions), restored.changed
    loads = [
        f"load {each.id} ({each.file}, {format_day(each.loaded_at)})" for each in restored.loads
    ]
    if number == changed:
        share = f"All {changed:,} changed figures go" if changed > 1 else "The changed figure goes"
    else:
        share = f"{number:,} of {changed:,} changed figures {'goes' if number == 1 else 'go'}"
    code = ConfirmationCode.RESTORES_REPLACED_FIGURES
    yield _ask(code, restored.positions, locator, catalogue, share=share, loads=join_list(loads))


def find_losses(
    lost: LostDetail, locator: RowLocator, catalogue: Catalogue
) -> Iterator[Confirmation]:
    """Yield the figures that would lose counts or a denominator, or become a mark."""
    for code, positions in (
        (ConfirmationCode.COUNTS_LOST, lost.counts),
        (ConfirmationCode.DENOMINATORS_LOST, lost.denominators),
        (ConfirmationCode.FIGURES_WITHDRAWN, lost.withdrawn),
    ):
        if positions:
            number = len(positions)
            named = f"{number:,} {'figure' if number == 1 else 'figures'}"
            yield _ask(code, positions, locator, catalogue, lost=named)


def _ask(
    code: ConfirmationCode,
    positions: list[int],
    locator: RowLocator,
    catalogue: Catalogue,
    **values: str,
) -> Confirmation:
    frame = locator.observations.iloc[positions]
    indicators = [str(each) for each in dict.fromkeys(frame["indicator"])]
    months = [Month.from_number(int(each)) for each in sorted(set(frame["ended"].tolist()))]
    places = tuple(sorted(str(each) for each in set(frame["place"])))
    text = write_confirmation(
        code,
        indicators=join_list([catalogue.indicator(each).name for each in indicators]),
        periods=join_list([month.name for month in months]),
        places=join_list([locator.name(each) for each in places]),
        **values,
    )
    rows = locator.locate(np.array(positions))
    return Confirmation(code, text, tuple(indicators), places=places, period=months[-1], rows=rows)
