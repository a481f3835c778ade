"""Taking a file in: what it brings, what it replaces, what it only says again. One transaction."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, repeat
from typing import Any, cast

import numpy as np
import pandas as pd
import sqlalchemy as sa

from indicators.errors import Refusal
from indicators.model import Status
from indicators.moments import COLUMNS, FIGURE, KEY, files, standing, totals
from indicators.schema import city_total, load, observation, refusal

_COPIED_AT_A_TIME = 5_000
_COPY_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


@dataclass(frozen=True, slots=True)
class Counts:
    """What a file's figures were to the table: not there before, different, or the same."""

    new: int
    restated: int
    unchanged: int


def take_in(
    connection: sa.Connection,
    record: dict[str, Any],
    figures: pd.DataFrame,
    refusals: Sequence[Refusal],
    not_areas: Sequence[str],
) -> tuple[int | None, Counts]:
    """As `IndicatorTable.take_in` says, inside the transaction that the caller opened."""
    again = sa.select(load.c.id).where(load.c.sha256 == record["sha256"], *files(None))
    came = connection.scalars(again).all()
    held = _held(connection, figures)
    fresh, replaced, repeated = _compare(held, came, figures)
    counts = Counts(len(fresh) - len(replaced), len(replaced), len(figures) - len(fresh))
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
    _insert_figures(connection, fresh.assign(load_id=load_id, since=load_id))
    _insert_many(
        connection, "repeat", ["observation_id", "load_id"], ((o, load_id) for o in repeated)
    )
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
    rows = connection.execute(standing(columns, conditions, None)).all()
    found = pd.DataFrame(rows, columns=columns)
    return found.astype({"numerator": "Int64", "denominator": "Int64"})


def _refusal_row(load_id: int, told: Refusal) -> dict[str, Any]:
    return {
        "load_id": load_id,
        "sheet": told.sheet,
        "row": told.row,
        "column": told.column,
        "value": told.value,
        "why": told.why,
        "remedy": told.remedy,
    }


def _insert_figures(connection: sa.Connection, fresh: pd.DataFrame) -> None:
    """Put figures in by each database's quick way, five times that of an INSERT a row."""
    names = [*COLUMNS, "load_id", "since"]
    order = [pd.factorize(fresh[name], sort=True)[0] for name in reversed(KEY)]
    fresh = fresh.iloc[np.lexsort(order)]
    if connection.dialect.name == "postgresql":
        driver: Any = connection.connection.driver_connection
        quoted = ", ".join(names)
        with driver.cursor().copy(f"COPY observation ({quoted}) FROM STDIN") as copy:
            for block in _copy_blocks(fresh[names]):
                copy.write(block)
    else:
        rows = zip(*(_plain(fresh[name]) for name in names), strict=True)
        _insert_many(connection, "observation", names, rows)


def _insert_many(
    connection: sa.Connection, table: str, names: Sequence[str], rows: Iterable[tuple[Any, ...]]
) -> None:
    quoted, driver = ", ".join(names), cast(Any, connection.connection.driver_connection)
    if connection.dialect.name == "postgresql":
        with driver.cursor().copy(f"COPY {table} ({quoted}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    else:
        marks = ", ".join("?" * len(names))
        driver.executemany(f"INSERT INTO {table} ({quoted}) VALUES ({marks})", rows)  # noqa: S608


def _plain(column: pd.Series[Any]) -> list[Any]:
    """A column's items as Python's own, None where there is none."""
    items: list[Any] = column.tolist()
    missing = column.isna()
    if not missing.any():
        return items
    return [None if out else item for item, out in zip(items, missing, strict=True)]


def _copy_blocks(fresh: pd.DataFrame) -> Iterator[str]:
    """The rows in COPY's text format, some thousands at a time, so that the server takes one block
    in while the next is written. They come in the order of the index, which then grows at its end.
    Each item that occurs is written out once, in its own column."""
    columns: list[Iterable[str]] = [_written(_plain(fresh[name])) for name in fresh]
    rows = map("\t".join, zip(*columns, strict=True))
    while block := list(islice(rows, _COPIED_AT_A_TIME)):
        yield "\n".join(block) + "\n"


def _written(items: list[Any]) -> Iterable[str]:
    written: dict[Any, str] = {item: _copied(item) for item in set(items)}
    if len(written) == 1:
        return repeat(written[items[0]], len(items))
    return [written[item] for item in items]


def _copied(item: Any) -> str:
    return "\\N" if item is None else str(item).translate(_COPY_ESCAPES)


def _add_up_at_hand(
    connection: sa.Connection, fresh: pd.DataFrame, stays: pd.DataFrame, not_areas: Sequence[str]
) -> None:
    """As `add_up`, from what was just put in and what stays beside it: asking the table for them
    again would take a third as long as putting them in."""
    touched = fresh[["indicator", "ended"]].drop_duplicates()
    every = pd.concat([fresh, stays.merge(touched)]) if len(stays) else fresh
    counts = (every["status"] == Status.OK.value) & every["numerator"].notna()
    counts |= every["status"] == Status.NOT_APPLICABLE.value
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
        added = totals([str(indicator)], ended, not_areas, None)
        names = [column.name for column in added.selected_columns]
        connection.execute(sa.insert(city_total).from_select(names, added))
