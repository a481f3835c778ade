"""How the database is read: connections to PostgreSQL are kept, and an SQLite file is mapped."""

from contextlib import ExitStack
from pathlib import Path
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


def test_an_sqlite_file_is_read_where_the_system_keeps_it(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'test.db'}")
    with engine.connect() as connection:
        mapped = connection.exec_driver_sql("PRAGMA mmap_size").scalar_one()
    engine.dispose()
    assert mapped >= 2**30
