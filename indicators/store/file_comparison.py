"""Compare a file's figures with earlier ones: what it would restore, and what would be lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from indicators.domain.core import ObservationStatus
from indicators.store.as_of import COLUMNS, FIGURE, KEY, select_current
from indicators.store.commit_load import flag_same_figures, plan_load
from indicators.store.schema import city_total, load, observation

if TYPE_CHECKING:  # slow to import, and only loading needs it
    import pandas as pd


_NUMBERS = [name for name in FIGURE if name != "note"]


@dataclass(frozen=True, slots=True)
class ReplacingLoad:
    """A load that replaced figures, and when."""

    id: int
    file: str
    loaded_at: datetime


@dataclass(frozen=True, slots=True)
class RestoredFigures:
    """Figures of a file that a later load had replaced with others.

    `positions` are theirs in the file's figures, `loads` those that replaced them, and `changed`
    is how many current figures the file would change in all.
    """

    positions: list[int]
    loads: list[ReplacingLoad]
    changed: int


def find_restored_figures(
    connection: sa.Connection, sha256: str, figures: pd.DataFrame
) -> RestoredFigures | None:
    """Return which current figures would go back to what a load had replaced; None if none would.

    `figures` has COLUMNS. What an undone load had replaced does not count: a person decided that.
    """
    before = _read_replaced(connection, figures)
    if before.empty:
        return None
    both = _merge(figures, before)
    same = both[flag_same_figures(both, _NUMBERS)]
    if same.empty:
        return None
    plan = plan_load(connection, sha256, figures, figures["place"].unique().tolist())
    restored = same[same["position"].isin(plan.replacing)].groupby("position")["replaced_by"].max()
    if restored.empty:
        return None
    ids = sorted(set(restored.astype(int).tolist()))
    wanted = sa.select(load.c.id, load.c.file, load.c.loaded_at).where(load.c.id.in_(ids))
    loads = [ReplacingLoad(*row) for row in connection.execute(wanted.order_by(load.c.id))]
    positions = [int(at) for at in restored.index]
    return RestoredFigures(positions, loads, len(plan.replacing))


def _read_replaced(connection: sa.Connection, figures: pd.DataFrame) -> pd.DataFrame:
    """Return the figures of the file's indicators and months that other loads replaced."""
    o = observation.c
    names = [*COLUMNS, "replaced_by"]
    wanted = (
        sa.select(*(o[name] for name in names))
        .join(load, load.c.id == o.replaced_by)
        .where(
            o.replaced_by.is_not(None),
            load.c.undoes.is_(None),
            o.indicator.in_(figures["indicator"].unique().tolist()),
            o.ended.in_(figures["ended"].unique().tolist()),
        )
    )
    return _make_frame(connection.execute(wanted).all(), names)


@dataclass(frozen=True, slots=True)
class LostDetail:
    """Figures of a file that know less than the current ones, by position in the file's figures.

    `counts` would become percentages without counts, `denominators` lose theirs, and `withdrawn`
    would have no figure.
    """

    counts: list[int]
    denominators: list[int]
    withdrawn: list[int]


def find_lost_detail(connection: sa.Connection, figures: pd.DataFrame, city: str) -> LostDetail:
    """Return which current figures would lose counts or become a mark. `figures` has COLUMNS.

    A percentage for the `city` also takes the place of the sum over its areas.
    """
    ok = figures["status"] == ObservationStatus.OK.value
    marks = figures["status"].isin(
        [
            ObservationStatus.HIDDEN.value,
            ObservationStatus.NOT_AVAILABLE.value,
            ObservationStatus.INCOMPLETE.value,
        ]
    )
    bare = figures[(ok & figures["numerator"].isna()) | marks]
    if bare.empty:
        return LostDetail([], [], [])
    conditions = [
        observation.c.indicator.in_(bare["indicator"].unique().tolist()),
        observation.c.ended.in_(bare["ended"].unique().tolist()),
        observation.c.place.in_(bare["place"].unique().tolist()),
        observation.c.status == ObservationStatus.OK.value,
    ]
    rows = connection.execute(select_current(COLUMNS, conditions, None)).all()
    both = _merge(bare, _make_frame(rows, COLUMNS))
    is_mark = both["status"] != ObservationStatus.OK.value
    counts = both["numerator_old"].notna() & ~is_mark
    fewer = both["denominator_old"].notna() & both["denominator"].isna() & ~counts & ~is_mark
    own = both["position"]
    summed = _find_summed(connection, bare[ok[bare.index] & (bare["place"] == city)], own.tolist())
    return LostDetail(
        sorted([*own[counts].tolist(), *summed]), own[fewer].tolist(), own[is_mark].tolist()
    )


def _find_summed(connection: sa.Connection, sent: pd.DataFrame, known: list[int]) -> list[int]:
    """Return the city's percentages that would take the place of a sum of counts."""
    sent = sent.drop(index=[at for at in known if at in sent.index])
    if sent.empty:
        return []
    total = city_total.c
    wanted = sa.select(total.indicator, total.ended, total.definition).where(
        total.indicator.in_(sent["indicator"].unique().tolist()),
        total.ended.in_(sent["ended"].unique().tolist()),
        total.denominator + total.numerator > 0,
    )
    held = {tuple(row) for row in connection.execute(wanted)}
    keys = sent[["indicator", "ended", "definition"]].itertuples(name=None)
    return [int(at) for at, *key in keys if tuple(key) in held]


def _make_frame(rows: Any, names: list[str]) -> pd.DataFrame:
    import pandas as pd

    found = pd.DataFrame(rows, columns=names)
    return found.astype({"numerator": "Int64", "denominator": "Int64"})


def _merge(figures: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """Return the figures that are in both, with the `position` of each and the old ones as _old."""
    own = figures[[*KEY, *FIGURE]].assign(position=figures.index)
    return own.merge(before, on=KEY, suffixes=("", "_old"))
