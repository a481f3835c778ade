"""The search for garbage goes on after a release was prepared, or has failed."""

import gc
from contextlib import ExitStack

import pytest

from indicators.domain.operations.garbage_search import pause_garbage_search


def test_no_garbage_is_searched_for_within_the_pause():
    with pause_garbage_search():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_the_search_goes_on_after_an_error():
    with pytest.raises(ValueError, match="wrong"), pause_garbage_search():
        raise ValueError("wrong")
    assert gc.isenabled()


def test_it_goes_on_when_the_last_of_two_pauses_ends():
    with ExitStack() as first, ExitStack() as second:
        first.enter_context(pause_garbage_search())
        second.enter_context(pause_garbage_search())
        first.close()
        assert not gc.isenabled()
        second.close()
        assert gc.isenabled()
