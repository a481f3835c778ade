"""Twenty kills of the thousand that `make soak` does."""

import pytest

from tests.soak.kills import run


@pytest.mark.slow
def test_a_load_that_is_killed_leaves_all_of_a_file_or_nothing(database_url):
    assert run(database_url, kills=20, seed=20)["killed"] == 20
