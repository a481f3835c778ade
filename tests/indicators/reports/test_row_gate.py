"""What a viewer may not see is not in the series that reports are made of."""

from dataclasses import replace

import numpy as np
import pytest

from indicators.access.permissions import PARTNER, ExactRight, Scope
from indicators.domain.core import ObservationStatus
from indicators.domain.membership import build_historical_membership
from indicators.domain.periods import Period
from indicators.figures.judge_figures import calculate_figure
from indicators.figures.kept_reads import KeptReads
from indicators.figures.month_states import HIDDEN
from indicators.figures.series import MonthWindow
from indicators.reports.base import Reports
from tests.support.builders import row, take_in
from tests.support.two_years import CATALOGUE, MARCH, VISITS

WINDOW = MonthWindow(MARCH - 23, MARCH)
SPAN = Period(MARCH, 12)
AT_A = replace(
    PARTNER, exact=frozenset({ExactRight("some", places=frozenset({"a"}))}), name="party at a"
)
OUTSIDER = replace(PARTNER, exact=frozenset(), name="outsider")


def read(reports, viewer, codes=("a", "b", "north")):
    return reports.read_series(codes, list(CATALOGUE.dashboard), WINDOW, viewer)


def test_a_viewer_of_everything_gets_the_series_as_it_is(reports):
    series = read(reports, PARTNER)
    assert series.numerator.any()
    assert not (series.state == HIDDEN).all()


def test_places_that_are_not_seen_are_blank_and_the_others_unchanged(reports):
    whole, limited = read(reports, PARTNER), read(reports, AT_A)
    for name in ("numerator", "denominator", "state"):
        seen, exact = getattr(limited, name), getattr(whole, name)
        assert (seen[:, 0] == exact[:, 0]).all()
        hidden = HIDDEN if name == "state" else 0
        assert (seen[:, 1:] == hidden).all()
    assert not [at for at in limited.exact if at[1] > 0]
    assert not [at for at in limited.notes if at[1] > 0]
    assert np.isnan(limited.values()[:, 1:]).all()


def test_a_party_to_a_team_alone_is_not_given_the_notes_of_its_areas(reports):
    sent = [row("visits", area, MARCH, 80, 100, note=f"3 at {area}") for area in ("a", "b")]
    take_in(reports.table, sent, service="midwifery")
    for places, seen in (({"north"}, []), ({"north", "a"}, ["3 at a"])):
        right = ExactRight("some", places=frozenset(places))
        series = read(reports, replace(PARTNER, exact=frozenset({right})), ["north"])
        figure = calculate_figure(series, VISITS, "north", SPAN)
        assert figure.value is not None
        assert [note.text for note in figure.sum.notes] == seen


def test_a_place_that_is_out_of_scope_has_a_hidden_figure(reports):
    viewer = replace(PARTNER, scopes=frozenset({Scope(places=frozenset({"a"}))}))
    figure = calculate_figure(read(reports, viewer), VISITS, "b", SPAN)
    assert (figure.status, figure.value, figure.sum.numerator) == (
        ObservationStatus.HIDDEN,
        None,
        0,
    )


@pytest.mark.parametrize("code", ["a", "city"])
def test_an_outsider_gets_the_published_figures_and_hidden_ones_elsewhere(
    reports, code, monkeypatch
):
    exact = calculate_figure(
        reports.read_place_series(code, [VISITS], WINDOW, PARTNER), VISITS, code, SPAN
    )
    monkeypatch.setattr(reports, "find_released_figures", lambda: {"visits": {(code, SPAN): exact}})
    series = reports.read_place_series(code, [VISITS], WINDOW, OUTSIDER)
    assert calculate_figure(series, VISITS, code, SPAN) == exact
    other = calculate_figure(series, VISITS, code, Period(MARCH, 1))
    assert (other.status, other.value) == (ObservationStatus.HIDDEN, None)
    assert not series.numerator.any()


def test_what_is_kept_for_all_passes_the_gate_of_each_viewer(reports):
    kept = KeptReads()
    shared = reports.with_kept(kept, reports.get_version())
    viewers = (PARTNER, AT_A, OUTSIDER, PARTNER)
    for viewer in viewers:
        found, meant = read(shared, viewer), read(reports, viewer)
        for name in ("numerator", "denominator", "state"):
            assert (getattr(found, name) == getattr(meant, name)).all(), (viewer.name, name)
        assert (found.notes, found.exact, found.released) == (
            meant.notes,
            meant.exact,
            meant.released,
        )


def test_a_new_load_is_in_what_is_read_with_its_version(reports):
    kept = KeptReads()
    for numerator in (11, 12):
        take_in(reports.table, [row("visits", "a", MARCH, numerator, 100)], file=f"{numerator}.csv")
        shared = reports.with_kept(kept, reports.get_version())
        assert read(shared, PARTNER).numerator[0, 0, -1] == numerator


def test_what_is_kept_by_the_areas_of_one_month_is_not_given_by_those_of_another(
    reports, monkeypatch
):
    kept = reports.with_kept(KeptReads(), reports.get_version())
    used = []

    def note_membership(self, codes, first, last):
        used.append(self.find_basis_month())
        return build_historical_membership(self.places, codes, first, last)

    monkeypatch.setattr(Reports, "get_membership", note_membership)
    for month in (MARCH, MARCH, MARCH - 12):
        monkeypatch.setattr(Reports, "find_basis_month", lambda _self, month=month: month)
        read(kept, PARTNER)
    assert used == [MARCH, MARCH - 12]


def test_nothing_published_means_nothing_seen(reports):
    figure = calculate_figure(read(reports, OUTSIDER), VISITS, "a", SPAN)
    assert figure.status is ObservationStatus.HIDDEN
