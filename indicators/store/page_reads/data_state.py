"""What a request needs to know of the whole database before it looks at a page, in one query."""

from __future__ import annotations

import sqlalchemy as sa

from indicators.domain.loads import DataState
from indicators.store.page_reads.versions import (
    select_actions_version,
    select_comments_version,
    select_newest_setting,
)
from indicators.store.schema import load

_SYNTHETIC = sa.func.min(sa.case((load.c.synthetic, 1), else_=0))
STATE_COLUMNS = (
    sa.select(sa.func.max(load.c.id)).scalar_subquery(),
    select_comments_version() + select_actions_version(),
    sa.select(_SYNTHETIC).where(load.c.undoes.is_(None)).scalar_subquery(),
    select_newest_setting().scalar_subquery(),
)
"""What a state is built from, to be selected alone or with something else."""
_STATE = sa.select(*STATE_COLUMNS)


def read_data_state(engine: sa.Engine) -> DataState:
    """Return the state of a database now."""
    with engine.connect() as connection:
        return build_data_state(*connection.execute(_STATE).one())


def build_data_state(
    version: int | None, notes: int | None, synthetic: int | None, settings: int | None
) -> DataState:
    """Return the state that the values of the columns are."""
    return DataState(version or 0, notes or 0, synthetic == 1, settings or 0)
