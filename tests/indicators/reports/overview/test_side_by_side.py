"""Places side by side have the rows of their own dashboards."""

import pytest

from indicators.access.permissions import PARTNER, PermissionDeniedError
from indicators.domain.errors import UnknownPlaceError, UserError
from indicators.reports.overview.side_by_side import MOST_PLACES, build_side_by_side
from indicators.reports.place_report import build_place_report
from tests.support.two_years import MARCH, row_of
from tests.support.viewers import STRANGER


def side_by_side(reports, *codes, viewer=PARTNER):
    return build_side_by_side(reports, codes, MARCH, viewer)


def test_each_row_is_that_of_the_places_own_dashboard(reports):
    found = side_by_side(reports, "b", "north")
    for code in ("b", "north"):
        own = row_of(build_place_report(reports, code, MARCH, PARTNER), "visits")
        assert found.rows[code]["visits"] == own


def test_places_keep_the_order_asked_for_and_are_shown_once(reports):
    assert [p.code for p in side_by_side(reports, "b", "a", "b").places] == ["b", "a"]


def test_without_places_the_first_two_are_shown(reports):
    found = side_by_side(reports)
    assert [p.code for p in found.places] == [p.code for p in found.choices[0][1][:2]]


def test_at_most_four_places_are_shown(reports):
    codes = [place.code for _, places in side_by_side(reports).choices for place in places]
    assert len(side_by_side(reports, *codes).places) == min(MOST_PLACES, len(codes))


def test_the_city_is_not_a_choice_and_an_unknown_place_is_an_error(reports):
    with pytest.raises(UserError, match="cannot be put side by side"):
        side_by_side(reports, "city")
    with pytest.raises(UnknownPlaceError):
        side_by_side(reports, "nowhere")


def test_exact_figures_need_their_permission(reports):
    with pytest.raises(PermissionDeniedError):
        side_by_side(reports, "a", viewer=STRANGER)
