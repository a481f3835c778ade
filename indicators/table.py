"""The indicator table: what stands now, what each load brought, and the only SQL there is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

import numpy as np
import pandas as pd
import sqlalchemy as sa

from indicators.database import connect, migrate, writing
from indicators.errors import Refusal
from indicators.model import Status
from indicators.periods import Month
from indicators.schema import city_total, load, observation, refusal

KEY = ["indicator", "ended", "place", "definition"]
FIGURE = ["numerator", "denominator", "value", "status", "note"]
COLUMNS = [*KEY, "months", *FIGURE]

_COPIED_AT_A_TIME = 5_000
_COPY_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


@dataclass(frozen=True, slots=True)
class Counts:
    """What a file's figures were to the table: not there before, different, or the same."""

    new: int
    restated: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class Load:
    """One file that was loaded. `loaded_at` is UTC."""

    id: int
    file: str
    sha256: str
    profile: str
    service: str
    loaded_at: datetime
    synthetic: bool
    first_ended: int
    last_ended: int
    rows_read: int
    rows_loaded: int
    rows_refused: int
    rows_blank: int
    figures_new: int
    figures_restated: int
    figures_unchanged: int


def months_between(first: Month, last: Month) -> list[int]:
    """Every month from `first` to `last` as the numbers kept in the table."""
    return [Month(o).number for o in range(first.ordinal, last.ordinal + 1)]


