"""What a file would change, told before it is loaded, is what the ledger tells afterwards."""

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.access.permissions import PARTNER
from indicators.domain.observation_schema import apply_schema
from indicators.domain.periods import Month
from indicators.reports.base import Reports
from indicators.reports.load_impact import MOST, AsIfLoaded, calculate_effect
from indicators.reports.load_ledger import build_ledger
from indicators.store.as_of import COLUMNS
from indicators.store.observations import IndicatorTable
from tests.support.builders import catalogue, indicator, places, row, take_in, target

MARCH = Month.of(2026, 3)
AREAS = ["a", "b", "c"]
CATALOGUE = catalogue(indicator("visits", target=[target("90")]), indicator("smoking", order=2))
PLACES = places({"north": ["a", "b"], "south": ["c"]})
NOT_AREAS = PLACES.not_areas

KEYS = st.tuples(
    st.sampled_from(["visits", "smoking"]),
    st.sampled_from([*AREAS, "city"]),
    st.integers(0, 13).map(lambda back: MARCH - back),
)
FIGURES = st.one_of(
    st.tuples(st.integers(0, 20), st.integers(20, 22)),
    st.just("hidden"),
    st.just("not_applicable"),
)
FILES = st.dictionaries(KEYS, FIGURES, min_size=1, max_size=30)


def rows_of(file):
    return [
        row(*key, status=figure) if isinstance(figure, str) else row(*key, *figure)
        for key, figure in sorted(file.items(), key=str)
    ]


def frame(rows):
    made = pd.DataFrame(rows, columns=COLUMNS)
    return apply_schema(made)


@pytest.mark.slow
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=FILES, file=FILES)
def test_the_counts_the_flips_and_the_figures_are_those_after_loading(
    tmp_path_factory, before, file
):
    table = IndicatorTable.at(f"sqlite:///{tmp_path_factory.mktemp('as-if') / 'test.db'}")
    year = {
        (code, area, MARCH - n): (19, 20)
        for code in ("visits",)
        for area in AREAS
        for n in range(12)
    }
    take_in(table, rows_of(year | before), file="before", not_areas=NOT_AREAS)
    reports, rows = Reports(table, CATALOGUE, PLACES), rows_of(file)
    told = calculate_effect(reports, frame(rows), PARTNER)
    loaded = AsIfLoaded(table, [_Named(each) for each in rows], AREAS)
    asked = ["visits", "smoking"], [(MARCH - n).number for n in range(14)]
    seen = (
        [tuple(each) for each in loaded.read_observations(asked[0], [*AREAS, "city"], asked[1])],
        sorted(map(tuple, loaded.read_city_totals(*asked, NOT_AREAS))),
        loaded.list_months_with_data(asked[0]),
    )
    assert table.version() == 1
    load_id, counts = take_in(table, rows, file="file", not_areas=NOT_AREAS)
    assert (told.new, told.restated, told.unchanged) == (
        counts.new,
        counts.restated,
        counts.unchanged,
    )
    assert told.flips == build_ledger(reports, load_id, PARTNER).flips
    assert seen == (
        [tuple(each) for each in table.read_observations(asked[0], [*AREAS, "city"], asked[1])],
        sorted(map(tuple, table.read_city_totals(*asked, NOT_AREAS))),
        table.list_months_with_data(asked[0]),
    )
    table.engine.dispose()


class _Named(tuple):
    """A row with its columns' names, as the table gives one."""

    def __getattr__(self, name):
        return self[COLUMNS.index(name)]


def test_of_very_many_figures_nothing_is_told_beforehand(table):
    many = frame([row("visits", f"p{at}", MARCH, 1, 2) for at in range(MOST + 1)])
    assert calculate_effect(Reports(table, CATALOGUE, PLACES), many, PARTNER) is None
