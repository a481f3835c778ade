"""SQL for what is current now, or was at an earlier event: the one place that decides it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from indicators.domain.core import ObservationStatus
from indicators.store.schema import load, observation

KEY = ["indicator", "ended", "place", "definition", "months"]
FIGURE = ["numerator", "denominator", "value", "status", "note"]
COLUMNS = [*KEY, *FIGURE]
Event = int | sa.BindParameter[int] | None
"""The number of an event, or where it is bound; None for the state now."""
Codes = Sequence[str] | sa.BindParameter[Any]
Numbers = Sequence[int] | sa.BindParameter[Any]
"""What a column is in, or where it is bound."""
_NO_EVENT = 2**63 - 1
"""A number that no event reaches."""
_TOTALLED = ["indicator", "ended", "definition", "months", "numerator", "denominator"]


def select_current(
    names: Sequence[str], conditions: Sequence[sa.ColumnElement[bool]], at: Event
) -> sa.Select[Any]:
    """Select these columns of the observations that are current, or were current `at` an event.

    For an event it is two halves, each with an index of its own: what is still current, and what
    was replaced since.
    """
    o = observation.c
    columns = [o[name] for name in names]
    stands = sa.select(*columns).where(o.replaced_by.is_(None), *conditions)
    if at is None:
        return stands
    stood = sa.select(*columns).where(o.replaced_by.is_not(None), o.replaced_by > at, *conditions)
    both = sa.union_all(stands.where(o.since <= at), stood.where(o.since <= at)).subquery()
    return sa.select(*both.c)


def list_load_conditions(at: Event) -> list[sa.ColumnElement[bool]]:
    """Return the conditions for a row of `load` that is a loaded file, now or `at` an event."""
    is_file = load.c.undoes.is_(None)
    if at is None:
        return [is_file, load.c.undone_by.is_(None)]
    return [is_file, load.c.id <= at, sa.or_(load.c.undone_by.is_(None), load.c.undone_by > at)]


@cache
def select_last_event() -> sa.Select[Any]:
    """Select the number of the last event. Built once, because every request asks it."""
    return sa.select(sa.func.max(load.c.id))


def select_last_event_before(moment: datetime, now: datetime) -> sa.Select[Any]:
    """Select the number of the last event before a moment. Both times are UTC.

    The numbers give the order of events, and a clock may have run backwards between two of them.
    So an event counts from the latest time that it or any event before it was recorded with.
    A time after `now` is the fault of a clock that was ahead: that event counts with the next one.
    """
    after = sa.select(sa.func.min(load.c.id)).where(load.c.loaded_at.between(moment, now))
    return select_last_event().where(
        load.c.loaded_at < moment,
        load.c.id < sa.func.coalesce(after.scalar_subquery(), sa.literal(_NO_EVENT)),
    )


def select_city_totals(
    indicators: Codes, ended: Numbers, not_areas: Codes, at: Event
) -> sa.Select[Any]:
    """Select the columns of `city_total`, added up over the centre areas.

    An area in which nobody was due lacks nothing, so it counts as an area with a count.
    """
    o = observation.c
    counted = [
        o.indicator.in_(indicators),
        o.ended.in_(ended),
        sa.or_(
            sa.and_(o.status == ObservationStatus.OK.value, o.numerator.is_not(None)),
            o.status == ObservationStatus.NOT_APPLICABLE.value,
        ),
        o.place.not_in(not_areas),
    ]
    found = select_current(_TOTALLED, counted, at).subquery().c
    key = [found.indicator, found.ended, found.definition, found.months]
    numerator, denominator = (
        sa.cast(sa.func.coalesce(sa.func.sum(part), 0), sa.BigInteger)
        for part in (found.numerator, found.denominator)
    )
    return sa.select(
        *key,
        sa.func.count().label("areas"),
        numerator.label("numerator"),
        denominator.label("denominator"),
    ).group_by(*key)


def select_months_with_data(indicators: Codes, elsewhere: Codes, at: Event) -> sa.Select[Any]:
    """Select the months with any current figure, except of places `elsewhere`.

    Each month between the first and the last of the loaded files is looked up by index. To list all
    months would read the whole table.
    """
    first, last = (
        sa.select(which).where(*list_load_conditions(at)).scalar_subquery()
        for which in (sa.func.min(load.c.first_ended), sa.func.max(load.c.last_ended))
    )
    month = sa.select(first.label("ended")).cte("month", recursive=True)
    following = month.c.ended + sa.case((month.c.ended % 100 == 12, 89), else_=1)
    month = month.union_all(sa.select(following).where(month.c.ended < last))
    here = [
        observation.c.ended == month.c.ended,
        observation.c.indicator.in_(indicators),
        observation.c.place.not_in(elsewhere),
    ]
    stands = select_current(["ended"], here, at).correlate(month).exists()
    return sa.select(month.c.ended).where(stands).order_by(month.c.ended)


def select_received(
    names: Sequence[str], indicators: Codes, ended: Numbers, at: Event
) -> sa.Select[Any]:
    """Select each service and place with figures, and the observations' columns `names`."""
    o = observation.c
    here = [o.indicator.in_(indicators), o.ended.in_(ended)]
    found = select_current([*names, "place", "load_id"], here, at).subquery().c
    columns = [load.c.service, found.place, *(found[name] for name in names)]
    return sa.select(*columns).join(load, load.c.id == found.load_id).distinct()


def select_arrivals(
    indicators: Sequence[str], ended: Sequence[int], at: int | None
) -> sa.Select[Any]:
    """Select current figures by service, month and place, with first arrival and restatements."""
    o, later = observation.c, load.alias("later")
    here: list[sa.ColumnElement[bool]] = [o.indicator.in_(indicators), o.ended.in_(ended)]
    if at is not None:
        here.append(o.since <= at)
    columns = [o.indicator, o.ended, o.place, o.load_id, o.replaced_by]
    every = sa.union_all(  # two halves, each found by an index of its own
        sa.select(*columns).where(o.replaced_by.is_(None), *here),
        sa.select(*columns).where(o.replaced_by.is_not(None), *here),
    ).subquery()
    stands: sa.ColumnElement[bool] = every.c.replaced_by.is_(None)
    restating: list[sa.ColumnElement[bool]] = [
        later.c.id == every.c.replaced_by,
        later.c.undoes.is_(None),
    ]
    if at is None:
        restating.append(later.c.undone_by.is_(None))
    else:
        stands = sa.or_(stands, every.c.replaced_by > at)
        restating += [later.c.id <= at, sa.or_(later.c.undone_by.is_(None), later.c.undone_by > at)]
    figures = sa.func.count(sa.case((stands, every.c.indicator)).distinct())
    return (
        sa.select(
            load.c.service,
            every.c.ended,
            every.c.place,
            figures.label("figures"),
            sa.func.min(load.c.loaded_at).label("first_at"),
            sa.func.count(later.c.id).label("restated"),
        )
        .select_from(every)
        .join(load, sa.and_(load.c.id == every.c.load_id, *list_load_conditions(at)))
        .outerjoin(later, sa.and_(*restating))
        .group_by(load.c.service, every.c.ended, every.c.place)
        .having(figures > 0)
    )
