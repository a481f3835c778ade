"""A few seconds of the minutes that `make soak` does: no error, whatever the time it takes."""

from pathlib import Path

import pytest

from tests.soak.readers_and_loads import copy_sample, run


@pytest.mark.slow
def test_readers_and_editors_meet_no_error_while_files_are_loaded(
    database_url: str, tmp_path: Path
) -> None:
    trial = run(copy_sample(database_url, tmp_path), seconds=8, readers=20, pause=2)
    assert trial.errors == {}
    assert trial.lost == set()
    assert trial.loads > 0
    assert len(trial.notes) >= 5
    assert len(trial.took) > 20
