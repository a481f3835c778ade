"""Four councils of the thousand that `make soak` attacks."""

from collections import defaultdict

import pytest

from tests.soak import disclosure


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_the_attack_finds_nothing_in_three_successive_releases(seed):
    tally = defaultdict(int)
    assert disclosure.trial(seed, disclosure.hide_by_constraints, tally) == []


@pytest.mark.slow
@pytest.mark.parametrize("way", [disclosure.hide_small, disclosure.hide_a_neighbour])
def test_the_attack_recovers_cells_from_simpler_shared_views(way):
    tally = defaultdict(int)
    assert disclosure.trial(1, way, tally)
    assert tally["recovered"] > 0
