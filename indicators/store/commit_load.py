"""Taking a file in: what it brings, what it replaces, what it only says again. One transaction."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import sqlalchemy as sa

from indicators.domain.core import ObservationStatus
from indicators.domain.observation_schema import check_observations
from indicators.domain.refusals import Refusal
from indicators.store.as_of import (
    COLUMNS,
    FIGURE,
    KEY,
    list_load_conditions,
    select_city_totals,
    select_current,
)
from indicators.store.bulk_insert import insert_rows
from indicators.store.schema import city_total, load, observation, refusal


@dataclass(frozen=True, slots=True)
class LoadCounts:
    """What a file's figures were to the table: not there before, different, or the same."""

    new: int
    restated: int
    unchanged: int


def commit_load(
    connection: sa.Connection,
    record: dict[str, Any],
    figures: pd.DataFrame,
    refusals: Sequence[Refusal],
    not_areas: Sequence[str],
) -> tuple[int | None, LoadCounts]:
    """As `IndicatorTable.take_in` says, inside the transaction that the caller opened."""
    check_observations(figures, COLUMNS)
    again = sa.select(load.c.id).where(
        load.c.sha256 == record["sha256"], *list_load_conditions(None)
    )
    came = connection.scalars(again).all()
    held = _held(connection, figures)
    fresh, replaced, repeated = _compare(held, came, figures)
    counts = LoadCounts(len(fresh) - len(replaced), len(replaced), len(figures) - len(fresh))
    if came and fresh.empty:
        return None, counts
    load_id: int = connection.execute(
        sa.insert(load)
        .values(
            **record,
            figures_new=counts.new,
            figures_restated=counts.restated,
            figures_unchanged=counts.unchanged,
        )
        .returning(load.c.id)
    ).scalar_one()
    if replaced:
        connection.execute(
            sa.update(observation)
            .where(observation.c.id == sa.bindparam("old"))
            .values(replaced_by=load_id),
            [{"old": old} for old in replaced],
        )
    _insert_figures(connection, fresh, load_id)
    said = {"observation_id": repeated, "load_id": [load_id] * len(repeated)}
    insert_rows(connection, "repeat", said)
    if refusals:
        connection.execute(sa.insert(refusal), [_refusal_row(load_id, told) for told in refusals])
    _add_up_at_hand(connection, fresh, held[~held["id"].isin(replaced)], not_areas)
    return load_id, counts


def _compare(
    held: pd.DataFrame, came: Sequence[int], figures: pd.DataFrame
) -> tuple[pd.DataFrame, list[int], list[int]]:
    """The figures to put in, the ids of those they replace, and of those that are said again."""
    if held.empty:
        return figures, [], []
    both = figures.merge(held, how="left", on=KEY, suffixes=("", "_old"))
    known = both["id"].notna().to_numpy()
    same = known.copy()
    for name in FIGURE:
        new, old = both[name], both[f"{name}_old"]
        same &= ((new == old) | (new.isna() & old.isna())).fillna(False).to_numpy(bool)
    # The same file once more never takes back what a later file restated.
    later = (both["load_id"] > min(came, default=math.inf)) & ~both["load_id"].isin(came)
    keep = ~same & ~later.to_numpy(bool)
    replaced = both.loc[keep & known, "id"].astype(int).tolist()
    repeated = both.loc[same & ~later.to_numpy(bool), "id"].astype(int).tolist()
    return figures[keep], replaced, repeated


def _held(connection: sa.Connection, figures: pd.DataFrame) -> pd.DataFrame:
    """What stands now in the indicators and months that the file speaks of."""
    columns = ["id", "load_id", *COLUMNS]
    conditions = [
        observation.c.indicator.in_(figures["indicator"].unique().tolist()),
        observation.c.ended.in_(figures["ended"].unique().tolist()),
    ]
    rows = connection.execute(select_current(columns, conditions, None)).all()
    found = pd.DataFrame(rows, columns=columns)
    return found.astype({"numerator": "Int64", "denominator": "Int64"})


