"""Connections to PostgreSQL are kept open, for the server starts a process for each new one."""

from contextlib import ExitStack
from typing import Any

import sqlalchemy as sa

from indicators.store.database import connect


def test_as_many_as_a_workers_threads_use_at_once_are_opened_only_once(postgresql_url: str) -> None:
    engine = connect(postgresql_url)
    opened: list[Any] = []
    sa.event.listen(engine, "connect", lambda connection, _record: opened.append(connection))
    for _ in range(2):
        with ExitStack() as at_once:
            for _ in range(16):
                at_once.enter_context(engine.connect())
    engine.dispose()
    assert len(opened) == 16
