"""One restart of each group of workers and one kill: `make soak` does ten and three."""

from pathlib import Path

import pytest

from tests.soak.rolling_restart import LOST, run


@pytest.mark.slow
@pytest.mark.documents
def test_a_rolling_restart_fails_no_request_and_a_kill_loses_nothing_acknowledged(
    postgresql_url: str, tmp_path: Path
) -> None:
    rolled, killed = run(postgresql_url, tmp_path, people=8, restarts=1, kills=1)
    assert rolled.failures == {}
    assert rolled.acknowledged
    assert rolled.missing == set()
    assert killed.missing == set()
    assert set(killed.failures) <= LOST
