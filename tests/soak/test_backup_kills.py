"""Five kills of the hundred that `make soak` does of each."""

import pytest

from tests.soak.backup_kills import run


@pytest.mark.slow
def test_no_part_of_a_killed_backup_or_restore_is_taken_for_the_whole(empty_database_url, tmp_path):
    done = run(empty_database_url, tmp_path, kills=5, seed=20)
    assert done["backups"]["killed"] == done["restores"]["killed"] == 5
