"""Keeps the tables that follow from the figures in step with them, after any change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import sqlalchemy as sa

from indicators.store.derived.arrivals import keep_sets, list_received, read_received
from indicators.store.derived.city_totals import add_up_totals, read_totals
from indicators.store.schema import arrival, city_total

if TYPE_CHECKING:  # slow to import, and only loading needs it
    import pandas as pd


def update_derived(
    connection: sa.Connection,
    touched: Iterable[tuple[str, int]],
    not_areas: Sequence[str],
    figures: pd.DataFrame | None = None,
) -> None:
    """Write the city's totals and the arrivals of each `touched` indicator and month again.

    `figures` are all current figures of these (COLUMNS and load_id), from a caller who has them: to
    read them from the table takes a third as long as to insert them.
    """
    found: dict[str, set[int]] = defaultdict(set)
    for indicator, ended in touched:
        found[indicator].add(ended)
    months = {indicator: sorted(all_ended) for indicator, all_ended in found.items()}
    if figures is None:
        totals = read_totals(connection, months, not_areas)
        received = read_received(connection, months)
    else:
        totals = add_up_totals(figures, not_areas)
        received = list_received(connection, figures)
    for table, rows in ((city_total, totals), (arrival, keep_sets(connection, received))):
        for indicator, all_ended in months.items():
            old = table.c.indicator == indicator, table.c.ended.in_(all_ended)
            connection.execute(sa.delete(table).where(*old))
        if rows:
            connection.execute(sa.insert(table), rows)
