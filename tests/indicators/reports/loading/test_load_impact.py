"""What a file would change is what the ledger lists after loading it: figures and verdicts."""

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.access.permissions import PARTNER
from indicators.domain.core import LocalityKind, Verdict
from indicators.domain.observation_schema import apply_schema
from indicators.domain.periods import Month
from indicators.domain.refusals import Refusal, RefusalCode
from indicators.figures.observation_source import Observation, SourceWithFile, get_key
from indicators.reports.base import Reports
from indicators.reports.loading.load_impact import MOST_PREVIEWED, preview_effect
from indicators.reports.loading.load_ledger import build_ledger
from indicators.store.as_of import COLUMNS
from indicators.store.observations import IndicatorTable
from tests.support.builders import catalogue, indicator, places, row, take_in, target
from tests.support.databases import create_sqlite

MARCH = Month.of(2026, 3)
AREAS = ["a", "b", "c"]
CATALOGUE = catalogue(indicator("visits", target=[target("90")]), indicator("smoking", order=2))
PLACES = places({"north": ["a", "b"], "south": ["c"]})
NOT_AREAS = PLACES.not_areas

KEYS = st.tuples(
    st.sampled_from(["visits", "smoking"]),
    st.sampled_from([*AREAS, "city"]),
    st.integers(-1, 13).map(lambda back: MARCH - back),
)
FIGURES = st.one_of(
    st.tuples(st.integers(0, 20), st.integers(20, 22)),
    st.just("hidden"),
    st.just("not_applicable"),
)
FILES = st.dictionaries(KEYS, FIGURES, min_size=1, max_size=30)
YEAR = {("visits", area, MARCH - back): (19, 20) for area in AREAS for back in range(12)}


def rows_of(file):
    return [
        row(*key, status=figure) if isinstance(figure, str) else row(*key, *figure)
        for key, figure in sorted(file.items(), key=str)
    ]


def frame(rows):
    made = pd.DataFrame(rows, columns=COLUMNS)
    return apply_schema(made)


def preview(reports, rows, file="file"):
    return preview_effect(reports, file.rjust(64, "0"), frame(rows), PARTNER)


def load(reports, rows, file="file", **more):
    """Load the rows, and return the effect that the ledger lists."""
    load_id, _ = take_in(reports.table, rows, file=file, not_areas=NOT_AREAS, **more)
    return build_ledger(reports, load_id, PARTNER).effect


@pytest.mark.slow
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=FILES, file=FILES)
def test_the_preview_of_a_file_is_the_ledger_after_loading_it(tmp_path_factory, before, file):
    table = IndicatorTable.open(create_sqlite(tmp_path_factory.mktemp("preview") / "test.db"))
    take_in(table, rows_of(YEAR | before), file="before", not_areas=NOT_AREAS)
    reports, rows = Reports(table, CATALOGUE, PLACES), rows_of(file)
    expected = preview(reports, rows)
    assert table.get_version() == 1
    if expected.new or expected.restated:
        assert load(reports, rows) == expected
    table.engine.dispose()


def test_restated_months_city_rows_and_new_months_are_previewed(table):
    reports = Reports(table, CATALOGUE, PLACES)
    take_in(table, rows_of(YEAR | {("visits", "city", MARCH): (50, 60)}), not_areas=NOT_AREAS)
    rows = [
        *(row("visits", "a", MARCH - back, 5, 20) for back in range(4)),
        row("visits", "city", MARCH, 20, 60),
        row("visits", "b", MARCH, 19, 20),
        row("visits", "c", MARCH + 1, status="hidden"),
        row("smoking", "c", MARCH + 1, 1, 9),
    ]
    expected = preview(reports, rows)
    assert (expected.new, expected.restated, expected.unchanged) == (2, 5, 1)
    was_and_now = [(c.place.code, c.was.numerator, c.now.numerator) for c in expected.changed]
    assert was_and_now == [("a", 19, 5)] * 3 + [("a", 19, 5), ("city", 50, 20)]
    turned = {(t.place.code, t.month): (t.was.verdict, t.now.verdict) for t in expected.turned}
    assert turned["a", MARCH] == (Verdict.TICK, Verdict.CROSS)
    assert turned["north", MARCH] == (Verdict.TICK, Verdict.CROSS)
    assert turned["city", MARCH][1] is Verdict.CROSS
    assert load(reports, rows) == expected


def test_a_file_loaded_again_never_replaces_what_a_later_file_restated(table):
    reports = Reports(table, CATALOGUE, PLACES)
    refused = Refusal(
        RefusalCode.PLACE_UNKNOWN, "first", "", 3, "A", "", "B.", "No such place.", "Add.", "Add."
    )
    first = [row("visits", area, MARCH, 10, 20) for area in ("a", "b")]
    load(reports, first, file="first", refusals=[refused])
    load(reports, [row("visits", "a", MARCH, 19, 20)], file="later")
    again = [*first, row("visits", "c", MARCH, 3, 20)]
    expected = preview(reports, again, file="first")
    assert (expected.new, expected.restated, expected.unchanged) == (1, 0, 2)
    assert load(reports, again, file="first") == expected


@pytest.mark.slow
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=FILES, file=FILES)
def test_a_source_with_a_file_reads_as_the_table_does_once_it_is_loaded(
    tmp_path_factory, before, file
):
    table = IndicatorTable.open(create_sqlite(tmp_path_factory.mktemp("source") / "test.db"))
    take_in(table, rows_of(before), file="before", not_areas=NOT_AREAS)
    sent = [Observation(*each) for each in rows_of(file)]
    areas = [place.code for place in PLACES.list_by_kind(LocalityKind.AREA)]
    source = SourceWithFile(table, {get_key(each): each for each in sent}, areas)
    indicators, months = ["visits", "smoking"], [(MARCH - back).number for back in range(-1, 14)]

    def read(any_source):
        return (
            list(map(tuple, any_source.read_observations(indicators, [*AREAS, "city"], months))),
            sorted(map(tuple, any_source.read_city_totals(indicators, months, NOT_AREAS))),
            any_source.list_months_with_data(indicators),
            any_source.list_months_with_data(["smoking"], ["a"]),
        )

    expected = read(source)
    take_in(table, rows_of(file), file="file", not_areas=NOT_AREAS)
    assert read(table) == expected
    table.engine.dispose()


def test_a_file_with_very_many_figures_has_no_preview(table):
    many = [row("visits", f"p{at}", MARCH, 1, 2) for at in range(MOST_PREVIEWED + 1)]
    assert preview(Reports(table, CATALOGUE, PLACES), many) is None
