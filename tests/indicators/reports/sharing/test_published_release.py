"""What people outside the agreement see: shown counts, and nothing that hidden ones decide."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from indicators.access.permissions import PARTNER
from indicators.domain.core import AreaBasis, Verdict
from indicators.domain.periods import Period, get_rolling_year
from indicators.figures.judge_figures import judge_sums
from indicators.figures.span_sum import SpanSum
from indicators.reports.base import Reports
from indicators.reports.place_report import build_rows
from indicators.reports.sharing.publication import publish_release
from indicators.reports.sharing.published_release import PublishedFigures
from indicators.store.observations import IndicatorTable
from tests.support.builders import catalogue, indicator, row, take_in, target
from tests.support.databases import create_sqlite
from tests.support.two_years import MARCH, PLACES, VISITS

NOW = datetime(2026, 4, 20, 9, tzinfo=UTC)
MONTH = Period(MARCH, 1)


def open_published(reports):
    return PublishedFigures(reports.release_ledger, reports.catalogue)


def find_release(reports, month=MARCH):
    latest = reports.release_ledger.find_latest(month)
    return open_published(reports).read_release(latest)


def publish(reports, month=MARCH):
    publish_release(reports, month, PARTNER, who="Ann", note="", now=NOW)
    return find_release(reports, month)


def publish_visits(table, counts, **settings):
    """A release of one month of visits; counts are by area."""
    take_in(table, [row("visits", a, MARCH, *pair) for a, pair in counts.items()])
    made = indicator("visits", target=[target("90")], **settings)
    return publish(Reports(table, catalogue(made), PLACES))


def test_before_anything_is_published_there_is_nothing_to_see(reports):
    assert reports.release_ledger.find_latest(MARCH) is None
    assert open_published(reports).list_months() == ()


def test_the_months_that_were_published_are_listed_once(reports):
    for month in (MARCH, MARCH - 1, MARCH):
        publish(reports, month)
    assert open_published(reports).list_months() == (MARCH - 1, MARCH)


def test_shown_figures_are_those_of_the_dashboards(reports):
    found = publish(reports)
    seen = 0
    for place in ("a", "north", "hub", "city"):
        rows = build_rows(reports, place, reports.catalogue.dashboard, MARCH, PARTNER)
        for code, dashboard in rows.items():
            for figure in (dashboard.month, dashboard.last_year, dashboard.rolling):
                key = (place, figure.span)
                if figure.value is not None and key not in found.hidden[code]:
                    assert found.figures[code][key] == figure
                    seen += 1
    assert seen > 20


def test_a_figure_is_either_shown_or_hidden(reports):
    found = publish(reports)
    assert found.hidden["smoking"]
    for code, shown in found.figures.items():
        assert not shown.keys() & found.hidden[code]


def test_a_release_stays_as_it_was_published(reports, table):
    before = publish(reports)
    take_in(table, [row("visits", "a", MARCH, 60, 100)], file="restated")
    assert find_release(reports).figures == before.figures
    after = publish(reports)
    assert after.release.id > before.release.id
    assert find_release(reports) is after


def test_all_of_a_figure_follows_from_its_shown_counts(reports):
    """Value, rounding, verdict and people needed: calculated again from nothing else."""
    found = publish(reports)
    for code, shown in found.figures.items():
        for (place, period), figure in shown.items():
            known = figure.sum
            bare = SpanSum(
                period,
                known.status,
                known.numerator,
                known.denominator,
                months_with=known.months_with,
            )
            again = judge_sums(reports.catalogue.indicators[code], {place: bare})[place]
            assert replace(figure, sum=bare) == again


def test_pages_have_each_figure_as_it_was_published_last(reports, table):
    publish(reports, MARCH - 1)
    publish(reports)
    year = get_rolling_year(MARCH - 1)
    take_in(table, [row("visits", "a", MARCH, 99, 100)], file="restated")
    last = publish(reports)
    newest = reports.find_released_figures()["visits"]
    assert ("a", year) in newest
    assert newest["c", MONTH] == last.figures["visits"]["c", MONTH]
    assert not newest.keys() & last.hidden["visits"]
    assert ("a", MONTH) in last.hidden["visits"]


def test_pages_of_a_past_day_have_what_was_published_by_then(reports):
    publish(reports)
    before, after = NOW.date() - timedelta(days=1), NOW.date()
    assert reports.as_at(before).find_released_figures() == {}
    assert reports.as_at(after).find_released_figures() == reports.find_released_figures() != {}


def test_nothing_was_published_by_todays_areas(reports):
    publish(reports)
    assert reports.with_area_basis(AreaBasis.TODAY).find_released_figures() == {}


@pytest.mark.parametrize("other", [(3, 2), (4, 1), (1, 4)])
def test_nothing_that_is_published_changes_with_the_hidden_counts(table, tmp_path, other):
    """a and b had 2 and 3 visits, or others that agree with all shown: it looks the same."""
    found = publish_visits(table, {"a": (2, 30), "b": (3, 30), "c": (45, 50)})
    elsewhere = IndicatorTable.open(create_sqlite(tmp_path / "other.db"))
    counts = {"a": (other[0], 30), "b": (other[1], 30), "c": (45, 50)}
    same = publish_visits(elsewhere, counts)
    elsewhere.engine.dispose()
    assert {("a", MONTH), ("b", MONTH)} <= found.hidden["visits"]
    assert found.hidden == same.hidden
    assert found.figures == same.figures
    assert found.rows == same.rows


def test_notes_of_the_files_are_left_out(table):
    take_in(table, [row("visits", "a", MARCH, 30, 50, note="without the 3 of the refuge")])
    found = publish(Reports(table, catalogue(VISITS), PLACES))
    assert found.figures["visits"]["a", MONTH].sum.notes == ()


def test_zero_is_shown_unless_the_indicator_hides_it(table, tmp_path):
    counts = {"a": (0, 30), "b": (20, 40), "c": (25, 45)}
    assert ("a", MONTH) in publish_visits(table, counts).figures["visits"]
    elsewhere = IndicatorTable.open(create_sqlite(tmp_path / "other.db"))
    hidden = publish_visits(elsewhere, counts, show_zero=False).hidden["visits"]
    elsewhere.engine.dispose()
    assert ("a", MONTH) in hidden
    assert len({place for place, period in hidden if period == MONTH}) > 1


def test_rounded_figures_are_calculated_from_rounded_counts(table):
    counts = {"a": (41, 52), "b": (33, 48), "c": (57, 68)}
    found = publish_visits(table, counts, round_to_5=True).figures["visits"]
    shown = {place: found[place, MONTH] for place in ("a", "b", "c", "north", "city")}
    assert {p: (f.sum.numerator, f.sum.denominator) for p, f in shown.items()} == {
        "a": (40, 50),
        "b": (35, 50),
        "c": (55, 70),
        "north": (75, 100),  # 74 of 100
        "city": (130, 170),  # 131 of 168
    }
    assert (shown["a"].value, shown["a"].verdict) == (80, Verdict.CROSS)


def test_the_mean_of_a_rounded_count_is_over_the_exact_number_of_months(table):
    take_in(table, [row("plans", a, MARCH - at, 21) for a in "abc" for at in range(12)])
    plans = indicator(
        "plans", unit="count", better="neither", gathering="snapshot", round_to_5=True
    )
    found = publish(Reports(table, catalogue(plans), PLACES)).figures["plans"]
    year = found["a", get_rolling_year(MARCH)].sum
    assert (year.numerator, year.denominator) == (250, 12)
    assert found["a", MONTH].sum.numerator == 20
