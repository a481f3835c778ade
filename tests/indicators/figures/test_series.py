"""Spans pooled by the fast arrays are those the oracle adds up month by month."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.core import ObservationStatus
from indicators.domain.membership import PooledAreas
from indicators.domain.periods import Month, Period, get_rolling_year
from indicators.figures.add_spans import sum_span
from indicators.figures.pooling import pool_places
from indicators.figures.series import MonthWindow, Series
from tests.support import generated_places
from tests.support.builders import fill, indicator, row
from tests.support.generated_places import (
    EXAMPLES,
    FIRST,
    GROUPS,
    KINDS,
    LAST,
    OF_EVERY_KIND,
    SEEDS,
    WINDOW,
)


def holds(made, cells, held):
    """Every span of every group is the oracle's."""
    series = generated_places.pooled(made, cells, held)
    for group in GROUPS:
        for span in generated_places.spans():
            said = sum_span(series, span, made.code, group)
            meant = generated_places.answer(made, cells, group, span, held)
            where = f"{group}, {span.name}"
            told = said.status.value, said.months_with, said.months_hidden
            assert told == (meant.status, meant.months_with, meant.months_hidden), where
            areas = said.areas_missing, said.areas_unpooled
            assert areas == (meant.areas_missing, meant.areas_unpooled), where
            if meant.value is not None:
                figure = Fraction(made.scale * said.numerator, said.denominator)
                assert (figure, said.counted) == (meant.value, meant.pooled), where


@OF_EVERY_KIND
@EXAMPLES
@given(seed=SEEDS)
def test_every_span_is_pooled_as_the_oracle_pools_it(code, seed):
    made = KINDS[code]
    holds(made, generated_places.some_cells(seed, made), None)


@OF_EVERY_KIND
@EXAMPLES
@given(seed=SEEDS)
def test_a_span_over_changes_of_areas_adds_the_counts_of_each_month_s_own(code, seed):
    made = KINDS[code]
    holds(made, generated_places.some_cells(seed, made), generated_places.some_holdings(seed))


@OF_EVERY_KIND
@EXAMPLES
@given(seed=SEEDS)
def test_a_sparkline_has_each_month_s_own_figure_of_the_latest_definition_only(code, seed):
    made = KINDS[code]
    cells = generated_places.some_cells(seed, made)
    series = generated_places.pooled(made, cells)
    for group in GROUPS:
        months = generated_places.months_of(
            made, cells, group, generated_places.in_force(made, LAST)
        )
        for at, said in enumerate(series.list_monthly_values(code, group)):
            meant = months.get(at)
            if meant is None or meant.status != "ok":
                assert said is None
            elif meant.pair is None:
                assert said == meant.value
            else:
                assert said == Fraction(made.scale * meant.pair[0], meant.pair[1])


# The promises one by one, small enough to be read


def series_of(made, *rows, groups=None):
    groups = groups or {"a": ("a",)}
    single = Series([made], [*groups, *{a for areas in groups.values() for a in areas}], WINDOW)
    fill(single, rows)
    return pool_places(single, generated_places.throughout(groups))


def figure(series, made, place="a", span=None):
    added = sum_span(series, span or get_rolling_year(LAST), made.code, place)
    assert added.status is ObservationStatus.OK
    return Fraction(made.scale * added.numerator, added.denominator)


def test_a_team_is_pooled_from_counts_and_never_the_mean_of_percentages():
    made = indicator()
    rows = row("visits", "a", LAST, 1, 2), row("visits", "b", LAST, 98, 98)
    assert figure(series_of(made, *rows, groups={"t": ("a", "b")}), made, "t") == 99


def test_what_was_sent_for_the_team_stands_before_what_its_areas_add_up_to():
    made = indicator()
    rows = row("visits", "a", LAST, 1, 2), row("visits", "t", LAST, 3, 4)
    assert figure(series_of(made, *rows, groups={"t": ("a", "b")}), made, "t") == 75


def test_a_team_of_one_area_has_that_area_s_figures_however_they_were_sent():
    made = indicator()
    sent = row("visits", "a", LAST, value="88.5")
    series = series_of(made, sent, groups={"t": ("a",)})
    assert figure(series, made, "t") == Fraction("88.5")
    assert not sum_span(series, get_rolling_year(LAST), "visits", "t").counted