class IndicatorTable:
    """The tables of one database, behind questions and answers in the field's words."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    @classmethod
    def at(cls, url: str) -> IndicatorTable:
        """The tables at a database address, brought to the newest shape."""
        engine = connect(url)
        migrate(engine)
        return cls(engine)

    # What stands now

    def version(self) -> int:
        """A number that changes whenever anything in the table does."""
        with self.engine.connect() as connection:
            return connection.scalar(sa.select(sa.func.max(load.c.id))) or 0

    def observations(
        self, indicators: Sequence[str], places: Sequence[str], ended: Sequence[int]
    ) -> list[Any]:
        """Rows (indicator, ended, place, definition, months, numerator, denominator, value, status,
        note) standing now for these indicators, places and month numbers, in that order."""
        if not (indicators and places and ended):
            return []
        wanted = (
            sa.select(*(observation.c[name] for name in COLUMNS))
            .where(observation.c.replaced_by.is_(None))
            .where(observation.c.indicator.in_(indicators))
            .where(observation.c.ended.in_(ended))
            .where(observation.c.place.in_(places))
            .order_by(*(observation.c[name] for name in KEY))
        )
        with self.engine.connect() as connection:
            return list(connection.execute(wanted).all())

    def page(
        self,
        indicators: Sequence[str],
        places: Sequence[str],
        first: int,
        last: int,
        *,
        limit: int,
        offset: int,
    ) -> tuple[int, list[Any]]:
        """How many observations stand in a span of months, and `limit` of them from `offset`, each
        with the id of the load that brought it."""
        where = sa.and_(
            observation.c.replaced_by.is_(None),
            observation.c.indicator.in_(indicators),
            observation.c.place.in_(places),
            observation.c.ended.between(first, last),
        )
        columns = [*(observation.c[name] for name in COLUMNS), observation.c.load_id]
        with self.engine.connect() as connection:
            total = connection.scalar(
                sa.select(sa.func.count()).select_from(observation).where(where)
            )
            rows = connection.execute(
                sa.select(*columns)
                .where(where)
                .order_by(*(observation.c[name] for name in KEY))
                .limit(limit)
                .offset(offset)
            )
            return total or 0, list(rows)

    def city_totals(self, indicators: Sequence[str], ended: Sequence[int]) -> list[Any]:
        """Rows of `city_total` for these indicators and month numbers."""
        wanted = sa.select(city_total).where(
            city_total.c.indicator.in_(indicators), city_total.c.ended.in_(ended)
        )
        with self.engine.connect() as connection:
            return list(connection.execute(wanted))

    def services_with(self, ended: int) -> set[str]:
        """The services with a load that reaches over this month (yyyymm)."""
        wanted = sa.select(load.c.service).where(
            load.c.first_ended <= ended, load.c.last_ended >= ended
        )
        with self.engine.connect() as connection:
            return set(connection.scalars(wanted.distinct()))

    def months_with_data(self) -> list[int]:
        """Month numbers for which anything was loaded, earliest first."""
        with self.engine.connect() as connection:
            rows = connection.execute(sa.select(load.c.first_ended, load.c.last_ended).distinct())
            spans = [(Month.numbered(a).ordinal, Month.numbered(b).ordinal) for a, b in rows]
        found = sorted({o for first, last in spans for o in range(first, last + 1)})
        return [Month(o).number for o in found]

    # Loads

    def loads(self, limit: int = 1000) -> list[Load]:
        """The loads, newest first."""
        with self.engine.connect() as connection:
            rows = connection.execute(sa.select(load).order_by(load.c.id.desc()).limit(limit))
            return [Load(**row._mapping) for row in rows]

    def loads_behind(
        self, ended: Sequence[int], indicators: Sequence[str], places: Sequence[str]
    ) -> list[Load]:
        """The loads whose figures stand in these months and places, newest first."""
        ids = (
            sa.select(observation.c.load_id)
            .where(observation.c.replaced_by.is_(None), observation.c.place.in_(places))
            .where(observation.c.indicator.in_(indicators), observation.c.ended.in_(ended))
        )
        wanted = sa.select(load).where(load.c.id.in_(ids)).order_by(load.c.id.desc())
        with self.engine.connect() as connection:
            return [Load(**row._mapping) for row in connection.execute(wanted)]

    def whole_load_of(self, sha256: str) -> Load | None:
        """The load that took this very file in with nothing refused, if there is one."""
        wanted = sa.select(load).where(load.c.sha256 == sha256, load.c.rows_refused == 0)
        with self.engine.connect() as connection:
            row = connection.execute(wanted.limit(1)).first()
        return Load(**row._mapping) if row else None

    def whole_loads(self, sha256s: Iterable[str]) -> set[str]:
        """Those of these files that were loaded before with nothing refused."""
        wanted = sa.select(load.c.sha256).where(
            load.c.sha256.in_(list(sha256s)), load.c.rows_refused == 0
        )
        with self.engine.connect() as connection:
            return set(connection.scalars(wanted))

    def refusals_of(self, load_id: int) -> list[Refusal]:
        """The rows of a load that were refused and kept, as they were told."""
        wanted = (
            sa.select(refusal, load.c.file)
            .join(load)
            .where(refusal.c.load_id == load_id)
            .order_by(refusal.c.id)
        )
        with self.engine.connect() as connection:
            return [
                Refusal(r.file, r.sheet, r.row, r.column, r.value, r.why, r.remedy)
                for r in connection.execute(wanted)
            ]

    def synthetic(self) -> bool:
        """Whether anything in the table came from made-up files."""
        with self.engine.connect() as connection:
            found = sa.select(load.c.id).where(load.c.synthetic).limit(1)
            return connection.scalar(found) is not None

    def real(self) -> bool:
        """Whether anything in the table came from files that were not made up."""
        with self.engine.connect() as connection:
            found = sa.select(load.c.id).where(load.c.synthetic.is_(False)).limit(1)
            return connection.scalar(found) is not None

    # Taking a file in

    def take_in(
        self,
        record: dict[str, Any],
        figures: pd.DataFrame,
        refusals: Sequence[Refusal],
        not_areas: Sequence[str],
    ) -> tuple[int, Counts]:
        """Take one file's figures in whole, or not at all, and record the load.

        `record` holds the load's own columns; `figures` has COLUMNS, a row a figure. A figure that
        stands as it is sent is left alone; one that differs is replaced and kept as replaced; what
        the file does not speak of stays. Returns the load's id and the counts."""
        with writing(self.engine) as connection:
            standing = _standing(connection, figures)
            fresh, replaced, unchanged = self._compare(
                connection, record["sha256"], figures, standing
            )
            counts = Counts(len(fresh) - len(replaced), len(replaced), unchanged)
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
            _insert_many(connection, fresh.assign(load_id=load_id))
            if refusals:
                connection.execute(
                    sa.insert(refusal), [_refusal_row(load_id, told) for told in refusals]
                )
            _total(connection, fresh, standing[~standing["id"].isin(replaced)], not_areas)
        return load_id, counts

    def _compare(
        self,
        connection: sa.Connection,
        sha256: str,
        figures: pd.DataFrame,
        standing: pd.DataFrame,
    ) -> tuple[pd.DataFrame, list[int], int]:
        """The figures to put in, the ids of those they replace, and how many are as they stood."""
        if standing.empty:
            return figures, [], 0
        both = figures.merge(standing, how="left", on=KEY, suffixes=("", "_old"))
        known = both["id"].notna().to_numpy()
        same = known.copy()
        for name in FIGURE:
            new, old = both[name], both[f"{name}_old"]
            same &= ((new == old) | (new.isna() & old.isna())).fillna(False).to_numpy(bool)
        # The same file once more never takes back what a later file restated.
        came = connection.scalars(sa.select(load.c.id).where(load.c.sha256 == sha256)).all()
        later = (both["load_id"] > min(came, default=math.inf)) & ~both["load_id"].isin(came)
        keep = ~same & ~later.to_numpy(bool)
        replaced = both.loc[keep & known, "id"].astype(int).tolist()
        return figures[keep], replaced, int((~keep).sum())


