"""A council with more areas than are solved at once."""

import pytest

from indicators.disclosure import blocks
from indicators.disclosure.attack import attack
from indicators.disclosure.secondary import suppress
from tests.support.generated_releases import make_tables
from tests.support.shared_tables import one_month


def test_a_council_of_usual_size_is_one_block():
    (table,) = make_tables(0, releases=1)
    assert len(blocks.split_into_blocks(table, [])) == 1


def test_areas_of_a_team_are_in_the_same_block(monkeypatch):
    monkeypatch.setattr(blocks, "MOST_PLACES", 3)
    monkeypatch.setattr(blocks, "BLOCK_PLACES", 2)
    table = one_month(dict.fromkeys("abcd", 9), north=["a", "d"], south=["b", "c"], city="abcd")
    found = blocks.split_into_blocks(table, [])
    whole = [{c.place for c in each.table.cells if not c.divided} for each in found]
    assert whole == [{"a", "d", "north"}, {"b", "c", "south"}]
    assert [{c.place for c in each.table.cells if c.divided} for each in found] == [{"city"}] * 2


@pytest.mark.parametrize("seed", range(4))
def test_blocks_are_as_safe_as_the_whole(monkeypatch, seed):
    monkeypatch.setattr(blocks, "MOST_PLACES", 10)
    monkeypatch.setattr(blocks, "BLOCK_PLACES", 9)
    released = []
    for table in make_tables(seed, releases=2):
        assert len(blocks.split_into_blocks(table, released)) > 1
        found = suppress(table, released)
        assert not found.revealed
        released.append(found.released)
    assert not any(found.narrowed for found in attack(released[-1], released[:-1]))