def test_percentages_without_counts_cannot_be_pooled_over_two_areas():
    made = indicator()
    rows = row("visits", "a", LAST, value="88.5"), row("visits", "b", LAST, value="90")
    series = series_of(made, *rows, groups={"t": ("a", "b")})
    assert (
        sum_span(series, get_rolling_year(LAST), "visits", "t").status
        is ObservationStatus.NOT_AVAILABLE
    )


def test_a_team_s_count_is_known_only_where_every_area_s_is():
    made = indicator(unit="count")
    one = row("visits", "a", LAST, 4)
    other = row("visits", "b", LAST, 5)
    groups = {"t": ("a", "b")}
    assert figure(series_of(made, one, other, groups=groups), made, "t") == 9
    short = sum_span(series_of(made, one, groups=groups), get_rolling_year(LAST), "visits", "t")
    assert short.status is ObservationStatus.NOT_AVAILABLE


@pytest.mark.parametrize(("gathering", "meant"), [("flow", 30), ("snapshot", 15)])
def test_events_are_summed_and_what_is_open_at_month_end_has_a_mean(gathering, meant):
    made = indicator(unit="count", gathering=gathering)
    rows = row("visits", "a", LAST - 1, 10), row("visits", "a", LAST, 20)
    assert figure(series_of(made, *rows), made) == meant


def test_nobody_due_is_not_applicable_and_leaves_the_other_months_alone():
    made = indicator()
    nobody, some = row("visits", "a", LAST, 0, 0), row("visits", "a", LAST - 1, 1, 2)
    series = series_of(made, nobody, some)
    assert figure(series, made) == 50
    assert (
        sum_span(series, Period(LAST, 1), "visits", "a").status is ObservationStatus.NOT_APPLICABLE
    )


def test_a_year_with_a_month_sent_as_a_percentage_is_the_mean_of_its_months_each_once():
    made = indicator()
    rows = [
        row("visits", "a", LAST, value="80.25"),
        row("visits", "a", LAST - 1, 1, 2),
        row("visits", "a", LAST - 2, 999, 1000),
    ]
    series = series_of(made, *rows)
    assert figure(series, made) == (Fraction("80.25") + 50 + Fraction("99.9")) / 3
    year = sum_span(series, get_rolling_year(LAST), "visits", "a")
    assert (year.counted, year.months_with, year.months_counted) == (False, 3, 2)
    counts_only = sum_span(series_of(made, *rows[1:]), get_rolling_year(LAST), "visits", "a")
    assert (counts_only.counted, counts_only.numerator, counts_only.denominator) == (
        True,
        1000,
        1002,
    )


def test_areas_that_send_percentages_only_are_counted_as_not_pooled_and_not_as_missing():
    made = indicator()
    bare, counted = row("visits", "a", LAST, value="88.5"), row("visits", "b", LAST, 9, 10)
    groups = {"t": ("a", "b", "c")}
    year = sum_span(
        series_of(made, bare, counted, groups=groups), get_rolling_year(LAST), "visits", "t"
    )
    assert (year.numerator, year.denominator) == (9, 10)
    assert (year.areas_missing, year.areas_unpooled) == (1, 1)
    alone = sum_span(series_of(made, bare, groups=groups), get_rolling_year(LAST), "visits", "t")
    assert (alone.status, alone.areas_unpooled) == (ObservationStatus.NOT_AVAILABLE, 1)


def test_a_count_with_a_hidden_month_has_no_mean():
    made = indicator(unit="count", gathering="snapshot")
    rows = [row("visits", "a", LAST - at, 9) for at in range(11)]
    series = series_of(made, *rows, row("visits", "a", LAST - 11, status="hidden"))
    year = sum_span(series, get_rolling_year(LAST), "visits", "a")
    assert (year.status, year.months_with, year.months_hidden) == (ObservationStatus.HIDDEN, 11, 1)


def test_an_area_counts_for_its_team_only_while_it_is_in_it():
    made = indicator()
    rows = [
        row("visits", area, LAST - at, n, 10) for at in range(4) for area, n in (("a", 1), ("b", 9))
    ]
    joined = PooledAreas(FIRST, LAST - 2, ("a",)), PooledAreas(LAST - 1, LAST, ("a", "b"))
    single = Series([made], ["t", "a", "b"], WINDOW)
    fill(single, rows)
    year = sum_span(pool_places(single, {"t": joined}), get_rolling_year(LAST), "visits", "t")
    assert (year.numerator, year.denominator) == (4 * 1 + 2 * 9, 4 * 10 + 2 * 10)
    assert (year.months_with, year.areas_missing) == (4, 0)


