"""What the specifications in files share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from indicators.store.database import connect
from indicators.store.observations import IndicatorTable
from tests.support.databases import create_sqlite


@pytest.fixture
def table(tmp_path: Path) -> Iterator[IndicatorTable]:
    """An empty table on SQLite: what is asked of it is the same in every database."""
    engine = connect(create_sqlite(tmp_path / "test.db"))
    yield IndicatorTable(engine)
    engine.dispose()
