"""A short form of `make soak`: files changed on their way are read, refused or unreadable."""

import pytest

from tests.support.file_mutations import trial

SEEDS = range(150)


@pytest.mark.slow
def test_every_mutation_ends_in_an_answer(tmp_path, capfd):
    tally = trial(tmp_path, SEEDS)
    assert tally.wrong == []
    assert sum(tally.ends.values()) == len(SEEDS)
    assert set(tally.ends) >= {"unreadable", "refused", "whole"}
    assert capfd.readouterr().err == ""
