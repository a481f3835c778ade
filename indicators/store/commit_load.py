"""Load a file in one transaction: what it adds, what it replaces and what it repeats."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from indicators.domain.loads import LoadCounts
from indicators.domain.observation_schema import check_observations
from indicators.domain.refusals import Refusal
from indicators.store.as_of import (
    COLUMNS,
    FIGURE,
    KEY,
    list_load_conditions,
    select_current,
)
from indicators.store.bulk_insert import insert_rows
from indicators.store.derived.derived_tables import update_derived
from indicators.store.schema import load, observation, refusal

if TYPE_CHECKING:  # slow to import, and only loading needs it
    import pandas as pd


@dataclass(frozen=True, slots=True)
class LoadPlan:
    """What loading a file does to the figures.

    `added` are the figures to insert. The ids are those of current observations: `replaced` ones
    have a new figure in `added`, `repeated` ones are the same in the file. `replacing` are the
    labels of the new figures that replace others.
    """

    added: pd.DataFrame
    replaced: list[int]
    repeated: list[int]
    counts: LoadCounts
    replacing: frozenset[int] = frozenset()


def plan_load(
    connection: sa.Connection,
    sha256: str,
    figures: pd.DataFrame,
    places: Sequence[str] | None = None,
) -> LoadPlan:
    """Return what loading `figures` (COLUMNS) would do, where only these `places` matter."""
    loads = _list_loads_of_file(connection, sha256)
    return _compare(_read_current(connection, figures, places), loads, figures)


def commit_load(
    connection: sa.Connection,
    record: dict[str, Any],
    figures: pd.DataFrame,
    refusals: Sequence[Refusal],
    not_areas: Sequence[str],
) -> tuple[int | None, LoadCounts]:
    """Load a file inside the transaction of the caller: see `IndicatorTable.commit_load`."""
    check_observations(figures, COLUMNS)
    loads = _list_loads_of_file(connection, record["sha256"])
    current = _read_current(connection, figures)
    plan = _compare(current, loads, figures)
    if loads and plan.added.empty:
        return None, plan.counts
    load_id: int = connection.execute(
        sa.insert(load)
        .values(
            **record,
            figures_new=plan.counts.new,
            figures_restated=plan.counts.restated,
            figures_unchanged=plan.counts.unchanged,
        )
        .returning(load.c.id)
    ).scalar_one()
    if plan.replaced:
        connection.execute(
            sa.update(observation)
            .where(observation.c.id == sa.bindparam("old"))
            .values(replaced_by=load_id),
            [{"old": old} for old in plan.replaced],
        )
    _insert_figures(connection, plan.added, load_id)
    repeats = {"observation_id": plan.repeated, "load_id": [load_id] * len(plan.repeated)}
    insert_rows(connection, "repeat", repeats)
    if refusals:
        rows = [_build_refusal_row(load_id, refused) for refused in refusals]
        connection.execute(sa.insert(refusal), rows)
    kept = current[~current["id"].isin(plan.replaced)]
    _update_derived(connection, plan.added.assign(load_id=load_id), kept, not_areas)
    return load_id, plan.counts


def _list_loads_of_file(connection: sa.Connection, sha256: str) -> Sequence[int]:
    """Return the loads of the same file that are not undone."""
    own = sa.select(load.c.id).where(load.c.sha256 == sha256, *list_load_conditions(None))
    return connection.scalars(own).all()


def _compare(current: pd.DataFrame, loads: Sequence[int], figures: pd.DataFrame) -> LoadPlan:
    """Compare a file's figures with the current ones. `loads` are earlier loads of the file."""
    if current.empty:
        return LoadPlan(figures, [], [], LoadCounts(len(figures), 0, 0))
    both = figures.merge(current, how="left", on=KEY, suffixes=("", "_old"))
    known = both["id"].notna().to_numpy()
    same = known & flag_same_figures(both)
    # Loading the same file again never replaces what a later file restated.
    later = (both["load_id"] > min(loads, default=math.inf)) & ~both["load_id"].isin(loads)
    keep = ~same & ~later.to_numpy(bool)
    added = figures[keep]
    replaced = both.loc[keep & known, "id"].astype(int).tolist()
    repeated = both.loc[same & ~later.to_numpy(bool), "id"].astype(int).tolist()
    counts = LoadCounts(len(added) - len(replaced), len(replaced), len(figures) - len(added))
    replacing = frozenset(figures.index[keep & known].tolist())
    return LoadPlan(added, replaced, repeated, counts, replacing)


