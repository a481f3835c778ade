"""The chart of an indicator in a place: points, limits, what happened, what was restated."""

from datetime import datetime

import pytest

from indicators.access.permissions import PARTNER, Permission, PermissionDeniedError
from indicators.domain.core import ObservationStatus, Verdict
from indicators.domain.errors import UnknownIndicatorError, UnknownPlaceError, UserError
from indicators.domain.events import Event, Events
from indicators.domain.places import Places
from indicators.reports.base import Reports
from indicators.reports.chart_models import ChartStep
from indicators.reports.indicator_report import build_indicator_report
from indicators.reports.place_report import build_place_report
from indicators.stats.spc import VariationIcon
from indicators.stats.xmr import SpecialCause
from layouts.text import captions
from tests.support.builders import row, take_in
from tests.support.two_years import CATALOGUE, MARCH, PLACES, row_of
from tests.support.viewers import without


def chart_of(reports, place="a", by="", code="visits", month=None):
    return build_indicator_report(reports, code, place, by, month, PARTNER)


def test_its_headline_is_the_dashboard_s_row(reports):
    for place in ("a", "north", "city"):
        for by in ("", "quarter", "year-rolling"):
            found = chart_of(reports, place, by)
            assert found.row == row_of(build_place_report(reports, place, None, PARTNER), "visits")


def test_its_months_say_what_the_row_s_icons_say(reports):
    found = chart_of(reports)
    assert found.by is ChartStep.MONTH
    assert found.points[-1].icon is found.row.signal.icon is VariationIcon.CONCERN_LOW
    assert found.chart.assurance == found.row.signal.assurance
    assert found.points[-1].cause is SpecialCause.OUTSIDE
    assert len(found.points) == found.row.signal.points == 24


def test_points_are_judged_by_the_rule_of_their_own_span(reports):
    last = chart_of(reports, by="year-rolling").points[-1].figure
    assert last == row_of(build_place_report(reports, "a", None, PARTNER), "visits").rolling
    quarter = chart_of(reports, by="quarter").points[-1].figure
    assert (quarter.span.name, quarter.sum.months_with) == ("Q4 2025/26", 3)
    assert quarter.verdict is Verdict.CROSS


def test_rolling_years_overlap_and_have_no_limits(reports):
    found = chart_of(reports, by="year-rolling")
    assert found.chart is None
    assert {(p.cause, p.icon) for p in found.points} == {(SpecialCause.NONE, None)}


def test_no_place_is_the_city_and_what_is_not_known_is_told(reports):
    assert chart_of(reports, "").place.code == "city"
    with pytest.raises(UnknownPlaceError):
        chart_of(reports, "nowhere")
    with pytest.raises(UnknownIndicatorError):
        chart_of(reports, code="nothing")
    with pytest.raises(UserError, match="cannot be shown by “week”"):
        chart_of(reports, by="week")
    with pytest.raises(PermissionDeniedError):
        build_indicator_report(reports, "visits", "a", "", None, without(Permission.VIEW_FIGURES))


def test_every_area_stands_beside_it_with_its_own_limits(reports):
    others = {other.place.code: other for other in chart_of(reports).others}
    for code, other in others.items():
        its_own = chart_of(reports, code)
        assert other.chart.icon is its_own.row.signal.icon
        assert other.rolling == its_own.row.rolling


def test_events_are_marks_and_a_rebase_starts_new_limits_with_its_reason(reports):
    events = [
        Event(month=MARCH - 5, what="A new clinic", place="a"),
        Event(month=MARCH - 11, what="A new team", place="north", rebase=True),
        Event(month=MARCH - 3, what="Elsewhere", place="c"),
    ]
    since = Reports(reports.table, CATALOGUE, PLACES, Events(events))
    found = chart_of(since)
    assert [h.what for h in found.happened] == ["A new team", "A new clinic"]
    assert [(s.points, s.reason) for s in found.chart.segments] == [(12, ""), (12, "A new team")]
    assert found.points[-1].icon is found.row.signal.icon is VariationIcon.COMMON
    assert chart_of(since, by="quarter").chart.segments[1].start == 4


def test_a_team_goes_live_on_its_own_chart_and_those_of_its_areas(reports):
    live = [
        p.model_copy(update={"live_from": MARCH - 6}) if p.code == "north" else p
        for p in PLACES.localities.values()
    ]
    since = Reports(reports.table, CATALOGUE, Places(live))
    for place in ("north", "a"):
        assert [h.month for h in chart_of(since, place).happened if h.live] == [MARCH - 6]
    assert not chart_of(since, "city").happened


def test_a_restated_month_says_what_it_was_until_when_and_as_at_does_not_know_yet(table):
    months = [row("visits", "a", MARCH - at, 18, 20) for at in range(12)]
    take_in(table, months, file="first", loaded_at=datetime(2026, 4, 2))  # noqa: DTZ001
    again = [row("visits", "a", MARCH - 2, 12, 20), row("visits", "a", MARCH - 1, 18, 20)]
    take_in(table, again, file="second", loaded_at=datetime(2026, 4, 9))  # noqa: DTZ001
    reports = Reports(table, CATALOGUE, PLACES)
    for place in ("a", "north"):
        told = {p.figure.span.ended: p.restated for p in chart_of(reports, place).points}
        (restated,) = told.pop(MARCH - 2)
        assert (restated.was.numerator, restated.place.code) == (18, "a")
        assert restated.on == datetime(2026, 4, 9)  # noqa: DTZ001
        assert not any(told.values())
    before = chart_of(reports.after(1))
    assert not any(p.restated for p in before.points)


def test_what_a_hidden_figure_was_before_is_not_told(table):
    months = [row("visits", p, MARCH - at, 17, 20) for p in "ab" for at in range(12)]
    take_in(table, months, file="first")
    hidden = row("visits", "a", MARCH - 2, status=ObservationStatus.HIDDEN.value)
    take_in(table, [hidden, row("visits", "b", MARCH - 2, 19, 20)], file="second")
    reports = Reports(table, CATALOGUE, PLACES)
    for place, others in (("a", []), ("north", [("b", 17)])):
        report = chart_of(reports, place)
        (point,) = (p for p in report.points if p.restated)
        was = {r.place.code: r.was for r in point.restated}
        assert was.pop("a") is None
        assert [(code, sent.numerator) for code, sent in was.items()] == others
        assert "was a figure that is now hidden" in " ".join(
            captions.list_point_notes(point, report)
        )