def test_notes_are_told_of_the_months_in_which_the_area_was_held():
    made = indicator()
    rows = [row("visits", "a", LAST - at, 1, 2, note=f"said {at}") for at in range(3)]
    single = Series([made], ["t", "a"], WINDOW)
    fill(single, rows)
    held = PooledAreas(FIRST, LAST - 1, ("a",)), PooledAreas(LAST, LAST, ())
    year = sum_span(pool_places(single, {"t": held}), get_rolling_year(LAST), "visits", "t")
    assert {note.text for note in year.notes} == {"said 1", "said 2"}


def test_an_area_is_what_was_sent_for_it_whatever_it_is_read_with():
    made = indicator()
    rows = [
        row("visits", "a", LAST, 1, 2, note="said"),
        row("visits", "a", LAST - 1, value="50.5"),
        row("visits", "b", LAST, status="hidden"),
        row("visits", "b", LAST, 30, 40, months=12),
    ]
    alone = {code: (PooledAreas(FIRST, LAST, (code,), sent_whole=False),) for code in "ab"}

    def read(held):
        single = Series([made], ["a", "b"], WINDOW)
        fill(single, rows)
        return pool_places(single, held)

    both, other_order = read(alone), read(dict(reversed(alone.items())))
    for code in "ab":
        one = read({code: alone[code]})
        for span in (get_rolling_year(LAST), Period(LAST, 1), Period(LAST - 1, 1)):
            sums = {sum_span(series, span, "visits", code) for series in (both, one, other_order)}
            assert len(sums) == 1
    assert [n.text for n in sum_span(both, Period(LAST, 1), "visits", "a").notes] == ["said"]


def test_a_part_that_cannot_be_told_is_missing_from_a_percentage_and_leaves_no_count():
    rows = [row("visits", "a", LAST, 4, 10)]
    share, count = indicator(), indicator(unit="count")
    held = {"t": (PooledAreas(FIRST, LAST, ("a",), unknown=1),)}
    for made, status, missing in (
        (share, ObservationStatus.OK, 1),
        (count, ObservationStatus.NOT_AVAILABLE, 0),
    ):
        single = Series([made], ["a"], WINDOW)
        fill(single, rows)
        year = sum_span(pool_places(single, held), get_rolling_year(LAST), "visits", "t")
        assert (year.status, year.areas_missing) == (status, missing)


def test_areas_that_are_missing_in_a_month_are_counted_and_notes_are_kept():
    made = indicator()
    rows = [row("visits", p, LAST - at, 9, 10) for p in "ab" for at in range(12)]
    said = "Status known for 91% only."
    rows[-1] = (*row("visits", "b", LAST - 11, status="not_available")[:-1], said)
    pool = series_of(made, *rows, groups={"team": ("a", "b")})
    year = sum_span(pool, get_rolling_year(LAST), "visits", "team")
    assert (year.months_with, year.areas_missing, year.denominator) == (12, 1, 230)
    assert [(n.place, n.ended, n.text) for n in year.notes] == [("b", LAST - 11, said)]


def test_a_quarter_that_began_before_the_span_is_left_out():
    made = indicator(every="quarter")
    rows = [row("visits", "a", LAST - 3 * at, at, 10, months=3) for at in range(5)]
    series = series_of(made, *rows)
    whole = sum_span(series, get_rolling_year(LAST), "visits", "a")
    cut = sum_span(series, get_rolling_year(LAST - 1), "visits", "a")
    assert (whole.numerator, whole.months_with) == (0 + 1 + 2 + 3, 12)
    assert (cut.numerator, cut.months_with) == (1 + 2 + 3, 9)


@given(st.integers(1, 60), st.integers(0, 59))
def test_a_window_finds_each_of_its_months(length, at):
    window = MonthWindow(FIRST, FIRST + (length - 1))
    assert window.length == len(window.numbers) == length
    assert window.at(FIRST + at) == at
    assert [window.at(Month.from_number(number)) for number in window.numbers] == [*range(length)]
