"""Series read from a table, a few indicators at a time."""

import numpy as np
import pytest

from indicators.access.permissions import PARTNER
from indicators.figures.series import ARRAYS, MonthWindow
from indicators.reports import series_reader
from tests.support.two_years import CATALOGUE, MARCH

INDICATORS = list(CATALOGUE.dashboard)
PLACES = ["a", "b", "north"]
WINDOW = MonthWindow(MARCH - 23, MARCH)


@pytest.mark.parametrize(("rows", "reads"), [(5000, 1), (150, 2), (1, 4)])
def test_a_series_read_in_parts_is_the_one_read_at_once(rows, reads, reports, monkeypatch):
    """Each of the four indicators has 72 observations of these places."""
    at_once = reports.read_series(PLACES, INDICATORS, WINDOW, PARTNER)
    read, asked = reports.source.read_texts, []

    def note(codes, *rest, is_stretch):
        asked.append(list(codes))
        return read(codes, *rest, is_stretch=is_stretch)

    monkeypatch.setattr(reports.source, "read_texts", note)
    monkeypatch.setattr(series_reader, "_ROWS", rows)
    in_parts = reports.read_series(PLACES, INDICATORS, WINDOW, PARTNER)
    assert len(asked) == reads
    assert [code for some in asked for code in some] == [each.code for each in INDICATORS]
    for name in ARRAYS:
        assert np.array_equal(getattr(in_parts, name), getattr(at_once, name))
    assert at_once.numerator[[at_once.indicators[i.code] for i in INDICATORS]].any()


def test_places_read_as_a_stretch_are_the_same_without_what_lies_between(reports, monkeypatch):
    def read(is_stretch):
        monkeypatch.setattr(reports.places, "is_stretch", lambda _: is_stretch)
        return reports.read_series(["a", "north"], INDICATORS, WINDOW, PARTNER)

    one_by_one, stretch = read(False), read(True)
    for name in ARRAYS:
        assert np.array_equal(getattr(stretch, name), getattr(one_by_one, name))
    assert stretch.numerator.any()
