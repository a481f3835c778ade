"""People read while a large file is being written: SQLite's readers wait only for the commit."""

from pathlib import Path

import sqlalchemy as sa

from indicators.store.database import connect, open_migration

ROWS = 20_000
BYTES_EACH = 500


def test_a_page_is_read_while_a_large_load_is_being_written(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'test.db'}")
    with open_migration(engine) as connection:
        connection.exec_driver_sql("CREATE TABLE loaded (text)")
    with open_migration(engine) as connection:
        connection.exec_driver_sql(
            f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {ROWS})"
            f" INSERT INTO loaded SELECT hex(zeroblob({BYTES_EACH})) FROM n"
        )
        with engine.connect() as reader:
            reader.exec_driver_sql("PRAGMA busy_timeout = 0")
            assert reader.scalar(sa.text("SELECT count(*) FROM loaded")) == 0
    with engine.connect() as reader:
        assert reader.scalar(sa.text("SELECT count(*) FROM loaded")) == ROWS
    engine.dispose()