def _standing(connection: sa.Connection, figures: pd.DataFrame) -> pd.DataFrame:
    columns = ["id", "load_id", *COLUMNS]
    wanted = (
        sa.select(*(observation.c[name] for name in columns))
        .where(observation.c.replaced_by.is_(None))
        .where(observation.c.indicator.in_(figures["indicator"].unique().tolist()))
        .where(observation.c.ended.in_(figures["ended"].unique().tolist()))
    )
    rows = connection.execute(wanted).all()
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


def _insert_many(connection: sa.Connection, fresh: pd.DataFrame) -> None:
    """Put many observations in by each database's quick way, five times that of an INSERT a row."""
    names = [*COLUMNS, "load_id"]
    quoted = ", ".join(names)
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "postgresql":
        with driver.cursor().copy(f"COPY observation ({quoted}) FROM STDIN") as copy:
            for block in _copy_blocks(fresh[names]):
                copy.write(block)
    else:
        marks = ", ".join("?" * len(names))
        rows = zip(*(_plain(fresh[name]) for name in names), strict=True)
        driver.executemany(f"INSERT INTO observation ({quoted}) VALUES ({marks})", rows)  # noqa: S608


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
    order = [pd.factorize(fresh[name], sort=True)[0] for name in reversed(KEY)]
    fresh = fresh.iloc[np.lexsort(order)]
    columns = []
    for name in fresh:
        items = _plain(fresh[name])
        written = {item: _copied(item) for item in set(items)}
        columns.append([written[item] for item in items])
    rows = map("\t".join, zip(*columns, strict=True))
    while block := list(islice(rows, _COPIED_AT_A_TIME)):
        yield "\n".join(block) + "\n"


def _copied(item: Any) -> str:
    if item is None:
        return "\\N"
    return str(item).translate(_COPY_ESCAPES)


def _total(
    connection: sa.Connection, fresh: pd.DataFrame, stays: pd.DataFrame, not_areas: Sequence[str]
) -> None:
    """Add up again, over the centre areas, every indicator and month that the load touched.

    What stands there now is `fresh` and what `stays`, which are at hand: asking the table for them
    again took half as long as putting them in."""
    if fresh.empty:
        return
    touched = fresh[["indicator", "ended"]].drop_duplicates()
    every = pd.concat([fresh, stays.merge(touched)]) if len(stays) else fresh
    counted = (
        (every["status"] == Status.OK.value)
        & every["numerator"].notna()
        & ~every["place"].isin(not_areas)
    )
    added = (
        every[counted]
        .groupby(["indicator", "ended", "definition"])
        .agg(
            months=("months", "max"),
            areas=("place", "size"),
            numerator=("numerator", "sum"),
            denominator=("denominator", "sum"),
        )
        .reset_index()
    )
    for indicator, part in touched.groupby("indicator"):
        connection.execute(
            sa.delete(city_total).where(
                city_total.c.indicator == indicator, city_total.c.ended.in_(part["ended"].tolist())
            )
        )
    if len(added):
        rows = zip(*(added[name].tolist() for name in added), strict=True)
        names = list(added.columns)
        connection.execute(
            sa.insert(city_total), [dict(zip(names, row, strict=True)) for row in rows]
        )