def _refusal_row(load_id: int, told: Refusal) -> dict[str, Any]:
    return {
        "load_id": load_id,
        "sheet": told.sheet,
        "row": told.row,
        "column": told.column,
        "heading": told.heading,
        "value": told.value,
        "code": told.code.value,
        "why": told.reason,
        "remedy": told.remedy,
        "sender_remedy": told.sender_remedy,
    }


def _insert_figures(connection: sa.Connection, fresh: pd.DataFrame, load_id: int) -> None:
    """Put figures in, in the order of their index, which then grows at its end."""
    order = [pd.factorize(fresh[name], sort=True)[0] for name in reversed(KEY)]
    fresh = fresh.iloc[np.lexsort(order)]
    columns: dict[str, Sequence[Any]] = {name: _plain(fresh[name]) for name in COLUMNS}
    columns["load_id"] = columns["since"] = [load_id] * len(fresh)
    if connection.dialect.name == "postgresql" and len(fresh):
        columns["id"] = _ids(connection, len(fresh))
    insert_rows(connection, "observation", columns)


def _ids(connection: sa.Connection, many: int) -> range:
    """So many new ids at once: to draw them one by one takes a sixth of the time of a COPY. Nobody
    else draws any meanwhile, since only one writes at a time.
    """
    drawn = (
        "SELECT setval(s, nextval(s) + :more) FROM pg_get_serial_sequence('observation', 'id') s"
    )
    last = connection.scalar(sa.text(drawn), {"more": many - 1})
    return range(last - many + 1, last + 1)


def _plain(column: pd.Series[Any]) -> list[Any]:
    """A column's items as Python's own, None where there is none."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        items: list[Any] = column.cat.categories.to_numpy(object)[column.cat.codes].tolist()
        return items
    missing = column.isna()
    if missing.all():
        return [None] * len(column)
    items = column.tolist()
    if not missing.any():
        return items
    return [None if out else item for item, out in zip(items, missing, strict=True)]


def _add_up_at_hand(
    connection: sa.Connection, fresh: pd.DataFrame, stays: pd.DataFrame, not_areas: Sequence[str]
) -> None:
    """As `add_up`, from what was just put in and what stays beside it: asking the table for them
    again would take a third as long as putting them in.
    """
    touched = fresh[["indicator", "ended"]].drop_duplicates()
    every = pd.concat([fresh, stays.merge(touched)]) if len(stays) else fresh
    counts = (every["status"] == ObservationStatus.OK.value) & every["numerator"].notna()
    counts |= every["status"] == ObservationStatus.NOT_APPLICABLE.value
    added = (
        every[counts & ~every["place"].isin(list(not_areas))]
        .groupby(["indicator", "ended", "definition"], as_index=False)
        .agg(
            months=("months", "max"),
            areas=("place", "size"),
            numerator=("numerator", "sum"),
            denominator=("denominator", "sum"),
        )
    )
    for indicator, part in touched.groupby("indicator"):
        _forget_totals(connection, str(indicator), part["ended"].tolist())
    if len(added):
        names = [str(name) for name in added.columns]
        rows = zip(*(added[name].tolist() for name in names), strict=True)
        connection.execute(
            sa.insert(city_total), [dict(zip(names, row, strict=True)) for row in rows]
        )


def _forget_totals(connection: sa.Connection, indicator: str, ended: list[int]) -> None:
    total = city_total.c
    connection.execute(
        sa.delete(city_total).where(total.indicator == indicator, total.ended.in_(ended))
    )


def add_up(connection: sa.Connection, touched: pd.DataFrame, not_areas: Sequence[str]) -> None:
    """Add up again, over the centre areas, every `indicator` and month `ended` that was touched."""
    for indicator, part in touched.groupby("indicator"):
        ended = part["ended"].unique().tolist()
        _forget_totals(connection, str(indicator), ended)
        added = select_city_totals([str(indicator)], ended, not_areas, None)
        names = [column.name for column in added.selected_columns]
        connection.execute(sa.insert(city_total).from_select(names, added))
