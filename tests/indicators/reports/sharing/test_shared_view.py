"""The shared view: the figures of the pages, without what would reveal a small number."""

from indicators.access.permissions import PARTNER
from indicators.disclosure.attack import attack
from indicators.reports.base import Reports
from indicators.reports.place_report import build_rows
from indicators.reports.sharing.shared_figures import list_shared_periods
from tests.support.builders import catalogue, indicator, places, row, take_in
from tests.support.shared_views import build_shared_view
from tests.support.two_years import MARCH, PLACES, PLANS, VISITS


def find(view, code, place, period):
    (found,) = (
        r for r in view.rows if (r.indicator.code, r.place, r.period.name) == (code, place, period)
    )
    return found


def counts_of(shown):
    return shown.figure and (shown.figure.sum.numerator, shown.figure.sum.denominator)


def test_the_periods_are_the_month_its_quarters_years_and_rolling_year():
    names = [period.name for period in list_shared_periods(VISITS, MARCH + 1)]
    assert names == [
        "April 2026",
        "Q1 2025/26",
        "Q2 2025/26",
        "Q3 2025/26",
        "Q4 2025/26",
        "2025/26",
        "12 months to April 2026",
    ]


def test_a_quarterly_indicator_has_no_months():
    quarterly = indicator("visits", every="quarter")
    names = [period.name for period in list_shared_periods(quarterly, MARCH)]
    assert names[:2] == ["Q4 2025/26", "Q1 2024/25"]
    assert not any(period.months == 1 for period in list_shared_periods(quarterly, MARCH))


def test_shown_figures_are_those_of_the_dashboards(reports):
    view = build_shared_view(reports, MARCH)
    seen = 0
    for place in ("a", "north", "hub", "city"):
        rows = build_rows(reports, place, reports.catalogue.dashboard, MARCH, PARTNER)
        for code, dashboard in rows.items():
            for figure in (dashboard.month, dashboard.last_year, dashboard.rolling):
                if figure.value is not None:
                    shown = find(view, code, place, figure.span.name)
                    assert shown.figure in (None, figure)
                    seen += shown.figure is not None
    assert seen > 20


def test_a_small_number_is_hidden_and_so_is_what_would_reveal_it(reports):
    """5 in 100 smoke in each area, and the threshold is 7: south is c alone, north is a and b."""
    view = build_shared_view(reports, MARCH)
    month = {p: find(view, "smoking", p, "March 2026") for p in ("a", "b", "c", "south", "north")}
    assert [p for p, each in month.items() if each.figure is None] == [
        "a",
        "b",
        "c",
        "south",
        "north",
    ]
    assert counts_of(find(view, "smoking", "city", "March 2026")) == (15, 300)
    assert counts_of(find(view, "smoking", "a", "2024/25")) == (60, 1200)


def test_a_row_names_the_places_that_it_is_part_of(reports):
    view = build_shared_view(reports, MARCH)
    assert find(view, "visits", "a", "2024/25").whole == ("north", "hub", "city")
    assert find(view, "visits", "north", "2024/25").whole == ("hub", "city")
    assert find(view, "visits", "city", "2024/25").whole == ()


def test_what_has_no_figure_has_no_row(reports):
    view = build_shared_view(reports, MARCH)
    assert not any(r.indicator.code == "reviews" for r in view.rows)


def test_the_mean_of_months_is_hidden_where_the_months_are_small(table):
    """3 open plans a month are 36 in 12 months: a mean of 3, which is as small as each month."""
    take_in(table, [row("plans", "a", MARCH - at, 3) for at in range(12)])
    view = build_shared_view(Reports(table, catalogue(PLANS), PLACES), MARCH)
    assert find(view, "plans", "a", "2025/26").figure is None


def test_a_count_that_its_sender_hid_is_not_found_by_a_total(table):
    """The city has 30 plans, and b and c have 12 and 14 of them: that would leave 4 for a."""
    sent = [
        row("plans", "a", MARCH, status="hidden"),
        row("plans", "b", MARCH, 12),
        row("plans", "c", MARCH, 14),
        row("plans", "city", MARCH, 30),
    ]
    take_in(table, sent)
    view = build_shared_view(Reports(table, catalogue(PLANS), PLACES), MARCH)
    hidden = {r.place for r in view.rows if r.figure is None and r.period.months == 1}
    assert "a" in hidden
    assert hidden & {"b", "c", "city"}
    found = attack(view.suppressions["plans"].released)
    assert not any(each.narrowed for each in found)
    assert find(view, "plans", "a", "March 2026").whole == ("north", "hub", "city")


def test_a_percentage_without_counts_cannot_be_checked_and_is_hidden(table):
    take_in(table, [row("visits", "a", MARCH, value="91.5")])
    view = build_shared_view(Reports(table, catalogue(VISITS), PLACES), MARCH)
    assert find(view, "visits", "a", "March 2026").figure is None


def test_successive_months_do_not_reveal_each_other(table):
    """Two rolling years differ by the first month of one and the last of the other."""
    counts = [9, *[20] * 11, 2]
    take_in(
        table,
        [row("plans", a, MARCH - 12 + at, n) for a in "abc" for at, n in enumerate(counts)],
    )
    flow = indicator("plans", unit="count", better="neither")
    reports = Reports(table, catalogue(flow), places({"north": ["a", "b"], "south": ["c"]}))
    released = []
    for month in (MARCH - 1, MARCH):
        view = build_shared_view(reports, month, {"plans": released})
        released.insert(0, view.suppressions["plans"].released)
    found = attack(released[0], released[1:])
    assert any(each.cell.period.ended == MARCH for each in found)
    assert not any(each.narrowed for each in found)
