"""Shorter rows say what the shown rows say, also after some of them are hidden."""

import numpy as np
import pytest

from indicators.disclosure.constraints import ConstraintSystem
from indicators.disclosure.secondary import suppress
from indicators.disclosure.shown_rows import select_shown, shorten_shown
from tests.support.generated_releases import make_tables


@pytest.fixture(scope="module", params=[0, 2])
def system(request):
    first, second, third = make_tables(request.param)
    one = suppress(first).released
    return ConstraintSystem(third, [one, suppress(second, [one]).released])


def count_dimensions(*rows):
    return np.linalg.matrix_rank(np.concatenate(rows).astype(float))


def test_the_true_counts_add_up_to_every_shorter_row(system):
    short = shorten_shown(system, np.ones(len(system.fixed), bool))
    assert (system.values @ short.members.T == short.totals).all()
    assert short.members.any(axis=1).all()


def test_shorter_rows_determine_the_same_sums(system):
    every = np.ones(len(system.fixed), bool)
    long, short = select_shown(system, every), shorten_shown(system, every)
    assert len(short.members) <= len(long.members)
    assert short.members.sum() < long.members.sum()
    dimensions = count_dimensions(long.members)
    assert count_dimensions(short.members) == dimensions
    assert count_dimensions(long.members, short.members) == dimensions


def test_the_same_sums_are_determined_when_every_third_row_is_hidden_later(system):
    every = np.ones(len(system.fixed), bool)
    short = shorten_shown(system, every)
    hidden = ~system.fixed & (np.arange(len(every)) % 3 == 0)
    left = short.members[~hidden[short.numbers]]
    long = select_shown(system, ~hidden).members
    dimensions = count_dimensions(long)
    assert count_dimensions(left) == dimensions
    assert count_dimensions(long, left) == dimensions


def test_sums_over_the_ones_are_those_of_the_matrix(system):
    chance = np.random.default_rng(0)
    rows, columns = system.members.shape
    values, weights = chance.integers(0, 99, columns), chance.integers(0, 9, rows).astype(float)
    assert (system.incidence.sum_columns(values) == system.members @ values).all()
    assert (system.incidence.sum_rows(weights) == weights @ system.members).all()
