"""The two error rates of the guard, on fewer generated files than `make soak` makes."""

import pytest

from tests.soak.person_lists import list_published, list_tables, measure_accepted, measure_refused


@pytest.mark.slow
def test_no_list_of_people_is_accepted():
    assert measure_accepted(each=4, seed=1) == []


def test_no_generated_table_of_counts_is_refused():
    assert measure_refused("Generated tables", list_tables(each=4)) == []


@pytest.mark.slow
def test_no_published_file_is_refused():
    assert measure_refused("Published files", list_published()) == []
