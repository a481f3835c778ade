"""Which indicators of some places have figures that later files replaced with others."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from indicators.store.as_of import FIGURE, KEY
from indicators.store.schema import observation


def list_restated_indicators(
    engine: sa.Engine, places: Collection[str], after: int, until: int
) -> set[str]:
    """Return the indicators whose figures changed by an event later than `after`, up to `until`."""
    old, new = observation.alias("old"), observation.alias("new")
    follows = [new.c.since == old.c.replaced_by, *(new.c[name] == old.c[name] for name in KEY)]
    differs = sa.or_(*(new.c[name].is_distinct_from(old.c[name]) for name in FIGURE))
    wanted = (
        sa.select(old.c.indicator)
        .distinct()
        .join(new, sa.and_(*follows))
        .where(
            old.c.replaced_by.is_not(None),
            old.c.replaced_by > after,
            old.c.replaced_by <= until,
            old.c.place.in_(places),
            differs,
        )
    )
    with engine.connect() as connection:
        return set(connection.scalars(wanted))
