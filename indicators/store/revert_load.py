"""Undoing a load: what it brought no longer stands, and what it replaced stands again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from indicators.domain.errors import UserError
from indicators.domain.loads import LaterLoad, RevertResult
from indicators.store.as_of import COLUMNS, KEY, list_load_conditions
from indicators.store.derived.derived_tables import update_derived
from indicators.store.schema import load, observation, repeat


def revert_load(
    connection: sa.Connection,
    load_id: int,
    *,
    now: datetime,
    who: str,
    why: str,
    not_areas: list[str],
) -> RevertResult:
    """As `IndicatorTable.undo_load` says, inside the transaction that the caller opened."""
    undone = _find_load_to_undo(connection, load_id)
    event = _record(connection, undone, now=now, who=who, why=why)
    o = observation.c
    closed = connection.execute(
        sa.update(observation)
        .where(o.load_id == load_id, o.replaced_by.is_(None))
        .values(replaced_by=event)
        .returning(o.indicator, o.ended)
    ).all()
    connection.execute(_bring_back(event))
    again = _count(connection, sa.select(observation).where(o.since == event).subquery())
    restated = _count(connection, _select_later_restatements(load_id, event))
    kept = sum(each.figures for each in restated)
    connection.execute(
        sa.update(load)
        .where(load.c.id == event)
        .values(figures_restated=len(closed), figures_unchanged=kept)
    )
    update_derived(connection, ((row.indicator, row.ended) for row in closed), not_areas)
    restored = sum(each.figures for each in again if each.load_id < load_id)
    return RevertResult(
        event,
        undone.file,
        len(closed) - sum(each.figures for each in again),
        restored,
        tuple(each for each in again if each.load_id > load_id),
        restated,
    )


def _find_load_to_undo(connection: sa.Connection, load_id: int) -> Any:
    """Return the load's row.

    Raises UserError if there is none, or it is already undone or is no file.
    """
    found = connection.execute(sa.select(load).where(load.c.id == load_id)).first()
    listed = "The history lists them: on the data page, or by python app.py history."
    if found is None:
        raise UserError(f"There is no load {load_id}.", remedy=listed)
    if found.undoes is not None:
        raise UserError(
            f"Number {load_id} is no load: it undid load {found.undoes}.",
            remedy="Load that file again instead.",
        )
    if found.undone_by is not None:
        raise UserError(f"Load {load_id} ({found.file}) has been undone already.", remedy=listed)
    return found


def _record(connection: sa.Connection, undone: Any, *, now: datetime, who: str, why: str) -> int:
    """Put the undoing into the history as an event of its own."""
    same = ("file", "sha256", "profile", "service", "synthetic", "first_ended", "last_ended")
    none = ("rows_read", "rows_loaded", "rows_refused", "rows_blank")
    counts = dict.fromkeys((*none, "figures_new", "figures_restated", "figures_unchanged"), 0)
    event: int = connection.execute(
        sa.insert(load)
        .values(
            {name: getattr(undone, name) for name in same}
            | counts
            | {"loaded_at": now, "who": who, "why": why, "undoes": undone.id}
        )
        .returning(load.c.id)
    ).scalar_one()
    connection.execute(sa.update(load).where(load.c.id == undone.id).values(undone_by=event))
    return event


def _bring_back(event: int) -> sa.Insert:
    """For every figure that the event closed, the latest word of the loads that are left on it.

    A load's word on a figure is what it brought, or what it sent again as it stood. All of these
    are among what was replaced: the one that stood has just been closed.
    """
    o = observation.c
    closed = sa.select(*(o[name] for name in KEY)).where(o.replaced_by == event).subquery("closed")
    here = sa.and_(*(o[name] == closed.c[name] for name in KEY))
    brought = (
        sa.select(o.id, o.load_id)
        .join(closed, here)
        .join(load, load.c.id == o.load_id)
        .where(o.replaced_by.is_not(None), *list_load_conditions(None))
    )
    repeated = (
        sa.select(o.id, repeat.c.load_id)
        .join(closed, here)
        .join(repeat, repeat.c.observation_id == o.id)
        .join(load, load.c.id == repeat.c.load_id)
        .where(o.replaced_by.is_not(None), *list_load_conditions(None))
    )
    said = sa.union_all(brought, repeated).subquery("said")
    latest = sa.func.row_number().over(
        partition_by=[o[name] for name in KEY], order_by=[said.c.load_id.desc(), said.c.id.desc()]
    )
    ranked = (
        sa.select(*(o[name] for name in COLUMNS), said.c.load_id, latest.label("rank"))
        .join(said, said.c.id == o.id)
        .subquery("ranked")
    )
    names = [*COLUMNS, "load_id"]
    word = sa.select(*(ranked.c[name] for name in names), sa.literal(event)).where(
        ranked.c.rank == 1
    )
    return sa.insert(observation).from_select([*names, "since"], word)


def _select_later_restatements(load_id: int, event: int) -> sa.Subquery:
    """Select what is current where the load's own figures were restated before it was undone."""
    o, own = observation.c, observation.alias("own").c
    its = (
        sa.select(*(own[name] for name in KEY))
        .where(own.load_id == load_id, own.replaced_by != event)
        .distinct()
        .subquery("its")
    )
    here = sa.and_(*(o[name] == its.c[name] for name in KEY))
    return (
        sa.select(o.load_id)
        .join(its, here)
        .where(o.replaced_by.is_(None), o.since != event)
        .subquery()
    )


def _count(connection: sa.Connection, found: sa.Subquery) -> tuple[LaterLoad, ...]:
    """How many of the figures found are by which load."""
    wanted = (
        sa.select(load.c.id, load.c.file, sa.func.count())
        .join(found, found.c.load_id == load.c.id)
        .group_by(load.c.id, load.c.file)
        .order_by(load.c.id)
    )
    return tuple(LaterLoad(*row) for row in connection.execute(wanted))
