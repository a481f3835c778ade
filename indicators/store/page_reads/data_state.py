"""What a request needs to know of the whole database before it looks at a page, in one query."""

from __future__ import annotations

import sqlalchemy as sa

from indicators.domain.loads import DataState
from indicators.store.actions.action_writes import select_actions_version
from indicators.store.figure_comments import select_comments_version
from indicators.store.schema import load

_SYNTHETIC = sa.func.min(sa.case((load.c.synthetic, 1), else_=0))
_STATE = sa.select(
    sa.select(sa.func.max(load.c.id)).scalar_subquery(),
    select_comments_version() + select_actions_version(),
    sa.select(_SYNTHETIC).where(load.c.undoes.is_(None)).scalar_subquery(),
)


def read_data_state(engine: sa.Engine) -> DataState:
    """Return the state of a database now."""
    with engine.connect() as connection:
        version, notes, synthetic = connection.execute(_STATE).one()
    return DataState(version or 0, notes or 0, synthetic == 1)