def flag_same_figures(both: pd.DataFrame, names: Sequence[str] = FIGURE) -> NDArray[np.bool_]:
    """Flag the rows with the same figure as the old one next to it, whose columns end in _old."""
    same = np.ones(len(both), bool)
    for name in names:
        new, old = both[name], both[f"{name}_old"]
        same &= ((new == old) | (new.isna() & old.isna())).fillna(False).to_numpy(bool)
    return same


def _read_current(
    connection: sa.Connection, figures: pd.DataFrame, places: Sequence[str] | None = None
) -> pd.DataFrame:
    """Return the current observations of the file's indicators and months, at all or some places.

    The columns are id, load_id and COLUMNS.
    """
    import pandas as pd

    columns = ["id", "load_id", *COLUMNS]
    conditions = [
        observation.c.indicator.in_(figures["indicator"].unique().tolist()),
        observation.c.ended.in_(figures["ended"].unique().tolist()),
    ]
    if places is not None:
        conditions.append(observation.c.place.in_(places))
    rows = connection.execute(select_current(columns, conditions, None)).all()
    found = pd.DataFrame(rows, columns=columns)
    return found.astype({"numerator": "Int64", "denominator": "Int64"})


def _build_refusal_row(load_id: int, refused: Refusal) -> dict[str, Any]:
    return {
        "load_id": load_id,
        "sheet": refused.sheet,
        "row": refused.row,
        "column": refused.column,
        "heading": refused.heading,
        "value": refused.value,
        "code": refused.full_code,
        "why": refused.reason,
        "remedy": refused.remedy,
        "sender_remedy": refused.sender_remedy,
    }


def _insert_figures(connection: sa.Connection, fresh: pd.DataFrame, load_id: int) -> None:
    """Insert figures in the order of their index, so that it grows at its end."""
    import pandas as pd

    order = [pd.factorize(fresh[name], sort=True)[0] for name in reversed(KEY)]
    fresh = fresh.iloc[np.lexsort(order)]
    columns: dict[str, Sequence[Any]] = {name: _list_items(fresh[name]) for name in COLUMNS}
    columns["load_id"] = columns["since"] = [load_id] * len(fresh)
    if connection.dialect.name == "postgresql" and len(fresh):
        columns["id"] = _draw_ids(connection, len(fresh))
    insert_rows(connection, "observation", columns)


def _draw_ids(connection: sa.Connection, many: int) -> range:
    """Return so many new ids. To draw them one by one takes a sixth of the time of a COPY.

    Only one process writes at a time, so no other draws ids meanwhile.
    """
    drawn = (
        "SELECT setval(s, nextval(s) + :more) FROM pg_get_serial_sequence('observation', 'id') s"
    )
    last = connection.scalar(sa.text(drawn), {"more": many - 1})
    return range(last - many + 1, last + 1)


def _list_items(column: pd.Series[Any]) -> list[Any]:
    """Return a column's items as Python values, None where there is none."""
    import pandas as pd

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


def _update_derived(
    connection: sa.Connection, fresh: pd.DataFrame, kept: pd.DataFrame, not_areas: Sequence[str]
) -> None:
    """Update what follows from the figures, from those inserted and those `kept` next to them."""
    import pandas as pd

    touched = fresh[["indicator", "ended"]].drop_duplicates()
    figures = pd.concat([fresh, kept.merge(touched)]) if len(kept) else fresh
    pairs = zip(touched["indicator"].tolist(), touched["ended"].tolist(), strict=True)
    update_derived(connection, pairs, not_areas, figures)
